"""A run stepped from Python, with plug-ins in the place of the ship's own software.

Model   Navigation, guidance and control each by the ship's own compiled code or by a plug-in; truth,
        sensors, safety and contact as in every run. Legs, go and abort stay the plan's: a plug-in is
        flown under the same supervision as the ship's own software.
Valid   Any scenario. Without plug-ins the result is that of the compiled run, to the bit.
Source  Chosen here.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.control.control_kernel import ask
from portcall.docking.noise import seed_noise
from portcall.docking.plug.plugged import PlugInError, PlugIns, controlled, guided, navigated
from portcall.docking.plug.session_kernel import GOES_ON, close, cycle, ended, fit_valves
from portcall.docking.plug.session_pieces import (
    begin,
    command,
    cycles_at_rest,
    navigate,
    period_s,
    steer,
    tally,
)
from portcall.docking.run import result_columns as r
from portcall.docking.run import run_arrays as a
from portcall.docking.run.fly import NO_FAULTS
from portcall.docking.run.sample import draw_samples
from portcall.docking.run.scenario import DockingScenario

Array = NDArray[np.float64]


class Draw(NamedTuple):
    """What one run differs in from all others."""

    sample: Array
    sensor: Array
    bias: Array
    noise: NDArray[np.uint64]
    faults: Array


@dataclass(frozen=True, slots=True)
class PluggedFlight:
    """How a run with plug-ins ended: its row of results, and what a plug-in did wrong, if anything."""

    result: Array
    note: str

    @property
    def outcome(self) -> str:
        """The outcome in words."""
        return r.OUTCOMES[int(self.result[r.R_OUTCOME])]


def draw_run(
    scenario: DockingScenario,
    seed: int,
    run: int,
    *,
    faults: Array | None = None,
    widen: float = 1.0,
) -> Draw:
    """Draw what run number `run` of a campaign differs in: the same as `fly_one` flies."""
    samples, sensors, biases = draw_samples(
        scenario.ranges, scenario.sensor_ranges, seed, run, run + 1, widen=widen
    )
    table = NO_FAULTS if faults is None else np.ascontiguousarray(faults, dtype=np.float64)
    return Draw(samples[0], sensors[0], biases[0], seed_noise(seed, run), table)


def opened(setting: a.Setting, draw: Draw) -> a.Work:
    """Return the arrays of a run that is about to begin."""
    work = a.new_work(len(setting.thrusters), len(draw.faults))
    work.faults[:] = draw.faults
    begin(setting, work, draw.sample, draw.sensor, draw.bias, draw.noise)
    return work


def fly_plugged(setting: a.Setting, draw: Draw, plug_ins: PlugIns) -> PluggedFlight:
    """Fly one run with plug-ins.

    Parameters
    ----------
    setting : Setting
        Of the scenario.
    draw : Draw
        Of the run.
    plug_ins : PlugIns
        What is replaced.

    Returns
    -------
    PluggedFlight
        A plug-in that raises, or returns what cannot be used, is the outcome "not a number" with a
        note that names it and the second.
    """
    work = opened(setting, draw)
    # whoever brings a navigator flies without the ship's filter; the truth that takes its place in
    # `navigate` is overwritten before anything but the watch has seen it
    own = setting
    if plug_ins.navigator is not None:
        own = setting._replace(flight=setting.flight.copy())
        own.flight[a.V_PERFECT], own.flight[a.V_WATCH] = 1.0, 0.0
    outcome, note = GOES_ON, ""
    try:
        while outcome == GOES_ON:
            _think(own, work, plug_ins)
            outcome = ended(own, work)
            if outcome == GOES_ON:
                outcome = _second(own, work, draw.sample, plug_ins)
            if outcome == GOES_ON:
                outcome = ended(own, work)
    except PlugInError as why:
        outcome = r.NOT_A_NUMBER
        note = f"{why} at {work.counts[a.K_TIME]:.1f} s of the run"
    close(work, outcome)
    return PluggedFlight(work.result.copy(), note)


def _think(setting: a.Setting, work: a.Work, plug_ins: PlugIns) -> None:
    time_s, since_s = float(work.counts[a.K_TIME]), float(work.counts[a.K_SINCE_S])
    navigate(setting, work)
    if plug_ins.navigator is not None:
        work.estimate[: c.ESTIMATE_SIZE] = navigated(plug_ins.navigator, work.measured, since_s)
        work.estimate[c.E_MASS] = work.counts[a.K_BOOK_KG]
        work.covariance[:] = 0.0
    steer(setting, work)
    if plug_ins.guidance is not None:
        estimate = work.estimate[: c.ESTIMATE_SIZE]
        work.setpoint[:] = guided(plug_ins.guidance, estimate, time_s)
        every_s = float(setting.flight[a.V_NAVIGATION_S])
        ask(work.flown, work.setpoint, setting.control, every_s, work.held)
    tally(setting, work)


def _second(setting: a.Setting, work: a.Work, sample: Array, plug_ins: PlugIns) -> int:
    dt_s = period_s(setting, work)
    left = round(setting.flight[a.V_NAVIGATION_S] / dt_s)
    while left > 0:
        many = 1
        if plug_ins.controller is None:
            fired = command(setting, work, dt_s)
            many = cycles_at_rest(work, dt_s, fired, left)
        else:
            work.on_s[:] = controlled(
                plug_ins.controller,
                work.flown,
                work.setpoint,
                float(work.counts[a.K_TIME]),
                work.on_s.size,
            )
            fired = fit_valves(setting, work, dt_s)
        left -= many
        outcome = cycle(setting, work, sample, many * dt_s, fired)
        if outcome != GOES_ON:
            return int(outcome)
    return GOES_ON
