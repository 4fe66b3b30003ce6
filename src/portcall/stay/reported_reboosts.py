"""Reported reboosts against the model: every row predicted, and which of them count.

Model   Duration, the class's one thrust and the station's dated mass give the gain; the reported delta-v
        gives it a second time, which tests the orbit's part alone.
Valid   Whether a row counts is decided by `Reboosts.why_not_judged`, which never sees an error.
Source  `catalogue.reboost`, `stay.reboost`.
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portcall.catalogue.reboost import COARSE_GAIN, Reboosts, ReportedReboost
from portcall.stay.reboost import delta_v_of_burn_m_s, fitted_thrust_n, gain_m


@dataclass(frozen=True, slots=True)
class PredictedReboost:
    """One reported burn beside its prediction; errors are predicted over reported, less one."""

    row: ReportedReboost
    station_mass_kg: float
    effective_thrust_n: float | None
    predicted_gain_m: float | None
    error_fraction: float | None
    delta_v_error_fraction: float | None
    not_judged: str | None


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """How well a set of rows is met; fractions."""

    count: int
    median_fraction: float
    worst_fraction: float
    worst_id: str


def predict_reboost(reboosts: Reboosts, row: ReportedReboost) -> PredictedReboost:
    """Predict one reported burn from its duration."""
    engine = reboosts.engine(row.engine_class)
    mass_kg, altitude_m = reboosts.station_mass_kg(row.utc), reboosts.altitude_m(row)
    gain = None if row.gain_km is None else row.gain_km * 1e3
    predicted = thrust = error = second = None
    if row.duration_s is not None:
        delta_v = delta_v_of_burn_m_s(
            engine.thrust_n.value, row.duration_s, mass_kg, engine.isp_s.value
        )
        lowering = (row.gain_km or row.delta_v_m_s or 1.0) < 0.0
        predicted = gain_m(-delta_v if lowering else delta_v, altitude_m)
        if row.delta_v_m_s is not None or gain is not None:
            thrust = fitted_thrust_n(row, mass_kg, altitude_m)
    if gain is not None and predicted is not None:
        error = predicted / gain - 1.0
    if gain is not None and row.delta_v_m_s is not None:
        second = gain_m(row.delta_v_m_s, altitude_m) / gain - 1.0
    reason = reboosts.why_not_judged(row)
    return PredictedReboost(row, mass_kg, thrust, predicted, error, second, reason)


def predict_all(reboosts: Reboosts) -> tuple[PredictedReboost, ...]:
    """Predict every row, in order of time."""
    return tuple(predict_reboost(reboosts, row) for row in reboosts.reboost)


def summary(rows: Iterable[PredictedReboost]) -> ErrorSummary:
    """Return median and worst error of the rows that count."""
    judged = [
        (abs(one.error_fraction), one.row.id)
        for one in rows
        if not one.not_judged and one.error_fraction is not None
    ]
    worst, worst_id = max(judged)
    return ErrorSummary(len(judged), statistics.median(e for e, _ in judged), worst, worst_id)


def delta_v_summary(rows: Iterable[PredictedReboost]) -> ErrorSummary:
    """Return median and worst error of the gain that the reported delta-v stands for.

    Burns reported as done, of any engine, whose figures are not rounded by a tenth of themselves.
    """
    judged = [
        (abs(one.delta_v_error_fraction), one.row.id)
        for one in rows
        if one.delta_v_error_fraction is not None
        and one.row.outcome == "done"
        and not one.row.rough
        and 0.5 * one.row.delta_v_step_m_s < COARSE_GAIN * abs(one.row.delta_v_m_s or 1.0)
        and 0.5 * one.row.gain_step_km < COARSE_GAIN * abs(one.row.gain_km or 1.0)
    ]
    worst, worst_id = max(judged)
    return ErrorSummary(len(judged), statistics.median(e for e, _ in judged), worst, worst_id)


def thrust_of_gain_n(reboosts: Reboosts, row: ReportedReboost) -> float:
    """Return the thrust with which a burn's duration gives its reported gain. [N]"""
    return fitted_thrust_n(
        row.model_copy(update={"delta_v_m_s": None}),
        reboosts.station_mass_kg(row.utc),
        reboosts.altitude_m(row),
    )


def ship_thrust_n(reboosts: Reboosts, ship: str, before: datetime) -> float | None:
    """Return the thrust of a docked ship's own last reported burn, if it has flown one. [N]

    A ship repeats itself better than its class: known only once it has pushed.
    """
    own = [
        row
        for row in reboosts.reboost
        if row.ship == ship and row.outcome == "done" and not row.rough and row.utc < before
    ]
    for row in reversed(own):
        if row.duration_s is not None and (row.delta_v_m_s or row.gain_km) is not None:
            return fitted_thrust_n(row, reboosts.station_mass_kg(row.utc), reboosts.altitude_m(row))
    return None


def least_worst_error(thrusts_n: Sequence[float]) -> float:
    """Return the worst error that the best single thrust leaves: no choice of a burn does better.

    With predictions in proportion to the thrust, the best one balances the extremes.

    Examples
    --------
    >>> round(least_worst_error([700.0, 900.0]), 3)
    0.125
    """
    low, high = min(thrusts_n), max(thrusts_n)
    return (high - low) / (high + low)


def best_median_error(thrusts_n: Sequence[float], *, points: int = 400) -> float:
    """Return the least median error that any single thrust leaves, by trying them all."""
    low, high = min(thrusts_n), max(thrusts_n)
    tries = (low * math.exp(k / points * math.log(high / low)) for k in range(points + 1))
    return min(statistics.median(abs(one / t - 1.0) for t in thrusts_n) for one in tries)
