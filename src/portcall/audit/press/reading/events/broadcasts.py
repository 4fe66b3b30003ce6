"""What a broadcast shows is no event of its own: "launch coverage", "coverage of the docking"."""

from dataclasses import replace

from portcall.audit.press.reading.events.clauses import own_bracket
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.own_clocks import (
    clock_before_for,
    clock_behind,
    stands_apart,
)
from portcall.audit.press.reading.events.rows import is_row
from portcall.audit.press.reading.mentions.clocks import read_clock
from portcall.audit.press.reading.text.marked import Marked

OF_SHIP_WORDS, FROM_WORDS = 8, 5
COVERED_WORDS, COVERED_NAMES = 8, 14
PURPOSE_WORDS = 2
COUNTED_WORDS = 7
BEFORE_WORDS = 5
LED_WORDS = 10
JOINED = frozenset({",", "/", "&", "-"})


def without_covered(marked: Marked, events: list[EventMention]) -> list[EventMention]:
    """Leave out what a broadcast shows, unless the text goes on about it."""
    kept: list[EventMention] = []
    live: EventMention | None = None
    dropped = 0
    for event in _with_row_start(marked, events):
        if event.kind == "broadcast-start":
            _drop_chain(marked, kept, event)
            if live is not None and not event.shows:
                event.shows = live.shows  # "watch that landing live, beginning at"
            live = event
        elif live and event.related and _counts_its_start(marked, event):
            continue
        elif live and event.mode == "noun" and _is_next_start(marked, live, event):
            dropped = event.last
            kept.append(_start_of(live, event))
            if clock_behind(marked, event.last) is None:
                continue
        elif live and dropped and _is_joined(marked, dropped, event):
            dropped = event.last
            continue
        elif live and (_is_covered(marked, live, event) or _is_before(marked, live, event)):
            live.shows = live.shows or event.kind
        elif live and _is_shown(marked, live, event) and not _goes_on(marked, event):
            if stands_apart(marked, event, live.last) or _has_own(marked, live, event):
                kept.append(event)
                continue
            live.shows = live.shows or event.kind
            dropped = event.last
            if not _begins_before(marked, live):
                continue
        kept.append(event)
    return kept


def _is_covered(marked: Marked, live: EventMention, event: EventMention) -> bool:
    """Return whether a broadcast with its time is to show an event: "at 3:45 to cover the closing of"."""
    gap = range(live.last, min(event.first, live.last + 2 * COVERED_NAMES))
    verbs = [j for j in gap if marked.is_word(j, "covers") and marked.is_word(j - 1, "to")]
    return bool(verbs) and event.mode == "noun" and _clocks(marked, live.last, verbs[0]) > 0


def _is_before(marked: Marked, live: EventMention, event: EventMention) -> bool:
    """Return whether a broadcast is counted from an event: "at 5:45, 20 minutes before undocking"."""
    near = range(max(event.first - BEFORE_WORDS, live.last), event.first)
    return any(marked.phrase(j, "before") is not None for j in near) and any(
        marked.item(j, "unit") or marked.phrase(j, "near") is not None for j in near
    )


def _drop_chain(marked: Marked, kept: list[EventMention], live: EventMention) -> None:
    """Take away the nouns before "coverage": "hatch closing, undocking and landing coverage".

    One with a time of its own stays: "undocking (8:41 p.m.) coverage".
    """
    first, stay = live.first, []
    while kept and kept[-1].kind != "broadcast-start" and kept[-1].mode == "noun":
        behind = own_bracket(marked, kept[-1].last)
        between = range(behind or kept[-1].last, first)
        joined = first != live.first
        joined = joined or all(marked.is_word(j, "before_coverage") for j in between)
        said = (j for j in between if not marked.is_word(j, "before_coverage"))
        if not all(_joins(marked, j) for j in said) or (bool(between) and not joined):
            break
        shown = kept.pop()
        first, live.shows = shown.first, shown.kind
        if behind is not None:
            stay.append(shown)
    kept += reversed(stay)


def _joins(marked: Marked, j: int) -> bool:
    return marked.text(j) in JOINED or marked.item(j, "people", "and") is not None


