"""Every ship that a reader can know: those on record, and those from before the records.

Model   The flights and calendars of the catalogue come first; past ships add what they lack. A name
        that several ships bore, or a family's name alone, is the ship that was under way on the day.
Valid   A ship counts as under way from six weeks before its launch to three weeks after its end.
Source  The catalogue; the file of past ships.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from re import fullmatch, search

from portcall.audit.press.reading.mentions.days_told import DayTold
from portcall.audit.press.reading.ships.past_ships import past_ships
from portcall.audit.press.reading.ships.plain_family import plain_family
from portcall.audit.press.reading.text.lexicon import Lexicon, Phrase, make_lexicon
from portcall.audit.press.record.past_visits import past_stays
from portcall.catalogue.load import Catalogue

ANNOUNCED = timedelta(days=45)
TOLD_AFTER = timedelta(days=21)
LONGEST_STAY = timedelta(days=400)  # of a ship whose end is not on record
UNKNOWN_DAYS = 1000
NEXT_DAYS = 7  # a ship may leave just after the next one came
LONGEST_CHASE_DAYS = 4
FIRST_DOCKING_DRAGON = 21
COMING = frozenset({"launch", "insertion", "docking", "berthing"})
GOING = frozenset({"undocking", "deorbit", "re-entry", "landing"})
BERTHED = ("cygnus", "htv", "cargo-dragon-cots")
UNSAID = frozenset(
    {"dragon", "cargo-dragon"}
)  # the first of them were berthed, the later ones dock


@dataclass(frozen=True)
class KnownShip:
    """What is known of one ship: enough to know it by."""

    id: str
    site: str | None
    launched: date | None
    arrived: date | None
    left: date | None
    crew: tuple[str, ...]
    own_name: str

    @cached_property
    def families(self) -> frozenset[str]:
        """The family names of its people, folded."""
        return frozenset(plain_family(name) for name in self.crew)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its coming and going that are known."""
        return tuple(when for when in (self.launched, self.arrived, self.left) if when)

    def under_way(self, day: date) -> bool:
        """Return whether a text of a day can speak of it as of today's ship."""
        if not self.days:
            return False
        end = self.left + TOLD_AFTER if self.left else self.days[0] + LONGEST_STAY
        return self.days[0] - ANNOUNCED <= day <= end

    def has_flown(self, day: date) -> bool:
        """Return whether it was launched by a day, or by the next one of a zone ahead."""
        chase = timedelta(days=0 if self.launched else LONGEST_CHASE_DAYS)
        return bool(self.days) and self.days[0] - chase <= day + timedelta(days=1)

    def told_by(self, told: DayTold) -> bool:
        """Return whether a day of a text is one of its days; of one caught later, its launch."""
        if any(told.is_of(when) for when in self.days):
            return True
        return self.launched is None and any(
            told.is_of(self.arrived - timedelta(days=days))
            for days in range(2, LONGEST_CHASE_DAYS)
            if self.arrived
        )

    def apart(self, day: date, coming: bool | None = None) -> int:
        """Return how many days its coming, its going, or the nearer of them is from a day."""
        here = self.days[:1] if coming else (self.left,) if coming is False else self.days
        return min((abs((day - when).days) for when in here if when), default=UNKNOWN_DAYS)


@dataclass(frozen=True)
class Register:
    """Every ship known, and what the agency's numbers count."""

    ships: Mapping[str, KnownShip]
    by_agency: Mapping[str, str]
    number_ahead: Mapping[str, int]
    people: frozenset[str]
    own_names: Mapping[str, tuple[str, ...]]
    people_lexicon: Lexicon

    def of_agency_number(self, family: str, number: int) -> str:
        """Return the ship that an agency's number counts; beyond the known ones by their trend."""
        letter = "P" if family.startswith("progress") else "S"
        own = number - self.number_ahead.get(family, 0)
        return self.by_agency.get(f"{number}{letter}") or (f"{family}{own:02d}" if own > 0 else "")

    def on(self, day: date, names: Iterable[str], coming: bool | None = None) -> str | None:
        """Return which of some ships a text of a day speaks of.

        It is under way, and its coming is nearest when something comes, its going when something goes.
        """
        there = [name for name in names if self.ships[name].under_way(day)]
        return min(there, key=lambda name: self.ships[name].apart(day, coming), default=None)

    def flown_by(self, names: Iterable[str]) -> list[str]:
        """Return the ships on which all of some people came or left."""
        flown = [self._ships_of.get(plain_family(name), ()) for name in names]
        return [id_ for id_ in next(iter(flown), ()) if all(id_ in ships for ships in flown)]

    @cached_property
    def _ships_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for id_, ship in self.ships.items():
            for family in ship.families:
                found[family] = (*found.get(family, ()), id_)
        return found

    def official(self, ship: str) -> str:
        """Return an id as it is on record where it has a letter more: OA-8 is OA-8E."""
        return f"{ship}e" if ship not in self.ships and f"{ship}e" in self.ships else ship

    def before(self, ship: str) -> str:
        """Return the ship of the same make that left last before another came; empty when none did."""
        known = self.ships.get(ship)
        if known is None or not known.days:
            return ""
        came, make = known.days[0] + timedelta(days=NEXT_DAYS), ship.split("-", maxsplit=1)[0]
        gone = [
            one
            for one in self.ships.values()
            if one.id.split("-")[0] == make and one.left and one.days[0] < known.days[0]
        ]
        past = [one for one in gone if one.left and one.left <= came]
        return max(past, key=lambda one: one.left or one.days[0]).id if past else ""

    def by_days(self, days: Collection[DayTold], names: Iterable[str]) -> str | None:
        """Return the only one of some ships whose coming or going is on most of some days."""
        hits = Counter(
            {name: sum(self.ships[name].told_by(one) for one in days) for name in names}
        ).most_common(2)
        alone = len(hits) == 1 or (len(hits) > 1 and hits[0][1] > hits[1][1])
        return hits[0][0] if alone and hits[0][1] else None


