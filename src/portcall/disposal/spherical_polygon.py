"""Polygons on the sphere: what is inside, how large, how long, how wide, whether they cross.

Model   Edges are great circles. About its middle a polygon is projected from the Earth's center
        (gnomonic), where great circles are straight, and what is asked is answered in that plane.
        Nothing happens at the antimeridian or at a pole. A second reading draws the edges as
        constant headings, straight on a Mercator chart, as a ship's officer would.
Valid   Polygons that lie within 80 degrees of their middle. Geodetic latitude is taken as the
        sphere's: distances are right to 0.5 %, insides are exact for edges on that sphere.
Source  Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, chapters 7
        and 22; Van Oosterom and Strackee 1983, IEEE Trans. Biomed. Eng. BME-30, 125 (solid angle).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.records.area import Ring

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

EARTH_MEAN_RADIUS_KM = 6371.0088  # IUGG mean radius R1 (Moritz 1980)
REACH_DEG = 80.0  # gnomonic scale is 33 there, and infinite at 90


def unit_vectors(latitude_rad: Array, longitude_rad: Array) -> Array:
    """Return unit vectors (..., 3) of points on the sphere. [-]"""
    flat = np.cos(latitude_rad)
    return np.stack(
        [flat * np.cos(longitude_rad), flat * np.sin(longitude_rad), np.sin(latitude_rad)], axis=-1
    )


def ring_vectors(ring: Ring) -> Array:
    """Return a ring's vertices, (latitude, longitude) in degrees, as unit vectors (n, 3). [-]"""
    corners = np.radians(np.asarray(ring, dtype=np.float64).reshape(-1, 2))
    return unit_vectors(corners[:, 0], corners[:, 1])


def latitude_longitude_deg(vectors: Array) -> tuple[Array, Array]:
    """Return latitude and longitude, -180 to 180, of unit vectors (..., 3). [deg]"""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def distance_km(first: Array, second: Array) -> Array:
    """Return great-circle distances between unit vectors (..., 3). [km]

    Examples
    --------
    A minute of arc is a nautical mile, to 0.06 %.

    >>> print(round(float(distance_km(*ring_vectors(((0.0, 179.9), (0.0, -179.9))))), 2))
    22.24
    """
    across = np.linalg.norm(np.cross(first, second), axis=-1)
    angle = np.arctan2(across, np.sum(first * second, axis=-1))
    return np.asarray(EARTH_MEAN_RADIUS_KM * angle)


def middle_of(vectors: Array) -> Array:
    """Return the unit vector of the mean of unit vectors (n, 3). [-]"""
    mean = vectors.mean(axis=0)
    size = float(np.linalg.norm(mean))
    if size < 1e-9:
        raise InputError("the points lie all round the Earth: they have no middle")
    return np.asarray(mean / size)


@dataclass(frozen=True, slots=True)
class Gnomonic:
    """The plane that touches the sphere at `center`, seen from the Earth's center.

    `along` and `across` are the plane's unit axes, (3,), square to `center` and to each other.
    """

    center: Array
    along: Array
    across: Array

    def project(self, vectors: Array) -> Array:
        """Return plane coordinates (..., 2) in Earth radii; NaN beyond the reach."""
        depth = vectors @ self.center
        seen = depth > np.cos(np.radians(REACH_DEG))
        depth = np.where(seen, depth, np.nan)
        return np.stack([vectors @ self.along / depth, vectors @ self.across / depth], axis=-1)

    def unproject(self, points: Array) -> Array:
        """Return the unit vectors (..., 3) of plane coordinates (..., 2)."""
        vectors = self.center + points[..., :1] * self.along + points[..., 1:] * self.across
        return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def gnomonic_about(vectors: Array) -> Gnomonic:
    """Return the plane about the middle of points (n, 3), its first axis along their length."""
    center = middle_of(vectors)
    _, _, axes = np.linalg.svd(vectors - np.outer(vectors @ center, center), full_matrices=False)
    along = axes[0] - (axes[0] @ center) * center
    if np.linalg.norm(along) < 1e-6:  # a single point has no length: eastward
        along = np.cross([0.0, 0.0, 1.0] if abs(center[2]) < 0.999 else [1.0, 0.0, 0.0], center)
    along = along / np.linalg.norm(along)
    # eastward, so that the same points in another order give the same plane
    if along[1] * center[0] - along[0] * center[1] < 0.0:
        along = -along
    return Gnomonic(center, along, np.cross(center, along))


