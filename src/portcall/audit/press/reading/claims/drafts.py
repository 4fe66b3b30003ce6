"""Collects what was read as claims, numbered in the order of their places."""

from typing import Any

from portcall.audit.press.reading.claims.ports_told import How
from portcall.audit.press.reading.events.blanks import Blank
from portcall.audit.press.reading.instants.resolve_times import Resolved
from portcall.audit.press.reading.mentions.amounts import Amount
from portcall.audit.press.reading.mentions.places import Place
from portcall.audit.press.reading.ships.find_ships import elsewhere
from portcall.audit.press.reading.ships.other_flights import NOBODYS
from portcall.audit.press.reading.ships.people import CrewList
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked
from portcall.records.claims import Claim

BEFORE_TIME = 3
UNSURE_SHARE = 0.7
NAMED_SURE, GUESSED_SURE = 0.95, 0.6  # of a ship: by its name, by the day alone
SURE_OF = {"told": 0.85, "mentioned": 0.5}


class Drafts:
    """Claims of one text while they are collected."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.rows: list[dict[str, Any]] = []
        self.ships_named: dict[str, set[str]] = {}
        self.places_named: set[tuple[str, str, str | None]] = set()

    def _add(self, first: int, last: int, **fields: Any) -> None:
        if elsewhere(fields.get("subject")) or fields.get("subject") == NOBODYS:
            return
        start, end = self.marked.span(first, last)
        self.rows.append({"start": start, "end": end, **fields})

    def event(self, one: Resolved) -> None:
        """Add an event with its time."""
        event, time = one.told.event, one.told.time
        if event is None:
            return
        first = time.first
        for j in range(time.first - 1, max(time.first - BEFORE_TIME, -1), -1):
            if not self.marked.item(j, "link"):
                break
            first = j
        self._add(
            first,
            time.last,
            kind=event.kind,
            subject=one.told.subject,
            value=one.value or None,
            precision=one.precision,
            planned=one.planned,
            said=one.said,
            time=id(time),
            counts_from=id(one.counts_from) if one.counts_from is not None else None,
            sure=round(one.told.sure if one.told.subject else UNSURE_SHARE * one.told.sure, 2),
        )

    def ship(self, ship: ShipMention) -> None:
        """Add a ship where it is first named, and under each other number or as another's name."""
        if ship.nameless:
            return
        words = self.marked.words[ship.first : ship.last]
        number = "".join(word for word in words if word.isdecimal())
        told = self.ships_named.setdefault(ship.id, set())
        if number in told or (told and not number):
            return
        told.add(number)
        sure = GUESSED_SURE if ship.guessed else NAMED_SURE
        self._add(ship.first, ship.last, kind="ship", subject=ship.id, value=ship.id, sure=sure)

    def place(self, place: Place, subject: str | None, how: How) -> None:
        """Add a port, pad or rocket where it is first named for a ship."""
        if (place.kind, place.id, subject) in self.places_named:
            return
        self.places_named.add((place.kind, place.id, subject))
        self._add(
            place.first,
            place.last,
            kind=place.kind,
            subject=subject,
            value=place.id,
            sure=SURE_OF[how],
        )

    def amount(self, amount: Amount, subject: str | None) -> None:
        """Add a mass, a duration, a profile or a head count."""
        fields: dict[str, Any] = {"kind": amount.kind, "subject": subject, "sure": amount.sure}
        if amount.kind == "cargo":
            fields |= {"value_kg": amount.value, "item": amount.item}
        elif amount.kind == "duration":
            fields["value_s"] = amount.value
        elif amount.kind == "profile":
            fields["value"] = f"{amount.value:.0f}-orbit"
        else:
            fields["value_people"] = int(amount.value)
        self._add(amount.first, amount.last, **fields)

    def crew(self, crew: CrewList, subject: str | None) -> None:
        """Add a list of people."""
        self._add(
            crew.first,
            crew.last,
            kind="crew",
            subject=subject,
            value_names=crew.names,
            sure=crew.sure,
        )

    def blank(self, blank: Blank, subject: str | None) -> None:
        """Add what was left in to be filled."""
        self._add(blank.first, blank.last, kind="blank", subject=subject, value=blank.of, sure=0.95)

    def claims(self) -> tuple[Claim, ...]:
        """Return the claims in the order of their places."""
        text = self.marked.source
        rows = sorted(self.rows, key=lambda row: (row["start"], row["end"], row["kind"]))
        numbers = {row.pop("time", None): i for i, row in enumerate(rows, start=1)}
        for row in rows:
            base = row.pop("counts_from", None)
            if base in numbers and base is not None:
                row["said"] = row["said"].model_copy(update={"relative_to": numbers[base]})
        return tuple(
            Claim(number=i, quote=text[row["start"] : row["end"]], **row)
            for i, row in enumerate(rows, start=1)
        )
