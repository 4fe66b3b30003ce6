"""Reboosts that open a profile are drawn from the stock; propellant comes in only through lines."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from plan_case import cargo_ship, problem, with_stock
from test_plan_stages import EFFORT, rates_of, solved

from portcall.catalogue.load import load_catalogue
from portcall.catalogue.traffic_scenario import load_traffic_scenario
from portcall.traffic.plan.book_clash import BooksAnswer, book_clash
from portcall.traffic.plan.books import open_books
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.clash import smallest_clash
from portcall.traffic.plan.daily_truth import PlanDisagreesError, recount, require_agreement
from portcall.traffic.plan.from_scenario import plan_problem
from portcall.traffic.plan.model import build_model
from portcall.traffic.plan.openings import openings
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
    _, solution, _ = solve_stages(case, EFFORT)
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


def test_the_books_know_what_a_burn_takes_and_by_when():
    """Burns of 300 kg a day take the reserve away in the third week; the ship comes too late to help."""
    ship = _burns(cargo_ship("progress-1", 30, early=0, late=0, ports=LINES), lambda _: 300_000, 10)
    case = with_stock(problem(ship, weeks=10), "propellant", 8 * 45 + 8 * 35)
    assert book_clash(replace(case, ships=(replace(ship, burns=()),))) is None
    shortage = book_clash(case)
    assert set(shortage.rules) == {("reserve", "propellant"), ("window", "progress-1")}
    assert shortage.first_day == 14  # of the week of day 20
    assert shortage.best_kg == pytest.approx(8 * 45 + 8 * 35 - 300 - 8 * 21, abs=1e-6)


def test_burns_make_room_where_the_stock_is_full():
    """What is brought fits only because the burns have made room: the books must not call that a clash."""
    ship = _burns(cargo_ship("progress-1", 30, ports=LINES), lambda _: 300_000)
    case = _to_the_brim(problem(ship, weeks=10))
    assert solve_stages(case, EFFORT).solution is not None
    assert book_clash(case) is None


def _to_the_brim(case):
    rows = tuple(
        replace(one, most_g=one.start_g) if one.name == "propellant" else one
        for one in case.resources
    )
    return replace(case, resources=rows)


@given(
    days=st.lists(st.integers(12, 60), min_size=1, max_size=2),
    mass_g=st.integers(1, 600_000),
    lead_days=st.integers(1, 30),
    stock_kg=st.integers(400, 1400),
)
@settings(max_examples=12, deadline=None)
def test_prop_where_the_books_show_a_clash_there_is_no_plan(days, mass_g, lead_days, stock_kg):
    ships = [
        _burns(
            cargo_ship(f"progress-{n}", day, ports=("rassvet-nadir", "poisk-zenith")),
            lambda dock: mass_g + 777 * (dock % 4),
            lead_days,
        )
        for n, day in enumerate(sorted(days))
    ]
    case = replace(
        with_stock(problem(*ships, weeks=10), "propellant", stock_kg), transfer_ports=LINES
    )
    built = build_model(case)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 2.0
    status = solver.solve(built.model)
    if book_clash(case) is not None:
        assert status == cp_model.INFEASIBLE
    elif status == cp_model.INFEASIBLE:
        event("a clash that the books leave to the solver")


@pytest.fixture(scope="module")
def bundled():
    """The bundled scenario's problem."""
    scenario = load_traffic_scenario("iss-2026")
    catalogue = load_catalogue()
    changes = Changes({}, (), None, openings(catalogue, scenario))
    return plan_problem(scenario, open_books(catalogue, scenario), changes)


def test_where_no_progress_may_use_a_port_with_lines_the_bundled_plan_says_so(bundled):
    case = replace(bundled, transfer_ports=("prichal-nadir",))
    shortage = book_clash(case)
    rules = {rule for rule, _ in shortage.rules}
    assert rules == {"propellant transfer", "reserve"}
    row = bundled.resources[PROPELLANT]
    lasts = (row.start_g - row.floor_g) // row.base_g_day
    assert shortage.first_day <= lasts < shortage.first_day + 7 + 60  # burns take some of it
    clash = {(one.rule, one.subject) for one in smallest_clash(case, books=BooksAnswer(shortage))}
    assert clash <= set(shortage.rules)
    assert ("reserve", "propellant") in clash
    assert any(rule == "propellant transfer" for rule, _ in clash)
