"""A mechanism's limits and springs as arrays, at the tight end, the value and the wide end of its range.

Model   A figure without a range is the same at each end. A limit is tight at its low end, but the least
        closing speed at its high one.
Valid   Mechanisms of the catalogue.
Source  The catalogue.
"""

from math import radians

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.mechanism import ContactMechanism
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.docking.contact.contact_columns import MECHANISM_SIZE, PROBE, RING

Array = NDArray[np.float64]

MODEL_ORDER = (
    "cone_depth_m", "mouth_radius_m", "socket_radius_m", "head_radius_m", "rod_stiffness_n_m",
    "rod_damping_n_s_m", "rod_travel_m", "stop_stiffness_n_m", "lateral_stiffness_n_m",
    "lateral_damping_n_s_m", "wall_stiffness_n_m", "wall_damping_n_s_m", "friction",
    "latch_n", "latch_travel_m", "head_mass_kg", "rod_preload_n", "overload_n", "limit_s",
)  # fmt: skip
"""The columns `K_*` after the kind."""


def _ends(figure: Figure, *, least: bool = False) -> tuple[float, float, float]:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return (high, figure.value, low) if least else (low, figure.value, high)


def limits_of(mechanism: ContactMechanism) -> Array:
    """Return what a mechanism allows, SI, columns `L_*`.

    Returns
    -------
    ndarray, shape (3, LIMITS_SIZE)
        Rows `TIGHT`, `NOMINAL`, `WIDE`.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> limits_of(load_catalogue().mechanism("idss"))[1, :4].tolist()
    [0.05, 0.1, 0.1, 0.04]
    """
    own = mechanism.limits
    degree = radians(1.0)
    columns = [
        _ends(own.closing_min_m_s, least=True),
        _ends(own.closing_max_m_s),
        _ends(own.lateral_offset_m),
        _ends(own.lateral_rate_m_s),
        *(
            tuple(degree * value for value in _ends(figure))
            for figure in (
                own.pitch_yaw_deg, own.roll_deg, own.pitch_yaw_rate_deg_s, own.roll_rate_deg_s,
            )
        ),
    ]  # fmt: skip
    return np.ascontiguousarray(np.array(columns).T)


def mechanism_row(mechanism: ContactMechanism) -> Array:
    """Return the springs and shapes of a mechanism at the catalogue's values, columns `K_*`.

    Raises
    ------
    InputError
        For a mechanism without contact dynamics: a berthing port.
    """
    if mechanism.model is None:
        raise InputError(f"{mechanism.id} has no contact dynamics: the arm takes the ship")
    row = np.zeros(MECHANISM_SIZE)
    row[0] = PROBE if mechanism.kind == "probe" else RING
    for column, name in enumerate(MODEL_ORDER, 1):
        row[column] = getattr(mechanism.model, name).value
    return row


def mechanism_ranges(mechanism: ContactMechanism) -> Array:
    """Return the low and the high end of each of `mechanism_row`, shape (2, MECHANISM_SIZE)."""
    row = mechanism_row(mechanism)
    ranges = np.vstack([row, row])
    for column, name in enumerate(MODEL_ORDER, 1):
        low, _, high = _ends(getattr(mechanism.model, name))
        ranges[:, column] = low, high
    return ranges
