"""What a board is started with."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from portcall.board.server.limits import JOB_TIME_S

API = "/api/v1"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Settings:
    """Where the board finds things, and who may ask it.

    Parameters
    ----------
    runs_root : Path
        The folder of run folders.
    host : str
        The address that it listens on.
    port : int
        And the port.
    db : str or None
        The station log; None: what `PORTCALL_DB` says, else the file in the current folder.
    token : str or None
        What a client must know; None only on the loopback.
    author : str or None
        Who reports an event that names nobody.
    first_run : str or None
        The run that the page shows when its address names none.
    command : tuple of str
        How a job starts portcall.
    job_time_s : float
        After which a job is ended.
    """

    runs_root: Path
    host: str = "127.0.0.1"
    port: int = 8765
    db: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    author: str | None = None
    first_run: str | None = None
    command: tuple[str, ...] = (sys.executable, "-m", "portcall")
    job_time_s: float = JOB_TIME_S

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can ask."""
        return self.host in LOOPBACK
