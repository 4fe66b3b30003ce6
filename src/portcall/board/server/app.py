"""The application: guard, routes, and errors in one form."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portcall import __version__
from portcall.board.server import (
    routes_jobs,
    routes_log,
    routes_page,
    routes_plays,
    routes_press,
    routes_runs,
    routes_service,
    routes_traffic,
)
from portcall.board.server.desk import desk_for
from portcall.board.server.guard import Guard
from portcall.board.server.refusal import Refused, error_response, status_of
from portcall.board.server.settings import API, Settings
from portcall.core.errors import PortcallError

_API_ROUTES = (
    routes_service,
    routes_runs,
    routes_jobs,
    routes_plays,
    routes_traffic,
    routes_log,
    routes_press,
)


def create_app(settings: Settings) -> FastAPI:
    """Return the board's application; `app.state.desk` holds what its routes share.

    Parameters
    ----------
    settings : Settings
        What the board is started with.
    """
    app = FastAPI(
        title="portcall board",
        summary="Visits to a space station: runs, scenes, plays, traffic, stocks and the log.",
        version=__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    desk = desk_for(settings)
    app.state.desk = desk
    app.include_router(routes_page.router)  # first: a page asks for its files at once
    for module in _API_ROUTES:
        app.include_router(module.router, prefix=API)
    app.add_exception_handler(PortcallError, _told)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _plain)
    app.add_middleware(Guard, settings=settings, metrics=desk.metrics)
    return app


def _told(_: Request, why: Exception) -> Response:
    assert isinstance(why, PortcallError)  # noqa: S101  (registered for it)
    return error_response(status_of(why), why)


def _unfit(_: Request, why: Exception) -> Response:
    """Say the first of what does not fit, with its place."""
    assert isinstance(why, RequestValidationError)  # noqa: S101  (registered for it)
    first: dict[str, Any] = dict(why.errors()[0])
    where = ".".join(str(part) for part in first.get("loc", ()))
    given = first.get("input")
    value = "" if isinstance(given, (dict, list)) or given is None else str(given)
    what = str(first.get("msg", "")).removeprefix("Value error, ")
    return error_response(422, Refused(422, what or "it does not fit", where=where), value)


def _plain(_: Request, why: Exception) -> Response:
    assert isinstance(why, HTTPException)  # noqa: S101  (registered for it)
    words = {404: "there is no such page", 405: "this address takes another method"}
    said = Refused(why.status_code, words.get(why.status_code, str(why.detail)))
    answer = error_response(why.status_code, said)
    for name, value in (why.headers or {}).items():
        answer.headers[name] = value
    return answer
