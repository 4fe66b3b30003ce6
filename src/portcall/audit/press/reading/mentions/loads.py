"""What a mass is of: the words behind it, the label before it, a list of bare figures.

Model   The words right behind a mass say what it is of, over a conversion in brackets; where there are
        none, the label before it: "water: 420 kg", "the fuel load is 754 kg". Figures without a unit
        count where several stand in a row with what they are of.
Valid   Loads of ships to the station; what is brought down, or is the rest of something, is doubtful.
Source  The text; a liter of water is a kilogram.
"""

from collections.abc import Iterator
from typing import NamedTuple

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

ITEM_WORDS, OTHER_WORDS = 5, 3
LABEL_WORDS = 6
LIST_WORDS = 9
SUM_WORDS = 4
BRACKET_WORDS = 10
DOWN_WORDS = 8
STOPPING = frozenset("();:|")
BREAKING = frozenset(",;:.|)(+!?\u2022")
LABELLING = frozenset(":-=\u2013\u2014(|\t")


class Load(NamedTuple):
    """What a mass is of: the kind, or none where the words do not say; from where to where it is told."""

    item: str | None
    first: int
    last: int
    other: bool = False  # of something that is no kind of load: food, a part, what goes down


def load_of(marked: Marked, first: int, last: int, end: int, begin: int) -> Load:
    """Return what the mass at some tokens is of.

    Parameters
    ----------
    begin, end : int
        The tokens of its sentence.
    """
    down = _goes_down(marked, first, last, begin, end)
    j = past_conversion(marked, last, end)
    item, other = _behind(marked, j, end)
    if item is not None:
        kind = "total" if _joined_with_others(marked, item, end) else item.value
        after = last if j != last and marked.text(last) in {"(", ")"} else item.last
        return Load(kind, first, after, down)
    label = None if other else _label(marked, first, begin)
    if label is not None:  # of "6,393 pounds of freight (2,900 kg)" the label belongs to the pounds
        shared = any(marked.item(j, "unit") for j in range(label.first - ITEM_WORDS, label.first))
        return Load(label.value, first if shared else label.first, last, down)
    if not other and any(
        marked.phrase(j, "sums_to") == first for j in range(max(begin, first - SUM_WORDS), first)
    ):
        return Load("total", first, last, down)
    return Load(None, first, last, other or down or _is_named_else(marked, first, last, begin))


def past_conversion(marked: Marked, i: int, end: int) -> int:
    """Return the token behind the same mass in another unit: "(5,730 pounds)", "/5,730 lb"."""
    text = marked.text(i)
    if text == ")":
        return i + 1
    if text == "(":
        inside = range(i + 1, min(end, i + BRACKET_WORDS))
        close = next((j for j in inside if marked.text(j) == ")"), None)
        units = any(marked.item(j, "unit") for j in inside if close is not None and j < close)
        return i if close is None or not units else close + 1
    if text in {"/", "="}:
        for j in range(i + 1, min(end, i + LABEL_WORDS)):
            unit = marked.item(j, "unit")
            if unit is not None:
                return unit.last
    return i


def _behind(marked: Marked, i: int, end: int) -> tuple[Item | None, bool]:
    """Return the kind of load behind a mass, and whether it is of something of no kind."""
    others = 0
    of = marked.is_word(i, "of")
    for j in range(i, min(end, i + ITEM_WORDS + OTHER_WORDS)):
        item = marked.item(j, "cargo")
        if item is not None:
            return item, False
        text = marked.text(j)
        if text in BREAKING or text[:1].isdigit() or marked.item(j, "number"):
            break
        if "\n" in marked.tokens[j].gap:
            break
        if marked.is_word(j, "fills_load"):
            if others:
                break
            continue
        if marked.item(j, "ship") or marked.item(j, "family") or marked.is_word(j, "joins_loads"):
            break
        others += 1
        if others > OTHER_WORDS or not (of or others == 1):
            break
    return None, of and others > 0 and not _goes_on(marked, i + 1, end)


def _goes_on(marked: Marked, i: int, end: int) -> bool:
    """Return whether several things are named, with no figure between: "of science, tools and food"."""
    joined = False
    for j in range(i, min(end, i + LIST_WORDS)):
        text = marked.text(j)
        if text in STOPPING or marked.item(j, "number") or text[:1].isdigit():
            return False
        if joined and marked.text(j).islower() and text.lower() not in marked.language.function:
            return True
        joined = marked.is_word(j, "joins_loads")
    return False


def _label(marked: Marked, i: int, begin: int) -> Item | None:
    """Return the kind of load that is named before a mass, no other figure or comma between."""
    for j in range(i - 1, max(begin, i - LABEL_WORDS - 1) - 1, -1):
        start = marked.inside[j]
        item = marked.item(start, "cargo") if start >= 0 else None
        if item is not None and item.last == j + 1:
            return _own(marked, item) if _linked(marked, item.last, i) else None
        text = marked.text(j)
        if text[:1].isdigit() or marked.item(j, "number"):
            return None
        if text in BREAKING and text not in LABELLING:
            return None
    return None


