"""`portcall fly --json`: the keys that others build on, and the same bytes for the same input."""

import json
import re

import pytest

UTC_MS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
EVENTS = (
    "liftoff",
    "booster_separation",
    "core_separation",
    "cutoff",
    "separation",
    "burn_1",
    "kurs_on",
    "contact",
    "hooks_closed",
    "hatch_open",
)
# a TLE rounds its angles to a tenth of a millidegree, 0.024 s of the Earth's rotation
TLE_ROUNDING_S = 0.05
HALF_A_MILLISECOND_S = 0.0005  # what rounding a time to the millisecond can move it


def seconds(text):
    from portcall.core.time import parse_utc

    return parse_utc(text).timestamp()


def times_in(value, key=""):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from times_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from times_in(inner, key)
    elif key == "utc" or key.endswith("_utc"):
        yield key, value


def test_the_seed_flight_meets_every_rule_and_says_nothing_on_stderr(seed_run):
    assert seed_run.outcome.code == 0
    assert seed_run.outcome.err == ""


def test_the_keys_are_those_promised(seed_run):
    document = seed_run.document
    assert document["flight"] == "progress-ms-31"
    assert document["profile"] == "34-orbit"
    assert {"epoch_utc", "age_h"} <= set(document["elements"])
    assert {"total", "bound"} <= set(document["delta_v_m_s"])
    assert isinstance(document["timing"], dict)
    for event in document["events"]:
        assert {"event", "utc", "sigma_s", "met_s"} <= set(event)
        assert event["sigma_s"] > 0.0
    for burn in document["burns"]:
        assert {"utc", "duration_s", "delta_v_m_s"} <= set(burn)
        assert burn["duration_s"] > 0.0
    for verdict in document["verdicts"]:
        assert verdict["verdict"] in {"pass", "fail", "cannot say"}


def test_every_promised_event_is_there_once_and_in_order(seed_run):
    events = seed_run.document["events"]
    names = [event["event"] for event in events]
    assert set(EVENTS) <= set(names)
    assert len(names) == len(set(names))
    times = [event["met_s"] for event in events]
    assert times == sorted(times)
    assert times[0] == 0.0
    burns = [name for name in names if name.startswith("burn_")]
    assert len(burns) == len(seed_run.document["burns"])


def test_times_are_utc_to_the_millisecond(seed_run):
    found = [text for _, text in times_in(seed_run.document) if text is not None]
    assert len(found) > 30
    assert all(UTC_MS.fullmatch(text) for text in found)


def test_mission_time_counts_from_lift_off(seed_run):
    events = seed_run.document["events"]
    liftoff = seconds(events[0]["utc"])
    for event in events:
        elapsed = seconds(event["utc"]) - liftoff
        assert elapsed == pytest.approx(event["met_s"], abs=3 * HALF_A_MILLISECOND_S)


def test_an_error_is_predicted_minus_flown(seed_run):
    events = {event["event"]: event for event in seed_run.document["events"]}
    known = {name for name, event in events.items() if event["flown_utc"] is not None}
    assert {"liftoff", "contact"} <= known
    for name in known:
        event = events[name]
        error = seconds(event["utc"]) - seconds(event["flown_utc"])
        assert event["error_s"] == pytest.approx(error, abs=3 * HALF_A_MILLISECOND_S)
    assert all(events[name]["error_s"] is None for name in set(events) - known)


def test_the_ledger_has_a_line_for_each_event(seed_run):
    document = seed_run.document
    assert [row["event"] for row in document["mass"]] != []
    named = {event["event"] for event in document["events"]}
    assert {row["event"] for row in document["mass"]} - named == {"unloaded_and_filled"}
    masses = {row["event"]: row["total_kg"] for row in document["mass"]}
    assert list(masses.values()) == sorted(masses.values(), reverse=True)
    burned = masses["liftoff"] - masses["hatch_open"]
    chase = sum(b["propellant_kg"] for b in document["burns"])
    approach = document["docking"]["nominal"]["propellant_kg"]
    assert burned == pytest.approx(chase + approach, abs=1e-3)


def test_burns_add_up_to_the_total_and_the_total_is_at_or_above_the_bound(seed_run):
    document = seed_run.document
    total = sum(burn["delta_v_m_s"] for burn in document["burns"])
    assert document["delta_v_m_s"]["total"] == pytest.approx(total)
    assert document["delta_v_m_s"]["bound"] <= total


def test_the_folder_holds_the_same_record_without_the_timing(seed_run):
    written = json.loads((seed_run.folder / "visit.json").read_text())
    shown = seed_run.document
    shown.pop("timing")
    assert "timing" not in written or written.pop("timing") == {}
    assert written == shown


def test_a_second_run_leaves_the_same_bytes(seed_run, portcall, tmp_path):
    again = portcall("fly", "progress-ms-31", "--json", "--out", tmp_path / "run")
    assert again.code == 0
    files = sorted(path.name for path in seed_run.folder.iterdir())
    assert files == sorted(path.name for path in (tmp_path / "run").iterdir())
    for name in files:
        assert (tmp_path / "run" / name).read_bytes() == (seed_run.folder / name).read_bytes(), name


def test_the_text_shows_what_the_json_holds_and_the_zones_asked_for(seed_run, portcall, tmp_path):
    shown = portcall("fly", "progress-ms-31", "--tz", "Europe/Moscow", "--out", tmp_path / "run")
    assert shown.code == 0
    liftoff = seed_run.document["events"][0]
    assert liftoff["utc"][:19].replace("T", " ") in shown.out
    assert "Europe/Moscow" in shown.out
    hour = (int(liftoff["utc"][11:13]) + 3) % 24
    assert f"07-03 {hour:02d}:{liftoff['utc'][14:19]}" in shown.out
    for event in seed_run.document["events"]:
        assert event["event"] in shown.out
    for note in seed_run.document["notes"]:
        assert f"note: {note}" in shown.out


def test_elements_from_a_file_fly_the_same_visit(
    seed_run, portcall, tmp_path, tle_file, station_lines
):
    path = tle_file(*station_lines())
    flown = portcall(
        "fly", "progress-ms-31", "--json", "--elements", path, "--out", tmp_path / "run"
    )
    assert flown.code == 0
    document = json.loads(flown.out)
    assert document["elements"]["source"] == "station.tle"
    there, here = (seconds(one["events"][0]["utc"]) for one in (seed_run.document, document))
    assert here == pytest.approx(there, abs=TLE_ROUNDING_S)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert "station.tle" in manifest["inputs"]
