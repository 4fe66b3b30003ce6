"""Figures as the page shows them, each with its place in the record, so that a test can follow it.

A shown figure carries `data-path` (where it stands in visit.json), `data-scale` (what it was multiplied
by) and `data-digits` (decimals, or `e` for scientific). Text that the record did not say carries
`data-from` instead, with the place that it is from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from portcall.core.time import format_utc
from portcall.records.visit import VisitRecord

THIN = "\u202f"  # between thousands, and between a figure and its unit
MINUS = "\u2212"
_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")
_SMALLEST_PLAIN = 1e-3


def plain_number(value: float, digits: int, *, signed: bool = False) -> str:
    """Write a number with thousands apart and a true minus sign.

    Examples
    --------
    >>> plain_number(12345.678, 1).replace(THIN, "'"), plain_number(0.2, 1, signed=True)
    ("12'345.7", '+0.2')
    """
    value = round(value, digits)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return sign + f"{abs(value):,.{digits}f}".replace(",", THIN)


def digits_for(value: float) -> int:
    """Return how many decimals tell something about a number of this size."""
    size = abs(value)
    return 0 if size >= 1000.0 or value == round(value) else 1 if size >= 10.0 else 3


def elapsed(met_s: float) -> str:
    """Write mission time as T+ hours, minutes and seconds, with days in front when there are any.

    Examples
    --------
    >>> elapsed(178866.5), elapsed(90.0)
    ('T+2 d 01:41:06', 'T+00:01:30')
    """
    whole = round(met_s)
    sign = MINUS if whole < 0 else "+"
    days, rest = divmod(abs(whole), 86400)
    hours, rest = divmod(rest, 3600)
    shown = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    return f"T{sign}{days} d {shown}" if days else f"T{sign}{shown}"


def clock_text(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Write an instant to the second, in UTC or in a zone."""
    if zone is None:
        return format_utc(moment)[:19].replace("T", " ")
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def event_name(event: str) -> str:
    """Write the name of an event for a reader.

    Examples
    --------
    >>> event_name("liftoff"), event_name("hooks_closed")
    ('lift-off', 'hooks closed')
    """
    return {"liftoff": "lift-off", "cutoff": "cut-off"}.get(event, event.replace("_", " "))


def said(text: str, source: str = "catalogue") -> str:
    """Return text that is not the record's, with the place that it is from."""
    return f'<span data-from="{escape(source)}">{escape(text)}</span>'


@dataclass(frozen=True)
class Shown:
    """A record, and the ways in which the page shows what stands in it."""

    record: VisitRecord
    zones: Sequence[ZoneInfo] = ()

    def at(self, path: str) -> object:
        """Return what stands at a place such as `events[3].utc`."""
        found: object = self.record
        for name, index in _STEP.findall(path):
            # a path is a literal of this room or a row's number: it walks records and tuples alone
            found = getattr(found, name) if name else found[int(index)]  # type: ignore[index]
        return found

    def value(self, path: str) -> float | None:
        """Return the number at a place, or None."""
        found = self.at(path)
        return float(found) if isinstance(found, (int, float)) else None

    def number(
        self,
        path: str,
        digits: int | None = None,
        unit: str = "",
        *,
        scale: float = 1.0,
        signed: bool = False,
        nothing: str = "",
    ) -> str:
        """Return a number of the record, scaled and with its unit; `nothing` where there is none."""
        found = self.value(path)
        if found is None:
            return nothing
        value = found * scale
        scientific = digits is None and 0.0 < abs(value) < _SMALLEST_PLAIN
        places = digits_for(value) if digits is None else digits
        text = f"{value:.1e}" if scientific else plain_number(value, places, signed=signed)
        mark = "e" if scientific else str(places)
        scaled = "" if scale == 1.0 else f' data-scale="{scale!r}"'
        behind = f"{THIN}{escape(unit)}" if unit else ""
        return f'<span data-path="{path}" data-digits="{mark}"{scaled}>{text}</span>{behind}'

    def difference(
        self, path: str, less: str, digits: int, unit: str = "", *, signed: bool = False
    ) -> str:
        """Return one number of the record less another."""
        value = (self.value(path) or 0.0) - (self.value(less) or 0.0)
        text = plain_number(value, digits, signed=signed)
        behind = f"{THIN}{escape(unit)}" if unit else ""
        return f'<span data-path="{path}" data-less="{less}" data-digits="{digits}">{text}</span>{behind}'

    def text(self, path: str) -> str:
        """Return a text of the record."""
        return f'<span data-path="{path}" data-kind="text">{escape(str(self.at(path)))}</span>'

    def name(self, path: str) -> str:
        """Return the name of an event of the record."""
        return f'<span data-path="{path}" data-kind="name">{escape(event_name(str(self.at(path))))}</span>'

    def count(self, path: str, where: str = "") -> str:
        """Return how many entries a list of the record has; `where` as `verdict=pass` picks among them."""
        entries = self.at(path)
        if not isinstance(entries, tuple):
            raise TypeError(f"{path} is no list")
        key, _, wanted = where.partition("=")
        many = sum(1 for one in entries if not key or str(getattr(one, key)) == wanted)
        picked = f' data-where="{where}"' if where else ""
        return f'<span data-path="{path}" data-kind="count"{picked}>{many}</span>'

    def clock(self, path: str, zone: ZoneInfo | None = None) -> str:
        """Return an instant of the record to the second, in UTC or in a zone; nothing for None."""
        found = self.at(path)
        if not isinstance(found, datetime):
            return ""
        in_zone = "" if zone is None else f' data-zone="{zone.key}"'
        text = clock_text(found, zone)
        return f'<time data-path="{path}" data-kind="utc"{in_zone}>{text}</time>'

    def met(self, path: str) -> str:
        """Return a mission time of the record."""
        found = self.value(path)
        if found is None:
            return ""
        return f'<span data-path="{path}" data-kind="met">{elapsed(found)}</span>'

    def duration(self, path: str, *, signed: bool = False) -> str:
        """Return seconds of the record in the unit that reads best."""
        found = self.value(path)
        if found is None:
            return ""
        size = abs(found)
        if size < 120.0:
            return self.number(path, 1, "s", signed=signed)
        if size < 7200.0:
            return self.number(path, 1, "min", scale=1.0 / 60.0, signed=signed)
        if size < 172800.0:
            return self.number(path, 1, "h", scale=1.0 / 3600.0, signed=signed)
        return self.number(path, 1, "days", scale=1.0 / 86400.0, signed=signed)
