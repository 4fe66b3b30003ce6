"""Drafts of what is sent out: a navigational warning for ships, an air notice for aircraft.

    DRAFT, NOT FOR OPERATIONAL USE      first line and last line of both

Which authority is responsible for the area is not known here, and the text says so in its place. Only
ASCII, lines of at most 69 characters. Times are widened to whole minutes. `disposal.notice_reader`
reads both back.

Source  IHO/IMO/WMO S-53, Joint Manual on Maritime Safety Information, section 6 (parts of a message);
        ICAO Doc 8126, chapter 6, and Doc 8400 (air notice: qualifier line, items A to G; QRDCA, a
        danger area that is activated).
"""

import math
import re
import textwrap
from datetime import datetime, timedelta

from portcall.core.errors import InputError
from portcall.core.time import require_utc
from portcall.disposal.coordinates import Style, write_coordinate
from portcall.disposal.notice_reader import NAUTICAL_MILE_KM
from portcall.disposal.notice_times import MONTHS
from portcall.disposal.spherical_polygon import (
    distance_km,
    latitude_longitude_deg,
    middle_of,
    ring_vectors,
)
from portcall.records.area import Area, AreaPart, Window

DRAFT = "DRAFT, NOT FOR OPERATIONAL USE"
UNASSIGNED = "ISSUING AUTHORITY TO BE ASSIGNED"
COLUMNS = 69  # a telex line, which both services still keep to
CANCEL_AFTER = timedelta(hours=1)
RADIUS_NM_MAX = 999  # three digits in the qualifier line
DAYS_MAX = 90  # an air notice holds for three months at most


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9 ,/()\-]", " ", text.upper()).split())


def _widened(window: Window) -> tuple[datetime, datetime]:
    start, end = require_utc(window.start_utc), require_utc(window.end_utc)
    first = start.replace(second=0, microsecond=0)
    last = end.replace(second=0, microsecond=0)
    return first, last if last == end else last + timedelta(minutes=1)


def _month(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1]} {moment:%y}"


def _span(window: Window) -> str:
    start, end = _widened(window)
    if window.daily:
        return (
            f"{start:%H%M}Z TO {end:%H%M}Z DAILY "
            f"{start:%d} {_month(start)} THRU {end:%d} {_month(end)}"
        )
    return f"{start:%d%H%M}Z {_month(start)} TO {end:%d%H%M}Z {_month(end)}"


def _spans(windows: tuple[Window, ...]) -> list[str]:
    ordered = sorted(windows, key=lambda window: (window.alternate, window.start_utc))
    return [("ALTERNATE " if window.alternate else "") + _span(window) for window in ordered]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        COLUMNS,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=True,
    )


def _labelled(area: Area) -> list[tuple[str, AreaPart]]:
    if len(area.parts) == 1:
        return [("", area.parts[0])]
    if len(area.parts) > 26:
        raise InputError(
            f"the area has {len(area.parts)} parts",
            limit="26, one a letter",
            remedy="send several notices",
        )
    labels = [part.label for part in area.parts]
    if sorted(set(labels)) != sorted(labels) or not all(re.fullmatch("[A-Z]", x) for x in labels):
        labels = [chr(ord("A") + i) for i in range(len(labels))]
    return list(zip(labels, area.parts, strict=True))


def _corner_lines(part: AreaPart, style: Style, separator: str, close: str) -> list[str]:
    corners = [write_coordinate(lat, lon, style) for lat, lon in part.ring]
    return [f"   {corner}{separator}" for corner in corners[:-1]] + [f"   {corners[-1]}{close}"]


def _part_lines(
    label: str, part: AreaPart, style: Style, separator: str, words: tuple[str, str]
) -> list[str]:
    lead = f"{label}. " if label else ""
    times = ", ".join(_spans(part.windows)) + " " if part.windows and label else ""
    if part.radius_km is None:
        shape = words[0]
    else:
        shape = words[1].format(f"{part.radius_km / NAUTICAL_MILE_KM:.4f}".rstrip("0").rstrip("."))
    return [*_wrapped(f"{lead}{times}{shape}", "   "), *_corner_lines(part, style, separator, ".")]


def _windows(area: Area) -> tuple[Window, ...]:
    windows = area.windows + tuple(window for part in area.parts for window in part.windows)
    if not windows:
        raise InputError(
            "a notice needs a time window",
            where="notice",
            remedy="give the area the window in which it is closed",
        )
    return windows


