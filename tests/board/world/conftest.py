"""A run folder made by hand: a short visit, its approach, its way home, and what became of a fault."""

import csv
import io
import json
import math
from datetime import UTC, datetime, timedelta

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.export.atomic_folder import FOLDER_FORMAT
from portcall.export.manifest import fingerprints
from portcall.records.docking import DockingRecord
from portcall.records.visit import VisitRecord

LIFTOFF = datetime(2025, 7, 3, 19, 32, 40, 323000, tzinfo=UTC)
GATE = LIFTOFF + timedelta(hours=3)
CONTACT = GATE + timedelta(seconds=600)
UNDOCKING = CONTACT + timedelta(days=30)
PORT, AXIS = (0.0, 0.0, -6.0), (0.0, 0.0, -1.0)
APPROACH_COLUMNS = (
    "time_s", "leg", "x_lvlh_m", "y_lvlh_m", "z_lvlh_m", "vx_lvlh_m_s", "vy_lvlh_m_s",
    "vz_lvlh_m_s", "port_range_m", "closing_m_s", "lateral_m", "pointing_deg",
    "navigation_error_m", "propellant_kg",
)  # fmt: skip
TRACK_COLUMNS = (
    "craft", "phase", "utc", "lat_deg", "lon_deg", "altitude_m", "sunlit", "range_m",
)  # fmt: skip
WAY_COLUMNS = (
    "run", "time_s", "x_lvlh_m", "y_lvlh_m", "z_lvlh_m", "port_range_m", "lateral_m",
)  # fmt: skip


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def table(columns, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([columns, *rows])
    return text.getvalue().encode()


def tanks(own_kg):
    return {
        "structure_kg": 4000.0, "own_propellant_kg": own_kg, "deorbit_reserve_kg": 250.0,
        "transfer_propellant_kg": 870.0, "water_kg": 420.0, "gas_kg": 40.0, "dry_cargo_kg": 1070.0,
        "trash_kg": 0.0,
    }  # fmt: skip


def ledger(event, own_kg):
    return {"event": event, "tanks": tanks(own_kg), "total_kg": 6650.0 + own_kg}


def event(name, moment, sigma_s=2.0, note="", **flown):
    return {
        "event": name, "utc": iso(moment), "sigma_s": sigma_s,
        "met_s": (moment - LIFTOFF).total_seconds(), "basis": "simulated", "note": note, **flown,
    }  # fmt: skip


def docking_record(**changes):
    touch = {
        "after_gate_s": 600.0, "closing_speed_m_s": 0.1327, "lateral_offset_m": 0.0127,
        "lateral_rate_m_s": 0.05, "pitch_yaw_deg": 8.0, "roll_deg": 0.2,
        "pitch_yaw_rate_deg_s": 0.007, "roll_rate_deg_s": 0.006, "mass_kg": 7000.0,
    }  # fmt: skip
    legs = [
        ("braking", 0.0, 1000.0), ("station-keeping", 200.0, 180.0),
        ("final-approach", 300.0, 175.0),
    ]  # fmt: skip
    nominal = {
        "run": None, "outcome": "captured", "reason": "inside the strictest limits",
        "touch": touch, "capture_s": 4.0, "duration_s": 600.0, "delta_v_m_s": 20.0,
        "propellant_kg": 138.0, "pulses": 800,
        "legs": [
            {"name": name, "start_s": start, "duration_s": 100.0, "start_range_m": far,
             "closing_m_s": 1.0}
            for name, start, far in legs
        ],
    }  # fmt: skip
    record = {
        "flight": "progress-ms-31", "vehicle": "progress-ms", "station": "iss",
        "port": "poisk-zenith", "mechanism": "SSVP", "approach": "kurs-progress-zenith",
        "station_attitude": "plus-xvv", "elements_epoch_utc": iso(LIFTOFF), "gate_utc": iso(GATE),
        "contact_utc": iso(CONTACT), "start": "arrival of the flown visit", "seed": 1,
        "runs": 200, "captured": 199, "capture_probability_lower_95": 0.976,
        "propellant_aboard_kg": 327.0, "nominal": nominal,
        "geometry": {
            "port_lvlh_m": PORT, "axis_lvlh": AXIS, "corridor_half_angle_deg": 10.0,
            "keep_out_sphere_radius_m": 200.0,
        },
    }  # fmt: skip
    return record | changes


def home_record():
    ignition = UNDOCKING + timedelta(hours=3)
    entry = ignition + timedelta(minutes=30)
    place = {"lat_deg": -45.0, "lon_deg": 179.5}
    return {
        "flight": "progress-ms-31", "vehicle": "progress-ms", "station": "iss",
        "port": "poisk-zenith", "kind": "disposal",
        "elements": {"epoch_utc": iso(UNDOCKING), "age_h": 5.0, "source": "by hand"},
        "aim": {"lat_deg": -45.0, "lon_deg": 179.0, "source": "by hand", "along_miss_km": 1.0,
                "across_miss_km": -2.0},
        "attitude": "inertial", "undocking_utc": iso(UNDOCKING), "ignition_utc": iso(ignition),
        "duration_s": 225.0, "delta_v_m_s": 120.0, "propellant_kg": 224.0,
        "entry_interface_utc": iso(entry),
        "entry": {"utc": iso(entry), "altitude_km": 120.0, "lat_deg": -30.0, "lon_deg": 170.0,
                  "speed_m_s": 7900.0, "steepness_deg": -1.5, "mass_kg": 5400.0},
        "impact_utc": {"first": iso(entry + timedelta(minutes=11)),
                       "last": iso(entry + timedelta(minutes=70))},
        "impact": place,
        "survivors": [
            {"object": "docking-probe", "material": "steel", "count": 3, "mass_kg": 53.4,
             "speed_m_s": 65.0, "energy_j": 114933.8, "lat_deg": -46.7, "lon_deg": -179.2,
             "utc": iso(entry + timedelta(minutes=11))}
        ],
        "area": {
            "name": "South Pacific",
            "parts": [{"ring": [(-40.0, 175.0), (-50.0, 175.0), (-50.0, -170.0), (-40.0, -170.0)]}],
            "windows": [{"start_utc": iso(entry), "end_utc": iso(entry + timedelta(hours=2))}],
        },
        "departure": {
            "undocking_utc": iso(UNDOCKING), "port": "poisk-zenith", "station_attitude": "plus-xvv",
            "port_axis_lvlh": AXIS, "spring_speed_m_s": 0.12,
            "burns": [{"name": "separation 1", "start_utc": iso(UNDOCKING + timedelta(minutes=3)),
                       "duration_s": 8.0, "delta_v_m_s": 0.53, "direction_lvlh": AXIS,
                       "propellant_kg": 1.07}],
            "mass_before_kg": 5644.0, "mass_after_kg": 5643.0, "propellant_kg": 1.07,
            "cases": [{"case": "as planned", "verdict": "pass", "reason": "far",
                       "keep_out_radius_m": 200.0, "ellipsoid_exit_s": 1700.0,
                       "drift_end_s": 86400.0, "drift_end_range_m": 17000.0}],
            "trajectory": [
                {"time_s": second, "position_lvlh_m": (0.0, 0.0, -10.0 - second),
                 "range_m": 10.0 + second}
                for second in (0.0, 100.0, 5000.0, 86400.0)
            ],
        },
        "mass": [],
    }  # fmt: skip


def visit_record(**changes):
    ignition = UNDOCKING + timedelta(hours=3)
    entry = ignition + timedelta(minutes=30)
    events = [
        event("liftoff", LIFTOFF, flown_utc=iso(LIFTOFF), error_s=0.066),
        event("separation", LIFTOFF + timedelta(seconds=529)),
        event("burn_1", LIFTOFF + timedelta(hours=1), note="dv1"),
        event("gate", GATE, 240.0),
        event("final_approach", GATE + timedelta(seconds=300), 240.0),
        event("contact", CONTACT, 240.0),
        event("hatch_open", CONTACT + timedelta(hours=2)),
        event("undocking", UNDOCKING),
        event("separation_burn", UNDOCKING + timedelta(minutes=3)),
        event("separation_burn", UNDOCKING + timedelta(minutes=9)),
        event("deorbit_ignition", ignition),
        event("entry_interface", entry),
        event("impact", entry + timedelta(minutes=13)),
        event("last_impact", entry + timedelta(minutes=70)),
    ]
    verdicts = [
        {"rule": "phase is in the profile's range", "verdict": "pass", "value": 222.7,
         "limit": 90.0, "unit": "deg", "margin": 132.7},
        {"rule": "contact is in view of ground or relay", "verdict": "cannot say"},
        {"rule": "approach ends in capture", "verdict": "pass", "note": "without errors"},
        {"rule": "fall lies abreast of the aim", "verdict": "fail", "value": 7.0, "limit": 5.0,
         "unit": "km", "margin": -2.0},
    ]  # fmt: skip
    vector = (1.0, 2.0, 3.0)
    record = {
        "flight": "progress-ms-31", "profile": "34-orbit", "vehicle": "progress-ms",
        "site": "baikonur-31-6", "station": "iss", "port": "poisk-zenith",
        "elements": {"epoch_utc": iso(LIFTOFF), "age_h": 7.5, "source": "by hand"},
        "station_maneuvers": 0,
        "window": {"phase_deg": 222.7, "phase_sigma_deg": 0.1, "phase_min_deg": 90.0,
                   "phase_max_deg": 450.0, "drift_deg": -0.46, "late_cost_m_s_per_s": 0.43,
                   "backups": [{"utc": iso(LIFTOFF + timedelta(days=1)), "late_s": 86400.0,
                                "phase_deg": 320.0, "profile_open": True, "plane_cost_m_s": 0.0,
                                "delta_v_m_s": 120.9}]},
        "insertion": {"liftoff_utc": iso(LIFTOFF),
                      "separation_utc": iso(LIFTOFF + timedelta(seconds=529)),
                      "position_gcrf_m": vector, "velocity_gcrf_m_s": vector, "mass_kg": 7250.0,
                      "perigee_m": 193e3, "apogee_m": 240e3, "inclination_rad": 0.9,
                      "latitude_geocentric_rad": 0.89, "longitude_rad": 1.49,
                      "third_stage_propellant_left_kg": 327.0},
        "burns": [{"name": "dv1", "utc": iso(LIFTOFF + timedelta(hours=1)), "duration_s": 127.5,
                   "delta_v_m_s": 51.3, "delta_v_lvlh_m_s": vector, "propellant_kg": 127.0,
                   "range_m": 13e6, "perigee_after_m": 239e3}],
        "delta_v_m_s": {"total": 119.6, "bound": 117.3},
        "arrival": {"utc": iso(GATE), "position_gcrf_m": vector, "velocity_gcrf_m_s": vector,
                    "position_lvlh_m": vector, "velocity_lvlh_m_s": vector, "miss_m": 1.5,
                    "miss_m_s": 0.001, "mass_kg": 7107.0},
        "contact": {"utc": iso(CONTACT), "port": "poisk-zenith", "method": "simulated approach",
                    "reason": "after eclipse entry", "sun_elevation_rad": -0.4,
                    "in_ground_coverage": False, "in_relay_coverage": True},
        "events": events, "verdicts": verdicts,
        "mass": [ledger("liftoff", 600.0), ledger("contact", 400.0), ledger("unloaded", 390.0)],
        "docking": docking_record(), "home": home_record(), "notes": ["by hand"],
    }  # fmt: skip
    return record | changes


def approach_csv(step_s=1.0, end_s=600.0, aside_m=0.0):
    rows = []
    for number in range(round(end_s / step_s) + 1):
        second = number * step_s
        leg = "braking" if second < 200 else "station-keeping" if second < 300 else "final-approach"
        far = max(1000.0 - 4.1 * second, 180.0) if second < 300 else 175.0 * (600 - second) / 300
        rows.append(
            [f"{second:.3f}", leg, aside_m, 0.0, -6.0 - far, 0, 0, 0, far, 0.58, aside_m, 1.5, 0, 0]
        )
    return table(APPROACH_COLUMNS, rows)


def ways_csv():
    rows = []
    for run in range(12):
        for second in range(0, 601, 5):
            far = max(1000.0 - 1.7 * second, 0.0)
            aside = 0.01 * (run + 1) * far / 100.0
            rows.append([run, second, aside, 0.0, -6.0 - far, far, aside])
    return table(WAY_COLUMNS, rows)


def track_rows():
    def place(second, ahead=0.0):
        turn = 2.0 * math.pi * second / 5560.0 + ahead
        lat = math.degrees(math.asin(math.sin(math.radians(51.6)) * math.sin(turn)))
        lon = math.degrees(
            math.atan2(math.cos(math.radians(51.6)) * math.sin(turn), math.cos(turn))
        )
        lon = (lon - 360.0 * second / 86164.0 + 180.0) % 360.0 - 180.0
        return [f"{lat:.4f}", f"{lon:.4f}"]

    chase = [529.0 + 60.0 * step for step in range(171)]
    spans = [
        ("chaser", "ascent", LIFTOFF, [10.0 * step for step in range(53)]),
        ("chaser", "chase", LIFTOFF, chase),
        ("chaser", "home", UNDOCKING, [60.0 * step for step in range(200)]),
        ("station", "chase", LIFTOFF, chase),
    ]
    for craft, phase, start, seconds in spans:
        for second in seconds:
            lit = int(second % 5560.0 < 3400.0)
            far = "" if phase == "ascent" else f"{1e7 / (1.0 + second):.1f}"
            utc = iso(start + timedelta(seconds=second))
            yield [craft, phase, utc, *place(second), 2e5 + second, lit, far]


def put(folder, files, **manifest):
    """Write a run folder with its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    said = {
        "format": FOLDER_FORMAT, "format_version": 1, "files": fingerprints(files), **manifest,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(said))
    return folder


def visit_files(record=None, *, tracks=True):
    record = VisitRecord.model_validate(record or visit_record())
    files = {
        "visit.json": record.model_dump_json().encode(),
        "approach.csv": approach_csv(),
        "approaches.csv": ways_csv(),
    }
    if tracks:
        files["ground-track.csv"] = table(TRACK_COLUMNS, track_rows())
    return files


def docking_files(**changes):
    record = DockingRecord.model_validate(docking_record(**changes))
    return {
        "docking.json": record.model_dump_json().encode(),
        "approach.csv": approach_csv(end_s=590.0, aside_m=0.5),
    }


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue()


@pytest.fixture
def root(tmp_path):
    """A folder of runs with one visit in it."""
    put(tmp_path / "runs" / "visit-1", visit_files())
    return tmp_path / "runs"


@pytest.fixture(scope="session")
def case():
    """What tests make folders with."""
    import sys

    return sys.modules[__name__]


@pytest.fixture(scope="session")
def scene(tmp_path_factory, catalogue):
    """The scene of the visit, once."""
    from portcall.board.world.scenes import scene_of

    root = tmp_path_factory.mktemp("runs")
    put(root / "visit-1", visit_files())
    return scene_of(root, "visit-1", catalogue)
