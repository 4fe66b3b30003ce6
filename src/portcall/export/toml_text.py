"""Values as TOML writes them, safe for whatever text they hold."""

import json
import re
from datetime import date, datetime

from portcall.catalogue.elements import RecordedElements
from portcall.core.sourced import Status

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def quoted(text: str) -> str:
    """Write a text as a TOML string.

    Examples
    --------
    >>> print(quoted("it's"), quoted('"').count('"'))
    "it's" 3
    """
    # JSON's escapes are TOML's; only DEL, which TOML forbids, JSON leaves as it is
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def comment(text: str) -> str:
    """Write a text as one line of comment."""
    return "# " + " ".join(_CONTROL.sub(" ", text).split())


def sourced(value: str, status: Status, source: str, note: str = "") -> str:
    """Write a sourced value; `value` is TOML already, and empty for an attribution alone."""
    parts = [f"value = {value}"] if value else []
    parts += [f"status = {quoted(status)}", f"source = {quoted(source)}"]
    if note:
        parts.append(f"note = {quoted(note)}")
    return "{ " + ", ".join(parts) + " }"


def elements_block(table: str, one: RecordedElements) -> list[str]:
    """Write one element set as a table of an array."""
    lines = [f"[[{table}]]"]
    for key, value in one.model_dump(exclude_defaults=True).items():
        lines.append(f"{key} = {_plain(value)}")
    return lines


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, (int, float)) else quoted(str(value))
