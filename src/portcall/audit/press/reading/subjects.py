"""Which ship an event, an amount or a port is told of."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from portcall.audit.press.reading.events import EventMention
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.ship_mention import ShipMention

MAX_AHEAD = 14


class Subjects:
    """Follows the ship that a text speaks of."""

    def __init__(
        self, marked: Marked, ships: Sequence[ShipMention], meant: Mapping[str, str] | None = None
    ) -> None:
        self.marked = marked
        self.meant = meant or {}
        self.ships = [ship for ship in ships if not ship.alias]
        self.starts = [ship.first for ship in self.ships]
        self.of_ships = any(not ship.walk for ship in ships)
        self.carried: list[str | None] = []
        self._follow()

    def _follow(self) -> None:
        """Note for each sentence the ship that the ones before it speak of."""
        carried: str | None = None
        for sentence in self.marked.sentences:
            self.carried.append(carried)
            inside = self._between(sentence.first, sentence.last)
            if inside:
                carried = self._main(inside).id

    def _main(self, ships: Sequence[ShipMention]) -> ShipMention:
        """Return the ship that the next sentence goes on about: the first that is the actor."""
        for ship in ships:
            before = self.marked.text(ship.first - 1).lower()
            two_before = self.marked.item(ship.first - 1, "object", "in_relation")
            if not two_before and before not in {"from", "than"}:
                return ship
        return ships[0]

    def _between(self, first: int, last: int) -> Sequence[ShipMention]:
        return self.ships[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

    def of(self, place: int, sentence: int) -> str | None:
        """Return the ship that stands nearest before a token, or goes on from before."""
        named = self._named(place, sentence)
        return None if named is None else self.meant.get(named, named)

    def _named(self, place: int, sentence: int) -> str | None:
        bounds = self.marked.sentences[sentence]
        inside = self._between(bounds.first, bounds.last)
        before = [ship for ship in inside if ship.first <= place]
        if before:
            return before[-1].id
        ahead = inside[0] if inside else None
        carried = self.carried[sentence]
        if ahead is not None and not (carried and self._other_clause(bounds.first, place)):
            near = ahead.first - place <= MAX_AHEAD or not carried
            if near:
                return ahead.id
        if self.carried[sentence]:
            return self.carried[sentence]
        return self.ships[0].id if self.ships else None

    def _other_clause(self, first: int, place: int) -> bool:
        return any(self.marked.text(j) == ";" for j in range(first, place))

    def set_all(self, events: Sequence[EventMention]) -> None:
        """Give every event its ship."""
        for event in events:
            event.subject = self.of(event.first, event.sentence)
