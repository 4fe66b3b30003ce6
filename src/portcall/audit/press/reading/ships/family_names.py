"""Names of a family alone, and ships' own names: "the Dragon", "Endeavour", "a Soyuz".

Model   The ship of the family that the text names last before; else the one under way on the day, or,
        of a text without a day, the only one that came or went on days it tells; else a ship without
        a name, whose id is the family's: its events can be held against each other, not a record.
Valid   A plain word, Progress or Soyuz, is a ship only in a text about the station.
Source  The text; the register.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portcall.audit.press.reading.ships.flight_days import FlightDays
from portcall.audit.press.reading.ships.register import COMING, GOING, Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

OWN_NAME_WORDS = 3
OTHER_WORDS = 5
PREVIOUS_WORDS = 2
PLAIN_WORDS = frozenset({"Progress", "Dragon", "Soyuz"})
ROCKETS_TOO = frozenset({"Soyuz"})
VISITS = frozenset({"docking", "undocking", "landing"})


def named_alone(
    marked: Marked,
    register: Register,
    found: Sequence[ShipMention],
    day: date | None,
    cue: bool,
) -> list[ShipMention]:
    """Return what names of families mean, and ships' own names that stand alone."""
    numbered = sorted((one for one in found if not one.walk), key=lambda mention: mention.first)
    alone = _Alone(marked, register, day, cue, numbered)
    added: list[ShipMention] = []
    for item in marked.items:
        if item.role == "family" and not marked.is_word(item.first - 1, "any"):
            one = alone.mention(item)
            added += [one] if one is not None else []
    return added + _own_names(marked, register, [*numbered, *added])


class _Asked(NamedTuple):
    """What decides which ship of a kind is meant."""

    starts: tuple[str, ...]
    coming: bool | None
    done: bool
    but: str
    day: date | None


