"""The area to close: the smallest plain corridor around where nearly everything falls.

Model   An event counts as held when all its pieces are. As many events as the wanted probability
        and confidence allow are left out, where that shortens or narrows the corridor most; around
        the others a ring of 4, 6 or 8 corners lies along the track, its sides set by two linear
        programs, with a buffer all round, corners on whole minutes. Held pieces and their buffer
        lie inside whether edges are drawn as great circles or straight on a Mercator chart.
        The probability shown is the lower confidence bound from the events left out and the ten
        that may shape the ring (two ends, eight corners), so that fitting to the events that it is
        judged by does not flatter it.
Valid   Footprints within 75 degrees of their middle, no pole inside. What the samples do not hold
        (a failed burn, an unknown fragment) the area does not hold either.
Source  Wilks 1941, Ann. Math. Stat. 12, 91, and Tukey 1947, ibid. 18, 529 (tolerance regions: the
        content left after m blocks of n are taken away is Beta(n - m + 1, m)).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.spatial import ConvexHull, QhullError
from scipy.special import betaincinv

from portcall.core.errors import InputError
from portcall.disposal.spherical_polygon import (
    EARTH_MEAN_RADIUS_KM,
    Gnomonic,
    gnomonic_about,
    inside_chart_ring,
    inside_ring,
    latitude_longitude_deg,
    ring_area_km2,
    unit_vectors,
)
from portcall.records.area import Area, AreaPart, Coverage, Ring

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

PROBABILITY = 0.99
CONFIDENCE = 0.95
BUFFER_KM = (
    18.52  # 10 nautical miles: what winds aloft and a ship's own plot may differ by; a choice
)
SHAPING_EVENTS = 10  # two ends and at most eight corners are set by the events themselves
ROUNDING_KM = 1.32  # half a minute of arc in latitude and in longitude at once
SIDES = 16  # corners of the polygon drawn around each buffer circle
DROP_STEPS = 6  # the events left out are dealt to the four limits in sixths
LESS_AREA = 0.92  # two more corners must save 8 % of the surface
REACH = np.tan(np.radians(75.0))
ROUNDS_MAX = 40


def demonstrated_probability(events: int, left_out: int, confidence: float) -> float:
    """Return the probability that is shown, at a confidence, after leaving events out.

    Examples
    --------
    Wilks: 59 runs and one limit show 95 % at 95 % confidence. Here nine more figures are fitted.

    >>> print(f"{betaincinv(59, 1, 0.05):.3f} {demonstrated_probability(59, 0, 0.95):.3f}")
    0.950 0.749
    """
    taken = left_out + SHAPING_EVENTS
    if taken > events:
        return 0.0
    return float(betaincinv(events - taken + 1, taken, 1.0 - confidence))


def events_to_leave_out(events: int, probability: float, confidence: float) -> int:
    """Return how many events may stay outside; 0 also when even none shows the probability."""
    low, high = 0, events
    while high - low > 1:
        middle = (low + high) // 2
        shown = demonstrated_probability(events, middle, confidence)
        low, high = (middle, high) if shown >= probability else (low, middle)
    return low


@dataclass(frozen=True, slots=True)
class _Events:
    """Least and greatest coordinates of each event along the track, and off its curved middle."""

    plane: Gnomonic
    points: Array
    number: Counts
    limits: Array
    weights: Array


def _centered(vectors: Array) -> Gnomonic:
    """Return the plane about the middle of the points' length rather than of their mass."""
    first = gnomonic_about(vectors)
    turn = np.arctan2(vectors @ first.along, vectors @ first.center)
    middle = 0.5 * float(np.quantile(turn, 0.005) + np.quantile(turn, 0.995))
    center = np.cos(middle) * first.center + np.sin(middle) * first.along
    return Gnomonic(center, np.cross(first.across, center), first.across)


