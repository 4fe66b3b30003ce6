"""In how many ways the burns of an approach can fail, and where each leaves the ship.

Model   What the thrusters did between two points of a nominal path is the velocity that free motion does
        not explain. Points in a row that need more than `BURN_M_S2` make a burn. Its branches: missed;
        cut when a part of it is done; run on too long in its last direction; flown in a direction that is
        wrong by three sigma, in four ways. Every point of the path is a branch of its own: all thrust is
        lost there.
Valid   Paths with a point every few seconds; a wrong direction counts as constant thrust.
Source  The branches that rendezvous safety rules ask for: burn missed, partial, too long, misdirected.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BURN_M_S2 = 0.008  # above what holding a line against the relative motion takes
CUTS = tuple(round(0.1 * tenth, 1) for tenth in range(1, 10))
OVER_RUNS = (1.1, 1.25, 1.5)
POINTING_RAD = np.deg2rad(2.0)  # one sigma, estimated

LOST, MISSED, CUT, OVER_RUN, WRONG_WAY = "thrust-lost", "missed", "cut", "over-run", "wrong-way"


@dataclass(frozen=True)
class Branch:
    """A failure and the free drift that it begins.

    Attributes
    ----------
    kind : str
        LOST, MISSED, CUT, OVER_RUN or WRONG_WAY.
    part : float
        Of the burn that was done; 1 where that says nothing.
    burn : int
        Number of the burn along the path, -1 where there is none.
    time_s : float
        When the drift begins, on the path's clock. [s]
    state : Array
        LVLH position [m] and velocity [m/s], shape (6,).
    """

    kind: str
    part: float
    burn: int
    time_s: float
    state: Array


def free_velocities(states: Array, steps_s: Array, n_rad_s: float) -> Array:
    """Return what velocities free motion would give at the end of each step, (n - 1, 3). [m/s]

    By Clohessy and Wiltshire, from the states at the beginning of each.
    """
    _, y, z, vx, vy, vz = states[:-1].T
    s, c = np.sin(n_rad_s * steps_s), np.cos(n_rad_s * steps_s)
    n = n_rad_s
    return np.stack(
        (
            6.0 * n * (1.0 - c) * z + (4.0 * c - 3.0) * vx + 2.0 * s * vz,
            -n * s * y + c * vy,
            3.0 * n * s * z - 2.0 * s * vx + c * vz,
        ),
        axis=1,
    )


def burns_of(times_s: Array, states: Array, n_rad_s: float) -> tuple[tuple[int, int], ...]:
    """Return the first and last point of each burn of a path.

    Parameters
    ----------
    times_s, states : Array
        Shapes (n,) and (n, 6).
    n_rad_s : float
        Mean motion. [rad/s]
    """
    steps_s = np.diff(times_s)
    given = states[1:, 3:] - free_velocities(states, steps_s, n_rad_s)
    firing = np.linalg.norm(given, axis=1) > BURN_M_S2 * steps_s
    edges = np.flatnonzero(np.diff(np.concatenate(([False], firing, [False])).astype(int)))
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))


def _turned(delta_v: Array) -> tuple[Array, ...]:
    """Return how a burn changes when its direction is wrong by three sigma, in four ways."""
    size = float(np.linalg.norm(delta_v))
    helper = (
        np.array([0.0, 1.0, 0.0]) if abs(delta_v[1]) < 0.9 * size else np.array([1.0, 0.0, 0.0])
    )
    first = np.cross(delta_v, helper)
    first /= np.linalg.norm(first)
    second = np.cross(delta_v, first) / size
    angle = 3.0 * POINTING_RAD
    shorter = (np.cos(angle) - 1.0) * delta_v
    aside = np.sin(angle) * size
    return tuple(shorter + sign * aside * way for way in (first, second) for sign in (1.0, -1.0))


def _of_burn(
    number: int, first: int, last: int, times_s: Array, states: Array, n_rad_s: float
) -> list[Branch]:
    part_states, part_times = states[first : last + 1], times_s[first : last + 1]
    given = part_states[1:, 3:] - free_velocities(part_states, np.diff(part_times), n_rad_s)
    done = np.concatenate(([0.0], np.cumsum(np.linalg.norm(given, axis=1))))
    total, end = given.sum(axis=0), part_states[-1]
    branches = [Branch(MISSED, 0.0, number, float(part_times[0]), part_states[0])]
    for cut in CUTS:
        at = [np.interp(cut * done[-1], done, column) for column in part_states.T]
        time_s = float(np.interp(cut * done[-1], done, part_times))
        branches.append(Branch(CUT, cut, number, time_s, np.array(at)))
    for over in OVER_RUNS:
        state = end.copy()
        state[3:] += (over - 1.0) * total
        branches.append(Branch(OVER_RUN, over, number, float(part_times[-1]), state))
    if np.linalg.norm(total) > 0.0:
        for change in _turned(total):
            state = end.copy()
            state[:3] += 0.5 * (part_times[-1] - part_times[0]) * change
            state[3:] += change
            branches.append(Branch(WRONG_WAY, 1.0, number, float(part_times[-1]), state))
    return branches


def branches_of(times_s: Array, states: Array, n_rad_s: float) -> tuple[Branch, ...]:
    """Return every failure of a nominal path: thrust lost at each point, and those of each burn.

    Parameters
    ----------
    times_s, states : Array
        Shapes (n,) [s] and (n, 6): LVLH position [m] and velocity [m/s].
    n_rad_s : float
        Mean motion. [rad/s]
    """
    lost = [
        Branch(LOST, 1.0, -1, float(time_s), state)
        for time_s, state in zip(times_s, states, strict=True)
    ]
    for number, (first, last) in enumerate(burns_of(times_s, states, n_rad_s)):
        lost += _of_burn(number, first, last, times_s, states, n_rad_s)
    return tuple(lost)
