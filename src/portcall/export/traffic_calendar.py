"""A calendar of visits as iCalendar, one entry a stay or spacewalk, and as CSV that reads back the same.

Source  RFC 5545, sections 3.3.4 (dates), 3.6.1 (an entry's end is the first day or instant after it).
"""

import csv
import io
from datetime import datetime, timedelta

from portcall.core.errors import InputError
from portcall.export.calendar_file import calendar_text, escaped, identifier, stamp
from portcall.records.known_time import KnownTime
from portcall.records.port_calendar import PortCalendar, PortStay, Spacewalk
from portcall.records.stocks import GRAMS_A_KG
from portcall.traffic.calendar.csv import COLUMNS

MINUTE_S = 60.0


def calendar_file(calendar: PortCalendar, name: str, *, tool_version: str) -> str:
    """Return a calendar in the form that a file's name asks for: `.ics` or `.csv`."""
    ending = name.rpartition(".")[2].lower()
    if ending == "ics":
        return traffic_ics(calendar, tool_version=tool_version)
    if ending == "csv":
        return traffic_csv(calendar)
    raise InputError(
        f"'{name}' is neither iCalendar nor CSV", where="--out", remedy="end it in .ics or .csv"
    )


def traffic_ics(calendar: PortCalendar, *, tool_version: str) -> str:
    """Return the stays and spacewalks as a calendar.

    Parameters
    ----------
    calendar : PortCalendar
        A stay whose ends are both known to the minute has clock times, any other whole days. The same
        calendar gives the same bytes.
    tool_version : str
        Named as the producer.

    Returns
    -------
    str
        The file, lines ending in CR LF, to be encoded as UTF-8.
    """
    entries = [_stay_entry(stay) for stay in calendar.stays]
    entries += [_walk_entry(walk) for walk in calendar.spacewalks if walk.status != "cancelled"]
    return calendar_text(entries, tool_version=tool_version)


def _stay_entry(stay: PortStay) -> list[str]:
    words = [f"Docks {stay.arrival}, undocks {stay.departure or 'at no known time'}"]
    words += [f"Up: {', '.join(stay.crew_up)}"] if stay.crew_up else []
    words += [f"Down: {', '.join(stay.crew_down)}"] if stay.crew_down else []
    words += [
        f"{resource} {mass_g / GRAMS_A_KG:g} kg" for resource, mass_g in stay.cargo_up_g.items()
    ]
    words += [stay.note] if stay.note else []
    port = stay.port or "port not known"
    uid = f"{stay.ship}-{port}-{stay.arrival.earliest_utc:%Y%m%d}"
    times = _times(stay.arrival, stay.departure or stay.arrival)
    return _entry(uid, stay.arrival.earliest_utc, times, f"{stay.ship} at {port}", words)


def _walk_entry(walk: Spacewalk) -> list[str]:
    length = timedelta(seconds=walk.duration_s or 0.0)
    end = KnownTime(
        earliest_utc=walk.start.earliest_utc + length, latest_utc=walk.start.latest_utc + length
    )
    words = [", ".join(walk.people) or "people not known", f"hatch: {walk.airlock or 'not known'}"]
    uid = f"spacewalk-{walk.name}-{walk.start.earliest_utc:%Y%m%d}"
    summary = f"spacewalk {walk.name}"
    return _entry(uid, walk.start.earliest_utc, _times(walk.start, end), summary, words)


def _times(start: KnownTime, end: KnownTime) -> list[str]:
    """Return the entry's start and end: clock times, or whole days where only days are known."""
    if start.width_s <= MINUTE_S and end.width_s <= MINUTE_S:
        return [f"DTSTART:{stamp(start.earliest_utc)}", f"DTEND:{stamp(end.earliest_utc)}"]
    # the last instant that the interval holds, so that a day does not reach into the next
    last = max(end.latest_utc - timedelta(seconds=1), start.earliest_utc)
    return [
        f"DTSTART;VALUE=DATE:{start.earliest_utc:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
    ]


def _entry(
    uid: str, stamped: datetime, times: list[str], summary: str, words: list[str]
) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{identifier(uid)}@portcall.invalid",
        f"DTSTAMP:{stamp(stamped)}",
        *times,
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(chr(10).join(words))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def traffic_csv(calendar: PortCalendar) -> str:
    """Return the stays and spacewalks as CSV, in the columns that `portcall traffic check` reads."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    if calendar.complete_from_utc or calendar.complete_to_utc or calendar.crew_at_start:
        table.writerow(_span_cells(calendar))
    table.writerows(_stay_cells(stay) for stay in calendar.stays)
    table.writerows(_walk_cells(walk) for walk in calendar.spacewalks)
    return out.getvalue()


def _span_cells(calendar: PortCalendar) -> dict[str, str]:
    first, last = calendar.complete_from_utc, calendar.complete_to_utc
    return {
        "kind": "complete",
        "dock": f"{first:%Y-%m-%d}" if first else "",
        "undock": f"{last - timedelta(days=1):%Y-%m-%d}" if last else "",
        "crew_up": "; ".join(calendar.crew_at_start),
    }


def _stay_cells(stay: PortStay) -> dict[str, str]:
    cells = {
        "kind": "visit",
        "ship": stay.ship,
        "vehicle": stay.vehicle,
        "port": stay.port or "",
        "dock": stay.arrival.iso,
        "undock": stay.departure.iso if stay.departure is not None else "",
        "role": stay.role,
        "berthed": str(stay.berthed).lower(),
        "crew_up": "; ".join(stay.crew_up),
        "crew_down": "; ".join(stay.crew_down),
        "seats": "" if stay.seats is None else str(stay.seats),
        "begins": stay.begins,
        "ends": stay.ends,
        "source": stay.source,
        "note": stay.note,
    }
    for resource, mass_g in stay.cargo_up_g.items():
        cells[f"{resource}_kg"] = _kg(mass_g)
    if stay.trash_down_g:
        cells["trash_kg"] = _kg(stay.trash_down_g)
    return cells


def _kg(mass_g: int) -> str:
    whole, rest = divmod(mass_g, GRAMS_A_KG)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _walk_cells(walk: Spacewalk) -> dict[str, str]:
    return {
        "kind": "spacewalk",
        "name": walk.name,
        "start": walk.start.iso,
        "duration_min": "" if walk.duration_s is None else f"{walk.duration_s / MINUTE_S:g}",
        "airlock": walk.airlock or "",
        "people": "; ".join(walk.people),
        "status": walk.status,
        "source": walk.source,
    }
