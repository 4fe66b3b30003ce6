"""Flown disposals: every record hangs together, and the departures of the flights do too."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.disposal_case import DisposalCase
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import list_flights, load_catalogue
from portcall.catalogue.read import parse_record, read_record
from portcall.core.errors import DataError, InputError

CATALOGUE = load_catalogue()
CASES = [CATALOGUE.disposal(name) for name in CATALOGUE.names("disposals")]
FLIGHTS = list_flights()
DEPARTED = [flight for flight in FLIGHTS if flight.undocking_date is not None]
MS_31 = (CATALOGUE.root / "flights" / "progress-ms-31.toml").read_text()
# a burn that leaves orbit, to the last piece on the water: half a revolution and a slow fall
LONGEST_DESCENT = timedelta(minutes=100)
# a ship at full thrust between its lightest and its heaviest [m/s2]
BRAKING_M_S2 = (0.35, 0.65)
STANDARD_GRAVITY_M_S2 = 9.80665


def happened(flight, key):
    """The flown time of an event, else the planned one; with what it is exact to."""
    found = getattr(flight.flown, key) or getattr(flight.planned, key)
    return None if found is None else (found.utc, timedelta(seconds=found.precision_s))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_disposal_comes_back_from_its_own_json(case):
    assert DisposalCase.model_validate_json(case.model_dump_json()) == case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_times_of_a_disposal_follow_one_another(case):
    starts = [one for burn in case.burn for one in (burn.utc, burn.end_utc) if one is not None]
    for descent in (case.planned, case.flown):
        times = [descent.entry_utc, descent.first_splash_utc or descent.landing_utc]
        later = [one.utc for one in (*times, descent.last_splash_utc) if one is not None]
        assert later == sorted(later)
        if starts and later:
            assert timedelta(0) < later[0] - starts[-1].utc
            assert later[-1] - starts[-1].utc < LONGEST_DESCENT
        if descent.undocking_utc is not None and starts:
            assert descent.undocking_utc.utc < starts[0].utc
    events = [one.utc.utc for one in case.event]
    assert events == sorted(events)
    heights = [one.altitude_km.value for one in case.event if one.altitude_km is not None]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_figure_of_a_disposal_has_a_source_and_every_guess_a_range(case):
    text = (CATALOGUE.root / "disposals" / f"{case.id}.toml").read_text()
    tables = re.findall(r"= \{ value = .*\}", text)
    assert tables
    for table in tables:
        assert 'source = "' in table
        if 'status = "estimated"' in table:
            assert "low =" in table or "plus_minus_s =" in table


def test_val_the_cases_that_entry_is_held_to_are_there():
    htv = [case for case in CASES if case.id.startswith("htv-")]
    assert {case.id for case in htv} == {f"htv-{n}" for n in (1, 2, 4, 6, 7, 8, 9)}
    for case in htv:
        flown = case.flown
        assert 10 <= (flown.first_splash_utc.utc - flown.entry_utc.utc) / timedelta(minutes=1) <= 12
        assert flown.entry_angle_deg.status == "estimated"
        assert flown.entry_angle_deg.low < flown.entry_angle_deg.value < 0.0
    mir = CATALOGUE.disposal("mir")
    assert [burn.delta_v_m_s.value for burn in mir.burn] == [9.3, 10.4, 28.0]
    assert [burn.perigee_after_km.value for burn in mir.burn[:2]] == [188.0, 158.0]
    assert "40" in {other.value for other in mir.conflict}
    since_day = (mir.orbit.elements.epoch_utc - datetime(2001, 1, 1, tzinfo=UTC)) / timedelta(
        days=1
    )
    assert since_day + 1.0 == pytest.approx(82.20636684, abs=1e-8)  # the epoch as printed
    plan = CATALOGUE.disposal("soyuz-ms-11")
    ignition = plan.burn[0].utc.utc
    minutes = [(one.utc.utc - ignition) / timedelta(minutes=1) for one in plan.event]
    assert minutes[:2] == pytest.approx([27.43, 30.28], abs=0.005)  # as the plan rounds them
    assert not CATALOGUE.disposal("progress-m-27m").controlled


@pytest.mark.parametrize("flight", DEPARTED, ids=lambda flight: flight.id)
def test_departure_elements_are_from_before_the_undocking(flight):
    for key in ("final_undocking_utc", "undocking_utc"):
        if (left := happened(flight, key)) is not None:
            break
    else:
        left = (datetime.combine(flight.undocking_date, time(), UTC), timedelta(days=1))
    assert left[0].date() == flight.undocking_date
    sets = flight.known_before_departure.elements
    assert len(sets) <= 2
    for entry in sets:
        assert entry.epoch_utc < left[0]
        assert entry.age_h(left[0]) < 40 * 24.0


@pytest.mark.parametrize("flight", DEPARTED, ids=lambda flight: flight.id)
def test_departure_times_follow_one_another(flight):
    order = ("final_undocking_utc", "deorbit_burn_utc", "reentry_utc", "splash_utc", "landing_utc")
    for story in (flight.planned, flight.flown):
        known = [one for key in order if (one := getattr(story, key)) is not None]
        known = [one for one in known if one.precision_s <= 60.0]
        times = [one.utc for one in known]
        assert times == sorted(times)
    burn = happened(flight, "deorbit_burn_utc")
    if burn is not None and burn[1] <= timedelta(minutes=1):
        assert flight.deorbit_date == burn[0].date()
    for key in ("splash_utc", "landing_utc"):
        end = happened(flight, key)
        if burn is not None and end is not None and max(burn[1], end[1]) <= timedelta(minutes=1):
            assert timedelta(minutes=35) < end[0] - burn[0] < timedelta(minutes=60)


@pytest.mark.parametrize("flight", DEPARTED, ids=lambda flight: flight.id)
def test_positions_are_whole_and_carry_their_width(flight):
    for what in ("splash", "landing"):
        latitude = getattr(flight.flown, f"{what}_latitude_deg")
        longitude = getattr(flight.flown, f"{what}_longitude_deg")
        assert (latitude is None) == (longitude is None)
        for figure, limit in ((latitude, 90.0), (longitude, 180.0)):
            if figure is not None:
                assert abs(figure.value) <= limit
                assert figure.low < figure.value < figure.high


def test_val_the_departures_that_the_prediction_is_held_to():
    ms_14, ms_15 = (CATALOGUE.flight(f"progress-ms-{n}") for n in (14, 15))
    assert ms_14.flown.splash_utc.value == "2021-04-29T00:42:27Z"
    assert (ms_14.flown.deorbit_burn_s.value, ms_14.flown.deorbit_delta_v_m_s.value) == (240, 120)
    assert (ms_14.flown.splash_latitude_deg.value, ms_14.flown.splash_longitude_deg.value) == (
        -31.7,
        -151.8,
    )
    assert ms_15.flown.deorbit_burn_utc.value == "2021-02-09T08:30:11Z"
    assert ms_15.planned.splash_utc.value == "2021-02-09T09:13:08Z"
    assert (ms_15.flown.deorbit_burn_s.value, ms_15.flown.deorbit_delta_v_m_s.value) == (210, 116)
    assert "204" in {other.value for other in ms_15.conflict if other.key.endswith("burn_s")}
    later = {other.value for other in CATALOGUE.flight("progress-ms-29").conflict}
    assert "2025-07-01T21:46Z" in later


@pytest.mark.parametrize("name", ["progress-ms-14", "progress-ms-15", "progress-ms-17"])
def test_val_a_stated_burn_is_what_the_engine_gives(name):
    flown = CATALOGUE.flight(name).flown
    braking = flown.deorbit_delta_v_m_s.value / flown.deorbit_burn_s.value
    low, high = BRAKING_M_S2
    assert low < braking < high


def test_the_brief_carries_what_was_decided_and_the_port_it_leaves_from():
    seen = brief(CATALOGUE.flight("soyuz-ms-18"))
    assert str(seen.undocking_date) == "2021-10-17"
    assert seen.deorbit_date == seen.undocking_date
    assert (seen.port, seen.departure_port) == ("rassvet-nadir", "nauka-nadir")
    assert brief(CATALOGUE.flight("progress-ms-31")).departure_port == "poisk-zenith"
    assert len(seen.departure_elements) == 2


def read(text, model):
    """A record from text, as a user's own file."""
    return parse_record(text.encode(), model, where="mine.toml")


