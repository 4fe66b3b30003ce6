"""A predicted landing held against the one that flew: predicted minus flown.

Model   The difference of two clock times, and the arc between two places on the mean sphere.
Valid   Landing places stated as degrees ("47.383N 69.650E"); other statements give no place.
Source  The flight's record.
"""

import math
import re
from datetime import datetime

from portcall.core.time import elapsed_s
from portcall.disposal.lifting_entry import arc_m, direction_of
from portcall.records.landing import Landing

_PLACE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([NS])[\s,]+(\d+(?:\.\d+)?)\s*([EW])\s*")


def stated_place_deg(text: str) -> tuple[float, float] | None:
    """Return the latitude and longitude of a stated place, or None where it states none. [deg]

    Examples
    --------
    >>> stated_place_deg("47.383N 69.650E")
    (47.383, 69.65)
    >>> stated_place_deg("148 km SE of Zhezkazgan") is None
    True
    """
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    latitude_deg, north, longitude_deg, east = found.groups()
    return (
        float(latitude_deg) * (1.0 if north == "N" else -1.0),
        float(longitude_deg) * (1.0 if east == "E" else -1.0),
    )


def landing_time_error_s(landing: Landing, flown_utc: datetime) -> float:
    """Return how much later than flown the landing is predicted. [s]

    Raises
    ------
    KeyError
        The predicted ship does not land.
    """
    return elapsed_s(flown_utc, landing.event("landing").utc)


def landing_place_error_km(landing: Landing, latitude_deg: float, longitude_deg: float) -> float:
    """Return how far from the flown place the landing is predicted. [km]

    Raises
    ------
    KeyError
        The predicted ship does not land.
    """
    there = landing.event("landing")
    flown = direction_of(math.radians(latitude_deg), math.radians(longitude_deg))
    predicted = direction_of(math.radians(there.lat_deg), math.radians(there.lon_deg))
    return arc_m(flown, predicted) / 1e3
