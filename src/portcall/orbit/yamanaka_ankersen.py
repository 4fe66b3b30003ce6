"""Motion beside a station on an elliptic orbit, in closed form.

Model   The linear equations with the true anomaly as the clock and offsets scaled by
        rho = 1 + e cos(anomaly), whose solution Yamanaka and Ankersen found without the singularity
        of the older ones.
Valid   Any eccentricity below 1, point-mass gravity; offsets small against the radius. With e = 0 it
        is Clohessy and Wiltshire's solution (tested), and within the linear size it follows the
        nonlinear motion up to e = 0.7 (tested).
Source  Yamanaka and Ankersen 2002, J. Guidance, Control, and Dynamics 25, 60, equations 78 to 84.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_IN_PLANE = (0, 2, 3, 5)
_ACROSS = (1, 4)
_KEPLER_ROUNDS = 50


def anomaly_after(eccentricity: float, anomaly_rad: float, n_rad_s: float, time_s: float) -> float:
    """Return the true anomaly a time later, without wrapping. [rad]

    Parameters
    ----------
    eccentricity : float
        Below 1.
    anomaly_rad : float
        True anomaly at the start. [rad]
    n_rad_s, time_s : float
        Mean motion [rad/s] and time. [s]

    Examples
    --------
    >>> round(anomaly_after(0.3, 0.0, 1e-3, 1000 * np.pi), 9)
    3.141592654
    """
    e = eccentricity
    ratio = np.sqrt((1.0 - e) / (1.0 + e))
    # eccentric anomaly on the same turn as the true one
    lag = np.arctan2((ratio - 1.0) * np.sin(anomaly_rad / 2) * np.cos(anomaly_rad / 2),
                     np.cos(anomaly_rad / 2) ** 2 + ratio * np.sin(anomaly_rad / 2) ** 2)  # fmt: skip
    eccentric = anomaly_rad + 2.0 * lag
    mean = eccentric - e * np.sin(eccentric) + n_rad_s * time_s
    guess = mean + e * np.sin(mean)
    for _ in range(_KEPLER_ROUNDS):
        step = (guess - e * np.sin(guess) - mean) / (1.0 - e * np.cos(guess))
        guess -= step
        if abs(step) < 1e-15 * max(1.0, abs(guess)):
            break
    half_sin, half_cos = np.sin(guess / 2), np.cos(guess / 2)
    lead = np.arctan2((1.0 / ratio - 1.0) * half_sin * half_cos,
                      half_cos**2 + half_sin**2 / ratio)  # fmt: skip
    return float(guess + 2.0 * lead)


def _forward(e: float, anomaly: float, j: float) -> Array:
    """Return the fundamental matrix of the in-plane motion, (4, 4)."""
    sine, cosine = np.sin(anomaly), np.cos(anomaly)
    rho = 1.0 + e * cosine
    s, c = rho * sine, rho * cosine
    s_slope = cosine + e * np.cos(2.0 * anomaly)
    c_slope = -(sine + e * np.sin(2.0 * anomaly))
    return np.array(
        [
            [1.0, -c * (1.0 + 1.0 / rho), s * (1.0 + 1.0 / rho), 3.0 * rho**2 * j],
            [0.0, s, c, 2.0 - 3.0 * e * s * j],
            [0.0, 2.0 * s, 2.0 * c - e, 3.0 * (1.0 - 2.0 * e * s * j)],
            [0.0, s_slope, c_slope, -3.0 * e * (s_slope * j + s / rho**2)],
        ]
    )


def _backward(e: float, anomaly: float) -> Array:
    """Return the inverse of the fundamental matrix at the start, (4, 4)."""
    sine, cosine = np.sin(anomaly), np.cos(anomaly)
    rho = 1.0 + e * cosine
    s, c = rho * sine, rho * cosine
    one = 1.0 + 1.0 / rho
    return np.array(
        [
            [1.0 - e * e, 3.0 * e * s * (1.0 / rho + 1.0 / rho**2), -e * s * one, -e * c + 2.0],
            [0.0, -3.0 * s * (1.0 / rho + e * e / rho**2), s * one, c - 2.0 * e],
            [0.0, -3.0 * (c / rho + e), c * one + e, -s],
            [0.0, 3.0 * rho + e * e - 1.0, -(rho**2), e * s],
        ]
    ) / (1.0 - e * e)


def _scaled(e: float, anomaly: float, k2: float) -> Array:
    """Return the matrix from (r, v) of one axis to the scaled pair, (2, 2)."""
    rho = 1.0 + e * np.cos(anomaly)
    return np.array([[rho, 0.0], [-e * np.sin(anomaly), 1.0 / (k2 * rho)]])


def transition(n_rad_s: float, eccentricity: float, anomaly_rad: float, time_s: float) -> Array:
    """Return the state transition matrix, (6, 6), over position [m] and velocity [m/s] in LVLH.

    Parameters
    ----------
    n_rad_s : float
        The station's mean motion. [rad/s]
    eccentricity, anomaly_rad : float
        Of its orbit, and its true anomaly at the start. [rad]
    time_s : float
        Also negative. [s]

    Examples
    --------
    The first row of Clohessy and Wiltshire's matrix after a quarter of a circular orbit.

    >>> n = 1.128868e-3
    >>> np.round(transition(n, 0.0, 1.0, 0.5 * np.pi / n)[0] * [1, 1, 1, n, 1, n], 6) + 0.0
    array([ 1.      ,  0.      ,  3.424778, -0.712389,  0.      ,  2.      ])
    """
    e = eccentricity
    end = anomaly_after(e, anomaly_rad, n_rad_s, time_s)
    k2 = n_rad_s / (1.0 - e * e) ** 1.5
    there = _forward(e, end, k2 * time_s) @ _backward(e, anomaly_rad)
    scale, back = _scaled(e, anomaly_rad, k2), np.linalg.inv(_scaled(e, end, k2))
    one = np.eye(2)
    matrix = np.zeros((6, 6))
    # the four in-plane entries are (x, z, vx, vz): each scaling acts on both axes alike
    in_plane = np.kron(back, one) @ there @ np.kron(scale, one)
    matrix[np.ix_(_IN_PLANE, _IN_PLANE)] = in_plane
    turn = end - anomaly_rad
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    matrix[np.ix_(_ACROSS, _ACROSS)] = back @ spin @ scale
    return matrix
