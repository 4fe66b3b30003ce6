"""Launch opportunities: what flew is among them, ranges and marks hold, bad input teaches."""

import json
import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import typer
from typer.testing import CliRunner

from portcall.catalogue.load import load_catalogue
from portcall.cli.windows import windows
from portcall.core.errors import DataError, InputError, PortcallError
from portcall.core.time import parse_utc
from portcall.visit.opportunity import is_uncertain
from portcall.visit.port_state import PortBook, Stay, port_book
from portcall.visit.station_elements import motion_for
from portcall.visit.windows import find_windows, refuse_span

START = datetime(2025, 7, 3, tzinfo=UTC)
MS_31_LIFTOFF = parse_utc("2025-07-03T19:32:40.257Z")
LAUNCH_TOLERANCE_S = 4.0  # what a prediction may be off at worst, elements under 48 h old
CONTACT_PLANNED = parse_utc("2025-07-05T21:27Z")
CONTACT_TOLERANCE_S = 14 * 60.0  # the same, for contact
BASIC = ["--vehicle", "progress-ms", "--site", "baikonur-31-6", "--station", "iss"]
# a pad meets the plane once a sidereal day less the node's motion: 23 h 36 min; minutes by drift
SPACING_H = (23.4, 23.8)

app = typer.Typer()
app.command()(windows)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def motion(catalogue):
    return motion_for(catalogue, station="iss", start=START).motion


@pytest.fixture(scope="module")
def search(catalogue, motion):
    return find_windows(
        catalogue,
        vehicle="progress-ms",
        site="baikonur-31-6",
        station="iss",
        motion=motion,
        start=START,
        end=START + timedelta(days=20),
    )


def of(search, profile):
    return [one for one in search.opportunities if one.profile == profile]


def test_val_progress_ms_31_flew_at_the_first_opportunity(search):
    first = of(search, "34-orbit")[0]
    assert abs((first.liftoff_utc - MS_31_LIFTOFF).total_seconds()) < LAUNCH_TOLERANCE_S
    assert first.open
    assert not first.uncertain
    contact = first.rendezvous.contact_utc
    assert abs((contact - CONTACT_PLANNED).total_seconds()) < CONTACT_TOLERANCE_S


def test_every_pass_is_there_once_for_every_profile(search, catalogue):
    profiles = catalogue.vehicle("progress-ms").profiles
    assert {one.profile for one in search.opportunities} == set(profiles)
    for profile in profiles:
        times = [one.liftoff_utc for one in of(search, profile)]
        gaps_h = [(b - a).total_seconds() / 3600.0 for a, b in pairwise(times)]
        assert all(SPACING_H[0] < gap_h < SPACING_H[1] for gap_h in gaps_h)
        assert len(times) in {20, 21}


def test_open_means_inside_the_range_and_only_open_ones_are_planned(search):
    for one in search.opportunities:
        full_turn = one.phase_max_deg - one.phase_min_deg >= 360.0
        inside = full_turn or one.phase_min_deg <= one.phase_deg <= one.phase_max_deg
        assert one.open == inside
        assert (one.rendezvous is not None) == one.open
        assert (one.closed is not None) == (not one.open)
        assert (one.closed_by_deg == 0.0) == one.open
    planned = [one.rendezvous for one in search.opportunities if one.rendezvous]
    assert all(chase.plan_closes and chase.delta_v_m_s > 100.0 for chase in planned)


def test_uncertainty_grows_and_marks_the_short_profiles(search):
    sigmas = [one.phase_sigma_deg for one in of(search, "2-orbit")]
    assert sigmas == sorted(sigmas)
    late = [one for one in of(search, "2-orbit") if one.phase_sigma_deg > 6.0]
    near = [one for one in late if one.closed_by_deg < one.phase_sigma_deg]
    assert all(one.uncertain for one in near)
    assert not any(one.uncertain for one in of(search, "34-orbit"))


@pytest.mark.parametrize(
    ("phase_deg", "sigma_deg", "expected"),
    [(16.0, 2.9, False), (16.0, 3.1, True), (25.0, 5.9, False), (25.0, 6.1, True)],
)
def test_a_phase_is_uncertain_when_the_edge_is_within_its_error(phase_deg, sigma_deg, expected):
    assert is_uncertain(13.0, 19.0, phase_deg, sigma_deg) is expected


def test_an_error_wider_than_the_range_leaves_nothing_certain():
    assert is_uncertain(13.0, 19.0, 196.0, 6.5)
    assert is_uncertain(90.0, 450.0, 270.0, 181.0)
    assert not is_uncertain(90.0, 450.0, 91.0, 90.0)


def test_backups_are_the_passes_of_the_next_two_days(search):
    every = {one.liftoff_utc: one for one in of(search, "34-orbit")}
    first, second, third = list(every.values())[:3]
    assert [backup.utc for backup in first.backups] == [second.liftoff_utc, third.liftoff_utc]
    assert first.backups[0].delta_v_m_s == second.rendezvous.delta_v_m_s
    last = list(every.values())[-1]
    assert len(last.backups) == 2


def test_a_late_launch_costs_the_turn_of_the_plane(search):
    # v sin(i) omega: 7.66 km/s, 51.6 deg, less the node's own drift within a percent or two
    expected = 7660.0 * math.sin(math.radians(51.64)) * 7.292e-5
    cost = of(search, "34-orbit")[0].rendezvous.late_cost_m_s_per_s
    assert cost == pytest.approx(expected, rel=0.03)


def test_closed_by_is_the_shorter_way(catalogue):
    profile = catalogue.profile("2-orbit")
    low, high = profile.phase_min_deg.value, profile.phase_max_deg.value
    assert profile.closed_by_deg((low + high) / 2.0) == 0.0
    assert profile.closed_by_deg(high + 5.0) == pytest.approx(5.0, abs=1e-4)
    assert profile.closed_by_deg(low - 5.0) == pytest.approx(5.0, abs=1e-4)
    assert catalogue.profile("34-orbit").closed_by_deg(12.0) == 0.0


