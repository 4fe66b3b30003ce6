"""Whether reports may enter the log: known ids, corrections with a target, a past that stays possible.

Only what comes after the first touched instant is replayed, and only until the state is again the one that
was kept there before: from there on nothing has changed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete, insert, select, tuple_

from portcall.core.errors import InputError
from portcall.records.station_log import Event, Withdrawn
from portcall.traffic.log.apply import apply, describe
from portcall.traffic.log.rows import (
    Key,
    Placed,
    event_of,
    happened,
    last_number,
    milliseconds,
    row_of,
    rows_with,
    state_before,
    state_text,
)
from portcall.traffic.log.tables import EVENTS, SNAPSHOTS

SNAPSHOT_EVERY = 64  # events; a state at a date replays at most so many
_FIRST: Key = (-(2**62), 1)
_AT_ONCE = 1000  # rows in one statement

Step = Callable[[], object]


@dataclass
class _Batch:
    """What new reports do to the order of what happened."""

    rows: list[dict[str, object]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    touched: list[Key] = field(default_factory=list)


def admit(
    connection: Connection, events: Sequence[Event], progress: Step | None = None
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Record reports, all or none, inside the caller's transaction, in which nobody else may write.

    Parameters
    ----------
    connection : Connection
        In a transaction that holds the log's write lock.
    events : Sequence[Event]
        In the order in which they are to be recorded.
    progress : Callable[[], object], optional
        Called once an event that was replayed.

    Returns
    -------
    tuple[tuple[Event, ...], tuple[Event, ...]]
        What is new, and what had been recorded before with the same id and words.

    Raises
    ------
    InputError
        An id that is taken, a correction without a target, or a past that could not have happened.
    """
    fresh, already = _told_apart(connection, events)
    batch = _placed(connection, fresh)
    if fresh:
        _judge(connection, batch, progress)
        for start in range(0, len(batch.rows), _AT_ONCE):
            connection.execute(insert(EVENTS), batch.rows[start : start + _AT_ONCE])
    return fresh, already


def lay_snapshots(connection: Connection) -> None:
    """Lay every snapshot again from the events."""
    _judge(connection, _Batch(touched=[_FIRST]), None)


def _words(event: Event) -> dict[str, Any]:
    # when something was withdrawn says nothing about what happened
    unsaid = {"recorded_utc"} | ({"happened_utc"} if isinstance(event, Withdrawn) else set())
    return event.model_dump(exclude=unsaid)


def _told_apart(
    connection: Connection, events: Sequence[Event]
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Tell new reports from those that are sent again."""
    rows = rows_with(connection, "id", (event.id for event in events))
    known = {name: event_of(row) for name, row in rows.items()}
    fresh, already = [], []
    for event in events:
        same = known.get(event.id)
        if same is None:
            known[event.id] = event
            fresh.append(event)
        elif _words(same) == _words(event):
            already.append(event)
        else:
            raise InputError(
                f"the id '{event.id}' is that of {describe(same)}",
                where=describe(event),
                remedy="give a new id, or name the event that this one replaces",
            )
    return tuple(fresh), tuple(already)


def _placed(connection: Connection, fresh: Sequence[Event]) -> _Batch:
    """Give new events their numbers, and find what each of them replaces."""
    targets = [event.replaces for event in fresh if event.replaces is not None]
    keys = {
        name: (row["happened_ms"], row["place"])
        for name, row in rows_with(connection, "id", targets).items()
    }
    taken = {name: row["id"] for name, row in rows_with(connection, "replaces", targets).items()}
    batch = _Batch()
    for seq, event in enumerate(fresh, start=last_number(connection) + 1):
        place = seq
        if event.replaces is not None:
            _require_target(event, event.replaces, keys, taken)
            taken[event.replaces] = event.id
            batch.gone.add(event.replaces)
            batch.touched.append(keys[event.replaces])
            place = keys[event.replaces][1]
        key = keys[event.id] = (milliseconds(event.happened_utc), place)
        batch.touched.append(key)
        batch.rows.append(row_of(event, seq, place))
        batch.placed.append(Placed(key, event))
    lasting = (p for p in batch.placed if p.event.id not in batch.gone)
    shown = (p for p in lasting if not isinstance(p.event, Withdrawn))
    batch.placed = sorted(shown, key=itemgetter(0))
    return batch


def _require_target(event: Event, target: str, keys: dict[str, Key], taken: dict[str, str]) -> None:
    if target not in keys:
        raise InputError(
            f"there is no event '{target}' to replace",
            where=describe(event),
            remedy="portcall log show --events lists them",
        )
    if target in taken:
        raise InputError(
            f"'{target}' was replaced before",
            where=describe(event),
            remedy=f"replace '{taken[target]}' instead",
        )


def _judge(connection: Connection, batch: _Batch, progress: Step | None) -> None:
    """Replay from the first touched instant, refuse what cannot be, and keep the snapshots right."""
    first, last = min(batch.touched), max(batch.touched)
    state, after = state_before(connection, first)
    old = _snapshots_from(connection, first)
    new = {placed.event.id for placed in batch.placed}
    unchanged = (p for p in happened(connection, after=after) if p.event.id not in batch.gone)
    kept: list[dict[str, object]] = []
    stop: Key | None = None
    since = 0
    for key, event in merge(unchanged, batch.placed, key=itemgetter(0)):
        try:
            state = apply(state, event)
        except InputError as why:
            raise why if event.id in new else _blamed(why, batch.placed, event) from None
        since += 1
        if progress is not None:
            progress()
        if key < first:
            continue
        if key in old or since >= SNAPSHOT_EVERY:
            text = state_text(state)
            if key > last and old.get(key) == text:
                stop = key
                break
            kept.append({"happened_ms": key[0], "place": key[1], "state": text})
            since = 0
    _replace_snapshots(connection, first, stop, kept)


def _blamed(why: InputError, placed: Sequence[Placed], later: Event) -> InputError:
    """Say that a new report makes an event impossible that is recorded already."""
    remedy = "mend both in one file with: portcall log import"
    where = describe(placed[0].event) if len(placed) == 1 else ""
    return InputError(
        f"then {describe(later)} cannot have been: {why.what}", where=where, remedy=remedy
    )


def _key() -> Any:  # SQLAlchemy's tuple of two columns has no narrower type
    return tuple_(SNAPSHOTS.c.happened_ms, SNAPSHOTS.c.place)


def _snapshots_from(connection: Connection, first: Key) -> dict[Key, str]:
    rows = connection.execute(select(SNAPSHOTS).where(_key() >= first))
    return {(row.happened_ms, row.place): row.state for row in rows}


def _replace_snapshots(
    connection: Connection, first: Key, stop: Key | None, kept: Iterable[dict[str, object]]
) -> None:
    old = delete(SNAPSHOTS).where(_key() >= first)
    connection.execute(old if stop is None else old.where(_key() < stop))
    for rows in _chunks(list(kept)):
        connection.execute(insert(SNAPSHOTS), rows)


def _chunks(rows: list[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
