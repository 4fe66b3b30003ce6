"""How well an instant fits what else a text tells: which of two times, or of two days, is meant.

Model   Every telling of the event elsewhere in the text is a vote. An order or a gap that cannot be, a
        chase that no profile of the ship takes, a past that is to come after the text was published,
        and a plan for a day that was over by then speak against it; a broadcast
        that begins shortly before speaks for it.
Valid   Times of one ship in one text; what is itself disputed has no voice.
Source  The text, the gaps of `gaps`, the profiles of the ship.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.gaps import GAPS_OF, Event, breaks, recorded_events, told_events
from portcall.audit.press.judging.windows import windows
from portcall.records.claims import Claim

SAME = timedelta(minutes=3)
DAY = timedelta(days=1)
SHOWN_BEFORE = timedelta(hours=3)
LONGEST_CHASE = timedelta(days=5)
CHASED = {"launch": "docking", "docking": "launch"}


@dataclass(frozen=True)
class RestOfText:
    """What else is told of a claim's event and its ship: the same for every instant that is tried.

    `others` counts the events that a gap lies to, `again` has the tellings of the event itself, `ends`
    the other ends of the chase, `shows` the starts of broadcasts.
    """

    case: Case
    claim: Claim
    others: Mapping[tuple[str, datetime], int]
    again: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    chases: tuple[tuple[timedelta, timedelta], ...]
    shows: tuple[datetime, ...]


def rest_of_text(case: Case, claim: Claim, *, but: Claim | None = None) -> RestOfText:
    """Gather what else a text tells of the ship of a claim.

    Parameters
    ----------
    case : Case
        The text and what is known.
    claim : Claim
        The event.
    but : Claim, optional
        One that has no vote: the one that is disputed with this one.
    """
    others = _counted(recorded_events(case, claim)) + _counted(
        told_events(case, claim, case.standing)
    )
    again = (
        at for one, at in case.told(claim, claim.kind) if but is None or one.number != but.number
    )
    other = CHASED.get(claim.kind)
    ends = case.told(claim, other) if other is not None else ()
    shows = case.told(claim, "broadcast-start") if claim.kind != "broadcast-start" else ()
    return RestOfText(
        case,
        claim,
        others,
        tuple(again),
        (
            *_launched(case, claim),
            *(at for one, at in ends if one.number in case.standing),
        ),
        tuple((low, high) for _, low, high in windows(case, claim)),
        tuple(at for _, at in shows),
    )


def _launched(case: Case, claim: Claim) -> Iterator[datetime]:
    """Yield the lift-offs on record that a docking follows, of those that were over by then."""
    for one in case.ship(claim).of_kind("launch", planned=False):
        if claim.kind == "docking" and not one.day_only and case.had_flown(one.utc):
            yield one.utc


def _counted(events: Iterable[Event]) -> Counter[tuple[str, datetime]]:
    return Counter((one.kind, one.utc) for one in events)


def misfit(rest: RestOfText, utc: datetime) -> int:
    """Count what speaks against an instant, less what speaks for it."""
    kind = rest.claim.kind
    against = sum(
        count
        for (other, at), count in rest.others.items()
        if breaks(GAPS_OF[kind][other], other, at, utc)
    )
    against += untimely(rest.case, rest.claim, utc) + _no_chase(rest, utc)
    against -= any(timedelta(0) <= utc - at <= SHOWN_BEFORE for at in rest.shows)
    return against - sum(1 for at in rest.again if abs(at - utc) <= SAME)


def untimely(case: Case, claim: Claim, utc: datetime) -> int:
    """Return 1 for a past after the day of publication, or a plan for a day before it."""
    noon = case.noon_published
    if noon is None:
        return 0
    return int(utc < noon - 2 * DAY) if claim.planned else int(utc > noon + DAY)


def _no_chase(rest: RestOfText, utc: datetime) -> int:
    """Return 1 when no profile of the ship takes as long as from launch to contact then."""
    near = next((at for at in rest.ends if abs(at - utc) <= LONGEST_CHASE), None)
    if near is None or not rest.chases:
        return 0
    took = near - utc if rest.claim.kind == "launch" else utc - near
    return int(not any(low <= took <= high for low, high in rest.chases))
