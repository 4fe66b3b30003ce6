"""The approach as the board draws it: thinned for the eye, with its limits, its spread and its legs.

Model   Samples are kept more densely the nearer the port is; first, last, and both sides of every
        change of leg are kept always. The spread is that of the dispersed approaches in the folder,
        read where each last crosses a distance from the port.
Valid   0.01 m near the port, 0.1 m beyond 1 km.
Source  `approach.csv`, `approaches.csv` and the docking record; limits from the catalogue's mechanism.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from portcall.board.world.limits import contact_limits
from portcall.board.world.tables import read_table
from portcall.catalogue.approach import Approach
from portcall.catalogue.mechanism import ContactMechanism
from portcall.core.errors import DataError
from portcall.records.docking import DockingRecord, DockingRun
from portcall.records.scene import (
    DispersedWay,
    Geometry,
    SceneApproach,
    SceneLeg,
    SpreadAt,
)

Array = NDArray[np.float64]
COLUMNS = (
    "time_s", "leg", "x_lvlh_m", "y_lvlh_m", "z_lvlh_m", "port_range_m", "closing_m_s",
    "lateral_m", "pointing_deg",
)  # fmt: skip
WAY_COLUMNS = (
    "run", "time_s", "x_lvlh_m", "y_lvlh_m", "z_lvlh_m", "port_range_m", "lateral_m",
)  # fmt: skip
SPREAD_RANGES_M = (150.0, 125.0, 100.0, 75.0, 50.0, 40.0, 30.0, 20.0, 15.0, 10.0, 5.0, 2.0)
_LEAST_RUNS = 5  # fewer show no spread
_MOST_WAYS = 60
_STEPS_S = ((10.0, 1.0), (60.0, 2.0), (500.0, 4.0), (float("inf"), 6.0))  # below a range, a step


def read_approach(
    content: bytes,
    ways: bytes | None,
    record: DockingRecord,
    mechanism: ContactMechanism | None,
    profile: Approach | None,
    *,
    where: str,
) -> SceneApproach:
    """Return the approach of a run.

    Parameters
    ----------
    content, ways : bytes
        `approach.csv`, and `approaches.csv` where there is one.
    record : DockingRecord
        What came of it; a replayed run is the one that is shown.
    mechanism : ContactMechanism or None
        Of the port, for the limits.
    profile : Approach or None
        That was flown, for which of its legs wait.
    where : str
        The run, for errors.

    Raises
    ------
    DataError
        A table is not as it should be.
    """
    place = f"{where}: approach.csv"
    table = read_table(content, COLUMNS, where=place)
    legs = table.texts("leg")
    if not legs:
        raise DataError("has no rows", where=place, remedy="make the run again, or delete it")
    column = {name: np.array(table.figures(name)) for name in COLUMNS if name != "leg"}
    kept = _kept(column["time_s"], column["port_range_m"], legs)
    shown = record.nominal if record.replayed is None else record.replayed
    geometry = _geometry(record)
    dispersed = () if ways is None else read_ways(ways, where=f"{where}: approaches.csv")

    def figures(name: str, digits: int) -> tuple[float, ...]:
        return tuple(round(float(value), digits) for value in column[name][kept])

    many = record.runs > 1
    return SceneApproach(
        start_utc=record.gate_utc,
        time_s=figures("time_s", 3),
        leg=tuple(legs[place] for place in kept),
        x_m=figures("x_lvlh_m", 2),
        y_m=figures("y_lvlh_m", 2),
        z_m=figures("z_lvlh_m", 2),
        port_range_m=figures("port_range_m", 2),
        closing_m_s=figures("closing_m_s", 3),
        lateral_m=figures("lateral_m", 3),
        pointing_deg=figures("pointing_deg", 2),
        geometry=geometry,
        legs=_legs(shown, profile),
        outcome=shown.outcome,
        reason=shown.reason,
        runs=tuple(_thinned_way(number, way) for number, way in dispersed[:_MOST_WAYS]),
        spread=_spread(dispersed, shown),
        capture_probability_lower_95=record.capture_probability_lower_95,
        captured=record.captured if many else None,
        run_count=record.runs if many else None,
        limits=() if mechanism is None else contact_limits(mechanism, shown.touch),
    )


def _geometry(record: DockingRecord) -> Geometry | None:
    known = record.geometry
    if known is None:
        return None
    return Geometry(
        port_lvlh_m=known.port_lvlh_m,
        axis_lvlh=known.axis_lvlh,
        keep_out_sphere_radius_m=known.keep_out_sphere_radius_m,
        corridor_half_angle_deg=known.corridor_half_angle_deg,
    )


def _legs(run: DockingRun, profile: Approach | None) -> tuple[SceneLeg, ...]:
    waiting = () if profile is None else [leg.name for leg in profile.leg if leg.kind == "hold"]
    return tuple(
        SceneLeg(
            name=leg.name,
            start_s=leg.start_s,
            start_range_m=leg.start_range_m,
            waits=leg.name in waiting,
        )
        for leg in run.legs
    )


def _kept(time_s: Array, range_m: Array, legs: Sequence[str]) -> list[int]:
    """Return the places of the samples that are shown."""
    edges = {0, len(legs) - 1}
    place = 0
    for _, group in groupby(legs):
        length = len(list(group))
        edges |= {place, place + length - 1}
        place += length
    kept: list[int] = []
    for place, (moment, distance) in enumerate(zip(time_s, range_m, strict=True)):
        step = next(step for below, step in _STEPS_S if abs(distance) < below)
        if place in edges or moment - time_s[kept[-1]] >= step - 1e-6:
            kept.append(place)
    return kept


def read_ways(content: bytes, *, where: str) -> list[tuple[int, Array]]:
    """Return the dispersed approaches: run number, and rows of `WAY_COLUMNS` but the first."""
    table = read_table(content, WAY_COLUMNS, where=where)
    rows = np.array([table.figures(name) for name in WAY_COLUMNS]).T.reshape(-1, len(WAY_COLUMNS))
    found = []
    for number in dict.fromkeys(rows[:, 0].tolist()):
        way = rows[rows[:, 0] == number, 1:]
        found.append((int(number), way[np.argsort(way[:, 0], kind="stable")]))
    return found


def _thinned_way(number: int, way: Array) -> DispersedWay:
    kept = thinned(way[:, 1:4])
    far = np.linalg.norm(way[kept, 1:4], axis=1) > 300.0
    digits = np.where(far, 1, 2)

    def figures(place: int) -> tuple[float, ...]:
        return tuple(
            round(float(value), int(count))
            for value, count in zip(way[kept, place], digits, strict=True)
        )

    return DispersedWay(
        run=number,
        time_s=tuple(round(float(value), 1) for value in way[kept, 0]),
        x_m=figures(1),
        y_m=figures(2),
        z_m=figures(3),
    )


def thinned(points: Array) -> list[int]:
    """Return the places of the points that a drawn line needs, ends included.

    A point is left out when the line misses it by less than 0.4 % of its distance, 0.05 m at least:
    Douglas and Peucker, Cartographica 10 (1973) 112.
    """
    tolerance_m2 = np.maximum(0.05, 0.004 * np.linalg.norm(points, axis=1)) ** 2
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        line = points[last] - points[first]
        length = float(line @ line)
        inner = points[first + 1 : last] - points[first]
        along = inner @ line / (length or 1.0)
        share = np.minimum(np.maximum(along, 0.0), 1.0)  # np.clip takes longer than all of this
        aside = inner - share[:, None] * line
        miss = np.einsum("ij,ij->i", aside, aside) / tolerance_m2[first + 1 : last]
        worst = int(miss.argmax())
        if miss[worst] > 1.0:
            middle = first + 1 + worst
            kept.add(middle)
            spans += [(first, middle), (middle, last)]
    return sorted(kept)


def _spread(ways: Sequence[tuple[int, Array]], shown: DockingRun) -> tuple[SpreadAt, ...]:
    """Return percentiles of the distance from the port's axis, in the final leg only."""
    if len(ways) < _LEAST_RUNS or not shown.legs:
        return ()
    found = []
    for range_m in SPREAD_RANGES_M:
        if range_m > shown.legs[-1].start_range_m:
            continue
        lateral = [_lateral_at(way, range_m) for _, way in ways]
        known = [one for one in lateral if one is not None]
        if len(known) >= _LEAST_RUNS:
            middle, tail = np.percentile(known, [50.0, 95.0])
            found.append(
                SpreadAt(
                    port_range_m=range_m,
                    lateral_p50_m=round(float(middle), 3),
                    lateral_p95_m=round(float(tail), 3),
                )
            )
    return tuple(found)


def _lateral_at(way: Array, range_m: float) -> float | None:
    """Return how far a way is from the axis where it last comes within a distance. [m]"""
    ranges, lateral = way[:, 4], way[:, 5]
    beyond = np.flatnonzero(ranges > range_m)
    if not len(beyond) or beyond[-1] == len(ranges) - 1:
        return None
    before = int(beyond[-1])
    share = (ranges[before] - range_m) / (ranges[before] - ranges[before + 1])
    return float(lateral[before] + share * (lateral[before + 1] - lateral[before]))
