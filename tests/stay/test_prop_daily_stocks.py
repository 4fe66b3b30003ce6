"""Whatever comes and goes, the books close to the gram and no stock goes below zero unsaid."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portcall.records.stocks import BOOKS, RESOURCES
from portcall.stay.consumption import DailyRates
from portcall.stay.daily_stocks import Delivery, Removal, daily_stocks
from portcall.stay.unloading import Unloading, unload_schedule

FIRST = date(2026, 1, 1)
SPAN = 45
TRASH = BOOKS.index("trash")
DRY = BOOKS.index("dry")

grams = st.integers(0, 3_000_000)
six = st.tuples(*[st.integers(0, 30_000)] * 6)
day = st.integers(-10, SPAN + 10).map(lambda n: FIRST + timedelta(days=n))
loads = st.dictionaries(st.sampled_from(RESOURCES), grams, max_size=5)


@st.composite
def visits(draw):
    docked = draw(day)
    stay = draw(st.one_of(st.none(), st.integers(0, 60)))
    return docked, None if stay is None else docked + timedelta(days=stay)


@st.composite
def cases(draw):
    count = draw(st.integers(0, 4))
    stays = [draw(visits()) for _ in range(count)]
    rate = st.one_of(st.none(), st.integers(1, 2_000_000))
    deliveries = [
        Delivery(f"ship-{n}", docked, left, draw(loads), draw(rate))
        for n, (docked, left) in enumerate(stays)
    ]
    removals = [
        Removal(
            f"ship-{n}",
            draw(day),
            draw(grams),
            draw(st.integers(1, 30)),
            draw(st.one_of(st.none(), day)),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    rates = DailyRates(draw(six), draw(six), draw(six), draw(st.integers(0, 1000)))
    start = draw(st.fixed_dictionaries(dict.fromkeys(BOOKS, grams)))
    crew = draw(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=SPAN, max_size=SPAN)
    )
    pace = Unloading(
        draw(st.integers(1, 1_000_000)), draw(st.integers(0, 3)), draw(st.integers(1, 40))
    )
    return start, np.array(crew, np.int64), deliveries, removals, rates, pace


def books_of(case):
    start, crew, deliveries, removals, rates, pace = case
    return daily_stocks(FIRST, SPAN, start, crew, deliveries, removals, rates, pace=pace)


@given(cases())
def test_prop_no_stock_is_negative_and_every_day_closes(case):
    books = books_of(case)
    assert books.stocks_g.min() >= 0
    assert books.short_g.min() >= 0
    assert books.closes()


@given(cases())
def test_prop_use_that_found_nothing_is_said_and_only_at_an_empty_stock(case):
    _, crew, _, _, rates, _ = case
    books = books_of(case)
    wanted = np.array(rates.base_g_day) + crew @ np.array(
        [rates.us_g_crew_day, rates.rs_g_crew_day]
    )
    found = books.used_g[:, :TRASH] + books.short_g[:, :TRASH]
    assert np.array_equal(found, wanted[:, :TRASH])
    assert not books.stocks_g[books.short_g > 0].any()


@given(cases())
def test_prop_a_load_is_carried_in_or_left_in_the_ship(case):
    _, _, deliveries, _, _, _ = case
    books = books_of(case)
    brought = np.array(
        [[one.amounts_g.get(r, 0) for r in RESOURCES] for one in deliveries]
    ).reshape(-1, 5)
    assert books.left_g.min(initial=0) >= 0
    assert (books.left_g <= brought).all()
    carried = (brought - books.left_g).sum(axis=0)
    came_in = books.unloaded_g[:, :TRASH].sum(axis=0)
    assert np.array_equal(carried[:DRY], came_in[:DRY])


@given(cases())
def test_prop_all_mass_of_dry_cargo_is_stock_or_packing(case):
    """Packing that leaves the dry cargo is found again, to the gram, in the trash."""
    _, crew, deliveries, _, rates, _ = case
    books = books_of(case)
    brought = sum(one.amounts_g.get("dry", 0) for one in deliveries) - int(
        books.left_g[:, DRY].sum()
    )
    packing = brought - int(books.unloaded_g[:, DRY].sum())
    people = crew @ np.array([rates.us_g_crew_day, rates.rs_g_crew_day])[:, TRASH]
    assert packing == int((books.unloaded_g[:, TRASH] - rates.base_g_day[TRASH] - people).sum())
    assert 0 <= packing <= brought * rates.packing_g_per_kg // 1000


@given(cases())
def test_prop_no_ship_takes_more_trash_than_it_may_or_than_there_is(case):
    _, _, _, removals, _, _ = case
    books = books_of(case)
    for taken, removal in zip(books.loaded_by_g, removals, strict=True):
        assert 0 <= taken <= removal.trash_g
    assert books.loaded_by_g.sum() == books.loaded_g.sum()
    assert np.array_equal(books.used_g[:, TRASH], books.loaded_g)


@given(cases())
def test_prop_books_of_two_halves_are_the_books_of_the_whole(case):
    """Nothing hides between days: stocks at a day's end are all that the next day needs."""
    start, crew, _, _, rates, pace = case
    whole = daily_stocks(FIRST, SPAN, start, crew, [], [], rates, pace=pace)
    half = SPAN // 2
    first = daily_stocks(FIRST, half, start, crew[:half], [], [], rates, pace=pace)
    rest = daily_stocks(
        FIRST + timedelta(days=half),
        SPAN - half,
        first.on(FIRST + timedelta(days=half - 1)),
        crew[half:],
        [],
        [],
        rates,
        pace=pace,
    )
    assert np.array_equal(whole.stocks_g, np.vstack([first.stocks_g, rest.stocks_g]))


@given(st.lists(grams, min_size=1, max_size=5), st.integers(1, 5_000_000))
def test_prop_unloading_conserves_mass_and_keeps_its_rate(amounts, rate):
    load = np.array(amounts, np.int64)
    rows = unload_schedule(load, rate)
    assert np.array_equal(rows.sum(axis=0), load)
    assert rows.min(initial=0) >= 0
    # each resource rounds down its running total, so a day may carry one gram more a resource
    assert rows.sum(axis=1).max(initial=0) <= rate + load.size
