"""A visit flown to contact: legs, contact, tanks and path are those of the approach."""

from datetime import timedelta

import numpy as np
import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.docking import columns as c
from portcall.export.oem_files import path_oem
from portcall.orbit.oem import ephemeris_state_gcrf
from portcall.orbit.oem_read import read_oem_kvn
from portcall.orbit.relative_state import relative_lvlh
from portcall.visit import visit as visit_module
from portcall.visit.approach_arc import ApproachArc, path_to_contact
from portcall.visit.setting import setting_of
from portcall.visit.visit import make_visit

CATALOGUE = load_catalogue()
LEGS = ("gate", "fly_around", "station_keeping", "final_approach", "contact", "hooks_closed")
LEDGER_GRAM_KG = 1e-3  # the ledger must close to a gram
A_MILLISECOND_S = 1e-3
LAST_METERS_S = (
    10.0  # the last leg ends by range, not by the clock: 0.1 m at 0.1 to 0.35 m/s is 1 s
)
JOINT_M = 1e-3  # the gate's clock is kept to a microsecond, flown at 8 km/s
AT_PORT_M = (
    0.3  # the probe's tip lies in the port's plane; the ship may be tilted by 4 deg, 0.07 rad x 4 m
)
BENT_M_S = (
    1e-4  # a push that changes by 0.4 m/s2 in a second bends the curve over 0.02 s by 3e-5 m/s
)
SMEARED_M = 0.1  # what pulses of thrust inside 5 s can move a ship against a smooth curve


@pytest.fixture(scope="module")
def visit():
    return make_visit(CATALOGUE, setting_of(CATALOGUE, brief(CATALOGUE.flight("progress-ms-31"))))


@pytest.fixture(scope="module")
def path(visit):
    docking, flown = visit.docking
    chase, station = visit.flight.chase.path, visit.flight.station
    return path_to_contact(chase, docking.arrival.utc, station, flown)


def at(visit, name):
    (event,) = (one for one in visit.record.events if one.event == name)
    return event


def test_the_legs_are_events_of_the_timeline_in_their_order(visit):
    found = [at(visit, name) for name in LEGS]
    assert [one.utc for one in found] == sorted(one.utc for one in found)
    assert all(one.basis == "simulated" for one in found[:-1])
    assert found[-1].basis == "published timeline"
    for one in found:
        met_s = elapsed_s(at(visit, "liftoff").utc, one.utc)
        assert one.met_s == pytest.approx(met_s, abs=2.0 * A_MILLISECOND_S)


def test_contact_is_where_the_approach_had_it_and_what_follows_moves_along(visit):
    record = visit.record
    assert record.contact.method == "simulated approach"
    assert record.docking.nominal.outcome == "captured"
    assert record.contact.utc == record.docking.contact_utc == at(visit, "contact").utc
    wanted = visit.prediction.chase.contact.utc
    assert abs(elapsed_s(wanted, record.contact.utc)) < LAST_METERS_S
    after_s = elapsed_s(record.contact.utc, at(visit, "hooks_closed").utc)
    assert after_s == pytest.approx(
        visit.setting.profile.after_contact.hooks_closed_s.value, abs=A_MILLISECOND_S
    )


def test_the_ledger_closes_at_contact_against_the_integrated_mass(visit):
    rows = {row.event: row for row in visit.record.mass}
    assert rows["contact"].integrated_kg == visit.record.docking.nominal.touch.mass_kg
    assert abs(rows["contact"].gap_kg) < LEDGER_GRAM_KG
    burned_kg = rows["gate"].total_kg - rows["contact"].total_kg
    assert burned_kg == pytest.approx(visit.record.docking.nominal.propellant_kg)
    assert burned_kg > 10.0
    assert rows["hatch_open"].tanks == rows["contact"].tanks


def test_the_path_goes_on_from_the_gate_to_the_port(visit, path):
    docking, _ = visit.docking
    chase, arc = visit.flight.chase.path, path.arcs[-1]
    assert isinstance(arc, ApproachArc)
    jump = arc.state_at(0.0) - chase.final_state
    assert np.linalg.norm(jump[:3]) < JOINT_M
    assert np.linalg.norm(jump[3:6]) < 1e-6
    assert abs(jump[6]) < 1e-9
    assert path.duration_s == pytest.approx(
        elapsed_s(path.epoch, visit.record.contact.utc), abs=A_MILLISECOND_S
    )
    port = docking.plan.port
    host = visit.flight.station.state_utc(visit.record.contact.utc)
    place, _speed = relative_lvlh(arc.final_state, host)
    out = port[c.P_AXES : c.P_AXES + 3]
    nose_m = port[c.P_POSITION : c.P_POSITION + 3] + port[c.P_PROBE] * out
    assert np.linalg.norm(place - nose_m) < AT_PORT_M


def test_the_arc_moves_as_fast_as_it_says_and_its_mass_only_falls(path):
    arc = path.arcs[-1]
    times = np.arange(0.3, arc.end_s - 1.0)  # between the whole seconds, where the curve bends anew
    half_s = 0.01
    there, here = arc.state_at(times + half_s), arc.state_at(times - half_s)
    speeds = (there[:, :3] - here[:, :3]) / (2.0 * half_s)
    assert np.abs(arc.state_at(times)[:, 3:6] - speeds).max() < BENT_M_S
    assert np.all(np.diff(arc.state_at(times)[:, 6]) <= 0.0)


def test_the_ephemeris_joins_again_to_a_decimeter(path, visit):
    text = path_oem(path, object_name="SHIP", creation=visit.record.elements.epoch_utc, comments=())
    ephemeris = read_oem_kvn(text.encode())
    gate_s = elapsed_s(path.epoch, visit.record.arrival.utc)
    times = np.linspace(gate_s + 7.0, path.duration_s - 7.0, 500)
    for second in times:
        moment = path.epoch + timedelta(seconds=float(second))
        told, _speed = ephemeris_state_gcrf(ephemeris, moment)
        assert np.linalg.norm(told - path.state_utc(moment)[:3]) < SMEARED_M


def test_where_the_approach_cannot_be_flown_the_timeline_stands_and_a_note_says_why(
    visit, monkeypatch
):
    def refuse(*_arguments, **_options):
        raise InputError("the approach axis is blocked")

    monkeypatch.setattr("portcall.visit.docking.docking_of", refuse)
    told = visit_module.make_visit(CATALOGUE, visit.setting)
    assert told.docking is None
    assert told.record.contact.method == "published approach timeline"
    assert told.record.contact.utc == visit.prediction.chase.contact.utc
    assert any("axis is blocked" in note for note in told.record.notes)
    rules = {one.rule: one.verdict for one in told.record.verdicts}
    assert rules["approach ends in capture"] == "cannot say"
    assert rules["keep-out sphere is entered with leave only"] == "cannot say"
