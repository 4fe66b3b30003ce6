"""A text with its tokens, the phrases found in it, and its sentences."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from portcall.audit.press.reading.text.clock_columns import lines_under_clocks
from portcall.audit.press.reading.text.day_lines import begins_row, is_day_line, is_only_time
from portcall.audit.press.reading.text.grammar import Language
from portcall.audit.press.reading.text.inner_rows import inner_rows
from portcall.audit.press.reading.text.lexicon import Item, find_items
from portcall.audit.press.reading.text.line_breaks import line_ends
from portcall.audit.press.reading.text.plain_text import PlainText, make_plain
from portcall.audit.press.reading.text.tokens import Token, tokenize

MAX_SENTENCE = 300
LEAD_TOKENS = 8
SHORT_NAME = 2
STOPS = frozenset(".!?")
AFTER_STOP = frozenset("\"')]#(")
GOES_ON = frozenset({"zone_name", "city", "weekday", "month", "day"})


class Sentence(NamedTuple):
    """Tokens from `first` to before `last`; a new paragraph or line begins with it."""

    first: int
    last: int
    new_block: bool


class Marked:
    """What the later stages read from: built once for a text, never changed."""

    def __init__(self, text: str, language: Language, plain: PlainText | None = None) -> None:
        self.language = language
        self.source = text
        self.plain: PlainText = make_plain(text) if plain is None else plain
        self.tokens: Sequence[Token] = tokenize(self.plain.plain)
        self.words = [token.text for token in self.tokens]
        self.size = len(self.tokens)
        self.items: Sequence[Item] = find_items(self.tokens, language.lexicon)
        self.at: dict[int, list[Item]] = {}
        self.by_role: dict[str, tuple[list[int], list[Item]]] = {}
        self.inside = [-1] * len(self.tokens)
        for item in self.items:
            self.at.setdefault(item.first, []).append(item)
            starts, items = self.by_role.setdefault(item.role, ([], []))
            starts.append(item.first)
            items.append(item)
            self.inside[item.first : item.last] = [item.first] * (item.last - item.first)
        self.sentences = tuple(_sentences(self))

    def item(self, i: int, role: str, value: str | None = None) -> Item | None:
        """Return the phrase of a role that begins at a token, when there is one."""
        here = self.at.get(i)
        if here is not None:
            for item in here:
                if item.role == role and (value is None or item.value == value):
                    return item
        return None

    def begins(self, i: int, roles: Container[str]) -> bool:
        """Return whether a number, or a phrase of one of some roles, begins at a token."""
        return self.words[i].isdecimal() or any(one.role in roles for one in self.at.get(i, ()))

    def text(self, i: int) -> str:
        """Return the characters of a token; none beyond the ends."""
        return self.words[i] if 0 <= i < self.size else ""

    def glued(self, i: int) -> bool:
        """Return whether a token follows its predecessor without a gap."""
        return 0 < i < len(self.tokens) and self.tokens[i].gap == ""

    def is_word(self, i: int, key: str) -> bool:
        """Return whether a token is one of the small words of a key of the grammar's `word`."""
        return 0 <= i < self.size and self.tokens[i].lower in self.language.word.get(key, ())

    def number(self, i: int, digits: int = 4) -> int | None:
        """Return the number written in digits at a token, when it is no longer than asked."""
        text = self.text(i)
        return int(text) if text.isdecimal() and len(text) <= digits else None

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return start and end in the original text of tokens from `first` to before `last`."""
        start = self.plain.place(self.tokens[first].start)
        end = start
        for j in range(first, last):
            place = self.plain.place(self.tokens[j].start)
            if place < end - 1:
                break  # a zone from the heading of a table
            if place < end:
                continue  # a sign put in between two cells
            end = self.plain.place(self.tokens[j].end - 1) + 1
        return start, end

    def phrase(self, i: int, key: str) -> int | None:
        """Return the token behind the longest words of a key of `relative` that stand at a token."""
        begun = self.language.relative.get(key)
        if begun is None or not 0 <= i < self.size:
            return None
        best = None
        for parts in begun.get(self.tokens[i].lower, ()):
            if all(self.text(i + k).lower() == part for k, part in enumerate(parts)):
                best = max(best or 0, i + len(parts))
        return best

    def phrases(self, key: str) -> list[int]:
        """Return the tokens at which words of a key of `relative` stand."""
        begun = self.language.relative.get(key, {})
        return [
            i
            for i, token in enumerate(self.tokens)
            if token.lower in begun and self.phrase(i, key) is not None
        ]

    def roles(self, first: int, last: int, role: str) -> Sequence[Item]:
        """Return the phrases of a role that begin between two tokens."""
        starts, items = self.by_role.get(role, ((), ()))
        return items[bisect_left(starts, first) : bisect_left(starts, last)]

    def beginnings(self, roles: Iterable[str]) -> frozenset[int]:
        """Return the tokens at which numbers, or phrases of some roles, begin."""
        numbers = (i for i, word in enumerate(self.words) if word.isdecimal())
        return frozenset(numbers).union(*(self.by_role.get(role, ((), ()))[0] for role in roles))


def _sentences(marked: Marked) -> Iterator[Sentence]:
    first, new_block = 0, True
    tokens = marked.tokens
    line_begins = line_ends(tokens, marked.language.function)
    inside_line = inner_rows(tokens)
    under_clocks = lines_under_clocks(tokens, marked.at)
    heading = bool(tokens) and is_day_line(tokens, marked.at, 0)
    for i in range(1, len(tokens)):
        if i in under_clocks:
            continue
        if "\n" in tokens[i].gap:
            ended, heading = heading, is_day_line(tokens, marked.at, i)
            apart = i in line_begins or heading or ended
            if apart or begins_row(tokens, marked.at, i):
                yield Sentence(first, i, new_block)
                first, new_block = i, True
                continue
        if i in inside_line:
            yield Sentence(first, i, new_block)
            first, new_block = i, True
            continue
        ends = not heading and _ends(marked, i - 1)
        if (ends and not (new_block and is_only_time(tokens, marked.at, first, i))) or (
            i - first >= MAX_SENTENCE and marked.inside[i] in {-1, i}
        ):
            yield Sentence(first, i, new_block)
            first, new_block = i, False
    if tokens:
        yield Sentence(first, len(tokens), new_block)


def _ends(marked: Marked, i: int) -> bool:
    """Return whether a sentence ends with token `i`."""
    tokens = marked.tokens
    stop, after = tokens[i], tokens[i + 1]
    if stop.text in {'"', "'", ")"} and i > 0 and tokens[i - 1].text in STOPS:
        return after.gap != "" and after.is_capital and not _in_phrase(marked, i - 1)
    if stop.text == "." and after.gap == "":
        return _glued_stop(tokens, i)
    if stop.text not in STOPS or after.gap == "":
        return False
    if not (after.is_capital or after.is_number or after.text in AFTER_STOP):
        return False
    if stop.text == "." and _in_phrase(marked, i):
        item = marked.at[marked.inside[i]][0]
        next_roles = {one.role for one in marked.at.get(i + 1, ())}
        told = item.role == "month" and "event" in next_roles  # "9 Dec. Undocked: 01:41"
        ends = told or (item.role == "clock" and not _leads_line(marked, item.first))
        return ends and after.is_capital and not next_roles & GOES_ON
    if stop.text == "." and _is_initial(tokens, i + 1):
        return False
    before = tokens[i - 1].text if i else ""
    return not (len(before) == 1 and before.isupper() and stop.text == "." and tokens[i].gap == "")


def _is_initial(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a capital letter with its dot follows a short name: "Yu. A. Gagarin"."""
    letter = len(tokens[i].text) == 1 and tokens[i].is_capital
    dotted = i + 1 < len(tokens) and tokens[i + 1].text == "." and tokens[i + 1].gap == ""
    return letter and dotted and len(tokens[i - 2].text) <= SHORT_NAME


def _leads_line(marked: Marked, i: int) -> bool:
    """Return whether a clock is the first of its line, and what it is of follows: "9 p.m. Undocking"."""
    tokens = marked.tokens
    for j in range(i, max(i - LEAD_TOKENS, 0), -1):
        if tokens[j].text.isalpha() and j < i:
            return False
        if "\n" in tokens[j].gap:
            return True
    return False


def _glued_stop(tokens: Sequence[Token], i: int) -> bool:
    """Return whether the blank behind a sentence was lost: "go for undocking.By around 4:25"."""
    before, after = tokens[i - 1].text if i else "", tokens[i + 1]
    return (
        len(before) > 2
        and before.islower()
        and tokens[i].gap == ""
        and after.is_capital
        and len(after.text) > 1
        and (i + 2 >= len(tokens) or tokens[i + 2].gap != "")
    )


def _in_phrase(marked: Marked, i: int) -> bool:
    return marked.inside[i] >= 0
