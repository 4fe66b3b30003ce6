"""A crew's way home: where an entry would land, and the landing from the one that is flown.

Model   The ignition is set so that the site lies at the nominal range from the entry; the bank control
        does the rest. The ballistic fallback is flown from the same entry.
Valid   Ships with a `[landing]`.
Source  As `disposal.landing`.
"""

import math

import numpy as np

from portcall.catalogue.vehicle import Vehicle
from portcall.disposal.deorbit import Entry
from portcall.disposal.landing import fly_landing, range_offset_m
from portcall.disposal.landing_craft import LandingSite, landing_craft, landing_site
from portcall.disposal.targeting import MEAN_RADIUS_M, Aim, Center
from portcall.records.landing import Landing
from portcall.visit.home_setting import HomeSetting

_GLIDE_S = 500.0  # entry to parachute, for the order of time only


def site_of(setting: HomeSetting) -> LandingSite:
    """Return where a crew is to land: the point aimed at, on the height of the usual site."""
    usual, aim = landing_site(setting.vehicle), setting.aim
    point = aim if isinstance(aim, Aim) else aim.center
    return LandingSite(point.latitude_rad, point.longitude_rad, usual.elevation_m)


def range_center(entry: Entry, vehicle: Vehicle, site: LandingSite) -> Center:
    """Return the place at the nominal range from an entry, abreast of which the site should lie."""
    craft = landing_craft(vehicle)
    short_m = range_offset_m(entry.state_itrf, craft, site)
    normal = np.cross(entry.state_itrf[:3], entry.state_itrf[3:6])
    normal /= np.linalg.norm(normal)
    there = Aim(site.latitude_rad, site.longitude_rad).direction
    there -= (there @ normal) * normal  # abreast of the site, on the track
    there /= np.linalg.norm(there)
    angle = -short_m / MEAN_RADIUS_M
    turned = there * math.cos(angle) + np.cross(normal, there) * math.sin(angle)
    return Center(
        math.atan2(turned[2], math.hypot(turned[0], turned[1])),
        math.atan2(turned[1], turned[0]),
        _GLIDE_S,
    )


def landings_of(entry: Entry, vehicle: Vehicle, site: LandingSite) -> tuple[Landing, Landing]:
    """Return the guided landing of an entry, and the ballistic one."""
    craft = landing_craft(vehicle)
    guided = fly_landing(entry.state_itrf, entry.utc, craft, site)
    ballistic = fly_landing(entry.state_itrf, entry.utc, craft, site, mode="ballistic")
    return guided.record, ballistic.record
