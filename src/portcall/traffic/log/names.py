"""The names that a report may use: checked when it comes in, never again when it is read."""

from dataclasses import dataclass

from portcall.catalogue.load import Catalogue
from portcall.core.errors import unknown_name
from portcall.records.station_log import Docked, Event, Relocated, Spacewalk
from portcall.traffic.log.apply import describe


@dataclass(frozen=True)
class KnownNames:
    """Ports of the station in use, kinds of ships, and airlocks."""

    ports: frozenset[str]
    vehicles: frozenset[str]
    airlocks: frozenset[str]


def known_names(catalogue: Catalogue, station: str) -> KnownNames:
    """Return the names that a log of one station may use: its record's, and its traffic rules'.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> "poisk-zenith" in known_names(load_catalogue(), "iss").ports
    True
    """
    ports = (port.id for port in catalogue.station(station).port if not port.retired)
    vehicles, airlocks = set(catalogue.names("vehicles")), set[str]()
    if station in catalogue.names("traffic-rules"):
        rules = catalogue.traffic_rules(station)
        vehicles |= {vehicle.id for vehicle in rules.vehicle}
        airlocks |= {airlock.id for airlock in rules.airlock}
    return KnownNames(frozenset(ports), frozenset(vehicles), frozenset(airlocks))


def require_known(event: Event, names: KnownNames) -> None:
    """Refuse a report with a name that nothing carries, offering the nearest one."""
    where = describe(event)
    if isinstance(event, (Docked, Relocated)) and event.port not in names.ports:
        raise unknown_name("port", event.port, names.ports, where=where)
    if isinstance(event, Docked) and event.vehicle not in names.vehicles:
        raise unknown_name("vehicle", event.vehicle, names.vehicles, where=where)
    if isinstance(event, Spacewalk) and names.airlocks and event.airlock not in names.airlocks:
        raise unknown_name("airlock", event.airlock, names.airlocks, where=where)
