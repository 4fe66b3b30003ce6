"""Plans an approach: from the arrival gate to contact, with what it takes and whether it may begin.

Model   The profile's legs to one port of the station in one attitude. The line of sight may turn with a
        part of the orbital rate and the fly-around may go either way round: the plan takes what costs least
        delta-v of a few choices, each flown as a point mass by guidance itself. The hold before the last
        leg is drawn out until contact falls on the wanted second.
Valid   A start outside the keep-out sphere; a free axis; a port of the ship's mechanism.
Source  The profile and the station's rules; flown points stand in the profile.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.approach import Approach, Start
from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Port, Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.errors import InputError
from portcall.docking.approach.clearance import blocked_by
from portcall.docking.approach.guidance_kernel import start_mode
from portcall.docking.approach.leg_rows import WAYS, leg_tables
from portcall.docking.approach.legs import (
    L_KIND,
    L_LAST,
    L_NOT_BEFORE_S,
    L_TURN,
    LEG_AROUND,
    LEG_HOLD,
    LEG_SIGHT,
)
from portcall.docking.approach.nominal_path import (
    N_CLOSING,
    N_DELTA_V,
    N_LEG,
    N_RANGE,
    N_TIME,
    PATH_SIZE,
    fly_point,
)
from portcall.docking.approach.port_frame import port_vector
from portcall.docking.columns import ABORT, DONE, LEG
from portcall.docking.control.layout import antenna_m, thruster_rows, tip_m

Array = NDArray[np.float64]

STATION_RATE_RAD_S = 1.1294e-3
"""Orbital rate at the station's mean height of 417 km; taken where none is given."""

_STEP_S = 1.0
_LONGEST_S = 20_000.0
_THRUSTERS_THAT_PUSH = 2  # at the least, along any axis
_TURNS = (-1.5, -1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)  # parts of the orbital rate
_MANY_TURNS_M_S = 1e6  # cost of a choice that does not arrive


@dataclass(frozen=True)
class ApproachPlan:
    """One planned approach.

    `path` has one row a second, columns `portcall.docking.approach.nominal_path.N_*`; `starts_s` is when
    each leg of the path begins, not a number for one that is not flown; `contact_s` counts from the gate:
    contact, or for a berthed ship the end of the hold in the box.
    """

    approach: str
    vehicle: str
    station: str
    port_id: str
    attitude: str
    side: str
    legs: Array
    gates: Array
    port: Array
    names: tuple[str, ...]
    n_rad_s: float
    start: Array
    path: Array
    starts_s: Array
    contact_s: float
    earliest_s: float
    late_by_s: float
    delta_v_m_s: float

    @property
    def duration_s(self) -> float:
        """Gate to contact. [s]"""
        return self.contact_s

    @property
    def go_not_before_s(self) -> float:
        """When the last hold may end, after the gate. [s]"""
        held = [row for row in self.legs if int(row[L_KIND]) == LEG_HOLD]
        return float(held[-1][L_NOT_BEFORE_S]) if held else -math.inf

    def at_range(self, range_m: float) -> tuple[float, float]:
        """Return time before contact [s] and closing rate [m/s] when the range is last reached."""
        inside = self.path[:, N_RANGE] <= range_m
        k = len(inside) - int(np.argmin(inside[::-1])) if not inside.all() else 0
        row = self.path[min(k, len(self.path) - 1)]
        return self.contact_s - float(row[N_TIME]), float(row[N_CLOSING])


def choose_approach(catalogue: Catalogue, vehicle: str, port: Port) -> Approach:
    """Return the first profile that a vehicle flies to the side that a port looks to.

    Raises
    ------
    InputError
        Where no profile fits.
    """
    found = catalogue.approach_to(vehicle, port)
    if found is not None:
        return found
    known = [catalogue.approach(name) for name in catalogue.names("approaches")]
    own = [one for one in known if vehicle in one.vehicles]
    sides = sorted({side for one in own for side in one.sides})
    raise InputError(
        f"no approach profile takes {vehicle} to {port.id}, a port on the side {port.approach}",
        limit="sides it can: " + (", ".join(sides) or "none"),
        remedy="give one as a TOML file in the form of `portcall schema approach`",
    )


def gate_state(start: Start) -> Array:
    """Return position [m] and velocity [m/s] at the profile's gate, LVLH, shape (6,)."""
    below = math.radians(start.below_deg.value)
    way = np.array([-math.cos(below), 0.0, math.sin(below)])
    return np.concatenate([way * start.range_m.value, -way * start.closing_m_s.value])


