"""Cubic splines through a table: coefficients for the kernels.

Model   Twice continuously differentiable; the third derivative is continuous at the second and the last but
        one node ("not a knot"), so that no end slope has to be known.
Valid   At least four nodes, increasing.
Source  de Boor 1978, A Practical Guide to Splines, chapter IV. Written here because loading scipy's
        interpolation package takes longer than the whole table: half of a command's start-up.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def _slopes(step: Array, secant: Array) -> Array:
    """Return the spline's slope at every node, shape (nodes, columns)."""
    n = step.size + 1
    matrix = np.zeros((n, n))
    wanted = np.empty((n, secant.shape[1]))
    inner = np.arange(1, n - 1)
    matrix[inner, inner - 1] = step[1:]
    matrix[inner, inner] = 2.0 * (step[:-1] + step[1:])
    matrix[inner, inner + 1] = step[:-1]
    wanted[1:-1] = 3.0 * (step[1:, None] * secant[:-1] + step[:-1, None] * secant[1:])
    for row, one, two, near, far in ((0, 0, 1, 0, 1), (n - 1, -1, -2, n - 1, n - 2)):
        both = step[one] + step[two]
        matrix[row, near], matrix[row, far] = step[two], both
        wanted[row] = (
            (step[one] + 2.0 * both) * step[two] * secant[one] + step[one] ** 2 * secant[two]
        ) / both
    return np.asarray(np.linalg.solve(matrix, wanted), dtype=np.float64)


def cubic_segments(nodes: Array, values: Array) -> Array:
    """Return the cubic of each segment in powers of the distance from its first node.

    Parameters
    ----------
    nodes : Array
        Shape (n,), n >= 4, increasing.
    values : Array
        Shape (n,) or (n, columns).

    Returns
    -------
    Array
        Shape (n - 1, 4, columns), constant term first.

    Examples
    --------
    A cubic is its own spline:

    >>> x = np.array([0.0, 1.0, 2.0, 4.0, 5.0])
    >>> cubic_segments(x, 1.0 + 2.0 * x + x**3)[0, :, 0].round(9)
    array([1., 2., 0., 1.])
    """
    table = values.reshape(nodes.size, -1)
    step = np.diff(nodes)
    secant = np.diff(table, axis=0) / step[:, None]
    slope = _slopes(step, secant)
    bend = (slope[:-1] + slope[1:] - 2.0 * secant) / step[:, None]
    square = (secant - slope[:-1]) / step[:, None] - bend
    return np.ascontiguousarray(
        np.stack((table[:-1], slope[:-1], square, bend / step[:, None]), axis=1)
    )


def spline_at(nodes: Array, segments: Array, at: Array) -> Array:
    """Return the first column's spline at points inside the nodes, shape of `at`."""
    k = np.clip(np.searchsorted(nodes, at, side="right") - 1, 0, nodes.size - 2)
    x = at - nodes[k]
    c = segments[k, :, 0]
    return np.asarray(c[..., 0] + x * (c[..., 1] + x * (c[..., 2] + x * c[..., 3])))
