"""What the runs of a campaign show: how likely a capture is, how a contact looks, what fails.

Model   A run counts as captured when the mechanism's dynamics caught the ship and the contact was inside
        the mechanism's limits at their tight end; the nominal and the wide end stand beside it. Bounds on
        probabilities are exact and one-sided; the 99th percentile of a quantity is bounded by an order
        statistic.
Valid   Independent runs of one scenario.
Source  Clopper and Pearson 1934 (`campaign.binomial`); Wilks 1941 (`campaign.bounds`).
"""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.binomial import share_lower
from portcall.campaign.bounds import upper_bound
from portcall.docking.run import result_columns as result
from portcall.docking.run.outcomes import outcome_of, reason_of_run
from portcall.records.docking import (
    CaptureBound,
    ContactStatistics,
    FailureClass,
    Percentiles,
)

Array = NDArray[np.float64]
Column = Callable[[str], Array]

QUANTILE, CONFIDENCE = 0.99, 0.95
RUNS_NAMED = 10  # of one kind of failure
End = Literal["tight", "nominal", "wide"]


def percentiles(values: Array) -> Percentiles | None:
    """Return middle and tail of the numbers among values; none when there are none."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return None
    p50, p95, p99 = np.percentile(known, (50.0, 95.0, 99.0))
    bound = upper_bound(known, QUANTILE, CONFIDENCE)
    return Percentiles(
        p50=float(p50),
        p95=float(p95),
        p99=float(p99),
        p99_bound=float(known[bound.which]) if bound.enough else None,
    )


def captured_at(column: Column, end: End) -> NDArray[np.bool_]:
    """Return which runs were caught inside the limits of one end of their range."""
    return np.asarray((column("outcome") == result.CAPTURED) & (column(f"code_{end}") == 0))


def capture_bounds(column: Column) -> tuple[CaptureBound, ...]:
    """Return the captures and the bound on their probability at every end of the limits."""
    bounds = []
    for end in get_args(End):
        caught = captured_at(column, end)
        bounds.append(
            CaptureBound(
                limits=end,
                captured=int(caught.sum()),
                probability_lower_95=share_lower(int(caught.sum()), caught.size, CONFIDENCE),
            )
        )
    return tuple(bounds)


def contact_statistics(column: Column) -> ContactStatistics | None:
    """Return what the first touches were like; none when no run touched."""
    degrees = 180.0 / np.pi
    found = {
        "closing_speed_m_s": column("closing_m_s"),
        "lateral_offset_m": np.hypot(column("offset_y_m"), column("offset_z_m")),
        "lateral_rate_m_s": np.hypot(column("lateral_rate_y_m_s"), column("lateral_rate_z_m_s")),
        "pitch_yaw_deg": degrees * np.hypot(column("pitch_rad"), column("yaw_rad")),
        "roll_deg": degrees * np.abs(column("roll_rad")),
        "pitch_yaw_rate_deg_s": degrees
        * np.hypot(column("pitch_rate_rad_s"), column("yaw_rate_rad_s")),
        "roll_rate_deg_s": degrees * np.abs(column("roll_rate_rad_s")),
    }
    shown = {name: percentiles(values) for name, values in found.items()}
    if any(one is None for one in shown.values()):
        return None
    return ContactStatistics(**{name: one for name, one in shown.items() if one is not None})


def failures_of(column: Column) -> tuple[FailureClass, ...]:
    """Return the runs that were not captured, by how and why, the commonest first."""
    failed = np.flatnonzero(~captured_at(column, "tight"))
    if failed.size == 0:
        return ()
    rows = {name: column(name)[failed] for name in result.NAMES}
    classes: dict[tuple[str, str], list[int]] = {}
    for place, run in enumerate(failed.tolist()):
        row: Mapping[str, float] = {name: float(values[place]) for name, values in rows.items()}
        classes.setdefault((outcome_of(row), reason_of_run(row)), []).append(run)
    ordered = sorted(classes.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(
        FailureClass.model_validate(
            {"outcome": outcome, "reason": reason, "count": len(runs), "runs": runs[:RUNS_NAMED]}
        )
        for (outcome, reason), runs in ordered
    )


def violations(column: Column) -> int:
    """Return how many runs were inside the keep-out sphere without leave."""
    return int((column("violation_s") > 0.0).sum())


def without_escape(column: Column) -> int:
    """Return how many runs had a second of the final leg without an avoidance burn."""
    return int((column("no_escape_s") > 0.0).sum())
