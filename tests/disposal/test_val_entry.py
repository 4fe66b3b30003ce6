"""Entry against closed forms and the standard: someone else's numbers."""

import numpy as np
import pytest

from entry_cases import entry_state
from portcall.core.constants import STANDARD_GRAVITY_M_S2, WGS84_A_M
from portcall.disposal.entry import fly_entries
from portcall.disposal.entry_path import fly_entry
from portcall.environment.entry_air import (
    air_in,
    exponential_entry_air,
    kinetic_temperature_k,
    us76_entry_air,
)

SCALE_HEIGHT_M, SURFACE_KG_M3 = 7160.0, 1.225
ALLEN_EGGERS_REL = 1e-3  # as the table of cases asks
# speed [m/s], angle [deg], ballistic coefficient, peak [g], altitude of peak [km], speed there [m/s]
ALLEN_EGGERS = [
    (7000.0, 30.0, 1000.0, 64.181, 20.511, 4245.71),
    (7500.0, 10.0, 100.0, 25.588, 44.569, 4548.98),
    (7800.0, 5.0, 50.0, 13.891, 54.468, 4730.94),
]


@pytest.mark.parametrize(
    ("entry_m_s", "angle_deg", "beta", "peak_g", "peak_km", "peak_m_s"), ALLEN_EGGERS
)
def test_val_allen_eggers(entry_m_s, angle_deg, beta, peak_g, peak_km, peak_m_s):
    # over a flat Earth a straight slant path is a vertical one in air whose scale height is longer by
    # 1/sin(angle); begun on the closed solution at 85 km, where the air is already felt
    lean = np.sin(np.radians(angle_deg))
    air = exponential_entry_air(SURFACE_KG_M3, SCALE_HEIGHT_M / lean)
    high_m = 85e3
    felt = SURFACE_KG_M3 * np.exp(-high_m / SCALE_HEIGHT_M) * SCALE_HEIGHT_M / (2.0 * beta * lean)
    start = np.array([WGS84_A_M + high_m / lean, 0.0, 0.0, -entry_m_s * np.exp(-felt), 0.0, 0.0])
    path = fly_entry(start, beta, air=air, free_fall=False, sample_s=0.02, time_limit_s=600.0)
    top = int(np.argmax(path.samples.load_g))
    assert path.samples.load_g[top] == pytest.approx(peak_g, rel=ALLEN_EGGERS_REL)
    # the load is flat at its peak, so the altitude is that of the peak's speed
    assert np.interp(
        -peak_m_s, -path.samples.speed_m_s, path.samples.altitude_m
    ) * lean == pytest.approx(peak_km * 1e3, rel=ALLEN_EGGERS_REL)
    batch = fly_entries(
        start, beta, air=air, free_fall=False, stop_altitude_m=peak_km * 1e3 / lean
    )[0]
    assert -batch[3] == pytest.approx(peak_m_s, rel=ALLEN_EGGERS_REL)
    assert STANDARD_GRAVITY_M_S2 == 9.80665


# altitude [km], temperature [K], density [kg m-3], mean free path [m] of the standard's tables
US76 = [
    (0.0, 288.15, 1.2250, 6.6332e-8),
    (50.0, 270.65, 1.0269e-3, 7.91e-5),
    (86.0, 186.87, 6.958e-6, 1.17e-2),
    (100.0, 195.08, 5.604e-7, 1.42e-1),
    (120.0, 360.0, 2.222e-8, 3.31),
    (200.0, 854.56, 2.541e-10, 2.4e2),
]
TEMPERATURE_REL, DENSITY_REL = 1e-4, 1e-4
PATH_REL = 2.5e-2  # half a unit of the second figure


@pytest.mark.parametrize(("km", "kelvin", "density", "path_m"), US76)
def test_val_us76(km, kelvin, density, path_m):
    found = air_in(km * 1e3, us76_entry_air())
    assert kinetic_temperature_k(np.array([km * 1e3]))[0] == pytest.approx(
        kelvin, rel=TEMPERATURE_REL
    )
    assert found[0] == pytest.approx(density, rel=DENSITY_REL)
    assert found[2] == pytest.approx(path_m, rel=PATH_REL)


def test_val_terminal_speed_of_a_sphere():
    beta = 50.0
    end = fly_entries(entry_state(), beta)[0]
    speed = float(np.linalg.norm(end[3:6]))
    # v^2 = 2 g beta / rho: the textbook's, less than a percent off for the thickening air
    assert speed == pytest.approx(np.sqrt(2.0 * 9.78 * beta / 1.225), rel=1e-2)
