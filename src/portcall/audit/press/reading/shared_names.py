"""Names that several ships bear: "MS-28", "TMA-12" of which the M was dropped, "Progress M-27".

Model   The ship that the text names in full; else the one whose family is named nearest before, or
        after; else the one that was under way on the day.
Valid   Ids of ships; a name of which nothing decides the family is nobody's.
Source  The text; the register.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked
from portcall.audit.press.reading.register import Register
from portcall.audit.press.reading.ship_mention import ShipMention


def chosen_of(
    marked: Marked,
    item: Item,
    ids: Sequence[str],
    found: Sequence[ShipMention],
    register: Register,
    day: date | None,
) -> str:
    """Return the ship meant by a name that several bear; empty when nothing decides."""
    in_full = {one.id for one in found} & set(ids)
    if len(in_full) == 1:
        return in_full.pop()
    family = _family_near(marked, item.first, found, {id_.split("-")[0] for id_ in ids})
    of_family = [id_ for id_ in ids if id_.startswith(family)] if family else []
    known = [id_ for id_ in of_family if id_ in register.ships]
    if known and day is not None:
        return min(known, key=lambda id_: register.ships[id_].apart(day))
    return next(iter(known or of_family), "")


def _family_near(
    marked: Marked, place: int, found: Sequence[ShipMention], families: set[str]
) -> str:
    """Return the family that is named nearest before a place, else first after it."""
    words = [
        (item.first, _family_of(marked, item))
        for item in marked.items
        if item.role == "family" or (item.role == "ship" and item.first <= place < item.last)
    ]
    words += [(one.first, one.id.split("-")[0]) for one in found]
    named = sorted((at, family) for at, family in words if family in families)
    if not named:
        return ""
    at = bisect_right(named, (place, "\uffff")) - 1
    return named[max(at, 0)][1]


def _family_of(marked: Marked, item: Item) -> str:
    if item.role == "family":
        return marked.language.names.family[int(item.value)].starts[0].rstrip("-")
    return marked.text(item.first).lower()
