"""The ship itself: on record or not, named by two names that are not one ship, or taken for another.

Model   A ship is taken for another when no precise fact told of it fits its record and one or more
        fit another ship of the same family to the minute or by name; where no clock time is told,
        to the day, far from its own.
Valid   Ships of the catalogue and the calendar.
Source  The record.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.doubt import PLAIN
from portcall.audit.press.judging.facts import ShipFacts
from portcall.audit.press.judging.names import strangers
from portcall.audit.press.judging.said_times import USUAL_ZONES, dates_of, day_said, exact_utc
from portcall.audit.press.judging.words import words_for
from portcall.records.claims import EVENT_KINDS, Claim, Correction

APPOSED = 45  # characters between two names of one ship
CLOSE = timedelta(minutes=3)
FAR = timedelta(days=30)  # farther from the record no attempt of the same flight is told
NAMED_NEAR = 60  # characters between the name of a ship and the day of what it did
ONE_KG = 1.0
LEAST_NAMES = 2
MOST_FACTS = 60


def _family(ship: str) -> str:
    return ship.rstrip("0123456789")


def _exact_fit(claim: Claim, ship: ShipFacts) -> bool | None:
    """Whether a precise fact fits a ship; None when it says nothing of it."""
    at = exact_utc(claim)
    if claim.kind in EVENT_KINDS and at is not None:
        times = [one for one in ship.of_kind(claim.kind) if not one.day_only]
        days = [one for one in ship.of_kind(claim.kind) if one.day_only]
        if not times and not days:
            return None
        if not times:
            return None if any(abs(one.utc - at) < timedelta(days=2) for one in days) else False
        return any(abs(one.utc - at) <= CLOSE for one in times)
    if claim.kind == "crew" and claim.value_names and len(claim.value_names) >= LEAST_NAMES:
        rosters = [one for one in (ship.crew_up, ship.crew_down) if one]
        return any(not strangers(claim.value_names, one) for one in rosters) if rosters else None
    return None


def _day_fit(case: Case, claim: Claim, ship: ShipFacts) -> bool | None:
    """Whether the day of an event fits a ship; None when it says nothing of it, as of a plan that moved."""
    day = day_said(claim)
    if claim.kind not in EVENT_KINDS or claim.precision != "day" or day is None:
        return None
    flown = ship.of_kind(claim.kind, planned=False)
    if not flown or claim.sure < PLAIN:
        return None
    if any(day in dates_of(one.utc, () if one.day_only else USUAL_ZONES) for one in flown):
        return True
    near = any(abs(one.utc.date() - day) < FAR for one in flown)
    return None if near or not all(case.had_flown(one.utc) for one in flown) else False


def _said_of(case: Case, claim: Claim) -> bool:
    """Whether the ship's name stands close by in the sentence, and no other ship between."""
    for name in case.near_by(claim, "ship"):
        if name.value != claim.subject:
            continue
        early, late = sorted((name, claim), key=lambda each: each.start)
        between = case.reading.text[early.end : late.start].lower()
        near = len(between) <= NAMED_NEAR and ". " not in between
        if near and not any(cue in between for cue in words_for(case).other_ship):
            return True
    return False


def _load_fits(claim: Claim, ship: ShipFacts) -> bool | None:
    """Whether a load is that of a ship to the kilogram; None when it is not on record."""
    known = ship.cargo_kg.get(claim.item or "total")
    if known is None or claim.value_kg is None:
        return None
    return any(abs(one - claim.value_kg) <= ONE_KG for one in known)


def _loaded_as(case: Case, subject: str, about: Sequence[Claim]) -> str | None:
    """Return the ship of the text that a load belongs to, when its own ship is named for nothing else.

    All that fits the ship named, as water of which each takes as much, has to fit the other as well,
    and the total besides.
    """
    told = [one for one in about if one.kind != "ship"]
    if not told or any(one.kind != "cargo" for one in told):
        return None
    named = case.facts.ship(subject)
    mine = {one.number for one in told if _load_fits(one, named)}
    totals = {one.number for one in told if one.item == "total" and one.number not in mine}
    for other in case.told_of:
        if other == subject or _family(other) != _family(subject):
            continue
        its = {one.number for one in told if _load_fits(one, case.facts.ship(other))}
        if its > mine and its & totals and 2 * len(its) > len(told):
            return other
    return None


