"""The entry table against the atmosphere it is made from, and the wind."""

import numpy as np
import pytest

from portcall.core.errors import DataError, InputError
from portcall.environment.atmosphere import density_kg_m3
from portcall.environment.entry_air import (
    Wind,
    air_in,
    kinks_m,
    us76_entry_air,
    wind_at,
)

REL_BELOW_86_KM, REL_ABOVE = 1e-4, 1e-3


@pytest.mark.parametrize(
    ("low_m", "high_m", "rel"), [(0.0, 86e3, REL_BELOW_86_KM), (86e3, 999e3, REL_ABOVE)]
)
def test_the_table_is_the_atmosphere(low_m, high_m, rel):
    air = us76_entry_air()
    for altitude_m in np.random.default_rng(1).uniform(low_m, high_m, 3000):
        assert air_in(float(altitude_m), air)[0] == pytest.approx(
            density_kg_m3(float(altitude_m)), rel=rel
        )


def test_the_kinks_are_where_layers_meet():
    kinks = kinks_m(us76_entry_air())
    assert kinks[0] == 86e3
    assert kinks[-1] == pytest.approx(11_019.0, abs=1.0)  # 11 km of geopotential
    assert np.all(np.diff(kinks) < 0.0)


def test_wind_is_linear_between_its_nodes():
    table = Wind((0.0, 10e3), (0.0, 30.0), (5.0, -5.0)).table()
    assert wind_at.py_func(5e3, table) == pytest.approx((15.0, 0.0))
    assert wind_at.py_func(50e3, table) == pytest.approx((30.0, -5.0))
    assert wind_at.py_func(5e3, np.empty(0)) == (0.0, 0.0)


def test_a_wind_that_is_no_table_is_refused():
    with pytest.raises(InputError, match="not a table"):
        Wind((0.0, 0.0), (1.0, 1.0), (0.0, 0.0))


def test_msis_says_what_to_install(monkeypatch):
    from datetime import UTC, datetime

    from portcall.environment import entry_air_msis

    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(entry_air_msis, "import_module", absent)
    with pytest.raises(DataError, match="msis"):
        entry_air_msis.entry_air_from_msis(datetime(2025, 1, 1, tzinfo=UTC), 0.0, 0.0)
