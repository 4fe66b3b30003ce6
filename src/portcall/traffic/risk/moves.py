"""How a plan's visits move when ships are late, compiled: as drawn, and with the least re-planning.

Model   A late ship keeps its place in its chain: it docks after the ship before it. A crew leaves as long
        after its relief as planned. As drawn, every other visit keeps its length, and nobody asks whether
        the port is free. Re-planned, a cargo ship keeps its day of departure unless it came too late for
        its least stay, and a ship waits until its port is free; ports serve in the order of the drawn
        arrivals. Waiting makes others wait, so the rule is swept over until nothing moves.
Valid   As a stand-in for a planner who only ever waits: the solver would also change ports, stays and
        loads, and finds plans at least as good, but takes seconds where this takes microseconds.
Source  Longest paths in the max-plus algebra (Baccelli et al. 1992, Synchronization and Linearity, ch. 3).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.traffic.risk.columns import (
    CHAIN,
    CHAIN_DAYS,
    DOCK,
    DOCKED_BEFORE,
    GAP,
    KEEPS_DATE,
    LEAST_STAY,
    MOST_STAY,
    MOVE_DAY,
    NEXT_GAP,
    NEXT_PORT,
    OVERLAP,
    PORT,
    RELIEF,
    UNDOCK,
)
from portcall.traffic.risk.slip_model import NEVER

Integers = NDArray[np.int64]
_OPTIONS = {"error_model": "numpy"}


@njit(**_OPTIONS)
def _before_in_chain(visits: Integers, v: int, arrive: Integers) -> int:
    """Return the last ship before `v` in its chain that comes, or -1."""
    u: int = visits[v, CHAIN]
    while u >= 0 and arrive[u] >= NEVER:
        u = visits[u, CHAIN]
    return u


@njit(**_OPTIONS)
def leaves(visits: Integers, v: int, arrive: Integers, late: Integers, keeps_dates: bool) -> int:
    """Return the day on which a ship leaves, given when all arrive."""
    relief: int = visits[v, RELIEF]
    while relief >= 0 and arrive[relief] >= NEVER:
        relief = visits[relief, RELIEF]
    if relief >= 0:
        day: int = max(arrive[relief] + visits[v, OVERLAP], arrive[v] + 1)
    elif keeps_dates and visits[v, KEEPS_DATE] != 0:
        day = max(visits[v, UNDOCK], arrive[v] + visits[v, LEAST_STAY])
        day = min(day, arrive[v] + visits[v, MOST_STAY])
    else:
        day = arrive[v] + visits[v, UNDOCK] - visits[v, DOCK]
    left: int = day + late[v]
    return left


@njit(**_OPTIONS)
def as_drawn(
    visits: Integers, slip: Integers, late: Integers, arrive: Integers, leave: Integers
) -> None:
    """Fill when each ship arrives and leaves, whether or not its port is free.

    Visits are in the order of their planned docking; a ship that does not come has `NEVER` in both.
    """
    for v in range(visits.shape[0]):
        if slip[v] >= NEVER:
            arrive[v] = NEVER
            continue
        arrive[v] = visits[v, DOCK]
        if visits[v, DOCKED_BEFORE] == 0:
            arrive[v] = max(visits[v, DOCK] + slip[v], 0)
            u = _before_in_chain(visits, v, arrive)
            if u >= 0:
                arrive[v] = max(arrive[v], arrive[u] + visits[v, CHAIN_DAYS])
    for v in range(visits.shape[0]):
        leave[v] = NEVER
        if arrive[v] < NEVER:
            leave[v] = leaves(visits, v, arrive, late, False)


@njit(**_OPTIONS)
def _order_of(visits: Integers, arrive: Integers, order: Integers) -> int:
    """List arrivals (v) and moves (V + v) by their days; return how many there are."""
    ships = visits.shape[0]
    count = 0
    for event in range(2 * ships):
        v = event % ships
        if arrive[v] >= NEVER:
            continue
        day = arrive[v]
        if event >= ships:
            day = visits[v, MOVE_DAY]
            if visits[v, NEXT_PORT] < 0 or day <= arrive[v]:
                continue
        k = count
        while k > 0:
            other = order[k - 1]
            w = other % ships
            other_day = arrive[w] if other < ships else visits[w, MOVE_DAY]
            if other_day <= day:
                break
            order[k] = other
            k -= 1
        order[k] = event
        count += 1
    return count


@njit(**_OPTIONS)
def replanned(
    visits: Integers,
    late: Integers,
    arrive: Integers,
    leave: Integers,
    move: Integers,
    free: Integers,
    order: Integers,
) -> bool:
    """Let ships wait until nothing clashes, starting from the drawn arrivals; tell if that was found.

    Parameters
    ----------
    visits, late : array
        Shape (V, VISIT_COLUMNS) and (V,).
    arrive, leave : array
        Shape (V,): drawn arrivals, changed in place; departures, filled.
    move : array
        Shape (V,): filled with the days of moves to a second port, `NEVER` for none.
    free, order : array
        Scratch, shapes (ports,) and (2 V,).
    """
    ships = visits.shape[0]
    count = _order_of(visits, arrive, order)
    for v in range(ships):
        move[v] = NEVER
    for k in range(count):
        if order[k] >= ships:
            v = order[k] - ships
            move[v] = max(visits[v, MOVE_DAY], arrive[v] + 1)
    changed = False
    for _ in range(3 * ships + 1):
        changed = False
        free[:] = -NEVER
        for k in range(count):
            v = order[k] % ships
            comes = order[k] < ships
            first = comes and (visits[v, NEXT_PORT] < 0 or move[v] < NEVER)
            column = PORT if first else NEXT_PORT
            port = visits[v, column]
            if comes:
                day = arrive[v]
                if visits[v, DOCKED_BEFORE] == 0:
                    day = max(day, free[port])
                    u = _before_in_chain(visits, v, arrive)
                    if u >= 0:
                        day = max(day, arrive[u] + visits[v, CHAIN_DAYS])
                changed |= day != arrive[v]
                arrive[v] = day
            else:
                day = max(move[v], free[port], arrive[v] + 1)
                changed |= day != move[v]
                move[v] = day
            end = leaves(visits, v, arrive, late, True)
            if comes and first:
                end = min(end, move[v])
            gap = visits[v, GAP] if first else visits[v, NEXT_GAP]
            if comes or move[v] < end:
                free[port] = max(free[port], end + gap)
        if not changed:
            break
    for v in range(ships):
        leave[v] = NEVER
        if arrive[v] < NEVER:
            leave[v] = leaves(visits, v, arrive, late, True)
    return not changed
