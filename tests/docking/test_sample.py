"""What a run draws depends on its number alone, and stays in the ranges it is drawn from."""

import numpy as np
import pytest

from portcall.catalogue.docking_errors import load_docking_errors
from portcall.catalogue.load import load_catalogue
from portcall.docking.navigation.sensors import sensor_constants, sensor_suite
from portcall.docking.run import sample as x

RUNS = 400


@pytest.fixture(scope="module")
def ranges():
    catalogue = load_catalogue()
    suite = sensor_suite(catalogue, "progress-ms")
    ends = np.array([sensor_constants(suite, end) for end in ("value", "low", "high")])
    return x.ranges_of(load_docking_errors(), catalogue.vehicle("progress-ms")), ends


def test_a_run_is_the_same_in_whatever_chunk_it_is_drawn(ranges):
    whole = x.draw_samples(*ranges, 7, 0, 20)
    part = x.draw_samples(*ranges, 7, 13, 15)
    for one, other in zip(whole, part, strict=True):
        assert one[13:15].tobytes() == other.tobytes()


def test_figures_fill_their_ranges_and_no_more(ranges):
    samples, sensors, _ = x.draw_samples(*ranges, 1, 0, RUNS)
    _, low, high = ranges[0].ixx_kg_m2
    drawn = samples[:, x.X_INERTIA]
    assert low <= drawn.min() < low + 0.05 * (high - low)
    assert high - 0.05 * (high - low) < drawn.max() <= high
    finite = np.isfinite(ranges[1]).all(axis=0)
    assert (sensors[:, finite] >= ranges[1][1, finite]).all()
    assert (sensors[:, finite] <= ranges[1][2, finite]).all()


def test_widened_ranges_reach_twice_as_far_without_a_change_of_sign(ranges):
    value, low, high = ranges[0].push_delay_s
    begin, width = ranges[0].table(2.0)
    at = list(vars(ranges[0])).index("push_delay_s")
    assert begin[at] == pytest.approx(max(value + 2.0 * (low - value), 0.0))
    assert begin[at] + width[at] == pytest.approx(value + 2.0 * (high - value))
    assert (begin >= 0.0).all()


def test_other_seeds_and_runs_draw_otherwise(ranges):
    first, _, _ = x.draw_samples(*ranges, 1, 0, 2)
    second, _, _ = x.draw_samples(*ranges, 2, 0, 1)
    assert (first[0] != first[1]).any()
    assert (first[0] != second[0]).any()
