"""The Sun's angle out of the orbit plane: against states, against real arrivals, and as a rule."""

import math
from datetime import timedelta

import numpy as np
import pytest

from portcall.catalogue.load import list_flights, load_catalogue
from portcall.environment.sun_moon import beta_angle_rad
from portcall.records.known_time import KnownTime
from portcall.traffic.calendar.file import read_calendar
from portcall.traffic.check.beta_angle import OrbitPlane, orbit_plane, recorded_beta_angles
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.check.port_calls import traffic_events
from portcall.traffic.check.rules import traffic_rules

CATALOGUE = load_catalogue()
RULES = traffic_rules(CATALOGUE)
STATION = CATALOGUE.station("iss")
REAL = read_calendar("iss-history", CATALOGUE)
BETA = recorded_beta_angles(CATALOGUE)
FREE_TO_COME = {"progress-ms", "soyuz-ms"}
ROUNDING_RAD = 1e-12


def test_the_angle_is_that_of_a_state_in_the_plane():
    plane = BETA.planes[40]
    node, tilt = plane.node_rad, plane.inclination_rad
    position = np.array([math.cos(node), math.sin(node), 0.0])
    velocity = np.array(
        [-math.sin(node) * math.cos(tilt), math.cos(node) * math.cos(tilt), math.sin(tilt)]
    )
    expected = beta_angle_rad(position, velocity, plane.epoch_utc)
    assert plane.beta_rad(plane.epoch_utc) == pytest.approx(expected, abs=ROUNDING_RAD)


def test_val_the_node_reaches_later_element_sets_within_the_stated_error():
    sets = sorted(
        (one for flight in list_flights(CATALOGUE) for one in flight.known_before.elements
         if one.norad_id == STATION.norad_id),
        key=lambda one: one.epoch_utc,
    )  # fmt: skip
    checked = 0
    for first in sets[::4]:
        plane: OrbitPlane = orbit_plane(first)
        for later in sets:
            away_days = (later.epoch_utc - first.epoch_utc).total_seconds() / 86400.0
            if 5.0 < away_days < 200.0:
                foretold = plane.beta_rad(later.epoch_utc)
                found = orbit_plane(later).beta_rad(later.epoch_utc)
                assert abs(math.degrees(foretold - found)) <= 0.5 + 0.03 * away_days
                checked += 1
    assert checked > 40


def test_val_no_dragon_or_cygnus_came_far_out_of_the_plane_but_progress_did():
    largest = {True: 0.0, False: 0.0}
    for event in traffic_events(REAL.stays):
        known = BETA.range_deg(event.when)
        if event.kind == "arrival" and known is not None:
            free = event.stay.vehicle in FREE_TO_COME
            largest[free] = max(largest[free], known[0])
    assert largest[True] > 60.0
    assert largest[False] < 50.0


def test_an_arrival_at_a_high_angle_is_noticed():
    # progress-ms-31 came at 67 degrees: a Dragon would not have
    (event,) = [
        one
        for one in traffic_events(REAL.stays)
        if one.kind == "arrival" and one.stay.ship == "progress-ms-31"
    ]
    dragon = event.stay.model_copy(
        update={
            "ship": "planted",
            "vehicle": "cargo-dragon",
            "port": "harmony-forward",
            "arrival": KnownTime.exactly(event.when.earliest_utc + timedelta(days=0.2)),
            "departure": KnownTime.exactly(event.when.earliest_utc + timedelta(days=4)),
        }
    )
    calendar = REAL.model_copy(update={"stays": (*REAL.stays, dragon)})
    found = check_calendar(calendar, RULES, STATION, beta=BETA)
    (noticed,) = [one for one in found if one.rule == "beta-angle"]
    assert (noticed.ships, noticed.verdict, noticed.severity) == (("planted",), "broken", "notice")
    real = check_calendar(REAL, RULES, STATION, beta=BETA)
    assert not [one for one in real if one.rule == "beta-angle"]


def test_a_time_that_says_nothing_of_the_angle_gives_none():
    start = BETA.planes[-1].epoch_utc
    assert BETA.range_deg(KnownTime.exactly(start + timedelta(days=400))) is None
    wide = KnownTime(earliest_utc=start, latest_utc=start + timedelta(days=6))
    assert BETA.range_deg(wide) is None
