"""What many replays of a plan say, counted by kind and month, and one replay told by its number."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.binomial import share_lower, share_upper
from portcall.records.stocks import BOOKS, GRAMS_A_KG
from portcall.records.traffic_risk import (
    Chance,
    FirstTrouble,
    KindRisk,
    Replay,
    ReplayedVisit,
    Trouble,
    WayRisk,
)
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.problem import RiskProblem
from portcall.traffic.risk.replays import ReplayedRun
from portcall.traffic.risk.slip_model import NEVER

Array = NDArray[np.float64]
Columns = Callable[[str], Array]
_SINGLE = {
    "port": "two ships want one port",
    "trash": "more trash than there is room for",
    "docked life": "a ship stays beyond its docked life",
}


def words_of(kind: str) -> str:
    """Say a kind of trouble in words.

    Examples
    --------
    >>> words_of("food floor"), words_of("water zero")
    ('food below its reserve floor', 'water runs out')
    """
    if kind in _SINGLE:
        return _SINGLE[kind]
    name, level = kind.rsplit(" ", 1)
    return f"{name} runs out" if level == "zero" else f"{name} below its reserve floor"


def chance_of(count: int, runs: int) -> Chance:
    """Return a share of replays with its exact bounds."""
    return Chance(
        count=count,
        share=count / runs,
        lower_share=share_lower(count, runs),
        upper_share=share_upper(count, runs),
    )


def way_risk(way: str, column: Columns, problem: RiskProblem) -> WayRisk:
    """Count what happened in all replays of one way."""

    def of(name: str) -> Array:
        return column(f"{way}: {name}")

    months = {kind: of(f"months of {kind}").astype(np.int64) for kind in c.KINDS}
    runs = months["port"].size
    reserves = sum(months[kind] for kind in c.KINDS[c.ZERO : c.TRASH_FULL])
    return WayRisk(
        way=way,
        any_trouble=chance_of(int(np.count_nonzero(of("first day") >= 0.0)), runs),
        any_reserve=chance_of(int(np.count_nonzero(reserves)), runs),
        kinds=tuple(_kind(kind, months[kind], problem) for kind in c.KINDS),
        first=_first(of("first kind"), of("first day"), problem),
        clashes=int(of("clashes").sum()),
        waiting_ships=int(of("waiting ships").sum()),
        mean_waited_days=float(of("waited days").mean()),
        longest_wait_days=int(of("longest wait").max()),
    )


def _kind(kind: str, months: NDArray[np.int64], problem: RiskProblem) -> KindRisk:
    runs = months.size
    return KindRisk(
        kind=kind,
        words=words_of(kind),
        whole=chance_of(int(np.count_nonzero(months)), runs),
        by_month=tuple(
            chance_of(int(np.count_nonzero(months >> month & 1)), runs)
            for month in range(len(problem.months))
        ),
    )


def _first(kinds: Array, days: Array, problem: RiskProblem) -> tuple[FirstTrouble, ...]:
    """Return the kinds that are first in some replay, the most frequent one first."""
    found = []
    for number, kind in enumerate(c.KINDS):
        runs = np.flatnonzero(kinds == number)
        if runs.size:
            middle = int(runs[np.argsort(days[runs], kind="stable")[(runs.size - 1) // 2]])
            found.append(
                FirstTrouble(
                    kind=kind,
                    count=runs.size,
                    median_utc=day_utc(problem, int(days[middle])),
                    replay=middle,
                )
            )
    return tuple(sorted(found, key=lambda one: -one.count))


def day_utc(problem: RiskProblem, day: int) -> datetime:
    """Return the midnight that begins a day of the plan."""
    return datetime.combine(problem.first_day, time(), UTC) + timedelta(days=day)


def replay_record(problem: RiskProblem, run: int, replayed: ReplayedRun) -> Replay:
    """Tell one replay: who slipped, who waited, and what went wrong first."""

    def utc(day: int) -> datetime | None:
        return None if day >= NEVER else day_utc(problem, day)

    visits = []
    for v, ship in enumerate(problem.ships):
        slip = int(replayed.slip_days[v])
        arrive, leave = replayed.arrive[:, v].tolist(), replayed.leave[:, v].tolist()
        visits.append(
            ReplayedVisit(
                ship=ship,
                planned_dock_utc=day_utc(problem, int(problem.visits[v, c.DOCK])),
                slip_days=None if slip >= NEVER else slip,
                dock_utc=utc(arrive[0]),
                undock_utc=utc(leave[0]),
                replanned_dock_utc=utc(arrive[1]),
                replanned_undock_utc=utc(leave[1]),
            )
        )
    lowest = replayed.stocks_g.min(axis=1) / GRAMS_A_KG
    return Replay(
        run=run,
        visits=tuple(visits),
        troubles=_troubles(problem, replayed.row),
        lowest_kg={
            way: dict(zip(BOOKS[:-1], lowest[place].tolist(), strict=False))
            for place, way in enumerate(c.WAYS)
        },
    )


def _troubles(problem: RiskProblem, row: Array) -> tuple[Trouble, ...]:
    found = []
    for place, way in enumerate(c.WAYS):
        part = row[place * c.WAY_COLUMNS : (place + 1) * c.WAY_COLUMNS]
        if part[c.FIRST_DAY] >= 0.0:
            kind = c.KINDS[int(part[c.FIRST_KIND])]
            found.append(
                Trouble(
                    way=way,
                    kind=kind,
                    words=words_of(kind),
                    utc=day_utc(problem, int(part[c.FIRST_DAY])),
                    clashes=int(part[c.CLASHES]),
                    waiting_ships=int(part[c.WAITING_SHIPS]),
                    longest_wait_days=int(part[c.LONGEST_WAIT]),
                )
            )
    return tuple(found)
