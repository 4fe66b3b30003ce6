"""Two names side by side for one ship: "Progress MS-26, known to NASA as Progress 87".

Model   The second names the first again when it stands in brackets, right behind it, or behind words
        for naming; a builder's and an agency's number with a comma between are one ship. Where the two
        are not one ship, the one that came or went about the day of the text is meant, and the other,
        wherever it stands, is but a wrong name of it.
Valid   Ships of one family.
Source  The text; the register.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked

ALIAS_WORDS, NAMING_WORDS = 4, 9
OTHER_SHIPS = 2
FAR_DAYS = 14  # so much nearer to the day of the text is the ship that is meant
SEPARATING = frozenset({";", ".", ":"})


def mark_aliases(
    marked: Marked, found: Sequence[ShipMention], register: Register, day: date | None
) -> None:
    """Mark the mentions that name a ship again; the mentions are in the order of the text."""
    wrong: set[tuple[str, bool]] = set()
    for one, two in pairwise(found):
        if not _names_again(marked, one, two):
            continue
        opened = marked.text(two.first - 1) in {"(", "/"}
        if opened and one.family_only and _of_one_family(one, two):
            one.id, one.family_only = two.id, False  # "an empty Soyuz (MS-23)"
        alias = _wrong_one(one, two, register, day)
        alias.alias = True
        if one.id != two.id and _of_one_family(one, two) and one.by_agency != two.by_agency:
            wrong.add((alias.id, alias.by_agency))
    for one in found:
        one.alias = one.alias or (one.id, one.by_agency) in wrong


def _names_again(marked: Marked, one: ShipMention, two: ShipMention) -> bool:
    between = range(one.last, two.first)
    if not between:
        return True
    named = any(marked.item(j, "object", "alias") for j in between)
    if len(between) <= ALIAS_WORDS:
        opened = marked.text(two.first - 1) in {"(", "/"} and len(between) <= OTHER_SHIPS
        apposed = marked.text(one.last) == "," and len(between) == 1
        two_counts = one.by_agency != two.by_agency and _of_one_family(one, two)
        return opened or named or (apposed and two_counts)
    if len(between) > NAMING_WORDS or not named or not _of_one_family(one, two):
        return False
    return not any(
        marked.item(j, "event") or marked.text(j) in SEPARATING or marked.is_word(j, "and")
        for j in between
    )


def _of_one_family(one: ShipMention, two: ShipMention) -> bool:
    return one.id.split("-")[0] == two.id.split("-")[0] and not two.family_only


def _wrong_one(
    one: ShipMention, two: ShipMention, register: Register, day: date | None
) -> ShipMention:
    """Return which of two names is only a name: the second, unless the day is of that ship alone."""
    first, second = register.ships.get(one.id), register.ships.get(two.id)
    if day is None or first is None or second is None or one.id == two.id:
        return two
    if one.family_only or not _of_one_family(one, two):
        return two
    apart, its = first.apart(day), second.apart(day)
    nearer = its < apart - FAR_DAYS or (its <= apart + FAR_DAYS and one.by_agency)
    return one if nearer and one.by_agency != two.by_agency else two
