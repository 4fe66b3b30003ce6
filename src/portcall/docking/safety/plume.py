"""What a firing thruster blows against the station: a check of the thrusters that brake an approach.

Model   Far field of a nozzle in vacuum: gas flies straight out from the exit, its momentum flux falls with
        the square of the distance and with a power of the cosine off the axis; the power from the exhaust's
        ratio of specific heats and the Mach number at the exit, the size from the thrust, whose axial part
        the field must carry. A wall across the flow that throws it back feels twice that.
Valid   Distances above some ten exit diameters, where collisions have ended; angles to 60 degrees off the
        axis, beyond which the boundary layer decides. A screen, not a load analysis: no shadowing, no
        contamination, no heating.
Source  Roberts and South 1964, AIAA Journal 2, 971: cosine law with the power g (g - 1) M^2.
        Flown practice: thrusters on the approach side inhibited or canted, solar arrays parked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from portcall.core.sourced import Figure
from portcall.docking.columns import T_FORCE, T_MAIN, T_POSITION, T_THRUST_N
from portcall.docking.safety.escape_thrust import DOCKED_FROM_PORT
from portcall.records.docking_safety import PlumeCheck, PlumeLoad

Array = NDArray[np.float64]

WIDEST_RAD = np.deg2rad(60.0)
REFLECTED = 2.0  # a surface that throws the gas straight back
BRAKING = 0.2  # least part of the force that points away from the port
TOWARD_COSINE = np.cos(
    np.deg2rad(45.0)
)  # exhaust within this of the port's direction points at the station
LOOKED_AT_M = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0, 80.0, 120.0, 180.0)


def _estimate(value: float, low: float, high: float, source: str) -> Figure:
    return Figure(value=value, status="estimated", source=source, low=low, high=high)


@dataclass(frozen=True)
class PlumeTarget:
    """A surface of the station: its place in the port's axes [m] and what it bears [Pa]."""

    name: str
    place_port_m: tuple[float, float, float]
    limit_pa: Figure


@dataclass(frozen=True)
class PlumeRule:
    """The rule of an approach, as data.

    Attributes
    ----------
    specific_heats, exit_mach : Figure
        Of the exhaust: ratio of specific heats, Mach number at the nozzle's exit.
    targets : tuple of PlumeTarget
    inhibited_below_m : Figure
        Thrusters whose exhaust points at the station stay silent nearer than this. [m]
    """

    specific_heats: Figure = field(
        default_factory=lambda: _estimate(
            1.25, 1.2, 1.3, "estimate: storable propellants, frozen flow"
        )
    )
    exit_mach: Figure = field(
        default_factory=lambda: _estimate(5.0, 4.0, 6.0, "estimate: area ratio of about 50")
    )
    targets: tuple[PlumeTarget, ...] = field(
        default_factory=lambda: (
            PlumeTarget(
                "hull beside the port",
                (0.0, 1.5, 0.0),
                _estimate(300.0, 100.0, 1000.0, "estimate: a pressure hull; thermal blankets tear"),
            ),
            PlumeTarget(
                "solar array, parked edge-on",
                (-8.0, 12.0, 0.0),
                _estimate(2.0, 0.5, 5.0, "estimate: bending of a wing by a pulse of some seconds"),
            ),
        )
    )
    inhibited_below_m: Figure = field(
        default_factory=lambda: _estimate(
            5.0, 2.0, 20.0, "estimate; that thrusters are inhibited is published, not from where on"
        )
    )

    @property
    def power(self) -> float:
        """Power of the cosine.

        Examples
        --------
        >>> round(PlumeRule().power, 2)
        7.81
        """
        ratio = self.specific_heats.value
        return ratio * (ratio - 1.0) * self.exit_mach.value**2


def plume_pressure_pa(
    thrust_n: float, distance_m: float, off_axis_rad: float, power: float
) -> float:
    """Return the pressure on a wall across the flow of a plume. [Pa]

    Parameters
    ----------
    thrust_n, distance_m, off_axis_rad : float
        Of the thruster [N]; from its exit [m]; off its exhaust's axis [rad].
    power : float
        Of the cosine.

    Examples
    --------
    A thruster of 130 N, straight on at 10 m and 30 degrees aside:

    >>> pressure = [plume_pressure_pa(130.0, 10.0, angle, 7.8) for angle in (0.0, 0.5236)]
    >>> [round(pascal, 2) for pascal in pressure]
    [4.06, 1.32]
    """
    if off_axis_rad > WIDEST_RAD:
        return 0.0
    flux = thrust_n * (power + 2.0) / (2.0 * np.pi * distance_m * distance_m)
    return float(REFLECTED * flux * np.cos(off_axis_rad) ** power)


