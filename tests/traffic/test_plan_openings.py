"""The first three weeks of a plan: docking days from computed launch opportunities, and what they take."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue, load_flight
from portcall.catalogue.traffic_scenario import load_traffic_scenario
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.traffic.opening.coming_days import last_knowable_day
from portcall.traffic.plan.openings import motion_before, openings
from portcall.traffic.plan.planner import plan_traffic
from portcall.traffic.plan.search import SolveEffort

CATALOGUE = load_catalogue()
BUNDLED = load_traffic_scenario("iss-2026")
QUICK = SolveEffort(first_stage=1.0, later_stage=0.05)
SHIP, START = "soyuz-ms-29", date(2026, 7, 7)
SHIPS = (
    "soyuz-ms-28",
    "crew-12",
    "progress-ms-33",
    "cygnus-ng-24",
    "progress-ms-34",
    SHIP,
    "progress-ms-35",
)
PROPELLANT_KG_DAY = 8.2  # of use, whoever is on board


def _near(*, start=START, day=None, window=(7, 21), **changes):
    """The bundled scenario a week before Soyuz MS-29, on the elements recorded before that day."""
    visits = []
    for visit in BUNDLED.visit:
        if visit.ship not in SHIPS:
            continue
        update = {}
        if visit.ship == SHIP:
            update = {"earlier_days": window[0], "later_days": window[1], **changes}
            if day is not None:
                update["dock"] = visit.dock.model_copy(update={"value": day.isoformat()})
        visits.append(visit.model_copy(update=update))
    return BUNDLED.model_copy(
        update={
            "start": start,
            "weeks": 16,
            "elements": (),
            "visit": tuple(visits),
            "spacewalk": (),
        }
    )


def _visit(plan, ship=SHIP):
    return next(one for one in plan.visits if one.ship == ship)


@pytest.fixture(scope="module")
def found():
    """What the days of that scenario take."""
    return openings(CATALOGUE, _near())


def test_val_the_day_and_the_minute_that_soyuz_ms_29_flew_are_among_the_computed(found):
    flown = load_flight(SHIP).flown
    opening = found.by_day[SHIP][flown.docking_utc.utc.date()]
    off_s = elapsed_s(opening.liftoff_utc, flown.launch_utc.utc)
    assert abs(off_s) < 60.0  # a plan's table is read in minutes
    assert (opening.delta_v_m_s, opening.burn_utc) == (0.0, None)
    assert opening.open_probability > 0.5


@pytest.mark.parametrize(
    ("day", "delta_v_m_s", "propellant_kg", "chance"),
    [
        (10, 0.0, 0.0, 1.00),
        (13, -7.5, 1275.0, 0.92),
        (14, 0.0, 0.0, 0.78),
        (15, 5.6, 942.0, 0.65),
        (18, 0.0, 0.0, 0.37),
    ],
)
def test_reg_the_days_of_the_model_page(found, day, delta_v_m_s, propellant_kg, chance):
    one = found.by_day[SHIP][date(2026, 7, day)]
    assert one.delta_v_m_s == pytest.approx(delta_v_m_s, abs=0.05)
    assert one.propellant_kg == pytest.approx(propellant_kg, abs=1.0)
    assert one.open_probability == pytest.approx(chance, abs=0.005)


def test_only_elements_from_before_the_first_day_are_used():
    later = load_flight(SHIP).known_before.elements
    assert max(one.epoch_utc for one in later) > datetime(2026, 7, 7, tzinfo=UTC)
    scenario = _near().model_copy(update={"elements": later})
    motion = motion_before(CATALOGUE, scenario)
    assert motion.epoch < datetime(2026, 7, 7, tzinfo=UTC)
    assert last_knowable_day(START, motion) == motion.epoch.date() + timedelta(days=20)


def test_days_are_closed_open_or_opened_and_less_and_less_sure(found):
    known = found.known[SHIP]
    assert date(2026, 7, 12) not in known.days  # closed by more than any burn in time
    by_itself = [found.by_day[SHIP][day] for day in known.days]
    chances = [one.open_probability for one in by_itself if one.burn_utc is None]
    assert len(chances) >= 4
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.99
    assert chances[-1] < 0.2
    burned = [one for one in by_itself if one.burn_utc is not None]
    assert burned
    for one in burned:
        assert one.propellant_kg > 0.0
        assert one.burn_utc - datetime(2026, 7, 7, tzinfo=UTC) >= timedelta(days=1)


def test_beyond_the_known_days_the_mean_reboost_is_all(found):
    known = found.known[SHIP]
    after = found.by_day[SHIP][known.until + timedelta(days=1)]
    assert after.open_probability is None
    assert after.liftoff_utc is None
    assert "not knowable" in after.note


def test_a_closed_nominal_day_is_left_for_one_that_opens():
    plan = plan_traffic(_near(day=date(2026, 7, 12)), effort=QUICK)
    visit = _visit(plan)
    assert visit.dock_utc.date() in (date(2026, 7, 10), date(2026, 7, 13), date(2026, 7, 14))
    assert visit.date_basis == "computed opportunity"
    assert "no opportunity is known" in visit.why
    assert _visit(plan, "progress-ms-35").date_basis == "plane pass and lighting"


def test_the_reboost_leaves_the_stock_on_its_day_to_the_gram():
    forced = plan_traffic(_near(day=date(2026, 7, 15), window=(0, 0)), effort=QUICK)
    told = json.loads(forced.model_dump_json())
    visit = next(one for one in told["visits"] if one["ship"] == SHIP)
    opening = visit["opening"]
    assert opening["delta_v_m_s"] > 5.0
    assert opening["burn_utc"].startswith("2026-07-08")
    assert 0.5 < opening["open_probability"] < 0.8
    stock = next(one for one in forced.stocks if one.resource == "propellant")
    days = (date(2026, 7, 8) - START).days
    fell = stock.amount_kg[days - 1] - stock.amount_kg[days]
    assert fell == pytest.approx(PROPELLANT_KG_DAY + opening["propellant_kg"], abs=5e-4)
    assert fell > 900.0


def test_the_same_days_give_the_same_plan():
    first, second = (
        plan_traffic(_near(day=date(2026, 7, 12)), effort=QUICK).model_copy(
            update={"timing": None, "stages": ()}
        )
        for _ in range(2)
    )
    assert first == second


def test_a_ship_without_a_profile_of_its_own_takes_the_one_that_is_always_open():
    visits = tuple(
        one.model_copy(update={"dock": one.dock.model_copy(update={"value": "2026-07-18"})})
        for one in _near().visit
        if one.ship == "progress-ms-35"
    )
    found = openings(CATALOGUE, _near().model_copy(update={"visit": visits}))
    known = found.known["progress-ms-35"]
    first = visits[0].dock.utc.date() - timedelta(days=visits[0].earlier_days)
    wanted = {day for day in known.days if day >= max(first, START)}
    assert len(wanted) == (known.until - max(first, START)).days + 1
    for day in wanted:
        one = found.by_day["progress-ms-35"][day]
        assert (one.propellant_kg, one.open_probability) == (0.0, 1.0)


def test_without_usable_elements_the_plan_says_so_and_goes_on_by_light():
    start = date(2026, 6, 25)  # the newest set from before it is three months old
    found = openings(CATALOGUE, _near(start=start))
    assert found.known == {}
    (note,) = found.notes
    assert "no elements of the station from the 21 days before 2026-06-25" in note
    assert SHIP in note
    plan = plan_traffic(_near(start=start), effort=QUICK)
    assert note in plan.notes
    assert _visit(plan).date_basis == "plane pass and lighting"


def test_the_bundled_scenario_has_elements_and_says_what_it_cannot_compute():
    motion = motion_before(CATALOGUE, BUNDLED)
    assert motion.epoch.date() == date(2026, 4, 30)
    found = openings(CATALOGUE, BUNDLED)
    assert [note for note in found.notes if "cargo-dragon-crs-34: no rendezvous profile" in note]
    assert found.known == {}


def test_the_bundled_node_is_that_of_its_elements():
    (one,) = BUNDLED.elements
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    days = elapsed_s(one.epoch_utc, noon) / 86_400.0
    carried = one.raan_deg + days * BUNDLED.rules.node_rate_deg_day.value
    assert BUNDLED.rules.node_deg.value == pytest.approx(carried, abs=0.05)


def test_a_window_without_an_open_day_is_one_line():
    with pytest.raises(InputError, match="no day on which it may dock"):
        plan_traffic(_near(day=date(2026, 7, 12), window=(0, 0)), effort=QUICK)


def test_a_profile_that_the_vehicle_does_not_fly_is_refused():
    with pytest.raises(InputError, match="did you mean '2-orbit'"):
        openings(CATALOGUE, _near(profile="2-orbits"))
