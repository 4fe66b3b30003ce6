"""When the ships of a text came and went on record: what the year of a date is chosen by."""

from collections.abc import Mapping, Sequence
from datetime import date

from portcall.audit.press.reading.register import COMING, GOING, Register
from portcall.audit.press.reading.ship_mention import ShipMention

__all__ = ["COMING", "GOING", "Days", "near_record", "record_days"]

NEAR_DAYS = 60

Days = Mapping[str | None, tuple[tuple[date, ...], tuple[date, ...]]]


def record_days(ships: Sequence[ShipMention], register: Register) -> Days:
    """Return the days of coming and of going, by ship."""
    found: dict[str | None, tuple[tuple[date, ...], tuple[date, ...]]] = {}
    for id_ in dict.fromkeys(ship.id for ship in ships):
        known = register.ships.get(id_)
        if known is not None:
            coming = tuple(day for day in (known.launched, known.arrived) if day)
            found[id_] = (coming, (known.left,) if known.left else ())
    return found


def near_record(
    days: Days, subject: str | None, kind: str, candidates: Sequence[date]
) -> date | None:
    """Return the candidate nearest to the ship's event of that kind; absent when none is near."""
    coming, going = days.get(subject, ((), ()))
    known = coming if kind in COMING else going if kind in GOING else (*coming, *going)
    if not known or not candidates:
        return None

    def apart(day: date) -> int:
        return min(abs((day - when).days) for when in known)

    best = min(candidates, key=apart)
    return best if apart(best) <= NEAR_DAYS else None
