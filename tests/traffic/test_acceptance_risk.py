"""The risk of the bundled plan: 2,000 replays, with what the study of such plans found beside it.

The study (2,000 replays of a made-up plan of 40 visits with the same slips, nobody re-planning): every
replay has a port clash, 7 in 24 months; a plan made for dates alone breaks every reserve in every
replay, one that also maximises margins breaks food in 16 %.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.catalogue.traffic_scenario import load_traffic_scenario
from portcall.traffic.plan.planner import plan_traffic
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.plan import plan_risk
from portcall.traffic.risk.replays import replay_chunk

pytestmark = pytest.mark.acceptance

RUNS = 2000
MORE_DAYS = 90
NEARLY_EVERY = 0.95


@pytest.fixture(scope="module")
def told():
    scenario = load_traffic_scenario("iss-2026")
    catalogue = load_catalogue()
    return plan_risk(catalogue, scenario, plan_traffic(scenario), catalogue.slips())


@pytest.fixture(scope="module")
def rows(told):
    return told.run(RUNS).table()


def _share(flags):
    return f"{100.0 * np.count_nonzero(flags) / RUNS:.1f} %"


def _reserves(rows, way):
    at = way * c.WAY_COLUMNS
    return rows[:, at + c.ZERO : at + c.TRASH_FULL].any(axis=1)


def test_without_slips_the_plan_holds(told, record_figure: Callable[..., None]):
    row = replay_chunk(told.problem, told.on_time(), 1, 0, 1)[0]
    record_figure(
        "a plan replayed without slips",
        required="its own stocks to the gram, nothing breaks",
        measured="; ".join(told.notes) or "the same stocks, nothing breaks",
        passed=not told.notes and row[c.FIRST_DAY] == -1.0,
    )
    assert told.notes == ()
    assert row[c.FIRST_DAY] == row[c.WAY_COLUMNS + c.FIRST_DAY] == -1.0


def test_nearly_every_replay_that_nobody_mends_has_a_port_clash(
    rows, record_figure: Callable[..., None]
):
    clashes = rows[:, c.CLASHES]
    waits = rows[:, c.WAY_COLUMNS + c.WAITED_DAYS]
    left = rows[:, c.WAY_COLUMNS + c.CLASHES]
    record_figure(
        "replays with a port clash, iss-2026",
        required="nearly every one when nobody re-plans (the study, 40 visits: all, 7 a replay)",
        measured=f"{_share(clashes)}, {clashes.mean():.1f} in the horizon",
        passed=bool((clashes > 0).mean() > NEARLY_EVERY),
        note=f"ships that wait: {_share(left)} with a clash, {waits.mean():.0f} days of waiting",
    )
    assert (clashes > 0).mean() > NEARLY_EVERY
    assert not left.any()


def test_margins_matter(told, rows, record_figure: Callable[..., None]):
    """Three months of use more in stock at the start, and the same plan breaks fewer reserves."""
    use = told.problem.rates_g[0] + told.problem.rates_g[1] * 4 + told.problem.rates_g[2] * 3
    more = told.problem.start_g.copy()
    more[:5] += MORE_DAYS * use[:5]
    richer = replay_chunk(replace(told.problem, start_g=more), told.model, 1, 0, RUNS)
    shares = [
        f"{way}: {_share(_reserves(rows, at))}, with {MORE_DAYS} days more {_share(_reserves(richer, at))}"
        for at, way in enumerate(c.WAYS)
    ]
    better = [bool(_reserves(richer, at).mean() < _reserves(rows, at).mean()) for at in range(2)]
    record_figure(
        "replays with a broken reserve, iss-2026",
        required="margins decide (the study: all without, food in 16 % with them)",
        measured="; ".join(shares),
        passed=all(better),
    )
    assert all(better)
    for at in range(2):
        assert not (_reserves(richer, at) & ~_reserves(rows, at)).any()
