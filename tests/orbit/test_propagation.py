"""Propagation: closed forms, both ways in time, thrust, events, ensembles."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.core.errors import InputError
from portcall.core.frames import geodetic_from_itrf, itrf_from_gcrf, lvlh_from_gcrf
from portcall.environment.sun_moon import sun_direction_gcrf
from portcall.orbit.dynamics import ForceModel, Thrust, prepare_forces
from portcall.orbit.ensemble import final_states, propagate_many
from portcall.orbit.orbit_events import Event
from portcall.orbit.propagation import (
    DEFAULT_TOLERANCE_M,
    TIGHT_TOLERANCE_M,
    final_state,
    propagate,
)

EPOCH = datetime(2025, 7, 3, 19, 32, 40, tzinfo=UTC)
TWO_DAYS_S = 172_800.0
CLEAN = ForceModel(8, 8, "none", sun_moon=False)
FULL = ForceModel(8, 8, "us76", ballistic_m2_kg=0.0105)
POINT_MASS = ForceModel(0, 0, "none", sun_moon=False)
DEFAULT_WITHIN_M = 1.0


def station():
    a, e, inclination = 6_791e3, 0.0005, np.radians(51.64)
    speed = np.sqrt(GM_EARTH_M3_S2 / a * (1 + e) / (1 - e))
    return np.array(
        [a * (1 - e), 0.0, 0.0, 0.0, speed * np.cos(inclination), speed * np.sin(inclination)]
    )


def test_a_point_mass_gives_kepler_back():
    start = station()
    a = 1.0 / (2.0 / np.linalg.norm(start[:3]) - start[3:] @ start[3:] / GM_EARTH_M3_S2)
    period_s = 2.0 * np.pi * np.sqrt(a**3 / GM_EARTH_M3_S2)
    end = final_state(EPOCH, start, 10 * period_s, POINT_MASS, tolerance_m=1e-7)
    # some 500 steps of 1e-7 m, which ten turns stretch along the path
    np.testing.assert_allclose(end[:3], start[:3], rtol=0, atol=5e-3)


def test_default_tolerance_keeps_two_days_within_a_meter_and_tight_within_five_centimeters():
    reference = final_state(EPOCH, station(), TWO_DAYS_S, FULL, tolerance_m=1e-8)
    for tolerance_m, allowed_m in (
        (DEFAULT_TOLERANCE_M, DEFAULT_WITHIN_M),
        (TIGHT_TOLERANCE_M, 0.01),
    ):
        end = final_state(EPOCH, station(), TWO_DAYS_S, FULL, tolerance_m=tolerance_m)
        assert np.linalg.norm(end[:3] - reference[:3]) < allowed_m


def test_backwards_undoes_forwards():
    there = propagate(EPOCH, station(), 40_000.0, FULL, tolerance_m=TIGHT_TOLERANCE_M)
    end = EPOCH + timedelta(seconds=40_000)
    back = propagate(end, there.final_state, -40_000.0, FULL, tolerance_m=TIGHT_TOLERANCE_M)
    np.testing.assert_allclose(back.final_state[:3], station()[:3], atol=1e-3)
    middle = there.state_at(17_000.0)
    np.testing.assert_allclose(back.state_at(17_000.0 - 40_000.0)[:3], middle[:3], atol=1e-3)


def test_the_span_may_cross_midnights_and_shares_one_table():
    first = prepare_forces(FULL, EPOCH, TWO_DAYS_S)
    assert prepare_forces(FULL, EPOCH + timedelta(hours=1), TWO_DAYS_S - 7_200) is first
    end = final_state(EPOCH, station(), 50_000.0, first)
    long = prepare_forces(FULL, EPOCH - timedelta(days=3), 8 * 86_400.0)
    np.testing.assert_allclose(end, final_state(EPOCH, station(), 50_000.0, long), atol=1e-3)
    with pytest.raises(InputError, match="outside the prepared forces"):
        final_state(EPOCH, station(), 9 * 86_400.0, first)


def test_drag_lowers_the_orbit_by_what_the_work_says():
    mean_density = 2.2e-12
    rate = ForceModel(0, 0, "us76", ballistic_m2_kg=0.01, sun_moon=False)
    twice = ForceModel(0, 0, "us76", ballistic_m2_kg=0.005, density_factor=2.0, sun_moon=False)
    end = final_state(EPOCH, station(), 86_400.0, rate)
    np.testing.assert_allclose(end, final_state(EPOCH, station(), 86_400.0, twice), rtol=1e-12)
    a_end = 1.0 / (2.0 / np.linalg.norm(end[:3]) - end[3:] @ end[3:] / GM_EARTH_M3_S2)
    # da/dt = -Cd A/m rho sqrt(GM a), less about 9 % for the air that turns along
    expected = -0.01 * mean_density * np.sqrt(GM_EARTH_M3_S2 * 6_791e3) * 86_400.0 * 0.91
    assert a_end - 6_791e3 == pytest.approx(expected, rel=0.25)


def test_thrust_follows_the_rocket_equation_and_the_local_frame():
    mass_kg, force_n, exhaust_m_s = 7_000.0, 2_950.0, 2_970.0
    start = np.append(station(), mass_kg)
    burn_s = 60.0
    frame = lvlh_from_gcrf(start[:3], start[3:6])
    coast = final_state(EPOCH, start, burn_s, POINT_MASS)
    for axis in np.eye(3):
        thrust = Thrust(force_n, exhaust_m_s, tuple(axis))
        end = final_state(EPOCH, start, burn_s, POINT_MASS, thrust=thrust)
        burned_kg = force_n / exhaust_m_s * burn_s
        assert end[6] == pytest.approx(mass_kg - burned_kg, abs=1e-6)
        gained = exhaust_m_s * np.log(mass_kg / (mass_kg - burned_kg))
        push = frame @ (end[3:6] - coast[3:6])
        # the frame turns by 0.07 rad during the burn
        np.testing.assert_allclose(push, gained * axis, atol=0.05 * gained)
        assert np.linalg.norm(push) == pytest.approx(gained, rel=3e-3)


def test_events_are_what_they_say():
    asked = (
        Event("node"),
        Event("shadow"),
        Event("altitude", level_m=416e3),
        Event("apsis"),
        Event("umbra"),
        Event("penumbra"),
    )
    flown = propagate(EPOCH, station(), 30_000.0, FULL, events=asked)
    names = {event.name for event in flown.events}
    assert len(names) == 12
    for event in flown.events:
        place = itrf_from_gcrf(event.utc) @ event.state[:3]
        if event.name.endswith("node"):
            assert abs(place[2]) < 1.0  # the clock carries a microsecond, the crossing 6 km/s
            assert (event.state[5] > 0.0) == (event.name == "ascending-node")
        elif event.name.startswith("altitude"):
            assert geodetic_from_itrf(place)[2] == pytest.approx(416e3, abs=0.05)
        elif event.name.startswith("shadow"):
            sun = sun_direction_gcrf(event.utc)
            off = event.state[:3] - (event.state[:3] @ sun) * sun
            assert np.linalg.norm(off) == pytest.approx(6_378_137.0, abs=5.0)
        elif event.name in ("perigee", "apogee"):
            assert abs(event.state[:3] @ event.state[3:6]) < 1.0
    order = [e.name for e in flown.events if "umbra" in e.name][:6]
    assert order.index("penumbra-entry") < order.index("umbra-entry") < order.index("umbra-exit")


def test_a_terminal_event_ends_the_flight_there():
    flown = propagate(
        EPOCH, station(), 20_000.0, FULL, events=(Event("node", direction=-1, terminal=True),)
    )
    assert flown.stopped
    assert flown.events[-1].name == "descending-node"
    assert flown.end_s == pytest.approx(flown.events[-1].time_s, abs=1e-9)
    np.testing.assert_allclose(flown.final_state, flown.events[-1].state)


def test_event_times_hold_at_the_default_tolerance():
    asked = (Event("node"), Event("shadow"))
    coarse = propagate(EPOCH, station(), TWO_DAYS_S, FULL, events=asked)
    fine = propagate(EPOCH, station(), TWO_DAYS_S, FULL, events=asked, tolerance_m=1e-6)
    assert [e.name for e in coarse.events] == [e.name for e in fine.events]
    shift_s = [abs(a.time_s - b.time_s) for a, b in zip(coarse.events, fine.events, strict=True)]
    assert max(shift_s) < 1e-4  # 0.2 m at 7.7 km/s is 3e-5 s


def test_an_ensemble_is_its_members():
    rng = np.random.default_rng(7)
    spread = np.array([500.0] * 3 + [0.5] * 3)
    states = station() + rng.normal(size=(230, 6)) * spread
    for model in (ForceModel(2, 0, "none", sun_moon=False), CLEAN, FULL):
        ends = propagate_many(EPOCH, states, 20_000.0, model, step_s=100.0)
        again = propagate_many(EPOCH, states, 20_000.0, model, step_s=100.0, threads=2)
        np.testing.assert_array_equal(ends, again)
        for member in (0, 33, 229):
            alone = final_state(EPOCH, states[member], 20_000.0, model, tolerance_m=1e-7)
            np.testing.assert_allclose(ends[member, :3], alone[:3], rtol=0, atol=0.01)
        few = propagate_many(EPOCH, states[:3], 20_000.0, model, step_s=100.0)
        np.testing.assert_allclose(few, ends[:3], rtol=0, atol=1e-4)


def test_the_step_of_an_ensemble_is_proved():
    low = np.tile(station(), (3, 1))
    low[:, 3:] *= 1.05  # an ellipse, which an even step of 240 s does not carry
    ends = propagate_many(EPOCH, low, 40_000.0, CLEAN)
    alone = final_state(EPOCH, low[0], 40_000.0, CLEAN, tolerance_m=1e-7)
    assert np.linalg.norm(ends[0, :3] - alone[:3]) < 0.6


def test_final_states_are_final_states():
    forces = prepare_forces(FULL, EPOCH, 30_000.0)
    start = np.append(station(), 7_000.0)
    pushes = [None, Thrust(100.0, 3_000.0), Thrust(100.0, 3_000.0, (0.0, 1.0, 0.0))]
    spans = [(EPOCH, start, duration) for duration in (1_000.0, 200.0, 300.0)]
    ends = final_states(spans, forces, thrusts=pushes, threads=2)
    for end, (epoch, state, duration), push in zip(ends, spans, pushes, strict=True):
        np.testing.assert_array_equal(end, final_state(epoch, state, duration, forces, thrust=push))


@pytest.mark.parametrize(
    ("state", "thrust", "words"),
    [
        (np.zeros(5), None, "shape"),
        (np.full(6, np.nan), None, "cannot be flown"),
        (np.ones(6), Thrust(1.0, 3_000.0), "needs the mass"),
        (np.ones(7), Thrust(1.0, 3_000.0, (0.0, 0.0, 0.0)), "not zero"),
    ],
)
def test_bad_input_is_refused(state, thrust, words):
    with pytest.raises(InputError, match=words):
        propagate(EPOCH, state, 10.0, FULL, thrust=thrust)
