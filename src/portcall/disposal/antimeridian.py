"""Rings cut where longitude jumps, for formats that ask for it, and made whole again.

Model   Edges are first given intermediate points along their great circles. Longitudes are then
        counted on through the jump; a ring that passes +-180 degrees is cut there into the rings
        of either side, whose ends on the cut are paired from one pole to the other.
Valid   Rings that do not hold a pole, and span less than a full turn of longitude.
Source  RFC 7946, sections 3.1.6 (counterclockwise) and 3.1.9 (cutting).
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.disposal.spherical_polygon import (
    EARTH_MEAN_RADIUS_KM,
    distance_km,
    latitude_longitude_deg,
    ring_vectors,
)
from portcall.records.area import Ring, Vertex

Array = NDArray[np.float64]
TOUCH_DEG = 1e-9  # a tenth of a millimeter
ON_EDGE_KM = 1e-3


def densified(ring: Ring, step_km: float) -> Ring:
    """Return a ring with points along its great circles, none further apart than a step."""
    corners = ring_vectors(ring)
    points: list[Vertex] = []
    for vertex, a, b in zip(ring, corners, np.roll(corners, -1, axis=0), strict=True):
        points.append(vertex)
        angle_rad = float(distance_km(a, b)) / EARTH_MEAN_RADIUS_KM
        count = int(np.ceil(angle_rad * EARTH_MEAN_RADIUS_KM / step_km))
        for i in range(1, count):
            share = i / count
            points.append(_on_arc(a, b, angle_rad, share))
    return tuple(points)


def _on_arc(a: Array, b: Array, angle_rad: float, share: float) -> Vertex:
    vector = np.sin((1.0 - share) * angle_rad) * a + np.sin(share * angle_rad) * b
    lat, lon = latitude_longitude_deg(vector)
    return float(lat), float(lon)


def counted_on(ring: Ring) -> Array:
    """Return a ring's (latitude, longitude) with longitudes that pass 180 without a jump. [deg]"""
    points = np.array(ring, dtype=np.float64)
    turns = np.diff(np.append(points[:, 1], points[0, 1]))
    turns = (turns + 180.0) % 360.0 - 180.0
    if abs(turns.sum()) > 180.0:
        raise InputError(
            "the area holds a pole", remedy="split it so that the pole lies in none of its parts"
        )
    points[:, 1] = points[0, 1] + np.concatenate([[0.0], np.cumsum(turns[:-1])])
    return points


def cut(ring: Ring, *, step_km: float | None = None) -> list[Ring]:
    """Return a ring as rings that do not pass the antimeridian, each counterclockwise.

    Parameters
    ----------
    ring : Ring
        (latitude, longitude) in degrees.
    step_km : float, optional
        Greatest distance between points, for readers that draw straight lines on their own map.

    Examples
    --------
    >>> cut(((-10.0, 170.0), (-20.0, 170.0), (-20.0, 190.0 - 360.0), (-10.0, 190.0 - 360.0)))[1]
    ((-20.2..., -180.0), (-20.0, -170.0), (-10.0, -170.0), (-10.1..., -180.0))
    """
    whole = ring if step_km is None else densified(ring, step_km)
    points = counted_on(whole)
    line_deg = 180.0 if points[:, 1].max() > 180.0 else -180.0
    beyond = points[:, 1] > line_deg
    if not beyond.any() or beyond.all():
        return [_tidy(points)]
    pieces = []
    for side in (False, True):
        for piece in _pieces(points, beyond == side, line_deg):
            rest = _tidy(piece)
            if len(rest) >= 3:
                pieces.append(rest)
    return pieces


def _crossing(a: Array, b: Array, line_deg: float) -> Array:
    """Return where the great circle from a to b, (latitude, longitude), passes the line."""
    first, last = (np.radians(p) for p in (a, b))
    turn = np.sin(last[1] - first[1])
    meridian = np.radians(line_deg)
    tangent = (
        np.tan(first[0]) * np.sin(last[1] - meridian)
        + np.tan(last[0]) * np.sin(meridian - first[1])
    ) / turn
    return np.array([np.degrees(np.arctan(tangent)), line_deg])


def _pieces(points: Array, kept: NDArray[np.bool_], line_deg: float) -> list[Array]:
    """Return the rings on one side: runs of kept points, joined along the line."""
    count = len(points)
    runs = []
    for start in (i for i in range(count) if kept[i] and not kept[i - 1]):
        run = [_crossing(points[start - 1], points[start], line_deg)]
        i = start
        while kept[i % count]:
            run.append(points[i % count])
            i += 1
        run.append(_crossing(points[(i - 1) % count], points[i % count], line_deg))
        runs.append(run)
    # crossings in order of latitude bound, two by two, what lies inside on the line
    ends = sorted(
        ((run[k][0], number, k) for number, run in enumerate(runs) for k in (0, -1)),
        key=lambda end: end[0],
    )
    partner = {}
    for first, second in zip(ends[::2], ends[1::2], strict=True):
        partner[first[1:]] = second[1:]
        partner[second[1:]] = first[1:]
    rings, left = [], set(range(len(runs)))
    while left:
        number = start = min(left)
        ring: list[Array] = []
        while number in left:
            left.discard(number)
            ring += runs[number]
            number = partner[number, -1][0]
        if number == start:
            rings.append(np.array(ring))
    return rings


