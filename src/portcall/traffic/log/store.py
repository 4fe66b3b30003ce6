"""The station log: append-only, safe with many writers, and the state at any date in a blink.

An event is recorded when `add` has returned, and not before; who was cut off sends the same event with the
same id again. Opening brings older tables up to date.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError, InputError
from portcall.core.time import require_utc
from portcall.records.log_state import LogState
from portcall.records.station_log import Event
from portcall.traffic.log.admission import admit, lay_snapshots
from portcall.traffic.log.apply import apply
from portcall.traffic.log.database import WAIT_S, Database, connect
from portcall.traffic.log.errors import plain_errors
from portcall.traffic.log.migrations import NEWEST, migrate, refuse_newer, version_of
from portcall.traffic.log.names import KnownNames, known_names, require_known
from portcall.traffic.log.rows import happened, milliseconds, recorded, state_before
from portcall.traffic.log.tables import META

STATION = "iss"
_AFTER_ALL_PLACES = 2**31 - 1


@dataclass(frozen=True)
class Receipt:
    """What is in the log now: events that are new, and events that had been sent before."""

    recorded: tuple[Event, ...]
    already: tuple[Event, ...]


class StationLog:
    """An open log; `open_log` makes one. A context manager.

    Parameters
    ----------
    database : Database
        Where it is kept; its tables are up to date.
    station : str
        Whose log it is.
    names : KnownNames
        What reports may name.
    is_new : bool
        It was started just now.
    """

    def __init__(
        self, database: Database, station: str, names: KnownNames, *, is_new: bool = False
    ) -> None:
        self._database = database
        self._names = names
        self.station = station
        self.is_new = is_new
        self.place = database.place

    def add(self, *events: Event, progress: Callable[[], object] | None = None) -> Receipt:
        """Record events, all or none; when this returns, they outlast a crash.

        Parameters
        ----------
        *events : Event
            In the order of recording; what they tell may be of any time.
        progress : Callable[[], object], optional
            Called once an event that was replayed to check them.

        Returns
        -------
        Receipt

        Raises
        ------
        InputError
            An unknown name, a taken id, or a past that could not have happened; nothing was written.
        DataError
            The database is locked, full, damaged or gone.
        """
        for event in events:
            require_known(event, self._names)
        with self._database.writing() as connection:
            fresh, already = admit(connection, events, progress)
        return Receipt(fresh, already)

    def state_at(self, moment: datetime | None = None) -> LogState:
        """Return what is so at an instant, events of that instant included; without one, at the end."""
        until_ms = 2**62 if moment is None else milliseconds(require_utc(moment))
        with self._database.reading() as connection:
            state, after = state_before(connection, (until_ms, _AFTER_ALL_PLACES))
            for _, event in happened(connection, after=after, until_ms=until_ms):
                state = apply(state, event)
        return state

    def events(self, *, in_effect: bool = False) -> tuple[Event, ...]:
        """Return all events as recorded, or only those in effect, in the order of what happened."""
        with self._database.reading() as connection:
            if in_effect:
                return tuple(event for _, event in happened(connection))
            return tuple(recorded(connection))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()


def open_log(
    where: str | Path | None = None,
    *,
    create: bool = False,
    station: str = STATION,
    wait_s: float = WAIT_S,
) -> StationLog:
    """Open the station log.

    Parameters
    ----------
    where : str, Path or None
        A SQLite file's path, `sqlite:///path` or `postgresql://user@host/name`; without it what
        `PORTCALL_DB` says, else `station-log.sqlite` in the current folder.
    create : bool
        Start a log where there is none.
    station : str
        The station that a new log is about.
    wait_s : float
        How long to wait while another program writes. [s]

    Returns
    -------
    StationLog

    Raises
    ------
    InputError
        Not an address; a log of a newer portcall; another program's database.
    DataError
        No log there, or the database is locked, damaged or out of reach.
    """
    database = connect(where, create=create, wait_s=wait_s)
    try:
        is_new = _prepare(database, create=create, station=station)
        with database.reading() as connection:
            whose = connection.execute(select(META.c.station)).scalar_one()
        return StationLog(database, whose, known_names(load_catalogue(), whose), is_new=is_new)
    except BaseException:
        database.close()
        raise


def _prepare(database: Database, *, create: bool, station: str) -> bool:
    """Check the file, bring the tables up to date when they are not; return whether there were none."""
    if database.engine.dialect.name == "sqlite":
        with plain_errors(database.place):
            _check_file(database)
    with database.reading() as connection:
        version = version_of(connection)
    refuse_newer(version, database.place)
    if version == NEWEST:
        return False
    if version == 0:
        if not create:
            raise DataError(
                "there is no station log in it",
                where=database.place,
                remedy="start one with: portcall log add",
            )
        known_names(load_catalogue(), station)  # refuses a station that nobody knows
    with database.writing() as connection:
        before = migrate(connection, station=station)
        if 0 < before < NEWEST:
            lay_snapshots(connection)
    return before == 0


def _check_file(database: Database) -> None:
    """Refuse a damaged file and another program's; a new one gets its write-ahead log."""
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        found = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise DataError(
                f"the database is damaged ({found})",
                where=database.place,
                remedy="keep the file, and import the newest export into a new log",
            )
        names = {row[0] for row in cursor.execute("SELECT name FROM sqlite_master")}
        if names and META.name not in names:
            raise InputError(
                "another program's database", where=database.place, remedy="check --db"
            )
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            cursor.execute("PRAGMA journal_mode=WAL")
