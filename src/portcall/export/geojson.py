"""Areas and footprints as GeoJSON: longitude first, rings closed and cut at the antimeridian.

Edges get points along their great circles, so that a map which draws straight lines shows where the
area ends; the corners that count stand in the properties.

Source  RFC 7946, sections 3.1.6 and 3.1.9.
"""

import json
from typing import Any

from portcall.core.time import format_utc
from portcall.disposal.antimeridian import cut, cut_line
from portcall.export.area_rings import drawn_ring
from portcall.export.footprint_layers import FootprintLayers
from portcall.records.area import Area, AreaPart, Ring, Window

EDGE_STEP_KM = 100.0  # a straight line on the map then leaves the great circle by less than 0.4 km
DECIMALS = 7  # a centimeter

Json = dict[str, Any]  # GeoJSON members: any shape


def _positions(points: Ring) -> list[list[float]]:
    return [[round(lon, DECIMALS), round(lat, DECIMALS)] for lat, lon in points]


def _polygon(ring: Ring, step_km: float | None) -> Json:
    rings = [_positions((*piece, piece[0])) for piece in cut(ring, step_km=step_km)]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[one] for one in rings]}


def _feature(geometry: Json, properties: Json) -> Json:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _times(windows: tuple[Window, ...]) -> list[Json]:
    return [
        {
            "start_utc": format_utc(window.start_utc),
            "end_utc": format_utc(window.end_utc),
            "daily": window.daily,
            "alternate": window.alternate,
        }
        for window in windows
    ]


def _part_feature(area: Area, part: AreaPart, kind: str, step_km: float | None) -> Json:
    properties: Json = {"kind": kind, "name": area.name, "part": part.label}
    properties["corners_lat_lon_deg"] = [[lat, lon] for lat, lon in part.ring]
    if part.radius_km is not None:
        properties["radius_km"] = part.radius_km
    properties["windows"] = _times(part.windows or area.windows)
    if area.coverage is not None:
        properties["coverage"] = area.coverage.model_dump(mode="json")
    return _feature(_polygon(drawn_ring(part), step_km), properties)


def _collection(features: list[Json], title: str) -> str:
    members = {"type": "FeatureCollection", "title": title, "features": features}
    return json.dumps(members, indent=1, allow_nan=False) + "\n"


def area_geojson(area: Area, *, step_km: float | None = None) -> str:
    """Return an area as a FeatureCollection, a feature a part.

    Parameters
    ----------
    area : Area
        Circles become rings of 72 corners that hold them.
    step_km : float, optional
        Greatest distance between points along an edge; by default only the corners are written,
        and `read_geojson` gives back the same rings.

    Raises
    ------
    InputError
        The area holds a pole.
    """
    features = [_part_feature(area, part, "area", step_km) for part in area.parts]
    return _collection(features, area.name)


def footprint_geojson(layers: FootprintLayers) -> str:
    """Return a footprint's map as a FeatureCollection.

    Each feature has a `kind`: `impacts` (thinned, an object each), `hull`, `hazard-area`,
    `declared-area`, `track`, `aim`.
    """
    features: list[Json] = []
    for area, kind in ((layers.area, "hazard-area"), (layers.declared, "declared-area")):
        if area is not None:
            features += [_part_feature(area, part, kind, EDGE_STEP_KM) for part in area.parts]
    if len(layers.hull) >= 3:
        features.append(_feature(_polygon(layers.hull, EDGE_STEP_KM), {"kind": "hull"}))
    if len(layers.track) >= 2:
        lines = [_positions(line) for line in cut_line(layers.track)]
        geometry: Json = {"type": "MultiLineString", "coordinates": lines}
        features.append(_feature(geometry, {"kind": "track"}))
    for group in layers.impacts:
        points = _positions(group.thinned())
        properties: Json = {
            "kind": "impacts",
            "object": group.name,
            "impacts": len(group.latitude_deg),
            "shown": len(points),
        }
        features.append(_feature({"type": "MultiPoint", "coordinates": points}, properties))
    if layers.aim is not None:
        aim = _positions((layers.aim,))[0]
        features.append(_feature({"type": "Point", "coordinates": aim}, {"kind": "aim"}))
    return _collection(features, layers.title)
