"""One instant of a scene: on the track, without jumps, and silent where nothing was flown."""

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.board.world.frame import (
    AFTER,
    BEFORE,
    DOCKED,
    FALLING,
    between_places,
    clamped,
    event_instants,
    frame_at,
    in_corridor,
)
from portcall.board.world.scenes import NO_TRACK_FILE, scene_of
from portcall.core.errors import InputError
from portcall.records.scene import Frame, Geometry

LATITUDES, LONGITUDES = st.floats(-80.0, 80.0), st.floats(-180.0, 180.0)
SHARES = st.floats(0.0, 1.0)


def _apart_deg(one, other):
    """Return the angle between two places, from the chord: sharp for near ones. [deg]"""
    points = []
    for lat_deg, lon_deg in (one, other):
        lat, lon = math.radians(lat_deg), math.radians(lon_deg)
        points.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    return math.degrees(2.0 * math.asin(min(1.0, math.dist(*points) / 2.0)))


@given(LATITUDES, LONGITUDES, st.floats(-8.0, 8.0), st.floats(-8.0, 8.0), SHARES)
def test_prop_a_place_between_two_lies_on_the_way_and_in_proportion(lat, lon, dlat, dlon, share):
    first, last = (lat, lon), (lat + dlat, (lon + dlon + 180.0) % 360.0 - 180.0)
    here = between_places(first, last, share)
    whole = _apart_deg(first, last)
    assert _apart_deg(first, here) == pytest.approx(share * whole, abs=1e-5)
    assert _apart_deg(here, last) == pytest.approx((1.0 - share) * whole, abs=1e-5)
    assert -180.0 <= here[1] <= 180.0


@given(st.data())
def test_prop_a_craft_moves_without_jumps_and_across_180_degrees(scene, data):
    track = data.draw(st.sampled_from(scene.tracks))
    second = data.draw(st.floats(0.0, track.time_s[-1] - 1.0))
    start = track.start_utc + timedelta(seconds=second)
    here, there = (
        getattr(frame_at(scene, moment), track.craft)
        for moment in (start, start + timedelta(seconds=1))
    )
    # the made orbit turns by 0.065 deg/s and the Earth by 0.004 deg/s below it
    moved = _apart_deg((here.lat_deg, here.lon_deg), (there.lat_deg, there.lon_deg))
    assert moved < 0.08
    assert abs(there.altitude_m - here.altitude_m) < 2.0


@given(st.data())
def test_prop_at_a_sample_a_frame_is_the_sample(scene, data):
    track = data.draw(st.sampled_from(scene.tracks))
    place = data.draw(st.integers(0, len(track.time_s) - 1))
    moment = track.start_utc + timedelta(seconds=track.time_s[place])
    here = getattr(frame_at(scene, moment), track.craft)
    assert here.lat_deg == pytest.approx(track.lat_deg[place], abs=2e-4)
    assert _apart_deg((0.0, here.lon_deg), (0.0, track.lon_deg[place])) < 2e-4
    assert here.altitude_m == track.altitude_m[place]
    assert here.sunlit == bool(track.sunlit[place])


@given(st.floats(-1e5, 3e6))
def test_prop_every_instant_has_a_frame_that_says_why_where_it_is_silent(scene, second):
    moment = scene.start_utc + timedelta(seconds=second)
    frame = frame_at(scene, moment)
    assert (frame.chaser is None) == (frame.why_no_track is not None)
    assert Frame.model_validate_json(frame.model_dump_json()).met_s == frame.met_s
    inside = scene.start_utc <= moment <= scene.end_utc
    assert (frame.phase is not None) == inside
    if frame.next_event is not None:
        assert frame.next_event.utc > moment


def test_outside_of_the_run_nobody_is_placed(scene):
    before = frame_at(scene, scene.start_utc - timedelta(seconds=1))
    assert (before.chaser, before.why_no_track, before.phase) == (None, BEFORE, None)
    assert before.phase_name == "Before lift-off"
    assert before.met_s == -1.0
    after = frame_at(scene, scene.end_utc + timedelta(seconds=1))
    assert (after.chaser, after.why_no_track, after.next_event) == (None, AFTER, None)


def test_between_tracks_the_reason_is_that_of_the_phase(scene, case):
    assert frame_at(scene, case.CONTACT + timedelta(days=9)).why_no_track == DOCKED
    assert frame_at(scene, scene.end_utc - timedelta(seconds=9)).why_no_track == FALLING


