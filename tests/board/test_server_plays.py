"""Plays: the clock, the numbered events, what a slow viewer loses, and what ends a play."""

import itertools
import json
import shutil
import socket
import time
from datetime import datetime, timedelta

import pytest

from portcall.board.server import limits
from portcall.board.server import stage as stage_module
from portcall.board.server.play import LivePlay

SEED = "progress-ms-31"


@pytest.fixture
def scene(board):
    return board.desk.shelf.scene(SEED).scene


def _told(play, after=0) -> list[dict]:
    lines = [one.message.decode().splitlines()[2] for one in play.after(after)]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def _play(scene, **given) -> LivePlay:
    return LivePlay("1", SEED, scene, (), **{"utc": None, "rate": 1.0, "now_s": 100.0, **given})


def _at(play, now_s) -> float:
    return (play.advance(now_s)[0] - play.scene.start_utc).total_seconds()


def test_the_clock_goes_at_its_rate(scene):
    play = _play(scene, rate=60.0)
    assert _at(play, 100.5) == pytest.approx(30.0)
    play.change(100.5, utc=None, rate=2.0, paused=None)
    assert _at(play, 101.5) == pytest.approx(32.0)


def test_a_pause_holds_the_clock(scene):
    play = _play(scene)
    play.change(100.5, utc=None, rate=None, paused=True)
    assert _at(play, 160.0) == pytest.approx(0.5)
    play.change(160.0, utc=None, rate=None, paused=False)
    assert _at(play, 161.0) == pytest.approx(1.5)


@pytest.mark.parametrize("jump_s", [3_600.0, -3_600.0, -0.001])
def test_a_jump_of_the_machines_clock_is_at_most_a_second(scene, jump_s):
    play = _play(scene, utc=scene.start_utc + timedelta(seconds=10.0))
    moved = _at(play, 100.0 + jump_s) - 10.0
    assert moved == pytest.approx(1.0 if jump_s > 0 else 0.0)
    assert _at(play, 100.0 + jump_s + 0.5) == pytest.approx(10.5 + moved)


def test_every_event_is_passed_once_at_any_rate(scene):
    for rate in (1.0e6, 5_000.0):
        play = _play(scene, rate=rate)
        for step in itertools.count(1):
            if play.advance(100.0 + 0.1 * step)[2]:
                break
        told = _told(play)
        assert [one["n"] for one in told] == list(range(1, len(told) + 1))
        passed = [one["event"] for one in told if one["kind"] == "passed"]
        inside = sorted(
            (e.utc, e.id) for e in scene.events if scene.start_utc <= e.utc <= scene.end_utc
        )
        assert passed == [event for _, event in inside]
        assert told[-1]["kind"] == "end"
        assert play.record().utc == scene.end_utc


def test_changes_are_told_and_what_changes_nothing_is_not(scene):
    play = _play(scene, utc=scene.start_utc + timedelta(seconds=1.0))
    middle = scene.start_utc + timedelta(hours=1)
    play.change(100.0, utc=middle, rate=10.0, paused=True)
    play.change(100.0, utc=None, rate=10.0, paused=True)
    play.change(100.0, utc=None, rate=None, paused=False)
    assert [one["kind"] for one in _told(play)] == ["jumped", "rate", "paused", "resumed"]
    assert _told(play, after=3)[0]["n"] == 4


def test_a_jump_stays_inside_the_run(scene):
    play = _play(scene, utc=scene.start_utc - timedelta(days=9))
    assert play.record().utc == scene.start_utc
    found = play.change(100.0, utc=scene.end_utc + timedelta(days=9), rate=None, paused=True)
    assert found.utc == scene.end_utc


def test_an_event_that_was_jumped_to_is_passed(scene):
    contact = next(e for e in scene.events if e.utc == scene.contact_utc)
    play = _play(scene)
    play.change(100.0, utc=contact.utc, rate=None, paused=None)
    play.advance(100.1)
    assert contact.id in [one["event"] for one in _told(play) if one["kind"] == "passed"]


def test_events_that_are_no_longer_kept_are_not_passed_off_as_none(scene):
    play = _play(scene)
    for _ in range(limits.NUMBERED_KEPT + 5):
        play.change(100.0, utc=scene.start_utc, rate=None, paused=True)
    assert play.after(0) is None
    assert play.oldest() > 0
    assert len(play.after(play.oldest())) == limits.NUMBERED_KEPT


def _begin(live, **given) -> str:
    status, play = live.ask("POST", "/api/v1/plays", {"run": SEED, **given})
    assert status == 201, play
    return play["id"]


