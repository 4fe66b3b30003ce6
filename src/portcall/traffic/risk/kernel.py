"""Replays of a plan with drawn slips, compiled: who wants whose port, and what runs out, by month.

Model   Each replay is done twice, as drawn and re-planned (`traffic.risk_moves`). Two ships want one port
        when both would be on it on one day; the month is that of the later arrival. The daily books are
        those of `stay.stocks_kernel`, with the deliveries, the people and the trash on their new days; a
        reserve is broken in each month with a day below its floor, and a resource is out in each with a
        day whose use found nothing. Months are bits of a whole number.
Valid   Plans of up to `MOST_MONTHS` months.
Source  Bookkeeping.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import INTEGERS, MATRIX
from portcall.stay.stocks_kernel import daily_stocks_kernel
from portcall.traffic.risk.columns import (
    CLASH,
    CLASHES,
    DOCKED_BEFORE,
    DOWN_RS,
    DOWN_US,
    FIRST_DAY,
    FIRST_KIND,
    FLOOR,
    LONGEST_WAIT,
    MOST_STAY,
    MOVE_DAY,
    NEXT_PORT,
    PORT,
    TOO_LONG,
    TRASH_FULL,
    TRASH_G,
    UP_RS,
    UP_US,
    WAITED_DAYS,
    WAITING_SHIPS,
    WAY_COLUMNS,
    ZERO,
)
from portcall.traffic.risk.moves import as_drawn, replanned
from portcall.traffic.risk.slip_model import NEVER

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
TABLE = types.Array(types.int64, 2, "C")
RESOURCE_COUNT = 5
# whole numbers of a plan: ports, first people by side, packing share, trash, pace of cargo work
(
    PORTS, CREW_US, CREW_RS, PACKING_G_PER_KG, TRASH_MOST_G,
    DAYS_TO_HATCH, UNLOADING_G_DAY, LOADING_DAYS, NUMBERS,
) = range(9)  # fmt: skip
_OPTIONS = {"error_model": "numpy"}


@njit(**_OPTIONS)
def _note(row: Array, at: int, kind: int, day: int, month_of_day: Integers) -> None:
    """Write that something goes wrong on a day, and whether it is the first that does."""
    months = np.int64(row[at + kind])
    row[at + kind] = np.float64(months | (np.int64(1) << month_of_day[day]))
    if kind == TOO_LONG:  # told, but neither a port nor a reserve
        return
    first = row[at + FIRST_DAY]
    if first < 0.0 or day < first or (day == first and kind < row[at + FIRST_KIND]):
        row[at + FIRST_DAY] = day
        row[at + FIRST_KIND] = kind


@njit(**_OPTIONS)
def _on_ports(
    visits: Integers, arrive: Integers, leave: Integers, move: Integers, spells: Integers
) -> int:
    """List who is on which port from when to when, one row a spell; return how many."""
    count = 0
    for v in range(visits.shape[0]):
        if arrive[v] >= NEVER:
            continue
        second = visits[v, NEXT_PORT]
        moved = leave[v]
        if second >= 0:  # without a move it docks at the second port
            moved = arrive[v] if move[v] >= NEVER else min(move[v], leave[v])
        if moved > arrive[v]:
            spells[count, 0], spells[count, 1] = v, visits[v, PORT]
            spells[count, 2], spells[count, 3] = arrive[v], moved
            count += 1
        if leave[v] > moved:
            spells[count, 0], spells[count, 1] = v, second
            spells[count, 2], spells[count, 3] = moved, leave[v]
            count += 1
    return count


@njit(**_OPTIONS)
def _note_clashes(
    spells: Integers, count: int, days: int, month_of_day: Integers, row: Array, at: int
) -> None:
    for i in range(count):
        for j in range(i + 1, count):
            if spells[i, 1] != spells[j, 1] or spells[i, 0] == spells[j, 0]:
                continue
            begins = max(spells[i, 2], spells[j, 2])
            if 0 <= begins < min(days, spells[i, 3], spells[j, 3]):
                row[at + CLASHES] += 1.0
                _note(row, at, CLASH, begins, month_of_day)


@njit(**_OPTIONS)
def _note_long_stays(
    visits: Integers, arrive: Integers, leave: Integers, month_of_day: Integers, row: Array, at: int
) -> None:
    for v in range(visits.shape[0]):
        too_long = arrive[v] + visits[v, MOST_STAY]
        if arrive[v] < NEVER and 0 <= too_long < min(month_of_day.size, leave[v]):
            _note(row, at, TOO_LONG, too_long, month_of_day)


@njit(**_OPTIONS)
def _note_waits(wanted: Integers, arrive: Integers, row: Array, at: int) -> None:
    for v in range(wanted.size):
        wait = arrive[v] - wanted[v]
        if wait > 0 and arrive[v] < NEVER:
            row[at + WAITING_SHIPS] += 1.0
            row[at + WAITED_DAYS] += wait
            row[at + LONGEST_WAIT] = max(row[at + LONGEST_WAIT], np.float64(wait))


@njit(**_OPTIONS)
def _note_stocks(
    stocks_g: Integers,
    short_g: Integers,
    floor_g: Integers,
    trash_most_g: int,
    month_of_day: Integers,
    row: Array,
    at: int,
) -> None:
    for d in range(month_of_day.size):
        for r in range(RESOURCE_COUNT):
            if short_g[d, r] > 0:
                _note(row, at, ZERO + r, d, month_of_day)
            if stocks_g[d, r] < floor_g[r]:
                _note(row, at, FLOOR + r, d, month_of_day)
        if stocks_g[d, RESOURCE_COUNT] > trash_most_g:
            _note(row, at, TRASH_FULL, d, month_of_day)


@njit(**_OPTIONS)
def _fill_crew(
    visits: Integers, arrive: Integers, leave: Integers, numbers: Integers, crew: Integers
) -> None:
    """Fill the people on board by day and side: on board from the day of docking on."""
    days = crew.shape[0]
    crew[:, :] = 0
    crew[0, 0], crew[0, 1] = numbers[CREW_US], numbers[CREW_RS]
    for v in range(visits.shape[0]):
        if visits[v, DOCKED_BEFORE] == 0 and arrive[v] < days:
            crew[arrive[v], 0] += visits[v, UP_US]
            crew[arrive[v], 1] += visits[v, UP_RS]
        if 0 <= leave[v] < days:
            crew[leave[v], 0] -= visits[v, DOWN_US]
            crew[leave[v], 1] -= visits[v, DOWN_RS]
    for d in range(1, days):
        crew[d, 0] += crew[d - 1, 0]
        crew[d, 1] += crew[d - 1, 1]


@njit(**_OPTIONS)
def _fill_cargo(
    visits: Integers,
    arrive: Integers,
    leave: Integers,
    numbers: Integers,
    cargo: Integers,
) -> None:
    """Fill first day, end and rate of unloading, first and last day of loading, and trash: rows."""
    for v in range(visits.shape[0]):
        opened = max(arrive[v] + numbers[DAYS_TO_HATCH], 0)
        cargo[0, v], cargo[1, v] = opened, leave[v]
        cargo[2, v] = numbers[UNLOADING_G_DAY]
        cargo[4, v] = leave[v] - 1
        cargo[3, v] = min(max(leave[v] - numbers[LOADING_DAYS], opened), leave[v] - 1)
        cargo[5, v] = visits[v, TRASH_G] if arrive[v] < NEVER else 0


@cached_njit(
    types.void(
        *(TABLE, TABLE, TABLE, TABLE, INTEGERS),
        *(TABLE, INTEGERS, INTEGERS, TABLE),
        *(INTEGERS, TABLE, MATRIX, TABLE, TABLE),
    )
)
def replay_runs(
    slip: Integers,
    late: Integers,
    visits: Integers,
    load_g: Integers,
    numbers: Integers,
    rates_g: Integers,
    start_g: Integers,
    floor_g: Integers,
    draws_g: Integers,
    month_of_day: Integers,
    moved: Integers,
    rows: Array,
    crew: Integers,
    stocks_g: Integers,
) -> None:
    """Replay some runs; what was moved, who was on board and the stocks are those of the last run.

    Parameters
    ----------
    slip, late : array
        Shape (runs, V): drawn slips of arrivals and departures [days].
    visits, load_g : array
        Shape (V, VISIT_COLUMNS) in the order of docking, and (V, 5) [g].
    numbers : array
        Shape (NUMBERS,).
    rates_g : array
        Shape (3, 6): base use a day, use a person of each side and day. [g]
    start_g, floor_g : array
        Shape (6,) and (5,). [g]
    draws_g : array
        Shape (days, 6): use besides. [g]
    month_of_day : array
        Shape (days,).
    moved : array
        Shape (6, V), filled: arrivals, departures and moves as drawn, then re-planned.
    rows : array
        Shape (runs, len(COLUMNS)), filled.
    crew, stocks_g : array
        Shape (2 days, 2) and (2 days, 6), filled: as drawn, then re-planned.
    """
    ships, days = visits.shape[0], month_of_day.size
    used_g = np.zeros((days, 6), np.int64)
    short_g = np.zeros((days, 6), np.int64)
    unloaded_g = np.zeros((days, 6), np.int64)
    loaded_g, loaded_by_g = np.zeros(days, np.int64), np.zeros(ships, np.int64)
    left_g = np.zeros((ships, RESOURCE_COUNT), np.int64)
    cargo = np.zeros((6, ships), np.int64)
    spells = np.zeros((2 * ships, 4), np.int64)
    free, order = np.zeros(numbers[PORTS], np.int64), np.zeros(2 * ships, np.int64)
    wanted = np.zeros(ships, np.int64)
    rows[:, :] = 0.0
    for k in range(slip.shape[0]):
        for way in range(2):
            at, row = way * WAY_COLUMNS, rows[k]
            row[at + FIRST_DAY], row[at + FIRST_KIND] = -1.0, -1.0
            arrive, leave, move = moved[3 * way], moved[3 * way + 1], moved[3 * way + 2]
            if way == 0:
                as_drawn(visits, slip[k], late[k], arrive, leave)
                for v in range(ships):
                    move[v] = visits[v, MOVE_DAY] if visits[v, MOVE_DAY] > arrive[v] else NEVER
            else:
                arrive[:] = moved[0]
                wanted[:] = arrive
                replanned(visits, late[k], arrive, leave, move, free, order)
                _note_waits(wanted, arrive, row, at)
            count = _on_ports(visits, arrive, leave, move, spells)
            _note_clashes(spells, count, days, month_of_day, row, at)
            _note_long_stays(visits, arrive, leave, month_of_day, row, at)
            people = crew[way * days : (way + 1) * days]
            stock_g = stocks_g[way * days : (way + 1) * days]
            _fill_crew(visits, arrive, leave, numbers, people)
            _fill_cargo(visits, arrive, leave, numbers, cargo)
            daily_stocks_kernel(
                start_g, people, rates_g[0], rates_g[1], rates_g[2], numbers[PACKING_G_PER_KG],
                cargo[0], cargo[1], cargo[2], load_g, cargo[3], cargo[4], cargo[5], draws_g,
                stock_g, used_g, short_g, unloaded_g, loaded_g, loaded_by_g, left_g,
            )  # fmt: skip
            _note_stocks(stock_g, short_g, floor_g, numbers[TRASH_MOST_G], month_of_day, row, at)