def test_no_way_is_drawn_from_one_track_to_the_next(scene):
    chase = next(one for one in scene.tracks if one.craft == "station")
    end = chase.start_utc + timedelta(seconds=chase.time_s[-1])
    assert frame_at(scene, end).station is not None
    assert frame_at(scene, end + timedelta(seconds=1)).station is None


def test_the_ends_of_the_run_are_in_it(scene):
    assert frame_at(scene, scene.start_utc).phase == "ascent"
    assert frame_at(scene, scene.start_utc).chaser is not None
    assert frame_at(scene, scene.end_utc).phase == "landed"


def test_the_approach_is_read_between_its_samples(scene, case):
    frame = frame_at(scene, case.GATE + timedelta(seconds=450.5))
    assert frame.approach.leg == "final-approach"
    assert frame.approach.port_range_m == pytest.approx(175.0 * 149.5 / 300.0, abs=0.02)
    assert frame.approach.in_corridor is True
    assert frame_at(scene, case.GATE - timedelta(seconds=1)).approach is None
    far = frame_at(scene, case.GATE)
    assert far.approach.port_range_m == 1000.0
    assert far.approach.in_corridor is None


@given(st.floats(1.5, 150.0), st.floats(0.0, 60.0), st.floats(0.0, 6.28))
def test_prop_the_corridor_is_a_cone_about_the_axis(range_m, off_deg, around):
    cone = Geometry(
        port_lvlh_m=(1.0, 2.0, 3.0),
        axis_lvlh=(0.0, 0.0, -1.0),
        keep_out_sphere_radius_m=200.0,
        corridor_half_angle_deg=10.0,
    )
    across = range_m * math.sin(math.radians(off_deg))
    position = (
        1.0 + across * math.cos(around),
        2.0 + across * math.sin(around),
        3.0 - range_m * math.cos(math.radians(off_deg)),
    )
    if abs(off_deg - 10.0) > 1e-6:
        assert in_corridor(cone, position) == (off_deg < 10.0)


def test_go_is_what_the_rules_and_legs_say(scene, case):
    def go(moment):
        frame = frame_at(scene, moment)
        return frame.go, frame.go_reason

    assert go(case.LIFTOFF) == ("go", "2 rules pass, 1 cannot be said")
    assert go(case.GATE + timedelta(seconds=250)) == (
        "hold",
        "station keeping, 180 m from the port",
    )
    assert go(case.GATE + timedelta(seconds=400))[0] == "go"
    assert go(case.CONTACT) == ("done", "docked")
    assert go(case.UNDOCKING) == ("no go", "rule fails: fall lies abreast of the aim")
    assert go(scene.end_utc) == ("done", "down")


def test_a_rule_that_fails_on_the_way_up_is_no_go_until_contact(scene, case):
    verdicts = tuple(
        one.model_copy(update={"verdict": "fail", "note": "too far"}) if one.way == "up" else one
        for one in scene.verdicts
    )
    bad = scene.model_copy(update={"verdicts": verdicts})
    frame = frame_at(bad, case.GATE + timedelta(seconds=250))
    assert frame.go == "no go"
    assert frame.go_reason.endswith("(too far) and 2 more")
    assert frame_at(bad, case.CONTACT).go == "done"
    assert "failed" in frame_at(bad, case.CONTACT).go_reason


def test_an_approach_that_ends_badly_is_never_done(case, root, catalogue):
    run = case.docking_record()["nominal"] | {
        "outcome": "time out",
        "reason": "late",
        "touch": None,
    }
    case.put(root / "late", case.docking_files(nominal=run, contact_utc=None))
    scene = scene_of(root, "late", catalogue)
    frame = frame_at(scene, scene.end_utc)
    assert (frame.go, frame.go_reason) == ("no go", "time out: late")
    assert frame.met_s is None


def test_a_run_without_tracks_says_why_at_every_instant(case, root, catalogue):
    case.put(root / "old", case.visit_files(tracks=False))
    scene = scene_of(root, "old", catalogue)
    assert frame_at(scene, case.GATE).why_no_track == NO_TRACK_FILE


def test_a_naive_instant_is_refused(scene):
    with pytest.raises(InputError, match="no time zone"):
        frame_at(scene, datetime(2025, 7, 4))  # noqa: DTZ001  (that is the point)


def test_a_clock_that_moves_on_meets_each_event_once(scene):
    first, last = scene.start_utc - timedelta(seconds=1), scene.end_utc
    middle = scene.events[4].utc
    both = event_instants(scene, first, middle) + event_instants(scene, middle, last)
    assert both == tuple(sorted(scene.events, key=lambda one: one.utc))
    assert clamped(scene, last + timedelta(days=1)) == last
    assert clamped(scene, first) == scene.start_utc
