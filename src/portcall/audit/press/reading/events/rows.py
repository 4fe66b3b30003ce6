"""Rows of schedules and tables: what stands in a row belongs to that row."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked

STOPS = frozenset(".!?")
BESIDE = 2
CELLS = 2
CAPTION_WORDS = 6
LOOK_BACK = 8
DECIDED = frozenset({"postponed", "delayed", "rescheduled", "decided", "agreed", "approved"})


def is_row(marked: Marked, number: int) -> bool:
    """Return whether a sentence is a line of its own: no stop behind it, a new line before and after."""
    sentence = marked.sentences[number]
    behind = number + 1
    alone = behind >= len(marked.sentences) or marked.sentences[behind].new_block
    return sentence.new_block and alone and marked.text(sentence.last - 1) not in STOPS


def strange_words(marked: Marked, first: int, last: int, *, names: bool = True) -> int:
    """Return how many words between two tokens the grammar gives no role, names among them or not."""
    function = marked.language.function
    return sum(
        marked.inside[j] < 0
        and marked.tokens[j].text[:1].isalpha()
        and (names or not marked.tokens[j].is_capital)
        and marked.tokens[j].lower not in function
        for j in range(first, last)
    )


def only_a_time(marked: Marked, number: int) -> bool:
    """Return whether a sentence says little more than a time: "In Moscow it was already 2 a.m."."""
    sentence = marked.sentences[number]
    begun = any(
        marked.phrase(j, "begins") is not None and marked.item(j - 1, "object", "it") is None
        for j in range(sentence.first + 1, sentence.last)
        if marked.inside[j - 1] < 0
    )
    strange = strange_words(marked, sentence.first, sentence.last, names=False)
    return strange <= BESIDE and not begun


def without_lengths(marked: Marked, times: Sequence[TimeMention]) -> list[TimeMention]:
    """Leave out what only looks like a clock: a column of a countdown, the length of a video."""
    kept: list[TimeMention] = []
    for time in times:
        if _looks_back(marked, time) or _of_decision(marked, time):
            continue
        before = kept[-1] if kept else None
        bare = time.clock is not None and time.zone is None and time.date is None
        row = bare and is_row(marked, time.sentence)
        counted = before is not None and before.last == time.first and before.clock is not None
        if not (row and ((counted and not _half_day(time)) or _is_length(marked, time))):
            kept.append(time)
    return kept


def _looks_back(marked: Marked, time: TimeMention) -> bool:
    """Return whether a day only ends a look back: "for the first time since July 2006"."""
    if time.clock is not None or not any(
        marked.is_word(j, "since") for j in (time.first - 1, time.first)
    ):
        return False
    first = max(marked.sentences[time.sentence].first, time.first - LOOK_BACK)
    return any(marked.is_word(j, "rank") for j in range(first, time.first))


def _of_decision(marked: Marked, time: TimeMention) -> bool:
    """Return whether a weekday is that of a decision: "managers on Friday postponed the landing"."""
    told = time.clock is None and time.date is not None and time.date.weekday is not None
    led = marked.text(time.first - 1).lower() == "on" or marked.item(time.first, "link") is not None
    return told and led and marked.text(time.last).lower() in DECIDED


def _half_day(time: TimeMention) -> bool:
    return time.clock is not None and time.clock.meridiem is not None


def _is_length(marked: Marked, time: TimeMention) -> bool:
    """Return whether a clock ends a caption without a word that joins it: "... at the station 03:38"."""
    sentence = marked.sentences[time.sentence]
    ends = time.last == sentence.last and time.first - sentence.first >= CAPTION_WORDS
    joined = marked.item(time.first - 1, "link") or not marked.text(time.first - 1).isalpha()
    return ends and not joined and not _half_day(time)


def under_label(marked: Marked, number: int, spoken: AbstractSet[int]) -> bool:
    """Return whether the line before names what this one dates: "Docking" over "13:07 GMT"."""
    for before in range(number - 1, max(number - 1 - CELLS, -1), -1):
        line_break = marked.tokens[marked.sentences[before + 1].first].gap == "\n"
        if not line_break or not is_row(marked, before):
            return False
        if before in spoken:
            return True
        if not only_a_time(marked, before):
            return False
    return False
