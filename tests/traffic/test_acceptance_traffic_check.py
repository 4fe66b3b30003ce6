"""The judge's figures for the validation page: real traffic, breaks planted day by day, the crew."""

from datetime import UTC, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortStay, Spacewalk
from portcall.traffic.calendar.file import read_calendar
from portcall.traffic.check.beta_angle import recorded_beta_angles
from portcall.traffic.check.crew_curve import crew_curve
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.check.port_calls import traffic_events
from portcall.traffic.check.rules import traffic_rules

CATALOGUE = load_catalogue()
RULES = traffic_rules(CATALOGUE)
STATION = CATALOGUE.station("iss")
REAL = read_calendar("iss-history", CATALOGUE)
FIRST = datetime(2023, 1, 2, 12, tzinfo=UTC)
NOONS = [FIRST + timedelta(days=number) for number in range(1200)]


def judged(calendar):
    return {
        (one.rule, one.ships)
        for one in check_calendar(calendar, RULES, STATION)
        if one.verdict == "broken"
    }


KNOWN = judged(REAL)


def planted(start, vehicle, port, days=3.0, **values):
    stay = PortStay(
        ship="planted",
        vehicle=vehicle,
        port=port,
        arrival=KnownTime.exactly(start),
        departure=KnownTime.exactly(start + timedelta(days=days)),
        **values,
    )
    return REAL.model_copy(update={"stays": (*REAL.stays, stay)})


def walking(start, **values):
    walk = Spacewalk(name="planted", start=KnownTime.exactly(start), duration_s=0.0, **values)
    return REAL.model_copy(update={"spacewalks": (*REAL.spacewalks, walk)})


def plants():
    """Yield rule, ships and calendar of a break for every day on which it can be planted."""
    cargo = [one for one in REAL.stays if one.role == "cargo" and one.departure and one.port]
    for day in NOONS[::3]:
        yield "port-use", ("planted",), planted(day, "progress-ms", "harmony-nadir")
        yield "longest-stay", ("planted",), planted(day, "htv-x", "harmony-nadir", days=195.0)
        yield "time-order", ("planted",), planted(day, "htv-x", "harmony-nadir", days=-2.0)
        yield "spacewalk-people", (), walking(day, people=("Nobody",), airlock="quest")
        yield "ship-seats", ("planted",), planted(day, "htv-x", "harmony-nadir", crew_up=("Guest",))
        for one in cargo:
            if one.arrival.latest_utc < day < one.departure.earliest_utc - timedelta(days=4):
                there = tuple(sorted([one.ship, "planted"], reverse=one.ship > "planted"))
                yield "port-overlap", there, planted(day, one.vehicle, one.port)
                break
    for event in traffic_events(REAL.stays):
        if event.when.width_s <= 60.0 and event.when.latest_utc < datetime(2026, 4, 1, tzinfo=UTC):
            near = event.when.latest_utc + timedelta(days=0.4)
            yield (
                "separation",
                (event.stay.ship, "planted"),
                planted(near, "htv-x", "harmony-nadir"),
            )
            yield "spacewalk-traffic", (event.stay.ship,), walking(near, airlock="quest")


@pytest.mark.acceptance
def test_every_break_planted_day_by_day_is_found(record_figure):
    total = found = 0
    for rule, ships, calendar in plants():
        total += 1
        new = judged(calendar) - KNOWN
        found += any(name == rule and set(ships) <= set(who) for name, who in new)
    record_figure(
        "traffic check: breaks planted into real traffic",
        required="every one found",
        measured=f"{found} of {total} found",
        passed=found == total,
        note="eight rules, every third day or beside every event of 2023 to April 2026; each of the "
        "21 rules is planted at random days in the plain tests",
    )
    assert total > 2000
    assert found == total


@pytest.mark.acceptance
def test_real_traffic_has_no_false_conflict(record_figure):
    beta = recorded_beta_angles(CATALOGUE)
    breaks = check_calendar(REAL, RULES, STATION, beta=beta)
    certain = [one for one in breaks if one.is_certain]
    doubtful = [one for one in breaks if one.severity == "rule" and not one.is_certain]
    overlaps = [one for one in breaks if one.rule == "port-overlap"]
    record_figure(
        "traffic check: conflicts in the recorded traffic of 2023 to 2026",
        required="no false conflict",
        measured=f"{len(certain)} rules surely broken, {len(overlaps)} overlaps",
        passed=not certain and not overlaps,
        note=f"57 stays, 9 spacewalks, 21 rules; {len(doubtful)} cannot be told from the times known, "
        f"{len(breaks) - len(certain) - len(doubtful)} notices of habits that were left or may have been",
    )
    assert not certain
    assert not overlaps


@pytest.mark.acceptance
def test_the_crew_curve_is_rebuilt_from_named_seats(record_figure):
    curve = crew_curve(REAL)
    most = max(segment.count for segment in curve)
    least = min(curve, key=lambda segment: segment.count)
    passed = (most, least.count, round(least.length_days)) == (12, 3, 31)
    record_figure(
        "traffic check: people on board, from the seats of every ship",
        required="12 at most, 31 days with three",
        measured=f"{most} at most, {least.length_days:.1f} days with {least.count}",
        passed=passed,
        note="the same numbers and names as recorded in all segments from March 2023 to July 2026",
    )
    assert passed
