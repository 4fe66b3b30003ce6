"""Two days of 8x8 without drag against independent codes with their own fields and rotations."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from portcall.core.constants import GM_EARTH_M3_S2
from portcall.core.time import julian_date_tt
from portcall.orbit.dynamics import ForceModel
from portcall.orbit.propagation import DEFAULT_TOLERANCE_M, TIGHT_TOLERANCE_M, final_state

EPOCH = datetime(2025, 7, 3, 12, 0, 0, tzinfo=UTC)
TWO_DAYS_S = 172_800.0
MODEL = ForceModel(8, 8, "none", sun_moon=False)
# their rotations and orientation tables differ from ours by under 1 cm at the station's distance
AT_TIGHT_M = 0.05
AT_DEFAULT_M = 1.0
J2000_JD = 2_451_545.0


def station():
    a, e, inclination = 6_791e3, 0.0005, np.radians(51.64)
    speed = np.sqrt(GM_EARTH_M3_S2 / a * (1 + e) / (1 - e))
    return np.array(
        [a * (1 - e), 0.0, 0.0, 0.0, speed * np.cos(inclination), speed * np.sin(inclination)]
    )


def heyoka_end_m(_folder, _monkeypatch):
    hy = pytest.importorskip("heyoka")
    dynamics = hy.model.eo_dynamics(max_geo_degree=8, max_geo_order=8, iau2006_thresh=1e-5)
    integrator = hy.taylor_adaptive(dynamics, station() / 1e3, tol=1e-13, compact_mode=True)
    day, fraction = julian_date_tt(EPOCH)
    start_s = ((day - J2000_JD) + fraction) * 86_400.0
    integrator.time = start_s
    integrator.propagate_until(start_s + TWO_DAYS_S)
    return integrator.state[:3] * 1e3


def satkit_end_m(folder, monkeypatch):
    """Fly with satkit, whose data lie where two packages put them, and never on the network."""
    pytest.importorskip("satkit_data")
    from astropy_iers_data import IERS_A_FILE
    from satkit_data import __file__ as data_module

    for file in (Path(data_module).parent / "data").iterdir():
        (folder / file.name).symlink_to(file)
    (folder / "finals2000A.all").symlink_to(IERS_A_FILE)
    monkeypatch.setenv("SATKIT_DATA", str(folder))
    monkeypatch.setenv("SATKIT_OFFLINE", "1")
    sk = pytest.importorskip("satkit")
    settings = sk.propsettings(
        gravity_degree=8,
        gravity_order=8,
        use_spaceweather=False,
        use_sun_gravity=False,
        use_moon_gravity=False,
        use_relativistic_correction=False,
        tide_model=sk.tidemodel.none,
        abs_error=1e-10,
        rel_error=1e-13,
    )
    begin = sk.time(EPOCH.year, EPOCH.month, EPOCH.day, EPOCH.hour, EPOCH.minute, 0.0)
    result = sk.propagate(station(), begin, duration_secs=TWO_DAYS_S, propsettings=settings)
    return np.asarray(result.pos)


def differences_m(referee, folder, monkeypatch):
    theirs = referee(folder, monkeypatch)
    return [
        float(np.linalg.norm(end[:3] - theirs))
        for end in (
            final_state(EPOCH, station(), TWO_DAYS_S, MODEL, tolerance_m=tolerance_m)
            for tolerance_m in (TIGHT_TOLERANCE_M, DEFAULT_TOLERANCE_M)
        )
    ]


REFEREES = [
    pytest.param(heyoka_end_m, marks=pytest.mark.peers("heyoka"), id="heyoka"),
    pytest.param(satkit_end_m, marks=pytest.mark.peers("satkit"), id="satkit"),
]


@pytest.mark.parametrize("referee", REFEREES)
def test_val_two_days_end_where_the_referee_says(referee, tmp_path, monkeypatch):
    tight_m, default_m = differences_m(referee, tmp_path, monkeypatch)
    assert tight_m < AT_TIGHT_M
    assert default_m < AT_DEFAULT_M


@pytest.mark.acceptance
@pytest.mark.parametrize("referee", REFEREES)
def test_val_two_days_against_referees_on_record(
    referee, tmp_path, monkeypatch, record_figure, request
):
    tight_m, default_m = differences_m(referee, tmp_path, monkeypatch)
    passed = tight_m < AT_TIGHT_M and default_m < AT_DEFAULT_M
    record_figure(
        f"two days of 8x8 against {request.node.callspec.id}",
        required=f"{AT_TIGHT_M} m at tight tolerance, {AT_DEFAULT_M} m at the default",
        measured=f"{tight_m:.4f} m, {default_m:.3f} m",
        passed=passed,
    )
    assert passed
