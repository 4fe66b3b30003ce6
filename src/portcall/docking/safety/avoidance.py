"""The collision-avoidance maneuvers of a final approach: one table per port, looked up in the loop.

Model   A menu of burns: away along the port's axis, along and against the velocity, up and down, and mixed.
        Each cell of the corridor (distance along the axis, closing speed, offset across) carries the
        smallest burn that escapes (`escape_kernel`) from all corners of the cell with every error tried:
        10 % too little or too much, 5 degrees aside, an error of the known speed, more or less drag, the
        thrust that is left when the worst thruster has failed. No such burn: the cell says so. Inside
        the last meter an escape may touch, and the answer is to go on.
Valid   The station in its nominal attitude within a degree or two; linear relative motion. The full model
        with dispersions checks the chosen burns (`free_drift`).
Source  Fehse 2003, section 4.5 (collision-avoidance maneuvers); ATV flew with the crew's abort removed
        inside one meter.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking.columns import P_AXES
from portcall.docking.safety import escape_kernel as e
from portcall.docking.safety.zones import (
    Z_RADIUS,
    Z_THROAT,
    docked_place,
    place_and_velocity,
)

Array = NDArray[np.float64]

AVOID_NONE: Final = -1
AVOID_CONTINUE: Final = -2
AVOID_OUTSIDE: Final = -3

CONTINUE_M = 1.0  # nearer than this an escape may touch: go on
ALONG_M = (CONTINUE_M, 2.0, 4.0, 8.0, 15.0, 25.0, 40.0, 60.0, 90.0, 120.0, 150.0, 180.0, 220.0)
CLOSING_M_S = (-0.5, -0.05, 0.05, 0.12, 0.2, 0.35, 0.6, 1.0)
RATIO = (0.0, 0.5, 1.0)  # offset across, over the corridor's own half width there
QUADRANTS = 4
SIZES_M_S = (0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)

SIZE_ERROR = 0.1  # estimated: accelerometer cut-off with one thruster lost
POINTING_ERROR_RAD = np.deg2rad(5.0)  # estimated
SPEED_ERROR_M_S = 0.03  # estimated: along the orbit, as that sets the drift
PUSH_ERROR_M_S2 = 2e-7  # 0.002 m2/kg in air of 3e-12 kg/m3
ESCAPE_HALF_ANGLE_RAD = np.deg2rad(
    60.0
)  # estimated: what stands beside a port is not in front of it
ESCAPE_THROAT_M = 5.0
WIDER = 1.05  # the sphere grows by it, for what the linear model leaves out
CLEARANCE_M = 0.2  # from the docked place, along the axis
HOLD_S = 86400.0
LEAST_WAY = 0.1  # a mixture that cancels itself has no direction

# the packed table: a header, edges, cells, burns
_COUNTS = 4  # along, closing, burns, tangent of the corridor's half angle
_HEADER = 6  # and the throat, and the distance inside which to go on

LOOKUP_SIGNATURE = types.int64(ARRAY, types.int64, ARRAY, ARRAY)
BURN_SIGNATURE = types.void(types.int64, ARRAY, ARRAY)


@dataclass(frozen=True)
class AvoidanceTable:
    """The table of one port.

    Attributes
    ----------
    burns_lvlh_m_s : Array
        Menu, shape (k, 3), smallest first. [m/s]
    burn_s : Array
        How long each takes with the worst thruster lost, shape (k,). [s]
    cells : NDArray
        Index into the menu or AVOID_NONE, shape (along, closing, ratio x quadrant).
    packed : Array
        The same as compiled code reads it.
    """

    burns_lvlh_m_s: Array
    burn_s: Array
    cells: NDArray[np.int64]
    packed: Array


def menu(axis_lvlh: Array, sizes_m_s: tuple[float, ...] = SIZES_M_S) -> Array:
    """Return the burns that are tried, shape (k, 3), smallest first. [m/s]

    Parameters
    ----------
    axis_lvlh : Array
        Unit vector out of the port.
    sizes_m_s : tuple of float
        Sizes of each. [m/s]
    """
    ahead, down = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    mixed = [axis_lvlh]
    for part in (0.2, 0.5, 1.0):
        mixed += [axis_lvlh + part * side for side in (ahead, -ahead, down, -down)]
    mixed += [-ahead, ahead, -ahead + 0.2 * down, -ahead - 0.2 * down]
    ways: list[Array] = []
    for way in (way for way in mixed if np.linalg.norm(way) > LEAST_WAY):
        unit = way / np.linalg.norm(way)
        if unit @ axis_lvlh > -0.05 and all(float(unit @ known) < 0.999 for known in ways):
            ways.append(unit)
    return np.array([size * way for size in sizes_m_s for way in ways])


def _errors(burn: Array) -> list[tuple[Array, float, float]]:
    """Return burn, error of the known speed and of the drag for each error tried."""
    size = float(np.linalg.norm(burn))
    first = np.cross(burn, [0.0, 1.0, 0.0] if abs(burn[1]) < 0.9 * size else [1.0, 0.0, 0.0])
    first *= np.tan(POINTING_ERROR_RAD) * size / float(np.linalg.norm(first))
    second = np.cross(burn, first) / size
    tried = [(burn * (1.0 - SIZE_ERROR), 0.0, PUSH_ERROR_M_S2)]
    tried += [(burn * (1.0 + SIZE_ERROR), 0.0, -PUSH_ERROR_M_S2)]
    tried += [(burn + side, 0.0, 0.0) for side in (first, -first, second, -second)]
    tried += [(burn, sign * SPEED_ERROR_M_S, -sign * PUSH_ERROR_M_S2) for sign in (1.0, -1.0)]
    return tried


class _Corners:
    """Which burns escape from which corner of a cell, tried when first asked for."""

    def __init__(
        self, port: Array, given: Array, burns: Array, burn_s: Array, slope: float, throat_m: float
    ) -> None:
        self.port, self.given = port, given
        self.axes = port[P_AXES : P_AXES + 9].reshape(3, 3)
        self.burn_s = burn_s
        self.tried = [_errors(burn) for burn in burns]
        self.slope, self.throat_m = slope, throat_m
        self.known: dict[tuple[int, int, int, int, int], bool] = {}
        self.state = np.empty(6)

    def escape(self, along: int, closing: int, ratio: int, quarter: int, burn: int) -> bool:
        """Say whether a burn escapes from a corner with every error."""
        if not np.isfinite(self.burn_s[burn]):
            return False
        quarter = quarter % QUADRANTS if ratio else 0
        key = (along, closing, ratio, quarter, burn)
        if key not in self.known:
            self.known[key] = self._try(along, closing, ratio, quarter, burn)
        return self.known[key]

    def _try(self, along: int, closing: int, ratio: int, quarter: int, burn: int) -> bool:
        far = ALONG_M[along]
        aside = RATIO[ratio] * (self.throat_m + far * self.slope)
        angle = quarter * 2.0 * np.pi / QUADRANTS
        place = np.array([far, aside * np.cos(angle), aside * np.sin(angle)]) @ self.axes
        place += self.given[e.E_PLACE : e.E_PLACE + 3]
        velocity = -CLOSING_M_S[closing] * self.axes[0]
        for flown, speed, push in self.tried[burn]:
            self.state[:3], self.state[3:] = place, velocity
            self.state[3] += speed
            ended = e.escapes(
                self.state, flown[0], flown[1], flown[2], self.burn_s[burn], push, self.port,
                self.given,
            )  # fmt: skip
            if ended != e.ESCAPED:
                return False
        return True


def _smallest(corners: _Corners, count: int, at: tuple[int, int, int, int]) -> int:
    """Return the first burn that escapes from all corners of a cell."""
    along, closing, ratio, quarter = at
    around = [
        (along + i, closing + j, ratio + k, quarter + m)
        for i in (0, 1)
        for j in (0, 1)
        for k in (0, 1)
        for m in (0, 1)
    ]
    for burn in range(count):
        if all(corners.escape(*corner, burn) for corner in around):
            return burn
    return AVOID_NONE


def avoidance_table(
    port: Array,
    n_rad_s: float,
    zones: Array,
    corridor_rad: float,
    *,
    acceleration_m_s2: float | Array,
    hold_s: float = HOLD_S,
    escape_half_angle_rad: float = ESCAPE_HALF_ANGLE_RAD,
) -> AvoidanceTable:
    """Find the smallest burn that escapes from each cell of a port's corridor.

    Parameters
    ----------
    port, zones : Array
        Shapes (PORT_SIZE,) and (ZONES_SIZE,).
    n_rad_s : float
        Mean motion of the station. [rad/s]
    corridor_rad : float
        Half angle of the final leg's corridor. [rad]
    acceleration_m_s2 : float or Array
        What the ship can do with its worst thruster lost, at all or for each burn of `menu`; zero where
        it can do nothing. [m/s2]
    hold_s : float
        How long the drift after a burn must stay outside the sphere. [s]
    escape_half_angle_rad : float
        Of the cone in front of the port in which nothing of the station stands. [rad]

    Returns
    -------
    AvoidanceTable
    """
    burns = menu(port[P_AXES : P_AXES + 3])
    with np.errstate(divide="ignore"):
        burn_s = np.linalg.norm(burns, axis=1) / np.asarray(acceleration_m_s2)
    given = np.empty(e.ESCAPE_SIZE)
    given[e.E_N], given[e.E_RADIUS] = n_rad_s, WIDER * zones[Z_RADIUS]
    given[e.E_THROAT], given[e.E_SLOPE] = ESCAPE_THROAT_M, np.tan(escape_half_angle_rad)
    given[e.E_CLEARANCE], given[e.E_DURATION] = CLEARANCE_M, hold_s
    given[e.E_PLACE : e.E_PLACE + 3] = docked_place.py_func(port)
    slope = float(np.tan(corridor_rad))
    corners = _Corners(port, given, burns, burn_s, slope, float(zones[Z_THROAT]))
    shape = (len(ALONG_M) - 1, len(CLOSING_M_S) - 1, len(RATIO) - 1, QUADRANTS)
    cells = np.array([_smallest(corners, len(burns), at) for at in np.ndindex(shape)])
    packed = np.concatenate(
        (
            [shape[0], shape[1], len(burns), slope, zones[Z_THROAT], CONTINUE_M],
            ALONG_M,
            CLOSING_M_S,
            cells,
            burns.ravel(),
        )
    )
    return AvoidanceTable(burns, burn_s, cells.reshape(shape), packed)


@cached_njit(LOOKUP_SIGNATURE, _nrt=False)
def avoidance_available(state: Array, tilt_at: int, port: Array, packed: Array) -> int:
    """Look up the burn that would take the ship away from where it is.

    Parameters
    ----------
    state : Array
        Truth or estimate; position and velocity first.
    tilt_at : int
        Where the station's tilt stands in it.
    port, packed : Array
        Shape (PORT_SIZE,), and `AvoidanceTable.packed`.

    Returns
    -------
    int
        Index into the menu; AVOID_NONE, AVOID_CONTINUE inside the last meter, or AVOID_OUTSIDE beyond the
        table, where the passive rule holds.
    """
    along, aside, down, speed, _, _ = place_and_velocity(state, tilt_at, port)
    rows, columns = int(packed[0]), int(packed[1])
    if along < packed[5]:
        return AVOID_CONTINUE
    at, edge = -1, _HEADER
    while at < rows and along >= packed[edge + at + 1]:
        at += 1
    if at >= rows:
        return AVOID_OUTSIDE
    edge += rows + 1
    fast = -1
    while fast < columns and -speed >= packed[edge + fast + 1]:
        fast += 1
    if fast >= columns:
        return AVOID_NONE
    fast = max(fast, 0)
    wide = packed[4] + along * packed[3]
    over2 = (aside * aside + down * down) / (wide * wide)
    if over2 > 1.0:
        return AVOID_NONE
    quarter = 0
    if down < 0.0:
        quarter = 3 if aside >= 0.0 else 2
    elif aside < 0.0:
        quarter = 1
    cell = ((at * columns + fast) * 2 + (1 if over2 > 0.25 else 0)) * QUADRANTS + quarter
    return int(packed[edge + columns + 1 + cell])


@cached_njit(BURN_SIGNATURE, _nrt=False)
def avoidance_burn(index: int, packed: Array, delta_v: Array) -> None:
    """Fill the change of velocity of a burn of the menu, LVLH. [m/s]"""
    rows, columns, burns = int(packed[0]), int(packed[1]), int(packed[2])
    at = _HEADER + rows + 1 + columns + 1 + rows * columns * 2 * QUADRANTS
    if 0 <= index < burns:
        for i in range(3):
            delta_v[i] = packed[at + 3 * index + i]


def lookup(table: AvoidanceTable, state: Array, tilt_at: int, port: Array) -> Any:
    """Return the burn for a state, (3,) [m/s], or None where there is none or none is wanted."""
    index = avoidance_available(state, tilt_at, port, table.packed)
    return table.burns_lvlh_m_s[index] if index >= 0 else None
