"""An event as it is told, before and after its ship is known."""

from dataclasses import dataclass

from portcall.audit.press.reading.ships import BERTHED

CARGO_DRAGON = "cargo-dragon-crs-"
LAST_BERTHED_DRAGON = 20
SILENT = frozenset({"none", "hatch", "said", "other"})


@dataclass
class EventMention:
    """One telling of an event. `mode` says how its words stand: done, planned, or a plain noun."""

    first: int
    last: int
    kind: str
    mode: str
    weak: bool
    sentence: int
    related: bool
    subject: str | None = None
    needs: str = ""

    @property
    def silent(self) -> bool:
        """True for what takes a time but is no kind of claim: hatches, statements, a leak."""
        return self.kind in SILENT


def fit_to_ship(event: EventMention, spacewalk: bool) -> None:
    """Choose between docking and berthing by the ship, and take hatches as those of a spacewalk."""
    berthed = event.subject is not None and _is_berthed(event.subject)
    if event.kind == "docking" and berthed:
        event.kind = "berthing"
    elif event.kind == "berthing" and event.subject is not None and not berthed:
        event.kind = "docking"
    elif event.kind == "hatch" and spacewalk:
        event.kind = "spacewalk"


def _is_berthed(ship: str) -> bool:
    """Return whether the station's arm brings a ship in; the first Dragons were berthed as well."""
    number = ship.removeprefix(CARGO_DRAGON)
    first_dragon = number != ship and number.isdecimal() and int(number) <= LAST_BERTHED_DRAGON
    return first_dragon or ship.startswith(BERTHED)