def _gathered(vectors: Array, weights: Array | None, events: NDArray[np.integer] | None) -> _Events:
    plane = _centered(vectors)
    points = plane.project(vectors)
    points[~(np.hypot(points[:, 0], points[:, 1]) < REACH)] = np.nan
    known = np.isfinite(points[:, 0])
    x, y = points[known].T
    curve = np.polyfit(x, y, 2) if np.ptp(x) > 1e-6 and len(x) > 3 else np.array([np.mean(y)])
    off = points[:, 1] - np.polyval(curve, points[:, 0])
    _, number = np.unique(
        np.arange(len(points)) if events is None else np.asarray(events), return_inverse=True
    )
    count = int(number.max()) + 1
    limits = np.empty((count, 4))
    for column, values in enumerate((-points[:, 0], points[:, 0], -off, off)):
        greatest = np.full(count, -np.inf)
        # what lies out of reach makes its event the first to be left out
        np.maximum.at(greatest, number, np.where(known, values, np.inf))
        limits[:, column] = greatest
    heavy = np.zeros(count)
    np.maximum.at(heavy, number, np.ones(len(points)) if weights is None else weights)
    return _Events(plane, points, number, limits, heavy)


def _held_events(gathered: _Events, share: float) -> NDArray[np.bool_]:
    """Return the events kept when a share of them, by weight, may be left out."""
    limits, weights = gathered.limits, gathered.weights / gathered.weights.sum()
    levels = share * np.arange(DROP_STEPS + 1) / DROP_STEPS
    edges = np.empty((4, DROP_STEPS + 1))
    for side in range(4):
        order = np.argsort(limits[:, side], kind="stable")[::-1]
        above = np.cumsum(weights[order])
        for step, level in enumerate(levels):
            first = int(np.searchsorted(above, level * (1.0 + 1e-12), side="right"))
            edges[side, step] = limits[order[min(first, len(order) - 1)], side]
    best, chosen = np.inf, edges[:, 0]
    for steps in product(range(DROP_STEPS + 1), repeat=4):
        if sum(steps) != DROP_STEPS:
            continue
        edge = edges[np.arange(4), list(steps)]
        surface = (edge[0] + edge[1] + 1e-6) * (edge[2] + edge[3] + 1e-6)
        if np.isfinite(surface) and surface < best:
            best, chosen = surface, edge
    return np.asarray(np.all(limits <= chosen, axis=1))


def _corners_of(points: Array) -> Counts:
    """Return the indices of points (n, 2) on their convex hull; the ends when they are on a line."""
    try:
        return np.asarray(ConvexHull(points).vertices, dtype=np.int64)
    except (QhullError, ValueError):
        order = np.lexsort((points[:, 1], points[:, 0]))
        return np.unique(order[[0, -1]])


def _binding(plane: Gnomonic, points: Array, sections: int) -> Array:
    """Return the points (m, 2) that can touch a side, on the plane or on the chart."""
    vectors = plane.unproject(points)
    lat_deg, lon_deg = latitude_longitude_deg(vectors)
    _, middle_deg = latitude_longitude_deg(plane.center)
    east = np.remainder(lon_deg - middle_deg + 180.0, 360.0) - 180.0
    chart = np.stack([np.radians(east), np.arctanh(np.sin(np.radians(lat_deg)))], axis=-1)
    edges = np.linspace(points[:, 0].min(), points[:, 0].max(), sections + 1)
    section = np.clip(np.searchsorted(edges, points[:, 0], side="right") - 1, 0, sections - 1)
    chosen: list[int] = []
    for k in range(sections):
        rows = np.flatnonzero(section == k)
        if len(rows):
            chosen += rows[_corners_of(points[rows])].tolist()
            chosen += rows[_corners_of(chart[rows])].tolist()
    return points[sorted(set(chosen))]


def _with_buffer(plane: Gnomonic, points: Array, buffer_km: float) -> Array:
    """Return the corners (m * SIDES, 2) of polygons drawn around each point's buffer circle."""
    vectors = plane.unproject(points)
    radius_rad = buffer_km / np.cos(np.pi / SIDES) / EARTH_MEAN_RADIUS_KM
    east = np.cross(np.broadcast_to(plane.across, vectors.shape), vectors)
    east /= np.linalg.norm(east, axis=1, keepdims=True)
    north = np.cross(vectors, east)
    angles = 2.0 * np.pi * np.arange(SIDES) / SIDES
    around = [
        np.cos(radius_rad) * vectors
        + np.sin(radius_rad) * (np.cos(angle) * east + np.sin(angle) * north)
        for angle in angles
    ]
    return plane.project(np.concatenate(around))


