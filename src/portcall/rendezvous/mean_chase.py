"""The chase in mean elements: coasts at secular rates, burns as impulses, a plan in milliseconds.

Model   Near-circular mean elements; secular rates from the even zonals; impulses by Gauss's equations
        for small eccentricity. No drag: the differential correction on the full dynamics adds it.
Valid   Eccentricity below 0.02, burns below 100 m/s each.
Source  Gauss's equations (Battin 1999, section 10.3) for e -> 0; Baranov 2016 for the burn geometry;
        least total delta-v by iteratively reweighted least squares (Lawson 1961).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit_at_call
from portcall.core.constants import GM_EARTH_M3_S2
from portcall.orbit.mean_elements import NearCircular
from portcall.orbit.secular import rates_kernel, zonal_table

Array = NDArray[np.float64]

_SMOOTHING_M_S = (
    4.0  # below this a burn is not worth avoiding: keeps the solution spread and stable
)
_ROUNDS = 40
_SHAPING_ROUNDS = 10  # of these, the first look for the cheapest shape, the rest close the plan
_REWEIGHTINGS = 4  # each round starts from the last one's burns: a few suffice
_LONGEST_STEP_M_S = 30.0  # beyond, the arrival is no longer near linear in the burns
_CLOSED_M = 1.0  # mean-element residual at which a plan counts as closed


@cached_njit_at_call()
def coast(elements: Array, duration_s: float, zonals: Array) -> None:
    """Move a mean orbit on in place: node and argument of latitude at their secular rates.

    `elements` is (a [m], ex, ey, inclination, node, argument of latitude [rad]).
    """
    node, latitude = rates_kernel(elements[0], elements[3], zonals, 2)
    elements[4] += node * duration_s
    elements[5] += (math.sqrt(GM_EARTH_M3_S2 / elements[0] ** 3) + latitude) * duration_s


@cached_njit_at_call()
def impulse(elements: Array, dv_m_s: Array) -> None:
    """Apply an impulse (along V-bar, outward, along the orbit normal) to a mean orbit in place."""
    a, ex, ey, i, u = elements[0], elements[1], elements[2], elements[3], elements[5]
    speed = math.sqrt(GM_EARTH_M3_S2 / a)
    t, r, w = dv_m_s[0] / speed, dv_m_s[1] / speed, dv_m_s[2] / speed
    # u is the mean argument: the burn acts at the true one, 2 e sin(M) further on
    lam = u + 2.0 * (ex * math.sin(u) - ey * math.cos(u))
    c, s = math.cos(lam), math.sin(lam)
    q = ex * c + ey * s
    work = 2.0 * (t * (1.0 + q) + r * (ex * s - ey * c)) + t * t + r * r + w * w
    elements[0] = a / (1.0 - work)  # the energy equation, exact
    elements[1] += r * s + 2.0 * t * c
    elements[2] += -r * c + 2.0 * t * s
    elements[3] += w * c
    node = w * s / math.sin(i)
    elements[4] += node
    elements[5] += -2.0 * r - math.cos(i) * node


@cached_njit_at_call()
def arrive(start: Array, times_s: Array, burns_m_s: Array, end_s: float, zonals: Array) -> Array:
    """Fly a mean orbit through its burns to the end; return the elements there, shape (6,)."""
    elements = start.copy()
    now = 0.0
    for k in range(times_s.size):
        coast(elements, times_s[k] - now, zonals)
        impulse(elements, burns_m_s[k])
        now = times_s[k]
    coast(elements, end_s - now, zonals)
    return elements


@cached_njit_at_call()
def residual(elements: Array, goal: Array) -> Array:
    """Return how far a mean orbit is from the goal, as lengths. [m], shape (6,)"""
    a = goal[0]
    out = np.empty(6)
    out[0] = elements[0] - goal[0]
    out[1] = a * (elements[1] - goal[1])
    out[2] = a * (elements[2] - goal[2])
    out[3] = a * (elements[3] - goal[3])
    out[4] = a * math.sin(goal[3]) * (elements[4] - goal[4])
    out[5] = a * (elements[5] - goal[5] + math.cos(goal[3]) * (elements[4] - goal[4]))
    return out


@cached_njit_at_call()
def sensitivity(
    start: Array, times_s: Array, burns_m_s: Array, end_s: float, goal: Array, zonals: Array
) -> Array:
    """Return the change of the residual with each burn component. [m per m/s], shape (6, 3 n)"""
    base = residual(arrive(start, times_s, burns_m_s, end_s, zonals), goal)
    count = times_s.size
    out = np.empty((6, 3 * count))
    step = 1e-3  # m/s
    for k in range(count):
        for j in range(3):
            moved = burns_m_s.copy()
            moved[k, j] += step
            out[:, 3 * k + j] = (
                residual(arrive(start, times_s, moved, end_s, zonals), goal) - base
            ) / step
    return out


def as_array(orbit: NearCircular) -> Array:
    """Return a mean orbit as the kernels take it."""
    return np.array(
        [
            orbit.semi_major_axis_m,
            orbit.ex,
            orbit.ey,
            orbit.inclination_rad,
            orbit.node_rad,
            orbit.argument_of_latitude_rad,
        ]
    )


def as_orbit(elements: Array) -> NearCircular:
    """Return a kernel's array as a mean orbit."""
    return NearCircular(*(float(x) for x in elements))


