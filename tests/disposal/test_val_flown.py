"""Disposals that flew, flown again: what a quick run can hold against the reports."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.audit.flown_cases import (
    assumed_entry,
    burn_at_apogee,
    fall_at_steepness,
    fly_case_burn,
)
from portcall.audit.flown_disposals import (
    ReportedBurn,
    ballistic_abreast_kg_m2,
    body_fall,
    fly_progress,
)
from portcall.catalogue.disposal_case import DisposalCase
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError
from portcall.core.frames import geodetic_from_itrf
from portcall.core.time import elapsed_s
from portcall.disposal.targeting import Aim
from portcall.orbit.dynamics import ForceModel

CATALOGUE = load_catalogue()
MIR = CATALOGUE.disposal("mir")
POINT_MASS = ForceModel(degree=0, order=0, atmosphere="none", sun_moon=False)
MINUTE_S = 60.0  # what reports are rounded to
WITHIN_S = 90.0
MS_15 = datetime(2021, 2, 9, 8, 30, 11, tzinfo=UTC)
MS_15_IMPACT_S = 42.95 * 60.0
MS_15_AIR_S = (33.0 * 60.0, 34.5 * 60.0)  # "dense layers" at 09:04, to the minute
UTC_2020 = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def ms_15():
    return fly_progress(CATALOGUE, "progress-ms-15", ReportedBurn(MS_15, 116.0, 210.0))


def test_val_ms_15_first_pieces_fall_when_reported(ms_15):
    assert ms_15.impact.first_s == pytest.approx(MS_15_IMPACT_S, abs=WITHIN_S)
    assert ms_15.impact.first_s < ms_15.impact.middle_s < ms_15.impact.last_harmful_s


def test_val_ms_15_enters_before_the_reported_dense_layers(ms_15):
    assert ms_15.entry_s < MS_15_AIR_S[0]  # 120 km; the report means 80 to 100 km
    assert MS_15_AIR_S[1] - ms_15.entry_s < 240.0


def test_size_and_duration_together_give_the_thrust(ms_15):
    assert ms_15.burn.delta_v_m_s == pytest.approx(116.0, abs=1e-6)
    assert ms_15.burn.duration_s == 210.0
    assert ms_15.thrust_n * 210.0 == pytest.approx(
        ms_15.burn.propellant_kg * 302.0 * 9.80665, rel=1e-9
    )
    engine = CATALOGUE.vehicle("progress-ms").main_engine.thrust_n.value
    sized = fly_progress(CATALOGUE, "progress-ms-15", ReportedBurn(MS_15, 116.0, None))
    assert sized.thrust_n == engine
    assert sized.mass_kg == pytest.approx(ms_15.mass_kg, abs=1.0)


def test_a_denser_body_falls_farther_until_it_is_too_dense_to_be_slowed(ms_15):
    places = [body_fall(ms_15.entry, ballistic) for ballistic in (100.0, 300.0, 900.0)]
    # southbound
    assert places[0].latitude_rad > places[1].latitude_rad > places[2].latitude_rad
    assert places[0].after_entry_s > places[1].after_entry_s


def test_the_body_abreast_of_its_own_fall_is_itself(ms_15):
    fall = body_fall(ms_15.entry, 400.0)
    found = ballistic_abreast_kg_m2(ms_15.entry, Aim(fall.latitude_rad, fall.longitude_rad))
    assert found == pytest.approx(400.0, rel=0.01)


def test_a_burn_too_small_is_said():
    with pytest.raises(DataError, match="does not enter within two revolutions"):
        fly_progress(CATALOGUE, "progress-ms-15", ReportedBurn(MS_15, 30.0, None))


@pytest.mark.parametrize("steepness_deg", [-1.0, -1.4, -2.0])
def test_an_assumed_entry_is_what_it_says(steepness_deg):
    entry = assumed_entry(
        UTC_2020,
        steepness_deg=steepness_deg,
        orbit_altitude_m=310e3,
        inclination_deg=51.6,
        mass_kg=12e3,
    )
    position, velocity = entry.state_gcrf[:3], entry.state_gcrf[3:6]
    latitude, _, altitude_m = geodetic_from_itrf(entry.state_itrf[:3])
    assert (math.degrees(latitude), altitude_m) == pytest.approx((-30.0, 120e3), abs=1e-3)
    radial = float(position @ velocity) / np.linalg.norm(position) / np.linalg.norm(velocity)
    assert math.degrees(math.asin(radial)) == pytest.approx(steepness_deg, abs=1e-9)
    normal = np.cross(position, velocity)
    assert math.degrees(math.acos(normal[2] / np.linalg.norm(normal))) == pytest.approx(51.6)
    assert velocity[2] < 0.0


def test_htv_comes_down_later_the_flatter_it_enters():
    case = CATALOGUE.disposal("htv-6")
    steep, middle = (fall_at_steepness(CATALOGUE, case, "htv", one) for one in (-1.6, -1.3))
    assert steep.first_s < middle.first_s
    assert middle.first_s == pytest.approx(12.0 * 60.0, abs=120.0)  # 10 to 12 min after 120 km
    assert fall_at_steepness(CATALOGUE, case, "htv", -0.2) is None  # it skips out: a value


def test_val_mir_passes_100_km_when_reported():
    deorbit, fall = fly_case_burn(
        CATALOGUE, MIR, 2, delta_v_m_s=28.0, attitude="velocity", passage_m=100e3
    )
    assert abs(elapsed_s(MIR.flown.entry_utc.utc, deorbit.entry.utc)) < MINUTE_S
    splash_s = elapsed_s(MIR.burn[2].utc.utc, MIR.flown.first_splash_utc.utc)
    assert fall.first_s == pytest.approx(splash_s, abs=WITHIN_S)
    assert fall.middle_latitude_deg == pytest.approx(-40.0, abs=5.0)  # its own range
    assert -172.0 < fall.middle_longitude_deg < -145.0


def test_mir_burn_2_along_the_velocity_lowers_more_than_held():
    along, held = (
        burn_at_apogee(MIR, 1, attitude=attitude, model=POINT_MASS)
        for attitude in ("velocity", "inertial")
    )
    assert along.perigee_after_m < held.perigee_after_m < 188e3
    assert along.delta_v_m_s == pytest.approx(10.4)


def test_val_the_last_elements_of_mir_put_burn_2_about_the_apogee():
    """The mean anomaly of the last set, run back to the middle of the burn."""
    last, burn = MIR.orbit.elements, MIR.burn[1]
    back_s = elapsed_s(burn.utc.utc, last.epoch_utc) - 0.5 * burn.duration_s.value
    turned = last.mean_anomaly_deg - 360.0 * last.mean_motion_rev_day * back_s / 86_400.0
    assert turned % 360.0 == pytest.approx(180.0, abs=5.0)


def test_cases_without_what_is_needed_say_so():
    bare = DisposalCase(id="bare", name="bare", vehicle="none")
    with pytest.raises(DataError, match="no orbit, mass or time of entry"):
        fall_at_steepness(CATALOGUE, bare, "htv", -1.3)
    with pytest.raises(DataError, match="no elements, ignition or duration"):
        fly_case_burn(
            CATALOGUE,
            MIR.model_copy(update={"orbit": bare.orbit}),
            2,
            delta_v_m_s=28.0,
            attitude="velocity",
            passage_m=100e3,
        )
