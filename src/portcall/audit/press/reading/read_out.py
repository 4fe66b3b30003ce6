"""Tables read out: each cell with its heading and its row, as lines that the later stages understand.

Model   A table whose headings name events tells in each cell one event of the ship of its row. One whose
        rows name events has their dates and clocks in its other columns, in the zones of the headings.
        A countdown has a clock, the time to go, and what happens. All others are labels with values.
Valid   Tables of lines; a row in which no ship, or no event, is known is left to claim nothing.
Source  Chosen here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from portcall.audit.press.reading.events.event_mention import SILENT
from portcall.audit.press.reading.mentions.zones_said import read_zone
from portcall.audit.press.reading.text.grammar import Language
from portcall.audit.press.reading.text.lexicon import find_items
from portcall.audit.press.reading.text.marked import Marked
from portcall.audit.press.reading.text.plain_text import PlainText
from portcall.audit.press.reading.text.table_lines import Cell, Table, aligned, find_tables
from portcall.audit.press.reading.text.tokens import tokenize

CENTURY = "20"
_CLOCK = re.compile(r"\d[:h]\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{2,4}")
MAX_TIME = 60
_COUNT = re.compile(r"\s*(?:[TLE]\s*)?[-+\u00b1]|\s*\d{1,3}\s*$")
_SHORT_DAY = re.compile(r"(\d{1,2}/\d{1,2}/)(\d{2})")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d){1,2}")
_WORD = re.compile(r"[^\W\d_]{2}")

Piece = Cell | str


def read_out(plain: PlainText, language: Language) -> PlainText:
    """Return a text with its tables read out; the way back leads to the cells."""
    pieces: list[Piece] = []
    place = 0
    for table in find_tables(plain.plain):
        lines = [line for line in _lines(table, plain.plain, language) if line]
        if not lines:
            continue
        pieces += [Cell(place, table.first), "\n"]
        for line in lines:
            pieces += [*line, "\n\n"]
        place = table.last
    if not pieces:
        return plain
    pieces.append(Cell(place, len(plain.plain)))
    return _joined(plain, pieces)


def _joined(plain: PlainText, pieces: Sequence[Piece]) -> PlainText:
    words: list[str] = []
    places: list[int] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            places += [places[-1] if places else 0] * len(piece)
        else:
            words.append(plain.plain[piece.first : piece.last])
            places += [plain.place(i) for i in range(piece.first, piece.last)]
    return PlainText("".join(words), tuple(places))


def _lines(table: Table, plain: str, language: Language) -> Iterator[list[Piece]]:
    def text(cell: Cell) -> str:
        return plain[cell.first : cell.last]

    head = table.rows[0]
    cells = [cell for row in table.rows[1:] for cell in row]
    timed = any(_is_time(text(cell), language) for cell in (*head, *cells))
    if not timed and table.kind != "dots":
        return
    titled = (
        table.kind != "dots"
        and len(head) > 1
        and not any(_is_time(text(cell), language) for cell in head)
    )
    if table.kind == "dots" and any(_is_time(text(row[0]), language) for row in table.rows):
        yield from _countdown(table, plain, language)
    elif titled and _is_of_ships(table, plain, language):
        yield from _by_ship(table, plain, language)
    elif titled and _has_columns(table, plain, language):
        yield from _by_event(table, plain, language)
    else:
        for row in table.rows:
            label, *values = [cell for cell in row if cell.first < cell.last] or [Cell(0, 0)]
            yield [label, *(piece for value in values for piece in (": ", value))]


def _is_of_ships(table: Table, plain: str, language: Language) -> bool:
    """Return whether a row has a ship, and a time under a heading that names an event."""
    head = table.rows[0]
    events = [
        i for i, cell in enumerate(head) if _event_of(plain[cell.first : cell.last], language)
    ]
    if not events:
        return False
    for row in aligned(table, plain):
        words = {i: plain[cell.first : cell.last] for i, cell in row.items()}
        timed = any(_is_time(words[i], language) for i in events if i in words)
        if timed and any(_ship_in(word, language) for i, word in words.items() if i not in events):
            return True
    return False


def _has_columns(table: Table, plain: str, language: Language) -> bool:
    """Return whether the rows have several cells under headings of which one is of times."""
    times = {
        i
        for row in aligned(table, plain)
        for i, cell in row.items()
        if _is_time(plain[cell.first : cell.last], language)
    }
    if len(table.rows[0]) > 2:
        return bool(times)
    return bool(times) and any(_zone_of(table.rows[0][i], plain, language) for i in times)


def _is_time(words: str, language: Language) -> bool:
    if _COUNT.match(words) or len(words) > MAX_TIME:
        return False
    return bool(_CLOCK.search(words)) or _is_dated(words, language)


def _is_dated(words: str, language: Language) -> bool:
    """Return whether a cell has a day: "8 April 2025", "2025-04-08"."""
    if not any(sign.isdigit() for sign in words):
        return False
    items = find_items(tokenize(words), language.lexicon)
    return bool(_NUMERIC.search(words)) or any(item.role == "month" for item in items)


def _event_of(words: str, language: Language) -> bool:
    """Return whether a heading names an event."""
    return any(
        item.role == "event" and language.events[int(item.value)].kind not in SILENT
        for item in find_items(tokenize(words), language.lexicon)
    )


def _ship_in(words: str, language: Language) -> bool:
    return any(item.role == "ship" for item in find_items(tokenize(words), language.lexicon))


def _zone_of(cell: Cell, plain: str, language: Language) -> Cell | None:
    """Return the characters of a heading that name a zone."""
    words = plain[cell.first : cell.last]
    return _zone_among(words, cell, language) or _zone_among(words.upper(), cell, language)


def _zone_among(words: str, cell: Cell, language: Language) -> Cell | None:
    marked = Marked(words, language)
    for i in range(marked.size):
        found = read_zone(marked, i, city_alone=True)
        if found is not None and marked.text(i) != "(":
            first, last = marked.span(i, found[1])
            return Cell(cell.first + first, cell.first + last)
    return None


def _by_ship(table: Table, plain: str, language: Language) -> Iterator[list[Piece]]:
    """Read a table with an event, or a thing, in each heading and a ship in each row."""
    head = table.rows[0]
    zones = {i: _zone_of(cell, plain, language) for i, cell in enumerate(head)}
    for row in aligned(table, plain):
        ships = [i for i, cell in row.items() if _ship_in(plain[cell.first : cell.last], language)]
        if not ships:
            continue
        ship = row[ships[0]]
        for i, cell in row.items():
            if i == ships[0] or cell.first == cell.last:
                continue
            yield [ship, ", ", head[i], ": ", *_with_zone(cell, zones.get(i), plain)]


def _with_zone(cell: Cell, zone: Cell | None, plain: str) -> list[Piece]:
    words = plain[cell.first : cell.last]
    return [cell, " ", zone] if zone is not None and _CLOCK.search(words) else [cell]


def _by_event(table: Table, plain: str, language: Language) -> Iterator[list[Piece]]:
    """Read a table with an event in each row, its date and clocks in the other cells."""
    head = table.rows[0]
    zones = {i: _zone_of(cell, plain, language) for i, cell in enumerate(head)}
    for row in aligned(table, plain):
        times = [i for i, cell in row.items() if _is_time(plain[cell.first : cell.last], language)]
        named = [
            cell
            for i, cell in row.items()
            if i not in times
            and _WORD.search(plain[cell.first : cell.last])
            and not _COUNT.match(plain[cell.first : cell.last])
        ]
        if not named:
            continue
        name: list[Piece] = [piece for cell in named for piece in (cell, ", ")][:-1]
        for group in _groups(times, head, zones, row, plain, language):
            yield [*name, *group]


def _groups(
    times: Sequence[int],
    head: Sequence[Cell],
    zones: Mapping[int, Cell | None],
    row: Mapping[int, Cell],
    plain: str,
    language: Language,
) -> Iterator[list[Piece]]:
    """Yield what is told of a row: again for each column that has a full time of its own."""
    group: list[Piece] = []
    clocked = False
    for i in times:
        words = plain[row[i].first : row[i].last]
        clock = _CLOCK.search(words) is not None
        full = clock and _is_dated(words, language)
        if clocked and full and zones.get(i) is not None and _words_beside(head[i], zones[i]):
            yield group
            group, clocked = _heading(head[i], plain, language), False
        elif clocked:
            if clock and not full and zones.get(i) is not None:
                group += [" (", *_with_zone(row[i], zones[i], plain), ")"]
            continue
        elif full:
            group += _heading(head[i], plain, language)
        group += [": " if not clocked and not group else ", ", *_with_zone(row[i], zones[i], plain)]
        clocked = clocked or clock
    if group:
        yield group


def _heading(cell: Cell, plain: str, language: Language) -> list[Piece]:
    """Return the heading of a time: "predicted", "flown"; not one that names another event."""
    words = plain[cell.first : cell.last]
    return [] if _event_of(words, language) else [", ", cell]


def _words_beside(cell: Cell, zone: Cell | None) -> bool:
    return zone is not None and zone.first - cell.first > 2


def _countdown(table: Table, plain: str, language: Language) -> Iterator[list[Piece]]:
    """Read lines of a clock, dots, and what happens, under the zone of the first of them."""
    zone: Cell | None = None
    day: list[Piece] = []
    for row in table.rows:
        words = [plain[cell.first : cell.last] for cell in row]
        if len(row) == 1:
            if _CLOCK.search(words[0]) or not _DAY.fullmatch(words[0]):
                day = []
                yield [row[0]]
                continue
            short = _SHORT_DAY.fullmatch(words[0])
            middle = row[0].last - 2
            day = [
                " ",
                Cell(row[0].first, middle),
                CENTURY if short else "",
                Cell(middle, row[0].last),
            ]
            continue
        if not _is_time(words[0], language):
            zone = _zone_of(row[0], plain, language) or zone
            continue
        named = [cell for i, cell in enumerate(row) if i and _WORD.search(words[i])]
        told = named[0] if named else row[-1]
        what = Cell(told.first, row[-1].last)
        in_zone: list[Piece] = [" ", zone] if zone is not None else []
        yield [row[0], *in_zone, *day, ": ", what]
