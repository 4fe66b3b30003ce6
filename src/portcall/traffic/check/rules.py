"""The traffic rules as the judge and the planner use them: the rule book, and what vehicles bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portcall.catalogue.load import Catalogue
from portcall.catalogue.station import Port, Station
from portcall.catalogue.traffic_rules import (
    Airlock,
    Clearance,
    RuleName,
    TrafficRule,
    TrafficRuleBook,
    VisitorRules,
)
from portcall.catalogue.vehicle import Mechanism, Vehicle

HOURS_A_DAY = 24.0


@dataclass(frozen=True)
class Visitor:
    """What the rules need to know of one kind of ship; None: not known."""

    vehicle: str
    mechanism: Mechanism | None
    ports: tuple[str, ...]
    seats: int
    docked_days: float | None
    longest_docked_days: float | None
    beta_limit_deg: float | None


@dataclass(frozen=True)
class TrafficRules:
    """A rule book and the visitors it is for.

    Parameters
    ----------
    book : TrafficRuleBook
        The rules as data.
    visitors : Mapping[str, Visitor]
        By vehicle id.
    separation_days : float
        The rule's least time between traffic events, from the station's record. [days]
    """

    book: TrafficRuleBook
    visitors: Mapping[str, Visitor]
    separation_days: float

    @cached_property
    def by_name(self) -> Mapping[str, TrafficRule]:
        """The rules by name."""
        return {rule.id: rule for rule in self.book.rule}

    def rule(self, name: RuleName) -> TrafficRule | None:
        """Return a rule, None when the book does not have it."""
        return self.by_name.get(name)

    def visitor(self, vehicle: str) -> Visitor | None:
        """Return what is known of a kind of ship, None when nothing is."""
        return self.visitors.get(vehicle)

    def seats(self, vehicle: str) -> int:
        """Return the seats of a kind of ship; 0 when it carries nobody."""
        known = self.visitor(vehicle)
        return 0 if known is None else known.seats

    def docked_days(self, vehicle: str) -> tuple[float | None, float | None]:
        """Return the stated docked life and the longest stay of a kind of ship. [days]"""
        known = self.visitor(vehicle)
        return (None, None) if known is None else (known.docked_days, known.longest_docked_days)

    def beta_limit_deg(self, vehicle: str) -> float | None:
        """Return how far the Sun may be out of the orbit plane at an arrival. [deg]"""
        known = self.visitor(vehicle)
        return None if known is None else known.beta_limit_deg

    def port_gap_days(self, port: str) -> float:
        """Return the shortest usual gap between two ships at a port; 0 when none is known. [days]"""
        return next((gap.gap_days.value for gap in self.book.port_gap if gap.port == port), 0.0)

    def handover_days(self, vehicle: str) -> tuple[float, float] | None:
        """Return the shortest and the longest usual handover of a kind of crew ship. [days]"""
        for known in self.book.handover:
            if known.vehicle == vehicle:
                return known.least_days.value, known.most_days.value
        return None

    def takes(self, port: Port, vehicle: str) -> bool | None:
        """Return whether a port takes a kind of ship; None when the kind is unknown."""
        if vehicle in port.vehicles:
            return not port.retired
        known = self.visitor(vehicle)
        if known is None:
            return None
        fits = known.mechanism == port.mechanism
        return fits and port.id in known.ports and not port.retired

    @property
    def clearance(self) -> tuple[Clearance, ...]:
        """The pairs of ports of which one must be clear while a ship comes to the other."""
        return self.book.clearance

    @property
    def usual_separation_days(self) -> float:
        """The usual least time between traffic events. [days]"""
        return self.book.limits.usual_separation_days.value

    @property
    def crew_most(self) -> int:
        """The most people on board."""
        return round(self.book.limits.crew_most.value)

    @property
    def crew_least(self) -> int:
        """The fewest people on board."""
        return round(self.book.limits.crew_least.value)

    @property
    def spacewalk_traffic_days(self) -> float:
        """No traffic nearer to a spacewalk than this. [days]"""
        return self.book.limits.spacewalk_traffic_h.value / HOURS_A_DAY

    @property
    def spacewalk_block_days(self) -> float:
        """Usually no traffic nearer to a spacewalk's day than this. [days]"""
        return self.book.limits.spacewalk_block_days.value

    def airlock(self, name: str) -> Airlock | None:
        """Return an airlock, None when the book does not have it."""
        return next((one for one in self.book.airlock if one.id == name), None)


def _visitor(vehicle: str, record: Vehicle | None, extra: VisitorRules | None) -> Visitor:
    longest = extra.longest_docked_days if extra else None
    beta = extra.beta_limit_deg if extra else None
    mechanism: Mechanism | None = extra.mechanism if extra else None
    seats = round(extra.seats.value) if extra and extra.seats else 0
    docked = extra.docked_days.value if extra and extra.docked_days else None
    if record is not None:
        mechanism, seats = record.mechanism, record.crew_max
        docked = record.life.docked_days.value
    return Visitor(
        vehicle=vehicle,
        mechanism=mechanism,
        ports=extra.ports if extra else (),
        seats=seats,
        docked_days=docked,
        longest_docked_days=longest.value if longest else docked,
        beta_limit_deg=beta.value if beta else None,
    )


def traffic_rules(catalogue: Catalogue, name: str = "iss") -> TrafficRules:
    """Read a rule book and join it with what the vehicles' and the station's records say.

    Parameters
    ----------
    catalogue : Catalogue
        Where the records are.
    name : str
        The rule book's id, or a file.

    Returns
    -------
    TrafficRules
        Ready for `check_calendar`.
    """
    book = catalogue.traffic_rules(name)
    station: Station = catalogue.station(book.station)
    extra = {one.id: one for one in book.vehicle}
    known = set(catalogue.names("vehicles"))
    visitors = {
        vehicle: _visitor(
            vehicle, catalogue.vehicle(vehicle) if vehicle in known else None, extra.get(vehicle)
        )
        for vehicle in sorted(known | set(extra))
    }
    hours = station.safety.traffic_separation_h.value
    return TrafficRules(book, visitors, hours / HOURS_A_DAY)
