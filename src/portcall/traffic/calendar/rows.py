"""One line of a user's calendar: a visit to a port, or a spacewalk, in words and kilograms."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from portcall.catalogue.record import Record
from portcall.core.errors import InputError, unknown_name
from portcall.records.known_time import KnownTime, is_before
from portcall.records.port_calendar import Change, PortStay, Role, Spacewalk
from portcall.records.stocks import GRAMS_A_KG, RESOURCES

SECONDS_A_MINUTE = 60.0


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


TimeText = Annotated[str, BeforeValidator(_as_text)]
Mass = Annotated[float | None, Field(ge=0.0, le=1e6)]


class VisitRow(Record):
    """One ship on one port, as a user writes it."""

    ship: str = Field(min_length=1, max_length=60)
    vehicle: str
    port: str | None = None
    dock: TimeText
    undock: TimeText | None = Field(default=None, description="blank: not known, or still there")
    role: Role | None = Field(default=None, description="blank: crew when people come with it")
    berthed: bool = False
    crew_up: tuple[str, ...] = ()
    crew_down: tuple[str, ...] = ()
    seats: Annotated[int | None, Field(ge=0, le=12)] = None
    begins: Change | None = Field(
        default=None, description="blank: a move, if it left another port"
    )
    ends: Change | None = None
    food_kg: Mass = None
    water_kg: Mass = None
    gas_kg: Mass = None
    propellant_kg: Mass = None
    dry_kg: Mass = None
    trash_kg: Mass = None
    source: str = ""
    note: str = ""


class SpacewalkRow(Record):
    """One spacewalk, as a user writes it."""

    name: str = Field(min_length=1, max_length=60)
    start: TimeText
    duration_min: Annotated[float | None, Field(ge=0.0, le=1440.0)] = None
    airlock: str | None = None
    people: tuple[str, ...] = ()
    status: Literal["done", "planned", "cancelled"] = "planned"
    source: str = ""


class SpanRow(Record):
    """From when until when every visit is listed, and who was on board at the start."""

    dock: TimeText | None = None
    undock: TimeText | None = None
    crew_up: tuple[str, ...] = ()


VISIT_KEYS = tuple(VisitRow.model_fields)
SPACEWALK_KEYS = tuple(SpacewalkRow.model_fields)


def stay_of(
    row: VisitRow, *, vehicles: Collection[str], ports: Collection[str], where: str
) -> PortStay:
    """Return a row as a stay.

    Parameters
    ----------
    row : VisitRow
        As read.
    vehicles, ports : Collection[str]
        The known names.
    where : str
        File and line, for errors.

    Returns
    -------
    PortStay
        Its masses in whole grams. Moves are joined later, by `joined`.

    Raises
    ------
    InputError
        For a name that nothing carries, with the nearest; for an undocking before the docking.
    """
    if row.vehicle not in vehicles:
        raise unknown_name("vehicle", row.vehicle, vehicles, where=f"{where}: vehicle")
    if row.port is not None and row.port not in ports:
        raise unknown_name("port", row.port, ports, where=f"{where}: port")
    arrival = KnownTime.parse(row.dock, where=f"{where}: dock")
    departure = (
        None if row.undock is None else KnownTime.parse(row.undock, where=f"{where}: undock")
    )
    if departure is not None and is_before(arrival, departure) == "no":
        raise InputError(
            f"{row.ship} undocks {departure}, before it docks",
            limit=f"after {arrival}",
            where=f"{where}: undock",
            remedy="mend one of the two dates",
        )
    return PortStay(
        ship=row.ship,
        vehicle=row.vehicle,
        port=row.port,
        arrival=arrival,
        departure=departure,
        berthed=row.berthed,
        role=row.role or ("crew" if row.crew_up or row.crew_down else "cargo"),
        crew_up=row.crew_up,
        crew_down=row.crew_down,
        seats=row.seats,
        begins=row.begins or "visit",
        ends=row.ends or "visit",
        cargo_up_g=_cargo_g(row),
        trash_down_g=_grams(row.trash_kg),
        source=row.source,
        note=row.note,
    )


def _grams(mass_kg: float | None) -> int:
    return round(GRAMS_A_KG * (mass_kg or 0.0))


def _cargo_g(row: VisitRow) -> dict[str, int]:
    masses: Mapping[str, float | None] = {one: getattr(row, f"{one}_kg") for one in RESOURCES}
    return {one: _grams(mass) for one, mass in masses.items() if mass is not None}


def spacewalk_of(row: SpacewalkRow, *, airlocks: Collection[str], where: str) -> Spacewalk:
    """Return a row as a spacewalk; refuse an airlock that the station does not have."""
    if row.airlock is not None and row.airlock not in airlocks:
        raise unknown_name("airlock", row.airlock, airlocks, where=f"{where}: airlock")
    minutes = row.duration_min
    return Spacewalk(
        name=row.name,
        start=KnownTime.parse(row.start, where=f"{where}: start"),
        duration_s=None if minutes is None else SECONDS_A_MINUTE * minutes,
        airlock=row.airlock,
        people=row.people,
        status=row.status,
        source=row.source,
    )
