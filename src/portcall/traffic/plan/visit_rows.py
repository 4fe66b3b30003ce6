"""Visits as linear rows: the share of a ship that docks on a day and leaves in a week.

Model   A visit is spread over cells of days: a day each for ships with crew and for those whose day costs
        propellant, a week for others. Docking inside the window, the docked life, handovers and people
        bind the sums up to the end of each week. Where a cell's day is not known, the row takes the end
        of it that binds less.
Valid   A relaxation: every plan satisfies the rows, and what they exclude no plan can do.
Source  Time-indexed formulations: J. Sousa, L. Wolsey, Mathematical Programming 54 (1992).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portcall.traffic.plan.certificate import Rows, Term
from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem, ShipTask
from portcall.traffic.plan.rules import STATION
from portcall.traffic.plan.variables import EXPLAINED_SHIFT_DAYS


@dataclass(frozen=True)
class Cell:
    """A share of a visit that begins, or ends, on one of some days."""

    unknown: int
    first: int
    last: int


@dataclass(frozen=True)
class VisitRows:
    """A visit's shares: `arrive` and `leave` by cells, `gone` the share that left by each week's end."""

    task: ShipTask
    arrive: tuple[Cell, ...]
    leave: tuple[Cell, ...]
    gone: tuple[int, ...]

    def come(self, day: int, *, surely: bool) -> list[Term]:
        """Return the share that has docked by a day: surely, or at the most."""
        return [
            (cell.unknown, 1.0)
            for cell in self.arrive
            if (cell.last if surely else cell.first) <= day
        ]

    def arrives_in(self, week: int) -> list[Term]:
        """Return the share whose cargo comes on the books in a bucket."""
        return [
            (cell.unknown, 1.0)
            for cell in self.arrive
            if cell.first >= 0 and (cell.first + 1) // BUCKET_DAYS == week
        ]


def week_end(week: int) -> int:
    """Return the last day of undocking whose trash leaves the books in a bucket."""
    return BUCKET_DAYS * week + BUCKET_DAYS


def _cells(rows: Rows, days: Sequence[int], shift: int | None) -> tuple[Cell, ...]:
    """Make the cells of rising days: one a day, or by the bucket of the day `shift` later."""
    groups: dict[int, list[int]] = {}
    for day in days:
        groups.setdefault(day if shift is None else (day + shift) // BUCKET_DAYS, []).append(day)
    return tuple(Cell(rows.unknown(0.0, 1.0), found[0], found[-1]) for found in groups.values())


def _arrive(rows: Rows, task: ShipTask) -> tuple[Cell, ...]:
    if task.docked:
        return (Cell(rows.unknown(1.0, 1.0), task.days[-1], task.days[-1]),)
    shift = None if task.seats or task.burns else 1  # cargo is on the books a day after docking
    first = max(0, task.days[0] - EXPLAINED_SHIFT_DAYS)
    inside = set(task.days)
    outside = [
        day for day in range(first, task.days[-1] + EXPLAINED_SHIFT_DAYS + 1) if day not in inside
    ]
    meant, other = _cells(rows, task.days, shift), _cells(rows, outside, shift)
    rows.at_most([(cell.unknown, 1.0) for cell in other], 0.0, ("window", task.ship))
    every = [(cell.unknown, 1.0) for cell in (*meant, *other)]
    rows.at_most(every, 1.0)
    if task.seats or not task.option:
        rows.at_most([(one, -1.0) for one, _ in every], -1.0)
    return (*meant, *other)


def visit_rows(rows: Rows, problem: PlanProblem, task: ShipTask, *, leaves: bool) -> VisitRows:
    """Post the rows of one visit; without `leaves` only those of its docking."""
    arrive = _arrive(rows, task)
    if not leaves:
        return VisitRows(task, arrive, (), ())
    first = max(1, min(cell.first for cell in arrive) + 1)
    shift = None if task.seats else -1  # trash leaves the books a day before undocking
    leave = _cells(rows, range(first, problem.days + 1), shift)
    gone: list[int] = []
    for week in range(problem.weeks):
        now = rows.unknown(0.0, 1.0)
        left = [
            (cell.unknown, -1.0)
            for cell in leave
            if week_end(week - 1) < cell.first <= week_end(week)
        ]
        rows.equal([(now, 1.0), *([(gone[-1], -1.0)] if gone else []), *left], 0.0)
        gone.append(now)
    made = VisitRows(task, arrive, leave, tuple(gone))
    _stay(rows, made)
    return made


def _less(first: Sequence[Term], second: Sequence[Term]) -> list[Term]:
    """Return `first - second`."""
    return [*first, *((one, -weight) for one, weight in second)]


def _stay(rows: Rows, visit: VisitRows) -> None:
    low, high = visit.task.stay
    rule, count = ("stay", visit.task.ship), len(visit.arrive)
    all_come = False
    rows.at_most([(visit.gone[-1], 1.0), *((cell.unknown, -1.0) for cell in visit.arrive)], 0.0)
    for week, gone in enumerate(visit.gone):
        day, left = week_end(week), [(gone, 1.0)]
        for come, named in (
            (visit.come(day - 1, surely=False), None),
            (visit.come(day - low, surely=False), rule),
        ):
            if len(come) < count:
                rows.at_most(_less(left, come), 0.0, named)
        due = visit.come(day - high, surely=True)
        if due and not all_come:
            rows.at_most(_less(due, left), 0.0, rule)
            all_come = len(due) == count


def handover_rows(rows: Rows, problem: PlanProblem, visits: Sequence[VisitRows]) -> None:
    """Post that each ship of a rotation relieves the one before it."""
    chains: dict[str, list[VisitRows]] = {}
    for visit in visits:
        if visit.task.rotation:
            chains.setdefault(visit.task.rotation, []).append(visit)
    for chain in chains.values():
        for leaves, comes in pairwise(chain):
            _relief(rows, problem, leaves, comes)


def _relief(rows: Rows, problem: PlanProblem, leaves: VisitRows, comes: VisitRows) -> None:
    task, limits = comes.task, problem.limits
    rule = ("handover", task.ship)
    least, most = limits.handover_days[task.vehicle]
    if task.handover != "direct":
        least = -limits.indirect_days
    for week, gone in enumerate(leaves.gone):
        day, left = week_end(week), [(gone, 1.0)]
        rows.at_most(_less(left, comes.come(day - least, surely=False)), 0.0, rule)
        rows.at_most(_less(comes.come(day - most, surely=True), left), 0.0, rule)
        before = leaves.come(day - 1, surely=False)
        rows.at_most(_less(comes.come(day, surely=True), before), 0.0, rule)


def _by_bucket(cells: Sequence[Cell], weeks: int) -> Mapping[int, list[Cell]]:
    found: dict[int, list[Cell]] = {week: [] for week in range(weeks)}
    for cell in cells:
        week = cell.first // BUCKET_DAYS
        if 0 <= week < weeks:
            found[week].append(cell)
    return found


def person_days(
    rows: Rows, problem: PlanProblem, visits: Sequence[VisitRows]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Post the people on board; return the unknown person-days of each bucket by side."""
    crewed = [visit for visit in visits if visit.task.seats]
    changes = [
        (
            _by_bucket(() if visit.task.docked else visit.arrive, problem.weeks),
            _by_bucket(visit.leave, problem.weeks),
            visit.task,
        )
        for visit in crewed
    ]
    top = float(problem.crew.count + sum(visit.task.up.count for visit in crewed))
    levels, spent = [], []
    for side in ("us", "rs"):
        level: list[int] = []
        days: list[int] = []
        for week in range(problem.weeks):
            steps = list(_steps(changes, side, week))
            now = rows.unknown(-top, top)
            held = rows.unknown(-BUCKET_DAYS * top, BUCKET_DAYS * top)
            before = [(level[-1], -1.0)] if level else []
            start = 0.0 if level else float(getattr(problem.crew, side))
            rows.equal(
                [(now, 1.0), *before, *((cell.unknown, -n) for cell, n in steps)],
                start,
            )
            rest = [(cell.unknown, -n * (week_end(week) - cell.first)) for cell, n in steps]
            rows.equal(
                [(held, 1.0), *((one, BUCKET_DAYS * w) for one, w in before), *rest],
                BUCKET_DAYS * start,
            )
            level.append(now)
            days.append(held)
        levels.append(level)
        spent.append(tuple(days))
    for us, rs in zip(*levels, strict=True):
        both = [(us, 1.0), (rs, 1.0)]
        rows.at_most(both, problem.limits.crew_most, ("most people", STATION))
        fewest = [(one, -1.0) for one, _ in both]
        rows.at_most(fewest, -problem.limits.crew_least, ("least people", STATION))
    return spent[0], spent[1]


def _steps(
    changes: Sequence[tuple[Mapping[int, list[Cell]], Mapping[int, list[Cell]], ShipTask]],
    side: str,
    week: int,
) -> Iterator[tuple[Cell, float]]:
    """Yield each cell of a bucket with the people that it brings."""
    for come, go, task in changes:
        for cells, count in ((come, getattr(task.up, side)), (go, -getattr(task.down, side))):
            if count:
                yield from ((cell, float(count)) for cell in cells[week])
