"""How far a point lies from the nearest foreign land, own land and Antarctic ice.

Model   The shores of each of the three are strewn with points on the WGS84 ellipsoid; the nearest by
        straight chord is found, the foot of the perpendicular on its two neighboring stretches
        taken, and the geodesic to that foot follows in closed form.
Valid   Geodesic to 20 m up to 3,000 km (checked against Vincenty's inverse solution); the shore
        itself to the half kilometer of `environment.borders`. Zero inside.
Source  Lambert's long-line formula with the reduced latitude (Lambert 1942, J. Washington Acad. Sci.
        32, 125); the shore is Natural Earth's.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portcall.core.constants import WGS84_A_M, WGS84_F
from portcall.core.errors import InputError
from portcall.environment.borders import ANTARCTICA, SEA, Borders, borders, country_place
from portcall.environment.country import country_at, on_land
from portcall.environment.nearest_point import Balls, balls_around, nearest

__all__ = ["country_at", "distance_to_land_km", "foreign_distance_km", "on_land", "own_places"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SPACING_KM = 2.0
_A_KM = WGS84_A_M / 1e3
_B_KM = _A_KM * (1.0 - WGS84_F)
_E2 = WGS84_F * (2.0 - WGS84_F)


@dataclass(frozen=True)
class _Shore:
    """Points strewn along the boundary of some countries, and whether the next one belongs on."""

    balls: Balls
    points_km: Array
    goes_on: Flags


def _surface_km(latitude_rad: Array, longitude_rad: Array) -> Array:
    sine, cosine = np.sin(latitude_rad), np.cos(latitude_rad)
    normal_km = _A_KM / np.sqrt(1.0 - _E2 * sine * sine)
    return np.stack(
        [
            normal_km * cosine * np.cos(longitude_rad),
            normal_km * cosine * np.sin(longitude_rad),
            normal_km * (1.0 - _E2) * sine,
        ],
        axis=-1,
    )


def _members(group: frozenset[int]) -> Flags:
    # one place more for the sea, which -1 finds at the end
    flags = np.zeros(len(borders().names) + 1, dtype=bool)
    flags[list(group)] = True
    return flags


@lru_cache(maxsize=8)
def _shore(group: frozenset[int]) -> _Shore:
    world: Borders = borders()
    inside = _members(group)
    bounding = inside[world.left] != inside[world.right]
    start, end, line = world.start_deg[bounding], world.end_deg[bounding], world.line[bounding]
    ends_km = _surface_km(*np.radians(np.stack([start, end])).transpose(2, 0, 1))
    parts = np.ceil(np.linalg.norm(ends_km[1] - ends_km[0], axis=1) / _SPACING_KM)
    parts = np.maximum(parts, 1.0).astype(np.int64)
    # each segment gives its start and what lies between; the last of a line gives its end as well
    closes = np.append(line[1:] != line[:-1], True)
    times = parts + closes
    segment = np.repeat(np.arange(parts.size), times)
    step = np.arange(segment.size) - np.repeat(np.cumsum(times) - times, times)
    share = (step / parts[segment])[:, None]
    places = np.radians(start[segment] + share * (end - start)[segment])
    points_km = _surface_km(places[:, 1], places[:, 0])
    goes_on = np.append(line[segment][1:] == line[segment][:-1], False)
    return _Shore(balls_around(points_km), points_km, goes_on)


def _reduced(point_km: Array) -> tuple[Array, Array]:
    across_km = np.hypot(point_km[:, 0], point_km[:, 1])
    latitude = np.arctan2(point_km[:, 2] / _B_KM, across_km / _A_KM)
    return latitude, np.arctan2(point_km[:, 1], point_km[:, 0])


def _geodesic_km(from_km: Array, to_km: Array) -> Array:
    """Return the geodesic between points on the ellipsoid by Lambert's formula. [km]"""
    (b1, l1), (b2, l2) = _reduced(from_km), _reduced(to_km)
    P, Q = 0.5 * (b1 + b2), 0.5 * (b2 - b1)
    h = np.sin(Q) ** 2 + np.cos(b1) * np.cos(b2) * np.sin(0.5 * (l2 - l1)) ** 2
    h = np.clip(h, 1e-20, 1.0 - 1e-12)
    sigma = 2.0 * np.arcsin(np.sqrt(h))
    X = (sigma - np.sin(sigma)) * (np.sin(P) * np.cos(Q)) ** 2 / (1.0 - h)
    Y = (sigma + np.sin(sigma)) * (np.cos(P) * np.sin(Q)) ** 2 / h
    return np.asarray(_A_KM * (sigma - 0.5 * WGS84_F * (X + Y)), dtype=np.float64)