class _Alone:
    """What names of families can mean in one text: what is asked of the whole is found once."""

    def __init__(
        self,
        marked: Marked,
        register: Register,
        day: date | None,
        cue: bool,
        numbered: Sequence[ShipMention],
    ) -> None:
        self.marked, self.register, self.cue = marked, register, cue
        self.flight_days = FlightDays(marked, day)
        self.numbered = numbered
        self.of_family: dict[tuple[str, ...], list[ShipMention]] = {}
        self.chosen: dict[_Asked, str | None] = {}
        self.told: dict[str, bool] = {}
        self.alone: dict[tuple[str, ...], str] = {}
        self.days = self.flight_days.told
        self.coming = _comes(marked, 0, marked.size)

    def _day_of_others(self) -> date | None:
        """Return a day of a ship with a number that the text tells as well."""
        for one in self.numbered:
            known = self.register.ships.get(one.id)
            for when in known.days if known is not None else ():
                if any(told.is_of(when) for told in self.days):
                    return when
        return None

    def mention(self, item: Item) -> ShipMention | None:
        """Return the ship that one name of a family means."""
        named = self.marked.language.names.family[int(item.value)]
        if _is_a_type(self.marked, item):
            return None
        beside = self.marked.item(item.last, "family")
        if beside is not None and self.marked.language.names.family[int(beside.value)].id:
            return None  # "the Russian cargo vehicle Progress MS"
        starts = _of_freighters(self.marked, item, named.starts)
        own_name, last = self._own_name(item.last)
        same = self._same(starts)
        if own_name:
            same = [one for one in same if one.id in own_name]
        day = self.flight_days.at(item.first)
        if named.id and day is not None and self._is_first(named.id, day):
            return ShipMention(item.first, last, named.id)
        place = bisect_right(same, item.first, key=lambda one: one.first)
        last_named = same[max(place - 1, 0)].id if same else self._narrower(starts)
        if last_named is not None and self._is_previous(item.first):
            before = self.register.before(last_named)
            return ShipMention(
                item.first, last, before or named.nameless, nameless=not before, guessed=True
            )
        if last_named is not None and self._is_another(item.first):
            other = self._choice(own_name or starts, item.first, but=last_named)
            if other is not None:
                return ShipMention(item.first, last, other, guessed=not own_name)
        if last_named is not None and self._under_way(last_named, day):
            return ShipMention(item.first, last, last_named, family_only=True)
        if not self.cue and last_named is None and _may_be_else(self.marked, item):
            return None
        choice = self._choice(own_name or starts, item.first)
        if choice is not None:
            self.alone[starts] = choice
            return ShipMention(item.first, last, choice, guessed=not own_name)
        if last_named is not None:
            return ShipMention(item.first, last, last_named, family_only=True)
        if not self.cue and (not self.numbered or _may_be_else(self.marked, item)):
            return None
        return ShipMention(item.first, last, named.nameless, family_only=True, nameless=True)

    def _own_name(self, i: int) -> tuple[tuple[str, ...], int]:
        """Return the ships of an own name soon behind a token, and the token behind it."""
        for j in range(i, i + OWN_NAME_WORDS):
            if self.marked.text(j) in self.register.own_names:
                return self.register.own_names[self.marked.text(j)], j + 1
        return (), i

    def _same(self, starts: tuple[str, ...]) -> list[ShipMention]:
        if starts not in self.of_family:
            self.of_family[starts] = [one for one in self.numbered if one.id.startswith(starts)]
        return self.of_family[starts]

    def _under_way(self, ship: str, day: date | None) -> bool:
        """Return whether a ship can be today's; one of which nothing is known can."""
        known = self.register.ships.get(ship)
        if day is None or known is None or known.under_way(day):
            return True
        if ship not in self.told:
            own = any(known.told_by(one) for one in self.days)
            first = self.numbered[0] if self.numbered else None
            self.told[ship] = own and first is not None and first.id == ship and self._heads(first)
        return self.told[ship]

    def _is_first(self, ship: str, day: date) -> bool:
        """Return whether a series without a number means its first ship: until that one is gone."""
        known = self.register.ships.get(ship)
        to_come = known is not None and bool(known.days) and day <= known.days[0]
        return self._under_way(ship, day) or to_come

    def _heads(self, first: ShipMention) -> bool:
        """Return whether a ship is named before any family is: what the text is of, as a page's title."""
        families = (item.first for item in self.marked.items if item.role == "family")
        return first.first <= next(families, first.first)

    def _narrower(self, starts: tuple[str, ...]) -> str | None:
        """Return the ship of a narrower name before: "the Dragon" of what was the Cargo Dragon."""
        for before, ship in reversed(self.alone.items()):
            if len(before) < len(starts) and ship.startswith(starts):
                return ship
        return None

    def _is_previous(self, i: int) -> bool:
        """Return whether it is the one before: "the previous Progress"."""
        near = range(max(i - PREVIOUS_WORDS, 0), i)
        return any(self.marked.phrase(j, "previous") is not None for j in near)

    def _is_another(self, i: int) -> bool:
        """Return whether it is not the one told of: "another Dragon", "the third crew of a Dragon"."""
        near = range(max(i - OTHER_WORDS, 0), i)
        return any(self.marked.phrase(j, "others") is not None for j in near)

    def _choice(self, starts: tuple[str, ...], place: int, but: str = "") -> str | None:
        """Return the ship of a kind that was under way, or that the days of the text are of."""
        number = bisect_right(self.marked.sentences, place, key=lambda one: one.first) - 1
        here = self.marked.sentences[number]
        coming = _comes(self.marked, here.first, here.last)
        coming = self.coming if coming is None else coming
        day = self.flight_days.at(place)
        done = bool(coming) and _is_done(self.marked, here.first, here.last)
        asked = _Asked(starts, coming, done, but, day)
        if asked not in self.chosen:
            names = [name for name in self.register.ships if name.startswith(starts)]
            names = [name for name in names if name != but]
            if done and day is not None:
                there = [name for name in names if self.register.ships[name].has_flown(day)]
                names = there or names
            if day is not None:
                choice = self.register.on(day, names, coming)
                choice = choice or self.register.by_days(self.days, names)
            else:
                only = names[0] if len(names) == 1 else None
                beside = self._day_of_others() if only is None else None
                choice = None if beside is None else self.register.on(beside, names, coming)
                choice = only or choice or self.register.by_days(self.days, names)
            self.chosen[asked] = choice
        return self.chosen[asked]


