"""The least and the longest time between two events of one ship, and what breaks it.

Model   Least gaps are those that no flown ship has gone below; the longest are set only where the
        fall itself sets them: from the burn to the air, from the air to the ground.
Valid   Visits to the station; the first docking and the last undocking.
Source  The flown gaps of the catalogue, with room: undocking to burn 2 h 27 min at least, burn to
        entry 33 to 41 min, entry to fall 8 to 9 min, launch to contact 3 h 03 min at least.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.doubt import outweighs
from portcall.audit.press.judging.said_times import exact_utc
from portcall.audit.press.record.known_times import KnownTime
from portcall.audit.press.record.recorded_times import COLLECTED
from portcall.records.claims import EVENT_KINDS, Claim

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
SLACK_S = MINUTE


@dataclass(frozen=True)
class Gap:
    """Two events, the first before the second, at least and at most so long apart. [s]"""

    first: str
    second: str
    least_s: float
    most_s: float = float("inf")

    @property
    def kinds(self) -> tuple[str, str]:
        """Both events."""
        return self.first, self.second


GAPS = (
    Gap("launch", "insertion", 4 * MINUTE, 75 * MINUTE),
    Gap("launch", "docking", 2.5 * HOUR),
    Gap("launch", "berthing", 12 * HOUR),
    Gap("insertion", "docking", 2.4 * HOUR),
    Gap("insertion", "berthing", 12 * HOUR),
    Gap("launch", "undocking", 6 * HOUR),
    Gap("launch", "landing", 6 * HOUR),
    Gap("docking", "undocking", 2 * HOUR),
    Gap("berthing", "undocking", 2 * HOUR),
    Gap("docking", "deorbit", 3 * HOUR),
    Gap("docking", "landing", 3 * HOUR),
    Gap("undocking", "deorbit", 40 * MINUTE),
    Gap("undocking", "re-entry", 70 * MINUTE),
    Gap("undocking", "landing", 80 * MINUTE),
    Gap("deorbit", "re-entry", 12 * MINUTE, 75 * MINUTE),
    Gap("deorbit", "landing", 20 * MINUTE, 2 * HOUR),
    Gap("re-entry", "landing", 2 * MINUTE, 75 * MINUTE),
)

MORE_THAN_ONCE = frozenset({"docking", "undocking"})

GAPS_OF = {
    kind: {
        other: gap
        for other in EVENT_KINDS
        for gap in GAPS
        if gap.kinds in {(kind, other), (other, kind)}
    }
    for kind in EVENT_KINDS
}


@dataclass(frozen=True)
class Placed:
    """Another event of the same ship that the text tells."""

    kind: str
    utc: datetime
    claim: Claim

    @property
    def where(self) -> str:
        """Where it is told, in its own words."""
        return f"'{self.claim.quote}'"


Event = TypeVar("Event", bound=KnownTime | Placed)


def recorded_events(case: Case, claim: Claim) -> Iterator[KnownTime]:
    """Yield the events of a claim's ship on record as flown that a gap lies to.

    A plan is not bound by what flew when the text was out: it may have slipped with it. Of collected
    times it is not known which moment of an event they tell.
    """
    gaps, planned = GAPS_OF.get(claim.kind, {}), case.planned(claim)
    for one in case.ship(claim).times:
        if one.kind not in gaps or one.day_only or one.planned or not _of_this_visit(claim, one):
            continue
        if one.where == COLLECTED:
            continue
        if not planned or case.had_flown(one.utc):
            yield one


def told_events(case: Case, claim: Claim, standing: Collection[int]) -> Iterator[Placed]:
    """Yield the events of a claim's ship that the text tells and a gap lies to, as far as they stand."""
    for one, at in case.told(claim, *GAPS_OF.get(claim.kind, {})):
        if one.number in standing and outweighs(one, claim):
            yield Placed(one.kind, at, one)


def broken_gaps(kind: str, at: datetime, others: Iterable[Event]) -> Iterator[tuple[Gap, Event]]:
    """Yield the gaps that an event at an instant breaks against others of the same ship."""
    gaps = GAPS_OF.get(kind, {})
    for other in others:
        gap = gaps.get(other.kind)
        if gap is not None and breaks(gap, other.kind, other.utc, at):
            yield gap, other


def breaks(gap: Gap, other: str, there: datetime, at: datetime) -> bool:
    """Return whether an event at an instant breaks the gap to another one."""
    sign = 1.0 if gap.second == other else -1.0
    apart_s = sign * (there - at).total_seconds()
    if apart_s < 0.0 and gap.kinds == ("docking", "undocking"):
        return False  # a ship that moves undocks first
    return not gap.least_s - SLACK_S <= apart_s <= gap.most_s + SLACK_S


def _of_this_visit(claim: Claim, one: KnownTime) -> bool:
    """Return whether a gap is of one visit: a ship that moved undocks more than once."""
    if one.kind not in MORE_THAN_ONCE:
        return True
    at = exact_utc(claim)
    return at is None or abs((one.utc - at).total_seconds()) <= 3 * DAY
