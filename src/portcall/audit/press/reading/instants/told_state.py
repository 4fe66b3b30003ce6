"""What goes without saying at a place of a text: the day, the zone and the events told before."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.instants.record_days import Days
from portcall.audit.press.reading.mentions.zone_time import Day
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid

ORDER = {
    "launch": 0,
    "insertion": 1,
    "docking": 2,
    "berthing": 2,
    "relocation": 3,
    "undocking": 4,
    "deorbit": 5,
    "re-entry": 6,
    "landing": 7,
    "spacewalk": 8,
}


@dataclass
class State:
    """What goes without saying at a place of the text."""

    anchor: date
    day: Day | None = None
    printed: Day | None = None
    day_sentence: int = -1
    day_kind: str = ""
    day_behind: bool = False
    zone: ZoneSaid | None = None
    instant: datetime | None = None
    kind_days: dict[tuple[str | None, str], Day] = field(default_factory=dict)
    groups: dict[int, tuple[datetime, Day]] = field(default_factory=dict)
    halved: set[int] = field(default_factory=set)
    last_of_ship: dict[str | None, tuple[int, datetime]] = field(default_factory=dict)
    year_day: date | None = None
    records: Days = field(default_factory=dict)
    dated: bool = True
    firm: bool = True
    told_days: dict[tuple[str | None, str], date] = field(default_factory=dict)
    weekdays: dict[int, list[date]] = field(default_factory=dict)
    day_subject: str | None = None
    day_planned: bool | None = None
    day_counted: bool = False
    day_open: bool = False
    day_known: bool = False
    heading: Day | None = None
    row_sentence: int = -1
    speaks_of: Told | None = None
    guessed: bool = False
    certain: bool = False
    same_weekday: dict[int, date] = field(default_factory=dict)
    open_groups: set[int | None] = field(default_factory=set)
    today: date | None = None
    this_week: set[str | None] = field(default_factory=set)
