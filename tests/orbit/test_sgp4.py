"""SGP4 states against the published verification run, the real station and another frame code."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from portcall.core.errors import InputError
from portcall.core.time import after, elapsed_s
from portcall.orbit.elements import (
    ElementSet,
    age_s,
    mean_elements_at,
    satrec,
    state_gcrf,
    state_teme,
    states_gcrf,
    states_teme,
)
from portcall.orbit.nodes import ascending_node
from portcall.orbit.tle import parse_tle

# printed to 1e-8 km; four deep-space cases carry their epoch's rounding to a microsecond
VERIFICATION_POSITION_M = 0.005
VERIFICATION_VELOCITY_M_S = 5e-6
PRINTED_M = 2e-5
FRAME_AGREEMENT_M = 0.01  # both codes use the same IAU models; astropy's own tables differ by mas

NODE_TIME_S = 0.1
NODE_LONGITUDE_DEG = 0.01
EPHEMERIS_NEAR_EPOCH_M = 1000.0  # what a public set is good to two hours from its epoch

STATION = parse_tle(  # 2022-02-11T14:07, two hours after the node below
    "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998",
    "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708",
)
STATION_BEFORE = parse_tle(  # 2022-02-11T09:19, nearly three hours before it
    "1 25544U 98067A   22042.38875318  .00006604  00000-0  12485-3 0  9992",
    "2 25544  51.6423 239.5768 0005805 121.6091 303.7954 15.49703035325672",
)
REFERENCE = Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "flights"


def _verification_sets() -> list[ElementSet]:
    text = (files("sgp4") / "SGP4-VER.TLE").read_text()
    lines = [line[:69] for line in text.splitlines() if line[:2] in ("1 ", "2 ")]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    # 33333 to 33335 are broken on purpose, and their checksums with them
    return [parse_tle(a, b) for a, b in pairs if not a.startswith("1 3333")]


def _verification_states() -> dict[int, np.ndarray]:
    tables: dict[int, list[list[float]]] = {}
    for line in (files("sgp4") / "tcppver.out").read_text().splitlines():
        words = line.split()
        if words[-1] == "xx":
            rows = tables.setdefault(int(words[0]), [])
        elif len(words) >= 7:
            rows.append([float(word) for word in words[:7]])
    return {number: np.array(rows) for number, rows in tables.items()}


def test_val_all_verification_satellites() -> None:
    published = _verification_states()
    sets = _verification_sets()
    assert len(sets) == 30
    for elements in sets:
        table = published[elements.norad_id]
        positions_m, velocities_m_s = states_teme(elements, table[:, 0] * 60.0)
        miss_m = np.abs(positions_m - table[:, 1:4] * 1e3).max()
        assert miss_m < VERIFICATION_POSITION_M, elements.norad_id
        miss_m_s = np.abs(velocities_m_s - table[:, 4:7] * 1e3).max()
        assert miss_m_s < VERIFICATION_VELOCITY_M_S, elements.norad_id


@pytest.mark.parametrize(
    ("line1", "line2", "minutes", "position_km"),
    [  # AIAA 2006-6753, appendix: near Earth, low perigee with much drag, near Earth by day
        (
            "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
            "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
            360.0,
            (-7154.03120202, -3783.17682504, -3536.19412294),
        ),
        (
            "1 06251U 62025E   06176.82412014  .00008885  00000-0  12808-3 0  3985",
            "2 06251  58.0579  54.0425 0030035 139.1568 221.1854 15.56387291  6774",
            0.0,
            (3988.31022699, 5498.96657235, 0.90055879),
        ),
        (
            "1 28057U 03049A   06177.78615833  .00000060  00000-0  35940-4 0  1836",
            "2 28057  98.4283 247.6961 0000884  88.1964 271.9322 14.35478080140550",
            0.0,
            (-2715.28237486, -6619.26436889, -0.01341443),
        ),
    ],
)
def test_val_published_states(line1, line2, minutes, position_km) -> None:
    elements = parse_tle(line1, line2)
    position_m, _ = state_teme(elements, elements.epoch + timedelta(minutes=minutes))
    assert np.abs(position_m / 1e3 - np.array(position_km)).max() * 1e3 < PRINTED_M


@pytest.mark.parametrize("elements", [STATION, STATION_BEFORE])
def test_val_station_node_of_2022_02_11(elements: ElementSet) -> None:
    # first node in the header of the station ephemeris of 2022-02-11 (NASA/JSC TOPO)
    published = datetime(2022, 2, 11, 12, 8, 41, 500_000, UTC)
    node = ascending_node(elements, published)
    assert abs(elapsed_s(published, node.utc)) < NODE_TIME_S
    assert abs(node.longitude_deg - -84.71503) < NODE_LONGITUDE_DEG


def test_the_revolution_count_follows_the_nodes() -> None:
    # a set with its epoch just after the later node prints 32570
    before = ascending_node(STATION_BEFORE, datetime(2022, 2, 11, 12, 8, 41, tzinfo=UTC))
    later = ascending_node(STATION_BEFORE, datetime(2022, 2, 11, 13, 41, 32, tzinfo=UTC))
    assert (before.orbit, later.orbit) == (32_569, STATION.revolution_at_epoch)
    assert 5560.0 < elapsed_s(before.utc, later.utc) < 5580.0


def test_an_equatorial_orbit_has_no_node_to_find() -> None:
    with pytest.raises(InputError, match="no ascending node"):
        ascending_node(replace(STATION, inclination_deg=0.0), STATION.epoch)


def test_val_station_states_of_2022_02_11() -> None:
    # first state of the same ephemeris, in EME2000: 23 mas (0.8 m) from GCRF
    published_m = np.array([-4945.2048874258298, -3625.9704508659102, -2944.7433487186099]) * 1e3
    published_m_s = np.array([1.19203952554952, -5.67286420497775, 4.99593211898374]) * 1e3
    position_m, velocity_m_s = state_gcrf(STATION, datetime(2022, 2, 11, 12, tzinfo=UTC))
    assert np.linalg.norm(position_m - published_m) < EPHEMERIS_NEAR_EPOCH_M
    assert np.linalg.norm(velocity_m_s - published_m_s) < EPHEMERIS_NEAR_EPOCH_M * 0.00113 * 2.0


@pytest.mark.acceptance
def test_val_every_header_node_near_which_elements_exist() -> None:
    tables = [REFERENCE / name for name in ("iss_oem_nodes.csv", "iss_elements.csv")]
    if not all(table.is_file() for table in tables):
        pytest.skip("needs the tables of nodes and element sets")
    nodes, rows = (list(csv.DictReader(table.read_text().splitlines())) for table in tables)
    sets = [
        parse_tle(row["line1"], row["line2"])
        for row in rows
        if row["norad_id"] == "25544" and row["quality"] == "ok"
    ]
    compared = 0
    for header in nodes:
        for which in ("first", "last"):
            if not header[f"{which}_node_utc"]:
                continue
            published = datetime.fromisoformat(header[f"{which}_node_utc"]).replace(tzinfo=UTC)
            nearest = min(sets, key=lambda one: abs(age_s(one, published)))
            if abs(age_s(nearest, published)) > 86_400.0:
                continue
            node = ascending_node(nearest, published)
            error_s = elapsed_s(published, node.utc)
            error_deg = node.longitude_deg - float(header[f"{which}_lan_deg_east"])
            compared += 1
            # a first node is the station as tracked; a last one was forecast 15 days ahead
            assert abs(error_s) < (NODE_TIME_S if which == "first" else 120.0)
            assert abs(error_deg) < (NODE_LONGITUDE_DEG if which == "first" else 0.5)
    assert compared >= 2


@pytest.mark.peers
def test_val_teme_to_gcrf_against_astropy() -> None:
    pytest.importorskip("astropy")
    from astropy import units
    from astropy.coordinates import GCRS, TEME, CartesianDifferential, CartesianRepresentation
    from astropy.time import Time
    from astropy.utils import iers
    from astropy_iers_data import IERS_A_FILE

    iers.conf.auto_download = False
    iers.earth_orientation_table.set(iers.IERS_A.open(IERS_A_FILE))
    for hours in (0.0, 7.3, 60.0):
        utc = STATION.epoch + timedelta(hours=hours)
        position_m, velocity_m_s = state_teme(STATION, utc)
        moment = Time(utc.replace(tzinfo=None), scale="utc")
        state = CartesianRepresentation(
            position_m * units.m,
            differentials=CartesianDifferential(velocity_m_s * units.m / units.s),
        )
        theirs = TEME(state, obstime=moment).transform_to(GCRS(obstime=moment))
        ours_m, _ = state_gcrf(STATION, utc)
        theirs_m = theirs.cartesian.xyz.to_value(units.m)
        assert np.linalg.norm(ours_m - theirs_m) < FRAME_AGREEMENT_M


def test_many_times_agree_with_one_at_a_time() -> None:
    seconds = np.array([-90_000.0, -1.0, 0.0, 1799.5, 1800.0, 3600.0, 200_000.25])
    positions_m, velocities_m_s = states_gcrf(STATION, seconds)
    for second, position_m, velocity_m_s in zip(seconds, positions_m, velocities_m_s, strict=True):
        one = state_gcrf(STATION, after(STATION.epoch, float(second)))
        assert np.linalg.norm(position_m - one[0]) < 0.01  # microsecond times: 8 mm
        assert np.linalg.norm(velocity_m_s - one[1]) < 1e-5


def test_mean_elements_at_the_epoch_are_the_published_ones() -> None:
    mean = mean_elements_at(STATION, STATION.epoch)
    assert np.degrees(mean.raan_rad) == pytest.approx(238.5887, abs=1e-9)
    assert np.degrees(mean.inclination_rad) == pytest.approx(51.6415, abs=1e-9)
    latitude_deg = (121.6170 + 338.1766) % 360.0
    assert np.degrees(mean.argument_of_latitude_rad) == pytest.approx(latitude_deg, abs=1e-9)
    # J2 lifts the Brouwer mean motion off the published one by some 1e-4 of itself
    published_rad_s = 15.49707363 * 2.0 * np.pi / 86_400.0
    assert mean.mean_motion_rad_s == pytest.approx(published_rad_s, rel=1e-3)
    assert mean.mean_motion_rad_s != published_rad_s


def test_mean_elements_move_at_their_rates() -> None:
    day_s = 86_400.0
    mean = mean_elements_at(STATION, STATION.epoch)
    later = mean_elements_at(STATION, after(STATION.epoch, day_s))
    node = (later.raan_rad - mean.raan_rad + np.pi) % (2.0 * np.pi) - np.pi
    assert node == pytest.approx(mean.raan_rate_rad_s * day_s, abs=1e-5)
    predicted = mean.argument_of_latitude_rad + mean.argument_of_latitude_rate_rad_s * day_s
    gap = (later.argument_of_latitude_rad - predicted + np.pi) % (2.0 * np.pi) - np.pi
    assert abs(gap) < 2e-3  # drag adds 1.4e-4 rev/day^2 over a day
    assert gap > 0.0


def test_mean_elements_leave_the_shared_record_alone() -> None:
    record = satrec(STATION)
    before = record.Om, record.om, record.mm
    mean_elements_at(STATION, after(STATION.epoch, 40_000.0))
    assert (record.Om, record.om, record.mm) == before


def test_a_decayed_object_is_refused_in_one_line() -> None:
    dragging = replace(STATION, bstar_per_earth_radius=0.02)
    with pytest.raises(InputError, match="SGP4 gives no state") as caught:
        state_teme(dragging, after(STATION.epoch, 1000 * 86_400.0))
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="SGP4 gives no state"):
        states_teme(dragging, np.array([0.0, 1000 * 86_400.0]))
