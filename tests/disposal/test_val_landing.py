"""Soyuz against what its operators published, from the separation of the modules on.

The bank law is this project's own. What it aims at is the published place of landing; the loads and the
times judge it, and nothing was fitted to them.
"""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.disposal.landing import fly_landing, plan_landing
from portcall.disposal.landing_craft import LandingSite, landing_craft
from portcall.records.landing import Landing

CRAFT = landing_craft(load_catalogue().vehicle("soyuz-ms"))
START = datetime(2019, 6, 25, 2, 22, 30, 898_000, tzinfo=UTC)
# Soyuz MS-11 at 139.9 km after its burn, from the element set of 23 June 2019 (see the acceptance)
STATE = np.array(
    [4_706_948.318, 3_466_248.810, 2_874_038.361, -5_173.88620, 2_407.30137, 4_979.52068]
)
# 47 24 56.70 N, 69 35 6.70 E, spacefacts.de/mission/english/soyuz-ms-11.htm
LANDED = LandingSite(math.radians(47.41575), math.radians(69.58519), 350.0)
# asc-csa.gc.ca, David Saint-Jacques returns to Earth: seconds after 99.7 km; the tolerance
PLASMA_S, MAXIMUM_LOAD_S, PARACHUTE_S, TOLERANCE_S = 89.0, 376.0, 497.0, 30.0
PLANNED_LOAD_G = (4.0, 5.0)
BALLISTIC_LOAD_G = (8.0, 9.0)  # TMA-10, spacefacts.de and others: 8.5 to 9
BALLISTIC_SHORT_KM = (338.0, 475.0)  # TMA-10 338 to 340, TMA-1 460, TMA-11 420 to 475


@pytest.fixture(scope="module")
def guided() -> Landing:
    """The steered landing."""
    return fly_landing(STATE, START, CRAFT, LANDED).record


def _since_entry_s(landing: Landing, name: str) -> float:
    entry = landing.event("entry")
    return landing.event(name).since_separation_s - entry.since_separation_s


@pytest.mark.parametrize(
    ("event", "expected_s"),
    [("plasma", PLASMA_S), ("maximum load", MAXIMUM_LOAD_S), ("parachute", PARACHUTE_S)],
)
def test_val_events_after_entry(guided, event, expected_s):
    """Plasma, maximum load and parachute, seconds after the 99.7 km."""
    assert _since_entry_s(guided, event) == pytest.approx(expected_s, abs=TOLERANCE_S)


def test_val_the_crew_feels_four_to_five_g(guided):
    """The published maximum, near the published 35.3 km."""
    assert PLANNED_LOAD_G[0] <= guided.peak_load_g <= PLANNED_LOAD_G[1]
    assert guided.event("maximum load").altitude_km == pytest.approx(35.3, abs=3.0)


def test_val_the_speed_at_the_parachute(guided):
    """NASA's generic 755 ft/s and the plan's 230 m/s: within a tenth."""
    assert guided.event("parachute").speed_m_s == pytest.approx(230.0, rel=0.1)


def test_val_a_ballistic_descent_is_hard_and_short():
    """8 to 9 g, and as far short of the site as the three that flew."""
    landing = fly_landing(STATE, START, CRAFT, LANDED, mode="ballistic").record

    assert BALLISTIC_LOAD_G[0] <= landing.peak_load_g <= BALLISTIC_LOAD_G[1]
    assert BALLISTIC_SHORT_KM[0] <= -landing.opening_beyond_km <= BALLISTIC_SHORT_KM[1]


def test_val_the_entry_lies_where_the_plan_of_another_flight_put_it():
    """Soyuz MS-03's plan entered 99.7 km at 34.35 N 45.56 E with 7619 m/s; MS-11 flew the same way."""
    entry = fly_landing(STATE, START, CRAFT, LANDED).record.event("entry")

    assert entry.lat_deg == pytest.approx(34.35, abs=0.5)
    assert entry.lon_deg == pytest.approx(45.56, abs=0.5)
    assert entry.speed_m_s == pytest.approx(7_619.0, abs=10.0)
    # and the flown landing lies at that plan's range from it, a second of ignition being 7.4 km
    assert abs(plan_landing(STATE, CRAFT, LANDED).range_offset_km) < 30.0
