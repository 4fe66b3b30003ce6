"""Plans: every port of the station, the wanted second, and what is refused."""

import math

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.docking.approach.legs import (
    L_CORRIDOR_RAD,
    L_KIND,
    L_NEEDS_GO,
    LEG_AROUND,
    LEG_AWAY,
    LEG_SIGHT,
)
from portcall.docking.approach.nominal_path import N_CLOSING, N_LEG, N_POSITION, N_RANGE, N_TIME
from portcall.docking.approach.plan import plan_approach

CATALOGUE = load_catalogue()
SAFETY = CATALOGUE.station("iss").safety
SECOND_S = (
    1.5  # guidance chooses legs once a second: contact falls within one, and a half for the path
)
RUSSIAN = ("zvezda-aft", "poisk-zenith", "rassvet-nadir", "prichal-nadir")
VISITS = [
    *((ship, port) for ship in ("progress-ms", "soyuz-ms") for port in RUSSIAN),
    ("crew-dragon", "harmony-forward"),
    ("cargo-dragon", "harmony-zenith"),
    ("cygnus", "unity-nadir"),
    ("htv-x", "harmony-nadir"),
    ("atv", "zvezda-aft"),
]


def _corridor_angle_rad(plan):
    """Angle of each place from the port's axis as seen from the docked center of mass."""
    out, place = plan.port[3:6], plan.port[:3]
    offset = plan.path[:, N_POSITION : N_POSITION + 3] - place
    along = offset @ out
    across = np.linalg.norm(offset - np.outer(along, out), axis=1)
    return np.arctan2(across, along)


@pytest.mark.parametrize(("vehicle", "port"), VISITS)
def test_every_visit_arrives_on_the_axis_and_enters_the_sphere_only_in_the_corridor(vehicle, port):
    plan = plan_approach(CATALOGUE, vehicle, "iss", port)
    path = plan.path
    radius_m = np.linalg.norm(path[:, N_POSITION : N_POSITION + 3], axis=1)
    inside = radius_m < SAFETY.keep_out_sphere_radius_m.value
    assert inside.any()
    leg = path[:, N_LEG].astype(int)
    corridor = plan.legs[leg, L_CORRIDOR_RAD]
    assert np.all(_corridor_angle_rad(plan)[inside] < corridor[inside])
    assert np.all(plan.legs[leg, L_NEEDS_GO][inside] >= 1)
    assert np.all(np.diff(leg) >= 0)
    assert not np.isin(plan.legs[leg[inside], L_KIND], (LEG_SIGHT, LEG_AROUND)).any()
    assert plan.legs[-1, L_KIND] == LEG_AWAY


@pytest.mark.parametrize("port", RUSSIAN)
@pytest.mark.parametrize("vehicle", ["progress-ms", "soyuz-ms"])
@pytest.mark.parametrize("attitude", ["plus-xvv", "minus-xvv"])
def test_a_russian_ship_meets_the_second_of_its_profile(vehicle, port, attitude):
    plan = plan_approach(CATALOGUE, vehicle, "iss", port, attitude=attitude)
    assert plan.late_by_s == 0.0
    assert abs(plan.contact_s - 2040.0) < SECOND_S


def test_the_hold_is_drawn_out_to_a_wanted_second():
    early = plan_approach(CATALOGUE, "soyuz-ms", "iss", "rassvet-nadir", contact_after_s=1500.0)
    late = plan_approach(CATALOGUE, "soyuz-ms", "iss", "rassvet-nadir", contact_after_s=3600.0)
    assert abs(early.contact_s - 1500.0) < SECOND_S
    assert abs(late.contact_s - 3600.0) < SECOND_S


def test_a_second_that_cannot_be_met_is_a_value_with_its_lateness():
    plan = plan_approach(CATALOGUE, "soyuz-ms", "iss", "rassvet-nadir", contact_after_s=600.0)
    assert plan.late_by_s > 0.0
    assert math.isclose(plan.contact_s, plan.earliest_s)
    assert math.isclose(plan.late_by_s, plan.earliest_s - 600.0)


def test_the_path_closes_by_the_rates_of_the_last_gates():
    plan = plan_approach(CATALOGUE, "progress-ms", "iss", "poisk-zenith")
    last = plan.path[-1]
    assert last[N_RANGE] <= 0.0
    assert abs(last[N_CLOSING] - 0.13) < 0.005  # the gate at contact
    assert last[N_TIME] == len(plan.path) - 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"port": "harmony-forward"}, "ports that fit: .*poisk-zenith"),
        ({"port": "poisk-zenit"}, "did you mean 'poisk-zenith'"),
        ({"start": [100.0, 0.0, 0.0, 0.0, 0.0, 0.0]}, "inside the keep-out sphere"),
        ({"start": [math.nan, 0.0, 900.0, 0.0, 0.0, 0.0]}, "keep-out sphere"),
        ({"occupied": [("poisk-zenith", "soyuz-ms")]}, "poisk-zenith is taken by"),
        ({"attitude": "sideways"}, "unknown attitude"),
        ({"approach": "kurs-progres"}, "did you mean 'kurs-progress'"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(change, says):
    given = {"vehicle": "progress-ms", "station": "iss", "port": "poisk-zenith", **change}
    with pytest.raises(InputError, match=says) as raised:
        plan_approach(CATALOGUE, **given)
    assert "\n" not in str(raised.value)


def test_val_cygnus_xl_stood_in_the_way_to_rassvet_and_its_shorter_kind_did_not():
    """Cygnus XL was moved off Unity nadir for Soyuz MS-28 in November 2025."""
    with pytest.raises(InputError, match="Cygnus XL"):
        plan_approach(
            CATALOGUE, "soyuz-ms", "iss", "rassvet-nadir", occupied=[("unity-nadir", "cygnus-xl")]
        )
    docked = [
        ("unity-nadir", "cygnus"),
        ("prichal-nadir", "soyuz-ms"),
        ("poisk-zenith", "progress-ms"),
        ("zvezda-aft", "progress-ms"),
    ]
    plan = plan_approach(CATALOGUE, "soyuz-ms", "iss", "rassvet-nadir", occupied=docked)
    assert plan.late_by_s == 0.0


def test_ships_docked_all_over_leave_the_american_ports_free():
    docked = [("harmony-forward", "crew-dragon"), ("harmony-nadir", "htv-x")]
    plan = plan_approach(CATALOGUE, "cargo-dragon", "iss", "harmony-zenith", occupied=docked)
    assert plan.side == "r-bar-above"
