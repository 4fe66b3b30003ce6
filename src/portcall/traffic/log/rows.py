"""Events and states as rows, and the order of what happened as the database gives it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, RowMapping, Select, and_, exists, func, select, tuple_

from portcall.core.errors import DataError, InputError
from portcall.records.log_state import LogState
from portcall.records.station_log import COMMON_FIELDS, EVENT, EVENT_SCHEMA_VERSION, Event
from portcall.traffic.log.tables import EVENTS, SNAPSHOTS

Key = tuple[int, int]  # when it happened [ms], then its place among what happened at that instant
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_PAGE = 512
_REMEDY = "import the newest export into a new log"
_STATE = TypeAdapter(LogState)
_C = EVENTS.c
_LATER = EVENTS.alias("later")
_BEFORE_ALL: Key = (-(2**62), 0)


class Placed(NamedTuple):
    """An event that is in effect, and where in the order it stands."""

    key: Key
    event: Event


def milliseconds(moment: datetime) -> int:
    """Return the milliseconds from 1970 to an instant, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def row_of(event: Event, seq: int, place: int) -> dict[str, object]:
    """Return an event as a row."""
    return {
        "seq": seq,
        "id": event.id,
        "kind": event.kind,
        "author": event.author,
        "happened_ms": milliseconds(event.happened_utc),
        "recorded_ms": milliseconds(event.recorded_utc),
        "replaces": event.replaces,
        "place": place,
        "schema_version": event.schema_version,
        "body": event.model_dump_json(exclude=set(COMMON_FIELDS)),
    }


def event_of(row: RowMapping) -> Event:
    """Return a row as the event that it was."""
    if row["schema_version"] > EVENT_SCHEMA_VERSION:
        raise InputError(
            f"event '{row['id']}' is of version {row['schema_version']}",
            limit=f"this portcall reads up to {EVENT_SCHEMA_VERSION}",
            remedy="update portcall",
        )
    data: dict[str, Any] = {
        "id": row["id"],
        "kind": row["kind"],
        "author": row["author"],
        "happened_utc": _EPOCH + row["happened_ms"] * _MILLISECOND,
        "recorded_utc": _EPOCH + row["recorded_ms"] * _MILLISECOND,
        "replaces": row["replaces"],
        "schema_version": row["schema_version"],
    }
    try:
        return EVENT.validate_python(data | json.loads(row["body"]))
    except (ValidationError, ValueError) as why:
        raise DataError(f"event '{row['id']}' cannot be read back", remedy=_REMEDY) from why


def state_text(state: LogState) -> str:
    """Write a state so that equal states are equal texts."""
    return json.dumps(_STATE.dump_python(state, mode="json"), sort_keys=True, separators=(",", ":"))


def state_before(connection: Connection, key: Key) -> tuple[LogState, Key]:
    """Return the last state that was kept before a place in the order, and its own place."""
    when = tuple_(SNAPSHOTS.c.happened_ms, SNAPSHOTS.c.place)
    newest = (
        select(SNAPSHOTS)
        .where(when < key)
        .order_by(SNAPSHOTS.c.happened_ms.desc(), SNAPSHOTS.c.place.desc())
        .limit(1)
    )
    found = connection.execute(newest).mappings().first()
    if found is None:
        return LogState(), _BEFORE_ALL
    try:
        return _STATE.validate_json(found["state"]), (found["happened_ms"], found["place"])
    except ValidationError as why:
        raise DataError("a kept state cannot be read back", remedy=_REMEDY) from why


def _page(after: Key, until_ms: int | None) -> Select[Any]:
    replaced = exists().where(_LATER.c.replaces == _C.id)
    wanted = and_(tuple_(_C.happened_ms, _C.place) > after, _C.kind != "withdrawn", ~replaced)
    if until_ms is not None:
        wanted = and_(wanted, _C.happened_ms <= until_ms)
    return select(EVENTS).where(wanted).order_by(_C.happened_ms, _C.place).limit(_PAGE)


def happened(
    connection: Connection, *, after: Key = _BEFORE_ALL, until_ms: int | None = None
) -> Iterator[Placed]:
    """Yield what happened after a place in the order, up to and with an instant [ms]."""
    while True:
        rows = connection.execute(_page(after, until_ms)).mappings().all()
        for row in rows:
            after = (row["happened_ms"], row["place"])
            yield Placed(after, event_of(row))
        if len(rows) < _PAGE:
            return


def recorded(connection: Connection) -> Iterator[Event]:
    """Yield every event in the order in which it was recorded."""
    after = 0
    while True:
        page = select(EVENTS).where(_C.seq > after).order_by(_C.seq).limit(_PAGE)
        rows = connection.execute(page).mappings().all()
        yield from map(event_of, rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1]["seq"]


def last_number(connection: Connection) -> int:
    """Return the sequence number of the newest event; 0 in an empty log."""
    return connection.execute(select(func.max(_C.seq))).scalar() or 0


def rows_with(
    connection: Connection, column: str, values: Iterable[str]
) -> Mapping[str, RowMapping]:
    """Return the rows whose `id` or `replaces` is among some values, by that value."""
    found: dict[str, RowMapping] = {}
    left = iter(values)
    while chunk := tuple(islice(left, _PAGE)):
        rows = connection.execute(select(EVENTS).where(_C[column].in_(chunk))).mappings()
        found.update({row[column]: row for row in rows})
    return found
