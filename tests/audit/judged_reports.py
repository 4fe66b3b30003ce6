"""A report read and judged alone, as the tests of reports want it."""

from datetime import date

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.reading.read_text import read_text
from portcall.catalogue.load import load_catalogue
from portcall.records.claims import EVENT_KINDS, Claim, Reading


def judged_report(text: str, dateline: str | None) -> Reading:
    """Return a text with every claim judged."""
    catalogue = load_catalogue()
    day = date.fromisoformat(dateline) if dateline else None
    reading = read_text(text, dateline=day, source="report", catalogue=catalogue)
    return judge_readings([reading], catalogue).readings[0]


def events_told(text: str, dateline: str | None) -> list[Claim]:
    """Return the events that a text tells, judged."""
    return [one for one in judged_report(text, dateline).claims if one.kind in EVENT_KINDS]
