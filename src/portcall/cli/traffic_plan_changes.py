"""What a new plan changes against the one before, and why: ships, loads, reserves, in sentences."""

from collections.abc import Iterator, Mapping

from portcall.records.stocks import RESOURCES
from portcall.records.traffic_plan import PlannedVisit, Reserve, TrafficPlan

LEAST_KG = 1.0  # a smaller change of a load is not told
SHOWN = 4  # ships that carry more, the most first


def changes(plan: TrafficPlan, issued: TrafficPlan) -> Iterator[str]:
    """Yield a line for each kind of change, the cause first.

    Parameters
    ----------
    plan, issued : TrafficPlan
        The new plan, and the one that it changes least.
    """
    before = {visit.ship: visit for visit in issued.visits}
    after = {visit.ship: visit for visit in plan.visits}
    for ship in sorted(before.keys() - after.keys()):
        yield f"{ship} {'is lost' if ship in plan.lost else 'is not flown'}{_freight(before[ship])}"
    for ship in sorted(after.keys() - before.keys()):
        yield f"{ship} is flown in addition{_freight(after[ship])}"
    for ship, days in plan.slipped_days.items():
        yield f"{ship} cannot come before {days} days after its day"
    moved = [visit for visit in plan.visits if visit.moved_days or visit.undock_moved_days]
    for visit in moved:
        yield _moved(visit)
    if not moved:
        yield "no other visit changes its days"
    yield from _ports(before, after)
    yield from _loads(before, after)
    yield from _reserves(plan, issued)


def _freight(visit: PlannedVisit) -> str:
    carried = ", ".join(f"{kg:.0f} kg {name}" for name, kg in visit.manifest_kg.items() if kg)
    return f"; it was to bring {carried}" if carried else ""


def _moved(visit: PlannedVisit) -> str:
    parts = []
    if visit.moved_days:
        parts.append(f"docks {visit.moved_days:+d} days, on {visit.dock_utc:%Y-%m-%d}")
    if visit.undock_moved_days:
        parts.append(f"leaves {visit.undock_moved_days:+d} days, on {visit.undock_utc:%Y-%m-%d}")
    why = f": {visit.why}" if visit.why else ""
    return f"{visit.ship} {' and '.join(parts)}{why}"


def _ports(before: Mapping[str, PlannedVisit], after: Mapping[str, PlannedVisit]) -> Iterator[str]:
    for ship, visit in after.items():
        if ship in before and before[ship].port != visit.port:
            yield f"{ship} goes to {visit.port}, no longer to {before[ship].port}"


def _loads(before: Mapping[str, PlannedVisit], after: Mapping[str, PlannedVisit]) -> Iterator[str]:
    for name in RESOURCES:
        change = {
            ship: after[ship].manifest_kg.get(name, 0.0) - before[ship].manifest_kg.get(name, 0.0)
            for ship in after
            if ship in before
        }
        more = sorted((-kg, ship) for ship, kg in change.items() if kg >= LEAST_KG)
        less = sorted((kg, ship) for ship, kg in change.items() if kg <= -LEAST_KG)
        said = [
            f"{word} on {', '.join(f'{ship} ({abs(kg):.0f} kg)' for kg, ship in rows[:SHOWN])}"
            + (f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else "")
            for word, rows in (("more", more), ("less", less))
            if rows
        ]
        total = sum(visit.manifest_kg.get(name, 0.0) for visit in after.values())
        total -= sum(visit.manifest_kg.get(name, 0.0) for visit in before.values())
        if said or abs(total) >= LEAST_KG:
            yield f"{name}: {total:+.0f} kg in all" + "".join(f"; {part}" for part in said)


def _reserves(plan: TrafficPlan, issued: TrafficPlan) -> Iterator[str]:
    was = {one.resource: one for one in issued.reserves}
    for one in plan.reserves:
        old = was.get(one.resource)
        if old is not None and round(old.lowest_days) != round(one.lowest_days):
            yield (
                f"the lowest reserve of {one.resource} is {one.lowest_days:.0f} days on"
                f" {one.lowest_utc:%Y-%m-%d}, before {old.lowest_days:.0f} on {old.lowest_utc:%Y-%m-%d}"
            )


def tightest(plan: TrafficPlan) -> Reserve | None:
    """Return the reserve that is nearest to its floor; None without reserves."""
    return min(plan.reserves, key=lambda one: one.lowest_days - one.floor_days, default=None)
