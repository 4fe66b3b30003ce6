"""How far the Sun stands out of the orbit plane, months ahead: the beta angle of a drifting plane.

Model   The node drifts at a constant rate, the inclination stays; the Sun by the almanac's formula.
        beta = arcsin(sun . normal).
Valid   A few degrees after two years: the drift of the node depends on the height that is kept.
Source  D. Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., 5.1 and 5.3.
"""

import math
from datetime import UTC, date, datetime, time

from portcall.environment.sun_moon import sun_direction_gcrf


def beta_deg(day: date, node_deg: float, inclination_deg: float) -> float:
    """Return the beta angle at noon of a UTC day. [deg]

    Examples
    --------
    With its node at the equinox, an orbit of 51.6 degrees sees the Sun of midsummer 28 degrees below it:

    >>> round(beta_deg(date(2026, 6, 21), 0.0, 51.6))
    -28
    """
    sun = sun_direction_gcrf(datetime.combine(day, time(12), UTC))
    node, tilt = math.radians(node_deg), math.radians(inclination_deg)
    normal = (
        math.sin(node) * math.sin(tilt),
        -math.cos(node) * math.sin(tilt),
        math.cos(tilt),
    )
    return math.degrees(math.asin(sum(a * b for a, b in zip(sun, normal, strict=True))))
