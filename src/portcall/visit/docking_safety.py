"""What a docking's plan is worth when something fails: drifts of a day, avoidance burns, plumes."""

from portcall.catalogue.load import Catalogue
from portcall.docking.safety.approach_safety import judge_approach
from portcall.docking.safety.failed_burns import DRIFT_S
from portcall.orbit.motion_table import motion_table
from portcall.records.docking import ApproachSafety
from portcall.visit.docking import Docking


def safety_of(catalogue: Catalogue, docking: Docking) -> ApproachSafety:
    """Judge a docking's plan; every failure at every point of it drifts for a day."""
    arrival, plan = docking.arrival, docking.plan
    span_s = plan.contact_s + DRIFT_S + 600.0
    table = motion_table(arrival.utc, arrival.station_gcrf, span_s)
    judged = judge_approach(catalogue, plan, table, arrival.mass_kg, seed=docking.wishes.seed)
    return ApproachSafety(plan=judged.plan, avoidance=judged.summary, plume=judged.plume)
