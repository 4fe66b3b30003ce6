"""What the watch knows before a run: each thruster's signature, its errors, and the limits of alarm.

Model   A thruster's signature is the force and the angular acceleration that it gives while it burns.
        What is not known of it: a part of its thrust, a tilt of its line, the place of the center of mass,
        and the length of a pulse; each an upper bound used as a standard deviation, because it stays the
        same through a run. The limit of alarm follows from the number of questions asked: in 10,000 runs of
        2,040 seconds with 2 hypotheses for each of 29 thrusters and at most 33 sums that overlap, 3.9e10.
        A log likelihood ratio of 30 is passed by chance with the probability of a Gaussian beyond
        sqrt(60) = 7.75 sigma, 1e-14: 4e-4 false alarms in all of them. For sensors the same with 7 sigma;
        a cumulative sum of z^2 - 3 is at a start above 100 with e^-61 (see `surprise_exponent`).
Valid   Errors inside those bounds. A thruster that lacks less than the least part is not looked for.
Source  Page 1954, Biometrika 41, 100 (cumulative sums); Willsky and Jones 1976, IEEE Transactions on
        Automatic Control 21, 108 (generalized likelihood ratio); Lorden 1971, Annals of Mathematical
        Statistics 42, 1897 (bounds on false alarms).
"""

import math

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.faults import watch_columns as w

Array = NDArray[np.float64]

_HALVINGS = 60


def watch_table(
    thruster_rows: Array,
    center_of_mass_m: Array,
    inertia_kg_m2: Array,
    *,
    gain_error_part: float = 0.1,
    shift_m: float = 0.12,
    misalignment_rad: float = 0.026,
) -> Array:
    """Return each thruster's signature and what is not known of it.

    Parameters
    ----------
    thruster_rows : (N, THRUSTER_SIZE) array
        The ship's layout.
    center_of_mass_m : (3,) array
        From the catalogue's body origin. [m]
    inertia_kg_m2 : (3,) or (3, 3) array
        About the center of mass, body axes. [kg m2]
    gain_error_part, shift_m, misalignment_rad : float
        Largest errors of thrust, of the center of mass (each axis), and of the line of thrust.

    Returns
    -------
    (N, WT_SIZE) array
    """
    inertia = np.diag(inertia_kg_m2) if np.ndim(inertia_kg_m2) == 1 else np.asarray(inertia_kg_m2)
    inverse = np.linalg.inv(inertia)
    table = np.zeros((len(thruster_rows), w.WT_SIZE))
    for row, out in zip(thruster_rows, table, strict=True):
        force = row[c.T_THRUST_N] * row[c.T_FORCE : c.T_FORCE + 3]
        arm = row[c.T_POSITION : c.T_POSITION + 3] - center_of_mass_m
        turn = inverse @ np.cross(arm, force)
        thrust = float(np.linalg.norm(force))
        # the torque that a shift, a tilt or a gain that is not known can give about each axis
        spin = np.abs(inverse) @ (shift_m * np.sqrt(np.maximum(thrust**2 - force**2, 0.0)))
        tilt = np.abs(inverse) @ np.full(3, misalignment_rad * thrust * np.linalg.norm(arm))
        out[w.WT_FORCE : w.WT_FORCE + 3] = force
        out[w.WT_TURN : w.WT_TURN + 3] = turn
        out[w.WT_FORCE2 : w.WT_FORCE2 + 3] = (gain_error_part * force) ** 2 + (
            misalignment_rad * thrust
        ) ** 2
        out[w.WT_TURN2 : w.WT_TURN2 + 3] = (gain_error_part * turn) ** 2 + spin**2 + tilt**2
        out[w.WT_GROUP], out[w.WT_MAIN] = row[c.T_GROUP], row[c.T_MAIN]
    return table


