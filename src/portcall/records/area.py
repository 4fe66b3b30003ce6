"""Areas to keep clear: closed rings and circles on the sea, when they hold, how they were found."""

from typing import Self

from pydantic import Field, model_validator

from portcall.records.base import FrozenRecord, Utc

Vertex = tuple[float, float]
Ring = tuple[Vertex, ...]


class Window(FrozenRecord):
    """When an area is closed; a daily window spans the same hours of each day in between."""

    start_utc: Utc
    end_utc: Utc
    daily: bool = False
    alternate: bool = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end_utc <= self.start_utc:
            raise ValueError("the window ends before it starts")
        return self


class AreaPart(FrozenRecord):
    """One closed ring or one circle of an area.

    The ring holds (latitude, longitude) in degrees, geodetic, without the first vertex repeated;
    its edges are great circles. A circle has its center as the only vertex, and a radius.
    """

    label: str = ""
    ring: Ring
    radius_km: float | None = Field(default=None, gt=0.0)
    windows: tuple[Window, ...] = ()

    @model_validator(mode="after")
    def _lies_on_the_sphere(self) -> Self:
        if len(self.ring) < 3 and not (self.radius_km is not None and len(self.ring) == 1):
            raise ValueError("a ring needs three vertices, a circle one and a radius")
        for lat_deg, lon_deg in self.ring:
            if abs(lat_deg) > 90.0 or abs(lon_deg) > 180.0:
                raise ValueError(f"({lat_deg}, {lon_deg}) is past 90 or 180 degrees")
        return self


class Coverage(FrozenRecord):
    """How a computed area was sized.

    `demonstrated_probability` is the lower bound, at `confidence`, of the probability that
    everything which falls in one event falls inside; `is_demonstrated` says whether it reaches
    the wanted one.
    """

    wanted_probability: float
    confidence: float
    events: int
    held_events: int
    demonstrated_probability: float
    is_demonstrated: bool
    buffer_km: float
    rounding_arcmin: int


class Area(FrozenRecord):
    """A declared or computed area: its parts, the times that hold for all of them, its origin."""

    name: str = ""
    parts: tuple[AreaPart, ...] = Field(min_length=1)
    windows: tuple[Window, ...] = ()
    cancel_utc: Utc | None = None
    notes: tuple[str, ...] = ()
    coverage: Coverage | None = None


class AreaSize(FrozenRecord):
    """What an area measures: its surface, and chord and extent across of its longest part."""

    area_km2: float
    length_km: float
    width_km: float


class AreaComparison(FrozenRecord):
    """A declared area held against impacts and, when there is one, a computed area.

    `computed_inside_share` is what part of the computed area the declared one holds,
    `declared_covered_share` what part of the declared one the computed one needs.
    """

    inside_share: float
    worst_outside_km: float
    worst_outside_deg: Vertex | None
    declared: AreaSize
    computed: AreaSize | None = None
    common_area_km2: float | None = None
    computed_inside_share: float | None = None
    declared_covered_share: float | None = None
