"""A plan and its problem as the replays read them: days, people, moves, and the plan's own stocks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.records.stocks import BOOKS, RESOURCES
from portcall.records.traffic_plan import (
    PlannedMove,
    PlannedVisit,
    PlanTiming,
    StockSeries,
    TrafficPlan,
)
from portcall.stay.consumption import DailyRates
from portcall.stay.daily_stocks import Delivery, Removal, daily_stocks
from portcall.traffic.plan.problem import (
    Crew,
    PlanLimits,
    PlanProblem,
    ResourceTask,
    ShipTask,
    TrashTask,
)
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.from_plan import AT_ONCE, risk_of_plan, with_other_use
from portcall.traffic.risk.replays import replay_run
from portcall.traffic.risk.slip_model import no_slips

FIRST = datetime(2026, 11, 2, tzinfo=UTC)
WEEKS = 60
SLIPS = load_catalogue().slips()
RATES = DailyRates(
    base_g_day=(0, 1_000, 1_000, 8_000, 3_000, 1_000),
    us_g_crew_day=(1_700, 1_500, 400, 0, 1_300, 1_500),
    rs_g_crew_day=(1_800, 1_400, 400, 0, 1_200, 1_400),
    packing_g_per_kg=250,
)
WALK_GAS_G, WALK_DAY = 21_000, 50


def task(ship, vehicle, role, day, stay, ports, **more):
    gaps = {"zvezda-aft": 2, "rassvet-nadir": 1}
    return ShipTask(
        ship=ship,
        vehicle=vehicle,
        role=role,
        days=(day,),
        nominal_day=day,
        stay=(30, 240),
        nominal_stay=stay,
        ports=ports,
        gap_days=gaps,
        most_kg=(0,) * 5,
        cabin_kg=0,
        total_kg=0,
        trash_kg=0,
        **more,
    )


def visit(ship, vehicle, role, day, end, port, **more):
    def utc(count):
        return FIRST + timedelta(count)

    values = {"manifest_kg": {}, "trash_kg": 0.0, "crew_up": 0, "crew_down": 0, **more}
    return PlannedVisit(
        ship=ship,
        vehicle=vehicle,
        role=role,
        port=port,
        dock_utc=utc(day),
        undock_utc=utc(end),
        docked_before=day < 0,
        nominal_dock_utc=utc(day),
        moved_days=0,
        date_basis="docked" if day < 0 else "plane pass and lighting",
        **values,
    )


LOAD_KG = {"food": 600.0, "water": 420.0, "gas": 50.0, "propellant": 800.0, "dry": 900.4}
SOYUZ = {"up": Crew(1, 2), "down": Crew(1, 2), "rotation": "soyuz"}
TASKS = (
    task("soyuz-a", "soyuz-ms", "crew", -100, 190, ("rassvet-nadir",), **SOYUZ),
    task("soyuz-b", "soyuz-ms", "crew", 80, 190, ("prichal-nadir",), **SOYUZ),
    task("progress-a", "progress-ms", "cargo", -20, 170, ("zvezda-aft",)),
    task("progress-b", "progress-ms", "cargo", 122, 170, ("zvezda-aft",)),
    task("dragon", "cargo-dragon", "cargo", 60, 32, ("harmony-forward", "harmony-zenith")),
)
VISITS = (
    visit("soyuz-a", "soyuz-ms", "crew", -100, 90, "rassvet-nadir"),
    visit("soyuz-b", "soyuz-ms", "crew", 80, 270, "prichal-nadir"),
    visit("progress-a", "progress-ms", "cargo", -20, 120, "zvezda-aft", trash_kg=900.0),
    visit("progress-b", "progress-ms", "cargo", 122, 290, "zvezda-aft", manifest_kg=LOAD_KG),
    visit(
        "dragon",
        "cargo-dragon",
        "cargo",
        60,
        92,
        "harmony-forward",
        manifest_kg={"food": 500.0},
        move=PlannedMove(
            utc=FIRST + timedelta(75), from_port="harmony-forward", to_port="harmony-zenith"
        ),
    ),
)


def problem():
    def resource(place, name):
        return ResourceTask(
            name,
            4_000_000,
            RATES.base_g_day[place],
            RATES.us_g_crew_day[place],
            RATES.rs_g_crew_day[place],
            10**9,
            500_000,
            10_000,
            45,
            180,
            0,
        )

    trash = TrashTask(
        500_000, RATES.base_g_day[5], RATES.us_g_crew_day[5], RATES.rs_g_crew_day[5], 10**9, 250
    )
    return PlanProblem(
        WEEKS,
        tuple({one.port for one in VISITS}),
        TASKS,
        (),
        tuple(resource(place, name) for place, name in enumerate(RESOURCES)),
        trash,
        Crew(4, 3),
        PlanLimits(separation_days=2),
    )


def stocks():
    """Return the plan's stocks, counted by the station's own books, with a spacewalk's gas."""
    days = 7 * WEEKS
    first = FIRST.date()
    crew = np.tile([4, 3], (days, 1))
    crew[80:] += (1, 2)
    crew[90:] -= (1, 2)
    crew[270:] -= (1, 2)
    draws = np.zeros((days, 6), np.int64)
    draws[WALK_DAY, BOOKS.index("gas")] = WALK_GAS_G
    deliveries, removals = [], []
    for one in VISITS:
        load = {name: round(1000 * kg) for name, kg in one.manifest_kg.items()}
        dock, undock = one.dock_utc.date(), one.undock_utc.date()
        deliveries.append(Delivery(one.ship, dock, undock, load))
        removals.append(Removal(one.ship, undock, round(1000 * one.trash_kg), dock_day=dock))
    start = dict.fromkeys(RESOURCES, 4_000_000) | {"trash": 500_000}
    return daily_stocks(
        first, days, start, crew, deliveries, removals, RATES, pace=AT_ONCE, draws_g=draws
    ).stocks_g


