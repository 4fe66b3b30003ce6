"""What a database says when it cannot go on, as one line of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from portcall.core.errors import DataError, PortcallError

_NOTHING = "nothing was written"
# primary result codes of SQLite: what is wrong, what to do
_SQLITE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: ("locked by another program", f"{_NOTHING}; try again when it is done"),
    sqlite3.SQLITE_LOCKED: ("locked by another program", f"{_NOTHING}; try again when it is done"),
    sqlite3.SQLITE_FULL: (
        "the disk is full",
        f"{_NOTHING} and what was there is kept; make room and try again",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk refuses to take more",
        f"{_NOTHING} and what was there is kept; make room or mend it, and try again",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the database is damaged",
        "keep the file, and import the newest export into a new log",
    ),
    sqlite3.SQLITE_NOTADB: ("not a database", "give the file of a station log"),
    sqlite3.SQLITE_CANTOPEN: ("the database cannot be opened", "check the path and its rights"),
    sqlite3.SQLITE_READONLY: ("the database cannot be written", "check the rights of its folder"),
    sqlite3.SQLITE_PERM: ("the database cannot be opened", "check the path and its rights"),
}
# SQLSTATE of PostgreSQL, whole or its class
_POSTGRESQL: dict[str, tuple[str, str]] = {
    "55P03": ("locked by another program", f"{_NOTHING}; try again when it is done"),
    "53100": (
        "the server's disk is full",
        f"{_NOTHING} and what was there is kept; make room and try again",
    ),
    "53": ("the server has no room for another connection", "try again later"),
    "57P": (
        "the server is shutting down or starting",
        "send the event again with the same id when it is back",
    ),
    "42501": ("the user may not do this in that database", "ask for the rights"),
    "XX": ("the database is damaged", "import the newest export into a new log"),
}
_UNREACHABLE = (
    "the server cannot be reached, or went away",
    "an event is recorded only when that was said: send it again with the same id",
)


def _of_sqlite(why: sqlite3.Error) -> tuple[str, str] | None:
    return _SQLITE.get(getattr(why, "sqlite_errorcode", 0) & 0xFF)


def _of_postgresql(why: BaseException) -> tuple[str, str] | None:
    state = getattr(why, "sqlstate", None)
    if state is None:  # there is no session yet, or none any more
        _, fatal, reason = str(why).partition("FATAL:")
        return (f"the server refuses: {reason.strip()}", "check --db") if fatal else _UNREACHABLE
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:3]) or _POSTGRESQL.get(state[:2])


def explained(why: Exception, place: str) -> PortcallError:
    """Turn a database's error into one line with what to do."""
    cause = why.orig if isinstance(why, DBAPIError) else why
    if isinstance(cause, sqlite3.Error):
        known = _of_sqlite(cause)
    elif cause is not None and type(cause).__module__.startswith("psycopg"):
        known = _of_postgresql(cause)
    else:
        known = None
    if known is None:
        first = next(iter(str(cause or why).strip().splitlines()), type(why).__name__)
        known = (f"the database refused: {first}", f"{_NOTHING}; check the address")
    what, remedy = known
    return DataError(what, where=place, remedy=remedy)


@contextmanager
def plain_errors(place: str) -> Iterator[None]:
    """Let no error of a database out as it is."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as why:
        raise explained(why, place) from why
