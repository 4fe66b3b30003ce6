"""Entries from 120 km to the ground beside a numpy batch: thread time of one core, ratio, accuracy.

Both sides run in turn in this process and the best of each is kept. The numpy batch is the plain way to
write it: RK4 at half a second over vectors, bodies leaving the batch as they land.
"""

import time

import numpy as np

from entry_cases import ALUMINIUM, STEEL, TITANIUM, body, spread_states
from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    EGM_RADIUS_M,
    GM_EARTH_M3_S2,
    J2_EARTH,
    WGS84_A_M,
    WGS84_F,
)
from portcall.disposal.entry import fly_entries
from portcall.disposal.fall import fall_all
from portcall.disposal.fall_kernel import DEMISED, OUTCOME
from portcall.environment.entry_air import us76_entry_air
from speed_figures import alternate, report

OURS, THEIRS = 10_000, 1_000
PER_CORE = 40_000
TIMES_NUMPY = 10.0
WITHIN_M = 10.0
BODIES_PER_CORE = 10_000
STEP_S = 0.5


def altitude(p):
    r = np.linalg.norm(p, axis=1)
    s = (p[:, 2] / r) ** 2
    low = r - WGS84_A_M * (1.0 - WGS84_F * s - 1.5 * WGS84_F**2 * s * (1.0 - s))
    return low - 2.0 * WGS84_F**2 * s * (1.0 - s) * low * WGS84_A_M / r


def numpy_slope(y, drag, heights, ln_density):
    p, v = y[:, :3], y[:, 3:]
    rho = np.exp(np.interp(altitude(p), heights, ln_density))
    r2 = np.sum(p * p, axis=1)
    pull = GM_EARTH_M3_S2 / (r2 * np.sqrt(r2))
    bulge = 1.5 * J2_EARTH * EGM_RADIUS_M**2 / r2
    polar = 5.0 * p[:, 2] ** 2 / r2
    a = -(drag * rho * np.linalg.norm(v, axis=1))[:, None] * v
    a[:, :2] -= (pull * (1.0 + bulge * (1.0 - polar)))[:, None] * p[:, :2]
    a[:, 2] -= pull * (1.0 + bulge * (3.0 - polar)) * p[:, 2]
    turn = EARTH_ROTATION_RAD_S
    a[:, 0] += turn * (turn * p[:, 0] + 2.0 * v[:, 1])
    a[:, 1] += turn * (turn * p[:, 1] - 2.0 * v[:, 0])
    return np.concatenate((v, a), axis=1)


def numpy_batch(states, ballistic):
    heights = np.arange(0.0, 130e3, 100.0)
    cells = us76_entry_air().reshape(-1, 17)
    at = (heights // 1e3).astype(int)
    u = heights - 1e3 * at
    part = np.where(u >= cells[at, 0], 9, 1)
    c = [cells[at, part + i] for i in range(4)]
    ln_density = np.log(c[0] + u * (c[1] + u * (c[2] + u * c[3])))
    y, drag, alive = states.copy(), 0.5 / ballistic, np.arange(len(states))
    ends = np.empty((len(states), 3))
    h = STEP_S
    while alive.size:
        now, d = y[alive], drag[alive]
        k1 = numpy_slope(now, d, heights, ln_density)
        k2 = numpy_slope(now + 0.5 * h * k1, d, heights, ln_density)
        k3 = numpy_slope(now + 0.5 * h * k2, d, heights, ln_density)
        k4 = numpy_slope(now + h * k3, d, heights, ln_density)
        new = now + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        low, high = altitude(new[:, :3]), altitude(now[:, :3])
        landed = low <= 0.0
        share = (high / (high - low))[landed, None]
        ends[alive[landed]] = now[landed, :3] + share * (new[landed, :3] - now[landed, :3])
        y[alive] = new
        alive = alive[~landed]
    return ends


def test_entries_per_second():
    states = spread_states(OURS)
    ballistic = np.geomspace(5.0, 500.0, OURS)
    some = np.linspace(0, OURS - 1, THEIRS).astype(int)
    fly_entries(states[:16], ballistic[:16])
    tight = fly_entries(states[some], ballistic[some], tolerance_m=1e-3, steady_fall=False)
    off_m = np.linalg.norm(fly_entries(states, ballistic)[some, :3] - tight[:, :3], axis=1)
    theirs_m = np.linalg.norm(numpy_batch(states[some], ballistic[some]) - tight[:, :3], axis=1)
    ours_s, theirs_s = alternate(
        [
            lambda: fly_entries(states, ballistic),
            lambda: numpy_batch(states[some], ballistic[some]),
        ],
        5,
        time.thread_time,
    )
    per_s, ratio = OURS / ours_s, (theirs_s / THEIRS) / (ours_s / OURS)
    note = f"position error at most {off_m.max():.2f} m, median {np.median(off_m):.2f} m"
    report(
        "entries 120 km to ground a second and core",
        f"at least {PER_CORE}",
        f"{per_s:.0f}",
        per_s >= PER_CORE,
        note,
    )
    note = (
        f"numpy {THEIRS / theirs_s:.0f} a second, its error at most {theirs_m.max():.0f} m; " + note
    )
    report(
        "entries, times faster than a numpy batch",
        f"at least {TIMES_NUMPY:.0f}",
        f"{ratio:.1f}",
        ratio >= TIMES_NUMPY,
        note,
    )
    assert off_m.max() < WITHIN_M


def test_falls_with_heat_per_second():
    states = fly_entries(spread_states(4000), 100.0, stop_altitude_m=78e3)[:, :6].copy()
    kinds = [
        body("sphere", 20.0, (0.5, 0.5, 0.5), TITANIUM), body("sphere", 20.0, (0.5, 0.5, 0.5), ALUMINIUM),
        body("cylinder", 260.0, (2.0, 1.7, 1.7), STEEL), body("box", 5.0, (0.3, 0.2, 0.1), ALUMINIUM),
        body("plate", 4.0, (1.0, 0.75, 0.002), ALUMINIUM), body("box", 30.0, (0.4, 0.3, 0.3), STEEL),
    ]  # fmt: skip
    rows = np.array([kinds[i % len(kinds)] for i in range(len(states))])
    found = fall_all(states, rows)
    (seconds,) = alternate([lambda: fall_all(states, rows)], 5, time.thread_time)
    per_s = len(states) / seconds
    gone = np.mean(found[:, OUTCOME] == DEMISED)
    note = f"from 78 km with drag by regime, heat and melting; {100 * gone:.0f} percent demise"
    report(
        "bodies with heat and demise a second and core",
        f"at least {BODIES_PER_CORE}",
        f"{per_s:.0f}",
        per_s >= BODIES_PER_CORE,
        note,
    )
    assert 0.0 < gone < 1.0
