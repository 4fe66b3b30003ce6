"""The tables of a run folder as columns: every row complete, every figure finite, or a clear error."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portcall.core.errors import DataError

_MOST_ROWS = 400_000


@dataclass(frozen=True)
class Table:
    """A table whose columns were found.

    Attributes
    ----------
    where : str
        Run and file, for errors.
    columns : dict[str, Sequence[str]]
        Cells of the wanted columns, by name.
    """

    where: str
    columns: dict[str, Sequence[str]]

    def texts(self, name: str) -> Sequence[str]:
        """Return a column as text."""
        return self.columns[name]

    def figures(self, name: str) -> list[float]:
        """Return a column as figures.

        Raises
        ------
        DataError
            A cell is no finite number.
        """
        try:
            found = list(map(float, self.texts(name)))
            if all(map(math.isfinite, found)):
                return found
        except ValueError:
            pass
        # something is wrong: go through them again for the line
        return [self._figure(name, line, cell) for line, cell in self._cells(name)]

    def maybe_figures(self, name: str) -> list[float | None]:
        """Return a column as figures, None where a cell is blank."""
        return [
            None if cell == "" else self._figure(name, line, cell)
            for line, cell in self._cells(name)
        ]

    def _cells(self, name: str) -> Iterator[tuple[int, str]]:
        return enumerate(self.texts(name), start=2)  # the first line holds the names

    def _figure(self, name: str, line: int, cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise _bad(self.where, f"line {line}: {name} is '{cell[:40]}'", "a number")
        return value


def _bad(where: str, what: str, limit: str) -> DataError:
    return DataError(what, limit=limit, where=where, remedy="make the run again, or delete it")


def read_table(content: bytes, columns: Sequence[str], *, where: str) -> Table:
    """Read a table by the names of its columns; others may be there too.

    Parameters
    ----------
    content : bytes
        The file, UTF-8.
    columns : Sequence[str]
        Wanted names.
    where : str
        Run and file, for errors.

    Raises
    ------
    DataError
        No text, a column missing, or a row cut off.
    """
    try:
        lines = csv.reader(io.StringIO(content.decode(), newline=""))
        names = next(lines, [])
        missing = [name for name in columns if name not in names]
        if missing:
            raise _bad(where, f"has no column '{missing[0]}'", ", ".join(columns))
        rows: list[list[str]] = []
        for row in lines:
            if len(row) != len(names):
                cells = f"line {lines.line_num} has {len(row)} cells"
                raise _bad(where, cells, f"{len(names)}; is it cut off?")
            rows.append(row)
            if len(rows) > _MOST_ROWS:
                raise _bad(where, f"has more than {_MOST_ROWS} rows", "what a run writes")
    except (UnicodeDecodeError, csv.Error) as why:
        raise _bad(where, f"is no table ({why})"[:200], "CSV in UTF-8") from None
    turned = list(zip(*rows, strict=True)) or [()] * len(names)
    return Table(where, {name: turned[names.index(name)] for name in columns})
