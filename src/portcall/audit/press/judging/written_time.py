"""What a date and a clock time show by themselves: unreal ones, weekdays, zones not in force."""

import re
from datetime import date, datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, wrong
from portcall.audit.press.judging.edits import edit_towards
from portcall.audit.press.judging.phrases import (
    WEEKDAYS,
    gap_words,
    instant_words,
    iso_minute,
    weekday_of,
)
from portcall.audit.press.judging.record_match import best_known, close_known, known_times
from portcall.audit.press.judging.said_times import (
    clock_shift,
    day_said,
    exact_utc,
    local,
    span_of,
    zone_rules,
)
from portcall.audit.press.record.known_times import KnownTime
from portcall.records.claims import EVENT_KINDS, Claim, Correction

LAST_HOUR = 24
MINUTES = 60
SAME = timedelta(minutes=1)
NEAR_CLOCK = timedelta(minutes=5)
BESIDE_DATELINE = timedelta(days=1)
OTHER_SEASON = frozenset({"month-day", "month", "year"})


def _clock_fault(clock: str) -> str | None:
    numbers = [int(part) for part in re.findall(r"\d+", clock)]
    if numbers and numbers[0] > LAST_HOUR:
        return f"there is no hour {numbers[0]}"
    late = [one for one in numbers[1:] if one >= MINUTES]
    return f"no minute or second is {late[0]}" if late else None


def _date_fault(text: str) -> str | None:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return f"{text[:10]} is no date of the calendar"
    return None


def impossible(case: Case, claim: Claim) -> Finding | None:
    """Find a date or a clock time that does not exist."""
    if claim.kind not in EVENT_KINDS:
        return None
    said, fault = claim.said, None
    if said is not None and said.clock_said is not None:
        fault = _clock_fault(said.clock_said)
    printed = said.date_said if said is not None and said.date_said else claim.value
    if fault is None and printed is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", printed):
        fault = _date_fault(printed)
    if (
        fault is None
        and claim.value
        and "T" not in claim.value
        and len(claim.value) == len("2026-06-31")
    ):
        fault = _date_fault(claim.value)
    if fault is None:
        return None
    known = best_known(case, claim)
    if known is None:
        twin = _twin_of(case, claim)
        if twin is None:
            return wrong(f"{fault}; what was meant is not on record")
        why = f"{fault}; the clock time beside it is {instant_words(twin)}"
        return wrong(why, Correction(value=iso_minute(twin), why=why))
    why = f"{fault}; {known.where} has {instant_words(known.utc)}"
    return wrong(why, Correction(value=known.text, why=why))


def _twin_of(case: Case, claim: Claim) -> datetime | None:
    """Return the instant of a clock time that is told beside one in another zone."""
    group = None if claim.said is None else claim.said.group
    for one in case.about(claim, claim.kind):
        if group is not None and one.said is not None and one.said.group == group:
            at = exact_utc(one)
            if at is not None:
                return at
    return None


def zone_in_force(case: Case, claim: Claim) -> Finding | None:
    """Find a zone's name that was not in force that day, or an offset that is not the zone's."""
    said, at, shift = claim.said, exact_utc(claim), clock_shift(claim)
    if said is None or at is None or shift is None or said.zone in (None, "unnamed"):
        return None
    rules = zone_rules(said.zone or "")
    if rules is None or (said.zone == "UTC" and said.offset_said_s is not None):
        return None
    in_force = (at + shift).replace(tzinfo=rules).utcoffset()
    if in_force is None or abs(in_force - shift) < SAME:
        return None
    meant = at + shift - in_force
    if close_known(case, claim, at) and not close_known(case, claim, meant):
        return None  # the zone is misnamed, the instant is right
    if _other_date_meant(case, claim):
        return None  # on the day that was meant it was in force
    words = said.zone_said or said.zone
    hours = in_force.total_seconds() / 3600.0
    why = (
        f"{words} is UTC{shift.total_seconds() / 3600.0:+g}, but the clocks there stood at "
        f"UTC{hours:+g} on that day: {gap_words((in_force - shift).total_seconds())} off"
    )
    known = close_known(case, claim, meant)
    value = known.text if known is not None else iso_minute(meant)
    return wrong(why, Correction(value=value, why=why))


def _other_date_meant(case: Case, claim: Claim) -> bool:
    slips = (
        edit_towards(claim, one.utc, case.zones)
        for one in known_times(case, claim)
        if not one.day_only
    )
    return any(slip is not None and slip.name in OTHER_SEASON for slip in slips)


def weekday(case: Case, claim: Claim) -> Finding | None:
    """Find a weekday that the date is not; the facts decide which of the two is right."""
    said, day = claim.said, day_said(claim)
    if said is None or said.weekday_said is None or day is None:
        return None
    named = said.weekday_said.lower()
    right = weekday_of(day)
    if named not in [name.lower() for name in WEEKDAYS] or named == right.lower():
        return None
    known, at = best_known(case, claim), exact_utc(claim)
    moved = _meets_record(claim, day, named, known)
    if moved is not None:
        return moved
    if known is not None and not _on_day(case, claim, day):
        there = known.utc.date() if known.day_only else local(claim, known.utc).date()
        if weekday_of(there).lower() == named:
            why = (
                f"{day.isoformat()} was a {right}; {said.weekday_said} was {there.isoformat()}, "
                f"when {known.where} has it"
            )
            kept = at is not None and known.day_only  # the record has the day, the text the clock
            value = iso_minute(at + (there - day)) if at is not None and kept else known.text
            return wrong(why, Correction(value=value, weekday=said.weekday_said, why=why))
        if not case.planned(claim):
            return None  # the record has the word
    why = f"{day.isoformat()} was a {right}, not a {said.weekday_said}"
    published = _published(case)
    if known is None and at is not None and published is not None:
        off = published - day
        if abs(off) <= BESIDE_DATELINE and weekday_of(published).lower() == named:
            why += f"; {said.weekday_said} was {published.isoformat()}, when the text appeared"
            return wrong(why, Correction(value=iso_minute(at + off), why=why))
    return wrong(why, Correction(value=claim.value, weekday=right, why=why))


def _published(case: Case) -> date | None:
    printed = case.reading.dateline if case.prose else None
    try:
        return None if printed is None else date.fromisoformat(printed[:10])
    except ValueError:
        return None


def _meets_record(claim: Claim, day: date, named: str, known: KnownTime | None) -> Finding | None:
    """Find that the clock is that of the record on the weekday told, and the date is beside it."""
    at = exact_utc(claim)
    if at is None or known is None or known.day_only:
        return None
    for days in (-1, 1):
        step = timedelta(days=days)
        there = day + step
        if weekday_of(there).lower() == named and abs(at + step - known.utc) <= NEAR_CLOCK:
            why = (
                f"{day.isoformat()} was a {weekday_of(day)}; {claim.said and claim.said.weekday_said}"
                f" was {there.isoformat()}, when {known.where} has it"
            )
            return wrong(why, Correction(value=known.text, why=why))
    return None


def _on_day(case: Case, claim: Claim, day: date) -> bool:
    """Whether any recorded time of the event is on a day."""
    span = span_of(day.isoformat())
    return span is not None and close_known(case, claim, span[0], whole_day=True) is not None
