"""Samples of the fall: the footprint, the risk, the area to close, and a declared area beside it.

Model   Dispersed burns carried to the entry interface, each broken up and followed to the ground.
Valid   As `disposal.entry_states`, `disposal.break_up`, `disposal.casualty`.
Source  As those.
"""

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from portcall.core.time import after
from portcall.disposal.break_up import fall_apart
from portcall.disposal.casualty import casualty
from portcall.disposal.declared_area import compare
from portcall.disposal.entry_states import EntryStates, PlannedBurn, entry_states
from portcall.disposal.fallen import Fallen
from portcall.disposal.footprint import footprint_of
from portcall.disposal.ground_track import GroundTrack
from portcall.disposal.hazard_area import hazard_area
from portcall.disposal.land_rule import land_rule
from portcall.records.area import Area, Window
from portcall.records.disposal import Bounded, DisposalRecord, Survivor
from portcall.records.footprint import Footprint
from portcall.records.risk import ENERGY_FLOOR_J, Casualty, Risk
from portcall.visit.home_fall import Pieces
from portcall.visit.home_plan import HomePlan

AROUND = timedelta(minutes=15)  # kept clear before the first piece and after the last


@dataclass(frozen=True)
class Sampling:
    """How many falls are sampled, and what shows the progress of each part."""

    samples: int
    seed: int = 1
    threads: int | None = None
    probability: float = 0.99
    burns_done: Callable[[int], object] | None = None
    falls_done: Callable[[int], object] | None = None


@dataclass(frozen=True)
class Sampled:
    """The record with what the samples add, and the samples."""

    record: DisposalRecord
    fallen: Fallen
    entries: EntryStates


def _planned_burn(plan: HomePlan) -> PlannedBurn:
    burn = plan.chosen.deorbit.burns[0]
    return PlannedBurn(
        ignition=burn.ignition,
        state=np.append(plan.ship.state_utc(burn.ignition), plan.mass_kg),
        delta_v_m_s=burn.delta_v_m_s,
        attitude=plan.setting.wishes.attitude,
        engine=plan.setting.engine,
        forces=plan.forces,
    )


def _window(record: DisposalRecord, fallen: Fallen, landed: NDArray[np.bool_]) -> Window:
    """Return when the area is closed, on whole minutes."""
    times = fallen.time_s[landed]
    start = after(record.ignition_utc, float(times.min())) - AROUND
    end = after(record.ignition_utc, float(times.max())) + AROUND
    return Window(
        start_utc=start.replace(second=0, microsecond=0),
        end_utc=end.replace(second=0, microsecond=0) + timedelta(minutes=1),
    )


def _area(record: DisposalRecord, fallen: Fallen, probability: float) -> Area | None:
    landed = fallen.landed(ENERGY_FLOOR_J)
    if not landed.any():
        return None
    falls = np.broadcast_to(np.arange(fallen.falls)[:, None], landed.shape)
    area = hazard_area(
        fallen.latitude_rad[landed],
        fallen.longitude_rad[landed],
        probability=probability,
        events=falls[landed],
        name=record.flight,
    )
    return area.model_copy(update={"windows": (_window(record, fallen, landed),)})


def _bounded(casualties: Casualty, plan: HomePlan) -> tuple[Bounded, Bounded]:
    """Return both expectations; the second bound takes the highest chance of a failed burn."""
    confidence = casualties.confidence
    planned = Bounded(value=casualties.expectation, bound=casualties.bound, confidence=confidence)
    chance = plan.setting.vehicle.departure.failed_burn_probability
    highest = 1.0 if chance is None else (chance.high or chance.value) / chance.value
    failed = Bounded(
        value=casualties.if_burn_fails,
        bound=min(1.0, casualties.if_burn_fails_bound * highest),
        confidence=confidence,
        note=f"chance of a failed burn {casualties.failure_probability:.3g}, bound with "
        f"{casualties.failure_probability * highest:.3g}",
    )
    return planned, failed


def _survival(record: DisposalRecord, fallen: Fallen) -> tuple[Survivor, ...]:
    """Return the survivors of the planned fall with the share of samples that they survive in."""
    share = fallen.landed().mean(axis=0)
    by_id = dict(zip(fallen.object_ids, share, strict=True))
    return tuple(
        one.model_copy(update={"survives_fraction": float(by_id[one.object])})
        for one in record.survivors
    )


def _failure_probability(plan: HomePlan) -> float:
    chance = plan.setting.vehicle.departure.failed_burn_probability
    assert chance is not None  # noqa: S101  (refused before anything was sampled)
    return chance.value


def sampled_fields(
    record: DisposalRecord,
    plan: HomePlan,
    pieces: Pieces,
    sampling: Sampling,
    against: Area | None,
) -> Sampled:
    """Sample the fall, and return the record with footprint, risk and area."""
    entries = entry_states(
        _planned_burn(plan),
        plan.setting.errors,
        samples=sampling.samples,
        seed=sampling.seed,
        threads=sampling.threads,
        progress=sampling.burns_done,
    )
    fallen = fall_apart(
        entries,
        pieces.objects,
        pieces.materials,
        seed=sampling.seed,
        heating=pieces.heating,
        threads=sampling.threads or os.cpu_count() or 1,
        progress=sampling.falls_done,
    )
    entry = plan.chosen.deorbit.entry
    assert entry is not None  # noqa: S101  (a plan without one is a NoDeorbit)
    footprint: Footprint = footprint_of(fallen, GroundTrack.from_entry(entry.state_itrf))
    casualties = casualty(
        fallen,
        inclination_rad=math.radians(plan.setting.motion.elements.inclination_deg),
        year=record.ignition_utc.year,
        failure_probability=_failure_probability(plan),
    )
    land = land_rule(fallen, own_country=plan.setting.wishes.own_country)
    area = _area(record, fallen, sampling.probability)
    landed = fallen.landed(ENERGY_FLOOR_J)
    held = None
    if against is not None:
        held = compare(
            against, fallen.latitude_rad[landed], fallen.longitude_rad[landed], computed=area
        )
    planned, failed = _bounded(casualties, plan)
    full = record.model_copy(
        update={
            "footprint": footprint,
            "survivors": _survival(record, fallen),
            "casualty_expectation": planned,
            "casualty_expectation_if_burn_fails": failed,
            "nearest_land_km": land.nearest_land_km,
            "risk": Risk(casualty=casualties, land_rule=land),
            "area": area,
            "against": held,
            "samples": sampling.samples,
            "seed": sampling.seed,
        }
    )
    return Sampled(full, fallen, entries)
