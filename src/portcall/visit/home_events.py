"""The timeline and the mass ledger of the way home, in the form of the visit's own."""

import math
from collections.abc import Iterable
from datetime import datetime

from portcall.core.time import after, elapsed_s
from portcall.records.landing import Landing
from portcall.records.mass import LedgerEntry, Tanks, entry
from portcall.records.timeline import TimelineEvent
from portcall.visit.home_plan import HomePlan
from portcall.visit.home_setting import HomeSetting

# where the station is, a day or two ahead: an along-track error of the elements moves every time
TRACK_SIGMA_S_PER_DAY = 1.0
TRACK_SIGMA_AT_EPOCH_S = 0.5
# ignitions and undockings of 2021 to 2026 lie so far about the one that the aim gives
CARGO_CHOICE_SIGMA_S = 120.0
CREW_CHOICE_SIGMA_S = 60.0
ANYWHERE_SIGMA_S = 1600.0  # a revolution of 5,560 s, spread evenly


def home_sigma_s(setting: HomeSetting, age_h: float) -> float:
    """Return how surely the times of a way home are known. [s]

    A kilometer a day is what two-line sets of the station lose without maneuvers; 7.7 km are 1 s.
    Where the operator lights the engine about an aim that nobody gave is worth minutes. From elements
    of another season the place along the orbit is not known at all.
    """
    if setting.known_epoch is not None:
        return ANYWHERE_SIGMA_S
    track_s = TRACK_SIGMA_AT_EPOCH_S + TRACK_SIGMA_S_PER_DAY * abs(age_h) / 24.0
    if setting.wishes.aim is not None or setting.wishes.ignition is not None:
        return track_s
    crewed = setting.vehicle.landing is not None
    return math.hypot(track_s, CREW_CHOICE_SIGMA_S if crewed else CARGO_CHOICE_SIGMA_S)


def home_events(
    plan: HomePlan,
    falls: tuple[datetime, datetime] | None,
    landing: Landing | None,
    liftoff: datetime | None,
) -> tuple[TimelineEvent, ...]:
    """Return the events from undocking to the ground, in order of time.

    Parameters
    ----------
    plan : HomePlan
        Departure, burn and entry.
    falls : tuple[datetime, datetime], optional
        First and last impact.
    landing : Landing, optional
        Of a crew.
    liftoff : datetime, optional
        Zero of mission time; undocking without it.
    """
    undocking = plan.departure.record.undocking_utc
    zero = liftoff or undocking
    age_h = elapsed_s(plan.setting.motion.epoch, undocking) / 3600.0
    sigma_s = home_sigma_s(plan.setting, age_h)
    burn = plan.chosen.deorbit.burns[0]
    found: list[tuple[str, datetime, str]] = [("undocking", undocking, "springs")]
    found += [("separation_burn", one.start_utc, one.name) for one in plan.departure.record.burns]
    found.append(("deorbit_ignition", burn.ignition, f"{burn.delta_v_m_s:.1f} m/s"))
    found.append(("deorbit_cutoff", after(burn.ignition, burn.duration_s), ""))
    entered = plan.chosen.deorbit.entry
    if landing is not None:
        found += [(one.event.replace(" ", "_"), one.utc, "") for one in landing.events]
    elif entered is not None:
        found.append(("entry_interface", entered.utc, "120 km"))
    if falls is not None and entered is not None:
        middle = after(entered.utc, plan.chosen.center.after_entry_s)
        found.append(("impact", middle, "the middle, weighed by energy"))
        found += [("first_impact", falls[0], ""), ("last_impact", falls[1], "")]
    events = [
        TimelineEvent(
            event=name,
            utc=utc,
            sigma_s=round(sigma_s, 1),
            met_s=round(elapsed_s(zero, utc), 3),
            basis="simulated",
            note=note,
        )
        for name, utc, note in found
    ]
    return tuple(sorted(events, key=lambda one: one.utc))


def home_ledger(plan: HomePlan, arrived: Tanks, landed_kg: float | None) -> Iterable[LedgerEntry]:
    """Yield the tanks from the hatch opening to the entry; the integration's mass beside them.

    Parameters
    ----------
    plan : HomePlan
        Its departure and burn take propellant.
    arrived : Tanks
        Before unloading.
    landed_kg : float, optional
        What lands of a ship with a crew.
    """
    yield entry("arrived", arrived)
    tanks = plan.tanks_at_undocking
    yield entry("unloaded_and_filled", tanks)
    departure = plan.departure.record
    tanks = tanks.after_burning(departure.propellant_kg)
    yield entry("separation_burn", tanks, departure.mass_after_kg)
    burn = plan.chosen.deorbit.burns[0]
    tanks = tanks.after_burning(burn.propellant_kg)
    yield entry("deorbit_cutoff", tanks, burn.mass_after_kg)
    entered = plan.chosen.deorbit.entry
    if entered is not None:
        yield entry("entry_interface", tanks, float(entered.state_gcrf[6]))
    if landed_kg is not None:
        left = tanks.model_copy(
            update={
                "structure_kg": landed_kg,
                "own_propellant_kg": 0.0,
                "deorbit_reserve_kg": 0.0,
                "trash_kg": 0.0,
            }
        )
        yield entry("landed", left)
