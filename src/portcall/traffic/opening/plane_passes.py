"""When a pad passes through a station's plane, months ahead: the launch times that the plane allows.

Model   The station's node moves at its secular rate from one element set on; the pad turns with the
        Earth. One pass a day that the launcher can use, 23.6 minutes earlier each day.
Valid   Half a year from the set, to some minutes: neither the chase's drift (two minutes) nor later
        reboosts (a minute a month) are in it. `visit.pad_pass` gives the second, weeks ahead.
Source  `launch.window`; Kaula 1966, section 3.6, through `orbit.secular`.
"""

import math
from datetime import datetime, timedelta

from portcall.catalogue.load import Catalogue
from portcall.core.errors import DataError
from portcall.core.time import elapsed_s, require_utc
from portcall.launch.window import pad_passes
from portcall.orbit.elements import ElementSet, mean_elements_at
from portcall.orbit.secular import node_rate_missing_in_sgp4_rad_s, secular_rates

_PLANE_CONSTANT = "plane_constant"


def plane_passes(
    catalogue: Catalogue,
    elements: ElementSet,
    start: datetime,
    end: datetime,
    *,
    vehicle: str = "progress-ms",
    site: str = "baikonur-31-6",
) -> tuple[datetime, ...]:
    """Return the pad's passes through the station's plane between two instants.

    Parameters
    ----------
    catalogue : Catalogue
        Where the pad and the vehicle's plane constant are looked up.
    elements : ElementSet
        The station, at most half a year before or after.
    start, end : datetime
        The span.
    vehicle, site : str
        Ids.

    Raises
    ------
    DataError
        No plane constant is calibrated for the vehicle.
    """
    constant = catalogue.calibration().find(_PLANE_CONSTANT, vehicle)
    if constant is None:
        raise DataError(
            f"no plane constant is calibrated for '{vehicle}'",
            remedy="only vehicles with one can be launched into a plane",
        )
    mean = mean_elements_at(elements, elements.epoch)
    a, inclination = mean.semi_major_axis_m, mean.inclination_rad
    rate = secular_rates(a, inclination)[0] + node_rate_missing_in_sgp4_rad_s(a, inclination)

    def node_at(utc: datetime) -> float:
        return mean.raan_rad + rate * elapsed_s(elements.epoch, utc)

    first, last = require_utc(start), require_utc(end)
    pad_rad = math.radians(catalogue.site(site).longitude_deg.value)
    found: list[datetime] = []
    day = first.date()
    while day <= last.date():
        found.extend(
            pad_passes(
                day,
                node_at=node_at,
                pad_longitude_rad=pad_rad,
                node_from_pad_rad=math.radians(constant.value),
            )
        )
        day += timedelta(days=1)
    return tuple(utc for utc in found if first <= utc <= last)