def braking_thrusters(rows: Array) -> tuple[int, ...]:
    """Return the thrusters of a layout that push a docked ship away from its port."""
    return tuple(
        int(i)
        for i, row in enumerate(rows)
        if row[T_FORCE] <= -BRAKING and row[T_MAIN] < 0.5  # docked: nose to the port
    )


def plume_load(
    rows: Array, thruster: int, tip_m: Array, range_m: float, target: PlumeTarget, rule: PlumeRule
) -> PlumeLoad:
    """Return what one thruster does to one target while the ship is on the port's axis.

    Parameters
    ----------
    rows : Array
        Layout, (n, THRUSTER_SIZE), places from the catalogue's body origin.
    thruster : int
        Its row.
    tip_m : Array
        Leading point from the same origin, body axes, (3,). [m]
    range_m : float
        Of the leading point from the port. [m]
    target : PlumeTarget
    rule : PlumeRule
    """
    row = rows[thruster]
    place = (row[T_POSITION : T_POSITION + 3] - tip_m) @ DOCKED_FROM_PORT + [range_m, 0.0, 0.0]
    exhaust = -(row[T_FORCE : T_FORCE + 3] @ DOCKED_FROM_PORT)
    path = np.array(target.place_port_m) - place
    distance_m = float(np.linalg.norm(path))
    angle = float(np.arccos(np.clip(path @ exhaust / distance_m, -1.0, 1.0)))
    pressure = plume_pressure_pa(float(row[T_THRUST_N]), distance_m, angle, rule.power)
    return PlumeLoad(
        thruster=thruster,
        range_m=range_m,
        off_axis_deg=float(np.rad2deg(angle)),
        pressure_pa=pressure,
        limit_pa=target.limit_pa.value,
        target=target.name,
    )


def points_at_station(rows: Array) -> tuple[int, ...]:
    """Return the braking thrusters whose exhaust goes toward the port, within 45 degrees."""
    return tuple(i for i in braking_thrusters(rows) if -rows[i, T_FORCE] >= TOWARD_COSINE)


def plume_check(
    rows: Array,
    tip_m: Array,
    braking_ranges_m: Sequence[float] = LOOKED_AT_M,
    *,
    rule: PlumeRule | None = None,
) -> PlumeCheck:
    """Check the ranges at which an approach brakes against what the station bears.

    Parameters
    ----------
    rows : Array
        Layout, (n, THRUSTER_SIZE).
    tip_m : Array
        Leading point from the catalogue's body origin, (3,). [m]
    braking_ranges_m : sequence of float
        Where braking thrusters fire. [m]
    rule : PlumeRule, optional

    Returns
    -------
    PlumeCheck
        Fails where a target bears more than its limit. Thrusters that the rule inhibits below its range
        count as silent there, as long as others can brake; otherwise they are taken to fire.
    """
    given = PlumeRule() if rule is None else rule
    braking, pointing = braking_thrusters(rows), points_at_station(rows)
    canted = tuple(i for i in braking if i not in pointing)
    loads = []
    for range_m in braking_ranges_m:
        silent = pointing if canted and range_m < given.inhibited_below_m.value else ()
        for thruster in (i for i in braking if i not in silent):
            loads += [
                plume_load(rows, thruster, tip_m, float(range_m), target, given)
                for target in given.targets
            ]
    worst = max(loads, key=lambda load: load.pressure_pa / load.limit_pa, default=None)
    over = worst is not None and worst.pressure_pa > worst.limit_pa
    if worst is None:
        reason = "no thruster brakes"
    else:
        word = "more than" if over else "within"
        reason = (
            f"thruster {worst.thruster} at {worst.range_m:.0f} m loads the {worst.target} with "
            f"{worst.pressure_pa:.2g} Pa, {word} {worst.limit_pa:.2g} Pa"
        )
    return PlumeCheck(
        verdict="fail" if over else "pass",
        reason=reason,
        inhibited_below_m=given.inhibited_below_m.value,
        inhibited_thrusters=pointing if canted else (),
        worst=worst,
        loads=tuple(loads),
    )
