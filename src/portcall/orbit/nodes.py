"""Ascending nodes: when an object crosses the equator northward, and over which longitude.

Model   The root of SGP4's height above the true equator of date; longitude on the turning Earth.
Valid   As the element set. Public sets of the station meet its own ephemeris to 0.1 s within 5 h.
Source  Definition as in the station ephemeris headers ("asc. node", LAN counted east).
"""

import math
from datetime import datetime

from scipy.optimize import brentq

from portcall.core.errors import InputError
from portcall.core.frames import itrf_from_teme
from portcall.core.time import after, elapsed_s
from portcall.orbit.elements import ElementSet, mean_elements_at, state_teme
from portcall.orbit.station_events import AscendingNode


def ascending_node(elements: ElementSet, near: datetime) -> AscendingNode:
    """Return the northward crossing of the equator nearest to a time.

    Parameters
    ----------
    elements : ElementSet
        Of a near-circular orbit.
    near : datetime
        Within half an orbit of the crossing wanted.

    Returns
    -------
    AscendingNode
        Time, the printed revolution count plus the crossings since (0 when none is printed), and
        the longitude east in [-180, 180). [deg]

    Raises
    ------
    InputError
        The orbit has no crossing near there: equatorial, or too eccentric.
    """
    mean = mean_elements_at(elements, near)
    to_node_rad = (mean.argument_of_latitude_rad + math.pi) % (2.0 * math.pi) - math.pi
    rate_rad_s = mean.mean_motion_rad_s
    middle_s = elapsed_s(elements.epoch, near) - to_node_rad / rate_rad_s
    reach_s = 0.7 / rate_rad_s  # the true anomaly departs from the mean by twice the eccentricity

    def height_m(time_s: float) -> float:
        return float(state_teme(elements, after(elements.epoch, time_s))[0][2])

    if height_m(middle_s - reach_s) * height_m(middle_s + reach_s) >= 0.0:
        raise InputError("the orbit has no ascending node to find there", where=elements.source)
    node_s = float(brentq(height_m, middle_s - reach_s, middle_s + reach_s, xtol=1e-6))
    utc = after(elements.epoch, node_s)
    x_m, y_m, _ = itrf_from_teme(utc) @ state_teme(elements, utc)[0]
    count = 0
    if elements.revolution_at_epoch:
        revolutions = node_s * rate_rad_s / (2.0 * math.pi)
        count = elements.revolution_at_epoch + math.ceil(revolutions - 1e-3)
    return AscendingNode(utc, count, math.degrees(math.atan2(y_m, x_m)))
