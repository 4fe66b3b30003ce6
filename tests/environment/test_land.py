"""Land, borders and the distance to them: known places, known distances, brute force."""

import json
import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.environment.borders import borders, country_place
from portcall.environment.land import country_at, distance_to_land_km, on_land
from portcall.environment.nearest_point import balls_around, nearest

# the shore is true to half a kilometer, a published point at sea to a tenth of a minute
SHORE_KM = 1.0
GEODESIC_KM = 0.02


def _country(latitude_deg: float, longitude_deg: float) -> str:
    place = int(country_at(math.radians(latitude_deg), math.radians(longitude_deg)))
    return borders().names[place] if place >= 0 else "sea"


def _away_km(latitude_deg: float, longitude_deg: float, own: str | None = None) -> list[float]:
    found = distance_to_land_km(math.radians(latitude_deg), math.radians(longitude_deg), own)
    return [float(distance_km[0]) for distance_km in found]


def _vincenty_km(start_deg: tuple[float, float], end_deg: tuple[float, float]) -> float:
    """Vincenty 1975, Survey Review 23, 88: the inverse solution."""
    a, f = 6378.137, 1.0 / 298.257223563
    b = a * (1.0 - f)
    (lat1, lon1), (lat2, lon2) = np.radians(start_deg), np.radians(end_deg)
    u1, u2 = math.atan((1 - f) * math.tan(lat1)), math.atan((1 - f) * math.tan(lat2))
    su1, cu1, su2, cu2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    turn = lon2 - lon1
    for _ in range(50):
        sl, cl = math.sin(turn), math.cos(turn)
        ss = math.hypot(cu2 * sl, cu1 * su2 - su1 * cu2 * cl)
        cs = su1 * su2 + cu1 * cu2 * cl
        sigma = math.atan2(ss, cs)
        sa = cu1 * cu2 * sl / ss
        ca2 = 1.0 - sa * sa
        cm = cs - 2.0 * su1 * su2 / ca2
        c = f / 16.0 * ca2 * (4.0 + f * (4.0 - 3.0 * ca2))
        turn = (
            lon2
            - lon1
            + (1 - c) * f * sa * (sigma + c * ss * (cm + c * cs * (2.0 * cm * cm - 1.0)))
        )
    u = ca2 * (a * a - b * b) / (b * b)
    big = 1.0 + u / 16384.0 * (4096.0 + u * (-768.0 + u * (320.0 - 175.0 * u)))
    small = u / 1024.0 * (256.0 + u * (-128.0 + u * (74.0 - 47.0 * u)))
    less = (
        small
        * ss
        * (
            cm
            + small
            / 4.0
            * (
                cs * (2 * cm * cm - 1)
                - small / 6.0 * cm * (4.0 * ss * ss - 3.0) * (4.0 * cm * cm - 3.0)
            )
        )
    )
    return b * big * (sigma - less)


def test_val_the_loneliest_place_at_sea():
    """48 52.6 S 123 23.6 W lies 2,688 km from Ducie, Motu Nui and Maher (Lukatela 1992)."""
    foreign_km, own_km, ice_km = _away_km(-(48 + 52.6 / 60), -(123 + 23.6 / 60))
    small_islands_km = 3.0  # Maher is drawn by hand, to some 2 km
    assert foreign_km == pytest.approx(2688.0, abs=2 * SHORE_KM)
    assert ice_km == pytest.approx(2688.0, abs=2 * small_islands_km)
    assert math.isinf(own_km)


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "name"),
    [
        (55.75, 37.6, "Russia"),
        (66.0, -172.0, "Russia"),  # beyond the antimeridian
        (71.2, 179.5, "Russia"),  # Wrangel, which the source cuts at 180 degrees
        (71.2, -179.5, "Russia"),
        (-16.85, -179.98, "Fiji"),
        (45.96, 63.3, "Kazakhstan"),  # drawn apart by the source
        (-29.5, 28.5, "Lesotho"),  # a hole in another country
        (53.5, 108.0, "Russia"),  # lakes are land
        (42.0, 51.0, "sea"),  # the Caspian
        (90.0, 0.0, "sea"),
        (-90.0, 0.0, "Antarctica"),
        (-86.0, 100.0, "Antarctica"),
        (-57.5, 0.0, "sea"),  # no line crosses this parallel west of here but islands
        (-61.5, -150.0, "sea"),
        (0.0, 180.0, "sea"),
        (0.0, -180.0, "sea"),
    ],
)
def test_points_lie_where_they_lie(latitude_deg, longitude_deg, name):
    assert _country(latitude_deg, longitude_deg) == name


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg"),
    [
        (-25.066, -130.1),  # Pitcairn
        (-27.12, -109.36),  # Easter Island
        (-43.95, -176.55),  # Chatham
        (-49.68, 178.77),  # Antipodes
        (-52.54, 169.15),  # Campbell
        (-54.62, 158.86),  # Macquarie
        (-29.27, -177.92),  # Raoul
        (-27.6, -144.33),  # Rapa
        (-33.64, -78.85),  # Robinson Crusoe
        (-54.42, 3.36),  # Bouvet
        (-27.92, -143.42),  # Marotiri, added by hand
        (-47.76, 179.04),  # Bounty Islands, added by hand
    ],
)
def test_islands_of_the_southern_oceans_are_there(latitude_deg, longitude_deg):
    assert _away_km(latitude_deg, longitude_deg)[0] < 2 * SHORE_KM


def test_own_land_is_told_from_foreign_land():
    """From Wellington: own land is here, foreign land is Norfolk Island or beyond."""
    foreign_km, own_km, _ = _away_km(-41.29, 174.78, "NZ")
    assert own_km == 0.0
    assert foreign_km > 1000.0
    assert _away_km(-41.29, 174.78)[0] == 0.0


