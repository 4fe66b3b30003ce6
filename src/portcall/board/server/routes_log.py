"""Routes of the station log: read it, add to it."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from portcall.board.server.desk import TheDesk
from portcall.board.server.limits import LOG_PAGE
from portcall.board.server.log_desk import log_page, record
from portcall.board.server.refusal import Refused, errors, status_of
from portcall.board.server.requests import LogPage, Recorded
from portcall.core.errors import DataError

router = APIRouter(tags=["log"])
_EVENT = Body(
    description="an event as `portcall log` writes it: kind, happened_utc and the kind's own keys",
    examples=[
        {
            "kind": "undocked",
            "happened_utc": "2026-03-16T13:24:00Z",
            "ship": "progress-ms-31",
            "author": "A. Reporter",
        }
    ],
)


@router.get("/log", responses=errors(404, 409, 422))
def read(
    desk: TheDesk,
    limit: Annotated[int, Query(ge=1, le=LOG_PAGE)] = 50,
    before: Annotated[str | None, Query(max_length=80)] = None,
) -> LogPage:
    """Give events, the one recorded last first; `before` goes on from an earlier answer."""
    return log_page(desk.settings.db, limit, before)


@router.post("/log", status_code=201, responses=errors(409, 415, 422))
def add(desk: TheDesk, event: Annotated[dict[str, Any], _EVENT]) -> Recorded:
    """Record one event; the same id with the same words may be sent again."""
    try:
        return record(desk.settings.db, event, desk.settings.author)
    except DataError as why:
        raise Refused(status_of(why, missing=409), why.what, where=why.where) from None