def _best_of_family(
    case: Case, subject: str, fit: Callable[[ShipFacts], list[bool | None]]
) -> str | None:
    """Return the ship of a family that most of what is told of another one fits."""
    best: tuple[int, str] | None = None
    for ship in case.facts.ships.values():
        if ship.id == subject or _family(ship.id) != _family(subject):
            continue
        its = fit(ship)
        hits = its.count(True)
        if hits and hits > its.count(False) and (best is None or hits > best[0]):
            best = (hits, ship.id)
    return best[1] if best else None


def meant_instead(case: Case, subject: str) -> str | None:
    """Return the ship that was meant, when nothing precise fits the one that is named.

    Where no clock time is told the days decide, if no other ship of the text has them.
    """
    named = case.facts.ships.get(subject)
    about = case.of_subject(subject)[:MOST_FACTS]
    if named is None or not about:
        return None
    mine = [_exact_fit(one, named) for one in about]
    if True in mine:
        return None
    if False in mine:
        return _best_of_family(case, subject, lambda ship: [_exact_fit(one, ship) for one in about])
    loaded = _loaded_as(case, subject, about)
    if loaded is not None:
        return loaded
    days = [_day_fit(case, one, named) for one in about]
    if True in days or not any(
        fits is False and _said_of(case, one) for fits, one in zip(days, about, strict=True)
    ):
        return None
    right = _best_of_family(
        case, subject, lambda ship: [_day_fit(case, one, ship) for one in about]
    )
    return right if right is not None and not case.of_subject(right) else None


def two_names(case: Case, claim: Claim) -> Finding | None:
    """Find two names side by side that are said to be one ship and are not."""
    if claim.kind != "ship" or claim.value is None:
        return None
    for other in case.near_by(claim, "ship"):
        if other.value in (None, claim.value):
            continue
        if other.value is None or _family(other.value) != _family(claim.value):
            continue
        if not _apposed(case, other, claim) or _told_of(case, claim) >= _told_of(case, other):
            continue
        why = f"'{other.quote}' is {other.value}, '{claim.quote}' is {claim.value}: two ships"
        return wrong(why, Correction(value=other.value, why=why))
    return None


def name_alone(case: Case, claim: Claim) -> Finding | None:
    """Find a name of which nothing is told, where all that is told is of a ship never named."""
    if claim.kind != "ship" or claim.value is None or case.told_of.get(claim.value, 0):
        return None
    named = {one.value for one in case.near_by(claim, "ship")} | {claim.value}
    for subject in case.fitting:
        if subject not in named and _family(subject) == _family(claim.value):
            why = f"what is told here fits {subject}, and nothing is told of {claim.value}"
            return wrong(why, Correction(value=subject, why=why))
    return None


def fitting(case: Case) -> tuple[str, ...]:
    """Return the ships on record that something precise told of them fits."""
    ships = ((subject, case.facts.ships.get(subject)) for subject in case.told_of)
    return tuple(
        subject
        for subject, ship in ships
        if ship is not None
        and any(_exact_fit(one, ship) for one in case.of_subject(subject)[:MOST_FACTS])
    )


def _told_of(case: Case, claim: Claim) -> int:
    return case.told_of.get(claim.value or "", 0)


def _apposed(case: Case, one: Claim, other: Claim) -> bool:
    early, late = sorted((one, other), key=lambda each: each.start)
    between = case.reading.text[early.end : late.start].lower()
    if len(between) > APPOSED or ". " in between:
        return False
    if between.strip(" ,(/=[-\u2013\u2014") in ("", "or", "aka"):
        return True
    return any(cue in between for cue in words_for(case).same_ship)


def ship_known(case: Case, claim: Claim) -> Finding | None:
    """Say whether a ship is on record."""
    if claim.kind != "ship":
        return None
    known = case.facts.ships.get(claim.value or "")
    if known is None:
        return unknown("no such ship in the catalogue or the port calendar")
    return holds(f"on record in {known.recorded_in}")
