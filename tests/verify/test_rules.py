"""Flight rules: each can pass, each can fail, and a stricter limit never helps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.records.docking import DockingRecord, DockingRun
from portcall.records.handover import Arrival, Contact, Insertion
from portcall.records.mass import Tanks, entry
from portcall.records.timeline import ElementsUsed
from portcall.records.visit import Burn, DeltaV, VisitRecord, Window
from portcall.verify.rules import GATE_TOLERANCE_M, OLDEST_ELEMENTS_H, RULES, judge

CATALOGUE = load_catalogue()
_LONG = CATALOGUE.profile("34-orbit")
# the bundled profile takes any phase; the published width is 150 degrees
PROFILE = _LONG.model_copy(
    update={
        "phase_min_deg": _LONG.phase_min_deg.model_copy(update={"value": 160.0}),
        "phase_max_deg": _LONG.phase_max_deg.model_copy(update={"value": 310.0}),
    }
)
VEHICLE = CATALOGUE.vehicle("progress-ms")
STATION = CATALOGUE.station("iss")
T0 = datetime(2025, 7, 3, 19, 32, 40, tzinfo=UTC)
RESERVE_KG = VEHICLE.masses.deorbit_reserve_kg.value
TANKS = Tanks(
    structure_kg=4000.0,
    own_propellant_kg=500.0,
    deorbit_reserve_kg=RESERVE_KG,
    transfer_propellant_kg=800.0,
    water_kg=400.0,
    gas_kg=40.0,
    dry_cargo_kg=1400.0,
)
FIRST_S = PROFILE.first_burn_earliest_s.value


def _burn(**changes):
    fields = {
        "name": "dv1",
        "utc": T0 + timedelta(hours=3),
        "duration_s": 60.0,
        "delta_v_m_s": 24.0,
        "delta_v_lvlh_m_s": (24.0, 0.0, 0.0),
        "propellant_kg": 60.0,
        "range_m": 1e6,
        "perigee_after_m": 230e3,
    }
    return Burn(**{**fields, **changes})


def _first_burn(middle_met_s, **changes):
    return _burn(utc=T0 + timedelta(seconds=middle_met_s - 30.0), **changes)


def _docking(outcome, violations):
    return DockingRecord(
        flight="progress-ms-31",
        vehicle="progress-ms",
        station="iss",
        port="poisk-zenith",
        mechanism="SSVP",
        approach="kurs-progress",
        station_attitude="plus-xvv",
        elements_epoch_utc=T0 - timedelta(hours=9),
        gate_utc=T0 + timedelta(hours=49),
        contact_utc=T0 + timedelta(hours=49.6),
        start="arrival of the flown visit",
        seed=1,
        runs=1,
        captured=1 if outcome == "captured" else 0,
        capture_probability_lower_95=None,
        propellant_aboard_kg=300.0,
        keep_out_violations=violations,
        nominal=DockingRun(
            run=None,
            outcome=outcome,
            reason="",
            touch=None,
            duration_s=2040.0,
            delta_v_m_s=40.0,
            propellant_kg=115.0,
            pulses=900,
        ),
    )


def _good():
    middle = (PROFILE.phase_min_deg.value + PROFILE.phase_max_deg.value) / 2.0
    return VisitRecord(
        flight="progress-ms-31",
        profile="34-orbit",
        vehicle="progress-ms",
        site="baikonur-31-6",
        station="iss",
        port="poisk-zenith",
        elements=ElementsUsed(epoch_utc=T0 - timedelta(hours=9), age_h=9.0, source="a test"),
        station_maneuvers=0,
        window=Window(
            phase_deg=middle,
            phase_sigma_deg=0.2,
            phase_min_deg=PROFILE.phase_min_deg.value,
            phase_max_deg=PROFILE.phase_max_deg.value,
            drift_deg=-0.5,
            late_cost_m_s_per_s=0.4,
        ),
        insertion=Insertion(
            liftoff_utc=T0,
            separation_utc=T0 + timedelta(seconds=528.8),
            position_gcrf_m=(6.57e6, 0.0, 0.0),
            velocity_gcrf_m_s=(0.0, 7.8e3, 0.0),
            mass_kg=7400.0,
            perigee_m=193e3,
            apogee_m=240e3,
            inclination_rad=0.9,
            latitude_geocentric_rad=0.89,
            longitude_rad=1.48,
            third_stage_propellant_left_kg=300.0,
        ),
        burns=(_first_burn(FIRST_S + 60.0), _burn(name="dv2")),
        delta_v_m_s=DeltaV(total=125.0, bound=118.0),
        arrival=Arrival(
            utc=T0 + timedelta(hours=49),
            position_gcrf_m=(6.79e6, 0.0, 0.0),
            velocity_gcrf_m_s=(0.0, 7.6e3, 0.0),
            position_lvlh_m=(-1250.0, 0.0, 2165.0),
            velocity_lvlh_m_s=(2.9, 0.0, -5.0),
            miss_m=2.0,
            miss_m_s=0.001,
            mass_kg=7080.0,
        ),
        contact=Contact(
            utc=T0 + timedelta(hours=49.6),
            port="poisk-zenith",
            method="published approach timeline",
            reason="after eclipse entry",
            sun_elevation_rad=0.1,
            in_ground_coverage=True,
            in_relay_coverage=False,
        ),
        events=(),
        mass=(entry("liftoff", TANKS), entry("gate", TANKS, TANKS.total_kg)),
        docking=_docking("captured", 0),
    )


GOOD = _good()


def _with(part, **changes):
    """The good record with some figures of one part changed."""
    return GOOD.model_copy(update={part: getattr(GOOD, part).model_copy(update=changes)})


def _record(**changes):
    return GOOD.model_copy(update=changes)


def _starts(count):
    return _record(burns=tuple(_burn(duration_s=1.0) for _ in range(count)))


BROKEN = {
    "elements are fresh": _with("elements", age_h=OLDEST_ELEMENTS_H + 0.1),
    "phase is in the profile's range": _with("window", phase_deg=PROFILE.phase_min_deg.value - 0.5),
    "third stage has propellant left": _with("insertion", third_stage_propellant_left_kg=-1.0),
    "first burn is not too early": _record(burns=(_first_burn(0.3 * FIRST_S),)),
    "perigee stays above the floor": _record(burns=(_burn(), _burn(perigee_after_m=120e3))),
    "ship is at the arrival gate": _with("arrival", miss_m=GATE_TOLERANCE_M + 1.0),
    "delta-v is at or above the bound": _with("delta_v_m_s", total=117.9),
    "keep-out sphere is entered with leave only": _record(docking=_docking("captured", 1)),
    "approach ends in capture": _record(docking=_docking("aborted", 0)),
    "deorbit reserve is untouched": _record(mass=(entry("gate", TANKS.after_burning(501.0)),)),
    "main engine starts stay in its life": _starts(
        int(VEHICLE.main_engine.max_starts.value) + 1 if VEHICLE.main_engine.max_starts else 0
    ),
    "main engine burn time stays in its life": _record(burns=(_burn(duration_s=5000.0),)),
    "mass ledger closes": _record(mass=(entry("gate", TANKS, TANKS.total_kg - 0.002),)),
    "port takes the ship": _record(port="harmony-forward"),
    "contact is in view of ground or relay": _with(
        "contact", in_ground_coverage=False, in_relay_coverage=False
    ),
}


def _verdicts(record, profile=PROFILE, vehicle=VEHICLE):
    return {v.rule: v for v in judge(record, profile, vehicle, STATION)}


def test_a_good_visit_breaks_no_rule():
    assert [v.rule for v in _verdicts(GOOD).values() if v.verdict != "pass"] == []


def test_every_rule_has_a_case_that_breaks_it():
    assert set(BROKEN) == set(_verdicts(GOOD))
    assert len(BROKEN) == len(RULES)


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_can_fail_and_fails_alone(rule):
    found = _verdicts(BROKEN[rule])
    assert found[rule].verdict == "fail"
    assert [name for name, v in found.items() if v.verdict == "fail"] == [rule]
    if found[rule].margin is not None:
        assert found[rule].margin < 0.0


def test_what_is_not_known_is_neither_passed_nor_failed():
    bare = VEHICLE.main_engine.model_copy(update={"max_starts": None, "max_total_burn_s": None})
    found = _verdicts(GOOD, vehicle=VEHICLE.model_copy(update={"main_engine": bare}))
    assert found["main engine starts stay in its life"].verdict == "cannot say"
    assert found["main engine burn time stays in its life"].verdict == "cannot say"
    assert _verdicts(_record(port=""))["port takes the ship"].verdict == "cannot say"
    not_flown = _verdicts(_record(docking=None))
    assert not_flown["approach ends in capture"].verdict == "cannot say"
    assert not_flown["keep-out sphere is entered with leave only"].verdict == "cannot say"


def test_a_relay_alone_is_a_view():
    found = _verdicts(_with("contact", in_ground_coverage=False, in_relay_coverage=True))
    assert found["contact is in view of ground or relay"].verdict == "pass"


def test_judging_a_record_read_back_gives_the_same_verdicts():
    again = VisitRecord.model_validate_json(GOOD.model_dump_json())
    assert again == GOOD
    assert _verdicts(again) == _verdicts(GOOD)


def _stricter_profile(floor_km, narrower_deg, later_s):
    def by(figure, change):
        value = figure.value + change
        return figure.model_copy(update={"value": value, "low": value, "high": value})

    return PROFILE.model_copy(
        update={
            "min_perigee_km": by(PROFILE.min_perigee_km, floor_km),
            "phase_min_deg": by(PROFILE.phase_min_deg, narrower_deg),
            "phase_max_deg": by(PROFILE.phase_max_deg, -narrower_deg),
            "first_burn_earliest_s": by(PROFILE.first_burn_earliest_s, later_s),
        }
    )


@given(
    st.floats(0.0, 360.0),
    st.floats(100e3, 260e3),
    st.floats(0.0, 20_000.0),
    st.floats(0.0, 60.0),
    st.floats(0.0, 60.0),
    st.floats(0.0, 5000.0),
)
def test_prop_a_stricter_limit_never_turns_fail_into_pass(
    phase_deg, perigee_m, first_s, floor_km, narrower_deg, later_s
):
    window = GOOD.window.model_copy(update={"phase_deg": phase_deg})
    record = _record(window=window, burns=(_first_burn(first_s, perigee_after_m=perigee_m),))
    lenient = _verdicts(record)
    strict = _verdicts(record, _stricter_profile(floor_km, narrower_deg, later_s))
    for rule, verdict in lenient.items():
        if verdict.verdict == "fail":
            assert strict[rule].verdict == "fail"


@given(st.floats(0.0, 1000.0), st.floats(0.0, 200.0), st.floats(-50.0, 50.0))
def test_prop_the_sign_of_the_margin_is_the_verdict(age_h, miss_m, over_m_s):
    record = _with("elements", age_h=age_h)
    record = record.model_copy(
        update={
            "arrival": GOOD.arrival.model_copy(update={"miss_m": miss_m}),
            "delta_v_m_s": DeltaV(total=118.0 + over_m_s, bound=118.0),
        }
    )
    for verdict in _verdicts(record).values():
        if verdict.margin is not None:
            assert (verdict.verdict == "pass") == (verdict.margin >= 0.0)
