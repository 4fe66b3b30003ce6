"""The least and the longest time between two events of one ship, and what breaks it.

Model   Least gaps are those that no flown ship has gone below; the longest are set only where the
        fall itself sets them: from the burn to the air, from the air to the ground.
Valid   Visits to the station; the first docking and the last undocking.
Source  The flown gaps of the catalogue, with room: undocking to burn 2 h 27 min at least, burn to
        entry 33 to 41 min, entry to fall 8 to 9 min, launch to contact 3 h 03 min at least.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.doubt import outweighs
from portcall.audit.press.judging.said_times import exact_utc
from portcall.records.claims import EVENT_KINDS, Claim

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
SLACK = timedelta(minutes=1)
Standing = Callable[[Case, Claim], bool]


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
    Gap("launch", "insertion", 4 * MINUTE, HOUR),
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

GAPS_OF = {
    kind: {gap.second if gap.first == kind else gap.first: gap for gap in GAPS if kind in gap.kinds}
    for kind in EVENT_KINDS
}


@dataclass(frozen=True)
class Placed:
    """Another event of the same ship: from the record, or from the text."""

    kind: str
    utc: datetime
    where: str
    recorded: bool
    number: int = -1


def recorded_events(case: Case, claim: Claim) -> Iterator[Placed]:
    """Yield the other events of a claim's ship that are on record as flown."""
    for one in case.ship(claim).times:
        if one.day_only or one.planned or one.kind == claim.kind:
            continue
        placed = Placed(one.kind, one.utc, one.where, recorded=True)
        if _of_this_visit(claim, placed):
            yield placed


def told_events(case: Case, claim: Claim, standing: Standing) -> Iterator[Placed]:
    """Yield the other events of a claim's ship that the text tells, as far as they stand."""
    for one in case.about(claim, *EVENT_KINDS):
        at = exact_utc(one)
        if at is None or one.kind == claim.kind or not outweighs(one, claim):
            continue
        if standing(case, one):
            yield Placed(one.kind, at, f"'{one.quote}'", recorded=False, number=one.number)


def broken_gaps(kind: str, at: datetime, others: Sequence[Placed]) -> Iterator[tuple[Gap, Placed]]:
    """Yield the gaps that an event at an instant breaks against others of the same ship."""
    slack_s = SLACK.total_seconds()
    gaps = GAPS_OF.get(kind, {})
    for other in others:
        gap = gaps.get(other.kind)
        if gap is None:
            continue
        sign = 1.0 if gap.second == other.kind else -1.0
        apart_s = sign * (other.utc - at).total_seconds()
        if apart_s < 0.0 and (gap.first, gap.second) == ("docking", "undocking"):
            continue  # a ship that moves undocks first
        if not gap.least_s - slack_s <= apart_s <= gap.most_s + slack_s:
            yield gap, other


def _of_this_visit(claim: Claim, one: Placed) -> bool:
    """Return whether a gap is of one visit: a ship that moved undocks more than once."""
    at = exact_utc(claim)
    many = {"docking", "undocking", "relocation"}
    return not (
        one.recorded
        and one.kind in many
        and at is not None
        and abs((one.utc - at).total_seconds()) > 3 * DAY
    )
