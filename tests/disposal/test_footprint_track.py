"""The ground track: places beside it and back, and the Earth's turn beneath it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.constants import EARTH_ROTATION_RAD_S, GM_EARTH_M3_S2
from portcall.core.frames import EARTH_RATE_VECTOR_RAD_S
from portcall.disposal.ground_track import MEAN_RADIUS_M, GroundTrack, places_of

RADIUS_M = 6_498_137.0
SPEED_M_S = float(np.sqrt(GM_EARTH_M3_S2 / RADIUS_M))
# the track bends away from its nodes' great circles by this much half a node's step from them
ALONG_M, CROSS_M = 100.0, 10.0
HALF_A_DEGREE = 0.5


def _state(inclination_rad: float, node_rad: float, past_node_rad: float) -> np.ndarray:
    """A circular orbit's state relative to the turning Earth."""
    c, s = np.cos(past_node_rad), np.sin(past_node_rad)
    flat = np.array([[c, s, 0.0], [-s, c, 0.0]])
    ci, si = np.cos(inclination_rad), np.sin(inclination_rad)
    cn, sn = np.cos(node_rad), np.sin(node_rad)
    tilt = np.array([[1.0, 0.0, 0.0], [0.0, ci, -si], [0.0, si, ci]])
    turn = np.array([[cn, -sn, 0.0], [sn, cn, 0.0], [0.0, 0.0, 1.0]])
    up, ahead = flat @ (turn @ tilt).T
    position = RADIUS_M * up
    return np.concatenate(
        (position, SPEED_M_S * ahead - np.cross(EARTH_RATE_VECTOR_RAD_S, position))
    )


@given(
    st.floats(0.2, 2.9),
    st.floats(-3.1, 3.1),
    st.floats(-3.1, 3.1),
    st.floats(-3e6, 8e6),
    st.floats(-5e5, 5e5),
)
def test_prop_a_place_beside_the_track_is_found_again(
    inclination: float, node: float, past: float, along_m: float, cross_m: float
) -> None:
    track = GroundTrack.from_entry(_state(inclination, node, past))
    latitude, longitude = track.place_at(along_m, cross_m)
    along, cross = track.along_and_cross_m(np.array([latitude]), np.array([longitude]))

    # a piece far to the side is seen from a node some way off
    slack = 1.0 + abs(cross_m) / 1e4
    assert along[0] == pytest.approx(along_m, abs=ALONG_M * slack)
    assert cross[0] == pytest.approx(cross_m, abs=CROSS_M * slack)


def test_an_orbit_without_air_stays_on_its_track() -> None:
    state = _state(0.9, 0.3, 1.0)
    inertial = state[3:] + np.cross(EARTH_RATE_VECTOR_RAD_S, state[:3])
    up, ahead = state[:3] / RADIUS_M, inertial / np.linalg.norm(inertial)
    rate_rad_s = np.linalg.norm(inertial) / RADIUS_M
    time_s = np.linspace(0.0, 1200.0, 25)[:, None]
    inertial_up = np.cos(rate_rad_s * time_s) * up + np.sin(rate_rad_s * time_s) * ahead
    turn = -EARTH_ROTATION_RAD_S * time_s[:, 0]
    x, y, z = inertial_up.T
    fixed = np.stack(
        (np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y, z), 1
    )
    along, cross = GroundTrack.from_entry(state).along_and_cross_m(*places_of(fixed))

    steps = np.linalg.norm(np.diff(fixed, axis=0), axis=1)
    assert np.abs(cross).max() < CROSS_M
    assert along[0] == pytest.approx(0.0, abs=1.0)
    # chords are shorter than arcs by angle^2 / 24 each
    assert np.diff(along) == pytest.approx(MEAN_RADIUS_M * steps * (1 + steps**2 / 24), abs=ALONG_M)


def test_cross_track_is_positive_to_the_right() -> None:
    northbound = GroundTrack.from_entry(_state(np.pi / 2.0, 0.0, 0.2))
    _, cross = northbound.along_and_cross_m(np.array([0.2]), np.array([0.01]))

    assert cross[0] > 0.0


def test_bearing_of_a_polar_orbit_leans_west_with_the_turn_of_the_earth() -> None:
    track = GroundTrack.from_entry(_state(np.pi / 2.0, 0.0, 0.0))
    lean_rad = np.arctan(EARTH_ROTATION_RAD_S * RADIUS_M / SPEED_M_S)

    assert np.degrees(2.0 * np.pi - track.bearing_rad(0.0)) == pytest.approx(
        np.degrees(lean_rad), abs=HALF_A_DEGREE / 10.0
    )
