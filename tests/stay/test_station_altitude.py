"""The altitude on a date, from what the catalogue has recorded."""

from datetime import UTC, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError
from portcall.stay.reboost import gain_m
from portcall.stay.station_altitude import (
    FAR_DECAY_ERROR,
    REACH_DAYS,
    KnownAltitude,
    altitude_at,
    recorded_altitude_at,
    station_air,
)

CATALOGUE = load_catalogue()
AIR = station_air(CATALOGUE.station())
DAY = datetime(2025, 6, 10, tzinfo=UTC)
KNOWN = (
    KnownAltitude(DAY - timedelta(days=7), 417_350.0),
    KnownAltitude(DAY, 417_000.0),
)


def test_val_altitude_that_roscosmos_gave_after_a_burn():
    """420.69 km on 5 September 2024; sets of ten days later, and no burn reported between."""
    found = recorded_altitude_at(CATALOGUE, datetime(2024, 9, 6, tzinfo=UTC))
    assert found.reached
    assert found.altitude_m == pytest.approx(420_690.0, abs=1_000.0)


def test_decay_goes_on_as_the_sets_show_it():
    found = altitude_at(DAY + timedelta(days=10), KNOWN, AIR)
    assert found.altitude_m == pytest.approx(416_500.0, abs=15.0)
    assert found.decay_m_day == pytest.approx(50.0, rel=0.02)
    assert 200.0 < found.sigma_m < 260.0


def test_before_the_sets_it_was_higher():
    found = altitude_at(DAY - timedelta(days=17), KNOWN, AIR)
    assert found.altitude_m == pytest.approx(417_850.0, abs=15.0)
    assert found.set_epoch == KNOWN[0].utc


@pytest.mark.parametrize(("days", "sign"), [(10.0, 1.0), (-17.0, -1.0)])
def test_reported_burns_on_the_way_are_in_it(days, sign):
    utc = DAY + timedelta(days=days)
    burn = DAY + timedelta(days=3.0 if sign > 0.0 else -10.0)
    bare = altitude_at(utc, KNOWN, AIR)
    lifted = altitude_at(utc, KNOWN, AIR, [(burn, 1.0)])
    assert lifted.altitude_m - bare.altitude_m == pytest.approx(sign * gain_m(1.0, 417e3), rel=1e-3)


def test_a_pair_with_a_burn_inside_fits_nothing():
    inside = [(DAY - timedelta(days=3), 1.0)]
    found = altitude_at(DAY + timedelta(days=1), KNOWN, AIR, inside)
    assert found.density_factor == 1.0
    fallen = KNOWN[1].altitude_m - found.altitude_m
    assert found.sigma_m >= FAR_DECAY_ERROR * fallen


def test_too_far_from_any_set_it_is_the_altitude_that_is_held():
    found = altitude_at(DAY + timedelta(days=REACH_DAYS + 1.0), KNOWN, AIR)
    assert not found.reached
    assert found.altitude_m == pytest.approx(417_175.0)
    assert "held" in found.reason


def test_no_set_at_all_is_missing_data():
    with pytest.raises(DataError):
        altitude_at(DAY, (), AIR)
