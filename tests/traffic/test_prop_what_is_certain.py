"""What the judge calls certain holds for every choice of the instants; nothing that may be is hidden."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue
from portcall.records.known_time import KnownTime, apart_days, gap_days, is_before
from portcall.records.port_calendar import PortCalendar, PortStay, Spacewalk
from portcall.traffic.check.bounded_count import Change, stretches
from portcall.traffic.check.judge import check_calendar
from portcall.traffic.check.rules import traffic_rules

CATALOGUE = load_catalogue()
RULES = traffic_rules(CATALOGUE)
STATION = CATALOGUE.station("iss")
START = datetime(2027, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 24 * 60)
WIDTHS = st.sampled_from([0, 1, 12, 24, 48, 24 * 10])
FRACTIONS = st.floats(0.0, 1.0)
# told by names, or by an order that is taken from the middles
NOT_OF_INSTANTS = {"crew-names", "one-place", "time-order", "handover"}
# a break of the first may be told as one of the others
HIDDEN_BY = {
    "usual-separation": {"separation"},
    "docked-life": {"longest-stay"},
    "spacewalk-block": {"spacewalk-traffic"},
    "port-gap": {"port-overlap"},
}
KINDS = [
    ("progress-ms", "zvezda-aft"),
    ("progress-ms", "rassvet-nadir"),
    ("soyuz-ms", "poisk-zenith"),
    ("soyuz-ms", "rassvet-nadir"),
    ("cygnus-xl", "unity-nadir"),
    ("crew-dragon", "harmony-zenith"),
    ("cargo-dragon", "harmony-zenith"),
]


def interval(hour, width):
    first = START + timedelta(hours=hour)
    return KnownTime(earliest_utc=first, latest_utc=first + timedelta(hours=width))


def inside(known, fraction):
    return KnownTime.exactly(
        known.earliest_utc + fraction * (known.latest_utc - known.earliest_utc)
    )


TIMES = st.builds(interval, HOURS, WIDTHS)


def departures(arrival):
    """Departures that need not be before the arrival: that a ship comes first is known."""
    return st.builds(
        lambda after, width: KnownTime(
            earliest_utc=arrival.earliest_utc + timedelta(hours=after),
            latest_utc=arrival.latest_utc + timedelta(hours=after + width),
        ),
        HOURS,
        WIDTHS,
    )


@st.composite
def visits(draw):
    stays = []
    for number in range(draw(st.integers(1, 5))):
        vehicle, port = draw(st.sampled_from(KINDS))
        crewed = vehicle in {"soyuz-ms", "crew-dragon"}
        people = tuple(
            f"{number}-{seat}" for seat in range(draw(st.integers(0, 5)) if crewed else 0)
        )
        arrival = draw(TIMES)
        stays.append(
            PortStay(
                ship=f"ship-{number}",
                vehicle=vehicle,
                port=port,
                arrival=arrival,
                departure=draw(st.one_of(st.none(), departures(arrival))),
                role="crew" if crewed else "cargo",
                crew_up=people,
                crew_down=people[: draw(st.integers(0, len(people)))],
            )
        )
    walk = Spacewalk(name="walk", start=draw(TIMES), duration_s=6 * 3600.0, airlock="poisk")
    return PortCalendar(stays=tuple(stays), spacewalks=(walk,))


@st.composite
def calendars_and_one_truth(draw):
    known = draw(visits())
    stays = []
    for stay in known.stays:
        arrival, departure = inside(stay.arrival, draw(FRACTIONS)), stay.departure
        if departure is not None:
            left = inside(departure, draw(FRACTIONS))
            departure = max(left, arrival, key=lambda when: when.earliest_utc)
        stays.append(stay.model_copy(update={"arrival": arrival, "departure": departure}))
    walks = [
        one.model_copy(update={"start": inside(one.start, draw(FRACTIONS))})
        for one in known.spacewalks
    ]
    return known, known.model_copy(update={"stays": tuple(stays), "spacewalks": tuple(walks)})


def told(calendar, verdicts):
    """Return rule and ships of what is told, ships of a pair in any order."""
    return {
        (
            one.rule,
            frozenset(one.ships)
            if one.rule not in {"crew-most", "lifeboat-seats"}
            else frozenset(),
        )
        for one in check_calendar(calendar, RULES, STATION)
        if one.verdict in verdicts and one.rule not in NOT_OF_INSTANTS
    }


@settings(max_examples=150)
@given(calendars_and_one_truth())
def test_prop_what_is_certain_holds_for_every_truth(pair):
    known, truth = pair
    for rule, ships in told(known, {"broken"}):
        worse = HIDDEN_BY.get(rule, set()) | {rule}
        assert any(
            name in worse and (ships <= who or name.startswith("spacewalk"))
            for name, who in told(truth, {"broken"})
        ), (rule, ships)


@settings(max_examples=150)
@given(calendars_and_one_truth())
def test_prop_no_broken_rule_is_hidden_by_what_is_not_known(pair):
    known, truth = pair
    found = told(known, {"broken", "cannot say"})
    for rule, ships in told(truth, {"broken"}):
        worse = HIDDEN_BY.get(rule, set()) | {rule}
        names = {name for name, who in found if ships <= who or name.startswith("spacewalk")}
        assert worse & names, (rule, ships)


@given(TIMES, TIMES, FRACTIONS, FRACTIONS)
def test_prop_comparisons_hold_for_every_choice(first, second, of_first, of_second):
    a, b = inside(first, of_first), inside(second, of_second)
    answer = is_before(first, second)
    assert answer in {"cannot say", is_before(a, b)} or a == b
    for between in (gap_days, apart_days):
        (exact, _), (least, most) = between(a, b), between(first, second)
        assert least - 1e-9 <= exact <= most + 1e-9


@given(st.lists(st.tuples(TIMES, st.integers(-4, 4), FRACTIONS), max_size=6))
def test_prop_a_count_stays_within_its_bounds(changes):
    last = START + timedelta(days=80)
    bounds = list(stretches([Change(when, count) for when, count, _ in changes], 3, START, last))
    assert bounds[0].start_utc == START
    assert bounds[-1].end_utc == last
    for one in bounds:
        middle = one.start_utc + (one.end_utc - one.start_utc) / 2
        true = 3 + sum(
            count for when, count, f in changes if inside(when, f).earliest_utc <= middle
        )
        assert one.least <= true <= one.most
