"""Figures for the validation page: passive safety of planned approaches, and what takes its place."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.docking.approach.plan import plan_approach
from portcall.docking.safety.approach_safety import judge_approach
from portcall.orbit.motion_table import motion_table

pytestmark = pytest.mark.acceptance

PORTS = ("zvezda-aft", "poisk-zenith", "rassvet-nadir", "prichal-nadir")
SHIPS = (("progress-ms", 7000.0), ("soyuz-ms", 6900.0))


@pytest.fixture(scope="module")
def judged():
    radius_m = WGS84_A_M + 418e3
    speed_m_s = math.sqrt(GM_EARTH_M3_S2 / radius_m)
    tilt = math.radians(51.64)
    state = [radius_m, 0.0, 0.0, 0.0, speed_m_s * math.cos(tilt), speed_m_s * math.sin(tilt)]
    table = motion_table(datetime(2025, 7, 5, 20, tzinfo=UTC), np.array(state), 92000.0, 10.0)
    catalogue = load_catalogue()
    return {
        (ship, port): judge_approach(
            catalogue, plan_approach(catalogue, ship, "iss", port), table, mass_kg, every_s=20.0
        )
        for ship, mass_kg in SHIPS
        for port in PORTS
    }


def test_every_second_of_the_final_leg_has_an_avoidance_maneuver(judged, record_figure):
    seconds, without = 0, 0
    for safety in judged.values():
        inside = [
            case
            for case in safety.plan.cases
            if case.zone == "corridor" and case.failure == "thrust-lost"
        ]
        seconds += len(inside)
        without += sum(case.verdict == "unsafe" for case in inside)
    record_figure(
        "Avoidance maneuver at every second inside the keep-out sphere, two ships, four ports",
        required="at each, but for the last meter",
        measured=f"{seconds - without} of {seconds} s",
        passed=without == 0,
        note="with the worst thruster lost, 10 % of size, 5 deg of direction, drag: 24 h outside",
    )
    assert seconds > 8 * 300
    assert without == 0


def test_no_failure_of_a_plan_is_without_an_answer(judged, record_figure):
    cases = [case for safety in judged.values() for case in safety.plan.cases]
    unsafe = [case for case in cases if case.verdict == "unsafe"]
    passive = sum(case.verdict == "passive" for case in cases)
    drifts = sum(safety.plan.drifts_flown for safety in judged.values())
    record_figure(
        "Failures of a plan (thrust lost, burn missed, cut, too long, wrong way): passive or avoidable",
        required="all",
        measured=f"{len(cases) - len(unsafe)} of {len(cases)}, {passive} of them passively safe",
        passed=not unsafe,
        note=f"{drifts} drifts of 24 h; the gate at 2.5 km and 5.8 m/s is itself not passively safe",
    )
    assert not unsafe
    assert 0 < passive < len(cases)
