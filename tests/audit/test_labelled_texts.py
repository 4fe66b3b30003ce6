"""The labelled texts are sound: spans, coverage of each half, and agreement with the catalogue."""

import importlib.util
import itertools
import sys
import typing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from portcall.catalogue.load import load_catalogue

_SPEC = importlib.util.spec_from_file_location(
    "labelled_texts", Path(__file__).with_name("labelled_texts.py")
)
labelled = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("labelled_texts", labelled)
_SPEC.loader.exec_module(labelled)

CATALOGUE = load_catalogue()
FLIGHTS = {name: CATALOGUE.flight(name) for name in CATALOGUE.names("flights")}
CALENDAR = CATALOGUE.calendar("iss-history")
SHIPS = {stay.ship for stay in CALENDAR.stay}
WALKS = {walk.name.lower().replace(" ", "-"): walk for walk in CALENDAR.spacewalk}
ZONES = {
    *("UTC", "GMT", "Z", "Moscow", "Baikonur", "EDT", "EST", "ET", "CDT", "CST", "CT", "PT"),
    *("CET", "CEST", "JST", "unnamed"),
}
KEYS = {
    "launch": ("launch_utc",),
    "docking": ("docking_utc", "hooks_closed_utc"),
    "berthing": ("docking_utc",),
    "undocking": ("undocking_utc", "final_undocking_utc"),
    "deorbit": ("deorbit_burn_utc",),
    "re-entry": ("reentry_utc",),
    "landing": ("landing_utc", "splash_utc"),
    "insertion": ("separation_utc",),
}
DAY = timedelta(days=1)
# a date may be counted in any zone of the Earth
ZONE_MARGIN = timedelta(hours=14)
SEPARATION_S = 529.0  # of a Soyuz rocket whose own figure nobody gives
HALVES = {name: labelled.load_half(name) for name in labelled.HALVES}
LATER = {name: labelled.load_half(name) for name in labelled.LATER_PARTS}
PARTS = {**HALVES, **LATER}
TEXTS = [one for part in PARTS.values() for one in part]


def _span(value, precision):
    """Earliest and latest instant that a value can mean."""
    first, _, last = value.partition("/")
    if last:
        margin = timedelta(minutes=15)
        return datetime.fromisoformat(first) - margin, datetime.fromisoformat(last) + margin
    if "T" not in value:
        start = datetime.combine(date.fromisoformat(value), time(), UTC)
        return start - ZONE_MARGIN, start + DAY + ZONE_MARGIN
    at = datetime.fromisoformat(value)
    width = timedelta(seconds=1 if precision == "second" else 60)
    return at - width, at + width


def _recorded(kind, subject, *, planned):
    """Instants that the records hold for an event, each with how coarse it is in seconds."""
    found = []
    flight = FLIGHTS.get(subject)
    if flight:
        happening = flight.planned if planned else flight.flown
        stated = [getattr(happening, key) for key in KEYS.get(kind, ())]
        if kind == "relocation":
            stated += [
                t for move in happening.relocation for t in (move.undocking_utc, move.docking_utc)
            ]
        found += [(one.utc, one.precision_s) for one in stated if one]
        if kind == "insertion" and flight.flown.launch_utc:
            met = happening.separation_met_s or flight.flown.separation_met_s
            after = timedelta(seconds=met.value if met else SEPARATION_S)
            found.append((flight.flown.launch_utc.utc + after, 2.0))
    if planned:
        return found
    for stay in (stay for stay in CALENDAR.stay if stay.ship == subject):
        moved = (stay.begins, stay.ends)
        if kind in ("docking", "berthing") and moved[0] == "visit":
            found.append((stay.arrival.utc, stay.arrival.precision_s))
        if kind == "undocking" and moved[1] == "visit" and stay.departure:
            found.append((stay.departure.utc, stay.departure.precision_s))
        if kind == "relocation":
            found += [
                (t.utc, t.precision_s)
                for t, change in zip((stay.arrival, stay.departure), moved, strict=True)
                if change == "relocation"
            ]
    walk = WALKS.get(subject)
    if walk and kind == "spacewalk":
        found += [(t.utc, t.precision_s) for t in (walk.start, walk.end) if t]
        if walk.end and walk.duration_min:
            start = walk.end.utc - timedelta(minutes=walk.duration_min.value)
            found.append((start, 60.0))
    return found