def plane_of(ring: Ring, *, where: str = "") -> tuple[Gnomonic, Array]:
    """Return the plane about a ring and its vertices there (n, 2).

    Raises
    ------
    InputError
        A vertex lies more than 80 degrees from the ring's middle.
    """
    vectors = ring_vectors(ring)
    plane = gnomonic_about(vectors)
    corners = plane.project(vectors)
    if np.isnan(corners).any():
        raise InputError(
            "the polygon reaches more than a quarter of the way round the Earth",
            limit=f"{REACH_DEG:.0f} degrees from its middle",
            where=where,
            remedy="split it into several",
        )
    return plane, corners


def inside_planar(corners: Array, points: Array) -> Flags:
    """Return which points (n, 2) lie inside a plane ring (k, 2); NaN points do not.

    Even-odd rule: a ray to the right crosses the ring an odd number of times.
    """
    inside = np.zeros(len(points), dtype=np.bool_)
    x, y = points[:, 0], points[:, 1]
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if ay == by:
            continue
        spans = (ay > y) != (by > y)
        inside ^= spans & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return inside


def inside_ring(ring: Ring, latitude_rad: Array, longitude_rad: Array) -> Flags:
    """Return which points (n,) lie inside a ring whose edges are great circles.

    Examples
    --------
    >>> box = ((-10.0, 170.0), (-10.0, -170.0), (-20.0, -170.0), (-20.0, 170.0))
    >>> inside_ring(box, np.radians([-15.0, -15.0]), np.radians([179.0, 0.0])).tolist()
    [True, False]
    """
    plane, corners = plane_of(ring)
    return inside_planar(corners, plane.project(unit_vectors(latitude_rad, longitude_rad)))


def inside_chart_ring(ring: Ring, latitude_rad: Array, longitude_rad: Array) -> Flags:
    """Return which points (n,) lie inside a ring drawn with straight edges on a Mercator chart."""
    _, middle_deg = latitude_longitude_deg(middle_of(ring_vectors(ring)))
    corners = np.radians(np.asarray(ring))
    return inside_planar(
        _on_chart(corners[:, 0], corners[:, 1], float(middle_deg)),
        _on_chart(latitude_rad, longitude_rad, float(middle_deg)),
    )


def _on_chart(latitude_rad: Array, longitude_rad: Array, middle_deg: float) -> Array:
    east = np.remainder(longitude_rad - np.radians(middle_deg) + np.pi, 2.0 * np.pi) - np.pi
    return np.stack([east, np.arctanh(np.sin(np.clip(latitude_rad, -1.57, 1.57)))], axis=-1)


def distance_to_ring_km(ring: Ring, vectors: Array) -> Array:
    """Return the distance from points (n, 3) to a ring's nearest edge. [km]"""
    corners = ring_vectors(ring)
    nearest = np.full(len(vectors), np.inf)
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        nearest = np.minimum(nearest, _distance_to_arc_km(a, b, vectors))
    return nearest


def _distance_to_arc_km(a: Array, b: Array, vectors: Array) -> Array:
    ends = np.minimum(distance_km(a, vectors), distance_km(b, vectors))
    normal = np.cross(a, b)
    size = np.linalg.norm(normal)
    if size < 1e-15:
        return ends
    normal = normal / size
    height = vectors @ normal
    beside = (vectors @ np.cross(normal, a) >= 0.0) & (vectors @ np.cross(b, normal) >= 0.0)
    off_km = EARTH_MEAN_RADIUS_KM * np.abs(np.arcsin(np.clip(height, -1.0, 1.0)))
    return np.where(beside, np.minimum(off_km, ends), ends)


def ring_area_km2(ring: Ring) -> float:
    """Return the surface that a ring encloses. [km2]

    Examples
    --------
    An eighth of the sphere.

    >>> octant = ((0.0, 0.0), (0.0, 90.0), (90.0, 0.0))
    >>> ring_area_km2(octant) / (4.0 * np.pi * EARTH_MEAN_RADIUS_KM**2)
    0.125
    """
    corners = ring_vectors(ring)
    center = middle_of(corners)
    following = np.roll(corners, -1, axis=0)
    volume = np.cross(corners, following) @ center
    depth = 1.0 + corners @ center + following @ center + np.sum(corners * following, axis=1)
    angle = 2.0 * np.arctan2(volume, depth)
    return float(abs(angle.sum()) * EARTH_MEAN_RADIUS_KM**2)


