"""Areas out of GeoJSON, KML and tables of vertices.

Source  RFC 7946 (GeoJSON: longitude before latitude, closed rings, cut at the antimeridian);
        OGC 12-007r2 (KML 2.3, read as 2.2).
"""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Any

from portcall.core.errors import InputError, unknown_name
from portcall.core.time import parse_utc
from portcall.disposal.antimeridian import rejoined
from portcall.disposal.spherical_polygon import checked_ring
from portcall.records.area import Area, AreaPart, Ring, Window


def _checked_vertex(lat_deg: float, lon_deg: float, where: str) -> tuple[float, float]:
    for value_deg, limit_deg, name in ((lat_deg, 90.0, "latitude"), (lon_deg, 180.0, "longitude")):
        if not abs(value_deg) <= limit_deg:
            raise InputError(
                f"a {name} of {value_deg:g} degrees", limit=f"{limit_deg:.0f} degrees", where=where
            )
    return lat_deg, lon_deg


def _closed_ring(positions: Iterable[tuple[float, float]], where: str) -> Ring:
    """Return a checked ring from (longitude, latitude) pairs, first and last the same."""
    ring = tuple(_checked_vertex(lat, lon, where) for lon, lat in positions)
    if len(ring) < 4:
        raise InputError(
            f"the polygon has {len(ring)} positions",
            limit="at least 4, the last one the same as the first",
            where=where,
        )
    if ring[0] != ring[-1]:
        raise InputError(
            "the polygon is open: its last vertex is not its first",
            where=where,
            remedy="repeat the first vertex at the end",
        )
    return checked_ring(ring, where=where)


def _geojson_polygons(node: Any, where: str) -> Iterator[tuple[str, list[Any]]]:  # JSON: any shape
    kind = node.get("type") if isinstance(node, dict) else None
    if kind == "FeatureCollection":
        for i, feature in enumerate(node.get("features") or ()):
            yield from _geojson_polygons(feature, f"{where} features[{i}]")
    elif kind == "Feature":
        yield from _geojson_polygons(node.get("geometry") or {"type": None}, where)
    elif kind == "Polygon":
        yield where, [node.get("coordinates")]
    elif kind == "MultiPolygon":
        yield where, list(node.get("coordinates") or ())


def _geojson_ring(polygon: Any, where: str) -> Ring:  # JSON: any shape
    try:
        outer, *holes = polygon
        positions = [(float(p[0]), float(p[1])) for p in outer]
    except (TypeError, ValueError, IndexError):
        raise InputError("the polygon's coordinates are not positions", where=where) from None
    if holes:
        raise InputError(
            "the polygon has a hole", where=where, remedy="give the area without holes"
        )
    return _closed_ring(positions, where)


def read_geojson(text: str, *, where: str = "") -> Area:
    """Return the polygons of a GeoJSON text; those cut at the antimeridian become whole again.

    Raises
    ------
    InputError
        Not JSON; no polygon; an open, crossing or holed ring; a coordinate past its limit.
    """
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise InputError(f"this is not JSON: {why}", where=where) from None
    rings: list[Ring] = []
    for place, polygons in _geojson_polygons(root, where):
        rings += rejoined([_geojson_ring(polygon, place) for polygon in polygons])
    if not rings:
        raise InputError("there is no Polygon and no MultiPolygon in the GeoJSON", where=where)
    return Area(parts=tuple(AreaPart(ring=ring) for ring in rings))


def _kml_positions(text: str, where: str) -> list[tuple[float, float]]:
    try:
        values = [[float(number) for number in one.split(",")] for one in text.split()]
        return [(value[0], value[1]) for value in values]
    except (ValueError, IndexError):
        raise InputError("the coordinates are not numbers", where=where) from None


def read_kml(text: str, *, where: str = "") -> Area:
    """Return the polygons of a KML text; holes are refused, and so is a document type.

    A document type could define entities that grow without bound; KML needs none.

    Raises
    ------
    InputError
        Not XML; a document type; no polygon; an open, crossing or holed ring.
    """
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise InputError(
            "the KML declares a document type", where=where, remedy="save it without one"
        )
    try:
        root = ET.fromstring(text)  # noqa: S314  (no document type, so no entities to expand)
    except (ET.ParseError, ValueError) as why:
        raise InputError(f"this is not XML: {why}", where=where) from None
    rings = []
    for node in root.iter():
        node.tag = str(node.tag).rpartition("}")[2]
    for node in root.iter("Polygon"):
        if node.find("innerBoundaryIs") is not None:
            raise InputError(
                "the polygon has a hole", where=where, remedy="give the area without holes"
            )
        positions = node.findtext("outerBoundaryIs/LinearRing/coordinates") or ""
        rings.append(_closed_ring(_kml_positions(positions, where), where))
    if not rings:
        raise InputError("there is no Polygon in the KML", where=where)
    return Area(parts=tuple(AreaPart(ring=ring) for ring in rejoined(rings)))


