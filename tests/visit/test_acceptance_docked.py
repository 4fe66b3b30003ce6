"""Every flight that can be predicted is flown on to its port, when its contact rule asks for it."""

from collections.abc import Callable

import pytest

from portcall.audit.flown import happened
from portcall.audit.spread import spread_of
from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.errors import PortcallError
from portcall.core.time import elapsed_s
from portcall.visit.known_elements import Policy
from portcall.visit.setting import setting_of
from portcall.visit.visit import Visit, make_visit

pytestmark = pytest.mark.acceptance

OFF_THE_RULE_S = 10.0  # the last leg ends by range: at 0.1 to 0.35 m/s the clock gives some seconds
LEDGER_GRAM_KG = 1e-3
MEDIAN_MIN = {"34-orbit": 2.0, "2-orbit": 3.0}  # flown contact against the planned one
FEWEST = 15  # flights that are predicted


@pytest.fixture(scope="module")
def visits() -> dict[str, Visit]:
    catalogue = load_catalogue()
    found = {}
    for name in catalogue.names("flights"):
        known = catalogue.flight(name)
        try:
            hindcast = all(one.after_launch for one in known.known_before.elements)
            setting = setting_of(catalogue, brief(known), policy=Policy(hindcast=hindcast))
            made = make_visit(catalogue, setting)
        except PortcallError:
            continue
        if isinstance(made, Visit):
            found[name] = made
    assert len(found) >= FEWEST
    return found


def test_every_predicted_flight_captures_when_its_rule_asks(
    visits: dict[str, Visit], record_figure: Callable[..., None]
) -> None:
    """No plan is late, none fails, and every ledger closes at contact."""
    lost = {name: visit.record.notes[-1] for name, visit in visits.items() if visit.docking is None}
    flown = {name: visit for name, visit in visits.items() if visit.docking is not None}
    late = {
        name: visit.docking[0].plan.late_by_s
        for name, visit in flown.items()
        if visit.docking[0].plan.late_by_s > 0.0
    }
    off_s = {
        name: elapsed_s(visit.prediction.chase.contact.utc, visit.record.contact.utc)
        for name, visit in flown.items()
    }
    worst = max(off_s, key=lambda name: abs(off_s[name]))
    gap_kg = max(
        abs(row.gap_kg)
        for visit in flown.values()
        for row in visit.record.mass
        if row.event == "contact"
    )
    passed = not lost and not late and abs(off_s[worst]) < OFF_THE_RULE_S
    record_figure(
        "approaches of the predicted flights, flown without errors",
        required=f"all capture within {OFF_THE_RULE_S:g} s of their contact rule",
        measured=f"{len(flown)} of {len(visits)}; worst {off_s[worst]:+.1f} s ({worst}); "
        f"ledger at contact within {1e3 * gap_kg:.1g} g",
        passed=passed,
        note="; ".join(f"{name}: {why}" for name, why in lost.items()),
    )

    assert not lost
    assert not late
    assert abs(off_s[worst]) < OFF_THE_RULE_S
    assert gap_kg < LEDGER_GRAM_KG


@pytest.mark.parametrize("profile", MEDIAN_MIN)
def test_val_simulated_contact_against_the_planned_one(
    visits: dict[str, Visit], record_figure: Callable[..., None], profile: str
) -> None:
    """Contact as simulated, against the published plan, else against what flew."""
    catalogue = load_catalogue()
    errors = []
    for name, visit in visits.items():
        known = catalogue.flight(name)
        target = happened(known.planned).get("contact") or happened(known.flown).get("contact")
        counts = visit.setting.profile.id == profile and not visit.record.elements.hindcast
        if target is not None and counts:
            errors.append((name, elapsed_s(target.utc, visit.record.contact.utc) / 60.0))
    spread = spread_of(errors)
    passed = spread.median is not None and spread.median <= MEDIAN_MIN[profile]
    record_figure(
        f"simulated contact, {profile}",
        required=f"median at most {MEDIAN_MIN[profile]:g} min of the planned contact",
        measured=f"median {spread.median:.2f} min, worst {spread.worst:.2f} min "
        f"({spread.worst_flight}), n = {spread.n}",
        passed=passed,
    )

    assert passed
