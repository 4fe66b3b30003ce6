"""What a clock tells when no word says so, or hardly any: the event on record at that very minute.

Model   A clock time that no event word, or only a doubtful one, stands for is looked up: when a ship of
        the text has one event on record at that minute, the clock tells that event. A word that tells
        the event gives way only to another word of the same sentence, and where two clocks are read as
        that event; the ship that its sentence names never does.
Valid   Instants with day and zone. Two unrelated minutes agree once in some hundred texts.
Source  The recorded times of the ships that the text names.
"""

from collections import Counter
from collections.abc import Container, Sequence
from datetime import timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.instants.record_days import Recorded
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.record.known_times import KnownTime, kindred
from portcall.records.claims import EVENT_KINDS

SAME = timedelta(seconds=95)  # the clock's minute, and the record's
PLAIN = 0.9  # from here on a word by the clock tells the event
TOLD = 0.8  # from here on a word of its sentence does, unless another there is meant
SURE = 0.65  # below what may be called wrong
KINDS = frozenset(EVENT_KINDS) - {"spacewalk", "broadcast-start"}
CAUGHT = {"docking", "berthing"}  # of a ship that the arm takes, both are on record
TWICE = 2
KEPT = frozenset({"hatch", "spacewalk"})


def set_events_by_record(
    told: Sequence[Told],
    events: Sequence[EventMention],
    ships: Sequence[ShipMention],
    recorded: Recorded,
) -> bool:
    """Give clocks that hardly a word tells the event that is on record at their minute.

    Parameters
    ----------
    told : sequence of Told
        Times with events, ships and instants; changed where the record tells more.
    events : sequence of EventMention
        Every event that a word tells.
    ships : sequence of ShipMention
        The ships of the text.
    recorded : mapping
        Recorded times by ship.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    named = [name for name in dict.fromkeys(one.id for one in ships) if name in recorded]
    guessed = {one.id for one in ships if one.guessed} - {
        one.id for one in ships if not one.guessed
    }
    groups = groups_of(told)
    words_in = {(event.sentence, event.kind) for event in events}
    clocked = Counter((group[0].time.sentence, kind_of(group[0])) for group in groups)
    changed = _exchange_ships(groups, named, recorded)
    for group in groups:
        head = group[0]
        if any(is_recorded(one, recorded) for one in group):
            continue
        if head.recorded is not None:
            continue
        if kind_of(head) in KEPT:
            continue
        told_of = head.subject if kind_of(head) in KINDS and head.subject not in guessed else None
        found = _on_record(head, named, recorded, told_of)
        if found is None:
            continue
        ship, known = found
        if not _gives_way(head, known.kind, words_in, clocked):
            continue
        time, mode = head.time, "planned" if known.planned else "done"
        event = EventMention(
            time.first, time.first, known.kind, mode, True, time.sentence, False, subject=ship
        )
        for one in group:
            one.event, one.subject, one.sure, one.inherited = event, ship, SURE, False
        changed = True
    return changed


def _exchange_ships(
    groups: Sequence[Sequence[Told]], named: Sequence[str], recorded: Recorded
) -> bool:
    """Give what was told of one ship to another of the text, where two events are that one's."""
    fitting: dict[tuple[str, str], list[Sequence[Told]]] = {}
    for group in groups:
        head = group[0]
        ship, kind = head.subject, kind_of(head)
        if ship is None or kind not in KINDS or any(is_recorded(one, recorded) for one in group):
            continue
        for name in named:
            known = recorded[name] if name != ship else ()
            if any(each.kind == kind and _is_at(head, each) for each in known):
                fitting.setdefault((ship, name), []).append(group)
    exchanged = False
    for (_, name), rows in fitting.items():
        if len({kind_of(group[0]) for group in rows}) > 1:
            exchanged = True
            for one in (one for group in rows for one in group):
                one.subject = name
    return exchanged


def groups_of(told: Sequence[Told]) -> list[list[Told]]:
    """Return the clock times with an instant, those of one instant together."""
    groups: dict[int, list[Told]] = {}
    for i, one in enumerate(told):
        if one.instant is not None and one.time.clock is not None:
            groups.setdefault(-i - 1 if one.time.group is None else one.time.group, []).append(one)
    return list(groups.values())


def kind_of(one: Told) -> str:
    """Return the kind of event that a time is read as; empty where it is none."""
    return "" if one.event is None else one.event.kind


def _gives_way(
    one: Told,
    recorded: str,
    words_in: Container[tuple[int, str]],
    clocked: Counter[tuple[int, str]],
) -> bool:
    """Return whether the word that a time is read by leaves it to the event that is on record then.

    A plain word does so only where the sentence has another clock that is read as its event, and none
    that is read as the recorded one.
    """
    place, kind = one.time.sentence, kind_of(one)
    plain = kind in KINDS and one.sure >= PLAIN
    if plain and (clocked[place, recorded] or clocked[place, kind] < TWICE):
        return False
    worded = plain or (kind in KINDS and one.sure >= TOLD and not _is_weak(one))
    return not worded or (place, recorded) in words_in


def _is_weak(one: Told) -> bool:
    """Return whether only a word of many meanings tells the event: "off", "released"."""
    return one.event is not None and (one.event.weak or one.event.needs != "")


def is_recorded(one: Told, recorded: Recorded) -> bool:
    """Return whether a time is, as it is read, that of the record, or of a kindred event."""
    kind = kind_of(one)
    known = recorded.get(one.subject or "", ())
    return kind in KINDS and any(each.kind in kindred(kind) and _is_at(one, each) for each in known)


def _is_at(one: Told, known: KnownTime) -> bool:
    at = one.instant
    return at is not None and not known.day_only and abs(known.utc - at) <= SAME


def _on_record(
    one: Told, named: Sequence[str], recorded: Recorded, told_of: str | None
) -> tuple[str, KnownTime] | None:
    """Return the ship and the only event at this minute; of the ship that is meant, else of another.

    A ship that the text tells the time of, rightly or not, is not exchanged: `told_of`.
    """
    meant = [name for name in named if name == one.subject]
    others = [] if told_of is not None else [name for name in named if name != one.subject]
    for names in (meant, others):
        found = [
            (name, known)
            for name in names
            for known in recorded[name]
            if known.kind in KINDS and _is_at(one, known)
        ]
        kinds = {known.kind for _, known in found}
        if len({name for name, _ in found}) == 1 and (len(kinds) == 1 or kinds == CAUGHT):
            return max(found, key=lambda row: (row[1].kind == "berthing", not row[1].planned))
    return None
