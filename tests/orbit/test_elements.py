"""Element sets: what is refused, and how plausible a set is."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.core.time import after
from portcall.orbit.elements import ElementSet, age_s, mean_elements_at
from portcall.orbit.plausibility import check_between, check_set, node_rate_deg_day
from portcall.orbit.tle import parse_tle

STATION = parse_tle(
    "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998",
    "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708",
)
NOW = datetime(2022, 2, 12, tzinfo=UTC)


def _doubtful(elements: ElementSet) -> set[str]:
    return {check.name for check in check_set(elements, NOW) if check.ok is False}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mean_motion_rev_day", 0.0),
        ("mean_motion_rev_day", 25.0),
        ("eccentricity", 1.0),
        ("eccentricity", -0.1),
        ("inclination_deg", 180.1),
        ("raan_deg", math.nan),
        ("argp_deg", math.inf),
        ("bstar_per_earth_radius", 1e9),
    ],
)
def test_impossible_figures_are_refused_by_name(key: str, value: float) -> None:
    with pytest.raises(InputError, match=key):
        replace(STATION, **{key: value})


def test_a_naive_epoch_is_refused() -> None:
    with pytest.raises(InputError, match="no time zone"):
        replace(STATION, epoch=datetime(2022, 2, 11))  # noqa: DTZ001


def test_age_is_negative_before_the_epoch() -> None:
    assert age_s(STATION, STATION.epoch + timedelta(hours=2)) == 7200.0
    assert age_s(STATION, STATION.epoch - timedelta(hours=2)) == -7200.0


def test_val_the_real_station_is_plausible() -> None:
    assert not _doubtful(STATION)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"raan_deg": 247.0}, "node"),  # made-up demonstration sets: node 24 to 173 deg off
        ({"inclination_deg": 51.8}, "inclination"),
        ({"mean_motion_rev_day": 15.2}, "mean motion"),
        ({"eccentricity": 0.01}, "eccentricity"),
        ({"revolution_at_epoch": 12_345}, "revolution count"),
        ({"bstar_per_earth_radius": -0.1}, "B*"),
    ],
)
def test_made_up_station_sets_are_doubtful(change: dict[str, float], check: str) -> None:
    assert check in _doubtful(replace(STATION, **change))


def test_age_informs_but_does_not_condemn() -> None:
    (age,) = (c for c in check_set(STATION, NOW + timedelta(days=30)) if c.name == "age")
    assert age.ok is None
    assert "stale" in age.note
    (age,) = (c for c in check_set(STATION, NOW - timedelta(days=30)) if c.name == "age")
    assert "from after" in age.note


def test_another_object_is_not_held_to_the_stations_figures() -> None:
    other = replace(STATION, norad_id=5, inclination_deg=34.3, mean_motion_rev_day=10.8)
    assert not _doubtful(other)


@given(days=st.floats(0.05, 14.0))  # beyond, SGP4's drag pulls its node away from a fixed J2 rate
def test_prop_sgp4s_own_node_regresses_as_j2_says(days: float) -> None:
    mean = mean_elements_at(STATION, after(STATION.epoch, days * 86_400.0))
    later = replace(STATION, epoch=mean.utc, raan_deg=math.degrees(mean.raan_rad))
    (check,) = check_between([later, STATION])
    assert check.ok


def test_a_jump_of_the_node_between_sets_is_doubtful() -> None:
    later = replace(
        STATION,
        epoch=STATION.epoch + timedelta(days=1),
        raan_deg=STATION.raan_deg + node_rate_deg_day(STATION) + 0.1,
    )
    (check,) = check_between([STATION, later])
    assert check.ok is False
    assert check.value == pytest.approx(0.1, abs=1e-6)
