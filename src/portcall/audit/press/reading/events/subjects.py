"""Which ship an event, an amount or a port is told of."""

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.ships.other_flights import OtherFlights
from portcall.audit.press.reading.ships.register import COMING, GOING, berths
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked

MAX_AHEAD = 14
OWN_SHIP_WORDS = 10
OF_SHIP_WORDS = 5
BEHIND = 6
SHIPS_BACK = 50
SHOWN_WORDS = 3
PRONOUN_WORDS = 6  # "It was Soyuz MS-27 that" names what it is
MOVE_EVENTS = 3
REPLACED_WORDS = 4
ARRIVALS = frozenset({"docking", "berthing"})


class Subjects:
    """Follows the ship that a text speaks of."""

    def __init__(
        self,
        marked: Marked,
        ships: Sequence[ShipMention],
        meant: Mapping[str, str],
        others: OtherFlights,
    ) -> None:
        self.marked = marked
        self.meant = meant
        self.others = others
        self.ships = [ship for ship in ships if not ship.alias]
        self.starts = [ship.first for ship in self.ships]
        self.of_ships = any(not ship.walk for ship in ships)
        self.carried: list[str | None] = []
        self._follow()

    def _follow(self) -> None:
        """Note for each sentence the ship that the ones before it speak of."""
        carried: str | None = None
        named: str | None = None
        for sentence in self.marked.sentences:
            if sentence.new_block:
                carried = named or carried  # people alone tell the ship only of their paragraph
            carried = self._pointed_at(sentence.first) or carried
            self.carried.append(carried)
            inside = self._between(sentence.first, sentence.last)
            if not inside or self.marked.item(sentence.first, "object", "teaser"):
                continue
            stays = self._goes_on(sentence.first, inside) or self._flew_before(
                sentence.first, inside
            )
            if carried is None or not stays:
                carried = self._main(inside).id
                named = next((s.id for s in inside if s.first < s.last and s.id == carried), named)

    def _pointed_at(self, first: int) -> str | None:
        """Return the ship named last, where a sentence begins with "That ship"."""
        points = self.marked.item(first, "object", "it") and self.marked.item(
            first + 1, "object", "vessel"
        )
        before = self.ships[: bisect_left(self.starts, first)][-1:] if points else []
        return before[0].id if before else None

    def _flew_before(self, first: int, ships: Sequence[ShipMention]) -> bool:
        """Return whether a ship is only one that a booster told of before it flies as well."""
        before = range(first, ships[0].first)
        return any(self.marked.item(j, "object", "flown_again") for j in before)

    def _main(self, ships: Sequence[ShipMention]) -> ShipMention:
        """Return the ship that the next sentence goes on about: the first that is the actor.

        Of clauses that a semicolon parts, the last one counts.
        """
        parted = range(ships[-1].first - 1, ships[0].first, -1)
        start = next((j for j in parted if self.marked.text(j) == ";"), None)
        if start is not None:
            ships = [ship for ship in ships if ship.first > start]
        told = [ship for ship in ships if not self._is_replaced(ship)]
        for ship in told or ships:
            two_before = self.marked.item(ship.first - 1, "object", "in_relation")
            if not two_before and not self.marked.is_word(ship.first - 1, "not_the_actor"):
                return ship
        return ships[0]

    def _is_replaced(self, ship: ShipMention) -> bool:
        """Return whether a ship is only the one that another takes over from: "replace the X crew"."""
        near = range(ship.first - REPLACED_WORDS, ship.first)
        return any(self.marked.phrase(j, "replace") is not None for j in near)

    def _between(self, first: int, last: int) -> Sequence[ShipMention]:
        return self.ships[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

    def of(self, place: int, sentence: int, last: int | None = None) -> str | None:
        """Return the ship told of at a token: its own clause's first, else the one from before.

        Parameters
        ----------
        last : int, optional
            The token behind an event, of which a ship may be said: "the arrival of", "returned on".
        """
        named = None if last is None else self._said_of(last, sentence)
        named = named or self._named(place, sentence)
        return None if named is None else self.meant.get(named, named)

    def _said_of(self, last: int, sentence: int) -> str | None:
        """Return the ship that an event is said of behind it: "arrival of X", "return on the X"."""
        end = min(self.marked.sentences[sentence].last, last + OWN_SHIP_WORDS)
        ahead = self._between(last, end)
        if not ahead:
            return None
        ship = ahead[0]
        if any(True for _ in self.marked.roles(last, ship.first, "event")):
            return None
        if any(self.marked.text(j) in {";", ":", "("} for j in range(last, ship.first)):
            return None
        if self.marked.phrase(last, "of_ship") and ship.first - last <= OF_SHIP_WORDS:
            return ship.id
        near = range(max(last, ship.first - OF_SHIP_WORDS), ship.first)
        aboard = [j for j in near if self.marked.phrase(j, "on_ship")]
        start = aboard[-1] if aboard else ship.first
        parted = any(
            self.marked.text(j) == "," for j in range(start, ship.first)
        )  # "on July 5, and X"
        return ship.id if aboard and not parted else None

    def _named(self, place: int, sentence: int) -> str | None:
        bounds = self.marked.sentences[sentence]
        inside = self._between(bounds.first, bounds.last)
        before = [ship for ship in inside if ship.first <= place]
        if before:
            ship = before[-1]
            return self.others.instead(ship.id, ship.last, place, company=True) or ship.id
        ahead = inside[0] if inside else None
        carried = self.carried[sentence]
        goes_on = carried is not None and self._goes_on(bounds.first, inside)
        parted = carried is not None and self._other_clause(bounds.first, place)
        if ahead is not None and not goes_on and not parted:
            near = ahead.first - place <= MAX_AHEAD or not carried or self._leads(bounds.first)
            if near:
                return ahead.id
        known = carried or (self.ships[0].id if self.ships else None)
        if known is None:
            return None
        return self.others.instead(known, bounds.first, place + BEHIND) or known

    def _goes_on(self, first: int, inside: Sequence[ShipMention]) -> bool:
        """Return whether a sentence goes on about the ship before: "It is to take the port of X"."""
        return bool(inside) and (
            self.marked.item(first, "object", "itself") is not None
            and inside[0].first - first > PRONOUN_WORDS
        )

    def _leads(self, first: int) -> bool:
        """Return whether a sentence begins by what was before: "Following a launch ..., it docked"."""
        return self.marked.item(first, "object", "in_relation") is not None

    def _other_clause(self, first: int, place: int) -> bool:
        return any(self.marked.text(j) == ";" for j in range(first, place))

    def names_one(self, sentence: int) -> bool:
        """Return whether a ship is named in a sentence."""
        bounds = self.marked.sentences[sentence]
        return self.of_ships and bool(self._between(bounds.first, bounds.last))

    def set_all(self, events: Sequence[EventMention]) -> None:
        """Give every event its ship."""
        stages: dict[str, set[str]] = {}
        told: dict[str, list[str]] = {}
        arrived: set[str] = set()
        moves = _moves(events)
        for i, event in enumerate(events):
            event.subject = self.of(event.first, event.sentence, event.last)
            if event.kind == "berthing" and berths(event.subject) is False:
                event.subject = self._last_for_the_arm(event.first) or event.subject
            if event.subject is None:
                continue
            stage = self._stage(event)
            if not self._is_named(event):
                shown = event.kind == "broadcast-start" and not _is_told(event.subject, told)
                kinds = self._kinds(event) if shown else ()
                kinds = ("relocation",) if i in moves else kinds
                event.subject = _told_of(event.subject, kinds, told)
                event.shows = event.shows or (kinds[0] if i in moves else "")
            elif not event.weak and not event.related:
                told.setdefault(event.kind, []).append(event.subject)
            if self._is_named(event):
                if not event.related:
                    stages.setdefault(event.subject, set()).add(stage)
            elif stage == "coming" and event.mode != "done":
                event.subject = self._that_comes(event, stages, arrived)
            if event.subject and event.mode == "done" and event.kind in ARRIVALS:
                arrived.add(event.subject)

    def _last_for_the_arm(self, place: int) -> str | None:
        """Return the ship named last of those that an arm takes: a crew at the arm names no ship."""
        here = bisect_left(self.starts, place)
        back = reversed(self.ships[max(here - SHIPS_BACK, 0) : here])
        return next((ship.id for ship in back if berths(ship.id)), None)

    def _is_named(self, event: EventMention) -> bool:
        bounds = self.marked.sentences[event.sentence]
        inside = self._between(bounds.first, bounds.last)
        return any(ship.id == event.subject for ship in inside)

    def _stage(self, event: EventMention) -> str:
        """Return whether an event, or what a broadcast shows, is of a coming or a going."""
        kinds = self._kinds(event)
        first = next((kind for kind in kinds if kind in COMING or kind in GOING), "")
        return "coming" if first in COMING else "going" if first in GOING else ""

    def _kinds(self, event: EventMention) -> Sequence[str]:
        """Return the kind of an event, or the kinds of what a broadcast shows."""
        if event.kind != "broadcast-start":
            return (event.kind,)
        bounds = self.marked.sentences[event.sentence]
        begin = max(bounds.first, event.first - SHOWN_WORDS)
        return [
            self.marked.language.events[int(item.value)].kind
            for item in self.marked.roles(begin, bounds.last, "event")
        ]

    def _that_comes(
        self, event: EventMention, stages: Mapping[str, set[str]], arrived: Container[str]
    ) -> str | None:
        """Return the ship that is to come, where the one spoken of last is told only to go."""
        only_goes = stages.get(event.subject or "") == {"going"}
        if not only_goes and event.subject not in arrived:
            return event.subject
        here = bisect_left(self.starts, event.first)
        for ship in reversed(self.ships[max(here - SHIPS_BACK, 0) : here]):
            on_its_way = "going" not in stages.get(ship.id, ()) and ship.id not in arrived
            if on_its_way and not ship.family_only:
                return self.meant.get(ship.id, ship.id)
        return event.subject


def _is_told(subject: str, told: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a ship is told to do anything: "will return with the STS-118 crew" is nothing."""
    return any(subject in ships for ships in told.values())


def _told_of(subject: str, kinds: Sequence[str], told: Mapping[str, Sequence[str]]) -> str:
    """Return the ship that was told to do one of some things, where the one told of last was not."""
    of_kinds = [told[kind] for kind in kinds if kind in told]
    if not of_kinds or any(subject in ships for ships in of_kinds):
        return subject
    return of_kinds[0][-1]


def _moves(events: Sequence[EventMention]) -> set[int]:
    """Return which events belong to a move to another port that is told in the next lines."""
    found: set[int] = set()
    for i, event in enumerate(events):
        if event.kind != "relocation":
            continue
        found.add(i)
        for j in range(i - 1, max(i - 1 - MOVE_EVENTS, -1), -1):
            near = event.sentence - events[j].sentence <= MOVE_EVENTS
            if not near or events[j].kind not in {"undocking", "broadcast-start"}:
                break
            found.add(j)
    return found
