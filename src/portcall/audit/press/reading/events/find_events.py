"""What is told to happen: words for launch, docking, landing and the rest, each at its place."""

from collections.abc import Container, Sequence
from dataclasses import replace

from portcall.audit.press.reading.events.broadcasts import without_covered
from portcall.audit.press.reading.events.clauses import dashed
from portcall.audit.press.reading.events.engine_burns import find_burns
from portcall.audit.press.reading.events.event_kinds import kind_of
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.motions import with_motions
from portcall.audit.press.reading.events.shown_ranges import as_shown
from portcall.audit.press.reading.events.talks import without_talks
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

RELATION_WORDS = 3
NEAR_SENTENCES = 6
ORDER_WORDS = 12
FAR_WORDS, CLAUSE_WORDS = 10, 40
PURPOSE_WORDS = 7
CLAUSE_SIGNS = frozenset({",", ";", "("})
OUTWARD = frozenset({"launch", "insertion", "docking", "berthing"})
RETRY_SENTENCES = 3
TRIED = frozenset({"launch", "docking", "berthing", "undocking", "relocation", "landing"})
HOMEWARD = frozenset({"landing", "re-entry"})


def find_events(marked: Marked) -> list[EventMention]:
    """Return the events of a text in its order, before their ships are known."""
    found: list[EventMention] = []
    on_air = False
    for number, sentence in enumerate(marked.sentences):
        events = [
            _event(marked, item, number)
            for item in marked.roles(sentence.first, sentence.last, "event")
        ]
        events = _with_burns(marked, with_motions(marked, sentence, number, events), number)
        for event in events:
            event.related = event.related or _related(marked, event.first)
        on_air = on_air or any(one.kind == "broadcast-start" for one in events)
        events = as_shown(marked, number, without_talks(marked, events), on_air=on_air)
        found += without_covered(marked, _own_happenings(marked, _without_governed(marked, events)))
    for event in found:
        event.behind = _called_to_mind(marked, event.first)
    _settle(marked, found)
    _settle_attempts(marked, found)
    return found


def _settle_attempts(marked: Marked, events: Sequence[EventMention]) -> None:
    """Take "another attempt" for one at what was called off right before."""
    given_up: EventMention | None = None
    called_off = {one.sentence for one in events if _is_called_off(marked, one.sentence)}
    for event in events:
        words = range(event.first, event.last)
        retried = any(marked.is_word(j, "attempt") for j in words)
        lifts_off = any(marked.is_word(j, "launch") for j in words)
        if event.kind == "launch" and event.mode == "noun" and retried and not lifts_off:
            if given_up is not None and event.sentence - given_up.sentence <= RETRY_SENTENCES:
                event.kind = given_up.kind
        elif event.kind in TRIED and event.sentence in called_off:
            given_up = event


def _is_called_off(marked: Marked, number: int) -> bool:
    sentence = marked.sentences[number]
    return any(
        item.value == "negated" for item in marked.roles(sentence.first, sentence.last, "mode")
    )


def _event(marked: Marked, item: Item, sentence: int) -> EventMention:
    words = marked.language.events[int(item.value)]
    kind = kind_of(marked, item, words, marked.sentences[sentence].last)
    if words.mode == "done" and (_only_describes(marked, item) or _is_state(marked, item)):
        kind = "none"
    trip = words.weak and words.kind == "launch" and kind == "docking"
    return EventMention(
        item.first,
        item.last,
        kind,
        words.mode,
        words.weak,
        sentence,
        _related(marked, item.first),
        needs="trip" if trip else words.needs,
    )


def _called_to_mind(marked: Marked, i: int) -> bool:
    """Return whether an event only says which ship is meant, or what was before: "which rose on"."""
    near = range(max(i - RELATION_WORDS - 1, 0), i)
    return any(marked.is_word(j, "which") or marked.item(j, "object", "in_relation") for j in near)


def _with_burns(marked: Marked, events: list[EventMention], number: int) -> list[EventMention]:
    """Add engines that are lit, instead of what their words seem to tell; leave out mere things."""
    burns = find_burns(marked, marked.sentences[number], number, events)
    lit = {j for one in burns for j in range(one.first, one.last)}
    lighting = [*burns, *(one for one in events if one.needs == "descent")]
    kept = [
        one
        for one in events
        if one.kind != "none" and one.first not in lit and not _is_purpose(marked, lighting, one)
    ]
    return sorted((*kept, *burns), key=lambda one: one.first)


def _is_purpose(marked: Marked, burns: Sequence[EventMention], event: EventMention) -> bool:
    """Return whether it is what engines are lit for: "fire its engine for a re-entry at"."""
    if event.kind not in HOMEWARD or event.mode != "noun":
        return False
    for burn in burns:
        gap = range(burn.last, event.first)
        if 0 < len(gap) <= PURPOSE_WORDS and marked.text(event.first - len(gap)).isalpha():
            words = [marked.text(j).lower() for j in gap]
            if "for" in words and not set(words) & CLAUSE_SIGNS:
                return not any(marked.tokens[j].is_number for j in gap)
    return False


