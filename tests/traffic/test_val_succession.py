"""How long a port stands free between two Progress ships, from the undocking alone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from portcall.catalogue.load import list_flights, load_catalogue
from portcall.core.errors import DataError, InputError
from portcall.core.time import elapsed_s
from portcall.orbit.elements import ElementSet
from portcall.traffic.opening.plane_passes import plane_passes
from portcall.traffic.opening.succession import LONGEST_SEARCH, succession
from portcall.visit.known_elements import element_set

CATALOGUE = load_catalogue()
SETS = sorted(
    (
        element_set(one, flight.id)
        for flight in list_flights(CATALOGUE)
        for known in (flight.known_before, flight.known_before_departure)
        for one in known.elements
    ),
    key=lambda one: one.epoch,
)
OLD_SET_MINUTES = 8.0  # a set half a year old; each later reboost slows the node
CONTACT_H = 1.0  # the profile's 49.5 to 51 h about its nominal 50
# port, leaving, coming, undocking, launch and docking of the next [minutes of UTC]. Undockings:
# tass.com/science/1662771 and the flight's own record, gerhardkowalski.com/?p=24445, moika78.ru (13 August
# 2024), vsetut.pro/news/detail/2753700, thespacefeed.com (progress-91-departs-iss), rossaprimavera.ru
# (3447a29c), gerhardkowalski.com/?p=25195, the flight's own record
PAIRS = [
    ("zvezda-aft", "ms-22", "ms-24", "2023-08-20T23:50", "2023-08-23T01:08", "2023-08-25T03:45"),
    ("zvezda-aft", "ms-24", "ms-26", "2024-02-13T02:09", "2024-02-15T03:25", "2024-02-17T06:12"),
    ("zvezda-aft", "ms-26", "ms-28", "2024-08-13T02:00", "2024-08-15T03:20", "2024-08-17T05:56"),
    ("zvezda-aft", "ms-28", "ms-30", "2025-02-25T20:17", "2025-02-27T21:24", "2025-03-01T23:02"),
    ("zvezda-aft", "ms-30", "ms-32", "2025-09-09T15:45", "2025-09-11T15:54", "2025-09-13T17:23"),
    ("poisk-zenith", "ms-25", "ms-27", "2024-05-28T08:39", "2024-05-30T09:43", "2024-06-01T11:43"),
    ("poisk-zenith", "ms-27", "ms-29", "2024-11-19T12:53", "2024-11-21T12:22", "2024-11-23T14:31"),
    ("poisk-zenith", "ms-29", "ms-31", "2025-07-01T18:43", "2025-07-03T19:32", "2025-07-05T21:25"),
]


def _utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _next_ship(undock, profile="34-orbit"):
    newest = [one for one in SETS if one.epoch < undock][-1]
    passes = plane_passes(CATALOGUE, newest, undock, undock + LONGEST_SEARCH)
    return succession(undock, passes, CATALOGUE.profile(profile))


@pytest.mark.parametrize(
    ("port", "leaves", "comes", "undock", "launch", "dock"),
    PAIRS,
    ids=[f"{p[1]}-{p[2]}" for p in PAIRS],
)
def test_val_next_progress_docks_when_it_did(port, leaves, comes, undock, launch, dock):  # noqa: ARG001
    found = _next_ship(_utc(undock))
    off_min = abs(elapsed_s(_utc(launch), found.launch_utc)) / 60.0
    off_h = abs(elapsed_s(_utc(dock), found.dock_utc)) / 3600.0
    assert off_min < OLD_SET_MINUTES
    assert off_h < CONTACT_H
    free_days = elapsed_s(_utc(undock), _utc(dock)) / 86_400.0
    assert found.free_days == pytest.approx(free_days, abs=CONTACT_H / 24.0)


def test_val_a_day_is_all_that_is_known_of_progress_ms_20():
    """It left some time on 7 February 2023: MS-22's launch is one of the two that can follow."""
    launched = _utc("2023-02-09T06:15")
    launches = [_next_ship(_utc(f"2023-02-07T{hour:02d}:00")).launch_utc for hour in range(24)]
    assert {one.date().isoformat() for one in launches} == {"2023-02-09", "2023-02-10"}
    assert abs(elapsed_s(launched, launches[0])) < OLD_SET_MINUTES * 60.0


def test_val_two_orbits_follow_the_same_pass():
    """Progress MS-18 left on 1 June 2022; MS-20 was launched on the 3rd and docked within hours."""
    found = _next_ship(_utc("2022-06-01T08:03"), "2-orbit")
    assert abs(elapsed_s(_utc("2022-06-03T09:32"), found.launch_utc)) < OLD_SET_MINUTES * 60.0
    assert abs(elapsed_s(_utc("2022-06-03T13:02"), found.dock_utc)) < 1800.0


def test_whatever_the_hour_of_the_undocking_the_port_is_free_for_four_to_five_days():
    start = _utc("2025-09-09T00:00")
    gaps = [_next_ship(start + timedelta(hours=hour)).free_days for hour in range(24)]
    assert min(gaps) > 4.0
    assert max(gaps) < 5.1


def test_a_slipped_launch_is_not_foretold():
    """Progress MS-31 left on 16 March 2026, the next came eight days later: the rule says four."""
    undock = _utc("2026-03-16T13:24")
    assert (
        _next_ship(undock).free_days < 0.6 * elapsed_s(undock, _utc("2026-03-24T13:40")) / 86_400.0
    )


def test_passes_come_a_little_earlier_every_day():
    passes = plane_passes(CATALOGUE, SETS[-1], SETS[-1].epoch, SETS[-1].epoch + timedelta(days=10))
    steps = [elapsed_s(a, b) for a, b in pairwise(passes)]
    assert len(passes) in (10, 11)
    assert all(86_400.0 - 1_500.0 < step < 86_400.0 - 1_300.0 for step in steps)


def test_too_few_passes_are_refused():
    with pytest.raises(InputError, match="2 passes"):
        succession(
            _utc("2025-09-09T15:45"),
            [_utc("2025-09-09T16:41"), _utc("2025-09-10T16:17")],
            CATALOGUE.profile("34-orbit"),
        )


def test_a_ship_without_a_plane_constant_is_missing_data():
    elements: ElementSet = SETS[-1]
    with pytest.raises(DataError):
        plane_passes(
            CATALOGUE,
            elements,
            elements.epoch,
            elements.epoch + timedelta(days=1),
            vehicle="cygnus",
        )
