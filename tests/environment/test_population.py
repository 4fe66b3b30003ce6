"""People: totals, densities under orbits that were published or worked out elsewhere, refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.environment.country import on_land
from portcall.environment.population import (
    AUTHALIC_RADIUS_KM,
    CELL_AREA_KM2,
    attribution,
    mean_density_per_km2,
    people_by_cell,
    people_per_km2,
)


@pytest.mark.parametrize(
    ("year", "world"), [(1990, 5.33e9), (2000, 6.17e9), (2011, 7.09e9), (2025, 8.2e9)]
)
def test_val_the_world_s_people_add_up(year, world):
    """United Nations, World Population Prospects 2024 and its press figures: within 1 %."""
    assert people_by_cell(year).sum() == pytest.approx(world, rel=0.01)


def test_val_cells_cover_the_ellipsoid():
    """510.0656 million km2, and the authalic radius 6,371.0072 km (Snyder 1987)."""
    assert 360.0 * CELL_AREA_KM2.sum() == pytest.approx(510_065_622.0, rel=1e-7)
    assert pytest.approx(6371.0072, abs=1e-3) == AUTHALIC_RADIUS_KM


@pytest.mark.parametrize(
    ("inclination_deg", "year", "density_per_km2"),
    [(28.5, 2000, 15.55), (51.6, 2025, 18.1), (57.0, 2011, 14.07)],
)
def test_val_density_under_an_orbit(inclination_deg, year, density_per_km2):
    """Worked out from the same places with other countries' totals: they agree to 4 %."""
    found = mean_density_per_km2(math.radians(inclination_deg), year)
    assert found == pytest.approx(density_per_km2, rel=0.04)


def test_density_under_an_orbit_is_the_mean_over_time():
    """The closed form agrees with a satellite that is asked every second where it is."""
    turn = np.linspace(0.0, 2 * math.pi, 200_001)[:-1]
    inclination = math.radians(51.6)
    latitude = np.arcsin(np.sin(inclination) * np.sin(turn))
    by_row = people_by_cell(2025).mean(axis=1) / CELL_AREA_KM2
    counted = by_row[np.floor(np.degrees(latitude) + 90.0).astype(int)].mean()
    assert mean_density_per_km2(inclination, 2025) == pytest.approx(counted, rel=1e-4)


def test_the_open_ocean_is_empty_and_cities_are_not():
    places = np.radians([[-45.0, -140.0], [35.7, 139.7], [-89.5, 0.0], [19.1, 72.9]])
    density = people_per_km2(places[:, 0], places[:, 1], 2020)
    assert density[[0, 2]].tolist() == [0.0, 0.0]
    assert (density[[1, 3]] > 1000.0).all()


def test_people_live_on_land():
    """Cells that are dry at none of 64 points hold hardly anyone; a grid laid wrongly would put
    several percent of mankind to sea.
    """
    strips_of_shore = 1e-3  # measured: 4.8e-4, towns on a cell's last strip of land
    grid = people_by_cell(2025)
    rows, columns = np.nonzero(grid)
    dry = np.zeros(len(rows), dtype=bool)
    for north in np.linspace(0.06, 0.94, 8):
        for east in np.linspace(0.06, 0.94, 8):
            dry |= on_land(np.radians(rows - 90.0 + north), np.radians(columns - 180.0 + east))
    assert grid[rows[~dry], columns[~dry]].sum() < strips_of_shore * grid.sum()


@given(st.integers(1990, 2034), st.floats(0.0, math.pi / 2))
def test_prop_mankind_grows_under_every_orbit(year, inclination_rad):
    now, then = (mean_density_per_km2(inclination_rad, y) for y in (year, year + 1))
    fastest_growth, fastest_loss = 1.035, 0.995
    assert fastest_loss * now <= then <= fastest_growth * now


@pytest.mark.parametrize("year", [1989, 2036])
def test_years_outside_the_tables_are_refused(year):
    with pytest.raises(InputError, match="1990 to 2035"):
        people_by_cell(year)


def test_the_sources_are_named():
    assert "GeoNames" in attribution()
    assert "CC BY 3.0 IGO" in attribution()
