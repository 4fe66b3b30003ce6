"""Cargo, durations, profiles and head counts: numbers with what they count."""

from collections.abc import Iterator
from typing import NamedTuple

from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked

KG_OF = {"kg": 1.0, "t": 1000.0, "short_ton": 907.18474, "lb": 0.45359237, "g": 0.001}
S_OF = {
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "d": 86_400.0,
    "week": 604_800.0,
    "month": 2_629_800.0,
    "year": 31_557_600.0,
}
MAX_PEOPLE, MAX_ORBITS = 9, 60
ITEM_WORDS = 4
MASS_WORDS, LIST_WORDS = 6, 9
STOPPING = frozenset("();:|")
FILLING = frozenset({"of", "it", "is", "are", "was", "which", "the", "for", "in", "and", "these"})
ARTICLES = frozenset({"a", "an", "A", "An"})
NUMBERS = frozenset({"number"})
LONG_TEXT_DIGITS = 9
LOOSE_SURE = 0.45  # the words do not say that it is a load


class Amount(NamedTuple):
    """A number with its unit: what it is of, its value, its place."""

    kind: str
    value: float
    item: str | None
    first: int
    last: int
    sentence: int
    sure: float


class _Number(NamedTuple):
    value: float
    last: int
    in_words: bool


def find_amounts(marked: Marked) -> Iterator[Amount]:
    """Yield the amounts of a text."""
    for index, sentence in enumerate(marked.sentences):
        i = sentence.first
        while i < sentence.last:
            begins = marked.begins(i, NUMBERS) or marked.words[i] in ARTICLES
            amount = _amount(marked, i, sentence.first, sentence.last, index) if begins else None
            if amount is not None:
                yield amount
            i = amount.last if amount is not None else i + 1


def read_number(marked: Marked, i: int) -> _Number | None:
    """Return the number at a token: 2,625; 2.6; 5 787 is not; three; forty."""
    word = marked.item(i, "number")
    if word is not None:
        return _Number(float(word.value), word.last, True)
    text = marked.text(i)
    if not text.isdecimal() or len(text) > LONG_TEXT_DIGITS:
        return None
    if marked.inside[i] not in {-1, i} or (marked.text(i - 1) in {".", ","} and marked.glued(i)):
        return None
    j = i + 1
    while (
        marked.text(j) == ","
        and marked.glued(j)
        and marked.glued(j + 1)
        and len(marked.text(j + 1)) == 3
        and marked.number(j + 1) is not None
        and len(text) <= LONG_TEXT_DIGITS
    ):
        text, j = text + marked.text(j + 1), j + 2
    if marked.text(j) == "." and marked.glued(j) and marked.glued(j + 1):
        fraction = marked.text(j + 1)
        if fraction.isdecimal() and len(fraction) <= LONG_TEXT_DIGITS:
            text, j = f"{text}.{fraction}", j + 2
    return _Number(float(text), j, False)


def _amount(marked: Marked, i: int, first: int, last: int, index: int) -> Amount | None:
    number = read_number(marked, i)
    article = marked.text(i).lower() in ARTICLES
    if number is None:
        if not article:
            return None
        unit = marked.item(i + 1, "unit")
        if unit is None or unit.value not in {"d", "week", "month"}:
            return None
        return Amount("duration", S_OF[unit.value], None, i, unit.last, index, 0.6)
    j = number.last
    if marked.text(j) == "-" and marked.glued(j):
        j += 1
    ordinal = marked.item(j, "day", "ordinal")
    ranked = ordinal is not None and marked.glued(j) and not number.in_words
    if ranked and ordinal is not None:
        j = ordinal.last
    unit = marked.item(j, "unit")
    if unit is None:
        return None if ranked else _people(marked, i, number, first, last, index)
    if marked.text(unit.first) == "T":
        return None
    if unit.value in KG_OF and not ranked:
        return _mass(marked, i, number, unit.last, unit.value, (first, last, index))
    if unit.value in S_OF and (not ranked or unit.value == "d"):
        return _duration(marked, i, number.value, unit.value, unit.last, index)
    if unit.value == "orbit" and not ranked and _is_profile(marked, number, unit):
        return Amount("profile", number.value, None, i, unit.last, index, 0.9)
    return None


def _is_profile(marked: Marked, number: _Number, unit: Item) -> bool:
    """Return whether orbits are those of a chase: not "16 orbit corrections", not 16 a day."""
    if not 1 <= number.value <= MAX_ORBITS or marked.phrase(unit.last, "laps") is not None:
        return False
    hyphen = marked.text(number.last) == "-"
    several = marked.text(unit.first).endswith("s")
    behind = range(unit.last, unit.last + 2)
    return hyphen or several or any(marked.item(j, "object", "trip") for j in behind)


def _duration(
    marked: Marked, i: int, value: float, unit: str, last: int, index: int
) -> Amount | None:
    """Read a duration of one unit or several: 3 h 03 min; three hours and ten minutes."""
    if unit == "year" or marked.text(i - 1) in {"+", "-"}:
        return None
    total = value * S_OF[unit]
    size = S_OF[unit]
    for _ in range(3):
        j = last
        if marked.text(j).lower() in {"and", ","}:
            j += 1
        more = read_number(marked, j)
        if more is None:
            break
        next_unit = marked.item(more.last, "unit")
        if next_unit is None or S_OF.get(next_unit.value, size) >= size:
            break
        size = S_OF[next_unit.value]
        total, last = total + more.value * size, next_unit.last
    return Amount("duration", total, None, i, last, index, 0.8)


