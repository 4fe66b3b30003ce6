"""Routes of the page: itself, its files, and the report of a run."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from portcall.board.server.desk import TheDesk
from portcall.board.server.first_state import first_state, page_with
from portcall.board.server.headers import report_policy
from portcall.board.server.refusal import Refused
from portcall.board.server.web_files import page_text, web_file

router = APIRouter(include_in_schema=False)
REPORT = "report.html"


@router.get("/")
def page(desk: TheDesk, run: Annotated[str | None, Query(max_length=200)] = None) -> HTMLResponse:
    """Give the board."""
    return HTMLResponse(page_with(page_text(), first_state(desk, run)))


@router.get("/favicon.ico")
def icon() -> Response:
    """Give nothing: the page brings its own."""
    return Response(status_code=204)


@router.get("/static/{name}")
async def static(name: str, request: Request) -> Response:
    """Give one file of the page; a browser that has it asks whether it still holds."""
    found = web_file(name)
    if found is None:
        raise Refused(404, "the page has no such file", where="path")
    headers = {"etag": found.etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


@router.get("/runs/{run}/report")
def report(run: str, desk: TheDesk) -> Response:
    """Give a run's report, in an origin of its own."""
    content = desk.shelf.content(run, REPORT)
    headers = {"content-security-policy": report_policy(content)}
    return HTMLResponse(content, headers=headers)
