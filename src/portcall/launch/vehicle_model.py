"""The launcher as the ascent sees it: engines, tanks, what is dropped and when. Plain numbers.

Model   Each engine group gives `thrust_vacuum_n` at full level, scaled by a throttle table, less
        back pressure times its exit area; its flow follows from thrust and specific impulse in
        vacuum. Turbine peroxide is spent in step with the propellant and gives no thrust.
Valid   Strap-ons and core lit on the ground, then one guided stage.
Source  Sutton & Biblarz 2010, equation 2-14. The figures of a launcher come from its catalogue
        record (launch/from_record.py) and are argued in docs/models/ascent.md.
"""

import math
from dataclasses import dataclass, replace

from portcall.core.constants import STANDARD_GRAVITY_M_S2

SEA_LEVEL_PRESSURE_PA = 101_325.0  # US Standard Atmosphere 1976, table 2


@dataclass(frozen=True)
class Stage:
    """One group of equal blocks that burn together; every figure but `count` is for one block.

    Attributes
    ----------
    name : str
        For events and messages; the blocks leave at the event `<name>_separation`.
    count : int
        Number of equal blocks.
    thrust_vacuum_n, thrust_sea_level_n : float
        Equal values mean an engine that only burns in vacuum. [N]
    isp_vacuum_s : float
        Specific impulse. [s]
    throttle : tuple[tuple[float, float], ...]
        Times after lift-off [s] and the level from then on; the last level is 0, except for the
        guided stage, whose cut-off is solved.
    separation_s : float
        When the empty blocks fall away; infinite for the guided stage. [s]
    dry_kg, propellant_kg, peroxide_kg : float
        At lift-off (what burns on the pad is already gone). [kg]
    unusable_kg : float
        The part of `propellant_kg` that the engine cannot reach. [kg]
    """

    name: str
    count: int
    thrust_vacuum_n: float
    thrust_sea_level_n: float
    isp_vacuum_s: float
    throttle: tuple[tuple[float, float], ...]
    separation_s: float
    dry_kg: float
    propellant_kg: float
    peroxide_kg: float = 0.0
    unusable_kg: float = 0.0

    @property
    def exit_area_m2(self) -> float:
        """Return the area on which back pressure acts, from the two thrusts [m2]."""
        return (self.thrust_vacuum_n - self.thrust_sea_level_n) / SEA_LEVEL_PRESSURE_PA

    @property
    def exhaust_m_s(self) -> float:
        """Return the effective exhaust velocity in vacuum [m/s]."""
        return self.isp_vacuum_s * STANDARD_GRAVITY_M_S2

    @property
    def flow_kg_s(self) -> float:
        """Return the propellant flow at full level [kg/s]."""
        return self.thrust_vacuum_n / self.exhaust_m_s

    @property
    def burn_s(self) -> float:
        """Return the burn after lift-off in seconds at full level; infinite if guided [s]."""
        if self.throttle[-1][1] > 0.0:
            return math.inf
        pairs = zip(self.throttle, self.throttle[1:], strict=False)
        return sum(level * (end_s - start_s) for (start_s, level), (end_s, _) in pairs)

    @property
    def peroxide_flow_kg_s(self) -> float:
        """Return the peroxide flow at full level: the tank is empty at cut-off [kg/s]."""
        return self.peroxide_kg / self.burn_s

    @property
    def usable_kg(self) -> float:
        """Return the propellant that can burn [kg]."""
        return self.propellant_kg - self.unusable_kg

    def level_at(self, time_s: float) -> float:
        """Return the throttle level from this time on."""
        level = 0.0
        for start_s, value in self.throttle:
            if time_s >= start_s:
                level = value
        return level


@dataclass(frozen=True)
class Jettison:
    """Something dropped on the way: time after lift-off [s], mass [kg]."""

    name: str
    time_s: float
    mass_kg: float


@dataclass(frozen=True)
class LauncherModel:
    """A launcher: what is lit on the ground, then one guided stage.

    Attributes
    ----------
    ground_stages : tuple[Stage, ...]
        Lit before lift-off, in the order in which they fall away.
    guided_stage : Stage
        Flies to the solved cut-off.
    jettisons : tuple[Jettison, ...]
        Fairing, tail section, escape tower.
    drag_area_m2 : tuple[tuple[float, float], ...]
        Time after lift-off [s] and the frontal area from then on [m2].
    drag_mach, drag_coefficient : tuple[float, ...]
        Drag coefficient on that area against Mach number, straight between points.
    staging_height_m : float
        Height above the ellipsoid at which the first blocks fall away; fixes the pitch-over. [m]
    vertical_s, pitch_over_end_s : float
        When the vertical rise ends, and when the turn follows the air stream alone. [s]
    guidance_start_s : float
        When linear-tangent steering takes over from the gravity turn. [s]
    separation_delay_s : float
        From cut-off to the release of the payload. [s]
    adapter_kg : float
        Stays with the guided stage. [kg]
    drag_factor : float
        Scales the drag coefficient.
    """

    name: str
    ground_stages: tuple[Stage, ...]
    guided_stage: Stage
    jettisons: tuple[Jettison, ...]
    drag_area_m2: tuple[tuple[float, float], ...]
    drag_mach: tuple[float, ...]
    drag_coefficient: tuple[float, ...]
    staging_height_m: float
    vertical_s: float
    pitch_over_end_s: float
    guidance_start_s: float
    separation_delay_s: float
    adapter_kg: float = 0.0
    drag_factor: float = 1.0

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return every stage, first to leave first."""
        return (*self.ground_stages, self.guided_stage)

    def liftoff_kg(self, payload_kg: float) -> float:
        """Return the mass at lift-off [kg]."""
        blocks = sum(s.count * (s.dry_kg + s.propellant_kg + s.peroxide_kg) for s in self.stages)
        return blocks + sum(j.mass_kg for j in self.jettisons) + self.adapter_kg + payload_kg

    @property
    def latest_cutoff_s(self) -> float:
        """Return when the guided stage runs dry [s]."""
        stage = self.guided_stage
        return stage.throttle[0][0] + stage.usable_kg / stage.flow_kg_s


@dataclass(frozen=True)
class Dispersion:
    """One draw of what the launcher really does; factors on the nominal values.

    The guidance closes the loop: it re-solves its steering, so what is left of a dispersion is a
    different cut-off time, propellant left, and path.
    """

    ground_thrust_factor: float = 1.0
    guided_thrust_factor: float = 1.0
    guided_isp_factor: float = 1.0
    drag_factor: float = 1.0

    def applied_to(self, launcher: LauncherModel) -> LauncherModel:
        """Return the launcher as this draw makes it; the tanks' burn times stay the same."""
        ground = tuple(
            replace(
                stage,
                thrust_vacuum_n=stage.thrust_vacuum_n * self.ground_thrust_factor,
                thrust_sea_level_n=stage.thrust_sea_level_n * self.ground_thrust_factor,
                isp_vacuum_s=stage.isp_vacuum_s * self.ground_thrust_factor,
            )
            for stage in launcher.ground_stages
        )
        guided = replace(
            launcher.guided_stage,
            thrust_vacuum_n=launcher.guided_stage.thrust_vacuum_n * self.guided_thrust_factor,
            thrust_sea_level_n=launcher.guided_stage.thrust_sea_level_n * self.guided_thrust_factor,
            isp_vacuum_s=launcher.guided_stage.isp_vacuum_s * self.guided_isp_factor,
        )
        return replace(
            launcher,
            ground_stages=ground,
            guided_stage=guided,
            drag_factor=launcher.drag_factor * self.drag_factor,
        )
