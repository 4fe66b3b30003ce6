"""A user's calendar: read from CSV and TOML, refused in one line, written so that it reads back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import PortcallError
from portcall.export.traffic_calendar import calendar_file, traffic_csv, traffic_ics
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay, Spacewalk
from portcall.records.traffic_plan import PlannedVisit, PlanTiming, TrafficPlan
from portcall.traffic.calendar.file import parse_calendar, read_calendar

CATALOGUE = load_catalogue()
HEADER = "ship,vehicle,port,dock,undock"
GOOD = "progress-ms-40,progress-ms,zvezda-aft,2027-01-10,2027-07-01"


def refused(text, name="visits.csv"):
    with pytest.raises(PortcallError) as why:
        parse_calendar(text.encode(), name, CATALOGUE)
    line = str(why.value)
    assert "\n" not in line
    assert why.value.exit_code == 2
    return line


def test_a_csv_calendar_is_read_with_its_masses_in_grams():
    text = f"{HEADER},water_kg,trash_kg\n{GOOD},420.5,1000\n"
    (stay,) = parse_calendar(text.encode(), "visits.csv", CATALOGUE).stays
    assert stay.cargo_up_g == {"water": 420_500}
    assert stay.trash_down_g == 1_000_000
    assert stay.arrival == KnownTime.parse("2027-01-10")
    assert (stay.role, stay.begins, stay.ends) == ("cargo", "visit", "visit")


def test_a_toml_calendar_says_the_same():
    text = """
    [[visit]]
    ship = "progress-ms-40"
    vehicle = "progress-ms"
    port = "zvezda-aft"
    dock = 2027-01-10
    undock = 2027-07-01
    """
    read = parse_calendar(text.encode(), "visits.toml", CATALOGUE)
    assert read == parse_calendar(f"{HEADER}\n{GOOD}\n".encode(), "visits.csv", CATALOGUE)


def test_overlaps_and_wrong_ports_are_read_for_the_judge():
    text = f"{HEADER}\n{GOOD}\nsoyuz-ms-40,soyuz-ms,harmony-forward,2027-01-10,2027-02-01\n"
    assert len(parse_calendar(text.encode(), "visits.csv", CATALOGUE).stays) == 2


def test_a_ship_at_another_port_the_same_day_has_moved():
    text = (
        f"{HEADER}\ncrew-20,crew-dragon,harmony-forward,2027-01-10,2027-02-01\n"
        "crew-20,crew-dragon,harmony-zenith,2027-02-01,2027-06-01\n"
    )
    first, second = parse_calendar(text.encode(), "visits.csv", CATALOGUE).stays
    assert (first.ends, second.begins) == ("relocation", "relocation")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "x,progress-m,zvezda-aft,2027-01-10,",
            "line 2: vehicle: unknown vehicle 'progress-m'; did you",
        ),
        (
            "x,progress-ms,zvezda-aff,2027-01-10,",
            "line 2: port: unknown port 'zvezda-aff'; did you mean",
        ),
        (
            "x,progress-ms,zvezda-aft,2027-01-10,2026-01-01",
            "line 2: undock: x undocks 2026-01-01, before",
        ),
        ("x,progress-ms,zvezda-aft,soon,", "line 2: dock: 'soon' is not a time"),
        ("x,progress-ms,zvezda-aft,2027-01-10T12:00,", "has no time zone"),
        ("x,progress-ms,zvezda-aft,2027-01-10,,1,2", "line 2: 7 cells (limit: 5 columns)"),
        (",progress-ms,zvezda-aft,2027-01-10,", "line 2: ship: the key 'ship' is missing"),
        (
            f"{GOOD}\n{GOOD}",
            "line 3: progress-ms-40 docks 2027-01-10 twice; remove it, or the one in line 2",
        ),
        ('"x,progress-ms', "not CSV"),
        ("", "no visit in it"),
    ],
)
def test_what_cannot_be_meant_is_one_line_with_file_line_and_key(line, words):
    told = refused(f"{HEADER}\n{line}\n")
    assert told.startswith("visits.csv: ")
    assert words in told


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        (
            "water_kg",
            "-5",
            "line 2: water_kg: Input should be greater than or equal to 0, not '-5'",
        ),
        ("watr_kg", "5", "unknown resource 'watr'; did you mean 'water'?"),
        ("harbour", "x", "line 1: unknown column 'harbour'"),
        ("dock", "2027-01-01", "the column 'dock' comes twice"),
        ("kind", "vist", "line 2: kind: unknown kind of line 'vist'; did you mean 'visit'?"),
        ("role", "tourist", "line 2: role: Input should be 'crew', 'cargo'"),
        ("seats", "-1", "line 2: seats:"),
    ],
)
def test_a_bad_column_or_cell_is_one_line(header, cell, words):
    assert words in refused(f"{HEADER},{header}\n{GOOD},{cell}\n")


def test_more_visits_than_a_station_has_in_thirty_years_are_refused():
    lines = "".join(f"ship-{n},progress-ms,zvezda-aft,2027-01-10,\n" for n in range(501))
    assert "501 visits (limit: 500)" in refused(f"{HEADER}\n{lines}")


def test_a_toml_refusal_names_the_line_of_the_visit():
    good = '[[visit]]\nship = "a"\nvehicle = "progress-ms"\ndock = 2027-01-01\n'
    assert "visits.toml: line 6: port: unknown port" in refused(
        f'{good}\n[[visit]]\nship = "b"\nvehicle = "progress-ms"\nport = "ppp"\ndock = 2027-01-01\n',
        "visits.toml",
    )
    assert "did you mean 'undock'?" in refused(f"{good}undok = 2027-02-01\n", "visits.toml")
    assert "airlock" in refused(
        f'{good}[[spacewalk]]\nname = "w"\nstart = 2027-01-05\nairlock = "pisk"\n', "visits.toml"
    )


def test_a_plan_is_read_as_its_calendar(tmp_path):
    day = datetime(2027, 1, 10, tzinfo=UTC)
    visit = PlannedVisit(
        ship="progress-ms-40",
        vehicle="progress-ms",
        role="cargo",
        port="zvezda-aft",
        dock_utc=day,
        undock_utc=day + timedelta(days=170),
        docked_before=False,
        nominal_dock_utc=day,
        moved_days=0,
        date_basis="plane pass and lighting",
        manifest_kg={"water": 420.0},
        trash_kg=0.0,
        crew_up=0,
        crew_down=0,
    )
    plan = TrafficPlan(
        scenario="mine",
        station="iss",
        status="optimal",
        first_day_utc=day - timedelta(days=9),
        last_day_utc=day + timedelta(days=300),
        solver="",
        visits=(visit,),
        timing=PlanTiming(build_s=0.0, solve_s=0.0, truth_s=0.0),
    )
    path = tmp_path / "plan.json"
    path.write_text(plan.model_dump_json())
    (stay,) = read_calendar(path, CATALOGUE).stays
    assert (stay.ship, stay.port, stay.cargo_up_g) == (
        "progress-ms-40",
        "zvezda-aft",
        {"water": 420_000},
    )
    assert refused('{"scenario": "a"}', "plan.json").startswith("plan.json: ")
    assert refused("[", "plan.json").startswith("plan.json: ")


def test_an_unknown_calendar_offers_the_nearest():
    with pytest.raises(PortcallError, match=r"did you mean 'iss-history'\?"):
        read_calendar("iss-histroy", CATALOGUE)


def test_a_file_that_is_not_there_is_missing_data(tmp_path):
    with pytest.raises(PortcallError) as why:
        read_calendar(tmp_path / "none.csv", CATALOGUE)
    assert why.value.exit_code == 3


@given(st.binary(max_size=300), st.sampled_from(["any.csv", "any.toml"]))
def test_prop_bytes_that_are_no_calendar_give_one_line(content, name):
    with pytest.raises(PortcallError) as why:
        parse_calendar(content, name, CATALOGUE)
    assert "\n" not in str(why.value)


MOMENTS = st.integers(0, 63_000_000).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
DAYS = MOMENTS.map(lambda moment: KnownTime.on(moment.date()))
MINUTES = MOMENTS.map(lambda moment: KnownTime.parse(f"{moment:%Y-%m-%dT%H:%MZ}"))
RANGES = st.tuples(MOMENTS, st.integers(1, 10**6)).map(
    lambda pair: KnownTime(earliest_utc=pair[0], latest_utc=pair[0] + timedelta(seconds=pair[1]))
)
TIMES = st.one_of(DAYS, MINUTES, MOMENTS.map(KnownTime.exactly), RANGES)
NAMES = st.lists(st.sampled_from(["A. Able", "Baker", "O'Cain"]), max_size=3, unique=True).map(
    tuple
)


@given(TIMES)
def test_prop_a_time_reads_back_as_it_was_written(when):
    assert KnownTime.parse(when.iso) == when


@given(
    TIMES,
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    NAMES,
    NAMES,
    st.sampled_from(["", 'a, "b"; c']),
)
def test_prop_a_calendar_reads_back_as_it_was_written(arrival, water_g, trash_g, up, down, note):
    stay = PortStay(
        ship="ship-1",
        vehicle="progress-ms",
        port="poisk-zenith",
        arrival=arrival,
        departure=KnownTime.parse("2029-01-01"),
        crew_up=up,
        crew_down=down,
        cargo_up_g={"water": water_g},
        trash_down_g=trash_g,
        note=note,
    )
    walk = Spacewalk(name="one", start=arrival, duration_s=390 * 60.0, airlock="quest", people=up)
    calendar = PortCalendar(
        stays=(stay,),
        spacewalks=(walk,),
        complete_from_utc=datetime(2026, 1, 1, tzinfo=UTC),
        crew_at_start=down,
    )
    assert parse_calendar(traffic_csv(calendar).encode(), "x.csv", CATALOGUE) == calendar


def test_the_recorded_calendar_reads_back_from_csv():
    recorded = read_calendar("iss-history", CATALOGUE)
    assert parse_calendar(traffic_csv(recorded).encode(), "x.csv", CATALOGUE) == recorded


def test_val_icalendar_of_the_record_is_read_by_another_library():
    icalendar = pytest.importorskip("icalendar")
    text = traffic_ics(read_calendar("iss-history", CATALOGUE), tool_version="0")
    assert text == traffic_ics(read_calendar("iss-history", CATALOGUE), tool_version="0")
    entries = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    assert len({str(entry["UID"]) for entry in entries}) == len(entries) == 57 + 8
    by_name = {str(entry["SUMMARY"]): entry for entry in entries}
    crs_32 = by_name["cargo-dragon-crs-32 at harmony-zenith"]
    assert crs_32["DTSTART"].dt == datetime(2025, 4, 22, 12, 40, tzinfo=UTC)
    assert crs_32["DTEND"].dt == datetime(2025, 5, 23, 16, 5, tzinfo=UTC)
    whole_days = by_name["progress-ms-22 at zvezda-aft"]
    assert (str(whole_days["DTSTART"].dt), str(whole_days["DTEND"].dt)) == (
        "2023-02-11",
        "2023-08-21",
    )


def test_a_calendar_is_written_as_the_name_asks():
    calendar = read_calendar("iss-history", CATALOGUE)
    assert calendar_file(calendar, "a.csv", tool_version="0").startswith("kind,")
    with pytest.raises(PortcallError, match=r"end it in \.ics or \.csv"):
        calendar_file(calendar, "a.txt", tool_version="0")
