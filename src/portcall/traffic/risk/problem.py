"""A plan as the replays read it: whole numbers in tables, days from the plan's first.

Model   A chain is the ships that come one after the other: a crew rotation, or the cargo ships of a kind.
        A crew's relief is the next crew of its chain; the planned days between them are kept. No replay
        asks two ships for more room on a port, or between them, than the plan itself leaves them.
Valid   Plans of at most `MOST_MONTHS` months; each ship comes once.
Source  `traffic.risk_from_plan` makes it of a plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.stay.consumption import DailyRates
from portcall.stay.unloading import Unloading
from portcall.traffic.risk import columns as c

Integers = NDArray[np.int64]
LONGEST_INDIRECT_DAYS = 35  # without a crew in between; longer, and the next crew is no relief


@dataclass(frozen=True)
class RiskVisit:
    """One visit of a plan; days from the plan's first, loads in grams by resource.

    `up` and `down` are people by side (US, Russian); `gap_days` that its ports stay free after it.
    `least_stay` holds for a cargo ship that comes late, `most_stay` is its docked life.
    """

    ship: str
    vehicle: str
    role: str
    port: str
    dock_day: int
    undock_day: int
    load_g: tuple[int, ...] = (0, 0, 0, 0, 0)
    trash_g: int = 0
    up: tuple[int, int] = (0, 0)
    down: tuple[int, int] = (0, 0)
    next_port: str | None = None
    move_day: int = 0
    chain: str = ""
    docked_before: bool = False
    gap_days: int = 0
    least_stay: int = 1
    most_stay: int = 1 << 20


@dataclass(frozen=True)
class RiskBooks:
    """What is on board at the start, what a day uses, and the lines to keep. [g, days]"""

    start_g: tuple[int, ...]
    floor_g: tuple[int, ...]
    trash_most_g: int
    rates: DailyRates
    pace: Unloading
    crew: tuple[int, int] = (0, 0)
    draws_g: Integers | None = None


@dataclass(frozen=True)
class RiskProblem:
    """A plan in tables; see `traffic.risk_kernel.replay_runs` for their shapes."""

    first_day: date
    ships: tuple[str, ...]
    slips_by: tuple[tuple[str, str, bool, int], ...]
    ports: tuple[str, ...]
    months: tuple[str, ...]
    visits: Integers
    load_g: Integers
    numbers: Integers
    rates_g: Integers
    start_g: Integers
    floor_g: Integers
    draws_g: Integers
    month_of_day: Integers

    @property
    def tables(self) -> tuple[Integers, ...]:
        """What the kernel takes after the slips, in its order."""
        return (
            *(self.visits, self.load_g, self.numbers, self.rates_g, self.start_g),
            *(self.floor_g, self.draws_g, self.month_of_day),
        )

    def digest(self) -> str:
        """Return a digest of everything that a replay depends on."""
        found = blake2b(digest_size=12)
        for one in fields(self):
            value = getattr(self, one.name)
            found.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
        return found.hexdigest()


def risk_problem(
    visits: Sequence[RiskVisit],
    books: RiskBooks,
    first_day: date,
    days: int,
    *,
    separation_days: int = 2,
) -> RiskProblem:
    """Put a plan into tables.

    Parameters
    ----------
    visits : sequence of RiskVisit
        In any order.
    books : RiskBooks
        Stocks and use.
    first_day : date
        Day 0.
    days : int
        The horizon.
    separation_days : int
        Between two dockings of one chain, when a late ship has the next behind it.

    Raises
    ------
    InputError
        No visits, no days or too many, a ship that leaves before it comes.
    """
    if not visits:
        raise InputError("a plan with no ships", remedy="plan at least one visit")
    months, month_of_day = _months(first_day, days)
    ordered = sorted(visits, key=lambda one: (one.dock_day, one.ship))
    for one in ordered:
        if one.undock_day <= one.dock_day:
            raise InputError("undocks before it docks", where=one.ship)
    named = {port for one in ordered for port in (one.port, one.next_port) if port is not None}
    ports = tuple(sorted(named))
    numbers = (
        *(len(ports), *books.crew, books.rates.packing_g_per_kg, books.trash_most_g),
        *(books.pace.days_to_hatch, books.pace.rate_g_day, books.pace.loading_days),
    )
    rates = (books.rates.base_g_day, books.rates.us_g_crew_day, books.rates.rs_g_crew_day)
    draws = np.zeros((days, 6), np.int64) if books.draws_g is None else books.draws_g
    return RiskProblem(
        first_day=first_day,
        ships=tuple(one.ship for one in ordered),
        slips_by=tuple((one.vehicle, one.role, one.docked_before, one.dock_day) for one in ordered),
        ports=ports,
        months=months,
        visits=_table([_row(ordered, at, ports, separation_days) for at in range(len(ordered))]),
        load_g=_table([one.load_g for one in ordered]),
        numbers=_table(numbers),
        rates_g=_table(rates),
        start_g=_table(books.start_g),
        floor_g=_table(books.floor_g),
        draws_g=np.ascontiguousarray(draws, dtype=np.int64),
        month_of_day=month_of_day,
    )


def _table(values: object) -> Integers:
    return np.ascontiguousarray(np.array(values, dtype=np.int64))


def _months(first_day: date, days: int) -> tuple[tuple[str, ...], Integers]:
    if days < 1:
        raise InputError(f"a plan of {days} days", limit="1 or more")
    names = [f"{first_day + timedelta(day):%Y-%m}" for day in range(days)]
    months = tuple(dict.fromkeys(names))
    if len(months) > c.MOST_MONTHS:
        raise InputError(
            f"a plan of {len(months)} months",
            limit=f"{c.MOST_MONTHS} months",
            remedy="replay a shorter one",
        )
    return months, _table([months.index(name) for name in names])


def _neighbors(ordered: Sequence[RiskVisit], at: int) -> tuple[int, int]:
    """Return the visits before and after one in its chain, or -1."""
    chain = ordered[at].chain
    if not chain:
        return -1, -1
    same = [k for k, one in enumerate(ordered) if one.chain == chain]
    place = same.index(at)
    before = same[place - 1] if place > 0 else -1
    return before, same[place + 1] if place + 1 < len(same) else -1


def _gap(ordered: Sequence[RiskVisit], port: str, end: int, wanted: int) -> int:
    """Return the wanted gap, or what the plan leaves before the next ship on a port."""
    begins = [one.dock_day for one in ordered if one.port == port and one.dock_day >= end]
    begins += [one.move_day for one in ordered if one.next_port == port and one.move_day >= end]
    return min([wanted, *(day - end for day in begins)])


def _row(
    ordered: Sequence[RiskVisit], at: int, ports: Sequence[str], separation_days: int
) -> list[int]:
    one = ordered[at]
    row = [0] * c.VISIT_COLUMNS
    row[c.DOCK], row[c.UNDOCK] = one.dock_day, one.undock_day
    row[c.DOCKED_BEFORE] = int(one.docked_before)
    moves = one.next_port is not None
    first_end = one.move_day if moves else one.undock_day
    row[c.PORT] = ports.index(one.port)
    row[c.GAP] = _gap(ordered, one.port, first_end, one.gap_days)
    row[c.NEXT_PORT], row[c.MOVE_DAY] = -1, one.move_day
    if one.next_port is not None:
        row[c.NEXT_PORT] = ports.index(one.next_port)
        row[c.NEXT_GAP] = _gap(ordered, one.next_port, one.undock_day, one.gap_days)
    before, after = _neighbors(ordered, at)
    row[c.CHAIN] = before
    if before >= 0:
        row[c.CHAIN_DAYS] = min(separation_days, one.dock_day - ordered[before].dock_day)
    row[c.RELIEF] = -1
    if one.role == "crew" and after >= 0:
        overlap = one.undock_day - ordered[after].dock_day
        if overlap >= -LONGEST_INDIRECT_DAYS:
            row[c.RELIEF], row[c.OVERLAP] = after, overlap
    row[c.KEEPS_DATE] = int(one.role == "cargo")
    row[c.LEAST_STAY], row[c.MOST_STAY] = one.least_stay, one.most_stay
    (row[c.UP_US], row[c.UP_RS]), (row[c.DOWN_US], row[c.DOWN_RS]) = one.up, one.down
    row[c.TRASH_G] = one.trash_g
    return row