def surprise_exponent(expected_square: float, drift_per_square: float) -> float:
    """Return the exponent of the chance that a cumulative sum of squares ever crosses a limit.

    A sum of z^2 - drift, z Gaussian with variance s, that starts anew at 0 crosses h with a chance below
    exp(-exponent h); the exponent solves E exp(x (z^2 - drift)) = 1.

    Parameters
    ----------
    expected_square : float
        Variance s of the innovations over what the filter thinks.
    drift_per_square : float
        What is taken off each; above s.

    Examples
    --------
    >>> round(surprise_exponent(1.0, 2.0), 3)
    0.398
    """
    most = 0.5 / expected_square * (1.0 - 1e-12)

    def log_mean(x: float) -> float:
        return -0.5 * math.log1p(-2.0 * x * expected_square) - drift_per_square * x

    # halved, as often as doubles can be: a solver's package would take longer to load
    low, high = 1e-6, most
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if log_mean(middle) < 0.0 else (low, middle)
    return 0.5 * (low + high)


def watch_constants(
    inertia_kg_m2: Array,
    *,
    gyro_sigma_rad_s: float = 8e-5,
    delta_v_sigma_m_s: float = 5e-4,
    accelerometer_bias_m_s2: float = 1e-5,
    range_sigma_m: float = 0.3,
    range_part: float = 0.0035,
    angle_sigma_rad: float = 0.00175,
    on_time_sigma_s: float = 0.002,
    min_on_s: float = 0.03,
    silent_s: float = 10.0,
    blind_m: float = 3.0,
    tilt_rad: float = 0.0436,
    manual_below_m: float = 0.0,
) -> Array:
    """Return the watch's constants; errors default to the upper ends of the Russian sensors' ranges.

    Parameters
    ----------
    inertia_kg_m2 : (3,) or (3, 3) array
        Of the ship, body axes. [kg m2]
    gyro_sigma_rad_s, delta_v_sigma_m_s, accelerometer_bias_m_s2 : float
        Errors of one mean rate, of one second's velocity increment, and of the accelerometer's zero.
    range_sigma_m, range_part, angle_sigma_rad : float
        Errors of the radar; the second as a part of the range.
    on_time_sigma_s, min_on_s : float
        Scatter and least length of a pulse.
    silent_s, blind_m : float
        Longest silence of a sensor, and the range below which silence is let pass.
    tilt_rad : float
        Largest tilt of the station that its own control allows: 1 degree, doubled, and a half more.
    manual_below_m : float
        An operator takes over instead of an abort below this range; 0: none stands by.

    Returns
    -------
    (WC_SIZE,) array
    """
    inertia = np.asarray(inertia_kg_m2, dtype=np.float64)
    k = np.zeros(w.WC_SIZE)
    k[w.WC_GYRO2] = 2.0 * gyro_sigma_rad_s**2
    k[w.WC_DELTA_V2] = delta_v_sigma_m_s**2
    k[w.WC_DRIFT_M_S2] = accelerometer_bias_m_s2
    k[w.WC_INERTIA : w.WC_INERTIA + 3] = inertia if inertia.ndim == 1 else np.diag(inertia)
    k[w.WC_ON_TIME2], k[w.WC_MIN_ON_S] = on_time_sigma_s**2, min_on_s
    k[w.WC_ARM] = 12.0
    k[w.WC_CERTAIN] = 30.0
    k[w.WC_OFF_LEAST], k[w.WC_ON_LEAST], k[w.WC_LEFT] = 0.35, 0.6, 0.35
    k[w.WC_GIVE_UP] = 8.0
    k[w.WC_SILENT_S], k[w.WC_BLIND_M] = silent_s, blind_m
    k[w.WC_SURPRISE_DRIFT], k[w.WC_SURPRISE] = 3.0, 100.0
    k[w.WC_RANGE_SIGMA_M], k[w.WC_RANGE_PART] = range_sigma_m, range_part
    k[w.WC_RANGE_SIGMAS], k[w.WC_RATE_OFF_M_S] = 7.0, 0.006
    # a mean over five: a third of one, at both ends, seven sigma
    k[w.WC_ENDS] = math.sin(tilt_rad) + 7.0 * math.sqrt(2.0) * angle_sigma_rad / 3.0
    k[w.WC_MANUAL] = float(manual_below_m > 0.0)
    k[w.WC_MANUAL_M] = manual_below_m
    return k
