"""The convex hull of places on the Earth, and its GeoJSON.

Model   Seen from the Earth's center, great circles are straight lines on a plane that touches the sphere
        in the middle of the places; the hull is found there, so its edges are great circles.
Valid   Places within 80 degrees of their middle; GeoJSON of hulls that do not hold a pole.
Source  Andrew 1979, Information Processing Letters 9, 216 (monotone chain); Akl and Toussaint 1978,
        ibid. 7, 219 (points inside the extremes are dropped first); RFC 7946 (GeoJSON).
"""

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.disposal.antimeridian import cut
from portcall.disposal.ground_track import MEAN_RADIUS_M
from portcall.disposal.spherical_polygon import gnomonic_about, latitude_longitude_deg, unit_vectors
from portcall.records.area import Ring
from portcall.records.footprint import Hull

Array = NDArray[np.float64]

EDGE_KM = 100.0  # longest straight piece of an edge
DIGITS = 5  # of a degree: 1 m
LEAST_HALF_WIDTH_M = 50.0  # what surrounds a hull that would be a point or a line
_COMPASS = 16


def _outside_extremes(points: Array) -> Array:
    """Return the points that can be corners: those not inside the polygon of the extremes."""
    angle = 2.0 * np.pi * np.arange(_COMPASS) / _COMPASS
    towards = np.stack((np.cos(angle), np.sin(angle)))
    extremes = points[np.argmax(points @ towards, axis=0)]
    if np.ptp(extremes, axis=0).min() <= 0.0:  # they enclose nothing
        return points
    inside = np.ones(len(points), dtype=np.bool_)
    for a, b in zip(extremes, np.roll(extremes, -1, axis=0), strict=True):
        edge = b - a
        if edge.any():
            left = edge[0] * (points[:, 1] - a[1]) - edge[1] * (points[:, 0] - a[0])
            inside &= left > 0.0
    return points[~inside]


def _half_hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in points:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2], chain[-1]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0.0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


def planar_hull(points: Array) -> Array:
    """Return the corners of the convex hull of points in a plane, counterclockwise, shape (m, 2).

    Examples
    --------
    >>> planar_hull(np.array([[0, 0], [2, 0], [1, 1], [2, 2], [0, 2], [1, 0.0]]))
    array([[0., 0.], [2., 0.], [2., 2.], [0., 2.]])
    """
    kept = sorted({(float(x), float(y)) for x, y in _outside_extremes(points)})
    if len(kept) < 3:
        return np.array(kept)
    lower, upper = _half_hull(kept), _half_hull(kept[::-1])
    return np.array(lower[:-1] + upper[:-1])


def _widened(points: Array) -> Array:
    """Return four corners around each point, for what would be a point or a line."""
    half = LEAST_HALF_WIDTH_M / MEAN_RADIUS_M
    corners = half * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    return np.concatenate([points + corner for corner in corners])


def _thin(corners: Array) -> bool:
    if len(corners) < 3:
        return True
    spread = np.linalg.svd(corners - corners.mean(axis=0), compute_uv=False)
    return bool(spread[-1] * MEAN_RADIUS_M < LEAST_HALF_WIDTH_M)


def hull_of(latitude_rad: Array, longitude_rad: Array) -> Ring:
    """Return the convex hull of places, counterclockwise seen from above.

    Parameters
    ----------
    latitude_rad, longitude_rad : Array
        Geodetic, shape (n,), at least one. [rad]

    Returns
    -------
    Ring
        Latitude and longitude of its corners. A point or a line becomes an area
        `LEAST_HALF_WIDTH_M` wide on each side. [deg]

    Raises
    ------
    InputError
        When a place lies more than 80 degrees from the middle of all.

    Examples
    --------
    >>> corners = hull_of(np.radians([0, 0, 10, 10, 5]), np.radians([175, -175, -175, 175, 179]))
    >>> sorted((round(lat, 9), round(lon, 9)) for lat, lon in corners)
    [(0.0, -175.0), (0.0, 175.0), (10.0, -175.0), (10.0, 175.0)]
    """
    directions = unit_vectors(np.asarray(latitude_rad), np.asarray(longitude_rad))
    plane = gnomonic_about(directions)
    flat = plane.project(directions)
    if np.isnan(flat).any():
        raise InputError(
            "the places are spread over too much of the Earth for one convex hull",
            limit="80 degrees from their middle",
            remedy="take the hull of each part",
        )
    corners = planar_hull(flat)
    if _thin(corners):
        corners = planar_hull(_widened(corners))
    lat_deg, lon_deg = latitude_longitude_deg(plane.unproject(corners))
    return tuple(zip(lat_deg.tolist(), lon_deg.tolist(), strict=True))


def hull_geojson(ring: Ring) -> Hull:
    """Return a ring as GeoJSON: a polygon, or several where it passes the antimeridian.

    Points along its edges are added, so that readers which draw straight lines on their own map keep
    to the great circles.
    """
    parts = cut(ring, step_km=EDGE_KM)
    rings = [_closed(part) for part in parts]
    if len(rings) == 1:
        return Hull(type="Polygon", coordinates=(rings[0],))
    return Hull(type="MultiPolygon", coordinates=tuple((one,) for one in rings))


def _closed(ring: Ring) -> Ring:
    turned = tuple((round(lon, DIGITS), round(lat, DIGITS)) for lat, lon in ring)
    return (*turned, turned[0])
