"""Ships told of as the one before: "its predecessor undocked on Tuesday".

Model   The ship of the same make that left last before the one named, or just after it came; when none is
        known, a ship without a name.
Valid   Makes of which one ship follows the other.
Source  The text; the register.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked


def predecessors(
    marked: Marked, found: Sequence[ShipMention], register: Register
) -> Iterator[ShipMention]:
    """Yield the ships before those of a text."""
    ships = sorted((one for one in found if not one.walk), key=lambda one: one.first)
    places = marked.phrases("predecessor")
    for place in places:
        last = marked.phrase(place, "predecessor") or place + 1
        here = bisect_left(ships, place, key=lambda one: one.first)
        if not here:
            continue
        ship = ships[here - 1].id
        known = register.before(ship)
        yield ShipMention(
            place,
            last,
            known or ship.split("-")[0],
            family_only=True,
            nameless=not known,
            guessed=True,
        )
