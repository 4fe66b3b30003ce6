"""What events make of the state on board, without any database."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from log_case import PEOPLE, PORTS, SHIPS, at, docked, made, possible, recordings

from portcall.core.errors import InputError
from portcall.records.log_state import LogState
from portcall.records.station_log import (
    CargoMoved,
    CrewOff,
    CrewOn,
    Reboosted,
    Relocated,
    Spacewalk,
    StockCounted,
    TrashLoaded,
    Undocked,
    Withdrawn,
)
from portcall.records.stocks import RESOURCES, TRASH
from portcall.traffic.log.apply import apply
from portcall.traffic.log.replay import in_effect, replay

ADA, GRACE, _ = PEOPLE
WATER_G = {"water": 420_000}


def _visit():
    return [
        docked("d", 0, cargo_g=WATER_G),
        made(StockCounted, "c", 1, resource="water", amount_g=50_000),
        made(CrewOn, "on", 2, ship=SHIPS[0], people=(ADA, GRACE)),
        made(CargoMoved, "m", 3, ship=SHIPS[0], resource="water", amount_g=120_000),
        made(TrashLoaded, "t", 4, ship=SHIPS[0], amount_g=30_000),
        made(Relocated, "r", 5, ship=SHIPS[0], port=PORTS[1]),
        made(Reboosted, "b", 6, ship=SHIPS[0], delta_v_m_s=1.2, altitude_gain_m=2100.0),
        made(Spacewalk, "w", 7, airlock="quest", people=(ADA,), duration_s=3600.0),
        made(CrewOff, "off", 8, ship=SHIPS[0], people=(ADA,)),
        made(Undocked, "u", 9, ship=SHIPS[0]),
    ]


def test_a_visit_is_replayed_at_any_date():
    events = _visit()
    before_leaving = replay(events, at(8))
    ship = before_leaving.docked[SHIPS[0]]
    assert (ship.port, ship.since_utc) == (PORTS[1], at(5))
    assert (ship.cargo_g, ship.trash_g) == ({"water": 300_000}, 30_000)
    assert before_leaving.stock("water").amount_g == 170_000
    assert before_leaving.stock(TRASH).amount_g is None
    assert before_leaving.stock(TRASH).moved_since_g == -30_000
    assert set(before_leaving.crew) == {GRACE}
    assert before_leaving.last_reboost.altitude_gain_m == 2100.0
    assert before_leaving.last_spacewalk.people == (ADA,)
    assert replay(events, at(0)).docked[SHIPS[0]].port == PORTS[0]
    assert replay(events, at(-1)) == LogState()
    assert not replay(events).docked


@pytest.mark.parametrize(
    ("history", "event", "says"),
    [
        ([], made(Undocked, "x", ship=SHIPS[0]), "progress-ms-31 is not docked then; no ship is"),
        (
            [docked()],
            made(Undocked, "x", 1, ship="progress-ms-13"),
            "did you mean 'progress-ms-31'?",
        ),
        ([docked()], docked("x", 1), "it is docked already, at zvezda-aft"),
        ([docked()], docked("x", 1, ship=SHIPS[1]), "zvezda-aft is occupied by progress-ms-31"),
        (
            [docked()],
            made(Relocated, "x", 1, ship=SHIPS[0], port=PORTS[0]),
            "zvezda-aft is occupied by progress-ms-31",
        ),
        (
            [docked(cargo_g=WATER_G)],
            made(CargoMoved, "x", 1, ship=SHIPS[0], resource="water", amount_g=420_001),
            "420.001 kg of water are taken from progress-ms-31, which holds 420 kg",
        ),
        (
            [docked(), made(StockCounted, "c", 1, resource="water", amount_g=5_000)],
            made(CargoMoved, "x", 2, ship=SHIPS[0], resource="water", amount_g=5_001, to="ship"),
            "5.001 kg of water are taken where 5 kg are left",
        ),
        (
            [docked(), made(CrewOn, "c", 1, ship=SHIPS[0], people=(ADA,))],
            made(CrewOff, "x", 2, ship=SHIPS[0], people=("Ada Biron",)),
            "Ada Biron is not on board then; did you mean 'Ada Byron'?",
        ),
        (
            [docked(), made(CrewOn, "c", 1, ship=SHIPS[0], people=(ADA,))],
            made(CrewOn, "x", 2, ship=SHIPS[0], people=(GRACE, ADA)),
            "Ada Byron is on board already, with progress-ms-31",
        ),
        (
            [],
            made(Spacewalk, "x", airlock="quest", people=(ADA,), duration_s=60.0),
            "Ada Byron is not on board then; nobody is",
        ),
        ([], made(Reboosted, "x", ship=SHIPS[0], delta_v_m_s=1.0), "is not docked then"),
        ([], made(TrashLoaded, "x", ship=SHIPS[0], amount_g=1), "is not docked then"),
    ],
)
def test_what_cannot_have_happened_is_refused_in_one_line(history, event, says):
    with pytest.raises(InputError, match=r"^[^\n]*$") as refused:
        replay([*history, event])
    assert says in str(refused.value)
    assert f"({event.id})" in str(refused.value)


def test_trash_may_be_more_than_was_counted():
    counted = made(StockCounted, "c", 1, resource=TRASH, amount_g=10_000)
    loaded = made(TrashLoaded, "t", 2, ship=SHIPS[0], amount_g=12_000)
    assert replay([docked(), counted, loaded]).stock(TRASH).amount_g == -2_000


def test_events_of_one_instant_keep_their_order_through_a_correction():
    came = made(CrewOn, "on", 0, ship=SHIPS[0], people=(ADA,))
    right = docked("right", 0, port=PORTS[1], replaces="d")
    state = replay([docked("d", 0), came, right])
    assert state.docked[SHIPS[0]].port == PORTS[1]
    assert set(state.crew) == {ADA}


def test_a_withdrawal_can_itself_be_corrected():
    away = made(Withdrawn, "w", 5, replaces="d")
    assert not replay([docked("d"), away]).docked
    assert replay([docked("d"), away, docked("again", replaces="w")]).docked


@given(recordings(corrections=False))
def test_prop_a_prefix_replayed_is_the_state_carried_on(events):
    state = LogState()
    happened = in_effect(events)
    for number, event in enumerate(happened, start=1):
        state = apply(state, event)
        assert replay(happened[:number]) == state
    assert replay(events) == state


@given(recordings())
def test_prop_a_corrected_log_tells_what_the_right_words_would_have_told_at_once(events):
    last_word = {event.id: event for event in events}
    for event in reversed(events):
        if event.replaces is not None:
            last_word[event.replaces] = last_word[event.id]
    at_once = [last_word[event.id] for event in events if event.replaces is None]
    at_once = [
        event.model_copy(update={"replaces": None})
        for event in at_once
        if not isinstance(event, Withdrawn)
    ]
    assert replay(at_once) == replay(events)


@given(recordings(most=12), st.data())
def test_prop_corrections_of_two_events_may_come_in_either_order(events, data):
    happened = in_effect(events)
    assume(happened)
    first, second = data.draw(st.tuples(*[st.sampled_from(happened)] * 2))
    fixes = [
        made(Withdrawn, f"fix-{number}", 60, replaces=event.id)
        for number, event in enumerate((first, second))
    ]
    if first is not second and possible([*events, *fixes]):
        assert replay([*events, *fixes]) == replay([*events, *reversed(fixes)])


@given(recordings())
def test_prop_what_leaves_a_ship_is_what_comes_into_the_stocks(events):
    state = LogState()
    for event in in_effect(events):
        before, state = state, apply(state, event)
        if not isinstance(event, CargoMoved) or before.docked[event.ship].cargo_g is None:
            continue
        for name in RESOURCES:
            into_ship_g = _held_g(state, name) - _held_g(before, name)
            into_stock_g = state.stock(name).moved_since_g - before.stock(name).moved_since_g
            assert into_ship_g == -into_stock_g
            assert _held_g(state, name) >= 0


def _held_g(state, resource):
    return sum((ship.cargo_g or {}).get(resource, 0) for ship in state.docked.values())
