"""A scenario of six ships, and the plan in which everybody comes on the nominal day."""

from datetime import UTC, datetime, time, timedelta

from portcall.catalogue.load import load_catalogue
from portcall.catalogue.read import parse_record
from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.records.stocks import BOOKS
from portcall.records.traffic_plan import PlannedVisit, PlanTiming, StockSeries, TrafficPlan
from portcall.traffic.plan.books import open_books
from portcall.traffic.plan.changes import Changes
from portcall.traffic.plan.from_scenario import plan_problem
from portcall.traffic.risk.from_plan import risk_of_plan
from portcall.traffic.risk.replays import replay_run
from portcall.traffic.risk.slip_model import no_slips

LOAD_KG = {"food": 500.0, "water": 420.0, "gas": 40.0, "propellant": 600.0, "dry": 900.0}
PORTS = {
    "soyuz-a": "rassvet-nadir",
    "soyuz-b": "prichal-nadir",
    "progress-a": "zvezda-aft",
    "progress-b": "zvezda-aft",
    "progress-c": "poisk-zenith",
    "cygnus-a": "unity-nadir",
}
_FIGURE = '{{ value = {0}, status = "estimated", source = "a test", low = {1}, high = {2} }}'


def _figure(value, low=None, high=None):
    return _FIGURE.format(value, value if low is None else low, value if high is None else high)


def _visit(ship, vehicle, role, day, stay, *, docked=False):
    people = 'crew_up = { us = 1, rs = 2 }\ncrew_down = { us = 1, rs = 2 }\nrotation = "soyuz"\n'
    where = f'docked_at = "{PORTS[ship]}"' if docked else f'ports = ["{PORTS[ship]}"]'
    return (
        f'[[visit]]\nship = "{ship}"\nvehicle = "{vehicle}"\nrole = "{role}"\n'
        f'dock = {{ value = "{day}", status = "estimated", source = "a test", plus_minus_s = 1 }}\n'
        f"stay_days = {_figure(stay, 30, 250)}\n{where}\n{people if role == 'crew' else ''}"
    )


def scenario_text(weeks=40):
    """Return the scenario as TOML."""
    stocks = {
        "food": 1500,
        "water": 2000,
        "gas": 500,
        "propellant": 3000,
        "dry": 3000,
        "trash": 500,
    }
    rules = {
        "lost_flight_days": 30, "lost_flight_weeks": 10, "separation_days": 2,
        "spacewalk_spacing_days": 7, "hold_days": 7, "option_cost_days": 30, "node_deg": 170,
        "node_rate_deg_day": -4.944,
    }  # fmt: skip
    parts = [
        (
            f'id = "small"\nname = "Six ships"\nstart = 2026-05-01\nweeks = {weeks}\n'
            "crew = { us = 4, rs = 3 }\nreserve_crew = { us = 4, rs = 3 }\n"
            '[state]\nstatus = "estimated"\nsource = "a test"\n[rules]'
        ),
        *(f"{name} = {_figure(value)}" for name, value in rules.items()),
        *(
            f'[[stock]]\nresource = "{name}"\namount_kg = {_figure(kg)}\nmost_kg = {_figure(20000)}'
            for name, kg in stocks.items()
        ),
        _visit("soyuz-a", "soyuz-ms", "crew", "2026-01-10", 180, docked=True),
        _visit("progress-a", "progress-ms", "cargo", "2026-02-10", 120, docked=True),
        _visit("soyuz-b", "soyuz-ms", "crew", "2026-06-29", 190),
        _visit("progress-b", "progress-ms", "cargo", "2026-06-14", 170),
        _visit("progress-c", "progress-ms", "cargo", "2026-08-20", 150),
        _visit("cygnus-a", "cygnus-xl", "cargo", "2026-07-20", 100),
    ]
    return "\n".join(parts) + "\n"


def scenario():
    """Return the scenario."""
    return parse_record(scenario_text().encode(), TrafficScenario, where="small.toml")


def plan():
    """Return its plan: every ship on its nominal day, stocks as the books count them."""
    chosen = scenario()
    problem = plan_problem(chosen, open_books(load_catalogue(), chosen), Changes(slips={}, lost=()))
    first = datetime.combine(chosen.start, time(), UTC)
    visits = []
    for one in chosen.visit:
        dock = one.dock.utc
        cargo = one.role == "cargo" and one.docked_at is None
        visits.append(
            PlannedVisit(
                ship=one.ship,
                vehicle=one.vehicle,
                role=one.role,
                port=PORTS[one.ship],
                dock_utc=dock,
                undock_utc=dock + timedelta(one.stay_days.value),
                docked_before=one.docked_at is not None,
                nominal_dock_utc=dock,
                moved_days=0,
                date_basis="docked" if one.docked_at else "plane pass and lighting",
                manifest_kg=LOAD_KG if cargo else {},
                trash_kg=1000.0 if one.role == "cargo" else 0.0,
                crew_up=one.crew_up.us + one.crew_up.rs,
                crew_down=one.crew_down.us + one.crew_down.rs,
            )
        )
    bare = TrafficPlan(
        scenario="small",
        station="iss",
        status="feasible",
        first_day_utc=first,
        last_day_utc=first + timedelta(7 * chosen.weeks),
        solver="none",
        visits=tuple(visits),
        timing=PlanTiming(build_s=0.0, solve_s=0.0, truth_s=0.0),
    )
    tables = risk_of_plan(bare, problem, load_catalogue().slips())
    stocks_g = replay_run(tables, no_slips(len(visits)), 1, 0).stocks_g[0]
    return bare.model_copy(
        update={
            "stocks": tuple(
                StockSeries(
                    resource=name,
                    amount_kg=tuple((stocks_g[:, place] / 1000).tolist()),
                    lowest_kg=float(stocks_g[:, place].min() / 1000),
                    lowest_utc=first,
                    highest_kg=float(stocks_g[:, place].max() / 1000),
                    highest_utc=first,
                )
                for place, name in enumerate(BOOKS)
            )
        }
    )
