"""A record as rows of text: key, value, status, source."""

from collections.abc import Iterator
from datetime import date

from portcall.catalogue.record import Attribution, Record
from portcall.core.sourced import Figure

Row = tuple[str, ...]


def _range(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"{figure.value:g}"
    return f"{figure.value:g} ({figure.low:g} to {figure.high:g})"


def _rows(value: object, path: str) -> Iterator[Row]:
    if isinstance(value, Figure):
        yield path, _range(value), value.status, value.source
    elif isinstance(value, Attribution):
        yield path, "", value.status, value.source
    elif isinstance(value, Record) and {"value", "status", "source"} <= set(
        type(value).model_fields
    ):
        yield (path, *(str(getattr(value, name)) for name in ("value", "status", "source")))
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _rows(getattr(value, name), f"{path}.{name}".lstrip("."))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _rows(item, f"{path}.{key}")
    elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
        for index, item in enumerate(value):
            yield from _rows(item, f"{path}[{index}]")
    elif isinstance(value, tuple):
        yield path, ", ".join(str(item) for item in value), "", ""
    elif isinstance(value, date):
        yield path, value.isoformat(), "", ""
    elif value not in (None, ""):
        yield path, str(value), "", ""


def lines_of(record: Record) -> list[Row]:
    """Return a header and one row a stated key of a record: key, value, status, source."""
    return [("key", "value", "status", "source"), *_rows(record, "")]