def plan(**changes):
    def series(place, name):
        amounts = stocks()[:, place] / 1000
        low, high = int(amounts.argmin()), int(amounts.argmax())
        return StockSeries(
            resource=name,
            amount_kg=tuple(amounts.tolist()),
            lowest_kg=float(amounts[low]),
            lowest_utc=FIRST + timedelta(low),
            highest_kg=float(amounts[high]),
            highest_utc=FIRST + timedelta(high),
        )

    made = TrafficPlan(
        scenario="stand-in",
        station="iss",
        status="optimal",
        first_day_utc=FIRST,
        last_day_utc=FIRST + timedelta(7 * WEEKS),
        solver="none",
        visits=VISITS,
        stocks=tuple(series(place, name) for place, name in enumerate(BOOKS)),
        timing=PlanTiming(build_s=0.0, solve_s=0.0, truth_s=0.0),
    )
    return made.model_copy(update=changes)


def test_a_replay_without_slips_has_the_stocks_of_the_plan_to_the_gram():
    tables, off_g = with_other_use(risk_of_plan(plan(), problem(), SLIPS), plan())
    assert off_g == 0
    assert tables.draws_g[WALK_DAY, BOOKS.index("gas")] == WALK_GAS_G
    assert tables.draws_g.sum() == WALK_GAS_G
    replayed = replay_run(tables, no_slips(len(VISITS)), 1, 0)
    for way in range(2):
        assert np.array_equal(replayed.stocks_g[way], stocks())


def test_books_that_cannot_be_the_plans_are_told():
    other = problem()
    hungrier = (replace(other.resources[0], us_g_day=5_000), *other.resources[1:])
    tables = risk_of_plan(plan(), replace(other, resources=hungrier), SLIPS)
    assert with_other_use(tables, plan())[1] > 0


def test_crews_cargo_chains_and_moves_are_the_plans():
    tables = risk_of_plan(plan(), problem(), SLIPS)
    assert tables.ships == ("soyuz-a", "progress-a", "dragon", "soyuz-b", "progress-b")
    rows = dict(zip(tables.ships, tables.visits, strict=True))
    assert rows["soyuz-a"][c.RELIEF] == tables.ships.index("soyuz-b")
    assert rows["soyuz-a"][c.OVERLAP] == 10
    assert rows["progress-b"][c.CHAIN] == tables.ships.index("progress-a")
    assert rows["progress-a"][c.GAP] == 2
    assert rows["dragon"][c.MOVE_DAY] == 75
    assert tables.ports[rows["dragon"][c.NEXT_PORT]] == "harmony-zenith"
    assert rows["dragon"][c.CHAIN] == -1
    assert rows["progress-b"][c.MOST_STAY] == 240


def test_a_plan_without_visits_and_a_ship_of_another_scenario_are_refused():
    with pytest.raises(InputError, match="holds no visits; give a plan that was found"):
        risk_of_plan(plan(visits=(), status="infeasible"), problem(), SLIPS)
    fewer = replace(problem(), ships=TASKS[1:])
    with pytest.raises(InputError, match="the scenario has no ship 'soyuz-a'"):
        risk_of_plan(plan(), fewer, SLIPS)
    with pytest.raises(InputError, match="no stocks of food"):
        with_other_use(risk_of_plan(plan(), problem(), SLIPS), plan(stocks=()))
