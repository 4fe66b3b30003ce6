"""What the server counts, as Prometheus reads it."""

import os
import sys
from collections import Counter
from pathlib import Path
from threading import Lock

KNOWN = {
    "portcall_requests_total": ("counter", "Requests answered, by route and status."),
    "portcall_frames_sent_total": ("counter", "Frames sent to viewers."),
    "portcall_frames_dropped_total": ("counter", "Frames that a viewer was too slow for."),
    "portcall_events_sent_total": ("counter", "Numbered events sent to viewers."),
    "portcall_refusals_total": ("counter", "Requests refused before anything was done, by status."),
    "portcall_viewers": ("gauge", "Open streams."),
    "portcall_plays": ("gauge", "Plays."),
    "portcall_jobs": ("gauge", "Jobs by state."),
    "portcall_resident_bytes": ("gauge", "Memory of the server process."),
}


class Metrics:
    """Counters that many threads add to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, name: str, amount: int = 1, **labels: str | int) -> None:
        """Add to one counter."""
        with self._lock:
            self._counts[name, _labels(labels)] += amount

    def value(self, name: str, **labels: str | int) -> int:
        """Return one counter."""
        with self._lock:
            return self._counts[name, _labels(labels)]

    def text(self, gauges: dict[tuple[str, str], float]) -> str:
        """Return every counter and the given gauges, as text for Prometheus."""
        with self._lock:
            found: dict[tuple[str, str], float] = {**self._counts, **gauges}
        lines = []
        for name, (kind, words) in KNOWN.items():
            lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
            own = sorted((labels, value) for (one, labels), value in found.items() if one == name)
            lines += [f"{name}{labels} {value:g}" for labels, value in own or [("", 0)]]
        return "\n".join(lines) + "\n"


def _labels(labels: dict[str, str | int]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{key}="{value}"' for key, value in sorted(labels.items())) + "}"


def state_label(state: str) -> str:
    """Return the label of a state."""
    return _labels({"state": state})


def resident_bytes() -> int:
    """Return the memory that this process holds; its highest where the system tells no other. [byte]"""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        import resource  # noqa: PLC0415  (not on every system)

        scale = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
