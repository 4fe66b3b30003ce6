"""The base of every catalogue record, and the sourced values that are not numbers."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from portcall.core.errors import InputError
from portcall.core.sourced import Status
from portcall.core.time import parse_utc_with_precision

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


class SourcedTime(Record):
    """A UTC instant as its source states it: the string carries the precision."""

    value: Annotated[str, BeforeValidator(_as_text)] = Field(
        description="ISO 8601 with Z or an offset, as precise as the source gives it; or a date"
    )
    status: Status = Field(description="published, derived here, or estimated")
    source: str = Field(min_length=3, description="where the time is from")
    plus_minus_s: float | None = Field(
        default=None, gt=0.0, description="half-width of an estimate's range [s]"
    )
    note: str = ""

    @model_validator(mode="after")
    def _is_a_time(self) -> Self:
        try:
            parse_utc_with_precision(self.value)
        except InputError as why:
            raise ValueError(str(why)) from None
        if self.status == "estimated" and self.plus_minus_s is None:
            raise ValueError("an estimated time needs `plus_minus_s`")
        return self

    @property
    def utc(self) -> datetime:
        """The instant, as aware UTC (midnight for a bare date)."""
        return parse_utc_with_precision(self.value)[0]

    @property
    def precision_s(self) -> float:
        """The size of the last stated digit, in s: 86400 for a date, 60, 1 or less."""
        return parse_utc_with_precision(self.value)[1]


class SourcedText(Record):
    """A statement in words, with where it is from."""

    value: str
    status: Status
    source: str = Field(min_length=3)
    note: str = ""


class SourcedFlag(Record):
    """A yes or no, with where it is from."""

    value: bool
    status: Status
    source: str = Field(min_length=3)
    note: str = ""


class Attribution(Record):
    """Where a plain key of the same record is from, and how sure it is."""

    status: Status
    source: str = Field(min_length=3)
    note: str = ""
