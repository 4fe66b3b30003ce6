"""After an abort: away, and back; from port to port; and the map of a sweep."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from portcall.catalogue.load import load_station, load_vehicle
from portcall.core.errors import InputError
from portcall.docking.approach.port_frame import port_vector
from portcall.docking.control.layout import antenna_m, tip_m
from portcall.docking.faults.relocation import plan_relocation
from portcall.docking.faults.second_try import KEEP_OUT_M, plan_second_try
from portcall.export.fault_map import fault_map_svg
from portcall.orbit.clohessy_wiltshire import transition
from portcall.records.docking import FaultCell

N_RAD_S = 1.1294e-3
GATE = np.array([-1250.0, 0.0, 2165.0, 2.9, 0.0, -5.0])
AWAY = np.array([-60.0, 0.0, 5.0, -0.5, 0.0, 0.0])
TWO_DAYS_S = 2 * 86400.0
ORBIT_S = 5563.0
# Soyuz MS-17, 34 min 8 s by hand; no speed of it is published, so a quarter either way
PUBLISHED_S, PUBLISHED_PART = 2048.0, 0.25
STATION, SOYUZ = load_station("iss"), load_vehicle("soyuz-ms")


def _plan(**changes):
    book = {"mass_kg": 6950.0, "isp_s": 285.0, "propellant_kg": 500.0, "reserve_kg": 350.0}
    return plan_second_try(AWAY, GATE, n_rad_s=N_RAD_S, **(book | changes))


def test_val_a_second_try_comes_two_days_after_as_with_progress_m_06m():
    plan = _plan()
    assert plan.possible
    assert abs(plan.duration_s - TWO_DAYS_S) < 4 * ORBIT_S  # the lead orbits of the transfers
    assert 5.0 < plan.propellant_kg < 100.0


def test_the_impulses_lead_to_the_stand_off_and_to_the_gate():
    plan = _plan(stand_off_m=15_000.0)
    state = AWAY.copy()
    for transfer, end in ((plan.away, [-15_000.0, 0, 0, 0, 0, 0]), (plan.back, GATE)):
        state[3:] += transfer.impulses_lvlh_m_s[0]
        state = transition(N_RAD_S, transfer.duration_s) @ state
        state[3:] += transfer.impulses_lvlh_m_s[1]
        np.testing.assert_allclose(state, end, atol=1e-5)
    assert plan.back.least_m > KEEP_OUT_M


def test_without_propellant_the_answer_is_a_reason():
    plan = _plan(propellant_kg=360.0)
    assert not plan.possible
    assert "above the reserve" in plan.reason
    assert plan.propellant_left_kg < 0.0


def test_a_stand_off_inside_the_sphere_is_refused():
    with pytest.raises(InputError, match="stand-off"):
        _plan(stand_off_m=100.0)


def _port(name):
    port = next(port for port in STATION.port if port.id == name)
    return port_vector(
        STATION, port, "plus-xvv", probe_m=tip_m(SOYUZ), ship_antenna_m=antenna_m(SOYUZ)
    )


def test_val_a_relocation_takes_as_long_as_that_of_soyuz_ms_17():
    move = plan_relocation(_port("rassvet-nadir"), _port("poisk-zenith"), n_rad_s=N_RAD_S)
    assert move.duration_s == pytest.approx(PUBLISHED_S, rel=PUBLISHED_PART)
    assert 1.0 < move.delta_v_m_s < 10.0
    assert [leg.kind for leg in move.legs] == [
        "back", "back", "hold", "around", "hold", "line", "line",
    ]  # fmt: skip


def test_the_same_port_is_no_relocation():
    with pytest.raises(InputError, match="already"):
        plan_relocation(_port("poisk-zenith"), _port("poisk-zenith"), n_rad_s=N_RAD_S)


def _cells():
    return [
        FaultCell(
            fault=fault, range_m=range_m, isolated=isolated, runs=20, captured=20 - lost,
            safe_aborts=0, violations=0, lost=lost,
        )
        for fault, isolated, lost in (("thruster-stuck-on:7", True, 0), ("a<b&c", False, 20))
        for range_m in (400.0, 50.0)
    ]  # fmt: skip


def test_the_map_shows_every_cell_and_is_the_same_each_time():
    picture = fault_map_svg(_cells(), "progress-ms-31 <faults>")
    root = ET.fromstring(picture)  # noqa: S314  # our own picture
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("20/20") == 2
    assert texts.count("0/20 x") == 2
    assert "a<b&c, not isolated" in texts
    assert picture == fault_map_svg(_cells(), "progress-ms-31 <faults>")


def test_a_map_of_nothing_is_refused():
    with pytest.raises(InputError, match="no cell"):
        fault_map_svg([], "none")
