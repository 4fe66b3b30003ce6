"""Falls of a small object list: the same bytes for any threads, each to be flown again alone."""

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest

from portcall.catalogue.debris import DebrisObject, ObjectList
from portcall.catalogue.material import Material
from portcall.core.errors import InputError
from portcall.core.frames import itrf_from_geodetic
from portcall.core.sourced import Figure
from portcall.disposal.break_up import fall_apart, holders, replay
from portcall.disposal.entry_kernel import LANDED, SKIPPED
from portcall.disposal.entry_states import EntryStates
from portcall.disposal.fall_kernel import DEMISED
from portcall.disposal.fallen import ENCLOSED, STAYED_UP, Fallen
from portcall.disposal.ground_track import GroundTrack
from portcall.disposal.spread import WIND_DIRECTIONS, Spread, draw, none

LATITUDE_RAD, LONGITUDE_RAD = -0.75, -2.7
SPEED_M_S, STEEPNESS_RAD, HEADING_RAD = 7_560.0, np.radians(-1.4), 1.2
FALLS = 40
ALIKE = 0.97  # masses and sizes differ, and with them the time in the wind


def _known(value: float) -> Figure:
    return Figure(value=value, status="published", source="made up for a test")


def _guess(value: float, part: float = 0.2) -> Figure:
    low, high = (1.0 - part) * value, (1.0 + part) * value
    return Figure(value=value, status="estimated", source="made up", low=low, high=high)


def _material(name: str, end_k: float, end_heat_j_kg: float) -> Material:
    return Material(
        id=name,
        name=name,
        kind="metal",
        density_kg_m3=_known(4_400.0),
        specific_heat_j_kg_k=_known(600.0),
        end_temperature_k=_known(end_k),
        end_heat_j_kg=_guess(end_heat_j_kg),
        emissivity_fraction=_guess(0.5),
    )


TITANIUM, FOAM = _material("titanium-like", 1_900.0, 3e5), _material("foam", 500.0, 1e4)


def _sphere(name: str, material: Material, mass_kg: float, **more: object) -> DebrisObject:
    return DebrisObject(
        id=name,
        name=name,
        shape="sphere",
        material=material.id,
        mass_kg=_guess(mass_kg),
        diameter_m=_guess(0.4, 0.05),
        **more,
    )


def _objects(*more: DebrisObject) -> ObjectList:
    return ObjectList(
        id="toy",
        name="toy",
        entry_mass_kg=_known(6_000.0),
        entry_drag_coefficient=_guess(1.6),
        entry_area_m2=_guess(15.0),
        breakup_altitude_km=Figure(value=78, status="estimated", source="made up", low=66, high=86),
        object=(
            _sphere("ball", TITANIUM, 20.0, count=3),
            _sphere("crate", FOAM, 2.0),
            _sphere("cargo", TITANIUM, 8.0, released_by="crate"),
            _sphere("core", TITANIUM, 1.0, released_by="ball"),
            *more,
        ),
    )


OBJECTS, MATERIALS = _objects(), (TITANIUM, FOAM, TITANIUM, TITANIUM)
BALL, CRATE, CARGO, CORE = range(4)


def _state(steepness_rad: float, speed_m_s: float = SPEED_M_S) -> np.ndarray:
    c, s = np.cos(LONGITUDE_RAD), np.sin(LONGITUDE_RAD)
    level = np.cos(LATITUDE_RAD)
    up = np.array([level * c, level * s, np.sin(LATITUDE_RAD)])
    east = np.array([-s, c, 0.0])
    flat = np.sin(HEADING_RAD) * east + np.cos(HEADING_RAD) * np.cross(up, east)
    velocity = speed_m_s * (np.cos(steepness_rad) * flat + np.sin(steepness_rad) * up)
    return np.concatenate((itrf_from_geodetic(LATITUDE_RAD, LONGITUDE_RAD, 120e3), velocity))


def _entries(falls: int = FALLS) -> EntryStates:
    errors = np.random.default_rng(4).standard_normal(falls)
    states = np.array([_state(STEEPNESS_RAD + 5e-4 * error) for error in errors])
    return EntryStates(states, np.full(falls, 1_820.0), np.full(falls, 5_900.0))


def _arrays(fallen: Fallen) -> Iterator[np.ndarray]:
    yield from (getattr(fallen, one.name) for one in fields(fallen) if one.name != "object_ids")


def _same(first: Fallen, second: Fallen) -> bool:
    pairs = zip(_arrays(first), _arrays(second), strict=True)
    return all(a.tobytes() == b.tobytes() for a, b in pairs)


@pytest.fixture(scope="module")
def fallen() -> Fallen:
    return fall_apart(_entries(), OBJECTS, MATERIALS, seed=7)


def test_one_and_two_threads_give_the_same_bytes(fallen: Fallen) -> None:
    assert _same(fallen, fall_apart(_entries(), OBJECTS, MATERIALS, seed=7, threads=2))


def test_another_seed_is_another_fall(fallen: Fallen) -> None:
    assert not _same(fallen, fall_apart(_entries(), OBJECTS, MATERIALS, seed=8))


@pytest.mark.parametrize("sample", [0, 17, FALLS - 1])
def test_a_fall_is_flown_again_alone(fallen: Fallen, sample: int) -> None:
    alone = replay(_entries(), OBJECTS, MATERIALS, sample=sample, seed=7)
    row = Fallen(**{
        one.name: getattr(fallen, one.name)[sample : sample + 1]
        if getattr(getattr(fallen, one.name), "ndim", 0) == 2
        else getattr(fallen, one.name)
        for one in fields(fallen)
    })  # fmt: skip

    assert _same(alone, row)


