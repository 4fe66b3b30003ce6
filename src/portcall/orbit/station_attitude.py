"""How the station's body axes stand in LVLH when it holds a named attitude.

Model   Body axes are the station's analysis axes (X along the modules, Y starboard, Z nadir), turned by yaw
        about z, then pitch about the new y, then roll about the newest x.
Valid   Attitudes of the station's record.
Source  The record names that of each attitude.
"""

import math

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Station
from portcall.core.errors import unknown_name

Array = NDArray[np.float64]


def lvlh_from_station(station: Station, attitude: str) -> Array:
    """Return the rotation from the station's body axes to LVLH in a named attitude, shape (3, 3).

    Yaw about z, then pitch about the new y, then roll about the newest x.

    Raises
    ------
    InputError
        An attitude that the station's record does not have.

    Examples
    --------
    >>> from portcall.catalogue.load import load_station
    >>> turned = lvlh_from_station(load_station("iss"), "minus-xvv")
    >>> bool(abs(turned @ [1.0, 0.0, 0.0] - [-1.0, 0.0, 0.0]).max() < 1e-12)
    True
    """
    known = {one.id: one for one in station.attitude}
    if attitude not in known:
        raise unknown_name("attitude", attitude, known, where=station.id)
    held = known[attitude]
    yaw, pitch, roll = (
        math.radians(angle.value) for angle in (held.yaw_deg, held.pitch_deg, held.roll_deg)
    )
    cy, sy, cp, sp = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)
    cr, sr = math.cos(roll), math.sin(roll)
    about_z = np.array([[cy, -sy, 0.0], [sy, cy, 0.0], [0.0, 0.0, 1.0]])
    about_y = np.array([[cp, 0.0, sp], [0.0, 1.0, 0.0], [-sp, 0.0, cp]])
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, cr, -sr], [0.0, sr, cr]])
    return np.asarray(about_z @ about_y @ about_x)
