"""`portcall traffic plan` as a user meets it: a plan, a loss, a slip, and what cannot be meant."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portcall.catalogue.load import default_root
from portcall.cli.main import app, run
from portcall.records.traffic_plan import TrafficPlan

SCENARIO = default_root() / "traffic-scenarios" / "iss-2026.toml"
QUICK = ["--effort", "0.05"]
WATER = next(line for line in SCENARIO.read_text().splitlines() if "value = 2600" in line)
NEGATIVE = 'amount_kg = { value = -1, status = "estimated", source = "a test", low = -2, high = 0 }'


def _run(*words: str):
    return CliRunner().invoke(app, ["traffic", "plan", *words])


def _short(tmp_path: Path, **changes: tuple[str, str]) -> Path:
    """The bundled scenario's first half year, with some of its text changed."""
    head, *visits = SCENARIO.read_text().split("\n[[visit]]\n")
    walks = visits[-1].split("\n[[spacewalk]]\n")[1:]
    kept = [one.split("\n[[spacewalk]]\n")[0] for one in visits[:8]]
    text = "\n[[visit]]\n".join([head, *kept]).replace("weeks = 104", "weeks = 24")
    text += "\n[[spacewalk]]\n" + walks[0]
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "short.toml"
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> tuple[Path, Path]:
    """A short scenario and its plan, written by the command."""
    folder = tmp_path_factory.mktemp("plan")
    path = _short(folder)
    found = _run(str(path), *QUICK, "--out", str(folder / "out"))
    assert found.exit_code == 0, found.output
    assert "agrees to the gram" in found.output
    return path, folder / "out" / "plan.json"


def test_the_files_of_a_plan_read_back(before):
    plan = TrafficPlan.model_validate_json(before[1].read_bytes())
    assert plan.stages[0].status == "optimal"
    assert {visit.ship for visit in plan.visits} >= {"soyuz-ms-29", "crew-12"}
    assert not [one for one in plan.breaks if one.is_certain]
    assert {path.name for path in before[1].parent.iterdir()} >= {"plan.ics", "plan.csv"}


def test_a_slip_changes_the_plan_least(before):
    path, plan = before
    found = _run(
        str(path), *QUICK, "--before", str(plan), "--slip", "cargo-dragon-crs-34=9", "--json"
    )
    assert found.exit_code == 0, found.output
    told = json.loads(found.output)
    moved = {visit["ship"]: visit["moved_days"] for visit in told["visits"]}
    assert moved["cargo-dragon-crs-34"] >= 9
    assert {ship for ship, days in moved.items() if days} <= {
        "cargo-dragon-crs-34",
        "soyuz-ms-29",
        "crew-13",
        "progress-ms-35",
    }


def test_a_lost_relief_has_no_plan_and_says_why(before):
    path, plan = before
    found = _run(str(path), *QUICK, "--before", str(plan), "--slip", "soyuz-ms-29=60")
    assert found.exit_code == 1
    assert "soyuz-ms-28" in found.output
    assert "cannot be kept together" in found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--slip", "crew-31=4"], "did you mean 'crew-1"),
        (["--lose", "cygnus-24"], "did you mean 'cygnus-ng-24'"),
        (["--lose", "crew-12"], "on the station already"),
        (["--slip", "crew-13"], "is not SHIP=DAYS"),
        (["--slip", "crew-13=-3"], "slips by -3 days"),
        (["--before", "nothing.json"], "cannot read the file"),
        (["--effort", "0"], "times the work"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_exit_2(words, said, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["portcall", "traffic", "plan", "iss-2026", *words])
    with pytest.raises(SystemExit) as stopped:
        run()
    told = capsys.readouterr().err
    assert (stopped.value.code, said in told) == (2, True), told
    assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("crew_up = { us = 1, rs = 2 }", "crew_up = { us = 3, rs = 2 }"), "3 seats"),
        (('resource = "water"', 'resource = "watr"'), "water"),
        (('docked_at = "unity-nadir"', 'docked_at = "zvezda-aft"'), "cannot use zvezda-aft"),
        (('ship = "crew-13"', 'ship = "crew-12"'), "comes twice"),
        (("low = 170, high = 245", "low = 170"), "stay_days"),
        (("low = 170, high = 245", "low = 0, high = 245"), "stay_days needs `low` (1 or more)"),
        (("crew_down = { us = 1, rs = 2 }", "crew_down = { us = 2, rs = 2 }"), "3 seats"),
        (("\ncrew = { us = 4", "\ncrew = { us = 5"), "8 people on board and 7 seats"),
        (
            ('docked_at = "poisk-zenith"', 'docked_at = "zvezda-aft"'),
            "progress-ms-33 and progress-ms-34 are both on zvezda-aft",
        ),
        (('"2026-04-28"', '"2026-05-28"'), "is docked already and docks on 2026-05-28"),
        ((WATER, NEGATIVE), "-1 of water is negative"),
        (('ports = ["rassvet-nadir", "prichal-nadir"]', 'ports = ["unity-nadir"]'), "cannot use"),
    ],
)
def test_a_scenario_that_cannot_be_meant_is_one_line(change, said, tmp_path, capsys, monkeypatch):
    path = _short(tmp_path, one=change)
    monkeypatch.setattr("sys.argv", ["portcall", "traffic", "plan", str(path)])
    with pytest.raises(SystemExit) as stopped:
        run()
    told = capsys.readouterr().err
    assert (stopped.value.code, said in told) == (2, True), told
    assert len(told.strip().splitlines()) == 1


def test_a_plan_with_no_ships_is_refused(tmp_path, capsys, monkeypatch):
    text = SCENARIO.read_text()
    path = tmp_path / "empty.toml"
    path.write_text(text[: text.index("[[visit]]")] + "visit = []\n")
    head, tables = path.read_text().split("[state]", 1)
    path.write_text(head + "visit = []\n[state]" + tables.replace("visit = []\n", ""))
    monkeypatch.setattr("sys.argv", ["portcall", "traffic", "plan", str(path)])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 2
    assert "a plan with no ships" in capsys.readouterr().err
