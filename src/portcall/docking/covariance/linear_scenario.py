"""A docking scenario in which deviations act linearly: what linear covariance can be held against.

Model   The same arrays from the hold before the last leg on. The ship starts there as the nominal run has
        it, off by what the navigator does not know; every range is at its value. Actuators are ideal:
        no dead band, no least pulse, no scatter of a pulse. The hold ends by the clock alone, since a
        wait for conditions is a decision, not a deviation. Filter, guidance, sensors, station, gains,
        centers of mass and antennas stay as they are.
Valid   Approaches that hold on the port's axis before their last leg.
Source  Geller 2006, J. Guidance, Control, and Dynamics 29, 1404 (what is linearised).
"""

from dataclasses import fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.approach import legs as g
from portcall.docking.navigation import filter_columns as f
from portcall.docking.noise import seed_noise
from portcall.docking.plug.session import Draw, opened
from portcall.docking.plug.session_kernel import ACT_NOTHING, GOES_ON, act, think
from portcall.docking.run import run_arrays as a
from portcall.docking.run.fly import NO_FAULTS
from portcall.docking.run.sample import Ranges, nominal_sample
from portcall.docking.run.scenario import DockingScenario

Array = NDArray[np.float64]

_GO_LIMITS: Final = (
    g.L_GO_OFFSET_M, g.L_GO_RATE_M_S, g.L_GO_ANGLE_RAD, g.L_GO_TURN_RAD_S, g.L_GO_SIGMA_M,
)  # fmt: skip
_NO_ACTION: Final = np.zeros(1)


def linear_scenario(scenario: DockingScenario, seed: int = 1) -> DockingScenario:
    """Return the linear scenario of an approach, from its last hold on.

    Parameters
    ----------
    scenario : DockingScenario
        Of the approach as it is flown.
    seed : int
        Of the sensors' noise in the nominal run that leads to the hold.

    Raises
    ------
    InputError
        No hold on the port's axis before the last leg, or a nominal run that does not reach it.
    """
    legs = scenario.setting.legs
    holds = np.flatnonzero(legs[:, g.L_KIND] == g.LEG_HOLD)
    if holds.size == 0:
        raise InputError(
            f"approach '{scenario.plan.approach}' has no hold on the port's axis",
            remedy="linear covariance is worked out from the last hold on",
        )
    work = _at_leg(scenario, int(holds[-1]), seed)
    position_m = float(np.sqrt(np.max(np.diag(work.covariance)[:3])))
    velocity_m_s = float(np.sqrt(np.max(np.diag(work.covariance)[3:6])))
    return replace(
        scenario,
        setting=_setting(scenario, work, int(holds[-1]), position_m, velocity_m_s),
        ranges=_ranges(scenario.ranges, position_m, velocity_m_s),
        sensor_ranges=np.ascontiguousarray(scenario.sensor_ranges[[0, 0, 0]]),
    )


def _at_leg(scenario: DockingScenario, leg: int, seed: int) -> a.Work:
    """Return the nominal run as it enters a leg."""
    samples, sensors, biases = nominal_sample(scenario.ranges, scenario.sensor_ranges)
    draw = Draw(samples[0], sensors[0], biases[0], seed_noise(seed, 0), NO_FAULTS)
    work = opened(scenario.setting, draw)
    think(scenario.setting, work)
    outcome = GOES_ON
    while int(work.mode[c.LEG]) != leg and outcome == GOES_ON:
        outcome = act(scenario.setting, work, draw.sample, ACT_NOTHING, _NO_ACTION)
    if outcome != GOES_ON:
        raise InputError("the nominal run ends before its last hold")
    return work


def _setting(
    scenario: DockingScenario, work: a.Work, hold: int, position_m: float, velocity_m_s: float
) -> a.Setting:
    """Return the arrays from the hold on, with ideal actuators."""
    old, starts_s = scenario.setting, scenario.plan.starts_s
    legs = old.legs[hold:].copy()
    legs[:, g.L_SPEED_DEADBAND], legs[:, g.L_ANGLE_DEADBAND] = 0.0, 0.0
    legs[0, list(_GO_LIMITS)], legs[0, g.L_GO_STEADY_S] = np.inf, 0.0
    legs[0, g.L_NOT_BEFORE_S] = round(float(starts_s[hold + 1]) - float(starts_s[hold]))
    flight = old.flight.copy()
    flight[a.V_START_S] += work.counts[a.K_TIME]
    flight[a.V_LONGEST_S] -= work.counts[a.K_TIME]
    flight[a.V_START : a.V_START + 6] = work.truth[:6]
    flight[a.V_MASS], flight[a.V_WATCH] = work.truth[c.MASS], 0.0
    knows = old.filter.copy()
    knows[f.Q_START : f.Q_START + 3] = position_m
    knows[f.Q_START + 3 : f.Q_START + 6] = velocity_m_s
    return old._replace(
        flight=flight,
        legs=legs,
        filter=knows,
        minimum_s=np.zeros_like(old.minimum_s),
        thrusters=_without_least(old.thrusters),
        least=np.where(np.isfinite(old.least), 0.0, np.inf),
        avoidance=np.zeros(0),
    )


def _without_least(thrusters: Array) -> Array:
    rows = thrusters.copy()
    rows[:, c.T_MIN_ON_S] = 0.0
    return rows


def _ranges(ranges: Ranges, position_m: float, velocity_m_s: float) -> Ranges:
    """Return every range at its value, and the start spread as the navigator's own error."""
    values = {own.name: np.full(3, getattr(ranges, own.name)[0]) for own in fields(ranges)}
    values["position_m"] = values["known_position_m"] = np.full(3, position_m)
    values["velocity_m_s"] = values["known_velocity_m_s"] = np.full(3, velocity_m_s)
    values["pulse_scatter_s"] = np.zeros(3)
    return Ranges(**values)
