"""A flown visit is of one piece: its events, burns, ledger and arrival agree with each other."""

from dataclasses import replace

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.time import elapsed_s
from portcall.orbit.station import StationManeuver, StationMotion
from portcall.visit.insertion import insertion_of
from portcall.visit.prediction import predict
from portcall.visit.setting import setting_of
from portcall.visit.visit import make_visit

CATALOGUE = load_catalogue()
LEDGER_GRAM_KG = 1e-3  # the ledger must close to a gram
A_MILLISECOND_S = 1e-3


@pytest.fixture(scope="module")
def setting():
    return setting_of(CATALOGUE, brief(CATALOGUE.flight("progress-ms-31")))


@pytest.fixture(scope="module")
def visit(setting):
    return make_visit(CATALOGUE, setting)


def at(visit, name):
    (event,) = (one for one in visit.record.events if one.event == name)
    return event.utc


def test_events_stand_where_the_flight_has_them(visit):
    record = visit.record
    assert at(visit, "liftoff") == visit.prediction.launch.utc
    assert abs(elapsed_s(at(visit, "separation"), record.insertion.separation_utc)) < 1e-3
    assert abs(elapsed_s(at(visit, "gate"), record.arrival.utc)) < A_MILLISECOND_S
    assert at(visit, "contact") == record.contact.utc
    for number, burn in enumerate(record.burns, start=1):
        assert at(visit, f"burn_{number}") == burn.utc


def test_no_burn_begins_before_the_one_in_front_is_over_or_ends_after_the_gate(visit):
    ends = [record.utc for record in visit.record.burns[1:]] + [visit.record.arrival.utc]
    for burn, end in zip(visit.record.burns, ends, strict=True):
        assert elapsed_s(burn.utc, end) >= burn.duration_s - A_MILLISECOND_S


def test_the_ledger_follows_the_integrated_mass(visit):
    for row in visit.record.mass:
        if row.integrated_kg is not None:
            assert row.integrated_kg == pytest.approx(row.total_kg, abs=LEDGER_GRAM_KG)
    gate = next(row for row in visit.record.mass if row.event == "gate")
    assert visit.record.arrival.mass_kg == pytest.approx(gate.total_kg, abs=LEDGER_GRAM_KG)


def test_an_open_profile_is_not_closed(visit):
    assert visit.record.closed is None
    assert not any(note.startswith("CLOSED") for note in visit.record.notes)


def test_a_visit_says_that_no_station_maneuver_was_given(visit, setting):
    assert visit.record.station_maneuvers == 0
    assert any("no station maneuver" in note for note in visit.record.notes)
    burn = StationManeuver(setting.motion.epoch.replace(hour=12), 0.5)
    moved = replace(setting, motion=StationMotion(setting.motion.elements, (burn,)))
    told = make_visit(CATALOGUE, moved).record
    assert told.station_maneuvers == 1
    assert not any("no station maneuver" in note for note in told.notes)
    # a higher station falls behind: about 2.1 deg a day for each m/s
    before, after = (one.window.phase_deg for one in (visit.record, told))
    lead_d = elapsed_s(burn.utc, told.insertion.separation_utc) / 86_400.0
    assert after - before == pytest.approx(-2.1 * 0.5 * lead_d, rel=0.15)


def test_a_prediction_is_the_same_however_often_it_is_made(setting):
    point = insertion_of(setting)
    assert predict(setting, point).launch.utc == predict(setting, point).launch.utc
