"""Who stood on which port, and who came and left in which ship, before the port calendar begins.

Model   One row a stay on one port; a ship that changed ports has a row for each. Days are UTC, of contact
        or bolting and of undocking or release. What an operator or agency said of port and crew is
        `published`; what anybody else says of either is `secondary`. Where sources differ, `also` has the
        other value.
Valid   Stays that are over. A port, or people, that no source gave are left out.
Source  Each row names its own.
"""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record


class PastStay(Record):
    """One ship on one port."""

    ship: Identifier
    port: Identifier | None = Field(default=None, description="blank when no source gives it")
    arrived: date = Field(description="UTC day of contact or bolting")
    left: date = Field(description="UTC day of undocking or release")
    crew_up: tuple[str, ...] = Field(default=(), description="family names of those who came in it")
    crew_down: tuple[str, ...] = Field(default=(), description="of those who left in it")
    status: Literal["published", "secondary"]
    source: str = Field(min_length=3, description="addresses or repository paths it was read at")
    also: str = Field(default="", description="another value that was told, with its source")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.left < self.arrived:
            raise ValueError(f"{self.ship} left on {self.left}, before it arrived")
        if self.port is None and not (self.crew_up or self.crew_down):
            raise ValueError(f"{self.ship}: neither port nor people")
        return self


class PastStays(Record):
    """The stays of many ships."""

    id: Identifier
    name: str = Field(min_length=1)
    stay: tuple[PastStay, ...] = Field(min_length=1)
    note: str = ""
