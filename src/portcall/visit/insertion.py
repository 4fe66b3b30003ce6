"""Where the ascent leaves the ship: flown once for a ship, a pad and an orbit, then turned with the day.

The plane offered is fixed to the Earth at lift-off, so one ascent serves every launch instant.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from portcall.launch.ascent import Ascent, NoAscent, fly_ascent, plan_ascent
from portcall.launch.from_record import launcher_model
from portcall.launch.insertion import InsertionTarget
from portcall.launch.steering import Pad
from portcall.launch.vehicle_model import LauncherModel
from portcall.orbit.mean_elements import NearCircular, from_state, mean_from_osculating
from portcall.records.handover import Insertion
from portcall.visit.setting import Setting


@dataclass(frozen=True)
class InsertionPoint:
    """The flown ascent, and the mean orbit at separation, its node counted from the pad's meridian."""

    ascent: Ascent
    mean: NearCircular
    separation_met_s: float


@lru_cache(maxsize=64)
def _ascent(
    model: LauncherModel, pad: Pad, payload_kg: float, target: InsertionTarget
) -> Ascent | NoAscent:
    plan = plan_ascent(model, pad, payload_kg, target)
    return plan if isinstance(plan, NoAscent) else fly_ascent(plan)


def insertion_of(setting: Setting) -> InsertionPoint | NoAscent:
    """Fly the ascent of a setting's ship, from its pad, to its profile's insertion orbit.

    Returns
    -------
    InsertionPoint | NoAscent
        The point, or the reason why the launcher does not reach the orbit with this ship.

    Raises
    ------
    DataError
        The launcher has no ascent model.
    InputError
        The pad lies farther from the equator than the orbit goes.
    """
    model = launcher_model(setting.launcher, crewed=setting.vehicle.crewed)
    site = setting.site
    pad = Pad(
        math.radians(site.latitude_deg.value),
        math.radians(site.longitude_deg.value),
        site.altitude_m.value,
    )
    wanted = setting.profile.insertion
    target = InsertionTarget(
        perigee_m=1e3 * wanted.perigee_km.value,
        apogee_m=1e3 * wanted.apogee_km.value,
        inclination_rad=math.radians(wanted.inclination_deg.value),
        node_from_pad_rad=setting.node_from_pad_rad,
    )
    ascent = _ascent(model, pad, setting.launch_mass_kg, target)
    if isinstance(ascent, NoAscent):
        return ascent
    state = ascent.separation_frozen
    mean = mean_from_osculating(from_state(state[:3], state[3:6]))
    return InsertionPoint(
        ascent,
        replace(mean, node_rad=mean.node_rad - pad.longitude_rad),
        ascent.event("separation").time_s,
    )


def insertion_record(point: InsertionPoint, liftoff: datetime) -> Insertion:
    """Return the hand-over record of an ascent flown at an instant."""
    utc, position, velocity = point.ascent.separation_gcrf(liftoff)
    last = point.ascent.event("separation")
    x, y, z = last.position_itrf_m
    return Insertion(
        liftoff_utc=liftoff,
        separation_utc=utc,
        position_gcrf_m=tuple(position),
        velocity_gcrf_m_s=tuple(velocity),
        mass_kg=point.ascent.payload_kg,
        perigee_m=point.ascent.orbit.perigee_m,
        apogee_m=point.ascent.orbit.apogee_m,
        inclination_rad=point.ascent.orbit.inclination_rad,
        latitude_geocentric_rad=math.atan2(z, math.hypot(x, y)),
        longitude_rad=math.atan2(y, x),
        third_stage_propellant_left_kg=point.ascent.propellant_left_kg,
    )