def _only_describes(marked: Marked, item: Item) -> bool:
    """Return whether a participle belongs to a name: "between the docked Soyuz and the station"."""
    one_word = item.last - item.first == 1 and marked.text(item.first).endswith("ed")
    behind = (
        marked.item(item.last, "ship")
        or marked.item(item.last, "family")
        or marked.item(item.last, "object", "vessel")
    )
    first = item.first - marked.is_word(item.first - 1, "of_late")
    return one_word and behind is not None and marked.is_word(first - 1, "article")


def _is_state(marked: Marked, item: Item) -> bool:
    """Return whether it is how a ship was, not what it did: "undocked while attached to Pirs"."""
    return item.last - item.first <= 2 and (
        marked.is_word(item.first, "state") and marked.is_word(item.first - 1, "while")
    )


def _related(marked: Marked, i: int) -> bool:
    """Return whether an event only tells when another was: "two days after its launch"."""
    return any(
        marked.item(j, "object", "in_relation") for j in range(max(i - RELATION_WORDS, 0), i)
    )


def _own_happenings(marked: Marked, events: list[EventMention]) -> list[EventMention]:
    """Leave out "took place" and its like where the same clause names what took place."""
    kept: list[EventMention] = []
    for event in events:
        before = kept[-1] if kept else None
        if before is not None and event.needs == "subject" and _goes_on(marked, before, event):
            before.related = False
            continue
        named = before is not None and not any(
            _parts(marked, j, before, event)
            for j in range(before.last, event.first)
            if j not in dashed(marked, before.last, event.first)
        )
        if event.needs != "subject" or not named:
            kept.append(event)
        elif before is not None and event.first - before.last > FAR_WORDS and not before.silent:
            kept.append(replace(event, kind=before.kind, needs=""))
    return kept


def _parts(marked: Marked, j: int, before: EventMention, event: EventMention) -> bool:
    """Return whether a word or sign begins another clause; "(RS)" and what joins two nouns do not."""
    if marked.text(j) == "(":
        return marked.text(j + 2) != ")"
    near = event.first - before.last <= CLAUSE_WORDS
    if near and marked.is_word(j, "and") and before.mode == "noun":
        return any(marked.item(k, "mode") for k in range(before.last, event.first))
    return marked.item(j, "object", "relative_clause") is not None or marked.text(j) in {",", ";"}


def _without_governed(marked: Marked, events: Sequence[EventMention]) -> list[EventMention]:
    """Leave out what was only asked for or ordered: "polled go for undocking at 11:50"."""
    kept: list[EventMention] = []
    order: EventMention | None = None
    for event in events:
        gap = range(0) if order is None else range(order.last, event.first)
        ordered = order is not None and (event.mode == "noun" or event.weak)
        ordered = ordered and len(gap) <= ORDER_WORDS
        if ordered and not any(marked.text(j) in CLAUSE_SIGNS for j in gap):
            continue
        order = event if event.needs == "governs" else order
        kept.append(event)
    return kept


def _goes_on(marked: Marked, before: EventMention, event: EventMention) -> bool:
    """Return whether a clause dates the event right before it: "after liftoff, which occurred at"."""
    between = range(before.last, event.first)
    which = sum(marked.item(j, "object", "relative_clause") is not None for j in between)
    return which == 1 and all(
        marked.item(j, "object", "relative_clause") or marked.text(j) == "," for j in between
    )


def _settle(marked: Marked, events: Sequence[EventMention]) -> None:
    """Decide what needs the rest of the text: a burn is one for the way home only on the way home."""
    certain = {event.kind for event in events if event.needs != "no_launch"}
    on_the_way = _homeward(events)
    for event in events:
        if event.needs == "descent" and event.kind == "deorbit":
            event.kind = _kind_of_burn(marked, event, events, on_the_way)
        elif event.needs == "no_launch" and event.kind in certain:
            event.kind = "insertion"


def _kind_of_burn(
    marked: Marked, event: EventMention, events: Sequence[EventMention], home: Container[int]
) -> str:
    """Return launch for engines lit under a rocket, deorbit on the way home, else no kind of claim."""
    near = range(max(event.sentence - 1, 0), event.sentence + 1)
    rocket = any(
        True for number in near for _ in marked.roles(*marked.sentences[number][:2], "rocket")
    )
    kinds = {one.kind for one in events if one.sentence in near and one is not event}
    if rocket and not kinds & {"launch", "undocking", *HOMEWARD}:
        return "launch"
    return "deorbit" if event.sentence in home else "other"


def _homeward(events: Sequence[EventMention]) -> Container[int]:
    """Return the sentences near which a way home is told of."""
    arrives = any(event.kind in OUTWARD for event in events)
    if not arrives:
        return range(events[-1].sentence + 1 if events else 0)
    near: set[int] = set()
    for event in events:
        if event.kind in HOMEWARD or (event.kind == "deorbit" and event.needs != "descent"):
            near.update(range(event.sentence - NEAR_SENTENCES, event.sentence + NEAR_SENTENCES + 1))
        elif event.kind == "undocking":
            near.add(event.sentence)
    return near
