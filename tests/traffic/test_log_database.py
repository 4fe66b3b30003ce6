"""Databases that cannot go on: one line each, and what was there is kept."""

import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import postgres_server
import pytest
from log_case import RECORDED, SHIPS, at, docked, made
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from portcall.core.errors import DataError, InputError
from portcall.records.station_log import StockCounted, Undocked
from portcall.traffic.log.database import address, connect
from portcall.traffic.log.errors import explained
from portcall.traffic.log.migrations import NEWEST, migrate
from portcall.traffic.log.replay import replay
from portcall.traffic.log.rows import row_of
from portcall.traffic.log.store import open_log
from portcall.traffic.log.tables import EVENTS, SNAPSHOTS


def _counted(number):
    return made(StockCounted, f"c{number}", number, resource="water", amount_g=number)


@pytest.fixture
def filled(log_address):
    """The address of a log with one ship docked."""
    with open_log(log_address, create=True) as log:
        log.add(docked())
    return log_address


def _execute(where, statement):
    with closing(connect(where, create=False)) as database, database.writing() as connection:
        connection.execute(text(statement))


def _one_line(kind, says):
    return pytest.raises(kind, match=rf"^[^\n]*{says}[^\n]*$")


def test_a_log_of_a_newer_version_is_left_alone(filled):
    _execute(filled, "UPDATE station_log_meta SET version = version + 1")
    with _one_line(InputError, f"a log of version {NEWEST + 1} .* update portcall"):
        open_log(filled, create=True)


def test_an_event_of_a_newer_version_is_not_guessed_at(filled):
    newer = _counted(1).model_copy(update={"schema_version": 2})
    with open_log(filled) as log:
        log.add(newer)
        with _one_line(InputError, "event 'c1' is of version 2 .* update portcall"):
            log.events()


def test_the_database_itself_lets_no_event_be_changed(filled):
    for statement in (
        "UPDATE station_log_events SET author = 'x'",
        "DELETE FROM station_log_events",
    ):
        with _one_line(DataError, "the station log only grows"):
            _execute(filled, statement)
    with open_log(filled) as log:
        assert log.events() == (docked(),)


def test_what_cannot_be_read_back_is_named(filled):
    with open_log(filled) as log:
        log.add(*(_counted(n) for n in range(70)))
    _execute(filled, "UPDATE station_log_snapshots SET state = '[]'")
    with open_log(filled) as log, _one_line(DataError, "a kept state cannot be read back"):
        log.state_at()


def test_an_older_log_is_brought_up_to_date_with_all_its_events(log_address):
    events = [docked(), *(_counted(n) for n in range(200))]
    database = connect(log_address, create=True)
    with database.writing() as connection:
        assert migrate(connection, station="iss", upto=1) == 0
        rows = [row_of(event, seq, seq) for seq, event in enumerate(events, start=1)]
        connection.execute(insert(EVENTS), rows)
    database.close()
    with open_log(log_address) as log:
        assert log.events() == tuple(events)
        assert log.state_at(at(150)) == replay(events, at(150))
    database = connect(log_address, create=False)
    with database.reading() as connection:
        assert len(connection.execute(SNAPSHOTS.select()).all()) == 3
    database.close()


def test_who_waits_too_long_for_another_writer_is_told(filled):
    holder = connect(filled, create=False)
    with open_log(filled, wait_s=0.3) as log, holder.writing():
        with _one_line(DataError, "locked by another program; nothing was written"):
            log.add(_counted(1))
        assert log.state_at() == replay([docked()])
    holder.close()
    with open_log(filled) as log:
        assert log.add(_counted(1)).recorded == (_counted(1),)


def test_who_waits_long_enough_gets_in(filled):
    holder = connect(filled, create=False)
    inside, leave = threading.Event(), threading.Event()

    def hold():
        with holder.writing():
            inside.set()
            leave.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(20)
    threading.Timer(0.3, leave.set).start()
    with open_log(filled, wait_s=20.0) as log:
        assert log.add(_counted(1)).recorded
    thread.join()
    holder.close()


def test_several_who_open_a_new_log_at_once_all_get_it(log_address):
    failures = []

    def start(number):
        try:
            with open_log(log_address, create=True) as log:
                log.add(_counted(number))
        except Exception as why:  # noqa: BLE001  (whatever it is, the test tells)
            failures.append(why)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with open_log(log_address) as log:
        assert len(log.events()) == 6


def test_a_damaged_file_is_refused_and_kept(tmp_path):
    path = tmp_path / "station.sqlite"
    with open_log(path, create=True) as log:
        log.add(docked(), *(_counted(n) for n in range(500)))
    content = bytearray(path.read_bytes())
    content[8192:40_960] = b"\xa5" * (40_960 - 8192)
    path.write_bytes(content)
    with _one_line(DataError, "the database is damaged"):
        open_log(path)
    assert path.read_bytes() == bytes(content)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"no database at all, just text" * 100, "not a database"), (b"", "no station log in it")],
)
def test_a_file_that_is_no_log_is_refused(tmp_path, content, says):
    path = tmp_path / "notes.sqlite"
    path.write_bytes(content)
    with _one_line(DataError, says):
        open_log(path)


def test_another_programs_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(path)) as shop:
        shop.execute("CREATE TABLE orders (n)")
        shop.commit()
    before = path.read_bytes()
    with _one_line(InputError, "another program's database; check --db"):
        open_log(path, create=True)
    assert path.read_bytes() == before


