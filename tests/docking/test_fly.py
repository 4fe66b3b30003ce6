"""The closed loop: it docks, it can be flown again by number, and threads change nothing."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from portcall.core.errors import InputError
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import fly_many, fly_one

SPEC = importlib.util.spec_from_file_location(
    "scenario_case", Path(__file__).with_name("scenario_case.py")
)
CASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CASE)

MOUTH_M = 0.34  # widest lateral offset that the cone takes
RUNS = 12


@pytest.fixture(scope="module")
def results():
    return fly_many(CASE.scenario_of(), 1, 0, RUNS)


def test_each_run_docks_without_entering_the_sphere_unbidden(results):
    assert (results[:, r.R_OUTCOME] == r.CAPTURED).all()
    assert (results[:, r.R_VIOLATION_S] == 0.0).all()
    assert (results[:, r.R_ISOLATED] == 0.0).all()
    offset = np.hypot(results[:, r.R_CONDITIONS + 1], results[:, r.R_CONDITIONS + 2])
    assert offset.max() < MOUTH_M


def test_contact_comes_when_it_was_planned(results):
    planned = CASE.scenario_of().plan.contact_s
    late_s = results[:, r.R_END_S] - planned
    assert np.abs(late_s).max() < 30.0  # half the minute to which flown contacts are known


def test_threads_do_not_change_a_byte(results):
    again = fly_many(CASE.scenario_of(), 1, 0, RUNS, threads=2)
    assert again.tobytes() == results.tobytes()


def test_a_run_flies_again_by_its_number(results):
    flight = fly_one(CASE.scenario_of(), 1, 5)
    assert flight.result.tobytes() == results[5].tobytes()
    assert flight.outcome == "captured"
    assert flight.value("end_s") == results[5, r.R_END_S]
    times = flight.history[:, r.W_TIME_S]
    assert np.array_equal(times, np.arange(len(times)))
    spent = flight.history[:, r.W_PROPELLANT_KG]
    assert (np.diff(spent) >= 0.0).all()


def test_no_runs_are_refused():
    with pytest.raises(InputError, match="runs 3 to 3"):
        fly_many(CASE.scenario_of(), 1, 3, 3)