def test_ports_are_taken_by_whom_the_record_says(catalogue):
    book = port_book(catalogue, "iss")
    docked = catalogue.flight("progress-ms-31").flown.docking_utc.utc
    state = book.at("poisk-zenith", docked + timedelta(days=30))
    assert (state.state, state.by) == ("taken", "progress-ms-31")
    assert book.at("poisk-zenith", datetime(2100, 1, 1, tzinfo=UTC)).state == "cannot say"


def test_a_stay_without_an_end_is_not_known_until_the_next_ship():
    def day(count):
        return START + timedelta(days=count)

    year = timedelta(days=365)
    book = PortBook(
        (
            Stay("a", "p", day(0), None, year),
            Stay("b", "p", day(100), day(200), year),
            Stay("c", "q", day(0), day(400), year),
        )
    )
    states = [book.at("p", day(count)).state for count in (-1, 50, 150, 250, 500)]
    assert states == ["free", "cannot say", "taken", "free", "cannot say"]


@pytest.mark.parametrize(
    ("words", "error", "text"),
    [
        (["--from", "2025-07-05", "--to", "2025-07-03"], InputError, "not after its start"),
        (["--from", "2025-02-30", "--to", "2025-07-03"], InputError, "not a possible time"),
        (["--from", "2025-07-03T12:00", "--to", "2025-07-04"], InputError, "no time zone"),
        (["--from", "2025-07-03", "--to", "2026-09-03"], InputError, "limit: 400 days"),
        (["--from", "9999-12-31", "--to", "9999-12-31"], InputError, "limit: 1973 to 2100"),
        (["--from", "2025-07-30", "--to", "2025-08-03"], InputError, "limit: 14 days"),
        (["--from", "2010-07-30", "--to", "2010-08-03"], DataError, "no recorded flight"),
    ],
)
def test_impossible_dates_teach(words, error, text):
    result = CliRunner().invoke(app, BASIC + words)
    assert isinstance(result.exception, error)
    assert text in str(result.exception)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--vehicle", "progres-ms"], "did you mean 'progress-ms'?"),
        (["--site", "baikonur-31-7"], "did you mean 'baikonur-31-6'?"),
        (["--station", "mir"], "unknown station 'mir'"),
        (["--profile", "34-orbits"], "did you mean '34-orbit'?"),
        (["--port", "poisk-zenit"], "did you mean 'poisk-zenith'?"),
        (["--port", "harmony-forward"], "does not take a 'progress-ms'"),
        (["--port", "pirs-nadir"], "no longer in use"),
        (["--site", "ksc-39a"], "no launcher of 'progress-ms' uses site 'ksc-39a'"),
        (["--tz", "Europe/Moskow"], "did you mean 'Europe/Moscow'?"),
        (["--elements", "no-such-file"], "cannot read"),
    ],
)
def test_wrong_names_offer_the_right_ones(words, text):
    days = ["--from", "2025-07-03", "--to", "2025-07-04"]
    result = CliRunner().invoke(app, BASIC + days + words)
    assert isinstance(result.exception, PortcallError)
    assert text in str(result.exception)


def test_a_site_north_of_the_inclination_is_refused(catalogue, tmp_path):
    source = (catalogue.root / "sites" / "baikonur-31-6.toml").read_text()
    path = tmp_path / "north.toml"
    path.write_text(source.replace("value = 45.996034", "value = 55.996034"))
    days = ["--from", "2025-07-03", "--to", "2025-07-04"]
    result = CliRunner().invoke(app, [*BASIC, *days, "--site", str(path)])
    assert isinstance(result.exception, InputError)
    assert "limit: inclination" in str(result.exception)


def test_one_json_document_with_every_opportunity():
    words = [
        "--from",
        "2025-07-03",
        "--to",
        "2025-07-04",
        "--json",
        "--profile",
        "34-orbit,2-orbit",
    ]
    result = CliRunner().invoke(app, [*BASIC, *words, "--port", "poisk-zenith"])
    assert result.exit_code == 0, result.exception
    document = json.loads(result.stdout)
    assert document["elements"]["source"] == "flight 'progress-ms-31'"
    rows = document["opportunities"]
    assert [row["profile"] for row in rows].count("34-orbit") == 2
    assert [row["open"] for row in rows if row["profile"] == "2-orbit"] == [False, False]
    opened = next(row for row in rows if row["open"])
    assert parse_utc(opened["contact_utc"]) > parse_utc(opened["liftoff_utc"])
    assert [port["port"] for port in opened["ports"]] == ["poisk-zenith"]


def test_nothing_open_exits_with_one_and_says_what_would_open():
    words = ["--from", "2025-07-05", "--to", "2025-07-05", "--profile", "4-orbit"]
    result = CliRunner().invoke(app, BASIC + words)
    assert result.exit_code == 1
    assert "reboost" in result.stdout
    assert "0 open" in result.stdout


def test_the_text_shows_the_zone_asked_for():
    words = ["--from", "2025-07-03", "--to", "2025-07-03", "--profile", "34-orbit"]
    result = CliRunner().invoke(app, [*BASIC, *words, "--tz", "Europe/Moscow"])
    assert result.exit_code == 0, result.exception
    assert "Europe/Moscow" in result.stdout
    assert "07-03 22:32:4" in result.stdout


def test_a_span_of_400_days_is_not_refused():
    refuse_span(START, START + timedelta(days=400))
    with pytest.raises(InputError):
        refuse_span(START, START + timedelta(days=400, seconds=1))
