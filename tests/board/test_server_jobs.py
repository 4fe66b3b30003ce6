"""Jobs: every question of the board becomes one command, and the desk stays within its bounds."""

import sys
import threading
import time
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portcall.board.server import jobs as jobs_module
from portcall.board.server import upload_check
from portcall.board.server.another_launch import with_launch_date
from portcall.board.server.job_process import start, watch
from portcall.board.server.limits import JOB_LINE_CHARACTERS, UPLOAD_CHARACTERS
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import load_catalogue
from portcall.catalogue.read import parse_record

SEED = "progress-ms-31"
SLOW = "soyuz-ms-27"  # the stand-in takes a minute over it


def _ordered(board, path, sent) -> dict:
    answer = board.client.post(path, json=sent)
    assert answer.status_code == 202, answer.text
    return board.job(answer.json()["id"])


def _asked(board) -> list[str]:
    return (board.settings.runs_root / "asked.txt").read_text().splitlines()


def test_a_flight_is_flown_beside_the_one_that_is_there(board):
    job = _ordered(board, "/api/v1/runs", {"flight": SEED})
    assert job["state"] == "done"
    assert job["run"] == f"{SEED}-2"
    assert _asked(board) == ["fly", SEED, "--out", str(board.settings.runs_root / f"{SEED}-2")]
    assert board.client.get(f"/api/v1/runs/{SEED}-2").json()["what_if"] is None


def test_another_port_and_profile_are_handed_on(board):
    sent = {"flight": SEED, "port": "zvezda-aft", "profile": "2-orbit", "of": SEED}
    job = _ordered(board, "/api/v1/runs", sent)
    assert _asked(board)[:6] == ["fly", SEED, "--port", "zvezda-aft", "--profile", "2-orbit"]
    run = board.client.get(f"/api/v1/runs/{job['run']}").json()
    assert run["what_if"] == "to zvezda-aft, by 2-orbit"
    assert run["of"] == SEED


def test_another_launch_date_is_flown_from_a_file_without_what_became_of_it(board):
    sent = {"flight": SEED, "launch_date": "2025-07-05", "of": SEED}
    job = _ordered(board, "/api/v1/runs", sent)
    assert job["what"] == f"fly {SEED}, launch on 2025-07-05"
    assert job["run"] == f"{SEED}-launch-on-2025-07-05"
    given = tomllib.loads((board.settings.runs_root / "given.toml").read_text())
    assert given["launch_date"] == date(2025, 7, 5)
    assert not {"planned", "flown", "conflict"} & set(given)
    assert given["known_before"]
    assert given["known_before_departure"]
    run = board.client.get(f"/api/v1/runs/{job['run']}").json()
    assert run["what_if"] == "launch on 2025-07-05"
    scratch = next(one for one in _asked(board) if one.endswith(".toml"))
    assert not Path(scratch).parent.exists()


@pytest.mark.parametrize("flight", load_catalogue().names("flights"))
def test_every_flight_of_the_catalogue_can_be_launched_on_another_date(flight):
    catalogue = load_catalogue()
    known = catalogue.flight(flight)
    text = with_launch_date(catalogue, flight, known.launch_date - timedelta(days=1))
    changed = parse_record(text.encode(), Flight, where=flight)
    same = {"launch_date", "planned", "flown", "conflict"}
    assert changed.model_dump(exclude=same) == known.model_dump(exclude=same)
    assert changed.conflict == ()


def test_a_launch_after_the_undocking_is_refused(board):
    answer = board.client.post("/api/v1/runs", json={"flight": SEED, "launch_date": "2026-12-01"})
    assert answer.status_code == 422
    assert "in this order" in answer.json()["error"]["what"]


def test_a_fault_is_flown_and_a_broken_rule_is_a_result(board):
    sent = {"flight": SEED, "fault": "thruster-stuck-on:7@50m", "of": SEED}
    job = _ordered(board, "/api/v1/runs", sent)
    assert _asked(board)[:4] == ["dock", SEED, "--fault", "thruster-stuck-on:7@50m"]
    assert job["state"] == "done"
    assert job["message"] == "broken: contact limits"
    run = board.client.get(f"/api/v1/runs/{job['run']}").json()
    assert run["what_if"] == "thruster 7 stuck on, at 50 m"


def test_every_known_fault_can_be_asked_for(board):
    for fault in board.client.get("/api/v1/faults").json()["faults"]:
        board.desk.jobs.close()
        unit = {"thruster": ":7", "axis": ":y", "": ""}[fault["unit"]]
        answer = board.client.post(
            "/api/v1/runs", json={"flight": SEED, "fault": fault["name"] + unit}
        )
        # the desk is closed: what is refused there was understood here
        assert answer.status_code == 429, fault["name"]


