"""Rows that tell from when to when something is on the air: "Docking: 0150-0220 GMT".

Model   In a text that tells of a broadcast, what a row names beside two clocks joined by a dash is what
        is shown, unless the row speaks of a window. Highlights and replays show what was.
Valid   Rows of schedules.
Source  Chosen here.
"""

from collections.abc import Sequence
from dataclasses import replace

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.rows import is_row
from portcall.audit.press.reading.mentions.clocks import read_clock
from portcall.audit.press.reading.mentions.zones_said import read_zone
from portcall.audit.press.reading.text.marked import Marked

SHOWN = frozenset({"launch", "docking", "berthing", "undocking", "landing", "hatch"})
MOST_WORDS = 30


def as_shown(
    marked: Marked, number: int, events: list[EventMention], *, on_air: bool
) -> list[EventMention]:
    """Return the events of a sentence, as the start of a broadcast where a row has two clocks.

    Parameters
    ----------
    on_air : bool
        Whether the text has told of a broadcast before.
    """
    sentence = marked.sentences[number]
    nouns = [one for one in events if one.kind in SHOWN and one.mode == "noun"]
    live = [one for one in events if one.kind == "broadcast-start"]
    others = len(nouns) + len(live) < len(events)
    if not nouns or others or not (on_air or live) or sentence.last - sentence.first > MOST_WORDS:
        return events
    if not (is_row(marked, number) and _has_range(marked, sentence.first, sentence.last)):
        return events
    words = range(sentence.first, sentence.last)
    if any(marked.is_word(j, "of_window") for j in words):
        return events
    if any(marked.is_word(j, "shown_again") for j in words):
        return []
    return [replace(nouns[0], last=nouns[0].last, kind="broadcast-start", shows=nouns[0].kind)]


def _has_range(marked: Marked, first: int, last: int) -> bool:
    """Return whether two clocks stand there with only a dash, and a zone, between them."""
    clocks = _clocks(marked, first, last)
    if len(clocks) != 2:
        return False
    (_, end), (begin, _) = clocks
    zone = read_zone(marked, end)
    end = end if zone is None else zone[1]
    return begin - end == 1 and marked.text(end) == "-"


def _clocks(marked: Marked, first: int, last: int) -> Sequence[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for j in range(first, last):
        if found and j < found[-1][1]:
            continue
        clock = read_clock(marked, j)
        if clock is not None:
            found.append((j, clock.last))
    return found
