"""`portcall log` as a user meets it: one line for what is wrong, and the documented exit code."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest
from log_case import at, docked, made

from portcall.cli.main import run
from portcall.records.station_log import StockCounted
from portcall.traffic.log.store import open_log

CAME = ("docked", "--ship", "progress-ms-33", "--vehicle", "progress-ms", "--port", "zvezda-aft")
WHEN = ("--at", "2026-03-24T13:40Z")
ROOT_ENV = {"PYTHONPATH": ":".join(sys.path)}


@pytest.fixture
def call(log_address, monkeypatch):
    """`call("add", ...)` -> exit code, stdout, stderr, on a log of each kind."""
    monkeypatch.setenv("PORTCALL_DB", log_address)
    monkeypatch.setenv("PORTCALL_AUTHOR", "tester")

    def run_log(*arguments):
        out, err, code = io.StringIO(), io.StringIO(), 0
        monkeypatch.setattr(sys, "argv", ["portcall", "log", *map(str, arguments)])
        with redirect_stdout(out), redirect_stderr(err):
            try:
                run()
            except SystemExit as end:
                code = int(end.code or 0)
        return code, out.getvalue(), err.getvalue()

    return run_log


def test_an_event_is_recorded_shown_corrected_and_carried_elsewhere(call, tmp_path):
    code, out, _ = call("add", *CAME, *WHEN, "--cargo", "water=420", "--id", "one")
    started, recorded = out.splitlines()
    assert started.startswith("started the log '")
    assert (code, recorded) == (0, "recorded: docked progress-ms-33 2026-03-24T13:40Z (one)")
    code, out, _ = call("add", *CAME, *WHEN, "--cargo", "water=420", "--id", "one")
    assert (code, out.split(":")[0]) == (0, "was recorded before")
    moved = ("cargo-moved", "--ship", "progress-ms-33", "--resource", "water", "--kg", "20.25")
    code, out, _ = call("add", *moved, "--at", "2026-03-25", "--json")
    event = json.loads(out)["recorded"][0]
    assert (event["amount_kg"], event["author"]) == (20.25, "tester")
    code, out, _ = call("show", "--json", "--at", "2026-03-25T00:00Z", "--events")
    shown = json.loads(out)
    assert shown["ports"][0]["cargo_kg"] == {"water": 399.75}
    assert shown["stocks"]["water"]["moved_since_kg"] == 20.25
    assert shown["at_utc"] == "2026-03-25T00:00:00.000Z"
    assert len(shown["events"]) == 2
    assert call("add", "withdrawn", "--replaces", event["id"])[0] == 0
    assert "replaced by" in call("show", "--events")[1]
    file = tmp_path / "log.csv"
    assert call("export", file)[1] == f"{file}: 3 events\n"
    assert json.loads(call("import", file, "--json")[1])["already"] == 3
    elsewhere = ("--db", tmp_path / "other.sqlite")
    assert f"\n{file}: 3 recorded, 0 were there" in call("import", file, *elsewhere)[1]
    assert json.loads(call("show", "--json")[1]) == json.loads(
        call("show", "--json", *elsewhere)[1]
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "undocked", "--ship", "progress-ms-3", *WHEN), 2, "is not docked then; did you"),
        (("add", "undocked", "--ship", "progress-ms-33", "--at", "2026-03-24"), 2, "no ship is"),
        (("add", *CAME[:-1], "zvezda-aff", *WHEN), 2, "did you mean 'zvezda-aft'?"),
        (("add", "dock", *WHEN), 2, "unknown event 'dock'; did you mean 'docked'?"),
        (("add", *CAME), 2, "docked needs '--at'"),
        (("add", *CAME, "--at", "yesterday"), 2, "--at: 'yesterday' is not a time"),
        (("add", *CAME, *WHEN, "--kg", "4"), 2, "unknown key '--kg'; docked takes none"),
        (("add", *CAME, *WHEN, "--cargo", "watr=4"), 2, "did you mean 'water'?"),
        (("add", *CAME, *WHEN, "--cargo", "water=-4"), 2, "-4 kg is negative"),
        (("add", *CAME, *WHEN, "--cargo", "water"), 2, "write water=420"),
        (("add", *CAME, *WHEN, "--id", "first"), 2, "the id 'first' is that of docked"),
        (("import", "nothing.csv"), 2, "nothing.csv: cannot read the file"),
        (("export", "log.txt"), 2, "neither CSV nor JSON lines"),
        (("export", "nowhere/log.csv"), 2, "No such file or directory"),
        (("show", "--at", "soon"), 2, "--at: 'soon' is not a time"),
        (("show", "--db", "nothing.sqlite"), 3, "no such log; check --db"),
        (("show", "--db", "oracle://x/y"), 2, "unknown kind of database 'oracle'"),
    ],
)
def test_bad_input_is_one_line(call, tmp_path, monkeypatch, arguments, code, says):
    monkeypatch.chdir(tmp_path)
    came = (
        "docked",
        "--ship",
        "progress-ms-33",
        "--vehicle",
        "progress-ms",
        "--port",
        "poisk-zenith",
    )
    assert call("add", *came, "--at", "2026-03-24T12:00Z", "--id", "first")[0] == 0
    ended, out, err = call(*arguments)
    assert (ended, out) == (code, "")
    assert len(err.splitlines()) == 1
    assert says in err
    assert err.startswith("portcall: ")
    assert len(json.loads(call("show", "--json", "--events")[1])["events"]) == 1


def test_an_import_with_one_bad_line_records_nothing(call, tmp_path):
    assert call("add", *CAME, *WHEN)[0] == 0
    file = tmp_path / "more.csv"
    file.write_text(
        "kind,happened_utc,ship\nundocked,2026-04-01,progress-ms-33\nundocked,2026-04-02,progress-ms-33\n"
    )
    code, _, err = call("import", file)
    assert code == 2
    assert "undocked progress-ms-33 2026-04-02T00:00Z" in err
    assert "is not docked then" in err
    assert json.loads(call("show", "--json")[1])["ports"]


def _full(command, path, room):
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))"
    script = f"{limit}; import sys; sys.argv = {['portcall', 'log', *command]!r}"
    return subprocess.run(
        [sys.executable, "-c", f"{script}; from portcall.cli.main import entry; entry()"],
        capture_output=True,
        text=True,
        check=False,
        env={**ROOT_ENV, "PORTCALL_DB": str(path), "PORTCALL_AUTHOR": "tester"},
    )


def test_a_full_disk_is_one_line_and_keeps_the_log(tmp_path):
    path, file = tmp_path / "station.sqlite", tmp_path / "log.jsonl"
    with open_log(path, create=True) as log:
        log.add(
            docked(),
            *(made(StockCounted, f"c{n}", n, resource="dry", amount_g=n) for n in range(300)),
        )
        before = log.events()
    room = path.stat().st_size
    done = _full(["export", str(file)], path, 40_000)
    assert (done.returncode, done.stdout, file.exists()) == (2, "", False)
    assert len(done.stderr.splitlines()) == 1
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    big = tmp_path / "big.csv"
    rows = "".join(f"stock-counted,2025-02-01T00:00Z,food,{n},i{n}\n" for n in range(9000))
    big.write_text("kind,happened_utc,resource,amount_kg,id\n" + rows)
    done = _full(["import", str(big)], path, room + 100_000)
    assert (done.returncode, done.stdout) == (3, "")
    assert "nothing was written and what was there is kept" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    with open_log(path) as log:
        assert log.events() == before
        assert log.state_at(at(5)).stock("dry").amount_g == 5
