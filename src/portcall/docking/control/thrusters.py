"""Which thrusters give a force or a torque along one axis: solved ahead, for each that may be lost.

Model   For each signed axis of force and torque, the on-times that give a unit impulse along it and none
        along the other five with the least sum of impulses: a linear program. The loop superposes them.
        One table for all thrusters, one for each lost, one for each feed closed.
Valid   Rigid ship with its center of mass where the catalogue puts it. The main engine has no part in it.
Source  Crawford 1969, Astronautica Acta 14, 481 (linear programs for jet selection).
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking.columns import T_FORCE, T_GROUP, T_MAIN, T_POSITION, T_THRUST_N

Array = NDArray[np.float64]

AXES = 6
SIGNED_AXES = 12
AXIS_NAMES = ("force x", "force y", "force z", "torque x", "torque y", "torque z")
LEVER_M = 1.0  # scales torque against force in the test of a solution
SMALL = 1e-9
SOLVED = (
    Path(__file__).parents[1] / "data" / "allocations.npz"
)  # of the catalogue's ships, by layout


@dataclass(frozen=True)
class Allocation:
    """On-times by signed axis, and what the axes cost.

    Attributes
    ----------
    table : Array
        (1 + n + g, 12, n): on-time [s] for a unit impulse [N s] or [N m s]; the first plane with every
        thruster, plane 1 + i without thruster i, plane 1 + n + j without feed j. Row 2 axis is the
        positive direction, row 2 axis + 1 the negative. An axis that cannot be had is not a number.
    effect : Array
        (6, n): force [N] and torque about the center of mass [N m] of each thruster.
    """

    table: Array
    effect: Array

    @property
    def packed(self) -> Array:
        """The table with nothing fired for an axis that cannot be had."""
        return np.nan_to_num(self.table)

    def least(self, minimum_s: Array) -> Array:
        """Return the least impulse of each axis, (planes, 12) [N s] or [N m s]; inf: none.

        It is what the thruster that fires longest gives in its own minimum; those that only trim may
        be rounded away.
        """
        with np.errstate(divide="ignore"):
            return np.asarray(1.0 / np.max(self.packed / minimum_s, axis=2))

    @property
    def missing(self) -> tuple[tuple[int, str], ...]:
        """What cannot be had: the plane less one (-1: with every thruster) and the axis's name."""
        planes, rows = np.nonzero(np.isnan(self.table[:, :, 0]))
        return tuple(
            (int(plane) - 1, f"{'-' if row % 2 else '+'} {AXIS_NAMES[row // 2]}")
            for plane, row in zip(planes, rows, strict=True)
        )


def effects(rows: Array, center_m: Array) -> Array:
    """Return force [N] and torque [N m] of each thruster about the center of mass, (6, n).

    Parameters
    ----------
    rows : Array
        (n, `THRUSTER_SIZE`).
    center_m : Array
        (3,) center of mass from the catalogue's body origin, body axes [m].
    """
    force = rows[:, T_FORCE : T_FORCE + 3] * rows[:, [T_THRUST_N]]
    arm = rows[:, T_POSITION : T_POSITION + 3] - center_m
    return np.vstack([force.T, np.cross(arm, force).T])


def _on_times(effect: Array, usable: NDArray[np.bool_], axis: int, sign: float) -> Array:
    """Return on-times for a unit impulse; not a number where it cannot be had."""
    from scipy.optimize import linprog  # noqa: PLC0415  (a catalogue ship's table is solved already)

    wanted = np.zeros(AXES)
    wanted[axis] = sign
    columns = effect[:, usable]
    found = linprog(np.linalg.norm(columns[:3], axis=0), A_eq=columns, b_eq=wanted, method="highs")
    times = np.full(effect.shape[1], np.nan)
    if found.status == 0:
        times[:] = 0.0
        times[usable] = np.where(found.x > SMALL, found.x, 0.0)
    return times


def _losses(rows: Array) -> NDArray[np.bool_]:
    """Return which thrusters each plane is without, (1 + n + g, n)."""
    group = rows[:, T_GROUP].astype(int)
    return np.vstack(
        [
            np.zeros((1, group.size), dtype=bool),
            np.eye(group.size, dtype=bool),
            group == np.arange(group.max() + 1)[:, None],
        ]
    )


def layout_key(rows: Array, center_m: Array) -> str:
    """Return what a solved table is kept under: a digest of all that it depends on."""
    used = rows[:, [T_GROUP, T_MAIN, T_THRUST_N]]
    places = rows[:, T_POSITION : T_POSITION + 3] - center_m
    columns = np.hstack([used, places, rows[:, T_FORCE : T_FORCE + 3]])
    rounded = np.round(columns, 9) + 0.0  # so that the last digits, and minus zero, do not count
    return blake2b(rounded.tobytes(), digest_size=12).hexdigest()


@cache
def solved_tables() -> dict[str, Array]:
    """Return the tables that are solved already, by `layout_key`."""
    if not SOLVED.is_file():
        return {}
    with np.load(SOLVED) as kept:
        return {key: kept[key] for key in kept.files}


def solve(rows: Array, center_m: Array) -> Array:
    """Solve the table of on-times of a layout, (1 + n + g, 12, n).

    Parameters
    ----------
    rows : Array
        (n, `THRUSTER_SIZE`).
    center_m : Array
        (3,) center of mass, body axes [m].
    """
    effect = effects(rows, center_m)
    small = rows[:, T_MAIN] < 0.5
    lost = _losses(rows)
    table = np.zeros((lost.shape[0], SIGNED_AXES, rows.shape[0]))
    for plane in range(lost.shape[0]):
        for row in range(SIGNED_AXES):
            if plane > 0 and not (table[0, row, lost[plane]] > 0.0).any():
                table[plane, row] = table[0, row]  # it is not used, so nothing changes
            else:
                usable = small & ~lost[plane]
                table[plane, row] = _on_times(effect, usable, row // 2, -1.0 if row % 2 else 1.0)
    return table


def allocate(rows: Array, center_m: Array) -> Allocation:
    """Return the table of on-times of a layout, solved here unless it is solved already.

    Raises
    ------
    InputError
        When even with every thruster some axis cannot be had.
    """
    table = solved_tables().get(layout_key(rows, center_m))
    if table is None:
        table = solve(rows, center_m)
    allocation = Allocation(table, effects(rows, center_m))
    without = [axis for plane, axis in allocation.missing if plane < 0]
    if without:
        raise InputError(
            f"the thruster layout gives no {without[0]}",
            limit="force and torque along each axis, both ways",
            where="vehicle file: [[thruster]]",
            remedy="add thrusters or correct their positions and directions",
        )
    return allocation
