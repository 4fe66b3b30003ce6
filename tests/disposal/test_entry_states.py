"""Dispersed deorbits: the same for any threads, each sample by itself, and none without errors."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.catalogue.dispersions import load_error_model
from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.core.sourced import Figure
from portcall.core.time import elapsed_s
from portcall.disposal.deorbit import DeorbitBurn, fly_deorbit
from portcall.disposal.entry_states import PlannedBurn, entry_states
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.engine import Engine

IGNITION = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)
MASS_KG, DELTA_V_M_S, SEED = 5800.0, 120.0, 7
ENGINE = Engine(2950.0, 302.0 * 9.80665)
FORCES = prepare_forces(ForceModel(ballistic_m2_kg=2.2 * 10.0 / MASS_KG), IGNITION, 20_000.0)
ERRORS = load_error_model()


def planned(delta_v_m_s=DELTA_V_M_S):
    r = WGS84_A_M + 415e3
    speed, tilt = math.sqrt(GM_EARTH_M3_S2 / r), math.radians(51.64)
    state = np.array([r, 0, 0, 0, speed * math.cos(tilt), speed * math.sin(tilt), MASS_KG])
    return PlannedBurn(IGNITION, state, delta_v_m_s, "inertial", ENGINE, FORCES)


def scaled(record, factor):
    """The same errors, so many times as large."""
    figures = {
        name: Figure(value=one.value * factor, status="derived", source="a test's")
        for name, one in record
        if isinstance(one, Figure)
    }
    return record.model_copy(update=figures)


def errors(factor):
    parts = {"burn": scaled(ERRORS.burn, factor), "deorbit": scaled(ERRORS.deorbit, factor)}
    return ERRORS.model_copy(update=parts)


def flown(samples, *, seed=SEED, threads=1, factor=1.0, delta_v_m_s=DELTA_V_M_S):
    return entry_states(
        planned(delta_v_m_s), errors(factor), samples=samples, seed=seed, threads=threads
    )


def bytes_of(states):
    return (
        states.states_itrf.tobytes(), states.after_ignition_s.tobytes(), states.mass_kg.tobytes()
    )  # fmt: skip


@pytest.fixture(scope="module")
def twelve():
    return flown(12)


def test_same_seed_gives_the_same_bytes_for_any_threads(twelve):
    assert bytes_of(flown(12, threads=2)) == bytes_of(twelve)


def test_a_sample_is_the_same_whatever_comes_after_it(twelve):
    assert np.array_equal(flown(5).states_itrf, twelve.states_itrf[:5])


def test_another_seed_gives_other_samples(twelve):
    assert not np.any(flown(3, seed=SEED + 1).states_itrf == twelve.states_itrf[:3])


def test_without_errors_every_sample_is_the_planned_entry():
    burn_s = ENGINE.duration_s(ENGINE.propellant_kg(MASS_KG, DELTA_V_M_S))
    nominal = fly_deorbit(
        IGNITION, planned().state, [DeorbitBurn(IGNITION, burn_s)], ENGINE, FORCES
    ).entry
    states = flown(3, factor=0.0)
    assert states.entered.all()
    for row, mass_kg in zip(states.states_itrf, states.mass_kg, strict=True):
        assert row == pytest.approx(nominal.state_itrf, abs=1e-6)
        assert mass_kg == pytest.approx(float(nominal.state_gcrf[6]))
    assert states.after_ignition_s == pytest.approx(elapsed_s(IGNITION, nominal.utc), abs=2e-6)


def test_smaller_errors_stay_nearer(twelve):
    center = flown(1, factor=0.0).states_itrf[0, :3]
    near = flown(12, factor=0.1).states_itrf[:, :3]
    far_m, near_m = (
        float(np.median(np.linalg.norm(one - center, axis=1)))
        for one in (twelve.states_itrf[:, :3], near)
    )
    assert near_m < 0.2 * far_m  # a tenth, nearly linear


def test_samples_that_stay_up_are_counted_and_not_dropped():
    states = flown(3, delta_v_m_s=30.0)
    assert len(states.mass_kg) == 3
    assert not states.entered.any()
    assert np.isnan(states.states_itrf).all()


def test_progress_counts_every_sample():
    seen = []
    entry_states(planned(), errors(1.0), samples=4, seed=SEED, threads=2, progress=seen.append)
    assert seen == [1, 2, 3, 4]