def _agrees(value, precision, recorded):
    low, high = _span(value, precision)
    for at, coarse_s in recorded:
        coarse = timedelta(seconds=coarse_s)
        if low < at + coarse and at - (coarse if coarse_s < 3600 else timedelta(0)) < high:
            return True
    return False


def _all_of(text, kind):
    return [one for one in text.claim if one.kind == kind]


def test_every_text_has_its_own_id_and_half():
    ids = [one.id for one in TEXTS]
    assert len(ids) == len(set(ids))
    for name, part in PARTS.items():
        letter = {"fourth-part": "q", "fifth-part": "v"}.get(name, name[0])  # f is the first half's
        assert {one.id[0] for one in part} == {letter}


def test_the_halves_are_large_and_no_text_stands_in_both():
    assert all(len(half) >= 48 for half in HALVES.values())
    assert not {one.text for one in HALVES["first-half"]} & {
        one.text for one in HALVES["second-half"]
    }


def _quotes_stand_in_the_text(text):
    for one in (*text.claim, *text.slip):
        start, end = text.span(one.quote, one.occurrence)
        assert text.text[start:end] == one.quote


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_each_half_covers_every_kind_zone_and_slip(half):
    claims = {one.kind for text in half for one in text.claim}
    assert claims == {
        *typing.get_args(labelled.EventKind),
        *typing.get_args(labelled.OtherKind),
    }
    assert {one.kind for text in half for one in text.slip} == set(
        typing.get_args(labelled.SlipKind)
    )
    assert {zone for text in half for zone in text.zones} == ZONES
    assert {text.genre for text in half} == set(typing.get_args(labelled.Genre))
    assert {text.recorded for text in half} == {"flights", "calendar", "none"}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_two_texts_in_five_are_clean_and_some_say_nothing(half):
    judged = [text for text in half if not text.negative]
    assert 0.35 <= sum(text.clean for text in judged) / len(judged) <= 0.5
    assert sum(text.negative for text in half) >= 3


@pytest.mark.parametrize("name", LATER)
def test_a_later_part_covers_every_claim_and_slip_with_texts_of_its_own(name):
    part = LATER[name]
    assert len(part) >= 40
    assert sum(text.clean for text in part) >= 12
    assert {one.kind for text in part for one in text.claim} == {
        *typing.get_args(labelled.EventKind),
        *typing.get_args(labelled.OtherKind),
    }
    assert {one.kind for text in part for one in text.slip} == set(
        typing.get_args(labelled.SlipKind)
    )
    others = {one.text for other, half in PARTS.items() if other != name for one in half}
    assert not {one.text for one in part} & others


def test_the_halves_are_alike():
    for kind in typing.get_args(labelled.EventKind):
        counts = [
            sum(one.kind == kind for text in half for one in text.claim) for half in HALVES.values()
        ]
        assert max(counts) <= 2 * min(counts) + 2, kind


def _a_slip_is_a_claim_that_does_not_hold(text):
    places = {(one.kind, one.subject, one.quote, one.occurrence): one for one in text.claim}
    for slip in text.slip:
        claim = places[slip.claim_kind, slip.subject, slip.quote, slip.occurrence]
        assert claim.verdict == ("cannot_check" if slip.kind == "blank" else "contradicts")
    wrong = sum(one.verdict == "contradicts" for one in text.claim)
    assert wrong == sum(slip.kind != "blank" for slip in text.slip)
    assert not (text.negative and (text.claim or text.slip))


def _claimed_events_agree_with_the_records(text):
    for one in text.claim:
        if not labelled.is_event(one.kind) or one.verdict != "holds":
            continue
        kinds = (one.kind, *one.also_kinds)
        recorded = [
            row
            for kind, planned in itertools.product(kinds, (False, True))
            if planned is one.planned or one.planned or one.precision == "day"
            for row in _recorded(kind, one.subject, planned=planned)
        ]
        assert _agrees(one.value, one.precision, recorded), (one.kind, one.value, recorded)


