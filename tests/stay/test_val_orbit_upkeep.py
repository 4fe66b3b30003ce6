"""The station's recorded altitude over months, with the burns that were flown."""

import math
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.catalogue.reboost import load_reboosts
from portcall.core.constants import DAY_S
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.orbit.elements import ElementSet
from portcall.stay.mean_drag import Air, decay_m_day
from portcall.stay.orbit_upkeep import altitude_history, drag_make_up, hold_altitude
from portcall.stay.reboost import Reboost, gain_m
from portcall.stay.station_altitude import DECAY_ERROR, known_altitudes, station_air

AIR = station_air(load_catalogue().station())
ENGINE = load_reboosts().engine("progress-axial")
# epoch, mean motion [rev/day], eccentricity, inclination [deg]: github.com/JasonBernstein1/iss_tle
WINTER = [
    ("2024-11-25T22:14:59Z", 15.49824909, 0.0006317, 51.6371),
    ("2024-12-09T12:17:20Z", 15.50402113, 0.0007048, 51.6371),
    ("2024-12-20T13:10:30Z", 15.50775670, 0.0007683, 51.6402),
    ("2024-12-24T05:54:17Z", 15.50150281, 0.0005156, 51.6378),
    ("2025-01-10T00:03:35Z", 15.50945868, 0.0006507, 51.6406),
    ("2025-01-14T02:33:10Z", 15.49989112, 0.0002317, 51.6406),
    ("2025-01-30T06:54:02Z", 15.50711335, 0.0002237, 51.6396),
    ("2025-02-03T01:42:41Z", 15.49744873, 0.0003822, 51.6354),
    ("2025-02-18T08:50:51Z", 15.50242656, 0.0004060, 51.6389),
    ("2025-02-22T13:37:22Z", 15.49275673, 0.0005661, 51.6387),
    ("2025-03-08T02:14:28Z", 15.49801156, 0.0006336, 51.6364),
]
# delta-v of the burns between, from the steps of the mean motion in the same archive
BURNS = [
    ("2024-12-22T01:10:00Z", 1.26),
    ("2025-01-12T02:17:00Z", 1.77),
    ("2025-02-01T10:44:00Z", 1.79),
    ("2025-02-20T01:30:00Z", 1.92),
]


def _set(row):
    epoch, motion, eccentricity, inclination = row
    return ElementSet(
        epoch=datetime.fromisoformat(epoch),
        mean_motion_rev_day=motion,
        eccentricity=eccentricity,
        inclination_deg=inclination,
        raan_deg=0.0,
        argp_deg=0.0,
        mean_anomaly_deg=0.0,
    )


KNOWN = known_altitudes(_set(row) for row in WINTER)


def _burns():
    return [
        Reboost(datetime.fromisoformat(utc), speed, ENGINE.id, 0.0, 0.0, 0.0)
        for utc, speed in BURNS
    ]


def _fitted():
    first, second = KNOWN[0], KNOWN[1]
    days = elapsed_s(first.utc, second.utc) / DAY_S
    seen = (first.altitude_m - second.altitude_m) / days
    middle = 0.5 * (first.altitude_m + second.altitude_m)
    return Air(AIR.inclination_rad, AIR.ballistic_m2_kg, seen / decay_m_day(middle, AIR))


def test_val_three_months_and_four_burns_from_the_first_two_weeks_of_decay():
    """Only the first fortnight is fitted; 10.9 km of fall and 12 km of lift follow."""
    air, start = _fitted(), KNOWN[1]
    history = altitude_history(start.utc, start.altitude_m, 90.0, air, _burns())
    fallen = 0.0
    for one in KNOWN[2:]:
        fallen = decay_m_day(416e3, air) * elapsed_s(start.utc, one.utc) / DAY_S
        error = history.at(one.utc) - one.altitude_m
        assert abs(error) < DECAY_ERROR * fallen
        assert abs(error) < 1.2e3
    assert fallen > 10e3


def test_val_steps_of_the_archive_are_the_burns_gains():
    """Across each burn the axis rises by 2 dv / n, less a few days of decay."""
    air = _fitted()
    checked = 0
    for before, behind in pairwise(KNOWN):
        inside = [burn for burn in _burns() if before.utc < burn.utc < behind.utc]
        if not inside:
            continue
        checked += 1
        days = elapsed_s(before.utc, behind.utc) / DAY_S
        rise = behind.altitude_m - before.altitude_m + days * decay_m_day(416e3, air)
        assert rise == pytest.approx(gain_m(inside[0].delta_v_m_s, 416e3), rel=0.06)
    assert checked == len(BURNS)


def test_holding_a_band_stays_in_it_and_costs_what_drag_takes():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    band = (414e3, 418e3)
    kept = hold_altitude(
        start, 417e3, 730.5, AIR, ENGINE, low_m=band[0], high_m=band[1], station_mass_kg=470e3
    )
    daily = kept.daily_m()
    assert daily.min() > band[0] - 1.0
    assert daily.max() < band[1] + 1.0
    assert all(abs(one.delta_v_m_s) <= 2.0 for one in kept.reboosts)
    year = drag_make_up(416e3, AIR, station_mass_kg=470e3, isp_s=ENGINE.isp_s.value)
    one_lift = (band[1] - band[0]) / gain_m(1.0, 416e3)
    assert kept.delta_v_m_s == pytest.approx(2.0 * year.delta_v_m_s_year, abs=1.5 * one_lift)
    assert kept.propellant_kg == pytest.approx(
        2.0 * year.propellant_kg_year * kept.delta_v_m_s / (2.0 * year.delta_v_m_s_year), rel=0.02
    )


def test_burns_outside_the_span_are_left_out_and_lowering_lowers():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    down = Reboost(datetime(2026, 1, 5, tzinfo=UTC), -0.5, ENGINE.id, 0.0, 80.0, 0.0)
    late = Reboost(datetime(2026, 3, 5, tzinfo=UTC), 1.0, ENGINE.id, 0.0, 160.0, 0.0)
    history = altitude_history(start, 417e3, 30.0, AIR, [late, down])
    assert history.reboosts == (down,)
    assert history.propellant_kg == 80.0
    assert history.delta_v_m_s == 0.5
    fell = history.at(datetime(2026, 1, 4, tzinfo=UTC)) - history.at(
        datetime(2026, 1, 6, tzinfo=UTC)
    )
    assert fell > 800.0
    assert np.all(np.diff(history.daily_m()) < 0.0)


def test_outside_the_history_is_refused():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    history = altitude_history(start, 417e3, 30.0, AIR)
    with pytest.raises(InputError, match="2026-01-31"):
        history.at(datetime(2026, 2, 2, tzinfo=UTC))


@pytest.mark.parametrize(("low", "high"), [(418e3, 414e3), (417.5e3, 419e3), (math.nan, 418e3)])
def test_bands_that_cannot_be_held_are_refused(low, high):
    with pytest.raises(InputError):
        hold_altitude(
            datetime(2026, 1, 1, tzinfo=UTC),
            417e3,
            30.0,
            AIR,
            ENGINE,
            low_m=low,
            high_m=high,
            station_mass_kg=470e3,
        )
