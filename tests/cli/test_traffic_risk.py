"""`portcall traffic risk` as a user meets it: bad input is one line and nothing is left behind."""

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portcall.records.traffic_plan import PlanTiming, TrafficPlan

SPEC = importlib.util.spec_from_file_location(
    "small_plan", Path(__file__).resolve().parents[1] / "traffic" / "small_plan.py"
)
SMALL = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(SMALL)

OK, BAD_INPUT = 0, 2
FIRST = datetime(2026, 5, 1, tzinfo=UTC)
OWN_SLIPS = """id = "own"
name = "one class"
plan_source = "a plan of my own"

[[slip_class]]
id = "soyuz"
name = "Soyuz"
vehicles = ["soyuz-ms"]
flown = [{ ship = "a", slip_days = { value = 3, status = "published", source = "own" } }]
"""


@pytest.fixture
def plan_file(tmp_path):
    """Write a plan without visits, changed by what is given."""

    def write(**changes):
        plan = TrafficPlan(
            scenario="iss-2026",
            station="iss",
            status="infeasible",
            first_day_utc=FIRST,
            last_day_utc=FIRST,
            solver="none",
            timing=PlanTiming(build_s=0.0, solve_s=0.0, truth_s=0.0),
        )
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(json.loads(plan.model_dump_json()) | changes))
        return str(path)

    return write


@pytest.fixture
def small_plan(tmp_path):
    """Write a small scenario and its plan; return the arguments that name them."""
    plan, scenario = tmp_path / "small.json", tmp_path / "small.toml"
    plan.write_text(SMALL.plan().model_dump_json())
    scenario.write_text(SMALL.scenario_text())
    return str(plan), "--scenario", str(scenario)


def one_line(outcome, code):
    assert outcome.code == code
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    return outcome.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--runs", "0"], "--runs: 0 runs (limit: 1 to 10,000,000)"),
        (["--runs", "1000000000"], "--runs: 1,000,000,000 runs (limit: 1 to 10,000,000)"),
        (["--seed", "-1"], "--seed: -1 is out of range"),
        (["--replay", "-3"], "--replay: -3 is out of range"),
        (["--workers", "0"], "--workers: 0 workers (limit: 1 to 1024)"),
        (["--slips", "is"], "unknown slip statistics 'is'; did you mean 'iss'?"),
    ],
)
def test_numbers_and_names_that_cannot_be_meant(portcall, options, words):
    assert words in one_line(portcall("traffic", "risk", "iss-2026", *options), BAD_INPUT)


def test_an_unknown_scenario_offers_the_nearest(portcall):
    line = one_line(portcall("traffic", "risk", "iss-2025"), BAD_INPUT)
    assert "unknown traffic scenario 'iss-2025'; did you mean 'iss-2026'?" in line


def test_a_plan_of_a_newer_version_is_refused(portcall, plan_file):
    line = one_line(portcall("traffic", "risk", plan_file(moon="base")), BAD_INPUT)
    assert "the plan has 'moon', which this portcall does not know" in line
    assert "a newer one may have written it" in line


def test_a_plan_that_was_not_found_has_no_risk(portcall, plan_file):
    line = one_line(portcall("traffic", "risk", plan_file()), BAD_INPUT)
    assert "plan of 'iss-2026' (infeasible): it holds no visits" in line


@pytest.mark.parametrize("text", ["not JSON", "[1, 2]", "{}", "[" * 100_000])
def test_a_file_that_is_no_plan(portcall, tmp_path, text):
    path = tmp_path / "plan.json"
    path.write_text(text)
    line = one_line(portcall("traffic", "risk", str(path)), BAD_INPUT)
    assert "give the JSON of `portcall traffic plan --json`" in line


def test_a_file_that_is_not_there(portcall, tmp_path):
    line = one_line(portcall("traffic", "risk", str(tmp_path / "none.json")), BAD_INPUT)
    assert "cannot read the file" in line


def test_statistics_without_a_class_for_a_ship(portcall, tmp_path, small_plan):
    slips = tmp_path / "own.toml"
    slips.write_text(OWN_SLIPS)
    line = one_line(portcall("traffic", "risk", *small_plan, "--slips", str(slips)), BAD_INPUT)
    assert "unknown vehicle class 'progress-ms'" in line


def test_the_risk_of_a_plan_is_told_and_kept(portcall, small_plan, tmp_path):
    out = tmp_path / "risk"
    outcome = portcall("traffic", "risk", *small_plan, "--runs", "300", "--out", str(out))
    assert outcome.code == OK
    assert "300 replays of small: 6 visits, 10 months, slips of 'iss', seed 1" in outcome.out
    assert "as drawn: something breaks in" in outcome.out
    assert "what fails first" in outcome.out
    names = {path.name for path in out.iterdir()}
    assert names == {"risk.json", "risk.svg", "months.csv", "runs.parquet", "manifest.json"}
    assert not out.with_name("risk.campaign").exists()


def test_json_says_the_same_and_a_replay_is_told_by_its_number(portcall, small_plan, tmp_path):
    options = ("--runs", "250", "--workers", "1", "--json", "--out", str(tmp_path / "risk"))
    told = json.loads(portcall("traffic", "risk", *small_plan, *options).out)
    assert [way["way"] for way in told["ways"]] == ["as drawn", "re-planned"]
    first = told["ways"][0]["first"][0]
    again = portcall("traffic", "risk", *small_plan, *options, "--replay", str(first["replay"]))
    replayed = json.loads(again.out)["replayed"]
    assert replayed["run"] == first["replay"]
    assert replayed["troubles"][0]["kind"] == first["kind"]
    assert replayed["troubles"][0]["utc"] == first["median_utc"]
    slipped = [one for one in replayed["visits"] if one["slip_days"]]
    assert slipped


def test_another_seed_is_another_risk_and_the_same_one_the_same(portcall, small_plan, tmp_path):
    def told(seed, name):
        options = ("--runs", "50", "--replay", "7", "--json", "--out", str(tmp_path / name))
        options += ("--seed", seed)
        found = json.loads(portcall("traffic", "risk", *small_plan, *options).out)
        found.pop("timing")
        return found

    assert told("1", "a") == told("1", "b")
    assert told("1", "a")["replayed"]["visits"] != told("2", "c")["replayed"]["visits"]
