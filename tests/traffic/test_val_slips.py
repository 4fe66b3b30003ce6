"""The slips in the catalogue against the published summary of the same 29 flights."""

from statistics import median

import numpy as np
import pytest
from scipy.stats import chisquare

from portcall.catalogue.load import load_catalogue
from portcall.traffic.slip_model import NEVER, draw_slips, slip_model

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
    model = slip_model(SLIPS, [("progress-ms", "cargo", False), ("cygnus-xl", "cargo", False)])
    arrival, _ = draw_slips(model, 11, 0, 9000)
    values, counts = np.unique(arrival[:, 0], return_counts=True)
    assert values.tolist() == [-16, -4, -1, 0, 2, 3, 10, 19, 92]
    assert chisquare(counts).pvalue > ONE_IN_A_MILLION
    cygnus, counts = np.unique(arrival[:, 1], return_counts=True)
    assert cygnus.tolist() == [-21, 1, 46, 162, NEVER]
    assert chisquare(counts).pvalue > ONE_IN_A_MILLION  # five planned, one did not come


def test_a_run_has_a_stream_of_its_own_and_a_further_ship_shifts_nobody():
    visits = [("soyuz-ms", "crew", False), ("cargo-dragon", "cargo", False)]
    both = draw_slips(slip_model(SLIPS, visits), 4, 10, 20)
    more = draw_slips(slip_model(SLIPS, [*visits, ("htv-x", "cargo", False)]), 4, 0, 20)
    for few, many in zip(both, more, strict=True):
        assert np.array_equal(few, many[10:, :2])


def test_a_docked_ship_slips_only_when_it_leaves():
    model = slip_model(SLIPS, [("crew-dragon", "crew", True)])
    arrival, departure = draw_slips(model, 1, 0, 500)
    assert not arrival.any()
    assert set(np.unique(departure).tolist()) == {0, 1, 4, 10, 16}
    assert not draw_slips(
        slip_model(SLIPS, [("crew-dragon", "crew", True)], weather=False), 1, 0, 9
    )[1].any()


def test_private_crews_are_a_class_of_their_own():
    assert SLIPS.class_of("crew-dragon", "crew").id == "crew-dragon"
    assert SLIPS.class_of("crew-dragon", "private crew").id == "first-or-private"
