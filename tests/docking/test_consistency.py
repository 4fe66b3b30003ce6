"""The filter is as good as it says: 200 scripted approaches through sensors and filter as they ship."""

import numpy as np
import pytest
from numba import njit
from scipy.stats import chi2

from portcall.catalogue.docking_errors import load_docking_errors
from portcall.catalogue.load import load_catalogue
from portcall.docking import columns as c
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation import sensor_columns as n
from portcall.docking.navigation.consistency import nees
from portcall.docking.navigation.filter_kernel import predict, start_filter, update
from portcall.docking.navigation.filter_setting import filter_constants
from portcall.docking.navigation.sensor_kernel import measure
from portcall.docking.navigation.sensors import design_sensor, draw_biases, sensor_suite
from portcall.docking.noise import gauss, seed_noise, uniform
from portcall.docking.turns import matrix_of, times_transposed, turn_on, turned_y

RATE_RAD_S = 1.13e-3
CATALOGUE = load_catalogue()
RECORD = 60  # a row every so many seconds
RUNS = 200
CONFIDENCE = 0.95
# of the epochs' averages, 95 % are expected inside; they hang together, so a few more may be out
LEAST_INSIDE = 0.9
FLOWN_LATERAL_M = 0.10  # published for ATV, one ship after another
NEES_ORBIT, NEES_ATTITUDE, NEES_ALL, NIS, USED, REJECTED = range(6)
LATERAL_Y, LATERAL_Z, LATERAL_SIGMA, TILT_ERROR, TILT_SIGMA, RANGE_M = range(6, 12)
ATTITUDE_SIGMA, COLUMNS = 12, 13


def a_port():
    """Zvezda's aft port seen in +XVV: the ship comes from behind, its nose along +V-bar."""
    port = np.zeros(c.PORT_SIZE)
    port[c.P_POSITION : c.P_POSITION + 3] = [-31.6, 0.0, 0.6]
    port[c.P_AXES : c.P_AXES + 9] = np.array([[-1, 0, 0], [0, -1, 0], [0, 0, 1.0]]).ravel()
    port[c.P_DOCKED : c.P_DOCKED + 4] = [0.0, 0.0, 0.0, 1.0]
    port[c.P_PROBE : c.P_PROBE + 3] = [3.6, 0.0, 0.0]
    port[c.P_SHIP_ANTENNA : c.P_SHIP_ANTENNA + 3] = [2.0, 0.4, -0.9]
    port[c.P_PORT_ANTENNA : c.P_PORT_ANTENNA + 3] = [-1.0, -0.3, -0.8]  # all but opposite
    return port


def a_port_off_its_place(center, antenna):
    """Return the port as it is: antennas and center of mass not quite where they are believed."""
    port = a_port()
    port[c.P_PROBE : c.P_PROBE + 3] -= center
    port[c.P_SHIP_ANTENNA : c.P_SHIP_ANTENNA + 3] -= center
    port[c.P_PORT_ANTENNA : c.P_PORT_ANTENNA + 3] += antenna
    return port


def rms(figure):
    """Return a figure's root mean square over its range."""
    low, high = figure.low, figure.high
    return np.sqrt((low * low + low * high + high * high) / 3.0)


def spread(rng, figure):
    """Return a figure drawn from its range, once from each of RUNS equal parts."""
    part = (rng.permutation(RUNS) + rng.random(RUNS)) / RUNS
    return figure.low + (figure.high - figure.low) * part


def constants(rng, size):
    """Return (RUNS, size) normal numbers whose mean squares are one.

    What stays for a whole run is wrong by the same in every epoch: the luck of 200 draws of it would be
    judged 27 times over, and not the filter.
    """
    normals = rng.standard_normal((RUNS, size))
    return normals / np.sqrt(np.mean(normals**2, axis=0))


@njit(error_model="numpy")
def _tip_offset(state, port, at_tilt, at_attitude):
    """Return the probe's tip from the port in the port's tilted axes (small tilt), three numbers."""
    body = matrix_of(state, at_attitude)
    px, py, pz = times_transposed(body, port[c.P_PROBE], port[c.P_PROBE + 1], port[c.P_PROBE + 2])
    x, y, z = state[at_tilt], state[at_tilt + 1], state[at_tilt + 2]
    q = port[c.P_POSITION : c.P_POSITION + 3]
    dx = state[0] + px - q[0] - (y * q[2] - z * q[1])
    dy = state[1] + py - q[1] - (z * q[0] - x * q[2])
    dz = state[2] + pz - q[2] - (x * q[1] - y * q[0])
    ex, ey, ez = dx - (y * dz - z * dy), dy - (z * dx - x * dz), dz - (x * dy - y * dx)
    a = c.P_AXES
    return (
        port[a] * ex + port[a + 1] * ey + port[a + 2] * ez,
        port[a + 3] * ex + port[a + 4] * ey + port[a + 5] * ez,
        port[a + 6] * ex + port[a + 7] * ey + port[a + 8] * ez,
    )


