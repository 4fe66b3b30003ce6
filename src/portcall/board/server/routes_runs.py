"""Routes of runs: what there is, what a run holds, a new run, a run less."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from portcall.board.server.desk import Desk, TheDesk
from portcall.board.server.orders import Order, order_fault, order_flight, order_upload
from portcall.board.server.refusal import Documented, Refused, errors
from portcall.board.server.requests import Deleted, RunWanted
from portcall.board.server.upload_check import checked_upload
from portcall.records.board_view import Job, RunSummary
from portcall.records.scene import Scene

router = APIRouter(tags=["runs"])
Run = Annotated[str, Path(description="id of a run", max_length=200)]
_MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "geojson": "application/geo+json",
}
_NOT_SHOWN = "application/octet-stream"  # a browser stores it and runs nothing of it
_ANY_FILE: Documented = {
    200: {"content": {_NOT_SHOWN: {"schema": {"type": "string", "format": "binary"}}}}
}
_JSON_FILE: Documented = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}


@router.get("/runs", responses=errors())
def runs(desk: TheDesk) -> tuple[RunSummary, ...]:
    """List every run, newest first; a damaged one says what is wrong with it."""
    return desk.shelf.summaries()


@router.post("/runs", status_code=202, responses=errors(404, 409, 415, 422, 429))
def make_run(wanted: RunWanted, desk: TheDesk) -> Job:
    """Fly a flight, as it is or with one decision changed; or a visit from an uploaded file."""
    desk.shelf.require_room()
    if wanted.of is not None:
        desk.shelf.folder(wanted.of)
    return desk.jobs.submit(_order(desk, wanted))


@router.get("/runs/{run}", responses=errors(404, 422))
def one_run(run: Run, desk: TheDesk) -> RunSummary:
    """Describe one run and its files."""
    return desk.shelf.summary(run)


@router.delete("/runs/{run}", responses=errors(404, 409, 422))
def delete_run(run: Run, desk: TheDesk) -> Deleted:
    """Delete a run that holds nothing but its own files."""
    desk.shelf.delete(run)
    return Deleted(deleted=run)


@router.get("/runs/{run}/scene", responses={200: {"model": Scene}, **errors(404, 422)})
def scene(run: Run, desk: TheDesk) -> Response:
    """Give all that the board shows of a run."""
    return Response(desk.shelf.scene(run).content, media_type="application/json")


@router.get("/runs/{run}/visit", responses={**_JSON_FILE, **errors(404, 422)})
def visit(run: Run, desk: TheDesk) -> Response:
    """Give the bytes of the run's visit.json."""
    return Response(desk.shelf.content(run, "visit.json"), media_type="application/json")


@router.get("/runs/{run}/files/{name}", responses={**_ANY_FILE, **errors(404, 422)})
def file(run: Run, name: Annotated[str, Path(max_length=200)], desk: TheDesk) -> Response:
    """Give one file that the run's manifest lists, to be stored."""
    content = desk.shelf.content(run, name)
    kind = _MEDIA.get(name.rpartition(".")[2], _NOT_SHOWN)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _order(desk: Desk, wanted: RunWanted) -> Order:
    changes = (wanted.launch_date, wanted.port, wanted.profile, wanted.fault)
    if wanted.visit_toml is not None:
        if wanted.flight is not None or any(one is not None for one in changes):
            remedy = "change the file, or name a flight of the catalogue"
            raise Refused(422, "a visit_toml stands alone", where="visit_toml", remedy=remedy)
        return order_upload(checked_upload(wanted.visit_toml), wanted.visit_toml)
    if wanted.flight is None:
        raise Refused(422, "no flight is named", where="flight", remedy="see /api/v1/flights")
    if wanted.fault is None:
        return order_flight(
            desk.catalogue,
            wanted.flight,
            launch_date=wanted.launch_date,
            port=wanted.port,
            profile=wanted.profile,
            of=wanted.of,
        )
    if wanted.launch_date is not None or wanted.profile is not None:
        remedy = "ask for the fault alone: it is flown from the flight's own arrival"
        raise Refused(
            422, "a fault goes with no other date or profile", where="fault", remedy=remedy
        )
    return order_fault(desk.catalogue, wanted.flight, wanted.fault, port=wanted.port, of=wanted.of)
