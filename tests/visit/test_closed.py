"""What opens a closed profile really opens it."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.orbit.station import StationManeuver
from portcall.visit.closed import LARGEST_REBOOST_M_S, closed_profile, reboosted
from portcall.visit.insertion import insertion_of
from portcall.visit.pad_pass import pad_pass_near, pad_passes_between
from portcall.visit.prediction import predict_at
from portcall.visit.station_elements import motion_for
from portcall.visit.windows import window_settings

START = datetime(2025, 7, 3, tzinfo=UTC)
QUICK_LAUNCH_S = 10.0  # the drift of the real chase differs a little from the quick one's
QUICK_PHASE_DEG = 0.7  # and the station moves 3.9 degrees a minute


@pytest.fixture(scope="module")
def settings():
    catalogue = load_catalogue()
    known = motion_for(catalogue, station="iss", start=START)
    found = window_settings(
        catalogue,
        vehicle="progress-ms",
        site="baikonur-31-6",
        station="iss",
        port=None,
        motion=known.motion,
        start=START,
    )
    return {setting.profile.id: (setting, insertion_of(setting)) for setting in found}


@pytest.fixture(scope="module")
def judged(settings):
    setting, point = settings["2-orbit"]
    passes = pad_passes_between(setting, point, START, START + timedelta(days=14))
    return [(at, closed_profile(setting, point, at, not_before=START)) for at in passes]


def test_the_reboost_brings_the_phase_inside_the_range(settings, judged):
    setting, point = settings["2-orbit"]
    with_reboost = [(at, c) for at, c in judged if c is not None and c.reboost_m_s is not None]
    assert len(with_reboost) >= 5
    for at, closed in with_reboost:
        assert abs(closed.reboost_m_s) <= LARGEST_REBOOST_M_S
        assert START < closed.reboost_utc < at.utc
        maneuver = StationManeuver(closed.reboost_utc, closed.reboost_m_s)
        moved = pad_pass_near(reboosted(setting, maneuver), point, at.utc)
        assert setting.profile.closed_by_deg(math.degrees(moved.phase_rad)) == 0.0


def test_val_a_meter_a_second_shifts_the_phase_by_two_degrees_a_day(settings):
    # the station falls behind by 3 dv / a: 3 m/s over 6796 km and a day is 2.2 deg, less J2's share
    setting, point = settings["2-orbit"]
    at = pad_pass_near(setting, point, START + timedelta(days=10))
    maneuver = StationManeuver(at.utc - timedelta(days=5), 1.0)
    moved = pad_pass_near(reboosted(setting, maneuver), point, at.utc)
    shift_deg = math.degrees(math.remainder(moved.phase_rad - at.phase_rad, math.tau)) / 5.0
    assert shift_deg == pytest.approx(-3.0 * 86_400.0 / 6_796e3 * 180.0 / math.pi, rel=0.05)


def test_the_later_day_is_open_and_none_before_it(settings):
    setting, point = settings["4-orbit"]
    at = pad_pass_near(setting, point, START + timedelta(hours=19))
    closed = closed_profile(setting, point, at, not_before=START)
    days = pad_passes_between(
        setting, point, at.utc + timedelta(hours=12), at.utc + timedelta(days=30)
    )
    opened = [
        one.utc.date()
        for one in days
        if setting.profile.closed_by_deg(math.degrees(one.phase_rad)) == 0.0
    ]
    assert date.fromisoformat(closed.opens_on) == opened[0]


def test_a_launch_tomorrow_is_too_soon_for_a_reboost(settings):
    setting, point = settings["2-orbit"]
    at = pad_pass_near(setting, point, START + timedelta(hours=19))
    closed = closed_profile(setting, point, at, not_before=START)
    assert closed.by_deg > 0.0
    assert closed.reboost_m_s is None
    assert closed.reboost_utc is None


def test_an_open_profile_is_not_closed(settings):
    setting, point = settings["34-orbit"]
    at = pad_pass_near(setting, point, START + timedelta(hours=19))
    assert closed_profile(setting, point, at, not_before=START) is None


def test_the_quick_instant_is_near_the_planned_one(settings):
    setting, point = settings["34-orbit"]
    for days in (0, 3, 6, 9):
        # hours away from the pass, where the phase is another
        at = pad_pass_near(setting, point, START + timedelta(days=days, hours=19))
        planned = predict_at(setting, point, at.utc)
        assert abs((planned.launch.utc - at.utc).total_seconds()) < QUICK_LAUNCH_S
        off = math.remainder(planned.chase.phase_rad - at.phase_rad, math.tau)
        assert abs(math.degrees(off)) < QUICK_PHASE_DEG


def test_the_pass_does_not_depend_on_where_the_search_begins(settings):
    setting, point = settings["34-orbit"]
    at = pad_pass_near(setting, point, START + timedelta(hours=19))
    again = pad_pass_near(setting, point, at.utc + timedelta(hours=2))
    assert abs((again.utc - at.utc).total_seconds()) < 0.1
    assert replace(again, utc=at.utc).phase_rad == pytest.approx(at.phase_rad, abs=1e-4)
