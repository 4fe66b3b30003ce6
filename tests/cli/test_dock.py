"""`portcall dock` as a user meets it: what it prints and leaves, and each thing that it refuses."""

import csv
import hashlib
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portcall.catalogue.load import load_catalogue

FLIGHT, DRAGON = "progress-ms-31", "cargo-dragon-crs-33"
RUNS, SEED = 200, 1
GOOD, BROKEN, BAD_INPUT, MISSING_DATA, INTERRUPTED = 0, 1, 2, 3, 130
PATIENCE_S = 900.0
SAME = 1e-9  # of a figure that two processes computed: only its printing may differ
CONTACT = {
    "closing_speed_m_s",
    "lateral_offset_m",
    "lateral_rate_m_s",
    "pitch_yaw_deg",
    "roll_deg",
    "pitch_yaw_rate_deg_s",
    "roll_rate_deg_s",
}
DOCK = "from portcall.cli.main import run; run()"


@pytest.fixture(scope="module")
def campaign(portcall, tmp_path_factory):
    """A campaign of the seed flight: outcome, folder, document."""
    folder = tmp_path_factory.mktemp("dock") / "run"
    outcome = portcall(
        "dock", FLIGHT, "--runs", RUNS, "--seed", SEED, "--json", "--out", folder, "--workers", 2
    )
    assert outcome.code in {GOOD, BROKEN}, outcome.err
    return outcome, folder, json.loads(outcome.out)


@pytest.fixture
def refused(portcall, tmp_path):
    """Run `dock` so that it must end with a code and words, and must leave nothing behind."""

    def check(code, words, *arguments):
        places = () if "--out" in arguments else ("--out", tmp_path / "run")
        before = sorted(tmp_path.rglob("*"))
        outcome = portcall("dock", *arguments, *places)
        assert outcome.code == code, outcome.err
        assert outcome.out == ""
        for word in words:
            assert word in outcome.line
        assert sorted(tmp_path.rglob("*")) == before
        return outcome.line

    return check


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != "manifest.json"
    }


def test_every_answer_that_was_asked_for_is_there(campaign):
    outcome, _, found = campaign
    assert found["runs"] == RUNS
    assert 0 <= found["captured"] <= RUNS
    assert 0.0 <= found["capture_probability_lower_95"] <= found["captured"] / RUNS
    assert set(found["contact"]) == CONTACT
    spread = [*found["contact"].values()]
    spread += [found[name] for name in ("duration_s", "delta_v_m_s", "propellant_kg")]
    for one in spread:
        assert one["p50"] <= one["p95"] <= one["p99"]
    assert 0 <= found["keep_out_violations"] <= RUNS
    entered = next(one for one in found["verdicts"] if "keep-out" in one["rule"])
    assert entered["verdict"] == ("fail" if found["keep_out_violations"] else "pass")
    assert found["timing"]["runs_per_s"] > 0.0
    assert {one["verdict"] for one in found["verdicts"]} <= {"pass", "fail", "cannot say"}
    broken = [one["rule"] for one in found["verdicts"] if one["verdict"] == "fail"]
    assert outcome.code == (BROKEN if broken else GOOD)
    for rule in broken:
        assert rule in outcome.line


def test_runs_and_failures_add_up_at_the_strictest_limits(campaign):
    _, _, found = campaign
    failures = found.get("failures", [])
    assert found["captured"] + sum(one["count"] for one in failures) == RUNS
    for one in failures:
        assert one["reason"]
        assert one["runs"] == sorted(one["runs"])
        assert all(0 <= run < RUNS for run in one["runs"])
    caught = {one["limits"]: one["captured"] for one in found["bounds"]}
    assert caught["tight"] == found["captured"]
    assert caught["tight"] <= caught["nominal"] <= caught["wide"] <= RUNS


def test_the_nominal_run_flies_every_leg_in_order(campaign):
    _, _, found = campaign
    legs = found["nominal"]["legs"]
    assert legs[0]["name"] == "braking"
    assert {"fly-around", "station-keeping", "final-approach"} <= {leg["name"] for leg in legs}
    for leg, following in itertools.pairwise(legs):
        assert leg["start_s"] + leg["duration_s"] == pytest.approx(following["start_s"])
    touch = found["nominal"]["touch"]
    assert touch["after_gate_s"] == pytest.approx(found["nominal"]["duration_s"])
    assert 0.0 < found["nominal"]["propellant_kg"] < found["propellant_aboard_kg"]


