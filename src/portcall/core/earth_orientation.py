"""Earth orientation: UT1-UTC and the pole, from the IERS table that a package carries offline.

Model   Linear between the daily values; the last value is held beyond the table's end.
Valid   From 1973; predictions reach about a year ahead. Held values drift by some 0.1 s a year in UT1,
        0.002 degrees of Earth rotation, which no prediction here depends on to a second.
Source  IERS finals2000A.all, as packaged by astropy-iers-data.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import DAY_S

ARCSEC_RAD = np.pi / 648_000.0
_MJD_ZERO = 2_400_000.5


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.float64], ...]:
    """Return MJD, UT1-TAI-free UT1-UTC, pole x, pole y as columns (UT1-UTC unwrapped over leaps)."""
    from astropy_iers_data import IERS_A_FILE  # noqa: PLC0415  (a table read once, when first used)

    with open(IERS_A_FILE, "rb") as file:  # noqa: PTH123  (a path from the data package)
        lines = file.read().splitlines()
    rows = [
        (line[7:15], line[58:68], line[18:27], line[37:46]) for line in lines if line[58:68].strip()
    ]
    mjd, ut1_utc_s, x_as, y_as = np.array(rows, dtype="S10").astype(np.float64).T
    # a leap second is a jump of about one second: take it out so that interpolation stays smooth
    leaps_s = np.concatenate(([0.0], np.cumsum(np.round(np.diff(ut1_utc_s)))))
    return mjd, ut1_utc_s - leaps_s, leaps_s, x_as * ARCSEC_RAD, y_as * ARCSEC_RAD


def table_span_mjd() -> tuple[float, float]:
    """Return the first and last day that the table covers. [modified Julian date]"""
    mjd = _table()[0]
    return float(mjd[0]), float(mjd[-1])


def earth_orientation(jd_utc: tuple[float, float]) -> tuple[float, float, float]:
    """Return UT1-UTC and the pole at an instant.

    Parameters
    ----------
    jd_utc : tuple[float, float]
        Two-part quasi Julian date in UTC. [day]

    Returns
    -------
    tuple[float, float, float]
        UT1-UTC [s], pole x [rad], pole y [rad].
    """
    mjd, smooth_s, leaps_s, x_rad, y_rad = _table()
    now = (jd_utc[0] - _MJD_ZERO) + jd_utc[1]
    leap_s = leaps_s[max(int(np.searchsorted(mjd, np.floor(now), side="right")) - 1, 0)]
    return (
        float(np.interp(now, mjd, smooth_s) + leap_s),
        float(np.interp(now, mjd, x_rad)),
        float(np.interp(now, mjd, y_rad)),
    )


def julian_date_ut1(jd_utc: tuple[float, float]) -> tuple[float, float]:
    """Return the two-part Julian date in UT1. [day]"""
    return jd_utc[0], jd_utc[1] + earth_orientation(jd_utc)[0] / DAY_S
