"""Many falls of one ship: each breaks up, and each of its pieces falls by itself.

Model   The ship flies whole from the entry interface to the break-up altitude of that fall. Objects that
        nothing encloses are set free there, with the ship's velocity and a kick of their own. An object
        that another encloses is set free where that one demises, with its velocity, at room temperature;
        it stays inside what reaches the ground.
        Objects with a count fall once a fall and count as often: expectations are exact, and how
        alike pieces of one fall differ is left to the differences between falls.
Valid   As `fall`; pieces do not shade, hit or carry each other.
Source  Object-oriented survival analysis: Lips and Fritsche 2005, Acta Astronautica 57, 312.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.debris import ObjectList
from portcall.catalogue.material import Material
from portcall.core.errors import InputError
from portcall.disposal import bodies as body
from portcall.disposal import fall_kernel as column
from portcall.disposal.entry import fly_entries
from portcall.disposal.entry_kernel import ENTRY_COLUMNS, LANDED, STOPPED
from portcall.disposal.entry_states import EntryStates
from portcall.disposal.fall import fall_all
from portcall.disposal.fallen import ENCLOSED, Fallen, unfilled
from portcall.disposal.spread import WIND_DIRECTIONS, Draws, Spread, draw
from portcall.environment.entry_air import Wind

Array = NDArray[np.float64]
Numbers = NDArray[np.intp]

BLOCK = 4096  # falls drawn together: bounds the memory
_TIME, _OUTCOME = 6, 7  # columns of an entry

_FIGURES = (
    ("latitude_rad", column.LATITUDE_RAD),
    ("longitude_rad", column.LONGITUDE_RAD),
    ("time_s", column.TIME_S),
    ("speed_m_s", column.SPEED_M_S),
    ("steepness_rad", column.STEEPNESS_RAD),
    ("mass_kg", column.MASS_KG),
    ("energy_j", column.ENERGY_J),
    ("area_m2", column.AREA_M2),
    ("demise_altitude_m", column.DEMISE_ALTITUDE_M),
)


@dataclass(frozen=True)
class _Case:
    entries: EntryStates
    objects: ObjectList
    materials: tuple[Material, ...]
    spread: Spread
    seed: int
    heating: str
    threads: int


@dataclass(frozen=True)
class _Broken:
    """Ships at break-up: where they stand in the result, their states, when, and what was drawn.

    `ends_itrf` is filled as pieces come to their ends: what sets out there starts from it.
    """

    row: Numbers
    states_itrf: Array
    start_s: Array
    drawn: Draws
    bodies: Array
    ends_itrf: Array


def holders(objects: ObjectList) -> tuple[Numbers, tuple[Numbers, ...]]:
    """Return what holds each object (-1 for nothing), and the objects by how deep they are held.

    Raises
    ------
    InputError
        When objects enclose each other in a circle.
    """
    place = {one.id: i for i, one in enumerate(objects.object)}
    holder = np.array(
        [-1 if one.released_by is None else place[one.released_by] for one in objects.object]
    )
    depth = np.zeros(len(holder), dtype=np.intp)
    for i, one in enumerate(objects.object):
        outer = int(holder[i])
        while outer >= 0:
            outer, depth[i] = int(holder[outer]), depth[i] + 1
            if depth[i] > len(holder):
                raise InputError(
                    f"object '{one.id}' ends up enclosing itself",
                    where=objects.id,
                    remedy="mend `released_by`",
                )
    return holder, tuple(np.flatnonzero(depth == level) for level in range(depth.max() + 1))


def _drawn_bodies(base: Array, drawn: Draws) -> Array:
    """Return the bodies of all pieces as drawn, shape (falls, objects, BODY_COLUMNS)."""
    rows = np.repeat(base[None], len(drawn.wind_factor), axis=0)
    size, mass = drawn.size_factor, drawn.mass_factor
    rows[:, :, body.MASS_KG] *= mass
    rows[:, :, body.THERMAL_KG] *= mass
    rows[:, :, body.SURFACE_M2] *= size**2
    rows[:, :, body.WIDTH_M] *= size
    rows[:, :, body.NOSE_M] *= size
    filled = (1.0 - rows[:, :, body.HOLLOW]) * mass / size**3
    rows[:, :, body.HOLLOW] = np.maximum(0.0, 1.0 - filled)
    rows[:, :, body.EMISSIVITY] *= drawn.emissivity_factor
    rows[:, :, body.END_J_KG] *= drawn.end_heat_factor
    rows[:, :, body.DRAG_FACTOR] = drawn.drag_factor
    rows[:, :, body.HEAT_FACTOR] = drawn.heat_factor
    rows[:, :, body.DENSITY_FACTOR] = drawn.density_factor[:, None]
    rows[:, :, body.LOW_DRAG_FACTOR] = drawn.subsonic_drag_factor
    rows[:, :, body.WIND_FACTOR] = drawn.wind_factor[:, None]
    return rows


def _break_up(case: _Case, numbers: Numbers, out: Fallen, row: Numbers) -> _Broken:
    """Fly ships down to their break-up; note in `out` what becomes of those that never get there."""
    enters = case.entries.entered[numbers]
    row, numbers = row[enters], numbers[enters]
    drawn = draw(case.spread, case.objects, case.materials, numbers, case.seed)
    if numbers.size == 0:
        return _Broken(row, np.empty((0, 6)), np.empty(0), drawn, np.empty(0), np.empty(0))
    ballistic = case.entries.mass_kg[numbers] / drawn.ship_drag_area_m2
    flown = np.empty((len(numbers), ENTRY_COLUMNS))
    for altitude_m in np.unique(drawn.breakup_altitude_m):
        together = drawn.breakup_altitude_m == altitude_m
        flown[together] = fly_entries(
            case.entries.states_itrf[numbers[together]],
            ballistic[together],
            stop_altitude_m=float(altitude_m),
            density_factor=drawn.ship_density_factor[together],
        )
    broken = flown[:, _OUTCOME] == STOPPED
    out.outcome[row[~broken]] = flown[~broken, _OUTCOME, None]
    start_s = case.entries.after_ignition_s[numbers] + flown[:, _TIME]
    kept = drawn.of(broken)
    by_id = {material.id: material for material in case.materials}
    bodies = _drawn_bodies(body.body_rows(case.objects, by_id), kept)
    ends = np.empty((*bodies.shape[:2], 6))
    return _Broken(row[broken], flown[broken, :6], start_s[broken], kept, bodies, ends)


def _let_fall(
    case: _Case, broken: _Broken, pairs: tuple[Numbers, Numbers], holder: Numbers, wind: Wind,
    out: Fallen,
) -> None:  # fmt: skip
    """Follow pieces, given as (fall, object) pairs, all held alike or all free, to their end."""
    ship, piece = pairs
    states = broken.states_itrf[ship]
    states[:, 3:] += broken.drawn.kick_m_s[ship, piece]
    start_s = broken.start_s[ship]
    if holder[piece[0]] >= 0:
        held_in = broken.row[ship], holder[piece]
        ended = out.outcome[held_in]
        stays = (ended == LANDED) | (ended == ENCLOSED)
        out.outcome[broken.row[ship], piece] = np.where(stays, ENCLOSED, ended)
        freed = np.flatnonzero(ended == column.DEMISED)
        held_in = held_in[0][freed], held_in[1][freed]
        ship, piece = ship[freed], piece[freed]
        states = broken.ends_itrf[ship, holder[piece]]
        start_s = out.time_s[held_in]
    if ship.size == 0:
        return
    ends = fall_all(
        states,
        broken.bodies[ship, piece],
        heating=case.heating,
        threads=case.threads,
        wind=wind,
    )
    at, where = (ship, piece), (broken.row[ship], piece)
    for name, figure in _FIGURES:
        getattr(out, name)[where] = ends[:, figure]
    broken.ends_itrf[at] = ends[:, column.STATE : column.STATE + 6]
    out.time_s[where] += start_s
    out.outcome[where] = ends[:, column.OUTCOME]


def _follow(
    case: _Case, numbers: Numbers, out: Fallen, row: Numbers, done: Callable[[int], object]
) -> None:
    """Follow some falls to the end of their last piece."""
    holder, generations = holders(case.objects)
    broken = _break_up(case, numbers, out, row)
    done(len(numbers) - len(broken.row))
    for direction in range(WIND_DIRECTIONS):
        ships = np.flatnonzero(broken.drawn.wind_direction == direction)
        wind = case.spread.wind(direction)
        for pieces in generations if ships.size else ():
            ship, piece = np.meshgrid(ships, pieces, indexing="ij")
            _let_fall(case, broken, (ship.ravel(), piece.ravel()), holder, wind, out)
        done(len(ships))


def fall_apart(
    entries: EntryStates,
    objects: ObjectList,
    materials: tuple[Material, ...],
    spread: Spread | None = None,
    *,
    seed: int,
    heating: str = "sutton-graves",
    threads: int = 1,
    progress: Callable[[int], object] | None = None,
    only: Numbers | None = None,
) -> Fallen:
    """Let ships enter, break up and fall.

    Parameters
    ----------
    entries : EntryStates
        One a fall, at the entry interface.
    objects : ObjectList
        What the ship comes apart into.
    materials : tuple[Material, ...]
        Of each object, in the order of the list.
    spread : Spread, optional
        What differs between falls; the usual one without it.
    seed : int
        Fall i of a seed is always the same, whichever others there are.
    heating : str
        A formula of `heating`.
    threads : int
        The result does not depend on it.
    progress : Callable[[int], object], optional
        Called with the number of finished falls, which rises to all of them.
    only : NDArray, optional
        Numbers of the falls to follow; all without it. The result has a row for each of these.

    Returns
    -------
    Fallen
        What came of it, skip-outs and ships that stay up included.
    """
    numbers = np.arange(len(entries.mass_kg)) if only is None else np.asarray(only, dtype=np.intp)
    case = _Case(entries, objects, materials, spread or Spread(), seed, heating, threads)
    out = unfilled(len(numbers), objects)
    finished = 0

    def done(falls: int) -> None:
        nonlocal finished
        finished += falls
        if progress is not None and falls:
            progress(finished)

    for first in range(0, len(numbers), BLOCK):
        row = np.arange(first, min(first + BLOCK, len(numbers)))
        _follow(case, numbers[row], out, row, done)
    return out


def replay(
    entries: EntryStates,
    objects: ObjectList,
    materials: tuple[Material, ...],
    spread: Spread | None = None,
    *,
    sample: int,
    seed: int,
    heating: str = "sutton-graves",
) -> Fallen:
    """Return one fall of `fall_apart` again, to the byte; parameters as there."""
    only = np.array([sample], dtype=np.intp)
    return fall_apart(entries, objects, materials, spread, seed=seed, heating=heating, only=only)
