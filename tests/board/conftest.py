"""A board to ask: the seed visit flown once, an application around a copy of it, one that listens."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portcall.board.server.app import create_app
from portcall.board.server.job_process import start, watch
from portcall.board.server.serve import listening_socket, server_of
from portcall.board.server.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # which HTTP library it would rather stand on
    from starlette.testclient import TestClient

SEED_FLIGHT = "progress-ms-31"
# stands in for portcall where a test is about the desk and not about the flight
_STAND_IN = """
import shutil, sys, time
from pathlib import Path
arguments = sys.argv[1:]
out = Path(arguments[arguments.index("--out") + 1])
(out.parent / "asked.txt").write_text("\\n".join(arguments))
given = [Path(one) for one in arguments if one.endswith(".toml")]
if given:
    (out.parent / "given.toml").write_text(given[0].read_text())
said = " ".join(arguments)
if "crew-11" in said:
    print("portcall: no plan: the window is closed", file=sys.stderr)
    sys.exit(1)
if "soyuz-ms-27" in said:
    print("flying", file=sys.stderr, flush=True)
    time.sleep(60.0)
shutil.copytree({sample!r}, out)
if "--fault" in said:
    print("portcall: broken: contact limits", file=sys.stderr)
    sys.exit(1)
"""


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory) -> Path:
    """The run folder of the seed visit."""
    out = tmp_path_factory.mktemp("flown") / SEED_FLIGHT
    process = start((sys.executable, "-m", "portcall", "fly", SEED_FLIGHT, "--out", str(out)))
    ended = watch(process, stop=threading.Event(), limit_s=600.0, heard=lambda _: None)
    assert ended.code == 0, ended.last_line
    return out


@pytest.fixture
def settings(tmp_path, seed_folder) -> Settings:
    """A board over a copy of that folder; its jobs are carried out by a stand-in."""
    runs = tmp_path / "runs"
    shutil.copytree(seed_folder, runs / SEED_FLIGHT)
    script = tmp_path / "stand_in.py"
    script.write_text(_STAND_IN.format(sample=str(seed_folder)))
    return Settings(
        runs,
        db=str(tmp_path / "log.sqlite"),
        author="A. Tester",
        command=(sys.executable, str(script)),
        first_run=SEED_FLIGHT,
    )


@dataclass(frozen=True)
class Asked:
    """An application and a client that asks it as a page of its own would."""

    app: object
    client: TestClient
    settings: Settings

    @property
    def desk(self):
        return self.app.state.desk

    def job(self, number: str) -> dict:
        """Wait until a job has ended."""
        until = time.monotonic() + 60.0
        while time.monotonic() < until:
            found = self.client.get(f"/api/v1/jobs/{number}").json()
            if found["state"] not in {"waiting", "running"}:
                return found
            time.sleep(0.05)
        raise AssertionError(found)


@pytest.fixture
def board_of() -> Iterator[Callable[[Settings], Asked]]:
    """`board_of(settings)`: an application with its client."""
    made = []

    def make(settings: Settings) -> Asked:
        app = create_app(settings)
        client = TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=True)
        made.append(app.state.desk)
        return Asked(app, client, settings)

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def board(board_of, settings) -> Asked:
    """The application over the seed visit."""
    return board_of(settings)


@dataclass
class Stream:
    """One open stream, read message by message."""

    connection: http.client.HTTPConnection
    answer: http.client.HTTPResponse

    def message(self) -> dict | None:
        """Return the next message; None at the end of the stream."""
        found = {}
        while True:
            line = self.answer.readline()
            if not line:
                return None
            text = line.decode().rstrip("\n")
            if not text and "event" in found:
                return found
            if text and not text.startswith(":"):
                name, _, value = text.partition(": ")
                found[name] = json.loads(value) if name == "data" else value

    def until(self, wanted: Callable[[dict], bool], most: int = 2_000) -> dict:
        """Return the first message that is wanted."""
        for _ in range(most):
            found = self.message()
            assert found is not None, "the stream ended"
            if wanted(found):
                return found
        raise AssertionError("never came")

    def close(self) -> None:
        with suppress(OSError):
            self.answer.close()
            self.connection.close()


@dataclass
class Live:
    """A board that listens on the loopback."""

    desk: object
    host: str
    port: int
    streams: list[Stream]

    def ask(self, method: str, path: str, body: object = None, headers=()) -> tuple[int, dict]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        kept = {"content-type": "application/json"} if body is not None else {}
        text = None if body is None else json.dumps(body)
        connection.request(method, path, body=text, headers={**kept, **dict(headers)})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, json.loads(content)

    def stream(self, play: str, seen: int | None = None) -> Stream:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        headers = {} if seen is None else {"last-event-id": str(seen)}
        connection.request("GET", f"/api/v1/plays/{play}/stream", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        stream = Stream(connection, answer)
        self.streams.append(stream)
        return stream


@pytest.fixture
def live(settings) -> Iterator[Live]:
    """A board that really listens, in a thread of this process."""
    listener = listening_socket("127.0.0.1", 0)
    host, port = listener.getsockname()
    server, desk = server_of(replace(settings, port=port))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    found = Live(desk, host, port, [])
    try:
        until = time.monotonic() + 20.0
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield found
    finally:
        for stream in found.streams:
            stream.close()
        desk.stage.stop()
        server.should_exit = True
        thread.join(20.0)
        listener.close()
        assert not thread.is_alive()


# an interrupt reaches the command also where whoever started it ignores them
_SCRIPT = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from portcall.cli.main import entry; entry()"
)
START_S = 120.0


@dataclass
class BoardProcess:
    """A board that was started from the command line."""

    process: subprocess.Popen
    address: str

    @property
    def port(self) -> int:
        return urlsplit(self.address).port

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {} if body is None else {"content-type": "application/json"}
        text = None if body is None else json.dumps(body)
        connection.request(method, path, body=text, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def interrupt(self) -> tuple[float, str]:
        """Send what Ctrl-C sends; return how long it took to end, and what it said."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return time.monotonic() - began, said


def _start_board(*arguments: object, environment: dict[str, str] | None = None) -> BoardProcess:
    """Start `portcall board`; return when it has printed its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, "board", "--no-open", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    return BoardProcess(process, process.stdout.readline().strip())


@dataclass
class Watcher:
    """A viewer in a thread of its own: counts frames, keeps the numbers of events."""

    port: int
    play: str
    numbers: list[int] = field(default_factory=list)
    frames: int = 0
    ended: bool = False

    def begin(self) -> threading.Thread:
        thread = threading.Thread(target=self._read, daemon=True)
        thread.start()
        return thread

    def _read(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", f"/api/v1/plays/{self.play}/stream")
            answer = connection.getresponse()
            while line := answer.readline():
                if line.startswith(b"id: "):
                    self.numbers.append(int(line[4:]))
                self.frames += line == b"event: state\n"
        except (OSError, http.client.HTTPException):
            pass
        finally:
            self.ended = True
            connection.close()


def _resident_mb(process: subprocess.Popen) -> float:
    """Return the memory that a process holds. [MB]"""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise AssertionError("no memory is told")


@pytest.fixture
def start_board() -> Callable[..., BoardProcess]:
    """`start_board(*arguments)`: `portcall board` in a process of its own, when it has told its address."""
    return _start_board


@pytest.fixture
def watcher() -> type[Watcher]:
    """`watcher(port, play)`: a viewer in a thread of its own."""
    return Watcher


@pytest.fixture
def resident_mb() -> Callable[[subprocess.Popen], float]:
    """`resident_mb(process)`: the memory that a process holds."""
    return _resident_mb
