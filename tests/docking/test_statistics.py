"""What a campaign's rows are said to show: captures and bounds, contact figures, failures by class."""

import math

import numpy as np
import pytest

from portcall.docking.run import result_columns as r
from portcall.docking.run.statistics import (
    QUANTILE,
    RUNS_NAMED,
    capture_bounds,
    captured_at,
    contact_statistics,
    failures_of,
    percentiles,
    violations,
    without_escape,
)

RUNS = 400
EXACT = 1e-12  # relative: the same arithmetic in another order


def campaign(**changed):
    """Return a reader of columns of a campaign in which every run was captured, but for what is given."""
    table = np.zeros((RUNS, r.RESULT_SIZE))
    for name in ("contact_code", "abort_s", "isolated_s"):
        table[:, r.NAMES.index(name)] = np.nan
    table[:, r.NAMES.index("closing_m_s")] = np.linspace(0.1, 0.2, RUNS)
    for name, (runs, value) in changed.items():
        table[runs, r.NAMES.index(name)] = value
    return lambda name: table[:, r.NAMES.index(name)]


def test_names_stand_for_every_column():
    assert len(r.NAMES) == r.RESULT_SIZE == len(set(r.NAMES))
    assert r.NAMES[r.R_VIOLATION_S] == "violation_s"
    assert r.NAMES[r.R_ISOLATED_S] == "isolated_s"
    assert r.NAMES[r.R_MISS_M + 2] == "miss_z_m"


def test_a_capture_outside_the_tight_end_counts_at_the_wide_end_only():
    column = campaign(code_tight=([3, 9], 2.0), code_nominal=([9], 2.0))
    assert int(captured_at(column, "tight").sum()) == RUNS - 2
    assert int(captured_at(column, "nominal").sum()) == RUNS - 1
    assert captured_at(column, "wide").all()
    tight, nominal, wide = capture_bounds(column)
    assert (tight.captured, nominal.captured, wide.captured) == (RUNS - 2, RUNS - 1, RUNS)
    assert tight.probability_lower_95 < nominal.probability_lower_95 < wide.probability_lower_95


def test_val_bound_of_a_campaign_without_failure():
    # Clopper and Pearson 1934: no failure in n runs gives alpha^(1/n)
    tight = capture_bounds(campaign())[0]
    assert tight.probability_lower_95 == pytest.approx(0.05 ** (1.0 / RUNS), rel=EXACT)


def test_percentiles_leave_out_runs_without_the_figure():
    values = np.concatenate((np.arange(1.0, 1001.0), [np.nan, np.nan]))
    shown = percentiles(values)
    assert (shown.p50, shown.p95) == pytest.approx((500.5, 950.05), rel=EXACT)
    assert shown.p99 <= shown.p99_bound <= 1000.0
    assert percentiles(np.array([np.nan])) is None


def test_a_bound_on_the_tail_needs_runs_enough():
    assert percentiles(np.arange(298.0)).p99_bound is None
    assert percentiles(np.arange(299.0)).p99_bound == 298.0  # the largest of 299


def test_prop_the_bound_holds_as_often_as_it_says():
    generator = np.random.default_rng(5)
    tail = math.log(1.0 / (1.0 - QUANTILE))  # of the exponential distribution
    tries = 400
    held = sum(percentiles(generator.exponential(size=700)).p99_bound >= tail for _ in range(tries))
    slack = 3.0 * math.sqrt(0.05 * 0.95 / tries)  # three sigmas of the count of tries
    assert held / tries >= 0.95 - slack


def test_contact_figures_are_sizes_not_components():
    everyone = slice(None)
    column = campaign(
        offset_y_m=(everyone, -0.03), offset_z_m=(everyone, 0.04), roll_rad=(everyone, -0.01)
    )
    shown = contact_statistics(column)
    assert shown.lateral_offset_m.p50 == pytest.approx(0.05, rel=EXACT)
    assert shown.roll_deg.p99 == pytest.approx(math.degrees(0.01), rel=EXACT)
    assert shown.closing_speed_m_s.p50 == pytest.approx(0.15, rel=EXACT)


def test_a_campaign_without_a_touch_has_no_contact():
    assert contact_statistics(campaign(closing_m_s=(slice(None), np.nan))) is None


def test_failures_are_classed_with_the_commonest_first_and_name_their_runs():
    aborted = list(range(20, 20 + RUNS_NAMED + 3))
    column = campaign(
        outcome=([*aborted, 7], [r.ABORTED] * len(aborted) + [r.COLLISION]),
        abort=(aborted, 2.0),
        code_tight=([50], 3.0),
    )
    first, *others = failures_of(column)
    assert (first.outcome, first.reason) == ("aborted", "left the corridor")
    assert first.count == len(aborted)
    assert first.runs == tuple(aborted[:RUNS_NAMED])
    assert {(one.outcome, one.runs) for one in others} == {
        ("collision", (7,)),
        ("outside the limits", (50,)),
    }


def test_no_failure_reads_no_further_column():
    column = campaign()

    def guarded(name):
        assert name in ("outcome", "code_tight")
        return column(name)

    assert failures_of(guarded) == ()


def test_runs_are_counted_not_their_seconds():
    column = campaign(violation_s=([1, 2], 30.0), no_escape_s=([5], 4.0))
    assert violations(column) == 2
    assert without_escape(column) == 1