def _foot(points_km: Array, start_km: Array, end_km: Array) -> Array:
    along = end_km - start_km
    length2 = np.maximum(np.einsum("ij,ij->i", along, along), 1e-12)
    share = np.clip(np.einsum("ij,ij->i", points_km - start_km, along) / length2, 0.0, 1.0)
    return np.asarray(start_km + share[:, None] * along, dtype=np.float64)


def _to_shore_km(points_km: Array, shore: _Shore) -> Array:
    found = nearest(points_km, shore.balls)
    last = len(shore.points_km) - 1
    after = np.where(shore.goes_on[found], np.minimum(found + 1, last), found)
    before = np.where(shore.goes_on[found - 1] & (found > 0), found - 1, found)
    there = shore.points_km[found]
    feet = [_foot(points_km, there, shore.points_km[other]) for other in (before, after)]
    away = [np.linalg.norm(foot - points_km, axis=1) for foot in feet]
    foot = np.where((away[0] < away[1])[:, None], feet[0], feet[1])
    return _geodesic_km(points_km, foot)


def own_places(own_country: str | None) -> frozenset[int]:
    """Return the places of the countries named, apart by commas; territories are named apart.

    Raises
    ------
    InputError
        A name is unknown, or is Antarctica's, which is nobody's own.
    """
    named = [] if own_country is None else [part for part in own_country.split(",") if part.strip()]
    places = frozenset(country_place(name, where="own country") for name in named)
    if borders().names.index(ANTARCTICA) in places:
        raise InputError("Antarctica is nobody's own", where="own country", remedy="leave it out")
    return places


def _groups(own_country: str | None) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return the places that are foreign, own, and Antarctica."""
    own = own_places(own_country)
    ice = frozenset([borders().names.index(ANTARCTICA)])
    return frozenset(range(len(borders().names))) - own - ice, own, ice


def _to_group_km(
    latitude: Array, longitude: Array, country: NDArray[np.int64], group: frozenset[int]
) -> Array:
    away_km = np.full(latitude.shape, np.inf)
    outside = ~(_members(group)[country] & (country != SEA))
    if group:
        away_km[~outside] = 0.0
        away_km[outside] = _to_shore_km(
            _surface_km(latitude[outside], longitude[outside]), _shore(group)
        )
    return away_km


def foreign_distance_km(
    latitude_rad: Array | float, longitude_rad: Array | float, own_country: str | None = None
) -> Array:
    """Return the distance to foreign land alone, as `distance_to_land_km` does; (n,). [km]"""
    latitude = np.atleast_1d(np.asarray(latitude_rad, dtype=np.float64))
    longitude = np.atleast_1d(np.asarray(longitude_rad, dtype=np.float64))
    foreign, _, _ = _groups(own_country)
    return _to_group_km(latitude, longitude, country_at(latitude, longitude), foreign)


def distance_to_land_km(
    latitude_rad: Array | float, longitude_rad: Array | float, own_country: str | None = None
) -> tuple[Array, Array, Array]:
    """Return the distance to foreign land, own land and Antarctica; 0 inside. [km]

    Parameters
    ----------
    latitude_rad, longitude_rad : Array, shape (n,)
        Geodetic. [rad]
    own_country : str, optional
        Name or ISO code; several apart by commas. Without it all land is foreign, and the
        distance to own land is infinite.

    Raises
    ------
    InputError
        No country is called so; the nearest name is offered.

    Examples
    --------
    The loneliest place at sea is 2,688 km from Ducie, Motu Nui and Maher (general knowledge):

    >>> foreign, own, ice = distance_to_land_km(np.radians(-48.8767), np.radians(-123.3933))
    >>> round(float(foreign[0])), float(own[0])
    (2689, inf)
    """
    latitude = np.atleast_1d(np.asarray(latitude_rad, dtype=np.float64))
    longitude = np.atleast_1d(np.asarray(longitude_rad, dtype=np.float64))
    country = country_at(latitude, longitude)
    foreign, own, ice = (
        _to_group_km(latitude, longitude, country, group) for group in _groups(own_country)
    )
    return foreign, own, ice
