"""Entries in batches: accuracy, outcomes, independence of threads and neighbors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entry_cases import entry_state, spread_states
from portcall.core.errors import InputError
from portcall.disposal.entry import fly_entries
from portcall.disposal.entry_kernel import LANDED, LOST, OUTCOME, SKIPPED, STOPPED, TIME_S
from portcall.disposal.entry_path import fly_entry
from portcall.environment.entry_air import Wind

WITHIN_M = 10.0  # the requirement
STEADY_WITHIN_M, STEADY_IN_WIND_M = 1.0, 10.0  # what the steady descent may cost; a strong shear
STEADY_WITHIN_S = 0.5  # of half an hour and more
WIND = Wind(
    (0.0, 5e3, 10e3, 15e3, 30e3, 50e3),
    (2.0, 10.0, 30.0, 20.0, -10.0, 40.0),
    (0.0, 3.0, 9.0, 0.0, 5.0, 0.0),
)
BALLISTIC = np.logspace(np.log10(5.0), np.log10(500.0), 120)


@pytest.mark.parametrize("angle_deg", [-0.9, -1.5, -3.0])
@pytest.mark.parametrize("wind", [None, WIND])
def test_the_batch_is_within_ten_meters_of_a_tight_run(angle_deg, wind):
    states = spread_states(120, angle_deg=angle_deg)
    tight = fly_entries(states, BALLISTIC, tolerance_m=1e-3, steady_fall=False, wind=wind)
    found = fly_entries(states, BALLISTIC, wind=wind)
    assert np.all(found[:, OUTCOME] == LANDED)
    assert np.linalg.norm(found[:, :3] - tight[:, :3], axis=1).max() < WITHIN_M


@pytest.mark.parametrize("wind", [None, WIND])
def test_the_steady_descent_is_the_fall_it_stands_for(wind):
    states = spread_states(60)
    ballistic = np.logspace(0.0, 2.0, 60)
    whole = fly_entries(
        states, ballistic, tolerance_m=1e-2, steady_fall=False, wind=wind, time_limit_s=3e4
    )
    steady = fly_entries(states, ballistic, tolerance_m=1e-2, wind=wind, time_limit_s=3e4)
    assert np.linalg.norm(whole[:, :3] - steady[:, :3], axis=1).max() < (
        STEADY_WITHIN_M if wind is None else STEADY_IN_WIND_M
    )
    assert np.abs(whole[:, TIME_S] - steady[:, TIME_S]).max() < STEADY_WITHIN_S
    assert not np.array_equal(whole, steady)


@pytest.mark.parametrize("ballistic", [5.0, 60.0, 500.0])
def test_two_integrators_agree(ballistic):
    state = entry_state()
    path = fly_entry(state, ballistic, wind=WIND)
    batch = fly_entries(state, ballistic, wind=WIND)[0]
    assert path.outcome == LANDED
    assert np.linalg.norm(path.final_state_itrf[:3] - batch[:3]) < WITHIN_M
    assert path.events[0.0][0] == pytest.approx(batch[TIME_S], abs=STEADY_WITHIN_S)
    at78 = fly_entries(state, ballistic, wind=WIND, stop_altitude_m=78e3)[0]
    assert at78[OUTCOME] == STOPPED
    assert np.linalg.norm(path.events[78e3][1][:3] - at78[:3]) < WITHIN_M


def test_threads_and_neighbors_change_no_byte():
    states = spread_states(2500)
    ballistic = np.geomspace(5.0, 500.0, 2500)
    alone = fly_entries(states, ballistic)
    assert fly_entries(states, ballistic, threads=2).tobytes() == alone.tobytes()
    few = fly_entries(states[[3, 1700, 40]], ballistic[[3, 1700, 40]])
    assert few.tobytes() == alone[[3, 1700, 40]].tobytes()


def test_outcomes_are_values():
    shallow = entry_state(angle_deg=2.0, speed_m_s=7900.0)
    orbit = entry_state(altitude_m=400e3, angle_deg=0.0, speed_m_s=7350.0)
    found = fly_entries(np.array([shallow, orbit]), 100.0)
    assert found[0, OUTCOME] == SKIPPED
    assert found[1, OUTCOME] == SKIPPED  # still in orbit at the time limit
    assert fly_entries(entry_state(), 100.0, time_limit_s=50.0)[0, OUTCOME] == LOST
    assert fly_entry(shallow, 100.0).outcome == SKIPPED
    assert fly_entry(entry_state(), 100.0, time_limit_s=50.0).outcome == LOST


def test_without_air_energy_is_kept():
    state = entry_state(altitude_m=400e3, angle_deg=-3.0)
    end = fly_entries(state, 1e12, stop_altitude_m=80e3, tolerance_m=1e-5)[0]

    def jacobi(y):
        from portcall.core.constants import (
            EARTH_ROTATION_RAD_S,
            EGM_RADIUS_M,
            GM_EARTH_M3_S2,
            J2_EARTH,
        )

        r = np.linalg.norm(y[:3])
        bulge = J2_EARTH * (EGM_RADIUS_M / r) ** 2 * (1.5 * (y[2] / r) ** 2 - 0.5)
        potential = -GM_EARTH_M3_S2 / r * (1.0 - bulge)
        turn = 0.5 * EARTH_ROTATION_RAD_S**2 * (y[0] ** 2 + y[1] ** 2)
        return 0.5 * np.dot(y[3:6], y[3:6]) + potential - turn

    # the integral of a body in a frame that turns evenly
    assert jacobi(end) == pytest.approx(jacobi(state), rel=1e-9)


def test_a_wind_carries_a_light_body_its_own_way():
    state = entry_state()
    calm = fly_entries(state, 5.0)[0]
    blown = fly_entries(state, 5.0, wind=Wind((0.0, 30e3), (20.0, 20.0), (0.0, 0.0)))[0]
    east = np.cross([0.0, 0.0, 1.0], calm[:3] / np.linalg.norm(calm[:3]))
    assert (blown[:3] - calm[:3]) @ east > 5e3


@given(
    st.floats(5.0, 500.0),
    st.floats(-60.0, 60.0),
    st.floats(-180.0, 180.0),
    st.floats(-4.0, -1.8),
    st.floats(0.0, 360.0),
)
def test_prop_what_enters_lands_and_heavier_flies_farther(
    ballistic, latitude, longitude, angle, azimuth
):
    state = entry_state(
        latitude_deg=latitude, longitude_deg=longitude, angle_deg=angle, azimuth_deg=azimuth
    )
    near, far = fly_entries(np.array([state, state]), np.array([ballistic, 2.0 * ballistic]))
    assert near[OUTCOME] == far[OUTCOME] == LANDED

    def flown(y):
        return np.arccos(y[:3] @ state[:3] / np.linalg.norm(y[:3]) / np.linalg.norm(state[:3]))

    assert flown(far) > flown(near)
    if angle < -2.5:  # a flatter entry of a dense body glides on for long
        assert near[TIME_S] > far[TIME_S]


@given(st.floats(5.0, 500.0), st.floats(-4.0, -1.2), st.floats(0.0, 360.0))
def test_prop_north_and_south_are_alike(ballistic, angle, azimuth):
    north = entry_state(latitude_deg=25.0, angle_deg=angle, azimuth_deg=azimuth)
    south = north * np.array([1.0, 1.0, -1.0, 1.0, 1.0, -1.0])
    ends = fly_entries(np.array([north, south]), ballistic)
    assert ends[0, :3] * np.array([1.0, 1.0, -1.0]) == pytest.approx(ends[1, :3], abs=1e-3)


def test_eastward_flies_farther_at_the_same_airspeed():
    # equal airspeed is more speed in inertial space eastwards
    east, west = (entry_state(latitude_deg=0.0, azimuth_deg=a) for a in (90.0, 270.0))
    ends = fly_entries(np.array([east, west]), 100.0)
    flown = [
        np.arccos(e[:3] @ s[:3] / np.linalg.norm(e[:3]) / np.linalg.norm(s[:3]))
        for e, s in zip(ends, (east, west), strict=True)
    ]
    assert flown[0] > flown[1]


@pytest.mark.parametrize(
    ("states", "ballistic"),
    [
        (np.ones((2, 5)), 1.0),
        (np.full((1, 6), np.nan), 1.0),
        (np.ones((1, 6)), -1.0),
        (np.ones((2, 6)), np.ones(3)),
    ],
)
def test_bad_input_is_one_line(states, ballistic):
    with pytest.raises(InputError) as caught:
        fly_entries(states, ballistic)
    assert "\n" not in str(caught.value)
