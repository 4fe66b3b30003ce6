"""Range and rate against the published points of flown Soyuz and Progress approaches."""

from collections.abc import Callable

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.docking.approach.plan import gate_state, plan_approach
from portcall.docking.approach.published_points import compare_published

pytestmark = pytest.mark.acceptance

CATALOGUE = load_catalogue()
# flight, ship, port that it went to, seconds from gate to contact where its own clock asks for others than
# the profile's, direction of the gate below the backward V-bar [deg] inside its estimated range
FLIGHTS = [
    ("Progress MS-03", "progress-ms", "pirs-nadir", None, 60.0),
    ("Progress M-11M", "progress-ms", "pirs-nadir", None, 60.0),
    ("Progress M-06M", "progress-ms", "zvezda-aft", None, 60.0),
    ("Soyuz MS-03", "soyuz-ms", "rassvet-nadir", None, 60.0),
    ("Soyuz TMA-19", "soyuz-ms", "zvezda-aft", 1270.0, 30.0),
]


def _met(flight, vehicle, port, contact_after_s, below_deg):
    profile = plan_approach(CATALOGUE, vehicle, "iss", port).approach
    approach = CATALOGUE.approach(profile)
    below = approach.start.below_deg
    assert below.low <= below_deg <= below.high
    turned = below.model_copy(update={"value": below_deg})
    start = gate_state(approach.start.model_copy(update={"below_deg": turned}))
    plan = plan_approach(
        CATALOGUE, vehicle, "iss", port, start=start, contact_after_s=contact_after_s
    )
    rows = compare_published(plan, approach)
    return [row for row in rows if row.point.flight.startswith(flight)]


@pytest.mark.parametrize(("flight", "vehicle", "port", "after_s", "below_deg"), FLIGHTS)
def test_val_every_published_point_of_a_flight_is_met(
    flight, vehicle, port, after_s, below_deg, record_figure: Callable[..., None]
):
    rows = _met(flight, vehicle, port, after_s, below_deg)
    assert rows
    missed = [row.point.id for row in rows if not row.met]
    uses = {row.point.use for row in rows}
    record_figure(
        f"Approach of {flight}",
        required="every published point inside 20 % of range and rate and its minute",
        measured=f"{len(rows) - len(missed)} of {len(rows)} points ({', '.join(sorted(uses))})",
        passed=not missed,
        note="gate 30 deg below the V-bar; at 60 deg one of 4 is missed" if after_s else "",
    )
    assert not missed


def test_val_points_that_contradict_the_others_are_told_apart():
    known = [
        p for name in CATALOGUE.names("approaches") for p in CATALOGUE.approach(name).published
    ]
    contradicting = {point.id for point in known if point.use == "contradicts"}
    assert contradicting == {"AT-007", "AT-029", "AT-030", "F244-a"}
    assert all(point.note for point in known if point.use == "contradicts")
