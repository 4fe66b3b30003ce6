"""One flown run as a record: its legs, its first touch, what it cost, and its samples second by second."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.run import result_columns as r
from portcall.docking.run.fly import DockingFlight
from portcall.docking.run.outcomes import outcome_of, reason_of_run
from portcall.docking.run.scenario import DockingScenario
from portcall.records.docking import DockingRun, DockingSample, Leg, Touch

Array = NDArray[np.float64]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def touch_of(row: Mapping[str, float]) -> Touch | None:
    """Return the first touch of a run from its named figures; none when it did not touch."""
    if not math.isfinite(row["closing_m_s"]):
        return None
    return Touch(
        after_gate_s=row["contact_s"],
        closing_speed_m_s=row["closing_m_s"],
        lateral_offset_m=math.hypot(row["offset_y_m"], row["offset_z_m"]),
        lateral_rate_m_s=math.hypot(row["lateral_rate_y_m_s"], row["lateral_rate_z_m_s"]),
        pitch_yaw_deg=math.degrees(math.hypot(row["pitch_rad"], row["yaw_rad"])),
        roll_deg=math.degrees(abs(row["roll_rad"])),
        pitch_yaw_rate_deg_s=math.degrees(
            math.hypot(row["pitch_rate_rad_s"], row["yaw_rate_rad_s"])
        ),
        roll_rate_deg_s=math.degrees(abs(row["roll_rate_rad_s"])),
        mass_kg=row["contact_mass_kg"],
    )


def legs_of(names: tuple[str, ...], history: Array, end_s: float) -> tuple[Leg, ...]:
    """Return the legs of a recorded run in the order in which they were flown."""
    numbers = history[:, r.W_LEG].astype(int)
    starts = [0, *(np.flatnonzero(np.diff(numbers)) + 1)]
    ends = [*(history[k, r.W_TIME_S] for k in starts[1:]), end_s]
    return tuple(
        Leg(
            name=names[numbers[k]],
            start_s=float(history[k, r.W_TIME_S]),
            duration_s=float(end - history[k, r.W_TIME_S]),
            start_range_m=float(history[k, r.W_RANGE_M]),
            closing_m_s=float(history[k, r.W_CLOSING_M_S]),
        )
        for k, end in zip(starts, ends, strict=True)
    )


def isolated_of(scenario: DockingScenario, code: int) -> str:
    """Return the name of what was shut off, from its code; nothing when nothing was."""
    if code > 0:
        return scenario.thruster_names[code - 1]
    return f"feed {scenario.feed_names[-code - 1]}" if code < 0 else ""


def run_record(scenario: DockingScenario, flown: DockingFlight, number: int | None) -> DockingRun:
    """Return the record of a run that was flown with its history.

    Parameters
    ----------
    scenario : DockingScenario
        What was flown.
    flown : DockingFlight
        The run.
    number : int or None
        Its number in the campaign; None for the nominal run.
    """
    row = dict(zip(r.NAMES, flown.result.tolist(), strict=True))
    isolated = isolated_of(scenario, int(row["isolated"]))
    after_s = row["isolated_s"] - row["fault_s"]
    return DockingRun.model_validate(
        {
            "run": number,
            "outcome": outcome_of(row),
            "reason": reason_of_run(row),
            "touch": touch_of(row),
            "capture_s": _finite(row["capture_after_s"]),
            "duration_s": row["end_s"],
            "delta_v_m_s": row["delta_v_m_s"],
            "propellant_kg": row["propellant_kg"],
            "pulses": int(row["pulses"]),
            "isolated": isolated,
            "isolated_after_s": _finite(after_s) if isolated else None,
            "legs": legs_of(scenario.plan.names, flown.history, row["end_s"]),
        }
    )


def _body_x(attitude: Array) -> Array:
    """Return the ship's nose in LVLH, (n, 3), from body_from_lvlh quaternions, (n, 4)."""
    x, y, z, w = attitude.T
    return np.stack(
        [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + z * w), 2.0 * (x * z - y * w)], axis=1
    )


def samples_of(scenario: DockingScenario, flown: DockingFlight) -> tuple[DockingSample, ...]:
    """Return a run second by second.

    Lateral offset is that of the ship's center of mass from the port's nominal axis; pointing is the
    angle between the ship's nose and the direction into the port.
    """
    history, port = flown.history, scenario.plan.port
    truth = history[:, r.W_TRUTH : r.W_TRUTH + c.TRUTH_SIZE]
    place = truth[:, c.POSITION : c.POSITION + 3]
    axes = port[c.P_AXES : c.P_AXES + 9].reshape(3, 3)
    beside = (place - port[c.P_POSITION : c.P_POSITION + 3]) @ axes.T
    into = -_body_x(truth[:, c.ATTITUDE : c.ATTITUDE + 4]) @ axes[0]
    off_deg = np.degrees(np.arccos(np.clip(into, -1.0, 1.0)))
    error_m = np.linalg.norm(history[:, r.W_ESTIMATE : r.W_ESTIMATE + 3] - place, axis=1)
    lateral_m = np.hypot(beside[:, 1], beside[:, 2])
    return tuple(
        DockingSample(
            time_s=float(row[r.W_TIME_S]),
            position_lvlh_m=tuple(place[k].tolist()),
            velocity_lvlh_m_s=tuple(truth[k, c.VELOCITY : c.VELOCITY + 3].tolist()),
            port_range_m=float(row[r.W_RANGE_M]),
            closing_m_s=float(row[r.W_CLOSING_M_S]),
            lateral_m=float(lateral_m[k]),
            pointing_deg=float(off_deg[k]),
            navigation_error_m=float(error_m[k]),
            propellant_kg=float(row[r.W_PROPELLANT_KG]),
            leg=scenario.plan.names[int(row[r.W_LEG])],
        )
        for k, row in enumerate(history)
    )
