"""Whether a port is free at an instant, as far as the recorded flights say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue, list_flights
from portcall.catalogue.record import SourcedTime
from portcall.core.errors import InputError
from portcall.records.base import FrozenRecord
from portcall.visit.setting import refuse_port


class PortState(FrozenRecord):
    """A port at an instant: free, taken and by which flight, or not known, and why."""

    port: str
    state: Literal["free", "taken", "cannot say"]
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A recorded stay at a port; a bound that no source gives is None."""

    flight: str
    port: str
    start: datetime | None
    end: datetime | None
    longest: timedelta  # what ships of its type have stayed at most


def _utc(time: SourcedTime | None) -> datetime | None:
    return time.utc if time else None


def stays_of(flight: Flight, longest: timedelta) -> tuple[Stay, ...]:
    """Return the recorded stays of one flight, relocations in their order."""
    if flight.port is None:
        return ()
    flown = flight.flown
    port, start = flight.port, _utc(flown.docking_utc)
    stays = []
    for move in flown.relocation:
        stays.append(Stay(flight.id, move.from_port, start, _utc(move.undocking_utc), longest))
        port, start = move.to_port, _utc(move.docking_utc)
    end = flown.final_undocking_utc
    if end is None and not flown.relocation:
        end = flown.undocking_utc
    return (*stays, Stay(flight.id, port, start, _utc(end), longest))


@dataclass(frozen=True)
class PortBook:
    """The recorded stays at one station, looked up by port and instant."""

    stays: tuple[Stay, ...]

    def at(self, port: str, utc: datetime) -> PortState:
        """Return the state of a port at an instant."""
        here = [stay for stay in self.stays if stay.port == port]
        for stay in here:
            if stay.start and stay.end and stay.start <= utc < stay.end:
                return PortState(port=port, state="taken", by=stay.flight)
        for stay in here:
            if why := _doubt(stay, here, utc):
                return PortState(port=port, state="cannot say", by=stay.flight, note=why)
        bounds = [bound for stay in self.stays for bound in (stay.start, stay.end) if bound]
        if not here or not bounds or utc > max(bounds):
            return PortState(
                port=port, state="cannot say", note="no recorded flight reaches so far"
            )
        return PortState(port=port, state="free", note="no recorded flight is there")


def _doubt(stay: Stay, here: list[Stay], utc: datetime) -> str:
    """Say why a stay with an unknown bound may cover an instant; nothing when it cannot."""
    if stay.start and stay.end is None:
        # whoever docked here next found the port free
        later = [other.start for other in here if other.start and other.start > stay.start]
        left = min([*later, stay.start + stay.longest])
        return "its undocking is not known" if stay.start <= utc < left else ""
    if stay.end and stay.start is None and stay.end - stay.longest <= utc < stay.end:
        return "its docking is not known"
    return ""


def port_book(catalogue: Catalogue, station: str) -> PortBook:
    """Return the recorded stays at a station."""
    stays: list[Stay] = []
    for flight in list_flights(catalogue):
        if flight.station == station:
            life = catalogue.vehicle(flight.vehicle).life.docked_days
            stays += stays_of(flight, timedelta(days=life.high or life.value))
    return PortBook(tuple(stays))


def candidate_ports(
    catalogue: Catalogue, station: str, port: str | None, vehicle: str
) -> tuple[str, ...]:
    """Return the ports to look at: the one asked for, or each that takes the vehicle.

    Raises
    ------
    InputError
        An unknown port, one that does not take the vehicle, or one that no longer exists.
    """
    if port is None:
        in_use = catalogue.station(station).ports_in_use
        return tuple(one.id for one in in_use if vehicle in one.vehicles)
    refuse_port(catalogue, station, port, vehicle)
    if catalogue.port(station, port).retired:
        raise InputError(f"port '{port}' is no longer in use", remedy="choose another port")
    return (port,)
