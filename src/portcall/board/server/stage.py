"""The stage: one thread that moves every play's clock and offers its frames; it waits for no viewer."""

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from portcall.board.server import limits
from portcall.board.server.metrics import Metrics
from portcall.board.server.play import LivePlay, sse
from portcall.board.server.refusal import Refused
from portcall.board.server.shelf import Shelf
from portcall.board.server.viewer import Viewer
from portcall.board.world.frame import frame_at
from portcall.core.errors import PortcallError
from portcall.records.board_view import Play
from portcall.records.scene import Scene

log = logging.getLogger("portcall.board")


@dataclass
class _Act:
    """A play and who watches it."""

    play: LivePlay
    watched_s: float  # when somebody last did
    viewers: list[Viewer] = field(default_factory=list)
    shown_s: float = float("-inf")
    shown: tuple[object, ...] = ()


class Stage:
    """Every play of the server.

    Parameters
    ----------
    shelf : Shelf
        Where the runs are.
    metrics : Metrics
        Where frames and events are counted.
    clock : callable
        The monotonic clock. [s]
    """

    def __init__(
        self, shelf: Shelf, metrics: Metrics, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shelf, self._metrics, self._clock = shelf, metrics, clock
        self._lock = threading.RLock()
        self._acts: dict[str, _Act] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._looked_s = float("-inf")

    def play(self, run: str, utc: datetime | None, rate: float) -> Play:
        """Begin a play.

        Raises
        ------
        PortcallError
            429: enough of them; what reading the run raises.
        """
        ready = self._shelf.scene(run)
        with self._lock:
            if len(self._acts) >= limits.PLAYS:
                raise _enough("plays", limits.PLAYS)
            now_s = self._clock()
            play = LivePlay(
                secrets.token_hex(8), run, ready.scene, ready.signature,
                utc=utc, rate=rate, now_s=now_s,
            )  # fmt: skip
            self._acts[play.id] = _Act(play, now_s)
            self._begin()
        return play.record()

    def record(self, number: str) -> Play:
        """Return one play as it stands, or refuse with 404."""
        with self._lock:
            play = self._act(number).play
        play.advance(self._clock())
        return play.record()

    def change(
        self, number: str, *, utc: datetime | None, rate: float | None, paused: bool | None
    ) -> Play:
        """Change a play, or refuse with 404."""
        with self._lock:
            act = self._act(number)
            act.shown_s = float("-inf")
        return act.play.change(self._clock(), utc=utc, rate=rate, paused=paused)

    def drop(self, number: str, why: str = "the play was ended") -> None:
        """End a play; its viewers are told why."""
        with self._lock:
            act = self._act(number)
            del self._acts[number]
        for viewer in act.viewers:
            viewer.end(sse("gone", json.dumps({"why": why})))

    def watch(self, number: str, seen: int | None) -> Viewer:
        """Add a viewer; `seen` is the last event that it has had, None all that are kept.

        Raises
        ------
        Refused
            404: no such play; 429: enough streams are open.
        """
        with self._lock:
            act = self._act(number)
            if self.counts()[1] >= limits.STREAMS:
                raise _enough("open streams", limits.STREAMS)
            viewer = Viewer(act.play, act.play.oldest() if seen is None else seen)
            act.viewers.append(viewer)
            act.shown_s = float("-inf")
        viewer.wake()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """Take a viewer away."""
        with self._lock:
            act = self._acts.get(viewer.play.id)
            if act is not None and viewer in act.viewers:
                act.viewers.remove(viewer)
                act.watched_s = self._clock()

    def counts(self) -> tuple[int, int]:
        """Return how many plays and how many viewers there are."""
        with self._lock:
            return len(self._acts), sum(len(act.viewers) for act in self._acts.values())

    def stop(self) -> None:
        """Let every stream end; callable from a signal's handler, so it takes no lock."""
        self._stop.set()
        for act in list(self._acts.values()):
            for viewer in list(act.viewers):
                viewer.is_over = True
                viewer.wake()

    def step(self) -> None:
        """Move every play once: what the thread does ten times a second."""
        now_s = self._clock()
        with self._lock:
            acts = list(self._acts.values())
        looks = now_s - self._looked_s >= limits.WATCH_PERIOD_S
        if looks:
            self._looked_s = now_s
        for act in acts:
            if looks and (why := self._trouble(act, now_s)):
                self._drop_quietly(act, why)
                continue
            try:
                self._show(act, now_s)
            except Exception as why:  # noqa: BLE001  (one run that cannot be shown takes no other with it)
                log.warning("play of %s ended: %s: %s", act.play.run, type(why).__name__, why)
                self._drop_quietly(act, "this run cannot be shown at this instant")

    def _act(self, number: str) -> _Act:
        if number not in self._acts:
            raise Refused(404, "there is no such play", where="play", remedy="begin one")
        return self._acts[number]

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True, name="portcall-stage")
            self._thread.start()

    def _run(self) -> None:
        next_s = self._clock()
        while not self._stop.is_set():
            self.step()
            # a step that took too long is not made up for: frames may be lost, time is not
            next_s = max(next_s + limits.FRAME_PERIOD_S, self._clock())
            self._stop.wait(max(next_s - self._clock(), 0.0))

    def _show(self, act: _Act, now_s: float) -> None:
        utc, rate, paused = act.play.advance(now_s)
        if not act.viewers:
            return
        shown = (utc, rate, paused)
        if shown == act.shown and now_s - act.shown_s < limits.PAUSED_PERIOD_S:
            return
        act.shown_s, act.shown = now_s, shown
        frame = _frame_message(act.play.scene, utc, rate, paused=paused)
        dropped = sum(viewer.offer(frame) for viewer in list(act.viewers))
        if dropped:
            self._metrics.add("portcall_frames_dropped_total", dropped)

    def _trouble(self, act: _Act, now_s: float) -> str:
        """Return why a play cannot go on; empty when it can."""
        if not act.viewers and now_s - act.watched_s > limits.UNWATCHED_S:
            return "nobody watched"
        signature = self._shelf.signature(act.play.run)
        if signature == act.play.signature:
            return ""
        if not signature:
            return f"the run {act.play.run} was deleted"
        try:
            self._shelf.scene(act.play.run)
        except PortcallError as why:
            return f"the run {act.play.run} is damaged: {why.what}"
        return f"the run {act.play.run} was replaced by another: load the page again"

    def _drop_quietly(self, act: _Act, why: str) -> None:
        try:
            self.drop(act.play.id, why)
        except Refused:  # somebody was quicker
            return


def _enough(what: str, most: int) -> Refused:
    remedy = "close one, or try again later"
    return Refused(429, f"enough {what}", limit=str(most), remedy=remedy)


def _frame_message(scene: Scene, utc: datetime, rate: float, *, paused: bool) -> bytes:
    frame = frame_at(scene, utc).model_dump_json()
    play = json.dumps({"rate": rate, "paused": paused})
    return sse("state", f'{frame[:-1]},"play":{play}}}')
