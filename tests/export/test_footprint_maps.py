"""Footprints as GeoJSON, KML and SVG: valid, whole, the same bytes each time."""

import itertools
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from portcall.core.errors import InputError
from portcall.disposal.area_files import read_geojson, read_kml
from portcall.export.footprint_layers import IMPACTS_MAX, FootprintLayers, ImpactGroup
from portcall.export.footprint_map import footprint_svg
from portcall.export.geojson import area_geojson, footprint_geojson
from portcall.export.kml import area_kml, footprint_kml
from portcall.export.shore_lines import shore_lines
from portcall.records.area import Area, AreaPart

RING = ((-49.7, 154.25), (-34.4, -173.17), (-33.97, -173.63), (-48.9, 153.8))
DRAW = np.random.default_rng(1)
LAYERS = FootprintLayers(
    title="progress-ms-31 <& others>",
    impacts=(
        ImpactGroup("tank & valve", DRAW.normal(-43.0, 2.0, 900), DRAW.normal(172.0, 4.0, 900)),
        ImpactGroup("engine", np.array([-40.0]), np.array([-179.5])),
    ),
    hull=RING,
    area=Area(name="close", parts=(AreaPart(ring=RING),)),
    track=((-51.0, 150.0), (-40.0, 178.0), (-38.0, -179.0), (-30.0, -170.0)),
    aim=(-43.0, 172.0),
)
SVG = "{http://www.w3.org/2000/svg}"


def _positions(node):
    if node and isinstance(node[0], float):
        yield node
    else:
        for child in node:
            yield from _positions(child)


def test_geojson_keeps_to_the_format():
    root = json.loads(footprint_geojson(LAYERS))
    assert root["type"] == "FeatureCollection"
    kinds = [feature["properties"]["kind"] for feature in root["features"]]
    assert kinds == ["hazard-area", "hull", "track", "impacts", "impacts", "aim"]
    for feature in root["features"]:
        positions = list(_positions(feature["geometry"]["coordinates"]))
        assert all(abs(lon) <= 180.0 and abs(lat) <= 90.0 for lon, lat in positions)
    area = root["features"][0]["geometry"]
    assert area["type"] == "MultiPolygon"
    for (ring,) in area["coordinates"]:
        assert ring[0] == ring[-1]
        lon, lat = np.array(ring).T
        assert np.sum(lon[:-1] * lat[1:] - lon[1:] * lat[:-1]) > 0.0  # counterclockwise
        assert lon.max() - lon.min() < 180.0


def test_impacts_are_thinned_evenly():
    root = json.loads(footprint_geojson(LAYERS))
    many = next(f for f in root["features"] if f["properties"].get("object") == "tank & valve")
    assert many["properties"]["impacts"] == 900
    assert len(many["geometry"]["coordinates"]) == many["properties"]["shown"] == IMPACTS_MAX


def test_a_footprint_reads_back_as_an_area():
    for area in (read_geojson(footprint_geojson(LAYERS)), read_kml(footprint_kml(LAYERS))):
        assert len(area.parts) in {1, 2}  # area and hull are the same ring here
        assert min(lat for lat, _ in area.parts[0].ring) == pytest.approx(-49.7, abs=1e-6)


def test_kml_is_well_formed_and_names_its_parts():
    root = ET.fromstring(footprint_kml(LAYERS).encode())  # noqa: S314  (our own text)
    names = [node.text for node in root.iter("{http://www.opengis.net/kml/2.2}name")]
    assert names[0] == LAYERS.title
    assert "tank & valve" in names
    rings = list(root.iter("{http://www.opengis.net/kml/2.2}LinearRing"))
    assert len(rings) == 4  # area and hull, each cut in two


def test_names_that_xml_cannot_hold_do_no_harm():
    area = Area(name="bell \x07 and \ud800", parts=(AreaPart(ring=RING),))
    assert read_kml(area_kml(area)).parts
    assert read_geojson(area_geojson(area)).parts


def test_the_map_is_well_formed_and_shows_each_layer():
    text = footprint_svg(LAYERS, land=[RING], shores=shore_lines())
    root = ET.fromstring(text)  # noqa: S314  (our own text)
    shown = " ".join(node.text or "" for node in root.iter(f"{SVG}text"))
    words = ("tank & valve", "engine", "aim", "area to close", "ground track", "longitude", "180°")
    for word in words:
        assert word in shown
    assert len(text) < 300_000


def test_the_map_is_not_torn_at_the_antimeridian():
    text = footprint_svg(FootprintLayers(title="x", area=LAYERS.area))
    root = ET.fromstring(text)  # noqa: S314  (our own text)
    data = next(n.get("d") for n in root.iter(f"{SVG}path") if n.get("fill-opacity"))
    x = [float(pair.split()[0]) for pair in data.strip("MZ").split("L")]
    assert max(abs(a - b) for a, b in itertools.pairwise(x)) < 60.0
    assert min(x) > 64.0
    assert max(x) < 960.0 - 224.0


@pytest.mark.parametrize("write", [footprint_geojson, footprint_kml, footprint_svg])
def test_the_same_footprint_gives_the_same_bytes(write):
    assert write(LAYERS) == write(LAYERS)


def test_an_empty_map_is_refused():
    with pytest.raises(InputError, match="nothing to draw"):
        footprint_svg(FootprintLayers(title="empty"))


def test_circles_are_drawn_around_their_surface():
    part = AreaPart(ring=((32.6, -117.7),), radius_km=16.668)
    ring = read_geojson(area_geojson(Area(parts=(part,)))).parts[0].ring
    lat, lon = np.radians(np.array(ring)).T
    middle = np.radians([32.6, -117.7])
    cosine = np.sin(lat) * np.sin(middle[0]) + np.cos(lat) * np.cos(middle[0]) * np.cos(
        lon - middle[1]
    )
    distance_km = 6371.0088 * np.arccos(cosine)
    assert len(ring) == 72
    assert distance_km.min() >= 16.668
    assert distance_km.max() <= 16.668 * 1.002
