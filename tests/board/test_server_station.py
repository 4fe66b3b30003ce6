"""The station over the API: as the commands show it; its log takes what `portcall log add` takes."""

import json
import subprocess
import sys

import pytest

UNDOCKED = {"kind": "undocked", "happened_utc": "2026-03-16T13:24:00Z", "ship": "progress-ms-31"}
DOCKED = {
    "kind": "docked",
    "happened_utc": "2025-07-05T21:25:00Z",
    "ship": "progress-ms-31",
    "vehicle": "progress-ms",
    "port": "poisk-zenith",
    "cargo_kg": {"water": 420, "propellant": 950},
}


def _command(*arguments) -> dict:
    ended = subprocess.run(
        [sys.executable, "-m", "portcall", *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(ended.stdout)


def test_traffic_and_stocks_of_a_period(board):
    period = {"from": "2025-07-01", "to": "2025-09-01"}
    traffic = board.client.get("/api/v1/traffic", params=period).json()
    assert traffic["source"] == "recorded"
    assert "poisk-zenith" in [stay["port"] for stay in traffic["stays"]]
    stocks = board.client.get("/api/v1/stocks", params=period).json()
    assert {one["resource"] for one in stocks["series"]} >= {"food", "water"}


@pytest.mark.parametrize("view", ["traffic", "stocks"])
@pytest.mark.parametrize(
    ("period", "status"),
    [
        ({"from": "2025-09-01", "to": "2025-07-01"}, 422),
        ({"from": "2000-01-01", "to": "2025-07-01"}, 422),
        ({"from": "1900-01-01"}, 422),
        ({"to": "9999-12-31"}, 422),
        ({"from": "now"}, 400),
        ({"from": "2025-07-01T00:00:00"}, 400),
        ({"from": "0001-01-01T00:00:00+14:00"}, 400),
        ({"from": "x" * 41}, 422),
        ({"plan": "absent"}, 404),
        ({"plan": "progress-ms-31"}, 400),
    ],
    ids=str,
)
def test_a_period_that_cannot_be_is_refused(board, view, period, status):
    answer = board.client.get(f"/api/v1/{view}", params=period)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["what"]


def test_the_station_is_that_of_the_command(board):
    answer = board.client.get("/api/v1/station", params={"at": "2025-09-01"}).json()
    assert answer == _command("station", "--at", "2025-09-01", "--json")


@pytest.mark.parametrize("at", ["1990-01-01", "2200-01-01", "soon"])
def test_a_station_that_is_not_there(board, at):
    assert board.client.get("/api/v1/station", params={"at": at}).status_code in {400, 422}


def test_plans_are_runs_of_their_kind(board):
    assert board.client.get("/api/v1/traffic/plans").json() == []
    assert board.client.get("/api/v1/traffic/plans/absent").status_code == 404
    assert board.client.get("/api/v1/traffic/plans/progress-ms-31").status_code == 404


def test_the_log_is_started_and_read_back(board):
    assert board.client.get("/api/v1/log").json() == {
        "place": None, "station": None, "entries": [], "before": None,
    }  # fmt: skip
    added = board.client.post("/api/v1/log", json=DOCKED)
    assert added.status_code == 201
    (recorded,) = added.json()["recorded"]
    assert recorded["author"] == "A. Tester"
    assert recorded["cargo_kg"] == {"water": 420.0, "propellant": 950.0}
    board.client.post("/api/v1/log", json=UNDOCKED)
    page = board.client.get("/api/v1/log", params={"limit": 1}).json()
    assert [one["kind"] for one in page["entries"]] == ["undocked"]
    rest = board.client.get("/api/v1/log", params={"limit": 1, "before": page["before"]}).json()
    assert rest["entries"] == [recorded]
    assert rest["before"] is None
    shown = _command("log", "show", "--events", "--json", "--db", board.settings.db)
    assert shown["events"] == [recorded, page["entries"][0]]


def test_the_same_report_may_be_sent_twice(board):
    sent = {**DOCKED, "id": "mine-1", "author": "B. Reporter"}
    first = board.client.post("/api/v1/log", json=sent).json()
    again = board.client.post("/api/v1/log", json=sent)
    assert again.status_code == 201
    assert again.json()["recorded"] == []
    (before,), (after,) = first["recorded"], again.json()["already"]
    assert after["recorded_utc"] >= before["recorded_utc"]
    assert {**after, "recorded_utc": ""} == {**before, "recorded_utc": ""}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({}, "unknown event"),
        ({"kind": "docked"}, "docked needs"),
        ({**DOCKED, "port": "poisk-zenit"}, "poisk-zenit"),
        ({**DOCKED, "cargo_kg": {"watr": 1}}, "watr"),
        ({**DOCKED, "cargo_kg": {"water": -1}}, "negative"),
        ({**DOCKED, "cargo_kg": {"water": 1e300}}, "kg"),
        ({**DOCKED, "happened_utc": "2199-01-01T00:00:00Z"}, "the log holds what has happened"),
        ({**DOCKED, "happened_utc": 5}, "5"),
        ({**DOCKED, "speed": 3}, "speed"),
        ({**DOCKED, "id": "no id at all;"}, "an id is"),
        (UNDOCKED, "progress-ms-31"),
        ({"kind": ["docked"]}, "unknown event"),
        ({"kind": None}, "unknown event"),
    ],
    ids=lambda given: str(given)[:60],
)
def test_what_the_command_refuses_is_refused(board, event, words):
    answer = board.client.post("/api/v1/log", json=event)
    assert 400 <= answer.status_code < 500, answer.text
    assert words in answer.text
    assert board.client.get("/api/v1/log").json()["entries"] == []


