"""The mass ledger: it closes to a gram, or it is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portcall.records.mass import CLOSES_TO_KG, LedgerEntry, Tanks, entry

GRAM_KG = 1e-3
masses = st.floats(0.0, 5000.0)
tanks = st.builds(
    Tanks, **{name: masses for name in Tanks.model_fields if name != "trash_kg"}, trash_kg=masses
)


def test_the_ledger_closes_to_a_gram():
    assert CLOSES_TO_KG == GRAM_KG


@given(tanks)
def test_prop_a_total_is_the_sum_of_all_tanks(some):
    assert some.total_kg == pytest.approx(sum(some.model_dump().values()))


@given(tanks, st.floats(2.0, 1000.0))
def test_prop_a_ledger_with_a_gap_is_refused(some, grams):
    for sign in (-1.0, 1.0):
        with pytest.raises(ValidationError, match="does not add up"):
            LedgerEntry(event="burn_1", tanks=some, total_kg=some.total_kg + sign * grams * GRAM_KG)


def test_a_mass_that_is_no_number_is_refused():
    some = Tanks(**dict.fromkeys(Tanks.model_fields, 1.0))
    for total_kg in (math.nan, math.inf):
        with pytest.raises(ValidationError):
            LedgerEntry(event="burn_1", tanks=some, total_kg=total_kg)


@given(tanks, st.floats(0.0, 5000.0))
def test_prop_burning_takes_just_the_propellant_and_own_first(some, burnt_kg):
    left = some.after_burning(burnt_kg)
    assert some.total_kg - left.total_kg == pytest.approx(burnt_kg, abs=1e-9)
    assert left.own_propellant_kg >= 0.0
    if left.deorbit_reserve_kg < some.deorbit_reserve_kg:
        assert left.own_propellant_kg == 0.0
    touched = {"own_propellant_kg", "deorbit_reserve_kg"}
    assert left.model_dump(exclude=touched) == some.model_dump(exclude=touched)


def test_the_gap_to_the_integration_is_kept():
    some = Tanks(**dict.fromkeys(Tanks.model_fields, 10.0))
    assert entry("gate", some).gap_kg == 0.0
    assert entry("gate", some, some.total_kg - 0.25).gap_kg == pytest.approx(0.25)
