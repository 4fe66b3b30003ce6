"""The record of a linear covariance: sigmas along the last leg, predicted, and flown beside them."""

from pydantic import Field

from portcall.records.base import FrozenRecord


class SigmasAt(FrozenRecord):
    """One place of the approach; twelve figures each: [m] and [m/s], nominal port axes.

    True place and speed out of the port, across along its y and z; then what the navigator gets wrong,
    the same.
    """

    place: str
    time_s: float = Field(description="after the hold begins")
    range_m: float
    predicted: tuple[float, ...]
    flown: tuple[float, ...] = Field(
        default=(), description="by runs of the linear scenario; empty: none were flown"
    )
    campaign: tuple[float, ...] = Field(
        default=(), description="by runs of the approach as it is, where each was that far out"
    )
    lower: float | None = Field(default=None, description="least flown over predicted that fits")
    upper: float | None = None
    consistent: bool | None = Field(
        default=None, description="all twelve fit, by the chi-square of the variance at 99 %"
    )


class LinearCovariance(FrozenRecord):
    """How the approach is spread from its last hold on, by linear covariance."""

    names: tuple[str, ...] = Field(description="of the twelve figures")
    runs: int = Field(description="flown beside it")
    sigmas: tuple[SigmasAt, ...]
