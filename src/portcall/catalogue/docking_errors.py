"""How large the errors of an approach are: what the runs of a docking campaign are drawn from.

Model   One-sigma figures of independent Gaussian errors, unless the field says otherwise. A run first
        draws each figure from its own range, `low` to `high`, and then the error from the figure.
Valid   Ships of today at a station of today. Nearly all are estimates, and say so.
Source  Each figure names its own.
"""

from functools import lru_cache
from pathlib import Path

from portcall.catalogue.load import default_root
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Record
from portcall.core.sourced import Figure


class GateErrors(Record):
    """How the ship arrives where the approach begins, and what it believes of that."""

    position_m: Figure
    velocity_m_s: Figure
    known_position_m: Figure
    known_velocity_m_s: Figure
    attitude_deg: Figure
    rate_deg_s: Figure


class ShipErrors(Record):
    """What the ship's mass properties differ by from those in its computer."""

    mass_fraction: Figure
    center_of_mass_m: Figure


class ThrusterErrors(Record):
    """What a thruster gives that differs from its data sheet."""

    common_gain_fraction: Figure
    own_gain_fraction: Figure
    misalignment_deg: Figure
    pulse_scatter_s: Figure
    engine_gain_fraction: Figure
    engine_pointing_deg: Figure


class StationErrors(Record):
    """How the station moves about its nominal attitude, and where its port's antenna really is."""

    attitude_offset_deg: Figure
    dead_band_deg: Figure
    rate_deg_s: Figure
    port_antenna_m: Figure


class AirErrors(Record):
    """Error of the density's natural logarithm."""

    log_density: Figure


class DockingErrors(Record):
    """All that a docking run is drawn from, beside the errors of its sensors."""

    gate: GateErrors
    ship: ShipErrors
    thruster: ThrusterErrors
    station: StationErrors
    air: AirErrors


@lru_cache(maxsize=8)
def load_docking_errors(root: Path | None = None) -> DockingErrors:
    """Return the errors of an approach of a catalogue folder; without a folder, of the default one.

    Examples
    --------
    >>> load_docking_errors().station.rate_deg_s.value
    0.005
    """
    return read_record((root or default_root()) / "docking-errors.toml", DockingErrors)
