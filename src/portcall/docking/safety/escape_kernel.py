"""Whether a burn takes a ship out of the keep-out sphere and keeps it out, compiled.

Model   The burn is cut into equal impulses at the middle of equal parts of its length; between them and
        after it the ship drifts by Clohessy and Wiltshire, with a constant acceleration along the orbit for
        a difference of drag. Until the ship has left the sphere it must stay in a wide cone that opens away
        from the port: nothing of the station may stand there. It has left when it is outside and its range
        grows; from then on it must stay outside. A drift that has passed by for good ends the search.
Valid   Ranges of a few hundred meters, speeds of a few meters a second; the 24 hours after it as a screen.
Source  Clohessy and Wiltshire 1960; the rule: a burn whose own free drift stays outside the sphere.
"""

from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking.columns import P_AXES
from portcall.docking.safety.drift_screen import drift_place, parabola_least

Array = NDArray[np.float64]

BURN_PARTS = 6
STEP_OUT_S = 10.0  # looks on the way out of the sphere
LOOKS = 200  # a revolution, afterwards
LONGEST_EXIT_S = 5400.0  # a ship that needs longer has not escaped

# what `escapes` reads besides the state
E_N = 0  # [rad/s]
E_RADIUS = 1  # [m]
E_THROAT = 2  # [m] of the cone of escape
E_SLOPE = 3  # tangent of its half angle
E_CLEARANCE = 4  # [m] least distance from the docked place along the axis
E_DURATION = 5  # [s] of the drift
E_PLACE = 6  # 3 [m] docked place, LVLH
ESCAPE_SIZE = 9

ESCAPES_SIGNATURE = types.int64(
    ARRAY, types.float64, types.float64, types.float64, types.float64, types.float64, ARRAY, ARRAY
)

ESCAPED, TOUCHED, STAYED, RETURNED = 0, 1, 2, 3


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _drift(state: Array, push: float, n: float, t: float) -> Any:
    """Return the state after a drift, position and velocity."""
    s, c = np.sin(n * t), np.cos(n * t)
    x, y, z, vx, vy, vz = state[0], state[1], state[2], state[3], state[4], state[5]
    e = 1.0 - c
    px, py, pz = drift_place(x, y, z, vx, vy, vz, push, n, t, s, c)
    ux = 6.0 * n * e * z + (4.0 * c - 3.0) * vx + 2.0 * s * vz + push * (4.0 * s / n - 3.0 * t)
    uy = -n * s * y + c * vy
    uz = 3.0 * n * s * z - 2.0 * s * vx + c * vz - push * 2.0 * e / n
    return px, py, pz, ux, uy, uz


@njit(inline="always", error_model="numpy", fastmath={"contract"})
def _in_cone(px: float, py: float, pz: float, port: Array, given: Array) -> bool:
    """Say whether a place is in the cone of escape, in front of the port."""
    dx, dy, dz = px - given[E_PLACE], py - given[E_PLACE + 1], pz - given[E_PLACE + 2]
    along = port[P_AXES] * dx + port[P_AXES + 1] * dy + port[P_AXES + 2] * dz
    if along < given[E_CLEARANCE]:
        return False
    wide = given[E_THROAT] + given[E_SLOPE] * along
    return bool(dx * dx + dy * dy + dz * dz - along * along <= wide * wide)


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _stays_out(state: Array, push: float, given: Array) -> bool:
    """Say whether a drift from outside the sphere stays outside."""
    n, radius2 = given[E_N], given[E_RADIUS] ** 2
    step = 2.0 * np.pi / n / LOOKS
    turn_s, turn_c = np.sin(n * step), np.cos(n * step)
    x, y, z, vx, vy, vz = state[0], state[1], state[2], state[3], state[4], state[5]
    low_z = 4.0 * z - 2.0 * vx / n  # of the ellipse's center
    wide = 2.0 * np.hypot(2.0 * vx / n - 3.0 * z, vz / n)
    center_x = x + 2.0 * vz / n
    s, c = 0.0, 1.0
    before2, here2 = np.inf, np.inf
    for i in range(1, int(given[E_DURATION] / step) + 2):
        s, c = s * turn_c + c * turn_s, c * turn_c - s * turn_s
        t = i * step
        px, py, pz = drift_place(x, y, z, vx, vy, vz, push, n, t, s, c)
        now2 = px * px + py * py + pz * pz
        if now2 < radius2:
            return False
        if here2 <= before2 and here2 <= now2 and before2 < np.inf:
            least2, _ = parabola_least(before2, here2, now2)
            if least2 < radius2:
                return False
        before2, here2 = here2, now2
        if i % 50 == 0:
            rate = 1.5 * n * low_z - 3.0 * push * t
            later = 1.5 * n * low_z - 3.0 * push * given[E_DURATION]
            far = center_x + 1.5 * n * low_z * t - 1.5 * push * t * t
            past = abs(far) - wide - 4.0 * abs(push) / (n * n) > given[E_RADIUS]
            if past and far * rate > 0.0 and far * later > 0.0:
                return True
    return True


@cached_njit(ESCAPES_SIGNATURE, _nrt=False)
def escapes(
    state: Array,
    dvx: float,
    dvy: float,
    dvz: float,
    burn_s: float,
    push_m_s2: float,
    port: Array,
    given: Array,
) -> int:
    """Say what a burn and the drift after it come to.

    Parameters
    ----------
    state : Array
        Shape (6,), LVLH [m] and [m/s]; overwritten.
    dvx, dvy, dvz : float
        The burn's change of velocity, LVLH. [m/s]
    burn_s : float
        How long it takes. [s]
    push_m_s2 : float
        Acceleration of the ship against the station along the orbit. [m/s2]
    port : Array
        Shape (PORT_SIZE,); its axes are read.
    given : Array
        Shape (ESCAPE_SIZE,).

    Returns
    -------
    int
        ESCAPED, TOUCHED (left the cone of escape inside the sphere), STAYED (did not get out in
        time) or RETURNED.
    """
    n, radius2 = given[E_N], given[E_RADIUS] ** 2
    part_s = burn_s / BURN_PARTS
    for i in range(BURN_PARTS + 1):
        wait = part_s if 0 < i < BURN_PARTS else 0.5 * part_s
        state[0], state[1], state[2], state[3], state[4], state[5] = _drift(
            state, push_m_s2, n, wait
        )
        inside = state[0] ** 2 + state[1] ** 2 + state[2] ** 2 < radius2
        if inside and not _in_cone(state[0], state[1], state[2], port, given):
            return TOUCHED
        if i < BURN_PARTS:
            state[3] += dvx / BURN_PARTS
            state[4] += dvy / BURN_PARTS
            state[5] += dvz / BURN_PARTS
    for _ in range(int(LONGEST_EXIT_S / STEP_OUT_S)):
        px, py, pz = state[0], state[1], state[2]
        outward = px * state[3] + py * state[4] + pz * state[5] > 0.0
        if px * px + py * py + pz * pz >= radius2:
            if outward:
                return ESCAPED if _stays_out(state, push_m_s2, given) else RETURNED
        elif not _in_cone(px, py, pz, port, given):
            return TOUCHED
        state[0], state[1], state[2], state[3], state[4], state[5] = _drift(
            state, push_m_s2, n, STEP_OUT_S
        )
    return STAYED
