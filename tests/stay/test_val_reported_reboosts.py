"""Altitude gains that operators reported, against the burn times that they reported."""

import csv
from pathlib import Path

import pytest

from portcall.catalogue.reboost import load_reboosts
from portcall.stay.reboost import planned_reboost
from portcall.stay.reported_reboosts import (
    delta_v_summary,
    predict_all,
    predict_reboost,
    ship_thrust_n,
    summary,
)

REBOOSTS = load_reboosts()
ROWS = predict_all(REBOOSTS)
MEDIAN, WORST = 0.08, 0.15  # required of the gain from the burn time
DELTA_V = 0.06  # required of the gain from the delta-v
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "flights"


def test_val_gains_of_the_table_that_the_requirement_was_set_on():
    """One thrust from one burn of 2022, which is not in that table."""
    table = summary(one for one in ROWS if one.row.sample == "table")
    assert table.count >= 11
    assert table.median_fraction < MEDIAN
    assert table.worst_fraction < WORST


def test_val_gain_from_delta_v():
    found = delta_v_summary(ROWS)
    assert found.count >= 20
    assert found.worst_fraction < DELTA_V


def test_val_half_the_thrusters_push_half_as_hard():
    """A second ship on Pirs, not seen by the fit, rises as the first one did."""
    (sideways,) = (one for one in ROWS if one.row.id == "2021-05-20-progress-ms-16")
    assert sideways.not_judged is None
    assert abs(sideways.error_fraction) < 0.5 * 0.05 / 0.35  # the gain is given to 50 m


def test_val_cygnus_pushes_as_its_first_burn_said():
    (later,) = (one for one in ROWS if one.row.id == "2023-08-11-cygnus-ng-19")
    assert later.not_judged is None
    assert abs(later.error_fraction) < WORST


# rise of the mean axis between public element sets on both sides of the burn, decay taken out [km]
SEEN_KM = {
    "2021-01-21-progress-ms-14": 1.27,
    "2021-03-12-progress-ms-14": 0.44,
    "2021-04-02-progress-ms-14": 0.36,
    "2021-05-20-progress-ms-16": 0.40,
    "2021-10-12-zvezda": 0.97,
    "2024-11-19-progress-ms-28": 0.82,
    "2024-12-22-progress-ms-28": 2.23,
    "2025-02-20-progress-ms-28": 3.41,
}


@pytest.mark.parametrize(("name", "seen_km"), SEEN_KM.items())
def test_val_reported_gains_are_those_of_the_element_sets(name, seen_km):
    """The scatter of the thrusts is not in the reported gains: the orbit confirms them."""
    row = REBOOSTS.find(name)
    noise_km = 0.03  # two sets' axes
    assert row.gain_km == pytest.approx(seen_km, abs=0.5 * row.gain_step_km + noise_km)


def test_every_fitted_thrust_is_that_of_its_burn():
    for engine in REBOOSTS.engine_class:
        if engine.fitted_on is None:
            continue
        burn = predict_reboost(REBOOSTS, REBOOSTS.find(engine.fitted_on))
        assert burn.effective_thrust_n == pytest.approx(engine.thrust_n.value, rel=2e-3)
        assert burn.not_judged is not None


def test_what_counts_does_not_see_the_prediction():
    """With any other thrust the same rows count."""
    other = REBOOSTS.model_copy(
        update={
            "engine_class": tuple(
                one.model_copy(
                    update={"thrust_n": one.thrust_n.model_copy(update={"value": 1.0, "low": None})}
                )
                for one in REBOOSTS.engine_class
            )
        }
    )
    assert [one.not_judged for one in predict_all(other)] == [one.not_judged for one in ROWS]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("2015-09-14-zvezda", "its sources name different engines"),
        ("2015-05-16-progress-m-26m", "planned, not reported as done"),
        ("2015-05-18-progress-m-26m", "only roughly given"),
        ("2025-04-03-progress-ms-30", "no gain"),
    ],
)
def test_rows_that_are_printed_but_do_not_count(name, why):
    (one,) = (row for row in ROWS if row.row.id == name)
    assert (one.not_judged or "").startswith(why)


def test_disputed_burn_fits_the_engines_that_the_control_center_named():
    """146 s and 2.2 m/s are what Zvezda's engines give, and eight times what a Progress does."""
    (one,) = (row for row in ROWS if row.row.id == "2015-09-14-zvezda")
    zvezda = REBOOSTS.engine("zvezda-main").thrust_n.value
    progress = REBOOSTS.engine("progress-axial").thrust_n.value
    assert one.effective_thrust_n == pytest.approx(zvezda, rel=0.05)
    assert one.effective_thrust_n > 7.0 * progress


def test_a_ship_that_has_pushed_is_known_by_its_own_burn():
    thrust = ship_thrust_n(
        REBOOSTS, "progress-ms-26", REBOOSTS.find("2024-07-31-progress-ms-26").utc
    )
    assert thrust == pytest.approx(668.0, rel=0.02)
    assert ship_thrust_n(REBOOSTS, "progress-ms-34", REBOOSTS.reboost[-1].utc) is None


def test_propellant_of_the_usual_burn():
    """1.43 m/s takes a quarter of a tonne, more than a Progress keeps of its own for the way home."""
    row = REBOOSTS.find("2023-11-09-progress-ms-24")
    burn = planned_reboost(
        REBOOSTS.engine("progress-axial"),
        row.utc,
        row.delta_v_m_s,
        station_mass_kg=REBOOSTS.station_mass_kg(row.utc),
        altitude_m=REBOOSTS.altitude_m(row),
    )
    assert 225.0 < burn.propellant_kg < 250.0
    assert burn.gain_m == pytest.approx(2.5e3, rel=DELTA_V)


def test_every_reported_burn_with_a_duration_is_in_the_catalogue():
    source = SHARED / "reboosts.csv"
    if not source.exists():
        pytest.skip("the collected list is not beside the checkout")
    with source.open(encoding="utf-8") as lines:
        listed = [row for row in csv.DictReader(lines) if row["duration_s"]]
    known = {(one.duration_s, one.start[:7]) for one in REBOOSTS.reboost}
    assert len(listed) >= 15
    for row in listed:
        assert (float(row["duration_s"]), row["burn_start_utc"][:7]) in known
