"""Whatever is wrong: one line with the value, the limit and what to do, and a documented code."""

import json
import shutil

import pytest

from portcall.catalogue.load import load_catalogue

BROKEN, BAD_INPUT, MISSING_DATA = 1, 2, 3
FLIGHT = "progress-ms-31"
WINDOWS = ("windows", "--vehicle", "progress-ms", "--site", "baikonur-31-6")
DATES = ("--from", "2025-07-03", "--to", "2025-07-04")


@pytest.fixture
def refused(portcall, tmp_path):
    """Run a command that must be refused with a code and words, and must leave nothing behind."""
    out = tmp_path / "run"

    def check(code, words, *arguments):
        places = ("--out", out) if arguments[0] == "fly" and "--out" not in arguments else ()
        before = sorted(tmp_path.rglob("*"))
        outcome = portcall(*arguments, *places)
        assert outcome.code == code, outcome.err
        assert outcome.out == ""
        for word in words:
            assert word in outcome.line
        assert sorted(tmp_path.rglob("*")) == before
        return outcome.line

    return check


NAMES = {
    "flight": (("fly", "progres-ms-31"), ("'progres-ms-31'", "'progress-ms-31'")),
    "port": (("fly", FLIGHT, "--port", "poisk-zenit"), ("'poisk-zenit'", "'poisk-zenith'")),
    "profile": (("fly", FLIGHT, "--profile", "34-orbits"), ("'34-orbits'", "'34-orbit'")),
    "zone": (("fly", FLIGHT, "--tz", "Europe/Mosow"), ("--tz", "'Europe/Moscow'")),
    "vehicle": (
        ("windows", "--vehicle", "progress-mz", "--site", "baikonur-31-6", *DATES),
        ("'progress-mz'", "'progress-ms'"),
    ),
    "site": (
        ("windows", "--vehicle", "progress-ms", "--site", "baikonor-31-6", *DATES),
        ("'baikonor-31-6'", "'baikonur-31-6'"),
    ),
    "station": ((*WINDOWS, *DATES, "--station", "isss"), ("'isss'", "'iss'")),
    "windows' profile": (
        (*WINDOWS, *DATES, "--profile", "34-orbit,3-orbit"),
        ("'3-orbit'", "did you mean"),
    ),
    "record": (("catalogue", "show", "soyuz-ms-277"), ("'soyuz-ms-277'", "'soyuz-ms-27'")),
    "cited flight": (("cite", "soyuz-ms-277"), ("'soyuz-ms-277'", "'soyuz-ms-27'")),
    "schema": (("schema", "flite"), ("'flite'", "'flight'")),
}


@pytest.mark.parametrize("kind", NAMES)
def test_an_unknown_name_offers_the_nearest(refused, kind):
    arguments, words = NAMES[kind]
    refused(BAD_INPUT, words, *arguments)


FILE_NAMES = {
    "vehicle": ('vehicle = "progress-ms"', 'vehicle = "progress-mz"', "'progress-ms'"),
    "launcher": ('launcher = "soyuz-2-1a"', 'launcher = "soyuz-2-1c"', "'soyuz-2-1"),
    "site": ('site = "baikonur-31-6"', 'site = "baikonur-31"', "'baikonur-31-6'"),
    "port": ('port = "poisk-zenith"', 'port = "poisk"', "'poisk-zenith'"),
    "profile": ('profile = "34-orbit"', 'profile = "35-orbit"', "'34-orbit'"),
    "station": ('station = "iss"', 'station = "iss2"', "'iss'"),
    "key": ("launch_date = 2025", "launch_day = 2025", "'launch_date'"),
}


@pytest.mark.parametrize("key", FILE_NAMES)
def test_an_unknown_name_in_a_flight_file_offers_the_nearest(refused, flight_file, key):
    old, new, nearest = FILE_NAMES[key]
    refused(BAD_INPUT, (nearest,), "fly", flight_file((old, new)))


FLOWN = '"2025-07-03T19:32:40.257Z"'
TIMES = {
    "naive": (FLOWN, '"2025-07-03T19:32:40"', "no time zone"),
    "impossible day": (FLOWN, '"2025-02-30T19:32:40Z"', "not a possible time"),
    "impossible hour": (FLOWN, '"2025-07-03T25:32:40Z"', "not a possible time"),
    "no time": (FLOWN, '"yesterday"', "is not a time"),
    "impossible date": ("launch_date = 2025-07-03", "launch_date = 2025-13-03", "mine.toml"),
    "naive epoch": (".053760Z", ".053760", "epoch_utc"),
}


@pytest.mark.parametrize("kind", TIMES)
def test_a_time_that_cannot_be_is_refused(refused, flight_file, kind):
    old, new, words = TIMES[kind]
    refused(BAD_INPUT, (words, "mine.toml"), "fly", flight_file((old, new)))


