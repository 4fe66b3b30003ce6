"""What flew of a way home, beside what is predicted; errors are predicted minus flown."""

import math

from portcall.audit.flown import events_with_flown
from portcall.catalogue.flight import Flight, Happening
from portcall.records.disposal import DisposalRecord

EARTH_RADIUS_KM = 6371.0088


def home_with_flown(record: DisposalRecord, flight: Flight) -> DisposalRecord:
    """Return the record with flown times beside the predicted ones."""
    return record.model_copy(update={"events": events_with_flown(record.events, flight)})


def flown_place_deg(story: Happening) -> tuple[float, float] | None:
    """Return where it came down, as far as a source says; None when none does."""
    for latitude, longitude in (
        (story.splash_latitude_deg, story.splash_longitude_deg),
        (story.landing_latitude_deg, story.landing_longitude_deg),
    ):
        if latitude is not None and longitude is not None:
            return latitude.value, longitude.value
    return None


def distance_km(from_deg: tuple[float, float], to_deg: tuple[float, float]) -> float:
    """Return the distance between two places on a sphere. [km]

    Examples
    --------
    >>> round(distance_km((0.0, 0.0), (0.0, 90.0)))
    10008
    """
    (a, b), (c, d) = (tuple(map(math.radians, place)) for place in (from_deg, to_deg))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2.0 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))
