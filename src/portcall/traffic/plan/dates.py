"""The days on which a visit may dock: its window, less what is known to be closed.

Model   Given days (computed launch opportunities, as far as they can be known) count as they are. All
        others have a plane pass every day, so only the Sun closes them, by a vehicle's limit.
Valid   Nobody knows the phase of the orbit months ahead: days beyond about three weeks are plane and light.
Source  Limits of the rule book; `beta_angle` for the angle.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portcall.catalogue.traffic_scenario import ScenarioVisit, TrafficScenario
from portcall.core.constants import DAY_S
from portcall.core.errors import InputError, unknown_name
from portcall.traffic.check.beta_angle import OrbitPlane
from portcall.traffic.check.rules import TrafficRules


@dataclass(frozen=True)
class KnownDays:
    """Days that were computed for a ship: up to and with `until` no other counts."""

    days: tuple[date, ...]
    until: date


SLIP_DAYS = 30  # a slipped ship may come until this long after its new earliest day


def closed_by_sun(
    scenario: TrafficScenario, rules: TrafficRules, inclination_deg: float, vehicle: str
) -> frozenset[int]:
    """Return the days of the horizon on which a vehicle may not arrive."""
    limit_deg = rules.beta_limit_deg(vehicle)
    if limit_deg is None:
        return frozenset()
    noon = datetime.combine(scenario.start, time(12), UTC)
    plane = OrbitPlane(
        epoch_utc=noon,
        node_rad=math.radians(scenario.rules.node_deg.value),
        inclination_rad=math.radians(inclination_deg),
        node_rate_rad_s=math.radians(scenario.rules.node_rate_deg_day.value) / DAY_S,
    )
    limit_rad = math.radians(limit_deg)
    return frozenset(
        day
        for day in range(7 * scenario.weeks)
        if abs(plane.beta_rad(noon + timedelta(days=day))) > limit_rad
    )


def docking_days(
    scenario: TrafficScenario,
    visit: ScenarioVisit,
    closed: frozenset[int],
    *,
    slip: int = 0,
    issued: int | None = None,
    known: KnownDays | None = None,
) -> tuple[int, ...]:
    """Return the days on which a visit may dock, counted from the first day of the horizon.

    Parameters
    ----------
    slip : int
        Days after its issued (or nominal) day before which it cannot come now.
    issued : int | None
        Its day in the last issued plan.
    known : KnownDays | None
        Days that were computed; they replace the window as far as they reach.

    Raises
    ------
    InputError
        No day is left.
    """
    nominal = (visit.dock.utc.date() - scenario.start).days
    if visit.docked_at is not None:
        return (nominal,)
    first, last = max(nominal - visit.earlier_days, 0), nominal + visit.later_days
    if slip:
        first = max((nominal if issued is None else issued) + slip, 0)
        last = max(last, first + SLIP_DAYS)
    last = min(last, 7 * scenario.weeks - 1)
    days = set(range(first, last + 1)) - closed
    limit = f"{first} to {last} days after the start, as far as light allows"
    if known is not None:
        until = (known.until - scenario.start).days
        open_days = {(day - scenario.start).days for day in known.days}
        days = {day for day in days if day > until or day in open_days}
        limit += f", and to day {until} on computed launch opportunities"
    if not days:
        raise InputError(
            f"{visit.ship} has no day on which it may dock", limit=limit, remedy="widen its window"
        )
    return tuple(sorted(days))


def known_ship(
    scenario: TrafficScenario, name: str, option: str, *, docked: bool = False
) -> ScenarioVisit:
    """Return a visit by its ship, for an option that names one."""
    for visit in scenario.visit:
        if visit.ship == name:
            if visit.docked_at is not None and not docked:
                raise InputError(
                    f"{name} is on the station already",
                    where=option,
                    remedy="name a ship that is still to come",
                )
            return visit
    raise unknown_name("ship", name, [visit.ship for visit in scenario.visit], where=option)


def known_slips(scenario: TrafficScenario, slips: Mapping[str, int]) -> Mapping[str, int]:
    """Refuse slips of ships that are not in the scenario, and slips by nothing."""
    for name, days in slips.items():
        known_ship(scenario, name, "--slip")
        if not 1 <= days <= 7 * scenario.weeks:
            raise InputError(
                f"{name} slips by {days} days",
                limit=f"1 to {7 * scenario.weeks}",
                where="--slip",
                remedy="give whole days",
            )
    return slips
