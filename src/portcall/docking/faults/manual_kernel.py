"""An operator who flies the ship by its camera picture: slower, noisier, and late.

Model   Once a second the operator looks at the docking target. He sees the lateral offset and the tilt
        from the cross in its plane, the distance from its size with an error of scale that stays for the
        whole take-over, and the closing rate from how the size changes, each with noise; without range data
        he sees distance and rate with several times the error. He acts on a picture that is older by his
        reaction time and the link's delay, with a hand controller that gives steps of velocity along axes
        of the port: nothing inside his dead band, else one step. Attitude is held by the ship at
        the docked attitude that the picture shows. Outside the camera's window he gives up.
Valid   Inside about 200 m, in the camera's field. A trained operator who keeps to his profile.
Source  Chosen here: reaction time 0.5 to 1 s, 10 % of the distance; taken over at 50 to 60 m on Progress
        M-21M (tass.com/russia/709634). Without range data: Progress M-34 (sma.nasa.gov, Spektr of failure).
"""

from typing import Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.compiled import cached_njit
from portcall.core.signatures import ARRAY
from portcall.docking import columns as c
from portcall.docking.noise import STATE, gauss

Array = NDArray[np.float64]
Noise = NDArray[np.uint64]

MC_DELAY_S: Final = 0
MC_RANGE_PART: Final = 1  # error of scale, for the whole take-over
MC_RATE_M_S: Final = 2  # noise of the closing rate
MC_LATERAL_RAD: Final = 3  # noise of the offset, as an angle
MC_LATERAL_M: Final = 4  # least noise of the offset
MC_TILT_RAD: Final = 5
MC_STEP_M_S: Final = 6  # one deflection of the hand controller
MC_WINDOW_RAD: Final = 7  # half field of the camera
MC_SLOPE_1_S: Final = 8  # wanted closing rate a meter of distance
MC_FASTEST_M_S: Final = 9
MC_CONTACT_M_S: Final = 10
MC_SLOWEST_SIDE_S: Final = 11  # time in which an offset is to be taken out
MC_ANGLE_DEADBAND_RAD: Final = 12
MC_PATIENCE_S: Final = 13  # out of the window for so long: he gives up
MC_SIZE: Final = 14

MANUAL_STARTED: Final = 0
MANUAL_SCALE: Final = 1
MANUAL_LOST_S: Final = 2
MANUAL_TIME: Final = 3  # of the newest picture
MANUAL_NEW: Final = 4  # 6: axial, y, z [m], their rates [m/s]
MANUAL_OLD: Final = 10  # 7: time and the same
MANUAL_TILT: Final = 17  # 3 [rad]
MANUAL_SIZE: Final = 20


def manual_constants(*, range_data: bool = True, delay_s: float = 0.8) -> Array:
    """Return how well the operator sees and how he steers.

    Parameters
    ----------
    range_data : bool
        Whether size and reticle give distance and rate; False: as on Progress M-34.
    delay_s : float
        Reaction time and link. [s]

    Returns
    -------
    (MC_SIZE,) array
    """
    k = np.zeros(MC_SIZE)
    k[MC_DELAY_S] = delay_s
    k[MC_RANGE_PART] = 0.1 if range_data else 0.5
    k[MC_RATE_M_S] = 0.015 if range_data else 0.3
    k[MC_LATERAL_RAD], k[MC_LATERAL_M], k[MC_TILT_RAD] = 0.004, 0.02, 0.005
    k[MC_STEP_M_S] = 0.015
    k[MC_WINDOW_RAD] = 0.12
    k[MC_SLOPE_1_S], k[MC_FASTEST_M_S], k[MC_CONTACT_M_S] = 0.006, 0.8, 0.12
    k[MC_SLOWEST_SIDE_S] = 25.0
    k[MC_ANGLE_DEADBAND_RAD] = 0.009
    k[MC_PATIENCE_S] = 15.0
    return k


