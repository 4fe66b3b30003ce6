"""Which plane does the ascent reach, and where does the launch window's plane constant come from?

Three estimates of the node's longitude relative to the pad (Earth-fixed axes of lift-off, plane at
separation, short-period J2 terms removed) for Baikonur 31/6:

1. Progress M-37's published separation state (Agapov 1997), launched from pad 1/5: the node it
   implies, and the same plane seen from pad 31/6: the pad crosses the plane the same time after
   lift-off.
2. The cheapest plane: the node for which the third stage cuts off earliest.
3. The plane without yaw: thrust parallel to the target plane from staging on.
"""

import math

import numpy as np

from portcall.catalogue.load import load_launcher
from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.launch.from_record import launcher_model
from portcall.launch.guidance import Shooting, Solution, solve
from portcall.launch.insertion import InsertionTarget, insertion_orbit
from portcall.launch.steering import Pad, pad_position_itrf_m

LAUNCHER = launcher_model(load_launcher("soyuz-2-1a"))
PAD_31 = Pad(math.radians(45.996034), math.radians(63.564003), 100.0)
PAD_1 = Pad(math.radians(45.92), math.radians(63.342), 90.0)
M37_POSITION_ITRF_M = np.array([355_203.0, 4_117_639.0, 5_092_747.0])
M37_VELOCITY_ITRF_M_S = np.array([-7_453.92, -396.70, 840.63])
M37_SEPARATION_S = 529.04
INCLINATION_RAD = math.radians(51.665)


def node_of_a_plane_through(pad: Pad, inclination_rad: float) -> float:
    """Return the node's longitude from the pad when the ascending arc passes over the pad."""
    position = pad_position_itrf_m(pad)
    latitude = math.asin(position[2] / np.linalg.norm(position))
    return -math.asin(math.tan(latitude) / math.tan(inclination_rad))


def m37() -> tuple[float, float]:
    inertial = M37_VELOCITY_ITRF_M_S + np.cross(
        [0.0, 0.0, EARTH_ROTATION_RAD_S], M37_POSITION_ITRF_M
    )
    orbit = insertion_orbit(np.concatenate([M37_POSITION_ITRF_M, inertial]))
    frozen_node = orbit.node_rad + EARTH_ROTATION_RAD_S * M37_SEPARATION_S
    return frozen_node - PAD_1.longitude_rad, orbit.inclination_rad


def flown(node_deg: float, payload_kg: float = 7400.0) -> Solution:
    target = InsertionTarget(193e3, 240e3, INCLINATION_RAD, math.radians(node_deg))
    solution = solve(Shooting(LAUNCHER, PAD_31, payload_kg, target), step_s=0.5)
    assert isinstance(solution, Solution)
    return solution


def main() -> None:
    node_1, inclination = m37()
    cross_s = (node_1 - node_of_a_plane_through(PAD_1, inclination)) / EARTH_ROTATION_RAD_S
    node_31 = node_of_a_plane_through(PAD_31, inclination) + EARTH_ROTATION_RAD_S * cross_s
    print(f"M-37: inclination at the node {math.degrees(inclination):.4f} deg")
    print(f"M-37 from pad 1/5: node_from_pad {math.degrees(node_1):.3f} deg")
    print(f"      the pad crosses the plane {cross_s:.1f} s after lift-off")
    print(f"      the same from pad 31/6: node_from_pad {math.degrees(node_31):.3f} deg")
    nodes = np.arange(-54.4, -52.6, 0.1)
    solved = [flown(float(node)) for node in nodes]
    cutoffs = np.array([s.steering.cutoff_s for s in solved])
    yaw = np.array([s.steering.side_ratio for s in solved])
    bend, slope, _ = np.polyfit(nodes + 53.5, cutoffs, 2)
    cheapest = -53.5 - slope / (2.0 * bend)
    print(f"cheapest plane: {cheapest:.3f} deg; {bend * 1e3:.1f} ms of third stage per deg^2")
    print(f"without yaw from staging on: {np.interp(0.0, yaw, nodes):.3f} deg")
    for node in (-53.70, -53.676, -53.637):
        cost_s = bend * (node - cheapest) ** 2
        print(f"  {node}: {cost_s * 1e3:.1f} ms later cut-off than the cheapest plane")


if __name__ == "__main__":
    main()
