"""Hulls hold their points, anywhere on the Earth, and are GeoJSON on both sides of the antimeridian."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.disposal.ground_track import MEAN_RADIUS_M
from portcall.disposal.hull import LEAST_HALF_WIDTH_M, hull_geojson, hull_of, planar_hull
from portcall.disposal.spherical_polygon import ring_vectors, unit_vectors

ROUNDED_M = 1e-3  # of unit vectors and degrees
ROUNDED_DEG = 1e-5  # of GeoJSON
LON, LAT = 0, 1


def _outside_m(ring: tuple, latitude: np.ndarray, longitude: np.ndarray) -> float:
    """How far the outermost point lies to the right of an edge of a counterclockwise ring."""
    corners = ring_vectors(ring)
    normals = np.cross(corners, np.roll(corners, -1, axis=0))
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    return float(-MEAN_RADIUS_M * (unit_vectors(latitude, longitude) @ normals.T).min())


def _cloud(seed: int, count: int, lat: float, lon: float, size: float) -> tuple:
    draw = np.random.default_rng(seed).standard_normal((2, count))
    latitude = np.clip(lat + size * draw[0], -1.5, 1.5)
    return latitude, (lon + size * draw[1] + np.pi) % (2.0 * np.pi) - np.pi


@given(
    st.integers(0, 10_000),
    st.integers(1, 400),
    st.floats(-1.2, 1.2),
    st.floats(-np.pi, np.pi),
    st.floats(1e-5, 0.1),
)
def test_prop_a_hull_holds_its_points(
    seed: int, count: int, lat: float, lon: float, size: float
) -> None:
    latitude, longitude = _cloud(seed, count, lat, lon, size)

    assert _outside_m(hull_of(latitude, longitude), latitude, longitude) < ROUNDED_M


@given(st.integers(0, 10_000), st.integers(3, 2_000))
def test_prop_planar_hull_is_that_of_another_code(seed: int, count: int) -> None:
    spatial = pytest.importorskip("scipy.spatial")
    points = np.random.default_rng(seed).standard_normal((count, 2))
    theirs = points[spatial.ConvexHull(points).vertices]

    assert set(map(tuple, planar_hull(points))) == set(map(tuple, theirs))


def test_a_point_and_a_line_become_areas() -> None:
    for latitude, longitude in (([0.5], [1.0]), ([0.5, 0.5], [1.0, 1.1]), ([0.2] * 5, [1.0] * 5)):
        ring = hull_of(np.array(latitude), np.array(longitude))
        inside_m = -_outside_m(ring, np.array(latitude), np.array(longitude))

        assert inside_m == pytest.approx(LEAST_HALF_WIDTH_M, rel=0.01)


def test_both_sides_of_the_antimeridian_are_polygons_of_their_own() -> None:
    latitude, longitude = _cloud(3, 500, -0.6, np.pi, 0.05)
    hull = hull_geojson(hull_of(latitude, longitude))
    rings = [np.array(polygon[0]) for polygon in hull.coordinates]
    centers = sorted(float(ring[:, LON].mean()) for ring in rings)

    assert hull.type == "MultiPolygon"
    assert len(rings) == 2
    assert centers[0] < -170.0
    assert centers[1] > 170.0
    for ring in rings:
        assert np.array_equal(ring[0], ring[-1])
        assert np.abs(np.diff(ring[:, LON])).max() < 20.0


def test_away_from_it_there_is_one_polygon_around_all() -> None:
    latitude, longitude = _cloud(4, 500, -0.6, 2.0, 0.05)
    hull = hull_geojson(hull_of(latitude, longitude))
    ring = np.array(hull.coordinates[0])

    assert hull.type == "Polygon"
    assert ring[:, LAT].min() <= np.degrees(latitude.min()) + ROUNDED_DEG
    assert ring[:, LON].max() >= np.degrees(longitude.max()) - ROUNDED_DEG


def test_places_all_over_the_earth_have_no_hull() -> None:
    with pytest.raises(InputError, match="80 degrees"):
        hull_of(np.array([0.0, 0.0, 0.1]), np.array([0.0, 2.9, 1.0]))
