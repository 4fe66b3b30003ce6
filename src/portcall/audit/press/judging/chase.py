"""Does the time from launch to contact fit a profile that the ship flies.

Model   The hours of each profile of the ship's kind, with the spread that flown ships show. A contact
        that fits none is called wrong only when one slip of the pen, or another report, brings it
        into one: a second attempt days later is rare and real.
Valid   Ships with recorded profiles; Dragon and berthed ships take what their plan gives them.
Source  The profiles' nominal durations; flown ones of the catalogue are 48.6 to 50.8 h in 34 orbits,
        6.0 h in 4, 3.05 to 3.5 h in 2.
"""

from datetime import date, datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.doubt import outweighs
from portcall.audit.press.judging.edits import Edit, edits
from portcall.audit.press.judging.phrases import HOUR_S, gap_words, iso_minute
from portcall.audit.press.judging.said_times import dates_of, day_said, exact_utc, span_of
from portcall.audit.press.judging.windows import windows
from portcall.records.claims import Claim, Correction

ONE_MINUTE = timedelta(minutes=1)
AS_LONG = 0.1  # share by which a round length may differ
BESIDE = "of the day beside"


def _launch(case: Case, claim: Claim) -> datetime | None:
    known = [one for one in case.ship(claim).of_kind("launch") if not one.day_only]
    if known:
        return min(known, key=lambda one: one.planned).utc
    told = case.told(claim, "launch")
    holdable = (utc for one, utc in told if outweighs(one, claim) and one.number in case.holdable)
    return next(holdable, None)


def chase_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a docking against the launch and the profiles of the ship."""
    if claim.kind != "docking":
        return None
    launch, profiles = _launch(case, claim), windows(case, claim)
    if launch is None or not profiles:
        return None
    at = exact_utc(claim)
    if at is None:
        return _day_fits(case, claim, launch, profiles)

    if abs(at - launch) < ONE_MINUTE:
        return unknown("it is the time of the launch, which may be what is told")

    def profile_of(utc: datetime) -> str | None:
        return next((name for name, low, high in profiles if low <= utc - launch <= high), None)

    fitting = profile_of(at)
    took = gap_words((at - launch).total_seconds())
    if at > launch and fitting is not None:
        return unknown(f"{took} after launch, as the {fitting} profile takes; no time on record")
    told = (exact_utc(one) for _, one in case.others.get(("docking", claim.subject), ()))
    reports = (Edit("report", utc, "another report fits") for utc in told if utc is not None)
    slips = (*reports, *(one for one in edits(claim, case.zones) if _plain(one)))
    mend = next((one for one in slips if profile_of(one.utc) is not None), None)
    after = f"{took} {'after' if at > launch else 'before'} launch fits no profile of this ship"
    if mend is None:
        return unknown(after)
    if _length_told(case, claim, at - launch):
        return unknown(f"{after}; the text tells a flight as long as that")
    hours = (mend.utc - launch).total_seconds() / HOUR_S
    why = f"{after}; {mend.words}, {hours:.1f} h after it ({profile_of(mend.utc)})"
    return wrong(why, Correction(value=iso_minute(mend.utc), why=why))


def _length_told(case: Case, claim: Claim, apart: timedelta) -> bool:
    """Whether the text tells how long the flight takes, and the times agree with it."""
    lengths = (one.value_s or 0.0 for one in case.about(claim, "duration"))
    return any(
        value_s >= HOUR_S and abs(apart.total_seconds() - value_s) <= AS_LONG * value_s
        for value_s in lengths
    )


def _plain(slip: Edit) -> bool:
    """Whether a slip is a common one: among shifts by any hours one always fits."""
    return slip.name != "hours" and BESIDE not in slip.words


def _day_fits(
    case: Case,
    claim: Claim,
    launch: datetime,
    profiles: tuple[tuple[str, timedelta, timedelta], ...],
) -> Finding | None:
    day = day_said(claim)
    if day is None or claim.precision != "day":
        return None
    zones = ("Europe/Moscow", "America/New_York", "Asia/Qyzylorda")

    def profile_on(on: date) -> str | None:
        for name, low, high in profiles:
            if on in dates_of(launch + low, zones) | dates_of(launch + high, zones):
                return name
        return None

    fitting = profile_on(day)
    if fitting is not None and case.ship(claim).of_kind("docking", planned=False):
        return None  # the record has the word
    if fitting is not None:
        return holds(f"the {fitting} profile arrives then")
    why = f"no profile of this ship arrives on {day.isoformat()}"
    for source, other in case.others.get(("docking", claim.subject), ()):
        there = span_of(other.value)
        if there is not None and profile_on(there[0].date()) is not None:
            why += f", and one does on {there[0].date().isoformat()}, as {source} has it"
            return wrong(why, Correction(value=other.value, why=why))
    return unknown(why)
