"""Replays of a plan: closed forms, the same bytes anywhere, and what is refused."""

import importlib.util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.campaign.binomial import share_interval
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.traffic.risk import columns as c
from portcall.traffic.risk.problem import risk_problem
from portcall.traffic.risk.record import replay_record, way_risk
from portcall.traffic.risk.replays import replay_chunk, replay_run, risk_campaign, run_risk
from portcall.traffic.risk.slip_model import SlipModel, no_slips, slip_model

SPEC = importlib.util.spec_from_file_location("risk_case", Path(__file__).with_name("risk_case.py"))
CASE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CASE)

# the cluster's own clean-up leaves sockets to the collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def station_model(problem):
    return slip_model(load_catalogue().slips(), problem.slips_by)


@settings(max_examples=30)
@given(
    st.lists(st.integers(-20, 90), min_size=1, max_size=5),
    st.lists(st.integers(-20, 90), min_size=1, max_size=5),
    st.sampled_from([0.0, 0.25]),
    st.integers(0, 2**32),
)
def test_prop_two_ships_clash_as_often_as_the_closed_form_says(first, second, lost, seed):
    """They clash when the second comes before the first, as late as it is, has left."""
    problem = CASE.two_ships()
    model = SlipModel((tuple(first), tuple(second)), (0.0, lost), ((0,), (0,)), (0.0, 0.0))
    pairs = [max(20 + a, 103 + b) < min(100 + a, 200 + b) for a in first for b in second]
    expected = (1.0 - lost) * sum(pairs) / len(pairs)
    runs = 400
    seen = np.count_nonzero(replay_chunk(problem, model, seed, 0, runs)[:, c.CLASHES])
    low, high = share_interval(int(seen), runs, 1.0 - 1e-9)
    assert low <= expected <= high


def test_a_plan_without_slips_has_no_risk():
    problem = CASE.two_years()
    rows = replay_chunk(problem, no_slips(40), 1, 0, 20)
    for way in range(2):
        assert (rows[:, way * c.WAY_COLUMNS + c.FIRST_DAY] == -1.0).all()
        assert not rows[:, way * c.WAY_COLUMNS : way * c.WAY_COLUMNS + len(c.KINDS)].any()


def test_slips_break_every_plan_that_nobody_mends():
    problem = CASE.two_years()
    rows = replay_chunk(problem, station_model(problem), 1, 0, 300)
    assert (rows[:, c.CLASHES] > 0.0).all()
    assert not rows[:, c.WAY_COLUMNS + c.CLASHES].any()
    assert rows[:, c.WAY_COLUMNS + c.WAITING_SHIPS].mean() > 2.0


def test_more_in_stock_is_never_more_risk():
    reserve = slice(c.ZERO, c.TRASH_FULL)
    broken = []
    for start_g in (500_000, 800_000, 3_000_000):
        problem = CASE.two_years(start_g)
        rows = replay_chunk(problem, station_model(problem), 1, 0, 200)
        broken.append(rows[:, reserve].astype(np.int64))
    for less, more in pairwise(broken):
        assert not (more & ~less).any()
    assert np.count_nonzero(broken[0]) > np.count_nonzero(broken[2])


def fly(problem, model, folder, runs, **where):
    campaign = risk_campaign(problem, model, name="toy", runs=runs, seed=3)
    results = run_risk(problem, model, campaign, folder=folder, **where)
    assert results.notes == ()
    return results, {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_threads_and_a_cluster_give_the_same_bytes(tmp_path):
    problem = CASE.two_years()
    model = station_model(problem)
    _, one = fly(problem, model, tmp_path / "one", 600, threads=1)
    _, two = fly(problem, model, tmp_path / "two", 600, threads=2)
    assert "runs.parquet" in one
    assert two == one
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        _, far = fly(problem, model, tmp_path / "far", 600, cluster=cluster.scheduler_address)
    assert far == one


def test_a_campaign_goes_on_where_it_was(tmp_path):
    problem = CASE.two_years()
    model = station_model(problem)
    fly(problem, model, tmp_path / "kept", 500, threads=1)
    results, longer = fly(problem, model, tmp_path / "kept", 1000, threads=1)
    _, fresh = fly(problem, model, tmp_path / "fresh", 1000, threads=1)
    assert results.kept_runs == 500
    assert longer["runs.parquet"] == fresh["runs.parquet"]


def test_a_replay_by_its_number_is_the_row_of_the_campaign():
    problem = CASE.two_years()
    model = station_model(problem)
    rows = replay_chunk(problem, model, 9, 0, 40)
    replayed = replay_run(problem, model, 9, 31)
    assert np.array_equal(replayed.row, rows[31])
    told = replay_record(problem, 31, replayed)
    assert [one.way for one in told.troubles] == [
        way
        for place, way in enumerate(c.WAYS)
        if rows[31, place * c.WAY_COLUMNS + c.FIRST_DAY] >= 0
    ]
    assert len(told.visits) == 40


def test_the_record_counts_what_the_rows_say():
    problem = CASE.two_years()
    model = station_model(problem)
    campaign = risk_campaign(problem, model, name="toy", runs=400, seed=3)
    results = run_risk(problem, model, campaign, threads=1)
    risk = way_risk("as drawn", results.column, problem)
    rows = results.table()
    port = next(one for one in risk.kinds if one.kind == "port")
    assert port.whole.count == np.count_nonzero(rows[:, c.CLASH])
    assert sum(one.count for one in port.by_month) >= port.whole.count
    assert port.whole.lower_share <= port.whole.share <= port.whole.upper_share
    assert sum(one.count for one in risk.first) == risk.any_trouble.count
    first = risk.first[0]
    assert c.KINDS[int(rows[first.replay, c.FIRST_KIND])] == first.kind


def test_an_unknown_vehicle_is_refused_with_the_nearest():
    problem = risk_problem(
        [CASE.RiskVisit("x", "progres-ms", "cargo", "aft", 1, 9)], CASE.books(), CASE.FIRST_DAY, 20
    )
    with pytest.raises(InputError, match="unknown vehicle class 'progres-ms'; did you mean"):
        station_model(problem)


@pytest.mark.parametrize("runs", [0, 1_000_000_000])
def test_no_runs_or_too_many_are_refused(runs):
    problem = CASE.two_ships()
    model = no_slips(2)
    campaign = risk_campaign(problem, model, name="toy", runs=runs, seed=1)
    with pytest.raises(InputError, match=f"--runs: {runs:,} runs"):
        run_risk(problem, model, campaign)


def test_a_plan_with_no_ships_and_one_too_long_are_refused():
    with pytest.raises(InputError, match="no ships"):
        risk_problem([], CASE.books(), CASE.FIRST_DAY, 100)
    ship = [CASE.cargo("a", "aft", 1, 50)]
    with pytest.raises(InputError, match="a plan of 66 months"):
        risk_problem(ship, CASE.books(), CASE.FIRST_DAY, 2000)
