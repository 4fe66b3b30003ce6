"""What a station is like at one instant, each part with how it is known."""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc
from portcall.records.known_time import Answer, KnownTime
from portcall.records.stocks import KnownBy, StockLevel


class PortState(FrozenRecord):
    """One port: `occupied` says whether a ship is there; `cannot say` names the one that may be."""

    port: str
    occupied: Answer
    ship: str | None = None
    vehicle: str | None = None
    since: KnownTime | None = None
    due: KnownTime | None = None
    next_ship: str | None = None
    next_arrival: KnownTime | None = None
    known: KnownBy


class PersonAboard(FrozenRecord):
    """A person: `aboard` is `cannot say` around an arrival or departure known to the day only."""

    name: str
    aboard: Answer
    ship: str | None
    since: KnownTime | None


class TrashLevel(FrozenRecord):
    """The trash on board, and how long the station can put up with more."""

    amount_g: int | None
    low_g: int | None = None
    high_g: int | None = None
    made_g_day: int
    stowage_g: int
    until_full_days: float | None
    known: KnownBy


class AltitudeState(FrozenRecord):
    """Mean altitude over the equator's radius; `age_days` is negative when the set is from after."""

    altitude_m: float
    sigma_m: float
    decay_m_day: float
    from_epoch_utc: Utc
    age_days: float
    known: KnownBy


class StationState(FrozenRecord):
    """A station at one instant."""

    station: str
    utc: Utc
    ports: tuple[PortState, ...]
    crew: tuple[PersonAboard, ...]
    crew_known: KnownBy
    stocks: tuple[StockLevel, ...]
    trash: TrashLevel
    altitude: AltitudeState | None
    recorded_from_utc: Utc | None
    recorded_to_utc: Utc | None
    status: Literal["recorded", "after the records"]

    @property
    def certain_crew(self) -> tuple[str, ...]:
        """Names of the people who are surely on board."""
        return tuple(one.name for one in self.crew if one.aboard == "yes")
