"""Jobs: work that runs beside the server, two at a time, the others in their order."""

import secrets
import threading
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from portcall.board.server.job_process import Ended, start, watch
from portcall.board.server.job_words import board_words
from portcall.board.server.limits import JOBS_REMEMBERED, JOBS_RUNNING, JOBS_WAITING
from portcall.board.server.orders import Order
from portcall.board.server.refusal import Refused
from portcall.board.server.settings import Settings
from portcall.board.server.shelf import Shelf, run_id_of
from portcall.records.board_view import Job

RULE_BROKEN = 1  # portcall's exit code: computed, and a rule is broken or there is no plan
_ENDED = ("done", "failed", "cancelled")


@dataclass
class _Entry:
    job: Job
    order: Order
    folder: str
    stop: threading.Event = field(default_factory=threading.Event)


class JobDesk:
    """Takes orders and has them carried out.

    Parameters
    ----------
    settings : Settings
        How portcall is started, and for how long.
    shelf : Shelf
        Where the folders come.
    """

    def __init__(self, settings: Settings, shelf: Shelf) -> None:
        self._settings = settings
        self._shelf = shelf
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._waiting: deque[_Entry] = deque()
        self._running: dict[str, threading.Thread] = {}
        self._closed = False

    def submit(self, order: Order) -> Job:
        """Take an order.

        Raises
        ------
        Refused
            429: enough are waiting.
        """
        with self._lock:
            if self._closed or len(self._waiting) >= JOBS_WAITING:
                order.clear()
                limit = f"{JOBS_WAITING} waiting, {JOBS_RUNNING} running"
                raise Refused(429, "enough jobs are waiting", limit=limit, remedy="try again later")
            folder = self._shelf.promise(run_id_of(order.stem))
            job = Job(id=secrets.token_hex(8), what=order.what, state="waiting")
            entry = _Entry(job, order, folder)
            self._entries[job.id] = entry
            self._forget()
            self._waiting.append(entry)
            self._start_next()
            return entry.job

    def jobs(self) -> tuple[Job, ...]:
        """Return every job that is remembered, newest first."""
        with self._lock:
            return tuple(entry.job for entry in reversed(self._entries.values()))

    def job(self, number: str) -> Job:
        """Return one job, or refuse with 404."""
        with self._lock:
            return self._entry(number).job

    def cancel(self, number: str) -> Job:
        """Cancel a job that has not ended; one that has stays as it is."""
        with self._lock:
            entry = self._entry(number)
            entry.stop.set()
            if entry in self._waiting:
                self._waiting.remove(entry)
                self._finish(entry, "cancelled", "cancelled before it began")
            return entry.job

    def counts(self) -> Counter[str]:
        """Return how many jobs are in each state."""
        return Counter(job.state for job in self.jobs())

    def close(self, wait_s: float = 2.0) -> None:
        """Cancel everything and wait until no process is left."""
        with self._lock:
            self._closed = True
            numbers, threads = list(self._entries), list(self._running.values())
        for number in numbers:
            self.cancel(number)
        for thread in threads:
            thread.join(wait_s)

    def _entry(self, number: str) -> _Entry:
        if number not in self._entries:
            raise Refused(404, "there is no such job", where="job", remedy="see /api/v1/jobs")
        return self._entries[number]

    def _forget(self) -> None:
        ended = [number for number, e in self._entries.items() if e.job.state in _ENDED]
        for number in ended[: max(0, len(self._entries) - JOBS_REMEMBERED)]:
            del self._entries[number]

    def _change(self, entry: _Entry, **values: object) -> None:
        entry.job = entry.job.model_copy(update=values)

    def _finish(self, entry: _Entry, state: str, message: str, **values: object) -> None:
        self._change(entry, state=state, message=message, ended_utc=datetime.now(UTC), **values)
        self._shelf.release(entry.folder)
        entry.order.clear()

    def _start_next(self) -> None:
        while self._waiting and len(self._running) < JOBS_RUNNING and not self._closed:
            entry = self._waiting.popleft()
            self._change(entry, state="running", message="begun", started_utc=datetime.now(UTC))
            thread = threading.Thread(target=self._carry_out, args=(entry,), daemon=True)
            self._running[entry.job.id] = thread
            thread.start()

    def _carry_out(self, entry: _Entry) -> None:
        def heard(line: str) -> None:
            self._change(entry, message=line)

        out = self._shelf.root / entry.folder
        try:
            arguments = (*self._settings.command, *entry.order.arguments, "--out", str(out))
            limit_s = self._settings.job_time_s
            ended = watch(start(arguments), stop=entry.stop, limit_s=limit_s, heard=heard)
            state, message = _outcome(ended, out, entry.stop)
            self._label(entry, out)
        except (OSError, ValueError) as why:
            state, message = "failed", f"the job could not be run: {why}"
        with self._lock:
            names = {"plan" if entry.order.is_plan else "run": entry.folder}
            self._finish(entry, state, message, **(names if state == "done" else {}))
            self._running.pop(entry.job.id, None)
            self._start_next()

    def _label(self, entry: _Entry, out: Path) -> None:
        order = entry.order
        if order.what_if is not None and out.is_dir():
            self._shelf.say_what_if(entry.folder, order.what_if, order.of)


def _outcome(ended: Ended, out: Path, stop: threading.Event) -> tuple[str, str]:
    """Return the state that a process left its job in, and the words for it."""
    if ended.why:
        return ("cancelled" if stop.is_set() else "failed"), ended.why
    there = out.is_dir()
    if ended.code == 0 and there:
        return "done", "done"
    if ended.code == RULE_BROKEN and there:
        return "done", ended.last_line or "done; a rule is broken"
    words = board_words(ended.last_line)
    return "failed", words or f"portcall ended with code {ended.code}"
