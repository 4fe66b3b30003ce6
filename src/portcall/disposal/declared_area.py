"""A declared area: read from whatever it came in, and held against where things would fall.

Model   An impact is inside when any part holds it, edges taken as great circles, circles by
        great-circle distance. The surface that two areas share is counted on an equal-area lattice
        laid over the computed one.
Valid   Parts of one area do not overlap, or their surface counts twice. The shared surface is right
        to about 0.5 % of the computed one.
Source  Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, chapter 24
        (equal-area lattice).
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.disposal.area_files import one_of, read_geojson, read_kml, read_table
from portcall.disposal.notice_reader import read_notice
from portcall.disposal.spherical_polygon import (
    EARTH_MEAN_RADIUS_KM,
    distance_km,
    distance_to_ring_km,
    gnomonic_about,
    inside_ring,
    latitude_longitude_deg,
    length_width_km,
    ring_area_km2,
    ring_vectors,
    unit_vectors,
)
from portcall.records.area import Area, AreaComparison, AreaPart, AreaSize

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FILE_BYTES_MAX = 20_000_000
LATTICE_POINTS = 200_000
_FILES = {".geojson", ".json", ".kml", ".csv", ".txt", ".kmz"}


def read_area(source: str | Path, *, year: int | None = None) -> Area:
    """Return a declared area from a file, or from the text of a notice.

    Parameters
    ----------
    source : str or Path
        A file: GeoJSON (`.geojson`, `.json`), KML (`.kml`), a table of vertices (`.csv`; `FILE#ID`
        picks one of several), anything else a notice. Or the notice itself.
    year : int, optional
        Of times that name none.

    Raises
    ------
    InputError
        No such file, not readable, or its content refused: one line, with the place in it.
    """
    if isinstance(source, str) and ("\n" in source or len(source) > 1024):
        return read_notice(source, year=year, where="notice")
    name, _, wanted = str(source).partition("#")
    path = Path(name)
    if not path.is_file():
        if isinstance(source, str) and path.suffix.lower() not in _FILES and " " in source.strip():
            return read_notice(source, year=year, where="notice")
        raise InputError(
            f"there is no file '{name}'",
            where="declared area",
            remedy="give a GeoJSON, KML, CSV or text file, or the text of a notice",
        )
    text = _text_of(path)
    kind = path.suffix.lower()
    if kind == ".csv":
        return one_of(read_table(text, where=name), wanted, where=name)
    if kind in {".geojson", ".json"}:
        area = read_geojson(text, where=name)
    elif kind == ".kml":
        area = read_kml(text, where=name)
    else:
        return read_notice(text, year=year, where=name)
    return area.model_copy(update={"name": path.stem})


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > FILE_BYTES_MAX:
            raise InputError(
                f"the file has {size / 1e6:.0f} MB",
                limit=f"{FILE_BYTES_MAX / 1e6:.0f} MB",
                where=str(path),
            )
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise InputError(
            f"the file cannot be read ({why})", where=str(path), remedy="save it as UTF-8 text"
        ) from None


def inside_area(area: Area, latitude_rad: Array, longitude_rad: Array) -> Flags:
    """Return which points (n,) lie inside any part of an area."""
    inside = np.zeros(len(latitude_rad), dtype=np.bool_)
    for part in area.parts:
        if part.radius_km is None:
            inside |= inside_ring(part.ring, latitude_rad, longitude_rad)
        else:
            vectors = unit_vectors(latitude_rad, longitude_rad)
            inside |= distance_km(vectors, ring_vectors(part.ring)[0]) <= part.radius_km
    return inside


def distance_outside_km(area: Area, latitude_rad: Array, longitude_rad: Array) -> Array:
    """Return how far points (n,) lie from an area, 0 inside it. [km]"""
    vectors = unit_vectors(latitude_rad, longitude_rad)
    nearest = np.full(len(vectors), np.inf)
    for part in area.parts:
        if part.radius_km is None:
            nearest = np.minimum(nearest, distance_to_ring_km(part.ring, vectors))
        else:
            center = ring_vectors(part.ring)[0]
            nearest = np.minimum(nearest, distance_km(vectors, center) - part.radius_km)
    return np.where(inside_area(area, latitude_rad, longitude_rad), 0.0, nearest)


def _part_size(part: AreaPart) -> tuple[float, float, float]:
    if part.radius_km is not None:
        angle_rad = part.radius_km / EARTH_MEAN_RADIUS_KM
        surface_km2 = 2.0 * np.pi * EARTH_MEAN_RADIUS_KM**2 * (1.0 - np.cos(angle_rad))
        return float(surface_km2), 2.0 * part.radius_km, 2.0 * part.radius_km
    return ring_area_km2(part.ring), *length_width_km(part.ring)


def area_size(area: Area) -> AreaSize:
    """Return the surface of all parts, and length and width of the part with the most surface.

    Examples
    --------
    Part A of NAVAREA XII 656/2019, 889 km by 391 km.

    >>> ring = ((8.17367, -126.82033), (14.65167, -122.038), (16.7235, -124.98983), (10.203, -129.7375))
    >>> size = area_size(Area(parts=(AreaPart(ring=ring),)))
    >>> print(f"{size.length_km:.0f} {size.width_km:.0f} {size.area_km2:.0f}")
    889 392 348452
    """
    sizes = [_part_size(part) for part in area.parts]
    _, length_km, width_km = max(sizes)
    return AreaSize(area_km2=sum(size[0] for size in sizes), length_km=length_km, width_km=width_km)


def _lattice_rad(part: AreaPart) -> tuple[Array, Array]:
    """Return latitudes and longitudes of an equal-area lattice over a part's surroundings."""
    corners = ring_vectors(part.ring)
    reach = np.arange(0.0, 2.0 * np.pi, np.pi / 8.0)
    plane = gnomonic_about(corners)
    if part.radius_km is not None:
        spread = 1.05 * np.tan(part.radius_km / EARTH_MEAN_RADIUS_KM)
        corners = plane.unproject(spread * np.stack([np.cos(reach), np.sin(reach)], axis=-1))
    # Lambert's plane: sqrt(2 / (1 + depth)) times the sideways components
    depth = corners @ plane.center
    scale = np.sqrt(2.0 / (1.0 + depth))
    x, y = scale * (corners @ plane.along), scale * (corners @ plane.across)
    # an edge that bows outward leaves the box of its vertices
    margin = 0.1 * np.ptp(x)
    width, height = np.ptp(x) + 2.0 * margin, np.ptp(y) + 2.0 * margin
    step = np.sqrt(width * height / LATTICE_POINTS)
    across, up = np.meshgrid(
        np.arange(x.min() - margin, x.max() + margin, step) + 0.5 * step,
        np.arange(y.min() - margin, y.max() + margin, step) + 0.5 * step,
    )
    square = across.ravel() ** 2 + up.ravel() ** 2
    side = np.sqrt(np.maximum(1.0 - square / 4.0, 0.0))
    vectors = (
        (1.0 - square / 2.0)[:, None] * plane.center
        + (side * across.ravel())[:, None] * plane.along
        + (side * up.ravel())[:, None] * plane.across
    )
    lat_deg, lon_deg = latitude_longitude_deg(vectors)
    return np.radians(lat_deg), np.radians(lon_deg)


