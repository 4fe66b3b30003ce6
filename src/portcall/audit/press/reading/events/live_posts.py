"""Posts of live coverage: a line that is only a clock, and below it what happened then.

Model   The first thing that the post tells as done, or a short cry of it, came at the clock over it; of
        what else is told there the clock says nothing.
Valid   Texts with at least two such lines over whole sentences.
Source  Chosen here.
"""

from collections.abc import Sequence

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.day_lines import is_only_time
from portcall.audit.press.reading.text.marked import Marked

LEAST, CRY_WORDS = 2, 6
POST_SURE = 0.6  # below what may be called wrong: a post comes when somebody has typed it
STOPS = frozenset(".!?")
AGO = frozenset({"ago", "earlier", "after", "before", "since"})


def set_live_posts(marked: Marked, told: Sequence[Told], events: Sequence[EventMention]) -> None:
    """Give the clocks over the posts of live coverage what the posts tell."""
    clocks: dict[int, list[Told]] = {}
    for one in told:
        clocks.setdefault(one.time.sentence, []).append(one)
    heads = [number for number, rows in clocks.items() if _heads_post(marked, number, rows)]
    if len(heads) < LEAST:
        return
    by_sentence: dict[int, list[EventMention]] = {}
    for event in events:
        by_sentence.setdefault(event.sentence, []).append(event)
    for number in heads:
        first = clocks[number][0].time
        nothing = EventMention(first.first, first.last, "other", "noun", True, number, False)
        found = None if number + 1 in clocks else _happened(marked, by_sentence, number + 1)
        for one in clocks[number]:
            one.event, one.sure = found or nothing, POST_SURE


def _heads_post(marked: Marked, number: int, rows: Sequence[Told]) -> bool:
    """Return whether a line is only a clock with its zone, over a line of whole sentences."""
    sentence = marked.sentences[number]
    below = number + 1
    if below >= len(marked.sentences) or rows[0].time.zone is None:
        return False
    if any(one.time.clock is None or one.event is not None for one in rows):
        return False
    if not is_only_time(marked.tokens, marked.at, sentence.first, sentence.last):
        return False
    under = marked.sentences[below]
    lines = all(_begins_line(marked, one.first) for one in (sentence, under))
    return lines and marked.text(under.last - 1) in STOPS


def _begins_line(marked: Marked, i: int) -> bool:
    return i == 0 or "\n" in marked.tokens[i].gap


def _happened(
    marked: Marked, events: dict[int, list[EventMention]], number: int
) -> EventMention | None:
    """Return the one thing that the first sentence of a post tells to have happened."""
    sentence = marked.sentences[number]
    words = range(sentence.first, sentence.last)
    if any(marked.tokens[j].lower in AGO for j in words):
        return None
    plain = [one for one in events.get(number, ()) if not (one.weak or one.related)]
    short = len(words) <= CRY_WORDS
    plain = [one for one in plain if one.kind not in {"said", "broadcast-start"}]
    told = [one for one in plain if one.mode == "done" or (short and one.mode == "noun")]
    asked = any(marked.item(j, "mode", "planned") for j in words)
    kinds = {one.kind for one in told}
    return told[0] if len(kinds) == 1 and not told[0].silent and not asked else None
