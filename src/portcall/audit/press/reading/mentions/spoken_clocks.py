"""Clock times in words: "half past midnight", "a quarter to six in the evening", "8:33 in the morning"."""

from portcall.audit.press.reading.text.marked import Marked

NOON, MIDNIGHT_HOUR, HALF, QUARTER, HOUR_MINUTES = 12, 0, 30, 15, 60
DAY_MINUTES = 24 * HOUR_MINUTES
NIGHT_FROM = 6
SHORT_HOURS = 2


def part_of_day(marked: Marked, i: int, hour: int) -> tuple[int, int] | None:
    """Return the hour that words behind a clock make of it, and the token after: "8:33 in the evening"."""
    part = next((one for one in marked.at.get(i, ()) if one.role == "half"), None)
    if part is None or not 1 <= hour <= NOON:
        return None
    later = part.value == "evening" or (part.value == "night" and NIGHT_FROM <= hour < NOON)
    return hour % NOON + (NOON if later else 0), part.last


def half_told_behind(marked: Marked, i: int, hour: int) -> tuple[int, str] | None:
    """Return hour and half of the day of a clock with its part behind the day: "1:07 Sunday afternoon"."""
    later = marked.is_word(i, "pm_part")
    told = (later or marked.is_word(i, "am_part")) and marked.item(i, "day", "part")
    if not told or not 1 <= hour <= NOON:
        return None
    return hour % NOON + (NOON if later else 0), "pm" if later else "am"


def read_spoken(marked: Marked, i: int) -> tuple[int, int, int] | None:
    """Return hour, minute and the token after of "half past noon", "four minutes past midnight".

    An hour in words counts only with its half of the day behind it.
    """
    found = _fraction(marked, i) or _minutes(marked, i)
    if found is None:
        return None
    minutes, j = found
    base = _hour(marked, j)
    if base is None:
        return None
    hour, last = base
    moment = (hour * HOUR_MINUTES + minutes) % DAY_MINUTES
    return moment // HOUR_MINUTES, moment % HOUR_MINUTES, last


def _fraction(marked: Marked, i: int) -> tuple[int, int] | None:
    """Read "half past" and "a quarter to": minutes from the hour, and the token after."""
    for item in marked.at.get(i, ()):
        if item.role == "fraction":
            minutes = HALF if item.value == "half" else QUARTER
            return (-minutes if item.value == "quarter_to" else minutes), item.last
    return None


def _minutes(marked: Marked, i: int) -> tuple[int, int] | None:
    """Read "four minutes past": minutes from the hour, and the token after."""
    number = marked.item(i, "number")
    count = int(number.value) if number is not None else marked.number(i, SHORT_HOURS)
    j = number.last if number is not None else i + 1
    unit = marked.item(j, "unit", "min")
    if count is None or unit is None:
        return None
    for key, sign in (("past", 1), ("before_hour", -1)):
        after = marked.phrase(unit.last, key)
        if after is not None:
            return sign * count, after
    return None


def _hour(marked: Marked, i: int) -> tuple[int, int] | None:
    """Read "midnight", "noon", "six in the evening", "1 a.m.": the hour, and the token after."""
    word = marked.item(i, "clock")
    if word is not None and word.value in {"noon", "midnight"}:
        return (NOON if word.value == "noon" else MIDNIGHT_HOUR), word.last
    number = marked.item(i, "number")
    hour = int(number.value) if number is not None else marked.number(i, SHORT_HOURS)
    j = number.last if number is not None else i + 1
    if hour is None or not 1 <= hour <= NOON:
        return None
    half = marked.item(j, "clock")
    if half is not None and half.value in {"am", "pm"}:
        return hour % NOON + (NOON if half.value == "pm" else 0), half.last
    return part_of_day(marked, j, hour)