@njit(error_model="numpy")
def _drift(truth, n_rad_s, push, h):
    """Advance position and velocity by h under linearised motion and a push [m/s2 LVLH], midpoint."""
    s = truth[:6].copy()
    for half in range(2):
        k = np.empty(6)
        k[:3] = s[3:]
        k[3] = 2.0 * n_rad_s * s[5] + push[0]
        k[4] = -n_rad_s * n_rad_s * s[1] + push[1]
        k[5] = -2.0 * n_rad_s * s[3] + 3.0 * n_rad_s * n_rad_s * s[2] + push[2]
        if half == 0:
            s = truth[:6] + 0.5 * h * k
        else:
            truth[:6] += h * k


@njit(error_model="numpy")
def _wanted_speed(range_m):
    if range_m > 20.0:
        return max(0.3, min(6.0, 0.3 + (range_m - 150.0) * 0.003))
    return 0.15


@njit(error_model="numpy")
def fly(
    noise, port, believed, sensor, bias, k, deadband, tilt_rate_rad_s, offset_rad, faults, rows
):  # fmt: skip
    """Fly one approach with a steering that knows the truth; return the number of rows filled."""
    n_rad_s = RATE_RAD_S
    truth, measured, frozen = (
        np.zeros(c.TRUTH_SIZE),
        np.empty(c.MEASURED_SIZE),
        np.full(c.MEASURED_SIZE, np.nan),
    )
    estimate = np.zeros(f.FILTER_ESTIMATE_SIZE)
    covariance = np.empty((f.FILTER_SIZE, f.FILTER_SIZE))
    innovations, scratch = np.empty(c.MEASURED_SIZE), np.empty(f.FILTER_SCRATCH_SIZE)
    work, out, push, jolt = np.empty((12, 13)), np.empty(3), np.zeros(3), np.zeros(3)
    truth[0], truth[1], truth[2], truth[3] = -2500.0, 80.0 * gauss(noise), 80.0 * gauss(noise), 5.0
    truth[c.ATTITUDE + 3] = 1.0
    truth[c.RATE + 1] = -n_rad_s
    sign = np.ones(3)
    for axis in range(3):
        truth[c.TILT + axis] = offset_rad[axis] + deadband * (2.0 * uniform(noise) - 1.0)
    start_filter(truth, k, noise, estimate, covariance)
    filled, nis, used, rejected = 0, 0.0, 0.0, 0.0
    for second in range(1, 3000):
        jolt[:] = 0.0
        turned = np.zeros(3)
        for sub in range(5):
            h = 0.2
            x, y, z = _tip_offset(truth, port, c.TILT, c.ATTITUDE)
            speed = _wanted_speed(x)
            aside, below = min(max(-y, -20.0), 20.0), min(max(-z, -20.0), 20.0)
            wanted = np.array([speed, -0.02 * aside, 0.02 * below])
            for axis in range(3):
                push[axis] = 0.02 * max(-1.0, min(1.0, (wanted[axis] - truth[3 + axis]) * 5.0))
            body = matrix_of(truth, c.ATTITUDE)
            for row in range(3):
                jolt[row] += h * (
                    body[3 * row] * push[0]
                    + body[3 * row + 1] * push[1]
                    + body[3 * row + 2] * push[2]
                )
            _drift(truth, n_rad_s, push, h)
            wobble = second + h * sub
            wx, wy, wz = (
                2e-4 * np.cos(0.05 * wobble),
                -n_rad_s + 3e-4 * np.cos(0.07 * wobble),
                2e-4 * np.sin(0.06 * wobble),
            )
            turned[0] += wx * h
            turned[1] += wy * h
            turned[2] += wz * h
            turn_on(truth, c.ATTITUDE, wx * h, wy * h, wz * h)
            turned_y(truth, c.ATTITUDE, -n_rad_s * h)
        for axis in range(3):
            truth[c.RATE + axis] = turned[axis]
            truth[c.TILT_RATE + axis] = sign[axis] * tilt_rate_rad_s
            truth[c.TILT + axis] += truth[c.TILT_RATE + axis]
            if (truth[c.TILT + axis] - offset_rad[axis]) * sign[axis] > deadband:
                sign[axis] = -sign[axis]
        measure(
            float(second),
            1.0,
            truth,
            jolt,
            n_rad_s,
            port,
            sensor,
            bias,
            faults,
            noise,
            frozen,
            measured,
        )
        predict(estimate, covariance, measured, 1.0, n_rad_s, 0.0, n_rad_s * n_rad_s, k)
        update(estimate, covariance, measured, believed, n_rad_s, k, innovations, scratch)
        nis, used, rejected = nis + scratch[0], used + scratch[1], rejected + scratch[2]
        x, y, z = _tip_offset(truth, port, c.TILT, c.ATTITUDE)
        if second % RECORD == 0 or x <= 0.0:
            nees(estimate, covariance, truth, work, out)
            row = rows[filled]
            row[NEES_ORBIT], row[NEES_ATTITUDE], row[NEES_ALL] = out[0], out[1], out[2]
            row[NIS], row[USED], row[REJECTED] = nis, used, rejected
            nis, used, rejected = 0.0, 0.0, 0.0
            _, ey, ez = _tip_offset(estimate, believed, c.E_TILT, c.E_ATTITUDE)
            row[LATERAL_Y], row[LATERAL_Z] = ey - y, ez - z
            row[TILT_ERROR] = estimate[c.E_TILT + 1] - truth[c.TILT + 1]
            row[TILT_SIGMA] = np.sqrt(covariance[c.D_TILT + 1, c.D_TILT + 1])
            row[RANGE_M] = x
            row[ATTITUDE_SIGMA] = np.sqrt(covariance[c.D_ATTITUDE + 1, c.D_ATTITUDE + 1])
            filled += 1
        if x <= 0.0:
            return filled
    return -filled


