"""How errors of springs, burns and drag spread a departure.

Model   Independent uniform errors: spring speed between the figure's ends, burn size within a part,
        thrust direction within a cone, drag area between nose-on and broadside. Each sample is flown
        and judged as the plan is.
Valid   As `disposal.departure`. The limits of burn size and direction are estimates.
Source  Spring: the vehicle's record. Burn 5 % and direction 3 degrees: estimated, general knowledge.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.vehicle import Vehicle
from portcall.core.streams import stream
from portcall.disposal.confidence import share_upper_bound
from portcall.disposal.drift import DepartingShip, DeparturePlan, Drift
from portcall.records.departure import DepartureSpread

Array = NDArray[np.float64]

BOUND_CONFIDENCE = 0.95


@dataclass(frozen=True)
class DepartureErrors:
    """Limits of what may go otherwise; all uniform."""

    burn_size_fraction: float = 0.05
    burn_direction_rad: float = math.radians(3.0)


def _tilted(axis: tuple[float, float, float], angle_rad: float, about_rad: float) -> Array:
    """Return a unit vector turned away from an axis by an angle, to the side that `about_rad` says."""
    towards = np.array(axis) / np.linalg.norm(axis)
    helper = np.eye(3)[int(np.argmin(np.abs(towards)))]
    side = np.cross(towards, helper)
    side /= np.linalg.norm(side)
    other = np.cross(towards, side)
    away = math.cos(about_rad) * side + math.sin(about_rad) * other
    return np.asarray(math.cos(angle_rad) * towards + math.sin(angle_rad) * away)


def dispersed(
    plan: DeparturePlan,
    ship: DepartingShip,
    vehicle: Vehicle,
    errors: DepartureErrors,
    random: np.random.Generator,
) -> tuple[DeparturePlan, DepartingShip]:
    """Return one sample of a plan and its ship."""
    spring = vehicle.departure.spring_speed_m_s
    speed_m_s = plan.spring_speed_m_s
    if spring is not None and spring.low is not None and spring.high is not None:
        speed_m_s = float(random.uniform(spring.low, spring.high))
    burns = []
    for burn in plan.burns:
        size = 1.0 + float(random.uniform(-1.0, 1.0)) * errors.burn_size_fraction
        # even over the cone's area
        tilt_rad = errors.burn_direction_rad * math.sqrt(float(random.uniform()))
        x, y, z = _tilted(
            burn.direction_lvlh, tilt_rad, float(random.uniform(0.0, math.tau))
        ).tolist()
        burns.append(replace(burn, delta_v_m_s=burn.delta_v_m_s * size, direction_lvlh=(x, y, z)))
    drag = vehicle.drag
    area_m2 = random.uniform(drag.area_nose_on_m2.value, drag.area_broadside_m2.value)
    ballistic_m2_kg = drag.drag_coefficient.value * float(area_m2) / ship.mass_kg
    return (
        replace(plan, spring_speed_m_s=speed_m_s, burns=tuple(burns)),
        replace(ship, ballistic_m2_kg=ballistic_m2_kg),
    )


def departure_spread(
    drift: Drift,
    plan: DeparturePlan,
    ship: DepartingShip,
    vehicle: Vehicle,
    *,
    samples: int,
    seed: int,
    errors: DepartureErrors | None = None,
) -> DepartureSpread:
    """Fly samples of a departure and count those that are not safe.

    Parameters
    ----------
    drift : Drift
        From `prepare_drift`.
    plan, ship, vehicle
        What is dispersed; the vehicle gives the ranges.
    samples : int
        About 30 ms each.
    seed : int
    errors : DepartureErrors, optional

    Returns
    -------
    DepartureSpread
        `unsafe_bound_probability` is the exact binomial bound at 95 %, one-sided.
    """
    limits = errors or DepartureErrors()
    ranges, unsafe = [], 0
    for run in range(samples):
        random = stream(seed, "departure", run)
        judged = drift.judge("sample", *dispersed(plan, ship, vehicle, limits, random))
        unsafe += judged.verdict == "fail"
        if judged.least_range_m is not None:
            ranges.append(judged.least_range_m)
    bound = share_upper_bound(unsafe, samples, BOUND_CONFIDENCE)
    low, p05, p50 = np.quantile(ranges, (0.0, 0.05, 0.5)).tolist() if ranges else (None,) * 3
    return DepartureSpread(
        samples=samples,
        seed=seed,
        unsafe=unsafe,
        unsafe_bound_probability=bound,
        least_range_min_m=low,
        least_range_p05_m=p05,
        least_range_p50_m=p50,
    )
