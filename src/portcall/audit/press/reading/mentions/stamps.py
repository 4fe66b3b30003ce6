"""Stamps of publication in a text: "9 Dec 2025 at 9:26pm GMT" alone on a line, "5m ago" before a date."""

from collections.abc import Sequence

from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked

STOPS = frozenset(".!?")
SIGNS = frozenset({"|", "-", ",", "(", ")", ":", ".", "/"})
MAX_TOKENS = 16
PROSE_TOKENS = 12  # a row under a row is shorter
LABEL_TOKENS = 3  # "Docking to Zvezda" over a time is no title


def without_stamps(
    marked: Marked, times: Sequence[TimeMention]
) -> tuple[list[TimeMention], list[TimeMention]]:
    """Return the times of what is told, and those that say when a text, or a part of it, was posted."""
    stamps = [one for one in times if _is_stamp(marked, one)]
    posted = {one.first for one in stamps}
    return [one for one in times if one.first not in posted], stamps


def _is_stamp(marked: Marked, one: TimeMention) -> bool:
    if one.clock is None or one.date is None or one.date.year is None or one.date.day is None:
        return False
    if marked.is_word(one.first - 1, "ago") or _is_labelled(marked, one.first):
        return True
    sentence = marked.sentences[one.sentence]
    if marked.text(one.first - 1) == "[" and marked.text(one.last) == "]" and one.first == 1:
        return True
    if sentence.last - sentence.first > MAX_TOKENS:
        return False
    rest = (*range(sentence.first, one.first), *range(one.last, sentence.last))
    if any(marked.text(j) not in SIGNS for j in rest) or not one.sentence:
        return False
    before = marked.sentences[one.sentence - 1]
    ended = marked.text(before.last - 1) in STOPS
    titled = before.last - before.first > LABEL_TOKENS and (
        one.date.weekday is not None or _heads_prose(marked, one)
    )
    return ended or titled or not any(marked.roles(before.first, before.last, "event"))


def _heads_prose(marked: Marked, one: TimeMention) -> bool:
    """Return whether a time without a zone stands between a title and the text under it."""
    under = marked.sentences[one.sentence + 1 : one.sentence + 2]
    return one.zone is None and any(each.last - each.first > PROSE_TOKENS for each in under)


def _is_labelled(marked: Marked, i: int) -> bool:
    """Return whether "Update" or "Posted on" stands before a time."""
    j = i - 1
    while j >= 0 and (marked.text(j) in SIGNS or marked.item(j, "link")):
        j -= 1
    start = marked.inside[j] if j >= 0 else -1
    label = marked.item(start, "dateline") if start >= 0 else None
    alone = (
        start == 0 or "\n" in marked.tokens[max(start, 0)].gap or marked.text(start - 1) in STOPS
    )
    return label is not None and alone