OPTIONS = {
    "negative samples": (("fly", FLIGHT, "--samples", "-1"), ("-1", "0 to 100000")),
    "negative seed": (("fly", FLIGHT, "--seed", "-3", "--samples", "2"), ("--seed", "-3")),
    "samples": (("fly", FLIGHT, "--samples", "many"), ("--samples", "portcall fly --help")),
    "observer": (("fly", FLIGHT, "--observer", "91,0"), ("91 deg", "-90 to 90 deg")),
    "no observer": (("fly", FLIGHT, "--observer", "here"), ("'here'", "LAT,LON")),
    "option": (("fly", FLIGHT, "--sample"), ("--sample", "portcall fly --help")),
    "command": (("flly", FLIGHT), ("'flly'", "portcall --help")),
    "argument": (("fly",), ("Missing argument", "portcall fly --help")),
    "subcommand": (("catalogue", "lst"), ("'lst'", "portcall catalogue --help")),
    "naive span": ((*WINDOWS, "--from", "2025-07-03T00:00", "--to", "2025-07-05"), ("--from",)),
    "impossible span": ((*WINDOWS, "--from", "2025-07-33", "--to", "2025-07-05"), ("--from",)),
    "backward span": ((*WINDOWS, "--from", "2025-07-05", "--to", "2025-07-01"), ("2025-07-0",)),
    "age": (("elements", "x.tle", "--at", "2025-07-03T12:00"), ("--at", "no time zone")),
}


@pytest.mark.parametrize("kind", OPTIONS)
def test_an_option_that_cannot_be_is_refused(refused, kind):
    arguments, words = OPTIONS[kind]
    refused(BAD_INPUT, words, *arguments)


def test_a_port_that_the_vehicle_cannot_use_names_those_it_can(refused):
    line = refused(
        BAD_INPUT, ("'harmony-forward'", "poisk-zenith"), "fly", FLIGHT, "--port", "harmony-forward"
    )
    assert "harmony-zenith" not in line


def test_a_profile_that_the_vehicle_does_not_fly_is_refused(refused, flight_file):
    changes = (('vehicle = "progress-ms"', 'vehicle = "cygnus"'),)
    refused(BAD_INPUT, ("cygnus",), "fly", flight_file(*changes))


def test_a_flight_without_a_profile_or_elements_is_missing_data(refused):
    refused(MISSING_DATA, ("no rendezvous profile", "crew-11"), "fly", "crew-11")
    refused(MISSING_DATA, ("no station elements", "--elements"), "fly", "progress-ms-15")
    refused(MISSING_DATA, ("no-such.toml", "check the path"), "fly", "no-such.toml")
    refused(MISSING_DATA, ("no-such-folder",), "validate", "--flights", "no-such-folder")


def swapped(first, second):
    return second, first


def checksum_off(first, second):
    return first, second[:-1] + str((int(second[-1]) + 1) % 10)


def cut(first, second):
    return first, second[:60]


def alone(first, _):
    return (first,)


BROKEN_LINES = {checksum_off: "checksum", cut: "60", swapped: "line", alone: "line"}


@pytest.mark.parametrize("spoil", BROKEN_LINES)
def test_broken_lines_are_refused(refused, tle_file, station_lines, spoil):
    path = tle_file(*spoil(*station_lines()))
    line = refused(BAD_INPUT, ("station.tle",), "fly", FLIGHT, "--elements", path)
    assert BROKEN_LINES[spoil] in line


def test_elements_of_another_object_are_refused(refused, tle_file, station_lines, flight_file):
    path = tle_file(*station_lines(norad_id=20_580))
    words = ("20580", "25544", "station.tle")
    refused(BAD_INPUT, words, "fly", FLIGHT, "--elements", path)
    other = flight_file(("norad_id = 25544", "norad_id = 20580"))
    refused(BAD_INPUT, ("20580", "25544"), "fly", other)


def test_an_orbit_that_is_not_the_stations_is_refused(refused, flight_file):
    path = flight_file(("mean_motion_rev_day = 15.50326686", "mean_motion_rev_day = 15.05"))
    refused(BAD_INPUT, ("mean motion 15.05 rev/day", "15.4 to 15.75"), "fly", path)


def test_an_elements_file_that_is_not_there_or_no_file_is_refused(refused, tmp_path):
    missing = tmp_path / "none.tle"
    refused(BAD_INPUT, ("none.tle", "check the path"), "fly", FLIGHT, "--elements", missing)
    refused(BAD_INPUT, ("Is a directory",), "fly", FLIGHT, "--elements", tmp_path)


