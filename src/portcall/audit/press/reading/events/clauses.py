"""Where one clause ends and the next begins, as far as verbs and their times are concerned."""

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked

LEAD_WORDS = 5
ASIDE_WORDS, OCCASION_WORDS = 3, 6
BRACKET_WORDS = 14
PAIR = 2
BRACKETS = frozenset({"(", ")", ","})


def opens_clause(marked: Marked, event: EventMention, first: int) -> bool:
    """Return whether a clause begins with an event: "undock at 8:41 p.m. and then land"."""
    for j in range(event.first - 1, max(event.first - LEAD_WORDS, first) - 1, -1):
        if marked.item(j, "object", "shown_for"):
            return False
        if marked.item(j, "people", "and") or marked.item(j, "object", "next_clause"):
            return True
        if marked.text(j) in {",", ";"}:
            return True
        leads = marked.item(j, "mode") or marked.item(j, "link") or marked.item(j, "day")
        if not leads and marked.tokens[j].lower not in marked.language.function:
            return False
    return False


def is_attribute(marked: Marked, time: TimeMention, event: EventMention) -> bool:
    """Return whether a time describes the noun behind it: "its 5:41 p.m. EDT (2141 GMT) launch"."""
    if event.first < time.last or event.mode != "noun":
        return False
    j = time.first - 1
    while marked.item(j, "mode") and j > 0:
        j -= 1
    if not any(marked.is_word(k, "determiner") for k in (j, time.first)):
        return False
    depth = 0
    for k in range(time.last, event.first):
        text = marked.text(k)
        depth += (text == "(") - (text == ")")
        if depth == 0 and text != ")" and not marked.item(k, "mode"):
            return False
    return True


def is_aside(marked: Marked, event: EventMention) -> bool:
    """Return whether an event only tells the occasion: "did not burn during re-entry"."""
    for j in range(event.first - 1, max(event.first - OCCASION_WORDS, 0) - 1, -1):
        words = marked.item(j, "object", "occasion")
        if words is not None:
            return event.first - words.last < ASIDE_WORDS
    return False


def is_end_of_stay(marked: Marked, time: TimeMention) -> bool:
    """Return whether it is how long something lasts that is told: "docked there until March"."""
    j = time.first - 1
    while marked.item(j, "link") and marked.phrase(j, "until") is None:
        j -= 1
    return marked.phrase(j, "until") is not None


def dashed(marked: Marked, first: int, last: int) -> range:
    """Return what two dashes set apart: "the undocking - of whom it was - occurred at 8:35"."""
    dashes = [
        j
        for j in range(first, last)
        if marked.text(j) == "-" and not marked.glued(j) and not marked.glued(j + 1)
    ]
    return range(dashes[0], dashes[-1] + 1) if len(dashes) == PAIR else range(0)


def short_gap(marked: Marked, first: int, last: int) -> float:
    """Return how far apart two places are, with a name of several words counted once."""
    words = sum(marked.inside[j] in {-1, j} and marked.text(j) != "-" for j in range(first, last))
    return float(words) if words < 8 else 8.0 + (words - 8) / 4.0


def own_bracket(marked: Marked, i: int) -> int | None:
    """Return the token behind "(8:41 p.m.)", a clock in brackets that belongs to the word before it."""
    if marked.text(i) != "(":
        return None
    for j in range(i + 1, min(i + BRACKET_WORDS, marked.size)):
        if marked.text(j) == ")":
            inside = range(i + 1, j)
            clock = any(
                marked.item(k, "clock") or (marked.text(k) == ":" and marked.glued(k))
                for k in inside
            )
            return j + 1 if clock else None
        if marked.item(j, "event") or marked.text(j) == ";":
            return None
    return None
