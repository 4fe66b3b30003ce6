"""A date that was certainly slipped: another month, year, or weekday's date fits, on two grounds at least.

Model   The printed date and its neighbors (the month before and after, the years, day and month
        changed, the date of the named weekday) are held against four witnesses: the weekday, the zone's
        name, the day of publication, and the other times of the text or the record. One that does
        better by two witnesses, and worse by none, was meant.
Valid   Clock times with a printed date.
Source  The text; the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portcall.audit.press.judging.case import Case, Finding, wrong
from portcall.audit.press.judging.edits import Edit, edits
from portcall.audit.press.judging.phrases import WEEKDAYS, iso_minute
from portcall.audit.press.judging.record_match import close_known
from portcall.audit.press.judging.rest_of_text import SAME, RestOfText, misfit, rest_of_text
from portcall.audit.press.judging.said_times import day_said, exact_utc, zone_rules
from portcall.audit.press.judging.twins import twins
from portcall.records.claims import EVENT_KINDS, Claim, Correction

FAR = timedelta(days=20)  # most texts tell of days nearer than this
SLIPS = frozenset({"month", "year", "month-day", "weekday"})
LEAST = 2
DAY, YEAR = timedelta(days=1), timedelta(days=400)
SEASONAL = frozenset({"EST", "EDT", "CST", "CDT", "PST", "PDT", "CET", "CEST"})


@dataclass(frozen=True)
class _Witnesses:
    """What speaks against a date: 0 or more each, less is better."""

    weekday: int
    zone: int
    published: int
    others: int

    def better(self, than: "_Witnesses") -> int:
        """Return by how many witnesses this one does better; -1 when worse by any."""
        mine = (self.weekday, self.zone, self.published, self.others)
        its = (than.weekday, than.zone, than.published, than.others)
        if any(one > other for one, other in zip(mine, its, strict=True)):
            return -1
        return sum(one < other for one, other in zip(mine, its, strict=True))


def date_meant(case: Case, claim: Claim) -> Finding | None:
    """Find a printed date where two witnesses at least name another one."""
    at, day = exact_utc(claim), day_said(claim)
    if claim.kind not in EVENT_KINDS or at is None or day is None or not case.prose:
        return None
    if not any(_own_witnesses(case, claim, at, day)) or close_known(case, claim, at) is not None:
        return None  # by what others tell alone no date is called slipped
    rest = rest_of_text(case, claim, but=next(iter(twins(case, claim)), None))
    printed = _witnesses(rest, at, day)
    best: tuple[int, Edit, _Witnesses] | None = None
    for slip, to in _others(case, claim, at, day):
        meant = _witnesses(rest, slip.utc, to)
        better = meant.better(printed)
        if better >= LEAST and (best is None or better > best[0]):
            best = better, slip, meant
    if best is None:
        return None
    _, slip, meant = best
    known = close_known(case, claim, slip.utc)
    why = f"{slip.words}: {_grounds(claim, printed, meant)}"
    value = known.text if known is not None else iso_minute(slip.utc)
    return wrong(why, Correction(value=value, why=why))


def _others(case: Case, claim: Claim, at: datetime, day: date) -> Iterator[tuple[Edit, date]]:
    for slip in edits(claim, case.zones):
        if slip.name in SLIPS and abs(slip.utc - at) < YEAR:
            yield slip, day + round((slip.utc - at) / DAY) * DAY


def _witnesses(rest: RestOfText, at: datetime, day: date) -> _Witnesses:
    case, claim = rest.case, rest.claim
    others = misfit(rest, at)
    if any(
        not one.day_only and abs(one.utc - at) <= SAME
        for one in case.ship(claim).of_kind(claim.kind)
    ):
        others -= 1
    return _Witnesses(*_own_witnesses(case, claim, at, day), others=max(others, -1))


def _own_witnesses(case: Case, claim: Claim, at: datetime, day: date) -> tuple[int, int, int]:
    """Return what the weekday, the zone's name and the day of publication say against a date."""
    return int(not _is_weekday(claim, day)), int(not _in_force(claim, day)), int(_is_far(case, at))


def _is_weekday(claim: Claim, day: date) -> bool:
    named = claim.said.weekday_said if claim.said is not None else None
    return named is None or named.lower() == WEEKDAYS[day.weekday()].lower()


def _in_force(claim: Claim, day: date) -> bool:
    """Return whether the zone's name, as EST or EDT, was in force on a day."""
    said = claim.said
    rules = zone_rules(said.zone) if said is not None and said.zone is not None else None
    name = (said.zone_said or "").upper() if said is not None else ""
    if rules is None or name not in SEASONAL:
        return True
    return datetime.combine(day, time(12), rules).tzname() == name


def _is_far(case: Case, at: datetime) -> bool:
    noon = case.noon_published
    return noon is not None and abs(at - noon) > FAR


def _grounds(claim: Claim, printed: _Witnesses, meant: _Witnesses) -> str:
    """Say which witnesses name the other date."""
    said = claim.said
    words = []
    if meant.weekday < printed.weekday and said is not None:
        words.append(f"that was a {said.weekday_said}")
    if meant.zone < printed.zone and said is not None:
        words.append(f"{said.zone_said} was in force then")
    if meant.published < printed.published:
        words.append("it is near the day of publication")
    if meant.others < printed.others:
        words.append("the other times of the ship fit it")
    return ", ".join(words)
