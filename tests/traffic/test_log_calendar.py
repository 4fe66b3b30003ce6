"""The log read as a calendar of visits: the same stays, people and masses."""

from hypothesis import given
from log_case import PEOPLE, PORTS, SHIPS, at, docked, made, recordings

from portcall.records.known_time import KnownTime
from portcall.records.station_log import (
    CargoMoved,
    CrewOff,
    CrewOn,
    Relocated,
    Spacewalk,
    TrashLoaded,
    Undocked,
)
from portcall.traffic.log.calendar import port_calendar
from portcall.traffic.log.replay import in_effect, replay

SOYUZ, PROGRESS = SHIPS[2], SHIPS[0]


def test_a_visit_with_a_relocation_is_two_stays():
    events = [
        docked("d", 0, ship=SOYUZ, vehicle="soyuz-ms"),
        made(CrewOn, "on", 1, ship=SOYUZ, people=PEOPLE),
        made(CargoMoved, "m", 2, ship=SOYUZ, resource="food", amount_g=5_000),
        made(Relocated, "r", 3, ship=SOYUZ, port=PORTS[1]),
        made(Spacewalk, "w", 4, airlock="poisk", people=PEOPLE[:2], duration_s=60.0),
        made(TrashLoaded, "t", 5, ship=SOYUZ, amount_g=2_000),
        made(CrewOff, "off", 6, ship=SOYUZ, people=PEOPLE),
        made(Undocked, "u", 7, ship=SOYUZ),
        docked("p", 8, ship=PROGRESS, cargo_g={"water": 420_000}),
    ]
    calendar = port_calendar(events)
    first, second, cargo = calendar.stays
    assert (first.port, first.ends, second.port, second.begins) == (
        *(PORTS[0], "relocation"),
        *(PORTS[1], "relocation"),
    )
    assert first.departure == second.arrival == KnownTime.exactly(at(3))
    assert (first.crew_up, first.crew_down) == (PEOPLE, ())
    assert (second.crew_up, second.crew_down) == ((), PEOPLE)
    assert (first.cargo_up_g, second.trash_down_g) == ({"food": 5_000}, 2_000)
    assert [stay.role for stay in calendar.stays] == ["crew", "crew", "cargo"]
    assert (cargo.departure, cargo.cargo_up_g) == (None, {"water": 420_000})
    assert calendar.spacewalks[0].people == PEOPLE[:2]
    assert (calendar.complete_from_utc, calendar.complete_to_utc) == (at(0), at(8))


@given(recordings())
def test_prop_the_calendar_has_the_ships_that_the_replay_has(events):
    calendar = port_calendar(events)
    assert calendar == port_calendar(in_effect(events))
    for minutes in (0.5, 10.5, 20.5, 30.5, 40.5):
        there = {stay.ship: stay.port for stay in calendar.docked_at(at(minutes))}
        docked_then = replay(events, at(minutes)).docked
        assert there == {name: ship.port for name, ship in docked_then.items()}