def test_stale_elements_are_refused_and_fly_on_request(
    refused, portcall, tmp_path, tle_file, station_lines, seed_run
):
    path = tle_file(*station_lines(days=-14.0))
    words = ("15.5 days older", "14 days", "--allow-stale")
    refused(BAD_INPUT, words, "fly", FLIGHT, "--elements", path)
    asked = ("--elements", path, "--allow-stale", "--json", "--out", tmp_path / "run")
    flown = portcall("fly", FLIGHT, *asked)
    assert flown.code in {0, BROKEN}
    document = json.loads(flown.out)
    assert document["elements"]["stale"] is True
    assert any(note.startswith("STALE") for note in document["notes"])
    fresh = {event["event"]: event["sigma_s"] for event in seed_run.document["events"]}
    arrived = [event["event"] for event in document["events"]].index("undocking")
    for event in document["events"][:arrived]:  # the way home rests on later elements
        assert event["sigma_s"] > fresh[event["event"]], event["event"]
    assert document["window"]["phase_sigma_deg"] > seed_run.document["window"]["phase_sigma_deg"]


def test_elements_two_months_old_are_refused_even_on_request(refused, tle_file, station_lines):
    path = tle_file(*station_lines(days=-70.0))
    words = ("days older", "60 days")
    refused(BAD_INPUT, words, "fly", FLIGHT, "--elements", path, "--allow-stale")


def test_elements_from_after_the_launch_are_refused_and_every_output_of_a_hindcast_says_so(
    refused, portcall, tmp_path, tle_file, station_lines
):
    path = tle_file(*station_lines(days=2.5))
    refused(BAD_INPUT, ("after the launch", "--hindcast"), "fly", FLIGHT, "--elements", path)
    asked = ("fly", FLIGHT, "--elements", path, "--hindcast", "--out", tmp_path / "run")
    document = json.loads(portcall(*asked, "--json").out)
    assert document["elements"]["hindcast"] is True
    assert document["elements"]["age_h"] < 0.0
    assert any(note.startswith("HINDCAST") for note in document["notes"])
    text = portcall(*asked).out
    assert "hindcast" in text
    assert "note: HINDCAST" in text
    written = json.loads((tmp_path / "run" / "visit.json").read_text())
    assert written["elements"]["hindcast"] is True
    assert any(note.startswith("HINDCAST") for note in written["notes"])


def test_recorded_elements_from_after_the_launch_are_refused_too(refused):
    refused(BAD_INPUT, ("after the launch", "--hindcast"), "fly", "progress-ms-20")


@pytest.fixture
def far_north(tmp_path, monkeypatch):
    """A catalogue whose Baikonur lies at 62.9 degrees north."""
    root = tmp_path / "catalogue"
    shutil.copytree(load_catalogue().root, root)
    site = root / "sites" / "baikonur-31-6.toml"
    lines = site.read_text().splitlines()
    (place,) = (k for k, line in enumerate(lines) if line.startswith("latitude_deg"))
    lines[place] = (
        'latitude_deg = { value = 62.9, status = "estimated", low = 62, high = 63, '
        'source = "made up" }'
    )
    site.write_text("\n".join(lines))
    monkeypatch.setenv("PORTCALL_CATALOGUE", str(root))


@pytest.mark.usefixtures("far_north")
def test_a_site_whose_latitude_exceeds_the_inclination_is_refused(refused):
    refused(BAD_INPUT, ("62.7", "51.6", "another site"), "fly", FLIGHT)
    refused(BAD_INPUT, ("62.9", "51.6", "choose a site"), *WINDOWS, *DATES)


def test_an_output_folder_that_cannot_be_written_is_refused_before_the_flight(refused, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    refused(BAD_INPUT, ("is a file",), "fly", FLIGHT, "--out", file)
    refused(BAD_INPUT, ("Not a directory",), "fly", FLIGHT, "--out", file / "run")
    refused(BAD_INPUT, ("not a run folder",), "fly", FLIGHT, "--out", tmp_path)


def test_a_closed_profile_says_by_how_much_and_what_opens_it(portcall, tmp_path):
    outcome = portcall("fly", FLIGHT, "--profile", "2-orbit", "--json", "--out", tmp_path / "run")
    assert outcome.code == BROKEN
    document = json.loads(outcome.out)
    closed = document["closed"]
    profile = load_catalogue().profile("2-orbit")
    low, high = profile.phase_min_deg.value, profile.phase_max_deg.value
    nearest = min(abs((closed["phase_deg"] - end + 180.0) % 360.0 - 180.0) for end in (low, high))
    assert closed["by_deg"] == pytest.approx(nearest, abs=1e-3)
    assert f"closed by {closed['by_deg']:.1f} deg" in outcome.line
    assert f"{low:g} to {high:g} deg" in outcome.line
    opens = closed["opens_on"] or closed["reboost_m_s"]
    assert (
        ("opens it" in outcome.line or "open on" in outcome.line)
        if opens
        else ("no station reboost" in outcome.line)
    )


def test_a_closed_profile_that_a_reboost_opens_names_it(portcall, tmp_path):
    outcome = portcall("fly", "soyuz-ms-21", "--allow-stale", "--out", tmp_path / "run")
    assert outcome.code == BROKEN
    assert "m/s on 2022-03-04" in outcome.line
    assert "CLOSED: " in outcome.out
