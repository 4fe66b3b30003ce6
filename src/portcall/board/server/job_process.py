"""Runs portcall as a process of its own: bounded in time and in what it says, ended by its number."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from portcall.board.server.limits import JOB_LINE_CHARACTERS
from portcall.board.server.token import TOKEN_VARIABLE

_LOOK_S = 0.1
_GIVES_WAY = 10  # niceness: the page and its server come first
_MERCY_S = 1.0  # between asking a process to end and ending it
_CHUNK = 4096


@dataclass(frozen=True)
class Ended:
    """How a process ended: its code, or why it was ended."""

    code: int | None
    why: str
    last_line: str


def _is_posix() -> bool:
    return os.name == "posix"


def _environment() -> dict[str, str]:
    """Return the environment without the token, and without colors in what is said."""
    kept = {key: value for key, value in os.environ.items() if key != TOKEN_VARIABLE}
    return {**kept, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


def start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own; never through a shell."""
    process = subprocess.Popen(  # noqa: S603  (a list, and every argument was checked)
        list(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=_is_posix(),
    )
    with suppress(OSError):  # it may have ended already
        if _is_posix():
            os.setpriority(os.PRIO_PROCESS, process.pid, _GIVES_WAY)
    return process


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if _is_posix():
            os.killpg(process.pid, number)
        else:
            process.terminate()


def end(process: subprocess.Popen[bytes], mercy_s: float = _MERCY_S) -> None:
    """End a process and what it started."""
    if process.poll() is None:
        _send(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(mercy_s)
    if process.poll() is None and _is_posix():
        _send(process, signal.SIGKILL)
    process.wait()


def last_line_of(text: str) -> str:
    r"""Return the last line that says something, without the program's name.

    Examples
    --------
    >>> last_line_of("one\nportcall: no plan: the window is closed\n\n")
    'no plan: the window is closed'
    """
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
    line = lines[-1].removeprefix("portcall: ") if lines else ""
    return "".join(c for c in line if c.isprintable())[:JOB_LINE_CHARACTERS]


def _listen(pipe: IO[bytes], heard: Callable[[str], None]) -> None:
    """Pass on the last line said, as it comes; never hold more than one chunk and a line."""
    rest = ""
    while chunk := os.read(pipe.fileno(), _CHUNK):
        rest = (rest + chunk.decode(errors="replace"))[-2 * _CHUNK :]
        if line := last_line_of(rest):
            heard(line)
        rest = rest[max(rest.rfind("\n"), rest.rfind("\r")) + 1 :]


def watch(
    process: subprocess.Popen[bytes],
    *,
    stop: threading.Event,
    limit_s: float,
    heard: Callable[[str], None],
) -> Ended:
    """Wait for a process; end it when it is no longer wanted or takes too long.

    Parameters
    ----------
    process : subprocess.Popen
        As `start` made it.
    stop : threading.Event
        Set when nobody wants it any more.
    limit_s : float
        How long it may take. [s]
    heard : callable
        Called with each last line that it says.
    """
    last = ""

    def keep(line: str) -> None:
        nonlocal last
        last = line
        heard(line)

    pipe = process.stderr
    assert pipe is not None  # noqa: S101  (start asks for it)
    ear = threading.Thread(target=_listen, args=(pipe, keep), daemon=True)
    ear.start()
    until = time.monotonic() + limit_s
    why = ""
    while process.poll() is None:
        if stop.wait(_LOOK_S):
            why = "cancelled"
        elif time.monotonic() > until:
            why = f"ended after {limit_s:g} s: it took too long"
        if why:
            end(process)
    ear.join(_MERCY_S)
    with suppress(OSError):
        if not ear.is_alive():
            pipe.close()
    return Ended(None if why else process.returncode, why, last)