def test_a_play_over_the_api(board):
    begun = board.client.post("/api/v1/plays", json={"run": SEED, "rate": 100})
    assert begun.status_code == 201
    number = begun.json()["id"]
    sent = {"utc": "2025-07-05T21:00:00+00:00", "rate": 0.5, "paused": True}
    changed = board.client.patch(f"/api/v1/plays/{number}", json=sent).json()
    assert changed["utc"] == "2025-07-05T21:00:00.000Z"
    assert (changed["rate"], changed["paused"]) == (0.5, True)
    assert board.client.get(f"/api/v1/plays/{number}").json() == changed
    assert board.client.delete(f"/api/v1/plays/{number}").json() == {"deleted": number}
    assert board.client.get(f"/api/v1/plays/{number}").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"rate": 0.05}, {"rate": 2e6}, {"rate": -1}, {"rate": "fast"}, {"rate": 10**400},
        {"utc": "2025-07-05T21:00:00"}, {"utc": "soon"}, {"paused": 7}, {"speed": 2},
    ],
    ids=lambda sent: str(sent)[:30],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused(board, sent):
    number = board.client.post("/api/v1/plays", json={"run": SEED}).json()["id"]
    assert board.client.patch(f"/api/v1/plays/{number}", json=sent).status_code == 422
    begun = board.client.post("/api/v1/plays", json={"run": SEED, **sent})
    assert begun.status_code == 422


def test_no_such_play_and_no_such_run(board):
    assert board.client.post("/api/v1/plays", json={"run": "absent"}).status_code == 404
    for method in ("get", "delete"):
        assert getattr(board.client, method)("/api/v1/plays/1").status_code == 404
    assert board.client.patch("/api/v1/plays/1", json={"rate": 2}).status_code == 404
    assert board.client.get("/api/v1/plays/1/stream").status_code == 404


def test_plays_are_counted(board, monkeypatch):
    monkeypatch.setattr(limits, "PLAYS", 3)
    answers = [board.client.post("/api/v1/plays", json={"run": SEED}).status_code for _ in range(4)]
    assert answers == [201, 201, 201, 429]


def test_a_play_that_nobody_watches_ends(board, monkeypatch):
    number = board.client.post("/api/v1/plays", json={"run": SEED}).json()["id"]
    now_s = time.monotonic()
    monkeypatch.setattr(board.desk.stage, "_clock", lambda: now_s + limits.UNWATCHED_S + 2.0)
    board.desk.stage.step()
    assert board.client.get(f"/api/v1/plays/{number}").status_code == 404


def test_a_stream_tells_states_and_events(live):
    number = _begin(live, rate=100.0)
    stream = live.stream(number)
    state = stream.until(lambda m: m["event"] == "state")
    assert "id" not in state
    assert state["data"]["play"] == {"rate": 100.0, "paused": False}
    assert state["data"]["phase"] == "ascent"
    passed = stream.until(lambda m: m["event"] == "numbered" and m["data"]["event"] != "liftoff")
    assert passed["id"] == str(passed["data"]["n"])
    live.ask("PATCH", f"/api/v1/plays/{number}", {"utc": "2025-07-05T20:00:00Z", "paused": True})
    kinds = [stream.until(lambda m: m["event"] == "numbered") for _ in range(2)]
    while kinds[0]["data"]["kind"] == "passed":
        kinds = [kinds[1], stream.until(lambda m: m["event"] == "numbered")]
    assert [one["data"]["kind"] for one in kinds] == ["jumped", "paused"]
    assert int(kinds[1]["id"]) == int(kinds[0]["id"]) + 1
    after = stream.until(lambda m: m["event"] == "state" and m["data"]["play"]["paused"])
    assert after["data"]["utc"] == "2025-07-05T20:00:00.000Z"


def test_states_come_ten_times_a_second_and_the_clock_moves_on(live):
    stream = live.stream(_begin(live, rate=10.0))
    utc = [stream.until(lambda m: m["event"] == "state")["data"]["utc"] for _ in range(12)]
    moments = [datetime.fromisoformat(one) for one in utc]
    steps = [(b - a).total_seconds() for a, b in itertools.pairwise(moments)]
    assert all(step >= 0.9 for step in steps[1:])  # a tenth of a second at ten times the speed


def test_a_viewer_that_comes_back_has_missed_nothing(live):
    number = _begin(live, rate=1.0)
    for hour in range(6):
        live.ask("PATCH", f"/api/v1/plays/{number}", {"utc": f"2025-07-04T0{hour}:00:00Z"})
    first = live.stream(number)
    numbers = [int(first.until(lambda m: m["event"] == "numbered")["id"]) for _ in range(6)]
    first.close()
    again = live.stream(number, seen=numbers[2])
    later = [int(again.until(lambda m: m["event"] == "numbered")["id"]) for _ in range(3)]
    assert later == numbers[3:]


def test_a_viewer_that_comes_back_too_late_is_told(live):
    number = _begin(live)
    act = live.desk.stage._acts[number]
    for _ in range(limits.NUMBERED_KEPT + 10):
        act.play.change(0.0, utc=act.play.scene.start_utc, rate=None, paused=True)
    stream = live.stream(number, seen=1)
    gone = stream.until(lambda m: m["event"] == "gone")
    assert "no longer kept" in gone["data"]["why"]
    assert stream.message() is None


@pytest.mark.parametrize("seen", ["-1", "x", "1" * 16, "1.5"])
def test_a_number_that_is_none_is_refused(live, seen):
    number = _begin(live)
    status, answer = live.ask(
        "GET", f"/api/v1/plays/{number}/stream", headers={"last-event-id": seen}
    )
    assert status == 422
    assert answer["error"]["where"] == "Last-Event-ID"


