"""`portcall dispose` as a user meets it: what it prints and leaves, and each thing that it refuses."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue

FLIGHT, CREW = "progress-ms-31", "soyuz-ms-27"
WITHOUT_ELEMENTS = "progress-ms-33"
BROKEN, BAD_INPUT, MISSING_DATA, INTERRUPTED = 1, 2, 3, 130
SAMPLES = 30
NOTICE = """NAVAREA XIV 12/26. HAZARDOUS OPERATIONS, SPACE DEBRIS
161600Z TO 161900Z MAR IN AREA BOUND BY
31-00.00S 175-00.00E, 31-00.00S 172-00.00W, 48-00.00S 160-00.00W, 48-00.00S 175-00.00W.
"""
CROSSED = NOTICE.replace("31-00.00S 172", "48-00.00S 172").replace("48-00.00S 160", "31-00.00S 160")
OPEN = '{"type":"Polygon","coordinates":[[[-170,-40],[-160,-40],[-160,-30],[-170,-30]]]}'
TOO_FAR_NORTH = '{"type":"Polygon","coordinates":[[[0,95],[10,40],[10,30],[0,95]]]}'
SOME_WORK_S = 1.0


@pytest.fixture(scope="module")
def ocean(portcall, tmp_path_factory):
    """The seed ship's way home with samples, held against a notice: outcome, folder, document."""
    root = tmp_path_factory.mktemp("ocean")
    notice = root / "notice.txt"
    notice.write_text(NOTICE)
    outcome = portcall(
        *("dispose", FLIGHT, "--samples", SAMPLES, "--against", notice, "--json"),
        *("--out", root / "run"),
    )
    return outcome, root / "run", json.loads(outcome.out)


@pytest.fixture(scope="module")
def steppe(portcall, tmp_path_factory):
    """A crew's way home."""
    folder = tmp_path_factory.mktemp("steppe") / "run"
    outcome = portcall("dispose", CREW, "--json", "--out", folder)
    return outcome, folder, json.loads(outcome.out)


@pytest.fixture
def refused(portcall, tmp_path):
    """Run `dispose` so that it must end with a code and words, and must leave nothing behind."""

    def check(code, words, *arguments):
        places = () if "--out" in arguments else ("--out", tmp_path / "run")
        few = () if "--samples" in arguments else ("--samples", "0")
        before = sorted(tmp_path.rglob("*"))
        outcome = portcall("dispose", *arguments, *few, *places)
        assert outcome.code == code, outcome.err
        assert outcome.out == ""
        for word in words:
            assert word in outcome.line
        assert sorted(tmp_path.rglob("*")) == before
        return outcome.line

    return check


def utc(text):
    moment = datetime.fromisoformat(text)
    assert moment.utcoffset() == timedelta(0)
    return moment


def mass_kg(entry):
    return sum(entry["tanks"].values())


def test_every_time_of_a_way_home_is_there_and_in_order(ocean):
    _, _, found = ocean
    times = [utc(found[key]) for key in ("undocking_utc", "ignition_utc", "entry_interface_utc")]
    times += [utc(found["impact_utc"]["first"]), utc(found["impact_utc"]["last"])]
    assert times == sorted(times)
    assert times[1] - times[0] > timedelta(hours=1)
    assert timedelta(minutes=20) < times[3] - times[1] < timedelta(hours=1)
    events = [event["event"] for event in found["events"]]
    assert events[0] == "undocking"
    assert {"deorbit_ignition", "entry_interface", "first_impact", "last_impact"} <= set(events)


def test_the_burn_is_that_of_its_engine(ocean):
    _, _, found = ocean
    engine = load_catalogue().vehicle(found["vehicle"]).main_engine
    impulse_n_s = found["duration_s"] * engine.thrust_n.value
    speed_m_s = impulse_n_s / found["propellant_kg"]
    assert speed_m_s == pytest.approx(engine.isp_s.value * 9.80665, rel=1e-6)
    # the rocket equation in between: heavier than thrust over rate at the end, lighter at the start
    start_kg = mass_kg(next(one for one in found["mass"] if one["event"] == "separation_burn"))
    assert impulse_n_s / start_kg < found["delta_v_m_s"]
    assert found["delta_v_m_s"] < impulse_n_s / (start_kg - found["propellant_kg"])


