"""Shores and borders as lines to draw.

Source  `environment.borders`.
"""

import numpy as np
from numpy.typing import NDArray

from portcall.environment.borders import borders

Array = NDArray[np.float64]


def shore_lines() -> list[Array]:
    """Return the shipped shores and borders, each (n, 2) as latitude and longitude. [deg]

    A longitude may run past 180, so that no line jumps.
    """
    lines = borders()
    starts = np.flatnonzero(np.diff(lines.line, prepend=-1))
    ends = np.append(starts[1:], len(lines.line))
    return [
        np.vstack([lines.start_deg[a : a + 1], lines.end_deg[a:b]])[:, ::-1]
        for a, b in zip(starts, ends, strict=True)
    ]
