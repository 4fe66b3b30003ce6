"""The books of the station's stocks, day by day: the one truth that plans and risks are judged by.

Model   See `stay.stocks_kernel` for a day's order. Stocks are those at the end of a day, UTC. A stock
        never goes below zero: use that finds nothing is written in `short_g`, by day and resource. A
        ship that leaves before it is empty takes the rest away, written in `left_g`.
Valid   Whole days; deliveries of whole grams.
Source  Bookkeeping.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.records.stocks import BOOKS, RESOURCES, TRASH, require_amounts
from portcall.stay.consumption import DailyRates, sides
from portcall.stay.unloading import Unloading

Integers = NDArray[np.int64]
_NEVER = 2**40  # the departure of a ship whose departure is not planned


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one ship brings, in grams by resource; it leaves on `undock_day` where that is known."""

    ship: str
    dock_day: date
    undock_day: date | None
    amounts_g: Mapping[str, int]
    rate_g_day: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """The most trash that one ship takes away, in grams; loaded in the days before it leaves."""

    ship: str
    undock_day: date
    trash_g: int
    loading_days: int | None = None
    dock_day: date | None = None


@dataclass(frozen=True, slots=True)
class DailyStocks:
    """The books: tables of (days, 6) in the order of `BOOKS`, all in grams."""

    first_day: date
    start_g: Integers
    stocks_g: Integers
    used_g: Integers
    short_g: Integers
    unloaded_g: Integers
    loaded_g: Integers
    loaded_by_g: Integers
    left_g: Integers

    def day_of(self, index: int) -> date:
        """Return the date of a row."""
        return self.first_day + timedelta(days=int(index))

    def on(self, day: date) -> dict[str, int]:
        """Return the stocks at the end of a day. [g]"""
        index = (day - self.first_day).days
        if not 0 <= index < len(self.stocks_g):
            last = self.day_of(len(self.stocks_g) - 1)
            raise InputError(f"{day} is outside the books", limit=f"{self.first_day} to {last}")
        return dict(zip(BOOKS, self.stocks_g[index].tolist(), strict=True))

    def first_short(self) -> tuple[date, str] | None:
        """Return the first day on which use found nothing, and of what."""
        rows, columns = np.nonzero(self.short_g)
        return (self.day_of(rows[0]), BOOKS[columns[0]]) if rows.size else None

    def closes(self) -> bool:
        """Return whether start + in - used is the stock of every day, to the gram."""
        flow = np.cumsum(self.unloaded_g - self.used_g, axis=0)
        return bool(np.array_equal(self.start_g + flow, self.stocks_g))


def crew_table(crew_by_day: NDArray[np.int64] | Sequence[int], days: int) -> Integers:
    """Return people by side, (days, 2); numbers alone are split as the usual crew is."""
    crew = np.asarray(crew_by_day, np.int64)
    if crew.ndim == 1:
        split = np.array([sides(people) for people in range(int(crew.max(initial=0)) + 1)])
        crew = split[crew] if (crew >= 0).all() else np.column_stack([crew, crew])
    if crew.shape != (days, 2):
        raise InputError(f"a crew for {len(crew)} days", limit=f"{days} days, two sides")
    if (crew < 0).any():
        raise InputError("a crew below zero", limit="0 or more on each side")
    return np.ascontiguousarray(crew)


def delivery_arrays(
    first_day: date, deliveries: Sequence[Delivery], pace: Unloading
) -> tuple[Integers, Integers, Integers, Integers]:
    """Return deliveries as the kernel takes them: first day, departure, rate (n,); grams (n, 5)."""
    first, end, rate, grams = [], [], [], []
    for one in deliveries:
        amounts = require_amounts(one.amounts_g, where=one.ship)
        if one.undock_day is not None and one.undock_day < one.dock_day:
            raise InputError(
                f"undocking on {one.undock_day} is before docking on {one.dock_day}",
                where=one.ship,
            )
        first.append(max((one.dock_day - first_day).days + pace.days_to_hatch, 0))
        end.append(_NEVER if one.undock_day is None else (one.undock_day - first_day).days)
        rate.append(pace.rate_g_day if one.rate_g_day is None else one.rate_g_day)
        grams.append([amounts[name] for name in RESOURCES])
    if min(rate, default=1) <= 0:
        raise InputError("an unloading rate of 0", limit="more than 0 g a day")
    return _row(first), _row(end), _row(rate), np.array(grams, np.int64).reshape(-1, 5)


