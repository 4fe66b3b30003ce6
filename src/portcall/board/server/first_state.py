"""The first state of the page, inlined so that it is complete before any script asks for more."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from pydantic import BaseModel

from portcall import __version__
from portcall.board.server.desk import Desk
from portcall.board.server.log_desk import log_page
from portcall.board.server.period import period_of
from portcall.board.server.refusal import error_body
from portcall.board.server.routes_service import flights_of
from portcall.board.server.shelf import ReadyScene
from portcall.board.world.stocks import stocks_view
from portcall.board.world.traffic import traffic_view
from portcall.catalogue.load import Catalogue
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


@lru_cache(maxsize=1)
def zones() -> str:
    """Return the zones that the page offers as JSON, those that people ask for first."""
    first = [{"id": zone, "name": name} for zone, name in _ZONES]
    named = {zone for zone, _ in _ZONES}
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in named)
    regions = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    kept = [zone for zone in others if zone.partition("/")[0] in regions]
    return _compact(first + [{"id": zone, "name": zone.replace("_", " ")} for zone in kept])


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _listed(models: Iterable[BaseModel]) -> str:
    return f"[{','.join(model.model_dump_json() for model in models)}]"


def chosen_run(runs: tuple[RunSummary, ...], wanted: str | None, first: str | None) -> str | None:
    """Return the run to show: the one asked for, else the board's first, else the newest."""
    if wanted:
        return wanted
    whole = [run.id for run in runs if run.kind == "visit" and run.damaged is None]
    return first if first in whole else next(iter(whole), None)


def _scene(desk: Desk, run: str | None) -> tuple[ReadyScene | None, PortcallError | None]:
    if run is None:
        remedy = "fly one: portcall fly progress-ms-31"
        return None, InputError("there is no run yet", where=str(desk.shelf.root), remedy=remedy)
    try:
        return desk.shelf.scene(run), None
    except PortcallError as why:
        return None, why


View = Callable[[Catalogue, datetime, datetime], BaseModel]


@lru_cache(maxsize=32)
def _view(make: View, catalogue: Catalogue, first: datetime, last: datetime) -> str:
    """Return a view of what the catalogue holds; made once for each span."""
    return make(catalogue, first, last).model_dump_json()


def _around(scene: Scene | None) -> tuple[datetime, datetime]:
    if scene is None:
        first, last = period_of(None, None)
        return first.replace(minute=0, second=0), last.replace(minute=0, second=0)
    first, last = scene.start_utc - _AROUND, scene.end_utc + _AROUND
    return period_of(format_utc(first), format_utc(last))


def _attempt(make: View, catalogue: Catalogue, scene: Scene | None) -> str:
    """Return a view of the days around a scene; null, and a line in the log, when it cannot be made."""
    try:
        return _view(make, catalogue, *_around(scene))
    except PortcallError as why:
        log.warning("the page goes without a part: %s", why)
        return "null"


def first_state(desk: Desk, wanted: str | None) -> dict[str, str]:
    """Return all that the page needs to draw itself, each part as JSON.

    Parameters
    ----------
    desk : Desk
        The server's.
    wanted : str or None
        The run that the address names.
    """
    runs = desk.shelf.summaries()
    ready, why = _scene(desk, chosen_run(runs, wanted, desk.settings.first_run))
    scene = None if ready is None else ready.scene
    try:
        head = log_page(desk.settings.db, _LOG_HEAD, None).entries
    except PortcallError as told:
        log.warning("the page goes without the log: %s", told)
        head = []
    return {
        "scene": "null" if ready is None else ready.content.decode(),
        "traffic": _attempt(traffic_view, desk.catalogue, scene),
        "stocks": _attempt(stocks_view, desk.catalogue, scene),
        "runs": _listed(runs),
        "jobs": _listed(job for job in desk.jobs.jobs() if job.ended_utc is None),
        "flights": _listed(flights_of(desk)),
        "zones": zones(),
        "version": _compact(__version__),
        "log_head": _compact(head),
        "error": "null" if why is None else error_body(why).error.model_dump_json(),
    }


def page_with(text: str, state: Mapping[str, str]) -> str:
    r"""Return the page with its first state inlined; nothing in the state can end the script.

    Examples
    --------
    >>> page_with("<script>__STATE__</script>", {"name": '"</script><b>"'})
    '<script>{"name":"\\u003c/script\\u003e\\u003cb\\u003e"}</script>'
    """
    inlined = f"{{{','.join(f'{_compact(name)}:{part}' for name, part in state.items())}}}"
    for sign in "<>&":
        inlined = inlined.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace(PLACEHOLDER, inlined)
