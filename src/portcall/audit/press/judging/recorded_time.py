"""A time against the record of the flight and the port calendar."""

import re
from datetime import date, datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.edits import Edit, day_slips, edit_towards, slip_towards
from portcall.audit.press.judging.facts import PAST
from portcall.audit.press.judging.pad_plane import plane_words
from portcall.audit.press.judging.phrases import gap_words, instant_words
from portcall.audit.press.judging.record_match import best_known, fits, known_times, tolerance
from portcall.audit.press.judging.said_times import day_said, exact_utc
from portcall.audit.press.judging.twins import beside
from portcall.audit.press.record.known_times import KnownTime
from portcall.audit.press.record.recorded_times import COLLECTED
from portcall.records.claims import EVENT_KINDS, Claim, Correction

HATCH_FROM, HATCH_TO = timedelta(minutes=40), timedelta(hours=4)
HOOKS = timedelta(minutes=10)
WEEK = timedelta(days=7)
BERTHING = timedelta(hours=8)  # from the arm's grip to the last bolt, and back
ON_THE_ARM = timedelta(days=1)  # unbolted, a ship may hang on the arm until the next day
TWO_MOMENTS = "one may be the unbolting and the other the release from the arm"
PLAN_DIFFERS = timedelta(minutes=2)
PLAN_DIFFERS_TO_THE_SECOND = timedelta(seconds=15)
PLAN_SLIPS = frozenset({"am-pm", "month-day", "year", "zone", "hour", "hours", "weekday"})
DAY_SLIPS = frozenset({"weekday", "midnight", "day", "month-day", "year", "month"})
HOURLY = frozenset({"zone", "hour", "hours"})
STRONG = frozenset({"weekday", "am-pm", "midnight", "day", "month-day", "year", "month", "hour"})
DAY_MATTERS = frozenset({"launch", "docking", "insertion"})
CONFUSED = {
    "landing": (("undocking", "the undocking"),),
    "undocking": (("landing", "the landing"), ("docking", "the docking")),
    "docking": (("launch", "the launch"), ("undocking", "the undocking")),
    "deorbit": (("undocking", "the undocking"), ("landing", "the landing")),
    "launch": (("docking", "the docking"),),
}
FAR = timedelta(days=3)
OTHER_EVENT = "so far from it another event may be meant"
UNCHECKED = frozenset({"broadcast-start"})


def against_record(case: Case, claim: Claim) -> Finding | None:
    """Hold the time of an event against its recorded times."""
    if claim.kind not in EVENT_KINDS or claim.kind in UNCHECKED or claim.value is None:
        return None
    known = known_times(case, claim)
    if not known:
        return None
    planned = case.planned(claim)
    flown = tuple(one for one in known if not one.planned)
    plans = tuple(one for one in known if one.planned)
    if not planned:
        told_plan = _plan_as_flown(claim, flown, plans)
        if told_plan is not None:
            return told_plan
    for one in flown + plans:
        if fits(case, claim, one):
            return _fitting(claim, one, planned)
    if exact_utc(claim) is None:
        return _other_day(case, claim, planned)
    return _plan_off(case, claim) if planned else _flown_off(case, claim, flown)


def _fitting(claim: Claim, one: KnownTime, planned: bool) -> Finding | None:
    when = "planned" if one.planned else "flown"
    if one.planned and not planned:
        return unknown(f"{one.where} has only the plan, {_told(one)}, which it fits")
    if one.day_only and exact_utc(claim) is not None:
        return unknown(f"the day is that of {one.where}; the clock time is not on record")
    return holds(f"{one.where}: {one.what} {when} {_told(one)}")


def _told(one: KnownTime) -> str:
    return one.text if one.day_only else instant_words(one.utc)


