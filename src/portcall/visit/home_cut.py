"""What becomes of the ship when its deorbit burn stops at any fraction.

Model   Each fraction of the burn is flown on the full dynamics. A ship that comes down within two
        revolutions breaks up and falls as planned; one that stays up decays.
Valid   Engine cut without a restart; the real ship has a second way to burn, and tries again.
Source  As `disposal.deorbit`, `disposal.partial_burn`.
"""

from collections.abc import Sequence

import numpy as np

from portcall.core.time import after
from portcall.disposal.deorbit import Deorbit, DeorbitBurn, fly_deorbit
from portcall.disposal.fallen import Fallen
from portcall.disposal.partial_burn import after_partial_burn
from portcall.disposal.uncontrolled import tumbling_ballistic_m2_kg
from portcall.environment.land import foreign_distance_km
from portcall.records.disposal import CutShort
from portcall.records.footprint import Place
from portcall.visit.home_fall import Pieces, middle_of, planned_fall
from portcall.visit.home_plan import HomePlan

FRACTIONS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def _flown(plan: HomePlan, fraction: float) -> Deorbit:
    burn = plan.chosen.deorbit.burns[0]
    state = np.append(plan.ship.state_utc(burn.ignition), plan.mass_kg)
    cut = DeorbitBurn(burn.ignition, burn.duration_s * fraction, plan.setting.wishes.attitude)
    return fly_deorbit(burn.ignition, state, [cut], plan.setting.engine, plan.forces)


def nearest_foreign_km(fallen: Fallen, own_country: str | None, floor_j: float) -> float | None:
    """Return how near to foreign land a piece falls; None when none reaches the ground. [km]"""
    down = fallen.landed(floor_j)
    if not down.any():
        return None
    return float(
        np.min(
            foreign_distance_km(fallen.latitude_rad[down], fallen.longitude_rad[down], own_country)
        )
    )


def cut_short(
    plan: HomePlan, pieces: Pieces, floor_j: float, fractions: Sequence[float] = FRACTIONS
) -> tuple[CutShort, ...]:
    """Return what becomes of the ship at each fraction of its burn."""
    found = []
    for fraction in fractions:
        deorbit = _flown(plan, fraction)
        burn = deorbit.burns[0]
        common = {
            "fraction": fraction,
            "delta_v_m_s": burn.delta_v_m_s,
            "perigee_km": burn.perigee_after_m / 1e3,
        }
        if deorbit.entry is not None:
            fallen = planned_fall(deorbit.entry, pieces)
            middle = middle_of(fallen)
            found.append(
                CutShort(
                    **common,
                    outcome="skips out" if middle is None else "enters",
                    impact=None
                    if middle is None
                    else Place.of(middle.latitude_rad, middle.longitude_rad),
                    nearest_foreign_land_km=nearest_foreign_km(
                        fallen, plan.setting.wishes.own_country, floor_j
                    ),
                )
            )
            continue
        left = after_partial_burn(
            after(burn.ignition, burn.duration_s),
            deorbit.path.state_utc(after(burn.ignition, burn.duration_s)),
            tumbling_ballistic_m2_kg(plan.setting.vehicle, burn.mass_after_kg),
            fraction=fraction,
            density_factor=plan.setting.density.factor,
        )
        outcome = "decays" if left.outcome == "enters" else left.outcome
        found.append(CutShort(**common, outcome=outcome, remaining_days=left.life_days))
    return tuple(found)
