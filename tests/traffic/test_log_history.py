"""The recorded traffic of 2023 to 2026, reported to the log ship by ship, is what the log then tells."""

from datetime import UTC, datetime

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.records.station_log import CrewOff, CrewOn, Docked, Relocated, Spacewalk, Undocked
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.crew_curve import crew_curve
from portcall.traffic.log.calendar import port_calendar
from portcall.traffic.log.replay import replay
from portcall.traffic.log.store import open_log

RECORDED = datetime(2026, 11, 1, tzinfo=UTC)


def _reports(calendar):
    """What a controller would have reported, each at the middle of when it is known to have been."""
    told = []

    def tell(kind, known, order, **words):
        id_ = f"r{len(told)}"
        common = {"id": id_, "author": "history", "recorded_utc": RECORDED}
        event = kind(happened_utc=known.middle_utc, **common, **words)
        told.append((known.middle_utc, order, event))

    for stay in calendar.stays:
        if stay.begins == "visit":
            words = {"vehicle": stay.vehicle, "port": stay.port, "berthed": stay.berthed}
            tell(Docked, stay.arrival, 1, ship=stay.ship, **words)
        elif stay.begins == "relocation":
            tell(Relocated, stay.arrival, 1, ship=stay.ship, port=stay.port)
        if stay.crew_up:
            tell(CrewOn, stay.arrival, 2, ship=stay.ship, people=stay.crew_up)
        if stay.crew_down:
            tell(CrewOff, stay.departure, 3, ship=stay.ship, people=stay.crew_down)
        if stay.departure is not None and stay.ends == "visit":
            tell(Undocked, stay.departure, 4, ship=stay.ship)
    for walk in calendar.spacewalks:
        if walk.status == "done" and walk.people and walk.airlock and walk.duration_s:
            words = {"airlock": walk.airlock, "people": walk.people, "duration_s": walk.duration_s}
            tell(Spacewalk, walk.start, 2, **words)
    return [event for _, _, event in sorted(told, key=lambda one: one[:2])]


@pytest.fixture(scope="module")
def calendar():
    whole = recorded_calendar(load_catalogue().calendar("iss-history"))
    last = whole.complete_to_utc
    known = [s for s in whole.stays if s.port is not None and s.arrival.latest_utc <= last]
    return whole.model_copy(update={"stays": tuple(known)})


def test_val_the_log_takes_the_recorded_traffic_and_tells_it_again(calendar, log_address):
    reports = _reports(calendar)
    with open_log(log_address, create=True) as log:
        assert len(log.add(*reports).recorded) == len(reports)
        full = log.state_at(datetime(2025, 12, 2, tzinfo=UTC))
        assert len(full.docked) == 8  # all ports for the first time on 2025-12-01
        trio = log.state_at(datetime(2026, 1, 25, tzinfo=UTC))
        assert len(trio.crew) == 3
        peak = max(len(replay(reports, event.happened_utc).crew) for event in reports)
        assert peak == 12
        again = port_calendar(log.events())
    # the log begins with the first arrival, the calendar where it is complete
    span = {name: getattr(calendar, name) for name in ("complete_from_utc", "complete_to_utc")}
    assert _curve(again.model_copy(update=span)) == _curve(calendar)


def _curve(calendar):
    return [(one.start.middle_utc, frozenset(one.people)) for one in crew_curve(calendar)]