def common_area_km2(declared: Area, computed: Area) -> float:
    """Return the surface that two areas share. [km2]"""
    shared_km2 = 0.0
    for part in computed.parts:
        latitude_rad, longitude_rad = _lattice_rad(part)
        within = inside_area(Area(parts=(part,)), latitude_rad, longitude_rad)
        if within.any():
            both = inside_area(declared, latitude_rad[within], longitude_rad[within])
            shared_km2 += float(both.mean()) * _part_size(part)[0]
    return shared_km2


def compare(
    declared: Area,
    latitude_rad: Array,
    longitude_rad: Array,
    weights: Array | None = None,
    *,
    computed: Area | None = None,
) -> AreaComparison:
    """Hold a declared area against impacts and, when given, a computed area.

    Parameters
    ----------
    declared : Area
        As published.
    latitude_rad, longitude_rad : (n,) array
        Impacts, geodetic. [rad]
    weights : (n,) array, optional
        Of each impact; equal without them.
    computed : Area, optional
        What this package would close.

    Raises
    ------
    InputError
        There is no impact to compare with.
    """
    if len(latitude_rad) == 0:
        raise InputError("there is no impact to hold against the declared area")
    outside_km = distance_outside_km(declared, latitude_rad, longitude_rad)
    share = np.ones(len(outside_km)) if weights is None else np.asarray(weights, dtype=np.float64)
    worst = int(np.argmax(outside_km))
    inside_share = float(share[outside_km == 0.0].sum() / share.sum())
    at_deg = float(np.degrees(latitude_rad[worst])), float(np.degrees(longitude_rad[worst]))
    result = AreaComparison(
        inside_share=inside_share,
        worst_outside_km=float(outside_km[worst]),
        worst_outside_deg=at_deg if outside_km[worst] > 0.0 else None,
        declared=area_size(declared),
    )
    if computed is None:
        return result
    size, shared_km2 = area_size(computed), common_area_km2(declared, computed)
    return result.model_copy(
        update={
            "computed": size,
            "common_area_km2": shared_km2,
            "computed_inside_share": shared_km2 / size.area_km2,
            "declared_covered_share": shared_km2 / result.declared.area_km2,
        }
    )
