"""A crewed ship lands: from the modules' separation to the ground.

Model   From separation to the beginning of guidance the bank is held that the plan asks for; then
        `bank_guidance` steers to the parachute's opening above the site, and `parachute` lowers the
        craft. Ballistic: the craft spins, its lift averages to nothing, nobody steers. Separation is
        where the path first falls to the record's altitude: the ship's program sets a time, computed
        so that it falls there.
Valid   Soyuz from a low orbit. Not modelled: wind, errors of navigation and of the air, the loads of the
        parachutes, the reserve parachute, a landing in water, capsules that splash down.
Source  As the modules it uses.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.core.frames import geodetic_from_itrf
from portcall.core.time import after, require_utc
from portcall.disposal.bank_guidance import (
    LEAST_BANK_RAD,
    MOST_BANK_RAD,
    commanded,
    predicted,
    steer,
)
from portcall.disposal.landing_craft import LandingCraft, LandingSite
from portcall.disposal.lifting_entry import (
    Glide,
    arc_m,
    checked_state,
    crossing,
    direction_of,
    glide,
    ground_direction,
    miss_m,
    place_of,
)
from portcall.disposal.lifting_kernel import ALTITUDE, BANK, FLUX, LOAD, TIME, VX, VZ, X, Z
from portcall.disposal.parachute import ParachuteDescent, fall_under_parachutes
from portcall.records.landing import (
    Landing,
    LandingEvent,
    LandingMode,
    LandingOutcome,
    LandingPlan,
)

Array = NDArray[np.float64]

TOLERANCE_M = 10_000.0  # at the parachute's opening; drift under it is of this size


@dataclass(frozen=True)
class FlownLanding:
    """The record, and the path behind it.

    Attributes
    ----------
    record : Landing
    times_s : Array
        After `start`, shape (n,). [s]
    states_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s], shape (n, 6).
    banks_rad : Array
        Shape (n,).
    """

    record: Landing
    start: datetime
    times_s: Array
    states_itrf: Array
    banks_rad: Array


def _at_separation(state: Array, craft: LandingCraft) -> Glide:
    """Fly the ship, still without lift, to where its modules part; nothing if it is below."""
    if geodetic_from_itrf(state[:3])[2] < craft.guidance_altitude_m:
        raise InputError(
            f"a landing begins {geodetic_from_itrf(state[:3])[2] / 1e3:.1f} km up",
            limit=f"above {craft.guidance_altitude_m / 1e3:.1f} km, where guidance begins",
        )
    return glide(state, craft.body(lifting=False), 0.0, craft.separation_altitude_m)


def _shifted(rows: Array, start_s: float) -> Array:
    moved = rows.copy()
    moved[:, TIME] += start_s
    return moved


def plan_landing(state_itrf: Array, craft: LandingCraft, site: LandingSite) -> LandingPlan:
    """Return what a landing site asks of an entry, and whether it can be reached.

    Parameters
    ----------
    state_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s] anywhere between burn and plasma, (6,).
    craft : LandingCraft
    site : LandingSite

    Returns
    -------
    LandingPlan
        Root-find the ignition on `range_offset_km` to come in at the nominal range.

    Raises
    ------
    InputError
        A state that cannot be flown, or one that is already below where guidance begins.
    """
    state = _at_separation(checked_state(state_itrf), craft).end_state
    longest = predicted(state, craft, site, LEAST_BANK_RAD)
    shortest = predicted(state, craft, site, MOST_BANK_RAD)
    wanted = commanded(state, craft, site, None)
    sides = [predicted(state, craft, site, s * abs(wanted.bank_rad)).starboard_m for s in (1, -1)]
    reasons = []
    if longest.beyond_m < -TOLERANCE_M:
        reasons.append(f"the longest glide ends {-longest.beyond_m / 1e3:.0f} km short of the site")
    if shortest.beyond_m > TOLERANCE_M:
        reasons.append(f"the steepest glide ends {shortest.beyond_m / 1e3:.0f} km past the site")
    if not min(sides) <= TOLERANCE_M or not max(sides) >= -TOLERANCE_M:
        aside_km = min(abs(side) for side in sides) / 1e3
        reasons.append(f"the site lies {aside_km:.0f} km farther aside than the bank carries")
    if wanted.peak_load_ratio > craft.load_limit_ratio:
        reasons.append(f"no bank keeps the load under {craft.load_limit_ratio:.1f} g")
    return LandingPlan(
        reachable=not reasons,
        reason="; ".join(reasons),
        bank_deg=math.degrees(wanted.bank_rad),
        short_km=-shortest.beyond_m / 1e3,
        long_km=min(longest.beyond_m, 2e7) / 1e3,
        port_km=-min(sides) / 1e3,
        starboard_km=max(sides) / 1e3,
        range_offset_km=range_offset_m(state, craft, site) / 1e3,
        predicted_load_g=wanted.peak_load_ratio,
    )


def range_offset_m(state_itrf: Array, craft: LandingCraft, site: LandingSite) -> float:
    """Return how much farther than the nominal range the site lies from the entry. [m]

    Parameters
    ----------
    state_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s] above the entry altitude, shape (6,).
    craft : LandingCraft
    site : LandingSite

    Returns
    -------
    float
        Positive when the ship comes in too early; one second of ignition moves it by some 7.4 km.
    """
    fallen = glide(
        checked_state(state_itrf), craft.body(lifting=False), 0.0, craft.entry_altitude_m
    )
    here = ground_direction(fallen.end_state[:3])
    there = direction_of(site.latitude_rad, site.longitude_rad)
    return arc_m(here, there) - craft.entry_to_parachute_m


def _glided(state: Array, craft: LandingCraft, site: LandingSite, mode: LandingMode) -> Glide:
    """Fly from separation to the parachute's opening."""
    if mode == "ballistic":
        return glide(state, craft.body(lifting=False), 0.0, craft.parachute_altitude_m)
    held = commanded(state, craft, site, None).bank_rad
    before = glide(state, craft.body(), held, craft.guidance_altitude_m)
    if not before.reached_floor:
        return before
    steered = steer(before.end_state, craft, site, held)
    rows = np.concatenate([before.rows[:-1], _shifted(steered.rows, before.duration_s)])
    return Glide(rows, steered.reached_floor)


