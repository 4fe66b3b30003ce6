"""The order of events and the least and longest time between them.

Model   Least gaps are those that no flown ship has gone below; the longest are set only where the
        fall itself sets them: from the burn to the air, from the air to the ground.
Valid   Visits to the station; the first docking and the last undocking.
Source  The flown gaps of the catalogue, with room: undocking to burn 2 h 27 min at least, burn to
        entry 33 to 41 min, entry to fall 8 to 9 min, launch to contact 3 h 03 min at least.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.doubt import outweighs
from portcall.audit.press.judging.edits import Edit, edits
from portcall.audit.press.judging.phrases import gap_words, instant_words, iso_minute
from portcall.audit.press.judging.said_times import exact_utc
from portcall.audit.press.judging.standing import stands
from portcall.records.claims import EVENT_KINDS, Claim, Correction

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
SLACK = timedelta(minutes=1)


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


def _recorded(case: Case, claim: Claim) -> Iterator[Placed]:
    for one in case.ship(claim).times:
        if not one.day_only and not one.planned and one.kind != claim.kind:
            yield Placed(one.kind, one.utc, one.where, recorded=True)


def _told(case: Case, claim: Claim) -> Iterator[Placed]:
    for one in case.about(claim, *EVENT_KINDS):
        at = exact_utc(one)
        if at is None or one.kind == claim.kind or not outweighs(one, claim):
            continue
        if stands(case, one):
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


def _relevant(claim: Claim, one: Placed) -> bool:
    """Return whether a gap is of one visit: a ship that moved undocks more than once."""
    at = exact_utc(claim)
    many = {"docking", "undocking", "relocation"}
    return not (
        one.recorded
        and one.kind in many
        and at is not None
        and abs((one.utc - at).total_seconds()) > 3 * DAY
    )


def placed_events(case: Case, claim: Claim) -> list[Placed]:
    """Return the other events of a claim's ship, on record and told."""
    recorded = [one for one in _recorded(case, claim) if _relevant(claim, one)]
    return recorded + list(_told(case, claim))


def in_order(case: Case, claim: Claim) -> Finding | None:
    """Hold a time against the other events of the same ship, recorded or told in the text."""
    at = exact_utc(claim)
    if claim.kind not in EVENT_KINDS or at is None:
        return None
    recorded = [one for one in _recorded(case, claim) if _relevant(claim, one)]
    told = list(_told(case, claim))
    broken = list(broken_gaps(claim.kind, at, recorded))
    if not broken:
        broken = list(broken_gaps(claim.kind, at, told))
        if not broken:
            return _bounded(claim.kind, recorded or told)
        if not _guilty(case, claim, told, len(broken)):
            return None
        if _mending(case, claim, told) is None:
            return unknown("it cannot be in one flight with another time of the text")
    gap, other = broken[0]
    apart = (other.utc - at).total_seconds()
    order = f"{gap_words(apart)} {'before' if apart > 0 else 'after'} the {other.kind}"
    why = f"the {claim.kind} would be {order} ({other.where}, {instant_words(other.utc)})"
    bound = f"at least {gap_words(gap.least_s)}"
    if abs(apart) > gap.most_s:
        bound = f"at most {gap_words(gap.most_s)}"
    why += f"; {bound} lie between {gap.first} and {gap.second}"
    mend = _mending(case, claim, recorded + told)
    if mend is None:
        return wrong(why)
    why = f"{mend.words}; {why}"
    return wrong(why, Correction(value=iso_minute(mend.utc), why=why))


def _bounded(kind: str, others: list[Placed]) -> Finding | None:
    """Hold a claim that a recorded event bounds on both sides, as far as that goes."""
    for gap in GAPS:
        for other in others:
            pair = {(kind, other.kind), (other.kind, kind)}
            if other.recorded and gap.most_s < 2 * HOUR and (gap.first, gap.second) in pair:
                return holds(
                    f"{gap.first} to {gap.second} within {gap_words(gap.least_s)} to "
                    f"{gap_words(gap.most_s)}, as {other.where} has the other"
                )
    return None


def _mending(case: Case, claim: Claim, others: Sequence[Placed]) -> Edit | None:
    """Return the first slip that, undone, breaks no gap."""
    apart = list({(one.kind, one.utc): one for one in others}.values())
    fitting = (
        slip
        for slip in edits(claim, case.zones)
        if next(broken_gaps(claim.kind, slip.utc, apart), None) is None
    )
    return next(fitting, None)


def _guilty(case: Case, claim: Claim, told: list[Placed], broken: int) -> bool:
    """Whether this claim, and not its partner, is wrong: it breaks more, or one slip mends it."""
    rivals = []
    at = exact_utc(claim)
    if at is None:
        return False
    for _, other in broken_gaps(claim.kind, at, told):
        partner = next(one for one in case.about(claim, other.kind) if one.number == other.number)
        there = exact_utc(partner)
        if there is None:
            continue
        its = list(broken_gaps(partner.kind, there, list(_told(case, partner))))
        mends = _mending(case, partner, list(_told(case, partner))) is not None
        rivals.append((len(its), mends, partner.start))
    mine = (broken, _mending(case, claim, told) is not None, claim.start)
    return all(mine > other for other in rivals)
