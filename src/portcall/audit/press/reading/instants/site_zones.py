"""The zone of each ship's pad: the one that the text names, or the one on record."""

from collections.abc import Sequence

from portcall.audit.press.reading.ships.register import Register
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked
from portcall.catalogue.load import Catalogue


def site_zones_of(
    marked: Marked, ships: Sequence[ShipMention], register: Register, catalogue: Catalogue
) -> dict[str | None, str]:
    """Return IANA zones by ship; under none, that of the text's first pad."""
    sites = marked.language.names.site
    first = next((sites[int(item.value)].zone for item in marked.items if item.role == "site"), "")
    found: dict[str | None, str] = {None: first} if first else {}
    for id_ in {ship.id for ship in ships}:
        known = register.ships.get(id_)
        if known is not None and known.site is not None:
            found[id_] = catalogue.site(known.site).time_zone
        elif first:
            found[id_] = first
    return found
