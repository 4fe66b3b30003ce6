"""A PostgreSQL server of the tests' own: from the system's packages, in a temporary folder, on a socket."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

USER = "portcall"
_START_S = 60.0
_PR_SET_PDEATHSIG = 1
_UNPRIVILEGED = ("postgres", "nobody")
_numbers = count()


def _binaries() -> Path | None:
    """Return the folder of the newest server; Debian keeps it out of the path."""

    def version(folder: Path) -> int:
        name = folder.parent.name
        return int(name) if name.isdecimal() else 0

    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if version(folder)]
    found = [folder for folder in found if (folder / "initdb").exists()]
    if found:
        return max(found, key=version)
    on_path = shutil.which("initdb")
    return None if on_path is None else Path(on_path).resolve().parent


def _account() -> pwd.struct_passwd | None:
    """Return whom the server runs as: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _UNPRIVILEGED if name in known)


def _as(account: pwd.struct_passwd | None) -> dict:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _ends_with_its_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def missing() -> str | None:
    """Return what keeps the server from being started, if anything."""
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed (the `postgres` extra)"
    if _binaries() is None:
        return "no PostgreSQL server is installed (Debian's package `postgresql`)"
    return None


def require() -> None:
    """Skip a test where there is no server; where referees are required, so is this."""
    reason = missing()
    if reason is None:
        return
    if os.environ.get("PORTCALL_PEERS") == "required":
        pytest.fail(f"required, but {reason}")
    pytest.skip(reason)


class Server:
    """A running server; each `database()` is new and empty."""

    def __init__(self, folder: Path, account: pwd.struct_passwd | None, *, durable: bool) -> None:
        self.folder, self.account = folder, account
        self.settings = f"fsync={'on' if durable else 'off'}"
        self.process = self._start()
        self._wait()

    def _start(self) -> subprocess.Popen:
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [
                    _binaries() / "postgres",
                    *("-D", self.folder / "data", "-k", self.folder),
                    *("-c", "listen_addresses=", "-c", self.settings),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=_ends_with_its_parent,  # noqa: PLW1509  (one thread starts it)
                **_as(self.account),
            )

    def crash(self) -> None:
        """End it as a power cut would, as far as processes go, and start it again."""
        self.process.kill()
        self.process.wait()
        ends = time.monotonic() + _START_S
        while True:
            self.process = self._start()
            try:
                self._wait()
            except RuntimeError:  # its children have not noticed yet
                if time.monotonic() > ends:
                    raise
                time.sleep(0.2)
            else:
                return

    def stop(self) -> None:
        """End it, by its own process id."""
        self.process.send_signal(signal.SIGINT)  # fast shutdown: it asks nobody
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)

    def address(self, database: str) -> str:
        """The address of a database on it."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres"):
        """A plain connection, each statement by itself."""
        import psycopg

        return psycopg.connect(self.address(database), autocommit=True)

    def database(self) -> str:
        """Make a database and return its address."""
        name = f"log_{next(_numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def is_up(self) -> bool:
        """Whether it answers."""
        import psycopg

        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _wait(self) -> None:
        ends = time.monotonic() + _START_S
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError((self.folder / "server.log").read_text())
            time.sleep(0.05)


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """Give a server that is stopped and removed in the end.

    Unless it is to be durable it leaves the syncing to the system, which only a power cut can tell.
    """
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="portcall-pg-"))
    try:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        subprocess.run(
            [
                _binaries() / "initdb",
                *("-D", folder / "data", "-U", USER, "-A", "trust"),
                *("-E", "UTF8", "--locale=C", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **_as(account),
        )
        server = Server(folder, account, durable=durable)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
