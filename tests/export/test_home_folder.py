"""The run folder of a way home: what is in it, that other tools read it, and the same bytes again."""

import csv
import hashlib
import io
import json
from itertools import pairwise
from xml.dom import minidom

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.disposal.declared_area import read_area
from portcall.export import home_folder
from portcall.export.home_folder import home_files, layers_of, write_home_folder
from portcall.export.tables import record_json
from portcall.orbit.formats import read_any
from portcall.visit.home import come_home
from portcall.visit.home_risk import Sampling
from portcall.visit.home_setting import home_setting_of

ALWAYS = {"disposal.json", "timeline.csv", "mass.csv"}
FALLS = {"survivors.csv", "footprint.geojson", "footprint.kml", "map.svg"}
SAMPLED = {"warning.txt", "air-notice.txt"}
DRAFT = "DRAFT, NOT FOR OPERATIONAL USE"
NOTICE = """161600Z TO 161900Z MAR 26 IN AREA BOUND BY
31-00.00S 175-00.00E, 31-00.00S 172-00.00W, 48-00.00S 160-00.00W, 48-00.00S 175-00.00W."""


def _home(flight, sampling=None):
    catalogue = load_catalogue()
    setting = home_setting_of(catalogue, brief(catalogue.flight(flight)))
    return come_home(catalogue, setting, sampling=sampling)


@pytest.fixture(scope="module")
def sampled():
    return _home("progress-ms-31", Sampling(24, threads=1))


@pytest.fixture(scope="module")
def planned():
    return _home("progress-ms-31")


@pytest.fixture(scope="module")
def landed():
    return _home("soyuz-ms-27")


@pytest.fixture(scope="module")
def files(sampled):
    return {name: data.decode() for name, data in home_files(sampled, None).items()}


def write(home, out, declared=None):
    return write_home_folder(
        out, home, declared=declared, inputs={"a.txt": b"a"}, sources=["s"], tool_version="0"
    )


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_each_kind_of_way_home_leaves_its_own_files(sampled, planned, landed):
    path = {"progress-ms-31-down.oem"}
    assert set(home_files(sampled, None)) == ALWAYS | FALLS | SAMPLED | path
    assert set(home_files(planned, None)) == ALWAYS | FALLS | path
    assert set(home_files(landed, None)) == ALWAYS | {"soyuz-ms-27-down.oem"}


def test_the_manifest_vouches_for_every_file(sampled, tmp_path):
    paths = write(sampled, tmp_path / "run")
    assert {path.name for path in paths} == {path.name for path in (tmp_path / "run").iterdir()}
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert set(manifest["files"]) == {path.name for path in paths} - {"manifest.json"}
    said = json.dumps(manifest["files"])
    for path in paths:
        if path.name != "manifest.json":
            assert hashlib.sha256(path.read_bytes()).hexdigest() in said
    assert set(manifest["inputs"]) == {"a.txt"}
    assert manifest["sources"] == ["s"]


def test_one_and_two_threads_leave_the_same_folder(sampled, tmp_path):
    again = _home("progress-ms-31", Sampling(24, threads=2))
    one, two = write(sampled, tmp_path / "one"), write(again, tmp_path / "two")
    assert [path.name for path in one] == [path.name for path in two]
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_the_record_in_the_folder_is_without_timing(sampled, files):
    document = json.loads(files["disposal.json"])
    assert "timing" not in document
    assert document["flight"] == "progress-ms-31"
    read = type(sampled.record).model_validate_json(files["disposal.json"])
    assert record_json(read) == files["disposal.json"]


def test_both_notices_are_drafts_name_the_ship_and_hold_the_area(files, sampled):
    for name in SAMPLED:
        lines = files[name].splitlines()
        assert lines[0] == lines[-1] == DRAFT
        assert "PROGRESS MS-31" in " ".join(lines)
        assert max(map(len, lines)) <= 69
        (part,) = read_area(files[name]).parts
        (closed,) = sampled.record.area.parts
        assert len(part.ring) == len(closed.ring)
        for read, meant in zip(part.ring, closed.ring, strict=True):
            # a notice is written to the minute of arc
            assert read[0] == pytest.approx(meant[0], abs=1.01 / 60.0)
            assert read[1] == pytest.approx(meant[1], abs=1.01 / 60.0)


def test_the_warning_is_of_the_time_of_the_fall(files, sampled):
    (window,) = sampled.record.area.windows
    assert window.start_utc < sampled.record.impact_utc.first < window.end_utc
    assert f"{window.start_utc:%d%H%MZ}" in files["warning.txt"]
    assert f"{window.start_utc:%y%m%d%H%M}" in files["air-notice.txt"]


def test_tables_hold_the_record(files, sampled):
    record = sampled.record
    assert [row["object"] for row in rows(files["survivors.csv"])] == [
        one.object for one in record.survivors
    ]
    assert [row["event"] for row in rows(files["timeline.csv"])] == [
        one.event for one in record.events
    ]
    assert [row["event"] for row in rows(files["mass.csv"])] == [one.event for one in record.mass]


def test_the_map_and_the_kml_are_well_formed_and_show_a_declared_area(sampled):
    declared = read_area(NOTICE)
    bare, shown = home_files(sampled, None), home_files(sampled, declared)
    for name in ("map.svg", "footprint.kml"):
        minidom.parseString(shown[name])  # noqa: S318  (our own)
        assert bare[name] != shown[name]
    assert b"2026-03-16" in shown["map.svg"]


def test_the_geojson_is_within_the_earth_and_no_edge_goes_round_it(files):
    def rings(geometry):
        kind, held = geometry["type"], geometry["coordinates"]
        if kind == "Polygon":
            return held
        return [ring for part in held for ring in part] if kind == "MultiPolygon" else []

    features = json.loads(files["footprint.geojson"])["features"]
    found = [ring for feature in features for ring in rings(feature["geometry"])]
    assert found
    for ring in found:
        assert ring[0] == ring[-1]
        assert all(-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0 for lon, lat in ring)
        assert all(abs(b[0] - a[0]) < 180.0 for a, b in pairwise(ring))


def test_the_path_down_is_read_by_the_reader_of_orbits(files, sampled):
    data = files["progress-ms-31-down.oem"]
    assert read_any(data.encode(), "down.oem") is not None
    assert f"{sampled.record.ignition_utc:%Y-%m-%dT%H:%M:%S}" in data


def test_the_map_shows_what_the_area_is_closed_for(sampled, planned):
    layers = layers_of(sampled, None)
    landed = sampled.fallen.landed(15.0)
    assert sum(len(group.latitude_deg) for group in layers.impacts) == int(landed.sum())
    assert len(layers_of(planned, None).impacts) == len(planned.record.survivors)
    assert layers.hull
    assert layers_of(planned, None).hull == ()


def test_a_folder_that_fails_half_way_leaves_the_old_one(sampled, planned, tmp_path, monkeypatch):
    out = tmp_path / "run"
    write(sampled, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fails(*_, **__):
        raise InputError("no more room")

    monkeypatch.setattr(home_folder, "footprint_svg", fails)
    with pytest.raises(InputError):
        write(planned, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert list(tmp_path.iterdir()) == [out]


def test_an_earlier_run_is_replaced_whole(sampled, planned, tmp_path):
    write(sampled, tmp_path / "run")
    write(planned, tmp_path / "run")
    assert not (tmp_path / "run" / "warning.txt").exists()
