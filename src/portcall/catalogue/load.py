"""Loads the catalogue: cached, lazy, from the package's data or any folder of the same form."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from portcall.catalogue.approach import Approach
from portcall.catalogue.calendar import Calendar
from portcall.catalogue.calibration import Calibration
from portcall.catalogue.consumption import Consumption
from portcall.catalogue.debris import ObjectList
from portcall.catalogue.disposal_case import DisposalCase
from portcall.catalogue.flight import Flight
from portcall.catalogue.launcher import Launcher
from portcall.catalogue.material import Material
from portcall.catalogue.mechanism import ContactMechanism
from portcall.catalogue.network import Network
from portcall.catalogue.past_stays import PastStays
from portcall.catalogue.profile import Profile
from portcall.catalogue.proximity_sensor import ProximitySensor
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Record
from portcall.catalogue.site import Site
from portcall.catalogue.slips import SlipStatistics
from portcall.catalogue.station import Port, Station
from portcall.catalogue.traffic_rules import TrafficRuleBook
from portcall.catalogue.vehicle import Vehicle
from portcall.catalogue.visit_times import VisitTimes
from portcall.core.errors import DataError, InputError, unknown_name

R = TypeVar("R", bound=Record)

ROOT_VARIABLE = "PORTCALL_CATALOGUE"
FOLDERS: dict[str, type[Record]] = {
    "stations": Station,
    "vehicles": Vehicle,
    "launchers": Launcher,
    "sites": Site,
    "networks": Network,
    "profiles": Profile,
    "approaches": Approach,
    "materials": Material,
    "debris": ObjectList,
    "mechanisms": ContactMechanism,
    "flights": Flight,
    "disposals": DisposalCase,
    "sensors": ProximitySensor,
    "calendars": Calendar,
    "traffic-rules": TrafficRuleBook,
    "consumption": Consumption,
    "slips": SlipStatistics,
    "visit-times": VisitTimes,
    "past-stays": PastStays,
}
_IRREGULAR = {
    "debris": "object-list",
    "approaches": "approach",
    "slips": "slip-statistics",
    "visit-times": "visit-times",
    "past-stays": "past-stays",
}
KIND_OF_FOLDER: dict[str, str] = {
    folder: _IRREGULAR.get(folder, folder.removesuffix("s")) for folder in FOLDERS
}


@dataclass(frozen=True)
class Catalogue:
    """One folder of records. Files are read when first asked for, and once.

    Parameters
    ----------
    root : Path
        Folder that holds `stations/`, `vehicles/`, ... and `calibration.toml`.
    """

    root: Path
    _read: dict[Path, Record] = field(default_factory=dict, repr=False, compare=False)

    def _file(self, path: Path, model: type[R]) -> R:
        found = self._read.get(path)
        if not isinstance(found, model):
            found = read_record(path, model)
            self._read[path] = found
        return found

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the ids in one folder (`flights`, `vehicles`, ...), sorted."""
        return tuple(sorted(path.stem for path in (self.root / folder).glob("*.toml")))

    def _named(self, folder: str, kind: str, model: type[R], name: str | Path) -> R:
        text = str(name)
        if text.endswith(".toml") or os.sep in text:
            return self._file(Path(text), model)
        if text not in self.names(folder):
            raise unknown_name(kind, text, self.names(folder))
        record = self._file(self.root / folder / f"{text}.toml", model)
        given = getattr(record, "id", text)
        if given != text:
            raise InputError(f"id '{given}' differs from the file's name", where=f"{text}.toml: id")
        return record

    def flight(self, name: str | Path) -> Flight:
        """Return a flight by id, or from a user's own TOML file."""
        return self._named("flights", "flight", Flight, name)

    def vehicle(self, name: str | Path) -> Vehicle:
        """Return a vehicle by id or file."""
        return self._named("vehicles", "vehicle", Vehicle, name)

    def launcher(self, name: str | Path) -> Launcher:
        """Return a launcher by id or file."""
        return self._named("launchers", "launcher", Launcher, name)

    def site(self, name: str | Path) -> Site:
        """Return a launch site by id or file."""
        return self._named("sites", "site", Site, name)

    def station(self, name: str | Path = "iss") -> Station:
        """Return a station by id or file."""
        return self._named("stations", "station", Station, name)

    def network(self, name: str | Path) -> Network:
        """Return a ground or relay network by id or file."""
        return self._named("networks", "network", Network, name)

    def profile(self, name: str | Path) -> Profile:
        """Return a rendezvous profile by id, or from a user's own TOML file."""
        return self._named("profiles", "profile", Profile, name)

    def approach(self, name: str | Path) -> Approach:
        """Return an approach profile by id, or from a user's own TOML file."""
        return self._named("approaches", "approach", Approach, name)

    def material(self, name: str | Path) -> Material:
        """Return a material by id or file."""
        return self._named("materials", "material", Material, name)

    def mechanism(self, name: str | Path) -> ContactMechanism:
        """Return a docking or berthing mechanism by id or file."""
        return self._named("mechanisms", "mechanism", ContactMechanism, name)

    def object_list(self, name: str | Path) -> ObjectList:
        """Return what a vehicle comes apart into, by the vehicle's id or from a user's own file."""
        return self._named("debris", "object list", ObjectList, name)

    def disposal(self, name: str | Path) -> DisposalCase:
        """Return a flown disposal by id or file."""
        return self._named("disposals", "disposal", DisposalCase, name)

    def sensor(self, name: str | Path) -> ProximitySensor:
        """Return a sensor of the last kilometers by id or file."""
        return self._named("sensors", "sensor", ProximitySensor, name)

    def slips(self, name: str | Path = "iss") -> SlipStatistics:
        """Return the slips of a station's traffic by id, or from a user's own TOML file."""
        return self._named("slips", "slip statistics", SlipStatistics, name)

    def consumption(self, name: str | Path = "iss") -> Consumption:
        """Return the rates, levels and holds of a station's stocks by id or file."""
        return self._named("consumption", "consumption", Consumption, name)

    def calendar(self, name: str | Path) -> Calendar:
        """Return recorded traffic by id or file."""
        return self._named("calendars", "calendar", Calendar, name)

    def visit_times(self, name: str | Path) -> VisitTimes:
        """Return collected clock times of visits by id or file."""
        return self._named("visit-times", "visit times", VisitTimes, name)

    def past_stays(self, name: str | Path) -> PastStays:
        """Return ports and crews from before the calendar by id or file."""
        return self._named("past-stays", "past stays", PastStays, name)

    def traffic_rules(self, name: str | Path = "iss") -> TrafficRuleBook:
        """Return the traffic rules of a station by id, or from a user's own file."""
        return self._named("traffic-rules", "traffic rules", TrafficRuleBook, name)

    def approach_to(self, vehicle: str, port: Port) -> Approach | None:
        """Return the first profile that a vehicle flies to the side that a port looks to, if any."""
        for name in self.names("approaches"):
            known = self.approach(name)
            if vehicle in known.vehicles and port.approach in known.sides:
                return known
        return None

    def any_record(self, name: str) -> Record:
        """Return the record with an id, of whatever kind; or a user's own flight file.

        Where two kinds share an id, `object-list:progress-ms` says which is meant.
        """
        kind, _, own_id = name.rpartition(":")
        for folder, model in FOLDERS.items():
            if kind == KIND_OF_FOLDER[folder]:
                return self._named(folder, kind, model, own_id)
        if name.endswith(".toml") or os.sep in name:
            return self.flight(name)
        for folder, model in FOLDERS.items():
            if name in self.names(folder):
                return self._named(folder, KIND_OF_FOLDER[folder], model, name)
        every = [known for folder in FOLDERS for known in self.names(folder)]
        raise unknown_name("record", name, every)

    def calibration(self) -> Calibration:
        """Return the calibrated constants."""
        return self._file(self.root / "calibration.toml", Calibration)

    def port(self, station: str, name: str) -> Port:
        """Return a port of a station by id."""
        ports = {port.id: port for port in self.station(station).port}
        if name not in ports:
            raise unknown_name("port", name, ports)
        return ports[name]


