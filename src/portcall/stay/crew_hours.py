"""The crew's hours as a book: what a plan asks of the people, and which week it drowns them in.

Model   Each day gives the crew's working minutes (weekday, Saturday, Sunday; exercise is outside) and
        books upkeep, experiments, cargo carried in, trash carried out and spacewalks with their
        preparation. Upkeep and experiments are spread like the working minutes. Propellant flows
        through lines and takes nobody's time. A week is judged from Monday: when all that is booked
        does not fit, experiments give way; when the rest alone does not fit, the crew drowns. A day is
        judged where people are asked for more than the longest day.
Valid   Crews that share all work; private crews are not hands, so leave them out.
Source  The catalogue's `consumption.hours` and `consumption.cargo`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.consumption import Consumption, CrewTime
from portcall.core.sourced import Figure
from portcall.records.stocks import RESOURCES, require_amounts
from portcall.stay.daily_stocks import Delivery
from portcall.stay.unloading import Unloading, unload_schedule

Integers = NDArray[np.int64]
EXPERIMENTS, UPKEEP, TRASH_OUT = "experiments", "upkeep", "trash out"
Judgement = Literal["experiments give way", "drowned"]
_MINUTES_AN_HOUR = 60
_GRAMS_A_TONNE = 1_000_000
_PIPED = RESOURCES.index("propellant")
_DAYS_A_WEEK = 7
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class CrewHours:
    """The book, in minutes by day: what the crew gives, the most it could, and what is booked."""

    first_day: date
    given_min: Integers
    most_min: Integers
    booked_min: Mapping[str, Integers]


@dataclass(frozen=True, slots=True)
class Overbooked:
    """A week or a day that asks for more than the crew has; `by` is what asks, the most first."""

    first_day: date
    last_day: date
    given_min: int
    booked_min: int
    judgement: Judgement
    by: tuple[tuple[str, int], ...]


def _minutes(hours: float) -> int:
    return round(hours * _MINUTES_AN_HOUR)


def _cargo_minutes(
    first_day: date, days: int, delivery: Delivery, pace: Unloading, h_t: float
) -> Integers:
    """Return the minutes that carrying one ship's cargo in takes, by day, (days,)."""
    amounts = np.array([*require_amounts(delivery.amounts_g).values()], np.int64)
    rows = unload_schedule(amounts, delivery.rate_g_day or pace.rate_g_day)
    start = max((delivery.dock_day - first_day).days + pace.days_to_hatch, 0)
    end = days
    if delivery.undock_day is not None:
        end = min(end, (delivery.undock_day - first_day).days)
    carried = np.zeros(days, np.int64)
    held = max(min(len(rows), end - start), 0)
    carried[start : start + held] = np.delete(rows, _PIPED, axis=1)[:held].sum(axis=1)
    return _as_minutes(carried, h_t)


def _as_minutes(carried_g: Integers, h_t: float) -> Integers:
    minutes: Integers = np.rint(carried_g * (h_t * _MINUTES_AN_HOUR / _GRAMS_A_TONNE)).astype(
        np.int64
    )
    return minutes


def _spacewalk_minutes(first_day: date, days: int, day: date, record: Consumption) -> Integers:
    hours = record.hours
    at = (day - first_day).days
    spread = round(hours.spacewalk_preparation_days.value)
    found = np.zeros(days, np.int64)
    booked = [(at, hours.spacewalk_day_h.value), (at + 1, hours.spacewalk_after_h.value)]
    daily = hours.spacewalk_preparation_h.value / spread
    booked += [(at - before, daily) for before in range(1, spread + 1)]
    for index, amount in booked:
        if 0 <= index < days:
            found[index] += _minutes(amount)
    return found


def _of_one_person(first_day: date, days: int, record: Consumption) -> Integers:
    hours = record.hours
    week = [_minutes(hours.work_h_weekday.value)] * _DAYS_A_WEEK
    week[_SATURDAY] = _minutes(hours.work_h_saturday.value)
    week[_SUNDAY] = _minutes(hours.work_h_sunday.value)
    return np.array(week, np.int64).take((first_day.weekday() + np.arange(days)) % _DAYS_A_WEEK)


