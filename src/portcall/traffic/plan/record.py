"""A solution in whole numbers becomes a plan that people read: dates, kilograms, reasons, reserves."""

from datetime import UTC, date, datetime, time, timedelta
from typing import cast

import numpy as np

from portcall.records.stocks import BOOKS, GRAMS_A_KG, RESOURCES
from portcall.records.traffic_plan import (
    DateBasis,
    PlannedMove,
    PlannedSpacewalk,
    PlannedVisit,
    Reserve,
    StockSeries,
)
from portcall.traffic.plan.daily_truth import DailyTruth
from portcall.traffic.plan.openings import Openings
from portcall.traffic.plan.problem import PlanProblem, PlanSolution, ShipDecision
from portcall.traffic.plan.reasons import why_moved


def midnight(first_day: date, day: int) -> datetime:
    """Return the instant that begins a day of the horizon."""
    return datetime.combine(first_day + timedelta(days=day), time(), UTC)


def _move(done: ShipDecision, first_day: date) -> PlannedMove | None:
    if done.moved is None:
        return None
    day, port = done.moved
    return PlannedMove(utc=midnight(first_day, day), from_port=done.port, to_port=port)


def _hold(done: ShipDecision, first_day: date) -> PlannedMove | None:
    if done.hold is None:
        return None
    off, back = done.hold
    return PlannedMove(
        utc=midnight(first_day, off),
        from_port=done.port,
        to_port=done.port,
        back_utc=midnight(first_day, back),
    )


def planned_visits(
    problem: PlanProblem, solution: PlanSolution, first_day: date, openings: Openings
) -> tuple[PlannedVisit, ...]:
    """Return the visits of a solution in the order of their dates; options that stay down are left out."""
    found = []
    for task, done in zip(problem.ships, solution.ships, strict=True):
        if not done.flown:
            continue
        day = first_day + timedelta(days=done.start)
        basis: DateBasis = "plane pass and lighting"
        if task.docked:
            basis = "docked"
        elif task.ship in openings.known and day <= openings.known[task.ship].until:
            basis = "computed opportunity"
        found.append(
            PlannedVisit(
                ship=task.ship,
                vehicle=task.vehicle,
                role=task.role,
                port=done.port,
                dock_utc=midnight(first_day, done.start),
                undock_utc=midnight(first_day, done.end),
                docked_before=task.docked,
                berthed=task.berthed,
                nominal_dock_utc=midnight(first_day, task.nominal_day),
                moved_days=done.start - task.nominal_day,
                undock_moved_days=None if task.issued_end is None else done.end - task.issued_end,
                why=why_moved(problem, solution, task, done),
                date_basis=basis,
                move=_move(done, first_day),
                hold=_hold(done, first_day),
                manifest_kg={
                    name: float(kg) for name, kg in zip(RESOURCES, done.load_kg, strict=True) if kg
                },
                trash_kg=float(done.trash_kg),
                crew_up=0 if task.docked else task.up.count,
                crew_down=task.down.count,
                opening=openings.by_day.get(task.ship, {}).get(day),
            )
        )
    return tuple(sorted(found, key=lambda visit: (visit.dock_utc, visit.ship)))


def planned_spacewalks(
    problem: PlanProblem, solution: PlanSolution, first_day: date
) -> tuple[PlannedSpacewalk, ...]:
    """Return the spacewalks of a solution in order."""
    found = [
        PlannedSpacewalk(
            name=task.name,
            utc=midnight(first_day, day),
            airlock=task.airlock,
            moved_days=day - task.nominal_day,
            outside_h=task.outside_h,
        )
        for task, day in zip(problem.walks, solution.walks, strict=True)
    ]
    return tuple(sorted(found, key=lambda walk: walk.utc))


def stock_series(truth: DailyTruth, first_day: date) -> tuple[StockSeries, ...]:
    """Return every book day by day. [kg]"""
    found = []
    for column, name in enumerate(BOOKS):
        amounts = truth.books.stocks_g[:, column]
        low, high = int(amounts.argmin()), int(amounts.argmax())
        found.append(
            StockSeries(
                resource=name,
                amount_kg=tuple((amounts / GRAMS_A_KG).tolist()),
                lowest_kg=float(amounts[low] / GRAMS_A_KG),
                lowest_utc=midnight(first_day, low),
                highest_kg=float(amounts[high] / GRAMS_A_KG),
                highest_utc=midnight(first_day, high),
            )
        )
    return tuple(found)


def _worst_loss(
    problem: PlanProblem, solution: PlanSolution, column: int, truth: DailyTruth
) -> tuple[str, int]:
    """Return the flight whose loss takes a stock lowest before the plan is mended, and how low. [g]"""
    amounts = truth.books.stocks_g[:, column]
    span = 7 * problem.limits.lost_weeks
    worst = ("", int(amounts.min()))
    for task, done in zip(problem.ships, solution.ships, strict=True):
        came = done.load_kg[column] * GRAMS_A_KG
        if RESOURCES[column] == "dry":
            came -= done.load_kg[column] * problem.trash.packing_g_per_kg
        until = amounts[done.start + 1 : done.start + span]
        if done.flown and came and until.size:
            left = int(until.min()) - came
            worst = min(worst, (task.ship, left), key=lambda one: one[1])
    return worst


def reserves(
    problem: PlanProblem, solution: PlanSolution, truth: DailyTruth, first_day: date
) -> tuple[Reserve, ...]:
    """Return the lowest reserve of each resource, and what the loss of one flight would leave."""
    found = []
    for column, task in enumerate(problem.resources):
        amounts = truth.books.stocks_g[:, column]
        low = int(np.argmin(amounts))
        ship, left = _worst_loss(problem, solution, column, truth)
        found.append(
            Reserve(
                resource=task.name,
                lowest_days=round(float(cast("int", amounts[low]) / task.reserve_g_day), 1),
                lowest_utc=midnight(first_day, low),
                floor_days=round(task.floor_g / task.reserve_g_day, 1),
                wanted_days=float(task.wanted_days),
                worst_loss=ship,
                if_lost_days=round(left / task.reserve_g_day, 1),
            )
        )
    return tuple(found)
