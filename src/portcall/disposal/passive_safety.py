"""Passive safety of a departure: whether the ship comes back if nothing more is done.

Model   The range is sampled every ten seconds, and its least value between samples is that of a
        parabola through the squared range. The ship is safe when it leaves the keep-out sphere
        without turning back inside it, and stays out until the end of the free drift. Exits from the
        approach ellipsoid are counted but not judged: an ellipse about the station crosses it by design.
Valid   Relative speeds of a few meters a second; then the parabola is good to a centimeter.
Source  The 24-hour rule: ar5iv.labs.arxiv.org/html/2401.11077 (catalogue, `safe_free_drift_h`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.station import Safety
from portcall.disposal.relative_path import RelativePath
from portcall.records.departure import PassiveSafety

Array = NDArray[np.float64]

SAMPLE_STEP_S = 10.0


def sample_times_s(duration_s: float) -> Array:
    """Return the instants at which a drift is looked at, its end included. [s]"""
    count = int(np.ceil(duration_s / SAMPLE_STEP_S))
    return np.linspace(0.0, duration_s, count + 1)


def _least(times_s: Array, range_m: Array) -> tuple[float, float]:
    """Return the least range and its instant, refined between samples."""
    at = int(np.argmin(range_m))
    if at in (0, range_m.size - 1):
        return float(range_m[at]), float(times_s[at])
    before, here, behind = range_m[at - 1 : at + 2] ** 2
    curve = before - 2.0 * here + behind
    if curve <= 0.0:
        return float(range_m[at]), float(times_s[at])
    part = 0.5 * (before - behind) / curve
    least2 = here - 0.25 * (before - behind) * part
    step_s = float(times_s[at + 1] - times_s[at])
    return float(np.sqrt(max(least2, 0.0))), float(times_s[at] + part * step_s)


def _ellipsoid_crossings(positions_m: Array, safety: Safety) -> tuple[int | None, int]:
    """Return the first sample outside the approach ellipsoid, and how often it is entered again."""
    axes_m = np.array(
        [
            safety.ellipsoid_semi_axis_v_bar_m.value,
            safety.ellipsoid_semi_axis_h_bar_m.value,
            safety.ellipsoid_semi_axis_r_bar_m.value,
        ]
    )
    outside = np.sum((positions_m / axes_m) ** 2, axis=1) > 1.0
    if not outside.any():
        return None, 0
    return int(np.argmax(outside)), int(np.sum(outside[:-1] & ~outside[1:]))


def judge_drift(case: str, path: RelativePath, safety: Safety) -> PassiveSafety:
    """Judge one free drift from undocking to its end.

    Parameters
    ----------
    case : str
        What went how, for the record.
    path : RelativePath
    safety : Safety
        The station's zones.

    Returns
    -------
    PassiveSafety
        A failed case is a value with its reason.
    """
    times_s = sample_times_s(path.duration_s)
    return judge_positions(case, times_s, path.at(times_s), safety)


def judge_positions(case: str, times_s: Array, positions_m: Array, safety: Safety) -> PassiveSafety:
    """Judge a sampled drift: LVLH positions (n, 3) [m] at evenly spaced times (n,) [s]."""
    radius_m = safety.keep_out_sphere_radius_m.value
    range_m = np.linalg.norm(positions_m, axis=1)
    leaves, returns = _ellipsoid_crossings(positions_m, safety)
    zones: dict[str, Any] = {
        "case": case,
        "keep_out_radius_m": radius_m,
        "ellipsoid_exit_s": None if leaves is None else float(times_s[leaves]),
        "ellipsoid_returns": returns,
        "drift_end_s": float(times_s[-1]),
        "drift_end_range_m": float(range_m[-1]),
    }
    outside = range_m > radius_m
    if not outside.any():
        reason = f"never leaves the keep-out sphere of {radius_m:.0f} m"
        return PassiveSafety(verdict="fail", reason=reason, **zones)
    exit_at = int(np.argmax(outside))
    zones["keep_out_exit_s"] = _crossing_s(times_s, range_m, radius_m, exit_at)
    if (turned := _turned_back_m(range_m[: exit_at + 1])) is not None:
        reason = f"turns back to {turned:.0f} m before it has left the keep-out sphere"
        return PassiveSafety(verdict="fail", reason=reason, turned_back_to_m=turned, **zones)
    # the range still grows at the exit: only what comes after its first maximum can be a return
    falling = np.flatnonzero(np.diff(range_m[exit_at:]) < 0.0)
    turn = exit_at + (int(falling[0]) if falling.size else range_m.size - 1 - exit_at)
    least_m, least_s = _least(times_s[turn:], range_m[turn:])
    zones |= {"least_range_m": least_m, "least_range_s": least_s}
    if least_m > radius_m:
        reason = f"comes no nearer than {least_m:.0f} m after leaving the keep-out sphere"
        return PassiveSafety(verdict="pass", reason=reason, **zones)
    back = np.flatnonzero(~outside[exit_at:])
    return_s = (
        _crossing_s(times_s, range_m, radius_m, exit_at + int(back[0])) if back.size else least_s
    )
    reason = f"back in the keep-out sphere {return_s / 60.0:.0f} min after undocking"
    return PassiveSafety(verdict="fail", reason=reason, keep_out_return_s=return_s, **zones)


def _turned_back_m(range_m: Array) -> float | None:
    """Return how near the ship came after its range had begun to grow; None when it grew steadily."""
    if range_m.size < 2:
        return None
    slope = np.diff(range_m)
    growing = int(np.argmax(slope > 0.0))
    shrinking = np.flatnonzero(slope[growing:] < 0.0)
    if not shrinking.size:
        return None
    return float(range_m[growing + int(shrinking[0]) :].min())


def _crossing_s(times_s: Array, range_m: Array, radius_m: float, at: int) -> float:
    """Return when the range crosses a radius, between the sample before `at` and that one. [s]"""
    if at == 0:
        return float(times_s[0])
    before, here = float(range_m[at - 1]), float(range_m[at])
    part = (radius_m - before) / (here - before)
    return float(times_s[at - 1] + part * (times_s[at] - times_s[at - 1]))
