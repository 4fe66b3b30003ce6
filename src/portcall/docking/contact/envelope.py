"""Whether the conditions at contact are inside what the mechanism allows, and by how much.

Model   Each criterion as a fraction of its limit: over 1 is outside. The least closing speed is the limit
        over the speed. Pitch and yaw count as the length of their vector, and so do the two lateral
        components; the distance from the plane counts with the offset, which makes a box a sphere.
        All criteria hold together. One contact is judged at the tight end of the published range of the
        limits, at the value and at the wide end.
Valid   Conditions at the crossing of the port's plane; in a berthing box at any moment.
Source  IDSS IDD revision E, section 3.3.1.1, for the form; limits are data.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.errors import InputError
from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking.contact.contact_columns import (
    C_ANGLES,
    C_AXIAL,
    C_CLOSING,
    C_LATERAL_RATE,
    C_OFFSET,
    C_RATES,
    J_CODE,
    J_WORST,
    L_CLOSING_MAX,
    L_CLOSING_MIN,
    L_LATERAL_RATE,
    L_OFFSET,
    L_PITCH_YAW,
    L_PITCH_YAW_RATE,
    L_ROLL,
    L_ROLL_RATE,
    LIMITS_SIZE,
)

Array = NDArray[np.float64]

CRITERIA = (
    "too slow", "too fast", "lateral offset", "lateral rate", "pitch and yaw angle", "roll angle",
    "pitch and yaw rate", "roll rate",
)  # fmt: skip


@njit(error_model="numpy", _nrt=False)
def limit_fraction(criterion: int, c: Array, limits: Array, row: int) -> float:
    """Return how much of one limit the conditions use: over 1 is outside."""
    limit = limits[row, criterion]
    used = 0.0
    if criterion == L_CLOSING_MIN:
        if limit <= 0.0:  # a hold: the drift may go either way
            return c[C_CLOSING] / limit if limit < 0.0 else 0.0
        return limit / c[C_CLOSING] if c[C_CLOSING] > 0.0 else np.inf
    if criterion == L_CLOSING_MAX:
        used = c[C_CLOSING]
    elif criterion == L_OFFSET:
        used = np.sqrt(c[C_OFFSET] ** 2 + c[C_OFFSET + 1] ** 2 + c[C_AXIAL] ** 2)
    elif criterion == L_LATERAL_RATE:
        used = np.sqrt(c[C_LATERAL_RATE] ** 2 + c[C_LATERAL_RATE + 1] ** 2)
    elif criterion == L_PITCH_YAW:
        used = np.sqrt(c[C_ANGLES + 1] ** 2 + c[C_ANGLES + 2] ** 2)
    elif criterion == L_ROLL:
        used = abs(c[C_ANGLES])
    elif criterion == L_PITCH_YAW_RATE:
        used = np.sqrt(c[C_RATES + 1] ** 2 + c[C_RATES + 2] ** 2)
    elif criterion == L_ROLL_RATE:
        used = abs(c[C_RATES])
    return float(used / limit)


@cached_njit(types.void(ARRAY, MATRIX, ARRAY), _nrt=False)
def judge_contact(conditions: Array, limits: Array, judged: Array) -> None:
    """Fill `J_CODE` and `J_WORST` of each end of the limits.

    Parameters
    ----------
    conditions : ndarray, shape (CONDITIONS_SIZE,)
        Columns `C_*`, SI.
    limits : ndarray, shape (3, LIMITS_SIZE)
        From `mechanism_limits.limits_of`.
    judged : ndarray, shape (JUDGED_SIZE,)
        Filled. A code is 0 inside, else 1 + the column of the criterion used most.
    """
    for end in range(3):
        worst, at = -np.inf, 0
        for criterion in range(LIMITS_SIZE):
            used = limit_fraction(criterion, conditions, limits, end)
            if not used <= worst:  # what is not a number is outside
                worst, at = used, criterion
            if np.isnan(used):
                break
        judged[J_CODE + end] = 0.0 if worst <= 1.0 else 1.0 + at
        judged[J_WORST + end] = worst


def reason_of(code: int) -> str:
    """Return a code of `judge_contact` in words.

    Examples
    --------
    >>> reason_of(0), reason_of(1)
    ('inside', 'too slow')
    """
    if not 0 <= code <= LIMITS_SIZE:
        raise InputError(f"no such contact code: {code}", limit=f"0 to {LIMITS_SIZE}")
    return "inside" if code == 0 else CRITERIA[code - 1]


def fractions_of(conditions: Array, limits: Array) -> Array:
    """Return what is used of every limit at every end, shape (3, LIMITS_SIZE)."""
    return np.array(
        [
            [limit_fraction(criterion, conditions, limits, end) for criterion in range(LIMITS_SIZE)]
            for end in range(3)
        ]
    )
