"""What a prediction rests on, and the events it is made of."""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc


class ElementsUsed(FrozenRecord):
    """The station elements that a prediction rests on."""

    epoch_utc: Utc
    age_h: float
    source: str
    stale: bool = False
    hindcast: bool = False


class TimelineEvent(FrozenRecord):
    """One event: when it is predicted, how surely, and, where known, when it flew."""

    event: str
    utc: Utc
    sigma_s: float
    met_s: float
    basis: Literal["simulated", "published timeline"]
    flown_utc: Utc | None = None
    error_s: float | None = None
    note: str = ""