def test_the_footprint_is_there_with_percentiles_and_a_hull(ocean):
    _, _, found = ocean
    footprint = found["footprint"]
    assert footprint["samples"] == found["samples"] == SAMPLES
    assert footprint["length_km"] > footprint["width_km"] > 0.0
    along = footprint["dangerous"]["along_track_km"]
    values = [one["value_km"] for one in along]
    assert values == sorted(values)
    assert all(one["low_km"] <= one["value_km"] <= one["high_km"] for one in along)
    assert {50.0} <= {one["at_percent"] for one in along}
    hull = footprint["hull"]
    assert hull["type"] in {"Polygon", "MultiPolygon"}
    rings = hull["coordinates"]
    rings = rings if hull["type"] == "Polygon" else [ring for part in rings for ring in part]
    for ring in rings:
        assert ring[0] == ring[-1]
        assert all(-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0 for lon, lat in ring)


def test_what_reaches_the_sea_is_listed_one_kind_a_row(ocean):
    _, _, found = ocean
    survivors = found["survivors"]
    assert survivors
    assert len({one["object"] for one in survivors}) == len(survivors)
    times = [utc(one["utc"]) for one in survivors]
    assert times == sorted(times)
    assert times[0] == utc(found["impact_utc"]["first"])
    assert times[-1] == utc(found["impact_utc"]["last"])
    for one in survivors:
        assert one["energy_j"] == pytest.approx(0.5 * one["mass_kg"] * one["speed_m_s"] ** 2)
        assert 0.0 <= one["survives_fraction"] <= 1.0
    assert -90.0 <= found["impact"]["lat_deg"] <= 90.0
    assert -180.0 <= found["impact"]["lon_deg"] <= 180.0


@pytest.mark.parametrize("key", ["casualty_expectation", "casualty_expectation_if_burn_fails"])
def test_both_expectations_stand_below_their_bounds(ocean, key):
    _, _, found = ocean
    estimate = found[key]
    assert 0.0 <= estimate["value"] <= estimate["bound"] <= 1.0
    assert estimate["confidence"] == 0.95


def test_a_failed_burn_endangers_more_than_a_planned_one(ocean):
    _, _, found = ocean
    failed = found["casualty_expectation_if_burn_fails"]
    assert failed["value"] > found["casualty_expectation"]["value"]
    assert "chance of a failed burn" in failed["note"]


def test_the_nearest_land_is_that_of_the_rule(ocean):
    _, _, found = ocean
    limits = found["risk"]["land_rule"]["limits"]
    near = [one["nearest_km"] for one in limits if one["nearest_km"] is not None]
    assert found["nearest_land_km"] == pytest.approx(min(near))


def test_masses_verdicts_and_timing_are_there(ocean):
    outcome, _, found = ocean
    assert [one["event"] for one in found["mass"]] == [
        "arrived",
        "unloaded_and_filled",
        "separation_burn",
        "deorbit_cutoff",
        "entry_interface",
    ]
    for one in found["mass"][2:]:
        assert mass_kg(one) == pytest.approx(one["integrated_kg"], abs=1e-3)
    broken = [one["rule"] for one in found["verdicts"] if one["verdict"] == "fail"]
    assert outcome.code == (BROKEN if broken else 0)
    assert all(rule in outcome.err for rule in broken)
    assert len(found["verdicts"]) >= 8
    assert found["timing"]["computed_s"] > 0.0


def test_a_declared_area_is_held_against_the_fall(ocean):
    _, _, found = ocean
    held = found["against"]
    assert 0.0 < held["inside_share"] <= 1.0
    assert held["declared"]["length_km"] > held["declared"]["width_km"] > 0.0
    assert 0.0 <= held["computed_inside_share"] <= 1.0


