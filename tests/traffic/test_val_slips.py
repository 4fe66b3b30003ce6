"""The slips in the catalogue against the published summary of the same 29 flights."""

from statistics import median

import numpy as np
import pytest
from scipy.stats import chisquare

from portcall.catalogue.load import load_catalogue
from portcall.traffic.risk.slip_model import NEVER, draw_slips, slip_model

SLIPS = load_catalogue().slips("iss")
# days, rising; the medians rounded as the summary does
SUMMARY = {
    "progress": (9, 2.0),
    "soyuz": (4, 18.0),
    "crew-dragon": (4, 26.0),
    "cygnus": (4, 23.5),
    "cargo-dragon": (4, 64.5),
    "first-or-private": (4, 233.0),
}
ONE_IN_A_MILLION = 1e-6
FAR, NEAR = 400, 60  # days from the first of the plan


@pytest.mark.parametrize("name", SUMMARY)
def test_val_each_class_has_the_published_number_and_median(name):
    known = next(one for one in SLIPS.slip_class if one.id == name)
    assert (len(known.flown), median(known.days)) == SUMMARY[name]


def test_val_shares_of_all_flights_within_a_week_and_a_month():
    days = [day for known in SLIPS.slip_class for day in known.days]
    assert len(days) == 29
    assert median(days) == 15
    assert round(100 * sum(abs(day) <= 7 for day in days) / 29) == 28
    assert round(100 * sum(abs(day) <= 30 for day in days) / 29) == 62


def test_val_departures_that_waited_for_weather():
    assert sorted(one.slip_days.value for one in SLIPS.departure.late) == [1, 1, 4, 10, 16]


def test_draws_are_the_observed_values_each_as_likely():
    model = slip_model(
        SLIPS, [("progress-ms", "cargo", False, FAR), ("cygnus-xl", "cargo", False, FAR)]
    )
    arrival, _ = draw_slips(model, 11, 0, 9000)
    values, counts = np.unique(arrival[:, 0], return_counts=True)
    assert values.tolist() == [-16, -4, -1, 0, 2, 3, 10, 19, 92]
    assert chisquare(counts).pvalue > ONE_IN_A_MILLION
    cygnus, counts = np.unique(arrival[:, 1], return_counts=True)
    assert cygnus.tolist() == [-21, 1, 46, 162, NEVER]
    assert chisquare(counts).pvalue > ONE_IN_A_MILLION  # five planned, one did not come


def test_a_run_has_a_stream_of_its_own_and_a_further_ship_shifts_nobody():
    visits = [("soyuz-ms", "crew", False, FAR), ("cargo-dragon", "cargo", False, FAR)]
    both = draw_slips(slip_model(SLIPS, visits), 4, 10, 20)
    more = draw_slips(slip_model(SLIPS, [*visits, ("htv-x", "cargo", False, FAR)]), 4, 0, 20)
    for few, many in zip(both, more, strict=True):
        assert np.array_equal(few, many[10:, :2])


def test_a_docked_ship_slips_only_when_it_leaves():
    model = slip_model(SLIPS, [("crew-dragon", "crew", True, -90)])
    arrival, departure = draw_slips(model, 1, 0, 500)
    assert not arrival.any()
    assert set(np.unique(departure).tolist()) == {0, 1, 4, 10, 16}
    assert not draw_slips(
        slip_model(SLIPS, [("crew-dragon", "crew", True, -90)], weather=False), 1, 0, 9
    )[1].any()


def test_private_crews_are_a_class_of_their_own():
    assert SLIPS.class_of("crew-dragon", "crew").id == "crew-dragon"
    assert SLIPS.class_of("crew-dragon", "private crew").id == "first-or-private"


def test_ships_due_soon_slip_as_those_that_were_due_as_soon():
    assert SLIPS.near_slips == (0, 1, 2, 9, 9, 15, 18)
    model = slip_model(
        SLIPS, [("cargo-dragon", "cargo", False, NEAR), ("htv-x", "cargo", False, NEAR)]
    )
    arrival, _ = draw_slips(model, 2, 0, 4000)
    assert np.unique(arrival[:, 0]).tolist() == [0, 1, 2, 9, 15, 18]
    lost = np.count_nonzero(
        arrival[:, 1] == NEVER
    )  # one of the two first flights due within half a year
    assert 1800 < lost < 2200


def test_val_later_ships_slip_more():
    """None of seven due soon by more than 18 days, 13 of 22 due later by more than 20."""
    later = [
        one.slip_days.value
        for known in SLIPS.slip_class
        for one in known.flown
        if one.lead_days > SLIPS.near_days.value
    ]
    assert (sum(abs(day) > 20 for day in later), len(later)) == (13, 22)
