"""How far a guided ship is spread, without flying it often: linear covariance of truth and estimate.

Model   Deviations from the nominal path, first order: what is true and what the navigator believes,
        stacked, with one covariance of both. A coast carries both, and disturbs the truth; a
        measurement moves the estimate towards the truth; a burn answers the estimate and moves the
        truth. A leg that ends where the ship crosses a plane ends earlier or later for each ship: its
        deviation is carried along the path to the plane.
Valid   As long as deviations act linearly: dead bands and minimum pulses only as noise of their size.
Source  Geller 2006, J. Guidance, Control, and Dynamics 29, 1404 (DOI 10.2514/1.19447); Maybeck 1979,
        Stochastic Models, Estimation and Control, section 6.8; Van Loan 1978, IEEE Transactions on
        Automatic Control 23, 395 (the noise of a coast).
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm
from scipy.stats import chi2

from portcall.core.errors import InputError
from portcall.orbit.clohessy_wiltshire import transition

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Dispersion:
    """The spread of truth and estimate about the nominal path.

    Attributes
    ----------
    joint : Array
        Covariance of (true deviation, believed deviation), shape (2n, 2n).
    """

    joint: Array = field(repr=False)

    @property
    def size(self) -> int:
        """Number of states."""
        return int(self.joint.shape[0]) // 2

    @property
    def true(self) -> Array:
        """Covariance of the true deviation, (n, n)."""
        return self.joint[: self.size, : self.size]

    @property
    def believed(self) -> Array:
        """Covariance of the believed deviation, (n, n)."""
        return self.joint[self.size :, self.size :]

    @property
    def error(self) -> Array:
        """Covariance of the navigation error, believed less true, (n, n)."""
        less = np.hstack((-np.eye(self.size), np.eye(self.size)))
        return less @ self.joint @ less.T

    @property
    def sigmas(self) -> Array:
        """One sigma of each true deviation, (n,)."""
        return np.sqrt(np.diag(self.true))


def dispersed(true: Array, error: Array) -> Dispersion:
    """Return the start of a run: a spread, and a navigation error that knows nothing of it.

    Parameters
    ----------
    true, error : Array
        Covariances of the true deviation and of the navigation error, (n, n).

    Raises
    ------
    InputError
        Shapes that do not fit.
    """
    if true.ndim != 2 or true.shape[0] != true.shape[1] or true.shape != error.shape:
        raise InputError(
            f"covariances of shape {true.shape} and {error.shape}", limit="both square, one size"
        )
    return Dispersion(np.block([[true, true], [true, true + error]]))


def coast_noise(n_rad_s: float, time_s: float, density_m2_s3: float) -> Array:
    """Return what white acceleration adds in a coast, (6, 6), by Van Loan's matrix exponential.

    Parameters
    ----------
    n_rad_s, time_s : float
        Mean motion [rad/s] and length. [s]
    density_m2_s3 : float
        Power spectral density of the acceleration, each axis. [m2 s-3]

    Examples
    --------
    Without an orbit it is the random walk's third of the cube.

    >>> float(coast_noise(1e-9, 100.0, 3e-10)[0, 0])
    0.0001
    """
    slope = np.zeros((6, 6))
    slope[:3, 3:] = np.eye(3)
    slope[3, 5], slope[5, 3] = 2.0 * n_rad_s, -2.0 * n_rad_s
    slope[4, 1], slope[5, 2] = -(n_rad_s**2), 3.0 * n_rad_s**2
    noise = np.diag([0.0] * 3 + [density_m2_s3] * 3)
    blocks = expm(np.block([[-slope, noise], [np.zeros((6, 6)), slope.T]]) * time_s)
    return np.asarray(blocks[6:, 6:].T @ blocks[:6, 6:])


def coast(start: Dispersion, matrix: Array, noise: Array) -> Dispersion:
    """Return the spread after a coast.

    Parameters
    ----------
    start : Dispersion
    matrix, noise : Array
        State transition, and the covariance that disturbances add to the truth, (n, n).
    """
    both = np.kron(np.eye(2), matrix)
    joint = both @ start.joint @ both.T
    joint[: start.size, : start.size] += noise
    return Dispersion(joint)


def gain(error: Array, sees: Array, noise: Array) -> Array:
    """Return the Kalman gain, (n, m), of a measurement `sees` (m, n) with noise (m, m)."""
    seen = error @ sees.T
    return np.asarray(np.linalg.solve(sees @ seen + noise, seen.T).T)


def measured(
    start: Dispersion, sees: Array, noise: Array, weight: Array | None = None
) -> Dispersion:
    """Return the spread after a measurement.

    Parameters
    ----------
    start : Dispersion
    sees, noise : Array
        What it sees of the state, (m, n), and the covariance of its noise, (m, m).
    weight : Array, optional
        The filter's gain, (n, m); otherwise that of a filter which knows its own error.
    """
    size = start.size
    by = gain(start.error, sees, noise) if weight is None else weight
    seen = by @ sees
    moves = np.block([[np.eye(size), np.zeros((size, size))], [seen, np.eye(size) - seen]])
    joint = moves @ start.joint @ moves.T
    joint[size:, size:] += by @ noise @ by.T
    return Dispersion(joint)


def burnt(start: Dispersion, law: Array, enters: Array, noise: Array) -> Dispersion:
    """Return the spread after a burn that answers the estimate.

    Parameters
    ----------
    start : Dispersion
    law : Array
        How the commanded burn changes with the believed deviation, (m, n).
    enters : Array
        Which states the burn changes, (n, m).
    noise : Array
        Covariance of what the burn misses its command by, (m, m).
    """
    size = start.size
    does = enters @ law
    moves = np.block([[np.eye(size), does], [np.zeros((size, size)), np.eye(size) + does]])
    joint = moves @ start.joint @ moves.T
    joint[:size, :size] += enters @ noise @ enters.T
    return Dispersion(joint)


def burn_dispersion(start: Dispersion, law: Array) -> Array:
    """Return the covariance of the commanded burn, (m, m), before it is given."""
    return np.asarray(law @ start.believed @ law.T)


def at_crossing(
    start: Dispersion, slope: Array, normal: Array, by: Literal["truth", "estimate"] = "truth"
) -> Dispersion:
    """Return the spread where the ship crosses a plane, instead of at the nominal time.

    Parameters
    ----------
    start : Dispersion
        At the nominal time.
    slope : Array
        Nominal time derivative of the state there, (n,).
    normal : Array
        Gradient of what is zero at the plane, (n,).
    by : {"truth", "estimate"}
        Whether the ship itself or its computer is at the plane.

    Raises
    ------
    InputError
        A nominal path along the plane.
    """
    across = float(normal @ slope)
    if abs(across) < 1e-12 * float(np.linalg.norm(normal) * np.linalg.norm(slope)):
        raise InputError("the nominal path runs along the plane that it should cross")
    size = start.size
    shift = np.outer(slope, normal) / across
    moves = np.eye(2 * size)
    columns = slice(0, size) if by == "truth" else slice(size, 2 * size)
    moves[:size, columns] -= shift
    moves[size:, columns] -= shift
    return Dispersion(moves @ start.joint @ moves.T)


def two_impulse_law(n_rad_s: float, time_s: float) -> Array:
    """Return how the first impulse to a fixed place answers the believed state, (3, 6)."""
    matrix = transition(n_rad_s, time_s)
    back = np.linalg.inv(matrix[:3, 3:])
    return np.hstack((-back @ matrix[:3, :3], -np.eye(3)))


@dataclass(frozen=True)
class Consistency:
    """Sampled sigmas against predicted ones.

    Attributes
    ----------
    ratios : Array
        Sampled over predicted sigma, (k,).
    lower, upper : float
        Where a ratio may lie, all k together, at the confidence asked for.
    """

    ratios: Array
    lower: float
    upper: float

    @property
    def passed(self) -> bool:
        """Whether every ratio lies inside."""
        return bool(np.all((self.ratios >= self.lower) & (self.ratios <= self.upper)))


def consistency(samples: Array, sigmas: Array, confidence: float = 0.99) -> Consistency:
    """Return whether sampled deviations are spread as predicted, by the chi-square of the variance.

    Parameters
    ----------
    samples : Array
        One run a row, (runs, k).
    sigmas : Array
        Predicted, (k,).
    confidence : float
        That no ratio of a true prediction lies outside, shared out over the k of them.

    Raises
    ------
    InputError
        Fewer than two runs.
    """
    runs, count = samples.shape
    if runs < 2:
        raise InputError(f"{runs} runs have no spread", limit="two or more")
    tail = 0.5 * (1.0 - confidence ** (1.0 / count))
    low, high = chi2.ppf([tail, 1.0 - tail], runs - 1)
    return Consistency(
        ratios=np.std(samples, axis=0, ddof=1) / sigmas,
        lower=float(np.sqrt(low / (runs - 1))),
        upper=float(np.sqrt(high / (runs - 1))),
    )
