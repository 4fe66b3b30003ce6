"""What is told to happen: words for launch, docking, landing and the rest, each at its place."""

from bisect import bisect_left
from collections.abc import Sequence

from portcall.audit.press.reading.broadcasts import without_covered
from portcall.audit.press.reading.event_kinds import kind_of
from portcall.audit.press.reading.events import EventMention
from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked

RELATION_WORDS = 3
NEAR_SENTENCES = 6
HOMEWARD = frozenset({"landing", "re-entry"})


def find_events(marked: Marked) -> list[EventMention]:
    """Return the events of a text in its order, before their ships are known."""
    found: list[EventMention] = []
    for number, sentence in enumerate(marked.sentences):
        events = [
            _event(marked, item, number)
            for item in marked.roles(sentence.first, sentence.last, "event")
        ]
        events = [one for one in events if one.kind != "none"]
        found += without_covered(marked, _own_happenings(marked, events))
    _settle(found)
    return found


def _event(marked: Marked, item: Item, sentence: int) -> EventMention:
    words = marked.language.events[int(item.value)]
    kind = kind_of(marked, item, words, marked.sentences[sentence].last)
    return EventMention(
        item.first,
        item.last,
        kind,
        words.mode,
        words.weak,
        sentence,
        _related(marked, item.first),
        needs=words.needs,
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
        named = before is not None and not any(
            marked.item(j, "object", "relative_clause") or marked.text(j) in {",", ";", "("}
            for j in range(before.last, event.first)
        )
        if event.needs != "subject" or not named:
            kept.append(event)
    return kept


def _settle(events: Sequence[EventMention]) -> None:
    """Decide what needs the rest of the text: a burn is one for the way home only on the way home."""
    descents = sorted(
        event.sentence
        for event in events
        if event.kind in HOMEWARD or (event.kind == "deorbit" and event.needs != "descent")
    )
    left = {event.sentence for event in events if event.kind == "undocking"}
    certain = {event.kind for event in events if event.needs != "alone"}
    for event in events:
        if event.needs == "descent" and event.kind == "deorbit":
            k = bisect_left(descents, event.sentence - NEAR_SENTENCES)
            far = k == len(descents) or descents[k] > event.sentence + NEAR_SENTENCES
            if far and event.sentence not in left:
                event.kind = "other"
        elif event.needs == "alone" and event.kind in certain:
            event.kind = "other"