def _plan_as_flown(
    claim: Claim, flown: tuple[KnownTime, ...], plans: tuple[KnownTime, ...]
) -> Finding | None:
    """Find the planned time told as what happened."""
    at = exact_utc(claim)
    real = [one for one in flown if not one.day_only and one.kind == claim.kind]
    real = [one for one in real if not one.second_hand]
    if at is None or not real:
        return None
    to_second = claim.precision == "second"
    for plan in plans:
        if plan.day_only or plan.kind != claim.kind:
            continue
        step = timedelta(seconds=1 if to_second else 60)
        if not at <= plan.utc < at + step:
            continue
        nearest = min(real, key=lambda one: abs(one.utc - plan.utc))
        apart = abs(nearest.utc - plan.utc)
        least = PLAN_DIFFERS_TO_THE_SECOND if to_second else PLAN_DIFFERS
        if apart >= least and (to_second or abs(nearest.utc - at) >= PLAN_DIFFERS):
            why = (
                f"that was the plan; {nearest.what} came at {instant_words(nearest.utc)}, "
                f"{gap_words(apart.total_seconds())} "
                f"{'later' if nearest.utc > plan.utc else 'earlier'} ({nearest.where})"
            )
            return wrong(why, Correction(value=nearest.text, why=why))
    return None


def _other_day(case: Case, claim: Claim, planned: bool) -> Finding:
    """Judge a date, month or hour that is not that of the record."""
    near = _day_first_hand(case, claim) or best_known(case, claim)
    if near is None:
        return unknown("nothing of this event is on record")
    told = f"{near.where} has {near.what} {'planned ' if near.planned else ''}{_told(near)}"
    if _other_moment(case, claim, near):
        return unknown(f"{told}; {TWO_MOMENTS}")
    if near.where in {PAST, COLLECTED} and not _only_year_differs(claim, near):
        return unknown(f"{told}; another attempt may be meant")
    if planned or near.planned or claim.precision in ("vague", "hour"):
        return unknown(f"{told}; plans and rounded times change")
    if not day_slips(claim, near.utc.date()):
        return unknown(f"{told}; {OTHER_EVENT}")
    if near.day_only and _days_off(claim, near) == 1:
        return unknown(f"{told}; no more than the zone may part the two days")
    if any(fits(case, one, near) for one, _ in case.told(claim, claim.kind)):
        return unknown(f"{told}, and the text tells that too: an earlier attempt, or a plan")
    return wrong(told, Correction(value=near.text, why=told))


def _day_first_hand(case: Case, claim: Claim) -> KnownTime | None:
    """Return the day that the calendar has of an event, where its clock time is only collected."""
    near = best_known(case, claim)
    if near is None or near.where != COLLECTED:
        return None
    days = [
        one
        for one in known_times(case, claim)
        if one.day_only and one.kind == claim.kind and one.where not in {PAST, COLLECTED}
    ]
    return next((one for one in days if abs(one.utc - near.utc) <= timedelta(days=1)), None)


def _only_year_differs(claim: Claim, near: KnownTime) -> bool:
    """Whether a whole date is printed, and only its year is another one."""
    day, there = day_said(claim), near.utc.date()
    printed = claim.said is not None and claim.said.year_said
    same = day is not None and (day.month, day.day) == (there.month, there.day)
    return printed and same and day is not None and day.year != there.year


def _days_off(claim: Claim, near: KnownTime) -> int:
    day = day_said(claim)
    return 0 if day is None else abs((day - near.utc.date()).days)


def _plan_off(case: Case, claim: Claim) -> Finding:
    """Judge a planned clock time that is not the recorded plan: wrong only when a slip shows."""
    for one in known_times(case, claim):
        if one.day_only or one.kind != claim.kind:
            continue
        slip = edit_towards(claim, one.utc, case.zones)
        if slip is None:
            continue
        if _shows(claim, one, slip):
            why = f"{slip.words}: {one.where} has {one.what} {_kept(one)} {_told(one)}"
            why += plane_words(case, claim)
            kept = slip.name in DAY_SLIPS or not one.planned  # the clock time is right
            meant = f"{slip.utc:%Y-%m-%dT%H:%MZ}" if kept else one.text
            return wrong(why, Correction(value=meant, why=why))
    near = best_known(case, claim)
    told = "" if near is None else f"; {near.where} has {near.what} {_kept(near)} {_told(near)}"
    return unknown(f"plans change, and an older one is not on record{told}")


