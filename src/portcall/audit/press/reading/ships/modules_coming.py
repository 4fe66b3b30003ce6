"""Modules that come as ships: "Nauka docked on July 29", "the arrival of the MLM".

Model   A module is a ship where it is what comes: before "which arrived", after "the arrival of", and
        at the head of a clause, before the verb or before "it docked".
Valid   Modules that flew to the station by themselves or with a tug.
Source  The text.
"""

from collections.abc import Iterator

from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

COMES_AS = {"nauka": "nauka", "prichal": "progress-m-um"}
COMING = frozenset({"launch", "docking", "berthing", "insertion"})
REACH = 6


def modules_coming(marked: Marked) -> Iterator[ShipMention]:
    """Yield the modules that come as ships."""
    for number, sentence in enumerate(marked.sentences):
        for item in marked.roles(sentence.first, sentence.last, "module"):
            id_ = COMES_AS.get(marked.language.names.module[int(item.value)].id)
            if id_ and (_comes(marked, item, number) or _is_told_of(marked, item)):
                yield ShipMention(item.first, item.last, id_)


def _comes(marked: Marked, item: Item, sentence: int) -> bool:
    """Return whether the verb follows: "Nauka docked", "Nauka, which arrived in July"."""
    bounds = marked.sentences[sentence]
    heads = _heads_clause(marked, item.first, bounds.first)
    for event in marked.roles(item.last, bounds.last, "event"):
        words = marked.language.events[int(event.value)]
        between = range(item.last, event.first)
        plain = all(marked.is_word(j, "module_to_verb") for j in between)
        straight = plain and len(between) <= REACH
        if words.kind in COMING and straight:
            ahead = any(marked.is_word(j, "to_come") for j in between)
            joined = any(marked.is_word(j, "which") for j in between)
            return joined or (heads and (words.mode == "done" or ahead))
        if heads and words.kind in COMING and marked.is_word(event.first - 1, "it"):
            return True
        if not straight:
            heads = heads and words.kind not in COMING
    return False


def _heads_clause(marked: Marked, place: int, first: int) -> bool:
    """Return whether only "the", "Russia's", "after" stand between a clause's head and a token."""
    j = place - 1
    while j >= first and marked.is_word(j, "around_module"):
        j -= 1
    return j < first or marked.text(j) in {",", ";"} or marked.is_word(j, "opens_clause")


def _is_told_of(marked: Marked, item: Item) -> bool:
    """Return whether its coming is what is spoken of: "the arrival of the new module Nauka"."""
    j = item.first - 1
    of = False
    for _ in range(REACH):
        word = marked.text(j)
        inside = marked.inside[j] if 0 <= j < marked.size else -1
        event = _event(marked, inside)
        if event is not None:
            kind = marked.language.events[int(event.value)].kind
            return of and kind in COMING
        if not (marked.is_word(j, "around_module") or (word.isalpha() and word[:1].isupper())):
            return False
        of = of or marked.is_word(j, "of")
        j -= 1
    return False


def _event(marked: Marked, i: int) -> Item | None:
    return marked.item(i, "event") if i >= 0 else None
