"""The books of a plan as linear rows: what can be there by each week, against what is used.

Model   Loads are bound by the shares of their ships that dock in a bucket; stocks and trash follow from
        bucket to bucket, less the burns that open profiles. The lines they must keep stand under their
        rules, week by week.
Valid   A relaxation, as `visit_rows`: a contradiction here is one of the plan. Work hours, seats, ports,
        clearances and spacewalk blocks are left to the solver; so a ship that may use a port with lines
        for propellant is taken to use it, and only one that has none of them gives nothing.
Source  Balance of a stock in discrete time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portcall.records.stocks import GRAMS_A_KG
from portcall.traffic.plan.certificate import Rows, Term
from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem, ShipTask
from portcall.traffic.plan.propellant import PROPELLANT, drawn_on
from portcall.traffic.plan.rules import STATION
from portcall.traffic.plan.stocks import net_g_per_kg
from portcall.traffic.plan.variables import DRY, FOOD
from portcall.traffic.plan.visit_rows import (
    VisitRows,
    handover_rows,
    person_days,
    visit_rows,
)

G_A_TONNE = 1e6


@dataclass(frozen=True)
class BookRows:
    """The rows of some books.

    Parameters
    ----------
    rows : Rows
        The system; masses in tonnes.
    lowest : Mapping
        By resource: for each bucket the stock before it less its whole use, as terms; the use that does
        not depend on people is to be taken off.
    """

    rows: Rows
    lowest: Mapping[int, tuple[tuple[Term, ...], ...]]


def _loads(
    rows: Rows, problem: PlanProblem, visits: Sequence[VisitRows], resources: Collection[int]
) -> dict[tuple[int, int, int], int]:
    """Post what each ship can carry; return its unknown loads by ship, resource and bucket. [t]"""
    load = {}
    kg = GRAMS_A_KG / G_A_TONNE
    for place, visit in enumerate(visits):
        task = visit.task
        if task.docked or not task.total_kg:
            continue
        for week in range(problem.weeks):
            here = visit.arrives_in(week)
            if not here:
                continue
            parts = {}
            for resource, most in enumerate(task.most_kg):
                if most and resource in resources:
                    parts[resource] = rows.unknown(0.0, most * kg)
                    load[place, resource, week] = parts[resource]
                    rows.at_most(_within([parts[resource]], here, most * kg), 0.0)
            if PROPELLANT in parts and not _has_lines(problem, task):
                gives = [(parts[PROPELLANT], 1.0)]
                rows.at_most(gives, 0.0, ("propellant transfer", task.ship))
            cabin = [parts[one] for one in (FOOD, DRY) if one in parts]
            rows.at_most(_within(cabin, here, task.cabin_kg * kg), 0.0)
            rows.at_most(_within(list(parts.values()), here, task.total_kg * kg), 0.0)
    return load


def _arriving(load: Mapping[tuple[int, int, int], int], resource: int, week: int) -> list[int]:
    return [one for (_, what, when), one in load.items() if (what, when) == (resource, week)]


def _within(parts: Sequence[int], share: Sequence[Term], most: float) -> list[Term]:
    return [*((one, 1.0) for one in parts), *((one, -most * weight) for one, weight in share)]


def _has_lines(problem: PlanProblem, task: ShipTask) -> bool:
    """Say whether a ship may use a port with lines to the station's tanks."""
    lines = problem.transfer_ports
    return lines is None or not set(task.ports).isdisjoint(lines)


def _burned(problem: PlanProblem, visits: Sequence[VisitRows]) -> list[list[Term]]:
    """Return the propellant that opening burns take in each bucket. [t]"""
    found: list[list[Term]] = [[] for _ in range(problem.weeks)]
    for visit in visits:
        for cell in visit.arrive if visit.task.burns else ():
            week, mass_g = drawn_on(visit.task, cell.first)
            if mass_g and week < problem.weeks:
                found[week].append((cell.unknown, mass_g / G_A_TONNE))
    return found


