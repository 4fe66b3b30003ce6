"""Slips of arrivals and departures: what a published flight plan said, against what happened.

Model   One class a kind of ship: how many days after its planned day each ship docked, and which planned
        ships did not come in the plan's time. Departures of ships that splash down wait for weather.
Valid   As many flights as are listed, no more: four of most classes.
Source  Each figure names its own; `plan_source` names the plan.
"""

from collections import Counter
from typing import Self

from pydantic import Field, model_validator

from portcall.catalogue.record import Identifier, Record
from portcall.core.errors import unknown_name
from portcall.core.sourced import Figure


class Slip(Record):
    """One ship that came: its docking less the planned day."""

    ship: Identifier
    slip_days: Figure = Field(description="docked less planned; negative is early [days]")
    lead_days: int | None = Field(default=None, description="from the plan's edition to its day")


class NotFlown(Record):
    """One planned ship that did not come in the plan's time."""

    ship: Identifier
    lead_days: int | None = None


def is_within(lead_days: int | None, near_days: float) -> bool:
    """Return whether a ship was due so many days ahead."""
    return lead_days is not None and lead_days <= near_days


class SlipClass(Record):
    """The ships of one kind that the plan held."""

    id: Identifier
    name: str = Field(min_length=1)
    vehicles: tuple[Identifier, ...] = Field(default=(), description="ids of vehicle records")
    roles: tuple[str, ...] = Field(
        default=(), description="roles of a visit that belong here whatever the vehicle"
    )
    flown: tuple[Slip, ...] = Field(min_length=1)
    not_flown: tuple[NotFlown, ...] = ()
    note: str = ""

    @property
    def days(self) -> tuple[int, ...]:
        """The slips, rising, in whole days."""
        return tuple(sorted(round(slip.slip_days.value) for slip in self.flown))

    @property
    def share_not_flown(self) -> float:
        """The share of the planned ships that did not come."""
        return len(self.not_flown) / (len(self.flown) + len(self.not_flown))

    def share_not_flown_within(self, near_days: float) -> float:
        """Return the share that did not come of the ships due so many days ahead; 0 without any."""
        came = sum(is_within(one.lead_days, near_days) for one in self.flown)
        lost = sum(is_within(one.lead_days, near_days) for one in self.not_flown)
        return lost / (came + lost) if lost else 0.0


class DepartureSlips(Record):
    """Departures that waited for the weather where the ship comes down."""

    vehicles: tuple[Identifier, ...] = Field(min_length=1)
    departures: Figure = Field(description="of these ships that the slips are counted among")
    late: tuple[Slip, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _no_more_late_than_left(self) -> Self:
        if len(self.late) > self.departures.value:
            raise ValueError(f"{len(self.late)} late departures of {self.departures.value:g}")
        return self

    @property
    def share_late(self) -> float:
        """The share of departures that waited."""
        return len(self.late) / self.departures.value if self.late else 0.0


class SlipStatistics(Record):
    """The slips of one station's traffic."""

    id: Identifier
    name: str = Field(min_length=1)
    plan_source: str = Field(min_length=3, description="the plan that the slips are counted from")
    slip_class: tuple[SlipClass, ...] = Field(min_length=1)
    near_days: Figure | None = Field(
        default=None, description="ships due sooner draw from all that were due as soon [days]"
    )
    departure: DepartureSlips | None = None
    note: str = ""

    @model_validator(mode="after")
    def _each_thing_once(self) -> Self:
        for what in ("vehicles", "roles"):
            named = Counter(one for known in self.slip_class for one in getattr(known, what))
            twice = [name for name, count in named.items() if count > 1]
            if twice:
                raise ValueError(f"'{twice[0]}' stands in two classes")
        return self

    @property
    def near_slips(self) -> tuple[int, ...]:
        """The slips of all ships that were due within `near_days`, rising, in whole days."""
        if self.near_days is None:
            return ()
        return tuple(
            sorted(
                round(slip.slip_days.value)
                for known in self.slip_class
                for slip in known.flown
                if is_within(slip.lead_days, self.near_days.value)
            )
        )

    def class_of(self, vehicle: str, role: str = "") -> SlipClass:
        """Return the class of a visit: by its role where a class has it, else by its vehicle.

        Raises
        ------
        InputError
            No class has the vehicle; the nearest is offered.

        Examples
        --------
        >>> from portcall.catalogue.load import load_catalogue
        >>> slips = load_catalogue().slips("iss")
        >>> slips.class_of("cygnus-xl").days, slips.class_of("crew-dragon", "private crew").days
        ((-21, 1, 46, 162), (9, 55, 411, 543))
        """
        for known in self.slip_class:
            if role in known.roles:
                return known
        by_vehicle = {name: known for known in self.slip_class for name in known.vehicles}
        if vehicle not in by_vehicle:
            raise unknown_name(
                "vehicle class", vehicle, by_vehicle, where=f"slip statistics '{self.id}'"
            )
        return by_vehicle[vehicle]