@cached_njit(types.void(types.float64, ARRAY, ARRAY, ARRAY, ARRAY, STATE), _nrt=False)
def look(
    time_s: float, truth: Array, port: Array, constants: Array, state: Array, noise: Noise
) -> None:
    """Take one picture: the ship's probe against the port's axis, as the operator reads it."""
    if state[MANUAL_STARTED] == 0.0:
        state[MANUAL_STARTED] = 1.0
        state[MANUAL_SCALE] = max(1.0 + constants[MC_RANGE_PART] * gauss(noise), 0.3)
        state[MANUAL_TIME] = time_s - 1.0
    state[MANUAL_OLD] = state[MANUAL_TIME]
    for i in range(6):
        state[MANUAL_OLD + 1 + i] = state[MANUAL_NEW + i]
    first = state[MANUAL_TIME] == time_s - 1.0
    # the port where the tilted station has it: small angles
    tx, ty, tz = truth[c.TILT], truth[c.TILT + 1], truth[c.TILT + 2]
    qx, qy, qz = port[c.P_POSITION], port[c.P_POSITION + 1], port[c.P_POSITION + 2]
    dx = truth[c.POSITION] - qx - (ty * qz - tz * qy)
    dy = truth[c.POSITION + 1] - qy - (tz * qx - tx * qz)
    dz = truth[c.POSITION + 2] - qz - (tx * qy - ty * qx)
    # turned back by the tilt, then into the port's axes
    ex, ey, ez = dx - (ty * dz - tz * dy), dy - (tz * dx - tx * dz), dz - (tx * dy - ty * dx)
    scale = state[MANUAL_SCALE]
    for i in range(3):
        p = c.P_AXES + 3 * i
        place = port[p] * ex + port[p + 1] * ey + port[p + 2] * ez
        speed = port[p] * truth[c.VELOCITY] + port[p + 1] * truth[c.VELOCITY + 1]
        speed += port[p + 2] * truth[c.VELOCITY + 2]
        if i == 0:
            place -= port[c.P_PROBE]
            state[MANUAL_NEW] = scale * place
            state[MANUAL_NEW + 3] = scale * speed + constants[MC_RATE_M_S] * gauss(noise)
        else:
            away = max(state[MANUAL_NEW], 0.0) / scale
            blur = constants[MC_LATERAL_M] + constants[MC_LATERAL_RAD] * away
            state[MANUAL_NEW + i] = place + blur * gauss(noise)
            # he watches the offset drift for about ten seconds
            state[MANUAL_NEW + 3 + i] = speed + 0.1 * blur * gauss(noise)
    state[MANUAL_TILT], state[MANUAL_TILT + 1], state[MANUAL_TILT + 2] = tx, ty, tz
    for i in range(3):
        state[MANUAL_TILT + i] += constants[MC_TILT_RAD] * gauss(noise)
    state[MANUAL_TIME] = time_s
    if first:
        for i in range(6):
            state[MANUAL_OLD + 1 + i] = state[MANUAL_NEW + i]


@njit(error_model="numpy", fastmath={"contract"}, _nrt=False)
def _hold(port: Array, constants: Array, state: Array, setpoint: Array) -> None:
    """Hold the docked attitude, turned with the station as the picture shows it."""
    # C(docked) C(tilt) = C(docked x tilt), Shuster's order: the later factor is the one turned first
    ax, ay, az = (
        0.5 * state[MANUAL_TILT],
        0.5 * state[MANUAL_TILT + 1],
        0.5 * state[MANUAL_TILT + 2],
    )
    d = c.P_DOCKED
    px, py, pz, pw = port[d], port[d + 1], port[d + 2], port[d + 3]
    qx = px + pw * ax - (py * az - pz * ay)
    qy = py + pw * ay - (pz * ax - px * az)
    qz = pz + pw * az - (px * ay - py * ax)
    qw = pw - (px * ax + py * ay + pz * az)
    size = np.sqrt(qx * qx + qy * qy + qz * qz + qw * qw)
    s = c.S_ATTITUDE
    setpoint[s], setpoint[s + 1], setpoint[s + 2], setpoint[s + 3] = (
        qx / size,
        qy / size,
        qz / size,
        qw / size,
    )
    for i in range(3):
        setpoint[c.S_ACCELERATION + i] = 0.0
        setpoint[c.S_RATE + i] = 0.0
    setpoint[c.S_SPEED_DEADBAND] = 0.3 * constants[MC_STEP_M_S]
    setpoint[c.S_ANGLE_DEADBAND] = constants[MC_ANGLE_DEADBAND_RAD]
    setpoint[c.S_ENGINE] = 0.0


