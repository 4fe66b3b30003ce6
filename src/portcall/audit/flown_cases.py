"""Disposals of other ships, flown again from what is known of each: an angle, an ellipse, an element set.

Model   An entry of which only the angle is assumed: the ship left a circle by an impulse along its orbit.
        A burn that changes a known ellipse about its apogee. A burn from a known element set, down to an
        altitude and to the ground.
Valid   As `disposal.deorbit`; the fall is the planned one, without errors.
Source  Reported times, burns and orbits stand in the catalogue with their own sources.
"""

import math
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.audit.flown_disposals import FallTimes, fall_times
from portcall.catalogue.disposal_case import DisposalCase
from portcall.catalogue.load import Catalogue
from portcall.core.constants import GM_EARTH_M3_S2, STANDARD_GRAVITY_M_S2, WGS84_A_M
from portcall.core.errors import DataError
from portcall.core.frames import EARTH_RATE_VECTOR_RAD_S, itrf_from_geodetic
from portcall.core.time import after, elapsed_s
from portcall.disposal.deorbit import (
    ENTRY_INTERFACE_M,
    GIVE_UP_S,
    Attitude,
    Deorbit,
    DeorbitBurn,
    Entry,
    FlownDeorbitBurn,
    fly_deorbit,
)
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.elements import state_gcrf
from portcall.orbit.engine import Engine
from portcall.orbit.propagation import final_state
from portcall.visit.home_fall import pieces_of
from portcall.visit.known_elements import element_set

Array = NDArray[np.float64]

FREE_MOLECULAR_DRAG = 2.2  # of a tumbling body above 120 km
HEATING = "sutton-graves"


def assumed_entry(
    utc: datetime,
    *,
    steepness_deg: float,
    orbit_altitude_m: float,
    inclination_deg: float,
    mass_kg: float,
    latitude_deg: float = -30.0,
) -> Entry:
    """Return the entry, southbound at 120 km, of a ship that left a circle by an impulse.

    Parameters
    ----------
    utc : datetime
    steepness_deg : float
        Of the inertial velocity against the horizon; negative downwards. [deg]
    orbit_altitude_m : float
        Of the circle. [m]
    inclination_deg, mass_kg : float
    latitude_deg : float
        Where; the longitude is 180 degrees. [deg]

    Examples
    --------
    Two bodies: from 310 km to 120 km at 1.3 degrees, as fast as the ellipse through both is there:

    >>> from datetime import UTC
    >>> entry = assumed_entry(
    ...     datetime(2020, 1, 1, tzinfo=UTC), steepness_deg=-1.3, orbit_altitude_m=310e3,
    ...     inclination_deg=51.6, mass_kg=12_000.0)
    >>> round(float(np.linalg.norm(entry.state_gcrf[3:6])))
    7854
    """
    steep = math.radians(steepness_deg)
    r, top = WGS84_A_M + ENTRY_INTERFACE_M, WGS84_A_M + orbit_altitude_m
    # energy and momentum of the ellipse whose highest point is the circle: v^2 (1 - (r cos/top)^2)
    fall = 2.0 * GM_EARTH_M3_S2 * (1.0 / r - 1.0 / top)
    speed = math.sqrt(fall / (1.0 - (r * math.cos(steep) / top) ** 2))
    position = itrf_from_geodetic(math.radians(latitude_deg), math.pi, ENTRY_INTERFACE_M)
    up = position / np.linalg.norm(position)
    east = np.cross((0.0, 0.0, 1.0), up)
    east /= np.linalg.norm(east)
    north = np.cross(up, east)
    level = math.hypot(up[0], up[1])
    sine = min(1.0, math.cos(math.radians(inclination_deg)) / level)
    heading = sine * east - math.sqrt(1.0 - sine * sine) * north
    velocity = speed * (math.cos(steep) * heading + math.sin(steep) * up)
    relative = velocity - np.cross(EARTH_RATE_VECTOR_RAD_S, position)
    # the fall reads the Earth-fixed state and the mass; the axes are those of the instant
    return Entry(
        utc,
        np.concatenate((position, relative)),
        np.concatenate((position, velocity, (mass_kg,))),
        steep,
    )


def fall_at_steepness(
    catalogue: Catalogue, case: DisposalCase, objects_id: str, steepness_deg: float
) -> FallTimes | None:
    """Return when a case comes down after 120 km, at an assumed entry angle; None when it skips out.

    Raises
    ------
    DataError
        The case has no orbit, inclination or mass.
    """
    orbit, crossed = case.orbit, case.flown.entry_utc
    known = orbit.perigee_km, orbit.apogee_km, orbit.inclination_deg, case.mass_kg
    low, high, inclination, mass = known
    if low is None or high is None or inclination is None or mass is None or crossed is None:
        raise DataError("no orbit, mass or time of entry is known", where=f"case '{case.id}'")
    entry = assumed_entry(
        crossed.utc,
        steepness_deg=steepness_deg,
        orbit_altitude_m=500.0 * (low.value + high.value),
        inclination_deg=inclination.value,
        mass_kg=mass.value,
    )
    pieces = pieces_of(catalogue, catalogue.object_list(objects_id), HEATING)
    return fall_times(entry, pieces)


