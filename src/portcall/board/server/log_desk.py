"""The station log as the board reads and writes it: the checks are those of `portcall log add`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from portcall.board.server.refusal import Refused
from portcall.board.server.requests import LogPage, Recorded
from portcall.core.errors import DataError
from portcall.records.station_log import KINDS
from portcall.traffic.log.store import StationLog, open_log
from portcall.traffic.log.words import event_from, words_of

_WAIT_S = 10.0  # for another writer
_NOT_STARTED = ("no such log", "there is no station log in it")


@contextmanager
def opened(db: str | None) -> Iterator[StationLog | None]:
    """Open the log; None where none was started yet.

    Raises
    ------
    PortcallError
        It is there and cannot be read.
    """
    try:
        log = open_log(db, wait_s=_WAIT_S)
    except DataError as why:
        if why.what not in _NOT_STARTED:
            raise
        yield None
        return
    with log:
        yield log


def log_page(db: str | None, limit: int, before: str | None) -> LogPage:
    """Return events, the one recorded last first.

    Raises
    ------
    Refused
        404: no event has that id.
    """
    with opened(db) as log:
        place, station = (None, None) if log is None else (log.place, log.station)
        events = [] if log is None else list(log.events())
    last = len(events)
    if before is not None:
        last = next((i for i, one in enumerate(events) if one.id == before), -1)
        if last < 0:
            raise Refused(404, "there is no such event", where="before")
    first = max(last - limit, 0)
    shown = events[first:last][::-1]
    more = shown[-1].id if first > 0 and shown else None
    return LogPage(
        place=place, station=station, entries=[words_of(one) for one in shown], before=more
    )


def record(db: str | None, words: Mapping[str, Any], author: str | None) -> Recorded:
    """Record one event; a log that is not there yet is started.

    Raises
    ------
    InputError
        As `portcall log add` says it.
    DataError
        The database cannot take it.
    """
    now = datetime.now(UTC)
    given: dict[str, Any] = {"id": uuid4().hex[:16], "author": author, **words, "recorded_utc": now}
    if given.get("kind") == "withdrawn":
        given.setdefault("happened_utc", now)
    known = {key: value for key, value in given.items() if value is not None}
    if not isinstance(known.get("kind"), str):
        raise Refused(422, "unknown event", limit=", ".join(KINDS), where="event: kind")
    event = event_from(known, where="event")
    with open_log(db, create=True, wait_s=_WAIT_S) as log:
        receipt = log.add(event)
    return Recorded(
        recorded=[words_of(one) for one in receipt.recorded],
        already=[words_of(one) for one in receipt.already],
    )
