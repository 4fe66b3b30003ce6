"""`portcall board` from the command line: the address, the token, the next port, and a quick end."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest

from portcall.cli.board import _address, _token
from portcall.core.errors import InputError

SEED = "progress-ms-31"
TOKEN_VARIABLE = "PORTCALL_BOARD_TOKEN"  # noqa: S105  (its name, not its value)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")


@pytest.fixture
def runs(tmp_path, seed_folder):
    shutil.copytree(seed_folder, tmp_path / "runs" / SEED)
    return tmp_path / "runs"


def test_a_board_is_ended_while_it_is_watched_and_works(runs, start_board, watcher):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        board = start_board("--runs", runs, "--port", port)
        try:
            assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/\?run={SEED}", board.address)
            assert board.port > port
            _, answer = board.ask("POST", "/api/v1/plays", {"run": SEED, "rate": 60.0})
            number = re.search(rb'"id":"(\w+)"', answer)[1].decode()
            watchers = [watcher(board.port, number) for _ in range(5)]
            threads = [one.begin() for one in watchers]
            status, _ = board.ask("POST", "/api/v1/runs", {"flight": SEED})
            assert status == 202
            until = time.monotonic() + 60.0
            while not all(one.frames > 3 for one in watchers) and time.monotonic() < until:
                time.sleep(0.05)
            assert all(one.frames > 3 for one in watchers)
            _, said = board.interrupt()
        finally:
            board.process.kill()
    assert board.process.returncode == 130
    lines = said.splitlines()
    assert lines[0] == f"portcall: port {port} is taken: this board is on {board.port}"
    assert lines[-1] == "portcall: the board has ended; nothing was left half-written"
    assert len(lines) == 2
    for thread in threads:
        thread.join(20.0)
        assert not thread.is_alive()
    assert [path.name for path in runs.iterdir()] == [SEED]


def test_an_address_that_others_can_reach_wants_a_token(portcall_refuses, monkeypatch, runs):
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    line = portcall_refuses("board", "--no-open", "--runs", runs, "--host", "0.0.0.0")  # noqa: S104
    assert line == (
        "portcall: --host: '0.0.0.0' can be reached by others, and no token is asked for; "
        "add --token, or set PORTCALL_BOARD_TOKEN"
    )
    monkeypatch.setenv(TOKEN_VARIABLE, "short")
    line = portcall_refuses("board", "--no-open", "--runs", runs)
    assert line.startswith("portcall: PORTCALL_BOARD_TOKEN: the token is too short")


@pytest.fixture
def portcall_refuses(capsys, monkeypatch):
    from portcall.cli.main import run

    def refuse(*arguments) -> str:
        monkeypatch.setattr("sys.argv", ["portcall", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run()
        assert end.value.code == 2
        (line,) = capsys.readouterr().err.splitlines()
        return line

    return refuse


def test_a_wrong_name_is_told_the_nearest(portcall_refuses, runs):
    line = portcall_refuses("board", "progres-ms-31", "--no-open", "--runs", runs, "--port", 0)
    assert "unknown flight or run 'progres-ms-31'; did you mean 'progress-ms-31'?" in line


def test_an_address_that_is_not_here(portcall_refuses, runs):
    arguments = ("--no-open", "--runs", runs, "--host", "192.0.2.1", "--token")
    assert "cannot listen on 192.0.2.1" in portcall_refuses("board", *arguments)


def test_a_token_is_made_once_and_stands_in_the_address(monkeypatch, settings):
    from dataclasses import replace

    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    assert _token("127.0.0.1", wanted=False) is None
    first, second = _token("192.0.2.1", wanted=True), _token("192.0.2.1", wanted=True)
    assert first != second
    assert len(first) >= 40
    address = _address(replace(settings, host="192.0.2.1", token=first), SEED)
    assert address == f"http://192.0.2.1:8765/?run={SEED}&token={first}"
    with pytest.raises(InputError):
        _token("192.0.2.1", wanted=False)
    monkeypatch.setenv(TOKEN_VARIABLE, "given-by-its-keeper")
    assert _token("192.0.2.1", wanted=False) == "given-by-its-keeper"


def test_the_server_loads_nothing_that_only_a_flight_needs():
    heavy = ("numba", "llvmlite", "scipy", "ortools", "matplotlib", "pyarrow")
    script = (
        "import sys, portcall.board.server.serve as serve, portcall.board.server.upload_check;"
        f"print([name for name in {heavy} if name in sys.modules], bool(serve.uvicorn))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[] True\n"
