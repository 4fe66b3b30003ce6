"""The ascent against published figures, closed forms and its own books."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from portcall.catalogue.load import load_launcher
from portcall.core.constants import (
    EARTH_ROTATION_RAD_S,
    GM_EARTH_M3_S2,
    J2_EARTH,
    STANDARD_GRAVITY_M_S2,
)
from portcall.core.errors import InputError
from portcall.launch import ascent_kernel as kernel
from portcall.launch.ascent import Ascent, AscentPlan, NoAscent, fly_ascent, plan_ascent
from portcall.launch.from_record import launcher_model
from portcall.launch.guidance import Shooting
from portcall.launch.insertion import InsertionTarget, insertion_orbit
from portcall.launch.steering import Pad
from portcall.launch.vehicle_model import Dispersion

RECORD = load_launcher("soyuz-2-1a")
CARGO = launcher_model(RECORD)
CREWED = launcher_model(RECORD, crewed=True)
PAD = Pad(math.radians(45.996034), math.radians(63.564003), 100.0)
PROGRESS_KG = 7_400.0
SOYUZ_KG = 7_200.0
LONG = InsertionTarget(193e3, 240e3, math.radians(51.665), math.radians(-53.69))
SHORT = InsertionTarget(189e3, 221e3, math.radians(51.665), math.radians(-53.69))

# published: T+8:45 (spaceflight101, Progress MS), 528.0-529.2 s (Roscosmos, four flights)
CUTOFF_S, SEPARATION_S, TIME_TOLERANCE_S = 525.0, 528.9, 3.0
# the issue's own limits on the orbit reached
HEIGHT_TOLERANCE_M, ANGLE_TOLERANCE_RAD = 5e3, math.radians(0.02)
# what the solver promises: its stopping rule, and half-second against one-second steps
SOLVED_HEIGHT_M, SOLVED_ANGLE_RAD = 2.0, 1e-7
# Agapov 1997, nominal separation state of Progress M-37
M37_POSITION_ITRF_M = np.array([355_203.0, 4_117_639.0, 5_092_747.0])
M37_VELOCITY_ITRF_M_S = np.array([-7_453.92, -396.70, 840.63])
SEPARATION_POINT_TOLERANCE_M = 60e3


@pytest.fixture(scope="module")
def plan() -> AscentPlan:
    found = plan_ascent(CARGO, PAD, PROGRESS_KG, LONG)
    assert isinstance(found, AscentPlan)
    return found


@pytest.fixture(scope="module")
def flight(plan) -> Ascent:
    flown = fly_ascent(plan)
    assert isinstance(flown, Ascent)
    return flown


@pytest.mark.parametrize(
    ("launcher", "payload_kg", "target"),
    [
        (CARGO, PROGRESS_KG, LONG),
        (CARGO, PROGRESS_KG, SHORT),
        (CARGO, 7_281.0, LONG),
    ],
)
def test_val_cutoff_and_separation_come_when_published(launcher, payload_kg, target):
    plan = plan_ascent(launcher, PAD, payload_kg, target)
    assert abs(plan.steering.cutoff_s - CUTOFF_S) < TIME_TOLERANCE_S
    assert abs(plan.separation_s - SEPARATION_S) < TIME_TOLERANCE_S


# the plane constants are calibrated to 1e-5 deg, which is 2.4 ms of the Earth's turning
PINNED_TIME_S, PINNED_MASS_KG = 1e-3, 0.1


@pytest.mark.parametrize(
    ("launcher", "payload_kg", "target", "cutoff_s", "left_kg"),
    [(CARGO, PROGRESS_KG, LONG, 525.1551, 327.79), (CREWED, SOYUZ_KG, SHORT, 522.7754, 549.56)],
)
def test_reg_the_ascent_that_the_plane_constants_rest_on(
    launcher, payload_kg, target, cutoff_s, left_kg
):
    plan = plan_ascent(launcher, PAD, payload_kg, target)
    assert abs(plan.steering.cutoff_s - cutoff_s) < PINNED_TIME_S
    assert abs(plan.propellant_left_kg - left_kg) < PINNED_MASS_KG


@pytest.mark.parametrize("launcher", [CARGO, CREWED])
@pytest.mark.parametrize("target", [LONG, SHORT])
@pytest.mark.parametrize("payload_kg", [7_000.0, PROGRESS_KG])
def test_the_orbit_asked_for_is_reached(launcher, target, payload_kg):
    flight = fly_ascent(plan_ascent(launcher, PAD, payload_kg, target))
    orbit = flight.orbit
    assert abs(orbit.perigee_m - target.perigee_m) < SOLVED_HEIGHT_M < HEIGHT_TOLERANCE_M
    assert abs(orbit.apogee_m - target.apogee_m) < SOLVED_HEIGHT_M
    assert abs(orbit.inclination_rad - target.inclination_rad) < SOLVED_ANGLE_RAD
    node_rad = PAD.longitude_rad + target.node_from_pad_rad
    assert abs(orbit.node_rad - node_rad) < SOLVED_ANGLE_RAD < ANGLE_TOLERANCE_RAD
    assert flight.propellant_left_kg >= 0.0


def test_the_mean_inclination_is_the_station_s(flight):
    # 51.66-51.67 deg osculating at the node is 51.64-51.65 mean
    assert 51.64 < math.degrees(flight.orbit.mean_inclination_rad) < 51.65


def test_val_separation_lies_where_progress_m37_separated(flight):
    there = flight.event("separation").position_itrf_m
    along = float(there @ M37_POSITION_ITRF_M)
    angle_rad = math.acos(along / np.linalg.norm(there) / np.linalg.norm(M37_POSITION_ITRF_M))
    assert angle_rad * 6.371e6 < SEPARATION_POINT_TOLERANCE_M


def test_val_period_of_the_planning_orbit(flight):
    # "88.6 min" is published for 193 x 240 km, to the last digit
    assert abs(flight.orbit.period_s / 60.0 - 88.6) < 0.1


def test_val_m37_is_an_orbit_of_the_planning_kind():
    spin = np.array([0.0, 0.0, EARTH_ROTATION_RAD_S])
    inertial = M37_VELOCITY_ITRF_M_S + np.cross(spin, M37_POSITION_ITRF_M)
    orbit = insertion_orbit(np.concatenate([M37_POSITION_ITRF_M, inertial]))
    assert abs(orbit.perigee_m - 193e3) < HEIGHT_TOLERANCE_M
    assert abs(orbit.apogee_m - 240e3) < HEIGHT_TOLERANCE_M
    assert 51.66 <= round(math.degrees(orbit.inclination_rad), 3) <= 51.67
    # the nominal state separates at perigee: that is why the target's path angle is zero
    assert abs(orbit.flight_path_angle_rad) < 1e-6


def test_val_staging_is_where_published(flight):
    # russianspaceweb.com, soyuz_lv_stage1: 118 s, about 48 km, about 1.8 km/s
    booster = flight.event("booster_separation")
    assert booster.time_s == 118.0
    assert abs(booster.altitude_m - 48e3) < 100.0
    assert abs(np.linalg.norm(booster.velocity_itrf_m_s) - 1_800.0) < 100.0
    # ESA, Soyuz liftoff sequence 2018: core leaves at 176 km, about 13 500 km/h
    core = flight.event("core_separation")
    assert 286.0 <= core.time_s <= 288.0
    assert abs(core.altitude_m - 176e3) < 20e3
    assert abs(np.linalg.norm(core.velocity_itrf_m_s) - 3_750.0) < 200.0


def test_loads_stay_below_what_a_crew_bears(flight):
    assert flight.max_acceleration_m_s2 < 4.5 * STANDARD_GRAVITY_M_S2
    assert 25e3 < flight.max_dynamic_pressure_pa < 45e3


def test_the_mass_ledger_closes_to_a_gram(plan, flight):
    aboard_kg = plan.launcher.liftoff_kg(PROGRESS_KG)
    ledger = dict(flight.ledger_kg)
    assert abs(sum(ledger.values()) - aboard_kg) < 1e-3
    assert min(ledger.values()) >= 0.0
    # and the books agree with what the equations of motion carried to separation
    stage = "third stage"
    kept_kg = (
        ledger["payload"]
        + ledger[f"{stage} propellant left"]
        + ledger[f"{stage} dry, with adapter"]
    )
    assert abs(flight.mass_kg[-1] - kept_kg) < 1e-3


def test_no_ground_stage_burns_more_than_it_holds():
    for stage in CARGO.ground_stages:
        assert stage.flow_kg_s * stage.burn_s <= stage.usable_kg


def test_val_loaded_mass_is_the_published_one():
    # 311.7 t at ignition (TASS 2015)
    on_the_pad_kg = sum(
        stage.count * stage.burnt_on_pad_kg.value for stage in RECORD.stage if stage.burnt_on_pad_kg
    )
    ignition_kg = CARGO.liftoff_kg(PROGRESS_KG) + on_the_pad_kg
    assert on_the_pad_kg > 5_000.0
    assert abs(ignition_kg - RECORD.liftoff_mass_kg.value) < 0.01 * 311_700.0


def test_losses_add_up_to_the_velocity_gained(flight):
    start_m_s = EARTH_ROTATION_RAD_S * math.hypot(*flight.position_itrf_m[0, :2])
    gained_m_s = np.linalg.norm(flight.separation_frozen[3:]) - start_m_s
    loss = flight.delta_v
    kept_m_s = loss.ideal_m_s - loss.gravity_m_s - loss.drag_m_s - loss.steering_m_s
    assert abs(gained_m_s - kept_m_s) < 1e-3
    assert 0.0 < loss.drag_m_s < 200.0 < loss.gravity_m_s


NO_DRAG = np.array([[0.0, 1.0], [0.0, 0.0]])


def _one_phase(thrust_n: float, flow_kg_s: float, end_s: float, mode: float) -> np.ndarray:
    phases = np.zeros((1, kernel.PHASE_COLUMNS))
    phases[0, kernel.END] = end_s
    phases[0, kernel.THRUST], phases[0, kernel.FLOW] = thrust_n, flow_kg_s
    phases[0, kernel.MODE] = mode
    return phases


def test_val_ideal_velocity_is_tsiolkovsky_s():
    exhaust_m_s, flow_kg_s, mass_kg, burn_s = 3_200.0, 90.0, 30_000.0, 240.0
    start = np.zeros(kernel.SIZE)
    start[0], start[4], start[kernel.MASS] = 8e6, 7_000.0, mass_kg
    steering = np.zeros(kernel.STEERING_COLUMNS)
    phases = _one_phase(exhaust_m_s * flow_kg_s, flow_kg_s, burn_s, kernel.TANGENT)
    end, _, _ = kernel.fly(
        phases, steering, np.eye(3), np.eye(3), NO_DRAG, start, 1.0, np.empty((0, 12))
    )
    ideal_m_s = exhaust_m_s * math.log(mass_kg / (mass_kg - flow_kg_s * burn_s))
    assert abs(end[kernel.IDEAL] - ideal_m_s) < 1e-3
    assert abs(end[kernel.MASS] - (mass_kg - flow_kg_s * burn_s)) < 1e-9


def test_val_a_coast_keeps_energy_and_polar_momentum():
    start = np.zeros(kernel.SIZE)
    start[:7] = [6.6e6, 1e5, 2e5, -100.0, 5_000.0, 6_000.0, 1_000.0]
    phases = _one_phase(0.0, 0.0, 600.0, kernel.TANGENT)
    no_steering = np.zeros(kernel.STEERING_COLUMNS)
    end, _, _ = kernel.fly(
        phases, no_steering, np.eye(3), np.eye(3), NO_DRAG, start, 1.0, np.empty((0, 12))
    )

    def energy_j_kg(y):
        r = np.linalg.norm(y[:3])
        bulge = GM_EARTH_M3_S2 / r * J2_EARTH * (6_378_136.3 / r) ** 2
        return 0.5 * y[3:6] @ y[3:6] - GM_EARTH_M3_S2 / r + bulge * (1.5 * (y[2] / r) ** 2 - 0.5)

    # air stops at 150 km: this coast stays above
    assert abs(energy_j_kg(end) - energy_j_kg(start)) < 1e-3
    polar = start[0] * start[4] - start[1] * start[3]
    assert abs((end[0] * end[4] - end[1] * end[3]) / polar - 1.0) < 1e-11


def test_half_second_steps_are_short_enough(plan):
    shooting = Shooting(plan.launcher, PAD, PROGRESS_KG, LONG)
    fine = shooting.fly(plan.steering, 0.05)
    used = shooting.fly(plan.steering, 0.5)
    assert np.linalg.norm(used[:3] - fine[:3]) < 2.0
    assert np.linalg.norm(used[3:6] - fine[3:6]) < 0.01


def test_too_heavy_a_payload_is_a_reason_with_the_shortage():
    answer = plan_ascent(CARGO, PAD, 9_000.0, LONG)
    assert isinstance(answer, NoAscent)
    assert "third stage would run dry" in answer.reason
    assert answer.short_kg > 500.0


def test_a_plane_out_of_reach_is_a_reason():
    answer = plan_ascent(
        CARGO, PAD, PROGRESS_KG, replace(LONG, node_from_pad_rad=math.radians(-45.0))
    )
    assert isinstance(answer, NoAscent)


def test_a_site_north_of_the_inclination_is_refused():
    north = replace(PAD, latitude_rad=math.radians(62.9))
    with pytest.raises(InputError, match=r"62\.7.* deg geocentric latitude .*51\.6"):
        plan_ascent(CARGO, north, PROGRESS_KG, LONG)


@pytest.mark.parametrize("payload_kg", [0.0, -1.0, math.nan])
def test_a_payload_without_mass_is_refused(payload_kg):
    with pytest.raises(InputError, match="payload"):
        plan_ascent(CARGO, PAD, payload_kg, LONG)


def test_the_same_question_has_the_same_answer_to_the_byte(plan):
    again = plan_ascent(CARGO, PAD, PROGRESS_KG, LONG)
    assert again == plan
    assert (
        fly_ascent(again).separation_frozen.tobytes()
        == fly_ascent(plan).separation_frozen.tobytes()
    )


def test_a_heavier_ship_cuts_off_later_and_leaves_less(plan):
    light = plan_ascent(CARGO, PAD, 7_000.0, LONG)
    assert light.steering.cutoff_s < plan.steering.cutoff_s
    assert light.propellant_left_kg > plan.propellant_left_kg


def test_a_dispersed_launcher_still_reaches_the_orbit(plan):
    weak = fly_ascent(plan, dispersion=Dispersion(ground_thrust_factor=0.995, drag_factor=1.2))
    assert weak.event("cutoff").time_s > plan.steering.cutoff_s
    assert abs(weak.orbit.apogee_m - LONG.apogee_m) < 100.0


def test_the_second_process_does_not_compile():
    probe = (
        "from portcall.launch.ascent import plan_ascent\n"
        "from portcall.launch.insertion import InsertionTarget, measure\n"
        "from portcall.catalogue.load import load_launcher\n"
        "from portcall.launch.from_record import launcher_model\n"
        "from portcall.launch.steering import Pad\n"
        "from portcall.launch import ascent_kernel as k\n"
        "L = launcher_model(load_launcher('soyuz-2-1a'))\n"
        "plan_ascent(L, Pad(0.8028, 1.1094, 100.0), 7400.0,\n"
        "            InsertionTarget(193e3, 240e3, 0.90172, -0.937))\n"
        "print(sum(k.fly.stats.cache_misses.values()), sum(measure.stats.cache_misses.values()),\n"
        "      sum(k.fly.stats.cache_hits.values()))\n"
    )
    out = [
        subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
        for _ in range(2)
    ][-1].stdout.split()
    assert out[:2] == ["0", "0"]
    assert int(out[2]) > 0
