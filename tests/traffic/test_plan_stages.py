"""What the planner does with small problems whose answers are known by hand."""

from dataclasses import replace
from datetime import date

import pytest
from plan_case import UNITY_BESIDE_RASSVET, cargo_ship, problem, with_stock

from portcall.stay.consumption import DailyRates
from portcall.traffic.plan.clash import smallest_clash
from portcall.traffic.plan.daily_truth import PlanDisagreesError, recount, require_agreement
from portcall.traffic.plan.problem import WalkTask
from portcall.traffic.plan.search import SolveEffort
from portcall.traffic.plan.stages import solve_stages

EFFORT = SolveEffort(first_stage=1.0, later_stage=0.05)
FIRST_DAY = date(2027, 1, 1)


def rates_of(case):
    rows = [*case.resources, case.trash]
    return DailyRates(
        base_g_day=tuple(one.base_g_day for one in rows),
        us_g_crew_day=tuple(one.us_g_day for one in rows),
        rs_g_crew_day=tuple(one.rs_g_day for one in rows),
        packing_g_per_kg=case.trash.packing_g_per_kg,
    )


def solved(case):
    stages, solution, _ = solve_stages(case, EFFORT)
    assert solution is not None
    return stages, solution


def test_a_free_ship_docks_on_its_nominal_day():
    stages, solution = solved(problem(cargo_ship("progress-1", 30)))
    assert stages[0].objective == stages[0].bound == 0
    assert solution.ships[0].start == 30


def test_two_ships_of_one_day_are_moved_apart_by_the_least():
    ships = [cargo_ship("progress-1", 30), cargo_ship("progress-2", 30, ports=("poisk-zenith",))]
    stages, solution = solved(problem(*ships, separation_days=2))
    days = sorted(done.start for done in solution.ships)
    assert days[1] - days[0] >= 2
    assert (stages[0].status, stages[0].objective) == ("optimal", 2)


def test_a_port_is_free_again_only_after_its_gap():
    first = cargo_ship("progress-1", 10, early=0, late=0, stay=(30, 30))
    second = replace(cargo_ship("progress-2", 41, late=20), gap_days={})
    stages, solution = solved(problem(replace(first, gap_days={"zvezda-aft": 4}), second))
    assert solution.ships[1].start == 44
    assert stages[0].objective == 3


def test_an_arrival_beside_an_occupied_berth_waits_or_the_ship_is_held_on_the_arm():
    beside = cargo_ship("cygnus-1", 10, early=0, late=0, ports=("unity-nadir",), stay=(60, 60))
    beside = replace(beside, vehicle="cygnus-xl", may_hold=True)
    comes = cargo_ship("progress-1", 40, early=0, late=0, ports=("rassvet-nadir",))
    case = problem(beside, comes, clearances=(UNITY_BESIDE_RASSVET,))
    _, solution = solved(case)
    off, back = solution.ships[0].hold
    assert off < 40 < back
    held = problem(replace(beside, may_hold=False), comes, clearances=(UNITY_BESIDE_RASSVET,))
    assert solve_stages(held, EFFORT)[0][0].status == "infeasible"
    assert {"clearance", "window"} <= {one.rule for one in smallest_clash(held)}


def test_a_spacewalk_keeps_its_days_clear():
    walk = WalkTask("EVA", (30,), 30, "quest", (), 0, 6.5)
    _, solution = solved(problem(cargo_ship("progress-1", 30), walks=(walk,)))
    assert abs(solution.ships[0].start - 30) > 2


def test_a_stock_pulls_its_ship_forward():
    late = cargo_ship("progress-1", 60, early=50)
    case = with_stock(problem(late, weeks=10), "food", 1000)
    _, solution = solved(case)
    # 1000 kg less 45 days at 12.04 kg a day last 38 days
    assert solution.ships[0].start < 38
    require_agreement(case, solution, recount(case, solution, FIRST_DAY, rates_of(case)))


def test_the_clash_of_a_starving_station_names_the_reserve_and_the_window():
    case = with_stock(problem(cargo_ship("progress-1", 60), weeks=10), "food", 1000)
    assert solve_stages(case, EFFORT)[0][0].status == "infeasible"
    clash = smallest_clash(case)
    assert {(one.rule, one.subject) for one in clash} == {
        ("reserve", "food"),
        ("window", "progress-1"),
    }


def test_the_clash_of_two_ships_on_one_port_names_both():
    ships = [cargo_ship(f"progress-{n}", 30 + n, early=3, late=3, stay=(40, 60)) for n in (1, 2)]
    clash = smallest_clash(problem(*ships))
    named = {one.subject for one in clash if one.rule in ("ports", "window", "stay")}
    assert named == {"progress-1", "progress-2"}


@pytest.mark.parametrize("fault", ["load", "date", "book"])
def test_the_daily_truth_finds_a_solver_that_lies(fault):
    case = problem(cargo_ship("progress-1", 30), weeks=10)
    case = with_stock(case, "food", 1300)
    _, solution = solved(case)
    done = solution.ships[0]
    if fault == "load":
        wrong = replace(done, load_kg=(done.load_kg[0] + 1, *done.load_kg[1:]))
        lie = replace(solution, ships=(wrong,))
    elif fault == "date":
        lie = replace(solution, ships=(replace(done, start=done.start + 7),))
    else:
        food = (*solution.stock_g[0][:-1], solution.stock_g[0][-1] + 1)
        lie = replace(solution, stock_g=(food, *solution.stock_g[1:]))
    with pytest.raises(PlanDisagreesError, match=r"recounted|g on"):
        require_agreement(case, lie, recount(case, lie, FIRST_DAY, rates_of(case)))
