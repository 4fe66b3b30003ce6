"""Records as JSON: times in UTC with `Z` to the millisecond, nothing unknown, nothing lost."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portcall.records.handover import Contact
from portcall.records.mass import LedgerEntry, Tanks, entry
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import LateLaunch, Window

STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
HALF_MS = timedelta(microseconds=500)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  (the strategy adds the zone)
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5)), timezone(timedelta(hours=-9.5))]),
)
finite = st.floats(allow_nan=False, allow_infinity=False)


def _event(moment, sigma_s=1.5):
    return TimelineEvent(
        event="contact", utc=moment, sigma_s=sigma_s, met_s=178_000.0, basis="published timeline"
    )


@given(moments)
def test_prop_times_are_utc_to_the_millisecond(moment):
    written = json.loads(_event(moment).model_dump_json())["utc"]
    assert STAMP.match(written)
    assert abs(datetime.fromisoformat(written) - moment) <= HALF_MS


@given(moments, finite, finite)
def test_prop_a_record_comes_back_as_it_was(moment, phase_deg, cost_m_s):
    to_ms = datetime.fromisoformat(json.loads(_event(moment).model_dump_json())["utc"])
    window = Window(
        phase_deg=phase_deg,
        phase_sigma_deg=0.1,
        phase_min_deg=160.0,
        phase_max_deg=310.0,
        drift_deg=-0.5,
        late_cost_m_s_per_s=0.4,
        backups=(
            LateLaunch(
                utc=to_ms,
                late_s=85_000.0,
                phase_deg=1.0,
                profile_open=False,
                plane_cost_m_s=cost_m_s,
            ),
        ),
    )
    assert Window.model_validate_json(window.model_dump_json()) == window


def test_a_ledger_entry_comes_back_as_it_was():
    tanks = Tanks(**{name: 0.1 * k for k, name in enumerate(Tanks.model_fields)})
    written = entry("burn_1", tanks, tanks.total_kg)
    assert LedgerEntry.model_validate_json(written.model_dump_json()) == written


def test_a_naive_time_is_refused():
    with pytest.raises(ValidationError, match="timezone"):
        _event(datetime(2025, 7, 5, 21, 25))  # noqa: DTZ001  (that is the point)


def test_unknown_keys_are_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        TimelineEvent.model_validate(
            {**_event(datetime(2025, 7, 5, tzinfo=UTC)).model_dump(), "x": 1}
        )


def test_records_are_frozen():
    event = _event(datetime(2025, 7, 5, tzinfo=UTC))
    with pytest.raises(ValidationError, match="frozen"):
        event.met_s = 0.0


@pytest.mark.parametrize("sigma_s", [float("nan"), float("inf")])
def test_figures_that_json_cannot_hold_are_refused(sigma_s):
    with pytest.raises(ValidationError, match="finite"):
        _event(datetime(2025, 7, 5, tzinfo=UTC), sigma_s)


def test_a_contact_says_how_it_was_found():
    fields = Contact.model_fields
    assert fields["method"].is_required()
    assert fields["reason"].is_required()
