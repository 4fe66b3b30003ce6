"""Sourced numbers: a figure says where it is from and how sure it is."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Status = Literal["published", "derived", "estimated"]


class Figure(BaseModel):
    """One number of the catalogue, with its status and source.

    An estimate carries `low` and `high`, and that range is what a campaign samples.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(description="in the unit that the key's suffix names")
    status: Status = Field(description="published, derived here, or estimated")
    source: str = Field(min_length=3, description="where the figure is from")
    low: float | None = Field(default=None, description="lower end of an estimate's range")
    high: float | None = Field(default=None, description="upper end of an estimate's range")
    note: str = ""

    @model_validator(mode="after")
    def _range_holds_the_value(self) -> Self:
        if self.status == "estimated" and (self.low is None or self.high is None):
            raise ValueError("an estimated figure needs `low` and `high`")
        if self.low is not None and self.value < self.low:
            raise ValueError(f"value {self.value} is below low {self.low}")
        if self.high is not None and self.value > self.high:
            raise ValueError(f"value {self.value} is above high {self.high}")
        return self