def test_the_declared_area_is_an_input_in_the_manifest(ocean):
    _, folder, _ = ocean
    manifest = json.loads((folder / "manifest.json").read_text())
    assert "notice.txt" in manifest["inputs"]


def test_the_same_seed_gives_the_same_folder_and_another_does_not(ocean, portcall, tmp_path):
    _, folder, found = ocean
    notice = folder.parent / "notice.txt"

    def again(seed):
        out = tmp_path / f"seed-{seed}"
        portcall(
            *("dispose", FLIGHT, "--samples", SAMPLES, "--seed", seed, "--out", out),
            *("--against", notice),
        )
        return {path.name: path.read_bytes() for path in out.iterdir()}

    assert again(1) == {path.name: path.read_bytes() for path in folder.iterdir()}
    other = json.loads(again(2)["disposal.json"])
    assert other["footprint"] != found["footprint"]
    assert other["ignition_utc"] == found["ignition_utc"]


def test_a_crew_lands_and_nothing_falls(steppe):
    outcome, folder, found = steppe
    assert outcome.code == 0, outcome.err
    assert found["kind"] == "landing"
    assert found["landing"]["outcome"] == "landed"
    assert found["ballistic_landing"]["mode"] == "ballistic"
    assert found["ballistic_landing"]["peak_load_g"] > found["landing"]["peak_load_g"]
    assert found["survivors"] == []
    for key in ("footprint", "risk", "area", "against", "casualty_expectation"):
        assert found[key] is None
    assert not (folder / "warning.txt").exists()


def test_people_read_the_same_as_programs(ocean, portcall, tmp_path):
    _, _, found = ocean
    asked = ("--samples", SAMPLES, "--tz", "Europe/Moscow", "--out", tmp_path / "run")
    text = portcall("dispose", FLIGHT, *asked).out
    for key in ("undocking_utc", "ignition_utc", "entry_interface_utc"):
        assert found[key][:19].replace("T", " ") in text
    moscow = utc(found["ignition_utc"]) + timedelta(hours=3)
    assert f"{moscow:%m-%d %H:%M:%S}" in text
    assert f"{SAMPLES} samples (seed 1)" in text
    assert f"{found['footprint']['length_km']:.0f} km" in text
    assert all(one["object"] in text for one in found["survivors"])
    assert all(one["rule"] in text for one in found["verdicts"])


def test_no_samples_give_the_plan_and_no_risk(portcall, tmp_path):
    asked = ("--samples", "0", "--json", "--out", tmp_path / "run")
    found = json.loads(portcall("dispose", FLIGHT, *asked).out)
    assert found["survivors"]
    assert all(one["survives_fraction"] is None for one in found["survivors"])
    assert found["footprint"] is None
    assert found["casualty_expectation"] is None
    assert found["nearest_land_km"] > 370.0  # of the planned pieces, by the coarse map
    assert not (tmp_path / "run" / "warning.txt").exists()


def test_a_box_across_the_antimeridian_is_hit(portcall, tmp_path):
    asked = ("--aim-box=-50,170,-30,-170", "--samples", "0", "--json", "--out", tmp_path / "run")
    found = json.loads(portcall("dispose", FLIGHT, *asked).out)
    assert -50.0 < found["aim"]["lat_deg"] < -30.0
    assert abs(found["aim"]["lon_deg"]) > 170.0
    assert abs(found["impact"]["lon_deg"]) > 168.0


