"""A stated case: out of a circular orbit like the Space Station's, 120 m/s, down to the ocean."""

import json
import math
import resource
import sys
import time
from datetime import UTC, datetime

import numpy as np

from portcall.catalogue.dispersions import load_error_model
from portcall.catalogue.load import load_catalogue
from portcall.core.constants import GM_EARTH_M3_S2, STANDARD_GRAVITY_M_S2, WGS84_A_M
from portcall.disposal.break_up import fall_apart
from portcall.disposal.deorbit import DeorbitBurn, fly_deorbit
from portcall.disposal.entry_states import PlannedBurn, entry_states
from portcall.disposal.fallen import ENCLOSED
from portcall.disposal.footprint import footprint_of
from portcall.disposal.ground_track import GroundTrack
from portcall.disposal.survival import materials_of
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.engine import Engine

KIB = 1024.0
IGNITION = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
ALTITUDE_M, INCLINATION_RAD = 415e3, math.radians(51.64)
PAST_NODE_RAD, NODE_RAD = math.radians(170.0), math.radians(-89.0)
DELTA_V_M_S, MASS_KG = 120.0, 6100.0
ENGINE = Engine(2950.0, 302.0 * STANDARD_GRAVITY_M_S2)
STATED = "415 km circular, 51.64 deg, 120 m/s held inertially, 2950 N, 6100 kg"


def state_at_ignition():
    """Circular orbit, GCRF, with mass."""
    radius_m = WGS84_A_M + ALTITUDE_M
    speed_m_s = math.sqrt(GM_EARTH_M3_S2 / radius_m)
    c, s = math.cos(PAST_NODE_RAD), math.sin(PAST_NODE_RAD)
    ci, si = math.cos(INCLINATION_RAD), math.sin(INCLINATION_RAD)
    cn, sn = math.cos(NODE_RAD), math.sin(NODE_RAD)
    tilt = np.array([[1.0, 0.0, 0.0], [0.0, ci, -si], [0.0, si, ci]])
    turn = np.array([[cn, -sn, 0.0], [sn, cn, 0.0], [0.0, 0.0, 1.0]])
    up, ahead = np.array([[c, s, 0.0], [-s, c, 0.0]]) @ (turn @ tilt).T
    return np.concatenate((radius_m * up, speed_m_s * ahead, [MASS_KG]))


def planned_burn():
    """The burn of the case."""
    objects = load_catalogue().object_list("progress-ms")
    drag_m2 = objects.entry_drag_coefficient.value * objects.entry_area_m2.value
    forces = prepare_forces(ForceModel(ballistic_m2_kg=drag_m2 / MASS_KG), IGNITION, 12_000.0)
    return PlannedBurn(IGNITION, state_at_ignition(), DELTA_V_M_S, "inertial", ENGINE, forces)


def nominal_entry():
    """The entry of the planned burn."""
    planned = planned_burn()
    duration_s = ENGINE.duration_s(ENGINE.propellant_kg(MASS_KG, DELTA_V_M_S))
    burn = DeorbitBurn(IGNITION, duration_s)
    return fly_deorbit(IGNITION, planned.state, [burn], ENGINE, planned.forces).entry


def entries_of(samples, *, threads=2):
    """The dispersed entries of the case."""
    return entry_states(
        planned_burn(), load_error_model(), samples=samples, seed=1, threads=threads
    )


def progress():
    """Object list and materials of the case."""
    catalogue = load_catalogue()
    objects = catalogue.object_list("progress-ms")
    return objects, materials_of(objects, catalogue)


def fifty_objects():
    """Fifty objects that all are set free at break-up: the list's own, some of them twice."""
    objects, materials = progress()
    free = [one.model_copy(update={"released_by": None}) for one in objects.object]
    again = [one.model_copy(update={"id": f"{one.id}-again"}) for one in free]
    chosen = (*free, *again)[:50]
    return objects.model_copy(update={"object": chosen}), (*materials, *materials)[:50]


def measured(samples, threads):
    """Time the footprint of fifty objects, in a process of its own for the peak of memory."""
    objects, materials = fifty_objects()
    track = GroundTrack.from_entry(nominal_entry().state_itrf)
    entries = entries_of(samples, threads=threads)
    few = np.arange(64)
    fall_apart(entries, objects, materials, seed=1, threads=threads, only=few)  # loads the kernels
    calls = []
    began, worked = time.perf_counter(), time.process_time()
    fallen = fall_apart(entries, objects, materials, seed=1, threads=threads, progress=calls.append)
    falls_s = time.perf_counter() - began
    processor_s = time.process_time() - worked
    footprint = footprint_of(fallen, track)
    return {
        "falls_s": falls_s,
        "processor_s": processor_s,
        "footprint_s": time.perf_counter() - began - falls_s,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB,
        "calls": len(calls),
        "pieces": int((fallen.outcome < ENCLOSED).sum()),
        "length_km": footprint.length_km,
        "width_km": footprint.width_km,
    }


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
