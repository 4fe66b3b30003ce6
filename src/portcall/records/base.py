"""The common shape of records: frozen, strict, times in UTC to the millisecond."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer

from portcall.core.time import format_utc


def _write_utc(moment: datetime) -> str:
    return format_utc(moment)


Utc = Annotated[AwareDatetime, PlainSerializer(_write_utc, return_type=str, when_used="json")]
Vector = tuple[float, float, float]


class FrozenRecord(BaseModel):
    """Data that a phase has finished with; no figure in it is NaN or infinite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
