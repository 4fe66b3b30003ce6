"""Mean and osculating elements: exact where they must be, and constant along an orbit under J2."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.orbit.dynamics import ForceModel
from portcall.orbit.mean_elements import (
    NearCircular,
    from_state,
    mean_from_osculating,
    osculating_from_mean,
    to_state,
)
from portcall.orbit.propagation import propagate
from portcall.orbit.secular import rates_kernel, zonal_table

START = datetime(2025, 7, 3, tzinfo=UTC)
J2_ONLY = ForceModel(degree=2, order=0, atmosphere="none", sun_moon=False, rotation="uniform")
ROUNDING_M = 1e-6
AXIS_PEAK_TO_PEAK_M = 150.0  # J2 squared: 1e-6 of the axis some tens of times over
PLANE_DEG = 1e-3  # the validity that the module states
ANGLE_RAD = 1e-12

near_circular = st.builds(
    lambda a, e, w, i, node, u: NearCircular(a, e * math.cos(w), e * math.sin(w), i, node, u),
    st.floats(6_550_000.0, 6_900_000.0),
    st.floats(0.0, 0.009),
    st.floats(0.0, math.tau),
    st.floats(0.2, 2.9),
    st.floats(-3.1, 3.1),
    st.floats(0.0, math.tau),
)


def _apart_m(one, other):
    a = one.semi_major_axis_m
    turns = [
        math.remainder(one.node_rad - other.node_rad, math.tau),
        math.remainder(one.argument_of_latitude_rad - other.argument_of_latitude_rad, math.tau),
    ]
    rest = [one.ex - other.ex, one.ey - other.ey, one.inclination_rad - other.inclination_rad]
    return max(abs(a - other.semi_major_axis_m), *(a * abs(x) for x in (*turns, *rest)))


@given(near_circular)
def test_prop_a_state_and_its_elements_are_one(orbit):
    # a nanoradian of rounding in acos of the inclination is 1e-2 m at worst near the pole
    assert _apart_m(from_state(*to_state(orbit)), orbit) < 0.02


@given(near_circular)
def test_prop_a_state_obeys_energy_and_radius_limits(orbit):
    position, velocity = to_state(orbit)
    r, v = float(np.linalg.norm(position)), float(np.linalg.norm(velocity))
    energy = v * v / 2.0 - GM_EARTH_M3_S2 / r
    assert -GM_EARTH_M3_S2 / (2.0 * energy) == pytest.approx(orbit.semi_major_axis_m, rel=1e-12)
    assert orbit.perigee_radius_m - ROUNDING_M <= r <= orbit.apogee_radius_m + ROUNDING_M


@given(near_circular)
def test_prop_mean_and_osculating_undo_each_other(orbit):
    # three rounds of a contraction by the short-period terms' own size, some 1e-3
    assert _apart_m(mean_from_osculating(osculating_from_mean(orbit)), orbit) < 0.05


@pytest.mark.parametrize(("altitude_m", "eccentricity"), [(205e3, 0.0024), (418e3, 0.0006)])
def test_mean_elements_stand_still_under_j2(altitude_m, eccentricity):
    mean = NearCircular(6_378_137.0 + altitude_m, 0.0, eccentricity, 0.9012, 0.4, 1.2)
    state = np.concatenate(to_state(osculating_from_mean(mean)))
    times = np.linspace(0.0, 5500.0, 111)
    states = propagate(START, state, 5500.0, J2_ONLY).state_at(times)
    osculating = [from_state(s[:3], s[3:]) for s in states]
    means = [mean_from_osculating(o) for o in osculating]
    swing = np.ptp([o.semi_major_axis_m for o in osculating])
    left = np.ptp([m.semi_major_axis_m for m in means])
    assert left < AXIS_PEAK_TO_PEAK_M
    assert left < 0.01 * swing  # the terms are there, and take all but a hundredth away
    node_rate, _ = rates_kernel(mean.semi_major_axis_m, mean.inclination_rad, zonal_table()[:1], 2)
    nodes = np.degrees([m.node_rad - node_rate * t for m, t in zip(means, times, strict=True)])
    assert np.ptp(nodes) < 2 * PLANE_DEG
    assert np.ptp(np.degrees([m.inclination_rad for m in means])) < 2 * PLANE_DEG
    assert np.ptp(np.degrees([o.inclination_rad for o in osculating])) > 20 * PLANE_DEG


def test_osculating_inclination_at_the_node_is_above_the_mean():
    # reports name 51.66 to 51.67 deg at the node for orbits whose mean is 51.64 to 51.65
    mean = NearCircular(6_594_000.0, 0.0, 0.0, math.radians(51.644), 0.0, 0.0)
    at_node = math.degrees(osculating_from_mean(mean).inclination_rad)
    assert at_node - 51.644 == pytest.approx(0.021, abs=PLANE_DEG)


def test_heights_of_an_orbit():
    orbit = NearCircular(6_583_137.0, 3.0e-3, -4.0e-3, 0.9, 0.0, 0.0)
    assert orbit.perigee_radius_m == pytest.approx(6_583_137.0 * 0.995, abs=ROUNDING_M)
    assert orbit.apogee_radius_m == pytest.approx(6_583_137.0 * 1.005, abs=ROUNDING_M)
