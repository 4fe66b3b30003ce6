"""Modules that come as ships: "Nauka docked on July 29", "the arrival of the MLM".

Model   A module is a ship where it is what comes: straight before the verb, or "which", or after "the
        arrival of", "the launch of", "the docking of".
Valid   Modules that flew to the station by themselves or with a tug.
Source  The text.
"""

from collections.abc import Iterator

from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.ship_mention import ShipMention

COMES_AS = {"nauka": "nauka", "prichal": "progress-m-um"}
COMING = frozenset({"launch", "docking", "berthing", "insertion"})
FILLING = frozenset({"the", "module", "of", "'s", "new", "laboratory", "russian", "node", "russia"})
JOINS = frozenset({"which", "that", "it", "he", "who"})
REACH = 5


def modules_coming(marked: Marked) -> Iterator[ShipMention]:
    """Yield the modules that come as ships."""
    for item in marked.items:
        if item.role != "module":
            continue
        id_ = COMES_AS.get(marked.language.names.module[int(item.value)].id)
        if id_ and (_comes(marked, item) or _is_told_of(marked, item)):
            yield ShipMention(item.first, item.last, id_)


def _comes(marked: Marked, item: Item) -> bool:
    """Return whether the verb follows: "Nauka docked", "Nauka, which arrived in July"."""
    if marked.text(item.first - 1).lower() in {"to", "from", "at", "with", "into", "near", "on"}:
        return False
    j = item.last
    joined = False
    for _ in range(REACH):
        word = marked.text(j).lower()
        joined = joined or word in JOINS
        event = _event(marked, j)
        if event is not None:
            done = marked.language.events[int(event.value)].mode == "done"
            return (done or joined) and marked.language.events[int(event.value)].kind in COMING
        if word not in FILLING | JOINS | {",", "is", "to", "was", "will", "has"}:
            return False
        j += 1
    return False


def _is_told_of(marked: Marked, item: Item) -> bool:
    """Return whether its coming is what is spoken of: "the arrival of the new module Nauka"."""
    j = item.first - 1
    of = False
    for _ in range(REACH):
        word = marked.text(j).lower()
        inside = marked.inside[j] if 0 <= j < marked.size else -1
        event = _event(marked, inside)
        if event is not None:
            kind = marked.language.events[int(event.value)].kind
            return of and kind in COMING
        if word not in FILLING and not (word.isalpha() and marked.text(j)[:1].isupper()):
            return False
        of = of or word == "of"
        j -= 1
    return False


def _event(marked: Marked, i: int) -> Item | None:
    return marked.item(i, "event") if i >= 0 else None