def test_a_run_of_the_campaign_flies_again_by_its_number(campaign, portcall, tmp_path):
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    _, folder, found = campaign
    rows = pq.read_table(folder / "runs.parquet").to_pydict()
    failures = found.get("failures", [])
    number = failures[0]["runs"][0] if failures else RUNS // 2
    outcome = portcall(
        "dock", FLIGHT, "--seed", SEED, "--replay", number, "--json", "--out", tmp_path / "again"
    )
    again = json.loads(outcome.out)["replayed"]
    place = rows["run"].index(number)
    assert again["run"] == number
    assert again["duration_s"] == pytest.approx(rows["end_s"][place], rel=SAME)
    assert again["propellant_kg"] == pytest.approx(rows["propellant_kg"][place], rel=SAME)
    assert again["touch"]["closing_speed_m_s"] == pytest.approx(
        rows["closing_m_s"][place], rel=SAME
    )
    if failures:
        assert (again["outcome"], again["reason"]) == (
            failures[0]["outcome"],
            failures[0]["reason"],
        )
    with (tmp_path / "again" / "approach.csv").open() as file:
        path = list(csv.DictReader(file))
    assert float(path[-1]["time_s"]) == pytest.approx(again["duration_s"], abs=1.0)


def test_the_folder_is_what_the_manifest_says(campaign):
    _, folder, _ = campaign
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "docking.json", "approach.csv", "approach.svg", "runs.parquet", "manifest.json",
    }  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {name: one["sha256"] for name, one in manifest["files"].items()} == digests(folder)
    assert "timing" not in json.loads((folder / "docking.json").read_text())
    assert not folder.with_name(folder.name + ".campaign").exists()


def test_the_picture_shows_what_was_published_beside_the_flight(campaign):
    _, folder, _ = campaign
    picture = (folder / "approach.svg").read_text()
    assert picture.startswith("<svg")
    port = load_catalogue().approach("kurs-progress-zenith")
    shown = [one for one in port.published if one.range_m is not None and one.before_contact_s]
    assert shown
    for point in shown:
        if point.use != "contradicts":
            assert point.flight in picture


def test_one_worker_gives_the_same_bytes_and_another_seed_does_not(campaign, portcall, tmp_path):
    _, folder, _ = campaign

    def again(seed):
        place = tmp_path / f"seed-{seed}"
        options = ("--runs", RUNS, "--seed", seed, "--workers", 1, "--json", "--out", place)
        portcall("dock", FLIGHT, *options)
        return digests(place)

    assert again(SEED) == digests(folder)
    assert again(SEED + 1)["runs.parquet"] != digests(folder)["runs.parquet"]


