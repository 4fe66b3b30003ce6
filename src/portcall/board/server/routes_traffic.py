"""Routes of the station: who is on which port, what is on board, and plans of both."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from portcall.board.server.desk import Desk, TheDesk
from portcall.board.server.orders import order_plan
from portcall.board.server.period import moment_of, period_of
from portcall.board.server.refusal import errors
from portcall.board.server.requests import PlanWanted, Scenarios, ScenarioView, ShipName
from portcall.board.server.station_now import station_at
from portcall.board.world.plans import read_plan
from portcall.board.world.ship_names import ship_name
from portcall.board.world.stocks import stocks_view
from portcall.board.world.traffic import traffic_view
from portcall.records.board_view import Job, RunSummary, StocksView, TrafficView
from portcall.records.station_state import StationState
from portcall.records.traffic_plan import TrafficPlan

router = APIRouter(tags=["station"])
Instant = Annotated[str | None, Query(description="UTC instant or date", max_length=40)]
From = Annotated[str | None, Query(alias="from", description="first day, UTC", max_length=40)]
To = Annotated[str | None, Query(description="last day, UTC", max_length=40)]
Plan = Annotated[str | None, Query(description="id of a plan", max_length=200)]


@router.get("/traffic", responses=errors(404, 422))
def traffic(desk: TheDesk, first: From = None, to: To = None, plan: Plan = None) -> TrafficView:
    """Show who is on which port, as recorded or as a plan has it."""
    begin, end = period_of(first, to)
    return traffic_view(desk.catalogue, begin, end, plan=_plan(desk, plan), plan_id=plan or "")


@router.get("/stocks", responses=errors(404, 422))
def stocks(desk: TheDesk, first: From = None, to: To = None, plan: Plan = None) -> StocksView:
    """Show what is on board, as estimated or as a plan has it."""
    begin, end = period_of(first, to)
    return stocks_view(desk.catalogue, begin, end, plan=_plan(desk, plan), plan_id=plan or "")


@router.get("/station", responses=errors(404, 422))
def station(desk: TheDesk, at: Instant = None) -> StationState:
    """Show the station at one instant, as `portcall station --at --json`; now without one."""
    moment = moment_of(at, "at") if at else datetime.now(UTC).replace(microsecond=0)
    return station_at(desk.catalogue, moment, desk.settings.db)


@router.get("/traffic/scenarios", responses=errors())
def scenarios(desk: TheDesk) -> Scenarios:
    """List the scenarios that can be planned, with the ships that are still to come."""
    from portcall.catalogue.traffic_scenario import (  # noqa: PLC0415  (few boards plan traffic)
        load_traffic_scenario,
        traffic_scenario_names,
    )

    loaded = [load_traffic_scenario(name) for name in traffic_scenario_names()]
    return Scenarios(
        scenarios=[
            ScenarioView(
                id=one.id,
                name=one.name,
                ships=[
                    ShipName(id=visit.ship, name=ship_name(desk.catalogue, visit.ship, {}))
                    for visit in sorted(one.visit, key=lambda visit: visit.dock.value)
                    if visit.docked_at is None
                ],
            )
            for one in loaded
        ]
    )


@router.get("/traffic/plans", responses=errors())
def plans(desk: TheDesk) -> tuple[RunSummary, ...]:
    """List the plans of traffic, newest first."""
    return tuple(run for run in desk.shelf.summaries() if run.kind == "plan")


@router.post("/traffic/plans", status_code=202, responses=errors(409, 415, 422, 429))
def make_plan(wanted: PlanWanted, desk: TheDesk) -> Job:
    """Plan the traffic of a scenario, with ships lost or late."""
    desk.shelf.require_room()
    return desk.jobs.submit(order_plan(wanted.scenario, wanted.lose, wanted.slip))


@router.get("/traffic/plans/{number}", responses={200: {"model": TrafficPlan}, **errors(404, 422)})
def one_plan(
    number: Annotated[str, Path(description="id of a plan", max_length=200)],
    desk: TheDesk,
) -> Response:
    """Give the bytes of a plan's plan.json."""
    return Response(desk.shelf.content(number, "plan.json"), media_type="application/json")


def _plan(desk: Desk, plan: str | None) -> TrafficPlan | None:
    if plan is None:
        return None
    desk.shelf.folder(plan)
    return read_plan(desk.shelf.root, plan)
