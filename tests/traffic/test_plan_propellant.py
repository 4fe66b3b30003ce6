"""Reboosts that open a profile are drawn from the stock; propellant comes in only through lines."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_case import cargo_ship, problem, with_stock
from test_plan_stages import EFFORT, rates_of, solved

from portcall.traffic.plan.clash import smallest_clash
from portcall.traffic.plan.daily_truth import PlanDisagreesError, recount, require_agreement
from portcall.traffic.plan.problem import Burn
from portcall.traffic.plan.stages import solve_stages

FIRST_DAY = date(2027, 1, 1)
PROPELLANT = 3
LINES = ("zvezda-aft", "poisk-zenith")


def _burns(ship, mass_g, lead_days=10):
    return replace(
        ship, burns=tuple(Burn(day, max(day - lead_days, 0), mass_g(day)) for day in ship.days)
    )


def _agrees(case, solution):
    require_agreement(case, solution, recount(case, solution, FIRST_DAY, rates_of(case)))


def test_a_burn_is_missing_from_the_stock_from_its_week_on():
    bare = problem(cargo_ship("progress-1", 40, early=0, late=0, load_kg=0), weeks=10)
    ship = _burns(bare.ships[0], lambda _: 123_457)
    case = replace(bare, ships=(ship,))
    _, without = solved(bare)
    _, solution = solved(case)
    lost = [
        a - b
        for a, b in zip(without.stock_g[PROPELLANT], solution.stock_g[PROPELLANT], strict=True)
    ]
    assert lost == [0] * 5 + [123_457] * 6  # day 30 is in the fifth week
    _agrees(case, solution)


def test_the_daily_truth_finds_a_burn_that_was_not_drawn():
    ship = cargo_ship("progress-1", 40, early=0, late=0)
    case = problem(_burns(ship, lambda _: 1), weeks=10)
    _, solution = solved(problem(ship, weeks=10))
    with pytest.raises(PlanDisagreesError, match="propellant on"):
        _agrees(case, solution)


def test_a_short_stock_moves_the_ship_to_a_day_that_takes_less():
    # 45 days of 8 kg are held, and 8 weeks are used: 100 kg are left for burns
    ship = cargo_ship("progress-1", 40, early=3, late=3, load_kg=0)
    ship = _burns(ship, lambda day: 900_000 if day < 42 else 90_000)
    case = with_stock(problem(ship, weeks=8), "propellant", 8 * 45 + 8 * 56 + 100)
    stages, solution = solved(case)
    assert solution.ships[0].start == 42
    assert stages[0].objective == 2
    _agrees(case, solution)


def test_a_ship_that_stays_on_the_ground_takes_nothing():
    ship = replace(_burns(cargo_ship("progress-1", 40), lambda _: 10**9), option=True)
    case = problem(ship, weeks=10)
    _, solution = solved(case)
    assert not solution.ships[0].flown
    _agrees(case, solution)


@given(
    days=st.lists(st.integers(12, 90), min_size=1, max_size=3),
    mass_g=st.integers(1, 400_000),
    step_g=st.integers(0, 9_999),
    lead_days=st.integers(1, 45),
)
@settings(max_examples=10, deadline=None)
def test_prop_every_burn_is_recounted_to_the_gram(days, mass_g, step_g, lead_days):
    ships = [
        _burns(
            cargo_ship(f"progress-{n}", day, early=9, late=9, ports=LINES),
            lambda dock: mass_g + step_g * (dock % 3),
            lead_days,
        )
        for n, day in enumerate(sorted(days))
    ]
    case = problem(*ships)
    _, solution = solve_stages(case, EFFORT)
    assert solution is not None
    _agrees(case, solution)
    drawn = sum(
        task.burn_of(done.start).propellant_g
        for task, done in zip(ships, solution.ships, strict=True)
    )
    loaded = 1000 * sum(done.load_kg[PROPELLANT] for done in solution.ships)
    used = 7 * case.weeks * case.resources[PROPELLANT].base_g_day
    assert solution.stock_g[PROPELLANT][-1] == 4_000_000 + loaded - used - drawn


def _thirsty(*ships):
    """Propellant falls below its reserve after six weeks unless a ship brings some."""
    case = replace(problem(*ships, weeks=10), transfer_ports=LINES)
    return with_stock(case, "propellant", 8 * 45 + 8 * 44)


def test_a_ship_that_has_to_bring_propellant_takes_a_port_with_lines():
    ship = cargo_ship("progress-1", 30, ports=("rassvet-nadir", "poisk-zenith"))
    _, solution = solved(_thirsty(ship))
    assert solution.ships[0].port == "poisk-zenith"
    assert solution.ships[0].load_kg[PROPELLANT] > 0


def test_on_a_port_without_lines_no_propellant_is_counted():
    ship = cargo_ship("progress-1", 30, ports=("rassvet-nadir",))
    case = replace(problem(ship, weeks=10), transfer_ports=LINES)
    _, solution = solved(case)
    assert solution.ships[0].load_kg[PROPELLANT] == 0
    assert sum(solution.ships[0].load_kg) > 0
    _, free = solved(replace(case, transfer_ports=None))
    assert free.ships[0].load_kg[PROPELLANT] > 0


def test_the_clash_names_the_port_without_lines_in_words():
    ship = cargo_ship("progress-1", 30, ports=("rassvet-nadir",))
    case = _thirsty(ship)
    assert solve_stages(case, EFFORT)[0][0].status == "infeasible"
    clash = smallest_clash(case)
    assert {(one.rule, one.subject) for one in clash} == {
        ("propellant transfer", "progress-1"),
        ("reserve", "propellant"),
    }
    said = next(one.words for one in clash if one.rule == "propellant transfer")
    assert said == "progress-1 gives propellant only on a port with lines to the tanks"
