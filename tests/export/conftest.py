"""A visit to export: three hours of real flight, and a record made by hand."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest

from portcall.catalogue.load import load_launcher
from portcall.core.time import after
from portcall.launch.ascent import Ascent, AscentPlan, fly_ascent, plan_ascent
from portcall.launch.from_record import launcher_model
from portcall.launch.insertion import InsertionTarget
from portcall.launch.steering import Pad
from portcall.orbit.dynamics import ForceModel, Thrust, prepare_forces
from portcall.orbit.flight_path import FlightPath, coast_with_maneuvers
from portcall.orbit.propagation import propagate
from portcall.orbit.station import StationManeuver
from portcall.records.handover import Arrival, Contact, Insertion
from portcall.records.mass import Tanks, entry
from portcall.records.timeline import ElementsUsed, TimelineEvent
from portcall.records.visit import Burn, DeltaV, VisitRecord, Window

LIFTOFF = datetime(2025, 7, 3, 19, 32, 40, 125000, tzinfo=UTC)
SPAN_S = 10_800.0
BURN_AT_S, BURN_S = 5_400.25, 62.5
REBOOST = StationManeuver(after(LIFTOFF, 7_000.0), 0.5)
PAD = Pad(math.radians(45.996034), math.radians(63.564003), 100.0)
LONG = InsertionTarget(193e3, 240e3, math.radians(51.665), math.radians(-53.69))


@dataclass(frozen=True)
class Visit:
    record: VisitRecord
    chaser: FlightPath
    station: FlightPath
    ascent: Ascent

    @property
    def paths(self):
        return {"chaser": self.chaser, "station": self.station, "ascent": self.ascent}


def _chaser(epoch: datetime, state: np.ndarray) -> FlightPath:
    forces = prepare_forces(ForceModel(ballistic_m2_kg=0.002), epoch, SPAN_S)
    thrust = Thrust(2_950.0, 2_900.0)
    arcs, now, here = [], epoch, np.concatenate((state, [7_250.0]))
    spans = ((BURN_AT_S, None), (BURN_S, thrust), (SPAN_S - BURN_AT_S - BURN_S, None))
    for duration_s, push in spans:
        arcs.append(propagate(now, here, duration_s, forces, thrust=push))
        now, here = after(now, duration_s), arcs[-1].final_state
    return FlightPath(tuple(arcs))


def _record(separation: datetime) -> VisitRecord:
    tanks = Tanks(
        structure_kg=4_000.0,
        own_propellant_kg=600.0,
        deorbit_reserve_kg=250.0,
        transfer_propellant_kg=870.0,
        water_kg=420.0,
        gas_kg=40.0,
        dry_cargo_kg=1_070.0,
    )
    burnt = tanks.after_burning(63.6)
    events = (
        ("liftoff", 0.0, 1.5, "simulated"),
        ("separation", 528.9, 1.7, "simulated"),
        ("burn_1", BURN_AT_S + 528.9, 4.0, "simulated"),
        ("contact", 12_000.0, 160.0, "published timeline"),
        ("hatch_open", 21_000.0, 900.0, "published timeline"),
    )
    flown = after(LIFTOFF, 11_940.0)
    return VisitRecord(
        flight="progress-ms-31",
        profile="34-orbit",
        vehicle="progress-ms",
        site="baikonur-31-6",
        station="iss",
        port="poisk-zenith",
        elements=ElementsUsed(
            epoch_utc=datetime(2025, 7, 3, 12, 0, 0, 5000, tzinfo=UTC),
            age_h=7.5,
            source="two-line set, by hand",
        ),
        station_maneuvers=1,
        window=Window(
            phase_deg=250.0,
            phase_sigma_deg=0.1,
            phase_min_deg=20.0,
            phase_max_deg=360.0,
            drift_deg=0.3,
            late_cost_m_s_per_s=0.4,
        ),
        insertion=Insertion(
            liftoff_utc=LIFTOFF,
            separation_utc=separation,
            position_gcrf_m=(6.57e6, 0.0, 0.0),
            velocity_gcrf_m_s=(0.0, 4.8e3, 6.1e3),
            mass_kg=7_250.0,
            perigee_m=193e3,
            apogee_m=240e3,
            inclination_rad=0.9017,
            latitude_geocentric_rad=0.888,
            longitude_rad=1.485,
            third_stage_propellant_left_kg=200.0,
        ),
        burns=(
            Burn(
                name="burn_1",
                utc=after(separation, BURN_AT_S),
                duration_s=BURN_S,
                delta_v_m_s=25.5,
                delta_v_lvlh_m_s=(25.4, 0.0, -0.1),
                propellant_kg=63.6,
                range_m=9e6,
                perigee_after_m=195e3,
            ),
        ),
        delta_v_m_s=DeltaV(total=110.0, bound=100.0),
        arrival=Arrival(
            utc=after(separation, SPAN_S),
            position_gcrf_m=(6.7e6, 0.0, 0.0),
            velocity_gcrf_m_s=(0.0, 4.8e3, 6.0e3),
            position_lvlh_m=(-400.0, 0.0, 0.0),
            velocity_lvlh_m_s=(0.0, 0.0, 0.0),
            miss_m=3.0,
            miss_m_s=0.01,
            mass_kg=7_186.4,
        ),
        contact=Contact(
            utc=after(LIFTOFF, 12_000.0),
            port="poisk-zenith",
            method="published approach timeline",
            reason="first lit pass",
            sun_elevation_rad=0.5,
            in_ground_coverage=True,
            in_relay_coverage=True,
        ),
        events=tuple(
            TimelineEvent(
                event=name,
                utc=after(LIFTOFF, met_s),
                sigma_s=sigma_s,
                met_s=met_s,
                basis=basis,
                flown_utc=flown if name == "contact" else None,
                error_s=60.0 if name == "contact" else None,
                note="to the port «Поиск»; hooks, leak check, hatch\nare others"
                * (name == "contact"),
            )
            for name, met_s, sigma_s, basis in events
        ),
        mass=(entry("separation", tanks), entry("burn_1", burnt, burnt.total_kg)),
        timing={"fly": 1.25},
    )


@pytest.fixture(scope="session")
def visit() -> Visit:
    plan = plan_ascent(launcher_model(load_launcher("soyuz-2-1a")), PAD, 7_250.0, LONG)
    assert isinstance(plan, AscentPlan)
    ascent = fly_ascent(plan)
    assert isinstance(ascent, Ascent)
    separation, position, velocity = ascent.separation_gcrf(LIFTOFF)
    start = np.concatenate((position, velocity))
    higher = start.copy()
    higher[:3] *= 1.03
    higher[3:] *= 1.03**-0.5
    forces = prepare_forces(ForceModel(ballistic_m2_kg=0.007), separation, SPAN_S + 60.0)
    station = coast_with_maneuvers(separation, higher, SPAN_S + 60.0, forces, [REBOOST])
    return Visit(_record(separation), _chaser(separation, start), station, ascent)


@pytest.fixture
def write(visit):
    """Write the visit to a folder, with everything but the place given."""
    from portcall.export.run_folder import write_run_folder

    def written(out, **changes):
        arguments = {
            "record": visit.record,
            **visit.paths,
            "inputs": {"progress-ms-31.toml": b"id = 1\n", "elements.tle": b"1 25544U\n"},
            "sources": ("b source", "a source", "b source"),
            "tool_version": "0.1.0",
        }
        return write_run_folder(out, **{**arguments, **changes})

    return written