def _in_a_process(*options):
    """Return the exit code of the command, run by a process of its own."""
    command = [sys.executable, "-c", DOCK, *options]
    return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE_S).returncode


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_a_killed_campaign_goes_on_and_gives_the_same_bytes(tmp_path):
    runs, out = 6 * RUNS, tmp_path / "killed"
    parts = tmp_path / "killed.campaign"
    options = ("dock", FLIGHT, "--runs", str(runs), "--workers", "1", "--out", str(out))
    process = subprocess.Popen(
        [sys.executable, "-c", DOCK, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not list(parts.glob("parts/*.parquet")) and time.monotonic() < deadline:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        shown, said = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == INTERRUPTED
    assert shown == ""
    assert said.count("\n") == 1
    assert "killed.campaign" in said
    kept = len(list(parts.glob("parts/*.parquet")))
    assert 0 < kept < runs
    assert not out.exists()
    # by processes of their own, too: code that this one compiled may differ in a last bit from the cached
    finished = _in_a_process(*options)
    assert finished in {GOOD, BROKEN}
    assert not parts.exists()
    whole = str(tmp_path / "whole")
    again = _in_a_process("dock", FLIGHT, "--runs", str(runs), "--workers", "2", "--out", whole)
    assert again == finished
    assert digests(out) == digests(tmp_path / "whole")


def test_people_read_how_likely_how_sure_and_what_fails(portcall, tmp_path):
    outcome = portcall("dock", FLIGHT, "--runs", 100, "--widen", 3, "--out", tmp_path / "run")
    text = outcome.out
    assert "nominal run: captured" in text
    found = re.search(r"100 runs \(seed 1, estimated ranges times 3\): (\d+) captured", text)
    assert found
    assert "95 % confidence" in text
    assert "keep-out violations: " in text
    if int(found[1]) < 100:
        assert "--replay NUMBER" in text
    assert f"run folder: {tmp_path / 'run'}" in text


def test_an_engine_that_will_not_stop_is_isolated(portcall, tmp_path):
    fault = "thruster-stuck-on:7@50m"
    outcome = portcall("dock", FLIGHT, "--fault", fault, "--json", "--out", tmp_path / "run")
    found = json.loads(outcome.out)
    assert found["faults"] == [fault]
    assert found["nominal"]["isolated"]
    assert 0.0 <= found["nominal"]["isolated_after_s"] <= 5.0
    assert found["keep_out_violations"] == 0


def test_another_port_and_attitude_are_flown(portcall, tmp_path):
    arguments = (
        "--port",
        "zvezda-aft",
        "--attitude",
        "minus-xvv",
        "--docked",
        "rassvet-nadir=soyuz-ms",
    )
    outcome = portcall("dock", FLIGHT, *arguments, "--json", "--out", tmp_path / "run")
    found = json.loads(outcome.out)
    assert (found["port"], found["station_attitude"]) == ("zvezda-aft", "minus-xvv")
    assert found["nominal"]["outcome"] == "captured"


FLIGHTS = {
    "soyuz-ms-21": ("prichal-nadir", "SSVP"),
    DRAGON: ("harmony-forward", "IDSS"),
    "cygnus-ng-23": ("unity-nadir", "CBM"),
}


@pytest.mark.parametrize("flight", FLIGHTS)
def test_flights_of_every_mechanism_arrive(portcall, tmp_path, flight):
    outcome = portcall("dock", flight, "--json", "--out", tmp_path / "run")
    found = json.loads(outcome.out)
    assert (found["port"], found["mechanism"]) == FLIGHTS[flight]
    assert found["nominal"]["outcome"] == "captured"
    if found["start"] != "arrival of the flown visit":
        assert "not a prediction" in found["notes"][0]


REFUSED = {
    "flight": (("progress-ms-3l",), ("did you mean 'progress-ms-3",)),
    "port": ((FLIGHT, "--port", "poisk-zenit"), ("'poisk-zenith'",)),
    "port of another mechanism": (
        (FLIGHT, "--port", "harmony-forward"),
        ("SSVP", "IDSS", "rassvet-nadir"),
    ),
    "taken port": ((FLIGHT, "--docked", "poisk-zenith=soyuz-ms"), ("poisk-zenith is taken",)),
    "blocked axis": (
        ("soyuz-ms-28", "--port", "rassvet-nadir", "--docked", "unity-nadir=cygnus-xl"),
        ("axis is blocked", "unity-nadir"),
    ),
    "docked without ship": ((FLIGHT, "--docked", "rassvet-nadir"), ("--docked", "=soyuz-ms")),
    "docked where": ((FLIGHT, "--docked", "rassvet=soyuz-ms"), ("'rassvet-nadir'",)),
    "docked what": ((FLIGHT, "--docked", "rassvet-nadir=soyus-ms"), ("'soyuz-ms'",)),
    "no layout": (("progress-m-um",), ("no thruster layout", "[[thruster]]")),
    "fault": ((FLIGHT, "--fault", "thruster-stuck-onn:7"), ("did you mean 'thruster-stuck-on'",)),
    "no such thruster": ((FLIGHT, "--fault", "thruster-stuck-on:77"), ("1 to 29",)),
    "thruster not said": ((FLIGHT, "--fault", "thruster-stuck-on"), ("which thruster",)),
    "fault without unit": ((FLIGHT, "--fault", "range-lost@50"), ("'50'", "m, km")),
    "empty fault": ((FLIGHT, "--fault", ""), ("--fault", "thruster-stuck-on:7@50m")),
    "no runs": ((FLIGHT, "--runs", "0"), ("--runs", "0 runs", "1 to 10,000,000")),
    "a billion runs": ((FLIGHT, "--runs", "1000000000"), ("1,000,000,000", "1 to 10,000,000")),
    "many runs": ((FLIGHT, "--runs", "many"), ("--runs", "portcall dock --help")),
    "workers": ((FLIGHT, "--workers", "0"), ("--workers", "1 to 1024")),
    "too many workers": ((FLIGHT, "--workers", "5000"), ("--workers", "1 to 1024")),
    "widen": ((FLIGHT, "--widen", "nan"), ("--widen", "1 to 10")),
    "width": ((FLIGHT, "--until-width", "2"), ("--until-width", "above 0, below 1")),
    "width that is none": ((FLIGHT, "--until-width", "nan"), ("--until-width",)),
    "seed": ((FLIGHT, "--seed", "-1"), ("--seed", "-1")),
    "replay": ((FLIGHT, "--replay", "-1"), ("--replay", "-1")),
    "attitude": ((FLIGHT, "--attitude", "plus-xv"), ("'plus-xvv'",)),
    "approach": ((FLIGHT, "--approach", "kurs-progres"), ("'kurs-progress'",)),
    "zone": ((FLIGHT, "--tz", "Europe/Mosow"), ("'Europe/Moscow'",)),
    "cluster for one": ((FLIGHT, "--cluster", "tcp://127.0.0.1:1"), ("--cluster", "--runs")),
    "no address": ((FLIGHT, "--runs", "9", "--cluster", "nonsense://x"), ("--cluster", "tcp://")),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_is_refused_in_one_line(refused, kind):
    arguments, words = REFUSED[kind]
    refused(BAD_INPUT, words, *arguments)


MISSING = {
    "no file": (("no-such.toml",), ("no-such.toml", "check the path")),
    "no approach file": ((FLIGHT, "--approach", "no.toml"), ("no.toml", "check the path")),
    "no elements": (("progress-ms-15",), ("no recorded flight", "--elements")),
    "nobody there": (
        (FLIGHT, "--runs", "9", "--cluster", "tcp://127.0.0.1:1"),
        ("tcp://127.0.0.1:1 does not answer", "leave --cluster out"),
    ),
}


@pytest.mark.parametrize("kind", MISSING)
def test_what_is_missing_is_named_in_one_line(refused, kind):
    arguments, words = MISSING[kind]
    refused(MISSING_DATA, words, *arguments)


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_flown(refused, tmp_path):
    file = tmp_path / "taken"
    file.write_text("mine")
    refused(BAD_INPUT, ("taken",), FLIGHT, "--out", file / "run")
    assert file.read_text() == "mine"


def test_a_start_inside_the_sphere_is_refused(refused, tmp_path):
    text = (load_catalogue().root / "approaches" / "dragon-forward.toml").read_text()
    begin = text.index("range_m = {", text.index("[start]"))
    near = text[:begin] + 'range_m = { value = 150, status = "published", source = "mine" }'
    near += text[text.index("\n", begin) :]
    own = tmp_path / "near.toml"
    own.write_text(near.replace('id = "dragon-forward"', 'id = "near"'))
    line = refused(BAD_INPUT, ("150 m", "keep-out sphere"), DRAGON, "--approach", own)
    assert "more than 200 m" in line


def test_a_flight_of_ones_own_is_flown(portcall, flight_file, tmp_path):
    own = flight_file((f'id = "{FLIGHT}"', 'id = "mine"'))
    outcome = portcall("dock", own, "--json", "--out", tmp_path / "run")
    found = json.loads(outcome.out)
    assert found["flight"] == "mine"
    assert found["nominal"]["outcome"] == "captured"


def test_a_ship_that_does_not_fit_in_a_flight_of_ones_own_is_refused(refused, flight_file):
    own = flight_file(('vehicle = "progress-ms"', 'vehicle = "cygnus"'))
    refused(BAD_INPUT, ("CBM", "SSVP", "harmony-nadir"), own)
