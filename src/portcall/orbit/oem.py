"""Orbit ephemerides: tabulated states of one object, in any frame read, sampled in GCRF.

Model   Hermite interpolation of position and velocity together (velocity is its derivative), or
        Lagrange of each where the file asks for it, over the points nearest to the time.
Valid   Between the first and last usable state. At the station, 6-point Hermite over states 4 min
        apart is good to 1 mm; a burn between two states costs its speed change times minutes.
Source  CCSDS 502.0-B-3, section 5; Hermite basis: Burden & Faires, Numerical Analysis, theorem 3.9.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

import erfa
import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.frames import gcrf_from_teme, gcrf_state_from_itrf
from portcall.core.time import after, elapsed_s, format_utc
from portcall.orbit.station_events import StationEvents

Array = NDArray[np.float64]

INERTIAL_FRAMES = ("GCRF", "ICRF", "EME2000", "J2000")
READ_FRAMES = (*INERTIAL_FRAMES, "TEME", "ITRF")
_DEFAULT_POINTS = 6  # Hermite degree 11
_EDGE_S = 1e-3  # a request this far outside is a rounding of the first or last epoch


@lru_cache(maxsize=1)
def _gcrf_from_eme2000() -> Array:
    """Return the frame bias: 23 mas, 0.8 m at the station."""
    bias = erfa.bp06(2_451_545.0, 0.0)[0]
    return np.asarray(bias, dtype=np.float64).T


@dataclass(frozen=True, eq=False)
class EphemerisSegment:
    """One table of states, as the file gives them.

    `seconds` count from `epoch`, the first state's; arrays have shapes (n,), (n, 3), (n, 3), with
    times strictly increasing. `degree` 0 means that the file names no interpolation.
    """

    object_name: str
    object_id: str
    ref_frame: str
    epoch: datetime
    seconds: Array
    positions_m: Array
    velocities_m_s: Array
    usable_start: datetime
    usable_stop: datetime
    interpolation: str = ""
    degree: int = 0
    comments: tuple[str, ...] = ()

    @cached_property
    def states_gcrf(self) -> tuple[Array, Array]:
        """Every state in the celestial frame: positions [m] and velocities [m/s], shape (n, 3)."""
        if self.ref_frame in ("GCRF", "ICRF"):
            return self.positions_m, self.velocities_m_s
        if self.ref_frame in ("EME2000", "J2000"):
            bias = _gcrf_from_eme2000()
            return self.positions_m @ bias.T, self.velocities_m_s @ bias.T
        positions, velocities = [], []
        rows = zip(self.seconds, self.positions_m, self.velocities_m_s, strict=True)
        for second, position_m, velocity_m_s in rows:
            moment = after(self.epoch, float(second))
            if self.ref_frame == "TEME":
                rotation = gcrf_from_teme(moment)
                state = rotation @ position_m, rotation @ velocity_m_s
            else:
                state = gcrf_state_from_itrf(position_m, velocity_m_s, moment)
            positions.append(state[0])
            velocities.append(state[1])
        return np.array(positions), np.array(velocities)

    def covers(self, utc: datetime) -> bool:
        """Whether the time lies within the usable span."""
        return (
            elapsed_s(self.usable_start, utc) >= -_EDGE_S
            and elapsed_s(self.usable_stop, utc) <= _EDGE_S
        )


@dataclass(frozen=True, eq=False)
class Ephemeris:
    """A whole message: its segments in the order of the file, and what the header forecasts."""

    segments: tuple[EphemerisSegment, ...]
    originator: str = ""
    creation: datetime | None = None
    version: str = "2.0"
    station: StationEvents = field(default_factory=StationEvents)
    source: str = ""


def _hermite(nodes: Array, values: Array, slopes: Array, at: float) -> tuple[Array, Array]:
    """Return the Hermite interpolant and its derivative; shapes (k,), (k, 3), (k, 3)."""
    gap = nodes[:, None] - nodes[None, :]
    np.fill_diagonal(gap, 1.0)
    reach = at - nodes
    basis = np.empty(nodes.size)
    basis_slope = np.empty(nodes.size)
    for i in range(nodes.size):
        factors = np.delete(reach, i) / np.delete(gap[i], i)
        basis[i] = np.prod(factors)
        inverse = 1.0 / np.delete(gap[i], i)
        basis_slope[i] = sum(
            inverse[j] * np.prod(np.delete(factors, j)) for j in range(factors.size)
        )
    np.fill_diagonal(gap, np.inf)
    own_slope = np.sum(1.0 / gap, axis=1)
    square, square_slope = basis**2, 2.0 * basis * basis_slope
    weight = 1.0 - 2.0 * own_slope * reach
    position = (weight * square) @ values + (reach * square) @ slopes
    velocity = (weight * square_slope - 2.0 * own_slope * square) @ values
    velocity += (square + reach * square_slope) @ slopes
    return position, velocity


def _lagrange(nodes: Array, values: Array, slopes: Array, at: float) -> tuple[Array, Array]:
    basis = np.array(
        [
            np.prod(np.delete(at - nodes, i) / (nodes[i] - np.delete(nodes, i)))
            for i in range(nodes.size)
        ]
    )
    return basis @ values, basis @ slopes


def _points(segment: EphemerisSegment) -> int:
    """Return how many states an interpolation uses."""
    if segment.degree <= 0:
        wanted = _DEFAULT_POINTS
    elif segment.interpolation == "HERMITE":
        wanted = (segment.degree + 1) // 2
    else:
        wanted = segment.degree + 1
    return max(1, min(wanted, 16, segment.seconds.size))


def segment_state_gcrf(segment: EphemerisSegment, utc: datetime) -> tuple[Array, Array]:
    """Return the state at a time within one segment.

    Returns
    -------
    tuple[Array, Array]
        Position [m] and velocity [m/s] in GCRF, each shape (3,).

    Raises
    ------
    InputError
        The time lies outside the usable span.
    """
    if not segment.covers(utc):
        raise InputError(
            f"{format_utc(utc)} is outside the ephemeris of {segment.object_name}",
            limit=f"{format_utc(segment.usable_start)} to {format_utc(segment.usable_stop)}",
            remedy="use an ephemeris that covers the time",
        )
    at = elapsed_s(segment.epoch, utc)
    count = _points(segment)
    first = int(np.searchsorted(segment.seconds, at)) - count // 2
    first = max(0, min(first, segment.seconds.size - count))
    window = slice(first, first + count)
    positions_m, velocities_m_s = segment.states_gcrf
    interpolate = _lagrange if segment.interpolation == "LAGRANGE" else _hermite
    # seconds from the window's first state, so that the products keep their digits
    nodes = segment.seconds[window] - segment.seconds[first]
    return interpolate(
        nodes, positions_m[window], velocities_m_s[window], at - float(segment.seconds[first])
    )


def ephemeris_state_gcrf(ephemeris: Ephemeris, utc: datetime) -> tuple[Array, Array]:
    """Return the state at a time from the last segment that covers it.

    Returns
    -------
    tuple[Array, Array]
        Position [m] and velocity [m/s] in GCRF, each shape (3,).

    Raises
    ------
    InputError
        No segment covers the time.
    """
    covering = [segment for segment in ephemeris.segments if segment.covers(utc)]
    if not covering:
        spans = ", ".join(
            f"{format_utc(s.usable_start)} to {format_utc(s.usable_stop)}"
            for s in ephemeris.segments[:3]
        )
        raise InputError(
            f"{format_utc(utc)} is outside the ephemeris",
            limit=spans,
            where=ephemeris.source,
            remedy="use an ephemeris that covers the time",
        )
    return segment_state_gcrf(covering[-1], utc)