def berths(ship: str | None) -> bool | None:
    """Return whether a ship is caught by the arm; absent when its name does not tell."""
    if ship is None or ship in UNSAID:
        return None
    dragon = fullmatch(r"cargo-dragon-crs-(\d+)", ship)
    if dragon:
        return int(dragon[1]) < FIRST_DOCKING_DRAGON
    return ship.startswith(BERTHED)


@lru_cache(maxsize=8)
def register_of(catalogue: Catalogue) -> Register:
    """Collect the ships of a catalogue's flights and calendars, and the past ones."""
    rows: dict[str, dict[str, object]] = {}
    people: set[str] = set()
    own_names: dict[str, list[str]] = {}
    _add_past(rows, own_names)
    for name in catalogue.names("flights"):
        flight = catalogue.flight(name)
        rows[name] = {
            "site": flight.site,
            "launched": flight.launch_date,
            "left": flight.undocking_date,
            "agency": flight.nasa_name,
        }
    for name in catalogue.names("calendars"):
        calendar = catalogue.calendar(name)
        for walk in calendar.spacewalk:
            people |= set(walk.people)
        for stay in calendar.stay:
            row = rows.setdefault(stay.ship, {})
            row.setdefault("arrived", stay.arrival.utc.date())
            if stay.departure is not None:
                row["left"] = stay.departure.utc.date()
            both = (*row.get("crew", ()), *stay.crew_up, *stay.crew_down)  # type: ignore[misc]
            row["crew"] = tuple(dict.fromkeys(both))
            row["agency"] = row.get("agency") or stay.name
            people |= {*stay.crew_up, *stay.crew_down}
            own = stay.name.rpartition(" ")[2]
            if own.isalpha() and own != "Dragon" and stay.ship not in own_names.get(own, []):
                own_names.setdefault(own, []).append(stay.ship)
                row["own_name"] = own
    for name, stays in past_stays(catalogue).items():
        crew = tuple(dict.fromkeys(who for one in stays for who in (*one.crew_up, *one.crew_down)))
        rows.setdefault(name, {}).setdefault("crew", crew)
        people |= set(crew)
    return Register(
        {name: _known(name, row) for name, row in rows.items()},
        _by_agency(rows),
        _number_ahead(rows),
        frozenset(people),
        {name: tuple(several) for name, several in own_names.items()},
        make_lexicon(Phrase(name, "person", name) for name in _families(people)),
    )


def _add_past(rows: dict[str, dict[str, object]], own_names: dict[str, list[str]]) -> None:
    for name, ship in past_ships().items():
        rows[name] = {"launched": ship.launched, "left": ship.left, "agency": ship.agency}
        if ship.own_name:
            rows[name]["own_name"] = ship.own_name
            own_names.setdefault(ship.own_name, []).append(name)


def _families(people: set[str]) -> set[str]:
    """Return family names without the initials that tell namesakes apart."""
    return {name.rpartition(" ")[2] for name in people}


def _known(name: str, row: Mapping[str, object]) -> KnownShip:
    return KnownShip(
        name,
        row.get("site"),  # type: ignore[arg-type]
        row.get("launched"),  # type: ignore[arg-type]
        row.get("arrived"),  # type: ignore[arg-type]
        row.get("left"),  # type: ignore[arg-type]
        row.get("crew", ()),  # type: ignore[arg-type]
        row.get("own_name", ""),  # type: ignore[arg-type]
    )


def _agency(row: Mapping[str, object]) -> str:
    found = search(r"(\d+)\s*([PS])", str(row.get("agency", "")))
    return f"{found[1]}{found[2]}" if found else ""


def _by_agency(rows: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    return {_agency(row): name for name, row in rows.items() if _agency(row)}


def _number_ahead(rows: Mapping[str, Mapping[str, object]]) -> dict[str, int]:
    """Return by how much the agency's number of a family is ahead of the builder's."""
    found: dict[str, Counter[int]] = {}
    for name, row in rows.items():
        own = search(r"^(.*-)(\d+)$", name)
        agency = _agency(row)
        if own and agency:
            found.setdefault(own[1], Counter())[int(agency[:-1]) - int(own[2])] += 1
    return {family: counts.most_common(1)[0][0] for family, counts in found.items()}