def _is_a_type(marked: Marked, item: Item) -> bool:
    """Return whether a name goes on as that of a type: "Soyuz 7K-STA"."""
    number = marked.text(item.last)
    return (
        number.isdecimal() and marked.glued(item.last + 1) and marked.text(item.last + 1).isalpha()
    )


def _of_freighters(marked: Marked, item: Item, starts: tuple[str, ...]) -> tuple[str, ...]:
    """Return how ids begin: of freighters only, where one is told of: "the Dragon cargo ship"."""
    cargo = tuple(one for one in starts if one.startswith("cargo"))
    if not cargo or len(cargo) == len(starts):
        return starts
    beside = (item.last, item.first - 1)
    return cargo if any(marked.phrase(j, "freighter_word") for j in beside) else starts


def _comes(marked: Marked, first: int, last: int) -> bool | None:
    """Return whether something comes or goes between two tokens; absent when it is as many."""
    kinds = [
        marked.language.events[int(item.value)].kind for item in marked.roles(first, last, "event")
    ]
    coming, going = (sum(kind in kinds_of for kind in kinds) for kinds_of in (COMING, GOING))
    return None if coming == going else coming > going


def _is_done(marked: Marked, first: int, last: int) -> bool:
    """Return whether something has come between two tokens, and nothing is planned there."""
    events = [
        marked.language.events[int(item.value)] for item in marked.roles(first, last, "event")
    ]
    planned = any(item.value == "planned" for item in marked.roles(first, last, "mode"))
    return not planned and any(one.kind in COMING and one.mode == "done" for one in events)


def _may_be_else(marked: Marked, item: Item) -> bool:
    """Return whether a family's name is one plain word that may mean something else.

    It is a ship's where a word for a ship follows, or where a sentence about coming or going has it with a
    capital letter as no plain word is; Soyuz is a rocket's name as well, which docks and lands nowhere.
    """
    word = marked.text(item.first)
    if item.last - item.first > 1 or word not in PLAIN_WORDS:
        return False
    if marked.phrase(item.last, "ship_noun") is not None:
        return False
    kinds = _kinds_around(marked, item.first)
    if word in ROCKETS_TOO:
        return not kinds & VISITS
    before = marked.text(item.first - 1)
    named = before.islower() or before.lower() in marked.language.function
    plain = marked.is_word(item.first - 1, "in") or marked.text(item.last)[:1].isupper()
    return not (named and not plain and kinds & (COMING | GOING))


def _kinds_around(marked: Marked, place: int) -> set[str]:
    """Return the kinds of events in the sentence of a token."""
    number = bisect_right(marked.sentences, place, key=lambda one: one.first) - 1
    here = marked.sentences[number]
    events = marked.roles(here.first, here.last, "event")
    return {marked.language.events[int(item.value)].kind for item in events}


def _own_names(
    marked: Marked, register: Register, known: Sequence[ShipMention]
) -> list[ShipMention]:
    """Return ships' own names where they stand alone, of ships that the text names otherwise."""
    named = {one.id for one in known}
    taken = {j for one in known for j in range(one.first, one.last)}
    found: list[ShipMention] = []
    for own_name, ships in register.own_names.items():
        meant = named & set(ships)
        if len(meant) != 1:
            continue
        id_ = meant.pop()
        found += [
            ShipMention(j, j + 1, id_, family_only=True)
            for j, word in enumerate(marked.words)
            if word == own_name and j not in taken
        ]
    return found
