"""Who can see the ship at an instant: ground stations, relays, and the Sun below it."""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.load import Catalogue
from portcall.catalogue.network import Network
from portcall.core.frames import geodetic_from_itrf, itrf_from_gcrf
from portcall.environment.sun_moon import sun_elevation_rad
from portcall.orbit.visibility import Place, look_angles, relay_in_sight

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a ship over a place has above and below it."""

    latitude_rad: float
    longitude_rad: float
    altitude_m: float
    sun_elevation_rad: float
    ground: tuple[str, ...]
    relays: tuple[str, ...]


def networks_of(catalogue: Catalogue, vehicle: str) -> tuple[Network, ...]:
    """Return the networks that a vehicle uses."""
    networks = (catalogue.network(name) for name in catalogue.names("networks"))
    return tuple(network for network in networks if vehicle in network.users)


def coverage_at(
    position_gcrf_m: Array, moment: datetime, networks: tuple[Network, ...]
) -> Coverage:
    """Return which stations and relays see a ship, and how high the Sun stands below it.

    Parameters
    ----------
    position_gcrf_m : Array
        Position of the ship, shape (3,). [m]
    moment : datetime
        The instant.
    networks : tuple[Network, ...]
        Antennas and relays to ask.
    """
    position = itrf_from_gcrf(moment) @ position_gcrf_m
    latitude, longitude, altitude = geodetic_from_itrf(position)
    ground, relays = [], []
    for network in networks:
        for site in network.ground_station:
            place = Place(
                site.id,
                math.radians(site.latitude_deg.value),
                math.radians(site.longitude_deg.value),
                site.altitude_m.value,
            )
            elevation = look_angles(place, position[None, :])[0][0]
            if elevation >= math.radians(site.mask_deg.value):
                ground.append(site.id)
        relays += [
            relay.id
            for relay in network.relay_satellite
            if relay_in_sight(position[None, :], math.radians(relay.longitude_deg.value))[0]
        ]
    return Coverage(
        latitude,
        longitude,
        altitude,
        sun_elevation_rad(latitude, longitude, moment),
        tuple(ground),
        tuple(relays),
    )
