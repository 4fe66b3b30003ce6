"""When the ships of a text came and went on record: what the year of a date is chosen by."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from portcall.audit.press.reading.ships.register import BERTHED, COMING, GOING, Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.record.known_times import KnownTime

__all__ = ["COMING", "GOING", "NO_DAYS", "Days", "near_record", "record_days"]

NEAR_DAYS = 60
HOME_SOON = ("soyuz", "progress")


class ShipDays(NamedTuple):
    """The days of one ship's coming and of its going that are known.

    `ended` is told of ships that fly home for a day or more: whether `left` is the end of the flight, or
    the undocking.
    """

    launched: date | None = None
    arrived: date | None = None
    left: date | None = None
    undocked: date | None = None
    ended: bool | None = None

    @property
    def coming(self) -> tuple[date, ...]:
        """Launch and arrival, as far as known."""
        return tuple(day for day in (self.launched, self.arrived) if day)

    @property
    def going(self) -> tuple[date, ...]:
        """The departure, when known."""
        return (self.left,) if self.left else ()

    def of(self, kind: str) -> date | None:
        """Return the day of a kind of event."""
        if kind == "undocking":
            return self.undocked
        if kind in GOING:
            return self.left
        return self.launched if kind in {"launch", "insertion"} else self.arrived

    def on_the_day(self, kind: str) -> date | None:
        """Return the day of a kind of event, where it is not only near: home may be days away."""
        if self.ended is True and kind == "undocking":
            return None
        if self.ended is False and kind in GOING - {"undocking"}:
            return None
        return self.of(kind)


Recorded = Mapping[str, tuple[KnownTime, ...]]
Days = Mapping[str | None, ShipDays]
NO_DAYS = ShipDays()


def record_days(ships: Sequence[ShipMention], register: Register, recorded: Recorded) -> Days:
    """Return the days of coming and of going, by ship."""
    found: dict[str | None, ShipDays] = {}
    for id_ in dict.fromkeys(ship.id for ship in ships):
        known = register.ships.get(id_)
        if known is not None:
            past = known.arrived is None  # of which only the end is known
            free = past and id_.startswith(BERTHED)  # it flies on for weeks when it has left
            undocked = None if free else known.left
            days = ShipDays(known.launched, known.arrived, known.left, undocked)
            days = days if id_.startswith(HOME_SOON) else days._replace(ended=past)
            found[id_] = _to_the_minute(days, recorded.get(id_, ()))
    return found


def _to_the_minute(days: ShipDays, times: Sequence[KnownTime]) -> ShipDays:
    """Return the days with those of events of which the clock time is on record."""
    by_kind: dict[str, list[date]] = {}
    for one in sorted(times, key=lambda each: each.utc):
        if not one.planned and not one.day_only:
            by_kind.setdefault(one.kind, []).append(one.utc.date())
    launched = by_kind.get("launch")
    arrived = by_kind.get("docking") or by_kind.get("berthing")
    undocked, landed = by_kind.get("undocking"), by_kind.get("landing")
    days = days._replace(
        launched=launched[0] if launched else days.launched,
        arrived=arrived[0] if arrived else days.arrived,
        undocked=undocked[-1] if undocked else days.undocked,
    )
    if undocked and landed:
        return days._replace(left=landed[-1], ended=None)
    return days


def near_record(
    days: Days, subject: str | None, kind: str, candidates: Sequence[date]
) -> date | None:
    """Return the candidate nearest to the ship's event of that kind; absent when none is near."""
    of_ship = days.get(subject, NO_DAYS)
    coming, going = of_ship.coming, of_ship.going
    known = coming if kind in COMING else going if kind in GOING else (*coming, *going)
    if not known or not candidates:
        return None

    def apart(day: date) -> int:
        return min(abs((day - when).days) for when in known)

    best = min(candidates, key=apart)
    return best if apart(best) <= NEAR_DAYS else None
