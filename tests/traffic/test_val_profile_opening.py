"""Burns that were flown to open a short profile, foretold from the elements of days before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue, load_flight
from portcall.catalogue.reboost import load_reboosts
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.orbit.elements import ElementSet, mean_elements_at
from portcall.orbit.station import StationMotion
from portcall.stay.reboost import delta_v_for_gain_m_s
from portcall.traffic.opening.opening_cost import (
    open_probability,
    opening_cost,
    phase_shift_deg_day,
)
from portcall.traffic.opening.profile_opening import KNOWABLE_DAYS, profile_openings
from portcall.visit.known_elements import element_set

CATALOGUE = load_catalogue()
J2_SLOWS = 0.97  # what the even zonals leave of the two-body shift
# github.com/cywf/tle-fetcher, tles/25544.tle
BEFORE_MS_28 = ElementSet(
    epoch=datetime(2025, 11, 18, 8, 26, 36, 689000, tzinfo=UTC),
    mean_motion_rev_day=15.49788164,
    eccentricity=0.0004177,
    inclination_deg=51.6332,
    raan_deg=263.1865,
    argp_deg=83.8870,
    mean_anomaly_deg=276.2595,
    bstar_per_earth_radius=0.27011e-3,
    norad_id=25544,
)


def _recorded(flight):
    sets = load_flight(flight).known_before.elements
    return sorted((element_set(one, flight) for one in sets), key=lambda one: one.epoch)


def _openings(elements, launch_day, *, now=None, lead_days=14.0, profiles=("2-orbit", "4-orbit")):
    found = profile_openings(
        CATALOGUE,
        vehicle="soyuz-ms",
        site="baikonur-31-6",
        launch_day=launch_day,
        motion=StationMotion(elements),
        now=now or elements.epoch,
        lead_days=lead_days,
        profiles=profiles,
    )
    return {one.profile: one for one in found}


def _lead_days(liftoff, burn):
    return elapsed_s(burn, liftoff) / 86_400.0


def test_val_the_burn_for_soyuz_ms_28_opens_the_two_orbits():
    """Flown on 19 November 2025 with 1.55 m/s (Roscosmos), eight days before the launch."""
    day, burn = date(2025, 11, 27), datetime(2025, 11, 19, 13, 4, tzinfo=UTC)
    lead = _lead_days(datetime(2025, 11, 27, 9, 27, 57, tzinfo=UTC), burn)
    now = burn - timedelta(days=1)
    found = _openings(BEFORE_MS_28, day, now=now, lead_days=lead)["2-orbit"]
    assert found.verdict == "opened by a reboost"
    assert found.open_probability < 0.01
    flown = load_reboosts().find("2025-11-19-progress-ms-32").delta_v_m_s
    assert found.reboost_m_s < flown < found.through_m_s
    assert found.propellant_kg == pytest.approx(216.0, rel=0.1)
    behind = _openings(_recorded("soyuz-ms-28")[0], day)["2-orbit"]
    assert behind.verdict == "open"


def test_val_the_burn_for_soyuz_ms_27_opens_the_two_orbits():
    """Flown on 3 April 2025, over 17 minutes long; its size from the two recorded sets around it."""
    before, behind = _recorded("soyuz-ms-27")
    day, burn = date(2025, 4, 8), datetime(2025, 4, 3, 12, 0, tzinfo=UTC)  # the hour is not known
    lead = _lead_days(datetime(2025, 4, 8, 5, 47, 15, tzinfo=UTC), burn)
    found = _openings(before, day, lead_days=lead)["2-orbit"]
    assert found.verdict == "opened by a reboost"
    assert found.burn_s > 17 * 60.0
    axes = [mean_elements_at(one, one.epoch).semi_major_axis_m for one in (before, behind)]
    days = elapsed_s(before.epoch, behind.epoch) / 86_400.0
    flown = [
        delta_v_for_gain_m_s(axes[1] - axes[0] + days * decay, 417e3) for decay in (80.0, 150.0)
    ]
    assert flown[0] < found.through_m_s
    assert flown[1] > found.reboost_m_s
    assert _openings(behind, day)["2-orbit"].verdict == "open"


def test_val_a_small_burn_moves_the_phase_as_far_as_it_did_for_soyuz_ms_18():
    """0.21 m/s on 2 April 2021, seven days before: 3 degrees."""
    before, behind = _recorded("soyuz-ms-18")
    day, burn = date(2021, 4, 9), datetime(2021, 4, 2, 12, 14, tzinfo=UTC)
    first = _openings(before, day)["2-orbit"]
    last = _openings(behind, day)["2-orbit"]
    moved = last.phase_deg - first.phase_deg
    days = _lead_days(last.liftoff_utc, burn)
    shift = -0.21 * J2_SLOWS * phase_shift_deg_day(419e3) * days
    assert moved == pytest.approx(shift, abs=first.phase_sigma_deg)
    assert last.verdict == "open"


def test_beyond_three_weeks_it_is_not_knowable_and_says_how_little_is_known():
    day = date(2025, 12, 18)
    (found,) = _openings(BEFORE_MS_28, day, profiles=("2-orbit",)).values()
    assert found.ahead_days > KNOWABLE_DAYS
    assert found.verdict == "not knowable"
    assert found.reboost_m_s is None
    assert found.phase_sigma_deg > 3.0 * (found.phase_max_deg - found.phase_min_deg)
    assert found.open_probability < 0.1
    assert "68 %" in found.reason


def test_the_phase_is_less_known_day_by_day():
    sigmas = [
        next(iter(_openings(BEFORE_MS_28, day, profiles=("4-orbit",)).values())).phase_sigma_deg
        for day in (date(2025, 11, 20), date(2025, 11, 25), date(2025, 12, 2))
    ]
    assert sigmas == sorted(sigmas)
    assert sigmas[0] < 0.2


def test_a_burn_too_late_is_said_to_be_so():
    """Asked half a day before the launch, no burn is planned and flown in time."""
    day, now = date(2025, 11, 27), datetime(2025, 11, 26, 20, tzinfo=UTC)
    found = _openings(BEFORE_MS_28, day, now=now)["2-orbit"]
    assert found.verdict == "closed"
    assert found.propellant_kg is None


def test_a_ship_that_cannot_push_is_refused():
    with pytest.raises(InputError, match="pushes nothing"):
        profile_openings(
            CATALOGUE,
            vehicle="soyuz-ms",
            site="baikonur-31-6",
            launch_day=date(2025, 11, 27),
            motion=StationMotion(BEFORE_MS_28),
            now=BEFORE_MS_28.epoch,
            pushing=("crew-dragon", "harmony-zenith"),
        )


def test_a_vehicle_without_short_profiles_has_no_openings():
    assert _openings(BEFORE_MS_28, date(2025, 11, 27), profiles=("no-such",)) == {}


@pytest.mark.parametrize("profile", ["2-orbit", "4-orbit", "34-orbit"])
def test_chance_is_all_or_the_ranges_share_at_the_ends(profile):
    one = CATALOGUE.profile(profile)
    low, high = one.phase_min_deg.value, one.phase_max_deg.value
    middle = 0.5 * (low + high)
    assert open_probability(one, middle, 1e-6) == pytest.approx(1.0)
    assert open_probability(one, middle, 1e6) == pytest.approx(min(1.0, (high - low) / 360.0))
    assert open_probability(one, middle + 360.0, 2.0) == pytest.approx(
        open_probability(one, middle, 2.0)
    )


def test_val_the_burn_for_soyuz_ms_06_is_a_cheap_one():
    """0.34 m/s, 16.7 days before the launch of 12 September 2017: half the width of four orbits.

    No element set of that month is recorded, so only its size is judged: the phase had come near by
    itself, which a phase that may be anything does for one flight in four.
    """
    row = load_reboosts().find("2017-08-27-progress-ms-06")
    lead = _lead_days(datetime(2017, 9, 12, 21, 17, tzinfo=UTC), row.utc)
    profile = CATALOGUE.profile("4-orbit")
    cost = opening_cost(
        profile,
        load_reboosts().engine("progress-axial"),
        station_mass_kg=load_reboosts().station_mass_kg(row.utc),
        lead_days=lead,
    )
    assert row.delta_v_m_s < cost.mean_m_s
    shift = row.delta_v_m_s * phase_shift_deg_day(404e3) * lead
    width = profile.phase_max_deg.value - profile.phase_min_deg.value
    assert 0.4 * width < shift < 0.7 * width


@pytest.mark.parametrize("lead", [0.0, -3.0])
def test_no_time_for_a_burn_is_refused(lead):
    with pytest.raises(InputError):
        opening_cost(
            CATALOGUE.profile("4-orbit"),
            load_reboosts().engine("progress-axial"),
            station_mass_kg=4.7e5,
            lead_days=lead,
        )
