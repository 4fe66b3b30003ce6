"""What a new plan says of itself against the one before."""

import importlib.util
from datetime import timedelta
from pathlib import Path

import pytest

from portcall.cli.traffic_plan_changes import changes, tightest
from portcall.cli.traffic_plan_text import show_plan
from portcall.records.traffic_plan import Opening, Reserve

SPEC = importlib.util.spec_from_file_location(
    "small_plan", Path(__file__).resolve().parents[1] / "traffic" / "small_plan.py"
)
SMALL = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(SMALL)


@pytest.fixture(scope="module")
def issued():
    """A plan in which all is as meant, with two reserves."""
    plan = SMALL.plan()
    reserves = [
        Reserve(
            resource=name,
            lowest_days=lowest,
            lowest_utc=plan.first_day_utc,
            floor_days=floor,
            wanted_days=180.0,
            worst_loss="progress-c",
            if_lost_days=lowest - 20.0,
        )
        for name, lowest, floor in (("food", 80.0, 45.0), ("gas", 300.0, 284.0))
    ]
    return plan.model_copy(update={"reserves": tuple(reserves), "crew": (7, 7)})


@pytest.fixture(scope="module")
def planned(issued):
    """Progress-c is lost; another comes two days later and carries 100 kg more food."""
    visits = []
    for visit in issued.visits:
        if visit.ship == "progress-c":
            continue
        if visit.ship == "progress-b":
            changed = {
                "manifest_kg": {**visit.manifest_kg, "food": visit.manifest_kg["food"] + 100.0},
                "moved_days": 2,
                "dock_utc": visit.dock_utc + timedelta(days=2),
                "why": "gives way",
                "opening": Opening(profile="2-orbit", delta_v_m_s=0.9, propellant_kg=150.0),
            }
            visits.append(visit.model_copy(update=changed))
        else:
            visits.append(visit)
    lower = issued.reserves[0].model_copy(update={"lowest_days": 70.0})
    return issued.model_copy(
        update={
            "visits": tuple(visits),
            "lost": ("progress-c",),
            "reserves": (lower, issued.reserves[1]),
        }
    )


def test_what_changed_is_told_with_its_cause(planned, issued):
    told = list(changes(planned, issued))
    assert told[0].startswith("progress-c is lost; it was to bring 500 kg food")
    assert "progress-b docks +2 days, on 2026-06-16: gives way" in told
    assert "food: -400 kg in all; more on progress-b (100 kg)" in told
    assert "water: -420 kg in all" in told
    assert any("lowest reserve of food is 70 days" in one and "before 80" in one for one in told)
    assert not any("gas is" in one for one in told)


def test_the_same_plan_changes_nothing(issued):
    assert list(changes(issued, issued)) == ["no other visit changes its days"]


def test_the_tightest_reserve_is_the_one_nearest_to_its_floor(planned):
    assert tightest(planned).resource == "gas"


def test_the_text_names_the_tightest_reserve_and_what_the_openings_cost(planned, issued, capsys):
    show_plan(planned, issued)
    said = capsys.readouterr().out
    assert "the tightest reserve is gas: 300 days on 2026-05-01, 16 above its floor of 284" in said
    assert "without progress-c it would fall to 280 days before the plan is mended" in said
    assert "1 are opened by reboosts of 0.9 m/s and 150 kg" in said
    assert "against the plan before:\n  - progress-c is lost" in said