def test_a_place_of_ones_own_is_aimed_at_and_a_late_ignition_overshoots_it(portcall, tmp_path):
    asked = ("dispose", FLIGHT, "--aim=-47,-140", "--samples", "0", "--json")
    found = json.loads(portcall(*asked, "--out", tmp_path / "run").out)
    assert found["aim"]["source"] == "given"
    assert (found["aim"]["lat_deg"], found["aim"]["lon_deg"]) == pytest.approx((-47.0, -140.0))
    assert abs(found["aim"]["along_miss_km"]) < 5.0
    lit = utc(found["ignition_utc"]) + timedelta(seconds=60)
    outcome = portcall(*asked, "--ignition", lit.isoformat(), "--out", tmp_path / "late")
    late = json.loads(outcome.out)
    assert utc(late["ignition_utc"]) == lit
    # 7.2 km/s over the ground; the place of the burn on the orbit changes a few per cent of it
    assert late["aim"]["along_miss_km"] == pytest.approx(60.0 * 7.2, rel=0.1)
    assert outcome.code == BROKEN
    assert "abreast of the aim" in outcome.err


def test_an_ignition_on_another_day_takes_that_day(portcall, tmp_path):
    asked = ("--ignition", "2026-03-20T16:00:00Z", "--samples", "0", "--json")
    found = json.loads(portcall("dispose", FLIGHT, *asked, "--out", tmp_path / "run").out)
    assert found["ignition_utc"] == "2026-03-20T16:00:00.000Z"


def test_another_day_has_other_passes(ocean, portcall, tmp_path):
    asked = ("--date", "2026-03-17", "--samples", "0", "--json", "--out", tmp_path / "run")
    found = json.loads(portcall("dispose", FLIGHT, *asked).out)
    assert found["ignition_utc"].startswith("2026-03-17")
    assert ocean[2]["ignition_utc"].startswith("2026-03-16")


def test_an_ones_own_country_may_be_neared(portcall, ocean, tmp_path):
    asked = ("--samples", SAMPLES, "--own-country", "New Zealand", "--json")
    found = json.loads(portcall("dispose", FLIGHT, *asked, "--out", tmp_path / "run").out)
    rules = {one["land"]: one for one in found["risk"]["land_rule"]["limits"]}
    assert rules["own"]["required_km"] == 50.0
    foreign = {one["land"]: one for one in ocean[2]["risk"]["land_rule"]["limits"]}["foreign"]
    assert rules["foreign"]["nearest_km"] >= foreign["nearest_km"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--delta-v", "60"), ("60.0 m/s", "perigee", "does not enter")),
        (("--revolution", "3"), ("revolution 3", "those that do")),
        (("--aim-box=60,-100,70,-90",), ("no pass",)),
    ],
    ids=["perigee that never enters", "revolution", "box out of reach"],
)
def test_no_plan_is_said_and_leaves_nothing(portcall, tmp_path, asked, words):
    places = ("--samples", "0", "--out", tmp_path / "run")
    outcome = portcall("dispose", FLIGHT, *asked, *places)
    assert outcome.code == BROKEN
    assert outcome.out == ""
    assert outcome.line.startswith("portcall: no plan: ")
    assert all(word in outcome.line for word in words)
    told = portcall("dispose", FLIGHT, *asked, *places, "--json")
    assert told.code == BROKEN
    document = json.loads(told.out)
    assert document["flight"] == FLIGHT
    assert document["plan"] is None
    assert all(word in document["reason"] for word in words)
    assert list(tmp_path.iterdir()) == []


