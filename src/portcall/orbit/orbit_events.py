"""Events of an orbit: nodes, shadow, altitude, apsides, as functions that the integrator watches.

Model   Node: the Earth-fixed z vanishes. Shadow: `environment.eclipse`. Altitude: over WGS84.
        Apsis: the radial speed vanishes.
Valid   Any orbit; shadow as its room says.
Source  Definitions; Vallado 2013, Fundamentals of Astrodynamics and Applications, section 5.3 for
        shadow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.rotation_table import earth_fixed, rotation_at
from portcall.core.signatures import RHS_SIGNATURE
from portcall.environment.atmosphere import geodetic_altitude_m
from portcall.environment.eclipse import cone_clearance_rad, cylinder_clearance_m
from portcall.environment.sun_moon import bodies_at
from portcall.orbit.dynamics import AT_BODIES, AT_EVENTS, AT_ROTATION

Array = NDArray[np.float64]
Kind = Literal["node", "shadow", "umbra", "penumbra", "altitude", "apsis"]

NODE, SHADOW, UMBRA, PENUMBRA, ALTITUDE, APSIS = 0, 1, 2, 3, 4, 5
KINDS: tuple[Kind, ...] = ("node", "shadow", "umbra", "penumbra", "altitude", "apsis")
# what a falling and a rising crossing are called
NAMES: dict[Kind, tuple[str, str]] = {
    "node": ("descending-node", "ascending-node"),
    "shadow": ("shadow-entry", "shadow-exit"),
    "umbra": ("umbra-entry", "umbra-exit"),
    "penumbra": ("penumbra-entry", "penumbra-exit"),
    "altitude": ("altitude-falling", "altitude-rising"),
    "apsis": ("apogee", "perigee"),
}


@dataclass(frozen=True)
class Event:
    """Something to watch for.

    Attributes
    ----------
    kind : {"node", "shadow", "umbra", "penumbra", "altitude", "apsis"}
        `shadow` is the cylinder, `umbra` and `penumbra` the cones.
    level_m : float
        For `altitude`: the height over WGS84. [m]
    direction : {-1, 0, 1}
        +1 reports rising crossings only (ascending node, shadow exit, perigee), -1 falling ones.
    terminal : bool
        Whether the first such crossing ends the run.
    """

    kind: Kind
    level_m: float = 0.0
    direction: Literal[-1, 0, 1] = 0
    terminal: bool = False


def params_with_events(params: Array, events: Sequence[Event]) -> Array:
    """Return the parameter vector with the list of events at its end."""
    tail = [(float(KINDS.index(event.kind)), event.level_m) for event in events]
    return np.concatenate((params, np.array(tail, dtype=np.float64).ravel()))


@cached_njit(RHS_SIGNATURE)
def orbit_events(t: float, state: Array, params: Array, out: Array) -> None:
    """Fill one value per event of the parameter vector's tail."""
    at = int(params[AT_EVENTS])
    x, y, z = state[0], state[1], state[2]
    ex, ey, ez = 0.0, 0.0, 0.0
    sx, sy, sz = 0.0, 0.0, 0.0
    have_earth = False
    have_sun = False
    for e in range((params.size - at) // 2):
        kind = int(params[at + 2 * e])
        if kind in (NODE, ALTITUDE) and not have_earth:
            q = rotation_at(t, params, int(params[AT_ROTATION]))
            ex, ey, ez = earth_fixed(x, y, z, q)
            have_earth = True
        if kind in (SHADOW, UMBRA, PENUMBRA) and not have_sun:
            b = bodies_at(t, params, int(params[AT_BODIES]))
            sx, sy, sz = b[0], b[1], b[2]
            have_sun = True
        if kind == NODE:
            out[e] = ez
        elif kind == SHADOW:
            out[e] = cylinder_clearance_m(x, y, z, sx, sy, sz)
        elif kind == UMBRA:
            out[e] = cone_clearance_rad(x, y, z, sx, sy, sz, -1.0)
        elif kind == PENUMBRA:
            out[e] = cone_clearance_rad(x, y, z, sx, sy, sz, 1.0)
        elif kind == ALTITUDE:
            out[e] = geodetic_altitude_m(ex, ey, ez) - params[at + 2 * e + 1]
        else:
            out[e] = x * state[3] + y * state[4] + z * state[5]
