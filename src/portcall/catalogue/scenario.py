"""A scenario: a chase between two idealised orbits, to hold a profile against a published delta-v.

Model   Heights above the equatorial radius, of mean orbits. Ship and station start in planes that
        meet when the chase is over.
Valid   Near-circular low orbits; a station on a circle.
Source  Each figure names its own.
"""

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from portcall.catalogue.load import default_root
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Identifier, Record, SourcedTime
from portcall.core.errors import unknown_name
from portcall.core.sourced import Figure

_FOLDER = "scenarios"


class StartingOrbit(Record):
    """The ship's mean orbit at separation."""

    perigee_km: Figure = Field(description="above the equatorial radius")
    apogee_km: Figure
    inclination_deg: Figure = Field(description="mean")
    argument_of_latitude_deg: Figure = Field(description="of the ship at separation")
    argument_of_perigee_deg: Figure


class FlownBurn(Record):
    """One burn as reported."""

    name: Identifier
    met_s: Figure = Field(description="after lift-off")
    delta_v_m_s: Figure


class Scenario(Record):
    """Where a chase starts, what it must reach, and what the flight behind it spent."""

    id: Identifier
    name: str
    profile: Identifier
    vehicle: Identifier
    liftoff_utc: SourcedTime
    separation_met_s: Figure
    contact_met_s: Figure
    phase_deg: Figure = Field(description="station ahead of the ship at separation")
    station_altitude_km: Figure = Field(description="of the circle, above the equatorial radius")
    node_deg: Figure = Field(description="of the ship's plane at separation, mean equinox")
    start: StartingOrbit
    flown_burn: tuple[FlownBurn, ...] = Field(min_length=1)
    flown_delta_v_m_s: Figure
    note: str = ""


def scenario_names(root: Path | None = None) -> tuple[str, ...]:
    """Return the ids of the bundled scenarios, sorted."""
    return tuple(sorted(path.stem for path in ((root or default_root()) / _FOLDER).glob("*.toml")))


@lru_cache(maxsize=8)
def load_scenario(name: str, root: Path | None = None) -> Scenario:
    """Return a bundled scenario by id.

    Raises
    ------
    InputError
        No scenario of that name; the nearest is offered.

    Examples
    --------
    >>> load_scenario("two-orbit-chase").flown_delta_v_m_s.value
    110.7
    """
    if name not in scenario_names(root):
        raise unknown_name("scenario", name, scenario_names(root))
    return read_record((root or default_root()) / _FOLDER / f"{name}.toml", Scenario)
