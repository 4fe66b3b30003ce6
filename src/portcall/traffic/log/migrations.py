"""The versions of the log's tables: a short chain of SQL, each step applied once, in order.

A step is never edited after a release: what changes is a new step. A change of `LogState` is a step too,
one that empties the snapshots; they are laid again after every migration. A newer log is refused.
"""

from sqlalchemy import Connection, insert, inspect, select, update

from portcall.core.errors import InputError
from portcall.traffic.log.tables import META

_EVENTS = (
    """CREATE TABLE station_log_events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        author TEXT NOT NULL,
        happened_ms BIGINT NOT NULL,
        recorded_ms BIGINT NOT NULL,
        replaces TEXT UNIQUE REFERENCES station_log_events (id),
        place INTEGER NOT NULL,
        schema_version INTEGER NOT NULL,
        body TEXT NOT NULL
    )""",
    "CREATE INDEX station_log_events_when ON station_log_events (happened_ms, place)",
)
_NEVER_CHANGED = "the station log only grows: correct an event with a new one"
_ONLY_GROWS = {
    "sqlite": tuple(
        f"""CREATE TRIGGER station_log_no_{verb} BEFORE {verb} ON station_log_events
            BEGIN SELECT RAISE(ABORT, '{_NEVER_CHANGED}'); END"""
        for verb in ("update", "delete")
    ),
    "postgresql": (
        f"""CREATE FUNCTION station_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{_NEVER_CHANGED}'; END $$""",
        """CREATE TRIGGER station_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE
            ON station_log_events EXECUTE FUNCTION station_log_only_grows()""",
    ),
}
_SNAPSHOTS = (
    """CREATE TABLE station_log_snapshots (
        happened_ms BIGINT NOT NULL,
        place INTEGER NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (happened_ms, place)
    )""",
)


def steps(dialect: str) -> tuple[tuple[str, ...], ...]:
    """Return the statements of each version, oldest first; version 1 is the first."""
    return (_EVENTS + _ONLY_GROWS[dialect], _SNAPSHOTS)


NEWEST = 2


def version_of(connection: Connection) -> int:
    """Return the version of the tables in a database; 0 where there is no log."""
    if not inspect(connection).has_table(META.name):
        return 0
    return connection.execute(select(META.c.version)).scalar_one_or_none() or 0


def refuse_newer(version: int, place: str) -> None:
    """Refuse tables that a newer portcall made."""
    if version > NEWEST:
        raise InputError(
            f"a log of version {version}",
            limit=f"this portcall reads up to {NEWEST}",
            where=place,
            remedy="update portcall",
        )


def migrate(connection: Connection, *, station: str, upto: int = NEWEST) -> int:
    """Bring the tables to a version, inside the caller's transaction, which nobody else may write in.

    Parameters
    ----------
    connection : Connection
        In a transaction that holds the log's write lock.
    station : str
        The station that a new log is about.
    upto : int
        The version to stop at.

    Returns
    -------
    int
        The version that the tables had; 0 for a new log.
    """
    before = version_of(connection)
    if before >= upto:
        return before
    if before == 0:
        connection.exec_driver_sql(
            f"CREATE TABLE {META.name} (version INTEGER NOT NULL, station TEXT NOT NULL)"
        )
        connection.execute(insert(META).values(version=0, station=station))
    for statements in steps(connection.dialect.name)[before:upto]:
        for statement in statements:
            connection.exec_driver_sql(statement)
    connection.execute(update(META).values(version=upto))
    return before
