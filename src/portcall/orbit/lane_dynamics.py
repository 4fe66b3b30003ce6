"""The orbit's right-hand side for many members at once.

Model   As `orbit.dynamics` without thrust. What depends on time alone (the Earth's rotation, Sun,
        Moon) is worked out once for all members; a field of J2 alone takes a closed form.
Valid   As `orbit.dynamics`.
Source  As `orbit.dynamics`; J2: Montenbruck and Gill 2000, Satellite Orbits, section 3.2.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.constants import GM_EARTH_M3_S2, GM_MOON_M3_S2, GM_SUN_M3_S2
from portcall.core.lanes import LANES
from portcall.core.rotation_table import celestial, earth_fixed, rotation_at
from portcall.core.signatures import RHS_SIGNATURE
from portcall.environment.gravity import RADIUS_M, SURFACE_POTENTIAL_M2_S2, TERM_SIZE
from portcall.environment.sun_moon import bodies_at, third_body
from portcall.orbit.dynamics import (
    AIR,
    AT_BODIES,
    AT_FIELD,
    AT_ROTATION,
    DEGREE,
    DRAG,
    ORDER,
    SUN_MOON,
    density_at,
    drag_altitude_m,
)

Array = NDArray[np.float64]

# rows of the scratch, LANES figures each
_X, _Y, _Z, _P, _Q, _SEED, _XI, _ETA, _XI_LEFT, _ETA_LEFT = range(10)
_BEFORE, _NOW, _C, _S, _RC, _RS, _ZC, _ZS, _AX, _AY, _ALONG, _RADIAL = range(10, 22)
_ROWS = 22


@njit(error_model="numpy", fastmath={"contract"})
def zonal_lanes(
    state: Array, params: Array, axis: tuple[float, float, float], pull_out: Array
) -> None:
    """Write the acceleration of a point mass and J2 about a pole, in the frame of the states."""
    pole_x, pole_y, pole_z = axis
    # the packed row of degree 2 holds -J2 times 3/2, the leading coefficient of P2
    c20 = params[int(params[AT_FIELD]) + 2 * TERM_SIZE] / 1.5
    bulge = -1.5 * c20 * RADIUS_M * RADIUS_M
    for lane in range(LANES):
        x, y, z = state[0, lane], state[1, lane], state[2, lane]
        inverse_r2 = 1.0 / (x * x + y * y + z * z)
        pull = -GM_EARTH_M3_S2 * inverse_r2 * np.sqrt(inverse_r2)
        height = x * pole_x + y * pole_y + z * pole_z
        share = bulge * inverse_r2
        along = pull * (1.0 + share * (1.0 - 5.0 * height * height * inverse_r2))
        north = 2.0 * pull * share * height
        pull_out[0, lane] = along * x + north * pole_x
        pull_out[1, lane] = along * y + north * pole_y
        pull_out[2, lane] = along * z + north * pole_z


@njit(error_model="numpy", fastmath={"contract"})
def _field_start_lanes(scratch: Array) -> None:
    """Fill the rows that the sum over orders begins with."""
    n_l = LANES
    for i in range(n_l):
        x, y, z = scratch[i], scratch[n_l + i], scratch[2 * n_l + i]
        inverse_r2 = 1.0 / (x * x + y * y + z * z)
        p = RADIUS_M * RADIUS_M * inverse_r2
        scratch[_P * n_l + i] = p
        scratch[_Q * n_l + i] = RADIUS_M * z * inverse_r2
        scratch[_SEED * n_l + i] = SURFACE_POTENTIAL_M2_S2 * np.sqrt(p)
        scratch[_XI * n_l + i] = 1.0
        scratch[_ETA * n_l + i] = 0.0
        scratch[_XI_LEFT * n_l + i] = 0.0
        scratch[_ETA_LEFT * n_l + i] = 0.0
        scratch[_AX * n_l + i] = 0.0
        scratch[_AY * n_l + i] = 0.0
        scratch[_ALONG * n_l + i] = 0.0
        scratch[_RADIAL * n_l + i] = 0.0


@njit(error_model="numpy", fastmath={"contract"})
def _field_lanes(scratch: Array, params: Array, offset: int, degree: int, order: int) -> None:
    """Turn Earth-fixed positions (rows 0-2) into accelerations, in place; see `gravity`."""
    n_l = LANES
    _field_start_lanes(scratch)
    at = offset
    for m in range(min(order + 1, degree) + 1):
        for i in range(n_l):
            scratch[_BEFORE * n_l + i] = 0.0
            scratch[_NOW * n_l + i] = scratch[_SEED * n_l + i]
            scratch[_C * n_l + i] = 0.0
            scratch[_S * n_l + i] = 0.0
            scratch[_RC * n_l + i] = 0.0
            scratch[_RS * n_l + i] = 0.0
            scratch[_ZC * n_l + i] = 0.0
            scratch[_ZS * n_l + i] = 0.0
        for _ in range(m, degree + 1):
            c, s, rc, rs = params[at], params[at + 1], params[at + 2], params[at + 3]
            zc, zs = params[at + 4], params[at + 5]
            at += TERM_SIZE
            back = params[at + 6]
            for i in range(n_l):
                now = scratch[_NOW * n_l + i]
                scratch[_C * n_l + i] += c * now
                scratch[_S * n_l + i] += s * now
                scratch[_RC * n_l + i] += rc * now
                scratch[_RS * n_l + i] += rs * now
                scratch[_ZC * n_l + i] += zc * now
                scratch[_ZS * n_l + i] += zs * now
                before = scratch[_BEFORE * n_l + i]
                scratch[_BEFORE * n_l + i] = now
                scratch[_NOW * n_l + i] = (
                    scratch[_Q * n_l + i] * now - back * scratch[_P * n_l + i] * before
                )
        for i in range(n_l):
            xi, eta = scratch[_XI * n_l + i], scratch[_ETA * n_l + i]
            xi_left, eta_left = scratch[_XI_LEFT * n_l + i], scratch[_ETA_LEFT * n_l + i]
            sum_c, sum_s = scratch[_C * n_l + i], scratch[_S * n_l + i]
            scratch[_AX * n_l + i] += m * (sum_c * xi_left + sum_s * eta_left)
            scratch[_AY * n_l + i] += m * (sum_s * xi_left - sum_c * eta_left)
            scratch[_RADIAL * n_l + i] += xi * scratch[_RC * n_l + i] + eta * scratch[_RS * n_l + i]
            scratch[_ALONG * n_l + i] += (
                xi_left * scratch[_ZC * n_l + i] + eta_left * scratch[_ZS * n_l + i]
            )
            xr = scratch[i] / RADIUS_M
            yr = scratch[n_l + i] / RADIUS_M
            scratch[_XI_LEFT * n_l + i] = xi
            scratch[_ETA_LEFT * n_l + i] = eta
            scratch[_XI * n_l + i] = xr * xi - yr * eta
            scratch[_ETA * n_l + i] = xr * eta + yr * xi
            scratch[_SEED * n_l + i] *= scratch[_P * n_l + i]
    for i in range(n_l):
        x, y, z = scratch[i], scratch[n_l + i], scratch[2 * n_l + i]
        along = scratch[_ALONG * n_l + i] / RADIUS_M
        towards = -(scratch[_RADIAL * n_l + i] + z * along) / (x * x + y * y + z * z)
        scratch[i] = scratch[_AX * n_l + i] / RADIUS_M + x * towards
        scratch[n_l + i] = scratch[_AY * n_l + i] / RADIUS_M + y * towards
        scratch[2 * n_l + i] = along + z * towards


@njit(error_model="numpy", fastmath={"contract"})
def _turned_field_lanes(state: Array, params: Array, q: tuple[float, ...], out: Array) -> None:
    """Write the field's acceleration: into the Earth's frame, its pull, and back."""
    degree, order = int(params[DEGREE]), int(params[ORDER])
    scratch = np.empty(_ROWS * LANES)
    for i in range(LANES):
        x, y, z = earth_fixed(state[0, i], state[1, i], state[2, i], q)
        scratch[i] = x
        scratch[LANES + i] = y
        scratch[2 * LANES + i] = z
    _field_lanes(scratch, params, int(params[AT_FIELD]), degree, order)
    for i in range(LANES):
        x, y, z = celestial(scratch[i], scratch[LANES + i], scratch[2 * LANES + i], q)
        out[0, i] = x
        out[1, i] = y
        out[2, i] = z


@njit(error_model="numpy", fastmath={"contract"})
def _air_lanes(
    t: float, state: Array, params: Array, axis: tuple[float, float, float], out: Array
) -> None:
    """Add the drag; `axis` is the Earth's, in GCRF."""
    q6, q7, q8 = axis
    rate = params[int(params[AT_ROTATION]) + 4]
    wx, wy, wz = rate * q6, rate * q7, rate * q8
    for i in range(LANES):
        x, y, z = state[0, i], state[1, i], state[2, i]
        altitude = drag_altitude_m(x, y, z, q6 * x + q7 * y + q8 * z)
        density = density_at(t, x, y, z, altitude, params)
        ux = state[3, i] - (wy * z - wz * y)
        uy = state[4, i] - (wz * x - wx * z)
        uz = state[5, i] - (wx * y - wy * x)
        drag = -params[DRAG] * density * np.sqrt(ux * ux + uy * uy + uz * uz)
        out[0, i] += drag * ux
        out[1, i] += drag * uy
        out[2, i] += drag * uz


