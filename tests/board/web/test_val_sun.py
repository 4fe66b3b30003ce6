"""Where the page has the Sun overhead, against ERFA (the IAU's SOFA routines)."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import erfa
import numpy as np
import pytest

LIMIT_DEG = 0.05  # a fifth of the Sun's disk: nobody sees it in the terminator
STARTS = [datetime(1998, 1, 1, tzinfo=UTC) + timedelta(days=33.17 * i, hours=i) for i in range(360)]
LIGHT_AU_DAY = 173.144632674


def subsolar(moment: datetime) -> tuple[float, float]:
    """Return the latitude and longitude under the apparent Sun, degrees."""
    day = erfa.dtf2d("UTC", *moment.timetuple()[:5], moment.second + moment.microsecond / 1e6)
    tt = erfa.taitt(*erfa.utctai(*day))
    heliocentric, barycentric = erfa.epv00(*tt)
    apparent = -heliocentric["p"] / np.linalg.norm(heliocentric["p"])
    apparent = apparent + barycentric["v"] / LIGHT_AU_DAY  # aberration
    x, y, z = erfa.c2t06a(*tt, *day, 0.0, 0.0) @ apparent
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))


@pytest.mark.filterwarnings("ignore:ERFA function")  # leap seconds of years to come
def test_val_subsolar_point(browser):
    source = files("portcall.board").joinpath("web", "sun.js").read_text(encoding="utf-8")
    page = browser.new_page()
    times = [int(moment.timestamp() * 1000) for moment in STARTS]
    script = source.replace("export function", "function")
    found = page.evaluate(f"(times) => {{ {script}; return times.map(subsolarPoint); }}", times)
    page.close()
    expected = np.array([subsolar(moment) for moment in STARTS])
    latitude = np.array([point["lat_deg"] for point in found])
    longitude = np.array([point["lon_deg"] for point in found])
    assert np.max(np.abs(latitude - expected[:, 0])) < LIMIT_DEG
    turned = (longitude - expected[:, 1] + 180.0) % 360.0 - 180.0
    assert np.max(np.abs(turned)) < LIMIT_DEG
