"""The rings that an area is drawn with: circles as many-cornered rings that hold them."""

import numpy as np

from portcall.disposal.spherical_polygon import (
    EARTH_MEAN_RADIUS_KM,
    latitude_longitude_deg,
    ring_vectors,
)
from portcall.export.footprint_layers import CIRCLE_CORNERS
from portcall.records.area import AreaPart, Ring


def drawn_ring(part: AreaPart) -> Ring:
    """Return a part's ring; for a circle a ring of 72 corners around it."""
    if part.radius_km is None:
        return part.ring
    center = ring_vectors(part.ring)[0]
    east = np.cross([0.0, 0.0, 1.0] if abs(center[2]) < 0.999 else [1.0, 0.0, 0.0], center)
    east = east / np.linalg.norm(east)
    north = np.cross(center, east)
    reach = part.radius_km / np.cos(np.pi / CIRCLE_CORNERS) / EARTH_MEAN_RADIUS_KM
    turns = 2.0 * np.pi * np.arange(CIRCLE_CORNERS) / CIRCLE_CORNERS
    around = np.cos(turns)[:, None] * east + np.sin(turns)[:, None] * north
    lat, lon = latitude_longitude_deg(np.cos(reach) * center + np.sin(reach) * around)
    return tuple(zip(lat.tolist(), lon.tolist(), strict=True))
