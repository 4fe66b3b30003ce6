"""One run of the daily books, compiled: integers in, integers out, nothing allocated.

Model   A day, in this order: cargo carried in on the day; the day's use, of which what is not there is
        written as short; trash made; trash carried into ships that leave soon. Cargo is carried at a
        ship's own rate, each resource in proportion to the load, by the floor of the running total, so
        that the last day carries the last gram. Trash is loaded by the running total as well: what was
        not there on one day is caught up on the next.
Valid   Loads below 1e9 g.
Source  Bookkeeping.
"""

import numpy as np
from numba import int64, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import INTEGERS

Integers = NDArray[np.int64]
_TABLE = types.Array(types.int64, 2, "C")
_RESOURCES = 5
_DRY = 4
_TRASH = 5
_GRAMS_A_KG = 1000


@cached_njit(types.void(int64, INTEGERS, INTEGERS, INTEGERS, _TABLE, _TABLE, INTEGERS))
def carry_in(
    day: int,
    delivery_first: Integers,
    delivery_end: Integers,
    delivery_rate: Integers,
    delivery_g: Integers,
    left_g: Integers,
    carried_g: Integers,
) -> None:
    """Add what ships give on one day to `carried_g`, (6,), and take it from what is left in them."""
    for i in range(delivery_first.size):
        if day < delivery_first[i] or day >= delivery_end[i]:
            continue
        total = 0
        for r in range(_RESOURCES):
            total += delivery_g[i, r]
        before = (day - delivery_first[i]) * delivery_rate[i]
        if total == 0 or before >= total:
            continue
        after = min(before + delivery_rate[i], total)
        for r in range(_RESOURCES):
            amount = delivery_g[i, r]
            carried = amount * after // total - amount * before // total
            carried_g[r] += carried
            left_g[i, r] -= carried


@cached_njit(int64(int64, int64, INTEGERS, INTEGERS, INTEGERS, INTEGERS))
def load_trash(
    day: int,
    trash_g: int,
    removal_first: Integers,
    removal_last: Integers,
    removal_g: Integers,
    loaded_by_g: Integers,
) -> int:
    """Return the trash that goes into ships on one day, and add it to each ship's own. [g]"""
    loaded = 0
    for j in range(removal_first.size):
        if day < removal_first[j] or day > removal_last[j]:
            continue
        span = removal_last[j] - removal_first[j] + 1
        due = removal_g[j] * (day - removal_first[j] + 1) // span - loaded_by_g[j]
        taken = min(due, trash_g - loaded)
        loaded_by_g[j] += taken
        loaded += taken
    return loaded


@cached_njit(
    types.void(
        *(INTEGERS, _TABLE, INTEGERS, INTEGERS, INTEGERS, int64),
        *(INTEGERS, INTEGERS, INTEGERS, _TABLE),
        *(INTEGERS, INTEGERS, INTEGERS, _TABLE),
        *(_TABLE, _TABLE, _TABLE, _TABLE, INTEGERS, INTEGERS, _TABLE),
    )
)
def daily_stocks_kernel(
    start_g: Integers,
    crew: Integers,
    base_g: Integers,
    us_g: Integers,
    rs_g: Integers,
    packing_g_per_kg: int,
    delivery_first: Integers,
    delivery_end: Integers,
    delivery_rate: Integers,
    delivery_g: Integers,
    removal_first: Integers,
    removal_last: Integers,
    removal_g: Integers,
    draws_g: Integers,
    stocks_g: Integers,
    used_g: Integers,
    short_g: Integers,
    unloaded_g: Integers,
    loaded_g: Integers,
    loaded_by_g: Integers,
    left_g: Integers,
) -> None:
    """Fill the books of every day; see `daily_stocks` for what the tables hold.

    Parameters
    ----------
    start_g : (6,) in the order of `BOOKS`. [g]
    crew : (days, 2), people by side.
    base_g, us_g, rs_g : (6,) [g/day]
    delivery_first, delivery_end, delivery_rate : (n,)
        First day of unloading, first day without (the departure), and rate. [day index, g/day]
    delivery_g : (n, 5)
    removal_first, removal_last, removal_g : (m,)
        First and last day of loading, both included, and the most that is loaded.
    draws_g : (days, 6)
        Extra use: spacewalks, reboosts; in the last column, extra trash.
    stocks_g, used_g, short_g, unloaded_g : (days, 6), filled
        Stock at the end of each day; what the day took; what it wanted beyond; what came in (for
        trash: what was made).
    loaded_g : (days,), loaded_by_g : (m,), left_g : (n, 5), filled
        Trash carried into ships, by day and by ship; cargo not carried in.
    """
    for i in range(delivery_first.size):
        for r in range(_RESOURCES):
            left_g[i, r] = delivery_g[i, r]
    loaded_by_g[:] = 0
    unloaded_g[:] = 0
    for d in range(stocks_g.shape[0]):
        came = unloaded_g[d]
        carry_in(d, delivery_first, delivery_end, delivery_rate, delivery_g, left_g, came)
        packing = came[_DRY] * packing_g_per_kg // _GRAMS_A_KG
        came[_DRY] -= packing
        for r in range(_RESOURCES):
            had = (start_g[r] if d == 0 else stocks_g[d - 1, r]) + came[r]
            want = max(base_g[r] + crew[d, 0] * us_g[r] + crew[d, 1] * rs_g[r], 0) + draws_g[d, r]
            used = min(want, had)
            used_g[d, r] = used
            short_g[d, r] = want - used
            stocks_g[d, r] = had - used
        made = max(base_g[_TRASH] + crew[d, 0] * us_g[_TRASH] + crew[d, 1] * rs_g[_TRASH], 0)
        came[_TRASH] = made + packing + draws_g[d, _TRASH]
        trash = (start_g[_TRASH] if d == 0 else stocks_g[d - 1, _TRASH]) + came[_TRASH]
        loaded_g[d] = load_trash(d, trash, removal_first, removal_last, removal_g, loaded_by_g)
        used_g[d, _TRASH] = loaded_g[d]
        short_g[d, _TRASH] = 0
        stocks_g[d, _TRASH] = trash - loaded_g[d]
