"""Reads the area and the times out of a navigational warning or an air notice.

Letters name either the parts of an area (each with its own ring) or the corners of one ring: they
are corners when each holds a single coordinate. A ring in a notice is closed by itself. `WITHIN n
MILES OF` makes circles; miles are nautical.

Source  NGA and NAVAREA broadcast warnings 656/2019, 384/21, 372/23, 2686/26 and 189/26, as printed.
"""

import re
from dataclasses import dataclass, field

from portcall.core.errors import InputError
from portcall.disposal.coordinates import Found, find_coordinates, place_in
from portcall.disposal.notice_times import TimedWindow, read_times
from portcall.disposal.spherical_polygon import checked_ring
from portcall.records.area import Area, AreaPart, Window

NAUTICAL_MILE_KM = 1.852  # exact by definition (1929)
_WORDS = (
    "ONE",
    "TWO",
    "THREE",
    "FOUR",
    "FIVE",
    "SIX",
    "SEVEN",
    "EIGHT",
    "NINE",
    "TEN",
    "ELEVEN",
    "TWELVE",
    "THIRTEEN",
    "FOURTEEN",
    "FIFTEEN",
    "SIXTEEN",
    "SEVENTEEN",
    "EIGHTEEN",
    "NINETEEN",
    "TWENTY",
)
_COUNT = rf"(\d+(?:\.\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_LETTER = re.compile(r"(?:(?<=\s)|^|(?<=\())([A-Z])\.(?=\s)|\bAREA ([A-Z])\b(?!\s*\))")
_CIRCLE = re.compile(
    rf"WITHIN\s+{_COUNT}\s?(?:MILES?|NM|NAUTICAL\s+MILES?)\s+OF"
    rf"|RADIUS\s+(?:OF\s+)?{_COUNT}\s?NM"
)
_RING = re.compile(r"\bBOUND(?:ED)?\s+BY\b")
_NAME = re.compile(r"\b((?:NAVAREA\s+[IVX]+|HYDRO(?:PAC|LANT|ARC))\s+\d+/\d+|[A-Z]\d{4}/\d{2})\b")
_QUALIFIER = re.compile(r"^Q\).*$", re.MULTILINE)


@dataclass
class _Segment:
    label: str
    radius_km: float | None
    corners: list[Found] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)


def _miles(text: str) -> float:
    return float(_WORDS.index(text) + 1) if text in _WORDS else float(text)


def _segments(text: str, found: list[Found], times: tuple[TimedWindow, ...]) -> list[_Segment]:
    bare = text
    for at in found:
        bare = bare[: at.start] + "\0" * (at.end - at.start) + bare[at.end :]
    marks: list[tuple[int, str, object]] = [(at.start, "corner", at) for at in found]
    marks += [(m.start(), "letter", m.group(1) or m.group(2)) for m in _LETTER.finditer(bare)]
    marks += [(m.start(), "circle", m.group(1) or m.group(2)) for m in _CIRCLE.finditer(bare)]
    marks += [(m.start(), "ring", None) for m in _RING.finditer(bare)]
    marks += [(timed.start, "window", timed.window) for timed in times]
    segments = [_Segment("", None)]
    for _, kind, what in sorted(marks, key=lambda mark: mark[0]):
        last = segments[-1]
        if isinstance(what, Found):
            last.corners.append(what)
        elif isinstance(what, Window):
            # a window between a part's letter and its corners is that part's own
            (last if last.label and not last.corners else segments[0]).windows.append(what)
        elif kind == "letter":
            segments.append(_Segment(str(what), last.radius_km))
        else:
            radius_km = _miles(str(what)) * NAUTICAL_MILE_KM if kind == "circle" else None
            if last.corners:
                segments.append(_Segment("", radius_km))
            else:
                last.radius_km = radius_km
    return segments


def _corners_joined(segments: list[_Segment]) -> list[_Segment]:
    """Join lettered segments of one corner each into the ring that they name."""
    joined: list[_Segment] = []
    running: _Segment | None = None
    for segment in segments:
        if segment.label and segment.radius_km is None and len(segment.corners) == 1:
            if running is None:
                running = _Segment("", None)
                joined.append(running)
            running.corners += segment.corners
            running.windows += segment.windows
        else:
            running = None
            joined.append(segment)
    return joined


def _parts(segment: _Segment, text: str, where: str) -> list[AreaPart]:
    corners = [(at.lat_deg, at.lon_deg) for at in segment.corners]
    windows = tuple(segment.windows) if segment.label else ()
    if segment.radius_km is not None:
        return [
            AreaPart(
                label=segment.label, ring=(corner,), radius_km=segment.radius_km, windows=windows
            )
            for corner in corners
        ]
    place = place_in(text, segment.corners[0].start)
    at = f"{where}, polygon at {place}" if where else f"polygon at {place}"
    return [
        AreaPart(label=segment.label, ring=checked_ring(tuple(corners), where=at), windows=windows)
    ]


def read_notice(text: str, *, year: int | None = None, where: str = "") -> Area:
    """Return the area that a notice closes.

    Parameters
    ----------
    text : str
        The notice as printed, any case.
    year : int, optional
        Of times that name none.
    where : str
        File or option, for the error.

    Returns
    -------
    Area
        Rings and circles, windows, cancellation; `notes` tells of times that were not read.

    Raises
    ------
    InputError
        No coordinate; a coordinate past its limit; a ring with fewer than three corners or that
        crosses itself; an impossible time. One line, with line and character.

    Examples
    --------
    >>> area = read_notice("HYDROPAC 1/26. 0100Z TO 0300Z DAILY 02 THRU 04 FEB IN AREA BOUND BY "
    ...                    "31-00S 179-00E, 31-00S 179-00W, 33-00S 179-00W.")
    >>> area.name, area.parts[0].ring
    ('HYDROPAC 1/26', ((-31.0, 179.0), (-31.0, -179.0), (-33.0, -179.0)))
    """
    upper = text.upper().replace("\r\n", "\n").replace("\r", "\n")
    upper = _QUALIFIER.sub(lambda line: " " * len(line.group()), upper)
    found = find_coordinates(upper, where=where)
    if not found:
        raise InputError(
            "there is no coordinate in the text",
            where=where,
            remedy="write the corners as 31-42.00S 151-48.00W or in one of the other styles",
        )
    times = read_times(upper, year=year, where=where)
    segments = _segments(upper, found, times.windows)
    own = tuple(segments[0].windows)
    parts = [
        part
        for segment in _corners_joined(segments)
        if segment.corners
        for part in _parts(segment, upper, where)
    ]
    named = _NAME.search(upper)
    return Area(
        name=" ".join(named.group().split()) if named else "",
        parts=tuple(parts),
        windows=own,
        cancel_utc=times.cancel_utc,
        notes=times.notes,
    )
