"""Schedules: burns of a profile placed in time, and refusals of profiles that cannot be flown."""

import numpy as np
import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.rendezvous.schedule import gate_of, schedule

CATALOGUE = load_catalogue()
SHORT = CATALOGUE.profile("2-orbit")
AXIS_M = 6_583_000.0
SEPARATION_S = 528.0


def _schedule(profile, contact_met_s):
    return schedule(
        profile,
        separation_met_s=SEPARATION_S,
        contact_met_s=contact_met_s,
        semi_major_axis_m=AXIS_M,
    )


@pytest.mark.parametrize("name", CATALOGUE.names("profiles"))
def test_burns_lie_in_order_before_the_gate(name):
    profile = CATALOGUE.profile(name)
    contact_met_s = 3600.0 * profile.nominal_duration_h.value
    times = _schedule(profile, contact_met_s)
    assert np.all(np.diff(times.times_s) > 0.0)
    assert times.times_s[0] > 0.0
    assert times.times_s[-1] < times.gate_s < contact_met_s
    assert len(times.names) == times.times_s.size


def test_val_the_short_profile_burns_when_soyuz_ms_17_did():
    times = _schedule(SHORT, 11_026.0)
    met_min = (times.times_s + SEPARATION_S) / 60.0
    assert met_min == pytest.approx([41.2, 87.0, 145.0], abs=0.05)


def test_braking_burns_belong_to_the_docking_phase():
    assert "brake-1" not in _schedule(SHORT, 11_026.0).names


def test_autonomous_burns_move_with_contact_and_phasing_burns_do_not():
    early, late = _schedule(SHORT, 11_026.0), _schedule(SHORT, 11_326.0)
    assert late.times_s[:2] == pytest.approx(early.times_s[:2])
    assert late.times_s[2] - early.times_s[2] == pytest.approx(300.0)
    assert late.gate_s - early.gate_s == pytest.approx(300.0)


def test_a_profile_without_a_braking_point_is_refused():
    approach = tuple(point for point in SHORT.approach if point.event != "braking")
    with pytest.raises(InputError, match="braking"):
        gate_of(SHORT.model_copy(update={"approach": approach}))


def test_a_profile_with_one_burn_is_refused():
    with pytest.raises(InputError, match="at least 2"):
        _schedule(SHORT.model_copy(update={"burn": SHORT.burn[:1]}), 11_026.0)
