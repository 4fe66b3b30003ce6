"""Clock times, and the zones that stand behind them."""

from typing import NamedTuple

from portcall.audit.press.reading.mentions.spoken_clocks import part_of_day, read_spoken
from portcall.audit.press.reading.mentions.zones_said import (
    ZoneSaid,
    read_zone,
    zone_words,
)
from portcall.audit.press.reading.text.marked import Marked

MAX_HOUR = 24
MINUTES = 60
NOON = 12
SHORT_HOURS = 2
PLACE_REACH = 8
YEARS = range(1957, 2101)
BEFORE_YEAR = frozenset({",", "(", ")", "."})
YEAR_REACH = 7


class Clock(NamedTuple):
    """A clock time on 24 hours as read literally; it may not exist (28:00, 08:79)."""

    hour: int
    minute: int
    second: int | None
    meridiem: str | None
    last: int

    @property
    def exists(self) -> bool:
        """True for times of a day, of 24:00 to 24:59 too."""
        return self.hour <= MAX_HOUR and self.minute < MINUTES and (self.second or 0) < MINUTES

    @property
    def said(self) -> str:
        """HH:MM or HH:MM:SS."""
        tail = "" if self.second is None else f":{self.second:02d}"
        return f"{self.hour:02d}:{self.minute:02d}{tail}"


def read_clock(marked: Marked, i: int) -> Clock | None:
    """Return the clock time that begins at a token: 19:32, 7:22 a.m., 1932 UTC, 3 p.m., noon."""
    word = marked.item(i, "clock")
    if word is not None and word.value in {"noon", "midnight"}:
        return Clock(NOON if word.value == "noon" else 0, 0, None, None, word.last)
    spoken = read_spoken(marked, i)
    if spoken is not None:
        return Clock(spoken[0], spoken[1], None, None, spoken[2])
    hour = marked.number(i)
    if hour is None or (marked.text(i - 1) in {":", "+"} and marked.glued(i)):
        return None
    if marked.text(i + 1) in {":", "h"} and marked.glued(i + 1) and marked.glued(i + 2):
        if len(marked.text(i)) == len("1814"):
            return _seconds_behind(marked, i, hour)
        return _with_minutes(marked, i, hour)
    if len(marked.text(i)) == len("1932"):
        return None if is_year(marked, i) else _four_digits(marked, i, hour)
    if len(marked.text(i)) > SHORT_HOURS:
        return None
    spelled = _spelled_out(marked, i, hour)
    if spelled is not None:
        return spelled
    if _follows_dot(marked, i):
        return None
    if _is_dotted(marked, i + 2) and _is_dotted_pair(marked, i):
        return Clock(hour, int(marked.text(i + 2)), int(marked.text(i + 4)), None, i + 5)
    if _is_dotted(marked, i):
        return _turned(marked, hour, int(marked.text(i + 2)), None, i + 3)
    in_half = part_of_day(marked, i + 1, hour)
    if in_half is not None and marked.is_word(i - 1, "before_spoken"):
        return Clock(in_half[0], 0, None, None, in_half[1])
    meridiem = marked.item(i + 1, "clock")
    if meridiem is None or meridiem.value not in {"am", "pm", "noon", "oclock"} or hour > NOON:
        return None
    return _turned(marked, hour, 0, None, i + 1)


def is_h_clock(marked: Marked, i: int) -> bool:
    """Return whether "14h31" is a clock time, and no length: behind "at", or before a zone."""
    glued = all(marked.glued(j) for j in (i + 1, i + 2))
    if marked.text(i + 1) != "h" or not glued or marked.number(i + 2, SHORT_HOURS) is None:
        return False
    clock = _with_minutes(marked, i, marked.number(i, SHORT_HOURS) or 0)
    led = marked.is_word(i - 1, "before_clock")
    return clock is not None and (led or read_zone(marked, clock.last, city_alone=True) is not None)


def _spelled_out(marked: Marked, i: int, hour: int) -> Clock | None:
    """Read "13 hours 18 minutes Moscow time": a clock only where a zone makes it one."""
    minute, last = 0, i + 2
    if hour > MAX_HOUR or not marked.item(i + 1, "unit", "h"):
        return None
    if marked.number(last, SHORT_HOURS) is not None and marked.item(last + 1, "unit", "min"):
        minute, last = marked.number(last) or 0, last + 2
    if minute >= MINUTES or marked.is_word(last, "of") or read_zone(marked, last) is None:
        return None
    return None if marked.item(last, "link") else Clock(hour, minute, None, None, last)


