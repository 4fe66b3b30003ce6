"""How a ship leaves its station: springs, burns, and whether it could drift back."""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc, Vector


class SeparationBurnFlown(FrozenRecord):
    """One burn away from the station, as flown; direction of the acceleration in the ship's LVLH."""

    name: str
    start_utc: Utc
    duration_s: float
    delta_v_m_s: float
    direction_lvlh: Vector
    propellant_kg: float


class PassiveSafety(FrozenRecord):
    """One way the departure can go without any further burn, judged over the free drift.

    Times count from undocking. `least_range_m` is the least distance after the ship has left the
    keep-out sphere and first turned back, or that at the end when it never turns back; it and the
    times are absent when they do not happen. `turned_back_to_m` is how near it came after turning
    back while still inside the sphere.
    """

    case: str
    verdict: Literal["pass", "fail"]
    reason: str
    keep_out_radius_m: float
    keep_out_exit_s: float | None = None
    keep_out_return_s: float | None = None
    turned_back_to_m: float | None = None
    least_range_m: float | None = None
    least_range_s: float | None = None
    ellipsoid_exit_s: float | None = None
    ellipsoid_returns: int = 0
    drift_end_s: float
    drift_end_range_m: float


class DepartureSample(FrozenRecord):
    """The ship seen from the station's center of mass, in the station's LVLH."""

    time_s: float
    position_lvlh_m: Vector
    range_m: float


class DepartureSpread(FrozenRecord):
    """What samples of the departure's errors did; the bound is the one-sided 95 % one."""

    samples: int
    seed: int
    unsafe: int
    unsafe_bound_probability: float
    least_range_min_m: float | None
    least_range_p05_m: float | None
    least_range_p50_m: float | None


class Departure(FrozenRecord):
    """Undocking to the end of the separation burns, and the free drift after them."""

    undocking_utc: Utc
    port: str
    station_attitude: str
    port_axis_lvlh: Vector
    spring_speed_m_s: float
    burns: tuple[SeparationBurnFlown, ...]
    mass_before_kg: float
    mass_after_kg: float
    propellant_kg: float
    cases: tuple[PassiveSafety, ...]
    suggestion: str = ""
    spread: DepartureSpread | None = None
    trajectory: tuple[DepartureSample, ...]

    @property
    def safe(self) -> bool:
        """Whether the departure as planned stays out of the keep-out sphere."""
        return self.cases[0].verdict == "pass"