def test_a_missing_folder_or_log_is_named(tmp_path):
    with _one_line(DataError, "no such folder"):
        open_log(tmp_path / "nowhere" / "station.sqlite", create=True)
    with _one_line(DataError, "no such log; check --db"):
        open_log(tmp_path / "station.sqlite")
    assert not list(tmp_path.iterdir())
    with _one_line(InputError, "a folder, not a log"):
        open_log(tmp_path, create=True)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("mysql://db/iss", "unknown kind of database 'mysql'"),
        ("postgresq://db/iss", "did you mean 'postgresql'?"),
        ("sqlite://", "unknown kind of database 'sqlite'"),
        ("://db/iss", "is not an address"),
    ],
)
def test_an_address_that_is_none_is_refused(where, says):
    with pytest.raises(InputError, match=r"^[^\n]*$") as refused:
        address(where)
    assert says in str(refused.value)


def test_the_usual_place_is_the_variable_then_a_file_here(monkeypatch):
    monkeypatch.setenv("PORTCALL_DB", "elsewhere.sqlite")
    assert address(None).database == "elsewhere.sqlite"
    monkeypatch.delenv("PORTCALL_DB")
    assert address(None).database == "station-log.sqlite"


def test_an_unreachable_server_is_told_without_the_password():
    pytest.importorskip("psycopg")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with _one_line(DataError, "the server cannot be reached") as refused:
        open_log(f"postgresql://ops:secret@127.0.0.1:{port}/iss", create=True)
    assert "secret" not in str(refused.value)
    assert str(port) in str(refused.value)


def test_a_database_that_the_server_does_not_have_is_told(postgres):
    with _one_line(DataError, 'the server refuses: database "nowhere" does not exist'):
        open_log(postgres.address("nowhere"), create=True)


def test_an_empty_database_is_no_log(postgres):
    with _one_line(DataError, "there is no station log in it"):
        open_log(postgres.database())


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("53100", "the server's disk is full; nothing was written and what was there is kept"),
        ("55P03", "locked by another program"),
        ("57P01", "the server is shutting down"),
        ("42501", "the user may not do this"),
        ("XX001", "the database is damaged"),
        ("22012", "the database refused"),
    ],
)
def test_what_a_server_says_is_one_line(postgres, state, says):
    database = connect(postgres.database(), create=False)
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{state}'; END $$"
    with _one_line(DataError, says), database.writing() as connection:
        connection.exec_driver_sql(raising)
    database.close()


def test_a_connection_that_is_cut_is_told_and_the_same_id_sent_again_is_safe(postgres):
    where = postgres.database()
    with open_log(where, create=True) as log:
        log.add(docked())
        with postgres.connect() as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'log_%'"
            )
        with _one_line(DataError, "shutting down|cannot be reached"):
            log.add(_counted(1))
        log.add(_counted(1))
        assert len(log.events()) == 2


def test_what_a_server_confirmed_outlasts_its_crash():
    postgres_server.require()
    with (
        postgres_server.running(durable=True) as server,
        open_log(server.database(), create=True) as log,
    ):
        for number in range(20):
            log.add(_counted(number))
        server.crash()
        with _one_line(DataError, "shutting down|cannot be reached"):
            log.add(_counted(20))
        log.add(_counted(19), _counted(20))
        assert log.events() == tuple(_counted(number) for number in range(21))


_FILL = """
import resource, signal, sys
from log_case import docked, made
from portcall.core.errors import DataError
from portcall.records.station_log import StockCounted
from portcall.traffic.log.store import open_log
with open_log(sys.argv[1]) as log:
    size = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    for number in range(2000):
        try:
            log.add(made(StockCounted, f"c{number}", number, resource="water", amount_g=number))
        except DataError as why:
            print(why)
            break
        print(number, flush=True)
"""


def test_a_full_disk_says_so_and_keeps_what_was_confirmed(tmp_path):
    path = tmp_path / "station.sqlite"
    with open_log(path, create=True) as log:
        log.add(docked())
    size = path.stat().st_size + 60_000
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", _FILL, path, str(size)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    *confirmed, said = done.stdout.splitlines()
    assert "the disk" in said
    assert "nothing was written and what was there is kept" in said
    assert 0 < len(confirmed) < 2000
    with open_log(path) as log:
        assert [event.id for event in log.events()] == ["d", *(f"c{n}" for n in confirmed)]
        log.add(_counted(5000))


def test_a_full_database_says_so(tmp_path):
    path = tmp_path / "station.sqlite"
    with open_log(path, create=True) as log:
        log.add(docked())
    database = connect(path, create=False)
    with _one_line(DataError, "the disk is full; nothing was written"), database.writing() as held:
        held.exec_driver_sql("PRAGMA max_page_count = 1")
        held.exec_driver_sql("CREATE TABLE filler AS SELECT randomblob(200000)")
    database.close()
    with open_log(path) as log:
        assert log.events() == (docked(),)


def test_a_folder_without_rights_is_told():
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DIRECTORY
    said = explained(DBAPIError("INSERT", None, error), "station.sqlite")
    assert str(said) == (
        "station.sqlite: the database cannot be written; check the rights of its folder"
    )


def test_a_copy_of_a_closed_log_is_the_log(tmp_path):
    path = tmp_path / "station.sqlite"
    with open_log(path, create=True) as log:
        log.add(docked(), made(Undocked, "u", 1, ship=SHIPS[0], recorded_utc=RECORDED))
    shutil.copy(path, tmp_path / "copy.sqlite")
    with open_log(tmp_path / "copy.sqlite") as copy:
        assert len(copy.events()) == 2