def _number(row: dict[str, str], key: str, at: str) -> float:
    try:
        return float(row[key])
    except ValueError:
        raise InputError(f"{key} '{row[key]}' is not a number", where=at) from None


def _table_part(label: str, rows: list[tuple[int, dict[str, str]]], where: str) -> AreaPart | None:
    ring = tuple(
        _checked_vertex(
            _number(row, "lat_deg", f"{where}, line {line}"),
            _number(row, "lon_deg", f"{where}, line {line}"),
            f"{where}, line {line}",
        )
        for line, row in rows
    )
    first = rows[0][1]
    windows = _table_windows(first, f"{where}, line {rows[0][0]}")
    if first.get("radius_km"):
        radius_km = _number(first, "radius_km", f"{where}, line {rows[0][0]}")
        return AreaPart(label=label, ring=ring[:1], radius_km=radius_km, windows=windows)
    if len(ring) == 1 and not first.get("vertex"):
        return None
    checked = checked_ring(ring, where=f"{where}, line {rows[0][0]}")
    return AreaPart(label=label, ring=checked, windows=windows)


def _table_windows(row: dict[str, str], at: str) -> tuple[Window, ...]:
    start, end = row.get("valid_from_utc") or "", row.get("valid_to_utc") or ""
    if not (start and end):
        return ()
    moments = [
        parse_utc(text if text.endswith("Z") else f"{text}Z", where=at) for text in (start, end)
    ]
    if moments[1] <= moments[0]:
        raise InputError("the window ends before it starts", where=at)
    notes = (row.get("notes") or "").lower()
    return (
        Window(
            start_utc=moments[0],
            end_utc=moments[1],
            daily="daily" in notes,
            alternate="alternate" in notes,
        ),
    )


def read_table(text: str, *, where: str = "") -> dict[str, Area]:
    """Return the areas of a table with a row a vertex, by their `area_id` ("" without that column).

    Columns: `lat_deg` and `lon_deg`; if present `area_id`, `part`, `vertex`, `radius_km` (a circle),
    `valid_from_utc`, `valid_to_utc`, `notes`. A row without a vertex number and without a radius is
    a point, and left out.

    Raises
    ------
    InputError
        A missing column; a field that is not a number; a bad ring; with the line.
    """
    reader = csv.DictReader(io.StringIO(text))
    columns = reader.fieldnames or []
    missing = [name for name in ("lat_deg", "lon_deg") if name not in columns]
    if missing:
        raise InputError(f"the table has no column '{missing[0]}'", where=where)
    groups: dict[str, dict[str, list[tuple[int, dict[str, str]]]]] = {}
    for row in reader:
        row_text = {key: (value or "").strip() for key, value in row.items() if key is not None}
        if not (row_text["lat_deg"] or row_text["lon_deg"]):
            continue
        if "vertex" not in columns:
            row_text["vertex"] = "-"
        if row_text.get("radius_km"):
            part = f"{row_text.get('part', '')}\0{reader.line_num}"
        elif not row_text["vertex"]:
            part = f"\0{reader.line_num}"
        else:
            part = row_text.get("part", "")
        area = groups.setdefault(row_text.get("area_id", ""), {})
        area.setdefault(part, []).append((reader.line_num, row_text))
    areas = {}
    for name, parts in groups.items():
        read = [_table_part(key.split("\0")[0], rows, where) for key, rows in parts.items()]
        kept = tuple(part for part in read if part is not None)
        if kept:
            areas[name] = Area(name=name, parts=kept)
    return areas


def one_of(areas: dict[str, Area], wanted: str, *, where: str = "") -> Area:
    """Return the area that is meant: the named one, or the only one."""
    if not areas:
        raise InputError("there is no area in the table", where=where)
    if wanted:
        if wanted not in areas:
            raise unknown_name("area", wanted, areas, where=where)
        return areas[wanted]
    if len(areas) > 1:
        raise InputError(
            f"the table holds {len(areas)} areas",
            where=where,
            remedy=f"name one behind the file, as in areas.csv#{next(iter(areas))}",
        )
    return next(iter(areas.values()))
