"""The figures that the flights must reach, measured and recorded, misses included."""

from collections.abc import Callable

import pytest

from portcall.audit.spread import Spread
from portcall.audit.validate import Row, Validation, validate
from portcall.catalogue.load import load_catalogue

pytestmark = pytest.mark.acceptance

MEDIAN_LAUNCH_S = 1.5  # required of launches with elements at most 48 h old
WORST_LAUNCH_S = 4.0
WORST_OLD_LAUNCH_S = 8.0  # with elements 7 to 14 days old
MEDIAN_LONG_MIN, WORST_LONG_MIN = 2.0, 14.0  # planned contact after 34 orbits
MEDIAN_SHORT_MIN = 3.0  # contact after 2 orbits
FIRST_MINUTE_OF_ORBIT = 46.4  # half an orbit: beyond it, contact fell on another one


@pytest.fixture(scope="module")
def table() -> Validation:
    catalogue = load_catalogue()
    return validate(catalogue, [catalogue.flight(name) for name in catalogue.names("flights")])


def _said(spread: Spread, unit: str) -> str:
    return (
        f"median {spread.median:.2f} {unit}, worst {spread.worst:.2f} {unit} "
        f"({spread.worst_flight}), n = {spread.n}"
    )


def _without(rows: tuple[Row, ...], name: str) -> float:
    """Return the worst counted launch error with fresh elements, one flight left out. [s]"""
    return max(
        abs(row.launch_error_s)
        for row in rows
        if row.excluded_reason is None
        and row.launch_error_s is not None
        and row.elements_age_h <= 48.0
        and row.flight != name
    )


def test_val_launch_median(table: Validation, record_figure: Callable[..., None]) -> None:
    """Half of the launches with fresh elements are predicted within a second and a half."""
    spread = table.summary.launch_s
    record_figure(
        "launch instant, elements up to 48 h old, median",
        required=f"at most {MEDIAN_LAUNCH_S} s",
        measured=_said(spread, "s"),
        passed=spread.median <= MEDIAN_LAUNCH_S,
    )

    assert spread.median <= MEDIAN_LAUNCH_S


@pytest.mark.xfail(strict=True, reason="Soyuz MS-29 lies 8.9 s off: see docs/misses.md")
def test_val_launch_worst(table: Validation, record_figure: Callable[..., None]) -> None:
    """No launch with fresh elements is predicted more than four seconds off."""
    spread = table.summary.launch_s
    record_figure(
        "launch instant, elements up to 48 h old, worst",
        required=f"at most {WORST_LAUNCH_S} s",
        measured=_said(spread, "s"),
        passed=spread.worst <= WORST_LAUNCH_S,
        note=f"without Soyuz MS-29 {_without(table.flights, 'soyuz-ms-29'):.2f} s",
    )

    assert spread.worst <= WORST_LAUNCH_S


def test_val_launch_worst_of_the_others(
    table: Validation, record_figure: Callable[..., None]
) -> None:
    """All launches but the one that is explained keep the four seconds."""
    worst = _without(table.flights, "soyuz-ms-29")
    record_figure(
        "launch instant, the same without Soyuz MS-29",
        required=f"at most {WORST_LAUNCH_S} s",
        measured=f"worst {worst:.2f} s",
        passed=worst <= WORST_LAUNCH_S,
    )

    assert worst <= WORST_LAUNCH_S


@pytest.mark.xfail(strict=True, reason="Soyuz MS-29 lies 8.8 s off: see docs/misses.md")
def test_val_launch_with_old_elements(
    table: Validation, record_figure: Callable[..., None]
) -> None:
    """Elements one to two weeks old still give the launch to eight seconds."""
    spread = table.summary.launch_old_elements_s
    others = [
        abs(row.older_launch_error_s)
        for row in table.flights
        if row.excluded_reason is None
        and row.older_launch_error_s is not None
        and row.flight != "soyuz-ms-29"
    ]
    record_figure(
        "launch instant, elements 7 to 14 days old",
        required=f"worst at most {WORST_OLD_LAUNCH_S} s",
        measured=_said(spread, "s"),
        passed=spread.worst <= WORST_OLD_LAUNCH_S,
        note=f"without Soyuz MS-29 {max(others):.2f} s",
    )

    assert spread.worst <= WORST_OLD_LAUNCH_S


def test_val_seed_flight(table: Validation, record_figure: Callable[..., None]) -> None:
    """Progress MS-31, which nothing was fitted on, is predicted to the second."""
    row = next(row for row in table.flights if row.flight == "progress-ms-31")
    record_figure(
        "launch instant of Progress MS-31",
        required=f"at most {WORST_LAUNCH_S} s",
        measured=f"{row.launch_error_s:+.2f} s with elements {row.elements_age_h:.0f} h old",
        passed=abs(row.launch_error_s) <= WORST_LAUNCH_S,
    )

    assert abs(row.launch_error_s) <= WORST_LAUNCH_S


def test_val_hindcasts_are_reported(table: Validation, record_figure: Callable[..., None]) -> None:
    """Hindcasts are there, with negative age, and count for nothing."""
    rows = [row for row in table.flights if row.hindcast]
    record_figure(
        "launch instant, hindcasts",
        required="reported beside",
        measured=", ".join(f"{row.flight} {row.launch_error_s:+.1f} s" for row in rows),
        passed=True,
        note="not in any median; Progress MS-20 is explained below",
    )

    assert rows
    assert all(row.elements_age_h < 0.0 and row.excluded_reason for row in rows)


def test_val_contact_after_34_orbits(table: Validation, record_figure: Callable[..., None]) -> None:
    """Planned contact of two-day flights: the right orbit, minutes in the median."""
    spread = table.summary.contact_34_orbits_min
    right, of = table.summary.contact_34_right_orbit, table.summary.contact_34_right_orbit_of
    passed = right == of and spread.median <= MEDIAN_LONG_MIN and spread.worst <= WORST_LONG_MIN
    record_figure(
        "planned contact, 34 orbits",
        required=f"right orbit always; median {MEDIAN_LONG_MIN:g} min, worst {WORST_LONG_MIN:g} min",
        measured=f"right orbit {right} of {of}; " + _said(spread, "min"),
        passed=passed,
    )

    assert right == of
    assert spread.median <= MEDIAN_LONG_MIN
    assert spread.worst <= WORST_LONG_MIN


def test_val_contact_after_2_orbits(table: Validation, record_figure: Callable[..., None]) -> None:
    """Contact of three-hour flights, against the plan where one is known."""
    spread = table.summary.contact_2_orbits_min
    record_figure(
        "contact, 2 orbits",
        required=f"median at most {MEDIAN_SHORT_MIN:g} min",
        measured=_said(spread, "min"),
        passed=spread.median <= MEDIAN_SHORT_MIN,
        note="against the planned time where one is published, else the flown one",
    )

    assert spread.median <= MEDIAN_SHORT_MIN


def test_val_every_flight_is_a_row(table: Validation) -> None:
    """A flight that cannot be predicted is a row with its reason, never a gap."""
    names = load_catalogue().names("flights")

    assert [row.flight for row in table.flights] == list(names)
    assert all(row.excluded_reason for row in table.flights if row.elements_age_h is None)
