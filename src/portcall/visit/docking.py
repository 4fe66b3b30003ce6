"""The docking of one visit: planned from the gate, flown once or many times, and put into a record.

Model   The approach is planned to the contact that the visit's profile asks for. The nominal run has every
        figure at its value and no error but the sensors' noise; a campaign draws what the catalogue's
        ranges allow, run by run.
Valid   Ships with thrusters, sensors and mass properties in the catalogue.
Source  `portcall.docking`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portcall.campaign.plan import Campaign
from portcall.campaign.results import Results
from portcall.catalogue.approach import PublishedPoint
from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.load import Catalogue
from portcall.core.errors import InputError
from portcall.core.time import after
from portcall.docking import columns as c
from portcall.docking.approach import legs as g
from portcall.docking.approach.plan import ApproachPlan, plan_approach
from portcall.docking.control.layout import thruster_names
from portcall.docking.faults.faults import Fault, fault_table, parse_fault
from portcall.docking.run import result_columns as result
from portcall.docking.run.fly import DockingFlight, fly_many, fly_nominal, fly_one
from portcall.docking.run.run_record import run_record
from portcall.docking.run.scenario import DockingScenario, docking_scenario
from portcall.docking.run.scenario_digest import scenario_digest
from portcall.docking.run.statistics import (
    capture_bounds,
    captured_at,
    contact_statistics,
    failures_of,
    percentiles,
    violations,
    without_escape,
)
from portcall.docking.safety.zones import Z_RADIUS
from portcall.orbit.station_attitude import lvlh_from_station
from portcall.records.docking import ApproachGeometry, DockingRecord
from portcall.visit.gate_arrival import GateArrival, docked_ships

Array = NDArray[np.float64]

CHUNK_RUNS = 100
COUNTED = "captured"  # the column that a campaign's stop looks at


@dataclass(frozen=True)
class DockWishes:
    """What a user asks of a docking beyond the flight itself.

    `docked` names port and vehicle of each ship that is there already; None: by the recorded dates.
    """

    port: str | None = None
    attitude: str = "plus-xvv"
    approach: str | None = None
    docked: tuple[tuple[str, str], ...] | None = None
    faults: tuple[str, ...] = ()
    widen: float = 1.0
    seed: int = 1
    with_escapes: bool = True


@dataclass(frozen=True)
class Docking:
    """A planned docking, ready to be flown; `published` are the flown approaches of its profile."""

    flight: str
    arrival: GateArrival
    plan: ApproachPlan
    scenario: DockingScenario
    faults: tuple[Fault, ...]
    wishes: DockWishes
    mechanism: str
    published: tuple[PublishedPoint, ...] = ()

    @property
    def fault_rows(self) -> Array | None:
        """The faults as compiled code reads them; None without any."""
        return fault_table(self.faults) if self.faults else None


def require_possible(catalogue: Catalogue, brief: FlightBrief, wishes: DockWishes) -> None:
    """Refuse wishes that no gate could make flyable, before anything is computed.

    Raises
    ------
    InputError
        The ship has no thruster layout; a fault, port, attitude, approach or docked ship is not known.
    """
    names = thruster_names(catalogue.vehicle(brief.vehicle))
    for text in wishes.faults:
        parse_fault(text, names)
    if wishes.port is not None:
        catalogue.port(brief.station, wishes.port)
    for port, vehicle in wishes.docked or ():
        catalogue.port(brief.station, port)
        catalogue.vehicle(vehicle)
    lvlh_from_station(catalogue.station(brief.station), wishes.attitude)
    if wishes.approach is not None:
        catalogue.approach(wishes.approach)


def docking_of(
    catalogue: Catalogue,
    brief: FlightBrief,
    arrival: GateArrival,
    wishes: DockWishes = DockWishes(),
    *,
    contact_after_s: float | None = None,
) -> Docking:
    """Plan a docking and collect what its runs have in common.

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    brief : FlightBrief
        The flight without its planned and flown times.
    arrival : GateArrival
        The ship at the gate.
    wishes : DockWishes
        Another port, attitude or approach; faults; docked ships.
    contact_after_s : float, optional
        Wanted contact, after the gate; by default the approach's own. [s]

    Raises
    ------
    InputError, DataError
        No port is known, the port does not fit, its axis is blocked, the ship has no thruster layout or
        no sensors, a fault is not known, the start is inside the keep-out sphere.
    """
    port = wishes.port or brief.port
    if port is None:
        raise InputError(
            "no port is known",
            where=f"flight '{brief.id}'",
            remedy="name one with --port",
        )
    docked = wishes.docked
    if docked is None:
        docked = docked_ships(
            catalogue,
            brief.station,
            arrival.utc,
            besides=brief.id,
            port=port,
            launched=brief.launch_date,
        )
    plan = plan_approach(
        catalogue,
        brief.vehicle,
        brief.station,
        port,
        attitude=wishes.attitude,
        approach=wishes.approach,
        start=arrival.ship_lvlh,
        occupied=docked,
        contact_after_s=contact_after_s,
        mass_kg=arrival.mass_kg,
    )
    scenario = docking_scenario(
        catalogue,
        plan,
        arrival.utc,
        arrival.station_gcrf,
        mass_kg=arrival.mass_kg,
        with_escapes=wishes.with_escapes,
    )
    faults = tuple(parse_fault(text, scenario.thruster_names) for text in wishes.faults)
    mechanism = catalogue.vehicle(brief.vehicle).mechanism
    published = catalogue.approach(wishes.approach or plan.approach).published
    return Docking(brief.id, arrival, plan, scenario, faults, wishes, mechanism, published)


def fly_docking(docking: Docking, run: int | None = None) -> DockingFlight:
    """Fly the nominal run, or one of the campaign's by its number, with its history."""
    if run is None:
        return fly_nominal(docking.scenario, docking.wishes.seed, faults=docking.fault_rows)
    return fly_one(
        docking.scenario,
        docking.wishes.seed,
        run,
        faults=docking.fault_rows,
        widen=docking.wishes.widen,
    )


