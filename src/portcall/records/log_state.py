"""What is so on board at one instant, as the station log has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class DockedShip:
    """A ship at a port.

    Parameters
    ----------
    ship, vehicle, port : str
        Their ids.
    since_utc : datetime
        When it came to this port.
    berthed : bool
        Brought there by the arm.
    cargo_g : Mapping[str, int] or None
        What is still in it for the station; None when nobody said what it brought. [g]
    trash_g : int
        Trash loaded into it. [g]
    """

    ship: str
    vehicle: str
    port: str
    since_utc: datetime
    berthed: bool = False
    cargo_g: Mapping[str, int] | None = None
    trash_g: int = 0


@dataclass(frozen=True)
class Aboard:
    """A person on board: the ship that they came with, and since when."""

    name: str
    ship: str
    since_utc: datetime


@dataclass(frozen=True)
class Stock:
    """A stock as last counted, and what ships brought or took since; use on board is not in it."""

    counted_g: int | None = None
    counted_utc: datetime | None = None
    moved_since_g: int = 0

    @property
    def amount_g(self) -> int | None:
        """The count with what was moved since; None when never counted. [g]"""
        return None if self.counted_g is None else self.counted_g + self.moved_since_g


@dataclass(frozen=True)
class LastReboost:
    """The last change of the orbit; `ship` is None for the station's own engines."""

    utc: datetime
    ship: str | None
    delta_v_m_s: float
    duration_s: float | None = None
    altitude_gain_m: float | None = None


@dataclass(frozen=True)
class LastSpacewalk:
    """The last spacewalk."""

    utc: datetime
    airlock: str
    people: tuple[str, ...]
    duration_s: float


@dataclass(frozen=True)
class LogState:
    """Ships by id, people by name, stocks by resource (`trash` among them).

    Examples
    --------
    >>> LogState().stock("water").amount_g is None
    True
    """

    docked: Mapping[str, DockedShip] = field(default_factory=dict)
    crew: Mapping[str, Aboard] = field(default_factory=dict)
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    last_reboost: LastReboost | None = None
    last_spacewalk: LastSpacewalk | None = None

    def stock(self, resource: str) -> Stock:
        """Return a stock; one that the log never mentions is unknown, with nothing moved."""
        return self.stocks.get(resource, Stock())

    def at_port(self, port: str) -> DockedShip | None:
        """Return the ship at a port, if there is one."""
        return next((ship for ship in self.docked.values() if ship.port == port), None)
