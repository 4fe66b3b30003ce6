"""Routes of the service itself: is it well, what has it done, what does the catalogue offer."""

from functools import lru_cache

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from portcall import __version__
from portcall.board.server.desk import Desk, TheDesk
from portcall.board.server.metrics import resident_bytes, state_label
from portcall.board.server.refusal import Documented, errors, errors_beside_text
from portcall.board.server.requests import Faults, FaultView, Flights, FlightView, Health
from portcall.catalogue.load import Catalogue, list_flights
from portcall.docking.faults.fault_kinds import KINDS

router = APIRouter(tags=["service"])
GRAMMAR = "NAME[:UNIT][=SIZE][@WHEN][+LASTS]"
_STATES = ("waiting", "running", "done", "failed", "cancelled")
_TEXT: Documented = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}


def flights_of(desk: Desk) -> list[FlightView]:
    """Return the flights of the catalogue, in the order of launch."""
    return list(_flights(desk.catalogue))


@lru_cache(maxsize=4)
def _flights(catalogue: Catalogue) -> tuple[FlightView, ...]:
    return tuple(
        FlightView(
            id=one.id,
            name=one.official_name,
            nasa_name=one.nasa_name,
            vehicle=one.vehicle,
            site=one.site,
            port=one.port,
            profile=one.profile,
            launch_date=one.launch_date,
        )
        for one in list_flights(catalogue)
    )


@router.get("/health", responses=errors())
def health(desk: TheDesk) -> Health:
    """Say that the server is well."""
    plays, viewers = desk.stage.counts()
    return Health(
        status="ok",
        version=__version__,
        plays=plays,
        viewers=viewers,
        jobs_running=desk.jobs.counts()["running"],
    )


@router.get(
    "/metrics", response_class=PlainTextResponse, responses={**_TEXT, **errors_beside_text()}
)
def metrics(desk: TheDesk) -> PlainTextResponse:
    """Give what the server has counted, as Prometheus reads it."""
    plays, viewers = desk.stage.counts()
    states = desk.jobs.counts()
    gauges: dict[tuple[str, str], float] = {
        ("portcall_plays", ""): plays,
        ("portcall_viewers", ""): viewers,
        ("portcall_resident_bytes", ""): resident_bytes(),
        **{("portcall_jobs", state_label(one)): states[one] for one in _STATES},
    }
    return PlainTextResponse(desk.metrics.text(gauges))


@router.get("/flights", responses=errors())
def flights(desk: TheDesk) -> Flights:
    """List the flights that can be flown."""
    return Flights(flights=flights_of(desk))


@router.get("/faults", responses=errors())
def faults() -> Faults:
    """List the faults that can be injected."""
    return Faults(
        grammar=GRAMMAR,
        faults=[
            FaultView(
                name=one.name,
                meaning=one.meaning,
                unit=one.unit,
                size=one.size,
                size_unit=one.size_unit,
                flew=one.anchor,
            )
            for one in KINDS
        ],
    )
