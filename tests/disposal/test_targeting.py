"""The ignition is set so that the fall lies abreast of the aim, wherever that is."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.core.constants import GM_EARTH_M3_S2, WGS84_A_M
from portcall.core.frames import geodetic_from_itrf
from portcall.core.time import elapsed_s
from portcall.disposal.entry import fly_entries
from portcall.disposal.entry_kernel import LANDED
from portcall.disposal.targeting import (
    ON_AIM_M,
    Aim,
    AimBox,
    Center,
    Descent,
    NoDeorbit,
    Targeted,
    fly_to,
    miss_m,
    passes_by,
    target_pass,
)
from portcall.orbit.dynamics import ForceModel, prepare_forces
from portcall.orbit.engine import Engine
from portcall.orbit.flight_path import coast_with_maneuvers

START = datetime(2026, 3, 16, tzinfo=UTC)
DAY_S = 86_400.0
MASS_KG, BURN_S = 6000.0, 240.0
ENGINE = Engine(2950.0, 302.0 * 9.80665)
FORCES = prepare_forces(ForceModel(ballistic_m2_kg=2.2 * 10.0 / MASS_KG), START, DAY_S + 20_000.0)
WHOLE_KG_M2 = 250.0


def coasting():
    r = WGS84_A_M + 415e3
    speed, tilt = math.sqrt(GM_EARTH_M3_S2 / r), math.radians(51.64)
    state = np.array([r, 0.0, 0.0, 0.0, speed * math.cos(tilt), speed * math.sin(tilt)])
    return coast_with_maneuvers(START, state, DAY_S + 7_200.0, FORCES, ())


SHIP = coasting()


def one_body(entry):
    """A stand-in for the pieces: one body that stays whole."""
    end = fly_entries(entry.state_itrf, WHOLE_KG_M2)[0]
    if end[7] != LANDED:
        return None
    latitude, longitude, _ = geodetic_from_itrf(end[:3])
    return Center(float(latitude), float(longitude), float(end[6]))


DESCENT = Descent(ENGINE, FORCES, "inertial", one_body)


def hit(aim):
    """The first pass that leaves time for a burn, targeted."""
    passes = passes_by(SHIP, START + timedelta(hours=2), START + timedelta(hours=24), aim)
    assert passes
    return target_pass(passes[0], SHIP, MASS_KG, BURN_S, DESCENT, START)


@given(latitude_deg=st.floats(-45.0, 45.0), longitude_deg=st.floats(-180.0, 180.0))
@settings(max_examples=8)
def test_prop_a_fall_lies_abreast_of_any_aim(latitude_deg, longitude_deg):
    aim = Aim(math.radians(latitude_deg), math.radians(longitude_deg))
    targeted = hit(aim)
    assert isinstance(targeted, Targeted)
    assert abs(targeted.along_m) <= ON_AIM_M
    again = miss_m(targeted.deorbit.entry, one_body(targeted.deorbit.entry), aim)
    assert again == pytest.approx((targeted.along_m, targeted.across_m))
    # by sight of the globe: the fall is as far off as the pass is beside the aim
    where = Aim(targeted.center.latitude_rad, targeted.center.longitude_rad).direction
    away_m = math.acos(min(1.0, float(where @ aim.direction))) * 6_371_008.8
    assert away_m == pytest.approx(
        math.hypot(targeted.along_m, targeted.across_m), rel=0.02, abs=3e3
    )


def test_a_later_ignition_falls_farther():
    chosen = hit(Aim(math.radians(-40.0), math.radians(-140.0)))
    ignition = chosen.deorbit.burns[0].ignition + timedelta(seconds=10.0)
    later = fly_to(ignition, SHIP, MASS_KG, BURN_S, chosen.aim, DESCENT)
    assert later.along_m - chosen.along_m == pytest.approx(72e3, rel=0.1)  # 7.2 km/s on the ground


def test_miss_is_positive_beyond_and_to_the_right():
    aim = Aim(math.radians(-40.0), math.radians(-140.0))
    entry = hit(aim).deorbit.entry
    ahead = np.array(entry.state_itrf[3:6]) / np.linalg.norm(entry.state_itrf[3:6])
    center = one_body(entry)
    at = Aim(center.latitude_rad, center.longitude_rad).direction
    normal = np.cross(entry.state_itrf[:3], ahead)
    normal /= np.linalg.norm(normal)
    along = np.cross(normal, at)
    for shift, expected in ((along, (100e3, 0.0)), (-normal, (0.0, 100e3))):
        moved = at + shift * 100e3 / 6_371_008.8
        place = Center(
            math.asin(moved[2] / np.linalg.norm(moved)), math.atan2(moved[1], moved[0]), 0.0
        )
        wanted = Aim(center.latitude_rad, center.longitude_rad)
        assert miss_m(entry, place, wanted) == pytest.approx(expected, abs=500.0)


def test_a_box_across_the_antimeridian_is_one_box():
    box = AimBox(*(math.radians(figure) for figure in (-50.0, -30.0, 170.0, -170.0)))
    assert math.degrees(box.center.longitude_rad) % 360.0 == pytest.approx(180.0)
    longitudes = np.radians([175.0, -175.0, 165.0, -165.0, 0.0])
    inside = box.holds(np.full(5, math.radians(-40.0)), longitudes)
    assert inside.tolist() == [True, True, False, False, False]
    assert not box.holds(np.array([math.radians(-20.0)]), longitudes[:1])[0]


def test_passes_of_a_box_are_aimed_inside_it_and_hit():
    box = AimBox(*(math.radians(figure) for figure in (-50.0, -30.0, 165.0, -155.0)))
    passes = passes_by(SHIP, START + timedelta(hours=2), START + timedelta(hours=24), box)
    assert passes
    for one in passes:
        inside = box.holds(np.array([one.aim.latitude_rad]), np.array([one.aim.longitude_rad]))
        assert inside[0]
    targeted = target_pass(passes[0], SHIP, MASS_KG, BURN_S, DESCENT, START)
    # the track of the burned ship runs a little beside the unburned one's: the Earth turned
    assert abs(targeted.along_m) <= ON_AIM_M
    assert abs(targeted.across_m) < 200e3


def test_no_ignition_before_the_ship_is_ready():
    aim = Aim(math.radians(-40.0), math.radians(-140.0))
    first = passes_by(SHIP, START + timedelta(hours=2), START + timedelta(hours=24), aim)[0]
    refused = target_pass(first, SHIP, MASS_KG, BURN_S, DESCENT, first.utc)
    assert isinstance(refused, NoDeorbit)
    assert "before the ship is ready" in refused.reason


def test_a_burn_too_small_says_where_it_leaves_the_perigee():
    aim = Aim(math.radians(-40.0), math.radians(-140.0))
    weak = fly_to(START + timedelta(hours=3), SHIP, MASS_KG, 60.0, aim, DESCENT)
    assert isinstance(weak, NoDeorbit)
    assert "the ship does not enter within two revolutions" in weak.reason


def test_a_fall_that_skips_out_is_said():
    aim = Aim(math.radians(-40.0), math.radians(-140.0))
    skipping = Descent(ENGINE, FORCES, "inertial", lambda _: None)
    out = fly_to(START + timedelta(hours=3), SHIP, MASS_KG, BURN_S, aim, skipping)
    assert isinstance(out, NoDeorbit)
    assert "leaves the air again" in out.reason


def test_passes_come_in_order_and_no_pass_reaches_the_pole():
    day = START + timedelta(hours=1), START + timedelta(hours=24)
    found = passes_by(SHIP, *day, Aim(0.0, 0.0))
    times = [elapsed_s(START, one.utc) for one in found]
    assert times == sorted(times)
    assert len(times) >= 2
    assert passes_by(SHIP, *day, Aim(math.radians(89.0), 0.0)) == ()