def _tidy(points: Array) -> Ring:
    """Return points as a counterclockwise ring with longitudes from -180 to 180."""
    lat, lon = points[:, 0], points[:, 1]
    if np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat) < 0.0:
        lat, lon = lat[::-1], lon[::-1]
    shift = 360.0 * np.round(0.5 * (lon.min() + lon.max()) / 360.0)
    ring: list[Vertex] = []
    for a, b in zip(lat, lon - shift, strict=True):
        vertex = float(a), float(np.clip(b, -180.0, 180.0))
        if not ring or abs(vertex[0] - ring[-1][0]) + abs(vertex[1] - ring[-1][1]) > TOUCH_DEG:
            ring.append(vertex)
    if len(ring) > 1 and abs(ring[0][0] - ring[-1][0]) + abs(ring[0][1] - ring[-1][1]) <= TOUCH_DEG:
        ring.pop()
    return tuple(ring)


def rejoined(rings: list[Ring]) -> list[Ring]:
    """Return rings with those put together again that share a stretch of the antimeridian.

    The vertices that only the cut had made are taken out.
    """
    rest = list(rings)
    i = 0
    while i < len(rest):
        for j in range(len(rest)):
            joined = _joined(rest[i], rest[j]) if i != j else None
            if joined is not None:
                rest = [r for k, r in enumerate(rest) if k not in {i, j}]
                rest.insert(0, joined)
                i = -1
                break
        i += 1
    return rest


def _cut_edges(ring: Ring, lon_deg: float) -> list[int]:
    return [
        i
        for i, (a, b) in enumerate(zip(ring, (*ring[1:], ring[0]), strict=True))
        if a[1] == lon_deg and b[1] == lon_deg and a[0] != b[0]
    ]


def _joined(east: Ring, west: Ring) -> Ring | None:
    """Join a ring that ends at +180 with the one that goes on at -180."""
    for i in _cut_edges(east, 180.0):
        for j in _cut_edges(west, -180.0):
            around = (*east[i + 1 :], *east[: i + 1])
            onward = (*west[j + 1 :], *west[: j + 1])
            gap_deg = abs(around[-1][0] - onward[0][0]) + abs(around[0][0] - onward[-1][0])
            if gap_deg <= TOUCH_DEG:
                return _without_made(around[1:-1], onward[1:-1], around[-1], around[0])
    return None


def _without_made(first: Ring, second: Ring, high: Vertex, low: Vertex) -> Ring:
    ring = list(first)
    ring += [high] if not _on_edge(first[-1:], high, second[:1]) else []
    ring += second
    ring += [low] if not _on_edge(second[-1:], low, first[:1]) else []
    return tuple(ring)


def _on_edge(before: Ring, vertex: Vertex, after: Ring) -> bool:
    if not (before and after):
        return False
    a, p, b = ring_vectors((*before, vertex, *after))
    longer_km = float(distance_km(a, p)) + float(distance_km(p, b)) - float(distance_km(a, b))
    normal = np.cross(a, b)
    off_km = (
        EARTH_MEAN_RADIUS_KM * abs(float(p @ normal)) / max(float(np.linalg.norm(normal)), 1e-15)
    )
    return off_km < ON_EDGE_KM and longer_km < ON_EDGE_KM


def cut_line(points: Ring) -> list[Ring]:
    """Return a line as lines that do not pass the antimeridian.

    Examples
    --------
    >>> cut_line(((0.0, 179.0), (1.0, -179.0)))
    [((0.0, 179.0), (0.5, 180.0)), ((0.5, -180.0), (1.0, -179.0))]
    """
    pieces: list[list[Vertex]] = [[points[0]]] if points else []
    for a, b in pairwise(points):
        turn_deg = (b[1] - a[1] + 180.0) % 360.0 - 180.0
        if abs(a[1] + turn_deg) > 180.0 and abs(b[1]) < 180.0:
            edge_deg = float(np.copysign(180.0, turn_deg))
            lat_deg = a[0] + (b[0] - a[0]) * (edge_deg - a[1]) / turn_deg
            pieces[-1].append((lat_deg, edge_deg))
            pieces.append([(lat_deg, -edge_deg)])
        pieces[-1].append(b)
    return [tuple(piece) for piece in pieces]
