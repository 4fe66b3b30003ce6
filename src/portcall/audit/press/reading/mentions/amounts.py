"""Cargo, durations, profiles and head counts: numbers with what they count."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from portcall.audit.press.reading.mentions.clocks import is_h_clock
from portcall.audit.press.reading.mentions.loads import bare_lists, load_of
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

KG_OF = {"kg": 1.0, "t": 1000.0, "short_ton": 907.18474, "lb": 0.45359237, "g": 0.001}
KG_OF_WATER = {"liter": 1.0, "gallon": 3.785411784}
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
MASS_WORDS, LIST_WORDS, OF_WORDS, ROCKET_WORDS = 6, 9, 3, 40
LONG_TEXT_DIGITS = 9
LOOSE_SURE = 0.45  # the words do not say that it is a load
BARE_SURE = 0.8


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
    numbers = marked.beginnings(["number"])
    for index, sentence in enumerate(marked.sentences):
        i = sentence.first
        while i < sentence.last:
            begins = i in numbers or marked.is_word(i, "one_of")
            amount = _amount(marked, i, sentence.first, sentence.last, index) if begins else None
            if amount is not None:
                yield amount
            i = max(amount.last, i + 1) if amount is not None else i + 1
    yield from _bare(marked)


def read_number(marked: Marked, i: int) -> _Number | None:
    """Return the number at a token: 2,625; 2.6; 5 787 is not; three; forty."""
    word = marked.item(i, "number")
    if word is not None:
        half = marked.phrase(word.last, "and_half")
        return _Number(float(word.value) + 0.5 * (half is not None), half or word.last, True)
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
    if len(text) <= 2 and _spaced_thousands(marked, i, j):
        text, j = text + marked.text(j), j + 1
    if marked.text(j) == "." and marked.glued(j) and marked.glued(j + 1):
        fraction = marked.text(j + 1)
        if fraction.isdecimal() and len(fraction) <= LONG_TEXT_DIGITS:
            text, j = f"{text}.{fraction}", j + 2
    return _Number(float(text), j, False)


def _spaced_thousands(marked: Marked, i: int, j: int) -> bool:
    """Return whether a figure is written with a blank, "2 599 kg": no day of a month before a mass."""
    if j != i + 1 or len(marked.text(j)) != 3 or marked.number(j, 3) is None:
        return False
    unit = marked.item(j + 1, "unit")
    of_mass = unit is not None and unit.value in KG_OF
    return of_mass and marked.tokens[j].gap == " " and not marked.item(i - 1, "month")


def _amount(marked: Marked, i: int, first: int, last: int, index: int) -> Amount | None:
    number = read_number(marked, i)
    article = marked.is_word(i, "one_of")
    if number is not None and is_h_clock(marked, i):
        return None
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
    if unit.value in KG_OF_WATER and not ranked:
        return _volume(marked, i, number, unit, (first, last, index))
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
    if unit == "year" or (marked.text(i - 1) in {"+", "-"} and marked.glued(i)):
        return None
    total = value * S_OF[unit]
    size = S_OF[unit]
    for _ in range(3):
        j = last
        if marked.text(j) == "," or marked.is_word(j, "and"):
            j += 1
        more = read_number(marked, j)
        if more is None:
            break
        next_s, after = _unit_s(marked, more.last, size)
        if next_s >= size:
            break
        size = next_s
        total, last = total + more.value * size, after
    if total == 0.0:
        return None
    return Amount("duration", total, None, i, last, index, 0.8)


def _unit_s(marked: Marked, i: int, size: float) -> tuple[float, int]:
    """Return a unit of time smaller than another, and the token behind it; "m" is of "0h 23m" only."""
    unit = marked.item(i, "unit")
    if unit is not None:
        return S_OF.get(unit.value, size), unit.last
    minutes = marked.text(i) == "m" and marked.glued(i) and size == S_OF["h"]
    return (S_OF["min"] if minutes else size), i + 1


def _mass(
    marked: Marked,
    i: int,
    number: _Number,
    last: int,
    unit: str,
    where: tuple[int, int, int],
) -> Amount | None:
    first, end, index = where
    lost_point = marked.number(i - 1, 1) is not None and marked.number(i, 1) is not None
    if (
        unit == "g"
        or marked.text(i - 1) == "$"
        or lost_point
        or _of_the_ship(marked, i, last, (first, end))
    ):
        return None
    load = load_of(marked, i, last, end, first)
    vague = unit == "t" and number.in_words
    loaded = load.item is not None or any(marked.roles(first, end, "cargo"))
    loaded = loaded or any(
        verb.value == "carries" for verb in marked.roles(max(first, i - LIST_WORDS), i, "object")
    )
    value_kg = number.value * KG_OF[unit]
    sure = 0.6 if vague else 0.9
    if load.other or not loaded or value_kg < 1.0 or _is_capacity(marked, i, first):
        sure = LOOSE_SURE
    return Amount("cargo", value_kg, load.item or "total", load.first, load.last, index, sure)


def _is_capacity(marked: Marked, i: int, first: int) -> bool:
    """Return whether a mass is what a rocket can lift: "with a payload capacity of 22,000 kg"."""
    first = max(first, i - ROCKET_WORDS)
    told = any(marked.text(j).lower() in {"capacity", "capable"} for j in range(first, i))
    return told and any(True for _ in marked.roles(first, i, "rocket"))


def _volume(
    marked: Marked, i: int, number: _Number, unit: Item, where: tuple[int, int, int]
) -> Amount | None:
    """Read liters and gallons: of water only, of which a liter is a kilogram."""
    first, end, index = where
    load = load_of(marked, i, unit.last, end, first)
    if load.item != "water" or load.other:
        return None
    value_kg = number.value * KG_OF_WATER[unit.value]
    return Amount("cargo", value_kg, "water", load.first, load.last, index, 0.9)


def _bare(marked: Marked) -> Iterator[Amount]:
    """Yield the figures of lists in which the unit stands once, or goes without saying."""
    starts = [sentence.first for sentence in marked.sentences]
    for run in bare_lists(marked):
        for item, at, unit in run:
            number = read_number(marked, at)
            if number is None:
                continue
            begin, last = min(item.first, at), max(item.last, number.last)
            index = bisect_right(starts, begin) - 1
            value_kg = number.value * KG_OF[unit]
            yield Amount("cargo", value_kg, item.value, begin, last, index, BARE_SURE)


def _of_the_ship(marked: Marked, i: int, last: int, within: tuple[int, int]) -> bool:
    """Return whether a mass is the ship's own: "mass 7,152 kg", "the 7-ton freighter"."""
    before = range(max(within[0], i - MASS_WORDS), i)
    if any(marked.item(j, "object", "mass_only") for j in before):
        return True
    if any(marked.item(last, *role) for role in (("object", "vessel"), ("family",), ("ship",))):
        return True
    near = range(before.start, min(within[1], last + MASS_WORDS))
    heavy = any(marked.item(j, "object", "mass") for j in (*before, last))
    rocket = any(True for _ in marked.roles(max(within[0], i - ROCKET_WORDS), i, "rocket"))
    near = range(before.start, last + OF_WORDS) if rocket else near
    return heavy and not any(marked.item(j, "cargo") for j in near)


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
        if marked.is_word(noun.last, "behind_crew"):
            return Amount("crew-count", count, None, i, noun.last + 1, index, 0.85)
        return Amount("crew-count", count, None, i, noun.last, index, 0.85)
    if not number.in_words or count == 1:
        return None
    if marked.item(i, "people", "group") and _is_of_people(marked, number.last):
        return Amount("crew-count", count, None, i, number.last, index, 0.7)
    for start in (i - 1, i - 2):
        of = marked.item(start, "people", "crew_of") if start >= first else None
        if of is None or of.last != i:
            continue
        counted = of.last - of.first > 1 and not marked.item(number.last, "unit")
        if counted or _stands_for_people(marked, number.last):
            return Amount("crew-count", count, None, of.first, number.last, index, 0.7)
    return None


def _is_of_people(marked: Marked, i: int) -> bool:
    """Return whether a trio is one of people: alone, or "of" what people are called."""
    if not marked.is_word(i, "of"):
        return marked.text(i) != "-" or not marked.glued(i)
    named = marked.text(i + 1)[:1].isupper() and not marked.item(i + 1, "family")
    return named or any(marked.item(j, "people", "people") for j in range(i + 1, i + 4))


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
