"""Whether an approach stays safe when it stops: every point of a plan, every failure, a day of free drift.

Model   Each branch (`burn_branches`) begins a free drift under the full relative motion, nominal and with
        dispersed state, drag and air. From outside the approach ellipsoid the drift must keep out of it,
        from inside out of the keep-out sphere. Where it does not, and inside the sphere, the rule
        gives way to an available avoidance maneuver: the table of the port in its corridor, the smallest
        burn of a menu elsewhere. None available: unsafe, and said so.
Valid   As `free_drift`; dispersions as given.
Source  24 hours outside the ellipsoid: ar5iv.labs.arxiv.org/html/2401.11077 (catalogue,
        `safe_free_drift_h`). Bound: Clopper and Pearson 1934, Biometrika 26, 404.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.binomial import share_lower
from portcall.core.streams import stream
from portcall.docking.columns import ESTIMATE_SIZE, TILT, TRUTH_SIZE
from portcall.docking.safety.avoidance import AVOID_CONTINUE, AvoidanceTable, avoidance_available
from portcall.docking.safety.burn_branches import LOST, Branch, branches_of
from portcall.docking.safety.escape_outside import smallest_escape, still_escapes
from portcall.docking.safety.free_drift import FROM_COLUMNS, LEAST, LEAST_S, DriftErrors, drifts
from portcall.docking.safety.zones import Z_AXIS_V, Z_RADIUS
from portcall.orbit.motion_table import MotionTable
from portcall.records.docking_safety import DriftVerdict, PlanSafety

Array = NDArray[np.float64]
Axes = tuple[float, float, float]

DRIFT_S = 86400.0
SAMPLES = 200
DISPERSED_EVERY_S = 10.0

ELLIPSOID, SPHERE, CORRIDOR = "ellipsoid", "keep-out-sphere", "corridor"


@dataclass(frozen=True)
class SafetySetting:
    """What every drift of a plan shares.

    Attributes
    ----------
    table : MotionTable
        The station's motion from the gate on, as long as the plan and a drift.
    zones : Array
        Shape (ZONES_SIZE,).
    port : Array
        Shape (PORT_SIZE,).
    avoidance : AvoidanceTable
        Of the port.
    errors : DriftErrors
    start_s : float
        When the path's clock is zero, after the table's epoch. [s]
    """

    table: MotionTable
    zones: Array
    port: Array
    avoidance: AvoidanceTable
    errors: DriftErrors
    start_s: float = 0.0

    def axes_of(self, zone: str) -> Axes:
        """Return the semi-axes of the zone that a drift must keep out of. [m]"""
        if zone == ELLIPSOID:
            v, h, r = self.zones[Z_AXIS_V : Z_AXIS_V + 3]
            return float(v), float(h), float(r)
        return (float(self.zones[Z_RADIUS]),) * 3

    def zone_at(self, state: Array) -> str:
        """Name the zone that the drift from a state must keep out of."""
        outside = np.sum((state[:3] / self.axes_of(ELLIPSOID)) ** 2) > 1.0
        if outside:
            return ELLIPSOID
        return SPHERE if np.linalg.norm(state[:3]) > self.zones[Z_RADIUS] else CORRIDOR


def _rows(branches: Sequence[Branch], setting: SafetySetting) -> Array:
    """Return the nominal drift of each branch, rows for `fly_drifts`."""
    errors = setting.errors
    froms = np.empty((len(branches), FROM_COLUMNS))
    for row, branch in zip(froms, branches, strict=True):
        axes = np.array(setting.axes_of(setting.zone_at(branch.state)))
        row[:] = errors.disperse(branch.state, branch.time_s, axes, np.zeros((1, 8)))[0]
    froms[:, 6] += setting.start_s
    return froms


def _entries(branch: Branch, setting: SafetySetting, seed: int, number: int, samples: int) -> int:
    """Return how many dispersed drifts of a branch enter their zone."""
    draws = stream(seed, "docking.drift", number).standard_normal((samples, 8))
    axes = np.array(setting.axes_of(setting.zone_at(branch.state)))
    froms = setting.errors.disperse(branch.state, setting.start_s + branch.time_s, axes, draws)
    flown = drifts(froms, setting.table, DRIFT_S, stop_at_entry=True)
    return int(np.sum(flown[:, LEAST] < 1.0))


def _in_corridor(state: Array, setting: SafetySetting) -> tuple[str, Array | None]:
    """Return the verdict inside the sphere, and the burn."""
    whole = np.zeros(max(TRUTH_SIZE, ESTIMATE_SIZE))
    whole[:6] = state
    index = avoidance_available(whole, TILT, setting.port, setting.avoidance.packed)
    if index >= 0:
        return "avoidance", setting.avoidance.burns_lvlh_m_s[index]
    return ("continue" if index == AVOID_CONTINUE else "unsafe"), None


@dataclass
class _Neighbor:
    """What was found for the last loss of thrust that was flown dispersed."""

    zone: str = ""
    entered: bool = False
    burn: Array | None = None


def _escape(branch: Branch, zone: str, setting: SafetySetting, near: _Neighbor) -> Array | None:
    """Return a burn: the neighbor's where it still does, else the smallest."""
    axes, n = setting.axes_of(zone), setting.table.mean_motion_rad_s
    known = near.burn if near.zone == zone and branch.kind == LOST else None
    if known is not None and still_escapes(branch.state, known, axes, n, DRIFT_S):
        return known
    return smallest_escape(branch.state, axes, n, DRIFT_S)


