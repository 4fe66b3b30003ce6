"""How `portcall log` shows a state and events, and the files that it reads and leaves."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portcall.cli.given_file import given_bytes
from portcall.cli.output import clock, table
from portcall.records.stocks import BOOKS, GRAMS_A_KG

if TYPE_CHECKING:
    from portcall.records.log_state import LogState
    from portcall.records.station_log import Event

_LARGEST_FILE_BYTES = 500_000_000  # a million events


def _kg(grams: int | None) -> str:
    return "not known" if grams is None else f"{grams / GRAMS_A_KG:.3f}".rstrip("0").rstrip(".")


def show_state(station: str, state: "LogState", moment: datetime | None) -> None:
    """Print ports, crew, stocks, and the last reboost and spacewalk."""
    when = "at the end of its log" if moment is None else f"at {clock(moment)} UTC"
    ships = sorted(state.docked.values(), key=lambda ship: ship.port)
    table(
        f"{station} {when}: {len(ships)} ships",
        ("port", "ship", "vehicle", "since, UTC", "trash in it [kg]"),
        [(s.port, s.ship, s.vehicle, clock(s.since_utc), _kg(s.trash_g)) for s in ships],
    )
    crew = sorted(state.crew.values(), key=lambda person: (person.since_utc, person.name))
    table(
        f"{len(crew)} on board",
        ("name", "came with", "since, UTC"),
        [(person.name, person.ship, clock(person.since_utc)) for person in crew],
    )
    stocks = [(name, state.stock(name)) for name in BOOKS]
    table(
        "stocks, without what was used since the count",
        ("resource", "amount [kg]", "counted, UTC", "moved since [kg]"),
        [
            (name, _kg(s.amount_g), clock(s.counted_utc) or "never", _kg(s.moved_since_g))
            for name, s in stocks
        ],
    )
    if state.last_reboost is not None:
        last = state.last_reboost
        by = last.ship or "the station"
        print(f"last reboost: {clock(last.utc)} UTC by {by}, {last.delta_v_m_s:g} m/s")
    if state.last_spacewalk is not None:
        walk = state.last_spacewalk
        hours = walk.duration_s / 3600.0
        names = ", ".join(walk.people)
        print(f"last spacewalk: {clock(walk.utc)} UTC from {walk.airlock}, {hours:.1f} h, {names}")


def show_events(events: Sequence["Event"]) -> None:
    """Print events in the order of recording, and what became of each."""
    replaced_by = {event.replaces: event.id for event in events if event.replaces}
    rows = []
    for event in events:
        about = getattr(event, "ship", None) or getattr(event, "resource", None) or ""
        later = replaced_by.get(event.id)
        fate = f"replaced by {later}" if later else ""
        fate = fate or (f"replaces {event.replaces}" if event.replaces else "")
        rows.append((event.id, event.kind, about, clock(event.happened_utc), event.author, fate))
    table(
        f"{len(events)} events", ("id", "event", "about", "happened, UTC", "author", "note"), rows
    )


def bytes_of_log(file: Path) -> bytes:
    """Return the bytes of a file of events."""
    return given_bytes(file, _LARGEST_FILE_BYTES)


def replace_file(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
