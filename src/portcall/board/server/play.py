"""A play: one run's clock, and the events that it has passed, numbered.

Model   The clock is the monotonic one of the machine times the rate; a pause of the machine counts as
        one step of at most a second. It stops at the run's end. Events are kept by number until there
        are too many; whoever asks for one that is no longer kept is told so.
Valid   One process; every call may come from another thread.
Source  Chosen here.
"""

import json
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from portcall.board.server.limits import NUMBERED_KEPT
from portcall.board.server.shelf import Signature
from portcall.core.time import format_utc
from portcall.records.board_view import Play
from portcall.records.scene import Scene

Kind = Literal["passed", "jumped", "paused", "resumed", "rate", "end"]
_STEP_MOST_S = 1.0


@dataclass(frozen=True)
class Numbered:
    """One numbered event, as it goes to every viewer."""

    n: int
    message: bytes


def sse(event: str, data: str, number: int | None = None) -> bytes:
    """Return one server-sent event; `data` is JSON and holds no line break."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {event}\ndata: {data}\n\n".encode()


class LivePlay:
    """One play.

    Parameters
    ----------
    number : str
        Its id.
    run, scene, signature : str, Scene, Signature
        What is shown, and the state of its folder.
    utc : datetime or None
        Where the clock begins; the run's start.
    rate : float
        Seconds of the run a second.
    now_s : float
        The monotonic clock.
    """

    def __init__(
        self,
        number: str,
        run: str,
        scene: Scene,
        signature: Signature,
        *,
        utc: datetime | None,
        rate: float,
        now_s: float,
    ) -> None:
        self.id, self.run, self.scene, self.signature = number, run, scene, signature
        self._lock = threading.Lock()
        self._end_s = (scene.end_utc - scene.start_utc).total_seconds()
        self._events = sorted(
            ((one.utc - scene.start_utc).total_seconds(), one.id) for one in scene.events
        )
        self._at_s = self._within(utc or scene.start_utc)
        self._mark_s = now_s
        self._rate, self._paused = rate, False
        self._numbered: deque[Numbered] = deque(maxlen=NUMBERED_KEPT)
        self._last = 0

    def _within(self, utc: datetime) -> float:
        return min(max((utc - self.scene.start_utc).total_seconds(), 0.0), self._end_s)

    def _utc(self, at_s: float) -> datetime:
        return self.scene.start_utc + timedelta(seconds=at_s)

    def _tell(self, kind: Kind, at_s: float, event: str | None = None) -> None:
        self._last += 1
        told = {"n": self._last, "kind": kind, "utc": format_utc(self._utc(at_s)), "event": event}
        message = sse("numbered", json.dumps(told), self._last)
        self._numbered.append(Numbered(self._last, message))

    def _advance(self, now_s: float) -> None:
        step_s = min(max(now_s - self._mark_s, 0.0), _STEP_MOST_S)
        self._mark_s = now_s
        if self._paused:
            return
        before, after = self._at_s, min(self._at_s + step_s * self._rate, self._end_s)
        ends = after >= self._end_s
        for at_s, event in self._events:
            # at its own instant an event is still to come, so that a jump to it shows it pass
            if before <= at_s < after or (ends and at_s == after):
                self._tell("passed", at_s, event)
        self._at_s = after
        if ends:
            self._paused = True
            self._tell("end", after)

    def advance(self, now_s: float) -> tuple[datetime, float, bool]:
        """Bring the clock to an instant; return where it stands, its rate, and whether it stands still."""
        with self._lock:
            self._advance(now_s)
            return self._utc(self._at_s), self._rate, self._paused

    def change(
        self, now_s: float, *, utc: datetime | None, rate: float | None, paused: bool | None
    ) -> Play:
        """Jump, change the rate, pause or go on; each that changes something is a numbered event."""
        with self._lock:
            self._advance(now_s)
            if utc is not None:
                self._at_s = self._within(utc)
                self._tell("jumped", self._at_s)
            if rate is not None and rate != self._rate:
                self._rate = rate
                self._tell("rate", self._at_s)
            if paused is not None and paused != self._paused:
                self._paused = paused
                self._tell("paused" if paused else "resumed", self._at_s)
        return self.record()

    def record(self) -> Play:
        """Return what is told of it."""
        with self._lock:
            utc = self._utc(self._at_s)
            return Play(id=self.id, run=self.run, utc=utc, rate=self._rate, paused=self._paused)

    def after(self, n: int) -> tuple[Numbered, ...] | None:
        """Return the events after a number; None when some of them are no longer kept."""
        with self._lock:
            if n >= self._last:
                return ()
            first = self._numbered[0].n
            if n + 1 < first:
                return None
            return tuple(one for one in list(self._numbered)[n + 1 - first :])

    def oldest(self) -> int:
        """Return the number before the oldest event that is kept."""
        with self._lock:
            return self._numbered[0].n - 1 if self._numbered else self._last
