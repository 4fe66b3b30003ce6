"""Tables in plain text: lines whose cells stand apart by tabs, bars, wide gaps or dots."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_CELL = 120
LISTED, LEAST_LISTED = frozenset({"comma", "semicolon"}), 3
MAX_PROSE = 60
SHORT_LINE = 40
DEEP = 20 * " "
_GAPS = {
    "bar": re.compile(r"\s*\|+\s*"),
    "dots": re.compile(r"(?:\. ?){3,}"),
    "tab": re.compile(r"\s*\t\s*"),
    "comma": re.compile(r",(?=\S|$)|(?<=,)$"),
    "semicolon": re.compile(r"\s*;\s*"),
    "space": re.compile(r"[ \t]{2,}"),
}
_RULE = re.compile(r"[\s|:=+_*\-\u2500-\u257f]+")
_DAY = re.compile(r"\s*(\d{1,2}/\d{1,2}/\d{2}(?:\d{2})?)\s*")
_DOTS = re.compile(r"(?:\. ?){4,}|(?: \.){3}")
_STOP = re.compile(r"[a-z]\.\s*$|[a-z]\.\s")
_DIGIT = re.compile(r"\d")
_PROSE_END = re.compile(r"[a-z]{3}[.!?]\s+[A-Z]")


class Cell(NamedTuple):
    """Characters from `first` to before `last` of the plain text."""

    first: int
    last: int


class Table(NamedTuple):
    """Rows of cells; `first` and `last` bound it in the text. A day alone is a row of one cell."""

    kind: str
    first: int
    last: int
    rows: Sequence[Sequence[Cell]]


def find_tables(plain: str) -> Iterator[Table]:
    """Yield the tables of a plain text in its order.

    Parameters
    ----------
    plain : str
        A text whose dashes and spaces are plain.
    """
    kind, first, last = "", 0, 0
    rows: list[Sequence[Cell]] = []
    place = 0
    for line in plain.splitlines(keepends=True):
        start, place = place, place + len(line)
        cells = _cells(line, start)
        here = _kind_of(line, cells)
        if here == "rule" and kind in {"bar", "tab", "space"}:
            continue
        if kind == "space" and not here and line.startswith(DEEP):
            continue  # the rest of a cell that was too long
        if kind == "dots" and not here and len(line) <= SHORT_LINE:
            here, cells = "day", {"day": [Cell(start, start + len(line.rstrip()))]}
        goes_on = here == kind or (here == "day" and kind in {"dots", "space"})
        if kind == "dots" and here == "blank":
            continue
        if kind and not goes_on:
            yield from _table(plain, kind, first, last, rows)
            kind, rows = "", []
        if here in _GAPS and not kind:
            kind, first = here, start
        if kind:
            rows.append(cells[here])
            last = place
    if kind:
        yield from _table(plain, kind, first, last, rows)


def _cells(line: str, start: int) -> dict[str, list[Cell]]:
    """Return the cells of a line for each way in which it may be cut."""
    found: dict[str, list[Cell]] = {}
    for kind, gap in _GAPS.items():
        at = [(one.start(), one.end()) for one in gap.finditer(line.rstrip())]
        if not at:
            continue
        ends = [0, *(place for one in at for place in one), len(line.rstrip())]
        cut = [Cell(start + ends[i], start + ends[i + 1]) for i in range(0, len(ends), 2)]
        if kind == "bar" and cut[0].first == cut[0].last:
            cut = cut[1:]
        if kind == "bar" and cut and cut[-1].first == cut[-1].last:
            cut = cut[:-1]
        if kind == "dots":
            cut = [_with_stop(line, cell, start) for cell in cut]
        if kind == "space":
            cut = [cell for cell in cut if cell.first < cell.last]
        found[kind] = cut
    day = _DAY.fullmatch(line)
    if day is not None:
        found["day"] = [Cell(start + day.start(1), start + day.end(1))]
    return found


def _with_stop(line: str, cell: Cell, start: int) -> Cell:
    """Return a cell with the dot of its "p.m.", which is the first of those behind it."""
    halves = line[: cell.last - start].lower().endswith(("a.m", "p.m"))
    return Cell(cell.first, cell.last + halves)


def _kind_of(line: str, cells: dict[str, list[Cell]]) -> str:
    if line.isspace():
        return "blank"
    if _RULE.fullmatch(line):
        return "rule"
    if "day" in cells:
        return "day"
    if "dots" in cells and not _DOTS.search(line):
        del cells["dots"]
    for kind in ("bar", "dots", "tab", "space", "comma", "semicolon"):
        cut = cells.get(kind, ())
        if kind in LISTED and (len(cut) < LEAST_LISTED or ", " in line or _STOP.search(line)):
            continue
        if len(cut) >= 2 and all(cell.last - cell.first <= MAX_CELL for cell in cut):
            return kind if kind != "space" or not _PROSE_END.search(line) else ""
    return ""


def _table(
    plain: str, kind: str, first: int, last: int, rows: Sequence[Sequence[Cell]]
) -> Iterator[Table]:
    """Yield a table, when its lines are more than a sentence with a wide gap."""
    wide = [row for row in rows if len(row) > 1]
    if len(wide) < 2 or not _DIGIT.search(plain, first, last):
        return
    if kind == "space" and all(one.last - one.first > MAX_PROSE for row in wide for one in row):
        return
    yield Table(kind, first, last, rows)


def aligned(table: Table, plain: str) -> list[dict[int, Cell]]:
    """Return the rows behind the first with each cell under its column of the first.

    Cells set apart by blanks belong to the heading they stand under; others are counted.
    """
    head = table.rows[0]
    found: list[dict[int, Cell]] = []
    line_of_head = plain.rfind("\n", 0, head[0].first) + 1
    for row in table.rows[1:]:
        if table.kind != "space" or len(row) == len(head):
            found.append({i: cell for i, cell in enumerate(row) if i < len(head)})
            continue
        shift = plain.rfind("\n", 0, row[0].first) + 1 - line_of_head
        columns: dict[int, Cell] = {}
        for cell in row:
            columns.setdefault(_under(head, cell.first - shift, cell.last - shift), cell)
        found.append(columns)
    return found


def _under(head: Sequence[Cell], first: int, last: int) -> int:
    """Return the column that a cell stands under: the one it shares most with, else the nearest."""

    def apart(i: int) -> int:
        return max(head[i].first, first) - min(head[i].last, last)

    return min(range(len(head)), key=apart)
