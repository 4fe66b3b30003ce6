"""Areas and footprints as KML, for globes: one folder a layer, rings cut at the antimeridian.

Source  OGC 07-147r2 (KML 2.2): Polygon, LinearRing, MultiGeometry, color as aabbggrr.
"""

import re
import xml.etree.ElementTree as ET

from portcall.disposal.antimeridian import cut, cut_line
from portcall.export.area_rings import drawn_ring
from portcall.export.footprint_layers import FootprintLayers
from portcall.export.geojson import DECIMALS, EDGE_STEP_KM
from portcall.records.area import Area, Ring, Vertex

NAMESPACE = "http://www.opengis.net/kml/2.2"
# name of the style: line color, fill color
_STYLES = {
    "hazard-area": ("ff0000d5", "400000d5"),
    "declared-area": ("ffb27200", "30b27200"),
    "hull": ("ff009fe6", "20009fe6"),
    "track": ("ffffffff", "00000000"),
    "impacts": ("ff739e00", "00000000"),
    "aim": ("ff42e4f0", "00000000"),
}
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _NO_XML.sub(" ", text)


def _coordinates(points: Ring) -> str:
    return " ".join(f"{round(lon, DECIMALS)},{round(lat, DECIMALS)},0" for lat, lon in points)


def _polygon(parent: ET.Element, ring: Ring, step_km: float | None) -> None:
    holder = ET.SubElement(parent, "MultiGeometry")
    for piece in cut(ring, step_km=step_km):
        polygon = ET.SubElement(holder, "Polygon")
        _text(polygon, "tessellate", "1")
        edge = ET.SubElement(ET.SubElement(polygon, "outerBoundaryIs"), "LinearRing")
        _text(edge, "coordinates", _coordinates((*piece, piece[0])))


def _placemark(folder: ET.Element, name: str, style: str) -> ET.Element:
    placemark = ET.SubElement(folder, "Placemark")
    _text(placemark, "name", name)
    _text(placemark, "styleUrl", f"#{style}")
    return placemark


def _folder(document: ET.Element, name: str) -> ET.Element:
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", name)
    return folder


def _document(title: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("kml", {"xmlns": NAMESPACE})
    document = ET.SubElement(root, "Document")
    _text(document, "name", title)
    for name, (line, fill) in _STYLES.items():
        style = ET.SubElement(document, "Style", {"id": name})
        line_style = ET.SubElement(style, "LineStyle")
        _text(line_style, "color", line)
        _text(line_style, "width", "2")
        _text(ET.SubElement(style, "PolyStyle"), "color", fill)
    return root, document


def _written(root: ET.Element) -> str:
    ET.indent(root, space=" ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_area(document: ET.Element, area: Area, style: str, step_km: float | None) -> None:
    folder = _folder(document, area.name or style)
    for part in area.parts:
        placemark = _placemark(folder, part.label or area.name or style, style)
        _polygon(placemark, drawn_ring(part), step_km)


def area_kml(area: Area, *, step_km: float | None = None) -> str:
    """Return an area as KML; without a step only the corners are written.

    Raises
    ------
    InputError
        The area holds a pole.
    """
    root, document = _document(area.name or "area")
    _add_area(document, area, "hazard-area", step_km)
    return _written(root)


def footprint_kml(layers: FootprintLayers) -> str:
    """Return a footprint's map as KML: areas, hull, track, impacts by object (thinned), aim."""
    root, document = _document(layers.title)
    for area, style in ((layers.area, "hazard-area"), (layers.declared, "declared-area")):
        if area is not None:
            _add_area(document, area, style, EDGE_STEP_KM)
    if len(layers.hull) >= 3:
        folder = _folder(document, "hull of the impacts")
        _polygon(_placemark(folder, "hull", "hull"), layers.hull, EDGE_STEP_KM)
    if len(layers.track) >= 2:
        placemark = _placemark(_folder(document, "ground track"), "ground track", "track")
        holder = ET.SubElement(placemark, "MultiGeometry")
        for line in cut_line(layers.track):
            string = ET.SubElement(holder, "LineString")
            _text(string, "tessellate", "1")
            _text(string, "coordinates", _coordinates(line))
    for group in layers.impacts:
        placemark = _placemark(_folder(document, group.name), group.name, "impacts")
        _points(placemark, group.thinned())
    if layers.aim is not None:
        _points(_placemark(_folder(document, "aim"), "aim", "aim"), (layers.aim,))
    return _written(root)


def _points(placemark: ET.Element, points: tuple[Vertex, ...]) -> None:
    holder = ET.SubElement(placemark, "MultiGeometry")
    for point in points:
        _text(ET.SubElement(holder, "Point"), "coordinates", _coordinates((point,)))
