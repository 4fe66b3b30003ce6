"""How visits move when ships slip: as drawn, and with ships that wait."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.traffic.risk import columns as c
from portcall.traffic.risk.problem import risk_problem
from portcall.traffic.risk.replays import replay_run
from portcall.traffic.risk.slip_model import NEVER, SlipModel, no_slips

SPEC = importlib.util.spec_from_file_location("risk_case", Path(__file__).with_name("risk_case.py"))
CASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CASE)


def fixed(problem, slips, late=None, lost=()):
    """Return the replay in which each ship slips by what is given, by name."""
    late = late or {}
    model = SlipModel(
        tuple((slips.get(ship, 0),) for ship in problem.ships),
        tuple(float(ship in lost) for ship in problem.ships),
        tuple((late.get(ship, 0),) for ship in problem.ships),
        tuple(1.0 for _ in problem.ships),
    )
    return replay_run(problem, model, seed=1, run=0)


def days_of(problem, replayed, way):
    return {
        ship: (int(replayed.arrive[way, v]), int(replayed.leave[way, v]))
        for v, ship in enumerate(problem.ships)
    }


def figure(replayed, way, column):
    return replayed.row[way * c.WAY_COLUMNS + column]


def plan(*visits, days=400, **books):
    return risk_problem(visits, CASE.books(**books), CASE.FIRST_DAY, days)


def test_nothing_moves_when_nothing_slips():
    problem = CASE.two_years()
    replayed = replay_run(problem, no_slips(40), seed=1, run=0)
    for way in range(2):
        assert np.array_equal(replayed.arrive[way], problem.visits[:, c.DOCK])
        assert np.array_equal(replayed.leave[way], problem.visits[:, c.UNDOCK])
        assert figure(replayed, way, c.FIRST_DAY) == -1.0


def test_a_late_ship_keeps_its_stay_as_drawn_and_its_departure_when_planned_anew():
    problem = CASE.two_ships()
    replayed = fixed(problem, {"first": 10})
    assert days_of(problem, replayed, 0)["first"] == (30, 110)
    assert days_of(problem, replayed, 1)["first"] == (30, 100)
    assert figure(replayed, 0, c.CLASHES) == 1.0
    assert figure(replayed, 1, c.CLASHES) == 0.0


def test_a_ship_that_comes_too_late_for_its_least_stay_makes_the_next_one_wait():
    visits = [
        CASE.cargo("first", "aft", 20, 100, least_stay=30, gap_days=3),
        CASE.cargo("second", "aft", 105, 200),
    ]
    problem = plan(*visits)
    replayed = fixed(problem, {"first": 84})
    assert days_of(problem, replayed, 1) == {"first": (104, 134), "second": (137, 200)}
    assert figure(replayed, 1, c.WAITING_SHIPS) == 1.0
    assert figure(replayed, 1, c.LONGEST_WAIT) == 32.0


def test_an_early_ship_waits_for_its_port():
    problem = CASE.two_ships()
    replayed = fixed(problem, {"second": -16})
    assert figure(replayed, 0, c.CLASHES) == 1.0
    assert days_of(problem, replayed, 1)["second"] == (100, 200)


def test_an_early_ship_leaves_when_its_docked_life_ends():
    problem = plan(CASE.cargo("early", "aft", 50, 200, least_stay=30, most_stay=155))
    assert days_of(problem, fixed(problem, {"early": -16}), 1)["early"] == (34, 189)
    assert days_of(problem, fixed(problem, {"early": -4}), 1)["early"] == (46, 200)


def test_a_crew_stays_until_as_long_after_its_relief_as_planned():
    visits = [CASE.crewed("old", "rassvet", 0, 190), CASE.crewed("new", "prichal", 180, 370)]
    problem = plan(*visits)
    replayed = fixed(problem, {"new": 78})
    for way in range(2):
        assert days_of(problem, replayed, way)["old"] == (0, 268)
        assert days_of(problem, replayed, way)["new"][0] == 258


def test_a_crew_that_waits_for_its_relief_holds_the_port_and_all_behind_wait():
    visits = [
        CASE.crewed("old", "rassvet", 0, 190, gap_days=2),
        CASE.crewed("new", "prichal", 180, 370),
        CASE.cargo("cargo", "rassvet", 200, 300, gap_days=2),
        CASE.cargo("next", "rassvet", 305, 390),
    ]
    replayed = fixed(problem := plan(*visits, days=500), {"new": 78})
    moved = days_of(problem, replayed, 1)
    assert figure(replayed, 0, c.CLASHES) == 1.0
    assert moved["old"][1] == 268
    assert moved["cargo"] == (270, 300)
    assert moved["next"] == (305, 390)


def test_the_relief_after_a_lost_one_relieves():
    visits = [
        CASE.crewed("a", "rassvet", 0, 190),
        CASE.crewed("b", "prichal", 180, 370),
        CASE.crewed("c", "rassvet", 360, 395),
    ]
    problem = plan(*visits)
    replayed = fixed(problem, {}, lost=("b",))
    assert days_of(problem, replayed, 0)["b"] == (NEVER, NEVER)
    assert days_of(problem, replayed, 0)["a"][1] == 370


def test_a_late_ship_stays_ahead_of_the_next_in_its_chain():
    visits = [
        CASE.cargo("a", "aft", 10, 100, chain="progress"),
        CASE.cargo("b", "zenith", 60, 200, chain="progress"),
    ]
    problem = plan(*visits)
    for way in range(2):
        moved = days_of(problem, fixed(problem, {"a": 92}), way)
        assert moved["a"][0] == 102
        assert moved["b"][0] == 104


def test_a_departure_that_waits_for_weather_keeps_the_port():
    problem = CASE.two_ships()
    replayed = fixed(problem, {}, late={"first": 16})
    assert days_of(problem, replayed, 0)["first"] == (20, 116)
    assert figure(replayed, 0, c.CLASHES) == 1.0
    assert days_of(problem, replayed, 1)["second"][0] == 116


def test_a_ship_that_moves_holds_both_ports_in_turn():
    mover = CASE.cargo("mover", "forward", 0, 100, next_port="zenith", move_day=50, gap_days=0)
    problem = plan(
        mover, CASE.cargo("ax", "forward", 51, 70), CASE.cargo("crs", "zenith", 101, 130)
    )
    on_time = fixed(problem, {})
    assert figure(on_time, 0, c.CLASHES) == 0.0
    too_early = fixed(problem, {"ax": -10, "crs": -10})
    assert figure(too_early, 0, c.CLASHES) == 2.0
    moved = days_of(problem, too_early, 1)
    assert moved["ax"][0] == 50
    assert moved["crs"][0] == 100
    # too late for its first port, it docks at the second one
    assert figure(fixed(problem, {"mover": 55}), 0, c.CLASHES) == 1.0


def test_a_ship_beyond_its_docked_life_is_told():
    visits = [
        CASE.crewed("old", "rassvet", 0, 190, most_stay=210),
        CASE.crewed("new", "prichal", 180, 370),
    ]
    problem = plan(*visits)
    replayed = fixed(problem, {"new": 78})
    month = int(problem.month_of_day[210])
    assert int(figure(replayed, 0, c.TOO_LONG)) == 1 << month
    assert figure(replayed, 0, c.FIRST_DAY) == -1.0  # no port and no reserve is broken


@st.composite
def plans(draw):
    """Draw a plan without clashes, and slips for it."""
    visits, free = [], {}
    for place in range(draw(st.integers(2, 14))):
        port = draw(st.sampled_from(["aft", "zenith", "nadir"]))
        dock = free.get(port, 0) + draw(st.integers(0, 40))
        end = dock + draw(st.integers(5, 120))
        free[port] = end + 2
        chain = draw(st.sampled_from(["", "progress", "cygnus"]))
        second = draw(st.sampled_from([None, *sorted({"aft", "zenith", "nadir"} - {port})]))
        move = dock + draw(st.integers(1, 20))
        if second is not None and move < end and free.get(second, 0) <= move:
            free[port], free[second] = move + 2, end + 2
            more = {"next_port": second, "move_day": move}
        else:
            more = {}
        visits.append(
            CASE.cargo(f"s{place}", port, dock, end, chain=chain, gap_days=2, least_stay=5, **more)
        )
    slips = {one.ship: draw(st.integers(-20, 160)) for one in visits}
    lost = tuple(one.ship for one in visits if draw(st.integers(0, 9)) == 0)
    return plan(*visits, days=900), slips, lost


@given(plans())
def test_prop_waiting_ends_every_clash_and_nobody_comes_before_their_day(case):
    problem, slips, lost = case
    replayed = fixed(problem, slips, lost=lost)
    assert figure(replayed, 1, c.CLASHES) == 0.0
    comes = replayed.arrive[0] < NEVER
    assert (replayed.arrive[1][comes] >= replayed.arrive[0][comes]).all()
    assert (replayed.leave[1][comes] > replayed.arrive[1][comes]).all()
    assert {problem.ships[v] for v in np.flatnonzero(~comes)} == set(lost)


@given(plans())
def test_prop_a_chain_keeps_its_order(case):
    problem, slips, lost = case
    replayed = fixed(problem, slips, lost=lost)
    for way in range(2):
        for v, before in enumerate(problem.visits[:, c.CHAIN]):
            if before >= 0 and max(replayed.arrive[way, [v, before]]) < NEVER:
                assert replayed.arrive[way, before] <= replayed.arrive[way, v]


def test_a_ship_that_undocks_before_it_docks_is_refused():
    with pytest.raises(Exception, match="late: undocks before it docks"):
        plan(CASE.cargo("late", "aft", 100, 20))
