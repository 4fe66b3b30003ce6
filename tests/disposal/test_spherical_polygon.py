"""Polygons on the sphere, and their cutting at the antimeridian."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.disposal.antimeridian import cut, cut_line, densified, rejoined
from portcall.disposal.spherical_polygon import (
    EARTH_MEAN_RADIUS_KM,
    checked_ring,
    distance_to_ring_km,
    inside_chart_ring,
    inside_ring,
    longest_chord_km,
    ring_area_km2,
    ring_vectors,
)

BANANA = (
    (-50.0, 160.0),
    (-40.0, 178.0),
    (-30.0, -170.0),
    (-31.0, -168.0),
    (-42.0, -179.0),
    (-52.0, 161.0),
)


def _turned(ring, turn_deg):
    return tuple((lat, (lon + turn_deg + 180.0) % 360.0 - 180.0) for lat, lon in ring)


@given(st.floats(-180.0, 180.0), st.integers(0, 10_000))
def test_prop_the_antimeridian_changes_nothing(turn_deg, seed):
    draw = np.random.default_rng(seed)
    lat, lon = draw.uniform(-55.0, -25.0, 50), draw.uniform(155.0, 195.0, 50)
    here = inside_ring(BANANA, np.radians(lat), np.radians(lon))
    there = inside_ring(_turned(BANANA, turn_deg), np.radians(lat), np.radians(lon + turn_deg))
    near_edge = distance_to_ring_km(BANANA, ring_vectors(tuple(zip(lat, lon, strict=True)))) < 1e-3
    assert np.all((here == there) | near_edge)


@given(st.floats(-180.0, 180.0))
def test_prop_cut_pieces_keep_the_surface_and_come_together_again(turn_deg):
    ring = _turned(BANANA, turn_deg)
    assume(all(abs(abs(lon) - 180.0) > 1e-3 for _, lon in ring))
    pieces = cut(ring)
    assert all(abs(lon) <= 180.0 for piece in pieces for _, lon in piece)
    surface = sum(ring_area_km2(piece) for piece in pieces)
    assert surface == pytest.approx(ring_area_km2(ring), rel=1e-6)
    whole = rejoined(pieces)
    assert len(whole) == 1
    assert len(whole[0]) == len(ring)


def test_a_ring_that_passes_twice_falls_into_three():
    # a horseshoe open to the west: two arms reach over the line, the bend lies beyond it
    horseshoe = (
        (0.0, 175.0), (0.0, -175.0), (-10.0, -175.0), (-10.0, 175.0),
        (-8.0, 175.0), (-8.0, -177.0), (-2.0, -177.0), (-2.0, 175.0),
    )  # fmt: skip
    pieces = cut(horseshoe)
    assert len(pieces) == 3
    surface = sum(ring_area_km2(piece) for piece in pieces)
    assert surface == pytest.approx(ring_area_km2(horseshoe), rel=1e-6)


def test_pieces_run_counterclockwise_as_the_format_asks():
    for piece in cut(tuple(reversed(BANANA))) + cut(BANANA):
        lat, lon = np.array(piece).T
        assert np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat) > 0.0


def test_a_ring_around_a_pole_is_not_cut():
    with pytest.raises(InputError, match="pole"):
        cut(((-80.0, 0.0), (-80.0, 120.0), (-80.0, -120.0)))


def test_densified_edges_stay_on_their_great_circles():
    ring = densified(BANANA, 50.0)
    corners = ring_vectors(ring)
    steps = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1) * EARTH_MEAN_RADIUS_KM
    assert steps.max() <= 50.0
    assert distance_to_ring_km(BANANA, corners).max() < 1e-6
    assert ring_area_km2(ring) == pytest.approx(ring_area_km2(BANANA), rel=1e-9)


def test_val_surface_of_a_cell_between_meridians():
    # exact: R^2 dlon (sin lat2 - sin lat1) for edges along parallels, here drawn with many corners
    west, east, south, north = 170.0, 190.0, -40.0, -20.0
    lon = np.linspace(west, east, 2001)
    ring = [(south, x) for x in lon] + [(north, x) for x in lon[::-1]]
    exact = (
        EARTH_MEAN_RADIUS_KM**2
        * np.radians(20.0)
        * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
    )
    whole = _turned(tuple(ring), 0.0)
    assert ring_area_km2(whole) == pytest.approx(exact, rel=1e-6)


def test_val_longest_chord_of_the_widest_corridor():
    # HYDROPAC 2686/26 is 6,722 km from its first corner to its fourteenth and fifteenth
    ring = ((-19.85, -149.0), (-27.283, -82.817), (-30.35, -82.783))
    assert longest_chord_km(ring) == pytest.approx(6722.0, abs=1.0)


def test_the_two_readings_of_an_edge_differ_where_they_should():
    ring = ((-40.0, 160.0), (-40.0, -160.0), (-50.0, -160.0), (-50.0, 160.0))
    # on the chart the upper edge is the parallel; the great circle bows 1.8 degrees to the pole
    place = np.radians([-41.0]), np.radians([180.0])
    assert inside_chart_ring(ring, *place).tolist() == [True]
    assert inside_ring(ring, *place).tolist() == [False]


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        (((0.0, 0.0), (1.0, 1.0)), "2 different vertices"),
        (((0.0, 0.0), (1.0, 1.0), (0.0, 0.0)), "2 different vertices"),
        (((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)), "crosses itself"),
        (((0.0, 0.0), (0.0, 1.0), (0.0, 2.0)), "on one line"),
        (((0.0, 0.0), (0.0, 90.0), (0.0, -90.0), (80.0, 10.0)), "quarter of the way|middle"),
    ],
)
def test_rings_that_are_none_are_refused(ring, said):
    with pytest.raises(InputError, match=said):
        checked_ring(ring)


def test_a_repeated_first_corner_is_dropped():
    ring = ((0.0, 180.0), (0.0, -170.0), (5.0, -170.0))
    assert checked_ring((*ring, (0.0, -180.0))) == ring


def test_lines_are_cut_where_longitude_jumps():
    lines = cut_line(((0.0, -179.0), (2.0, 179.0), (4.0, 177.0)))
    assert lines == [
        ((0.0, -179.0), (1.0, -180.0)),
        ((1.0, 180.0), (2.0, 179.0), (4.0, 177.0)),
    ]