@cached_njit(
    types.void(types.float64, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, STATE, ARRAY), _nrt=False
)
def manual_guide(
    time_s: float,
    truth: Array,
    estimate: Array,
    mode: Array,
    port: Array,
    constants: Array,
    state: Array,
    noise: Noise,
    setpoint: Array,
) -> None:
    """Let the operator steer for one second; takes the place of `guide`.

    Parameters
    ----------
    time_s : float
        Time of the run. [s]
    truth : (TRUTH_SIZE,) array
        What the camera looks at.
    estimate : (ESTIMATE_SIZE or more,) array
        Only its velocity, which a step of the hand controller is added to.
    mode : (MODE_SIZE,) array
        Gets ABORT_COMMAND when he gives up.
    port : (PORT_SIZE,) array
        The true one.
    constants, state, noise : arrays
        `manual_constants`; (MANUAL_SIZE,) zeros at the start of a run; the run's generator.
    setpoint : (SETPOINT_SIZE,) array
        Filled.
    """
    look(time_s, truth, port, constants, state, noise)
    span_s = max(state[MANUAL_TIME] - state[MANUAL_OLD], 1e-3)
    late = min(constants[MC_DELAY_S] / span_s, 1.0)
    axial = state[MANUAL_NEW] + late * (state[MANUAL_OLD + 1] - state[MANUAL_NEW])
    closing = -state[MANUAL_NEW + 3] - late * (state[MANUAL_OLD + 4] - state[MANUAL_NEW + 3])
    wanted = min(
        max(constants[MC_CONTACT_M_S], constants[MC_SLOPE_1_S] * axial + 0.06),
        constants[MC_FASTEST_M_S],
    )
    step = constants[MC_STEP_M_S]
    sx = 0.0
    if abs(wanted - closing) > step:
        sx = step if closing > wanted else -step
        if abs(wanted - closing) > 6.0 * step:
            sx *= 3.0  # held for the whole second
    off2 = 0.0
    for i in range(3):
        setpoint[c.S_VELOCITY + i] = estimate[c.E_VELOCITY + i] + sx * port[c.P_AXES + i]
    for side in range(1, 3):
        new = state[MANUAL_NEW + side]
        offset = new + late * (state[MANUAL_OLD + 1 + side] - new)
        newer = state[MANUAL_NEW + 3 + side]
        drift = newer + late * (state[MANUAL_OLD + 4 + side] - newer)
        off2 += offset * offset
        error = drift + offset / constants[MC_SLOWEST_SIDE_S]
        if abs(error) > 0.6 * step:
            push = -step if error > 0.0 else step
            for i in range(3):
                setpoint[c.S_VELOCITY + i] += 0.7 * push * port[c.P_AXES + 3 * side + i]
    seen = np.sqrt(off2) <= constants[MC_WINDOW_RAD] * max(axial, 0.0) + 1.0
    state[MANUAL_LOST_S] = 0.0 if seen else state[MANUAL_LOST_S] + span_s
    if state[MANUAL_LOST_S] > constants[MC_PATIENCE_S] and mode[c.ABORT] == 0.0:
        mode[c.ABORT] = c.ABORT_COMMAND
    _hold(port, constants, state, setpoint)