@pytest.mark.parametrize(
    "fault",
    ["warp-drive", "thruster-stuck-on; rm -rf", "--out", "", "thruster-stuck-on\n", "a" * 121],
)
def test_what_is_no_fault_is_refused(board, fault):
    assert (
        board.client.post("/api/v1/runs", json={"flight": SEED, "fault": fault}).status_code == 422
    )
    assert not board.desk.jobs.jobs()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"flight": "progres-ms-31"},
        {"flight": SEED, "port": "no-port"},
        {"flight": SEED, "profile": "no-profile"},
        {"flight": SEED, "launch_date": "yesterday"},
        {"flight": SEED, "launch_date": "2025-07-05", "fault": "range-lost"},
        {"flight": SEED, "visit_toml": "id = 'x'"},
        {"visit_toml": ""},
        {"flight": SEED, "warp": 9},
        {"flight": None},
        [],
        "text",
    ],
    ids=str,
)
def test_what_cannot_be_ordered_is_refused(board, sent):
    assert board.client.post("/api/v1/runs", json=sent).status_code == 422
    assert not board.desk.jobs.jobs()


def test_a_wrong_name_is_told_the_nearest(board):
    error = board.client.post("/api/v1/runs", json={"flight": "progres-ms-31"}).json()["error"]
    assert error["remedy"] == f"did you mean '{SEED}'?"


def test_a_run_to_compare_with_must_be_there(board):
    answer = board.client.post("/api/v1/runs", json={"flight": SEED, "of": "absent"})
    assert answer.status_code == 404


def test_a_visit_of_ones_own_is_read_and_flown(board):
    text = (load_catalogue().root / "flights" / f"{SEED}.toml").read_text()
    job = _ordered(board, "/api/v1/runs", {"visit_toml": text})
    assert job["run"] == f"{SEED}-uploaded"
    assert (board.settings.runs_root / "given.toml").read_text() == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = ", "not TOML"),
        ("id = 'x'\nlaunch_dat = 2025-01-01", "did you mean 'launch_date'?"),
        ("[[[[" + "a" * 1_000, "not TOML"),
        ("a = " + "[" * 90_000, ""),
    ],
)
def test_an_upload_is_refused_in_its_readers_words(board, text, words):
    answer = board.client.post("/api/v1/runs", json={"visit_toml": text})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert words in f"{error['what']} {error['remedy']}"
    assert error["where"].startswith("visit_toml")
    assert not board.desk.jobs.jobs()


def test_an_upload_is_bounded_in_size_and_time(board, monkeypatch):
    large = "#" * (UPLOAD_CHARACTERS + 1)
    assert board.client.post("/api/v1/runs", json={"visit_toml": large}).status_code == 422
    monkeypatch.setattr(upload_check, "UPLOAD_TIME_S", 0.01)
    answer = board.client.post("/api/v1/runs", json={"visit_toml": "id = 'x'"})
    assert answer.status_code == 413
    assert answer.json()["error"]["limit"] == "0.01 s"


def test_no_more_uploads_are_read_than_there_are_turns(board, monkeypatch):
    monkeypatch.setattr(upload_check, "_turns", threading.BoundedSemaphore(1))
    upload_check._turns.acquire()
    sent = {"visit_toml": "id = 'x'"}
    assert board.client.post("/api/v1/runs", json=sent).status_code == 429
    upload_check._turns.release()
    assert board.client.post("/api/v1/runs", json=sent).status_code == 422
    assert upload_check._turns.acquire(blocking=False)


def test_a_plan_with_a_lost_and_a_late_ship(board):
    ships = _ships()
    sent = {"lose": [ships[0]], "slip": {ships[1]: 14}}
    job = _ordered(board, "/api/v1/traffic/plans", sent)
    assert _asked(board)[:3] == ["traffic", "plan", "iss-2026"]
    assert _asked(board)[3:7] == ["--lose", ships[0], "--slip", f"{ships[1]}=14"]
    assert job["plan"].startswith("iss-2026-without-")
    assert job["run"] is None


def _ships() -> list[str]:
    from portcall.catalogue.traffic_scenario import load_traffic_scenario

    visits = load_traffic_scenario("iss-2026").visit
    return [visit.ship for visit in visits if visit.docked_at is None]


def test_the_ships_that_can_be_lost_are_those_still_to_come(board):
    (scenario,) = board.client.get("/api/v1/traffic/scenarios").json()["scenarios"]
    assert scenario["id"] == "iss-2026"
    assert sorted(ship["id"] for ship in scenario["ships"]) == sorted(_ships())
    assert {"id": "progress-ms-36", "name": "Progress MS-36"} in scenario["ships"]
    answer = board.client.post("/api/v1/traffic/plans", json={"lose": ["crew-12"]})
    assert answer.status_code == 422
    assert answer.json()["error"]["what"] == "crew-12 is on the station already"


@pytest.mark.parametrize(
    "sent",
    [
        {"scenario": "iss-1999"},
        {"lose": ["titanic"]},
        {"slip": {"titanic": 3}},
        {"slip": {"x": 10**9}},
    ],
)
def test_a_plan_that_cannot_be_is_refused(board, sent):
    assert board.client.post("/api/v1/traffic/plans", json=sent).status_code == 422


