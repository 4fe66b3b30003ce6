"""A flight: what was known before it, what was planned, and what flew.

Model   Every figure carries its source. What predicts a flight never sees this record, only the
        `FlightBrief` that `catalogue.brief.brief` makes of it.
Valid   One visit of one ship to one station.
Source  Each value names its own; `[sources]` names those of the plain keys.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from portcall.catalogue.elements import RecordedElements
from portcall.catalogue.record import Attribution, Identifier, Record, SourcedText, SourcedTime
from portcall.core.sourced import Figure

MAX_ELEMENT_SETS = 200


class KnownBefore(Record):
    """What the predictor may know of the station's orbit."""

    elements: tuple[RecordedElements, ...] = Field(default=(), max_length=MAX_ELEMENT_SETS)


class StationManeuver(Record):
    """A change of the station's velocity between the elements' epoch and docking: an input."""

    utc: SourcedTime
    delta_v_m_s: Figure = Field(description="along the velocity; negative lowers the orbit [m/s]")


class Cargo(Record):
    """The load for the station, in kg."""

    total_kg: Figure | None = None
    dry_kg: Figure | None = None
    transfer_propellant_kg: Figure | None = None
    water_kg: Figure | None = None
    gas_kg: Figure | None = None


class Ship(Record):
    """What differs from the vehicle's record for this one ship, in kg."""

    launch_mass_kg: Figure | None = None
    own_propellant_kg: Figure | None = None


class Relocation(Record):
    """A move of the docked ship from one port to another."""

    from_port: Identifier
    to_port: Identifier
    undocking_utc: SourcedTime | None = None
    docking_utc: SourcedTime | None = None


class OffPort(Record):
    """Days on which a berthed ship was held on the arm, clear of its port, for another's sake."""

    first_date: date = Field(description="UTC date on which it was taken off")
    last_date: date = Field(description="UTC date on which it was put back")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_date < self.first_date:
            raise ValueError("last_date is before first_date")
        return self


class Happening(Record):
    """Times and figures of one flight, as planned or as flown; each with its source."""

    launch_utc: SourcedTime | None = None
    separation_utc: SourcedTime | None = None
    separation_met_s: Figure | None = Field(default=None, description="after lift-off [s]")
    insertion_perigee_km: Figure | None = None
    insertion_apogee_km: Figure | None = None
    insertion_altitude_km: Figure | None = None
    insertion_inclination_deg: Figure | None = None
    phasing_perigee_km: Figure | None = None
    phasing_apogee_km: Figure | None = None
    duration_h: Figure | None = Field(default=None, description="lift-off to contact, as stated")
    docking_utc: SourcedTime | None = Field(
        default=None, description="contact; for a berthed ship, capture by the arm"
    )
    docking_mode: SourcedText | None = None
    hooks_closed_utc: SourcedTime | None = None
    hatch_open_utc: SourcedTime | None = None
    stay_days: Figure | None = None
    relocation: tuple[Relocation, ...] = ()
    undocking_utc: SourcedTime | None = Field(default=None, description="the first undocking")
    final_undocking_utc: SourcedTime | None = None
    deorbit_burn_utc: SourcedTime | None = None
    deorbit_burn_s: Figure | None = None
    deorbit_delta_v_m_s: Figure | None = None
    reentry_utc: SourcedTime | None = None
    splash_utc: SourcedTime | None = None
    splash_position: SourcedText | None = None
    splash_latitude_deg: Figure | None = None
    splash_longitude_deg: Figure | None = None
    landing_utc: SourcedTime | None = None
    landing_position: SourcedText | None = None
    landing_latitude_deg: Figure | None = None
    landing_longitude_deg: Figure | None = None
    reboosts_done: Figure | None = None


class Conflict(Record):
    """Another value that a source gives for the same fact, and why it was not taken."""

    key: str = Field(min_length=1, description="key path in this file, e.g. flown.docking_utc")
    value: str
    source: str = Field(min_length=3)
    judgement: str = ""
    note: str = ""


class Flight(Record):
    """One flight of the catalogue, or of a user's own file."""

    id: Identifier
    official_name: str = Field(min_length=1)
    nasa_name: str = ""
    serial: str = ""
    vehicle: Identifier
    launcher: Identifier
    launcher_serial: str = ""
    site: Identifier
    station: Identifier = "iss"
    port: Identifier | None = None
    profile: Identifier | None = None
    launch_date: date = Field(description="UTC date of lift-off")
    launch_opportunity: Literal[1, 2] = Field(
        default=1, description="2 when lift-off took the pad's second pass of that UTC day"
    )
    undocking_date: date | None = Field(
        default=None,
        description="UTC date of the undocking for good: a decision, as launch_date is",
    )
    deorbit_date: date | None = Field(
        default=None, description="UTC date of the deorbit burn that ends the flight"
    )
    deorbit_revolution: int | None = Field(
        default=None,
        ge=0,
        le=16,
        description="ascending nodes of that UTC day before the burn: a decision, as the dates are",
    )
    departure_port: Identifier | None = Field(
        default=None, description="the port it leaves from, when it was moved from `port`"
    )
    off_port: tuple[OffPort, ...] = Field(
        default=(), description="days held on the arm: decisions, as the dates are"
    )
    sources: dict[str, Attribution] = Field(
        default_factory=dict, description="of the plain keys above, by key"
    )
    known_before: KnownBefore = KnownBefore()
    known_before_departure: KnownBefore = Field(
        default=KnownBefore(), description="of the orbit, from before the undocking"
    )
    station_maneuver: tuple[StationManeuver, ...] = ()
    cargo: Cargo = Cargo()
    ship: Ship = Ship()
    planned: Happening = Happening()
    flown: Happening = Happening()
    conflict: tuple[Conflict, ...] = ()

    @model_validator(mode="after")
    def _sources_name_keys(self) -> Self:
        for key in self.sources:
            if key not in type(self).model_fields:
                raise ValueError(f"[sources] names '{key}', which is no key of a flight")
        return self

    @model_validator(mode="after")
    def _dates_follow_each_other(self) -> Self:
        known = [day for day in (self.launch_date, self.undocking_date, self.deorbit_date) if day]
        if known != sorted(known):
            raise ValueError("launch_date, undocking_date and deorbit_date must be in this order")
        return self

    @model_validator(mode="after")
    def _departure_elements_are_from_before(self) -> Self:
        elements = self.known_before_departure.elements
        if not elements:
            return self
        last_day = self.deorbit_date or self.undocking_date
        if last_day is None:
            raise ValueError("[[known_before_departure.elements]] needs `undocking_date`")
        end = datetime.combine(last_day, time(), UTC) + timedelta(days=1)
        for one in elements:
            if one.epoch_utc >= end:
                raise ValueError(
                    f"known_before_departure: elements of {one.epoch_utc:%Y-%m-%dT%H:%MZ} are from"
                    f" after {last_day}, the day of the departure"
                )
        return self
