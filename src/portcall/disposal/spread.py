"""What differs from one fall to the next: the spread of air, break-up, drag, heating and materials.

Model   Every figure with a range is drawn from a triangle over low, value and high. The logarithm of the
        density is Gaussian, one draw a fall, with one sigma for the ship and a smaller one for the pieces
        lower down. The wind is a Gaussian east and north draw on a profile of sigmas; its direction is
        rounded to the nearest of `WIND_DIRECTIONS`, as the break-up altitude is to `BREAKUP_STEP_M`.
        What a material is worth is drawn once a fall, because it is knowledge that is missing; mass,
        size, drag and heating of a piece once a piece.
Valid   A fall at an unknown season and place. A wind forecast or a day's density would narrow it.
Source  Each figure names its own; nearly all are estimates. Survival codes' own studies name heating,
        break-up altitude and low-speed drag as what drives the result (CNES, probabilistic DEBRISK).
"""

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from portcall.catalogue.debris import DebrisObject, ObjectList
from portcall.catalogue.material import Material
from portcall.core.sourced import Figure
from portcall.core.streams import stream
from portcall.environment.entry_air import Wind

Array = NDArray[np.float64]

WIND_DIRECTIONS = 16
BREAKUP_STEP_M = 100.0  # far below what is known of it, so that ships can fly down together
_COMMON, _OF_MATERIAL, _OF_PIECE = 8, 2, 8  # uniform draws, some of them spare


def _estimate(value: float, low: float, high: float, source: str) -> Figure:
    return Figure(value=value, status="estimated", source=source, low=low, high=high)


@dataclass(frozen=True)
class Spread:
    """The ranges that no object list carries.

    Attributes
    ----------
    high_log_density, low_log_density : Figure
        One sigma of the density's logarithm above the break-up, and below it.
    drag_factor, subsonic_drag_factor : Figure
        On the tumbling drag of ship and pieces, and on the pieces' drag below the speed of sound.
    heat_formula_factor, heat_factor : Figure
        On the heating of all pieces of a fall, and of each by itself.
    kick_m_s : Figure
        One sigma, each axis, of what the break-up adds to a piece's velocity. [m/s]
    wind_altitude_m, wind_east_m_s, wind_north_m_s : tuple[float, ...]
        Profile of the wind's sigmas. [m], [m/s]
    """

    high_log_density: Figure = field(
        default_factory=lambda: _estimate(
            0.20, 0.1, 0.3, "estimate: day, season and tides move 80 to 120 km by 10 to 30 %"
        )
    )
    low_log_density: Figure = field(
        default_factory=lambda: _estimate(
            0.06, 0.03, 0.12, "estimate: latitude and season move 20 to 70 km by 3 to 12 %"
        )
    )
    drag_factor: Figure = field(
        default_factory=lambda: _estimate(
            1.0, 0.85, 1.15, "estimate: modified Newtonian flow against tunnel data, 15 %"
        )
    )
    subsonic_drag_factor: Figure = field(
        default_factory=lambda: _estimate(
            1.0, 0.75, 1.25, "estimate: spread of handbook values for tumbling bluff shapes"
        )
    )
    heat_formula_factor: Figure = field(
        default_factory=lambda: _estimate(
            1.0, 0.9, 1.1, "Sutton-Graves, Detra-Kemp-Riddell and Detra-Hidalgo differ by 14 %"
        )
    )
    heat_factor: Figure = field(
        default_factory=lambda: _estimate(
            1.0, 0.8, 1.2, "estimate: edges and small radii against the shape's average"
        )
    )
    kick_m_s: Figure = field(
        default_factory=lambda: _estimate(
            15.0, 5.0, 50.0, "estimate: tearing, bursting tanks and uneven lift; none is published"
        )
    )
    wind_altitude_m: tuple[float, ...] = (0.0, 12e3, 22e3, 50e3, 80e3, 100e3)
    wind_east_m_s: tuple[float, ...] = (6.0, 20.0, 12.0, 30.0, 30.0, 40.0)
    wind_north_m_s: tuple[float, ...] = (5.0, 12.0, 5.0, 10.0, 20.0, 40.0)

    def wind(self, direction: int) -> Wind:
        """Return the profile of one sigma towards one of `WIND_DIRECTIONS`, from east over north."""
        angle = 2.0 * np.pi * direction / WIND_DIRECTIONS
        east, north = np.cos(angle), np.sin(angle)
        return Wind(
            self.wind_altitude_m,
            tuple(float(east * sigma) for sigma in self.wind_east_m_s),
            tuple(float(north * sigma) for sigma in self.wind_north_m_s),
        )


def none() -> Spread:
    """Return a spread of nothing: every fall of an entry state is alike, but for the object list."""
    zero = Figure(value=0.0, status="derived", source="no spread")
    one = Figure(value=1.0, status="derived", source="no spread")
    still = (0.0,)
    return Spread(zero, zero, one, one, one, one, zero, still, still, still)


def triangular(figure: Figure, uniform: Array) -> Array:
    """Return draws of a figure from a triangle over its range; without a range, its value.

    Examples
    --------
    >>> known = Figure(value=2.0, status="published", source="a table")
    >>> unknown = Figure(value=2.0, status="estimated", source="a guess", low=1.0, high=3.0)
    >>> triangular(known, np.array([0.1])), triangular(unknown, np.array([0.0, 0.125, 0.5, 1.0]))
    (array([2.]), array([1. , 1.5, 2. , 3. ]))
    """
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    if high <= low:
        return np.full(uniform.shape, figure.value)
    peak = (figure.value - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (figure.value - low))
    falling = high - np.sqrt((1.0 - uniform) * (high - low) * (high - figure.value))
    return np.where(uniform < peak, rising, falling)


