"""Where a log is kept: a SQLite file, or PostgreSQL by its address; how one reads and writes in it.

A writer holds the log from before it reads until its commit: `BEGIN IMMEDIATE` in SQLite, an advisory lock
in PostgreSQL. So what it checked is still so when it writes. A commit returns when the disk has the event.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from portcall.core.errors import DataError, InputError, unknown_name
from portcall.traffic.log.errors import plain_errors

VARIABLE = "PORTCALL_DB"
DEFAULT_FILE = "station-log.sqlite"
WAIT_S = 30.0
_CONNECT_S = 10  # a server that is there answers sooner
_ADVISORY_LOCK = 0x706F_7274_6C6F  # "portlo": every portcall takes the same one
_WRITES = "portcall_writes"
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True)
class Database:
    """An open database and what to call it in an error; the password is not in `place`."""

    engine: Engine
    place: str
    wait_s: float

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the log throughout."""
        with plain_errors(self.place), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; all of it is kept in the end, or nothing."""
        with plain_errors(self.place), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if self.engine.dialect.name == "postgresql":
                    _hold(connection, self.wait_s)
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _hold(connection: Connection, wait_s: float) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(wait_s * 1000))}")
    connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


def address(where: str | Path | None) -> URL:
    """Return the database that a path or an address means; without either, the usual one.

    Examples
    --------
    >>> address("station.sqlite").render_as_string()
    'sqlite:///station.sqlite'
    >>> address("postgresql://ops:secret@db/iss").render_as_string(hide_password=True)
    'postgresql+psycopg://ops:***@db/iss'
    """
    text = str(where if where is not None else os.environ.get(VARIABLE) or DEFAULT_FILE)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError:
        kind = text.split("://", 1)[0]
        raise InputError(
            f"'{kind}://...' is not an address",
            where="--db",
            remedy="write postgresql://user@host/database, or a file's path",
        ) from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise unknown_name("kind of database", url.drivername, ("sqlite", "postgresql"), where="--db")


def connect(where: str | Path | None, *, create: bool, wait_s: float = WAIT_S) -> Database:
    """Open a database; its tables are not looked at yet.

    Parameters
    ----------
    where : str, Path or None
        A SQLite file's path, `sqlite:///path` or `postgresql://user@host/name`; without it
        `PORTCALL_DB`, else `station-log.sqlite` in the current folder.
    create : bool
        Make a SQLite file that is not there.
    wait_s : float
        How long to wait for another writer. [s]

    Raises
    ------
    DataError
        There is no such file or folder, or the `postgres` extra is missing.
    """
    url = address(where)
    if url.drivername == "sqlite":
        path = str(url.database)
        _require_file(Path(path), create=create)
        engine = create_engine(url, connect_args={"timeout": wait_s})
        _set_up_sqlite(engine)
        return Database(engine, path, wait_s)
    try:
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",  # a writer must see what was written while it waited
            connect_args={
                "connect_timeout": _CONNECT_S,
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
            },
        )
    except ModuleNotFoundError:
        raise DataError(
            "PostgreSQL needs the 'postgres' extra",
            where="--db",
            remedy="pip install 'portcall[postgres]'",
        ) from None
    return Database(engine, url.render_as_string(hide_password=True), wait_s)


def _require_file(path: Path, *, create: bool) -> None:
    if not path.parent.is_dir():
        raise DataError("no such folder", where=str(path.parent), remedy="make it, or check --db")
    if path.is_dir():
        raise InputError("a folder, not a log", where=str(path), remedy="name a file in it")
    if not create and not path.exists():
        raise DataError(
            "no such log",
            where=str(path),
            remedy="check --db, or start one with: portcall log add",
        )


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:  # the driver's own, untyped to SQLAlchemy
        connection.isolation_level = None  # transactions begin below, not by the driver's guess
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begins(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
