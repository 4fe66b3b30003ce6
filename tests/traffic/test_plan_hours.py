"""The week's book of crew hours stands in the plan: its weeks, and what asks for the hours."""

from datetime import UTC, datetime

import pytest
import small_plan

from portcall.catalogue.load import load_catalogue
from portcall.traffic.check.crew_book import crew_hour_breaks
from portcall.traffic.plan.calendar import calendar_of
from portcall.traffic.plan.planner import plan_traffic
from portcall.traffic.plan.search import SolveEffort

PLENTY_KG, ROOM_KG = 9_000.0, 40_000.0
CLOSE = {"progress-b": "2026-06-14", "progress-c": "2026-06-17", "cygnus-a": "2026-06-20"}


def _figure(figure, value):
    return figure.model_copy(update={"value": value, "low": value, "high": value})


def _visit(visit):
    if visit.ship == "soyuz-b":  # it stays until the end: three people are there all the time
        return visit.model_copy(update={"stay_days": _figure(visit.stay_days, 240.0)})
    day = CLOSE.get(visit.ship)
    if day is None:
        return visit
    return visit.model_copy(update={"dock": visit.dock.model_copy(update={"value": day})})


@pytest.fixture(scope="module")
def plan():
    """Three people and three cargo ships within a week, where seven people are usual."""
    usual = small_plan.scenario()
    stock = tuple(
        one
        if one.resource == "trash"
        else one.model_copy(
            update={
                "amount_kg": _figure(one.amount_kg, PLENTY_KG),
                "most_kg": _figure(one.most_kg, ROOM_KG),
            }
        )
        for one in usual.stock
    )
    few = usual.model_copy(
        update={
            "crew": usual.crew.model_copy(update={"us": 1, "rs": 2}),
            "stock": stock,
            "visit": tuple(map(_visit, usual.visit)),
        }
    )
    return plan_traffic(few, effort=SolveEffort(first_stage=0.6, later_stage=0.02))


def test_the_weeks_that_ask_for_too_many_hours_stand_in_the_plan(plan):
    hours = [one for one in plan.breaks if one.rule == "crew-hours"]
    assert hours
    assert hours == list(crew_hour_breaks(load_catalogue(), calendar_of(plan)))
    assert all("upkeep" in one.found and "crew-hours in the week" in one.limit for one in hours)
    assert all((one.last_utc - one.first_utc).days == 7 for one in hours)


def test_the_weeks_named_are_those_in_which_a_ship_is_filled_with_trash(plan):
    leaves = [one.undock_utc for one in plan.visits if one.trash_kg]
    assert leaves
    for one in plan.breaks:
        if one.rule == "crew-hours" and "trash out" in one.found:
            assert any(0 <= (day - one.first_utc).days <= 21 for day in leaves), one
    assert datetime(2026, 5, 1, tzinfo=UTC) == plan.first_day_utc