def default_root() -> Path:
    """Return the folder of records: the package's own, unless PORTCALL_CATALOGUE names another."""
    named = os.environ.get(ROOT_VARIABLE, "")
    return Path(named) if named else Path(__file__).parent / "data"


@lru_cache(maxsize=16)
def _opened(root: Path) -> Catalogue:
    if not root.is_dir():
        raise DataError("no such catalogue folder", where=str(root), remedy="check the path")
    return Catalogue(root)


def load_catalogue(root: Path | None = None) -> Catalogue:
    """Open a catalogue folder; without a folder, the default one.

    Examples
    --------
    >>> load_catalogue().flight("progress-ms-31").port
    'poisk-zenith'
    """
    return _opened(default_root() if root is None else root)


def load_flight(name: str | Path) -> Flight:
    """Return a flight of the default catalogue by id, or from a user's own file."""
    return load_catalogue().flight(name)


def load_vehicle(name: str | Path) -> Vehicle:
    """Return a vehicle of the default catalogue by id or file."""
    return load_catalogue().vehicle(name)


def load_launcher(name: str | Path) -> Launcher:
    """Return a launcher of the default catalogue by id or file."""
    return load_catalogue().launcher(name)


def load_site(name: str | Path) -> Site:
    """Return a launch site of the default catalogue by id or file."""
    return load_catalogue().site(name)


def load_station(name: str | Path = "iss") -> Station:
    """Return a station of the default catalogue by id or file."""
    return load_catalogue().station(name)


def load_network(name: str | Path) -> Network:
    """Return a network of the default catalogue by id or file."""
    return load_catalogue().network(name)


def load_profile(name: str | Path) -> Profile:
    """Return a rendezvous profile of the default catalogue by id, or from a user's own file."""
    return load_catalogue().profile(name)


def load_calibration() -> Calibration:
    """Return the calibrated constants of the default catalogue."""
    return load_catalogue().calibration()


def flights_in(folder: Path) -> tuple[Flight, ...]:
    """Return the flights of a user's folder, in the order of their launch dates."""
    if not folder.is_dir():
        raise DataError("no such folder of flight files", where=str(folder))
    return _by_date(read_record(path, Flight) for path in sorted(folder.glob("*.toml")))


def list_flights(catalogue: Catalogue | None = None) -> tuple[Flight, ...]:
    """Return every flight of a catalogue, in the order of their launch dates."""
    chosen = load_catalogue() if catalogue is None else catalogue
    return _by_date(chosen.flight(name) for name in chosen.names("flights"))


def _by_date(flights: Iterable[Flight]) -> tuple[Flight, ...]:
    return tuple(sorted(flights, key=lambda flight: (flight.launch_date, flight.id)))
