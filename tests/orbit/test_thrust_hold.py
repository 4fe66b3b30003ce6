"""A thrust pushes where the frame that holds it says."""

from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.orbit.dynamics import ForceModel, Thrust, orbit_rhs, prepare_forces
from portcall.orbit.propagation import propagate

EPOCH = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)
FORCES = prepare_forces(
    ForceModel(degree=0, order=0, atmosphere="none", sun_moon=False), EPOCH, 7e3
)
FORCE_N, EXHAUST_M_S, MASS_KG = 2950.0, 2962.0, 6000.0
# climbing steeply, so that "along the velocity" and "level" are 8 degrees apart
STATE = np.array([4.2e6, 3.1e6, 4.3e6, -5.2e3, 5.6e3, 2.9e3, MASS_KG])


def push(direction, hold, state=STATE):
    """The acceleration that the thrust adds."""
    with_it, without = np.zeros(7), np.zeros(7)
    thrust = Thrust(FORCE_N, EXHAUST_M_S, direction, hold)
    orbit_rhs(0.0, state, FORCES.with_thrust(thrust), with_it)
    orbit_rhs(0.0, state, FORCES.with_thrust(None), without)
    assert with_it[6] == pytest.approx(-FORCE_N / EXHAUST_M_S)
    assert without[6] == 0.0
    return (with_it - without)[3:6]


def unit(vector):
    return vector / np.linalg.norm(vector)


NORMAL = unit(np.cross(STATE[:3], STATE[3:6]))
AHEAD, DOWN = unit(STATE[3:6]), -unit(STATE[:3])
# axes x, y, z of each frame, in GCRF
FRAMES = {
    "inertial": np.eye(3),
    "velocity": np.array([AHEAD, -NORMAL, np.cross(AHEAD, -NORMAL)]),
    "lvlh": np.array([np.cross(-NORMAL, DOWN), -NORMAL, DOWN]),
}


@pytest.mark.parametrize("hold", FRAMES)
@pytest.mark.parametrize("direction", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (-1.0, 0.4, -0.3)])
def test_a_thrust_points_along_the_axes_of_its_frame(hold, direction):
    expected = unit(np.array(direction, dtype=float)) @ FRAMES[hold] * FORCE_N / MASS_KG
    assert push(direction, hold) == pytest.approx(expected, abs=1e-9)


def test_the_frames_differ_where_the_orbit_climbs():
    assert np.degrees(np.arccos(AHEAD @ unit(push((1, 0, 0), "lvlh")))) > 5.0
    assert push((0, 1, 0), "lvlh") == pytest.approx(push((0, 1, 0), "velocity"))


@pytest.mark.parametrize("hold", FRAMES)
def test_a_thrust_in_the_plane_leaves_the_plane_and_takes_its_mass(hold):
    direction = tuple(-AHEAD) if hold == "inertial" else (-1.0, 0.0, 0.0)
    arc = propagate(
        EPOCH, STATE, 240.0, FORCES, thrust=Thrust(FORCE_N, EXHAUST_M_S, direction, hold)
    )
    end = arc.final_state
    assert end[6] == pytest.approx(MASS_KG - 240.0 * FORCE_N / EXHAUST_M_S, abs=1e-6)
    # the push lies in the plane of the orbit, however it is held
    assert unit(np.cross(end[:3], end[3:6])) == pytest.approx(NORMAL, abs=1e-9)


def test_a_thrust_along_the_velocity_takes_most_energy():
    """Power is thrust times velocity: whatever is held otherwise does less work against it."""

    def energy(hold, direction):
        thrust = Thrust(FORCE_N, EXHAUST_M_S, direction, hold)
        end = propagate(EPOCH, STATE, 240.0, FORCES, thrust=thrust).final_state
        r, v = np.linalg.norm(end[:3]), np.linalg.norm(end[3:6])
        return 0.5 * v * v - 3.986004418e14 / r

    against = energy("velocity", (-1.0, 0.0, 0.0))
    assert against < energy("inertial", tuple(-AHEAD))
    assert against < energy("lvlh", (-1.0, 0.0, 0.0))
