"""Twenty viewers for five minutes: frames may drop, numbered events never, little memory, a quick end."""

import json
import shutil
import time

import pytest

pytestmark = pytest.mark.acceptance

SEED = "progress-ms-31"
VIEWERS, MINUTES = 20, 5
MOST_MB = 300.0
END_S = 3.0
CHANGE_S = 1.0  # between two jumps, each a numbered event


def test_twenty_viewers_for_five_minutes(
    tmp_path, seed_folder, record_figure, start_board, watcher, resident_mb
):
    shutil.copytree(seed_folder, tmp_path / "runs" / SEED)
    board = start_board("--runs", tmp_path / "runs", "--port", 0)
    try:
        _, answer = board.ask("POST", "/api/v1/plays", {"run": SEED, "rate": 600.0})
        number = json.loads(answer)["id"]
        watchers = [watcher(board.port, number) for _ in range(VIEWERS)]
        threads = [one.begin() for one in watchers]
        began, most_mb = time.monotonic(), 0.0
        while (spent_s := time.monotonic() - began) < 60.0 * MINUTES:
            sent = {"utc": f"2025-07-{4 + int(spent_s) % 2:02d}T0{int(spent_s) % 10}:00:00Z"}
            board.ask("PATCH", f"/api/v1/plays/{number}", sent)
            most_mb = max(most_mb, resident_mb(board.process))
            time.sleep(CHANGE_S)
        metrics = board.ask("GET", "/api/v1/metrics")[1].decode()
        ended_s, said = board.interrupt()
    finally:
        board.process.kill()
    for thread in threads:
        thread.join(30.0)
    counts = [len(one.numbers) for one in watchers]
    whole = all(w.numbers == list(range(1, len(w.numbers) + 1)) for w in watchers)
    rates = sorted(one.frames / spent_s for one in watchers)
    told = dict(line.split() for line in metrics.splitlines() if line.startswith("portcall_frames"))
    sent, dropped = (float(told[f"portcall_frames_{one}_total"]) for one in ("sent", "dropped"))
    received = sum(one.frames for one in watchers)
    counted = abs(received - sent) <= 20 * VIEWERS  # of the two seconds around the count
    record_figure(
        f"{VIEWERS} viewers at 10 Hz for {MINUTES} minutes: numbered events",
        required="none lost, in their order",
        measured=f"{min(counts)} to {max(counts)} events a viewer, "
        + ("none lost" if whole else "some lost"),
        passed=whole and min(counts) >= max(counts) - 2,
        note="the last may fall into the end of the server",
    )
    record_figure(
        f"{VIEWERS} viewers at 10 Hz for {MINUTES} minutes: frames",
        required="may drop; counted",
        measured=f"{rates[0]:.1f} to {rates[-1]:.1f} a second and viewer; "
        f"{received} received, {sent:g} counted as sent, {dropped:g} as dropped",
        passed=counted,
    )
    record_figure(
        f"{VIEWERS} viewers at 10 Hz for {MINUTES} minutes: memory of the server",
        required=f"under {MOST_MB:g} MB",
        measured=f"{most_mb:.0f} MB",
        passed=most_mb < MOST_MB,
    )
    record_figure(
        f"Ctrl-C with {VIEWERS} viewers connected",
        required=f"ended within {END_S:g} s",
        measured=f"{ended_s:.1f} s, exit code {board.process.returncode}",
        passed=ended_s < END_S,
    )
    assert counted
    assert whole
    assert min(counts) >= max(counts) - 2
    assert min(counts) > 200
    assert most_mb < MOST_MB
    assert ended_s < END_S
    assert board.process.returncode == 130
    assert said.splitlines() == ["portcall: the board has ended; nothing was left half-written"]
