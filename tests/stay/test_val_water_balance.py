"""The water that the rates say is lost, against the loss measured on board.

Measured (planning set of 2022 to 2025, recomputed): the US stock lost 7.0 L a day net of recovery over 600
days from January 2022 to September 2023, 0.93 L for each crew-day of everybody on board. None of the rates
is fitted to it. The books differ: the loss is that of the US tanks, the rates are the whole station's. And
the set counts the oxygen generator at full work, see `docs/models/consumables.md`.
"""

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.stay.consumption import daily_rates, use_g
from portcall.stay.water_balance import planned_balance, us_balance_of_people

MEASURED_KG_DAY = 7.0
MEASURED_KG_CREW_DAY = 0.93
REQUIRED = 0.15  # of the measured loss, as the issue asks
MEAN_CREW = MEASURED_KG_DAY / MEASURED_KG_CREW_DAY  # 7.5 people on board in those days
WATER_PER_OXYGEN = 18.015 / 15.999  # kg of water split for a kilogram of oxygen
RECORD = load_catalogue().consumption()


def test_val_planning_rates_lose_what_was_measured_for_each_crew_day():
    balance = planned_balance(RECORD, 4, 3)
    assert balance.net_kg_crew_day == pytest.approx(MEASURED_KG_CREW_DAY, rel=REQUIRED)


def test_val_planning_rates_at_the_mean_crew_lose_what_was_measured_a_day():
    balance = planned_balance(RECORD, MEAN_CREW - 3, 3)
    assert balance.net_kg_day == pytest.approx(MEASURED_KG_DAY, rel=REQUIRED)


def test_the_daily_books_use_the_balance_to_the_rounding_of_a_gram_for_each_rate():
    rates = daily_rates(RECORD)
    for us, rs in ((4, 3), (2, 1), (8, 4)):
        net_g = 1000.0 * planned_balance(RECORD, us, rs).net_kg_day
        assert use_g(rates, us, rs)["water"] == pytest.approx(net_g, abs=0.5 * (us + rs + 1))


def test_val_the_human_balance_of_the_us_side_alone_is_too_dry():
    """A miss that is kept: without the condensate of the Russian crew the US side would lose more.

    94 % came back before the brine processor of 2023, 98 % after it.
    """
    before = us_balance_of_people(RECORD, 4, recovered_share=RECORD.water.us_recovery.low)
    after = us_balance_of_people(RECORD, 4)
    assert MEASURED_KG_DAY < after.net_kg_day < before.net_kg_day
    assert before.net_kg_day == pytest.approx(1.235 * MEASURED_KG_DAY, rel=0.01)
    assert after.net_kg_day == pytest.approx(1.149 * MEASURED_KG_DAY, rel=0.01)


def test_the_check_rests_on_the_generator_at_full_work():
    """At the 12 lb of oxygen a day once called normal for six, the net would be a third of the loss."""
    balance = planned_balance(RECORD, 4, 3)
    normal_kg = 12.0 * 0.4536 * WATER_PER_OXYGEN
    assert balance.net_kg_day - balance.split_kg + normal_kg == pytest.approx(2.4, abs=0.05)


@pytest.mark.acceptance
def test_acceptance_water_balance(record_figure):
    balance = planned_balance(RECORD, 4, 3)
    error = balance.net_kg_crew_day / MEASURED_KG_CREW_DAY - 1.0
    before = us_balance_of_people(RECORD, 4, recovered_share=RECORD.water.us_recovery.low)
    record_figure(
        "water balance against the measured loss",
        required="0.93 L per crew-day net, within 15 %",
        measured=f"{balance.net_kg_crew_day:.3f} L per crew-day ({100 * error:+.1f} %)",
        passed=abs(error) <= REQUIRED,
        note="planning rates of the whole station, not fitted; the measured loss is that of the US "
        f"tanks. The human balance of the US side alone gives {before.net_kg_day:.1f} L a day against "
        "7.0, and the planning rates with the oxygen generator at its normal instead of its full work 2.4",
    )
    assert abs(error) <= REQUIRED
