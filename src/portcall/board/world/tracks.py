"""Ground tracks of a run as the board draws them, and the orbital nights of the ship in them.

Model   A track ends where its craft, its phase or its clock breaks off: a step of more than five times
        the usual one begins a new track. Night begins and ends half a step from the samples.
Valid   Rounded to 1e-4 deg and 1 m; the ship's own flags say sunlit or not.
Source  `ground-track.csv` of the run folder.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from statistics import median
from typing import cast

from portcall.board.world.tables import Table, read_table
from portcall.core.errors import DataError, PortcallError
from portcall.core.time import require_utc
from portcall.records.scene import Constraint, Craft, Track, TrackPhase

COLUMNS = (
    "craft", "phase", "utc", "lat_deg", "lon_deg", "altitude_m", "sunlit", "range_m",
)  # fmt: skip
_CRAFT = ("chaser", "station")
_PHASES = ("ascent", "chase", "approach", "departure", "home", "fall")
_BREAK = 5.0  # times the usual step
Row = tuple[datetime, float, float, float, int, float | None]


def read_tracks(content: bytes, *, where: str) -> tuple[Track, ...]:
    """Return the tracks of a table, in the order of craft, phase and time.

    Raises
    ------
    DataError
        A cell that is none of its column's.
    """
    table = read_table(content, COLUMNS, where=where)
    rows = _rows(table)
    keys = list(zip(table.texts("craft"), table.texts("phase"), strict=True))
    for line, (craft, phase) in enumerate(keys, start=2):
        if craft not in _CRAFT or phase not in _PHASES:
            raise DataError(
                f"line {line}: '{craft[:20]}', '{phase[:20]}'",
                limit=f"{' or '.join(_CRAFT)}; {', '.join(_PHASES)}",
                where=where,
            )
    found = []
    for (craft, phase), group in groupby(zip(keys, rows, strict=True), key=lambda one: one[0]):
        run = [row for _, row in group]
        found += [
            _track(cast("Craft", craft), cast("TrackPhase", phase), stretch)
            for stretch in _unbroken(run)
        ]
    return tuple(found)


def _rows(table: Table) -> list[Row]:
    times = []
    for line, text in enumerate(table.texts("utc"), start=2):
        try:
            moment = datetime.fromisoformat(text)  # twenty times as quick as our own reader
            times.append(require_utc(moment))
        except (ValueError, PortcallError):
            raise DataError(
                f"line {line}: utc is '{text[:40]}'", limit="a UTC time", where=table.where
            ) from None
    return list(
        zip(
            times,
            table.figures("lat_deg"),
            table.figures("lon_deg"),
            table.figures("altitude_m"),
            [int(flag != 0.0) for flag in table.figures("sunlit")],
            table.maybe_figures("range_m"),
            strict=True,
        )
    )


def _unbroken(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the stretches whose clock runs on; an instant told twice counts once."""
    steps = [(b[0] - a[0]).total_seconds() for a, b in pairwise(rows) if b[0] > a[0]]
    most_s = _BREAK * median(steps) if steps else 0.0
    stretch: list[Row] = []
    for row in rows:
        if stretch:
            step_s = (row[0] - stretch[-1][0]).total_seconds()
            if step_s == 0.0:
                continue
            if step_s < 0.0 or step_s > most_s:
                yield stretch
                stretch = []
        stretch.append(row)
    if stretch:
        yield stretch


def _track(craft: Craft, phase: TrackPhase, rows: Sequence[Row]) -> Track:
    start = rows[0][0]
    return Track(
        craft=craft,
        phase=phase,
        start_utc=start,
        time_s=tuple(round((row[0] - start).total_seconds(), 3) for row in rows),
        lat_deg=tuple(round(row[1], 4) for row in rows),
        lon_deg=tuple(round(row[2], 4) for row in rows),
        altitude_m=tuple(round(row[3]) for row in rows),
        sunlit=tuple(row[4] for row in rows),
        range_m=tuple(None if row[5] is None else _rounded_range(row[5]) for row in rows),
    )


def _rounded_range(range_m: float) -> float:
    return round(range_m, 2) if range_m < 10_000.0 else round(range_m)


def eclipses(tracks: Sequence[Track]) -> tuple[Constraint, ...]:
    """Return the ship's orbital nights, joined where one track follows another."""
    nights: list[tuple[datetime, datetime]] = []
    for track in tracks:
        if track.craft == "chaser":
            nights += _nights(track)
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(nights):
        if joined and start <= joined[-1][1] + timedelta(seconds=60.0):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(
        Constraint(kind="eclipse", name="Ship in the Earth's shadow", start_utc=a, end_utc=b)
        for a, b in joined
    )


def _nights(track: Track) -> Iterator[tuple[datetime, datetime]]:
    times = track.time_s
    edges = [times[0], *((a + b) / 2.0 for a, b in pairwise(times)), times[-1]]
    place = 0
    for lit, group in groupby(track.sunlit):
        count = len(list(group))
        if not lit:
            first, last = edges[place], edges[place + count]
            yield (
                track.start_utc + timedelta(seconds=first),
                track.start_utc + timedelta(seconds=last),
            )
        place += count