def test_a_log_that_is_damaged_is_said_and_the_board_stays(board, tmp_path):
    (tmp_path / "log.sqlite").write_bytes(b"no database at all, and long enough to be none" * 50)
    answer = board.client.post("/api/v1/log", json=DOCKED)
    assert answer.status_code in {400, 409}
    assert board.client.get("/api/v1/log").status_code in {400, 404}
    assert board.client.get("/").status_code == 200


@pytest.mark.parametrize(
    "params", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"before": "x" * 81}]
)
def test_a_page_of_the_log_is_bounded(board, params):
    assert board.client.get("/api/v1/log", params=params).status_code == 422


def test_a_page_after_no_event(board):
    board.client.post("/api/v1/log", json=DOCKED)
    assert board.client.get("/api/v1/log", params={"before": "absent"}).status_code == 404


def test_health_and_metrics(board):
    assert board.client.get("/api/v1/health").json()["status"] == "ok"
    board.client.get("/api/v1/runs/absent")
    board.client.get("/api/v1/health", headers={"host": "elsewhere.example"})
    text = board.client.get("/api/v1/metrics").text
    lines = text.splitlines()
    assert 'portcall_requests_total{route="/api/v1/health",status="200"} 1' in lines
    assert 'portcall_requests_total{route="/api/v1/runs/{run}",status="404"} 1' in lines
    assert 'portcall_refusals_total{status="403"} 1' in lines
    assert 'portcall_jobs{state="running"} 0' in lines
    (held,) = [line for line in lines if line.startswith("portcall_resident_bytes ")]
    assert 20e6 < float(held.split()[1]) < 2e9
    names = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {line.split("{")[0].split()[0] for line in lines if line[0] != "#"} == names


def test_the_flights_and_faults_of_the_catalogue(board):
    flights = board.client.get("/api/v1/flights").json()["flights"]
    assert "progress-ms-31" in [one["id"] for one in flights]
    faults = board.client.get("/api/v1/faults").json()
    assert "thruster-stuck-on" in [one["name"] for one in faults["faults"]]
