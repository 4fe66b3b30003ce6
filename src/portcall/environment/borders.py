"""Coasts and borders of the world: the shipped lines, and which country each has on either side.

Model   Lines on the ellipsoid that run straight in longitude and latitude between their points.
        Every line knows the country on its left and on its right; -1 is the sea.
Valid   The source's scale is 1:10 million on a grid of 0.4 by 0.2 km; thinning leaves each line
        within 0.25 km of the source. Lakes count as land, the Caspian as sea. Antarctica is the
        grounded ice: its floating shelves are left out. What is missing: `docs/models/risk.md`.
Source  Natural Earth 1:10m Admin 0 countries 4.1.0, public domain; `tools/build_land.py`.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import unknown_name

Array = NDArray[np.float64]
Places = NDArray[np.int64]

SEA = -1
ANTARCTICA = "Antarctica"


@dataclass(frozen=True)
class Borders:
    """Segments from `start_deg` to `end_deg`, each (n, 2) as longitude and latitude. [deg]

    `line` is the line a segment belongs to, `left` and `right` the countries beside it. A longitude
    may run past 180 degrees, so that no segment jumps.
    """

    start_deg: Array
    end_deg: Array
    line: Places
    left: Places
    right: Places
    names: tuple[str, ...]
    alpha2: tuple[str, ...]
    alpha3: tuple[str, ...]
    attribution: str


@lru_cache(maxsize=1)
def borders() -> Borders:
    """Return the shipped lines, read once.

    Examples
    --------
    >>> len(borders().names)
    254
    """
    with files("portcall.environment").joinpath("data/land.npz").open("rb") as stream:
        data = dict(np.load(stream))
    counts = data["count"].astype(np.int64)
    lines = np.repeat(np.arange(counts.size), counts - 1)
    steps = np.column_stack([data["step_longitude"], data["step_latitude"]]).astype(np.int64)
    ends = np.cumsum(steps, axis=0)
    # the sum runs on over all lines: take off what it was before each line, add where it begins
    before = np.zeros((counts.size, 2), dtype=np.int64)
    before[1:] = ends[np.cumsum(counts - 1)[:-1] - 1]
    ends += (data["first"].astype(np.int64) - before)[lines]
    scale_deg, origin_deg = data["scale_deg"], data["origin_deg"]
    return Borders(
        start_deg=(ends - steps) * scale_deg + origin_deg,
        end_deg=ends * scale_deg + origin_deg,
        line=lines,
        left=data["left"].astype(np.int64)[lines],
        right=data["right"].astype(np.int64)[lines],
        names=tuple(map(str, data["names"])),
        alpha2=tuple(map(str, data["alpha2"])),
        alpha3=tuple(map(str, data["alpha3"])),
        attribution=str(data["attribution"]),
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, int]:
    world = borders()
    return {
        name.lower(): place
        for names in (world.names, world.alpha2, world.alpha3)
        for place, name in enumerate(names)
        if name
    }


# names in daily use that Natural Earth spells otherwise, by ISO code
_ALSO_CALLED = {
    "united states": "us",
    "usa": "us",
    "united kingdom": "gb",
    "uk": "gb",
    "russia": "ru",
}


def country_place(name: str, *, where: str = "") -> int:
    """Return the place of a country among the names, by its name or its ISO code.

    Raises
    ------
    InputError
        Nothing is called so; the nearest name is offered.

    Examples
    --------
    >>> borders().names[country_place("nz")]
    'New Zealand'
    >>> country_place("New Zeland")
    Traceback (most recent call last):
    ...
    portcall.core.errors.InputError: unknown country 'New Zeland'; did you mean 'new zealand'?
    """
    plain = name.strip().lower()
    place = _by_name().get(_ALSO_CALLED.get(plain, plain))
    if place is None:
        raise unknown_name("country", name, _by_name(), where=where)
    return place