def warning_text(
    area: Area, *, subject: str = "DEBRIS OF A SPACECRAFT", style: Style = "dash-minutes"
) -> str:
    """Return a draft of a navigational warning.

    Parameters
    ----------
    area : Area
        With at least one window; windows marked as alternate come as such. It is cancelled at
        its `cancel_utc`, else an hour after the last window.
    subject : str
        What falls.
    style : Style
        Of the coordinates.

    Returns
    -------
    str
        Lines that end in a line feed.

    Raises
    ------
    InputError
        No window; more than 26 parts.
    """
    windows = _windows(area)
    cancel = area.cancel_utc or max(_widened(window)[1] for window in windows) + CANCEL_AFTER
    shapes = ("IN AREA BOUND BY", "WITHIN {} MILES OF")
    lines = [DRAFT, UNASSIGNED]
    lines += _wrapped(f"1. HAZARDOUS OPERATIONS, {_plain(subject)} FALLING INTO THE SEA")
    single = area.parts[0].windows if len(area.parts) == 1 else ()
    for span in _spans(area.windows + single):
        lines += _wrapped(f"{span},", "   ")
    for label, part in _labelled(area):
        lines += _part_lines(label, part, style, ",", shapes)
    lines += _wrapped("2. VESSELS ARE ASKED TO KEEP CLEAR AND A SHARP LOOKOUT.")
    lines += _wrapped(f"3. CANCEL THIS MSG {cancel:%d%H%M}Z {_month(cancel)}.")
    lines.append(DRAFT)
    return "".join(line + "\n" for line in lines)


def _days(window: Window) -> list[tuple[datetime, datetime, bool]]:
    """Return the spans that a window stands for: itself, or one a day."""
    start, end = _widened(window)
    if not window.daily:
        return [(start, end, window.alternate)]
    close = start.replace(hour=end.hour, minute=end.minute)
    close += timedelta(days=1) if close <= start else timedelta(0)
    spans = []
    while close <= end:
        spans.append((start, close, window.alternate))
        start, close = start + timedelta(days=1), close + timedelta(days=1)
    return spans


def _schedule(windows: tuple[Window, ...]) -> str:
    if len(windows) == 1:
        start, end = _widened(windows[0])
        return f"DAILY {start:%H%M}-{end:%H%M}" if windows[0].daily else ""
    texts = []
    spans = sorted(span for window in windows for span in _days(window))
    if len(spans) > DAYS_MAX:
        raise InputError(
            f"the windows make {len(spans)} days", limit=f"{DAYS_MAX} in one notice", where="notice"
        )
    for start, end, alternate in spans:
        day = f"{MONTHS[end.month - 1]} {end:%d} " if end.date() != start.date() else ""
        texts.append(
            f"{MONTHS[start.month - 1]} {start:%d %H%M}-{day}{end:%H%M}"
            + (" ALTN" if alternate else "")
        )
    return ", ".join(texts)


def _whereabouts(area: Area) -> str:
    """Return middle and radius as the qualifier line has them: 3142S15148W430."""
    vectors = [ring_vectors(part.ring) for part in area.parts]
    middle = middle_of(ring_vectors(tuple(corner for part in area.parts for corner in part.ring)))
    radius_nm = max(
        float((distance_km(ring, middle) + (part.radius_km or 0.0)).max()) / NAUTICAL_MILE_KM
        for ring, part in zip(vectors, area.parts, strict=True)
    )
    lat, lon = (round(float(angle) * 60.0) for angle in latitude_longitude_deg(middle))
    return (
        f"{abs(lat) // 60:02d}{abs(lat) % 60:02d}{'S' if lat < 0 else 'N'}"
        f"{abs(lon) // 60:03d}{abs(lon) % 60:02d}{'W' if lon < 0 else 'E'}"
        f"{min(math.ceil(radius_nm), RADIUS_NM_MAX):03d}"
    )


def air_notice_text(area: Area, *, subject: str = "DEBRIS OF A SPACECRAFT") -> str:
    """Return a draft of an air notice: qualifier line and items A to G.

    Several windows come as a schedule in item D, alternates marked `ALTN`. A radius of more than
    999 nautical miles is written as 999, the most that the qualifier line holds.

    Raises
    ------
    InputError
        No window; more than 26 parts; more than 90 days.
    """
    windows = tuple(sorted(_windows(area), key=lambda window: window.start_utc))
    spans = [_widened(window) for window in windows]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    shapes = ("WITHIN AREA BOUNDED BY", "WITHIN {} NM OF")
    lines = [DRAFT, UNASSIGNED]
    lines.append(f"Q) FIR TO BE ASSIGNED/QRDCA/IV/BO/W/000/999/{_whereabouts(area)}")
    lines.append(f"A) FIR TO BE ASSIGNED B) {start:%y%m%d%H%M} C) {end:%y%m%d%H%M}")
    schedule = _schedule(windows)
    lines += _wrapped(f"D) {schedule}") if schedule else []
    lines += _wrapped(f"E) TEMPORARY DANGER AREA ACTIVATED, {_plain(subject)} FALLING FROM ORBIT")
    for label, part in _labelled(area):
        bare = part.model_copy(update={"windows": ()})
        lines += _part_lines(label, bare, "compact", " -", shapes)
    lines += ["F) SFC G) UNL", DRAFT]
    return "".join(line + "\n" for line in lines)