def _side(points: Array, knots: Array, extra: Array) -> Array | None:
    """Return the lowest heights at the knots whose joined line stays above all points.

    None when the points are too few to hold the line at every knot.
    """
    section = np.clip(np.searchsorted(knots, points[:, 0], side="right") - 1, 0, len(knots) - 2)
    share = (points[:, 0] - knots[section]) / (knots[section + 1] - knots[section])
    rows = np.zeros((len(points), len(knots)))
    at = np.arange(len(points))
    rows[at, section] = 1.0 - share
    rows[at, section + 1] = share
    weight = np.full(len(knots), 1.0)
    weight[[0, -1]] = 0.5
    solved = linprog(weight, A_ub=-rows, b_ub=-(points[:, 1] + extra), bounds=(None, None))
    return np.asarray(solved.x, dtype=np.float64) if solved.success else None


def _on_minutes(plane: Gnomonic, knots: Array, low: Array, high: Array) -> Ring:
    below = np.stack([knots, low], axis=-1)
    above = np.stack([knots, high], axis=-1)[::-1]
    lat_deg, lon_deg = latitude_longitude_deg(plane.unproject(np.concatenate([below, above])))
    rounded = np.round(np.stack([lat_deg, lon_deg], axis=-1) * 60.0) / 60.0
    return tuple((float(lat), float(lon)) for lat, lon in rounded)


def _chart_shortfall(ring: Ring, plane: Gnomonic, points: Array) -> tuple[Array, Counts]:
    """Return how far points (n, 2) lie outside the ring on a chart, and past which edge. [rad]"""
    lat_deg, lon_deg = latitude_longitude_deg(plane.unproject(points))
    latitude_rad, longitude_rad = np.radians(lat_deg), np.radians(lon_deg)
    outside = ~inside_chart_ring(ring, latitude_rad, longitude_rad)
    corners = np.radians(np.asarray(ring))
    gap = np.full(len(points), np.inf)
    edge = np.zeros(len(points), dtype=np.int64)
    x = np.remainder(longitude_rad - corners[0, 1] + np.pi, 2.0 * np.pi) - np.pi
    y = np.arctanh(np.sin(latitude_rad))
    east = np.remainder(corners[:, 1] - corners[0, 1] + np.pi, 2.0 * np.pi) - np.pi
    up = np.arctanh(np.sin(corners[:, 0]))
    for k in range(len(corners)):
        a, b = np.array([east[k], up[k]]), np.array([east[k - 1], up[k - 1]])
        share = ((x - a[0]) * (b - a)[0] + (y - a[1]) * (b - a)[1]) / np.sum((b - a) ** 2)
        share = np.clip(share, 0.0, 1.0)
        off = np.hypot(x - a[0] - share * (b - a)[0], y - a[1] - share * (b - a)[1])
        off = off * np.cos(latitude_rad)
        edge = np.where(off < gap, (k - 1) % len(corners), edge)
        gap = np.minimum(gap, off)
    return np.where(outside, gap, 0.0), edge


def _corridor(plane: Gnomonic, points: Array, sections: int, buffer_km: float) -> Ring | None:
    """Return a ring of 2 (sections + 1) corners around points (n, 2) and their buffer.

    None when so many corners cannot be placed: too few points, or points too far apart.
    """
    binding = _with_buffer(plane, _binding(plane, points, sections), buffer_km + ROUNDING_KM)
    needed = _with_buffer(plane, _binding(plane, points, sections), buffer_km)
    up, down = np.zeros(len(binding)), np.zeros(len(binding))
    ends = np.array([binding[:, 0].min(), binding[:, 0].max()])
    for _ in range(ROUNDS_MAX):
        knots = np.linspace(ends[0], ends[1], sections + 1)
        high = _side(binding, knots, up)
        low = _side(binding * [1.0, -1.0], knots, down)
        if high is None or low is None or not np.all(high > -low):
            return None
        ring = _on_minutes(plane, knots, -low, high)
        gap, edge = _chart_shortfall(ring, plane, needed)
        if not gap.any():
            return ring
        lift = np.where(gap > 0.0, 1.1 * gap + 3e-5, 0.0)
        lift *= 1.0 + np.sum(needed**2, axis=1)
        down += np.where(edge < sections, lift, 0.0)
        up += np.where((edge > sections) & (edge < 2 * sections + 1), lift, 0.0)
        ends[1] += float(lift[edge == sections].max(initial=0.0))
        ends[0] -= float(lift[edge == 2 * sections + 1].max(initial=0.0))
    return None