def _own(marked: Marked, item: Item) -> Item:
    """Return what a load is of: of "the fuel load", the fuel."""
    start = marked.inside[item.first - 1] if item.first else -1
    before = marked.item(start, "cargo") if start >= 0 and item.value == "total" else None
    return before if before is not None and before.last == item.first else item


def _is_named_else(marked: Marked, first: int, last: int, begin: int) -> bool:
    """Return whether a mass is an entry of a list under a name that is no kind of load: "food 350 kg"."""
    if marked.text(last) not in BREAKING and last < marked.size:
        return False
    words = 0
    for j in range(first - 1, max(begin - 1, first - LABEL_WORDS), -1):
        text = marked.text(j)
        if text in {",", ";", "."} or (text == ":" and words):
            return words > 0
        if text in LABELLING:
            continue
        known = marked.inside[j] != -1 or text.lower() in marked.language.function
        if known or not text.islower():
            return False
        words += 1
    return False


def _linked(marked: Marked, first: int, last: int) -> bool:
    """Return whether words join a label to its mass: signs, "of", "is", "makes up", not a new thing."""
    for j in range(first, last):
        if marked.is_word(j, "joins_loads"):
            return False
        if marked.is_word(j, "links_load") and j + 1 < last:
            continue
        if marked.item(j, "ship") or marked.item(j, "family"):
            return False
    return True


def _joined_with_others(marked: Marked, first: Item, end: int) -> bool:
    """Return whether other kinds of load are named with one: no number stands between them."""
    joined = False
    for j in range(first.last, min(end, first.last + LIST_WORDS)):
        text = marked.text(j)
        if text in STOPPING or marked.item(j, "number") or text[:1].isdigit():
            return False
        joined = joined or marked.is_word(j, "lists_loads")
        item = marked.item(j, "cargo")
        if item is not None and item.value != first.value:
            return joined and not _heads_a_figure(marked, item, end)
    return False


def _heads_a_figure(marked: Marked, item: Item, end: int) -> bool:
    """Return whether a kind of load is the label of the figure behind it: "fuel, water 420 kg"."""
    j = item.last
    while j < min(end, item.last + 3) and (
        marked.text(j) in LABELLING or marked.is_word(j, "fills_load")
    ):
        j += 1
    return j < end and marked.text(j)[:1].isdigit()


def _goes_down(marked: Marked, first: int, last: int, begin: int, end: int) -> bool:
    """Return whether a mass is brought back, or is the rest of something."""
    for j in range(max(begin, first - DOWN_WORDS), first):
        if marked.phrase(j, "brings_down") is not None:
            return True
    behind = range(last, min(end, last + DOWN_WORDS))
    return any(marked.phrase(j, "down_to_earth") is not None for j in behind)


def bare_lists(marked: Marked) -> Iterator[list[tuple[Item, int, str]]]:
    """Yield runs of figures without a unit, each with its kind of load: item, token of the figure, unit."""
    run: list[tuple[Item, int]] = []
    for item in marked.items:
        if item.role != "cargo":
            continue
        at = _bare_figure(marked, item)
        if at is None:
            continue
        if run and item.first - max(run[-1][0].last, run[-1][1] + 1) > LABEL_WORDS:
            yield from _whole(marked, run)
            run = []
        run.append((item, at))
    yield from _whole(marked, run)


def _whole(marked: Marked, run: list[tuple[Item, int]]) -> Iterator[list[tuple[Item, int, str]]]:
    """Yield a run that is a list of loads: two kinds with a unit beside, or three without."""
    kinds = {item.value for item, _ in run}
    if len(kinds) < 2:
        return
    begin = min(run[0][0].first, run[0][1])
    last = max(run[-1][0].last, run[-1][1])
    near = marked.roles(begin - 2 * LIST_WORDS, last + LIST_WORDS, "unit")
    unit = next((one.value for one in near if one.value in {"kg", "lb"}), None)
    if unit is None and len(kinds) < 3:
        return
    yield [(item, at, unit or "kg") for item, at in run]


def _bare_figure(marked: Marked, item: Item) -> int | None:
    """Return the token of the figure without a unit right before or right behind a kind of load."""
    j = item.first - 1
    if marked.number(j, 5) is not None and "\n" not in marked.tokens[item.first].gap:
        start = _first_of_figure(marked, j)
        return start if marked.inside[start] in {-1, start} else None
    j = item.last
    while marked.text(j) in LABELLING and j < item.last + 3:
        j += 1
    if marked.number(j, 5) is None or (j > item.last and "\n\n" in marked.tokens[j].gap):
        return None
    after = j + 1
    while marked.text(after) == "," and marked.glued(after) and marked.glued(after + 1):
        after += 2
    below = after < marked.size and "\n" in marked.tokens[after].gap
    unit = None if below else marked.item(after, "unit") or marked.item(after, "cargo")
    joined = marked.glued(after) and marked.text(after) not in {",", ".", ";", ")"}
    return None if unit or joined else j


def _first_of_figure(marked: Marked, i: int) -> int:
    """Return the first token of a figure that ends at one: of "1,319" the "1"."""
    while marked.text(i - 1) == "," and marked.glued(i) and marked.glued(i - 1):
        if marked.number(i - 2, 3) is None:
            break
        i -= 2
    return i
