"""The arrays that a run works with: those of the scenario, and those of its own.

Model   Two named tuples of plain arrays, so that compiled code and a session stepped from Python share
        them and the pieces that work on them. `Setting` is the same for every run and is only read;
        `Work` belongs to one thread and is started anew for each run.
Valid   Every compiled function of `portcall.docking` that takes them.
Source  Chosen here.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from portcall.core.signatures import ARRAY, MATRIX
from portcall.docking import columns as c
from portcall.docking.contact.contact_columns import (
    BODIES_SIZE,
    CONDITIONS_SIZE,
    JUDGED_SIZE,
    OUTCOME_SIZE,
    STATE_SIZE,
)
from portcall.docking.control.control_kernel import CUBE, HELD_SIZE
from portcall.docking.control.truth_kernel import CYCLE_SIZE, GIVEN_SIZE, TRUE_SHIP_SIZE
from portcall.docking.faults.manual_kernel import MANUAL_SIZE
from portcall.docking.faults.watch_columns import watch_size
from portcall.docking.navigation.filter_columns import (
    FILTER_ESTIMATE_SIZE,
    FILTER_SCRATCH_SIZE,
    FILTER_SIZE,
)
from portcall.docking.navigation.sensor_columns import BIAS_SIZE, SENSOR_SIZE
from portcall.docking.noise import STATE
from portcall.docking.run.result_columns import RESULT_SIZE

Array = NDArray[np.float64]

# what belongs to the flight as a whole
V_START_S: Final = 0  # of the run, after the epoch of the table of motion
V_TABLE_STEP_S: Final = 1
V_RATE: Final = 2  # [rad/s] mean turn of LVLH, positive
V_NAVIGATION_S: Final = 3  # navigation cycle
V_LONGEST_S: Final = 4  # the run is given up
V_MASS: Final = 5  # [kg] by the book at the start
V_ENGINE_ROW: Final = 6  # -1 without a main engine
V_PERFECT: Final = 7  # 1: the navigator knows the truth
V_WATCH: Final = 8  # 1: thrusters and sensors are watched
V_STATION_DRAG: Final = 9  # [m2/kg] in the table's air
V_STATION_MASS: Final = 10
V_STATION_INERTIA: Final = 11  # 3 [kg m2] LVLH axes
V_BERTH: Final = 14  # 1: ends in a capture box
V_BOX: Final = 15  # 3 [m] center of the box from the port, port axes
V_START: Final = 18  # 6 planned position [m] and velocity [m/s] at the start, LVLH
V_INERTIA: Final = 24  # 3 [kg m2] believed
V_CENTER: Final = 27  # 3 [m] believed, from the catalogue's body origin
FLIGHT_SIZE: Final = 30

# what a run counts
K_TIME: Final = 0  # [s] of the run
K_CLOSED: Final = 1  # feed that is closed, -1: none
K_DELTA_V: Final = 2  # 3 [m/s] true, body axes, since the last measurement
K_TURN: Final = 5  # 3 [rad] true, body axes, since the last measurement
K_SINCE_S: Final = 8  # since the last measurement
K_GYRO_OFF: Final = 9  # 3 [rad/s] what the gyro said less what was true
K_MASK: Final = 12  # 1: some measurements are masked
K_NEES: Final = 13  # 3 sums
K_NEES_COUNT: Final = 16
K_NIS: Final = 17
K_USED: Final = 18
K_REJECTED: Final = 19
K_CYCLES: Final = 20  # navigation cycles
K_BOOK_KG: Final = 21  # mass by the book
K_ESCAPE: Final = 22  # what the avoidance table said last
K_ZONES: Final = 23
K_FINAL_KG: Final = 24  # propellant spent when the final approach was cleared
K_RANGE: Final = 25  # [m] true, from the probe's tip to the port
K_MANUAL: Final = 26  # 1: the operator flies
COUNTS_SIZE: Final = 27

NEES_EVERY: Final = 20  # navigation cycles


class Setting(NamedTuple):
    """What is the same for every run of a scenario."""

    flight: Array
    legs: Array
    gates: Array
    port: Array
    motion: Array
    thrusters: Array
    flow: Array
    group: Array
    minimum_s: Array
    table: Any
    least: Array
    effect: Array
    control: Array
    filter: Array
    watch_table: Array
    watch: Array
    manual: Array
    zones: Array
    avoidance: Array
    limits: Array
    mechanism: Array


class Work(NamedTuple):
    """What one thread flies a run with."""

    counts: Array
    truth: Array
    before: Array
    between: Array
    seen: Array
    port: Array
    ship: Array
    given: Array
    cycle: Array
    sensor: Array
    bias: Array
    faults: Array
    noise: Any
    frozen: Array
    measured: Array
    believed: Array
    estimate: Array
    covariance: Array
    innovations: Array
    scratch: Array
    nees_work: Array
    nees: Array
    flown: Array
    mode: Array
    setpoint: Array
    held: Array
    push_s: Array
    on_s: Array
    told_s: Array
    told_late_s: Array
    watch: Array
    manual: Array
    conditions: Array
    judged: Array
    bodies: Array
    contact: Array
    outcome: Array
    result: Array


SETTING: Final = types.NamedTuple(
    [
        CUBE if name == "table" else MATRIX if name in {
            "legs", "gates", "motion", "thrusters", "least", "effect", "watch_table", "limits",
        } else ARRAY
        for name in Setting._fields
    ],
    Setting,
)  # fmt: skip
WORK: Final = types.NamedTuple(
    [
        STATE if name == "noise" else MATRIX if name in {
            "given", "faults", "covariance", "nees_work",
        } else ARRAY
        for name in Work._fields
    ],
    Work,
)  # fmt: skip


@njit(error_model="numpy")
def copy(source: Array, target: Array) -> None:
    """Copy one array into another of its length; a slice assignment would allocate."""
    for i in range(target.size):
        target[i] = source[i]


_LINE_BYTES: Final = 64  # a vector that lies across two cache lines takes twice as long


def _aligned(array: Any) -> Any:
    """Return a copy that begins with a cache line."""
    room = np.empty(array.nbytes + _LINE_BYTES, dtype=np.uint8)
    begin = -room.ctypes.data % _LINE_BYTES
    placed = room[begin : begin + array.nbytes].view(array.dtype).reshape(array.shape)
    placed[...] = array
    return placed


def new_work(thrusters: int, faults: int) -> Work:
    """Return the arrays of one thread for so many thrusters and rows of faults."""
    work = Work(
        counts=np.zeros(COUNTS_SIZE),
        truth=np.zeros(c.TRUTH_SIZE),
        before=np.zeros(c.TRUTH_SIZE),
        between=np.zeros(c.TRUTH_SIZE),
        seen=np.zeros(c.TRUTH_SIZE),
        port=np.zeros(c.PORT_SIZE),
        ship=np.zeros(TRUE_SHIP_SIZE),
        given=np.zeros((thrusters, GIVEN_SIZE)),
        cycle=np.zeros(CYCLE_SIZE),
        sensor=np.zeros(SENSOR_SIZE),
        bias=np.zeros(BIAS_SIZE),
        faults=np.zeros((faults, c.FAULT_SIZE)),
        noise=np.zeros(4, dtype=np.uint64),
        frozen=np.zeros(c.MEASURED_SIZE),
        measured=np.zeros(c.MEASURED_SIZE),
        believed=np.zeros(c.MEASURED_SIZE),
        estimate=np.zeros(FILTER_ESTIMATE_SIZE),
        covariance=np.zeros((FILTER_SIZE, FILTER_SIZE)),
        innovations=np.zeros(c.MEASURED_SIZE),
        scratch=np.zeros(FILTER_SCRATCH_SIZE),
        nees_work=np.zeros((12, 13)),
        nees=np.zeros(3),
        flown=np.zeros(c.ESTIMATE_SIZE),
        mode=np.zeros(c.MODE_SIZE),
        setpoint=np.zeros(c.SETPOINT_SIZE),
        held=np.zeros(HELD_SIZE),
        push_s=np.zeros(thrusters),
        on_s=np.zeros(thrusters),
        told_s=np.zeros(thrusters),
        told_late_s=np.zeros(thrusters),
        watch=np.zeros(watch_size(thrusters)),
        manual=np.zeros(MANUAL_SIZE),
        conditions=np.zeros(CONDITIONS_SIZE),
        judged=np.zeros(JUDGED_SIZE),
        bodies=np.zeros(BODIES_SIZE),
        contact=np.zeros(STATE_SIZE),
        outcome=np.zeros(OUTCOME_SIZE),
        result=np.zeros(RESULT_SIZE),
    )
    return Work(*[_aligned(one) for one in work])
