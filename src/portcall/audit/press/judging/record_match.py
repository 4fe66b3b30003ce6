"""Which recorded time a claim is about, and how near it must come.

Model   Sources differ by a minute or two: contact, hooks, the minute rounded up or down. Definitions
        differ more for the meeting with the air and for the fall of debris. A clock time on a round
        five minutes may have been rounded.
Valid   Times of one event of one ship; a ship that moved has more than one undocking.
Source  The catalogue's own pairs of sources, which differ by two minutes at most for the same event.
"""

from datetime import datetime, timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.edits import edit_towards
from portcall.audit.press.judging.said_times import (
    USUAL_ZONES,
    dates_of,
    day_said,
    exact_utc,
    span_of,
)
from portcall.audit.press.record.known_times import KnownTime, kindred
from portcall.records.claims import Claim

USUAL = timedelta(minutes=2, seconds=30)
TOLERANCES = {
    "undocking": timedelta(minutes=3),
    "relocation": timedelta(minutes=3),
    "re-entry": timedelta(minutes=6),
}
ROUNDED = timedelta(minutes=5)
ROUND_TO = 5
ONE_DAY_S = 86_400.0
MOVED_WITHIN = timedelta(days=3)


def tolerance(claim: Claim) -> timedelta:
    """Return how far a clock time may be from the record without contradicting it."""
    usual = TOLERANCES.get(claim.kind, USUAL)
    at = exact_utc(claim)
    if claim.precision == "minute" and at is not None and at.minute % ROUND_TO == 0:
        return max(usual, ROUNDED)
    return usual


def known_times(case: Case, claim: Claim, planned: bool | None = None) -> tuple[KnownTime, ...]:
    """Return the recorded times of the event of a claim, its own kind first."""
    ship = case.ship(claim)
    own = ship.of_kind(claim.kind, planned=planned)
    rest = [
        one
        for one in ship.of_kind(*kindred(claim.kind), planned=planned)
        if one not in own and _near_enough(claim, one, bool(own))
    ]
    found = own + tuple(rest)
    if exact_utc(claim) is None:
        return found
    flown = {one.kind for one in found if not one.day_only and not one.planned}
    # of a minute the day alone says no more where the minute is known
    return tuple(one for one in found if one.beside or not (one.day_only and one.kind in flown))


def _near_enough(claim: Claim, one: KnownTime, has_own: bool) -> bool:
    """Whether a time of a kindred event may be meant: a move of the ship, a fall for a re-entry."""
    if claim.kind in ("re-entry", "landing"):
        return not (has_own and one.day_only)
    span = span_of(claim.value)
    return span is not None and abs(one.utc - span[0]) <= MOVED_WITHIN


def same_dates(case: Case, claim: Claim, known: KnownTime) -> bool:
    """Return whether the date of a claim is the recorded one, in a zone of the text or in UTC."""
    day = day_said(claim)
    if day is None:
        return False
    zones = tuple(zone for zone in case.zones if zone != "UTC") or USUAL_ZONES
    if not case.prose:
        zones = ("UTC",)  # no text, only values in UTC
    at = exact_utc(claim)
    if known.day_only:  # the record's own zone is not known
        mine = {day} if at is None else dates_of(at, (*zones, *USUAL_ZONES)) | {day}
        return known.utc.date() in mine
    if known.second_hand:
        zones = (*zones, *USUAL_ZONES)
    return day in dates_of(known.utc, zones)


def fits(case: Case, claim: Claim, known: KnownTime) -> bool:
    """Return whether a claim tells a recorded time, as precisely as both are told."""
    at = exact_utc(claim)
    if at is not None and not known.day_only:
        end = at + (timedelta(seconds=1) if claim.precision == "second" else timedelta(minutes=1))
        room = tolerance(claim)
        return at - room <= known.utc < end + room
    if at is None and claim.precision == "day":
        return same_dates(case, claim, known)
    if at is not None:
        return same_dates(case, claim, known)
    span = span_of(claim.value)
    if span is None:
        return False
    width = max(span[1] - span[0], 2 * tolerance(claim))
    return span[0] - width / 2 <= known.utc <= span[1] + width / 2


def best_known(case: Case, claim: Claim) -> KnownTime | None:
    """Return the recorded time that a claim is most likely about: precise, flown, and near."""
    wanted = case.planned(claim)
    known = known_times(case, claim)
    if not known:
        return None
    if len(known) == 1:
        return known[0]
    at = exact_utc(claim)
    if at is None:
        span = span_of(claim.value)
        at = span[0] if span else None

    def rank(one: KnownTime) -> tuple[bool, bool, bool, bool, bool, float]:
        away = abs((one.utc - at).total_seconds()) if at is not None else 0.0
        slip = None if one.day_only else edit_towards(claim, one.utc, case.zones)
        explained = slip is not None
        # to another port: docking and undocking again
        moved = slip is not None and slip.name == "am-pm" and away <= ONE_DAY_S
        other_kind = one.kind != claim.kind and not moved
        return one.day_only, other_kind, one.planned != wanted, not explained, one.beside, away

    return min(known, key=rank)


def close_known(
    case: Case, claim: Claim, at: datetime, *, whole_day: bool = False
) -> KnownTime | None:
    """Return a recorded time of the event that an instant, or the day it begins, comes near to."""
    within = tolerance(claim)
    for one in known_times(case, claim):
        if one.day_only:
            near = abs(one.utc.date() - at.date()) <= timedelta(0)
        elif whole_day:
            zones = case.zones or USUAL_ZONES
            near = at.date() in dates_of(one.utc, zones)
        else:
            near = abs(one.utc - at) <= within + timedelta(minutes=1)
        if near and (whole_day or not one.day_only):
            return one
    return None
