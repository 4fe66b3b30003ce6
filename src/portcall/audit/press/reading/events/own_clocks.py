"""Clocks that stand so near to an event that they are its own: "liftoff at 11:20", "for undocking"."""

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.mentions.clocks import read_clock
from portcall.audit.press.reading.mentions.zones_said import read_zone
from portcall.audit.press.reading.text.marked import Marked

REACH, ARTICLE_WORDS, ZONE_WORDS = 8, 2, 4
RANGE_WORDS, INSIDE_WORDS = 2, 8
DASHES = frozenset({"-"})
OPENS = frozenset({"(", ":", "-"})


def clock_behind(marked: Marked, i: int) -> int | None:
    """Return the token at which a clock begins behind words that only lead to it."""
    for j in range(i, min(i + REACH, marked.size)):
        if (
            marked.text(j) in {";", "."}
            or marked.item(j, "event")
            or marked.item(j, "people", "and")
        ):
            return None
        if read_clock(marked, j) is not None:
            return j
        inside = marked.at.get(marked.inside[j], ()) if marked.inside[j] >= 0 else ()
        leads = any(one.role in {"mode", "link", "weekday", "month", "day"} for one in inside)
        small = marked.tokens[j].lower in marked.language.function or marked.tokens[j].is_number
        if not leads and not small and not (j == i and marked.text(j) in OPENS):
            return None
    return None


def stands_apart(marked: Marked, event: EventMention, first: int) -> bool:
    """Return whether an event with a clock of its own follows: "coverage of the launch, liftoff at"."""
    if clock_behind(marked, event.last) is None or marked.text(event.last) == ",":
        return False
    j = event.first - 1
    while j > event.first - 1 - ARTICLE_WORDS and marked.is_word(j, "of_event"):
        j -= 1
    if j <= first or not (marked.text(j) in {",", "("} or marked.item(j, "object", "next_clause")):
        return False
    return any(marked.item(k, "event") for k in range(first, j))


def ends_range(marked: Marked, gap: range) -> bool:
    """Return whether what stands between two clocks makes them a range: "8:01 a.m. to 2:01 p.m."."""
    if not 0 < len(gap) <= RANGE_WORDS:
        return False
    joins = [marked.item(j, "link", "to") or marked.text(j) in DASHES for j in gap]
    return bool(joins[0]) and marked.item(gap[0], "people", "and") is None


def is_in_bracket(marked: Marked, gap: range, last: int) -> bool:
    """Return whether a clock stands in a bracket right behind another: "at 6:05 (was 12:05)"."""
    if not gap or marked.text(gap[0]) != "(" or marked.item(last, "event"):
        return False
    inside = range(last, min(last + INSIDE_WORDS, marked.size))
    closed = next((j for j in inside if marked.text(j) == ")"), None)
    if closed is None or any(marked.text(j) in {")", ";"} for j in gap):
        return False
    return not any(marked.item(j, "event") for j in range(last, closed))


def clock_before_for(marked: Marked, event: EventMention) -> bool:
    """Return whether a clock says from when an event is shown: "5:30 p.m. for undocking"."""
    j = event.first - 1
    while j > event.first - 1 - ARTICLE_WORDS and not marked.item(j, "object", "shown_for"):
        j -= 1
    return marked.item(j, "object", "shown_for") is not None and _ends_clock(marked, j)


def shown_from(marked: Marked, i: int) -> bool:
    """Return whether a clock says from when one may watch: "from 2:30 p.m.", "at 2 p.m. for"."""
    clock = read_clock(marked, i)
    if clock is None:
        return False
    if marked.is_word(i - 1, "from"):
        return True
    near = range(clock.last, min(clock.last + ZONE_WORDS, marked.size))
    behind = next((j for j in near if marked.item(j, "object", "shown_for")), None)
    return behind is not None and _ends_clock(marked, behind)


def _ends_clock(marked: Marked, j: int) -> bool:
    for i in range(j - 1, j - 1 - REACH, -1):
        clock = read_clock(marked, i) if i >= 0 else None
        if clock is None:
            continue
        zone = read_zone(marked, clock.last)
        last = clock.last if zone is None else zone[1]
        return all(marked.item(k, "weekday") or marked.item(k, "link") for k in range(last, j))
    return False
