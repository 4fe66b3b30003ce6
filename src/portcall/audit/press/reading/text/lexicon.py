"""Finds the phrases of a grammar in a text: the longest at each place, in one pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from portcall.audit.press.reading.text.tokens import Token, tokenize

NUMBER = "#"
HYPHEN = "-"
JOINING = frozenset({HYPHEN, "_"})
NAMES = frozenset({"ship", "family"})
OUTDONE = frozenset({"mode"})  # "may" is not meant where "May" stands


class Phrase(NamedTuple):
    """Words with their role in a grammar; `#` stands for a number."""

    words: str
    role: str
    value: str


class Item(NamedTuple):
    """A phrase found: its role and value, tokens from `first` to before `last`, the number in it."""

    role: str
    value: str
    first: int
    last: int
    number: int | None


@dataclass
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[tuple[Phrase, bool, bool]] = field(default_factory=list)


Lexicon = _Node


def make_lexicon(phrases: Iterable[Phrase]) -> Lexicon:
    """Build the tree of phrases: by lower-case tokens, hyphens left out."""
    root = _Node()
    for phrase in phrases:
        tokens = [token for token in tokenize(phrase.words) if token.text != HYPHEN]
        node = root
        for token in tokens:
            node = node.next.setdefault(token.lower, _Node())
        needs_capital = phrase.words[:1].isupper()
        glued = phrase.words.startswith(NUMBER) and "# " not in phrase.words
        node.ends.append((phrase, needs_capital, glued))
    return root


def find_items(tokens: Sequence[Token], lexicon: Lexicon) -> list[Item]:
    """Return the phrases in a text: at each token the longest that begins there."""
    found: list[Item] = []
    starts = lexicon.next
    i = 0
    while i < len(tokens):
        known = tokens[i].lower in starts or tokens[i].is_number
        items = _longest(tokens, i, lexicon) if known else []
        if items and items[0].last - i > 1 and _cuts_a_name(tokens, i, items[0].last, lexicon):
            items = _longest(tokens, i, lexicon, items[0].last - 1)
        found += items
        i = items[0].last if items else i + 1
    return found


def _cuts_a_name(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Return whether a ship's name begins with the last word: "of the crew" in "of the Crew-11"."""
    if not tokens[last - 1].is_capital or tokens[first].is_capital:
        return False
    behind = _longest(tokens, last - 1, lexicon)
    return any(item.role in NAMES and item.last > last for item in behind)


def _longest(
    tokens: Sequence[Token], first: int, lexicon: Lexicon, end: int | None = None
) -> list[Item]:
    node, j = lexicon, first
    size = len(tokens) if end is None else end
    number: int | None = None
    best: list[Item] = []
    while j < size:
        token = tokens[j]
        step = node.next.get(token.lower) if token.text != NUMBER else None
        if step is None and token.is_number and len(token.text) <= 3:
            step = node.next.get(NUMBER)
            number = int(token.text) if step else number
        if step is None:
            if token.text in JOINING and j > first and token.gap != "\n\n" and node is not lexicon:
                j += 1
                continue
            break
        if j > first and token.gap == "\n\n":
            break
        node, j = step, j + 1
        if node.ends:
            fitting = [
                (phrase, capital)
                for phrase, capital, glued in node.ends
                if _fits(tokens, first, j, capital, glued)
            ]
            names = any(capital for _, capital in fitting)
            items = [
                Item(phrase.role, phrase.value, first, j, number)
                for phrase, capital in fitting
                if capital or not names or phrase.role not in OUTDONE
            ]
            best = items or best
    return best


def _fits(tokens: Sequence[Token], first: int, last: int, capital: bool, glued: bool) -> bool:
    if capital and not tokens[first].is_capital:
        return False
    if tokens[last - 1].text in JOINING:
        return False
    return not glued or (
        tokens[last - 1].text.isupper()
        and all(token.gap == "" for token in tokens[first + 1 : last])
    )
