"""Ground tracks and dispersed approaches as tables with the unit in each column's name."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from itertools import chain

from portcall.core.time import after, format_utc
from portcall.records.tracks import ApproachPath, GroundTrack

TRACK_COLUMNS = (
    "craft", "phase", "utc", "lat_deg", "lon_deg", "altitude_m", "sunlit", "range_m",
)  # fmt: skip
APPROACH_COLUMNS = (
    "run",
    "time_s",
    "x_lvlh_m",
    "y_lvlh_m",
    "z_lvlh_m",
    "port_range_m",
    "lateral_m",
)


def _table(columns: Sequence[str], rows: Iterator[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _track_rows(track: GroundTrack) -> Iterator[Sequence[object]]:
    for k, second in enumerate(track.time_s):
        range_m = float(track.range_m[k])
        yield (
            track.craft,
            track.phase,
            format_utc(after(track.start, float(second))),
            f"{track.latitude_deg[k]:.4f}",
            f"{track.longitude_deg[k]:.4f}",
            f"{track.altitude_m[k]:.0f}",
            int(track.sunlit[k]),
            "" if math.isnan(range_m) else f"{range_m:.1f}",
        )


def ground_track_csv(tracks: Sequence[GroundTrack]) -> str:
    """Return every flown phase over the ground: 1e-4 deg are 11 m."""
    return _table(TRACK_COLUMNS, chain.from_iterable(map(_track_rows, tracks)))


def _approach_rows(path: ApproachPath) -> Iterator[Sequence[object]]:
    for k, second in enumerate(path.time_s):
        figures = (*path.position_lvlh_m[k], path.port_range_m[k], path.lateral_m[k])
        yield (path.run, f"{second:.3f}", *(f"{figure:.6g}" for figure in figures))


def approaches_csv(paths: Sequence[ApproachPath]) -> str:
    """Return dispersed approaches, run by run."""
    return _table(APPROACH_COLUMNS, chain.from_iterable(map(_approach_rows, paths)))
