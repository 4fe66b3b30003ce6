"""What the run folder says of where the craft were, and how far approaches spread."""

import csv
import io
import math
from datetime import timedelta

import numpy as np
import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.constants import WGS84_A_M
from portcall.core.time import after
from portcall.environment.sun_moon import beta_angle_rad
from portcall.export.track_tables import (
    APPROACH_COLUMNS,
    TRACK_COLUMNS,
    approaches_csv,
    ground_track_csv,
)
from portcall.visit.approach_arc import path_to_contact
from portcall.visit.approach_spread import RUNS, SHOWN_RUNS, approach_path, spread_of
from portcall.visit.docking import campaign_of, fly_campaign
from portcall.visit.known_elements import Policy
from portcall.visit.setting import setting_of
from portcall.visit.tracks import tracks_of
from portcall.visit.visit import make_visit
from portcall.visit.visit_home import brought_home

CATALOGUE = load_catalogue()
SITE_M = 300.0  # the pad's figures are rounded to 1e-4 deg, and the rocket stands on it
JOINT_M = 200.0  # ascent ends and chase begins at one state; a table of degrees rounds it
NIGHT_SHARE = 0.012  # two days are 31 revolutions and a part; the angle itself moves by 8 deg
STEEPEST_DEG_S = 0.2  # over ground, near the turning latitude


@pytest.fixture(scope="module")
def flown():
    record = CATALOGUE.flight("progress-ms-31")
    visit = make_visit(CATALOGUE, setting_of(CATALOGUE, brief(record), policy=Policy()))
    whole, home = brought_home(CATALOGUE, visit)
    docking, run = visit.docking
    path = path_to_contact(visit.flight.chase.path, docking.arrival.utc, visit.flight.station, run)
    return visit, whole, home, tracks_of(visit, path, home)


def test_the_tracks_are_those_of_the_flown_phases(flown):
    *_, tracks = flown
    assert [(one.craft, one.phase) for one in tracks] == [
        ("chaser", "ascent"),
        ("chaser", "chase"),
        ("station", "chase"),
        ("chaser", "approach"),
        ("station", "approach"),
        ("chaser", "departure"),
        ("station", "departure"),
        ("chaser", "home"),
        ("station", "home"),
    ]


def test_the_ascent_starts_on_the_pad_and_ends_where_the_chase_begins(flown):
    visit, _, _, tracks = flown
    ascent, chase = tracks[0], tracks[1]
    site = CATALOGUE.site(visit.record.site)
    assert abs(ascent.latitude_deg[0] - site.latitude_deg.value) * 111e3 < SITE_M
    assert abs(ascent.longitude_deg[0] - site.longitude_deg.value) * 78e3 < SITE_M
    assert abs(ascent.altitude_m[-1] - chase.altitude_m[0]) < JOINT_M
    assert abs(ascent.latitude_deg[-1] - chase.latitude_deg[0]) * 111e3 < JOINT_M


def test_range_and_times_are_those_of_the_record(flown):
    _, whole, _, tracks = flown
    approach = next(one for one in tracks if (one.craft, one.phase) == ("chaser", "approach"))
    assert approach.start == whole.arrival.utc
    end = after(approach.start, float(approach.time_s[-1]))
    assert abs(end - whole.contact.utc) < timedelta(milliseconds=2)
    gate_m = math.dist(whole.arrival.position_lvlh_m, (0.0, 0.0, 0.0))
    assert approach.range_m[0] == pytest.approx(gate_m, abs=0.1)
    down = next(one for one in tracks if (one.craft, one.phase) == ("chaser", "home"))
    assert after(down.start, float(down.time_s[-1])) == whole.home.entry_interface_utc
    assert down.latitude_deg[-1] == pytest.approx(whole.home.entry.lat_deg, abs=1e-3)
    assert down.altitude_m[-1] == pytest.approx(1e3 * whole.home.entry.altitude_km, abs=50.0)


def test_craft_move_evenly(flown):
    *_, tracks = flown
    for track in tracks:
        assert np.all(np.diff(track.time_s) > 0.0)
        assert np.all(np.abs(np.diff(track.latitude_deg) / np.diff(track.time_s)) < STEEPEST_DEG_S)
        assert np.all(np.abs(track.longitude_deg) <= 180.0)


def test_val_the_share_of_night_is_that_of_the_beta_angle(flown):
    """Vallado 2013, section 5.3: a circular orbit and a cylindrical shadow."""
    visit, _, _, tracks = flown
    path = visit.flight.station
    station = next(one for one in tracks if (one.craft, one.phase) == ("station", "chase"))
    state = path.states_at([station.time_s[-1] / 2.0])[0]
    middle = after(path.epoch, float(station.time_s[-1]) / 2.0)
    beta = beta_angle_rad(state[:3], state[3:], middle)
    ratio = WGS84_A_M / np.linalg.norm(state[:3])
    night = math.acos(math.sqrt(1.0 - ratio**2) / math.cos(beta)) / math.pi
    assert 1.0 - station.sunlit.mean() == pytest.approx(night, abs=NIGHT_SHARE)


def test_the_tables_hold_what_the_tracks_hold(flown):
    *_, tracks = flown
    rows = list(csv.reader(io.StringIO(ground_track_csv(tracks))))
    assert tuple(rows[0]) == TRACK_COLUMNS
    assert len(rows) - 1 == sum(track.time_s.size for track in tracks)
    assert rows[1][-1] == ""  # nobody flew the station during the ascent
    assert float(rows[1 + tracks[0].time_s.size][-1]) == pytest.approx(
        tracks[1].range_m[0], abs=0.06
    )


def test_the_spread_is_the_start_of_the_campaign_with_the_same_seed(flown):
    visit, *_ = flown
    docking = visit.docking[0]
    record, paths = spread_of(docking, visit.record.docking, threads=1)
    assert record.runs == RUNS
    assert [path.run for path in paths] == list(range(SHOWN_RUNS))
    few = fly_campaign(docking, campaign_of(docking, 20), threads=1)
    ends = [path.port_range_m[-1] for path in paths[:20]]
    assert np.all(few.column("captured") == 1.0)
    assert max(ends) < 1.0  # the last recorded second before contact, at 0.13 m/s
    # the nominal record's own figures stay; the campaign's stand beside them
    assert record.nominal == visit.record.docking.nominal
    assert record.contact.lateral_offset_m.p50 > 0.0
    assert record.no_escape_runs is None


def test_an_approach_path_lies_beside_the_axis_by_what_it_says(flown):
    visit, *_ = flown
    docking, run = visit.docking
    path = approach_path(docking, run, None)
    geometry = visit.record.docking.geometry
    beside = path.position_lvlh_m - np.array(geometry.port_lvlh_m)
    along = beside @ np.array(geometry.axis_lvlh)
    off = np.linalg.norm(beside - np.outer(along, geometry.axis_lvlh), axis=1)
    assert np.allclose(off, path.lateral_m, atol=1e-6)
    assert path.time_s[-1] == pytest.approx(
        visit.record.docking.nominal.touch.after_gate_s, abs=1.0
    )
    rows = list(csv.reader(io.StringIO(approaches_csv([path]))))
    assert tuple(rows[0]) == APPROACH_COLUMNS
    assert len(rows) == path.time_s.size + 1
