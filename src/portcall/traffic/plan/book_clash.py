"""The books' share in a clash: which rules leave too little of what, by when, how much is missing.

Model   Each resource alone, then the trash, then all resources together, as linear rows. The first week
        that cannot hold is found by halving; then the rules of the weeks until there are shrunk.
Valid   As `book_rows`: what is not shown here may still be a clash.
Source  The rows' own.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from portcall.traffic.plan.book_rows import G_A_TONNE, BookRows, book_rows
from portcall.traffic.plan.certificate import Key, feasible, most, proven, smallest
from portcall.traffic.plan.problem import BUCKET_DAYS, PlanProblem

KG_A_TONNE = 1000.0


@dataclass(frozen=True)
class Shortage:
    """What a book shows.

    Parameters
    ----------
    resource : str
        Empty for the trash.
    first_day : int
        Of the bucket that cannot hold.
    best_kg, floor_kg : float
        What can be left at its end at the most, and what has to be.
    in_time : tuple[str, ...]
        Ships that can have brought some of it before.
    next_ship, next_day : str, int
        The first of those that cannot, and its first day; empty when there is none.
    """

    rules: tuple[Key, ...]
    resource: str
    first_day: int
    best_kg: float
    floor_kg: float
    in_time: tuple[str, ...]
    next_ship: str = ""
    next_day: int = 0


@dataclass(frozen=True)
class BooksAnswer:
    """What the books said when they were asked: a shortage, or None where they show no clash."""

    shortage: Shortage | None


def _systems(problem: PlanProblem) -> list[tuple[tuple[int, ...], bool]]:
    every = tuple(range(len(problem.resources)))
    return [*(((index,), False) for index in every), ((), True), (every, False), (every, True)]


def _holds(problem: PlanProblem, books: Collection[int], trash: bool) -> bool:
    made = book_rows(problem, books, trash=trash)
    return feasible(made.rows, made.rows.matrix(), made.rows.rules())


def book_clash(problem: PlanProblem) -> Shortage | None:
    """Show which rules the books contradict; None when they do not show any."""
    for books, trash in _systems(problem):
        if _holds(problem, books, trash):
            continue
        fits, fails = 0, problem.weeks
        while fails - fits > 1:
            middle = (fits + fails) // 2
            if _holds(replace(problem, weeks=middle), books, trash):
                fits = middle
            else:
                fails = middle
        short = replace(problem, weeks=fails)
        made = book_rows(short, books, trash=trash)
        matrix = made.rows.matrix()
        rules = smallest(made.rows, matrix, made.rows.rules())
        if rules and proven(made.rows, matrix, rules):
            return _told(short, made, rules)
    return None


def _told(problem: PlanProblem, made: BookRows, rules: tuple[Key, ...]) -> Shortage:
    """Say what is missing of the resource that the rules name."""
    week = problem.weeks - 1
    named = {subject for rule, subject in rules if rule in ("reserve", "one flight lost")}
    index = next((i for i, one in enumerate(problem.resources) if one.name in named), None)
    if index is None or index not in made.lowest:
        return Shortage(rules, "", BUCKET_DAYS * week, 0.0, 0.0, ())
    task = problem.resources[index]
    others = [key for key in rules if key[0] not in ("reserve", "one flight lost")]
    best = most(made.rows, made.rows.matrix(), others, made.lowest[index][week])
    base = BUCKET_DAYS * task.base_g_day / G_A_TONNE
    floor = task.lost_floor_g if ("reserve", task.name) not in rules else task.floor_g
    last = BUCKET_DAYS * week - 2  # its cargo is on the books before the bucket
    carriers = [ship for ship in problem.ships if ship.most_kg[index] and not ship.docked]
    later = sorted((ship.days[0], ship.ship) for ship in carriers if ship.days[0] > last)
    next_day, next_ship = later[0] if later else (0, "")
    return Shortage(
        rules=rules,
        resource=task.name,
        first_day=BUCKET_DAYS * week,
        best_kg=KG_A_TONNE * ((best or 0.0) - base),
        floor_kg=KG_A_TONNE * floor / G_A_TONNE,
        in_time=tuple(ship.ship for ship in carriers if ship.days[0] <= last),
        next_ship=next_ship,
        next_day=next_day,
    )