@njit(error_model="numpy", fastmath={"contract"})
def _bodies_lanes(t: float, state: Array, params: Array, out: Array) -> None:
    """Add the pull of Sun and Moon."""
    b = bodies_at(t, params, int(params[AT_BODIES]))
    b0, b1, b2, b3, b4, b5 = b
    for i in range(LANES):
        x, y, z = state[0, i], state[1, i], state[2, i]
        fx, fy, fz = third_body(x, y, z, b0, b1, b2, GM_SUN_M3_S2)
        mx, my, mz = third_body(x, y, z, b3, b4, b5, GM_MOON_M3_S2)
        out[0, i] += fx + mx
        out[1, i] += fy + my
        out[2, i] += fz + mz


@njit(error_model="numpy", fastmath={"contract"})
def _pull_lanes(t: float, state: Array, params: Array, out: Array) -> tuple[float, float, float]:
    """Write what does not depend on speed, rows x, y, z; return the Earth's axis in GCRF."""
    q = rotation_at(t, params, int(params[AT_ROTATION]))
    if params[DEGREE] == 2.0 and params[ORDER] == 0.0:
        axis = celestial(0.0, 0.0, 1.0, q)
        zonal_lanes(state, params, axis, out)
    else:
        _turned_field_lanes(state, params, q, out)
    if params[SUN_MOON] != 0.0:
        _bodies_lanes(t, state, params, out)
    return q[6], q[7], q[8]


@cached_njit(RHS_SIGNATURE)
def orbit_pull_lanes(t: float, flat: Array, params: Array, flat_out: Array) -> None:
    """Fill accelerations [m s-2] from positions [m]: three rows of `LANES` figures, flat."""
    _pull_lanes(t, flat.reshape(3, LANES), params, flat_out.reshape(3, LANES))


@cached_njit(RHS_SIGNATURE)
def orbit_rhs_lanes(t: float, flat: Array, params: Array, flat_out: Array) -> None:
    """Fill the slope of position [m] and velocity [m s-1]: six rows of `LANES` figures, flat."""
    state = flat.reshape(6, LANES)
    pull = flat_out.reshape(6, LANES)[3:]
    for i in range(3 * LANES):
        flat_out[i] = flat[3 * LANES + i]
    axis = _pull_lanes(t, state, params, pull)
    if params[AIR] != 0.0:
        _air_lanes(t, state, params, axis, pull)
