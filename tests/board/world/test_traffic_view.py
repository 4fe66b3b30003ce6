"""The traffic and stocks that the board shows are those of the calendar, the judge and the plan."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.board.world.plans import read_plan
from portcall.board.world.ship_names import spelled
from portcall.board.world.stocks import even_dates, stocks_view
from portcall.board.world.traffic import default_span, recorded_crew, traffic_view
from portcall.core.errors import InputError
from portcall.records.board_view import StocksView, TrafficView
from portcall.records.traffic_plan import TrafficPlan
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.crew_curve import people_at
from portcall.traffic.station.stocks_at import stocks_at

FIRST, LAST = datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = st.integers(0, 1200).map(lambda day: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(days=day))


def plan_record(**changes):
    visit = {
        "ship": "progress-ms-40", "vehicle": "progress-ms", "role": "cargo",
        "port": "poisk-zenith", "dock_utc": "2026-05-03T00:00:00Z",
        "undock_utc": "2026-05-20T00:00:00Z", "docked_before": False,
        "nominal_dock_utc": "2026-05-03T00:00:00Z", "moved_days": 0,
        "date_basis": "plane pass and lighting", "manifest_kg": {"food": 300.0}, "trash_kg": 10.0,
        "crew_up": 0, "crew_down": 0,
    }  # fmt: skip
    crewed = visit | {
        "ship": "soyuz-ms-40", "vehicle": "soyuz-ms", "role": "crew", "port": "rassvet-nadir",
        "dock_utc": "2026-05-04T00:00:00Z", "crew_up": 3, "crew_down": 3,
    }  # fmt: skip
    food = [600.0, 570.0, 540.0, 560.0, 530.0, 500.0]
    record = {
        "scenario": "by-hand", "station": "iss", "status": "optimal",
        "first_day_utc": "2026-05-01T00:00:00Z", "last_day_utc": "2026-05-06T00:00:00Z",
        "solver": "none", "visits": [visit, crewed], "crew": [7, 7, 7, 10, 10, 7],
        "spacewalks": [{"name": "EVA-1", "utc": "2026-05-05T00:00:00Z", "airlock": "quest",
                        "moved_days": 0, "outside_h": 6.5}],
        "stocks": [
            {"resource": name, "amount_kg": food, "lowest_kg": 500.0,
             "lowest_utc": "2026-05-06T00:00:00Z", "highest_kg": 600.0,
             "highest_utc": "2026-05-01T00:00:00Z"}
            for name in ("food", "trash")
        ],
        "timing": {"build_s": 0.0, "solve_s": 0.0, "truth_s": 0.0},
    }  # fmt: skip
    return TrafficPlan.model_validate(record | changes)


@pytest.fixture(scope="module")
def recorded(catalogue):
    return recorded_calendar(catalogue.calendar("iss-history"))


@pytest.fixture(scope="module")
def view(catalogue):
    return traffic_view(catalogue, FIRST, LAST)


def test_a_view_survives_its_json(view, catalogue):
    assert TrafficView.model_validate_json(view.model_dump_json()) == view
    stocks = stocks_view(catalogue, FIRST, LAST)
    assert StocksView.model_validate_json(stocks.model_dump_json()) == stocks


def test_stays_are_those_of_the_calendar_that_touch_the_span(view, recorded):
    told = {
        (stay.ship, stay.port, stay.arrival.earliest_utc)
        for stay in recorded.stays
        if stay.arrival.earliest_utc < LAST
        and (stay.departure is None or stay.departure.latest_utc >= FIRST)
    }
    assert {(one.ship, one.port, one.from_earliest_utc) for one in view.stays} == told
    seed = next(one for one in view.stays if one.ship == "progress-ms-31")
    assert (seed.name, seed.port, seed.vehicle) == ("Progress MS-31", "poisk-zenith", "progress-ms")
    assert seed.from_earliest_utc == datetime(2025, 7, 5, 21, 25, tzinfo=UTC)


def test_every_port_in_use_is_there_with_what_it_takes(view, catalogue):
    ports = {one.id: one for one in view.ports}
    assert set(ports) == {one.id for one in catalogue.station("iss").ports_in_use}
    assert ports["poisk-zenith"].side == "zenith"
    assert "progress-ms" in ports["poisk-zenith"].takes


@given(DAYS)
def test_prop_the_number_of_people_lies_in_its_bounds(catalogue, recorded, moment):
    first, last = default_span(catalogue, None)
    if not first <= moment < last:
        return
    steps = recorded_crew(recorded, first, last)
    now = [step for step in steps if step.utc <= moment][-1]
    assert now.count_low <= len(people_at(recorded, moment)) <= now.count_high


def test_what_is_broken_carries_its_rule_and_its_words(view):
    for one in view.breaks:
        assert one.rule
        assert one.found
        assert one.last_utc >= FIRST
        assert one.first_utc < LAST
    assert any("progress-ms-29" in one.ships for one in view.breaks)


def test_after_the_records_the_view_says_so(catalogue):
    late = traffic_view(catalogue, LAST, LAST + timedelta(days=400))
    assert "nothing is recorded after 2026-05-01" in late.notes
    assert late.crew[-1].utc < datetime(2026, 5, 1, tzinfo=UTC)
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert traffic_view(catalogue, later, later + timedelta(days=1)).crew == ()


def test_a_span_that_ends_before_it_starts_is_refused(catalogue):
    for view_of in (traffic_view, stocks_view):
        with pytest.raises(InputError, match="ends on 2025-06-01"):
            view_of(catalogue, LAST, FIRST)


def test_a_plan_shows_its_ships_its_counts_and_its_walks(catalogue):
    plan = plan_record()
    view = traffic_view(catalogue, *default_span(catalogue, plan), plan=plan, plan_id="plan-7")
    assert view.source == "plan plan-7"
    cargo, crewed = view.stays
    assert (cargo.name, cargo.from_earliest_utc) == (
        "Progress MS-40",
        datetime(2026, 5, 3, 12, tzinfo=UTC),
    )
    assert (crewed.crew_up, crewed.crew_up_count, crewed.crew_down_count) == ((), 3, 3)
    assert [(one.utc.day, one.count_low) for one in view.crew] == [(1, 7), (4, 10), (6, 7)]
    assert view.spacewalks[0].duration_s == 6.5 * 3600.0


def test_a_plans_stock_is_its_own_with_the_first_day_below_the_floor(catalogue):
    plan = plan_record()
    view = stocks_view(catalogue, *default_span(catalogue, plan), plan=plan, plan_id="plan-7")
    food, trash = view.series
    assert food.amount_kg == (600.0, 570.0, 540.0, 560.0, 530.0, 500.0)
    assert set(food.low_kg) == {None}
    # seven people eat 12.04 kg a day; the floor is 45 days of it
    assert food.floor_kg == pytest.approx(45.0 * 12.04)
    assert food.supply_days[0] == pytest.approx(600.0 / 12.04, abs=0.05)
    assert food.crosses_floor_utc == datetime(2026, 5, 4, tzinfo=UTC)
    assert trash.floor_kg is trash.crosses_floor_utc is None
    assert trash.most_kg > 1000.0


def test_a_plan_is_read_from_its_folder(case, tmp_path):
    plan = plan_record()
    case.put(tmp_path / "plan-7", {"plan.json": plan.model_dump_json().encode()})
    assert read_plan(tmp_path, "plan-7") == plan
    broken = json.loads(plan.model_dump_json())
    del broken["solver"]
    case.put(tmp_path / "plan-8", {"plan.json": json.dumps(broken).encode()})
    with pytest.raises(Exception, match=r"plan-8: plan\.json: solver: Field required"):
        read_plan(tmp_path, "plan-8")


def test_recorded_stocks_are_those_of_the_station_state(catalogue, recorded):
    view = stocks_view(catalogue, FIRST, LAST)
    record = catalogue.consumption("iss")
    food = next(one for one in view.series if one.resource == "food")
    for place in (0, len(food.utc) // 2, len(food.utc) - 1):
        moment = food.utc[place]
        levels, trash = stocks_at(record, moment, len(people_at(recorded, moment)))
        told = {one.resource: one for one in levels}
        for curve in view.series[:-1]:
            assert curve.amount_kg[place] == told[curve.resource].amount_g / 1000
            assert curve.low_kg[place] == told[curve.resource].low_g / 1000
            assert curve.supply_days[place] == pytest.approx(
                told[curve.resource].supply_days, abs=0.05
            )
        assert view.series[-1].amount_kg[place] == trash.amount_g / 1000
    assert food.known.startswith("estimated as of 2025-03-31")
    assert food.crosses_floor_utc is None


def test_before_the_first_estimate_nothing_is_known(catalogue):
    early = datetime(2000, 1, 1, tzinfo=UTC)
    for one in stocks_view(catalogue, early, early + timedelta(days=30)).series:
        assert set(one.amount_kg) == {None}
        assert one.known.startswith("not known")


@given(DAYS, st.integers(1, 3000))
def test_prop_dates_are_few_rising_and_reach_both_ends(first, days):
    last = first + timedelta(days=days)
    dates = even_dates(first, last)
    assert (dates[0], dates[-1]) == (first, last)
    assert list(dates) == sorted(set(dates))
    assert len(dates) <= 61


def test_an_id_is_spelled_as_a_name():
    assert spelled("cygnus-ng-24") == "Cygnus NG-24"
    assert spelled("zvezda-aft") == "Zvezda Aft"
