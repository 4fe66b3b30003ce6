"""Sun, Moon and shadow against another library and geometry."""

from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.core.constants import GM_MOON_M3_S2, SUN_RADIUS_M, WGS84_A_M
from portcall.core.rotation_table import table_nodes_s
from portcall.core.time import after
from portcall.environment.eclipse import cone_clearance_rad, cylinder_clearance_m
from portcall.environment.sun_moon import (
    beta_angle_rad,
    bodies_at,
    moon_position_gcrf_m,
    sun_direction_gcrf,
    sun_elevation_rad,
    sun_moon_table,
    sun_position_gcrf_m,
    third_body,
)

EPOCH = datetime(2025, 7, 3, 19, 32, 40, tzinfo=UTC)


def test_tabulated_bodies_are_the_exact_ones():
    table = sun_moon_table(EPOCH, table_nodes_s(-86_400.0, 10 * 86_400.0))
    for time_s in np.linspace(-80_000.0, 860_000.0, 23):
        bodies = np.array(bodies_at(time_s, table, 0))
        moment = after(EPOCH, float(time_s))
        # 1 km of the Moon is 3e-6 of its pull of 1e-6 m/s2
        np.testing.assert_allclose(bodies[:3], sun_position_gcrf_m(moment), atol=1e3)
        np.testing.assert_allclose(bodies[3:], moon_position_gcrf_m(moment), atol=1e3)


@pytest.mark.peers("astropy")
def test_val_astropy_puts_sun_and_moon_in_the_same_place():
    pytest.importorskip("astropy")
    from astropy.coordinates import get_body_barycentric
    from astropy.time import Time

    time = Time(EPOCH.replace(tzinfo=None), scale="utc")
    earth = get_body_barycentric("earth", time, ephemeris="builtin").xyz.to_value("m")
    sun = get_body_barycentric("sun", time, ephemeris="builtin").xyz.to_value("m") - earth
    moon = get_body_barycentric("moon", time, ephemeris="builtin").xyz.to_value("m") - earth
    np.testing.assert_allclose(sun_position_gcrf_m(EPOCH), sun, atol=1e5)
    np.testing.assert_allclose(moon_position_gcrf_m(EPOCH), moon, atol=1e5)


def test_the_sun_is_high_at_noon_of_the_solstice_on_the_tropic():
    # 2025-06-21 02:42 UTC is the solstice; 12:02 UTC is noon at Greenwich
    elevation = sun_elevation_rad(np.radians(23.436), 0.0, datetime(2025, 6, 21, 12, 2, tzinfo=UTC))
    assert np.degrees(elevation) > 89.4
    night = sun_elevation_rad(0.0, np.pi, datetime(2025, 6, 21, 12, 2, tzinfo=UTC))
    assert np.degrees(night) == pytest.approx(-66.56, abs=0.5)


def test_beta_is_the_angle_out_of_the_orbital_plane():
    sun = sun_direction_gcrf(EPOCH)
    across = np.cross(sun, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across)
    # the Sun in the plane, and the Sun along the normal
    assert beta_angle_rad(sun * 7e6, across * 7e3, EPOCH) == pytest.approx(0.0, abs=1e-12)
    third = np.cross(sun, across)
    assert beta_angle_rad(across * 7e6, third * 7e3, EPOCH) == pytest.approx(np.pi / 2, abs=1e-6)


def test_third_body_is_the_plain_difference_where_that_is_exact_enough():
    place = np.array([3e7, -2e7, 1e7])
    moon = np.array([3.0e8, 2.0e8, 1.0e8])
    gap = moon - place
    plain = GM_MOON_M3_S2 * (gap / np.linalg.norm(gap) ** 3 - moon / np.linalg.norm(moon) ** 3)
    np.testing.assert_allclose(third_body(*place, *moon, GM_MOON_M3_S2), plain, rtol=1e-12)


def test_shadow_edges_lie_where_geometry_puts_them():
    sun = (1.496e11, 0.0, 0.0)
    behind = -3e6
    edge = WGS84_A_M
    assert cylinder_clearance_m(behind, edge + 5.0, 0.0, *sun) == pytest.approx(5.0, abs=1e-6)
    assert cylinder_clearance_m(behind, edge - 5.0, 0.0, *sun) == pytest.approx(-5.0, abs=1e-6)
    assert cylinder_clearance_m(-behind, edge - 5.0, 0.0, *sun) > 0.0
    # the umbra's cone narrows by its half angle, the penumbra's widens
    for part, sign in ((-1.0, 1.0), (1.0, -1.0)):
        half = np.arcsin((SUN_RADIUS_M - sign * WGS84_A_M) / sun[0])
        radius = (edge + behind * sign * np.sin(half)) / np.cos(half)
        assert cone_clearance_rad(behind, radius, 0.0, *sun, part) == pytest.approx(0.0, abs=1e-9)
