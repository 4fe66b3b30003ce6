"""The ship itself: on record or not, named by two names that are not one ship, or taken for another.

Model   A ship is taken for another when no precise fact told of it fits its record and one or more
        fit another ship of the same family to the minute or by name.
Valid   Ships of the catalogue and the calendar.
Source  The record.
"""

from collections.abc import Sequence
from datetime import timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.facts import ShipFacts
from portcall.audit.press.judging.names import strangers
from portcall.audit.press.judging.said_times import day_said, exact_utc
from portcall.audit.press.judging.words import words_for
from portcall.records.claims import EVENT_KINDS, Claim, Correction

APPOSED = 45  # characters between two names of one ship
CLOSE = timedelta(minutes=3)
NAMED_NEAR = 60  # characters between the name of a ship and the day of what it did
LEAST_NAMES = 2
MOST_FACTS = 60
OF_ONE_LOAD = frozenset({"total", "dry", "propellant"})  # water and gas are often alike
SAME_KG, LEAST_LOADS = 0.6, 2
OF_A_DAY = frozenset({"launch", "docking", "undocking", "landing"})
WEEKS_OFF = 28  # days


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
    if claim.kind in OF_A_DAY and claim.precision == "day":
        return _day_fit(claim, ship)
    if claim.kind == "cargo" and claim.item in OF_ONE_LOAD and claim.value_kg is not None:
        loads = ship.cargo_kg.get(claim.item, ())
        return any(abs(one - claim.value_kg) < SAME_KG for one in loads) if loads else None
    if claim.kind == "crew" and claim.value_names and len(claim.value_names) >= LEAST_NAMES:
        rosters = [one for one in (ship.crew_up, ship.crew_down) if one]
        return any(not strangers(claim.value_names, one) for one in rosters) if rosters else None
    return None


def _day_fit(claim: Claim, ship: ShipFacts) -> bool | None:
    """Whether a day fits a ship: on the day of its record, or weeks off; between, it proves nothing."""
    day = day_said(claim)
    known = [one.utc for one in ship.of_kind(claim.kind, planned=False)]
    if day is None or not known:
        return None
    off = min(abs((utc.date() - day).days) for utc in known)
    if off == 0:
        return True
    return False if off > WEEKS_OFF else None


def meant_instead(case: Case, subject: str) -> str | None:
    """Return the ship that was meant, when nothing precise fits the one that is named."""
    named = case.facts.ships.get(subject)
    about = case.of_subject(subject)[:MOST_FACTS]
    if named is None or not about:
        return None
    mine = [_exact_fit(one, named) for one in about]
    if True in mine or False not in mine:
        return None
    best: tuple[tuple[bool, int], str] | None = None
    for ship in case.facts.ships.values():
        if ship.id == subject or _family(ship.id) != _family(subject):
            continue
        its = [_exact_fit(one, ship) for one in about]
        hits = its.count(True)
        fitting_ones = [one for one, fit in zip(about, its, strict=True) if fit]
        if _is_weak_proof(case, ship.id, fitting_ones):
            continue
        events = any(one.kind != "cargo" for one in fitting_ones)  # a load may be the next ship's
        if hits and hits > its.count(False) and (best is None or (events, hits) > best[0]):
            best = ((events, hits), ship.id)
    return best[1] if best else None


def _is_weak_proof(case: Case, other: str, fitting_ones: Sequence[Claim]) -> bool:
    """Whether days or loads alone fit another ship, and too few, or the text tells of that one too."""
    loads = [one for one in fitting_ones if one.kind == "cargo"]
    days = [one for one in fitting_ones if one.precision == "day"]
    if len(loads) + len(days) < len(fitting_ones):
        return False  # a clock time, or the crew
    if loads:
        return len(loads) < LEAST_LOADS
    named = any(one.kind == "ship" and one.value == other for one in case.claims)
    planned = any(one.planned for one in days)
    if not any(_said_of(case, one) for one in days):
        return True
    return named or bool(case.told_of.get(other, 0)) or (planned and len(days) < LEAST_LOADS)


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
