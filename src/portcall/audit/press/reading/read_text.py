"""Reads a text: from characters to unjudged claims, stage by stage.

Model   Words by role (a grammar file), found in one pass; times, ships and events at their places; each
        time goes to the event that is nearest by words and signs; days that go without saying come from
        what was told before, the dateline last.
Valid   Texts about visits to the International Space Station. A text that names no ship and no station
        claims nothing.
Source  The grammar files in `audit/press/data`; zones by the IANA data base (`zoneinfo`, `tzdata`).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from portcall.audit.press.reading.claims.drafts import Drafts
from portcall.audit.press.reading.claims.ports_told import asked_at, how_told
from portcall.audit.press.reading.claims.walks import Walks, tell_walks_apart, walks_of
from portcall.audit.press.reading.events.attach import Told, attach, drop_later_stages
from portcall.audit.press.reading.events.blanks import find_blanks
from portcall.audit.press.reading.events.departures import settle_departures
from portcall.audit.press.reading.events.event_mention import EventMention, fit_to_ship
from portcall.audit.press.reading.events.find_events import find_events
from portcall.audit.press.reading.events.implied import set_implied
from portcall.audit.press.reading.events.live_posts import set_live_posts
from portcall.audit.press.reading.events.planned import set_planned
from portcall.audit.press.reading.events.rows import without_lengths
from portcall.audit.press.reading.events.subjects import Subjects
from portcall.audit.press.reading.instants.dateline import (
    Dateline,
    among_flights,
    find_dateline,
    with_year,
)
from portcall.audit.press.reading.instants.home_zone import home_zone
from portcall.audit.press.reading.instants.loose_clocks import loosen
from portcall.audit.press.reading.instants.own_days import first_without_year, is_near
from portcall.audit.press.reading.instants.plans_told import with_plans
from portcall.audit.press.reading.instants.record_days import Recorded, record_days
from portcall.audit.press.reading.instants.relative import link_days, resolve_relatives
from portcall.audit.press.reading.instants.relocations import (
    set_relocations,
    without_departure_burns,
)
from portcall.audit.press.reading.instants.resolve_by_record import Lookup, resolve_by_record
from portcall.audit.press.reading.instants.resolve_times import Resolved, leave_open, resolve
from portcall.audit.press.reading.instants.same_clock import share_days
from portcall.audit.press.reading.instants.site_zones import site_zones_of
from portcall.audit.press.reading.instants.told_zones import fill_zones
from portcall.audit.press.reading.mentions.amounts import find_amounts
from portcall.audit.press.reading.mentions.places import find_places
from portcall.audit.press.reading.mentions.posts import days_of_posts, signed_posts
from portcall.audit.press.reading.mentions.stamps import without_stamps
from portcall.audit.press.reading.mentions.time_mentions import TimeMention, find_times
from portcall.audit.press.reading.mentions.updates import Updates, mark_updates
from portcall.audit.press.reading.read_out import read_out
from portcall.audit.press.reading.ships.find_ships import elsewhere, find_ships, names_station
from portcall.audit.press.reading.ships.meant import meant_by_crew
from portcall.audit.press.reading.ships.other_flights import OtherFlights
from portcall.audit.press.reading.ships.people import CrewList, find_people, has_seats
from portcall.audit.press.reading.ships.register import Register, register_of
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.ships.ships_unnamed import ship_by_crew, ship_by_rocket
from portcall.audit.press.reading.ships.told_by_crews import told_by_crews
from portcall.audit.press.reading.text.grammar import Language, choose_language, languages
from portcall.audit.press.reading.text.marked import Marked
from portcall.audit.press.reading.text.plain_text import make_plain
from portcall.audit.press.record.recorded_times import recorded_times
from portcall.catalogue.load import Catalogue
from portcall.records.claims import Claim, Reading

NO_LANGUAGE = "no grammar reads this text; nothing was looked for in it"
ELSEWHERE = "visits to other stations are not read"
WALKERS = 2
OF_WALKS = frozenset({"spacewalk", "broadcast-start"})
NO_SHIP = "no ship of a station is named in it, and no spacewalk; nothing is claimed of them"


def read_text(
    text: str,
    *,
    dateline: date | None = None,
    source: str = "",
    catalogue: Catalogue,
    among: Sequence[Language] | None = None,
) -> Reading:
    """Return what a text claims about visits, unjudged.

    Parameters
    ----------
    text : str
        Of any length and kind.
    dateline : date, optional
        The day it was published; without it the day is looked for in the text.
    source : str
        What the text is called in reports.
    catalogue : Catalogue
        Whose ships, pads and people are known.
    among : sequence of Language, optional
        Grammars to choose from; those of the package by default.

    Returns
    -------
    Reading
        Claims in the order of their places, verdicts absent; `language` is absent, with a note, when
        no grammar reads the text.
    """
    plain = make_plain(text)
    language = choose_language(plain.plain, languages() if among is None else among)
    if language is None:
        return Reading(source=source, text=text, language=None, notes=(NO_LANGUAGE,))
    marked = Marked(text, language, read_out(plain, language))
    times, stamps = without_stamps(marked, find_times(marked))
    mark_updates(marked, times)
    register, recorded = register_of(catalogue), recorded_times(catalogue)
    signatures = signed_posts(marked, times)
    head = _with_ships(marked, find_dateline(marked, dateline, stamps), register, recorded)
    times = [one for one in times if one not in signatures]
    named = find_ships(marked, register, head.day)
    walks, ships = [one for one in named if one.walk], [one for one in named if not one.walk]
    people = find_people(marked, register, _crew_of(ships, register))
    outside = walks_of(marked, walks, people, head.day, catalogue)
    silent = [] if ships else _unnamed(marked, people, register, head.day, outside)
    ships = ships or silent
    day = head.day or _day_on_record(marked, ships, register)
    ships = told_by_crews(marked, ships, people, register, head.day)
    notes = _notes(head, day, ships, silent)
    if _names_elsewhere(marked, ships):
        notes = (*notes, ELSEWHERE)
    here = [one for one in ships if not elsewhere(one.id)]
    if not here and not outside.main and not _speaks_of_station(marked):
        none = () if ELSEWHERE in notes else (NO_SHIP,)
        return _reading(source, text, language, head, (), (*notes, *none))
    drafts = Drafts(marked)
    meant = meant_by_crew(marked, ships, people, register, head.day)
    others = OtherFlights(marked, ships, register, day)
    subjects = Subjects(marked, ships or walks, meant, others)
    told, events = _told(marked, times, subjects, head, outside)
    anchor = day or datetime.now(UTC).date()
    zones = site_zones_of(marked, ships, register, catalogue)
    assumed = fill_zones(marked, told, zones, anchor, home_zone(marked))
    if assumed is not None:
        notes = (*notes, f"no zone in the text: clock times are taken to be those of {assumed}")
    known = record_days(ships, register, recorded)
    posts = days_of_posts(marked, signatures)

    def resolved_now() -> list[Resolved]:
        now = Updates(marked, anchor, posts)
        return resolve(told, now, known, dated=head.counts, firm=head.firm)

    lookup = Lookup(events, ships, recorded, dated=head.counts)
    resolved = with_plans(resolve_by_record(marked, told, lookup, resolved_now))
    resolved = loosen(marked, resolved if head.counts else share_days(resolved))
    resolved = tell_walks_apart(marked, resolved, outside, people, catalogue)
    relatives = resolve_relatives(marked, told, events, resolved)
    for one in without_departure_burns(set_relocations([*link_days(resolved), *relatives])):
        drafts.event(one if day is not None else leave_open(one))
    _add_others(drafts, marked, subjects, events, people, ships, outside)
    return _reading(source, text, language, head, drafts.claims(), notes)


def _crew_of(ships: Sequence[ShipMention], register: Register) -> tuple[str, ...]:
    """Return who flies on the ships of a text."""
    known = {one.id for one in ships} & set(register.ships)
    return tuple(name for id_ in sorted(known) for name in register.ships[id_].crew)


def _unnamed(
    marked: Marked,
    people: Sequence[CrewList],
    register: Register,
    day: date | None,
    walks: Walks,
) -> list[ShipMention]:
    """Return the ship of a text that names none, where its crew or its rocket tells.

    Beside a spacewalk only a list of more people than go out for one tells a ship.
    """
    if walks.main is not None:
        people = [crew for crew in people if len(crew.names) > WALKERS]
    found = ship_by_crew(people, register, day)
    if found is None and walks.main is None and names_station(marked):
        found = ship_by_rocket(marked, register, day, bool(people))
    return [] if found is None else [found]


def _with_ships(marked: Marked, head: Dateline, register: Register, recorded: Recorded) -> Dateline:
    """Return the dateline with what the ships that are named by number say of its year."""
    if head.yearless is None and head.source != "first date":
        return head
    numbered = record_days(find_ships(marked, register, None), register, recorded)
    return among_flights(with_year(head, numbered), marked, numbered)


def _told(
    marked: Marked,
    times: Sequence[TimeMention],
    subjects: Subjects,
    head: Dateline,
    walks: Walks,
) -> tuple[list[Told], list[EventMention]]:
    """Return the times with their events and ships."""
    times = without_lengths(marked, times)
    times = [one for one in times if one.heads_update or not head.first <= one.first < head.last]
    events = find_events(marked)
    subjects.set_all(events)
    settle_departures(marked, events)
    for event in events:
        fit_to_ship(event, walks.main is not None and not subjects.names_one(event.sentence))
        shown = event.kind == "broadcast-start" and event.subject is None
        if event.kind == "spacewalk" or shown:
            event.subject = walks.of(marked, event.first, event.sentence)
    if walks.main is not None and not subjects.of_ships:
        events = [one for one in events if one.silent or one.kind in OF_WALKS]  # "set to start at"
    if walks.main is None:
        events = [event for event in events if event.kind != "spacewalk"]
    told = attach(marked, times, events)
    set_live_posts(marked, told, events)
    drop_later_stages(told)
    set_implied(marked, told, events)
    set_planned(marked, told)
    for one in told:
        if one.event is not None:
            implied = one.event.first == one.time.first
            own = subjects.of(one.time.first, one.time.sentence)
            one.subject = one.subject or (own if implied else one.event.subject)
            if one.event.kind == "spacewalk":
                one.subject = walks.of(marked, one.event.first, one.event.sentence)
            if implied:
                one.event.subject = one.subject
                fit_to_ship(one.event, spacewalk=False)
    return told, events


def _add_others(
    drafts: Drafts,
    marked: Marked,
    subjects: Subjects,
    events: Sequence[EventMention],
    people: Sequence[CrewList],
    ships: Sequence[ShipMention],
    walks: Walks,
) -> None:
    for ship in ships:
        if ship.first < ship.last:  # else nobody names it
            drafts.ship(ship)
    spans = {j for ship in ships for j in range(ship.first, ship.last)}
    for place in find_places(marked):
        how = how_told(marked, place)
        if ships and how != "aside" and place.first not in spans:
            drafts.place(place, subjects.of(asked_at(marked, place), place.sentence), how)
    for amount in find_amounts(marked):
        subject = subjects.of(amount.first, amount.sentence)
        walk = None if ships else walks.of(marked, amount.first, amount.sentence)
        if amount.kind != "crew-count" or has_seats(subject):
            drafts.amount(amount, subject if ships else walk)
    for crew in people:
        subject = subjects.of(crew.ship_at, crew.sentence)
        walk = None if ships else walks.of(marked, crew.first, crew.sentence)
        if has_seats(subject):
            drafts.crew(crew, subject if ships else walk)
    for blank in find_blanks(marked, events):
        drafts.blank(blank, subjects.of(blank.first, blank.sentence))


def _day_on_record(marked: Marked, ships: Sequence[ShipMention], register: Register) -> date | None:
    """Return when the first ship on record flew, for a text without any date.

    Of its days it is the launch; or the one that the first date of the text names without its year.
    """
    said = first_without_year(marked)
    for ship in ships:
        known = register.ships.get(ship.id)
        if known is not None:
            told = [day for day in known.days if said and is_near(said, day)]
            return told[0] if told else known.launched or known.arrived
    return None


def _notes(
    head: Dateline, day: date | None, ships: Sequence[ShipMention], unnamed: Sequence[ShipMention]
) -> tuple[str, ...]:
    told = [f"no ship is named: by its crew or rocket it is {one.id}" for one in unnamed]
    if head.day is None and day is not None and ships:
        told.insert(0, f"no date in the text: days count from {day}, when a ship in it flew")
    elif head.day is None and ships:
        told.insert(0, "no date in the text and no ship on record: what day is meant stays open")
    return tuple(told)


def _names_elsewhere(marked: Marked, ships: Sequence[ShipMention]) -> bool:
    """Return whether another station, or a ship that flies to one, is named."""
    return any(elsewhere(one.id) for one in ships) or any(
        item.role == "object" and item.value == "elsewhere" for item in marked.items
    )


def _speaks_of_station(marked: Marked) -> bool:
    station = any(item.role == "object" and item.value == "visits" for item in marked.items)
    return station and not _names_elsewhere(marked, ())


def _reading(
    source: str,
    text: str,
    language: Language,
    head: Dateline,
    claims: tuple[Claim, ...],
    notes: tuple[str, ...],
) -> Reading:
    return Reading(
        source=source,
        text=text,
        language=language.name,
        dateline=None if head.day is None else head.day.isoformat(),
        dateline_from=head.source,
        claims=claims,
        notes=notes,
    )
