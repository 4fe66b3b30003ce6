"""The rules in the order in which they decide: the first that contradicts or holds has the word."""

import re
from typing import NamedTuple

from portcall.audit.press.judging.blanks import blank_left
from portcall.audit.press.judging.cargo import (
    cargo_on_record,
    cargo_sums,
    digit_lost,
    units_agree,
    within_bounds,
)
from portcall.audit.press.judging.case import PUBLISHED, Case, Finding, Rule, unknown
from portcall.audit.press.judging.chase import chase_fits
from portcall.audit.press.judging.crew import crew_count, crew_names
from portcall.audit.press.judging.doubt import is_shown_twice, why_doubted
from portcall.audit.press.judging.durations import duration_fits
from portcall.audit.press.judging.hardware import rocket_fits, site_fits
from portcall.audit.press.judging.order import in_order
from portcall.audit.press.judging.pad_plane import pad_in_plane
from portcall.audit.press.judging.ports import port_fits
from portcall.audit.press.judging.prepare import DATE_MEANT, found_before
from portcall.audit.press.judging.profiles import profile_fits
from portcall.audit.press.judging.said_times import SURE, is_counted
from portcall.audit.press.judging.same_event import clocks_agree, reports_agree
from portcall.audit.press.judging.ships import name_alone, ship_known, two_names
from portcall.records.claims import EVENT_KINDS, Claim


class Named(NamedTuple):
    """A rule, and what it holds a claim against."""

    name: str
    rule: Rule
    against: str


DIGIT_LOST, WEEKDAY = "digit lost", "weekday"
RULES: tuple[Named, ...] = (
    Named("blank", blank_left, "the text"),
    Named("impossible date", found_before("impossible date"), "the calendar"),
    Named("date meant", found_before(DATE_MEANT), "the text, the record"),
    Named("zone in force", found_before("zone in force"), "the time zone database, the record"),
    Named(WEEKDAY, found_before(WEEKDAY), "the calendar, the record"),
    Named("recorded time", found_before("recorded time"), "the flight, the port calendar"),
    Named("pad in plane", pad_in_plane, "mechanics"),
    Named("clocks agree", clocks_agree, "the text"),
    Named("chase", chase_fits, "mechanics: the profiles"),
    Named("order and gaps", in_order, "mechanics, the record, the text"),
    Named("reports agree", reports_agree, "the other reports"),
    Named("two names", two_names, "the text, the catalogue"),
    Named("name alone", name_alone, "the record"),
    Named("ship", ship_known, "the catalogue, the port calendar"),
    Named("rocket", rocket_fits, "the flight, the vehicle"),
    Named("site", site_fits, "the flight, the vehicle"),
    Named("port", port_fits, "the port calendar, the station"),
    Named("crew names", crew_names, "the port calendar"),
    Named("crew count", crew_count, "the port calendar, the text"),
    Named(DIGIT_LOST, digit_lost, "the text"),
    Named("load", cargo_on_record, "the flight"),
    Named("units", units_agree, "the text"),
    Named("bounds", within_bounds, "the vehicle"),
    Named("sums", cargo_sums, "the text"),
    Named("duration", duration_fits, "the record, the text"),
    Named("profile", profile_fits, "the flight, mechanics"),
)
GIVEN_UP = "the text itself gives this time up: it was not kept to"
UNSURE = "too unsure how it is meant to be called wrong"
GUESSED = "the text does not say which ship it is of"
OF_SHIPS = frozenset({"rocket", "site", "port"})
COUNTED = "it is not told by a clock but counted from another time"


def judge_claim(case: Case, claim: Claim) -> tuple[Finding, str]:
    """Return what the rules find of a claim, and which rule decided.

    What is read too unsurely, or only counted from another time, is never called wrong.
    """
    found, rule = _first_found(case, claim)
    if found.verdict != "contradicts":
        return found, rule
    if rule == DIGIT_LOST or is_shown_twice(case, claim, rule):  # whatever is meant, both cannot be
        return found, rule
    if claim.sure < SURE:
        why = GIVEN_UP if claim.kind in EVENT_KINDS and claim.planned else UNSURE
        return unknown(f"{why}; {found.reason}"), rule
    if is_counted(claim):
        return unknown(f"{COUNTED}; {found.reason}"), rule
    if claim.kind in OF_SHIPS and case.is_guessed(claim.subject):
        return unknown(f"{GUESSED}; {found.reason}"), rule
    if rule == WEEKDAY and _prints_date(case, claim):
        return found, rule  # a date is of one weekday, whatever it is told of
    doubt = why_doubted(case, claim)
    if doubt:
        return unknown(doubt), rule
    return found, rule


def _prints_date(case: Case, claim: Claim) -> bool:
    """Whether a whole date is printed, or month and day in a text whose own day is known."""
    said = claim.said
    if said is None or said.date_said is None:
        return False
    day = str(int(said.date_said[8:10] or 0))
    printed = day in re.findall(r"\d+", claim.quote)
    return said.year_said or (printed and case.reading.dateline_from in PUBLISHED)


def _first_found(case: Case, claim: Claim) -> tuple[Finding, str]:
    first: tuple[Finding, str] | None = None
    for named in RULES:
        found = named.rule(case, claim)
        if found is None:
            continue
        if found.verdict != "cannot_check":
            return found, named.name
        first = first or (found, named.name)
    return first or (unknown(_missing(case, claim)), "")


def _missing(case: Case, claim: Claim) -> str:
    """Say which record would be needed."""
    what = claim.kind.replace("-", " ").replace("re entry", "re-entry")
    if claim.kind == "broadcast-start":
        return "broadcasts are not on record"
    if claim.subject is None:
        return "no ship is named"
    known = claim.subject in case.facts.ships
    return f"no {what} of this ship is on record" if known else "this ship is not on record"
