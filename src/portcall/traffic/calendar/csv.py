"""The lines of a calendar as CSV: a visit, a spacewalk, or the span that is complete, each."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from pydantic import ValidationError

from portcall.catalogue.read import refusal
from portcall.core.errors import InputError, unknown_name
from portcall.records.stocks import resource_named
from portcall.traffic.calendar.rows import (
    SPACEWALK_KEYS,
    VISIT_KEYS,
    SpacewalkRow,
    SpanRow,
    VisitRow,
)

COLUMNS = ("kind", *VISIT_KEYS, *(key for key in SPACEWALK_KEYS if key not in VISIT_KEYS))
LISTS = {"crew_up", "crew_down", "people"}
Row = VisitRow | SpacewalkRow | SpanRow
ROWS: dict[str, type[Row]] = {"visit": VisitRow, "spacewalk": SpacewalkRow, "complete": SpanRow}
LocatedRow = tuple[str, Row]  # where it stands, and what it says


def csv_rows(content: bytes, name: str) -> Iterator[LocatedRow]:
    """Yield the lines of a CSV calendar, each with where it stands.

    Empty lines and lines that start with `#` are left out. Lists of names are parted by `;`.
    """
    text = _text(content, name)
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(table, [])]
        _require_columns(header, name)
        for cells in table:
            where = f"{name}: line {table.line_num}"
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            if len(cells) > len(header):
                raise InputError(
                    f"{len(cells)} cells",
                    limit=f"{len(header)} columns",
                    where=where,
                    remedy="put cells with commas into quotes",
                )
            yield where, _csv_row(dict(zip(header, cells, strict=False)), where)
    except csv.Error as why:
        raise InputError(f"not CSV: {why}", where=f"{name}: line {table.line_num}") from None


def _require_columns(header: Sequence[str], name: str) -> None:
    for column in header:
        if column in COLUMNS:
            continue
        if column.endswith("_kg"):
            resource_named(column.removesuffix("_kg"), where=f"{name}: line 1")
        near = get_close_matches(column, COLUMNS, n=1, cutoff=0.5)
        remedy = f"did you mean '{near[0]}'?" if near else "known: " + ", ".join(COLUMNS)
        raise InputError(f"unknown column '{column}'", where=f"{name}: line 1", remedy=remedy)
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise InputError(f"the column '{twice[0]}' comes twice", where=f"{name}: line 1")
    for column in ("ship", "vehicle", "dock"):
        if column not in header:
            raise InputError(
                f"the column '{column}' is missing", where=f"{name}: line 1", remedy="add it"
            )


def _csv_row(cells: Mapping[str, str], where: str) -> Row:
    filled: dict[str, object] = {
        key: tuple(part.strip() for part in cell.split(";") if part.strip())
        if key in LISTS
        else cell.strip()
        for key, cell in cells.items()
        if cell.strip()
    }
    kind = str(filled.pop("kind", "visit"))
    if kind not in ROWS:
        raise unknown_name("kind of line", kind, ROWS, where=f"{where}: kind")
    model = ROWS[kind]
    try:
        return model.model_validate(filled)
    except ValidationError as why:
        raise refusal(why, model, where) from None


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise InputError(f"not UTF-8 text (byte {why.start})", where=name) from None
