"""Earth rotation for compiled loops: the exact rotation, tabulated and interpolated.

Model   Celestial-to-intermediate matrix, small part of the Earth rotation angle and the pole as
        cubic splines over nodes six hours apart; the large part of the angle is linear in time.
        Seconds of the table are SI seconds after its epoch, so leap seconds do not disturb it.
Valid   As `core.frames`, with which it agrees to 1 cm at 6800 km. One node of margin on each side.
Source  IERS Conventions 2010, chapter 5 (ERFA `c2ixys`, `xys06a`, `era00`).
"""

from datetime import datetime
from typing import Literal

import erfa
import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.cubic_spline import cubic_segments
from portcall.core.earth_orientation import earth_orientation
from portcall.core.time import after, julian_date_tt, julian_date_utc

Array = NDArray[np.float64]
Rotation = Literal["iau", "uniform"]

NODE_SPACING_S = 21_600.0
MARGIN_NODES = 2
HEADER_SIZE = 5  # first node, spacing, segments, angle at zero, rate
COLUMNS = 12  # matrix (9), small angle, pole x, pole y


def table_nodes_s(start_s: float, end_s: float) -> Array:
    """Return the nodes that cover a span with margin, as seconds after the table's epoch."""
    first = np.floor(start_s / NODE_SPACING_S) - MARGIN_NODES
    last = np.ceil(end_s / NODE_SPACING_S) + MARGIN_NODES
    return np.asarray(np.arange(first, last + 1.0) * NODE_SPACING_S)


def rotation_table(
    epoch: datetime, start_s: float, end_s: float, rotation: Rotation = "iau"
) -> Array:
    """Build the table for a span.

    Parameters
    ----------
    epoch : datetime
        Aware instant of the table's zero second.
    start_s, end_s : float
        Span after the epoch. [s]
    rotation : {"iau", "uniform"}
        The real Earth, or one that turns evenly about the celestial pole from zero angle (for
        comparison with codes that fly over such an Earth).

    Returns
    -------
    Array
        Header and spline coefficients, flat, as `rotation_at` reads them.
    """
    nodes_s = table_nodes_s(start_s, end_s)
    values = np.zeros((nodes_s.size, COLUMNS))
    rate_rad_s = EARTH_ROTATION_RAD_S
    angle_rad = 0.0
    if rotation == "uniform":
        values[:, [0, 4, 8]] = 1.0
    else:
        moments = [after(epoch, float(node)) for node in nodes_s]
        utc = np.array([julian_date_utc(moment) for moment in moments])
        tt = np.array([julian_date_tt(moment) for moment in moments])
        orientation = np.array([earth_orientation((day, part)) for day, part in utc])
        values[:, :9] = erfa.c2ixys(*erfa.xys06a(tt[:, 0], tt[:, 1])).reshape(-1, 9)
        ut1_days = (utc[:, 0] - utc[0, 0]) + utc[:, 1] + orientation[:, 0] / 86_400.0
        # era00 is linear in UT1: the same line without the loss of whole turns
        turns = ut1_days * 1.002_737_811_911_354_48
        start_rad = float(erfa.era00(utc[0, 0], 0.0))
        rate_rad_s = 2.0 * np.pi * 1.002_737_811_911_354_48 / 86_400.0
        full_rad = start_rad + 2.0 * np.pi * turns
        small = full_rad - rate_rad_s * nodes_s
        # a leap second steps UTC against SI seconds, and UT1-UTC steps back: no jump is left
        angle_rad = float(np.mod(small[0], 2.0 * np.pi))
        values[:, 9] = small - small[0]
        values[:, 10:] = orientation[:, 1:]
    header = [nodes_s[0], NODE_SPACING_S, nodes_s.size - 1.0, angle_rad, rate_rad_s]
    return np.concatenate((header, cubic_segments(nodes_s, values).ravel()))


