"""The books of a replay are those of the station's daily stocks, with the visits on their new days."""

import importlib.util
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from portcall.records.stocks import BOOKS, RESOURCES
from portcall.stay.daily_stocks import Delivery, Removal, daily_stocks
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.problem import RiskVisit, risk_problem
from portcall.traffic.risk.replays import replay_chunk, replay_run
from portcall.traffic.risk.slip_model import NEVER, SlipModel, no_slips, slip_model

SPEC = importlib.util.spec_from_file_location("risk_case", Path(__file__).with_name("risk_case.py"))
CASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CASE)


@pytest.mark.parametrize("run", [0, 3, 8])
def test_the_stocks_of_a_replay_agree_to_the_gram(run):
    from portcall.catalogue.load import load_catalogue

    problem = CASE.two_years()
    model = slip_model(load_catalogue().slips(), problem.slips_by)
    replayed = replay_run(problem, model, 5, run)
    days = problem.month_of_day.size
    for way in range(2):
        deliveries, removals = [], []
        for v, ship in enumerate(problem.ships):
            if replayed.arrive[way, v] >= NEVER:
                continue
            dock = CASE.FIRST_DAY + timedelta(int(replayed.arrive[way, v]))
            undock = CASE.FIRST_DAY + timedelta(int(replayed.leave[way, v]))
            load = dict(zip(RESOURCES, problem.load_g[v].tolist(), strict=True))
            deliveries.append(Delivery(ship, dock, undock, load))
            trash_g = int(problem.visits[v, c.TRASH_G])
            removals.append(Removal(ship, undock, trash_g, dock_day=dock))
        expected = daily_stocks(
            CASE.FIRST_DAY,
            days,
            dict(zip(BOOKS, problem.start_g.tolist(), strict=True)),
            replayed.crew[way],
            deliveries,
            removals,
            CASE.RATES,
            pace=CASE.PACE,
        )
        assert expected.closes()
        assert np.array_equal(replayed.stocks_g[way], expected.stocks_g)


def test_people_come_and_go_with_their_ships():
    visits = [
        CASE.crewed("old", "rassvet", -100, 90, docked_before=True),
        CASE.crewed("new", "prichal", 80, 250),
        RiskVisit("ax", "crew-dragon", "private crew", "zenith", 60, 74, up=(4, 0), down=(4, 0)),
    ]
    problem = risk_problem(visits, CASE.books(crew=(4, 3)), CASE.FIRST_DAY, 200)
    crew = replay_run(problem, no_slips(3), 1, 0).crew[0]
    assert crew[59].tolist() == [4, 3]
    assert crew[60].tolist() == [8, 3]
    assert crew[74].tolist() == [4, 3]
    assert crew[80].tolist() == [4, 6]
    assert crew[90].tolist() == [4, 3]


def test_a_month_without_its_delivery_is_named():
    """A ship that comes 60 days late leaves food below its floor from the day on which it was due."""
    use_g = 7 * 1_700
    need = 400_000 + 50 * use_g  # down to the floor on day 50
    visits = [CASE.cargo("late", "aft", 40, 160, load_g=(2_000_000, 0, 0, 0, 0))]
    books = CASE.books(floor_g=0)
    books = type(books)(
        **{
            **{name: getattr(books, name) for name in books.__dataclass_fields__},
            "start_g": (need, *(CASE.PLENTY,) * 4, 0),
            "floor_g": (400_000, 0, 0, 0, 0),
        }
    )
    problem = risk_problem(visits, books, CASE.FIRST_DAY, 200)
    on_time = replay_chunk(problem, no_slips(1), 1, 0, 1)[0]
    assert on_time[c.FIRST_DAY] == -1.0
    late = replay_chunk(problem, SlipModel(((60,),), (0.0,), ((0,),), (0.0,)), 1, 0, 1)[0]
    assert c.KINDS[int(late[c.FIRST_KIND])] == "food floor"
    assert late[c.FIRST_DAY] == 50.0
    months = int(late[c.FLOOR + BOOKS.index("food")])
    november, december, january = 1 << 1, 1 << 2, 1 << 3
    assert problem.months[1] == "2026-11"
    assert months == november | december | january
    assert int(late[c.ZERO]) == december | january  # 995 kg last 83 days