def _counts_its_start(marked: Marked, event: EventMention) -> bool:
    """Return whether it only counts when a broadcast starts: "beginning an hour before landing at"."""
    near = range(max(event.first - COUNTED_WORDS, 0), event.first)
    begun = next((j for j in near if marked.item(j, "object", "beginning")), None)
    return begun is not None and any(marked.item(j, "unit") for j in range(begun, event.first))


def _start_of(live: EventMention, event: EventMention) -> EventMention:
    """Return the start of the broadcast in which an event is shown."""
    return replace(event, last=event.first, kind=live.kind, mode="noun", shows=event.kind)


def _is_joined(marked: Marked, last: int, event: EventMention) -> bool:
    """Return whether it is shown with the one before: "for farewells and hatch closure"."""
    gap = range(last, event.first)
    own = clock_behind(marked, event.last) is not None or own_bracket(marked, event.last)
    return event.mode == "noun" and not own and bool(gap) and all(_joins(marked, j) for j in gap)


def _with_row_start(marked: Marked, events: list[EventMention]) -> list[EventMention]:
    """Take what a row names before its own time in brackets for what is shown from the first time.

    "8:15 p.m. Undocking (undocking at 8:41 p.m.)".
    """
    if not events or any(one.kind == "broadcast-start" for one in events):
        return events
    opened = next(
        (j for j in range(events[0].last, events[-1].first) if marked.text(j) == "("), None
    )
    if opened is None or not is_row(marked, events[0].sentence):
        return events
    named = [one for one in events if one.first < opened]
    inside = [one for one in events if one.first > opened]
    clocked = all(clock_behind(marked, one.last) is not None for one in inside)
    first = marked.sentences[events[0].sentence].first
    leads = any(read_clock(marked, j) is not None for j in range(first, events[0].first))
    same = {one.kind for one in inside} <= {one.kind for one in named}
    if not (same and clocked and leads and all(one.mode == "noun" for one in named)):
        return events
    shown = replace(named[0], last=named[-1].last, kind="broadcast-start", shows=named[0].kind)
    return [shown, *inside]


def _is_next_start(marked: Marked, live: EventMention, event: EventMention) -> bool:
    """Return whether a further broadcast starts: "at 2 p.m. for docking, 5:30 p.m. for hatches"."""
    return clock_before_for(marked, event) and _clocks(marked, live.last, event.first) > 1


def _has_own(marked: Marked, live: EventMention, event: EventMention) -> bool:
    """Return whether a time behind it tells when it is, besides the one when the broadcast starts.

    In a bracket; or near by, where the broadcast's own comes first: "2 a.m., coverage of ... at 3".
    """
    first = marked.sentences[live.sentence].first
    if own_bracket(marked, event.last) is not None:
        return _clocks(marked, first, event.first) > 0
    if _clocks(marked, live.last, event.first) > 0 and clock_behind(marked, event.last) is not None:
        return True
    last = marked.sentences[live.sentence].last
    ends = (j for j in range(live.first, first, -1) if _ends_clause(marked, j))
    led = _clocks(marked, max(first, live.first - LED_WORDS, next(ends, first)), live.first) > 0
    ahead = range(event.last, min(event.last + COVERED_NAMES, last))
    begun = any(marked.item(j, "object", "beginning") or marked.text(j) == ";" for j in ahead)
    return led and not begun and _clocks(marked, ahead.start, ahead.stop) > 0


def _ends_clause(marked: Marked, j: int) -> bool:
    return marked.text(j) == ";" or marked.item(j, "people", "and") is not None


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
    if marked.phrase(j, "of_ship"):
        ahead = range(j, min(j + OF_SHIP_WORDS, marked.size))
        j = next((k for k in ahead if marked.text(k) == ","), j)
    elif marked.item(j, "link", "from") or marked.is_word(j, "where_shown"):
        ahead = range(j, min(j + FROM_WORDS, marked.size))
        j = next((k for k in ahead if marked.text(k) == ","), j)
    return marked.text(j) in {",", "("} and marked.item(j + 1, "mode", "planned") is not None
