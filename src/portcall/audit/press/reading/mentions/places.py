"""Ports, pads and rockets, by the words for them and for their parts."""

from collections.abc import Iterator
from typing import NamedTuple

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

JOINING = 4
SAME_MODULE_WORDS = 10
SIDE_ALONE = {"aft": "zvezda-aft"}


class Place(NamedTuple):
    """A thing named at a place of the text."""

    kind: str
    id: str
    first: int
    last: int
    sentence: int


def find_places(marked: Marked) -> Iterator[Place]:
    """Yield the ports, pads and rockets of a text."""
    names = marked.language.names
    for number, sentence in enumerate(marked.sentences):
        yield from _ports(marked, sentence.first, sentence.last, number)
        for item in marked.roles(sentence.first, sentence.last, "rocket"):
            rocket = names.rocket[int(item.value)].id
            yield Place("rocket", rocket, item.first, item.last, number)
        sites = [
            _site(marked, item, sentence.first, sentence.last, number)
            for item in marked.roles(sentence.first, sentence.last, "site")
        ]
        yield from sites
        yield from _pads_alone(marked, sentence.first, sentence.last, number, sites)


def _joins(marked: Marked, first: int, last: int) -> bool:
    return last - first <= JOINING and all(
        marked.item(j, "part_of_place") or marked.text(j) == "-" for j in range(first, last)
    )


def _ports(marked: Marked, first: int, last: int, number: int) -> Iterator[Place]:
    sides = [
        side
        for side in marked.roles(first, last, "side")
        if not (  # "back to Unity" is no side
            marked.item(side.last, "link", "to") and marked.item(side.last + 1, "module")
        )
    ]
    modules = list(marked.roles(first, last, "module"))
    used: set[int] = set()
    for module in modules:
        id_ = marked.language.names.module[int(module.value)].id
        side = _side_of(marked, module, sides, used)
        if side is None:
            yield Place("port", id_, module.first, module.last, number)
            continue
        used.add(side.first)
        begin, end = min(side.first, module.first), max(side.last, module.last)
        whole = id_ if "-" in id_ else f"{id_}-{side.value}"
        yield Place("port", whole, begin, end, number)
        for other in sides:
            if not 0 < side.first - other.last <= JOINING:
                continue
            between = range(other.last, side.first)
            joined = all(marked.text(j) == "," or marked.is_word(j, "joins_sides") for j in between)
            if other.first < side.first and joined and other.first not in used:
                used.add(other.first)
                yield Place("port", f"{id_}-{other.value}", other.first, other.last, number)
    for side in sides:
        port = any(
            (word := marked.item(j, "part_of_place", "port"))
            and marked.is_word(word.first, "port_word")
            for j in range(side.last, min(side.last + 2, last))
        )
        if side.first in used or not port:
            continue
        before = _only_module_before(marked, modules, side)
        if before is not None:
            yield Place("port", f"{before}-{side.value}", side.first, side.last + 1, number)
        elif side.value in SIDE_ALONE:
            yield Place("port", SIDE_ALONE[side.value], side.first, side.last + 1, number)


def _only_module_before(marked: Marked, modules: list[Item], side: Item) -> str | None:
    """Return the module whose port a side alone is: "from Harmony's forward port to the zenith port"."""
    ids = {
        marked.language.names.module[int(one.value)].id
        for one in modules
        if side.first - SAME_MODULE_WORDS <= one.last <= side.first
    }
    return (
        next(iter(ids))
        if len(ids) == 1 and not ids & {"zvezda"} and "-" not in "".join(ids)
        else None
    )


def _side_of(marked: Marked, module: Item, sides: list[Item], used: set[int]) -> Item | None:
    """Return the side that a module's port is on: "forward Harmony's zenith port" is its zenith."""
    joined = list(_joined_sides(marked, module, sides, used))
    of_port = [one for one in joined if marked.item(one.last, "part_of_place", "port")]
    behind = [one for one in of_port if one.first >= module.last]
    return next(iter(behind or joined), None)


def _joined_sides(
    marked: Marked, module: Item, sides: list[Item], used: set[int]
) -> Iterator[Item]:
    for side in sides:
        far = abs(side.first - module.first) > 2 * JOINING
        if far or side.first in used:
            continue
        if side.last <= module.first and _joins(marked, side.last, module.first):
            yield side
        if module.last <= side.first and _joins(marked, module.last, side.first):
            yield side


def _site(marked: Marked, item: Item, first: int, last: int, number: int) -> Place:
    """Return a launch site with its pad, where one is named beside it."""
    site = marked.language.names.site[int(item.value)]
    begin, end = item.first, item.last
    id_ = site.id
    for j in range(max(first, item.first - 14), min(last, item.last + 9)):
        pad = marked.item(j, "part_of_place", "pad")
        if pad is None or marked.inside[j] != pad.first:
            continue
        name, after = _pad_name(marked, pad.last, last)
        if name in site.pads and (id_ == site.id or name in {"31", "31/6"}):
            id_ = site.pads[name]
            begin, end = min(begin, pad.first), max(end, after)
    return Place("site", id_, begin, end, number)


def _pads_alone(
    marked: Marked, first: int, last: int, number: int, sites: list[Place]
) -> Iterator[Place]:
    """Yield pads that are known by their number alone: "pad 39A", "SLC-40"."""
    for pad in marked.roles(first, last, "part_of_place"):
        if pad.value != "pad" or any(one.first <= pad.first < one.last for one in sites):
            continue
        name, after = _pad_name(marked, pad.last, last)
        known = {
            site.pads[name]
            for site in marked.language.names.site
            if len(name) > 1 and name in site.pads
        }
        if len(known) == 1:
            yield Place("site", known.pop(), pad.first, after, number)


def _pad_name(marked: Marked, i: int, last: int) -> tuple[str, int]:
    j = i + (marked.text(i) in {"-", "."} or marked.is_word(i, "pad_number"))
    j += marked.text(j) == "."
    name = marked.text(j)
    if not name[:1].isdigit():
        return "", i
    j += 1
    while j < last and marked.glued(j) and (marked.text(j) == "/" or marked.text(j).isalnum()):
        name += marked.text(j)
        j += 1
    return name.upper(), j