def _smallest(plane: Gnomonic, points: Array, buffer_km: float) -> Ring:
    """Return the ring with the fewest corners that more corners would not make much smaller."""
    chosen: Ring | None = None
    for sections in (1, 2, 3):
        ring = _corridor(plane, points, sections, buffer_km)
        if ring is None:
            continue
        if chosen is None or ring_area_km2(ring) < LESS_AREA * ring_area_km2(chosen):
            chosen = ring
    if chosen is None:
        raise InputError(
            "no corridor with few corners lies around the impacts",
            remedy="an uncontrolled entry has a ground track, not an area",
        )
    return chosen


def hazard_area(
    latitude_rad: Array,
    longitude_rad: Array,
    weights: Array | None = None,
    probability: float = PROBABILITY,
    *,
    confidence: float = CONFIDENCE,
    events: NDArray[np.integer] | None = None,
    buffer_km: float = BUFFER_KM,
    name: str = "",
) -> Area:
    """Return the area to close around impacts.

    Parameters
    ----------
    latitude_rad, longitude_rad : (n,) array
        Impacts, geodetic. [rad]
    weights : (n,) array, optional
        Of the event that the impact belongs to; equal without them.
    probability : float
        That everything which falls in one event falls inside.
    confidence : float
        With which the samples must show that probability.
    events : (n,) array of int, optional
        Which sample each impact belongs to; each its own without it.
    buffer_km : float
        Kept free between the outermost held impact and the edge. [km]
    name : str
        Of the area.

    Returns
    -------
    Area
        One ring of 4, 6 or 8 corners on whole minutes; `coverage` says what it was sized for and
        what the samples show. Too few samples are no error: then all are held, and
        `is_demonstrated` is false.

    Raises
    ------
    InputError
        No impact, a probability or confidence outside 0 to 1, a negative buffer, impacts spread
        all round the Earth.
    """
    _require(latitude_rad, probability, confidence, buffer_km)
    vectors = unit_vectors(np.asarray(latitude_rad), np.asarray(longitude_rad))
    gathered = _gathered(vectors, weights, events)
    total = gathered.weights.sum()
    # samples of unlike weight count as fewer
    effective = int(total**2 / np.sum(gathered.weights**2) + 1e-9)
    allowed = events_to_leave_out(effective, probability, confidence)
    held = _held_events(gathered, allowed / effective)
    if not held.any() or not np.isfinite(gathered.limits[held]).all():
        raise InputError(
            "the impacts lie all round the Earth: no single area holds them",
            remedy="an uncontrolled entry has a ground track, not an area",
        )
    ring = _smallest(gathered.plane, gathered.points[held[gathered.number]], buffer_km)
    inside = np.ones(len(held), dtype=np.bool_)
    np.logical_and.at(inside, gathered.number, inside_ring(ring, latitude_rad, longitude_rad))
    outside_share = float(gathered.weights[~inside].sum() / total)
    shown = demonstrated_probability(
        effective, int(np.ceil(outside_share * effective - 1e-9)), confidence
    )
    coverage = Coverage(
        wanted_probability=probability,
        confidence=confidence,
        events=len(held),
        held_events=int(inside.sum()),
        demonstrated_probability=shown,
        is_demonstrated=shown >= probability,
        buffer_km=buffer_km,
        rounding_arcmin=1,
    )
    return Area(name=name, parts=(AreaPart(ring=ring),), coverage=coverage)


def _require(latitude_rad: Array, probability: float, confidence: float, buffer_km: float) -> None:
    if len(latitude_rad) == 0:
        raise InputError("there is no impact to draw an area around")
    for value, what in ((probability, "probability"), (confidence, "confidence")):
        if not 0.0 < value < 1.0:
            raise InputError(f"a {what} of {value:g}", limit="between 0 and 1")
    if not 0.0 <= buffer_km <= 1000.0:
        raise InputError(f"a buffer of {buffer_km:g} km", limit="0 to 1000 km")
