"""What the pictures are drawn from: tracks beside each other, the way up, land."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.records.tracks import GroundTrack
from portcall.report.land_shapes import land_rings
from portcall.report.map_sheet import circle_deg, sight_radius_rad
from portcall.report.track_columns import (
    along_and_above_m,
    beside_each_other,
    columns_of,
    phase_ahead_deg,
    positions_itrf_m,
)

START = datetime(2025, 7, 3, tzinfo=UTC)


def equatorial(craft, lon_deg, altitude_m, phase="chase"):
    lon = np.asarray(lon_deg, dtype=float)
    return GroundTrack(
        craft, phase, START, 60.0 * np.arange(lon.size), np.zeros(lon.size),
        (lon + 180.0) % 360.0 - 180.0, np.full(lon.size, altitude_m), np.ones(lon.size, dtype=bool),
        np.full(lon.size, np.nan),
    )  # fmt: skip


def test_the_phase_runs_on_past_half_a_turn_and_ends_at_the_station():
    behind = np.linspace(250.0, 0.0, 200)
    station = np.linspace(0.0, 3600.0, 200) * 0.9
    tracks = (equatorial("chaser", station - behind, 2e5), equatorial("station", station, 4e5))
    both = [columns_of(tracks, craft, ("chase",), START) for craft in ("chaser", "station")]
    assert phase_ahead_deg(*both) == pytest.approx(behind, abs=1e-6)


def test_a_ship_behind_and_below_stands_left_and_low():
    tracks = (
        equatorial("chaser", [9.0, 10.0, 11.0], 390e3),
        equatorial("station", [10.0, 11.0, 12.0], 400e3),
    )
    both = [columns_of(tracks, craft, ("chase",), START) for craft in ("chaser", "station")]
    along, above = along_and_above_m(*both)
    radius = np.linalg.norm(positions_itrf_m(both[1])[0])
    assert along == pytest.approx(np.full(3, -math.radians(1.0) * radius), rel=1e-9)
    assert above == pytest.approx(np.full(3, -10e3), abs=1e-3)


def test_only_instants_that_both_have_are_beside_each_other():
    station = equatorial("station", [1.0, 2.0, 3.0, 4.0], 4e5)
    ship = equatorial("chaser", [1.0, 2.0], 4e5)
    both = beside_each_other(
        columns_of((ship,), "chaser", ("chase",), START),
        columns_of((station,), "station", ("chase",), START),
    )
    assert len(both[0]) == len(both[1]) == 2


def test_the_phase_of_the_tracks_is_that_of_the_launch_window(cargo):
    """Two ways to one angle: the window's plan in inertial space, the flown tracks over the ground."""
    record, tracks = cargo.record, cargo.given["tracks"]
    start = record.insertion.liftoff_utc
    both = beside_each_other(
        *(
            columns_of(tracks, craft, ("chase", "approach"), start)
            for craft in ("chaser", "station")
        )
    )
    assert phase_ahead_deg(*both)[0] == pytest.approx(record.window.phase_deg, abs=1.0)


def test_the_way_up_ends_where_the_record_says(cargo):
    profile, events = cargo.given["ascent"], dict(cargo.given["ascent"].events)
    assert profile.time_s[-1] == pytest.approx(events["separation"], abs=1.0)
    # on the pad the ship rests on its own weight and the thrust above it
    assert 1.0 < profile.load_g[0] < 2.0
    # after the cut-off nothing acts but gravity
    assert profile.load_g[-1] == pytest.approx(0.0, abs=0.05)
    assert np.all(np.diff(profile.downrange_m) > -1e-3)


@pytest.mark.parametrize(
    ("name", "lat_deg", "lon_deg", "is_land"),
    [
        ("Novosibirsk", 55.0, 83.0, True),
        ("Amazonia", -5.0, -60.0, True),
        ("the south pole", -89.0, 0.0, True),
        ("Point Nemo", -48.9, -123.4, False),
        ("mid Atlantic", 30.0, -40.0, False),
        ("the Caspian", 42.0, 50.5, False),
    ],
)
def test_land_is_filled_and_sea_is_not(name, lat_deg, lon_deg, is_land):
    from matplotlib.path import Path

    turns = sum(
        np.sign(_area(ring))
        for ring in land_rings(1.1, -180.0, 180.0, -90.0, 90.0)
        if Path(ring).contains_point((lon_deg, lat_deg))
    )
    assert bool(turns) is is_land, name


def _area(ring):
    x, y = ring.T
    return 0.5 * float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def test_a_zoomed_map_keeps_few_points_far_outside_and_the_shore_inside():
    near = land_rings(0.02, 170.0, 180.0, -48.0, -40.0)
    everything = land_rings(0.02, -180.0, 180.0, -90.0, 90.0)
    assert sum(map(len, near)) < 0.1 * sum(map(len, everything))
    inside = [p for ring in near for p in ring if 170.0 < p[0] < 180.0 and -48.0 < p[1] < -40.0]
    assert len(inside) > 300


def test_a_circle_of_sight_is_as_wide_as_its_radius():
    radius = sight_radius_rad(420e3, 5.0)
    lat, lon = circle_deg(51.0, 128.0, radius)
    vectors = [
        np.array([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)])
        for a, b in np.radians(np.column_stack([[51.0, *lat], [128.0, *lon]]))
    ]
    away = [math.acos(float(vectors[0] @ one)) for one in vectors[1:]]
    assert away == pytest.approx([radius] * len(away), abs=1e-6)
