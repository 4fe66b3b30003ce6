"""What was left in to be filled: "[insert time]", "[XX,XXX]", "TBD a.m."."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.marked import Marked

MAX_WORDS = 8
NEAR_WORDS = 3


class Blank(NamedTuple):
    """A blank: the kind of what was left out."""

    of: str
    first: int
    last: int
    sentence: int


SIGNS = frozenset("[<{(_")


def find_blanks(marked: Marked, events: Sequence[EventMention]) -> Iterator[Blank]:
    """Yield the blanks of a text."""
    for number, sentence in enumerate(marked.sentences):
        i = sentence.first
        while i < sentence.last:
            text = marked.words[i]
            if text not in SIGNS and text[0] != "X" and not marked.item(i, "blank"):
                i += 1
                continue
            last = _bracket(marked, i, sentence.last) or _bare(marked, i)
            if last and not _is_told(marked, i, last):
                yield Blank(_left_out(marked, i, last, number, events), i, last, number)
            i = max(last or 0, i + 1)


def _bracket(marked: Marked, i: int, end: int) -> int | None:
    closing = {"[": "]", "<": ">", "{": "}", "(": ")"}.get(marked.text(i))
    if closing is None:
        return None
    last = next((j for j in range(i + 1, min(i + MAX_WORDS, end)) if marked.text(j) == closing), 0)
    if not last or _is_link(marked, i, last + 1):
        return None
    inside = range(i + 1, last)
    strict = marked.text(i) == "("
    role = "bare" if strict else "bracket"
    filled = any(marked.item(j, "blank", role) or _is_placeholder(marked, j) for j in inside)
    empty = not strict and all(marked.text(j) in {"_", "?", ".", "-"} for j in inside)
    wanted = marked.text(i) == "[" and _is_wanted(marked, i, inside)
    return last + 1 if filled or empty or wanted else None


def _is_link(marked: Marked, i: int, last: int) -> bool:
    """Return whether it stands in a row of links over a page: "[Previous by date][Next by date]"."""
    if marked.text(i) != "[":
        return False
    before = marked.text(i - 1) == "]" and marked.glued(i)
    return before or (marked.text(last) == "[" and marked.glued(last))


def _is_told(marked: Marked, i: int, last: int) -> bool:
    """Return whether it is told that something is open: "details are still TBD."."""
    still = marked.is_word(i - 1, "still_open")
    return still and marked.text(last) in {"", ".", ";", ",", ")"}


def _is_wanted(marked: Marked, i: int, inside: range) -> bool:
    """Return whether capitals in brackets stand where a word is wanted: "near [LOCATION]"."""
    shouted = all(marked.text(j).isalpha() and marked.text(j).isupper() for j in inside)
    before = marked.text(i - 1)
    led = before in marked.language.function or marked.is_word(i - 1, "before_blank")
    return shouted and led and len(marked.text(i + 1)) > 2


def _is_placeholder(marked: Marked, i: int) -> bool:
    text = marked.text(i)
    return len(text) >= 2 and set(text) <= {"X"}


def _bare(marked: Marked, i: int) -> int | None:
    if marked.text(i) == "_" and marked.text(i + 1) == "_":
        return _past_signs(marked, i + 1, "_:")
    if not (marked.item(i, "blank", "bare") or _is_placeholder(marked, i)):
        return None
    if (marked.tokens[i].is_capital and marked.text(i).isupper()) or marked.item(
        i, "blank", "bare"
    ):
        return _past_signs(marked, i + 1, ":,XHM")
    return None


def _past_signs(marked: Marked, i: int, signs: str) -> int:
    while marked.glued(i) and marked.text(i) and set(marked.text(i)) <= set(signs):
        if marked.text(i) in {",", ":"} and not (
            marked.glued(i + 1) and set(marked.text(i + 1) or " ") <= set(signs)
        ):
            break
        i += 1
    return i


def _left_out(
    marked: Marked, first: int, last: int, number: int, events: Sequence[EventMention]
) -> str:
    inside = {
        item.value
        for j in range(first, last)
        for item in marked.at.get(j, ())
        if item.role == "blank"
    }
    behind = range(last, last + NEAR_WORDS)
    if "people" in inside:
        return "crew"
    if any(
        (unit := marked.item(j, "unit")) and unit.value in {"kg", "t", "lb", "short_ton"}
        for j in behind
    ):
        return "cargo"
    if "cargo" in inside and "time" not in inside:
        return "cargo"
    if "port" in inside:
        return "port"
    begin = bisect_left(events, number, key=lambda event: event.sentence)
    end = bisect_left(events, number + 1, key=lambda event: event.sentence)
    here = [event for event in events[begin:end] if not event.silent]
    if not here:
        return "launch"

    def apart(event: EventMention) -> tuple[bool, int, int]:
        between = range(*sorted((event.first, first)))
        other_clause = any(marked.text(j) == ";" for j in between)
        return other_clause, abs(event.first - first), event.first

    return min(here, key=apart).kind
