"""The tables of the station log, as the newest migration leaves them.

`events` only ever grows. `snapshots` is a cache: the state right after some events, in the order of what
happened; it can be thrown away and laid again from the events.
"""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

META = Table(
    "station_log_meta",
    METADATA,
    Column("version", Integer, nullable=False),
    Column("station", Text, nullable=False),
)

EVENTS = Table(
    "station_log_events",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("happened_ms", BigInteger, nullable=False),
    Column("recorded_ms", BigInteger, nullable=False),
    Column("replaces", Text, unique=True),
    # the sequence number of the first event of a chain of corrections: the order within one instant
    Column("place", Integer, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

SNAPSHOTS = Table(
    "station_log_snapshots",
    METADATA,
    Column("happened_ms", BigInteger, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("state", Text, nullable=False),
)