def _side(port: Array) -> str:
    """Return the side of the station on which a port looks out, as it is held now."""
    out = port[3:6]
    return max(WAYS, key=lambda side: float(out @ np.array(WAYS[side], dtype=float)))


def _checked_port(catalogue: Catalogue, station: Station, port_id: str, vehicle: Vehicle) -> Port:
    port = catalogue.port(station.id, port_id)
    if port.mechanism != vehicle.mechanism:
        fitting = [one.id for one in station.ports_in_use if one.mechanism == vehicle.mechanism]
        raise InputError(
            f"{vehicle.id} carries {vehicle.mechanism} and {port_id} is a port for {port.mechanism}",
            limit="ports that fit: " + ", ".join(fitting),
            where=f"stations/{station.id}.toml: port {port_id}",
            remedy="choose another port",
        )
    return port


def _check_free(
    catalogue: Catalogue,
    station: Station,
    port: Port,
    vehicle: Vehicle,
    occupied: Sequence[tuple[str, str]],
) -> None:
    docked = [(catalogue.port(station.id, p), catalogue.vehicle(v)) for p, v in occupied]
    blocked = blocked_by(station, port, vehicle, docked)
    if blocked is not None:
        raise InputError(
            f"the approach axis is blocked: {blocked.reason}",
            limit="the swept way clear of docked ships",
            remedy="move that ship first or choose another port",
        )


def _check_start(start: Array, station: Station) -> None:
    radius_m = float(np.linalg.norm(start[:3]))
    limit_m = station.safety.keep_out_sphere_radius_m.value
    if not np.all(np.isfinite(start)) or radius_m <= limit_m:
        raise InputError(
            f"the approach would start {radius_m:.0f} m from the station's center, inside the "
            "keep-out sphere",
            limit=f"more than {limit_m:.0f} m",
            where=f"stations/{station.id}.toml: safety.keep_out_sphere_radius_m",
            remedy="start farther out; entering is the corridor's and needs a go",
        )


@dataclass(frozen=True)
class _Setting:
    start: Array
    legs: Array
    gates: Array
    port: Array
    n_rad_s: float
    acceleration_m_s2: float

    def flown(self, longest_s: float = _LONGEST_S) -> tuple[Array, bool]:
        """Return the path, and whether it arrives."""
        rows = np.empty((int(longest_s / _STEP_S), PATH_SIZE))
        mode = start_mode()
        filled = fly_point(
            self.start, self.legs, self.gates, self.port, self.n_rad_s, _STEP_S,
            self.acceleration_m_s2, np.zeros(3), mode, rows,
        )  # fmt: skip
        path = rows[:filled]
        arrived = bool(mode[ABORT] == 0.0 and self.legs[int(mode[LEG]), L_LAST] == 1.0)
        arrived = arrived and (path[-1, N_RANGE] <= 0.0 or mode[DONE] != 0.0)
        return path, arrived

    def turned(self, part: float, sense: float) -> "_Setting":
        """Return the setting with another turn of the sight line and another way round."""
        legs = self.legs.copy()
        legs[legs[:, L_KIND] == LEG_SIGHT, L_TURN] = part
        legs[legs[:, L_KIND] == LEG_AROUND, L_TURN] = sense
        return replace(self, legs=legs)


def _cheapest(setting: _Setting, wanted_s: float | None) -> tuple[_Setting, Array]:
    """Return the choice of turns that costs least among those in time, and its path."""
    has_sight = bool(np.any(setting.legs[:, L_KIND] == LEG_SIGHT))
    has_around = bool(np.any(setting.legs[:, L_KIND] == LEG_AROUND))
    best: tuple[tuple[float, float], _Setting, Array] | None = None
    for part in _TURNS if has_sight else (0.0,):
        for sense in (1.0, -1.0) if has_around else (0.0,):
            tried = setting.turned(part, sense)
            path, arrived = tried.flown()
            if not arrived:
                continue
            late_s = max(0.0, float(path[-1, N_TIME]) - wanted_s) if wanted_s else 0.0
            cost = (late_s, float(path[-1, N_DELTA_V]))
            if best is None or cost < best[0]:
                best = cost, tried, path
    if best is None:
        raise InputError(
            "the planned approach does not arrive within its legs' limits of time",
            remedy="check the profile's gates and `longest_s`, or the start",
        )
    return best[1], best[2]


def _contact_s(path: Array) -> float:
    """Return the time of contact, between the last two rows. [s]"""
    last = path[-1]
    if last[N_RANGE] < 0.0 and len(path) > 1:
        before = path[-2]
        part = before[N_RANGE] / (before[N_RANGE] - last[N_RANGE])
        return float(before[N_TIME] + part * (last[N_TIME] - before[N_TIME]))
    return float(last[N_TIME])