def _event(name: str, row: Array, start: datetime, separation_s: float) -> LandingEvent:
    latitude_rad, longitude_rad = place_of(row)
    return LandingEvent(
        event=name,
        utc=after(start, float(row[TIME])),
        since_separation_s=float(row[TIME]) - separation_s,
        altitude_km=float(row[ALTITUDE]) / 1e3,
        lat_deg=math.degrees(latitude_rad),
        lon_deg=math.degrees(longitude_rad),
        speed_m_s=float(np.linalg.norm(row[VX : VZ + 1])),
        load_g=float(row[LOAD]),
    )


def _events(
    glided: Array, chuted: ParachuteDescent | None, craft: LandingCraft, start: datetime
) -> tuple[LandingEvent, ...]:
    """Return the events in order of time."""
    found = [("separation", glided[0])]
    for name, altitude_m in (
        ("entry", craft.entry_altitude_m),
        ("plasma", craft.guidance_altitude_m),
    ):
        row = crossing(glided, altitude_m)
        if row is not None:
            found.append((name, row))
    found.append(("maximum heat flux", glided[int(glided[:, FLUX].argmax())]))
    found.append(("maximum load", glided[int(glided[:, LOAD].argmax())]))
    if chuted is not None:
        found += [
            ("parachute", glided[-1]),
            ("main parachute", chuted.main_row),
            ("heat shield", chuted.heat_shield_row),
            ("landing", chuted.rows[-1]),
        ]
    found.sort(key=lambda pair: float(pair[1][TIME]))
    return tuple(_event(name, row, start, float(glided[0, TIME])) for name, row in found)


def _judged(
    beyond_m: float, aside_m: float, mode: LandingMode, tolerance_m: float
) -> tuple[LandingOutcome, str]:
    """Return the outcome where the parachute opened, and its reason."""
    if mode == "ballistic":
        word = "short of" if beyond_m < 0.0 else "past"
        return "landed", f"ballistic descent, {abs(beyond_m) / 1e3:.0f} km {word} the site"
    if math.hypot(beyond_m, aside_m) <= tolerance_m:
        return "landed", ""
    if abs(aside_m) > abs(beyond_m):
        return "aside", f"the parachute opened {abs(aside_m) / 1e3:.0f} km aside of the site"
    if beyond_m < 0.0:
        return "short", f"the parachute opened {-beyond_m / 1e3:.0f} km short of the site"
    return "long", f"the parachute opened {beyond_m / 1e3:.0f} km past the site"


