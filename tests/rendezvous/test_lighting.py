"""Lighting: angles in closed form, eclipse entry against a flown path, the contact rules' choices."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.profile import ContactRule
from portcall.core.constants import WGS84_A_M
from portcall.core.frames import gcrf_from_teme
from portcall.core.sourced import Figure
from portcall.core.time import after, elapsed_s
from portcall.environment.sun_moon import sun_direction_gcrf
from portcall.orbit.dynamics import ForceModel
from portcall.orbit.mean_elements import NearCircular, osculating_from_mean, to_state
from portcall.orbit.orbit_events import Event
from portcall.orbit.propagation import propagate
from portcall.orbit.secular import secular_rates
from portcall.rendezvous.lighting import choose_contact, eclipse_half_angle_rad, sun_in_orbit

LIFTOFF = datetime(2025, 7, 3, 19, 32, 40, tzinfo=UTC)
A_M = 6_796_000.0
STATION = NearCircular(A_M, 0.0, 0.0, math.radians(51.64), 2.0, 0.7)
NODE_RATE, LATITUDE_RATE = secular_rates(A_M, STATION.inclination_rad)
PERIOD_S = math.tau / LATITUDE_RATE
# mean against true latitude on a near-circle (J2 alone: 0.08 deg, 1.2 s); the entry itself slides by
# more where the shadow is grazed
ENTRY_S = 5.0
ANGLE_RAD = 1e-9


def _mean_at(utc):
    seconds = elapsed_s(LIFTOFF, utc)
    return NearCircular(
        A_M,
        0.0,
        0.0,
        STATION.inclination_rad,
        STATION.node_rad + NODE_RATE * seconds,
        STATION.argument_of_latitude_rad + LATITUDE_RATE * seconds,
    )


def _sun_at(utc):
    return gcrf_from_teme(utc).T @ sun_direction_gcrf(utc)


def _figure(value):
    return Figure(value=value, status="derived", source="this test")


def _rule(kind, earliest_h=3.0, **figures):
    return ContactRule(
        kind=kind,
        earliest_h=_figure(earliest_h),
        **{name: _figure(value) for name, value in figures.items()},
    )


@pytest.mark.parametrize(
    ("sun", "past_deg", "beta_deg"),
    [
        ((1.0, 0.0, 0.0), 30.0, 0.0),  # over the node
        ((0.0, 1.0, 0.0), 300.0, 0.0),  # a quarter further on
        ((-1.0, 0.0, 0.0), 210.0, 0.0),
        ((0.0, 0.6, 0.8), 300.0, math.degrees(math.asin(0.8))),
    ],
)
def test_angles_in_an_equatorial_plane(sun, past_deg, beta_deg):
    orbit = NearCircular(A_M, 0.0, 0.0, 0.0, 0.0, math.radians(30.0))
    past, beta = sun_in_orbit(orbit, np.array(sun))
    assert math.degrees(past) == pytest.approx(past_deg)
    assert math.degrees(beta) == pytest.approx(beta_deg)


@given(st.floats(0.1, 3.0), st.floats(0.0, 6.2), st.floats(-1.5, 1.5), st.floats(0.0, 6.2))
def test_prop_angles_place_the_sun(tilt, node, declination, right_ascension):
    sun = np.array(
        [
            math.cos(declination) * math.cos(right_ascension),
            math.cos(declination) * math.sin(right_ascension),
            math.sin(declination),
        ]
    )
    orbit = NearCircular(A_M, 0.0, 0.0, tilt, node, 1.0)
    past, beta = sun_in_orbit(orbit, sun)
    position, velocity = to_state(orbit)
    up = position / np.linalg.norm(position)
    # the Sun's height over the craft's horizon follows from both angles
    assert float(up @ sun) == pytest.approx(math.cos(beta) * math.cos(past), abs=ANGLE_RAD)
    ahead = velocity / np.linalg.norm(velocity)
    assert float(ahead @ sun) == pytest.approx(-math.cos(beta) * math.sin(past), abs=ANGLE_RAD)


def test_eclipse_half_angle_is_the_geometry_and_ends_at_high_beta():
    assert eclipse_half_angle_rad(A_M, 0.0) == pytest.approx(math.asin(WGS84_A_M / A_M))
    limit = math.asin(WGS84_A_M / A_M)
    assert eclipse_half_angle_rad(A_M, limit - 0.01) > 0.0
    assert eclipse_half_angle_rad(A_M, limit + 0.01) == 0.0


def test_eclipse_entry_is_where_a_flown_path_enters_the_shadow():
    contact = choose_contact(_rule("eclipse-entry"), LIFTOFF, _mean_at, _sun_at).utc
    position, velocity = to_state(osculating_from_mean(STATION))
    rotation = gcrf_from_teme(LIFTOFF)
    zonal = ForceModel(degree=20, order=0, atmosphere="none", sun_moon=False)
    flown = propagate(
        LIFTOFF,
        np.concatenate((rotation @ position, rotation @ velocity)),
        5.0 * 3600.0,
        zonal,
        events=[Event("shadow", direction=-1)],
    )
    entries = [event.time_s for event in flown.events]
    assert len(entries) >= 2
    late_enough = [time_s for time_s in entries if time_s >= 3.0 * 3600.0]
    assert elapsed_s(LIFTOFF, contact) == pytest.approx(late_enough[0], abs=ENTRY_S)


@settings(max_examples=30)
@given(st.floats(0.0, 90.0), st.floats(1.0, 60.0))
def test_prop_contact_follows_the_entry_by_the_offset(offset_deg, earliest_h):
    bare = choose_contact(_rule("eclipse-entry", earliest_h), LIFTOFF, _mean_at, _sun_at)
    rule = _rule("eclipse-entry", earliest_h, eclipse_entry_offset_deg=offset_deg)
    shifted = choose_contact(rule, LIFTOFF, _mean_at, _sun_at)
    turned = elapsed_s(bare.utc, shifted.utc) * LATITUDE_RATE
    assert math.degrees(turned) == pytest.approx(offset_deg, abs=1e-3)
    since_s = elapsed_s(after(LIFTOFF, earliest_h * 3600.0), bare.utc)
    # from entry to entry the Sun moves against the plane: some seconds more than a revolution
    assert -1.0 <= since_s <= PERIOD_S + 15.0
    assert bare.reason == "after eclipse entry"


def test_noon_comes_first_where_it_does():
    chosen = choose_contact(
        _rule("noon-or-eclipse-entry", past_noon_deg=85.0, eclipse_entry_offset_deg=18.0),
        LIFTOFF,
        _mean_at,
        _sun_at,
    )
    past, beta = sun_in_orbit(_mean_at(chosen.utc), _sun_at(chosen.utc))
    half = eclipse_half_angle_rad(A_M, beta)
    wanted = {
        "85 deg past noon": 85.0,
        "after eclipse entry": math.degrees(math.pi - half) + 18.0,
    }
    assert math.degrees(past) == pytest.approx(wanted[chosen.reason], abs=0.1)
    # whichever it is, within the two the next is never earlier
    others = [
        choose_contact(
            _rule("eclipse-entry", eclipse_entry_offset_deg=18.0), LIFTOFF, _mean_at, _sun_at
        ).utc
    ]
    assert all(chosen.utc <= other for other in others)


def test_too_late_falls_back_to_the_usual_duration():
    rule = _rule("eclipse-entry", 3.0, latest_h=3.0001, fallback_h=3.28)
    chosen = choose_contact(rule, LIFTOFF, _mean_at, _sun_at)
    assert elapsed_s(LIFTOFF, chosen.utc) == pytest.approx(3.28 * 3600.0, abs=1e-3)
    assert "usual duration" in chosen.reason


def test_a_duration_rule_looks_at_no_light():
    chosen = choose_contact(_rule("duration", 6.0), LIFTOFF, _mean_at, _sun_at)
    assert elapsed_s(LIFTOFF, chosen.utc) == pytest.approx(6.0 * 3600.0, abs=1e-3)