def fly_chunk(
    scenario: DockingScenario, seed: int, faults: Array | None, widen: float, first: int, last: int
) -> Array:
    """Fly some runs of a campaign; the last column says whether the capture counts."""
    rows = fly_many(scenario, seed, first, last, faults=faults, widen=widen)
    code = rows[:, result.NAMES.index("code_tight")]
    counts = (rows[:, result.R_OUTCOME] == result.CAPTURED) & (code == 0.0)
    return np.column_stack([rows, counts.astype(np.float64)])


def campaign_of(docking: Docking, runs: int, until_width: float | None = None) -> Campaign:
    """Return the campaign of a docking: its runs, its inputs, and when it may stop."""
    looks = None
    if until_width is not None:
        # only here: planning the looks takes the tables of the binomial
        from portcall.campaign.sequential import plan_looks  # noqa: PLC0415

        looks = plan_looks(until_width, runs=runs, chunk_runs=CHUNK_RUNS)
    return Campaign(
        name=f"docking of {docking.flight}",
        columns=(*result.NAMES, COUNTED),
        runs=runs,
        seed=docking.wishes.seed,
        inputs={
            "scenario": scenario_digest(docking.scenario),
            "faults": " ".join(docking.wishes.faults),
            "widen": docking.wishes.widen,
        },
        chunk_runs=CHUNK_RUNS,
        looks=looks,
        counted=COUNTED,
    )


def fly_campaign(
    docking: Docking,
    campaign: Campaign,
    *,
    threads: int | None = None,
    cluster: str | None = None,
    folder: Path | None = None,
    progress: Callable[[int], object] | None = None,
) -> Results:
    """Fly a campaign; see `campaign.chunks.run_campaign`."""
    from portcall.campaign.chunks import run_campaign  # noqa: PLC0415  (a flight needs none)

    chunk = partial(
        fly_chunk,
        docking.scenario,
        docking.wishes.seed,
        docking.fault_rows,
        docking.wishes.widen,
    )
    return run_campaign(
        chunk, campaign, threads=threads, cluster=cluster, folder=folder, progress=progress
    )


def contact_utc(docking: Docking, flown: DockingFlight) -> datetime | None:
    """Return when a run touched; None when it did not."""
    at_s = flown.value("contact_s")
    return after(docking.arrival.utc, at_s) if np.isfinite(at_s) else None


def _geometry(docking: Docking) -> ApproachGeometry:
    port, legs = docking.plan.port, docking.plan.legs
    x, y, z = port[c.P_POSITION : c.P_POSITION + 3].tolist()
    ax, ay, az = port[c.P_AXES : c.P_AXES + 3].tolist()
    return ApproachGeometry(
        port_lvlh_m=(x, y, z),
        axis_lvlh=(ax, ay, az),
        corridor_half_angle_deg=float(np.degrees(np.nanmax(legs[:-1, g.L_CORRIDOR_RAD]))),
        keep_out_sphere_radius_m=float(docking.scenario.setting.zones[Z_RADIUS]),
    )


def docking_record(docking: Docking, nominal: DockingFlight) -> DockingRecord:
    """Return the record of a docking of which the nominal run alone is flown."""
    run = run_record(docking.scenario, nominal, number=None)
    caught = run.outcome == "captured"
    arrival = docking.arrival
    return DockingRecord(
        flight=docking.flight,
        vehicle=docking.plan.vehicle,
        station=docking.plan.station,
        port=docking.plan.port_id,
        mechanism=docking.mechanism,
        approach=docking.plan.approach,
        station_attitude=docking.plan.attitude,
        elements_epoch_utc=arrival.elements_epoch,
        gate_utc=arrival.utc,
        contact_utc=contact_utc(docking, nominal),
        start=arrival.start,
        seed=docking.wishes.seed,
        widen=docking.wishes.widen,
        faults=docking.wishes.faults,
        runs=1,
        captured=int(caught),
        capture_probability_lower_95=None,
        propellant_aboard_kg=arrival.propellant_kg,
        keep_out_violations=int(nominal.value("violation_s") > 0.0),
        no_escape_runs=int(nominal.value("no_escape_s") > 0.0)
        if docking.wishes.with_escapes
        else None,
        geometry=_geometry(docking),
        nominal=run,
        notes=tuple(note for note in (arrival.note,) if note),
    )


def with_campaign(record: DockingRecord, results: Results, campaign: Campaign) -> DockingRecord:
    """Return a docking's record with what its campaign shows.

    A campaign that was stopped by what it saw has a bound of its own, which allows for that.
    """
    column = results.column
    bounds = capture_bounds(column)
    tight = bounds[0]
    lower = tight.probability_lower_95
    if campaign.looks is not None:
        lower = campaign.looks.lower(tight.captured, results.runs)
    caught = captured_at(column, "tight")
    return record.model_copy(
        update={
            "runs": results.runs,
            "captured": tight.captured,
            "capture_probability_lower_95": lower,
            "bounds": bounds,
            "contact": contact_statistics(column),
            "duration_s": percentiles(column("end_s")[caught]),
            "delta_v_m_s": percentiles(column("delta_v_m_s")),
            "propellant_kg": percentiles(column("propellant_kg")),
            "keep_out_violations": violations(column),
            "no_escape_runs": None if record.no_escape_runs is None else without_escape(column),
            "failures": failures_of(column),
            "notes": (*record.notes, *results.notes),
        }
    )