def _judge(
    branch: Branch, row: Array, entries: int, samples: int, setting: SafetySetting, near: _Neighbor
) -> DriftVerdict:
    """Judge one branch; a loss that was not flown dispersed shares its neighbor's lot."""
    zone, least, after_s = setting.zone_at(branch.state), float(row[LEAST]), float(row[LEAST_S])
    verdict, burn = "passive", None
    shared = branch.kind == LOST and not samples and near.zone == zone and near.entered
    if zone == CORRIDOR:
        verdict, burn = _in_corridor(branch.state, setting)
    elif least < 1.0 or entries or shared:
        if samples:
            near = _Neighbor()
        burn = _escape(branch, zone, setting, near)
        verdict = "unsafe" if burn is None else "avoidance"
    radius_m = least * float(setting.zones[Z_RADIUS]) if zone != ELLIPSOID else None
    return DriftVerdict.model_validate(
        {
            "failure": branch.kind,
            "part_of_burn": branch.part,
            "burn": None if branch.burn < 0 else branch.burn,
            "time_s": branch.time_s,
            "range_m": float(np.linalg.norm(branch.state[:3])),
            "zone": zone,
            "verdict": verdict,
            "least": least,
            "least_range_m": radius_m,
            "least_after_s": after_s,
            "entries": entries,
            "samples": samples,
            "no_entry_probability_lower_95": share_lower(samples - entries, samples)
            if samples
            else 0.0,
            "avoidance_lvlh_m_s": None if burn is None else tuple(float(part) for part in burn),
        }
    )


def _dispersed(branches: Sequence[Branch], every_s: float) -> list[bool]:
    """Say which branches are flown dispersed too: those of burns, and every so often a loss."""
    chosen, last_s = [], -np.inf
    for branch in branches:
        take = branch.kind != LOST or branch.time_s >= last_s + every_s
        if take and branch.kind == LOST:
            last_s = branch.time_s
        chosen.append(take)
    return chosen


def judge_branches(
    branches: Sequence[Branch],
    setting: SafetySetting,
    *,
    seed: int = 1,
    samples: int = SAMPLES,
    every_s: float = DISPERSED_EVERY_S,
) -> PlanSafety:
    """Fly and judge failures of a plan; see `judge_plan`."""
    nominal = drifts(_rows(branches, setting), setting.table, DRIFT_S)
    cases: list[DriftVerdict] = []
    flown, near = len(branches), _Neighbor()
    chosen = _dispersed(branches, every_s)
    for number, (branch, row, disperse) in enumerate(zip(branches, nominal, chosen, strict=True)):
        count = samples if disperse and setting.zone_at(branch.state) != CORRIDOR else 0
        entries = _entries(branch, setting, seed, number, count) if count else 0
        flown += count
        cases.append(_judge(branch, row, entries, count, setting, near))
        if branch.kind == LOST and (count or cases[-1].verdict == "avoidance"):
            burn = cases[-1].avoidance_lvlh_m_s
            entered = bool(entries) if count else near.entered
            near = _Neighbor(cases[-1].zone, entered, None if burn is None else np.array(burn))
    sizes = [float(np.linalg.norm(c.avoidance_lvlh_m_s)) for c in cases if c.avoidance_lvlh_m_s]
    verdicts = [case.verdict for case in cases]
    return PlanSafety(
        drift_h=DRIFT_S / 3600.0,
        samples_each=samples,
        seed=seed,
        drifts_flown=flown,
        passive=verdicts.count("passive"),
        avoidance=verdicts.count("avoidance"),
        near_contact=verdicts.count("continue"),
        unsafe=verdicts.count("unsafe"),
        largest_avoidance_m_s=max(sizes, default=None),
        cases=tuple(cases),
    )


def judge_plan(
    times_s: Array,
    states: Array,
    setting: SafetySetting,
    *,
    seed: int = 1,
    samples: int = SAMPLES,
    every_s: float = DISPERSED_EVERY_S,
) -> PlanSafety:
    """Judge every point and every failed burn of a nominal path.

    Parameters
    ----------
    times_s, states : Array
        The nominal path: seconds from its start, LVLH position [m] and velocity [m/s], (n,) and (n, 6).
    setting : SafetySetting
    seed : int
    samples : int
        Dispersed drifts of each branch that is flown dispersed.
    every_s : float
        Between two losses of thrust that are flown dispersed; all are flown nominally. [s]

    Returns
    -------
    PlanSafety
    """
    branches = branches_of(times_s, states, setting.table.mean_motion_rad_s)
    return judge_branches(branches, setting, seed=seed, samples=samples, every_s=every_s)
