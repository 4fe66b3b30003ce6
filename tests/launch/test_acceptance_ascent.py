"""The figures that the ascent must reach, recorded for the validation page."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.visit.insertion import InsertionPoint, insertion_of
from portcall.visit.setting import setting_of

pytestmark = pytest.mark.acceptance

CUTOFF_S, SEPARATION_S, TIME_TOLERANCE_S = 525.0, 528.9, 3.0
HEIGHT_TOLERANCE_KM, ANGLE_TOLERANCE_DEG = 5.0, 0.02
# published separation state of Progress M-37 (Agapov 1997): 50.9 N geocentric, 85.1 E
SEPARATION_ITRF_M = np.array([355_203.0, 4_117_639.0, 5_092_747.0])
SEPARATION_POINT_KM = 60.0


def _inserted(profile: str) -> InsertionPoint:
    catalogue = load_catalogue()
    blind = brief(catalogue.flight("progress-ms-31"))
    setting = setting_of(catalogue, blind, profile=profile)
    point = insertion_of(replace(setting))
    assert isinstance(point, InsertionPoint)
    return point


@pytest.mark.parametrize(
    ("profile", "perigee_km", "apogee_km"), [("34-orbit", 193.0, 240.0), ("2-orbit", 189.0, 221.0)]
)
def test_val_ascent_to(
    profile: str, perigee_km: float, apogee_km: float, record_figure: Callable[..., None]
) -> None:
    """Cut-off, separation, orbit and place are the published ones."""
    point = _inserted(profile)
    orbit, ascent = point.ascent.orbit, point.ascent
    cutoff_s, separation_s = ascent.event("cutoff").time_s, ascent.event("separation").time_s
    inclination_deg = math.degrees(orbit.inclination_rad)
    mean_deg = math.degrees(orbit.mean_inclination_rad)
    place = ascent.event("separation").position_itrf_m
    away_km = np.linalg.norm(place - SEPARATION_ITRF_M) / 1e3
    timed = max(abs(cutoff_s - CUTOFF_S), abs(separation_s - SEPARATION_S)) <= TIME_TOLERANCE_S
    shaped = (
        abs(orbit.perigee_m / 1e3 - perigee_km) <= HEIGHT_TOLERANCE_KM
        and abs(orbit.apogee_m / 1e3 - apogee_km) <= HEIGHT_TOLERANCE_KM
        and 51.66 - ANGLE_TOLERANCE_DEG <= inclination_deg <= 51.67 + ANGLE_TOLERANCE_DEG
    )
    record_figure(
        f"ascent, {profile}: cut-off and separation",
        required=f"{CUTOFF_S:g} and {SEPARATION_S:g} s, within {TIME_TOLERANCE_S:g} s",
        measured=f"{cutoff_s:.1f} and {separation_s:.1f} s",
        passed=timed,
        note=f"{ascent.propellant_left_kg:.0f} kg left in the third stage",
    )
    record_figure(
        f"ascent, {profile}: insertion orbit",
        required=f"{perigee_km:g} x {apogee_km:g} km, 51.66 to 51.67 deg at the node",
        measured=f"{orbit.perigee_m / 1e3:.2f} x {orbit.apogee_m / 1e3:.2f} km, "
        f"{inclination_deg:.3f} deg (mean {mean_deg:.3f})",
        passed=shaped,
        note="heights above the ellipsoid",
    )
    record_figure(
        f"ascent, {profile}: separation point",
        required=f"within {SEPARATION_POINT_KM:g} km of Progress M-37's",
        measured=f"{away_km:.0f} km",
        passed=bool(away_km <= SEPARATION_POINT_KM),
    )

    assert timed
    assert shaped
    assert away_km <= SEPARATION_POINT_KM
    assert ascent.propellant_left_kg >= 0.0