@dataclass(frozen=True, slots=True)
class MeanPlan:
    """Impulses that carry the chaser to the goal in mean elements.

    `burns_m_s` holds, burn by burn, the components along V-bar, outward and along the orbit normal.
    """

    times_s: Array
    burns_m_s: Array
    end: NearCircular
    miss_m: float
    lowest_perigee_m: float

    @property
    def delta_v_m_s(self) -> float:
        """Total of the burns. [m/s]"""
        return float(np.linalg.norm(self.burns_m_s, axis=1).sum())

    @property
    def closed(self) -> bool:
        """Whether the plan meets the goal."""
        return self.miss_m < _CLOSED_M


def _weighted_step(matrix: Array, wanted: Array, sizes_m_s: Array) -> Array:
    """Return the burn components that make the wanted change, large burns taking most of it."""
    weights = np.repeat(sizes_m_s, 3)
    gram = (matrix * weights) @ matrix.T
    return (weights * (matrix.T @ np.linalg.solve(gram, wanted))).reshape(-1, 3)


def cheapest_burns(matrix: Array, wanted: Array, burns_m_s: Array) -> Array:
    """Return burns that change the arrival by `wanted` at the least total delta-v, near enough.

    Minimizes sum |v_k| subject to `matrix @ (v - burns) = wanted` by reweighted least squares; a burn
    smaller than the smoothing counts as if it had that size.

    Parameters
    ----------
    matrix : Array
        Change of arrival with each burn component, shape (6, 3 n). [m per m/s]
    wanted : Array
        Wanted change of arrival, shape (6,). [m]
    burns_m_s : Array
        Present burns, shape (n, 3).
    """
    total = wanted + matrix @ burns_m_s.ravel()
    burns = burns_m_s
    for _ in range(_REWEIGHTINGS):
        sizes = np.sqrt((burns**2).sum(axis=1) + _SMOOTHING_M_S**2)
        burns = _weighted_step(matrix, total, sizes)
    return burns


def correction(matrix: Array, wanted: Array, burns_m_s: Array) -> Array:
    """Return the small change of the burns that changes the arrival by `wanted`, shape (n, 3).

    Each burn takes a share in proportion to its size, so that the plan keeps its shape.
    """
    sizes = np.sqrt((burns_m_s**2).sum(axis=1) + _SMOOTHING_M_S**2)
    return _weighted_step(matrix, wanted, sizes)


def plan_chase(start: NearCircular, goal: NearCircular, times_s: Array, end_s: float) -> MeanPlan:
    """Find burns at given times that bring the chaser to the goal at the end, cheaply.

    Parameters
    ----------
    start, goal : NearCircular
        Mean orbits of the chaser at time zero and at the end; the goal's argument of latitude is
        unwrapped, so that it holds the revolutions to be flown.
    times_s : Array
        Times of the burns since the start, shape (n,). [s]
    end_s : float
        Time of arrival at the goal. [s]

    Returns
    -------
    MeanPlan
        With `closed` false when the burns at those times cannot reach the goal.
    """
    zonals = zonal_table()
    first, last = as_array(start), as_array(goal)
    climb = math.sqrt(GM_EARTH_M3_S2 / goal.semi_major_axis_m**3) / 2.0
    share = (goal.semi_major_axis_m - start.semi_major_axis_m) * climb / times_s.size
    burns = np.zeros((times_s.size, 3))
    burns[:, 0] = share
    miss = math.inf
    for attempt in range(_ROUNDS):
        off = residual(arrive(first, times_s, burns, end_s, zonals), last)
        miss = float(np.linalg.norm(off))
        matrix = sensitivity(first, times_s, burns, end_s, last, zonals)
        if attempt < _SHAPING_ROUNDS:
            # halfway only: near-equal plans would otherwise swap places for ever
            step = 0.5 * (cheapest_burns(matrix, -off, burns) - burns)
        elif miss < _CLOSED_M:
            break
        else:
            step = correction(matrix, -off, burns)
        largest = float(np.abs(step).max())
        burns = burns + step * min(1.0, _LONGEST_STEP_M_S / largest)
    end = arrive(first, times_s, burns, end_s, zonals)
    return MeanPlan(times_s, burns, as_orbit(end), miss, _lowest(first, times_s, burns, zonals))


def _lowest(start: Array, times_s: Array, burns_m_s: Array, zonals: Array) -> float:
    """Return the smallest perigee radius of the mean orbits between the burns. [m]"""
    radii = [as_orbit(start).perigee_radius_m]
    for k in range(times_s.size):
        after_burn = arrive(start, times_s[: k + 1], burns_m_s[: k + 1], times_s[k], zonals)
        radii.append(as_orbit(after_burn).perigee_radius_m)
    return min(radii)


def nodal_drift_rad(
    start: NearCircular, station: NearCircular, plan: MeanPlan, end_s: float
) -> float:
    """Return how far the chaser's node moves against the station's during the chase. [rad]

    Negative: the chaser flies lower and regresses faster. Burn components along the orbit normal are
    left out, so that this is the drift of a coplanar chase.
    """
    zonals = zonal_table()
    in_plane = plan.burns_m_s * np.array([1.0, 1.0, 0.0])
    chaser = arrive(as_array(start), plan.times_s, in_plane, end_s, zonals)
    other = as_array(station)
    coast(other, end_s, zonals)
    return float((chaser[4] - start.node_rad) - (other[4] - station.node_rad))
