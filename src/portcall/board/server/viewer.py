"""A viewer's mailbox: the newest frame only, every numbered event, and the end if there is one."""

import asyncio
import threading

from portcall.board.server.play import LivePlay, sse

_TOO_OLD = (
    '{"why": "the events after the last one that was seen are no longer kept: load the page again"}'
)


class Viewer:
    """One open stream.

    Parameters
    ----------
    play : LivePlay
        What is watched.
    seen : int
        The number of the last event that it has had.
    """

    def __init__(self, play: LivePlay, seen: int) -> None:
        self.play = play
        self._seen = seen
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._lock = threading.Lock()
        self._frame: bytes | None = None
        self._last_word: bytes | None = None
        self.is_over = False
        self.frames_sent = self.events_sent = self.frames_dropped = 0

    def offer(self, frame: bytes) -> bool:
        """Put a frame into the mailbox; return whether it took the place of one not yet sent."""
        with self._lock:
            replaced = self._frame is not None
            self._frame = frame
            self.frames_dropped += replaced
        self.wake()
        return replaced

    def end(self, last_word: bytes | None = None) -> None:
        """Let the stream end, after a last word if there is one."""
        with self._lock:
            self._last_word = last_word
            self.is_over = True
        self.wake()

    def wake(self) -> None:
        """Let the stream look into the mailbox; callable from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._woken.set)
        except RuntimeError:  # the loop has ended, and the stream with it
            self.is_over = True

    async def wait(self, silence_s: float) -> bool:
        """Wait until there may be something; return whether there was within the time."""
        try:
            async with asyncio.timeout(silence_s):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True

    def take(self) -> tuple[list[bytes], bool]:
        """Return what is to be sent now (events, the frame, the last word) and whether that is the end."""
        events = self.play.after(self._seen)
        with self._lock:
            frame, self._frame = self._frame, None
            if events is None:
                return [sse("gone", _TOO_OLD)], True
            if events:
                self._seen = events[-1].n
            messages = [one.message for one in events]
            self.events_sent += len(messages)
            if frame is not None:
                self.frames_sent += 1
                messages.append(frame)
            if self._last_word is not None:
                messages.append(self._last_word)
            return messages, self.is_over