def test_a_flight_without_a_plan_fails_in_its_own_words(board):
    job = _ordered(board, "/api/v1/runs", {"flight": "crew-11"})
    assert job["state"] == "failed"
    assert job["message"] == "no plan: the window is closed"
    assert job["run"] is None
    assert not (board.settings.runs_root / "crew-11").exists()


def test_the_falls_of_the_first_run_are_ordered_once(board):
    from portcall.board.server.way_home import begin_way_home

    job = begin_way_home(board.desk)
    assert board.job(job.id)["run"] == f"{SEED}-home"
    assert _asked(board)[:4] == ["dispose", SEED, "--samples", "300"]
    assert begin_way_home(board.desk) is None


def _order_slow(board):
    return board.client.post("/api/v1/runs", json={"flight": SLOW})


def test_two_run_eight_wait_and_the_next_is_refused(board):
    answers = [_order_slow(board) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [202] * 10 + [429]
    states = [job["state"] for job in board.client.get("/api/v1/jobs").json()["jobs"]]
    assert states == ["waiting"] * 8 + ["running"] * 2
    last = answers[9].json()["id"]
    assert board.client.delete(f"/api/v1/jobs/{last}").json()["state"] == "cancelled"
    assert _order_slow(board).status_code == 202
    board.desk.jobs.close()
    assert board.desk.jobs.counts() == {"cancelled": 11}


def test_a_running_job_is_cancelled_with_its_process(board):
    number = _order_slow(board).json()["id"]
    until = time.monotonic() + 30.0
    while board.client.get(f"/api/v1/jobs/{number}").json()["message"] != "flying":
        assert time.monotonic() < until
        time.sleep(0.02)
    board.client.delete(f"/api/v1/jobs/{number}")
    job = board.job(number)
    assert (job["state"], job["message"]) == ("cancelled", "cancelled")
    assert job["ended_utc"] >= job["started_utc"]
    again = board.client.delete(f"/api/v1/jobs/{number}").json()
    assert again == job


def test_a_job_that_takes_too_long_is_ended(board_of, settings):
    board = board_of(replace(settings, job_time_s=0.3))
    job = board.job(_order_slow(board).json()["id"])
    assert job["state"] == "failed"
    assert job["message"] == "ended after 0.3 s: it took too long"


def test_a_program_that_is_not_there_is_a_failed_job(board_of, settings):
    board = board_of(replace(settings, command=("/no/such/program",)))
    job = board.job(board.client.post("/api/v1/runs", json={"flight": SEED}).json()["id"])
    assert job["state"] == "failed"
    assert "No such file" in job["message"]


def test_old_jobs_are_forgotten(board, monkeypatch):
    monkeypatch.setattr(jobs_module, "JOBS_REMEMBERED", 2)
    numbers = [_ordered(board, "/api/v1/runs", {"flight": "crew-11"})["id"] for _ in range(4)]
    left = [job["id"] for job in board.client.get("/api/v1/jobs").json()["jobs"]]
    assert left[0] == numbers[-1]
    assert len(left) <= 3
    assert board.client.get(f"/api/v1/jobs/{numbers[0]}").status_code == 404


def test_no_such_job(board):
    assert board.client.get("/api/v1/jobs/1").status_code == 404
    assert board.client.delete("/api/v1/jobs/1").status_code == 404


def test_a_process_and_its_children_end_together(tmp_path):
    script = (
        "import subprocess, sys, time, pathlib;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(tmp_path / 'child')!r}).write_text(str(child.pid));"
        "print('here', file=sys.stderr, flush=True); time.sleep(60)"
    )
    stop, heard = threading.Event(), []

    def hear(line):
        heard.append(line)
        stop.set()

    ended = watch(start((sys.executable, "-c", script)), stop=stop, limit_s=60.0, heard=hear)
    assert (ended.code, ended.why) == (None, "cancelled")
    child = int((tmp_path / "child").read_text())
    until = time.monotonic() + 10.0
    while _runs(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(child)


def _runs(number: int) -> bool:
    try:
        with Path(f"/proc/{number}/stat").open() as file:
            return file.read().split()[2] != "Z"
    except OSError:
        return False


def test_what_a_process_says_is_bounded_and_its_token_is_not_handed_on(monkeypatch):
    monkeypatch.setenv("PORTCALL_BOARD_TOKEN", "a-token-of-a-test-0123456789")
    script = (
        "import os, sys; sys.stderr.write('x' * 5_000_000);"
        "print(file=sys.stderr); print('end', os.environ.get('PORTCALL_BOARD_TOKEN'), file=sys.stderr)"
    )
    heard = []
    process = start((sys.executable, "-c", script))
    ended = watch(process, stop=threading.Event(), limit_s=60.0, heard=heard.append)
    assert ended.last_line == "end None"
    assert max(map(len, heard)) <= JOB_LINE_CHARACTERS
