"""Around the chosen way home: every other pass of the day, and the burn cut short at every tenth.

Model   Each is flown on the full dynamics and falls as planned; how near land its pieces come is exact.
Valid   As `visit.home_plan`, `visit.home_cut`.
Source  As those.
"""

from portcall.disposal.targeting import Targeted
from portcall.records.disposal import DisposalRecord, Opportunity, Role
from portcall.records.footprint import Place
from portcall.records.risk import ENERGY_FLOOR_J, FOREIGN_LIMIT_KM
from portcall.visit.home_cut import cut_short, nearest_foreign_km
from portcall.visit.home_fall import Pieces, planned_fall
from portcall.visit.home_landing import landings_of, site_of
from portcall.visit.home_plan import HomePlan, other_passes


def _nearest_km(plan: HomePlan, one: Targeted, pieces: Pieces) -> float | None:
    """Return how near to foreign land the pieces of a pass fall; None when none reaches the ground."""
    entry = one.deorbit.entry
    if entry is None:
        return None
    fallen = planned_fall(entry, pieces)
    return nearest_foreign_km(fallen, plan.setting.wishes.own_country, ENERGY_FLOOR_J)


def _lands(plan: HomePlan, one: Targeted) -> bool:
    """Tell whether a crew reaches the site by a pass."""
    entry = one.deorbit.entry
    if entry is None:
        return False
    landing, _ = landings_of(entry, plan.setting.vehicle, site_of(plan.setting))
    return landing.outcome == "landed"


def opportunities(plan: HomePlan, pieces: Pieces | None) -> tuple[Opportunity, ...]:
    """Return every pass of the day: the chosen one, the backups, the last that is safe.

    A disposal is safe when its planned pieces keep away from foreign land, a landing when the site is
    reached. `pieces` is None for a landing.
    """
    lit = []
    for one in (plan.chosen, *other_passes(plan)):
        km = None if pieces is None else _nearest_km(plan, one, pieces)
        safe = _lands(plan, one) if pieces is None else km is None or km >= FOREIGN_LIMIT_KM
        lit.append((one, one.deorbit.burns[0].ignition, km, safe))
    last_safe = max((utc for _, utc, _, safe in lit if safe), default=None)
    found = []
    for one, utc, km, safe in sorted(lit, key=lambda each: each[1]):
        role: Role = "backup" if safe else "not safe"
        if utc == last_safe:
            role = "last safe"
        if one is plan.chosen:
            role = "chosen"
        found.append(
            Opportunity(
                ignition_utc=utc,
                impact=Place.of(one.center.latitude_rad, one.center.longitude_rad),
                across_miss_km=one.across_m / 1e3,
                nearest_foreign_land_km=km,
                safe=safe,
                role=role,
            )
        )
    return tuple(found)


def surveyed(record: DisposalRecord, plan: HomePlan, pieces: Pieces) -> DisposalRecord:
    """Return the record with the other passes and with burns cut short."""
    return record.model_copy(
        update={
            "opportunities": opportunities(plan, pieces),
            "cut_short": cut_short(plan, pieces, ENERGY_FLOOR_J),
        }
    )