def removal_arrays(
    first_day: date, removals: Sequence[Removal], pace: Unloading
) -> tuple[Integers, Integers, Integers]:
    """Return removals as the kernel takes them: first and last day of loading, grams; each (m,)."""
    first, last, grams = [], [], []
    for one in removals:
        if one.trash_g < 0:
            raise InputError(
                f"{one.trash_g / 1000:g} kg of trash", limit="0 kg or more", where=one.ship
            )
        end = (one.undock_day - first_day).days - 1
        span = pace.loading_days if one.loading_days is None else one.loading_days
        start = end - span + 1
        if one.dock_day is not None:
            start = max(start, (one.dock_day - first_day).days + pace.days_to_hatch)
        first.append(min(max(start, 0), end))
        last.append(end)
        grams.append(one.trash_g)
    return _row(first), _row(last), _row(grams)


def _row(values: Sequence[int]) -> Integers:
    return np.array(values, np.int64)


def daily_stocks(
    first_day: date,
    days: int,
    stocks_g: Mapping[str, int],
    crew_by_day: NDArray[np.int64] | Sequence[int],
    deliveries: Sequence[Delivery],
    removals: Sequence[Removal],
    rates: DailyRates,
    *,
    pace: Unloading,
    draws_g: Integers | None = None,
) -> DailyStocks:
    """Replay the stocks day by day.

    Parameters
    ----------
    first_day : date
        UTC day of the first row.
    days : int
        Rows.
    stocks_g : Mapping[str, int]
        At the start of the first day, by resource and `trash`; zero where none is named. [g]
    crew_by_day : (days, 2) or (days,)
        People by side, or people.
    deliveries : Sequence[Delivery]
        Amounts are what is in a ship when it docks, or on the first day where it docked before.
    removals : Sequence[Removal]
        Trash that leaves.
    rates : DailyRates
        Use, see `stay.consumption.daily_rates`.
    pace : Unloading
        Of cargo work.
    draws_g : (days, 6) or None
        Extra use by day: spacewalks, reboosts. [g]

    Returns
    -------
    DailyStocks

    Raises
    ------
    InputError
        Negative amounts, unknown resources (nearest offered), a crew of the wrong length.
    """
    from portcall.stay.stocks_kernel import daily_stocks_kernel  # noqa: PLC0415  loads the compiler

    if days <= 0:
        raise InputError(f"books of {days} days", limit="1 or more")
    given = dict(stocks_g)
    trash = given.pop(TRASH, 0)
    if trash < 0:
        raise InputError(f"{trash / 1000:g} kg of trash", limit="0 kg or more", where="stocks")
    start = _row([*require_amounts(given, where="stocks").values(), trash])
    draws = np.zeros((days, 6), np.int64) if draws_g is None else np.ascontiguousarray(draws_g)
    if draws.shape != (days, 6) or (draws < 0).any():
        raise InputError("extra use", limit=f"({days}, 6), 0 g or more", where="draws_g")
    brought = delivery_arrays(first_day, deliveries, pace)
    taken = removal_arrays(first_day, removals, pace)
    stocks, used, short, unloaded = (np.zeros((days, 6), np.int64) for _ in range(4))
    loaded, loaded_by = np.zeros(days, np.int64), np.zeros(len(removals), np.int64)
    left = np.zeros((len(deliveries), 5), np.int64)
    daily_stocks_kernel(
        start,
        crew_table(crew_by_day, days),
        _row(rates.base_g_day),
        _row(rates.us_g_crew_day),
        _row(rates.rs_g_crew_day),
        rates.packing_g_per_kg,
        *brought,
        *taken,
        draws,
        stocks,
        used,
        short,
        unloaded,
        loaded,
        loaded_by,
        left,
    )
    return DailyStocks(first_day, start, stocks, used, short, unloaded, loaded, loaded_by, left)
