"""Every source that a flight draws on, and which figures come from it."""

from collections.abc import Iterator

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.catalogue.record import Record
from portcall.catalogue.station import Station
from portcall.core.sourced import Figure, Status

SEPARATOR = " ; "  # between the sources of one figure


class Use(Record):
    """One figure that a source gave."""

    key: str
    status: Status


class Citation(Record):
    """One source and the figures drawn from it."""

    source: str
    uses: tuple[Use, ...]


def sourced_values(value: object, path: str) -> Iterator[tuple[str, Status, str]]:
    """Walk a record; yield key path, status and source of each sourced value in it."""
    if isinstance(value, (Record, Figure)):
        source = getattr(value, "source", None)
        if isinstance(source, str):
            status: Status = getattr(value, "status", "published")
            yield path, status, source
        for name in type(value).model_fields:
            yield from sourced_values(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from sourced_values(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from sourced_values(item, f"{path}[{index}]")


def records_of(flight: Flight, catalogue: Catalogue) -> tuple[tuple[str, Record], ...]:
    """Return the records that a prediction of a flight draws on, by label."""
    station = catalogue.station(flight.station)
    records: list[tuple[str, Record]] = [
        (flight.id, flight),
        (flight.vehicle, catalogue.vehicle(flight.vehicle)),
        (flight.launcher, catalogue.launcher(flight.launcher)),
        (flight.site, catalogue.site(flight.site)),
        (station.id, station.model_copy(update={"port": ()})),
    ]
    if flight.port is not None:
        records.append((flight.port, catalogue.port(flight.station, flight.port)))
    if flight.profile is not None:
        records.append((flight.profile, catalogue.profile(flight.profile)))
    if flight.port is not None:
        records += _of_the_docking(flight.vehicle, flight.port, station, catalogue)
    for name in station.communication.networks:
        network = catalogue.network(name)
        if flight.vehicle in network.users:
            records.append((name, network))
    return tuple(records)


def _of_the_docking(
    vehicle_id: str, port_id: str, station: Station, catalogue: Catalogue
) -> list[tuple[str, Record]]:
    """Return the records of the last kilometers: approach, mechanism, sensors."""
    vehicle, port = catalogue.vehicle(vehicle_id), catalogue.port(station.id, port_id)
    records: list[tuple[str, Record]] = []
    approach = catalogue.approach_to(vehicle_id, port)
    if approach is not None:
        records.append((approach.id, approach))
    mechanism = vehicle.mechanism.lower()
    records.append((mechanism, catalogue.mechanism(mechanism)))
    for name in catalogue.names("sensors"):
        sensor = catalogue.sensor(name)
        if vehicle_id in sensor.vehicles:
            records.append((name, sensor))
    return records


def citations(flight: Flight, catalogue: Catalogue) -> tuple[Citation, ...]:
    """Return each source of a flight once, with all that was drawn from it.

    Parameters
    ----------
    flight : Flight
        The flight.
    catalogue : Catalogue
        Where its vehicle, launcher, site, station and profile stand.

    Returns
    -------
    tuple[Citation, ...]
        In the order of first use.
    """
    found: dict[str, list[Use]] = {}
    for label, record in records_of(flight, catalogue):
        for key, status, joined in sourced_values(record, label):
            for source in joined.split(SEPARATOR):
                found.setdefault(source, []).append(Use(key=key, status=status))
    return tuple(Citation(source=source, uses=tuple(uses)) for source, uses in found.items())
