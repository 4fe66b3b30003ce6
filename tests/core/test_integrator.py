"""The integrator: order, dense output, events, both ways in time, and its cache."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate._ivp import dop853_coefficients as published

from portcall.core import tableau
from portcall.core.compiled import cached_njit
from portcall.core.errors import InputError
from portcall.core.integrator import integrate
from portcall.core.signatures import RHS_SIGNATURE

KEPLER_PARAMS = np.ones(1)
CIRCLE = np.array([1.0, 0.0, 0.0, 1.0])
TURN = 2.0 * np.pi


@cached_njit(RHS_SIGNATURE)
def kepler(_t, y, params, out):
    pull = -params[0] / (y[0] * y[0] + y[1] * y[1]) ** 1.5
    out[0] = y[2]
    out[1] = y[3]
    out[2] = pull * y[0]
    out[3] = pull * y[1]


@cached_njit(RHS_SIGNATURE)
def crossings(_t, y, params, out):
    out[0] = y[1]
    out[1] = y[0] - params[1]


def ellipse(eccentricity):
    return np.array(
        [1.0 - eccentricity, 0.0, 0.0, np.sqrt((1.0 + eccentricity) / (1.0 - eccentricity))]
    )


def test_val_coefficients_are_the_published_ones():
    assert published.C[5] == tableau.C_6
    assert published.A[11, 10] == tableau.A_12_11
    assert published.B[11] == tableau.B_12
    np.testing.assert_array_equal(tableau.DENSE, published.D)


@pytest.mark.parametrize("stage", range(2, 17))
def test_each_stage_row_sums_to_its_node(stage):
    if stage == 13:
        total = sum(value for name, value in vars(tableau).items() if name.startswith("B_"))
        node = 1.0
    else:
        row = f"A_{stage}_"
        total = sum(value for name, value in vars(tableau).items() if name.startswith(row))
        node = getattr(tableau, f"C_{stage}")
    assert total == pytest.approx(node, abs=2e-13)  # weights reach 150, rounding of each 1e-14


def test_error_falls_with_the_eighth_power_of_the_step():
    errors = []
    for steps in (32, 64):
        h = TURN / steps
        run = integrate(
            kepler,
            0.0,
            TURN,
            CIRCLE,
            KEPLER_PARAMS,
            absolute=1e3,
            first_step_s=h,
            longest_step_s=h,
        )
        assert len(run.times_s) == steps + 1
        errors.append(np.abs(run.final_state - CIRCLE).max())
    order = np.log2(errors[0] / errors[1])
    assert 7.5 < order < 9.0


def test_dense_output_is_nearly_as_good_as_the_steps():
    run = integrate(kepler, 0.0, 5.0 * TURN, CIRCLE, KEPLER_PARAMS, absolute=1e-10)
    times = np.linspace(0.0, 5.0 * TURN, 997)
    exact = np.column_stack([np.cos(times), np.sin(times)])
    at_steps = np.abs(run.states[-1, :2] - CIRCLE[:2]).max()
    between = np.abs(run.at(times)[:, :2] - exact).max()
    assert between < 3.0 * at_steps + 1e-12
    np.testing.assert_allclose(run.at(run.times_s), run.states, atol=1e-13)
    assert run.at(1.0).shape == (4,)


def test_events_are_found_where_they_are_both_ways_in_time():
    params = np.array([1.0, 0.3])
    for end in (4.0 * TURN, -4.0 * TURN):
        run = integrate(
            kepler,
            0.0,
            end,
            CIRCLE,
            params,
            absolute=1e-13,
            event=crossings,
            directions=[0, 1],
        )
        nodes = np.array([hit.time_s for hit in run.hits if hit.index == 0])
        rising = np.array([hit.rising for hit in run.hits if hit.index == 0])
        half_turns = nodes / np.pi
        assert len(nodes) in (7, 8)  # the last one lies on the end
        np.testing.assert_allclose(half_turns, np.round(half_turns), atol=1e-10)
        np.testing.assert_array_equal(rising, np.round(half_turns).astype(int) % 2 == 0)
        sideways = np.array([hit.time_s for hit in run.hits if hit.index == 1])
        np.testing.assert_allclose(np.mod(sideways, TURN), TURN - np.arccos(0.3), atol=1e-10)
        order = np.sign(end) * np.diff([hit.time_s for hit in run.hits])
        assert np.all(order >= 0.0)


def test_a_grazing_pair_inside_one_step_is_found():
    params = np.array([1.0, 1.0 - 1e-7])
    run = integrate(
        kepler, -1.0, 1.0, np.array([np.cos(1), -np.sin(1), np.sin(1), np.cos(1)]), params,
        absolute=1e-12, event=crossings, directions=[0, 0], longest_step_s=0.45,
    )  # fmt: skip
    pair = [hit.time_s for hit in run.hits if hit.index == 1]
    half_width = np.arccos(1.0 - 1e-7)
    np.testing.assert_allclose(pair, [-half_width, half_width], atol=1e-8)


def test_a_terminal_event_ends_the_run_at_itself():
    params = np.array([1.0, -2.0])
    run = integrate(
        kepler,
        0.5,
        TURN,
        np.array([np.cos(0.5), np.sin(0.5), -np.sin(0.5), np.cos(0.5)]),
        params,
        absolute=1e-13,
        event=crossings,
        directions=[-1, 0],
        terminals=[True, False],
    )
    assert run.stopped
    assert run.times_s[-1] == pytest.approx(np.pi, abs=1e-10)
    np.testing.assert_allclose(run.final_state, [-1.0, 0.0, 0.0, -1.0], atol=1e-10)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 0.8), st.floats(-3.0 * TURN, 3.0 * TURN))
def test_prop_energy_and_momentum_stay_and_time_runs_back(eccentricity, end):
    start = ellipse(eccentricity)
    there = integrate(kepler, 0.0, end, start, KEPLER_PARAMS, absolute=1e-12).final_state
    energy = 0.5 * (there[2] ** 2 + there[3] ** 2) - 1.0 / np.hypot(there[0], there[1])
    momentum = there[0] * there[3] - there[1] * there[2]
    assert energy == pytest.approx(-0.5, abs=1e-8)
    assert momentum == pytest.approx(np.sqrt(1.0 - eccentricity**2), abs=1e-8)
    back = integrate(kepler, end, 0.0, there, KEPLER_PARAMS, absolute=1e-12).final_state
    np.testing.assert_allclose(back, start, atol=1e-6)


def test_a_singular_system_is_refused_with_the_time():
    falling = np.array([1.0, 0.0, 0.0, 0.0])  # straight into the center
    with pytest.raises(InputError, match=r"stopped at 1\.\d+ s"):
        integrate(kepler, 0.0, 5.0, falling, KEPLER_PARAMS, absolute=1e-9, most_steps=20_000)


def test_times_outside_the_run_are_refused():
    run = integrate(kepler, 0.0, 1.0, CIRCLE, KEPLER_PARAMS, absolute=1e-9)
    with pytest.raises(InputError, match=r"1\.500 s is outside the run"):
        run.at([0.5, 1.5])


def test_a_second_process_loads_the_compiled_integrator(tmp_path):
    program = (
        "from portcall.core.integrator import integrate_compiled as f;"
        "print(sum(f.stats.cache_hits.values()), sum(f.stats.cache_misses.values()))"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": str(root / "src"),
    }
    counts = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(2)
    ]
    assert counts == [["0", "1"], ["1", "0"]]