def moved_set(text, epoch):
    """The flight with its departure set at another epoch."""
    head, mark, tail = text.partition("[[known_before_departure.elements]]")
    return head + mark + re.sub(r"epoch_utc = \S+", f"epoch_utc = {epoch}", tail, count=1)


def test_elements_from_after_the_departure_are_refused():
    last = moved_set(MS_31, "2026-03-16T23:59:59Z")
    assert read(last, Flight).known_before_departure.elements
    with pytest.raises((InputError, DataError), match="after 2026-03-16"):
        read(moved_set(MS_31, "2026-03-17T00:00:00Z"), Flight)


def test_dates_in_the_wrong_order_are_refused():
    wrong = MS_31.replace("deorbit_date = 2026-03-16", "deorbit_date = 2026-03-15", 1)
    with pytest.raises((InputError, DataError), match="order"):
        read(wrong, Flight)


def test_elements_without_a_date_are_refused():
    bare = re.sub(r"^(undocking|deorbit)_date = 2026.*\n", "", MS_31, flags=re.MULTILINE)
    with pytest.raises((InputError, DataError), match="needs `undocking_date`"):
        read(bare, Flight)


def test_an_uncontrolled_fall_with_a_burn_and_burns_out_of_order_are_refused():
    path = CATALOGUE.root / "disposals" / "mir.toml"
    text = path.read_text()
    assert read_record(path, DisposalCase).controlled
    with pytest.raises((InputError, DataError), match="no burns"):
        read("controlled = false\n" + text, DisposalCase)
    with pytest.raises((InputError, DataError), match="order"):
        read(text.replace("T00:32Z", "T03:32Z", 1), DisposalCase)
