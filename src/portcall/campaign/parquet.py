"""Rows as Parquet: the same rows give the same bytes.

Source  Apache Parquet, through pyarrow; one row group a chunk, columns of float64 plus the run number.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

Array = NDArray[np.float64]

RUN = "run"
_METADATA = b"portcall"
_OPTIONS = {"compression": "zstd", "use_dictionary": False, "write_statistics": True}


def _schema(columns: Sequence[str], about: dict[str, object]) -> pa.Schema:
    fields = [pa.field(RUN, pa.int64(), nullable=False)]
    fields += [pa.field(name, pa.float64(), nullable=False) for name in columns]
    text = json.dumps(about, sort_keys=True, separators=(",", ":"))
    return pa.schema(fields, metadata={_METADATA: text.encode()})


def _plain(values: NDArray[np.generic], kind: pa.DataType) -> pa.Array:
    """Return numbers as a column; `pa.array` would import pandas, where there is one, to look at them."""
    return pa.Array.from_buffers(kind, values.size, [None, pa.py_buffer(values)])


def write_chunks(
    path: Path,
    columns: Sequence[str],
    chunks: Iterable[tuple[int, Array]],
    about: dict[str, object],
) -> None:
    """Write chunks of rows, each with the number of its first run, one row group each.

    Parameters
    ----------
    path : Path
        Written in place: the caller renames.
    columns : Sequence[str]
        Names of the rows' columns, without the run number.
    chunks : Iterable[tuple[int, Array]]
        First run and rows, shape (n, columns), in order.
    about : dict
        Small; kept in the file's own metadata.
    """
    schema = _schema(columns, about)
    with path.open("wb") as file, pq.ParquetWriter(file, schema, **_OPTIONS) as writer:
        for first, rows in chunks:
            runs = _plain(np.arange(first, first + len(rows), dtype=np.int64), pa.int64())
            values = [_plain(np.ascontiguousarray(column), pa.float64()) for column in rows.T]
            writer.write_table(pa.Table.from_arrays([runs, *values], schema=schema))


def _rows(table: pa.Table) -> Array:
    rows = np.empty((table.num_rows, table.num_columns - 1))
    for place, column in enumerate(table.columns[1:]):
        rows[:, place] = column.to_numpy()
    return rows


def read_chunks(path: Path) -> Iterable[tuple[int, Array]]:
    """Give the chunks of a file back, one at a time: number of the first run, rows."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group, use_threads=False)
            yield table.column(RUN)[0].as_py(), _rows(table)


def read_column(path: Path, name: str) -> Array:
    """Return one column of a file, shape (runs,)."""
    with pq.ParquetFile(path) as file:  # opened by itself: as a data set it takes twice as long
        values: Array = file.read(columns=[name], use_threads=False).column(0).to_numpy()
    return values