def test_a_slow_viewer_loses_frames_and_nothing_else(live):
    number = _begin(live, rate=1.0)
    slow = socket.create_connection((live.host, live.port), timeout=20)
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    slow.sendall(f"GET /api/v1/plays/{number}/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    quick = live.stream(number)
    quick.until(lambda m: m["event"] == "state")
    viewer = live.desk.stage._acts[number].viewers[0]
    # frames as large as those of nobody: the buffers on the way are full at once
    padding = b": " + b"x" * 300_000 + b"\n\n"
    until = time.monotonic() + 30.0
    while viewer.frames_dropped < 20 and time.monotonic() < until:
        viewer.offer(padding)
        time.sleep(0.005)
    assert viewer.frames_dropped >= 20
    for minute in range(30):
        sent = {"utc": f"2025-07-04T00:{minute:02d}:00Z"}
        live.ask("PATCH", f"/api/v1/plays/{number}", sent)
    jumps = [quick.until(lambda m: m["event"] == "numbered" and m["data"]["kind"] == "jumped")
             for _ in range(30)]  # fmt: skip
    wanted = [int(one["id"]) for one in jumps]
    # now it reads as fast as any: what it could not take is there still, but for the frames
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_000_000)
    slow.settimeout(20.0)
    pieces, tail = [], b""
    while f"id: {wanted[-1]}\n".encode() not in tail:
        pieces.append(slow.recv(1_000_000))
        assert pieces[-1]
        tail = tail[-64:] + pieces[-1]
    read = b"".join(pieces)
    got = [int(line[4:]) for line in read.split(b"\n") if line.startswith(b"id: ")]
    assert [n for n in got if n in wanted] == wanted
    slow.close()


def test_a_viewer_that_leaves_is_forgotten(live):
    stream = live.stream(_begin(live, rate=1.0))
    stream.until(lambda m: m["event"] == "state")
    assert live.desk.stage.counts() == (1, 1)
    stream.close()
    until = time.monotonic() + 20.0
    while live.desk.stage.counts() != (1, 0) and time.monotonic() < until:
        time.sleep(0.05)
    assert live.desk.stage.counts() == (1, 0)
    assert live.desk.metrics.value("portcall_frames_sent_total") > 0


def test_streams_are_counted(live, monkeypatch):
    monkeypatch.setattr(limits, "STREAMS", 2)
    number = _begin(live)
    live.stream(number)
    live.stream(number)
    status, answer = live.ask("GET", f"/api/v1/plays/{number}/stream")
    assert status == 429
    assert answer["error"]["limit"] == "2"


def test_a_run_deleted_while_watched_is_told(live):
    number = _begin(live)
    stream = live.stream(number)
    stream.until(lambda m: m["event"] == "state")
    assert live.ask("DELETE", f"/api/v1/runs/{SEED}")[0] == 200
    gone = stream.until(lambda m: m["event"] == "gone")
    assert gone["data"]["why"] == f"the run {SEED} was deleted"
    assert stream.message() is None
    assert live.ask("GET", "/api/v1/health")[0] == 200


def test_a_run_damaged_while_watched_is_told(live, settings):
    stream = live.stream(_begin(live))
    stream.until(lambda m: m["event"] == "state")
    (settings.runs_root / SEED / "visit.json").write_text("{")
    gone = stream.until(lambda m: m["event"] == "gone")
    assert gone["data"]["why"].startswith(f"the run {SEED} is damaged: ")


def test_a_run_replaced_while_watched_is_told(live, settings, seed_folder):
    stream = live.stream(_begin(live))
    stream.until(lambda m: m["event"] == "state")
    shutil.rmtree(settings.runs_root / SEED)
    shutil.copytree(seed_folder, settings.runs_root / SEED, copy_function=shutil.copy)
    gone = stream.until(lambda m: m["event"] == "gone")
    assert "was replaced" in gone["data"]["why"] or "was deleted" in gone["data"]["why"]


def test_a_play_that_is_ended_tells_its_viewers(live):
    number = _begin(live)
    stream = live.stream(number)
    stream.until(lambda m: m["event"] == "state")
    live.ask("DELETE", f"/api/v1/plays/{number}")
    assert stream.until(lambda m: m["event"] == "gone")["data"]["why"] == "the play was ended"


def test_a_run_that_cannot_be_shown_takes_no_other_with_it(live, monkeypatch):
    real = stage_module.frame_at
    bad, good = _begin(live, rate=1.0), _begin(live, rate=2.0)
    streams = live.stream(bad), live.stream(good)
    broken = live.desk.stage._acts[bad].play.scene.model_copy()
    live.desk.stage._acts[bad].play.scene = broken

    def frame_at(scene, utc):
        if scene is broken:
            raise ValueError("no frame")
        return real(scene, utc)

    monkeypatch.setattr(stage_module, "frame_at", frame_at)
    assert "cannot be shown" in streams[0].until(lambda m: m["event"] == "gone")["data"]["why"]
    for _ in range(5):
        streams[1].until(lambda m: m["event"] == "state")
