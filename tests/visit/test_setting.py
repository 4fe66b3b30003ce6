"""What a prediction rests on: names that exist, a port that fits, masses, maneuvers in order."""

from datetime import timedelta

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError, InputError
from portcall.orbit.station import StationManeuver
from portcall.visit.known_elements import KnownElements, element_set
from portcall.visit.setting import refuse_port, setting_of

CATALOGUE = load_catalogue()
FLIGHT = brief(CATALOGUE.flight("progress-ms-31"))
RECORDED = element_set(FLIGHT.elements[0], "progress-ms-31")


def with_(**changes):
    return FLIGHT.model_copy(update=changes)


def test_a_port_of_another_kind_of_ship_is_refused_with_those_that_fit():
    for port in CATALOGUE.station("iss").port:
        if "progress-ms" in port.vehicles:
            refuse_port(CATALOGUE, "iss", port.id, "progress-ms")
        else:
            with pytest.raises(InputError, match="poisk-zenith"):
                refuse_port(CATALOGUE, "iss", port.id, "progress-ms")


def test_the_profile_asked_for_goes_before_the_flights_own():
    assert setting_of(CATALOGUE, FLIGHT).profile.id == "34-orbit"
    assert setting_of(CATALOGUE, FLIGHT, profile="2-orbit").profile.id == "2-orbit"


def test_an_own_profile_file_is_taken_as_it_is(tmp_path):
    text = (CATALOGUE.root / "profiles" / "34-orbit.toml").read_text()
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('id = "34-orbit"', 'id = "mine"'))
    assert setting_of(CATALOGUE, FLIGHT, profile=str(path)).profile.id == "mine"


def test_what_is_missing_is_said():
    with pytest.raises(DataError, match="no rendezvous profile"):
        setting_of(CATALOGUE, with_(profile=None))
    with pytest.raises(InputError, match="unknown profile for a cygnus"):
        setting_of(CATALOGUE, with_(vehicle="cygnus"))
    with pytest.raises(DataError, match="no station elements"):
        setting_of(CATALOGUE, with_(elements=()))


def test_elements_of_another_object_are_refused():
    other = KnownElements((element_set(FLIGHT.elements[0], "x"),), where="mine")
    setting_of(CATALOGUE, FLIGHT, given=other)
    wrong = FLIGHT.elements[0].model_copy(update={"norad_id": 20_580})
    with pytest.raises(InputError, match="20580"):
        setting_of(CATALOGUE, with_(elements=(wrong,)))


def test_maneuvers_before_the_elements_are_in_them_already():
    burns = tuple(
        StationManeuver(RECORDED.epoch + timedelta(hours=hours), 0.5) for hours in (-5.0, 5.0, 20.0)
    )
    given = KnownElements((RECORDED,), burns, "mine")
    assert setting_of(CATALOGUE, FLIGHT, given=given).motion.maneuvers == burns[1:]


def test_a_ships_own_mass_goes_before_its_types():
    own = FLIGHT.ship.model_copy(
        update={
            "launch_mass_kg": CATALOGUE.vehicle("progress-ms").masses.launch_mass_kg.model_copy(
                update={"value": 7_123.0}
            )
        }
    )
    kind = CATALOGUE.vehicle("progress-ms").masses.launch_mass_kg.value
    bare = FLIGHT.ship.model_copy(update={"launch_mass_kg": None})
    assert setting_of(CATALOGUE, with_(ship=own)).launch_mass_kg == 7_123.0
    assert setting_of(CATALOGUE, with_(ship=bare)).launch_mass_kg == kind