OPTIONS = {
    "flight": (("progres-ms-31",), ("'progres-ms-31'", "'progress-ms-31'")),
    "latitude past 90": ((FLIGHT, "--aim", "95,0"), ("--aim", "95 deg", "-90 to 90 deg")),
    "longitude past 180": ((FLIGHT, "--aim", "45,181"), ("181 deg", "-180 to 180 deg")),
    "no figure": ((FLIGHT, "--aim", "nan,1"), ("'nan,1'", "-45,-140")),
    "three figures": ((FLIGHT, "--aim", "1,2,3"), ("'1,2,3'", "2 figures")),
    "box upside down": ((FLIGHT, "--aim-box=-30,170,-50,-170"), ("--aim-box", "south")),
    "point and box": ((FLIGHT, "--aim=-40,0", "--aim-box=-50,0,-40,9"), ("--aim, --aim-box",)),
    "no samples of a kind": ((FLIGHT, "--samples", "-1"), ("--samples", "0 to 100000")),
    "too many samples": ((FLIGHT, "--samples", "1000000"), ("--samples", "0 to 100000")),
    "seed": ((FLIGHT, "--seed", "-4"), ("--seed",)),
    "burn against the flight": ((FLIGHT, "--delta-v", "-6"), ("--delta-v", "above 0")),
    "burn beyond reason": ((FLIGHT, "--delta-v", "1e308"), ("--delta-v", "10000 m/s")),
    "no length": ((FLIGHT, "--duration", "nan"), ("--duration", "above 0")),
    "size and length": (
        (FLIGHT, "--duration", "200", "--delta-v", "100"),
        ("--delta-v, --duration",),
    ),
    "no date": ((FLIGHT, "--date", "2026-13-01"), ("--date", "'2026-13-01'")),
    "date before the launch": ((FLIGHT, "--date", "2025-01-01"), ("2025-01-01", "2025-07-03")),
    "date past reason": ((FLIGHT, "--date", "9999-12-31"), ("--date", "2099-12-31")),
    "ignition past reason": ((FLIGHT, "--ignition", "9999-12-31T00:00Z"), ("--ignition",)),
    "ignition without a zone": ((FLIGHT, "--ignition", "2026-03-16T16:37"), ("no time zone",)),
    "ignition on another day": (
        (FLIGHT, "--date", "2026-03-17", "--ignition", "2026-03-16T16:37Z"),
        ("2026-03-16", "2026-03-17"),
    ),
    "revolution and ignition": (
        (FLIGHT, "--revolution", "11", "--ignition", "2026-03-16T16:37Z"),
        ("--revolution, --ignition",),
    ),
    "country": ((FLIGHT, "--own-country", "Kazakstan"), ("'Kazakstan'", "kazakhstan")),
    "formula": ((FLIGHT, "--heating", "sutton"), ("'sutton'", "'sutton-graves'")),
    "attitude": ((FLIGHT, "--attitude", "inertia"), ("'inertia'", "'inertial'")),
    "zone": ((FLIGHT, "--tz", "Europe/Mosow"), ("--tz", "'Europe/Moscow'")),
    "object list": ((FLIGHT, "--objects", "progres-ms"), ("'progres-ms'", "'progress-ms'")),
    "area without samples": ((FLIGHT, "--against", NOTICE), ("--against, --samples",)),
    "area for a crew": ((CREW, "--samples", "9", "--against", NOTICE), ("lands whole",)),
    "pieces of a crew's ship": ((CREW, "--objects", "progress-ms"), ("lands whole",)),
    "option": ((FLIGHT, "--sample", "4"), ("--sample", "portcall dispose --help")),
}


@pytest.mark.parametrize("kind", OPTIONS)
def test_an_option_that_cannot_be_is_refused(refused, kind):
    arguments, words = OPTIONS[kind]
    refused(BAD_INPUT, words, *arguments)


def test_an_aim_on_land_is_refused(refused):
    refused(BAD_INPUT, ("-23.00, 134.00", "on land", "at sea"), FLIGHT, "--aim=-23,134")


def test_a_burn_longer_than_the_propellant_is_refused(refused):
    for asked in (("--duration", "2000"), ("--delta-v", "600")):
        refused(BAD_INPUT, ("kg of propellant", "kg aboard"), FLIGHT, *asked)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("crossed.txt", CROSSED, ("crosses itself", "line 3")),
        ("open.geojson", OPEN, ("open", "repeat the first vertex")),
        ("far.geojson", TOO_FAR_NORTH, ("95", "90 degrees")),
        ("empty.txt", "", ("empty.txt",)),
        ("prose.txt", "NO COORDINATES HERE", ("prose.txt",)),
        ("junk.geojson", '{"type":', ("junk.geojson",)),
    ],
)
def test_a_polygon_that_is_none_is_refused(refused, tmp_path, name, text, words):
    path = tmp_path / name
    path.write_text(text)
    refused(BAD_INPUT, words, FLIGHT, "--samples", "9", "--against", path)


