"""How large the errors of a flight are: what the samples of a dispersed visit are drawn from.

Model   One-sigma figures of independent Gaussian errors; the density's is of its natural logarithm.
Valid   Soyuz-launched ships with satellite navigation. Nearly all are estimates, and say so.
Source  Each figure names its own.
"""

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from portcall.catalogue.load import default_root
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Record
from portcall.core.sourced import Figure


class InsertionErrors(Record):
    """Errors of the orbit at separation, mean elements."""

    semi_major_axis_m: Figure
    perigee_m: Figure
    inclination_deg: Figure
    node_deg: Figure
    phase_deg: Figure


class AirErrors(Record):
    """Error of the density's natural logarithm, ship and station alike."""

    fitted_log_density: Figure
    unfitted_log_density: Figure


class NavigationErrors(Record):
    """What is not known of ship and station when a burn is set."""

    chaser_position_m: Figure
    chaser_velocity_m_s: Figure
    station_along_m: Figure
    station_along_after_day_m: Figure
    station_across_m: Figure
    radar_range_m: Figure
    radar_range_rate_m_s: Figure
    radar_angle_deg: Figure
    radar_smoothing_s: Figure = Field(description="time over which angles are averaged")


class BurnErrors(Record):
    """How a burn differs from what was commanded."""

    size_fraction: Figure
    cutoff_m_s: Figure
    pointing_deg: Figure
    thrusters_below_m_s: Figure = Field(
        description="not an error: smaller burns are the thrusters'"
    )
    thruster_fraction: Figure


class ClosedLoop(Record):
    """When burns are set anew."""

    tracked_after_s: Figure
    ground_lead_s: Figure
    onboard_lead_s: Figure
    last_correction_s: Figure
    long_leg_s: Figure


class GateTolerance(Record):
    """How far from the arrival gate the docking phase can still take over."""

    tolerance_m: Figure
    tolerance_m_s: Figure


class DeorbitErrors(Record):
    """How a deorbit differs from its plan, beside the errors of the burn itself."""

    ignition_s: Figure
    thrust_fraction: Figure = Field(description="the cut-off is by speed, so it moves the duration")
    mass_fraction: Figure
    along_track_m: Figure


class ErrorModel(Record):
    """All that a dispersed flight is drawn from."""

    insertion: InsertionErrors
    air: AirErrors
    navigation: NavigationErrors
    burn: BurnErrors
    closed_loop: ClosedLoop
    gate: GateTolerance
    deorbit: DeorbitErrors


@lru_cache(maxsize=8)
def load_error_model(root: Path | None = None) -> ErrorModel:
    """Return the error model of a catalogue folder; without a folder, of the default one.

    Examples
    --------
    >>> load_error_model().gate.tolerance_m.value
    500.0
    """
    return read_record((root or default_root()) / "dispersions.toml", ErrorModel)
