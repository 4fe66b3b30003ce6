"""The log as a file: JSON lines or CSV, in the order of recording; what is written reads back the same."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NoReturn

from portcall.core.errors import InputError, unknown_name
from portcall.records.station_log import Event
from portcall.traffic.log.words import columns, completed, event_from, words_of

Form = Literal["csv", "json-lines"]
_Row = tuple[int, dict[str, Any]]  # the line, and what it holds by key
_FORM_OF_ENDING: dict[str, Form] = {"csv": "csv", "jsonl": "json-lines", "ndjson": "json-lines"}


def form_of(name: str) -> Form:
    """Return the form of a file by how its name ends.

    Examples
    --------
    >>> form_of("log.jsonl")
    'json-lines'
    """
    form = _FORM_OF_ENDING.get(name.rpartition(".")[2].lower())
    if form is None:
        raise InputError(
            "neither CSV nor JSON lines", where=name, remedy="end the name in .csv or .jsonl"
        )
    return form


def write_events(events: Iterable[Event], form: Form) -> str:
    """Return events as the text of a file."""
    if form == "json-lines":
        lines = (json.dumps(words_of(event), ensure_ascii=False) for event in events)
        return "".join(line + "\n" for line in lines)
    out = io.StringIO()
    table = csv.DictWriter(out, columns(), lineterminator="\n")
    table.writeheader()
    for event in events:
        table.writerow({key: _cell(value) for key, value in words_of(event).items()})
    return out.getvalue()


def read_events(
    data: bytes, name: str, *, recorded_utc: datetime, author: str | None = None
) -> tuple[Event, ...]:
    """Read the events of a file.

    Parameters
    ----------
    data : bytes
        UTF-8 text.
    name : str
        The file's name: its ending says the form.
    recorded_utc : datetime
        When events are recorded that do not say.
    author : str, optional
        Who reports what names nobody.

    Returns
    -------
    tuple[Event, ...]
        In the order of the file. An event without an id gets one from its words, so that the same file
        read twice names the same events.

    Raises
    ------
    InputError
        One line with file, line and key.
    """
    form = form_of(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise InputError(f"not UTF-8 text (byte {why.start})", where=name) from None
    rows = _csv_rows(text, name) if form == "csv" else _json_rows(text, name)
    full = completed([words for _, words in rows], author=author, recorded_utc=recorded_utc)
    return tuple(
        event_from(words, where=f"{name}:{line}")
        for (line, _), words in zip(rows, full, strict=True)
    )


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _json_rows(text: str, name: str) -> list[_Row]:
    rows: list[_Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            words = json.loads(line, parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError) as why:
            raise InputError(f"not JSON: {why}", where=f"{name}:{number}") from None
        if not isinstance(words, dict):
            raise InputError("not an event", where=f"{name}:{number}", remedy="one object a line")
        rows.append((number, {key: one for key, one in words.items() if one is not None}))
    return rows


def _csv_rows(text: str, name: str) -> list[_Row]:
    table = csv.reader(io.StringIO(text), strict=True)
    rows: list[_Row] = []
    try:
        head = next(table, [])
        known = columns()
        for column in head:
            if column not in known:
                raise unknown_name("column", column, known, where=f"{name}:1")
        for cells in table:
            if len(cells) > len(head):
                raise InputError(
                    f"{len(cells)} cells", limit=f"{len(head)}", where=f"{name}:{table.line_num}"
                )
            words = {key: cell.strip() for key, cell in zip(head, cells, strict=False)}
            where = f"{name}:{table.line_num}"
            filled = {key: _value(key, cell, where) for key, cell in words.items() if cell}
            if filled:
                rows.append((table.line_num, filled))
    except csv.Error as why:
        raise InputError(f"not CSV: {why}", where=f"{name}:{table.line_num}") from None
    return rows


def _cell(value: Any) -> str:  # one value of an event, as `words_of` gives it
    if isinstance(value, dict):
        return ";".join(f"{name}={one}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return ";".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(key: str, cell: str, where: str) -> Any:  # as `event_from` takes it
    if key == "people":
        return [name.strip() for name in cell.split(";")]
    if key != "cargo_kg":
        return cell
    if cell == "none":
        return {}
    pairs = [part.partition("=") for part in cell.split(";")]
    if not all(equals for _, equals, _ in pairs):
        raise InputError(f"'{cell}' is no cargo", where=where, remedy="write food=120;water=420")
    return {name.strip(): mass for name, _, mass in pairs}
