"""Earth's gravity: a spherical-harmonic field of selectable degree and order.

Model   The potential is a sum over orders of (x + iy)^m times monic derived Legendre columns in z
        and r, so that it is regular at the poles and one short recurrence per order gives the
        acceleration.
Valid   Outside the Earth. Coefficients are shipped to degree 36; tides and the sea are left out.
Source  EGM2008 (Pavlis, Holmes, Kenyon, Factor 2012, J. Geophys. Res. 117, B04406), tide-free; the
        form follows Pines 1973 (AIAA J. 11, 1508) with the recurrence of Abramowitz and Stegun
        8.5.3.
"""

from functools import lru_cache
from importlib.resources import files
from math import factorial, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portcall.core.constants import EGM_RADIUS_M, GM_EARTH_M3_S2
from portcall.core.errors import InputError

Array = NDArray[np.float64]

HIGHEST_DEGREE = 36
RADIUS_M = EGM_RADIUS_M
SURFACE_POTENTIAL_M2_S2 = GM_EARTH_M3_S2 / EGM_RADIUS_M
TERM_SIZE = 8  # figures per degree and order in the packed field
# an unsigned index spares the compiled loop a test for negative ones at every load
_S, _RC, _RS, _ZC, _ZS, _BACK, _NEXT = (np.uint64(place) for place in (1, 2, 3, 4, 5, 6, 8))


@lru_cache(maxsize=1)
def coefficients() -> tuple[Array, Array]:
    """Return the normalised C and S, each of shape (37, 37), degree by order.

    Examples
    --------
    >>> float(coefficients()[0][2, 0])
    -0.000484165143790815
    """
    text = files("portcall.environment").joinpath("data/egm2008.csv").read_text(encoding="ascii")
    c = np.zeros((HIGHEST_DEGREE + 1, HIGHEST_DEGREE + 1))
    s = np.zeros_like(c)
    c[0, 0] = 1.0
    for line in text.splitlines()[3:]:
        degree, order, c_nm, s_nm = line.split(",")
        c[int(degree), int(order)] = float(c_nm)
        s[int(degree), int(order)] = float(s_nm)
    return c, s


def _normalisation(n: int, m: int) -> float:
    twice = 1 if m == 0 else 2
    return sqrt(twice * (2 * n + 1) * factorial(n - m) / factorial(n + m))


def _leading(n: int, m: int) -> float:
    """Return the leading coefficient of the m-th derivative of the Legendre polynomial."""
    if m > n:
        return 0.0
    return float(factorial(2 * n) / (2**n * factorial(n) * factorial(n - m)))


@lru_cache(maxsize=64)
def packed_field(degree: int, order: int) -> Array:
    """Return the field in the order in which `acceleration` reads it.

    Parameters
    ----------
    degree, order : int
        Truncation, 0 to 36, order at most degree. Degree 0 is the point mass.

    Returns
    -------
    Array
        One row of eight figures per order and degree, flat.

    Raises
    ------
    InputError
        Truncation out of range.
    """
    if not 0 <= degree <= HIGHEST_DEGREE or not 0 <= order <= degree:
        raise InputError(
            f"gravity of degree {degree} and order {order} is not available",
            limit=f"0 <= order <= degree <= {HIGHEST_DEGREE}",
        )
    c, s = coefficients()
    rows: list[tuple[float, ...]] = []
    for m in range(min(order + 1, degree) + 1):
        for n in range(m, degree + 1):
            own = _normalisation(n, m) * _leading(n, m) if m <= order else 0.0
            left = _normalisation(n, m - 1) * _leading(n, m) if m >= 1 else 0.0
            left_c, left_s = (c[n, m - 1], s[n, m - 1]) if m >= 1 else (0.0, 0.0)
            back = (n + m - 1) * (n - m - 1) / ((2 * n - 1) * (2 * n - 3)) if n > m + 1 else 0.0
            rows.append(
                (
                    own * c[n, m],
                    own * s[n, m],
                    (n + m + 1) * own * c[n, m],
                    (n + m + 1) * own * s[n, m],
                    left * left_c,
                    left * left_s,
                    back,
                    0.0,
                )
            )
    rows.append((0.0,) * TERM_SIZE)  # the kernel reads one row ahead
    packed = np.array(rows).ravel()
    packed.setflags(write=False)
    return packed


@njit(error_model="numpy", fastmath={"contract"})
def acceleration(
    x: float, y: float, z: float, params: Array, offset: int, degree: int, order: int
) -> tuple[float, float, float]:
    """Return the acceleration of a packed field at a place fixed to the Earth.

    Parameters
    ----------
    x, y, z : float
        Position in ITRF. [m]
    params, offset : Array, int
        Where the packed field lies.
    degree, order : int
        The truncation that it was packed with.

    Returns
    -------
    tuple[float, float, float]
        In ITRF. [m s-2]
    """
    r2 = x * x + y * y + z * z
    inverse_r2 = 1.0 / r2
    p = RADIUS_M * RADIUS_M * inverse_r2
    q = RADIUS_M * z * inverse_r2
    seed = SURFACE_POTENTIAL_M2_S2 * np.sqrt(p)
    xr = x / RADIUS_M
    yr = y / RADIUS_M
    xi, eta, xi_left, eta_left = 1.0, 0.0, 0.0, 0.0
    ax, ay, along_z, radial = 0.0, 0.0, 0.0, 0.0
    at = np.uint64(offset)
    for m in range(min(order + 1, degree) + 1):
        before, now = 0.0, seed
        sum_c, sum_s, sum_rc, sum_rs, sum_zc, sum_zs = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for _ in range(m, degree + 1):
            sum_c += params[at] * now
            sum_s += params[at + _S] * now
            sum_rc += params[at + _RC] * now
            sum_rs += params[at + _RS] * now
            sum_zc += params[at + _ZC] * now
            sum_zs += params[at + _ZS] * now
            at += _NEXT
            # the packed row of the next degree says how much of the one before goes into it
            following = q * now - params[at + _BACK] * p * before
            before = now
            now = following
        ax += m * (sum_c * xi_left + sum_s * eta_left)
        ay += m * (sum_s * xi_left - sum_c * eta_left)
        radial += xi * sum_rc + eta * sum_rs
        along_z += xi_left * sum_zc + eta_left * sum_zs
        xi_left = xi
        eta_left = eta
        xi = xr * xi_left - yr * eta_left
        eta = xr * eta_left + yr * xi_left
        seed *= p
    inverse_radius = 1.0 / RADIUS_M
    along_z *= inverse_radius
    towards = -(radial + z * along_z) * inverse_r2
    return (
        ax * inverse_radius + x * towards,
        ay * inverse_radius + y * towards,
        along_z + z * towards,
    )
