"""Flight records agree with the published figures that they were built from."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle

from portcall.catalogue.load import list_flights, load_catalogue
from portcall.core.time import parse_utc

TABLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "flights"
CATALOGUE = load_catalogue()
# the published set nearest before Progress MS-16, digit for digit
LINES = (
    "1 25544U 98067A   21001.22196045  .00001488  00000-0  34854-4 0  9992",
    "2 25544  51.6464  88.5894 0001153 173.6665  39.5832 15.49246091262713",
)


def two_lines(entry):
    """Write a recorded set as two lines, by the reference code's own exporter."""
    satellite = Satrec()
    day0 = datetime(1949, 12, 31, tzinfo=UTC)
    tau = 6.283185307179586
    satellite.sgp4init(
        WGS72,
        "i",
        entry.norad_id,
        (entry.epoch_utc - day0) / timedelta(days=1),
        entry.bstar,
        entry.mean_motion_dot * tau / 1440.0**2,
        entry.mean_motion_ddot * tau / 1440.0**3,
        entry.eccentricity,
        entry.argp_deg * tau / 360.0,
        entry.inclination_deg * tau / 360.0,
        entry.mean_anomaly_deg * tau / 360.0,
        entry.mean_motion_rev_day * tau / 1440.0,
        entry.raan_deg * tau / 360.0,
    )
    satellite.classification = "U"
    satellite.intldesg = entry.international_designator
    satellite.ephtype = 0
    satellite.elnum = entry.element_set_no
    satellite.revnum = entry.rev_at_epoch
    start = datetime(entry.epoch_utc.year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    satellite.epochyr = entry.epoch_utc.year % 100
    satellite.epochdays = (entry.epoch_utc - start) / timedelta(days=1)
    return export_tle(satellite)


def test_val_seed_flight_is_as_published():
    flight = CATALOGUE.flight("progress-ms-31")
    assert flight.flown.launch_utc.value == "2025-07-03T19:32:40.257Z"
    assert flight.planned.docking_utc.value == "2025-07-05T21:27Z"
    assert flight.flown.docking_utc.value == "2025-07-05T21:25Z"
    assert flight.cargo.transfer_propellant_kg.value == 950.0
    (entry,) = flight.known_before.elements
    assert entry.epoch_utc == datetime(2025, 7, 2, 4, 7, 0, 53760, tzinfo=UTC)
    assert entry.raan_deg == 232.8024
    assert entry.mean_motion_rev_day == 15.50326686


def test_val_published_launcher_and_engine_figures():
    launcher = CATALOGUE.launcher("soyuz-2-1a")
    assert launcher.stage[-1].cutoff_met_s.value == 525.0
    assert launcher.stage[-1].separation_met_s.value == 528.9
    two, many = (CATALOGUE.profile(name).insertion for name in ("2-orbit", "34-orbit"))
    assert (two.perigee_km.value, two.apogee_km.value) == (189.0, 221.0)
    assert (many.perigee_km.value, many.apogee_km.value) == (193.0, 240.0)
    engine = CATALOGUE.vehicle("progress-ms").main_engine
    assert (engine.thrust_n.value, engine.isp_s.value) == (2950.0, 302.0)


@pytest.mark.parametrize("vehicle", ["progress-ms", "soyuz-ms"])
def test_val_deorbit_burn_fits_the_reserve(vehicle):
    record = CATALOGUE.vehicle(vehicle)
    flow_kg_s = record.main_engine.thrust_n.value / (record.main_engine.isp_s.value * 9.80665)
    burned_kg = flow_kg_s * record.departure.deorbit_burn_s.value
    reserve = record.masses.deorbit_reserve_kg
    assert burned_kg <= reserve.value
    assert reserve.value <= reserve.high


def test_val_the_exporter_round_trips_a_published_set():
    assert Satrec.twoline2rv(*LINES).no_kozai > 0.0
    assert export_tle(Satrec.twoline2rv(*LINES)) == LINES


@pytest.mark.skipif(not TABLES.is_dir(), reason="the collected tables are not beside the checkout")
def test_val_every_element_set_is_the_published_one_digit_for_digit():
    with (TABLES / "iss_elements.csv").open() as handle:
        # a zero is written with either sign of its exponent
        published = {
            row["line1"].replace("00000+0", "00000-0")[:68]: row for row in csv.DictReader(handle)
        }
    checked = 0
    for flight in list_flights():
        for entry in flight.known_before.elements:
            one, two = two_lines(entry)
            row = published[one.replace("00000+0", "00000-0")[:68]]
            assert two[:68] == row["line2"][:68]
            assert row["quality"] == "ok"
            checked += 1
    assert checked > 30


@pytest.mark.skipif(not TABLES.is_dir(), reason="the collected tables are not beside the checkout")
def test_val_flights_agree_with_the_collected_tables():
    by_name = {flight.official_name: flight for flight in list_flights()}
    with (TABLES / "launch_seconds.csv").open() as handle:
        seconds = {row["flight"]: row["launch_utc"] for row in csv.DictReader(handle)}
    with (TABLES / "flights.csv").open() as handle:
        rows = [row for row in csv.DictReader(handle) if row["launch_utc"]]
    assert {row["official_name"] for row in rows} | set(seconds) <= set(by_name)
    for row in rows:
        flight = by_name[row["official_name"]]
        launch = seconds.get(row["official_name"], row["launch_utc"])
        assert flight.flown.launch_utc.value == launch
        assert abs(parse_utc(launch) - parse_utc(row["launch_utc"])) < timedelta(minutes=1)
        if row["docking_utc"]:
            assert flight.flown.docking_utc.value == row["docking_utc"]
        if row["docking_utc_planned"]:
            assert flight.planned.docking_utc.value == row["docking_utc_planned"]
        if row["profile_orbits"]:
            assert flight.profile == f"{row['profile_orbits']}-orbit"
        if row["cargo_propellant_kg"]:
            stated = float(row["cargo_propellant_kg"])
            assert flight.cargo.transfer_propellant_kg.value == stated
