"""Clock times of visits that flew, collected from reports: one row an event, each with its source.

Model   What an operator or agency says is `published`; what anybody else says is `secondary`. Where
        sources differ, `also` has the other value.
Valid   Events that have happened. Of a berthed ship `berthing` is the capture by the arm and `undocking`
        the release from it; `landing` is also the splashdown; `deorbit` is the start of the burn.
Source  Each row names its own.
"""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.errors import InputError
from portcall.core.time import parse_utc_with_precision

VisitEvent = Literal[
    "launch",
    "docking",
    "berthing",
    "undocking",
    "relocation-start",
    "relocation-end",
    "deorbit",
    "landing",
    "spacewalk-start",
    "spacewalk-end",
]


class VisitTime(Record):
    """When one thing happened."""

    ship: Identifier = Field(description="id of the ship or the spacewalk")
    kind: VisitEvent
    value: str = Field(description="ISO 8601 in UTC, to the minute or the second")
    source: str = Field(min_length=3, description="address or repository path it was read at")
    status: Literal["published", "secondary"]
    also: str = Field(default="", description="another value that was told, with its source")
    note: str = ""

    @model_validator(mode="after")
    def _is_an_instant(self) -> Self:
        try:
            _, precision_s = parse_utc_with_precision(self.value)
        except InputError as why:
            raise ValueError(str(why)) from None
        if precision_s > 60.0:
            raise ValueError(f"{self.ship}, {self.kind}: {self.value} has no clock time")
        return self

    @property
    def utc(self) -> datetime:
        """The instant, as aware UTC."""
        return parse_utc_with_precision(self.value)[0]


class VisitTimes(Record):
    """The times of many visits."""

    id: Identifier
    name: str = Field(min_length=1)
    time: tuple[VisitTime, ...] = Field(min_length=1)
    note: str = ""

    @model_validator(mode="after")
    def _once(self) -> Self:
        seen = set()
        for one in self.time:
            key = (one.ship, one.kind, one.value)
            if key in seen:
                raise ValueError(f"{one.ship}, {one.kind}: {one.value} stands twice")
            seen.add(key)
        return self
