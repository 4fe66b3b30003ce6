"""A gliding body: what lift, bank and spin do to a flight."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.core.constants import EARTH_ROTATION_RAD_S, GM_EARTH_M3_S2, WGS84_A_M
from portcall.core.errors import InputError
from portcall.disposal.landing_craft import FAST_MACH, SLOW_MACH, LandingSite, landing_craft
from portcall.disposal.lifting_entry import (
    arc_m,
    checked_state,
    crossing,
    direction_of,
    glide,
    ground_direction,
    miss_m,
)
from portcall.disposal.lifting_kernel import ALTITUDE, LOAD, TIME, VX, VZ, X, Z

FLOOR_M = 10_800.0
# half-second steps against steps a tenth of that, at the opening of the parachute
STEP_ERROR_M = 10.0
CRAFT = landing_craft(load_catalogue().vehicle("soyuz-ms"))
# 100 km over the equator, due east: below the speed at which it would stay up, with the turn 7.76 km/s
SPEED_M_S = 7_300.0
STEEPNESS = st.floats(1.0, 2.5)
BANK = st.floats(20.0, 80.0)


def _entry(steepness_deg: float) -> np.ndarray:
    angle = math.radians(steepness_deg)
    velocity = SPEED_M_S * np.array([-math.sin(angle), math.cos(angle), 0.0])
    return np.concatenate([[WGS84_A_M + 100e3, 0.0, 0.0], velocity])


def _range_m(steepness_deg: float, bank_deg: float, *, lifting: bool = True) -> float:
    start = _entry(steepness_deg)
    end = glide(start, CRAFT.body(lifting=lifting), math.radians(bank_deg), FLOOR_M)
    return arc_m(ground_direction(start[:3]), ground_direction(end.end_state[:3]))


@given(steepness_deg=STEEPNESS)
def test_prop_lift_up_flies_farther_than_none_and_none_farther_than_down(steepness_deg):
    """Lift decides the range: up, none, down."""
    up_m, none_m = _range_m(steepness_deg, 0.0), _range_m(steepness_deg, 0.0, lifting=False)

    assert up_m > none_m > _range_m(steepness_deg, 180.0)


@given(steepness_deg=STEEPNESS, bank_deg=BANK)
def test_prop_range_falls_with_the_bank(steepness_deg, bank_deg):
    """A steeper bank comes down sooner: what the range control rests on."""
    assert _range_m(steepness_deg, bank_deg) > _range_m(steepness_deg, bank_deg + 5.0)


@given(steepness_deg=STEEPNESS)
def test_prop_a_spinning_body_feels_more_than_a_gliding_one(steepness_deg):
    """Ballistic loads exceed those of a glide at the usual bank."""
    start = _entry(steepness_deg)
    glided = glide(start, CRAFT.body(), math.radians(57.0), FLOOR_M)
    spun = glide(start, CRAFT.body(lifting=False), 0.0, FLOOR_M)

    assert spun.peak_load_ratio > glided.peak_load_ratio


@given(steepness_deg=STEEPNESS, bank_deg=BANK)
def test_prop_the_bank_mirrors_the_side(steepness_deg, bank_deg):
    """Due east on the equator, port mirrors starboard: neither Earth nor air tells them apart."""
    start, body = _entry(steepness_deg), CRAFT.body()
    right = glide(start, body, math.radians(bank_deg), FLOOR_M).end_state
    left = glide(start, body, -math.radians(bank_deg), FLOOR_M).end_state

    assert right[2] < 0.0
    assert left == pytest.approx(right * np.array([1.0, 1.0, -1.0, 1.0, 1.0, -1.0]), abs=1e-3)


@given(steepness_deg=STEEPNESS, bank_deg=st.floats(-180.0, 180.0))
def test_prop_air_only_takes_energy(steepness_deg, bank_deg):
    """The energy in the turning frame never rises: lift does no work."""
    rows = glide(_entry(steepness_deg), CRAFT.body(), math.radians(bank_deg), FLOOR_M).rows
    speed2 = np.sum(rows[:, VX : VZ + 1] ** 2, axis=1)
    places = rows[:, X : Z + 1]
    r = np.linalg.norm(places, axis=1)
    sine2 = (places[:, 2] / r) ** 2
    bulge = 1.0 - 1.08262617e-3 * (6_378_136.3 / r) ** 2 * (1.5 * sine2 - 0.5)
    turning = EARTH_ROTATION_RAD_S**2 * (places[:, 0] ** 2 + places[:, 1] ** 2)
    energy = 0.5 * speed2 - GM_EARTH_M3_S2 / r * bulge - 0.5 * turning

    assert np.all(np.diff(energy) <= 1e-3)  # J/kg of 3e7: the integrator's own error


@pytest.mark.parametrize("bank_deg", [0.0, 57.0, 120.0])
def test_steps_are_short_enough(bank_deg):
    """The opening of the parachute moves by less than 10 m when the steps are ten times shorter."""
    start, body = _entry(1.6), CRAFT.body()
    coarse = glide(start, body, math.radians(bank_deg), FLOOR_M)
    fine = glide(start, body, math.radians(bank_deg), FLOOR_M, step_s=0.05)

    assert np.linalg.norm(coarse.end_state[:3] - fine.end_state[:3]) < STEP_ERROR_M
    assert coarse.rows[-1, ALTITUDE] == pytest.approx(FLOOR_M, abs=0.01)


def test_a_vertical_fall_reaches_the_closed_form_speed():
    """Far down a straight fall in thick air the weight equals the drag."""
    body = CRAFT.parachute_body(800.0, 2_500.0)
    start = np.array([WGS84_A_M + 500.0, 0.0, 0.0, -50.0, 0.0, 0.0])
    rows = glide(start, body, 0.0, 0.0, step_s=0.1).rows
    # the pull on the equator less the turn's; density of the standard air at 0 m
    steady_m_s = math.sqrt(2.0 * 2_500.0 * 9.780 / (1.225 * 800.0))

    assert -rows[-1, VX] == pytest.approx(steady_m_s, rel=2e-3)
    assert rows[-1, LOAD] == pytest.approx(9.780 / 9.80665, rel=2e-3)


def test_coefficients_change_between_the_two_mach_numbers():
    """The load tells the coefficients: slow below Mach 0.7, fast above 1.3, the mean between."""
    measured = []
    for mach in (SLOW_MACH - 0.1, 0.5 * (SLOW_MACH + FAST_MACH), FAST_MACH + 0.1):
        speed_m_s = mach * 340.294
        state = np.array([WGS84_A_M, 0.0, 0.0, 0.0, speed_m_s, 0.0])
        row = glide(state, CRAFT.body(lifting=False), 0.0, -100.0, longest_s=0.0).rows[0]
        measured.append(
            row[LOAD] * 9.80665 / (0.5 * 1.225 * speed_m_s**2)
            * CRAFT.mass_kg / CRAFT.reference_area_m2
        )  # fmt: skip
    slow, fast = CRAFT.drag_subsonic_coefficient, CRAFT.drag_coefficient

    assert measured == pytest.approx([slow, 0.5 * (slow + fast), fast], rel=1e-4)


def test_a_flight_that_climbs_away_is_not_down():
    """Faster than a circle, with all the lift: the ceiling ends it."""
    state = _entry(1.0)
    state[3:] *= 1.3

    assert not glide(state, CRAFT.body(), 0.0, FLOOR_M).reached_floor


def test_misses_are_seen_from_the_start():
    """Beyond is along the great circle, starboard to its right."""
    site = LandingSite(0.0, math.radians(20.0))
    beyond_m, starboard_m = miss_m(
        direction_of(0.0, 0.0), direction_of(math.radians(-1.0), math.radians(22.0)), site
    )

    assert beyond_m == pytest.approx(2.0 * 111_195.0, rel=1e-3)
    assert starboard_m == pytest.approx(111_195.0, rel=1e-3)


def test_crossings_are_found_falling_and_only_there():
    """The first passage on the way down, or nothing."""
    rows = glide(_entry(1.6), CRAFT.body(), 0.9, FLOOR_M).rows
    row = crossing(rows, 50e3)

    assert row is not None
    assert row[ALTITUDE] == pytest.approx(50e3, abs=1e-6)
    assert rows[0, TIME] < row[TIME] < rows[-1, TIME]
    assert crossing(rows, 120e3) is None


@pytest.mark.parametrize(
    "state", [np.zeros(5), np.full(6, np.nan), np.array([6.5e3, 0.0, 0.0, 0.0, 7.6, 0.0])]
)
def test_states_that_cannot_be_flown_are_refused(state):
    """Too few figures, figures that are none, kilometers for meters."""
    with pytest.raises(InputError):
        checked_state(state)


def test_a_vehicle_that_does_not_land_is_refused():
    """Progress has no landing block."""
    with pytest.raises(InputError, match="no landing is modelled"):
        landing_craft(load_catalogue().vehicle("progress-ms"))
