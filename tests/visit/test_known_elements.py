"""Which element sets a prediction may use, and when it is refused them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import DataError, InputError
from portcall.visit.known_elements import (
    FARTHEST_DAYS,
    STALE_H,
    KnownElements,
    Policy,
    element_set,
    launch_day,
    recorded_elements,
    usable,
)
from portcall.visit.setting import setting_of

LIFTOFF = datetime(2025, 7, 3, 19, 32, 40, tzinfo=UTC)
CATALOGUE = load_catalogue()
RECORDED = element_set(
    CATALOGUE.flight("progress-ms-31").known_before.elements[0], "progress-ms-31"
)
STALE, HINDCAST = Policy(allow_stale=True), Policy(hindcast=True)


def sets(*ages_h):
    """The recorded set at several ages before lift-off."""
    made = [replace(RECORDED, epoch=LIFTOFF - timedelta(hours=age_h)) for age_h in ages_h]
    return KnownElements(tuple(made), where="made")


def ages_h(chosen):
    return [(LIFTOFF - one.epoch).total_seconds() / 3600.0 for one in chosen]


def test_the_newest_from_before_the_launch_comes_first():
    assert ages_h(usable(sets(50.0, -3.0, 2.0, 170.0), LIFTOFF, Policy())) == [2.0, 50.0, 170.0]


def test_a_hindcast_takes_the_first_after_the_launch():
    assert ages_h(usable(sets(50.0, -30.0, -3.0), LIFTOFF, HINDCAST)) == [-3.0, 50.0]


def test_a_hindcast_with_older_sets_only_is_a_forecast():
    assert ages_h(usable(sets(5.0, 50.0), LIFTOFF, HINDCAST)) == [5.0, 50.0]


@pytest.mark.parametrize("policy", [Policy(), STALE])
def test_sets_from_after_the_launch_only_are_refused(policy):
    with pytest.raises(InputError, match=r"after the launch .*--hindcast"):
        usable(sets(-0.1, -3.0), LIFTOFF, policy)


def test_two_weeks_are_the_limit():
    assert usable(sets(STALE_H - 0.1), LIFTOFF, Policy())
    with pytest.raises(InputError, match=r"14\.0 days older .*--allow-stale"):
        usable(sets(STALE_H + 0.1), LIFTOFF, Policy())
    assert usable(sets(STALE_H + 0.1), LIFTOFF, STALE)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_two_months_are_the_limit_on_request_too(sign):
    policy = Policy(allow_stale=True, hindcast=True)
    assert usable(sets(sign * 24.0 * (FARTHEST_DAYS - 0.1)), LIFTOFF, policy)
    with pytest.raises(InputError, match="60 days"):
        usable(sets(sign * 24.0 * (FARTHEST_DAYS + 0.1)), LIFTOFF, policy)


@pytest.mark.parametrize(
    ("figure", "value"),
    [("mean_motion_rev_day", 15.05), ("inclination_deg", 51.2), ("eccentricity", 0.01)],
)
def test_an_orbit_that_the_station_never_has_is_refused(figure, value):
    made = KnownElements((replace(RECORDED, **{figure: value}),), where="made")
    with pytest.raises(InputError, match="not the station's"):
        usable(made, RECORDED.epoch + timedelta(hours=5), Policy())
    # an older one of that kind is left out: it only tells the decay
    both = KnownElements((RECORDED, replace(made.sets[0], epoch=RECORDED.epoch - timedelta(7))))
    assert usable(both, RECORDED.epoch + timedelta(hours=5), Policy()) == (RECORDED,)


def test_recorded_sets_of_a_flight_that_has_none_are_missing_data():
    with pytest.raises(DataError, match="--elements FILE"):
        recorded_elements(brief(CATALOGUE.flight("progress-ms-15")), Policy())


def test_the_day_of_the_launch_is_good_to_minutes():
    flight = brief(CATALOGUE.flight("progress-ms-31"))
    site = CATALOGUE.site("baikonur-31-6")
    setting = setting_of(CATALOGUE, flight)
    when = launch_day(
        flight,
        recorded_elements(flight, Policy()),
        site.longitude_deg.value * 0.017453292519943295,
        setting.node_from_pad_rad,
    )
    # the chase's nodal drift, up to two degrees, is left out: eight minutes of the Earth's turning
    assert abs((when - LIFTOFF).total_seconds()) < 480.0


def test_the_set_nearest_a_week_older_tells_the_decay():
    flight = brief(CATALOGUE.flight("progress-ms-31"))
    made = sets(5.0, 29.0, 170.0, 300.0)
    setting = setting_of(CATALOGUE, flight, given=made)
    assert setting.motion.elements == made.sets[0]
    assert setting.older == made.sets[2]
