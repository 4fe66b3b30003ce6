"""Every record of the catalogue loads, points at records that exist, and names its sources."""

import pytest
from pydantic import BaseModel

from portcall.catalogue.brief import brief
from portcall.catalogue.cite import citations, sourced_values
from portcall.catalogue.ledger import TANKS, starting_tanks
from portcall.catalogue.load import FOLDERS, list_flights, load_catalogue
from portcall.catalogue.read import read_record
from portcall.core.errors import InputError

CATALOGUE = load_catalogue()
EVERY = [(folder, name) for folder in FOLDERS for name in CATALOGUE.names(folder)]
FLIGHTS = list_flights()
GRAM_KG = 1e-3  # the mass ledger closes to a gram


@pytest.mark.parametrize(("folder", "name"), EVERY, ids=[f"{f}/{n}" for f, n in EVERY])
def test_record_loads_and_names_a_source_for_each_figure(folder, name):
    record = read_record(CATALOGUE.root / folder / f"{name}.toml", FOLDERS[folder])
    assert record.id == name
    found = list(sourced_values(record, name))
    assert found
    assert all(len(source.strip()) >= 3 for _, _, source in found)


def test_the_station_has_eight_ports_in_use():
    ports = {port.id: port for port in CATALOGUE.station("iss").ports_in_use}
    assert set(ports) == {
        "poisk-zenith",
        "zvezda-aft",
        "rassvet-nadir",
        "prichal-nadir",
        "harmony-forward",
        "harmony-zenith",
        "harmony-nadir",
        "unity-nadir",
    }
    for port in ports.values():
        assert sum(part * part for part in port.axis) == 1.0


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: flight.id)
def test_flight_points_at_records_that_exist_and_fit(flight):
    vehicle = CATALOGUE.vehicle(flight.vehicle)
    assert flight.launcher in vehicle.launchers
    assert flight.site in vehicle.sites
    assert flight.launcher in CATALOGUE.site(flight.site).launchers
    CATALOGUE.launcher(flight.launcher)
    if flight.port is not None:
        assert flight.vehicle in CATALOGUE.port(flight.station, flight.port).vehicles
    if flight.profile is not None:
        CATALOGUE.profile(flight.profile)
        assert flight.profile in vehicle.profiles


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: flight.id)
def test_flight_times_follow_one_another(flight):
    launch = flight.flown.launch_utc or flight.planned.launch_utc
    assert launch.utc.date() == flight.launch_date
    order = [flight.flown.launch_utc, flight.flown.docking_utc, flight.flown.undocking_utc]
    stated = [entry.utc for entry in order if entry is not None]
    assert stated == sorted(stated)
    for entry in flight.known_before.elements:
        assert entry.after_launch == (entry.epoch_utc > launch.utc) or launch.precision_s > 60.0


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: flight.id)
def test_tanks_add_up_to_the_launch_mass(flight):
    vehicle = CATALOGUE.vehicle(flight.vehicle)
    tanks = starting_tanks(brief(flight), vehicle)
    stated = flight.ship.launch_mass_kg or vehicle.masses.launch_mass_kg
    assert set(tanks) == set(TANKS)
    assert all(mass >= 0.0 for mass in tanks.values())
    assert sum(tanks.values()) == pytest.approx(stated.value, abs=GRAM_KG)


def test_tanks_that_leave_no_structure_are_refused():
    flight = CATALOGUE.flight("progress-ms-31")
    light = flight.ship.model_copy(
        update={"launch_mass_kg": flight.cargo.total_kg.model_copy(update={"value": 2000.0})}
    )
    with pytest.raises(InputError, match="2000 kg"):
        starting_tanks(
            brief(flight.model_copy(update={"ship": light})), CATALOGUE.vehicle("progress-ms")
        )


def test_every_flight_of_a_russian_ship_knows_its_pad_and_port():
    for flight in FLIGHTS:
        if flight.vehicle in ("progress-ms", "soyuz-ms"):
            assert flight.port is not None
            assert flight.site == "baikonur-31-6"


def test_citations_cover_each_sourced_figure_of_the_flight():
    flight = CATALOGUE.flight("progress-ms-31")
    found = citations(flight, CATALOGUE)
    cited = {use.key for entry in found for use in entry.uses}
    assert {key for key, _, _ in sourced_values(flight, flight.id)} <= cited
    assert any(key.startswith("34-orbit.") for key in cited)
    assert len({entry.source for entry in found}) == len(found)


def test_records_are_frozen_and_read_once():
    flight = CATALOGUE.flight("progress-ms-31")
    assert CATALOGUE.flight("progress-ms-31") is flight
    assert isinstance(flight, BaseModel)
    with pytest.raises(ValueError, match="frozen"):
        flight.port = "zvezda-aft"
