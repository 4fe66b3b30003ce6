"""What lies on the ground of a run: pad, stations, landing place, areas, pieces.

Model   Rings are cut at 180 degrees, longitude before latitude; a circle is a ring of many corners
        around it. An area's times are its own, or those of its parts, the first to the last.
Valid   Hulls and areas as the record holds them.
Source  The way home of the record; places from the catalogue.
"""

from collections.abc import Sequence
from typing import cast

from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Station
from portcall.core.errors import PortcallError
from portcall.disposal.antimeridian import cut
from portcall.export.area_rings import drawn_ring
from portcall.records.area import Area, Ring
from portcall.records.disposal import DisposalRecord
from portcall.records.footprint import Hull, LinearRing, Zone
from portcall.records.scene import Piece, SceneArea, Site
from portcall.records.visit import VisitRecord


def scene_sites(record: VisitRecord, catalogue: Catalogue) -> tuple[Site, ...]:
    """Return the pad, the ground stations of the ship's networks, and the landing place."""
    found: list[Site] = []
    if record.site in catalogue.names("sites"):
        pad = catalogue.site(record.site)
        found.append(
            Site(
                id=pad.id,
                name=pad.name,
                lat_deg=pad.latitude_deg.value,
                lon_deg=pad.longitude_deg.value,
                kind="launch site",
            )
        )
    found += ground_stations(catalogue, record.station, record.vehicle)
    landing = None if record.home is None else record.home.landing
    if landing is not None:
        found.append(
            Site(
                id="landing-site",
                name="Landing site",
                lat_deg=landing.site_lat_deg,
                lon_deg=landing.site_lon_deg,
                kind="landing",
            )
        )
    return tuple(found)


def known_station(catalogue: Catalogue, station: str) -> Station | None:
    """Return a station of the catalogue; None when it has none of that id."""
    try:
        return catalogue.station(station) if station in catalogue.names("stations") else None
    except PortcallError:
        return None


def ground_stations(catalogue: Catalogue, station: str, vehicle: str) -> list[Site]:
    """Return the ground stations of the networks that a vehicle uses at a station."""
    known = known_station(catalogue, station)
    if known is None:
        return []
    networks = [catalogue.network(name) for name in known.communication.networks]
    return [
        Site(
            id=one.id,
            name=one.name,
            lat_deg=one.latitude_deg.value,
            lon_deg=one.longitude_deg.value,
            kind="ground station",
        )
        for network in networks
        if vehicle in network.users
        for one in network.ground_station
    ]


def scene_areas(home: DisposalRecord | None) -> tuple[SceneArea, ...]:
    """Return the area to close, and the hulls of what falls."""
    if home is None:
        return ()
    found: list[SceneArea] = []
    if home.area is not None:
        found.append(closed_area(home.area, home.flight))
    footprint = home.footprint
    if footprint is not None:
        if footprint.hull is not None:
            found.append(_hull_area(footprint.hull, "footprint", "Where dangerous pieces fall"))
        whole: Zone | None = footprint.everything
        if whole is not None and whole.hull is not None:
            found.append(_hull_area(whole.hull, "confidence area", "Where any piece falls"))
    return tuple(found)


def area_name(area: Area, flight: str) -> str:
    """Return what an area is called; one that is named after its flight alone has no name."""
    return area.name if area.name and area.name != flight else "Area to close"


def closed_area(area: Area, flight: str) -> SceneArea:
    """Return an area to close, with its times."""
    windows = [*area.windows, *(window for part in area.parts for window in part.windows)]
    return SceneArea(
        kind="closed area",
        name=area_name(area, flight),
        rings=tuple(ring for part in area.parts for ring in _cut_rings(drawn_ring(part))),
        from_utc=min((window.start_utc for window in windows), default=None),
        to_utc=max((window.end_utc for window in windows), default=None),
    )


def _cut_rings(ring: Ring) -> list[LinearRing]:
    return [_closed([(lon, lat) for lat, lon in piece]) for piece in cut(ring)]


def _closed(points: Sequence[tuple[float, float]]) -> LinearRing:
    rounded = [(round(lon, 4), round(lat, 4)) for lon, lat in points]
    return tuple(rounded if rounded[0] == rounded[-1] else [*rounded, rounded[0]])


def _hull_area(hull: Hull, kind: str, name: str) -> SceneArea:
    found = [hull.coordinates] if hull.type == "Polygon" else hull.coordinates
    polygons = cast("Sequence[Sequence[LinearRing]]", found)
    rings = tuple(_closed(polygon[0]) for polygon in polygons)  # the outer one; hulls have no holes
    return SceneArea.model_validate({"kind": kind, "name": name, "rings": rings})


def scene_pieces(home: DisposalRecord | None) -> tuple[Piece, ...]:
    """Return what reaches the ground on the planned fall; a kind of several pieces says how many."""
    if home is None:
        return ()
    return tuple(
        Piece(
            object=one.object if one.count == 1 else f"{one.object} ({one.count})",
            lat_deg=round(one.lat_deg, 4),
            lon_deg=round(one.lon_deg, 4),
            mass_kg=one.mass_kg,
            energy_j=one.energy_j,
        )
        for one in home.survivors
    )
