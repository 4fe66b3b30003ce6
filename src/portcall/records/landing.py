"""The record of a crewed landing: what happened when, where, and how hard."""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc

LandingMode = Literal["guided", "ballistic"]
LandingOutcome = Literal["landed", "short", "long", "aside", "skipped out"]


class LandingEvent(FrozenRecord):
    """One event of the descent."""

    event: str
    utc: Utc
    since_separation_s: float
    altitude_km: float
    lat_deg: float
    lon_deg: float
    speed_m_s: float
    load_g: float


class LandingPlan(FrozenRecord):
    """What the landing site asks of the entry, and whether the entry can give it.

    `bank_deg` held leads to the site's range; `short_km` is how far before the site the steepest glide
    ends, `long_km` how far beyond it the longest does, `port_km` and `starboard_km` how far the bank
    carries to each side; each negative when it does not get there.
    `range_offset_km` is the site's distance from the entry less the nominal range.
    """

    reachable: bool
    reason: str
    bank_deg: float
    short_km: float
    long_km: float
    port_km: float
    starboard_km: float
    range_offset_km: float
    predicted_load_g: float


class Landing(FrozenRecord):
    """The landing of a descent module.

    `outcome` is judged where the parachute opens, against the site and `tolerance_km`; the miss is that
    of the place of landing. A ballistic descent aims at nothing and only lands.
    """

    mode: LandingMode
    outcome: LandingOutcome
    reason: str
    site_lat_deg: float
    site_lon_deg: float
    tolerance_km: float
    bank_deg: float
    bank_reversals: int
    events: tuple[LandingEvent, ...]
    peak_load_g: float
    peak_heat_flux_w_m2: float
    heat_load_j_m2: float
    opening_miss_km: float
    opening_beyond_km: float
    opening_starboard_km: float
    miss_km: float
    touchdown_speed_m_s: float
    landed_kg: float

    def event(self, name: str) -> LandingEvent:
        """Return the event of a name: `separation`, `entry`, `plasma`, `maximum load`, `parachute`...

        Raises
        ------
        KeyError
            The descent did not come to it.
        """
        for event in self.events:
            if event.event == name:
                return event
        raise KeyError(name)