def _walked(rows: Rows, problem: PlanProblem) -> list[list[Term]]:
    """Return the gas that spacewalks take in each bucket. [t]"""
    found: list[list[Term]] = [[] for _ in range(problem.weeks)]
    for walk in problem.walks:
        weeks = sorted({day // BUCKET_DAYS for day in walk.days})
        shares = {week: rows.unknown(0.0, 1.0) for week in weeks}
        rows.equal([(one, 1.0) for one in shares.values()], 1.0)
        for week, share in shares.items():
            if week < problem.weeks:
                found[week].append((share, walk.gas_g / G_A_TONNE))
    return found


def book_rows(problem: PlanProblem, resources: Collection[int], *, trash: bool) -> BookRows:
    """Make the rows of some books: a book alone is a smaller system than all together.

    Parameters
    ----------
    problem : PlanProblem
        A problem; of a shorter one the rows end sooner.
    resources : Collection[int]
        Places of the resources whose books are kept.
    trash : bool
        Whether the book of the trash is kept.
    """
    rows = Rows()
    visits = [
        visit_rows(rows, problem, task, leaves=bool(task.seats) or (trash and bool(task.trash_kg)))
        for task in problem.ships
    ]
    handover_rows(rows, problem, visits)
    us, rs = person_days(rows, problem, visits)
    load = _loads(rows, problem, visits, resources)
    draws = {"gas": _walked(rows, problem), "propellant": _burned(problem, visits)}
    lowest = {}
    for index in sorted(resources):
        task = problem.resources[index]
        use = [
            [
                (us[week], task.us_g_day / G_A_TONNE),
                (rs[week], task.rs_g_day / G_A_TONNE),
                *(draws[task.name][week] if task.name in draws else ()),
            ]
            for week in range(problem.weeks)
        ]
        lowest[index] = _stock(rows, problem, index, use, load)
    if trash:
        _trash(rows, problem, visits, (us, rs), load)
    return BookRows(rows, lowest)


def _stock(
    rows: Rows,
    problem: PlanProblem,
    index: int,
    use: Sequence[Sequence[Term]],
    load: dict[tuple[int, int, int], int],
) -> tuple[tuple[Term, ...], ...]:
    task, weeks = problem.resources[index], problem.weeks
    net = net_g_per_kg(problem, index) / GRAMS_A_KG
    base = BUCKET_DAYS * task.base_g_day / G_A_TONNE
    big = _reach(problem, index)
    before = rows.unknown(task.start_g / G_A_TONNE, task.start_g / G_A_TONNE)
    lows: list[tuple[Term, ...]] = []
    for week in range(weeks):
        came = [(one, net) for one in _arriving(load, index, week)]
        low: tuple[Term, ...] = ((before, 1.0), *((one, -weight) for one, weight in use[week]))
        down = [(one, -weight) for one, weight in low]
        rule = ("reserve", task.name)
        rows.at_most(down, -base - task.floor_g / G_A_TONNE, rule)
        full = [(before, 1.0), *came]
        rows.at_most(full, task.most_g / G_A_TONNE, ("storage", task.name))
        after = rows.unknown(-big, big)
        rows.equal([(after, 1.0), *down, *((one, -weight) for one, weight in came)], -base)
        lows.append(low)
        before = after
    if task.lost_floor_g:
        _lost(rows, problem, index, lows, load)
    return tuple(lows)


def _reach(problem: PlanProblem, index: int) -> float:
    """Return a mass that no stock is ever beyond, up or down. [t]"""
    task = problem.resources[index]
    people = problem.crew.count + sum(ship.up.count for ship in problem.ships)
    most_use = task.base_g_day + people * max(task.us_g_day, task.rs_g_day)
    walks = sum(walk.gas_g for walk in problem.walks)
    burns = sum(burn.propellant_g for ship in problem.ships for burn in ship.burns)
    loads = GRAMS_A_KG * sum(ship.most_kg[index] for ship in problem.ships)
    return (task.start_g + problem.days * most_use + walks + burns + loads) / G_A_TONNE


def _lost(
    rows: Rows,
    problem: PlanProblem,
    index: int,
    lows: Sequence[tuple[Term, ...]],
    load: dict[tuple[int, int, int], int],
) -> None:
    """Post that a line is kept without any one flight of the last weeks."""
    task, span = problem.resources[index], problem.limits.lost_weeks
    base = BUCKET_DAYS * task.base_g_day / G_A_TONNE
    net = net_g_per_kg(problem, index) / GRAMS_A_KG
    for place, ship in enumerate(problem.ships):
        if ship.docked or not ship.most_kg[index]:
            continue
        first, last = (ship.days[0] + 1) // BUCKET_DAYS, (ship.days[-1] + 1) // BUCKET_DAYS
        for week in range(first + 1, min(last + span + 1, problem.weeks)):
            recent = [
                (load[place, index, when], net)
                for when in range(week - span, week)
                if (place, index, when) in load
            ]
            down = [(one, -weight) for one, weight in lows[week]]
            limit = -base - task.lost_floor_g / G_A_TONNE
            rows.at_most([*down, *recent], limit, ("one flight lost", task.name))


def _trash(
    rows: Rows,
    problem: PlanProblem,
    visits: Sequence[VisitRows],
    people: tuple[Sequence[int], Sequence[int]],
    load: dict[tuple[int, int, int], int],
) -> None:
    task = problem.trash
    base = BUCKET_DAYS * task.base_g_day / G_A_TONNE
    packing = task.packing_g_per_kg / GRAMS_A_KG
    limit = task.most_g / G_A_TONNE
    before = rows.unknown(task.start_g / G_A_TONNE, task.start_g / G_A_TONNE)
    for week in range(problem.weeks):
        taken = []
        for visit in visits:
            if visit.gone and visit.task.trash_kg:
                most = visit.task.trash_kg * GRAMS_A_KG / G_A_TONNE
                part = rows.unknown(0.0, most)
                leaves = [(visit.gone[week], 1.0)]
                leaves += [(visit.gone[week - 1], -1.0)] if week else []
                rows.at_most(_within([part], leaves, most), 0.0)
                taken.append((part, 1.0))
        made = [
            (people[0][week], task.us_g_day / G_A_TONNE),
            (people[1][week], task.rs_g_day / G_A_TONNE),
            *((one, packing) for one in _arriving(load, DRY, week)),
        ]
        rows.at_most([*taken, (before, -1.0)], 0.0)
        rows.at_most([(before, 1.0), *made], limit - base, ("trash", STATION))
        after = rows.unknown(0.0, _most_trash(problem))
        kept = [(one, -weight) for one, weight in [(before, 1.0), *made]]
        rows.equal([(after, 1.0), *kept, *taken], base)
        before = after


def _most_trash(problem: PlanProblem) -> float:
    """Return a mass that the trash is never beyond. [t]"""
    task = problem.trash
    people = problem.crew.count + sum(ship.up.count for ship in problem.ships)
    made = task.base_g_day + people * max(task.us_g_day, task.rs_g_day)
    packing = task.packing_g_per_kg * sum(ship.most_kg[DRY] for ship in problem.ships)
    return (task.start_g + problem.days * made + packing) / G_A_TONNE