@njit(error_model="numpy", fastmath={"contract"})
def segment_at(t: float, params: Array, offset: int) -> tuple[int, float]:
    """Return the segment of a table at a time, and the seconds into it."""
    segment = int((t - params[offset]) / params[offset + 1])
    segment = max(0, min(segment, int(params[offset + 2]) - 1))
    return segment, t - params[offset] - segment * params[offset + 1]


@njit(error_model="numpy", fastmath={"contract"})
def cubic(params: Array, at: int, columns: int, column: int, u: float) -> float:
    """Return one tabulated column inside the segment that begins at `at`."""
    # unsigned, so that no load is tested for an index from the end
    first = np.uint64(at + column)
    row = np.uint64(columns)
    second = first + row
    third = second + row
    fourth = third + row
    inner = params[second] + u * (params[third] + u * params[fourth])
    return float(params[first] + u * inner)


@njit(error_model="numpy", fastmath={"contract"})
def rotation_at(t: float, params: Array, offset: int) -> tuple[float, ...]:
    """Return the celestial matrix (9), the angle's cosine and sine, and the pole: 13 figures."""
    segment, u = segment_at(t, params, offset)
    at = offset + HEADER_SIZE + segment * COLUMNS * 4
    angle = params[offset + 3] + params[offset + 4] * t + cubic(params, at, COLUMNS, 9, u)
    return (
        cubic(params, at, COLUMNS, 0, u),
        cubic(params, at, COLUMNS, 1, u),
        cubic(params, at, COLUMNS, 2, u),
        cubic(params, at, COLUMNS, 3, u),
        cubic(params, at, COLUMNS, 4, u),
        cubic(params, at, COLUMNS, 5, u),
        cubic(params, at, COLUMNS, 6, u),
        cubic(params, at, COLUMNS, 7, u),
        cubic(params, at, COLUMNS, 8, u),
        np.cos(angle),
        np.sin(angle),
        cubic(params, at, COLUMNS, 10, u),
        cubic(params, at, COLUMNS, 11, u),
    )


@njit(error_model="numpy", fastmath={"contract"})
def earth_fixed(x: float, y: float, z: float, q: tuple[float, ...]) -> tuple[float, float, float]:
    """Turn a vector from GCRF into ITRF with what `rotation_at` returned."""
    q0, q1, q2, q3, q4, q5, q6, q7, q8, c, s, px, py = q
    ix = q0 * x + q1 * y + q2 * z
    iy = q3 * x + q4 * y + q5 * z
    iz = q6 * x + q7 * y + q8 * z
    tx = c * ix + s * iy
    ty = c * iy - s * ix
    # the pole's angles to second order: without it lengths are off by 1e-12, centimeters in days
    flat_x = 1.0 - 0.5 * px * px
    flat_y = 1.0 - 0.5 * py * py
    mz = flat_x * iz - px * tx
    return flat_x * tx + px * iz, flat_y * ty - py * mz, flat_y * mz + py * ty


@njit(error_model="numpy", fastmath={"contract"})
def celestial(x: float, y: float, z: float, q: tuple[float, ...]) -> tuple[float, float, float]:
    """Turn a vector from ITRF back into GCRF: the transpose of `earth_fixed`."""
    q0, q1, q2, q3, q4, q5, q6, q7, q8, c, s, px, py = q
    flat_x = 1.0 - 0.5 * px * px
    flat_y = 1.0 - 0.5 * py * py
    ty = flat_y * y + py * z
    mz = flat_y * z - py * y
    tx = flat_x * x - px * mz
    iz = flat_x * mz + px * x
    ix = c * tx - s * ty
    iy = s * tx + c * ty
    return q0 * ix + q3 * iy + q6 * iz, q1 * ix + q4 * iy + q7 * iz, q2 * ix + q5 * iy + q8 * iz


def itrf_from_gcrf_tabulated(time_s: float, table: Array) -> Array:
    """Return the rotation that compiled loops use, shape (3, 3)."""
    entries = rotation_at(time_s, table, 0)
    return np.array([earth_fixed(*axis, entries) for axis in np.eye(3)]).T
