"""Names that several ships bear: "MS-28", "TMA-12" of which the M was dropped, "Progress M-27".

Model   The ship that the text names in full; else the only one that came or went on most days that
        it tells, or flew in the years that it tells; else, of the family named nearest before, or after,
        the one that was under way on its day; else the one written so.
Valid   Ids of ships; a name of which nothing decides the family is nobody's.
Source  The text; the register.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.ships.flight_days import FlightDays
from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

NEAR_DAYS = 10
AFTER = 10_000_000  # tokens: what is named before a place counts first


class SharedNames:
    """Decides between the ships that bear one name; the families of the text are found once."""

    def __init__(
        self, marked: Marked, found: Sequence[ShipMention], register: Register, day: date | None
    ) -> None:
        self.in_full = {one.id for one in found}
        self.register, self.day = register, day
        self.days = FlightDays(marked, day)
        self.dated: dict[tuple[str, ...], str | None] = {}
        words = [(one.first, one.id.split("-")[0]) for one in found]
        words += [
            (item.first, marked.language.names.family[int(item.value)].starts[0].rstrip("-"))
            for item in marked.items
            if item.role == "family"
        ]
        self.of_family: dict[str, list[int]] = {}
        for at, family in sorted(words):
            self.of_family.setdefault(family, []).append(at)

    def ship(self, marked: Marked, item: Item, ids: Sequence[str]) -> str:
        """Return the ship meant by a name that several bear; empty when nothing decides."""
        in_full = self.in_full & set(ids)
        if len(in_full) == 1:
            return in_full.pop()
        known_ids = tuple(id_ for id_ in ids if id_ in self.register.ships)
        if known_ids not in self.dated:
            self.dated[known_ids] = self._dated(known_ids)
        dated = self.dated[known_ids]
        if dated is not None:
            return dated
        family = self._family(marked.text(item.first).lower(), item.first, ids)
        of_family = [id_ for id_ in ids if id_.startswith(family)] if family else []
        known = [id_ for id_ in of_family if id_ in self.register.ships]
        day = self.days.at(item.first)
        there = [id_ for id_ in known if day and self.register.ships[id_].under_way(day)]
        if day is not None and there:
            return min(there, key=lambda id_: self.register.ships[id_].apart(day))
        return next(iter(known or of_family), "") if family else self._under_way(ids)

    def _dated(self, ids: Sequence[str]) -> str | None:
        """Return the only one of some ships that the days of the text are of, else the years in it."""
        ids = self._today(ids)
        dated = self.register.by_days(self.days.told, ids)
        if dated is not None:
            return dated
        years = [one for one in self.days.told if one.year is not None]
        flying = {
            id_
            for id_ in ids
            for one in years
            if self.register.ships[id_].under_way(date(one.year or 0, one.month, min(one.day, 28)))
        }
        return flying.pop() if len(flying) == 1 else None

    def _today(self, ids: Sequence[str]) -> Sequence[str]:
        """Return those of one family that a text of this year can speak of; all where it names years."""
        if self.day is None or len({id_.split("-")[0] for id_ in ids}) > 1:
            return ids
        if any(one.year not in {None, self.day.year} for one in self.days.told):
            return ids
        return [id_ for id_ in ids if self.register.ships[id_].under_way(self.day)] or ids

    def _under_way(self, ids: Sequence[str]) -> str:
        """Return the only one of some ships that came or went about the day; empty when several did."""
        day, ships = self.day, self.register.ships
        if day is None:
            return ""
        near = [id_ for id_ in ids if id_ in ships and ships[id_].apart(day) <= NEAR_DAYS]
        return near[0] if len(near) == 1 else ""

    def _family(self, word: str, place: int, ids: Sequence[str]) -> str:
        """Return the family that the name says itself, or that is named nearest before, or after."""
        families = {id_.split("-")[0] for id_ in ids}
        if word in families or word == "tma":
            return word if word in families else "soyuz"
        near: list[tuple[int, str]] = []
        for family in families & set(self.of_family):
            places = self.of_family[family]
            here = bisect_right(places, place)
            near.append((place - places[here - 1] if here else AFTER + places[0], family))
        return min(near, default=(0, ""))[1]
