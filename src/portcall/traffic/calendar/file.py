"""A user's calendar of visits from a CSV or TOML file, every refusal one line that says where.

A visit that overlaps another, or is at a port that it cannot use, is read: that is for the judge.
What cannot be meant is refused: a name that nothing carries, a ship listed twice, a negative mass, an
undocking before the docking.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import ValidationError

from portcall.catalogue.calendar import Calendar
from portcall.catalogue.load import Catalogue
from portcall.catalogue.read import MAX_FILE_BYTES, parse_record, refusal
from portcall.catalogue.record import Identifier, Record
from portcall.core.errors import DataError, InputError
from portcall.records.known_time import gap_days
from portcall.records.port_calendar import PortCalendar, PortStay
from portcall.traffic.calendar.csv import LocatedRow, csv_rows
from portcall.traffic.calendar.recorded import fill_blanks, recorded_calendar
from portcall.traffic.calendar.rows import (
    SpacewalkRow,
    SpanRow,
    VisitRow,
    spacewalk_of,
    stay_of,
)
from portcall.traffic.check.rules import traffic_rules
from portcall.traffic.plan.calendar import calendar_of
from portcall.traffic.plan.plan_file import plan_from_json

LONGEST_MOVE_DAYS = 1.0
MOST_VISITS = 500  # thirty years of a busy station; the judge compares visits pair by pair


class CalendarWords(Record):
    """A calendar as a user writes it in TOML."""

    station: Identifier = "iss"
    complete_from: date | None = None
    complete_to: date | None = None
    crew_at_start: tuple[str, ...] = ()
    visit: tuple[VisitRow, ...] = ()
    spacewalk: tuple[SpacewalkRow, ...] = ()


def read_calendar(name: str | Path, catalogue: Catalogue) -> PortCalendar:
    """Read a calendar by the id of a recorded one, or from a CSV or TOML file.

    Parameters
    ----------
    name : str or Path
        `iss-history`, or a file whose name ends in `.csv` or `.toml`; or in `.json`, a traffic plan.
    catalogue : Catalogue
        Knows vehicles, ports and airlocks.

    Returns
    -------
    PortCalendar
        Its stays in the order of the arrivals, moves joined, blank departures bounded by the next
        arrival at their port.

    Raises
    ------
    InputError
        One line: file, line or key, what is wrong, what to do.
    DataError
        When the file cannot be read.
    """
    path = Path(name)
    if path.suffix.lower() not in {".csv", ".toml", ".json"}:
        return recorded_calendar(catalogue.calendar(str(name)))
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                "too long for a calendar", limit=f"{MAX_FILE_BYTES} bytes", where=path.name
            )
        content = path.read_bytes()
    except OSError as why:
        raise DataError(
            f"cannot be read: {why.strerror or why}", where=str(path), remedy="check the path"
        ) from None
    return parse_calendar(content, path.name, catalogue)


def parse_calendar(content: bytes, name: str, catalogue: Catalogue) -> PortCalendar:
    """Read the bytes of a calendar file; see `read_calendar`."""
    if name.lower().endswith(".csv"):
        rows = list(csv_rows(content, name))
        spans = [(where, row) for where, row in rows if isinstance(row, SpanRow)]
        if len(spans) > 1:
            raise InputError("a second span", where=spans[1][0], remedy="keep one `complete` line")
        words = _words(*spans[0]) if spans else CalendarWords()
        return _calendar(words, rows, name, catalogue)
    if name.lower().endswith(".json"):
        return calendar_of(plan_from_json(content, name))
    if _is_recorded(content):
        return recorded_calendar(parse_record(content, Calendar, where=name))
    words = parse_record(content, CalendarWords, where=name)
    rows = [*_located(content, name, "visit", words.visit)]
    rows += _located(content, name, "spacewalk", words.spacewalk)
    return _calendar(words, rows, name, catalogue)


def _words(where: str, span: SpanRow) -> CalendarWords:
    """Return the frame that a CSV calendar gives itself."""
    try:
        return CalendarWords.model_validate(
            {"complete_from": span.dock, "complete_to": span.undock, "crew_at_start": span.crew_up}
        )
    except ValidationError as why:
        raise refusal(why, CalendarWords, where) from None


def _located(
    content: bytes, name: str, key: str, rows: Sequence[VisitRow | SpacewalkRow]
) -> Iterator[LocatedRow]:
    """Yield the rows of a TOML file with the line of each header, where headers are written out."""
    lines = content.decode("utf-8").splitlines()
    header = re.compile(rf"\s*\[\[\s*{key}\s*\]\]")
    at = [number for number, line in enumerate(lines, start=1) if header.match(line)]
    for index, row in enumerate(rows):
        place = f"line {at[index]}" if len(at) == len(rows) else f"{key}[{index}]"
        yield f"{name}: {place}", row


def _is_recorded(content: bytes) -> bool:
    try:
        return "stay" in tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return False  # the reader of the user's form says what is wrong


def _calendar(
    words: CalendarWords, rows: Sequence[LocatedRow], name: str, catalogue: Catalogue
) -> PortCalendar:
    station = catalogue.station(words.station)
    rules = traffic_rules(catalogue, words.station)
    ports = [port.id for port in station.port]
    airlocks = [airlock.id for airlock in rules.book.airlock]
    stays = [
        (where, stay_of(row, vehicles=rules.visitors, ports=ports, where=where))
        for where, row in rows
        if isinstance(row, VisitRow)
    ]
    if not stays:
        raise InputError("no visit in it", where=name, remedy="add a visit")
    if len(stays) > MOST_VISITS:
        raise InputError(f"{len(stays)} visits", limit=f"{MOST_VISITS}", where=name)
    _refuse_twice(stays)
    in_order = sorted((stay for _, stay in stays), key=lambda one: one.arrival.middle_utc)
    return PortCalendar(
        station=words.station,
        stays=fill_blanks(joined(in_order)),
        spacewalks=tuple(
            spacewalk_of(row, airlocks=airlocks, where=where)
            for where, row in rows
            if isinstance(row, SpacewalkRow)
        ),
        complete_from_utc=_midnight(words.complete_from, 0),
        complete_to_utc=_midnight(words.complete_to, 1),
        crew_at_start=words.crew_at_start,
    )


def _refuse_twice(stays: Sequence[tuple[str, PortStay]]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for where, stay in stays:
        before = seen.setdefault((stay.ship, stay.arrival.iso), where)
        if before != where:
            raise InputError(
                f"{stay.ship} docks {stay.arrival} twice",
                where=where,
                remedy=f"remove it, or the one in {before.rpartition(': ')[2]}",
            )


def _midnight(day: date | None, days_on: int) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), UTC) + timedelta(days=days_on)


def joined(stays: Sequence[PortStay]) -> tuple[PortStay, ...]:
    """Return stays in order, two of one ship within a day of each other joined as a relocation."""
    result = list(stays)
    for index in range(len(result)):
        stay = result[index]
        later = next(
            (i for i in range(index + 1, len(result)) if result[i].ship == stay.ship), None
        )
        if later is None or stay.departure is None:
            continue
        after = result[later]
        if (stay.ends, after.begins) != ("visit", "visit") or stay.port == after.port:
            continue
        least_days, most_days = gap_days(stay.departure, after.arrival)
        if least_days <= LONGEST_MOVE_DAYS and most_days >= 0.0:
            result[index] = stay.model_copy(update={"ends": "relocation"})
            result[later] = after.model_copy(update={"begins": "relocation"})
    return tuple(result)
