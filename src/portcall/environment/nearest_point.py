"""The nearest of many fixed points in space, for many askers: two levels of balls around them.

Model   Neighboring points share a ball, neighboring balls a larger one. The point that was nearest
        to the asker before gives the first guess; only balls that could hold a nearer one are opened.
Valid   Exact. Quick from the next street and from across an ocean, where trees of boxes open
        thousands of boxes that are all about as far.
Source  Omohundro 1989, ICSI TR-89-063 (balls); the order of the points is that of scipy's k-d tree.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from portcall.core.compiled import cached_njit_at_call

Array = NDArray[np.float64]
Places = NDArray[np.int64]

_BLOCK = 32


@dataclass(frozen=True)
class Balls:
    """Points in an order that keeps neighbors together, and the balls of 32 and of 1024 of them.

    `place` is each point's row in the array that it came from.
    """

    points: Array
    place: Places
    small: Array  # center and radius, (blocks, 4)
    large: Array  # the same around 32 small ones


def balls_around(points: Array) -> Balls:
    """Order points and put balls around them; `points` is (n, 3), of any unit."""
    place = np.asarray(cKDTree(points, leafsize=_BLOCK).indices, dtype=np.int64)
    ordered = np.ascontiguousarray(points[place])
    return Balls(ordered, place, _balls(ordered, _BLOCK), _balls(ordered, _BLOCK * _BLOCK))


def _balls(ordered: Array, size: int) -> Array:
    blocks = -(-len(ordered) // size)
    # the last block is filled up with its last point, which moves no ball's edge outwards
    rows = np.minimum(np.arange(blocks * size), len(ordered) - 1)
    members = ordered[rows].reshape(blocks, size, 3)
    center = members.mean(axis=1)
    away2 = np.square(members - center[:, None, :]).sum(axis=2)
    return np.concatenate((center, np.sqrt(away2.max(axis=1))[:, None]), axis=1)


@cached_njit_at_call()
def _square(x: float, y: float, z: float, row: int, there: Array) -> float:
    dx, dy, dz = x - there[row, 0], y - there[row, 1], z - there[row, 2]
    return float(dx * dx + dy * dy + dz * dz)


@cached_njit_at_call()
def _nearest(askers: Array, points: Array, small: Array, large: Array) -> Places:
    found = np.zeros(len(askers), dtype=np.int64)
    best_place = 0
    for k in range(len(askers)):
        x, y, z = askers[k]
        best = math.sqrt(_square(x, y, z, best_place, points))
        for i in range(len(large)):
            if _square(x, y, z, i, large) >= (best + large[i, 3]) ** 2:
                continue
            for j in range(i * _BLOCK, min((i + 1) * _BLOCK, len(small))):
                if _square(x, y, z, j, small) >= (best + small[j, 3]) ** 2:
                    continue
                for m in range(j * _BLOCK, min((j + 1) * _BLOCK, len(points))):
                    square = _square(x, y, z, m, points)
                    if square < best * best:
                        best, best_place = math.sqrt(square), m
        found[k] = best_place
    return found


def nearest(askers: Array, balls: Balls) -> Places:
    """Return the row of the point nearest to each asker.

    Examples
    --------
    >>> corners = balls_around(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    >>> nearest(np.array([[0.9, 0.2, 0.0], [0.1, 0.7, 3.0]]), corners)
    array([1, 2])
    """
    order = cKDTree(askers, leafsize=_BLOCK).indices
    which = np.empty(len(askers), dtype=np.int64)
    which[order] = _nearest(askers[order], balls.points, balls.small, balls.large)
    return np.asarray(balls.place[which], dtype=np.int64)
