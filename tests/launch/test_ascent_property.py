"""Any sane question to the ascent has a plan that keeps its word, or a reason."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_launcher
from portcall.launch.ascent import AscentPlan, plan_ascent
from portcall.launch.from_record import launcher_model
from portcall.launch.insertion import InsertionTarget
from portcall.launch.steering import Pad

CARGO = launcher_model(load_launcher("soyuz-2-1a"))
# the solver's stopping rule
HEIGHT_TOLERANCE_M, ANGLE_TOLERANCE_RAD = 1.0, 1e-8


@settings(max_examples=25)
@given(
    payload_kg=st.floats(6_000.0, 9_000.0),
    perigee_km=st.floats(185.0, 205.0),
    rise_km=st.floats(25.0, 70.0),
    inclination_deg=st.floats(50.0, 55.0),
    off_plane_deg=st.floats(-0.8, 0.8),
    latitude_deg=st.floats(44.0, 47.0),
)
def test_prop_a_plan_keeps_its_word_and_its_propellant(
    payload_kg, perigee_km, rise_km, inclination_deg, off_plane_deg, latitude_deg
):
    pad = Pad(math.radians(latitude_deg), math.radians(63.5), 100.0)
    over_pad = math.tan(pad.latitude_rad) / math.tan(math.radians(inclination_deg))
    # half a degree ahead of the pad: it turns under the plane on the way up
    node_rad = -math.asin(over_pad) + math.radians(0.5 + off_plane_deg)
    target = InsertionTarget(
        perigee_km * 1e3, (perigee_km + rise_km) * 1e3, math.radians(inclination_deg), node_rad
    )
    answer = plan_ascent(CARGO, pad, payload_kg, target)
    if not isinstance(answer, AscentPlan):
        # light ships in planes close to the pad's always make it
        assert answer.reason
        assert payload_kg > 7_000.0 or answer.short_kg > 0.0
        return
    assert answer.propellant_left_kg >= 0.0
    assert abs(answer.orbit.perigee_m - target.perigee_m) <= HEIGHT_TOLERANCE_M
    assert abs(answer.orbit.apogee_m - target.apogee_m) <= HEIGHT_TOLERANCE_M
    assert abs(answer.orbit.inclination_rad - target.inclination_rad) <= ANGLE_TOLERANCE_RAD
