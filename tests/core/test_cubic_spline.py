"""Our splines are scipy's, to rounding."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline

from portcall.core.cubic_spline import cubic_segments, spline_at

ROUNDING = 1e-9  # of values of order one on nodes at least a tenth apart


@given(st.lists(st.tuples(st.floats(0.1, 10.0), st.floats(-1.0, 1.0)), min_size=4, max_size=40))
def test_prop_spline_is_scipys(rows):
    """Coefficients and values agree with the reference on any table."""
    steps, values = np.array(rows).T
    nodes = np.cumsum(steps)
    reference = CubicSpline(nodes, values)
    found = cubic_segments(nodes, values)
    points = np.linspace(nodes[0], nodes[-1], 97)
    scale = 1.0 + np.abs(reference(points)).max()

    assert np.abs(spline_at(nodes, found, points) - reference(points)).max() < ROUNDING * scale
