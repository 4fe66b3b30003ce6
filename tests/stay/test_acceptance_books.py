"""Two years of books, many times over, with random ships: the full count of the issue's property."""

from datetime import date, timedelta

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.records.stocks import BOOKS, RESOURCES
from portcall.stay.consumption import daily_rates
from portcall.stay.daily_stocks import Delivery, Removal, daily_stocks
from portcall.stay.unloading import unloading

FIRST = date(2026, 1, 1)
DAYS = 730
TRASH = BOOKS.index("trash")
RECORD = load_catalogue().consumption()
RATES, PACE = daily_rates(RECORD), unloading(RECORD)


def _books(seed):
    draw = np.random.default_rng(seed)
    start = dict(zip(BOOKS, draw.integers(0, 5_000_000, 6).tolist(), strict=True))
    crew = draw.integers(0, 7, (DAYS, 2))
    deliveries, removals = [], []
    for ship in range(int(draw.integers(0, 30))):
        docked = FIRST + timedelta(days=int(draw.integers(-20, DAYS)))
        left = docked + timedelta(days=int(draw.integers(0, 200)))
        load = draw.integers(0, 2_000_000, 5).tolist()
        deliveries.append(
            Delivery(f"s{ship}", docked, left, dict(zip(RESOURCES, load, strict=True)))
        )
        removals.append(
            Removal(f"s{ship}", left, int(draw.integers(0, 5_000_000)), dock_day=docked)
        )
    books = daily_stocks(FIRST, DAYS, start, crew, deliveries, removals, RATES, pace=PACE)
    return books, crew, deliveries, removals


def _holds(books, crew, deliveries, removals):
    brought = np.array([[*one.amounts_g.values()] for one in deliveries]).reshape(-1, 5)
    most = np.array([one.trash_g for one in removals])
    people = crew @ np.array([RATES.us_g_crew_day, RATES.rs_g_crew_day])
    wanted = np.array(RATES.base_g_day) + people
    inside = (brought - books.left_g).sum() + wanted[:, TRASH].sum()
    return bool(
        books.closes()
        and books.stocks_g.min() >= 0
        and (books.used_g + books.short_g)[:, :TRASH].sum() == wanted[:, :TRASH].sum()
        and not books.stocks_g[books.short_g > 0].any()
        and (books.loaded_by_g <= most).all()
        and books.unloaded_g.sum() == inside
    )


@pytest.mark.parametrize("seed", range(20))
def test_books_of_two_years_with_random_ships_close(seed):
    assert _holds(*_books(seed))


@pytest.mark.acceptance
def test_acceptance_books(record_figure):
    count = 2000
    bad = [seed for seed in range(count) if not _holds(*_books(seed))]
    record_figure(
        "daily books: no stock below zero, mass closes to the gram",
        required="in property tests",
        measured=f"{count - len(bad)} of {count} books of {DAYS} days with up to 30 random ships",
        passed=not bad,
        note="each also: use is used or said to be short, trash stays within each ship's limit, "
        "cargo is in or left",
    )
    assert not bad
