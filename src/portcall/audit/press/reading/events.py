"""What is told to happen: words for launch, docking, landing and the rest, each at its place."""

from dataclasses import dataclass

from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.register import berths

OBJECT_WORDS = 5
COVERED_WORDS = 8
RELATION_WORDS = 3

BY_OBJECT = {"ground": "landing", "air": "re-entry", "orbit": "insertion"}
SILENT = frozenset({"none", "hatch", "said"})


@dataclass
class EventMention:
    """One telling of an event. `mode` says how its words stand: done, planned, or a plain noun."""

    first: int
    last: int
    kind: str
    mode: str
    weak: bool
    sentence: int
    related: bool
    subject: str | None = None

    @property
    def silent(self) -> bool:
        """True for what takes a time but is no kind of claim: hatches, statements."""
        return self.kind in SILENT


def find_events(marked: Marked) -> list[EventMention]:
    """Return the events of a text in its order, before their ships are known."""
    found: list[EventMention] = []
    for number, sentence in enumerate(marked.sentences):
        events = [
            _event(marked, item, number)
            for item in marked.roles(sentence.first, sentence.last, "event")
        ]
        found += _without_covered(marked, [one for one in events if one.kind != "none"])
    return found


def _event(marked: Marked, item: Item, sentence: int) -> EventMention:
    words = marked.language.events[int(item.value)]
    kind: str = words.kind
    end = marked.sentences[sentence].last
    if words.at_site and _goes_from_site(marked, item.last, end):
        kind = words.at_site
    elif kind == "launch" and words.weak and _names_module(marked, item.last, end):
        kind = "docking"
    elif kind == "docking":
        kind = _by_object(marked, item, end)
    return EventMention(
        item.first, item.last, kind, words.mode, words.weak, sentence, _related(marked, item.first)
    )


def _goes_from_site(marked: Marked, i: int, end: int) -> bool:
    """Return whether a pad is what is left: "left Baikonur", "left pad 39A", "left Florida"."""
    for j in range(i, min(i + OBJECT_WORDS, end)):
        if marked.item(j, "module") or marked.item(j, "object", "station"):
            return False
        if marked.text(j) in {",", ";", "("}:
            return False
        if marked.item(j, "site") or marked.item(j, "city") or _is_pad(marked, j):
            return True
    return False


def _by_object(marked: Marked, item: Item, end: int) -> str:
    """Return the kind of "reached", "met", "touched" by what was reached, met or touched."""
    if _comes_to_site(marked, item.last, end):
        return "none"
    things = marked.language.grammar.object
    for j in range(item.last, min(item.last + OBJECT_WORDS - 1, end)):
        if marked.text(j) in {",", ";", "("} or marked.item(j, "module"):
            break
        for name, kind in BY_OBJECT.items():
            if marked.text(j).lower() in things.get(name, ()):
                return kind
    return "docking"


def _names_module(marked: Marked, i: int, end: int) -> bool:
    """Return whether it goes to a module: "brought the node to Nauka"."""
    return any(marked.item(j, "module") for j in range(i, min(i + OBJECT_WORDS, end)))


def _is_pad(marked: Marked, i: int) -> bool:
    return marked.item(i, "part_of_place", "pad") is not None


def _comes_to_site(marked: Marked, i: int, end: int) -> bool:
    """Return whether it is a pad that was reached: "arrived at Baikonur"."""
    at = marked.text(i).lower() in {"at", "in", "to"} and i + 1 < end
    return at and any(marked.item(j, "site") for j in range(i + 1, min(i + 3, end)))


def _related(marked: Marked, i: int) -> bool:
    """Return whether an event only tells when another was: "two days after its launch"."""
    return any(
        marked.item(j, "object", "in_relation") for j in range(max(i - RELATION_WORDS, 0), i)
    )


def _without_covered(marked: Marked, events: list[EventMention]) -> list[EventMention]:
    """Leave out what a broadcast shows: "launch coverage", "coverage of the launch"."""
    kept: list[EventMention] = []
    for i, event in enumerate(events):
        after = events[i + 1] if i + 1 < len(events) else None
        if after and after.kind == "broadcast-start" != event.kind and after.first == event.last:
            continue
        before = events[i - 1] if i else None
        if before and before.kind == "broadcast-start" and event.kind != "broadcast-start":
            gap = range(before.last, event.first)
            if (
                len(gap) <= COVERED_WORDS
                and any(marked.item(j, "object", "coverage_of") for j in gap)
                and not any(marked.item(j, "clock") or marked.text(j) in ":;" for j in gap)
            ):
                continue
        kept.append(event)
    return kept


def fit_to_ship(event: EventMention, spacewalk: bool) -> None:
    """Choose between docking and berthing by the ship, and take hatches as those of a spacewalk."""
    berthed = berths(event.subject)
    if event.kind == "docking" and berthed:
        event.kind = "berthing"
    elif event.kind == "berthing" and berthed is False:
        event.kind = "docking"
    elif event.kind == "hatch" and spacewalk:
        event.kind = "spacewalk"
