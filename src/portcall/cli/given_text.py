"""Texts that a user names, in files or on standard input, with what was done to read them."""

import codecs
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from portcall.cli.given_file import given_bytes
from portcall.core.errors import InputError

LARGEST_BYTES = 2_000_000  # a report is a few kilobytes; a year of a blog is less than this
STANDARD_INPUT = "-"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_STRANGE = 0.02  # of the characters; prose has none, random bytes some ten per cent
_MOST_REPLACED = 0.10  # one in ten is beyond any report in an older encoding of a Latin script
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True)
class GivenText:
    """A text, the name it goes by, and what was done to read it."""

    source: str
    text: str
    notes: tuple[str, ...] = ()


def given_text(name: str) -> GivenText:
    """Return the text in a file, or on standard input for `-`.

    Raises
    ------
    InputError
        It cannot be read, is empty, too large, or no text.
    """
    if name == STANDARD_INPUT:
        source, content = "standard input", _standard_input()
    else:
        path = Path(name)
        if path.is_dir():
            raise InputError("is a folder", where=name, remedy="name the files in it")
        source, content = name, given_bytes(path, LARGEST_BYTES)
    text, notes = _decoded(content, source)
    if name.lower().endswith((".html", ".htm", ".xhtml")) or _HTML.match(text[:2000]):
        from portcall.cli.html_words import words_of

        text = words_of(text)
        notes = (*notes, "a web page: its words are read, its markup is left out")
    if not text.strip():
        raise InputError("no words in it", where=source, remedy="give a text about a visit")
    return GivenText(source, text, notes)


def _standard_input() -> bytes:
    found = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    if len(found) > LARGEST_BYTES:
        raise InputError(
            "more than that came", limit=f"{LARGEST_BYTES} bytes", where="standard input"
        )
    return found


def _decoded(content: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    mark, encoding = next((one for one in _MARKS if content.startswith(one[0])), (b"", "utf-8"))
    body = content.removeprefix(mark)
    text = body.decode(encoding, errors="replace")
    replaced = text.count("\ufffd") - (body.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    strange = len(_CONTROL.findall(text))
    if strange > _MOST_STRANGE * len(text) or replaced > _MOST_REPLACED * len(text):
        raise InputError("is not a text", where=source, remedy="save it as plain text or HTML")
    notes = () if encoding == "utf-8" else (f"read as {encoding.upper()}",)
    if replaced > 0:
        at = text.index("\ufffd")
        places = "place" if replaced == 1 else "places"
        where = f"{replaced} unreadable {places}, the first at character {at}, read as \ufffd"
        notes = (*notes, f"not clean {encoding.upper()}: {where}")
    return text, notes
