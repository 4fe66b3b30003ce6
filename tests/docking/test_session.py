"""A session without plug-ins is the compiled run; a plug-in that fails is an outcome that says so."""

import numpy as np
import pytest
from docking_rig import a_scenario

from portcall.docking import columns as c
from portcall.docking import result_columns as r
from portcall.docking.fly import fly_many
from portcall.docking.plug_in import PlugIns
from portcall.docking.session import draw_run, fly_plugged

SEED, RUN = 5, 2


@pytest.fixture(scope="module")
def scenario():
    return a_scenario()


@pytest.fixture(scope="module")
def own_flight(scenario):
    return fly_many(scenario, SEED, RUN, RUN + 1)[0]


def _fly(scenario, **plug_ins):
    return fly_plugged(scenario.setting, draw_run(scenario, SEED, RUN), PlugIns(**plug_ins))


def test_without_plug_ins_it_is_the_compiled_run_to_the_bit(scenario, own_flight):
    assert np.array_equal(_fly(scenario).result, own_flight, equal_nan=True)


def test_a_guidance_that_repeats_the_plan_changes_nothing(scenario, own_flight):
    flight = _fly(scenario, guidance=lambda *given: given[2])
    assert np.array_equal(flight.result, own_flight, equal_nan=True)


def test_a_controller_that_fires_nothing_does_not_dock(scenario):
    thrusters = scenario.setting.minimum_s.size
    flight = _fly(scenario, controller=lambda *_: np.zeros(thrusters))
    assert flight.outcome != "captured"
    assert flight.result[r.R_PROPELLANT_KG] == 0.0


def test_a_navigator_gets_measurements_and_its_estimate_is_flown(scenario):
    seen = []

    def navigator(time_s, measured, mass_kg):
        seen.append((time_s, measured, mass_kg))
        raise RuntimeError("enough")

    flight = _fly(scenario, navigator=navigator)
    time_s, measured, mass_kg = seen[0]
    assert len(seen) == 1
    assert time_s == 0.0
    assert measured.shape == (c.MEASURED_SIZE,)
    assert mass_kg > 1000.0
    assert flight.note == "the navigator raised RuntimeError: enough at 0.0 s of the run"


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (np.nan, "returned what is no number in place 0"),
        ("text", "returned no array of numbers"),
        (None, "returned"),
    ],
)
def test_a_controller_that_gives_no_number_is_an_outcome_that_says_so(scenario, returned, said):
    thrusters = scenario.setting.minimum_s.size
    value = np.full(thrusters, returned) if isinstance(returned, float) else returned
    flight = _fly(scenario, controller=lambda *_: value)
    assert flight.outcome == "not a number"
    assert flight.note.startswith("the controller ")
    assert said in flight.note
    assert flight.note.endswith("0.0 s of the run")


def test_plug_ins_get_copies(scenario, own_flight):
    def guidance(_, estimate, planned):
        kept = planned.copy()
        estimate[:] = planned[:] = np.nan
        return kept

    assert np.array_equal(_fly(scenario, guidance=guidance).result, own_flight, equal_nan=True)
