"""The rule book's numbers as the planner uses them: whole days, whole minutes."""

import math

from portcall.catalogue.consumption import Consumption
from portcall.catalogue.traffic_scenario import TrafficScenario
from portcall.stay.unloading import Unloading
from portcall.traffic.check.rules import TrafficRules
from portcall.traffic.plan.problem import Clearance, PlanLimits

_MINUTES_AN_HOUR = 60
_GRAMS_A_TONNE = 1_000_000


def crew_minutes_day(consumption: Consumption, people: int) -> int:
    """Return what a crew can give to cargo and spacewalks when experiments give way. [min/day]"""
    hours = consumption.hours
    week_h = 5.0 * hours.work_h_weekday.value + hours.work_h_saturday.value
    week_h += hours.work_h_sunday.value - hours.upkeep_h_crew_week.value
    free_h = people * week_h - hours.upkeep_h_week.value
    return max(round(free_h * _MINUTES_AN_HOUR / 7.0), 0)


def plan_limits(
    scenario: TrafficScenario, rules: TrafficRules, consumption: Consumption, pace: Unloading
) -> PlanLimits:
    """Collect the limits that bind every visit."""
    own, hours = scenario.rules, consumption.hours
    block = math.ceil(rules.spacewalk_block_days)
    before, after = round(hours.spacewalk_preparation_days.value), 2
    walk_h = hours.spacewalk_preparation_h.value + hours.spacewalk_day_h.value
    walk_h += hours.spacewalk_after_h.value
    unloading_h = pace.rate_g_day / _GRAMS_A_TONNE * consumption.cargo.unloading_h_t.value
    people = scenario.reserve_crew.us + scenario.reserve_crew.rs
    return PlanLimits(
        separation_days=max(1, math.ceil(own.separation_days.value)),
        walk_days_before=block,
        walk_days_after=block,
        walk_spacing_days=round(own.spacewalk_spacing_days.value),
        crew_least=rules.crew_least,
        crew_most=rules.crew_most,
        hold_days=round(own.hold_days.value),
        lost_weeks=round(own.lost_flight_weeks.value),
        unloading_minutes_day=round(unloading_h * _MINUTES_AN_HOUR),
        crew_minutes_day=crew_minutes_day(consumption, people),
        walk_minutes_day=round(walk_h * _MINUTES_AN_HOUR / (before + after)),
        walk_work_days=(before, after),
        option_cost_days=round(own.option_cost_days.value),
        clearances=tuple(
            Clearance(
                port=pair.arriving_port,
                beside=pair.beside_port,
                vehicles=pair.beside_vehicles,
                comers=pair.arriving_vehicles,
            )
            for pair in rules.clearance
        ),
        handover_days={
            known.vehicle: (
                math.ceil(known.least_days.value),
                math.floor(known.most_days.value),
            )
            for known in rules.book.handover
        },
    )
