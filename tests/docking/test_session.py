"""A session without plug-ins is the compiled run; a plug-in that fails is an outcome that says so."""

import numpy as np
import pytest
from docking_rig import a_scenario

from portcall.docking.plug.plug_in import Setpoint
from portcall.docking.plug.plugged import PlugIns
from portcall.docking.plug.session import draw_run, fly_plugged
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import fly_many

SEED, RUN = 5, 2


@pytest.fixture(scope="module")
def scenario():
    return a_scenario()


@pytest.fixture(scope="module")
def own_flight(scenario):
    return fly_many(scenario, SEED, RUN, RUN + 1)[0]


class Plug:
    """A plug-in of one function."""

    def __init__(self, step):
        self.step = step


def _fly(scenario, **steps):
    plug_ins = PlugIns(**{name: Plug(step) for name, step in steps.items()})
    return fly_plugged(scenario.setting, draw_run(scenario, SEED, RUN), plug_ins)


def test_without_plug_ins_it_is_the_compiled_run_to_the_bit(scenario, own_flight):
    assert np.array_equal(_fly(scenario).result, own_flight, equal_nan=True)


def test_a_controller_that_fires_nothing_does_not_dock(scenario):
    thrusters = scenario.setting.minimum_s.size
    flight = _fly(scenario, controller=lambda *_: np.zeros(thrusters))
    assert flight.outcome != "captured"
    assert flight.result[r.R_PROPELLANT_KG] == 0.0


def test_a_guidance_that_wants_to_stand_still_is_flown(scenario):
    setpoints = []

    def stand(estimate, time_s):
        setpoints.append(time_s)
        still = np.zeros(3)
        return Setpoint(still, still, estimate.attitude, estimate.rate_rad_s, 0.05, 0.05)

    flight = _fly(scenario, guidance=stand)
    assert flight.outcome in {"aborted", "time out"}
    assert setpoints[:3] == [0.0, 1.0, 2.0]


def test_a_navigator_gets_measurements_and_what_it_raises_is_named(scenario):
    seen = []

    def navigator(measured, dt_s):
        seen.append((measured, dt_s))
        raise RuntimeError("enough")

    flight = _fly(scenario, navigator=navigator)
    assert len(seen) == 1
    assert np.isfinite(seen[0][0].gyro_rad_s).all()
    assert flight.outcome == "not a number"
    assert flight.note == "the navigator raised RuntimeError: enough at 0.0 s of the run"


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (np.nan, "the controller answered with a number that is not finite"),
        ("text", "the controller answered with no array of numbers"),
        (None, "the controller answered with"),
        ([0.0], "the controller answered with shape (1,)"),
    ],
)
def test_a_controller_that_gives_no_number_is_an_outcome_that_says_so(scenario, returned, said):
    thrusters = scenario.setting.minimum_s.size
    value = np.full(thrusters, returned) if isinstance(returned, float) else returned
    flight = _fly(scenario, controller=lambda *_: value)
    assert flight.outcome == "not a number"
    assert flight.note.startswith(said)
    assert flight.note.endswith("0.0 s of the run")
