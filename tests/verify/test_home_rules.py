"""The rules of the way home: each can pass, each can fail, and what is not known is not judged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.records.departure import Departure, PassiveSafety
from portcall.records.disposal import (
    AimRecord,
    Bounded,
    DisposalRecord,
    EntryInterface,
    ImpactTimes,
    Place,
)
from portcall.records.landing import Landing
from portcall.records.mass import Tanks, entry
from portcall.records.risk import Casualty, LandLimit, LandRule, Risk
from portcall.records.timeline import ElementsUsed
from portcall.verify.home_rules import (
    ABREAST_KM,
    BALLISTIC_LIMIT_G,
    CASUALTY_LIMIT,
    RULES,
    judge_home,
)

CATALOGUE = load_catalogue()
SHIP, CREWED = CATALOGUE.vehicle("progress-ms"), CATALOGUE.vehicle("soyuz-ms")
T0 = datetime(2026, 3, 16, 13, 0, tzinfo=UTC)
TANKS = Tanks(
    structure_kg=5000.0,
    own_propellant_kg=100.0,
    deorbit_reserve_kg=200.0,
    transfer_propellant_kg=0.0,
    water_kg=0.0,
    gas_kg=0.0,
    dry_cargo_kg=0.0,
    trash_kg=500.0,
)
SHARE = st.floats(0.0, 1.0)


def case(name, verdict="pass", least_range_m=900.0):
    return PassiveSafety(
        case=name,
        verdict=verdict,
        reason="made up",
        keep_out_radius_m=200.0,
        least_range_m=least_range_m,
        drift_end_s=86_400.0,
        drift_end_range_m=1e6,
    )


def departure(*cases):
    return Departure(
        undocking_utc=T0,
        port="poisk-zenith",
        station_attitude="lvlh",
        port_axis_lvlh=(0.0, 0.0, -1.0),
        spring_speed_m_s=0.1,
        burns=(),
        mass_before_kg=5800.0,
        mass_after_kg=5798.0,
        propellant_kg=2.0,
        cases=cases or (case("planned"), case("no burn")),
        trajectory=(),
    )


def land_rule(nearest_km, verdict):
    limit = LandLimit(
        land="foreign",
        required_km=370.0,
        nearest_km=nearest_km,
        margin_km=None if nearest_km is None else nearest_km - 370.0,
        breaking_samples=int(verdict == "fail"),
    )
    return LandRule(
        own_country=None,
        samples=100,
        energy_floor_j=15.0,
        limits=(limit,),
        nearest_land_km=nearest_km,
        breaking_samples=int(verdict == "fail"),
        breaking_share=0.01,
        bound_probability=0.05,
        confidence=0.95,
        verdict=verdict,
        attribution="",
    )


def risk(nearest_km=900.0, verdict="pass"):
    # no rule reads the casualties here: their two figures stand in the record itself
    return Risk.model_construct(
        casualty=Casualty.model_construct(), land_rule=land_rule(nearest_km, verdict)
    )


def expected(value, bound=None):
    return Bounded(value=value, bound=value if bound is None else bound, confidence=0.95)


def landing(**changes):
    fields = {
        "outcome": "landed",
        "reason": "",
        "tolerance_km": 10.0,
        "opening_miss_km": 2.0,
        "peak_load_g": 4.5,
    }
    return Landing.model_construct(**{**fields, **changes})


def record(**changes):
    """A disposal that keeps every rule, with some of it changed."""
    fields = {
        "flight": "progress-ms-31",
        "vehicle": "progress-ms",
        "station": "iss",
        "port": "poisk-zenith",
        "kind": "disposal",
        "elements": ElementsUsed(epoch_utc=T0, age_h=3.0, source="", stale=False, hindcast=False),
        "aim": AimRecord(
            lat_deg=-45.0, lon_deg=-140.0, source="", along_miss_km=1.0, across_miss_km=300.0
        ),
        "attitude": "inertial",
        "undocking_utc": T0,
        "ignition_utc": T0 + timedelta(hours=3),
        "duration_s": 220.0,
        "delta_v_m_s": 120.0,
        "propellant_kg": 220.0,
        "entry_interface_utc": T0 + timedelta(hours=3, minutes=31),
        "entry": EntryInterface(
            utc=T0 + timedelta(hours=3, minutes=31),
            altitude_km=120.0,
            lat_deg=-30.0,
            lon_deg=-160.0,
            speed_m_s=7900.0,
            steepness_deg=-1.5,
            mass_kg=5578.0,
        ),
        "impact_utc": ImpactTimes(first=T0 + timedelta(hours=4), last=T0 + timedelta(hours=5)),
        "impact": Place(lat_deg=-45.0, lon_deg=-140.0),
        "departure": departure(),
        "mass": (entry("arrived", TANKS), entry("deorbit_cutoff", TANKS, TANKS.total_kg)),
        "risk": risk(),
        "casualty_expectation": expected(1e-9),
        "casualty_expectation_if_burn_fails": expected(4e-5),
    }
    return DisposalRecord.model_construct(**{**fields, **changes})


def broken(shown, vehicle=SHIP):
    return {one.rule for one in judge_home(shown, vehicle) if one.verdict == "fail"}


def spent(kg):
    tanks = TANKS.model_copy(update={"own_propellant_kg": -kg, "deorbit_reserve_kg": 0.0})
    return (entry("deorbit_cutoff", tanks, tanks.total_kg),)


LIFE_S = SHIP.main_engine.max_total_burn_s.value
BREAKS = {
    "ship does not come back after undocking": {
        "departure": departure(case("planned", "fail", 150.0), case("no burn"))
    },
    "nor when its separation burn fails": {
        "departure": departure(case("planned"), case("no burn", "fail"))
    },
    "fall lies abreast of the aim": {
        "aim": AimRecord(
            lat_deg=0, lon_deg=0, source="", along_miss_km=-ABREAST_KM - 0.1, across_miss_km=0.0
        )
    },
    "propellant is left after the burn": {"mass": spent(0.1)},
    "deorbit burn stays in the engine's life": {"duration_s": LIFE_S + 0.1},
    "pieces above 15 J stay clear of land": {"risk": risk(300.0, "fail")},
    "casualty expectation as planned": {"casualty_expectation": expected(CASUALTY_LIMIT * 1.01)},
    "casualty expectation if the burn fails": {
        "casualty_expectation_if_burn_fails": expected(CASUALTY_LIMIT * 1.01)
    },
    "mass ledger closes to the entry": {
        "mass": (entry("deorbit_cutoff", TANKS, TANKS.total_kg + 0.002),),
    },
}
CREW = {
    "kind": "landing",
    "risk": None,
    "casualty_expectation": None,
    "casualty_expectation_if_burn_fails": None,
    "landing": landing(),
    "ballistic_landing": landing(peak_load_g=8.5),
}
CREW_BREAKS = {
    "crew lands at the site": {"landing": landing(outcome="missed", opening_miss_km=40.0)},
    "load stays below the limit": {"landing": landing(peak_load_g=20.0)},
    "ballistic fallback can be borne": {
        "ballistic_landing": landing(peak_load_g=BALLISTIC_LIMIT_G + 0.1)
    },
}


def test_a_good_disposal_and_a_good_landing_break_nothing():
    assert broken(record()) == set()
    assert broken(record(**CREW), CREWED) == set()


@pytest.mark.parametrize("rule", BREAKS)
def test_what_breaks_one_rule_breaks_that_one_alone(rule):
    assert broken(record(**BREAKS[rule])) == {rule}


@pytest.mark.parametrize("rule", CREW_BREAKS)
def test_what_breaks_one_rule_of_a_landing_breaks_that_one_alone(rule):
    assert broken(record(**{**CREW, **CREW_BREAKS[rule]}), CREWED) == {rule}


def test_every_rule_can_be_broken():
    judged = {one.rule for one in judge_home(record(), SHIP)}
    judged |= {one.rule for one in judge_home(record(**CREW), CREWED)}
    assert judged == set(BREAKS) | set(CREW_BREAKS)
    assert len(judged) == len(RULES)


def test_what_is_not_known_is_not_judged():
    unknown = {
        "departure": None,
        "risk": None,
        "casualty_expectation": None,
        "casualty_expectation_if_burn_fails": None,
    }
    rules = {one.rule for one in judge_home(record(**unknown), SHIP)}
    assert rules & set(BREAKS) == {
        "fall lies abreast of the aim",
        "propellant is left after the burn",
        "deorbit burn stays in the engine's life",
        "mass ledger closes to the entry",
    }


def test_an_expectation_is_judged_by_its_estimate_and_the_note_tells_its_bound():
    shown = record(casualty_expectation=expected(5e-5, bound=2e-4))
    (verdict,) = (
        one for one in judge_home(shown, SHIP) if one.rule == "casualty expectation as planned"
    )
    assert verdict.verdict == "pass"
    assert "95 % bound, 0.0002, does not" in verdict.note


@given(value=SHARE, more=SHARE)
def test_prop_a_larger_expectation_is_never_judged_better(value, more):
    low, high = sorted((value, more))
    rule = "casualty expectation if the burn fails"
    if rule in broken(record(casualty_expectation_if_burn_fails=expected(low))):
        assert rule in broken(record(casualty_expectation_if_burn_fails=expected(high)))


@given(miss_km=st.floats(-1e4, 1e4))
def test_prop_a_miss_along_the_track_counts_the_same_on_both_sides(miss_km):
    def judged(along_km):
        aim = record().aim.model_copy(update={"along_miss_km": along_km})
        return "fall lies abreast of the aim" in broken(record(aim=aim))

    assert judged(miss_km) == judged(-miss_km) == (abs(miss_km) > ABREAST_KM)


def test_a_fall_without_dangerous_pieces_keeps_the_land_rule():
    assert broken(record(risk=risk(None))) == set()
