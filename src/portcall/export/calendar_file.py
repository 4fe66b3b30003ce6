"""The timeline as an iCalendar file: one entry an event, the same identifiers for the same flight.

Source  RFC 5545, sections 3.1 (lines of at most 75 octets), 3.3.11 (escaped text), 3.6.1 (events).
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from portcall.core.time import format_utc
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import VisitRecord

LINE_OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def escaped(text: str) -> str:
    r"""Return text as a TEXT value.

    Examples
    --------
    >>> escaped("two\nlines; a, b")
    'two\\nlines\\; a\\, b'
    """
    plain = _CONTROL.sub(" ", re.sub(r"\r\n?", "\n", text)).replace("\t", " ")
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a content line in pieces of at most 75 octets, no character torn apart."""
    pieces, piece, room = [], "", LINE_OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LINE_OCTETS - 1  # the space that marks a continuation
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])


def stamp(moment: datetime) -> str:
    """Return an instant as a DATE-TIME value, to the nearest second."""
    nearest = moment + timedelta(microseconds=500_000)
    return nearest.strftime("%Y%m%dT%H%M%SZ")


def identifier(text: str) -> str:
    """Return text as part of a UID."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text)


def _description(event: TimelineEvent) -> str:
    lines = [
        f"Predicted {format_utc(event.utc)}, sigma {event.sigma_s:.1f} s",
        f"Mission elapsed time {event.met_s:.1f} s; {event.basis}",
    ]
    if event.flown_utc is not None:
        error = "" if event.error_s is None else f"; predicted minus flown {event.error_s:+.1f} s"
        lines.append(f"Flown {format_utc(event.flown_utc)}{error}")
    if event.note:
        lines.append(event.note)
    return "\n".join(lines)


def _entry(record: VisitRecord, event: TimelineEvent, uid: str) -> list[str]:
    name = event.event.replace("_", " ")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp(record.elements.epoch_utc)}",
        f"DTSTART:{stamp(event.utc)}",
        f"SUMMARY:{escaped(f'{record.flight}: {name}')}",
        f"DESCRIPTION:{escaped(_description(event))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def visit_ics(record: VisitRecord, *, tool_version: str) -> str:
    """Return the timeline as a calendar.

    Parameters
    ----------
    record : VisitRecord
        Its events become entries; times are rounded to the second, as the format has no finer ones.
        The elements' epoch is each entry's stamp, so that the same record gives the same bytes.
    tool_version : str
        Named as the producer.

    Returns
    -------
    str
        The file, lines ending in CR LF, to be encoded as UTF-8.
    """
    entries = []
    seen: Counter[str] = Counter()
    for event in record.events:
        seen[event.event] += 1
        again = f"-{seen[event.event]}" if seen[event.event] > 1 else ""
        uid = identifier(f"{record.flight}-{event.event}{again}") + "@portcall.invalid"
        entries.append(_entry(record, event, uid))
    return calendar_text(entries, tool_version=tool_version)


def calendar_text(entries: Iterable[Iterable[str]], *, tool_version: str) -> str:
    """Return entries, each from BEGIN:VEVENT to END:VEVENT, as the text of a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//portcall//portcall {escaped(tool_version)}//EN",
        "CALSCALE:GREGORIAN",
        *(line for entry in entries for line in entry),
        "END:VCALENDAR",
    ]
    return "".join(folded(line) + "\r\n" for line in lines)
