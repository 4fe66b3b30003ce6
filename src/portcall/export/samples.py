"""Samples of a flight path, arc by arc, so that no interpolation runs across a burn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.core.time import after, elapsed_s
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.visibility import positions_itrf_from_gcrf

Array = NDArray[np.float64]

SHORTEST_ARC_S = 1e-3  # a shorter one has no room for samples on a clock of microseconds
LEAST_STEPS = 6  # so that a short burn still fills an interpolation's window


@dataclass(frozen=True)
class ArcSamples:
    """States on one arc: times as the clock tells them, and the states at exactly those times.

    Attributes
    ----------
    utc : tuple[datetime, ...]
        Strictly increasing, to the microsecond.
    states_gcrf : Array
        Position [m] and velocity [m/s], shape (n, 6).
    """

    utc: tuple[datetime, ...]
    states_gcrf: Array


def arc_samples(path: FlightPath, step_s: float) -> Iterator[ArcSamples]:
    """Sample each arc of a path, ends included.

    Parameters
    ----------
    path : FlightPath
        The trajectory.
    step_s : float
        Longest step; shorter where an arc would have too few, or asks for it. [s]
    """
    for arc in path.arcs:
        if arc.end_s - arc.start_s < SHORTEST_ARC_S:
            continue
        longest_s = min(step_s, arc.sample_step_s)
        steps = max(LEAST_STEPS, int(np.ceil((arc.end_s - arc.start_s) / longest_s)))
        wanted_s = np.linspace(arc.start_s, arc.end_s, steps + 1)
        utc = tuple(after(arc.epoch, float(second)) for second in wanted_s)
        told_s = np.array([elapsed_s(arc.epoch, moment) for moment in utc])
        states = arc.state_at(np.clip(told_s, arc.start_s, arc.end_s))
        yield ArcSamples(utc, states[:, :6])


def positions_itrf_m(samples: ArcSamples) -> Array:
    """Return the positions in the terrestrial frame, shape (n, 3), to a decimeter. [m]"""
    start = samples.utc[0]
    # within one arc no leap second falls, so plain differences of the clock are seconds
    seconds = np.array([(moment - start).total_seconds() for moment in samples.utc])
    return positions_itrf_from_gcrf(start, seconds, samples.states_gcrf[:, :3])


def iso(moment: datetime) -> str:
    """Return an instant as ISO 8601 UTC to the microsecond."""
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def later(moments: tuple[datetime, ...]) -> datetime:
    """Return the latest instant, rounded up to a whole second."""
    last = max(moments)
    return (last + timedelta(microseconds=999_999)).replace(microsecond=0)
