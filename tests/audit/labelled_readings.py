"""Readings as a perfect reader would make them: the labels of a text turned into claims.

What a time says (date, clock, weekday, zone) is taken from the quote by a few patterns and from the
label's value; the judge is thereby tested apart from any reader.
"""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent))

import labelled_texts as labels

from portcall.records.claims import Claim, Reading, SaidTime

ZONES = (
    ("EDT", "America/New_York", -4),
    ("EST", "America/New_York", -5),
    ("CDT", "America/Chicago", -5),
    ("CST", "America/Chicago", -6),
    ("PDT", "America/Los_Angeles", -7),
    ("PST", "America/Los_Angeles", -8),
    ("CEST", "Europe/Paris", 2),
    ("CET", "Europe/Paris", 1),
    ("JST", "Asia/Tokyo", 9),
    ("MSK", "Europe/Moscow", 3),
    ("Moscow", "Europe/Moscow", 3),
    ("Baikonur", "Asia/Qyzylorda", None),
    ("Kazakh", "Asia/Almaty", None),
    ("Houston", "America/Chicago", None),
    ("Eastern", "America/New_York", None),
    ("ET", "America/New_York", None),
    ("PT", "America/Los_Angeles", None),
    ("GMT", "UTC", 0),
    ("UTC", "UTC", 0),
    ("Z", "UTC", 0),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLOCK = re.compile(
    r"(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s*([ap])\.?m|(\d\d):?(\d\d)(?::(\d\d))?(?!\d)"
)
OFFSET = re.compile(r"UTC([+-]\d+)")


def reading_of(text: labels.LabelledText) -> Reading:
    """Return the labels of a text as an unjudged reading."""
    named: dict[str | None, str] = {
        slip.correction: slip.subject
        for slip in text.slip
        if slip.kind == "ship" and slip.correction
    }
    claims = tuple(_claim(text, i, label, named) for i, label in enumerate(text.claim))
    return Reading(
        source=text.id,
        text=text.text,
        language="en",
        dateline=text.dateline.isoformat(),
        dateline_from="given",
        claims=claims,
    )


def _claim(
    text: labels.LabelledText, number: int, label: labels.Claim, named: dict[str | None, str]
) -> Claim:
    start, end = text.span(label.quote, label.occurrence)
    subject = label.subject
    if subject in named and not any(
        one.kind == "ship" and one.value == subject for one in text.claim
    ):
        subject = named[subject]  # the words tell it of the ship that they name
    return Claim(
        number=number,
        kind=label.kind,
        subject=subject,
        item=label.item,
        value=label.value,
        value_kg=label.value_kg,
        value_s=label.value_s,
        value_people=label.value_people,
        value_names=label.value_names,
        precision=label.precision,
        planned=label.planned,
        said=said_of(label) if labels.is_event(label.kind) else None,
        quote=label.quote,
        start=start,
        end=end,
        sure=1.0,
    )


def said_of(label: labels.Claim) -> SaidTime:
    """Return what the quote of an event says of its time."""
    quote, value = label.quote, label.value or ""
    weekday = next((name for name in WEEKDAYS if name in quote), None)
    if "T" not in value or "/" in value:
        found = re.search(r"\b(\d\d):(\d\d)\b", quote)
        clock = found.group() if found else None
        return SaidTime(date_said=value[:10], weekday_said=weekday, clock_said=clock)
    at = datetime.fromisoformat(value)
    word, zone, hours = _zone(quote)
    stated = OFFSET.search(quote)
    if stated is not None:
        shift = timedelta(hours=int(stated.group(1)))
    elif hours is not None:
        shift = timedelta(hours=hours)
    else:
        shift = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
    local = (at.astimezone(UTC) + shift).replace(tzinfo=None)
    match = next(
        (
            one
            for one in CLOCK.finditer(quote)
            if "-" not in quote[max(0, one.start() - 1) : one.start()]
        ),
        None,
    )
    meridiem = None if match is None or match.group(4) is None else f"{match.group(4)}m"
    form = "%H:%M:%S" if label.precision == "second" else "%H:%M"
    return SaidTime(
        date_said=local.date().isoformat(),
        weekday_said=weekday,
        clock_said=local.strftime(form),
        meridiem_said=meridiem,
        zone=zone,
        zone_said=word,
        offset_said_s=None if stated is None else int(stated.group(1)) * 3600,
        year_said=str(local.year) in quote,
    )


def _zone(quote: str) -> tuple[str, str, int | None]:
    for word, zone, hours in ZONES:
        if re.search(rf"(?<![A-Za-z]){word}(?![A-Z])", quote):
            return word, zone, hours
    return "UTC", "UTC", 0
