"""How a run ended, in words that a reader can act on."""

import math

import pytest

from portcall.docking import columns
from portcall.docking.contact import contact_columns as k
from portcall.docking.run import result_columns as r
from portcall.docking.run.outcomes import ABORTS, INSIDE, OUTSIDE, outcome_of, reason_of_run


def row(**given):
    return {"outcome": 0.0, "code_tight": 0.0, "contact_code": math.nan, "leg": 0.0, **given}


def test_a_capture_counts_inside_the_tight_end_only():
    assert outcome_of(row()) == "captured"
    assert reason_of_run(row()) == INSIDE
    assert outcome_of(row(code_tight=1.0)) == OUTSIDE
    assert reason_of_run(row(code_tight=1.0)) == "too slow"


@pytest.mark.parametrize(("code", "said"), [(k.REBOUNDED, "came out"), (k.OVERLOADED, "load")])
def test_a_contact_without_capture_tells_what_the_mechanism_did(code, said):
    ended = row(outcome=float(r.NOT_CAPTURED), contact_code=float(code), reason=float(code))
    assert outcome_of(ended) == "not captured"
    assert said in reason_of_run(ended)


def test_a_capture_box_that_was_missed_names_the_limit():
    ended = row(outcome=float(r.NOT_CAPTURED), reason=1.0)
    assert reason_of_run(ended) == "too slow"


def test_every_abort_has_its_own_reason():
    codes = [getattr(columns, name) for name in dir(columns) if name.startswith("ABORT_")]
    codes = [code for code in codes if code != columns.ABORT_NONE]
    said = {reason_of_run(row(outcome=float(r.ABORTED), abort=float(code))) for code in codes}
    assert len(said) == len(codes) == len(ABORTS)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (r.COLLISION, "beside the port"),
        (r.TIME_OUT, "leg 3"),
        (r.NOT_A_NUMBER, "no number"),
    ],
)
def test_other_ends(outcome, said):
    ended = row(outcome=float(outcome), leg=2.0)
    assert outcome_of(ended) == r.OUTCOMES[outcome]
    assert said in reason_of_run(ended)
