"""The states in which one phase hands the ship to the next."""

from portcall.records.base import FrozenRecord, Utc, Vector


class Insertion(FrozenRecord):
    """The ship at separation from its rocket."""

    liftoff_utc: Utc
    separation_utc: Utc
    position_gcrf_m: Vector
    velocity_gcrf_m_s: Vector
    mass_kg: float
    perigee_m: float
    apogee_m: float
    inclination_rad: float
    latitude_geocentric_rad: float
    longitude_rad: float
    third_stage_propellant_left_kg: float


class Arrival(FrozenRecord):
    """The ship at the gate where the docking phase takes over."""

    utc: Utc
    position_gcrf_m: Vector
    velocity_gcrf_m_s: Vector
    position_lvlh_m: Vector
    velocity_lvlh_m_s: Vector
    miss_m: float
    miss_m_s: float
    mass_kg: float


class Contact(FrozenRecord):
    """The first touch at the port, and how it was found."""

    utc: Utc
    port: str
    method: str
    reason: str
    sun_elevation_rad: float
    in_ground_coverage: bool
    in_relay_coverage: bool
