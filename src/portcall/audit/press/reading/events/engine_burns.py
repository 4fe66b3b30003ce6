"""Engines that are lit, with words between: "started its main engine", "engines were then lit"."""

from collections.abc import Sequence

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.marked import Marked, Sentence

REACH = 5
STOPS = frozenset({",", ";", "(", ")", ":", "|"})


def find_burns(
    marked: Marked, sentence: Sentence, number: int, events: Sequence[EventMention]
) -> list[EventMention]:
    """Return the burns of a sentence that no event words tell; on the way home they are for braking.

    Parameters
    ----------
    events : sequence of EventMention
        What its words tell; "started" stands back where it is an engine that was started.
    """
    words = marked.language.grammar.relative
    if not words.get("engine"):
        return []
    taken = {j for one in events if not one.weak for j in range(one.first, one.last)}
    found: list[EventMention] = []
    for i in range(sentence.first, sentence.last):
        if i in taken or marked.phrase(i, "engine") is None:
            continue
        lit = _lit_near(marked, i, sentence)
        if lit is not None and not taken & set(range(*lit)):
            first, last = lit
            mode = "done" if marked.text(last - 1).endswith("ed") else "noun"
            found.append(
                EventMention(first, last, "deorbit", mode, False, number, False, needs="descent")
            )
    return found


def _lit_near(marked: Marked, i: int, sentence: Sentence) -> tuple[int, int] | None:
    """Return the words that light an engine, before it or behind it."""
    for step in (-1, 1):
        for j in range(i + step, i + step * (REACH + 1), step):
            if not sentence.first <= j < sentence.last or marked.text(j) in STOPS:
                break
            last = marked.phrase(j, "ignites")
            if last is not None:
                return j, last
    return None