def fly_landing(
    state_itrf: Array,
    start: datetime,
    craft: LandingCraft,
    site: LandingSite,
    *,
    mode: LandingMode = "guided",
    tolerance_m: float = TOLERANCE_M,
) -> FlownLanding:
    """Fly a descent module to the ground.

    Parameters
    ----------
    state_itrf : Array
        ITRF position [m] and Earth-relative velocity [m/s] after the deorbit burn, shape (6,).
    start : datetime
        Aware instant of the state.
    craft : LandingCraft
    site : LandingSite
    mode : {"guided", "ballistic"}
        Steered with lift, or spinning without.
    tolerance_m : float
        How far from the site the parachute may open. [m]

    Returns
    -------
    FlownLanding
        Without parachute and landing events when the ship does not come down.

    Raises
    ------
    InputError
        A state that cannot be flown, or one that is already below where guidance begins.
    """
    require_utc(start)
    state = checked_state(state_itrf)
    whole = _at_separation(state, craft)
    flown = _glided(whole.end_state, craft, site, mode) if whole.reached_floor else whole
    glided = _shifted(flown.rows, whole.duration_s if whole.reached_floor else 0.0)
    chuted = None
    if whole.reached_floor and flown.reached_floor:
        fallen = fall_under_parachutes(flown.end_state, craft, site.elevation_m)
        chuted = ParachuteDescent(
            _shifted(fallen.rows, glided[-1, TIME]),
            _shifted(fallen.main_row[None], glided[-1, TIME])[0],
            _shifted(fallen.heat_shield_row[None], glided[-1, TIME])[0],
        )
    parts = [whole.rows[:-1], glided] + ([chuted.rows[1:]] if chuted else [])
    rows = np.concatenate(parts)
    record = _recorded(glided, chuted, craft, site, start, mode, tolerance_m)
    return FlownLanding(record, start, rows[:, TIME], rows[:, X : VZ + 1], rows[:, BANK])


def _recorded(
    glided: Array,
    chuted: ParachuteDescent | None,
    craft: LandingCraft,
    site: LandingSite,
    start: datetime,
    mode: LandingMode,
    tolerance_m: float,
) -> Landing:
    there = direction_of(site.latitude_rad, site.longitude_rad)
    opening = ground_direction(glided[-1, X : Z + 1])
    beyond_m, aside_m = miss_m(ground_direction(glided[0, X : Z + 1]), opening, site)
    outcome, reason = _judged(beyond_m, aside_m, mode, tolerance_m)
    if chuted is None:
        outcome, reason = "skipped out", "the ship does not come down"
    last = chuted.rows[-1] if chuted else glided[-1]
    signs = np.sign(glided[:, BANK])
    return Landing(
        mode=mode,
        outcome=outcome,
        reason=reason,
        site_lat_deg=math.degrees(site.latitude_rad),
        site_lon_deg=math.degrees(site.longitude_rad),
        tolerance_km=tolerance_m / 1e3,
        bank_deg=math.degrees(float(glided[0, BANK])),
        bank_reversals=int(np.count_nonzero(np.diff(signs[signs != 0.0]))),
        events=_events(glided, chuted, craft, start),
        peak_load_g=float(glided[:, LOAD].max()),
        peak_heat_flux_w_m2=float(glided[:, FLUX].max()),
        heat_load_j_m2=float(np.trapezoid(glided[:, FLUX], glided[:, TIME])),
        opening_miss_km=arc_m(opening, there) / 1e3,
        opening_beyond_km=beyond_m / 1e3,
        opening_starboard_km=aside_m / 1e3,
        miss_km=arc_m(ground_direction(last[X : Z + 1]), there) / 1e3,
        touchdown_speed_m_s=craft.touchdown_speed_m_s,
        landed_kg=craft.mass_kg - craft.heat_shield_kg,
    )