def _shows(claim: Claim, one: KnownTime, slip: Edit) -> bool:
    """Whether a slip in a plan shows, or another plan may have been meant.

    Whole hours are many: only a launch and a docking, which the planes bind, or the plan's own minute
    tell such a slip from a plan that changed.
    """
    if claim.kind in DAY_MATTERS:
        return True
    if slip.name in HOURLY:
        return one.planned and abs(slip.utc - one.utc) < timedelta(minutes=1)
    return slip.name in PLAN_SLIPS


def _kept(one: KnownTime) -> str:
    return "planned" if one.planned else "flown"


def _flown_off(case: Case, claim: Claim, flown: tuple[KnownTime, ...]) -> Finding | None:
    """Judge a clock time told as flown that is not the recorded one."""
    at = exact_utc(claim)
    near = best_known(case, claim)
    if at is None or near is None:
        return None
    if near.planned:
        return _against_plan_only(case, claim, near)
    if near.day_only:
        return _against_day(case, claim, near)
    moved = near.kind == "relocation" and abs(at - near.utc) <= timedelta(days=1)
    told_so = moved or claim.kind in ("relocation", "berthing", "landing")
    if near.kind != claim.kind and not told_so:
        return unknown(f"the record has {near.what} at {_told(near)} and nothing of {claim.kind}")
    if _week_unsaid(claim, near):
        return unknown(f"the weekday fits {_told(near)}; the text does not print the date")
    tolerated = _tolerated(case, claim, flown)
    if tolerated is not None:
        return tolerated
    if _told_right_elsewhere(case, claim, near):
        return unknown(
            f"the text has the recorded {_told(near)} as well: an earlier attempt, or a plan"
        )
    far = abs(at - near.utc) > FAR and slip_towards(claim, near.utc, case.zones) is None
    if far and not _confused(case, claim, at):
        return unknown(f"{near.where} has {near.what} at {_told(near)}; {OTHER_EVENT}")
    if near.second_hand and edit_towards(claim, near.utc, case.zones) is None:
        return unknown(f"{near.where} has {near.what} at {_told(near)}, at second hand")
    apart = (at - near.utc).total_seconds()
    why = (
        f"{_slip_words(case, claim, near)}{near.where} has {near.what} at {_told(near)}, "
        f"{gap_words(apart)} {'earlier' if apart > 0 else 'later'}{plane_words(case, claim)}"
    )
    return wrong(why, Correction(value=near.text, why=why))


def _told_right_elsewhere(case: Case, claim: Claim, near: KnownTime) -> bool:
    """Whether the text tells the recorded time too, apart from this one, and no plain slip shows."""
    slip = edit_towards(claim, near.utc, case.zones)
    if slip is not None and slip.name in STRONG:
        return False
    return any(
        not one.planned and not beside(case, claim, one) and fits(case, one, near)
        for one, _ in case.told(claim, claim.kind)
    )


def _week_unsaid(claim: Claim, near: KnownTime) -> bool:
    """Whether only the week is another, and the date was counted from a weekday."""
    at, said = exact_utc(claim), claim.said
    if at is None or said is None or said.date_said is None:
        return False
    weeks = abs(abs(near.utc - at) - WEEK) <= tolerance(claim)
    return weeks and str(int(said.date_said[8:10])) not in re.findall(r"\d+", claim.quote)