def _mass_before(case: DisposalCase, burn: int, exhaust_m_s: float) -> float:
    if case.mass_kg is None:
        raise DataError("no mass is known", where=f"case '{case.id}'")
    sizes = [one.delta_v_m_s.value for one in case.burn[:burn] if one.delta_v_m_s is not None]
    return case.mass_kg.value * math.exp(-sum(sizes) / exhaust_m_s)


def _exhaust_m_s(case: DisposalCase) -> float:
    if case.isp_s is None:
        raise DataError("no specific impulse is known", where=f"case '{case.id}'")
    return case.isp_s.value * STANDARD_GRAVITY_M_S2


def fly_case_burn(
    catalogue: Catalogue,
    case: DisposalCase,
    burn: int,
    *,
    delta_v_m_s: float,
    attitude: Attitude,
    passage_m: float,
) -> tuple[Deorbit, FallTimes | None]:
    """Fly one burn of a case from its element set: the passage of an altitude, and the fall.

    Parameters
    ----------
    catalogue : Catalogue
        For the object list of the case's name.
    case : DisposalCase
        With elements, mass, specific impulse, and the burn's ignition and duration.
    burn : int
        Which one; those before it took their share of the mass.
    delta_v_m_s : float
        Its size; sources may differ. [m/s]
    attitude : {"inertial", "velocity"}
    passage_m : float
        The altitude whose passage ends the deorbit. [m]

    Returns
    -------
    tuple[Deorbit, FallTimes | None]
        Down to the altitude; the fall counts from the ignition, None when the ship stays up.
    """
    at, recorded = case.burn[burn], case.orbit.elements
    if recorded is None or at.utc is None or at.duration_s is None:
        raise DataError("no elements, ignition or duration", where=f"case '{case.id}'")
    ignition, duration_s = at.utc.utc, at.duration_s.value
    exhaust = _exhaust_m_s(case)
    mass_kg = _mass_before(case, burn, exhaust)
    objects = catalogue.object_list(case.id)
    area_m2_kg = FREE_MOLECULAR_DRAG * objects.entry_area_m2.value / mass_kg
    forces = prepare_forces(
        ForceModel(ballistic_m2_kg=area_m2_kg), ignition, duration_s + GIVE_UP_S + 3600.0
    )
    spent_kg = -mass_kg * math.expm1(-delta_v_m_s / exhaust)
    engine = Engine(spent_kg * exhaust / duration_s, exhaust)
    state = np.append(np.concatenate(state_gcrf(element_set(recorded, case.id), ignition)), mass_kg)
    lit = [DeorbitBurn(ignition, duration_s, attitude)]
    passed = fly_deorbit(ignition, state, lit, engine, forces, stop_altitude_m=passage_m)
    entry = fly_deorbit(ignition, state, lit, engine, forces).entry
    if entry is None:
        return passed, None
    pieces = pieces_of(catalogue, objects, HEATING)
    fall = fall_times(entry, pieces)
    return passed, None if fall is None else fall.later_by(elapsed_s(ignition, entry.utc))


def burn_at_apogee(
    case: DisposalCase, burn: int, *, attitude: Attitude, model: ForceModel
) -> FlownDeorbitBurn:
    """Fly one burn of a case about the apogee that the burn before it left.

    Parameters
    ----------
    case : DisposalCase
        With the heights after the burn before, and the burn's ignition, duration and delta-v.
    burn : int
        Which one, not the first.
    attitude : {"inertial", "velocity"}
    model : ForceModel
        The point mass gives heights that do not swing with the oblate Earth.
    """
    last, at = case.burn[burn - 1], case.burn[burn]
    low, high = last.perigee_after_km, last.apogee_after_km
    if low is None or high is None or at.utc is None or at.duration_s is None:
        raise DataError("no orbit or burn to fly", where=f"case '{case.id}'")
    if at.delta_v_m_s is None:
        raise DataError("no delta-v of the burn", where=f"case '{case.id}'")
    exhaust = _exhaust_m_s(case)
    mass_kg = _mass_before(case, burn, exhaust)
    spent_kg = -mass_kg * math.expm1(-at.delta_v_m_s.value / exhaust)
    engine = Engine(spent_kg * exhaust / at.duration_s.value, exhaust)
    top, bottom = WGS84_A_M + high.value * 1e3, WGS84_A_M + low.value * 1e3
    speed = math.sqrt(2.0 * GM_EARTH_M3_S2 * bottom / (top * (top + bottom)))
    tilt = math.radians(case.orbit.inclination_deg.value if case.orbit.inclination_deg else 0.0)
    north = np.array([0.0, math.cos(tilt), math.sin(tilt)])
    # the apogee lies at the middle of the burn: begin as long before it as half the burn lasts
    ahead = np.concatenate((np.array([top, 0.0, 0.0]), speed * north))
    ignition = at.utc.utc
    middle = after(ignition, 0.5 * at.duration_s.value)
    forces = prepare_forces(model, ignition, GIVE_UP_S + 3600.0)
    state = final_state(middle, np.append(ahead, mass_kg), -0.5 * at.duration_s.value, forces)
    lit = [DeorbitBurn(ignition, at.duration_s.value, attitude)]
    return fly_deorbit(ignition, state, lit, engine, forces).burns[0]
