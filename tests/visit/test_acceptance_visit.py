"""The mass ledger of every flight that can be flown, recorded for the validation page."""

from collections.abc import Callable

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import PortcallError
from portcall.visit.setting import setting_of
from portcall.visit.visit import Visit, make_visit

pytestmark = pytest.mark.acceptance

GRAM_KG = 1e-3


def _visits() -> list[Visit]:
    catalogue = load_catalogue()
    found = []
    for name in catalogue.names("flights"):
        try:
            visit = make_visit(catalogue, setting_of(catalogue, brief(catalogue.flight(name))))
        except PortcallError:  # no elements, no profile: validate lists them
            continue
        if isinstance(visit, Visit):
            found.append(visit)
    return found


def test_val_every_flown_visit_keeps_its_books(record_figure: Callable[..., None]) -> None:
    """Ledger and integration agree to a gram, and no plan beats its bound, on every flight."""
    visits = _visits()
    gap_kg = max(abs(entry.gap_kg) for visit in visits for entry in visit.record.mass)
    above = [v.record.delta_v_m_s.total - v.record.delta_v_m_s.bound for v in visits]
    miss_m = max(visit.record.arrival.miss_m for visit in visits)
    record_figure(
        "mass ledger of all flights",
        required="closes to 1 g",
        measured=f"{1e3 * gap_kg:.1e} g worst of {len(visits)} flights",
        passed=gap_kg <= GRAM_KG,
    )
    record_figure(
        "delta-v of all flights",
        required="at or above the printed bound",
        measured=f"{min(above):.1f} to {max(above):.1f} m/s above it",
        passed=min(above) >= 0.0,
        note=f"all arrive within {miss_m:.1f} m of the gate on the full dynamics",
    )

    assert len(visits) > 10
    assert gap_kg <= GRAM_KG
    assert min(above) >= 0.0