def _mass(
    marked: Marked,
    i: int,
    number: _Number,
    last: int,
    unit: str,
    where: tuple[int, int, int],
) -> Amount | None:
    first, end, index = where
    if unit == "g" or marked.text(i - 1) == "$" or _of_the_ship(marked, i, last, (first, end)):
        return None
    item, after = _item_after(marked, last, end)
    begin = i
    if item is None and marked.item(i - 1, "cargo"):
        found = marked.item(i - 1, "cargo")
        if found is not None:
            item, begin = found.value, found.first
    elif item is not None and marked.text(last) != "(":
        last = after
    vague = unit == "t" and number.in_words
    loaded = item is not None or any(marked.roles(first, end, "cargo"))
    loaded = loaded or any(
        verb.value == "carries" for verb in marked.roles(max(first, i - LIST_WORDS), i, "object")
    )
    loaded = loaded and number.value * KG_OF[unit] >= 1.0
    return Amount(
        "cargo",
        number.value * KG_OF[unit],
        item or "total",
        begin,
        last,
        index,
        LOOSE_SURE if not loaded else 0.6 if vague else 0.9,
    )


def _of_the_ship(marked: Marked, i: int, last: int, within: tuple[int, int]) -> bool:
    """Return whether a mass is the ship's own: "mass 7,152 kg", "the 7-ton freighter"."""
    before = range(max(within[0], i - MASS_WORDS), i)
    if any(marked.item(j, "object", "mass_only") for j in before):
        return True
    if any(marked.item(last, *role) for role in (("object", "vessel"), ("family",), ("ship",))):
        return True
    near = range(max(within[0], i - MASS_WORDS), min(within[1], last + MASS_WORDS))
    heavy = any(marked.item(j, "object", "mass") for j in (*before, last))
    return heavy and not any(marked.item(j, "cargo") for j in near)


def _item_after(marked: Marked, i: int, end: int) -> tuple[str | None, int]:
    """Return what a mass is of, by the words behind it; a conversion in brackets is passed over.

    Where several kinds are joined, "of food, water and fuel", it is the total of them.
    """
    j = i + (marked.text(i) == ")")
    if marked.text(j) == "(":
        while j < min(end, i + 10) and marked.text(j) != ")":
            j += 1
        j += 1
    for _ in range(ITEM_WORDS):
        if j >= end:
            break
        item = marked.item(j, "cargo")
        if item is not None:
            kind = "total" if _joined_with_others(marked, item, end) else item.value
            return kind, i if marked.text(i) == ")" else item.last
        if marked.text(j).lower() not in FILLING or marked.item(j, "number"):
            break
        j += 1
    return None, i


def _joined_with_others(marked: Marked, first: Item, end: int) -> bool:
    """Return whether other kinds of load are named with one: no number stands between them."""
    joined = False
    for j in range(first.last, min(end, first.last + LIST_WORDS)):
        text = marked.text(j)
        if text in STOPPING or marked.item(j, "number") or text[:1].isdigit():
            return False
        joined = joined or text in {",", "and", "&"}
        item = marked.item(j, "cargo")
        if item is not None and item.value != first.value:
            return joined
    return False


def _people(
    marked: Marked, i: int, number: _Number, first: int, last: int, index: int
) -> Amount | None:
    count = int(number.value)
    if not 1 <= count <= MAX_PEOPLE or count != number.value:
        return None
    noun = marked.item(number.last + (marked.text(number.last) == "-"), "people", "people")
    if noun is not None:
        if count == 1:  # "a problem of one crew member" says nothing of how many they are
            return None
        ahead = range(noun.last, min(noun.last + 6, last))
        if any(marked.item(j, "object", "station") for j in ahead) and count > 4:
            return None
        if marked.text(noun.last).lower() in {"members", "mates"}:
            return Amount("crew-count", count, None, i, noun.last + 1, index, 0.85)
        return Amount("crew-count", count, None, i, noun.last, index, 0.85)
    if not number.in_words or count == 1:
        return None
    for start in (i - 1, i - 2):
        of = marked.item(start, "people", "crew_of") if start >= first else None
        if of is not None and of.last == i and _stands_for_people(marked, number.last):
            return Amount("crew-count", count, None, of.first, number.last, index, 0.7)
    return None


def _stands_for_people(marked: Marked, i: int) -> bool:
    """Return whether "the three" is followed by what people do, not by things."""
    text = marked.text(i)
    if marked.text(i) == "-" or marked.item(i, "unit"):
        return False
    if not text[:1].isalpha():
        return True
    doing = marked.item(i, "mode") or marked.item(i, "event") or marked.item(i, "people")
    return (
        doing is not None
        or text.lower() in marked.language.function
        or bool(marked.item(i, "ship") or marked.item(i, "family"))
    )