def test_a_missing_area_file_is_refused(refused):
    refused(BAD_INPUT, ("none.txt",), FLIGHT, "--samples", "9", "--against", "none.txt")


def test_an_object_of_no_known_material_is_refused_and_the_nearest_offered(refused, tmp_path):
    text = (load_catalogue().root / "debris" / "progress-ms.toml").read_text()
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('material = "stainless-304"', 'material = "stainles-304"', 1))
    words = ("docking-probe", "'stainles-304'", "'stainless-304'")
    refused(BAD_INPUT, words, FLIGHT, "--objects", path)


def test_an_object_list_that_is_not_there_is_missing_data(refused):
    refused(MISSING_DATA, ("none.toml", "check the path"), FLIGHT, "--objects", "none.toml")


def test_an_object_list_of_ones_own_is_used_and_named_in_the_manifest(portcall, tmp_path):
    text = (load_catalogue().root / "debris" / "progress-ms.toml").read_text()
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('id = "docking-probe"', 'id = "my-probe"'))
    asked = ("--objects", path, "--samples", "0", "--json", "--out", tmp_path / "run")
    found = json.loads(portcall("dispose", FLIGHT, *asked).out)
    assert "my-probe" in {one["object"] for one in found["survivors"]}
    assert "mine.toml" in json.loads((tmp_path / "run" / "manifest.json").read_text())["inputs"]


def test_a_flight_without_elements_is_missing_data(refused):
    words = ("no station elements", "--elements")
    refused(MISSING_DATA, words, WITHOUT_ELEMENTS, "--date", "2026-10-01")


def test_a_flight_without_a_day_is_missing_data(refused):
    refused(MISSING_DATA, ("no day", "--date"), WITHOUT_ELEMENTS)


def test_a_folder_that_cannot_be_written_is_refused_before_the_flight(refused, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    refused(BAD_INPUT, ("is a file",), FLIGHT, "--out", file)
    refused(BAD_INPUT, ("not a run folder",), FLIGHT, "--out", tmp_path)


# a command line whose work begins, says so, and goes on until it is stopped
_SCRIPT = """
import sys
from portcall.visit import home
from portcall.cli.main import run
make = home.come_home
def told(*arguments, **options):
    print("begun", file=sys.stderr, flush=True)
    while True:
        make(*arguments, **options)
home.come_home = told
run()
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_an_interrupted_way_home_leaves_no_folder(tmp_path):
    out = tmp_path / "deep" / "run"
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, "dispose", FLIGHT, "--samples", "0", "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr.readline() == "begun\n"
        time.sleep(SOME_WORK_S)
        process.send_signal(signal.SIGINT)
        shown, said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == INTERRUPTED
    assert shown == ""
    assert said == "portcall: interrupted; nothing was left half-written\n"
    assert list(tmp_path.iterdir()) == []


WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)
TEXTS = ("--aim", "--aim-box", "--date", "--ignition", "--own-country", "--against", "--objects")


@settings(max_examples=60)
@given(option=st.sampled_from(TEXTS), word=WORDS)
def test_prop_any_text_as_an_option(portcall, tmp_path_factory, option, word):
    # without elements this flight is refused in the end, whatever the option says
    out = tmp_path_factory.getbasetemp() / "never"
    outcome = portcall("dispose", WITHOUT_ELEMENTS, f"{option}={word}", "--out", out)
    assert outcome.code in {BAD_INPUT, MISSING_DATA}
    assert outcome.line
    assert not out.exists()


_NUMBER = itertools.count()


@given(content=st.binary(max_size=300))
def test_prop_any_bytes_as_an_area(portcall, tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / f"area-{next(_NUMBER)}.txt"
    path.write_bytes(content)
    outcome = portcall("dispose", WITHOUT_ELEMENTS, "--against", path, "--out", path.parent / "no")
    assert outcome.code in {BAD_INPUT, MISSING_DATA}
    assert outcome.line
