"""What the summary of a validation counts: made-up rows with known answers."""

import pytest

from portcall.audit.validate import COUNTED_PRECISION_S, Row, _why_not_counted, summarize


def row(name, **figures):
    known = {
        "flight": name,
        "profile": "34-orbit",
        "elements_age_h": 10.0,
        "flown_precision_s": 1.0,
        "launch_error_s": 1.0,
    }
    return Row(**{**known, **figures})


def test_the_median_and_worst_are_of_absolute_errors():
    launch = summarize(
        [row("a", launch_error_s=-3.0), row("b", launch_error_s=1.0), row("c", launch_error_s=2.0)]
    ).launch_s
    assert (launch.n, launch.median, launch.worst, launch.worst_flight) == (3, 2.0, 3.0, "a")


@pytest.mark.parametrize(
    ("known", "age_h", "why"),
    [
        ({"calibration": False, "flown_precision_s": 1.0}, 10.0, None),
        ({"calibration": False, "flown_precision_s": COUNTED_PRECISION_S}, 10.0, None),
        ({"calibration": False, "flown_precision_s": 60.0}, 10.0, "60 s only"),
        ({"calibration": False, "flown_precision_s": None}, 10.0, "day only"),
        ({"calibration": True, "flown_precision_s": 1.0}, 10.0, "calibration"),
        ({"calibration": False, "flown_precision_s": 1.0}, -1.0, "hindcast"),
    ],
)
def test_a_row_counts_or_says_why_not(known, age_h, why):
    reason = _why_not_counted(known, age_h)
    assert reason is None if why is None else why in reason


def test_excluded_rows_and_hindcasts_are_not_in_the_launch_figures():
    summary = summarize(
        [
            row("good"),
            row("coarse", excluded_reason="60 s only", launch_error_s=50.0),
            row(
                "late",
                excluded_reason="hindcast",
                hindcast=True,
                elements_age_h=-5.0,
                launch_error_s=40.0,
            ),
        ]
    )
    assert (summary.launch_s.n, summary.launch_s.worst) == (1, 1.0)
    assert (summary.launch_hindcast_s.n, summary.launch_hindcast_s.worst) == (1, 40.0)


def test_fresh_and_old_elements_are_counted_apart():
    summary = summarize(
        [
            row("fresh", older_elements_age_h=170.0, older_launch_error_s=-7.0),
            row("between", elements_age_h=60.0, launch_error_s=5.0),
            row("old", elements_age_h=200.0, launch_error_s=6.0),
            row("too old", older_elements_age_h=400.0, older_launch_error_s=99.0),
        ]
    )
    assert summary.launch_s.n == 2
    assert (summary.launch_old_elements_s.n, summary.launch_old_elements_s.worst) == (2, 7.0)


def test_contact_figures_leave_out_hindcasts_and_calibration_flights():
    long = {"docking_planned_error_s": 120.0}
    short = {"profile": "2-orbit", "docking_error_s": -300.0}
    out = {"calibration": True, "excluded_reason": "calibration flight"}
    summary = summarize(
        [
            row("a", **long),
            row("b", **{**long, "docking_planned_error_s": 6000.0}),
            row("c", **short),
            row("d", **{**long, **out}),
            row("e", **{**short, **out}),
            row("f", **{**short, "hindcast": True, "elements_age_h": -2.0}),
        ]
    )
    assert (summary.contact_34_orbits_min.n, summary.contact_34_orbits_min.worst) == (2, 100.0)
    assert (summary.contact_34_right_orbit, summary.contact_34_right_orbit_of) == (1, 2)
    assert (summary.contact_2_orbits_min.n, summary.contact_2_orbits_min.median) == (1, 5.0)


def test_nothing_counted_is_no_median():
    launch = summarize([]).launch_s
    assert (launch.n, launch.median, launch.worst_flight) == (0, None, None)
