"""Calls plug-ins, and turns whatever is wrong with one into an error that names it.

Model   What is None flies as the ship's own. Each call gets frozen copies. An answer is a view or an array
        of its layout. The mass in a navigator's estimate is replaced by that of the propellant book, and
        its position counts as known for the go: a navigator gives no covariance.
Valid   One set of plug-ins a run: one that keeps a state is made anew for each.
Source  Chosen here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.docking import columns as c
from portcall.docking.plug.plug_in import (
    Controller,
    Estimate,
    Guidance,
    Measured,
    Navigator,
    Setpoint,
    checked_answer,
)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlugIns:
    """What is replaced."""

    navigator: Navigator | None = None
    guidance: Guidance | None = None
    controller: Controller | None = None


class PlugInError(Exception):
    """A plug-in failed; a session makes an outcome of it."""


def navigated(navigator: Navigator, measured: Array, dt_s: float) -> Array:
    """Return a navigator's estimate; raise `PlugInError` when it fails."""
    seen = Measured.of(measured)
    return _asked("the navigator", lambda: navigator.step(seen, dt_s), c.ESTIMATE_SIZE)


def guided(guidance: Guidance, estimate: Array, time_s: float) -> Array:
    """Return a guidance's setpoint; raise `PlugInError` when it fails."""
    believed = Estimate.of(estimate)
    return _asked("the guidance", lambda: guidance.step(believed, time_s), c.SETPOINT_SIZE)


def controlled(
    controller: Controller, estimate: Array, setpoint: Array, time_s: float, thrusters: int
) -> Array:
    """Return a controller's on-times [s]; raise `PlugInError` when it fails."""
    believed, asked = Estimate.of(estimate), Setpoint.of(setpoint)
    return _asked("the controller", lambda: controller.step(believed, asked, time_s), thrusters)


def _asked(name: str, ask: Callable[[], Any], size: int) -> Array:
    try:
        answer = ask()
    except Exception as why:
        text = " ".join(str(why).split())
        said = f"{name} raised {type(why).__name__}" + (f": {text}" if text else "")
        raise PlugInError(said) from why
    try:
        values = answer.to_array() if isinstance(answer, Estimate | Setpoint) else answer
        return checked_answer(values, size, name)
    except InputError as why:
        raise PlugInError(why.what) from why
    except (TypeError, ValueError):
        raise PlugInError(f"{name} answered with no array of numbers") from None