def _wrong_events_disagree_and_their_corrections_agree(text):
    for slip in text.slip:
        claim = next(
            one
            for one in text.claim
            if (one.kind, one.quote, one.occurrence)
            == (slip.claim_kind, slip.quote, slip.occurrence)
        )
        if not labelled.is_event(slip.claim_kind):
            continue
        flown = _recorded(slip.claim_kind, slip.subject, planned=False)
        exact = [row for row in flown if row[1] <= 60.0]
        if exact and slip.kind != "weekday":
            assert claim.value != slip.correction
            assert not (claim.exact_time and _agrees(claim.value, claim.precision, exact))
        if exact and slip.correction and not claim.planned:
            assert _agrees(slip.correction, "minute", exact), slip


def _what_is_done_lies_before_the_dateline(text):
    end = datetime.combine(text.dateline, time(), UTC) + 2 * DAY
    for one in text.claim:
        if labelled.is_event(one.kind) and not one.planned and one.verdict == "holds":
            assert _span(one.value, one.precision)[0] < end, one


def _ships_rockets_sites_and_ports_agree_with_the_records(text):
    for one in text.claim:
        flight = FLIGHTS.get(one.subject)
        if one.verdict == "cannot_check":
            continue
        right = one.verdict == "holds"
        if one.kind == "ship" and right:
            assert one.value in FLIGHTS.keys() | SHIPS
        if one.kind == "rocket" and flight:
            assert (one.value == flight.launcher) is right
        if one.kind == "site" and flight:
            assert flight.site.startswith(one.value) is right
        if one.kind == "port" and one.subject in FLIGHTS.keys() | SHIPS:
            ports = {stay.port for stay in CALENDAR.stay if stay.ship == one.subject}
            if flight:
                ports |= {flight.port, flight.departure_port}
                ports |= {p for m in flight.flown.relocation for p in (m.from_port, m.to_port)}
            assert any(port and port.startswith(one.value) for port in ports) is right


def _crews_agree_with_the_calendar(text):
    for one in _all_of(text, "crew"):
        lists = [
            set(names)
            for stay in CALENDAR.stay
            if stay.ship == one.subject
            for names in (stay.crew_up, stay.crew_down)
            if names
        ]
        if one.subject in WALKS:
            lists = [set(WALKS[one.subject].people)]
        if lists:
            assert (set(one.value_names) in lists) is (one.verdict == "holds")
        else:
            assert one.verdict == "cannot_check"


def _cargo_agrees_with_the_records_and_adds_up(text):
    rows = _all_of(text, "cargo")
    keys = {"propellant": "transfer_propellant_kg"}
    for one in rows:
        flight = FLIGHTS.get(one.subject)
        known = flight and getattr(flight.cargo, keys.get(one.item, f"{one.item}_kg"))
        if known and one.verdict != "cannot_check":
            near = abs(known.value - one.value_kg) <= 0.02 * known.value
            assert near is (one.verdict == "holds") or one.verdict == "contradicts"
    parts = [one for one in rows if one.item != "total"]
    totals = [one.value_kg for one in rows if one.item == "total"]
    if len(parts) == 4 and totals:
        adds_up = abs(sum(one.value_kg for one in parts) - totals[0]) < 1.0
        assert adds_up is not any(slip.kind == "cargo-sum" for slip in text.slip)


def test_conflict_tables_load():
    for name in ("flights", "traffic"):
        rows = labelled.load_conflicts(name)
        assert rows
        for row in rows:
            assert row.testable or row.reason
            assert row.sources or not row.testable
            assert row.wrong == "open" or row.other or not row.testable


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
@pytest.mark.parametrize(
    "holds",
    [
        _quotes_stand_in_the_text,
        _a_slip_is_a_claim_that_does_not_hold,
        _claimed_events_agree_with_the_records,
        _wrong_events_disagree_and_their_corrections_agree,
        _what_is_done_lies_before_the_dateline,
        _ships_rockets_sites_and_ports_agree_with_the_records,
        _crews_agree_with_the_calendar,
        _cargo_agrees_with_the_records_and_adds_up,
    ],
)
def test_every_text(part, holds):
    for text in part:
        holds(text)
