"""Air against the standard's own tables and another code."""

import numpy as np
import pytest

from portcall.core.frames import itrf_from_geodetic
from portcall.environment.atmosphere import (
    density_kg_m3,
    geodetic_altitude_m,
    harris_priester_density,
    harris_priester_table,
    us76_low,
)
from portcall.orbit.dynamics import drag_altitude_m

# U.S. Standard Atmosphere 1976, tables: geometric altitude [km], temperature [K], pressure [Pa],
# density [kg m-3]
LOW = [
    (0, 288.15, 101_325.0, 1.225),
    (10, 223.252, 26_499.9, 0.413_51),
    (20, 216.650, 5_529.3, 0.088_910),
    (30, 226.509, 1_197.0, 0.018_410),
    (50, 270.650, 79.779, 1.026_9e-3),
    (70, 219.585, 5.220_9, 8.282_9e-5),
    (80, 198.639, 1.052_4, 1.845_8e-5),
]
HIGH = [(100, 5.604e-7), (150, 2.076e-9), (200, 2.541e-10), (400, 2.803e-12), (1000, 3.561e-15)]
PRINTED_DIGITS = 1e-4


@pytest.mark.parametrize(("altitude_km", "temperature", "pressure", "density"), LOW)
def test_val_us76_below_86_km(altitude_km, temperature, pressure, density):
    got = us76_low(altitude_km * 1e3)
    assert got == pytest.approx((density, pressure, temperature), rel=PRINTED_DIGITS)


@pytest.mark.parametrize(("altitude_km", "density"), HIGH)
def test_val_us76_above_86_km(altitude_km, density):
    just_below = altitude_km * 1e3 - 1e-3  # the model ends at 1000 km
    assert density_kg_m3(just_below) == pytest.approx(density, rel=PRINTED_DIGITS)


def test_density_falls_all_the_way_without_a_jump():
    altitudes = np.arange(0.0, 999e3, 250.0)
    logs = np.log([density_kg_m3(altitude) for altitude in altitudes])
    slopes = np.diff(logs)
    assert np.all(slopes < 0.0)
    assert np.all(np.abs(np.diff(slopes)) < 0.012)  # the lapse-rate kinks of the standard itself
    assert density_kg_m3(1.1e6) == 0.0


def harris_priester(altitude_m, place, sun):
    return harris_priester_density(altitude_m, *place, *sun, np.array(harris_priester_table()), 0)


def test_val_harris_priester_profiles_at_foot_and_top_of_the_bulge():
    lag = np.radians(30.0)
    apex = np.array([np.cos(lag), np.sin(lag), 0.0]) * 6.8e6
    sun = (1.5e11, 0.0, 0.0)
    # Montenbruck and Gill 2000, table 3.8, 400 km: 2.249 and 7.492 g/km3
    assert harris_priester(400e3, apex, sun) == pytest.approx(7.492e-12, rel=1e-12)
    assert harris_priester(400e3, -apex, sun) == pytest.approx(2.249e-12, rel=1e-12)
    # between the book's rows the density is exponential: the geometric mean half-way
    middle = np.sqrt(2.249e-12 * 1.558e-12)
    assert harris_priester(410e3, -apex, sun) == pytest.approx(middle, rel=1e-9)


@pytest.mark.peers("brahe")
def test_val_brahe_has_the_same_profile_at_foot_and_top():
    brahe = pytest.importorskip("brahe")
    sun = np.array([1.5e11, 0.0, 0.0])
    lag = np.radians(30.0)
    for altitude_m in (250e3, 400e3, 500e3):
        place = np.array([np.cos(lag), np.sin(lag), 0.0]) * (6_378_137.0 + altitude_m)
        for side in (place, -place):
            other = brahe.density_harris_priester(side, sun)
            assert harris_priester(altitude_m, side, sun) == pytest.approx(other, rel=1e-6)


def test_altitudes_agree_with_the_ellipsoid():
    for latitude_deg in range(-90, 91, 5):
        for altitude_m in (0.0, 200e3, 420e3):
            place = itrf_from_geodetic(np.radians(latitude_deg), 0.7, altitude_m)
            assert geodetic_altitude_m(*place) == pytest.approx(altitude_m, abs=1e-4)
            # 0.1 m changes the density at 200 km by 3e-6
            assert drag_altitude_m(*place, place[2]) == pytest.approx(altitude_m, abs=0.1)
