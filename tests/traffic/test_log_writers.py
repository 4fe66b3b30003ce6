"""Many who write at once, killed at random: what was confirmed is there, once, and could have happened."""

import multiprocessing
import random
import time
from collections.abc import Callable
from pathlib import Path

import log_writer
import postgres_server
import pytest
from log_case import START, at, docked, made
from sqlalchemy import func, select

from portcall.records.station_log import Reboosted, StockCounted, Undocked
from portcall.records.stocks import BOOKS
from portcall.traffic.log.database import connect
from portcall.traffic.log.replay import in_effect, replay
from portcall.traffic.log.store import open_log
from portcall.traffic.log.tables import EVENTS

# a process without threads that has imported what a writer needs, and splits
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["portcall.traffic.log.store", "hypothesis.strategies", "psycopg"])
LONGEST_S = 1800.0


class _Writer:
    """A process that reports, and its successors after each kill."""

    def __init__(self, where: str, number: int, count: int, folder: Path) -> None:
        self.where, self.number, self.count = where, number, count
        self.file = folder / f"writer-{number}.txt"
        self.file.touch()
        self.kills = -1
        self.start()

    def said(self) -> list[list[str]]:
        """What it said; a line is written at once, so there are only whole ones."""
        return [line.split() for line in self.file.read_text().splitlines()]

    def start(self) -> None:
        self.kills += 1
        said = self.said()
        self.started_at = len(said)
        missing = self.count - sum(word == "ok" for word, _ in said)
        words = (self.where, self.number, self.started_at, missing, self.file)
        self.process = PROCESSES.Process(target=log_writer.write, args=words)
        self.process.start()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.start()


def _write(where, folder, *, writers, count, kills, seed) -> tuple[list[_Writer], float]:
    """Let all of them report to the end, with so many kills each; return them and how long it took."""
    draw = random.Random(seed)  # noqa: S311  (when to kill is no secret)
    began = time.perf_counter()
    team = [_Writer(where, number, count, folder) for number in range(writers)]
    while any(writer.process.is_alive() for writer in team):
        assert time.perf_counter() - began < LONGEST_S
        time.sleep(draw.uniform(0.005, 0.05))
        running = [writer for writer in team if writer.process.is_alive()]
        # only who has reported something since its last start, so that all come to an end
        tired = [w for w in running if w.kills < kills and len(w.said()) > w.started_at + 1]
        if tired:
            draw.choice(tired).kill()
    assert [writer.process.exitcode for writer in team] == [0] * writers
    return team, time.perf_counter() - began


def _check(where, team) -> tuple[int, int]:
    """Find each confirmed event once and no others; return how many, and how many were refused."""
    said = [words for writer in team for words in writer.said()]
    confirmed = {id_ for word, id_ in said if word == "ok"}
    assert len(confirmed) == sum(writer.count for writer in team)
    database = connect(where, create=False)
    with database.reading() as connection:
        rows = connection.execute(select(func.count(), func.max(EVENTS.c.seq))).one()
        numbers = connection.execute(select(EVENTS.c.id)).scalars().all()
    database.close()
    assert sorted(numbers) == sorted(confirmed)
    assert tuple(rows) == (len(confirmed), len(confirmed))
    with open_log(where) as log:
        events = log.events()
        for minutes in range(0, team[0].count, team[0].count // 10):
            assert log.state_at(at(minutes)) == replay(events, at(minutes))
    return len(confirmed), len(said) - len(confirmed)


def test_writers_that_are_killed_lose_and_double_nothing(log_address, tmp_path):
    team, _ = _write(log_address, tmp_path, writers=4, count=50, kills=1, seed=5)
    assert sum(writer.kills for writer in team) >= 2
    confirmed, refused = _check(log_address, team)
    assert confirmed == 200
    assert refused


@pytest.fixture(scope="module")
def durable():
    """A server that syncs, as one in use does."""
    postgres_server.require()
    with postgres_server.running(durable=True) as server:
        yield server


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def real_log(request, tmp_path) -> tuple[str, str]:
    """What keeps the log, and its address."""
    if request.param == "SQLite":
        return request.param, str(tmp_path / "station.sqlite")
    return request.param, request.getfixturevalue("durable").database()


@pytest.mark.acceptance
def test_ten_writers_of_a_thousand_events(real_log, tmp_path, record_figure: Callable[..., None]):
    kind, where = real_log
    team, took_s = _write(where, tmp_path, writers=10, count=1000, kills=5, seed=11)
    confirmed, refused = _check(where, team)
    kills = sum(writer.kills for writer in team)
    record_figure(
        f"Station log on {kind}: writers that are killed",
        required="10 writers x 1,000 events, random kill -9: none confirmed is lost, none is there twice",
        measured=f"{confirmed} confirmed, 0 lost, 0 twice; {refused} more were refused by the rules",
        passed=True,
        note=f"{kills} kills, {confirmed / took_s:.0f} events/s with the processes' starts",
    )


def _long_log(count):
    """Years of a station: ships come and go, stocks are counted, the orbit is raised."""
    for number in range(count):
        id_, phase = f"e{number}", number % 50
        ship = f"progress-ms-{number // 50}"
        if phase == 0:
            yield docked(id_, number / 10, ship=ship, cargo_g=dict.fromkeys(BOOKS[:5], 10**6))
        elif phase == 49:
            yield made(Undocked, id_, number / 10, ship=ship)
        elif phase % 5 == 4:
            yield made(Reboosted, id_, number / 10, ship=ship, delta_v_m_s=0.5)
        else:
            name = BOOKS[number % len(BOOKS)]
            yield made(StockCounted, id_, number / 10, resource=name, amount_g=number)


@pytest.mark.acceptance
def test_a_state_among_a_hundred_thousand_events(real_log, record_figure: Callable[..., None]):
    kind, where = real_log
    events = tuple(_long_log(100_000))
    with open_log(where, create=True) as log:
        began = time.perf_counter()
        log.add(*events)
        import_s = time.perf_counter() - began
    draw, longest_s = random.Random(3), 0.0  # noqa: S311  (as above)
    wanted = dict.fromkeys([-1, 0, 9999, *draw.sample(range(10_000), 17)])
    for minutes in wanted:
        began = time.perf_counter()
        with open_log(where) as log:
            wanted[minutes] = log.state_at(at(minutes))
        longest_s = max(longest_s, time.perf_counter() - began)
    for minutes in (-1, 0, 9999, next(reversed(wanted))):
        assert wanted[minutes] == replay(events, at(minutes))
    began = time.perf_counter()
    with open_log(where) as log:
        wrong = in_effect(events)[50_001]
        log.add(wrong.model_copy(update={"id": "mended", "replaces": wrong.id, "amount_g": 1}))
    mended_s = time.perf_counter() - began
    record_figure(
        f"Station log on {kind}: state at a date",
        required="over 100,000 events in under 1 s",
        measured=f"{longest_s:.2f} s, the longest of {len(wanted)} dates, opening and checking included",
        passed=longest_s < 1.0,
        note=f"100,000 events imported in {import_s:.0f} s; one amid them corrected in {mended_s:.2f} s",
    )
    assert min(event.happened_utc for event in events) == START