@dataclass(frozen=True)
class Draws:
    """What was drawn for some falls: one row each; pieces and materials in the order of their lists.

    Attributes
    ----------
    breakup_altitude_m, ship_drag_area_m2 : Array
        Shape (falls,). [m], [m2]
    ship_density_factor, density_factor, wind_factor : Array
        Shape (falls,).
    wind_direction : NDArray
        Which profile of `Spread.wind`, shape (falls,).
    heat_factor, drag_factor, subsonic_drag_factor, mass_factor, size_factor : Array
        Shape (falls, pieces).
    kick_m_s : Array
        ITRF, shape (falls, pieces, 3). [m/s]
    emissivity_factor, end_heat_factor : Array
        Of each piece's material, shape (falls, pieces).
    """

    breakup_altitude_m: Array
    ship_drag_area_m2: Array
    ship_density_factor: Array
    density_factor: Array
    wind_factor: Array
    wind_direction: NDArray[np.intp]
    heat_factor: Array
    drag_factor: Array
    subsonic_drag_factor: Array
    mass_factor: Array
    size_factor: Array
    kick_m_s: Array
    emissivity_factor: Array
    end_heat_factor: Array

    def of(self, chosen: NDArray[np.bool_]) -> "Draws":
        """Return the draws of the chosen falls."""
        return Draws(*(getattr(self, one.name)[chosen] for one in fields(self)))


def _uniform(seed: int, falls: NDArray[np.intp], width: int) -> Array:
    """Return numbers above 0 and below 1, one stream a fall, shape (falls, width)."""
    rows = np.empty((len(falls), width))
    for row, fall in zip(rows, falls, strict=True):
        row[:] = stream(seed, "footprint.fall", int(fall)).random(width)
    return np.clip(rows, 2.0**-53, 1.0 - 2.0**-53)


def _factors(figures: list[Figure], uniform: Array) -> Array:
    drawn = [triangular(figure, uniform[:, i]) / figure.value for i, figure in enumerate(figures)]
    return np.stack(drawn, axis=1)


def _size(piece: DebrisObject) -> Figure:
    """Return the size whose range stands for all sizes of a piece: they go up and down together."""
    size = piece.length_m or piece.diameter_m
    assert size is not None  # noqa: S101  (the record asks for one of them)
    return size


def draw(
    spread: Spread,
    objects: ObjectList,
    materials: tuple[Material, ...],
    falls: NDArray[np.intp],
    seed: int,
) -> Draws:
    """Draw what is uncertain for some falls; a fall's draws depend on its number and the seed alone.

    Parameters
    ----------
    spread : Spread
    objects : ObjectList
    materials : tuple[Material, ...]
        Of each object, in the order of the list.
    falls : NDArray
        Their numbers, shape (n,).
    seed : int
    """
    kinds = list(dict.fromkeys(material.id for material in materials))
    by_id = {material.id: material for material in materials}
    pieces = len(objects.object)
    width = _COMMON + _OF_MATERIAL * len(kinds) + _OF_PIECE * pieces
    uniform = _uniform(seed, falls, width)
    common = uniform[:, :_COMMON]
    of_kind, of_piece = np.split(uniform[:, _COMMON:], [_OF_MATERIAL * len(kinds)], axis=1)
    piece = of_piece.reshape(len(falls), pieces, _OF_PIECE)
    air, east, north = ndtri(common[:, 0]), ndtri(common[:, 1]), ndtri(common[:, 2])
    angle = np.arctan2(north, east)
    area = triangular(objects.entry_area_m2, common[:, 4])
    coefficient = triangular(objects.entry_drag_coefficient, common[:, 5])
    breakup_m = 1e3 * triangular(objects.breakup_altitude_km, common[:, 3])
    heat = triangular(spread.heat_formula_factor, common[:, 6])[:, None]
    which = [kinds.index(material.id) for material in materials]
    emissivity = _factors([by_id[kind].emissivity_fraction for kind in kinds], of_kind[:, ::2])
    end_heat = _factors([by_id[kind].end_heat_j_kg for kind in kinds], of_kind[:, 1::2])
    sectors = np.rint(angle * WIND_DIRECTIONS / (2.0 * np.pi)).astype(np.intp)
    return Draws(
        breakup_altitude_m=BREAKUP_STEP_M * np.rint(breakup_m / BREAKUP_STEP_M),
        ship_drag_area_m2=area * coefficient,
        ship_density_factor=np.exp(spread.high_log_density.value * air),
        density_factor=np.exp(spread.low_log_density.value * air),
        wind_factor=np.hypot(east, north),
        wind_direction=sectors % WIND_DIRECTIONS,
        heat_factor=heat * triangular(spread.heat_factor, piece[:, :, 0]),
        drag_factor=triangular(spread.drag_factor, piece[:, :, 1]),
        subsonic_drag_factor=triangular(spread.subsonic_drag_factor, piece[:, :, 2]),
        mass_factor=_factors([one.mass_kg for one in objects.object], piece[:, :, 3]),
        size_factor=_factors([_size(one) for one in objects.object], piece[:, :, 7]),
        kick_m_s=spread.kick_m_s.value * ndtri(piece[:, :, 4:7]),
        emissivity_factor=emissivity[:, which],
        end_heat_factor=end_heat[:, which],
    )