def test_more_falls_leave_the_first_ones_alone(fallen: Fallen) -> None:
    few = fall_apart(_entries(), OBJECTS, MATERIALS, seed=7, only=np.arange(5))

    assert few.latitude_rad.tobytes() == fallen.latitude_rad[:5].tobytes()


def test_what_is_held_is_set_free_by_demise_and_stays_in_what_lands(fallen: Fallen) -> None:
    burst = fallen.outcome[:, CRATE] == DEMISED

    assert burst.all()
    assert (fallen.outcome[:, CARGO] == LANDED).all()
    assert (fallen.time_s[:, CARGO] > fallen.time_s[:, CRATE]).all()
    assert (fallen.outcome[:, BALL] == LANDED).all()
    assert (fallen.outcome[:, CORE] == ENCLOSED).all()
    assert np.isnan(fallen.latitude_rad[:, CORE]).all()


def test_what_is_set_free_goes_on_ahead(fallen: Fallen) -> None:
    track = GroundTrack.from_entry(_state(STEEPNESS_RAD))
    along = [
        track.along_and_cross_m(fallen.latitude_rad[:, i], fallen.longitude_rad[:, i])
        for i in (CRATE, CARGO)
    ]

    assert (along[1][0] > along[0][0]).all()
    # the kick of the break-up is gone; the air of the lower fall has moved it aside by kilometers
    assert np.abs(along[1][1] - along[0][1]).max() < 100e3


def test_without_spread_all_falls_of_one_state_are_alike() -> None:
    one = replace(_entries(3), states_itrf=np.tile(_state(STEEPNESS_RAD), (3, 1)))
    sure = ObjectList(
        **{
            **OBJECTS.model_dump(),
            "entry_drag_coefficient": _known(1.6),
            "entry_area_m2": _known(15.0),
            "breakup_altitude_km": _known(78.0),
            "object": (
                OBJECTS.object[0].model_copy(
                    update={"mass_kg": _known(20.0), "diameter_m": _known(0.4)}
                ),
            ),
        }
    )
    titanium = TITANIUM.model_copy(
        update={"end_heat_j_kg": _known(3e5), "emissivity_fraction": _known(0.5)}
    )
    fallen = fall_apart(one, sure, (titanium,), none(), seed=1)

    assert len(set(fallen.latitude_rad[:, 0])) == 1
    assert fallen.outcome[0, 0] == LANDED


def test_a_ship_that_skips_out_or_stays_up_is_an_outcome() -> None:
    skips, stays = _state(np.radians(0.5), 8_200.0), np.full(6, np.nan)
    entries = EntryStates(
        np.stack((skips, stays, _state(STEEPNESS_RAD))),
        np.array([0.0, np.nan, 0.0]),
        np.array([5_900.0, np.nan, 5_900.0]),
    )
    done: list[int] = []
    fallen = fall_apart(entries, OBJECTS, MATERIALS, seed=7, progress=done.append)

    assert (fallen.outcome[0] == SKIPPED).all()
    assert (fallen.outcome[1] == STAYED_UP).all()
    assert fallen.outcome[2, BALL] == LANDED
    assert done[-1] == 3
    assert done == sorted(done)


def test_no_ship_that_comes_down_is_an_outcome_too() -> None:
    entries = EntryStates(np.full((2, 6), np.nan), np.full(2, np.nan), np.full(2, np.nan))

    assert (fall_apart(entries, OBJECTS, MATERIALS, seed=7).outcome == STAYED_UP).all()


def test_objects_that_hold_each_other_are_refused() -> None:
    circle = (
        _sphere("egg", FOAM, 1.0, released_by="hen"),
        _sphere("hen", FOAM, 1.0, released_by="egg"),
    )
    with pytest.raises(InputError, match="enclosing itself"):
        holders(_objects(*circle))


def test_pieces_drift_with_the_wind_that_was_drawn() -> None:
    """The drift to the right goes with the wind's part in that direction, size included."""
    still, windy = (
        replace(
            none(),
            wind_altitude_m=(0.0, 30e3),
            wind_east_m_s=(speed, speed),
            wind_north_m_s=(speed, speed),
        )
        for speed in (0.0, 30.0)
    )
    track = GroundTrack.from_entry(_state(STEEPNESS_RAD))
    crosses = []
    for spread in (still, windy):
        fallen = fall_apart(_entries(), OBJECTS, MATERIALS, spread, seed=3)
        place = fallen.latitude_rad[:, BALL], fallen.longitude_rad[:, BALL]
        along, cross = track.along_and_cross_m(*place)
        crosses.append(cross)
    drawn = draw(windy, OBJECTS, MATERIALS, np.arange(FALLS), 3)
    towards = 2.0 * np.pi * drawn.wind_direction / WIND_DIRECTIONS
    right = 30.0 * drawn.wind_factor * np.cos(towards + track.bearing_rad(float(along.mean())))
    drift = crosses[1] - crosses[0]

    assert np.corrcoef(drift, right)[0, 1] > ALIKE
    # minutes in the wind: a ball of 20 kg falls the last 30 km in some five
    assert 100.0 < float(drift @ right / (right @ right)) < 1_000.0


def test_the_default_spread_is_made_of_estimates_with_ranges() -> None:
    figures = [value for value in vars(Spread()).values() if isinstance(value, Figure)]

    assert len(figures) == 7
    assert all(figure.status == "estimated" for figure in figures)
