"""What a footprint's map shows, whichever format it is written in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.records.area import Area, Ring, Vertex

Array = NDArray[np.float64]
IMPACTS_MAX = 400  # a group: enough to see the shape, few enough for a map to open at once
CIRCLE_CORNERS = 72


@dataclass(frozen=True, slots=True)
class ImpactGroup:
    """Where one object falls, over all samples; (n,) latitudes and longitudes. [deg]"""

    name: str
    latitude_deg: Array
    longitude_deg: Array

    def thinned(self, most: int = IMPACTS_MAX) -> Ring:
        """Return at most so many impacts, evenly taken in their order."""
        count = len(self.latitude_deg)
        rows = np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(int))
        lon_deg = np.asarray(self.longitude_deg)[rows]
        wrapped = np.where(np.abs(lon_deg) > 180.0, (lon_deg + 180.0) % 360.0 - 180.0, lon_deg)
        latitudes = np.asarray(self.latitude_deg)[rows]
        return tuple(zip(latitudes.tolist(), wrapped.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class FootprintLayers:
    """Hull, area to close, impacts by object, ground track and aim; (latitude, longitude) [deg]."""

    title: str
    impacts: tuple[ImpactGroup, ...] = ()
    hull: Ring = ()
    area: Area | None = None
    declared: Area | None = None
    track: Ring = ()
    aim: Vertex | None = None