def setting(vehicle):
    sensor = design_sensor(sensor_suite(CATALOGUE, vehicle))
    return sensor, filter_constants(sensor, load_docking_errors())


def approaches(vehicle):
    """Return (runs, epochs, COLUMNS); constants as the filter assumes, the swing from its range."""
    sensor, k = setting(vehicle)
    errors = load_docking_errors()
    station, rng = errors.station, np.random.default_rng(11)
    biases = draw_biases(sensor, constants(rng, n.BIAS_SIZE))
    offsets = np.radians(rms(station.attitude_offset_deg)) * constants(rng, 3)
    centers = rms(errors.ship.center_of_mass_m) * constants(rng, 3)
    antennas = rms(station.port_antenna_m) * constants(rng, 3)
    half_widths = np.radians(spread(rng, station.dead_band_deg))
    rates = np.radians(spread(rng, station.rate_deg_s))
    every = []
    for run in range(RUNS):
        rows = np.zeros((60, COLUMNS))
        filled = fly(
            seed_noise(11, run), a_port_off_its_place(centers[run], antennas[run]), a_port(), sensor,
            biases[run], k, half_widths[run], rates[run], offsets[run], np.zeros((1, c.FAULT_SIZE)),
            rows,
        )  # fmt: skip
        assert filled > 0
        every.append(rows[:filled])
    shared = min(len(rows) for rows in every) - 1
    return np.array([np.vstack([rows[:shared], rows[-1:]]) for rows in every])


@pytest.fixture(scope="module")
def flown():
    """Approaches to a station with an unknown offset that drifts to and fro in its dead band."""
    return approaches("progress-ms")


@pytest.mark.parametrize(
    ("column", "errors"), [(NEES_ORBIT, 6), (NEES_ATTITUDE, 3), (NEES_ALL, 12)]
)
def test_normalised_errors_lie_in_their_bounds(flown, column, errors):
    tail = 0.5 * (1.0 - CONFIDENCE)
    low, high = chi2.ppf([tail, 1.0 - tail], RUNS * errors) / RUNS
    mean = flown[:, :, column].mean(axis=0)
    assert np.mean((mean > low) & (mean < high)) >= LEAST_INSIDE, mean
    assert low < mean.mean() < high


def test_normalised_innovations_lie_in_their_bounds(flown):
    used = flown[:, :, USED].sum(axis=0)
    mean = flown[:, :, NIS].sum(axis=0) / used
    # an innovation's mean square over one second of all runs, as it would be judged in flight
    scalars = used / RECORD
    tail = 0.5 * (1.0 - CONFIDENCE)
    low, high = chi2.ppf(tail, scalars) / scalars, chi2.ppf(1.0 - tail, scalars) / scalars
    assert np.all((mean > low) & (mean < high)), mean


def test_five_sigma_gate_hardly_ever_closes_on_good_measurements(flown):
    assert flown[:, :, REJECTED].sum() / flown[:, :, USED].sum() < 1e-5  # 6e-7 by theory


def test_lateral_place_is_known_to_a_few_centimeters_at_contact(flown):
    lateral = np.hypot(flown[:, -1, LATERAL_Y], flown[:, -1, LATERAL_Z])
    assert np.quantile(lateral, 0.95) < FLOWN_LATERAL_M


def test_tilt_is_known_no_better_than_the_biases_of_both_ends(flown):
    sensor, _ = setting("progress-ms")
    both_ends = np.hypot(sensor[n.N_ATTITUDE_BIAS], sensor[n.N_PORT_BIAS])
    at_end = flown[:, -2, TILT_SIGMA].mean()
    assert 0.5 * both_ends < at_end < 2.0 * both_ends
    assert flown[:, -2, TILT_ERROR].std() == pytest.approx(at_end, rel=0.2)