def crew_hours(
    first_day: date,
    crew: NDArray[np.int64],
    consumption: Consumption,
    *,
    pace: Unloading,
    deliveries: Sequence[Delivery] = (),
    loaded_g: Integers | None = None,
    spacewalk_days: Sequence[date] = (),
) -> CrewHours:
    """Write the book of crew hours.

    Parameters
    ----------
    first_day : date
        UTC day of the first row.
    crew : (days,)
        People who work on each day.
    consumption : Consumption
        The catalogue's record.
    pace : Unloading
        Of cargo work.
    deliveries : Sequence[Delivery]
        Cargo to be carried in.
    loaded_g : (days,) or None
        Trash carried out on each day, as `daily_stocks` found it. [g]
    spacewalk_days : Sequence[date]
        UTC days of spacewalks.

    Returns
    -------
    CrewHours
    """
    days, hours, cargo = len(crew), consumption.hours, consumption.cargo
    one = _of_one_person(first_day, days, consumption)
    share = one / max(_of_one_person(first_day, _DAYS_A_WEEK, consumption).sum(), 1)
    upkeep_h = hours.upkeep_h_week.value + hours.upkeep_h_crew_week.value * crew
    experiments_h = hours.experiments_h_crew_week.value * crew
    booked = {
        UPKEEP: np.rint(upkeep_h * share * _MINUTES_AN_HOUR).astype(np.int64),
        EXPERIMENTS: np.rint(experiments_h * share * _MINUTES_AN_HOUR).astype(np.int64),
    }
    for delivery in deliveries:
        minutes = _cargo_minutes(first_day, days, delivery, pace, cargo.unloading_h_t.value)
        label = f"unloading {delivery.ship}"
        booked[label] = booked.get(label, np.zeros(days, np.int64)) + minutes
    if loaded_g is not None:
        booked[TRASH_OUT] = _as_minutes(loaded_g, cargo.loading_h_t.value)
    for day in spacewalk_days:
        booked[f"spacewalk of {day}"] = _spacewalk_minutes(first_day, days, day, consumption)
    most = crew * _minutes(hours.most_h_day.value)
    return CrewHours(first_day, one * crew, most, booked)


def _at(figure: Figure, end: float | None) -> Figure:
    return figure if end is None else figure.model_copy(update={"value": end})


def easiest(record: Consumption) -> Consumption:
    """Return the record with every estimate of hours at the end that is easiest on the crew."""
    given = ("work_h_weekday", "work_h_saturday", "work_h_sunday", "most_h_day")
    hours = {
        name: _at(figure, figure.high if name in given else figure.low)
        for name, figure in ((name, getattr(record.hours, name)) for name in CrewTime.model_fields)
    }
    cargo = {name: getattr(record.cargo, name) for name in ("unloading_h_t", "loading_h_t")}
    lighter = {name: _at(figure, figure.low) for name, figure in cargo.items()}
    # the same tonnes a day: what takes fewer hours a tonne is not carried faster
    pace = record.cargo.cargo_h_day
    slower = pace.value * lighter["unloading_h_t"].value / cargo["unloading_h_t"].value
    lighter["cargo_h_day"] = _at(pace, slower)
    return record.model_copy(
        update={
            "hours": record.hours.model_copy(update=hours),
            "cargo": record.cargo.model_copy(update=lighter),
        }
    )


def _judged(book: CrewHours, start: int, end: int, given: int) -> Overbooked | None:
    by = {label: int(row[start:end].sum()) for label, row in book.booked_min.items()}
    total = sum(by.values())
    if total <= given:
        return None
    drowned = total - by.get(EXPERIMENTS, 0) > given
    first = book.first_day + timedelta(days=start)
    return Overbooked(
        first_day=first,
        last_day=book.first_day + timedelta(days=end - 1),
        given_min=given,
        booked_min=total,
        judgement="drowned" if drowned else "experiments give way",
        by=tuple(sorted(((k, v) for k, v in by.items() if v), key=lambda one: (-one[1], one[0]))),
    )


def overbooked_weeks(book: CrewHours) -> tuple[Overbooked, ...]:
    """Return the whole weeks, from Monday, in which more is booked than the crew gives."""
    first = -book.first_day.weekday() % _DAYS_A_WEEK
    last = len(book.given_min) - _DAYS_A_WEEK
    weeks = (
        _judged(book, at, at + _DAYS_A_WEEK, int(book.given_min[at : at + _DAYS_A_WEEK].sum()))
        for at in range(first, last + 1, _DAYS_A_WEEK)
    )
    return tuple(week for week in weeks if week is not None)


def overbooked_days(book: CrewHours) -> tuple[Overbooked, ...]:
    """Return the days on which more is booked than the longest day of everybody gives."""
    found = (_judged(book, at, at + 1, int(book.most_min[at])) for at in range(len(book.most_min)))
    return tuple(day for day in found if day is not None)
