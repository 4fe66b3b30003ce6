"""Opening burns and successions: what is required, beside what was measured."""

import importlib.util
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portcall.catalogue.reboost import load_reboosts
from portcall.core.time import elapsed_s

pytestmark = pytest.mark.acceptance


def _beside(name):
    """Load a test module of this folder: the recorded cases stand there once."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_val_succession_of_progress_ships(record_figure: Callable[..., None]):
    cases = _beside("test_val_succession")
    late_min, late_h, said, flown = [], [], [], []
    for _, _, _, undock, launch, dock in cases.PAIRS:
        left, docked = cases._utc(undock), cases._utc(dock)
        found = cases._next_ship(left)
        late_min.append(abs(elapsed_s(cases._utc(launch), found.launch_utc)) / 60.0)
        late_h.append(abs(elapsed_s(docked, found.dock_utc)) / 3600.0)
        said.append(found.free_days)
        flown.append(elapsed_s(left, docked) / 86_400.0)
    passed = max(late_h) < 1.0
    record_figure(
        "Progress succession: the port's free days from the undocking",
        required="4 to 5 days follow, no gap constant",
        measured=(
            f"{min(said):.2f} to {max(said):.2f} days, flown {min(flown):.2f} to {max(flown):.2f}; "
            f"launch within {max(late_min):.1f} min, docking within {max(late_h):.1f} h, "
            f"{len(said)} pairs"
        ),
        passed=passed,
        note="third pass of the pad after the undocking, then the 34-orbit profile's 50 h; "
        "that two passes are let by is the operator's announced habit",
    )
    assert passed


def test_val_burn_that_opened_soyuz_ms_28(record_figure: Callable[..., None]):
    cases = _beside("test_val_profile_opening")
    burn = datetime(2025, 11, 19, 13, 4, tzinfo=UTC)
    liftoff = datetime(2025, 11, 27, 9, 27, 57, tzinfo=UTC)
    found = cases._openings(
        cases.BEFORE_MS_28,
        date(2025, 11, 27),
        now=burn - timedelta(days=1),
        lead_days=elapsed_s(burn, liftoff) / 86_400.0,
    )["2-orbit"]
    flown = load_reboosts().find("2025-11-19-progress-ms-32").delta_v_m_s
    passed = found.reboost_m_s < flown < found.through_m_s
    record_figure(
        "Burn that opens two orbits for Soyuz MS-28, from elements nine days before the launch",
        required="not required",
        measured=(
            f"{found.reboost_m_s:.2f} to {found.through_m_s:.2f} m/s open it, {flown:.2f} m/s were "
            f"flown; phase {found.phase_deg:.1f} +- {found.phase_sigma_deg:.1f} deg without"
        ),
        passed=passed,
        note=f"at least {found.propellant_kg:.0f} kg",
    )
    assert passed
