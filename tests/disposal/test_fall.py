"""Bodies that heat and melt: balances, limits, order, and independence of threads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entry_cases import ALUMINIUM, STEEL, TITANIUM, body, spread_states
from portcall.core.errors import InputError
from portcall.disposal import bodies as b
from portcall.disposal import fall_kernel as f
from portcall.disposal.entry import fly_entries
from portcall.disposal.fall import fall_all
from portcall.environment.entry_air import Wind

KINDS = [
    body("sphere", 20.0, (0.5, 0.5, 0.5), TITANIUM),
    body("sphere", 20.0, (0.5, 0.5, 0.5), ALUMINIUM),
    body("cylinder", 260.0, (2.0, 1.7, 1.7), STEEL),
    body("box", 5.0, (0.3, 0.2, 0.1), ALUMINIUM),
    body("plate", 4.0, (1.0, 0.75, 0.002), ALUMINIUM),
    body("box", 30.0, (0.4, 0.3, 0.3), STEEL),
]
LANDING_M = 200.0  # a whole body's landing against its own tight run
MELTING_M = 15e3  # where one that has nearly gone comes down
BREAKUP = fly_entries(spread_states(60), 100.0, stop_altitude_m=78e3)[:, :6].copy()


def rows(count):
    return np.array([KINDS[i % len(KINDS)] for i in range(count)])


def test_threads_change_no_byte():
    states = np.tile(BREAKUP, (30, 1))
    wind = Wind((0.0, 20e3), (10.0, 30.0), (5.0, -5.0))
    some = rows(states.shape[0])
    some[:, b.WIND_FACTOR] = np.linspace(0.0, 2.0, some.shape[0])
    one = fall_all(states, some, wind=wind)
    assert fall_all(states, some, wind=wind, threads=2).tobytes() == one.tobytes()


def test_the_fall_converges():
    some = rows(60)
    found, tight = fall_all(BREAKUP, some), fall_all(BREAKUP, some, tolerance_m=1e-2)
    assert np.array_equal(found[:, f.OUTCOME], tight[:, f.OUTCOME])
    off_m = np.linalg.norm(
        found[:, f.STATE : f.STATE + 3] - tight[:, f.STATE : f.STATE + 3], axis=1
    )
    whole = (found[:, f.OUTCOME] == f.LANDED) & (found[:, f.MASS_KG] == some[:, b.MASS_KG])
    assert whole.sum() > 10
    assert off_m[whole].max() < LANDING_M
    assert off_m.max() < MELTING_M


def test_a_cold_body_is_a_constant_one_where_its_drag_is_constant():
    # from hypersonic continuum at 60 km down to 40 km the coefficient is 0.92
    start = fly_entries(BREAKUP[0], 400.0, stop_altitude_m=60e3)[0, :6]
    sphere = body("sphere", 400.0, (1.0, 1.0, 1.0), TITANIUM)
    sphere[b.HEAT_FACTOR] = 1e-9
    ballistic = 400.0 / (0.92 * 0.25 * sphere[b.SURFACE_M2])
    end = fly_entries(start, ballistic, stop_altitude_m=40e3)[0]
    late = fall_all(start, sphere, time_limit_s=float(end[6]), tolerance_m=1e-3)[0]
    assert late[f.OUTCOME] == f.LOST
    assert np.linalg.norm(late[f.STATE : f.STATE + 3] - end[:3]) < 5.0


def test_demise_takes_the_heat_it_needs():
    # what the body has taken in is at least the heat to its end and the heat of melting it
    found = fall_all(BREAKUP, rows(60))
    gone = found[:, f.OUTCOME] == f.DEMISED
    assert gone.any()
    assert np.all(found[gone, f.PEAK_K] == rows(60)[gone, b.END_K])
    assert np.all(found[gone, f.MASS_KG] == 0.0)
    assert np.all(found[gone, f.DEMISE_ALTITUDE_M] < 78e3)
    assert np.all(np.isnan(found[~gone, f.DEMISE_ALTITUDE_M]))


def test_a_thin_body_that_only_radiates_finds_its_balance():
    # flux and radiation of a light titanium foil sphere balance at the peak: T^4 = q/(emissivity sigma)
    thin = body("sphere", 0.2, (0.5, 0.5, 0.5), TITANIUM)
    found = fall_all(BREAKUP[0], thin)[0]
    assert 1000.0 < found[f.PEAK_K] < thin[b.END_K]
    dull = thin.copy()
    dull[b.EMISSIVITY] = 0.25
    assert fall_all(BREAKUP[0], dull)[0, f.PEAK_K] == pytest.approx(
        found[f.PEAK_K] * 2.0**0.25, rel=0.05
    )


@given(st.sampled_from(range(len(KINDS))), st.floats(0.3, 2.0), st.floats(1.02, 2.0))
def test_prop_more_heat_leaves_no_more_mass(kind, factor, more):
    pair = np.array([KINDS[kind], KINDS[kind]])
    pair[:, b.HEAT_FACTOR] = factor, factor * more
    less, much = fall_all(BREAKUP[[0, 0]], pair)
    slack_kg = 1e-3 * pair[0, b.MASS_KG]
    assert much[f.MASS_KG] <= less[f.MASS_KG] + slack_kg
    assert much[f.PEAK_K] >= less[f.PEAK_K] - 1.0
    if less[f.OUTCOME] == f.DEMISED:
        assert much[f.OUTCOME] == f.DEMISED
        assert much[f.DEMISE_ALTITUDE_M] >= less[f.DEMISE_ALTITUDE_M] - 100.0


@given(st.sampled_from(range(len(KINDS))), st.floats(0.5, 1.5), st.floats(0.7, 1.3))
def test_prop_energy_mass_and_area_belong_together(kind, drag, density):
    row = KINDS[kind].copy()
    row[b.DRAG_FACTOR], row[b.DENSITY_FACTOR] = drag, density
    found = fall_all(BREAKUP[1], row)[0]
    down_m_s = found[f.SPEED_M_S] * np.sin(found[f.STEEPNESS_RAD])
    assert found[f.ENERGY_J] == pytest.approx(0.5 * found[f.MASS_KG] * down_m_s**2)
    assert 0.0 <= found[f.MASS_KG] <= row[b.MASS_KG]
    assert 0.0 <= found[f.AREA_M2] <= 0.25 * row[b.SURFACE_M2] * (1.0 + 1e-12)


def test_bad_input_is_one_line():
    with pytest.raises(InputError, match="sutton-graves"):
        fall_all(BREAKUP[0], KINDS[0], heating="sutton-grave")
    with pytest.raises(InputError, match="bodies of shape"):
        fall_all(BREAKUP[:2], KINDS[0])


def test_rows_come_from_the_catalogue():
    from portcall.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    objects = catalogue.object_list("progress-ms")
    materials = {one.material: catalogue.material(one.material) for one in objects.object}
    found = b.body_rows(objects, materials)
    assert found.shape == (len(objects.object), b.BODY_COLUMNS)
    assert np.all(found[:, b.MASS_KG] > 0.0)
    assert np.all((found[:, b.HOLLOW] >= 0.0) & (found[:, b.HOLLOW] < 1.0))
    missing = {key: value for key, value in materials.items() if key != objects.object[0].material}
    with pytest.raises(InputError):
        b.body_rows(objects, missing)
