"""When the reading is to be doubted, and not the text.

Model   A time that no event word told, that was told of another event of the ship, or whose day was
        counted from no date at all proves nothing against the text, nor against its other times.
Valid   Times of events; what a text says plainly is judged as it stands.
Source  The certainty that the reader gives each claim, the record, the text's other times.
"""

import re
from datetime import timedelta

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.record_match import known_times
from portcall.audit.press.judging.said_times import day_said, exact_utc, is_counted, span_of
from portcall.records.claims import EVENT_KINDS, Claim

TOLD = 0.7  # below, no word of the text says what event a time is of
PLAIN = 0.8  # from here on another time may be held against one
FAR_FROM_WORD = 0.9  # below, the event word is some words away from its time
SAME = timedelta(minutes=3)
BESIDE = 80  # characters on each side in which the date of a clock time stands
PAIRED = 0.39  # so sure, two clock times side by side need no day
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
NEAR_RECORD = timedelta(days=2)
RECORD = "recorded time"
NO_DATE = "the text has no date: its days are guessed"


def outweighs(other: Claim, claim: Claim) -> bool:
    """Return whether one claim may be held against another: it is plain, or no less sure."""
    return other.sure >= min(PLAIN, claim.sure)


def why_doubted(case: Case, claim: Claim) -> str:
    """Say why a time cannot be called wrong; nothing when it can.

    Parameters
    ----------
    case : Case
        The text and what is known.
    claim : Claim
        An event that a rule contradicts.
    """
    if claim.kind not in EVENT_KINDS:
        return ""
    if claim.sure < TOLD:
        return "no word there says what this time is of"
    if day_guessed(case, claim):
        return NO_DATE
    if _day_told_elsewhere(case, claim):
        return "its day is that of a date told elsewhere, which is judged there"
    if _weeks_off(case, claim):
        return "the text prints no date, and its weekday fits the record"
    kind = _other_event(case, claim) if claim.sure < FAR_FROM_WORD else ""
    return f"it is the time of the {kind}, which may be what is told" if kind else ""


def is_shown_twice(case: Case, claim: Claim, rule: str) -> bool:
    """Return whether two clock times of one instant, side by side, show it whatever the day is.

    Parameters
    ----------
    case : Case
        The text and what is known.
    claim : Claim
        An event that a rule contradicts.
    rule : str
        The name of that rule.
    """
    if is_counted(claim) or claim.said is None or claim.said.group is None or claim.sure < PAIRED:
        return False
    twins = [
        one
        for one in case.about(claim, claim.kind)
        if one.said is not None and one.said.group == claim.said.group
    ]
    if rule == "clocks agree":
        return bool(twins)
    at = exact_utc(claim)
    if rule != "zone in force":
        return rule == RECORD and any(is_on_record(case, one) for one in twins)
    there = [utc for one in twins if (utc := exact_utc(one)) is not None]
    return at is not None and any(abs(abs(at - utc) - HOUR) <= SAME for utc in there)


def is_on_record(case: Case, claim: Claim) -> bool:
    """Return whether a clock time is, to the minute, the one on record: no guess hits it."""
    at = exact_utc(claim)
    known = [one.utc for one in case.ship(claim).of_kind(claim.kind) if not one.day_only]
    return at is not None and any(abs(at - utc) <= SAME for utc in known)


def day_guessed(case: Case, claim: Claim) -> bool:
    """Return whether the day was counted from no date at all, and no record confirms it."""
    if not case.prose or case.reading.dateline is not None:
        return False
    if claim.said is None or claim.said.year_said:
        return False
    span, day = span_of(claim.value), day_said(claim)
    if _confirmed(case, claim):
        return False
    if day is None or not _prints(case, claim, day.day):
        return True
    return span is None or not any(
        abs(one.utc - span[0]) <= NEAR_RECORD for one in known_times(case, claim)
    )


def _day_told_elsewhere(case: Case, claim: Claim) -> bool:
    """Return whether only its day is off the record, and that stands at another claim of the event."""
    at, day = exact_utc(claim), day_said(claim)
    if at is None or day is None or _prints(case, claim, day.day):
        return False
    known = [one.utc for one in case.ship(claim).of_kind(claim.kind) if not one.day_only]
    if not any(abs(abs(at - utc) - DAY) <= SAME for utc in known):
        return False
    return any(
        one.precision == "day" and day_said(one) == day and _prints(case, one, day.day)
        for one in case.about(claim, claim.kind)
    )


def _weeks_off(case: Case, claim: Claim) -> bool:
    """Return whether the record has it whole weeks away, and only a weekday or a rest is printed."""
    at, day = exact_utc(claim), day_said(claim)
    if at is None or day is None or _prints(case, claim, day.day):
        return False
    known = [one.utc for one in case.ship(claim).of_kind(claim.kind) if not one.day_only]
    return any(abs(abs(utc - at) - weeks * WEEK) <= SAME for utc in known for weeks in (1, 2))


def _confirmed(case: Case, claim: Claim) -> bool:
    """Return whether a clock time of the same event meets the record, as its day then does."""
    known = [one.utc for one in case.ship(claim).of_kind(claim.kind) if not one.day_only]
    return any(abs(at - utc) <= SAME for _, at in case.told(claim, claim.kind) for utc in known)


def _prints(case: Case, claim: Claim, number: int) -> bool:
    """Return whether the day of the month stands in or beside a claim."""
    near = case.reading.text[max(0, claim.start - BESIDE) : claim.end + BESIDE]
    return str(number) in re.findall(r"\d+", near)


def _other_event(case: Case, claim: Claim) -> str:
    """Return the kind of another event of the ship, on record or told more plainly, at this time."""
    at = exact_utc(claim)
    if at is None:
        return ""
    for known in case.ship(claim).times:
        if known.kind != claim.kind and not known.day_only and abs(known.utc - at) <= SAME:
            return known.kind
    for told, there in case.told(claim, *EVENT_KINDS):
        plainer = told.kind != claim.kind and told.sure > claim.sure
        if plainer and abs(there - at) <= SAME:
            return told.kind
    return ""