def _is_dotted(marked: Marked, i: int) -> bool:
    """Return whether a time is written with a dot before its minutes: "3.32 p.m."."""
    if not _is_dotted_pair(marked, i):
        return False
    after = marked.item(i + 3, "clock")
    return (after is not None and after.value in {"am", "pm"}) or (
        read_zone(marked, i + 3 + (marked.text(i + 3) == ","), city_alone=marked.text(i + 3) == "(")
        is not None
    )


def _is_dotted_pair(marked: Marked, i: int) -> bool:
    """Return whether a number and two digits are joined by a dot: "11.16"."""
    if marked.text(i + 1) != "." or not (marked.glued(i + 1) and marked.glued(i + 2)):
        return False
    return len(marked.text(i + 2)) == SHORT_HOURS and marked.number(i + 2) is not None


def _follows_dot(marked: Marked, i: int) -> bool:
    """Return whether it is the minutes of a clock with dots: the 16 of "11.16.39 UTC"."""
    joined = marked.text(i - 1) == "." and marked.glued(i) and marked.glued(i - 1)
    return joined and marked.number(i - 2, SHORT_HOURS) is not None and _is_dotted(marked, i)


def _with_minutes(marked: Marked, i: int, hour: int) -> Clock | None:
    minute = marked.number(i + 2)
    if minute is None or len(marked.text(i + 2)) != SHORT_HOURS:
        return None
    if len(marked.text(i)) > SHORT_HOURS:
        return None
    last, second = i + 3, None
    two_more = len(marked.text(i + 4)) == SHORT_HOURS and marked.number(i + 4) is not None
    if marked.text(i + 3) == ":" and marked.glued(i + 3) and two_more and marked.glued(i + 4):
        second, last = marked.number(i + 4), i + 5
        if marked.text(last) == "." and marked.glued(last) and marked.glued(last + 1):
            last += 2 if marked.number(last + 1, 9) is not None else 0
    return _turned(marked, hour, minute, second, last)


def is_year(marked: Marked, i: int) -> bool:
    """Return whether four digits are the year of the day before them: "July 9 (Sat.), 2016"."""
    value = marked.number(i)
    if value not in YEARS or len(marked.text(i)) != len("2016"):
        return False
    signs: set[str] = set()
    for j in range(i - 1, max(i - YEAR_REACH, -1), -1):
        first = marked.inside[j] if marked.inside[j] >= 0 else j
        if marked.item(first, "month"):
            return True
        if marked.item(first, "weekday") or marked.item(first, "day", "ordinal"):
            continue
        if marked.text(j) in BEFORE_YEAR:
            signs.add(marked.text(j))
        elif marked.tokens[j].is_number and marked.number(j, 2) is not None:
            if marked.item(j - 1, "month") or marked.inside[j - 1] >= 0:
                month = marked.item(marked.inside[j - 1], "month")
                return month is not None and bool(signs)
            if marked.text(j - 1) != "-":
                return False
        elif marked.text(j) != "-":
            return False
    return False


