"""Which ships a text names: official, agency and short names, and names of a family alone."""

from collections.abc import Iterable
from datetime import date

from portcall.audit.press.reading.ships.aliases import mark_aliases
from portcall.audit.press.reading.ships.counted_missions import counted_missions
from portcall.audit.press.reading.ships.family_names import named_alone
from portcall.audit.press.reading.ships.modules_coming import modules_coming
from portcall.audit.press.reading.ships.predecessors import predecessors
from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.shared_names import SharedNames
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.grammar import Named
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

ELSEWHERE = ("shenzhou-", "tianzhou-", "inspiration4", "polaris-dawn", "fram2")


def find_ships(marked: Marked, register: Register, day: date | None) -> list[ShipMention]:
    """Return the ships a text names, in its order; families alone mean the ship of the text."""
    names = marked.language.names
    found: list[ShipMention] = []
    shared: list[tuple[Item, Named]] = []
    cue = names_station(marked)
    family_or_cue = cue or any(item.role == "family" for item in marked.items)
    for item in marked.items:
        if item.role == "walk":
            id_ = numbered(names.walk[int(item.value)].id, item.number)
            found.append(ShipMention(item.first, item.last, id_, walk=True))
        if item.role != "ship":
            continue
        if _in_makers_number(marked, item):
            continue
        named = names.ship[int(item.value)]
        if named.kin:
            shared.append((item, named))
            continue
        id_ = _id(marked, item, named, register)
        if id_ and not (_is_unsure(marked, item, id_) and not family_or_cue):
            by_agency = not named.id
            found.append(ShipMention(item.first, item.last, id_, by_agency=by_agency))
    names_shared = SharedNames(marked, found, register, day)
    found += [
        ShipMention(item.first, item.last, id_)
        for item, named in shared
        if (id_ := names_shared.ship(marked, item, _kin(named, item)))
    ]
    found += _beside(found, counted_missions(marked, register, day))
    found += modules_coming(marked)
    found += named_alone(marked, register, found, day, cue)
    found += predecessors(marked, found, register)
    found.sort(key=lambda mention: mention.first)
    mark_aliases(marked, found, register, day)
    return found


def _beside(found: list[ShipMention], more: Iterable[ShipMention]) -> list[ShipMention]:
    """Return the mentions that stand where no other does."""
    taken = {j for one in found for j in range(one.first, one.last)}
    return [one for one in more if taken.isdisjoint(range(one.first, one.last))]


def elsewhere(ship: str | None) -> bool:
    """Return whether a ship flies to another station, or to none."""
    return ship is not None and ship.startswith(ELSEWHERE)


def numbered(pattern: str, number: int | None) -> str:
    """Put a number into an id: `#` as it is, `##` with two digits."""
    return pattern.replace("##", f"{number or 0:02d}").replace("#", str(number))


def _kin(named: Named, item: Item) -> list[str]:
    return [numbered(pattern, item.number) for pattern in named.kin]


def _id(marked: Marked, item: Item, named: Named, register: Register) -> str:
    if named.id:
        return register.official(numbered(named.id, item.number))
    if _goes_on(marked, item):
        return ""
    return register.of_agency_number(named.agency_number.removesuffix("#"), item.number or 0)


def _goes_on(marked: Marked, item: Item) -> bool:
    """Return whether letters or digits join it, as in the maker's "11S517A"."""
    return (marked.glued(item.first) and marked.text(item.first - 1).isalnum()) or (
        marked.glued(item.last) and marked.text(item.last).isalnum()
    )


def _in_makers_number(marked: Marked, item: Item) -> bool:
    """Return whether its number goes on as a maker's type: "Soyuz-TMA 11F732"."""
    j = item.last
    letter = marked.glued(j) and marked.text(j).isalpha() and len(marked.text(j)) == 1
    return letter and marked.glued(j + 1) and marked.text(j + 1).isdecimal()


def names_station(marked: Marked) -> bool:
    """Return whether a text names the station or a module, or tells of visits to it."""
    return any(
        item.role == "module" or (item.role == "object" and item.value in {"visits", "station"})
        for item in marked.items
    )


def _is_unsure(marked: Marked, item: Item, id_: str) -> bool:
    """Return whether "Crew 11" stands there without a hyphen: it may be any crew."""
    two = item.last - item.first == 2
    return id_.startswith("crew-") and two and not marked.glued(item.last - 1)
