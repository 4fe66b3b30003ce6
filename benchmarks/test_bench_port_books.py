"""The station log beside sqlite3 itself, and the judge of a calendar beside one rule in plain Python.

Both sides run in turn in this process on the same events and stays, and must agree: what was written is
read back, and the overlaps that plain Python finds are the judge's. A log's event is checked against all
that happened before it; sqlite3 only writes its text. Each write is a transaction that outlasts a crash.
"""

import itertools
import sqlite3
import time
from datetime import UTC, datetime, timedelta

from portcall.catalogue.load import load_catalogue
from portcall.records.station_log import StockCounted
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.check.rules import traffic_rules
from portcall.traffic.log.store import open_log
from speed_figures import alternate, report

EVENTS, BATCH, ROUNDS, JUDGED = 200, 5000, 3, 5
START = datetime(2025, 1, 1, tzinfo=UTC)
LEAST_SHARE = 0.05  # of what sqlite3 writes; how many that is, the disk decides
MOST_TIMES, LEAST_CALENDARS = 200.0, 20  # the cost of one rule in plain Python; calendars a second


def counted(run, count):
    """Return stock counts, a minute apart."""
    return [
        StockCounted(
            id=f"{run}-{number}",
            author="benchmark",
            happened_utc=START + timedelta(minutes=number),
            recorded_utc=START + timedelta(days=300),
            resource="water",
            amount_g=1000 + number,
        )
        for number in range(count)
    ]


def plain_file(place):
    """Return a connection that is as careful as the log."""
    table = sqlite3.connect(place, isolation_level=None)
    table.execute("pragma journal_mode=wal")
    table.execute("pragma synchronous=full")
    table.execute("create table event (id text primary key, at_ms integer, words text)")
    return table


def test_bench_log_beside_sqlite(tmp_path):
    runs = itertools.count()

    def ours(size):
        run = next(runs)
        events = counted(run, EVENTS if size == 1 else BATCH)
        with open_log(str(tmp_path / f"log-{run}.sqlite"), create=True) as log:
            for at in range(0, len(events), size):
                log.add(*events[at : at + size])
            assert len(log.events()) == len(events)

    def theirs(size):
        run = next(runs)
        table = plain_file(tmp_path / f"plain-{run}.sqlite")
        events = counted(run, EVENTS if size == 1 else BATCH)
        for at in range(0, len(events), size):
            table.execute("begin immediate")
            for event in events[at : at + size]:
                at_ms = round(event.happened_utc.timestamp() * 1000)
                row = (event.id, at_ms, event.model_dump_json())
                table.execute("insert into event values (?, ?, ?)", row)
            table.execute("commit")
        assert table.execute("select count(*) from event").fetchone() == (len(events),)
        table.close()

    sides = [lambda: ours(1), lambda: theirs(1), lambda: ours(BATCH), lambda: theirs(BATCH)]
    one, plain, many, plain_many = alternate(sides, ROUNDS, time.perf_counter)
    single, batch = EVENTS / one, BATCH / many
    share, batch_share = plain / one, plain_many / many
    report(
        "events into the station log",
        f"{LEAST_SHARE:g} of sqlite3's own",
        f"one at a time {single:,.0f} a second ({share:.2f} of sqlite3's), "
        f"{BATCH:,} at once {batch:,.0f} ({batch_share:.2f})",
        min(share, batch_share) >= LEAST_SHARE,
        "own requirement; each event checked against what happened before, on disk when confirmed",
    )


def plain_overlaps(stays):
    """Return the pairs of ships that are surely on one port at once, compared pair by pair."""
    known = [
        (stay.ship, stay.port, stay.arrival.latest_utc, stay.departure.earliest_utc)
        for stay in stays
        if stay.departure is not None
    ]
    return {
        (first[0], second[0])
        for first, second in itertools.combinations(known, 2)
        if first[1] == second[1] and max(first[2], second[2]) < min(first[3], second[3])
    }


def test_bench_judge_beside_one_rule_in_plain_python():
    catalogue = load_catalogue()
    calendar = recorded_calendar(catalogue.calendar("iss-history"))
    rules, station = traffic_rules(catalogue, "iss"), catalogue.station("iss")
    found = check_calendar(calendar, rules, station)
    certain = {one.ships for one in found if one.rule == "port-overlap" and one.is_certain}
    assert certain == plain_overlaps(calendar.stays)

    def ours():
        for _ in range(JUDGED):
            check_calendar(calendar, rules, station)

    def theirs():
        for _ in range(JUDGED):
            plain_overlaps(calendar.stays)

    whole, one_rule = alternate([ours, theirs], ROUNDS)
    per_second, times = JUDGED / whole, whole / one_rule
    report(
        "calendars judged, a core",
        f"{LEAST_CALENDARS} a second, at most {MOST_TIMES:g} x one rule in plain Python",
        f"{per_second:,.0f} a second, {times:.1f} x one rule in plain Python",
        per_second >= LEAST_CALENDARS and times <= MOST_TIMES,
        f"own requirement; all rules on {len(calendar.stays)} recorded stays; the rule is overlaps",
    )
