"""Linear covariance: the published case, Monte Carlo of the same, the algebra of each step."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from portcall.core.errors import InputError
from portcall.docking.covariance.linear_covariance import (
    Dispersion,
    at_crossing,
    burn_dispersion,
    burnt,
    coast,
    coast_noise,
    consistency,
    dispersed,
    measured,
    two_impulse_law,
)
from portcall.orbit.clohessy_wiltshire import transition, two_impulse

ROWS = Path(__file__).resolve().parents[3] / "shared/reference/gnc/validation_cases.csv"
RATE_RAD_S = 0.00114
START = np.array([-2000.0, 0.0, 1000.0, 1.71, 0.0, 0.0])
AIM = np.array([500.0, 0.0, 0.0, 0.0, 0.0, 0.0])
COAST_S, TRANSFER_S = 156.7, 900.0
PLACE_M, SPEED_M_S, TIED = 100.0 / 3.0, 0.11 / 3.0, 0.9
NOISE_M2_S3, BURN_M2_S2 = 4.8e-10, 2.5e-7
KNOWN = 0.1  # navigation error over dispersion, in sigma
PUBLISHED = (1.48352, 0.1061, 11.04)
NOMINAL_M_S, PART = 1e-4, 0.01
INTO_SPEED = np.vstack((np.zeros((3, 3)), np.eye(3)))


def spread():
    covariance = np.diag([PLACE_M**2] * 3 + [SPEED_M_S**2] * 3)
    covariance[2, 3] = covariance[3, 2] = TIED * PLACE_M * SPEED_M_S
    return covariance


def geller():
    """Nominal burn, sigma of the burn, sigma of the end: root of the sum of squares."""
    now = dispersed(spread(), KNOWN**2 * spread())
    first, second = transition(RATE_RAD_S, COAST_S), transition(RATE_RAD_S, TRANSFER_S)
    now = coast(now, first, coast_noise(RATE_RAD_S, COAST_S, NOISE_M2_S3))
    law = two_impulse_law(RATE_RAD_S, TRANSFER_S)
    burn = float(np.sqrt(np.trace(burn_dispersion(now, law))))
    now = burnt(now, law, INTO_SPEED, BURN_M2_S2 * np.eye(3))
    now = coast(now, second, coast_noise(RATE_RAD_S, TRANSFER_S, NOISE_M2_S3))
    nominal = two_impulse(first @ START, AIM, TRANSFER_S, RATE_RAD_S).first_m_s
    return float(np.linalg.norm(nominal)), burn, float(np.linalg.norm(now.sigmas[:3])), now


def test_val_the_published_case():
    nominal, burn, end, _ = geller()
    assert nominal == pytest.approx(PUBLISHED[0], abs=NOMINAL_M_S)
    assert burn == pytest.approx(PUBLISHED[1], rel=PART)
    assert end == pytest.approx(PUBLISHED[2], rel=PART)
    if ROWS.exists():
        with ROWS.open(encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file) if row["id"] == "VC-042")
        assert tuple(float(text) for text in row["expected"].split(";")) == PUBLISHED


def test_val_the_least_first_burn():
    """The row: a half orbit and a quarter of the rate times the height."""

    def first_burn(times_s):
        here = transition(RATE_RAD_S, times_s[0]) @ START
        return float(np.linalg.norm(two_impulse(here, AIM, times_s[1], RATE_RAD_S).first_m_s))

    best = minimize(
        first_burn, [500.0, 2600.0], method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-13, "maxiter": 4000},
    )  # fmt: skip
    assert best.fun == pytest.approx(0.28500, abs=1e-6)
    # flat about the best: half a nanometer per second is a thousandth of a degree
    assert np.degrees(best.x[1] * RATE_RAD_S) == pytest.approx(180.0, abs=0.01)


def test_the_case_flown_a_thousand_times_is_spread_alike():
    runs, draw = 4000, np.random.default_rng(42)
    first, second = transition(RATE_RAD_S, COAST_S), transition(RATE_RAD_S, TRANSFER_S)
    law = two_impulse_law(RATE_RAD_S, TRANSFER_S)

    def normal(covariance):
        return draw.multivariate_normal(np.zeros(len(covariance)), covariance, runs)

    true = normal(spread())
    believed = true + normal(KNOWN**2 * spread())
    true = true @ first.T + normal(coast_noise(RATE_RAD_S, COAST_S, NOISE_M2_S3))
    push = believed @ first.T @ law.T
    true[:, 3:] += push + normal(BURN_M2_S2 * np.eye(3))
    true = true @ second.T + normal(coast_noise(RATE_RAD_S, TRANSFER_S, NOISE_M2_S3))
    predicted = geller()[3].sigmas
    assert consistency(true, predicted).passed
    assert not consistency(true, 1.1 * predicted).passed


def test_a_measurement_of_everything_leaves_its_noise():
    start = dispersed(spread(), spread())
    noise = np.diag([0.01] * 3 + [1e-6] * 3)
    after = measured(start, np.eye(6), noise)
    wanted = np.linalg.inv(np.linalg.inv(spread()) + np.linalg.inv(noise))
    np.testing.assert_allclose(after.error, wanted, rtol=0, atol=1e-10)
    np.testing.assert_allclose(after.true, start.true)
    # a filter that trusts too much believes noise
    worse = measured(start, np.eye(6), noise, weight=np.eye(6))
    np.testing.assert_allclose(worse.error, noise, rtol=0, atol=1e-10)
    assert np.trace(worse.error) > np.trace(after.error)


def test_noise_of_a_coast_is_the_integral():
    steps, time_s = 4000, 900.0
    h = time_s / steps
    total = np.zeros((6, 6))
    for k in range(steps):
        enters = transition(RATE_RAD_S, (k + 0.5) * h)[:, 3:]
        total += NOISE_M2_S3 * h * enters @ enters.T
    np.testing.assert_allclose(
        coast_noise(RATE_RAD_S, time_s, NOISE_M2_S3), total, rtol=1e-5, atol=1e-12
    )


def test_at_the_plane_no_spread_is_left_across_it():
    slope, normal = np.array([0.3, 0.01, 0.0, 0, 0, 0]), np.array([1.0, 0, 0, 0, 0, 0])
    start = dispersed(spread(), KNOWN**2 * spread())
    crossed = at_crossing(start, slope, normal)
    assert crossed.sigmas[0] == pytest.approx(0.0, abs=1e-9)
    # what was ahead comes earlier and so less aside
    assert crossed.sigmas[1] == pytest.approx(
        np.hypot(PLACE_M, PLACE_M * slope[1] / slope[0]), rel=1e-9
    )
    believed = at_crossing(start, slope, normal, by="estimate")
    assert believed.sigmas[0] == pytest.approx(KNOWN * PLACE_M, rel=1e-9)
    with pytest.raises(InputError, match="along the plane"):
        at_crossing(start, np.array([0.0, 1.0, 0, 0, 0, 0]), normal)


def test_bad_sizes_are_refused():
    with pytest.raises(InputError, match="shape"):
        dispersed(np.eye(6), np.eye(5))
    with pytest.raises(InputError, match="no spread"):
        consistency(np.zeros((1, 3)), np.ones(3))
    assert Dispersion(np.eye(12)).size == 6


@pytest.mark.acceptance
def test_val_linear_covariance(record_figure):
    """A burn to a fixed place after a coast: nominal burn, its spread, and that of the end."""
    nominal, burn, end, _ = geller()
    passed = (
        abs(nominal - PUBLISHED[0]) <= NOMINAL_M_S
        and abs(burn / PUBLISHED[1] - 1.0) <= PART
        and abs(end / PUBLISHED[2] - 1.0) <= PART
    )
    record_figure(
        "linear covariance, case after Geller 2006",
        required="1.48352 m/s within 1e-4; 0.1061 m/s and 11.04 m within 1 %",
        measured=f"{nominal:.5f} m/s; {burn:.4f} m/s; {end:.2f} m",
        passed=passed,
    )
    assert passed