def length_width_km(ring: Ring) -> tuple[float, float]:
    """Return the length and the width of the narrowest great-circle strip around a ring. [km]

    The strip is laid along each edge, and along the line through each two vertices that are one
    vertex apart; the narrowest wins.

    Examples
    --------
    >>> length_km, width_km = length_width_km(((0, 0), (0, 10), (1, 10), (1, 0)))
    >>> print(f"{length_km:.0f} {width_km:.0f}")
    1112 111
    """
    corners = ring_vectors(ring)
    center = middle_of(corners)
    best = np.inf, 0.0
    for step in (1, 2):
        for a, b in zip(corners, np.roll(corners, -step, axis=0), strict=True):
            normal = np.cross(a, b)
            size = float(np.linalg.norm(normal))
            if size < 1e-12:
                continue
            normal = normal / size
            height = np.arcsin(np.clip(corners @ normal, -1.0, 1.0))
            forward = np.cross(normal, center)
            turn = np.arctan2(corners @ forward, corners @ center)
            best = min(best, (float(np.ptp(height)), float(np.ptp(turn))))
    width_km, length_km = (side * EARTH_MEAN_RADIUS_KM for side in best)
    return max(length_km, width_km), min(length_km, width_km)


def longest_chord_km(ring: Ring) -> float:
    """Return the distance between the two vertices that are furthest apart. [km]"""
    corners = ring_vectors(ring)
    return float(distance_km(corners[:, None, :], corners[None, :, :]).max())


def crossing_edges(corners: Array) -> tuple[int, int] | None:
    """Return the first two edges of a plane ring (n, 2) that meet where they should not."""
    count = len(corners)
    ends = np.roll(corners, -1, axis=0)
    for i in range(count):
        for j in range(i + 1, count):
            neighbors = j == i + 1 or (i == 0 and j == count - 1)
            if not neighbors and _segments_meet(corners[i], ends[i], corners[j], ends[j]):
                return i, j
    return None


def _side(a: Array, b: Array, p: Array) -> float:
    return float((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))


def _between(a: Array, b: Array, p: Array) -> bool:
    return bool(np.all(np.minimum(a, b) <= p) and np.all(p <= np.maximum(a, b)))


def _segments_meet(a: Array, b: Array, c: Array, d: Array) -> bool:
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if sides[0] * sides[1] < 0.0 and sides[2] * sides[3] < 0.0:
        return True
    touches = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(side == 0.0 and _between(*three) for side, three in zip(sides, touches, strict=True))


def checked_ring(ring: Ring, *, where: str = "") -> Ring:
    """Return a ring without its repeated last vertex, or refuse it.

    Raises
    ------
    InputError
        Fewer than three different vertices; edges that cross; no area.
    """
    vertices = tuple(
        vertex for i, vertex in enumerate(ring) if i == 0 or not _same(vertex, ring[i - 1])
    )
    if len(vertices) > 1 and _same(vertices[0], vertices[-1]):
        vertices = vertices[:-1]
    if len(vertices) < 3:
        raise InputError(
            f"the polygon has {len(vertices)} different vertices",
            limit="at least 3",
            where=where,
            remedy="give every corner of the area",
        )
    _, corners = plane_of(vertices, where=where)
    crossing = crossing_edges(corners)
    if crossing is not None:
        (i, j), count = crossing, len(vertices)
        raise InputError(
            f"the polygon crosses itself: the edge from vertex {i + 1} to {(i + 1) % count + 1} "
            f"meets the edge from vertex {j + 1} to {(j + 1) % count + 1}",
            where=where,
            remedy="list the vertices in the order in which a ship would sail round them",
        )
    if ring_area_km2(vertices) < 1e-6:
        raise InputError("the polygon's vertices lie on one line", where=where)
    return vertices


def _same(first: tuple[float, float], second: tuple[float, float]) -> bool:
    turn_deg = (first[1] - second[1] + 180.0) % 360.0 - 180.0
    return first[0] == second[0] and (turn_deg == 0.0 or abs(first[0]) == 90.0)
