"""Which ships a text names: official, agency and short names, and names of a family alone."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from re import search

from portcall.audit.press.reading.lexicon import Item, Lexicon, Phrase, make_lexicon
from portcall.audit.press.reading.marked import Marked
from portcall.catalogue.load import Catalogue

BERTHED = ("cygnus-", "htv-")
ALIAS_WORDS = 4
NEAR_DAYS = 400
OTHER_SHIPS = 2
OWN_NAME_WORDS = 3
PLAIN_WORDS = frozenset({"Progress", "Dragon", "Soyuz"})


@dataclass(frozen=True)
class KnownShip:
    """What the catalogue and the calendar say of one ship: enough to know it by."""

    id: str
    site: str | None
    launched: date | None
    arrived: date | None
    left: date | None
    crew: tuple[str, ...]
    own_name: str


@dataclass(frozen=True)
class Register:
    """Every ship on record, and what the agency's numbers count from."""

    ships: Mapping[str, KnownShip]
    number_ahead: Mapping[str, int]
    people: frozenset[str]
    own_names: Mapping[str, tuple[str, ...]]
    people_lexicon: Lexicon


@dataclass
class ShipMention:
    """A ship named at a place; an alias names the one before it again."""

    first: int
    last: int
    id: str
    alias: bool = False
    walk: bool = False
    family_only: bool = False


@lru_cache(maxsize=8)
def register_of(catalogue: Catalogue) -> Register:
    """Collect the ships of a catalogue's flights and calendars."""
    rows: dict[str, dict[str, object]] = {}
    people: set[str] = set()
    own_names: dict[str, list[str]] = {}
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
    ships = {name: _known(name, row) for name, row in rows.items()}
    return Register(
        ships,
        _number_ahead(rows),
        frozenset(people),
        {name: tuple(several) for name, several in own_names.items()},
        make_lexicon(Phrase(name, "person", name) for name in _families(people)),
    )


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


def _number_ahead(rows: Mapping[str, Mapping[str, object]]) -> dict[str, int]:
    """Return by how much the agency's number of a family is ahead of the builder's."""
    found: dict[str, Counter[int]] = {}
    for name, row in rows.items():
        own = search(r"^(.*-)(\d+)$", name)
        agency = search(r"(\d+)\s*[PS]", str(row.get("agency", "")))
        if own and agency:
            ahead = int(agency[1]) - int(own[2])
            found.setdefault(own[1], Counter())[ahead] += 1
    return {family: counts.most_common(1)[0][0] for family, counts in found.items()}


def find_ships(marked: Marked, register: Register, day: date | None) -> list[ShipMention]:
    """Return the ships a text names, in its order; families alone mean the ship of the text."""
    found: list[ShipMention] = []
    families: list[tuple[int, Item, tuple[str, ...]]] = []
    names = marked.language.names
    cue = _speaks_of_station(marked) or any(item.role == "family" for item in marked.items)
    for item in marked.items:
        if item.role == "ship":
            id_ = _id(item, names.ship[int(item.value)], register)
            if id_ and not (_is_unsure(marked, item, id_) and not cue):
                found.append(ShipMention(item.first, item.last, id_))
        elif item.role == "walk":
            id_ = _numbered(names.walk[int(item.value)].id, item.number)
            found.append(ShipMention(item.first, item.last, id_, walk=True))
        elif item.role == "family":
            families.append((len(found), item, names.family[int(item.value)].starts))
    _named_alone(marked, register, found, families, day)
    found.sort(key=lambda mention: mention.first)
    _mark_aliases(marked, found)
    return found


def _numbered(pattern: str, number: int | None) -> str:
    """Put a number into an id: `#` as it is, `##` with two digits."""
    return pattern.replace("##", f"{number or 0:02d}").replace("#", str(number))


def _id(item: Item, named: object, register: Register) -> str:
    pattern = getattr(named, "id", "")
    if pattern:
        return _numbered(str(pattern), item.number)
    family = str(getattr(named, "agency_number", "")).removesuffix("#")
    number = (item.number or 0) - register.number_ahead.get(family, 0)
    return f"{family}{number:02d}" if number > 0 else ""


def _named_alone(
    marked: Marked,
    register: Register,
    found: list[ShipMention],
    families: list[tuple[int, Item, tuple[str, ...]]],
    day: date | None,
) -> None:
    """Add names of families and ships' own names: the text's ship of that kind, or the day's."""
    alone = _speaks_of_station(marked)
    numbered = sorted(found, key=lambda mention: mention.first)
    of_family: dict[tuple[str, ...], list[ShipMention]] = {}
    for _, item, starts in families:
        first, last = item.first, item.last
        candidates: tuple[str, ...] = ()
        for j in range(item.last, item.last + OWN_NAME_WORDS):
            if not candidates and marked.text(j) in register.own_names:
                candidates, last = register.own_names[marked.text(j)], j + 1
        if starts not in of_family:
            of_family[starts] = [one for one in numbered if one.id.startswith(starts)]
        same = of_family[starts]
        if candidates:
            same = [one for one in same if one.id in candidates]
        place = bisect_right(same, first, key=lambda one: one.first)
        choice = same[max(place - 1, 0)].id if same else None
        if choice is None and day is not None and (alone or not _is_a_word(marked, item)):
            of_kind = candidates or tuple(
                name for name in register.ships if name.startswith(starts)
            )
            choice = _nearest(register, of_kind, day)
        if choice is not None:
            found.append(ShipMention(first, last, choice, family_only=bool(same)))


def _speaks_of_station(marked: Marked) -> bool:
    return any(
        item.role == "module" or (item.role == "object" and item.value in {"visits", "station"})
        for item in marked.items
    )


def _is_unsure(marked: Marked, item: Item, id_: str) -> bool:
    """Return whether "Crew 11" stands there without a hyphen: it may be any crew."""
    two = item.last - item.first == 2
    return id_.startswith("crew-") and two and not marked.glued(item.last - 1)


def _is_a_word(marked: Marked, item: Item) -> bool:
    """Return whether a family's name is one plain word, which may mean something else."""
    return item.last - item.first == 1 and marked.text(item.first) in PLAIN_WORDS


def _nearest(register: Register, names: tuple[str, ...], day: date) -> str | None:
    """Return the ship whose coming or going is nearest to a day."""

    def apart(name: str) -> int:
        ship = register.ships[name]
        known = [when for when in (ship.launched, ship.arrived, ship.left) if when]
        return min((abs((when - day).days) for when in known), default=10 * NEAR_DAYS)

    best = min(names, key=apart, default=None)
    return best if best is not None and apart(best) <= NEAR_DAYS else None


def _mark_aliases(marked: Marked, found: list[ShipMention]) -> None:
    for one, two in pairwise(found):
        between = range(one.last, two.first)
        if len(between) > ALIAS_WORDS:
            continue
        opened = marked.text(two.first - 1) in {"(", "/"} and len(between) <= OTHER_SHIPS
        said = any(marked.item(j, "object", "alias") for j in between)
        if opened or said or not between:
            two.alias = True