def _held_until(setting: _Setting, path: Array, wanted_s: float | None) -> tuple[_Setting, Array]:
    """Draw out the last hold so that contact falls on the wanted second."""
    holds = np.flatnonzero(setting.legs[:, L_KIND] == LEG_HOLD)
    if wanted_s is None or not len(holds) or wanted_s <= _contact_s(path):
        return setting, path
    hold = int(holds[-1])
    held = setting
    for _ in range(3):  # contact moves with the hold's end nearly one to one
        left = path[path[:, N_LEG] > hold]
        legs = held.legs.copy()
        legs[hold, L_NOT_BEFORE_S] = float(left[0, N_TIME]) + wanted_s - _contact_s(path)
        held = replace(held, legs=legs)
        path, arrived = held.flown(max(_LONGEST_S, 2.0 * wanted_s))
        if not arrived:
            raise InputError(
                f"contact {wanted_s:.0f} s after the gate is later than the hold may last",
                remedy="ask for an earlier contact, or begin later",
            )
        if abs(_contact_s(path) - wanted_s) < _STEP_S:
            break
    return held, path


def plan_approach(
    catalogue: Catalogue,
    vehicle: str,
    station: str,
    port: str,
    *,
    attitude: str = "plus-xvv",
    approach: str | None = None,
    start: Array | None = None,
    occupied: Sequence[tuple[str, str]] = (),
    contact_after_s: float | None = None,
    n_rad_s: float = STATION_RATE_RAD_S,
    mass_kg: float | None = None,
) -> ApproachPlan:
    """Plan an approach to a port.

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    vehicle, station, port : str
        Ids.
    attitude : str
        Id of the station's attitude during the visit.
    approach : str, optional
        Id or file of a profile; by default the one for this ship and side.
    start : Array, optional
        Position [m] and velocity [m/s] of the ship's center of mass, LVLH, shape (6,); by default the
        profile's gate.
    occupied : sequence of (port id, vehicle id)
        Docked ships.
    contact_after_s : float, optional
        Wanted time from gate to contact [s]; by default the profile's. Earlier than possible: the plan
        arrives as early as it can, and `late_by_s` says how late that is.
    n_rad_s : float
        The station's orbital rate. [rad/s]
    mass_kg : float, optional
        The ship's mass; by default at launch.

    Raises
    ------
    InputError
        A ship without thruster layout, a port of the wrong mechanism, a taken or blocked axis, a start
        inside the keep-out sphere, an unknown name.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> plan = plan_approach(load_catalogue(), "progress-ms", "iss", "poisk-zenith")
    >>> plan.approach, round(plan.contact_s)
    ('kurs-progress-zenith', 2040)
    """
    ship, home = catalogue.vehicle(vehicle), catalogue.station(station)
    place = _checked_port(catalogue, home, port, ship)
    thrust_n = float(thruster_rows(ship)[0][6])
    _check_free(catalogue, home, place, ship, occupied)
    profile = (
        choose_approach(catalogue, vehicle, place)
        if approach is None
        else catalogue.approach(approach)
    )
    begin = gate_state(profile.start) if start is None else np.array(start, dtype=float)
    _check_start(begin, home)
    vector = port_vector(home, place, attitude, probe_m=tip_m(ship), ship_antenna_m=antenna_m(ship))
    legs, gates, names = leg_tables(profile, home.safety, vector)
    acceleration = _THRUSTERS_THAT_PUSH * thrust_n / (mass_kg or ship.masses.launch_mass_kg.value)
    setting = _Setting(begin, legs, gates, vector, n_rad_s, acceleration)
    nominal = profile.nominal_duration_s
    wanted = contact_after_s or (None if nominal is None else nominal.value)
    chosen, path = _cheapest(setting, wanted)
    earliest = _contact_s(path)
    chosen, path = _held_until(chosen, path, wanted)
    starts = np.full(len(names), np.nan)
    for row in range(len(names)):
        in_leg = path[path[:, N_LEG] == row]
        if len(in_leg):
            starts[row] = in_leg[0, N_TIME]
    return ApproachPlan(
        approach=profile.id, vehicle=vehicle, station=station, port_id=port, attitude=attitude,
        side=_side(vector), legs=chosen.legs, gates=gates, port=vector, names=tuple(names),
        n_rad_s=n_rad_s, start=begin, path=path, starts_s=starts, contact_s=_contact_s(path),
        earliest_s=earliest, late_by_s=max(0.0, earliest - wanted) if wanted else 0.0,
        delta_v_m_s=float(path[-1, N_DELTA_V]),
    )  # fmt: skip
