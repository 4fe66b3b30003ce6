"""Flights that a sentence tells besides the ship that the text follows: another company's launch.

Model   A company named before an event, or a rocket and a pad together, that the ship's kind never had
        to do with, tell of another flight: of the ship of theirs that the text named last, or of the
        one that was about to fly on the day. When there is none, it is the flight of nobody here.
Valid   Companies, rockets and pads of the names file.
Source  The text; the register.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.grammar import Named
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

NOBODYS = "nobodys"  # what is told of it is no claim of a visit
NEAR_DAYS = 14
SIGNS = 2
SHIPS_BACK = 50


class OtherFlights:
    """Tells whose flight a stretch of a sentence is about."""

    def __init__(
        self, marked: Marked, ships: Sequence[ShipMention], register: Register, day: date | None
    ) -> None:
        self.marked = marked
        self.ships = ships
        self.places = [one.first for one in ships]
        self.register = register
        self.day = day

    def instead(self, subject: str, first: int, last: int, company: bool = False) -> str | None:
        """Return whose flight it is, when it is not the subject's; only by companies when asked."""
        if subject not in self.register.ships and "-" not in subject:
            return None
        signs = [
            (item.role, self._starts(item))
            for role in ("company", "rocket", "site")
            for item in self.marked.roles(first, last, role)
            if self._starts(item)
        ]
        if not signs or any(subject.startswith(starts) for _, starts in signs):
            return None
        roles = {role for role, _ in signs}
        if "company" not in roles and (company or len(roles) < SIGNS):
            return None
        return self._of(signs[0][1], first)

    def _starts(self, item: Item) -> tuple[str, ...]:
        named: Sequence[Named] = getattr(self.marked.language.names, item.role)
        return named[int(item.value)].starts

    def _of(self, starts: tuple[str, ...], place: int) -> str:
        here = bisect_left(self.places, place)
        for one in reversed(self.ships[max(here - SHIPS_BACK, 0) : here]):
            if one.id.startswith(starts):
                return one.id
        if self.day is not None:
            names = [name for name in self.register.ships if name.startswith(starts)]
            next_one = self.register.on(self.day, names, coming=True)
            if next_one and self.register.ships[next_one].apart(self.day, True) <= NEAR_DAYS:
                return next_one
        return NOBODYS
