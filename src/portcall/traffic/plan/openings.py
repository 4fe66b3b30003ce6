"""The reboost that opens a visit's short rendezvous profile, as a plan can know it months ahead.

Model   The phase of the orbit is unknown beyond about three weeks: the cost is the mean over all phases.
Valid   Profiles that close over a part of the phases; others need no reboost.
Source  `traffic.opening_cost`.
"""

from collections.abc import Mapping

from portcall.catalogue.load import Catalogue
from portcall.catalogue.reboost import load_reboosts
from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.core.errors import unknown_name
from portcall.records.traffic_plan import Opening
from portcall.traffic.opening.opening_cost import opening_cost

ENGINE = "progress-axial"  # the usual set-up burn: a Progress on the aft port


def openings(catalogue: Catalogue, scenario: TrafficScenario) -> Mapping[str, Opening]:
    """Return what each visit with a profile of its own costs to open, by ship.

    Raises
    ------
    InputError
        A profile that the ship's vehicle does not fly; the nearest is offered.
    """
    engine = load_reboosts(scenario.station).engine(ENGINE)
    mass_kg = catalogue.station(scenario.station).body.mass_kg.value
    found = {}
    for visit in scenario.visit:
        if visit.profile is None:
            continue
        known = catalogue.vehicle(visit.vehicle).profiles
        if visit.profile not in known:
            raise unknown_name("profile", visit.profile, known, where=visit.ship)
        cost = opening_cost(catalogue.profile(visit.profile), engine, station_mass_kg=mass_kg)
        if cost.worst_m_s > 0.0:
            found[visit.ship] = Opening(
                profile=visit.profile,
                delta_v_m_s=round(cost.mean_m_s, 2),
                propellant_kg=round(cost.mean_kg, 1),
                note=f"mean over all phases, {cost.lead_days:g} days before; at worst "
                f"{cost.worst_m_s:.2f} m/s, {cost.worst_kg:.0f} kg",
            )
    return found
