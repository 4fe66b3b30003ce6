"""Replays of a two-year plan of forty visits beside the same in plain Python: thread time of one core.

Both sides run in turn in this process on the same slips and must agree: clashes, first day below a
floor, and every stock of every day to the gram.
"""

import importlib.util
import time
from pathlib import Path

import numpy as np

import plain_replay
from portcall.catalogue.load import load_catalogue
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.replays import replay_chunk, replay_run
from portcall.traffic.risk.slip_model import draw_slips, slip_model
from speed_figures import alternate, report

SPEC = importlib.util.spec_from_file_location(
    "risk_case", Path(__file__).resolve().parents[1] / "tests" / "traffic" / "risk_case.py"
)
CASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CASE)

OURS, THEIRS, ROUNDS = 500, 3, 5
SEPARATION_DAYS = 2
TIMES_PYTHON = 50.0
PER_CORE = 1000


def plain_ships(problem):
    """Return the plan's visits as plain objects."""
    table = problem.visits
    return [
        plain_replay.Ship(
            name,
            problem.ports[table[v, c.PORT]],
            int(table[v, c.DOCK]),
            int(table[v, c.UNDOCK]),
            problem.slips_by[v][0],
            problem.load_g[v].tolist(),
            int(table[v, c.TRASH_G]),
            int(table[v, c.GAP]),
            int(table[v, c.LEAST_STAY]),
        )
        for v, name in enumerate(problem.ships)
    ]


def test_bench_replays_beside_plain_python():
    problem = CASE.two_years()
    statistics = load_catalogue().slips()
    model = slip_model(statistics, problem.slips_by, weather=False)
    ships, horizon = plain_ships(problem), problem.month_of_day.size
    slips, _ = draw_slips(model, 1, 0, THEIRS)

    def theirs():
        return [
            plain_replay.replay(
                ships,
                dict(zip(problem.ships, row.tolist(), strict=True)),
                SEPARATION_DAYS,
                problem.start_g.tolist(),
                problem.rates_g.tolist(),
                (4, 3),
                CASE.RATES.packing_g_per_kg,
                problem.floor_g.tolist(),
                horizon,
            )
            for row in slips
        ]

    for run, ways in enumerate(theirs()):
        ours = replay_run(problem, model, 1, run)
        for way, (count, first, below, stocks) in enumerate(ways):
            row = ours.row[way * c.WAY_COLUMNS :]
            assert row[c.CLASHES] == count
            assert np.array_equal(ours.stocks_g[way], np.array(stocks))
            days = [day for day in (first, below) if day >= 0]
            assert row[c.FIRST_DAY] == min(days, default=-1)
    fast, slow = alternate(
        (lambda: replay_chunk(problem, model, 1, 0, OURS), theirs), ROUNDS, time.thread_time
    )
    per_second, plain = OURS / fast, THEIRS / slow
    ratio = per_second / plain
    report(
        "replays of a traffic plan, a core",
        f"{TIMES_PYTHON:g} x plain Python, {PER_CORE:,} a second",
        f"{ratio:.0f} x, {per_second:,.0f} a second (plain Python {plain:.1f})",
        ratio >= TIMES_PYTHON and per_second >= PER_CORE,
        "40 visits, 24 months, each replayed twice; same stocks to the gram",
    )
