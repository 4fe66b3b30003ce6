"""One event told twice: clock times that do not agree, in one text and between reports."""

from datetime import datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, unknown, wrong
from portcall.audit.press.judging.doubt import is_on_record
from portcall.audit.press.judging.edits import Edit, edit_towards
from portcall.audit.press.judging.phrases import gap_words, instant_words, iso_minute, weekday_of
from portcall.audit.press.judging.rest_of_text import misfit, rest_of_text
from portcall.audit.press.judging.said_times import SURE, day_said, exact_utc
from portcall.audit.press.judging.twins import APART, HALF_DAY, no_half_named, twins
from portcall.audit.press.judging.written_time import zone_in_force
from portcall.records.claims import EVENT_KINDS, Claim, Correction

ONCE = frozenset({"launch", "insertion", "docking", "deorbit", "re-entry", "landing"})
REPORTS_APART = timedelta(minutes=3)
HATCH_FROM, HATCH_TO = timedelta(minutes=40), timedelta(hours=4)
MAJORITY = 2
MOST_REPORTS = 200


def clocks_agree(case: Case, claim: Claim) -> Finding | None:
    """Two clock times of one instant that do not agree: the one that a slip explains is wrong."""
    at = exact_utc(claim)
    if claim.kind not in EVENT_KINDS or at is None:
        return None
    for twin in twins(case, claim):
        there = exact_utc(twin)
        if there is None or abs(there - at) < APART or zone_in_force(case, twin) is not None:
            continue
        apart = gap_words((there - at).total_seconds())
        mine, other = _slip(case, claim, at, there), _slip(case, twin, there, at)
        if mine is None and other is None:
            return unknown(f"'{twin.quote}' is {apart} apart; another time may be meant")
        if _blame(case, claim, mine, twin, other):
            slip = f"{mine.words}; " if mine is not None else ""
            why = f"{slip}'{twin.quote}' is {instant_words(there)}, {apart} apart"
            return wrong(why, Correction(value=iso_minute(there), why=why))
    return None


def _slip(case: Case, claim: Claim, at: datetime, there: datetime) -> Edit | None:
    """Return the slip that leads from one clock time to the other; a sum may lose half a day as well."""
    slip = edit_towards(claim, there, case.zones)
    if slip is None and abs(abs(there - at) - HALF_DAY) < APART:
        return Edit("am-pm", there, "half a day away")
    return slip


_SURE_SLIPS = frozenset({"weekday", "am-pm", "midnight", "day", "year", "month-day", "month"})
_OF_DAYS = frozenset({"day", "midnight"})


def _blame(case: Case, claim: Claim, mine: Edit | None, twin: Claim, other: Edit | None) -> bool:
    """Whether this one of the two is the wrong one: the rest denies it, it has a slip, it was moved."""
    mine_off, its_off = _off(case, claim, twin), _off(case, twin, claim)
    if mine_off != its_off:
        return mine_off > its_off
    my_name = mine.name if mine is not None else ""
    its_name = other.name if other is not None else ""
    if (my_name in _SURE_SLIPS) != (its_name in _SURE_SLIPS):
        return my_name in _SURE_SLIPS
    if my_name in _OF_DAYS and its_name in _OF_DAYS and _on_weekday(claim) != _on_weekday(twin):
        return _on_weekday(twin)
    if my_name != its_name and "midnight" in (my_name, its_name):
        return my_name == "midnight"
    my_meridiem = claim.said is not None and claim.said.meridiem_said is not None
    its_meridiem = twin.said is not None and twin.said.meridiem_said is not None
    if my_name == its_name == "am-pm" and my_meridiem != its_meridiem:
        lost = no_half_named(twin if my_meridiem else claim)  # a sum went on in twelve hours
        return my_meridiem != lost
    return claim.start > twin.start  # the second is the conversion of the first


def _off(case: Case, claim: Claim, twin: Claim) -> tuple[bool, int]:
    """Return what speaks against one of two twins: that it is not on record, and the rest of the text."""
    at = exact_utc(claim)
    if at is None:
        return True, 0
    rest = rest_of_text(case, claim, but=twin)
    return not is_on_record(case, claim), misfit(rest, at)


def _on_weekday(claim: Claim) -> bool:
    """Whether a weekday is told, and the date is one: of two dates it is told of the right one."""
    said, day = claim.said, day_said(claim)
    named = said.weekday_said if said is not None else None
    return named is not None and day is not None and named.lower() == weekday_of(day).lower()


def _once_only(case: Case, claim: Claim) -> bool:
    berthing = claim.kind == "berthing"
    return claim.kind in ONCE and not berthing and case.ship(claim).id == (claim.subject or "")


def reports_agree(case: Case, claim: Claim) -> Finding | None:
    """Hold an event that happens once against the other reports, when a slip explains one of them."""
    at = exact_utc(claim)
    if at is None or not case.others or not _once_only(case, claim):
        return None
    told = [
        (source, exact_utc(one))
        for source, one in case.others.get((claim.kind, claim.subject), ())[:MOST_REPORTS]
        if source != case.reading.source and one.planned == claim.planned and one.sure >= SURE
    ]
    times = [(source, utc) for source, utc in told if utc is not None]
    against = [(source, utc) for source, utc in times if abs(utc - at) > REPORTS_APART]
    if not against:
        return None
    with_me = len(times) - len(against)
    away = _most_agreed([utc for _, utc in against])
    many = sum(abs(utc - away) <= REPORTS_APART for _, utc in against)
    slip = edit_towards(claim, away, case.zones)
    words = f"{many} other report{'s' if many > 1 else ''} {'have' if many > 1 else 'has'}"
    words += f" {instant_words(away)}"
    explained = slip.words if slip is not None else _hatch(claim, at, away)
    if many >= MAJORITY and not with_me and explained:
        why = f"{explained}; {words}"
        return wrong(why, Correction(value=iso_minute(away), why=why))
    return unknown(f"{words}; nothing else decides")


def _hatch(claim: Claim, at: datetime, contact: datetime) -> str:
    if claim.kind == "docking" and HATCH_FROM <= at - contact <= HATCH_TO:
        return f"{gap_words((at - contact).total_seconds())} after contact hatches are opened"
    return ""


def _most_agreed(times: list[datetime]) -> datetime:
    return max(times, key=lambda one: sum(abs(other - one) <= REPORTS_APART for other in times))