def test_on_own_land_the_distance_to_foreign_land_is_that_to_the_border():
    """Santiago lies some 60 km from the Argentine border."""
    foreign_km, own_km, _ = _away_km(-33.45, -70.65, "Chile")
    assert own_km == 0.0
    assert 40.0 < foreign_km < 90.0


def test_several_countries_can_be_one_s_own():
    alone = _away_km(15.0, -68.0, "US")
    with_territory = _away_km(15.0, -68.0, "USA, Puerto Rico")
    assert with_territory[1] < alone[1]
    assert with_territory[0] >= alone[0]


def test_a_wrong_name_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="kazakhstan"):
        distance_to_land_km(0.0, 0.0, "Kazahstan")
    with pytest.raises(InputError, match="nobody"):
        distance_to_land_km(0.0, 0.0, "Antarctica")


def test_val_distances_are_geodesics():
    """To Easter Island's neighbors, to land far off and near, within 20 m of Vincenty's solution.

    The nearest shore point is found by brute force over the borders' own corners, so the distance
    may only be shorter than to that corner, by less than half a 2 km stretch of shore allows.
    """
    world = borders()
    foreign = (world.left != country_place("Antarctica")) & (
        world.right != country_place("Antarctica")
    )
    corners = world.start_deg[foreign]
    for latitude_deg, longitude_deg in [
        (-45.0, -150.0),
        (-40.0, -120.0),
        (-33.0, -82.0),
        (10.0, -40.0),
    ]:
        c = np.radians(corners)
        p = np.radians([latitude_deg, longitude_deg])
        cosine = np.sin(p[0]) * np.sin(c[:, 1]) + np.cos(p[0]) * np.cos(c[:, 1]) * np.cos(
            c[:, 0] - p[1]
        )
        close = np.argsort(-cosine)[:200]
        exact_km = min(
            _vincenty_km((latitude_deg, longitude_deg), (corners[k, 1], corners[k, 0]))
            for k in close
        )
        found_km = _away_km(latitude_deg, longitude_deg)[0]
        assert exact_km - 2 * SHORE_KM < found_km < exact_km + GEODESIC_KM


@given(st.floats(-89.0, 89.0), st.floats(-180.0, 180.0), st.floats(0.0, 2 * math.pi))
def test_prop_distance_changes_no_faster_than_one_moves(latitude_deg, longitude_deg, azimuth_rad):
    step_deg = 0.1
    north = step_deg * math.cos(azimuth_rad)
    east = step_deg * math.sin(azimuth_rad) / math.cos(math.radians(latitude_deg))
    here = _away_km(latitude_deg, longitude_deg)
    there = _away_km(max(min(latitude_deg + north, 90.0), -90.0), longitude_deg + east)
    moved_km = step_deg * 111.7 * 1.05
    assert abs(here[0] - there[0]) < moved_km + SHORE_KM
    assert abs(here[2] - there[2]) < moved_km + SHORE_KM


@given(st.floats(-90.0, 90.0), st.floats(-180.0, 180.0))
def test_prop_zero_distance_is_land_and_a_turn_changes_nothing(latitude_deg, longitude_deg):
    foreign_km, _, ice_km = _away_km(latitude_deg, longitude_deg)
    land = bool(on_land(math.radians(latitude_deg), math.radians(longitude_deg)))
    assert (min(foreign_km, ice_km) == 0.0) == land
    again = _away_km(latitude_deg, longitude_deg + 360.0)
    assert again == pytest.approx([foreign_km, math.inf, ice_km], abs=GEODESIC_KM)


@given(st.integers(1, 3000), st.integers(0, 2**32 - 1))
def test_prop_the_nearest_point_is_the_nearest(count, seed):
    random = np.random.default_rng(seed)
    points, askers = random.normal(size=(count, 3)), 3.0 * random.normal(size=(20, 3))
    found = nearest(askers, balls_around(points))
    away = np.linalg.norm(askers[:, None] - points[None], axis=2)
    assert np.allclose(away[np.arange(20), found], away.min(axis=1), rtol=1e-12)


def test_val_land_covers_what_it_covers():
    """29.2 % of the Earth is land (general knowledge); shelves are left out, lakes are in."""
    random = np.random.default_rng(5)
    latitude = np.arcsin(random.uniform(-1.0, 1.0, 100_000))
    share = on_land(latitude, random.uniform(-math.pi, math.pi, 100_000)).mean()
    assert share == pytest.approx(0.292, abs=0.006)  # sampling 0.0015, shelves 0.003, lakes 0.005


def test_thinned_lines_stay_within_the_tolerance_of_the_source():
    """Where the source's own file is at hand: every corner of it lies on the shipped shore."""
    source = os.environ.get("PORTCALL_WORLD_ATLAS")
    if source is None:
        pytest.skip("PORTCALL_WORLD_ATLAS names no countries-10m.json")
    topology = json.loads(Path(source).read_text())
    scale, origin = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    corners = (
        np.vstack([np.cumsum(np.array(arc), axis=0) for arc in topology["arcs"][::40]]) * scale
        + origin
    )
    world = borders()
    points = np.vstack(
        [world.start_deg + s * (world.end_deg - world.start_deg) for s in np.linspace(0, 1, 9)]
    )
    there = _unit(points)
    found = nearest(_unit(corners), balls_around(there))
    away_km = 6371.0 * np.linalg.norm(_unit(corners) - there[found], axis=1)
    half_step_km = 0.3  # between the ninths of a segment
    assert np.percentile(away_km, 99.0) < 0.25 + half_step_km


def _unit(degrees):
    longitude, latitude = np.radians(degrees).T
    return np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
