"""What a broadcast shows is no event of its own: "launch coverage", "coverage of the docking"."""

from portcall.audit.press.reading.clauses import own_bracket
from portcall.audit.press.reading.clocks import read_clock
from portcall.audit.press.reading.events import EventMention
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.own_clocks import clock_before_for, stands_apart

COVERED_WORDS, COVERED_NAMES = 8, 14
PURPOSE_WORDS = 2
JOINED = frozenset({",", "/", "&", "-"})


def without_covered(marked: Marked, events: list[EventMention]) -> list[EventMention]:
    """Leave out what a broadcast shows, unless the text goes on about it."""
    kept: list[EventMention] = []
    live: EventMention | None = None
    for event in events:
        if event.kind == "broadcast-start":
            _drop_chain(marked, kept, event)
            live = event
        elif live and event.mode == "noun" and _is_next_start(marked, live, event):
            event.shows, event.kind = event.kind, live.kind
        elif live and _is_shown(marked, live, event) and not _goes_on(marked, event):
            if stands_apart(marked, event, live.last) or _has_own(marked, live, event):
                kept.append(event)
                continue
            live.shows = live.shows or event.kind
            if not _begins_before(marked, live):
                continue
        kept.append(event)
    return kept


def _drop_chain(marked: Marked, kept: list[EventMention], live: EventMention) -> None:
    """Take away the nouns before "coverage": "hatch closing, undocking and landing coverage".

    One with a time of its own stays: "undocking (8:41 p.m.) coverage".
    """
    first, stay = live.first, []
    while kept and kept[-1].kind != "broadcast-start" and kept[-1].mode == "noun":
        behind = own_bracket(marked, kept[-1].last)
        between = range(behind or kept[-1].last, first)
        joined = first != live.first
        if not all(_joins(marked, j) for j in between) or (bool(between) and not joined):
            break
        shown = kept.pop()
        first, live.shows = shown.first, shown.kind
        if behind is not None:
            stay.append(shown)
    kept += reversed(stay)


def _joins(marked: Marked, j: int) -> bool:
    return marked.text(j) in JOINED or marked.item(j, "people", "and") is not None


def _is_next_start(marked: Marked, live: EventMention, event: EventMention) -> bool:
    """Return whether a further broadcast starts: "at 2 p.m. for docking, 5:30 p.m. for hatches"."""
    return clock_before_for(marked, event) and _clocks(marked, live.last, event.first) > 1


def _has_own(marked: Marked, live: EventMention, event: EventMention) -> bool:
    """Return whether a bracket tells when it is, besides when the broadcast starts."""
    first = marked.sentences[live.sentence].first
    behind = own_bracket(marked, event.last) is not None
    return behind and _clocks(marked, first, event.first) > 0


def _clocks(marked: Marked, first: int, last: int) -> int:
    return sum(read_clock(marked, j) is not None for j in range(first, last))


def _begins_before(marked: Marked, live: EventMention) -> bool:
    """Return whether the broadcast has its time before it: "beginning at 7 p.m., ... will show"."""
    first = marked.sentences[live.sentence].first
    begun = [j for j in range(first, live.first) if marked.item(j, "object", "beginning")]
    return bool(begun) and any(
        marked.item(j, "clock") or (marked.text(j) == ":" and marked.glued(j))
        for j in range(begun[0], live.first)
    )


def _is_shown(marked: Marked, live: EventMention, event: EventMention) -> bool:
    gap = range(live.last, event.first)
    if live.needs == "beginning":
        return not any(
            marked.item(j, "object", "beginning") or marked.item(j, "clock") for j in gap
        )
    if any(marked.text(j) in {";", "("} for j in gap):
        return False
    near = range(max(event.first - PURPOSE_WORDS, live.last), event.first)
    if any(marked.item(j, "clock") or marked.text(j) == ":" for j in gap):
        return event.mode == "noun" and any(marked.item(j, "object", "shown_for") for j in near)
    reach = COVERED_NAMES if event.mode == "noun" else COVERED_WORDS
    return len(gap) <= reach and any(marked.item(j, "object", "coverage_of") for j in gap)


def _goes_on(marked: Marked, event: EventMention) -> bool:
    """Return whether a time of the event itself follows: "spacewalk, scheduled to begin at"."""
    j = event.last
    return marked.text(j) in {",", "("} and marked.item(j + 1, "mode", "planned") is not None