def _seconds_behind(marked: Marked, i: int, value: int) -> Clock | None:
    """Read "1814:08 GMT"."""
    second = marked.number(i + 2, SHORT_HOURS)
    if second is None or len(marked.text(i + 2)) != SHORT_HOURS:
        return None
    if read_zone(marked, i + 3) is None:
        return None
    return Clock(value // 100, value % 100, second, None, i + 3)


def _four_digits(marked: Marked, i: int, value: int) -> Clock | None:
    hours = marked.item(i + 1, "clock")
    after = i + 1
    if hours is not None and hours.value == "hours":
        after = hours.last
    zone = read_zone(marked, after)
    again = _told_again(marked, i) or _begins_range(marked, i) or _before_day(marked, i, value)
    if zone is None and again:
        return Clock(value // 100, value % 100, None, None, after)
    local = marked.item(after, "zone", "local") is not None
    if zone is None or marked.text(after) == "," or (local and not _is_hour(marked, i, value)):
        return None
    return Clock(value // 100, value % 100, None, None, after)


def _begins_range(marked: Marked, i: int) -> bool:
    """Return whether "0150-0220 GMT" goes on to a second clock with the zone of both."""
    j = i + 2
    digits = len(marked.text(j)) == len("0220") and marked.number(j) is not None
    dash = marked.text(i + 1) == "-" and marked.glued(i + 1) and marked.glued(j)
    return dash and digits and not is_year(marked, j) and read_zone(marked, j + 1) is not None


def _before_day(marked: Marked, i: int, value: int) -> bool:
    """Return whether four digits stand before a day, with "at" or a zone: "0234 May 7 GMT"."""
    month = marked.item(i + 1, "month")
    day = i + 1 if month is None else month.last
    if month is None:
        month = marked.item(i + 2, "month")
    if month is None or marked.number(day, SHORT_HOURS) is None:
        return False
    last = max(month.last, day + 1)
    led = marked.is_word(i - 1, "before_clock") or read_zone(marked, last) is not None
    return led and value // 100 < MAX_HOUR and value % 100 < MINUTES


def _is_hour(marked: Marked, i: int, value: int) -> bool:
    """Return whether four digits behind "at" can be a clock: "landed at 1123 local time"."""
    led = marked.is_word(i - 1, "before_clock")
    return led and value // 100 <= MAX_HOUR and value % 100 < MINUTES


def _told_again(marked: Marked, i: int) -> bool:
    """Return whether "at 0402 (0102 GMT)" tells a clock again in a zone that is named."""
    if marked.text(i + 1) != "(" or not marked.is_word(i - 1, "before_clock"):
        return False
    again = len(marked.text(i + 2)) == len("0102") and marked.number(i + 2) is not None
    return again and read_zone(marked, i + 3) is not None


def _turned(marked: Marked, hour: int, minute: int, second: int | None, last: int) -> Clock:
    """Turn twelve hours with a.m. or p.m. into 24."""
    word = marked.item(last, "clock")
    if word is None or word.value not in {"am", "pm", "noon", "midnight", "oclock"}:
        in_half = part_of_day(marked, last, hour)
        if in_half is not None:
            return Clock(in_half[0], minute, second, None, in_half[1])
        if word is not None and word.value == "hours":
            last = word.last
        return Clock(hour, minute, second, None, last)
    if word.value in {"am", "midnight"} and hour == NOON:
        hour = 0
    elif word.value == "pm" and hour < NOON:
        hour += NOON
    meridiem = word.value if word.value in {"am", "pm"} else None
    return Clock(hour, minute, second, meridiem, word.last)


def read_zone_behind(marked: Marked, i: int) -> tuple[ZoneSaid, int] | None:
    """Return the zone behind a clock: "19:32 Moscow", "5:57 p.m., EDT", "3:20 in Moscow"."""
    found = read_zone(marked, i, city_alone=True)
    if found is None and marked.is_word(i, "in_zone"):
        found = read_zone(marked, i + 1, city_alone=True)
    if found is None and marked.is_word(i, "by_zone"):
        found = read_zone(marked, i + 1)
    if found is None and marked.text(i) == "," and marked.is_word(i + 1, "in"):
        found = read_zone(marked, i + 2, city_alone=True)  # "(6:20 a.m. Sunday, in Kazakhstan)"
        found = found if found is not None and marked.text(found[1]) == ")" else None
    if found is None and [marked.text(j).lower() for j in range(i, i + 3)] == [",", "on", ","]:
        found = read_zone(marked, i + 3)  # the day between was lost
    if found is None and marked.text(i) == ",":
        found = read_zone(marked, i + 1)
        if found is not None and read_clock(marked, found[1] + (marked.text(found[1]) == ":")):
            return None  # "at 9:40, Moscow time 12:40"
    return found


def read_place_zone(marked: Marked, i: int, *, bracketed: bool) -> tuple[ZoneSaid, int] | None:
    """Return the zone of a place behind a clock: "at the launch site", "at mission control in ...".

    Parameters
    ----------
    bracketed : bool
        Whether the clock stands in brackets: then any place behind it is its own zone, and one that
        is not known leaves the zone unnamed rather than that of the clock before.
    """
    there = marked.item(i, "zone", "there")
    if there is not None and (there.last - i > 1 or marked.text(there.last) == ")"):
        return ZoneSaid(None, None, None, zone_words(marked, i, there.last)), there.last
    if i < marked.size and marked.tokens[i].is_capital:
        return None  # "at 6:34 a.m. In Karaganda, helicopters ..."
    j = marked.phrase(i, "center")
    if j is None and not (bracketed and marked.is_word(i, "at_place")):
        return None
    last = i
    for k in range(i, i + PLACE_REACH):
        city = marked.item(k, "city")
        if city is not None and (j is not None or bracketed):
            words = marked.language.cities[int(city.value)]
            return ZoneSaid(words.iana, None, None, zone_words(marked, i, city.last)), city.last
        if marked.text(k) == ")":
            last = k
            break
        if (
            (j is None and marked.item(k, "event"))
            or marked.item(k, "module")
            or marked.item(k, "weekday")
        ):
            return None
        if marked.text(k).isdecimal() or marked.text(k) in {",", ";", "."} or marked.item(k, "day"):
            break
    if bracketed and last > i:
        return ZoneSaid(None, None, None, zone_words(marked, i, last)), last
    return None if j is None else (ZoneSaid(None, None, None, zone_words(marked, i, j)), j)
