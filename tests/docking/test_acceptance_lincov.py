"""Linear covariance against runs of the same scenario, and the filter's consistency in the closed loop."""

from dataclasses import fields, replace

import numpy as np
import pytest
from scenario_case import scenario_of
from scipy.stats import chi2

from portcall.docking import columns as c
from portcall.docking.covariance.covariance_check import flown_at_times
from portcall.docking.covariance.guided_covariance import _swing, guided_spread
from portcall.docking.covariance.linear_covariance import consistency
from portcall.docking.covariance.linear_scenario import linear_scenario
from portcall.docking.covariance.loop_gradients import hear
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation import sensor_columns as n
from portcall.docking.navigation.consistency import ATTITUDE, ORBIT, nees
from portcall.docking.plug.session import draw_run, opened
from portcall.docking.plug.session_kernel import ACT_NOTHING, GOES_ON, act, think
from portcall.docking.run import run_arrays as a
from portcall.docking.run.sample import Ranges

RUNS = 200
SEED = 4
JUDGED_M = 50.0
TOO_LARGE = 1.3  # a prediction so far off has to be found out
NAVIGATOR_CONFIDENCE = 0.95
EVERY_S = 60
SAME = 1e-12
NOTHING = 1e-6  # [m] and [m/s]
DRAWN, DRAWN_SHARE = 200_000, 0.01  # draws of a phase, and how well they give a mean product
HARMONICS_LEFT_OUT = 1e-3  # of a triangle's square beyond the fifth
NOISY = np.isin(
    np.arange(n.SENSOR_SIZE),
    [
        n.N_RANGE_NOISE, n.N_RANGE_PART, n.N_RANGE_BIAS, n.N_RATE_NOISE, n.N_RATE_BIAS,
        n.N_ANGLE_NOISE, n.N_ANGLE_BIAS, n.N_PORT_NOISE, n.N_PORT_BIAS, n.N_RELATIVE_NOISE,
        n.N_GYRO_NOISE, n.N_GYRO_BIAS, n.N_DELTA_V_NOISE, n.N_ACCELERATION_BIAS,
        n.N_ATTITUDE_NOISE, n.N_ATTITUDE_BIAS,
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def linear():
    return linear_scenario(scenario_of(), SEED)


@pytest.fixture(scope="module")
def spread(linear):
    return guided_spread(linear)


def test_the_linearised_navigator_is_the_one_that_flies(linear):
    """Stepped again by itself, the base of the differences is the estimate that flew."""
    setting = linear.setting
    draw = draw_run(linear, SEED, 0)
    work = opened(setting, draw)
    think(setting, work)
    for _ in range(7):
        before, covariance = work.estimate.copy(), work.covariance.copy()
        act(setting, work, draw.sample, ACT_NOTHING, np.zeros(1))
        heard = hear(setting, work, draw.sensor, before, covariance)
        # the mass is by the propellant book, not the filter's
        off = np.delete(heard.estimate - work.estimate, c.E_MASS)
        assert np.max(np.abs(off)) < SAME


def test_the_approach_itself_stays_as_it_was():
    scenario = scenario_of()
    before = [np.array(one) for one in scenario.setting]
    linear_scenario(scenario, SEED)
    assert all(np.array_equal(a, b) for a, b in zip(before, scenario.setting, strict=True))


def test_without_anything_drawn_nothing_is_spread(linear):
    """A still station, sensors without error, a known start: every sigma is nothing."""
    still = replace(
        linear,
        ranges=Ranges(*(np.zeros(3) for _ in fields(Ranges))),
        sensor_ranges=np.where(NOISY, 0.0, linear.sensor_ranges),
        setting=linear.setting._replace(filter=without_a_start(linear.setting.filter)),
    )
    spread = guided_spread(still)
    assert np.all(spread.sigmas(spread.row_at(JUDGED_M)) < NOTHING)


def without_a_start(knows):
    """Return the filter's constants with next to nothing wrong at the start."""
    out = knows.copy()
    out[f.Q_START :] *= NOTHING
    return out


def test_oscillators_have_the_moments_of_a_swing_between_two_ends():
    """Against a triangular wave that begins at a random place: variance and memory."""
    band, rate, seconds = 0.003, 1e-4, 40
    swing = _swing(band, rate, 1.0)
    tilt = swing.tilt[c.D_TILT]
    later = np.linalg.matrix_power(swing.step, seconds)
    rng = np.random.default_rng(5)
    period = 4.0 * band / rate
    phase = period * rng.random(DRAWN)

    def at(time):
        part = (time / period) % 1.0
        return band * (4.0 * np.abs(part - 0.5) - 1.0)

    first, second = at(phase), at(phase + seconds)
    assert tilt @ swing.start @ tilt == pytest.approx(band**2 / 3.0, rel=HARMONICS_LEFT_OUT)
    assert tilt @ later @ swing.start @ tilt == pytest.approx(
        np.mean(first * second), rel=DRAWN_SHARE
    )


@pytest.mark.acceptance
def test_val_sigmas_are_those_of_runs(linear, spread, record_figure):
    """Twelve sigmas at 50 m together at 99 %: true place and speed, and the errors of both."""
    rows = [spread.leg_starts[1] - 1, spread.row_at(JUDGED_M), spread.row_at(5.0)]
    flown = flown_at_times(linear, SEED, RUNS, tuple(float(t) for t in spread.times_s[rows]))
    held = [consistency(flown[k], spread.sigmas(row)) for k, row in enumerate(rows)]
    worst = [one.ratios[np.argmax(np.abs(one.ratios - 1.0))] for one in held]
    record_figure(
        "linear covariance against runs, 12 sigmas",
        required="chi-square of the variance at 99 %, all twelve at 50 m",
        measured=f"ratios {held[1].ratios.min():.2f} to {held[1].ratios.max():.2f} within "
        f"{held[1].lower:.2f} to {held[1].upper:.2f} at 50 m; worst at the hold {worst[0]:.2f}, "
        f"at 5 m {worst[2]:.2f} ({RUNS} runs)",
        passed=held[1].passed,
    )
    assert held[1].passed, held[1].ratios
    assert not consistency(flown[1], TOO_LARGE * spread.sigmas(rows[1])).passed


def _navigated(scenario, runs):
    """Return (runs, epochs, 5): three normalised squares, squared innovations and their number."""
    setting, out = scenario.setting, np.empty(3)
    every = []
    for run in range(runs):
        draw = draw_run(scenario, SEED, run)
        work = opened(setting, draw)
        think(setting, work)
        rows, outcome, second = [], GOES_ON, 0
        while outcome == GOES_ON:
            nis, used = work.counts[a.K_NIS], work.counts[a.K_USED]
            outcome = act(setting, work, draw.sample, ACT_NOTHING, np.zeros(1))
            second += 1
            if second % EVERY_S == 0 and outcome == GOES_ON:
                nees(work.estimate, work.covariance, work.truth, work.nees_work, out)
                rows.append([*out, work.counts[a.K_NIS] - nis, work.counts[a.K_USED] - used])
        every.append(rows)
    shared = min(len(rows) for rows in every)
    return np.array([rows[:shared] for rows in every])


def _bounds(count):
    """Return the 95 % bounds of a mean of so many squares of unit variance."""
    tail = 0.5 * (1.0 - NAVIGATOR_CONFIDENCE)
    return chi2.ppf(tail, count) / count, chi2.ppf(1.0 - tail, count) / count


@pytest.mark.acceptance
def test_val_navigator_is_consistent_in_the_loop(record_figure):
    """Normalised squares over 200 closed-loop runs as they are drawn, a run being one sample."""
    flown = _navigated(scenario_of(), RUNS)
    by_epoch = flown.mean(axis=0)
    place, attitude = by_epoch[:, ORBIT], by_epoch[:, ATTITUDE]
    nis = flown[:, :, 3].sum() / flown[:, :, 4].sum()
    within = (
        _within(place.mean() / 6, 6 * RUNS),
        _within(attitude.mean() / 3, 3 * RUNS),
        # an epoch's innovations are those of one second: independent of the next epoch's
        _within(nis, flown[:, :, 4].sum()),
    )
    epochs = np.mean([_within(one / 6, 6 * RUNS) for one in place])
    record_figure(
        "consistency of the navigator in the loop",
        required="mean NEES of a run (6 and 3 errors) and NIS over 200 runs inside their 95 % bounds",
        measured=f"place and speed {place.mean():.2f}, attitude {attitude.mean():.2f}, NIS {nis:.3f}",
        passed=all(within),
        note=f"by epoch, place and speed {place.min():.1f} to {place.max():.1f}, {epochs:.0%} of epochs "
        f"inside; attitude {attitude.min():.2f} to {attitude.max():.2f}",
    )
    assert all(within), (place, attitude, nis)


def _within(mean, count):
    low, high = _bounds(count)
    return bool(low < mean < high)
