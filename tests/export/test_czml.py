"""The scene: packets as the published CZML schema has them, positions as the paths have them."""

import json
import re
from itertools import pairwise

import numpy as np
import pytest

from portcall.core.frames import itrf_from_gcrf, itrf_from_geodetic
from portcall.core.time import after, elapsed_s, parse_utc
from portcall.export.czml import visit_czml

SHOWN_M = 1.0  # a scene's own promise; drawing needs far less

# czml-writer's schema, the properties that its JSON Schema files list (Packet, Clock, Position...)
DOCUMENT_KEYS = {"id", "name", "version", "clock", "description"}
PACKET_KEYS = {
    "id", "name", "description", "availability", "properties", "position", "point", "label", "path",
}  # fmt: skip
CLOCK_KEYS = {"interval", "currentTime", "multiplier", "range", "step"}
POSITION_KEYS = {
    "interval", "epoch", "referenceFrame", "interpolationAlgorithm", "interpolationDegree",
    "cartesian", "reference",
}  # fmt: skip
LABEL_KEYS = {
    "text", "font", "style", "fillColor", "outlineColor", "outlineWidth", "horizontalOrigin",
    "pixelOffset",
}  # fmt: skip
PATH_KEYS = {"leadTime", "trailTime", "width", "resolution", "material"}
PROPERTY_VALUES = {"string", "number"}
ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"


@pytest.fixture(scope="module")
def text(visit):
    return visit_czml(visit.record, **visit.paths)


@pytest.fixture(scope="module")
def packets(text):
    return json.loads(text)


@pytest.fixture(scope="module")
def by_id(packets):
    return {packet["id"]: packet for packet in packets}


def _span(interval):
    assert re.fullmatch(f"{ISO}/{ISO}", interval)
    start, end = (parse_utc(part) for part in interval.split("/"))
    assert start < end
    return start, end


def _samples(position):
    return np.array(position["cartesian"]).reshape(-1, 4)


def _lagrange(samples, second, points=6):
    first = int(np.clip(np.searchsorted(samples[:, 0], second) - points // 2, 0, None))
    near = samples[min(first, len(samples) - points) :][:points]
    total = np.zeros(3)
    for i, (node, *place) in enumerate(near):
        others = np.delete(near[:, 0], i)
        total += np.array(place) * np.prod((second - others) / (node - others))
    return total


def test_val_every_packet_has_only_keys_of_the_published_schema(packets):
    document, *others = packets
    assert set(document) <= DOCUMENT_KEYS
    assert (document["id"], document["version"]) == ("document", "1.0")
    assert set(document["clock"]) == CLOCK_KEYS
    assert document["clock"]["range"] in {"UNBOUNDED", "CLAMPED", "LOOP_STOP"}
    for packet in others:
        assert set(packet) <= PACKET_KEYS
        assert set(packet["label"]) <= LABEL_KEYS
        assert set(packet.get("path", {})) <= PATH_KEYS
        positions = packet["position"]
        for position in positions if isinstance(positions, list) else [positions]:
            assert set(position) <= POSITION_KEYS
        for value in packet.get("properties", {}).values():
            assert set(value) <= PROPERTY_VALUES
    assert len({packet["id"] for packet in packets}) == len(packets)


def test_the_clock_holds_everything_that_is_shown(packets, visit):
    start, end = _span(packets[0]["clock"]["interval"])
    for packet in packets[1:]:
        shown = packet.get("availability", [])
        for interval in [shown] if isinstance(shown, str) else shown:
            first, last = _span(interval)
            assert start <= first
            assert last <= end
    assert start == visit.record.insertion.liftoff_utc


@pytest.mark.parametrize("craft", ["chaser", "station"])
def test_positions_between_the_samples_are_the_path_turned_to_the_earth(craft, by_id, visit):
    path = visit.paths[craft]
    arcs = by_id[craft]["position"][-len(path.arcs) :]
    for position in arcs:
        assert position["referenceFrame"] == "FIXED"
        samples, epoch = _samples(position), parse_utc(position["epoch"])
        assert np.all(np.diff(samples[:, 0]) > 0.0)
        for second in np.linspace(samples[0, 0], samples[-1, 0], 23)[1:-1]:
            moment = after(epoch, float(second))
            expected = itrf_from_gcrf(moment) @ path.state_utc(moment)[:3]
            assert np.linalg.norm(_lagrange(samples, second) - expected) < SHOWN_M


def test_the_ship_is_somewhere_from_the_pad_to_the_gate(by_id, visit):
    intervals = [_span(interval) for interval in by_id["chaser"]["availability"]]
    assert intervals[0][0] == visit.record.insertion.liftoff_utc
    gaps_s = [elapsed_s(a[1], b[0]) for a, b in pairwise(intervals)]
    assert gaps_s == pytest.approx([0.0] * len(gaps_s), abs=2e-6)  # two roundings of the clock
    climb = _samples(by_id["chaser"]["position"][0])
    pad = itrf_from_geodetic(np.radians(45.996034), np.radians(63.564003), 100.0)
    assert np.linalg.norm(climb[0, 1:] - pad) < SHOWN_M
    assert by_id["site"]["position"]["cartesian"] == climb[0, 1:].tolist()
    reach_m = np.linalg.norm(climb[-1, 1:] - _samples(by_id["chaser"]["position"][1])[0, 1:])
    assert reach_m < SHOWN_M


def test_every_event_is_an_interval_on_a_craft_with_its_figures(packets, visit):
    shown = [packet for packet in packets if packet["id"].startswith("event/")]
    assert len(shown) == len(visit.record.events)
    for packet, event in zip(shown, visit.record.events, strict=True):
        assert _span(packet["availability"])[0] == event.utc
        assert packet["properties"]["sigma_s"] == {"number": event.sigma_s}
    carriers = [packet["position"]["reference"].split("#")[0] for packet in shown]
    assert carriers == ["chaser", "chaser", "chaser", "station", "station"]


def test_the_scene_asks_nobody_for_anything(text):
    assert not re.search(r"https?:|//|\buri\b|image|gltf", text)


def test_a_note_cannot_put_markup_into_the_viewer(visit):
    event = visit.record.events[0].model_copy(update={"note": "<img src=x onerror=y>"})
    record = visit.record.model_copy(update={"events": (event,)})
    packet = json.loads(visit_czml(record, **visit.paths))[-1]
    assert packet["description"] == "&lt;img src=x onerror=y&gt;"


def test_without_an_ascent_the_scene_begins_at_separation(visit):
    record = visit.record.model_copy(update={"events": visit.record.events[1:]})
    paths = {**visit.paths, "ascent": None}
    packets = json.loads(visit_czml(record, **paths))
    assert "site" not in {packet["id"] for packet in packets}
    assert _span(packets[0]["clock"]["interval"])[0] == visit.chaser.epoch
