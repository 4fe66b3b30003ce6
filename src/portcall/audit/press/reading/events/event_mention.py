"""An event as it is told, before and after its ship is known."""

from dataclasses import dataclass

from portcall.audit.press.reading.ships.register import berths

SILENT = frozenset({"none", "hatch", "said", "other"})


@dataclass
class EventMention:
    """One telling of an event.

    `mode` says how its words stand: done, planned, or a plain noun; `shows` is the kind of what a
    broadcast is of; `behind` is true of what is only called to mind: "which had lifted off on".
    """

    first: int
    last: int
    kind: str
    mode: str
    weak: bool
    sentence: int
    related: bool
    subject: str | None = None
    needs: str = ""
    shows: str = ""
    behind: bool = False

    @property
    def silent(self) -> bool:
        """True for what takes a time but is no kind of claim: hatches, statements, a leak."""
        return self.kind in SILENT


def fit_to_ship(event: EventMention, spacewalk: bool) -> None:
    """Choose between docking and berthing by the ship, and take hatches as those of a spacewalk."""
    berthed = berths(event.subject)
    if event.kind == "docking" and berthed:
        event.kind = "berthing"
    elif event.kind == "berthing" and berthed is False:
        event.kind = "docking"
    elif event.kind == "hatch" and spacewalk:
        event.kind = "spacewalk"
