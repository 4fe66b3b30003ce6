"""The way up as a reader wants it: height, speed, load and distance against time.

Model   The load is what acts but gravity: the rate of change of the inertial velocity, less the pull of a
        point mass, by central differences over the flown history. Downrange is the arc from the pad on
        a sphere of the Earth's mean radius.
Valid   Pictures: at a cut-off the load is smeared over two steps of the history.
Source  Differences of `launch.ascent`'s history.
"""

import numpy as np

from portcall.core.constants import EARTH_ROTATION_RAD_S, GM_EARTH_M3_S2, STANDARD_GRAVITY_M_S2
from portcall.environment.atmosphere import geodetic_altitude_m
from portcall.launch.ascent import Ascent
from portcall.records.tracks import AscentProfile

_MEAN_RADIUS_M = 6371008.8


def ascent_profile(ascent: Ascent) -> AscentProfile:
    """Return the way up as columns against time.

    Parameters
    ----------
    ascent : Ascent
        As flown.
    """
    time_s, place, speed = ascent.time_s, ascent.position_itrf_m, ascent.velocity_itrf_m_s
    keep = np.concatenate([[True], np.diff(time_s) > 1e-6])
    time_s, place, speed = time_s[keep], place[keep], speed[keep]
    turn = np.array([0.0, 0.0, EARTH_ROTATION_RAD_S])
    radius = np.linalg.norm(place, axis=1)
    felt = (
        np.gradient(speed, time_s, axis=0)
        + 2.0 * np.cross(turn, speed)
        + np.cross(turn, np.cross(turn, place))
        + GM_EARTH_M3_S2 * place / radius[:, None] ** 3
    )
    # an arc from its sine as well: near the pad the cosine alone does not tell meters apart
    arc = np.arctan2(np.linalg.norm(np.cross(place[0], place), axis=1), place @ place[0])
    return AscentProfile(
        time_s=time_s,
        altitude_m=np.array([geodetic_altitude_m(*one) for one in place]),
        speed_m_s=np.linalg.norm(speed, axis=1),
        load_g=np.linalg.norm(felt, axis=1) / STANDARD_GRAVITY_M_S2,
        downrange_m=_MEAN_RADIUS_M * arc,
        events=tuple((one.name, one.time_s) for one in ascent.events),
    )
