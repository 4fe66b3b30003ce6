"""The first state of the page, inlined so that it is complete before any script asks for more."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from pydantic import BaseModel

from portcall import __version__
from portcall.board.server.desk import Desk
from portcall.board.server.log_desk import log_page
from portcall.board.server.period import period_of
from portcall.board.server.refusal import error_body
from portcall.board.server.routes_service import flights_of
from portcall.board.world.stocks import stocks_view
from portcall.board.world.traffic import traffic_view
from portcall.core.errors import InputError, PortcallError
from portcall.core.time import format_utc
from portcall.records.board_view import RunSummary
from portcall.records.scene import Scene

log = logging.getLogger("portcall.board")
_LOG_HEAD = 20
_AROUND = timedelta(days=30)
# where those are who care most: control centers, crews' homes, launch sites
_ZONES = (
    ("UTC", "UTC"),
    ("Europe/Moscow", "Moscow"),
    ("America/Chicago", "Houston"),
    ("Asia/Qyzylorda", "Baikonur"),
    ("America/New_York", "Florida and Virginia"),
    ("Europe/Berlin", "Munich and Cologne"),
    ("Asia/Tokyo", "Tsukuba and Tanegashima"),
    ("America/Los_Angeles", "Hawthorne"),
    ("America/Toronto", "Montreal"),
)
PLACEHOLDER = "__STATE__"


def zones() -> list[dict[str, str]]:
    """Return the zones that the page offers, those that people ask for first."""
    first = [{"id": zone, "name": name} for zone, name in _ZONES]
    named = {zone for zone, _ in _ZONES}
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in named)
    regions = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    kept = [zone for zone in others if zone.partition("/")[0] in regions]
    return first + [{"id": zone, "name": zone.replace("_", " ")} for zone in kept]


def _json(model: BaseModel | None) -> object:
    return None if model is None else json.loads(model.model_dump_json())


def chosen_run(runs: tuple[RunSummary, ...], wanted: str | None, first: str | None) -> str | None:
    """Return the run to show: the one asked for, else the board's first, else the newest."""
    if wanted:
        return wanted
    whole = [run.id for run in runs if run.kind == "visit" and run.damaged is None]
    return first if first in whole else next(iter(whole), None)


def _scene(desk: Desk, run: str | None) -> tuple[Scene | None, PortcallError | None]:
    if run is None:
        remedy = "fly one: portcall fly progress-ms-31"
        return None, InputError("there is no run yet", where=str(desk.shelf.root), remedy=remedy)
    try:
        return desk.shelf.scene(run).scene, None
    except PortcallError as why:
        return None, why


def _attempt(make: Callable[[datetime, datetime], BaseModel], scene: Scene | None) -> object:
    """Return a view of the days around a scene; None, and a line in the log, when it cannot be made."""
    try:
        if scene is None:
            return _json(make(*period_of(None, None)))
        first, last = scene.start_utc - _AROUND, scene.end_utc + _AROUND
        return _json(make(*period_of(format_utc(first), format_utc(last))))
    except PortcallError as why:
        log.warning("the page goes without a part: %s", why)
        return None


def first_state(desk: Desk, wanted: str | None) -> dict[str, object]:
    """Return all that the page needs to draw itself.

    Parameters
    ----------
    desk : Desk
        The server's.
    wanted : str or None
        The run that the address names.
    """
    runs = desk.shelf.summaries()
    scene, why = _scene(desk, chosen_run(runs, wanted, desk.settings.first_run))
    try:
        head = log_page(desk.settings.db, _LOG_HEAD, None).entries
    except PortcallError as told:
        log.warning("the page goes without the log: %s", told)
        head = []
    return {
        "scene": _json(scene),
        "traffic": _attempt(lambda a, b: traffic_view(desk.catalogue, a, b), scene),
        "stocks": _attempt(lambda a, b: stocks_view(desk.catalogue, a, b), scene),
        "runs": [_json(run) for run in runs],
        "flights": [_json(flight) for flight in flights_of(desk)],
        "zones": zones(),
        "version": __version__,
        "log_head": head,
        "error": None if why is None else error_body(why).model_dump()["error"],
    }


def page_with(text: str, state: dict[str, object]) -> str:
    r"""Return the page with its first state inlined; nothing in the state can end the script.

    Examples
    --------
    >>> page_with("<script>__STATE__</script>", {"name": "</script><b>"})
    '<script>{"name":"\\u003c/script\\u003e\\u003cb\\u003e"}</script>'
    """
    inlined = json.dumps(state, separators=(",", ":"))
    for sign in "<>&":
        inlined = inlined.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace(PLACEHOLDER, inlined)
