"""Orbit Ephemeris Messages: writes trajectories so that other tools read them.

Model   Version 2.0, keyword form, one segment, states in GCRF and UTC with 1e-9 km and 1e-12 km/s.
Valid   Version 2.0's list of frames has both GCRF and EME2000; they differ by 23 mas.
Source  CCSDS 502.0-B-3, section 5.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.time import require_utc

Array = NDArray[np.float64]

_MAX_DEGREE = 11  # Hermite over six states


def _epoch(moment: datetime) -> str:
    return require_utc(moment).replace(tzinfo=None).isoformat(timespec="microseconds")


def _one_line(text: str, key: str) -> str:
    cleaned = " ".join(re.sub(r"[^\x20-\x7e]", " ", text).split())
    if not cleaned:
        raise InputError(f"{key} is empty", where="OEM")
    return cleaned


def write_oem(
    *,
    object_name: str,
    object_id: str,
    utc: Sequence[datetime],
    positions_gcrf_m: Array,
    velocities_gcrf_m_s: Array,
    originator: str = "PORTCALL",
    creation: datetime | None = None,
    comments: Sequence[str] = (),
) -> str:
    """Write one trajectory as an OEM in keyword form.

    Parameters
    ----------
    object_name, object_id : str
        Name, and the international designator as 1998-067A.
    utc : Sequence[datetime]
        Aware times, strictly increasing, at least two.
    positions_gcrf_m, velocities_gcrf_m_s : Array
        States in GCRF, shape (n, 3). [m], [m/s]
    originator : str
        Who made it.
    creation : datetime | None
        When; the first state's time when None, so that the same trajectory gives the same bytes.
    comments : Sequence[str]
        Lines for the data section.

    Returns
    -------
    str
        The file, ASCII.

    Raises
    ------
    InputError
        Shapes that do not fit, a state that is not finite, times that do not increase.
    """
    count = len(utc)
    shape = (count, 3)
    if count < 2 or positions_gcrf_m.shape != shape or velocities_gcrf_m_s.shape != shape:
        raise InputError(
            f"{count} times with states of shape {positions_gcrf_m.shape} and "
            f"{velocities_gcrf_m_s.shape}",
            limit="n >= 2 times, and shape (n, 3)",
            where="OEM",
        )
    if not (np.isfinite(positions_gcrf_m).all() and np.isfinite(velocities_gcrf_m_s).all()):
        raise InputError("a state is not finite", where="OEM")
    moments = [require_utc(moment) for moment in utc]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise InputError("the times do not increase", where="OEM")
    lines = [
        "CCSDS_OEM_VERS = 2.0",
        f"CREATION_DATE = {_epoch(creation or moments[0])}",
        f"ORIGINATOR = {_one_line(originator, 'originator')}",
        "",
        "META_START",
        f"OBJECT_NAME = {_one_line(object_name, 'object_name')}",
        f"OBJECT_ID = {_one_line(object_id, 'object_id')}",
        "CENTER_NAME = EARTH",
        "REF_FRAME = GCRF",
        "TIME_SYSTEM = UTC",
        f"START_TIME = {_epoch(moments[0])}",
        f"STOP_TIME = {_epoch(moments[-1])}",
        "INTERPOLATION = HERMITE",
        f"INTERPOLATION_DEGREE = {min(_MAX_DEGREE, 2 * count - 1)}",
        "META_STOP",
        "",
        *(f"COMMENT {_one_line(comment, 'comment')}" for comment in comments),
    ]
    positions_km, velocities_km_s = positions_gcrf_m / 1e3, velocities_gcrf_m_s / 1e3
    for moment, (x, y, z), (u, v, w) in zip(moments, positions_km, velocities_km_s, strict=True):
        lines.append(f"{_epoch(moment)} {x:.9f} {y:.9f} {z:.9f} {u:.12f} {v:.12f} {w:.12f}")
    return "\n".join(lines) + "\n"
