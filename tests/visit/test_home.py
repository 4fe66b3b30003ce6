"""The way home as one chain: each phase fits the next, and samples do not depend on threads."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError, InputError
from portcall.core.frames import geodetic_from_itrf
from portcall.disposal.targeting import Aim, NoDeorbit
from portcall.records.risk import ENERGY_FLOOR_J
from portcall.visit.home import Home, come_home, entry_of, pieces_for
from portcall.visit.home_fall import middle_of, planned_fall
from portcall.visit.home_risk import Sampling
from portcall.visit.home_setting import HomeWishes, home_setting_of
from portcall.visit.visit_home import home_of

CATALOGUE = load_catalogue()
SHIP, CREW = "progress-ms-31", "soyuz-ms-27"
SAMPLES = 24
CLOSES_KG = 1e-3
SAME_PLACE_DEG = 1e-9  # one computation, one place: rounding alone
LAND_RULE_KM = 370.0


def setting_for(flight=SHIP, **wishes):
    return home_setting_of(CATALOGUE, brief(CATALOGUE.flight(flight)), HomeWishes(**wishes))


def home_for(flight=SHIP, sampling=None, **wishes):
    found = come_home(CATALOGUE, setting_for(flight, **wishes), sampling=sampling)
    assert isinstance(found, Home), found
    return found


@pytest.fixture(scope="module")
def planned():
    return home_for()


@pytest.fixture(scope="module")
def sampled():
    return home_for(sampling=Sampling(SAMPLES, seed=3, threads=1))


@pytest.fixture(scope="module")
def landed():
    return home_for(CREW)


def test_the_ship_flies_on_from_where_the_departure_leaves_it(planned):
    plan, record = planned.plan, planned.record
    burn = plan.chosen.deorbit.burns[0]
    assert record.departure.mass_after_kg == plan.mass_kg
    assert record.undocking_utc < record.departure.burns[0].start_utc < record.ignition_utc
    before = plan.ship.state_utc(burn.ignition)
    at_ignition = plan.chosen.deorbit.path.state_utc(burn.ignition)
    assert np.linalg.norm(before[:3] - at_ignition[:3]) < 1.0  # [m]


def test_mass_leaves_by_the_engines_alone(planned):
    record = planned.record
    for one in record.mass[2:]:
        assert abs(one.gap_kg) < CLOSES_KG
    filled, left = record.mass[1].tanks.total_kg, record.mass[-1].tanks.total_kg
    burnt_kg = record.departure.propellant_kg + record.propellant_kg
    assert filled - left == pytest.approx(burnt_kg, abs=CLOSES_KG)
    assert record.entry.mass_kg == pytest.approx(left, abs=CLOSES_KG)


def test_the_entry_is_at_the_interface_and_going_down(planned):
    entry = entry_of(planned.plan)
    altitude_m = geodetic_from_itrf(entry.state_itrf[:3])[2]
    assert altitude_m == pytest.approx(120e3, abs=1.0)
    assert planned.record.entry.steepness_deg < 0.0
    # an orbit that has just been left: near 7.9 km/s in the inertial frame
    assert 7.7e3 < planned.record.entry.speed_m_s < 8.0e3


def test_the_middle_of_the_fall_is_that_of_its_pieces(planned):
    pieces = pieces_for(CATALOGUE, planned.setting)
    center = middle_of(planned_fall(entry_of(planned.plan), pieces))
    record = planned.record
    assert record.impact.lat_deg == pytest.approx(
        np.degrees(center.latitude_rad), abs=SAME_PLACE_DEG
    )
    south = min(one.lat_deg for one in record.survivors)
    north = max(one.lat_deg for one in record.survivors)
    assert south <= record.impact.lat_deg <= north


def test_what_falls_is_no_more_than_what_was_listed(planned):
    listed = {one.id: one for one in pieces_for(CATALOGUE, planned.setting).objects.object}
    for one in planned.record.survivors:
        assert one.count == listed[one.object].count
        assert 0.0 < one.mass_kg <= listed[one.object].mass_kg.value * (1.0 + 1e-9)


def test_exactly_one_pass_is_chosen_and_the_last_safe_one_is_safe(planned):
    opportunities = planned.record.opportunities
    lit = [one.ignition_utc for one in opportunities]
    assert lit == sorted(lit)
    (chosen,) = (one for one in opportunities if one.role == "chosen")
    assert chosen.ignition_utc == planned.record.ignition_utc
    assert len(opportunities) >= 2
    for one in opportunities:
        assert one.safe == (one.nearest_foreign_land_km >= LAND_RULE_KM)
        assert one.role != "last safe" or one.safe
        assert one.role != "not safe" or not one.safe


def test_a_burn_that_stops_early_leaves_a_higher_perigee_and_a_longer_life(planned):
    cut = planned.record.cut_short
    perigees = [one.perigee_km for one in cut]
    assert perigees == sorted(perigees, reverse=True)
    assert perigees[0] > 300.0
    lives = [one.remaining_days for one in cut if one.remaining_days is not None]
    assert lives == sorted(lives, reverse=True)
    for one in cut:
        assert (one.impact is not None) == (one.outcome == "enters")
        assert (one.remaining_days is not None) == (one.outcome in {"decays", "stays up"})


def test_a_larger_burn_enters_more_steeply_and_its_pieces_fall_closer_together():
    def spread_deg(found):
        places = [one.lat_deg for one in found.record.survivors if one.energy_j > ENERGY_FLOOR_J]
        return max(places) - min(places)

    usual, hard = home_for(aim=Aim(-0.8, -2.4)), home_for(aim=Aim(-0.8, -2.4), delta_v_m_s=200.0)
    assert hard.record.entry.steepness_deg < usual.record.entry.steepness_deg
    assert spread_deg(hard) < spread_deg(usual)
    assert hard.record.propellant_kg > usual.record.propellant_kg


def test_both_ways_to_hold_the_burn_reach_the_aim():
    for attitude in ("inertial", "velocity"):
        found = home_for(attitude=attitude, aim=Aim(-0.8, -2.4))
        assert abs(found.record.aim.along_miss_km) < 5.0
        assert found.record.attitude == attitude


def test_samples_add_to_the_plan_and_do_not_change_it(planned, sampled):
    added = {
        *("footprint", "survivors", "casualty_expectation", "casualty_expectation_if_burn_fails"),
        *("nearest_land_km", "risk", "area", "verdicts", "samples", "seed"),
    }
    assert planned.record.model_dump(exclude=added) == sampled.record.model_dump(exclude=added)
    assert sampled.record.area is not None
    assert sampled.record.samples == SAMPLES
    assert planned.record.samples == 0
    assert planned.record.risk is None


def test_one_and_two_threads_give_the_same_bytes(sampled):
    two = home_for(sampling=Sampling(SAMPLES, seed=3, threads=2))
    assert two.record.model_dump_json() == sampled.record.model_dump_json()
    for name in ("latitude_rad", "longitude_rad", "time_s", "mass_kg", "energy_j"):
        one = getattr(sampled.fallen, name)
        np.testing.assert_array_equal(getattr(two.fallen, name), one)


def test_the_area_is_closed_while_dangerous_pieces_fall(sampled):
    record, fallen = sampled.record, sampled.fallen
    (window,) = record.area.windows
    times_s = fallen.time_s[fallen.landed(ENERGY_FLOOR_J)]
    quarter = timedelta(minutes=15)
    first = record.ignition_utc + timedelta(seconds=float(times_s.min()))
    last = record.ignition_utc + timedelta(seconds=float(times_s.max()))
    minute = timedelta(minutes=1)
    assert first - quarter - minute < window.start_utc <= first - quarter
    assert last + quarter <= window.end_utc < last + quarter + minute + minute


def test_progress_is_told_for_both_parts():
    burns, falls = [], []
    home_for(
        sampling=Sampling(8, threads=1, burns_done=burns.append, falls_done=falls.append),
    )
    for told in (burns, falls):
        assert told == sorted(told)
        assert told[-1] == 8


def test_a_crew_lands_near_its_site_whole(landed):
    record = landed.record
    assert record.kind == "landing"
    assert record.landing.opening_miss_km < record.landing.tolerance_km
    assert record.survivors == ()
    assert record.mass[-1].tanks.total_kg == pytest.approx(record.landing.landed_kg)
    assert record.impact_utc.first == record.impact_utc.last == record.landing.events[-1].utc


def test_an_aim_on_land_is_for_crews_alone():
    with pytest.raises(InputError, match="lies on land"):
        home_for(aim=Aim(np.radians(-23.0), np.radians(134.0)))
    with pytest.raises(InputError, match="lies on land"):
        home_for(aim=Aim(np.radians(-80.0), np.radians(100.0)))  # the Antarctic ice is land too
    assert home_for(CREW, aim=Aim(np.radians(49.0), np.radians(66.0))).record.kind == "landing"


def test_a_burn_that_is_too_small_is_no_plan_with_its_reason():
    found = come_home(CATALOGUE, setting_for(delta_v_m_s=60.0))
    assert isinstance(found, NoDeorbit)
    assert "60.0 m/s" in found.reason
    assert "does not enter" in found.reason


def test_a_burn_beyond_the_tanks_is_refused():
    with pytest.raises(InputError, match="kg aboard"):
        come_home(CATALOGUE, setting_for(duration_s=2000.0))


def test_a_ship_of_unknown_make_needs_an_object_list():
    setting = setting_for()
    unknown = replace(setting, vehicle=setting.vehicle.model_copy(update={"id": "mule"}))
    with pytest.raises(DataError, match="no object list is known for 'mule'"):
        pieces_for(CATALOGUE, unknown)


def test_the_tanks_that_a_visit_arrived_with_go_home():
    from portcall.visit.setting import setting_of
    from portcall.visit.visit import make_visit

    known = brief(CATALOGUE.flight(SHIP))
    visit = make_visit(CATALOGUE, setting_of(CATALOGUE, known))
    found = home_of(CATALOGUE, visit)
    assert isinstance(found, Home)
    assert found.record.mass[0].tanks == visit.record.mass[-1].tanks
    assert found.record.events[0].met_s > 86_400.0  # counted from the pad
