"""What the catalogue refuses, it refuses in one clear line with file, key and remedy."""

import os

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.calibration import Calibration
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue, flights_in, load_catalogue
from portcall.catalogue.profile import Profile
from portcall.catalogue.read import parse_record
from portcall.catalogue.schema import json_schema
from portcall.core.errors import DataError, InputError

CATALOGUE = load_catalogue()
FLIGHT = (CATALOGUE.root / "flights" / "progress-ms-31.toml").read_text()
PROFILE = (CATALOGUE.root / "profiles" / "34-orbit.toml").read_text()


def refused(text, model=Flight):
    with pytest.raises(InputError) as caught:
        parse_record(text.encode(), model, where="mine.toml")
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith("mine.toml")
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            'port = "poisk',
            'prot = "poisk',
            "mine.toml: prot: unknown key 'prot'; did you mean 'port'?",
        ),
        (
            "[planned]\n",
            "[planned]\ndoking_utc = 1\n",
            "planned.doking_utc: unknown key 'doking_utc'; did you mean 'docking_utc'?",
        ),
        ("raan_deg", "rann_deg", "did you mean 'raan_deg'?"),
        ('vehicle = "progress-ms"\n', "", "the key 'vehicle' is missing; add it"),
        ("raan_deg = 232.8024", "raan_deg = nan", "known_before.elements[0].raan_deg: nan is not"),
        ("raan_deg = 232.8024", "raan_deg = 400.0", "known_before.elements[0].raan_deg"),
        ("21:27Z", "21:27", "has no time zone"),
        ("21:27Z", "25:27Z", "not a possible time"),
        (".053760Z", ".053760", "known_before.elements[0].epoch_utc"),
        (".053760Z", ".053760+05:00", "epoch_utc must be in UTC"),
        ("launch_date = 2025-07-03", "launch_date = 2025-02-30", "not TOML"),
        ("launch_date = 2025-07-03", 'launch_date = "soon"', "launch_date"),
        ('id = "progress-ms-31"', 'id = "Progress MS-31"', "mine.toml: id"),
        ("[sources]\n", '[sources]\nnope = {status="derived", source="abc"}\n', "names 'nope'"),
        ("value = 2625", 'value = "much"', "cargo.total_kg.value"),
        ("value = 2625", f"value = {'9' * 400}", "cargo.total_kg.value"),
        ("value = 2625", f"value = {'9' * 5000}", "not TOML"),
        ('status = "published"', 'status = "rumor"', "status"),
    ],
)
def test_flight_line(before, after, expected):
    assert before in FLIGHT
    assert expected in refused(FLIGHT.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("orbit = 3\n", "orbit = 3\nmet_s = 5.0\n", "exactly one of orbit, met_s"),
        ("phase_max_deg = { value = 450", "phase_max_deg = { value = 90", "phase range is 0.0 deg"),
        ('kind = "trim"', 'kind = "triml"', "burn[2].kind"),
    ],
)
def test_profile_line(before, after, expected):
    assert before in PROFILE
    assert expected in refused(PROFILE.replace(before, after, 1), Profile)


def test_an_estimate_needs_its_range():
    estimate = '[cargo]\ntotal_kg = { value = 1.0, status = "estimated", source = "guess" }'
    text = FLIGHT[: FLIGHT.index("[cargo]")] + estimate
    assert "needs `low` and `high`" in refused(text)
    time = '[flown]\nlaunch_utc = { value = "2025-07-03", status = "estimated", source = "guess" }'
    assert "plus_minus_s" in refused(FLIGHT[: FLIGHT.index("[cargo]")] + time)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfe", "not UTF-8 text"),
        (b"a = ", "not TOML"),
        (b"a = " + b"[" * 20_000, "nested too deeply"),
        (b"", "the key 'id' is missing"),
    ],
)
def test_bytes_that_are_no_record(content, expected):
    with pytest.raises(InputError, match=expected):
        parse_record(content, Flight, where="mine.toml")


def test_unknown_names_offer_the_nearest():
    with pytest.raises(InputError, match="did you mean 'progress-ms-31'"):
        CATALOGUE.flight("progres-ms-31")
    with pytest.raises(InputError, match="did you mean 'poisk-zenith'"):
        CATALOGUE.port("iss", "poisk-zenit")
    with pytest.raises(InputError, match="did you mean '34-orbit'"):
        CATALOGUE.profile("34-orbits")
    with pytest.raises(InputError, match="did you mean 'soyuz-ms'"):
        CATALOGUE.any_record("soyuz-mx")
    with pytest.raises(InputError, match="did you mean 'flight'"):
        json_schema("fligth")


def test_a_name_cannot_leave_the_catalogue(tmp_path):
    (tmp_path / "flights").mkdir()
    (tmp_path / "secret.toml").write_text(FLIGHT)
    with pytest.raises((InputError, DataError)):
        Catalogue(tmp_path).flight(f"..{os.sep}secret")


def test_missing_files_and_folders_are_missing_data(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        CATALOGUE.flight(tmp_path / "nothing.toml")
    with pytest.raises(DataError, match="no such catalogue folder"):
        load_catalogue(tmp_path / "nowhere")
    with pytest.raises(DataError, match="no such folder"):
        flights_in(tmp_path / "nowhere")


def test_a_file_that_is_too_large_is_no_record(tmp_path):
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * 5_000_000)
    with pytest.raises(InputError, match="limit: 4000000 bytes"):
        CATALOGUE.flight(path)


def test_an_id_that_differs_from_the_file_is_refused(tmp_path):
    (tmp_path / "flights").mkdir()
    (tmp_path / "flights" / "other.toml").write_text(FLIGHT)
    with pytest.raises(InputError, match="id 'progress-ms-31' differs"):
        Catalogue(tmp_path).flight("other")


def test_a_users_own_file_and_folder_work_like_the_catalogue(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(FLIGHT.replace('id = "progress-ms-31"', 'id = "mine"'))
    (tmp_path / "steep.toml").write_text(PROFILE.replace('id = "34-orbit"', 'id = "steep"'))
    assert CATALOGUE.flight(path).id == "mine"
    assert CATALOGUE.flight(str(path)).port == "poisk-zenith"
    assert CATALOGUE.profile(tmp_path / "steep.toml").id == "steep"
    (tmp_path / "steep.toml").unlink()
    assert [flight.id for flight in flights_in(tmp_path)] == ["mine"]


def test_the_root_can_be_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTCALL_CATALOGUE", str(tmp_path))
    assert load_catalogue().root == tmp_path


def test_no_calibrated_constant_is_keyed_by_flight():
    constants = CATALOGUE.calibration().constant
    keys = [(constant.name, constant.vehicle) for constant in constants]
    assert len(set(keys)) == len(keys)
    for constant in constants:
        assert constant.vehicle in CATALOGUE.names("vehicles")
        assert CATALOGUE.flight(constant.calibrated_on).vehicle == constant.vehicle
    assert Calibration().find("plane_constant", "progress-ms") is None


def test_the_brief_is_the_same_whatever_was_planned_or_flown():
    flight = CATALOGUE.flight("progress-ms-31")
    bare = Flight.model_validate(
        flight.model_dump(exclude={"planned", "flown", "conflict", "sources"})
    )
    assert brief(bare) == brief(flight)
    text = brief(flight).model_dump_json()
    for happening in (flight.planned, flight.flown):
        for name in type(happening).model_fields:
            stated = getattr(happening, name)
            if name.endswith("_utc") and stated is not None:
                assert stated.value not in text