def _slip_words(case: Case, claim: Claim, near: KnownTime) -> str:
    at = exact_utc(claim)
    if at is None:
        return ""
    confused = _confused(case, claim, at)
    if confused:
        return f"that is the time of {confused}; "
    slip = slip_towards(claim, near.utc, case.zones)
    if slip is not None:
        return f"{slip.words}; "
    hatch = [one for one in case.ship(claim).of_kind("hatch") if abs(one.utc - at) <= HOOKS]
    after = at - near.utc
    if claim.kind in ("docking", "berthing") and (hatch or HATCH_FROM <= after <= HATCH_TO):
        minutes = gap_words(after.total_seconds())
        return f"{minutes} after contact is when hatches are opened; "
    return ""


def _confused(case: Case, claim: Claim, at: datetime) -> str:
    """Return the name of another event that a time is on record as."""
    for kind, name in CONFUSED.get(claim.kind, ()):
        for one in case.ship(claim).of_kind(kind, planned=False):
            if not one.day_only and abs(one.utc - at) <= tolerance(claim) + timedelta(minutes=1):
                return name
    return ""


def _tolerated(case: Case, claim: Claim, flown: tuple[KnownTime, ...]) -> Finding | None:
    """Hooks after contact; capture, bolts and release of a berthed ship: one event, told so or so."""
    at = exact_utc(claim)
    if at is None:
        return None
    contacts = [one.utc for one in flown if one.what == "contact"]
    if claim.kind == "docking" and any(timedelta(0) < at - utc <= HOOKS for utc in contacts):
        return unknown("minutes after contact, when the hooks close: either may be called docking")
    berthed = case.facts.vehicle(claim.subject)
    if berthed is None or berthed.capture != "berthed":
        return None
    if claim.kind in ("docking", "berthing", "undocking"):
        for one in flown:
            if not one.day_only and abs(at - one.utc) <= BERTHING:
                return unknown(
                    f"within hours of {one.what} at {_told(one)}: capture, bolting, unbolting and "
                    "release are not all on record"
                )
    return None


def _against_plan_only(case: Case, claim: Claim, plan: KnownTime) -> Finding:
    slip = None if plan.day_only else edit_towards(claim, plan.utc, case.zones)
    told = f"{plan.where} has only the plan, {_told(plan)}"
    if slip is not None and (slip.name in PLAN_SLIPS or _to_the_minute(slip.utc, plan)):
        why = f"{slip.words}; {told}"
        return wrong(why, Correction(value=plan.text, why=why))
    return unknown(told)


def _to_the_minute(utc: datetime, plan: KnownTime) -> bool:
    """Whether a moved time is the plan's own minute: what flew hardly repeats it on another day."""
    return abs(utc - plan.utc) < timedelta(minutes=1)


def _other_moment(case: Case, claim: Claim, near: KnownTime) -> bool:
    """Whether a berthed ship may have hung on the arm between the two: unbolted, not yet released."""
    ship = case.facts.vehicle(claim.subject)
    if ship is None or ship.capture != "berthed" or claim.kind != "undocking":
        return False
    try:
        said = date.fromisoformat((claim.value or "")[:10])
    except ValueError:  # a month, or a day that does not exist
        return False
    return abs(said - near.utc.date()) <= ON_THE_ARM


def _against_day(case: Case, claim: Claim, near: KnownTime) -> Finding:
    told = f"{near.where} has {near.what} on {near.text}"
    if near.where == PAST:
        return unknown(f"{told}; another attempt may be meant")
    if _other_moment(case, claim, near):
        return unknown(f"{told}; {TWO_MOMENTS}")
    precise = [one for one in known_times(case, claim, planned=True) if not one.day_only]
    for plan in precise:
        slip = edit_towards(claim, plan.utc, case.zones)
        if slip is not None and plan.kind == claim.kind:
            why = f"{slip.words}; {told}, planned for {_told(plan)}"
            return wrong(why, Correction(value=plan.text, why=why))
    if not day_slips(claim, near.utc.date()):
        return unknown(f"{told}; {OTHER_EVENT}")
    return wrong(told, Correction(value=near.text, why=told))
