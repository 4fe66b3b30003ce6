"""A scene's numbers are the record's own, and what is not known is said to be so."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.board.world.approach import thinned
from portcall.board.world.differs import shift_words
from portcall.board.world.scenes import NO_TRACK_FILE, scene_of
from portcall.core.errors import InputError
from portcall.records.disposal import DisposalRecord
from portcall.records.scene import Scene
from portcall.records.visit import VisitRecord


@pytest.fixture
def record(case):
    return VisitRecord.model_validate(case.visit_record())


def test_a_scene_survives_its_json(scene):
    text = scene.model_dump_json()
    assert Scene.model_validate_json(text) == scene
    assert Scene.model_validate_json(text).model_dump_json() == text
    assert json.loads(text)["liftoff_utc"] == "2025-07-03T19:32:40.323Z"


def test_the_run_has_the_names_that_people_use(scene):
    run = scene.run
    assert (run.name, run.short_name) == ("Progress MS-31 (92P)", "92P")
    assert run.site_name == "Baikonur, area 31, pad 6"
    assert (run.kind, run.of, run.what_if) == ("visit", None, None)


def test_events_are_the_records_each_with_an_id_of_its_own(scene, record):
    assert len(scene.events) == len(record.events)
    for shown, told in zip(scene.events, record.events, strict=True):
        for name in ("utc", "sigma_s", "basis", "flown_utc", "error_s", "note"):
            assert getattr(shown, name) == getattr(told, name)
    ids = [one.id for one in scene.events]
    assert len(set(ids)) == len(ids)
    assert "separation_burn_2" in ids
    names = {one.id: one.name for one in scene.events}
    assert names["burn_1"] == "Burn 1 (dv1)"
    assert names["hatch_open"] == "Hatch open"


def test_an_event_says_the_margin_that_bears_on_it(scene):
    margins = {one.id: one.margin for one in scene.events}
    assert margins["liftoff"].text == (
        "phase is in the profile's range: 223 deg, limit 90 deg, margin 133 deg"
    )
    assert margins["contact"].verdict == "pass"
    assert margins["hatch_open"] is None


def test_verdicts_are_the_records_failing_first(scene, record):
    assert [one.verdict for one in scene.verdicts] == ["fail", "cannot say", "pass", "pass"]
    told = {one.rule: one for one in record.verdicts}
    for shown in scene.verdicts:
        assert shown.model_dump(exclude={"way"}) == told[shown.rule].model_dump()
    ways = {one.rule: one.way for one in scene.verdicts}
    assert ways["fall lies abreast of the aim"] == "home"
    assert ways["approach ends in capture"] == "up"


def test_burns_are_those_of_the_chase_and_of_the_way_home(scene, record):
    home = record.home
    assert isinstance(home, DisposalRecord)
    told = [
        (record.burns[0].utc, record.burns[0].delta_v_m_s, record.burns[0].propellant_kg),
        (home.departure.burns[0].start_utc, 0.53, 1.07),
        (home.ignition_utc, home.delta_v_m_s, home.propellant_kg),
    ]
    assert [(one.start_utc, one.delta_v_m_s, one.propellant_kg) for one in scene.burns] == told


def test_masses_are_the_ledgers_and_without_an_event_have_no_time(scene, record):
    assert [one.total_kg for one in scene.mass] == [one.total_kg for one in record.mass]
    assert scene.mass[0].propellant_kg == 850.0
    assert scene.mass[0].utc == record.insertion.liftoff_utc
    assert scene.mass[2].utc is None


def test_phases_follow_each_other_without_a_gap(scene, record):
    ids = [one.id for one in scene.phases]
    assert ids == [
        "ascent", "phasing", "approach", "docked", "departure", "coast", "deorbit", "entry",
        "landed",
    ]  # fmt: skip
    for before, after in pairwise(scene.phases):
        assert before.end_utc == after.start_utc
    assert scene.phases[0].start_utc == scene.start_utc == record.insertion.liftoff_utc
    assert scene.phases[-1].end_utc == scene.end_utc
    by_id = {one.id: one for one in scene.phases}
    assert by_id["docked"].start_utc == record.contact.utc
    assert by_id["docked"].end_utc == record.home.undocking_utc
    assert by_id["coast"].start_utc == record.home.undocking_utc + timedelta(seconds=1700)


def test_the_touch_is_held_against_both_ends_of_the_limits(scene, catalogue, record):
    limits = {one.quantity: one for one in scene.approach.limits}
    touch, own = record.docking.nominal.touch, catalogue.mechanism("ssvp").limits
    closing = limits["closing speed"]
    assert closing.value == touch.closing_speed_m_s
    assert (closing.low, closing.high) == (own.closing_min_m_s.high, own.closing_max_m_s.value)
    assert closing.verdict == "pass"
    rate = limits["lateral rate"]
    assert own.lateral_rate_m_s.low < touch.lateral_rate_m_s < own.lateral_rate_m_s.high
    assert (rate.high, rate.wide_high) == (own.lateral_rate_m_s.low, own.lateral_rate_m_s.high)
    assert rate.verdict == "cannot say"
    assert touch.pitch_yaw_deg > own.pitch_yaw_deg.high
    assert limits["pitch and yaw"].verdict == "fail"
    assert limits["roll"].value == touch.roll_deg
    assert len(limits) == 7


def test_the_approach_keeps_its_ends_its_legs_and_its_campaign(scene):
    approach = scene.approach
    assert (approach.time_s[0], approach.time_s[-1]) == (0.0, 600.0)
    assert approach.port_range_m[-1] == 0.0
    assert len(approach.time_s) < 400
    lengths = {len(getattr(approach, name)) for name in ("time_s", "leg", "x_m", "closing_m_s")}
    assert lengths == {len(approach.time_s)}
    starts = [approach.time_s[approach.leg.index(leg.name)] for leg in approach.legs]
    assert starts == [0.0, 200.0, 300.0]
    assert [leg.name for leg in approach.legs if leg.waits] == ["station-keeping"]
    assert (approach.captured, approach.run_count) == (199, 200)
    assert approach.capture_probability_lower_95 == 0.976
    assert approach.geometry.corridor_half_angle_deg == 10.0


def test_the_spread_is_that_of_the_ways(scene):
    """Run k of twelve is k % of its distance beside the axis: the middle and the tail are known."""
    shares = 0.01 * np.arange(1, 13) / 1.0
    for one in scene.approach.spread:
        assert one.lateral_p50_m == pytest.approx(
            np.percentile(shares, 50) * one.port_range_m / 100.0, abs=2e-3
        )
        assert one.lateral_p95_m == pytest.approx(
            np.percentile(shares, 95) * one.port_range_m / 100.0, abs=2e-3
        )
    assert max(one.port_range_m for one in scene.approach.spread) <= 175.0
    assert len(scene.approach.runs) == 12


def test_areas_are_cut_where_longitude_jumps(scene):
    (area,) = scene.areas
    assert area.kind == "closed area"
    assert len(area.rings) == 2
    for ring in area.rings:
        assert ring[0] == ring[-1]
        longitudes = [lon for lon, _ in ring]
        assert max(longitudes) - min(longitudes) < 20.0
    assert area.to_utc - area.from_utc == timedelta(hours=2)


def test_pieces_and_places_are_the_records(scene, record):
    (piece,) = scene.pieces
    assert (piece.object, piece.mass_kg) == ("docking-probe (3)", 53.4)
    assert piece.energy_j == record.home.survivors[0].energy_j
    kinds = [one.kind for one in scene.sites]
    assert kinds[0] == "launch site"
    assert kinds.count("ground station") >= 5


def test_constraints_are_known_ones(scene, record):
    kinds = [one.kind for one in scene.constraints]
    assert kinds.count("launch window") == 2
    assert kinds.count("closed area") == 1
    (unseen,) = [one for one in scene.constraints if one.kind == "no ground contact"]
    assert unseen.start_utc == unseen.end_utc == record.contact.utc
    assert "a relay satellite sees it" in unseen.name
    nights = [one for one in scene.constraints if one.kind == "eclipse"]
    first = nights[0]  # the made ship is lit for 3400 s of each 5560 s
    lasts_s = (first.end_utc - first.start_utc).total_seconds()
    assert lasts_s == pytest.approx(5560.0 - 3400.0, abs=61.0)


def test_the_departure_ends_at_the_deorbit_burn(scene):
    assert scene.departure.time_s == (0, 100, 5000)
    assert scene.departure.range_m[-1] == 5010.0


def test_a_folder_from_before_tracks_gives_a_scene_that_says_so(case, root, catalogue):
    files = case.visit_files(tracks=False)
    del files["approaches.csv"]
    record = case.visit_record(docking=case.docking_record(geometry=None, runs=1))
    files["visit.json"] = VisitRecord.model_validate(record).model_dump_json().encode()
    case.put(root / "old", files)
    scene = scene_of(root, "old", catalogue)
    assert scene.tracks == ()
    assert scene.why_no_track == NO_TRACK_FILE
    assert scene.approach.geometry is None
    assert scene.approach.spread == scene.approach.runs == ()
    assert scene.approach.run_count is None
    assert not [one for one in scene.constraints if one.kind == "eclipse"]


def _bare_visit(case, root):
    home = case.home_record() | {"area": None}
    case.put(root / "bare", case.visit_files(case.visit_record(home=home)))
    return home


def _disposal_files(record):
    return {"disposal.json": DisposalRecord.model_validate(record).model_dump_json().encode()}


def test_a_visit_without_areas_has_those_of_its_disposal(case, root, catalogue, scene):
    _bare_visit(case, root)
    assert scene_of(root, "bare", catalogue).areas == ()
    later = case.UNDOCKING + timedelta(hours=3, seconds=-30)
    record = case.home_record() | {"ignition_utc": case.iso(later), "samples": 500}
    case.put(root / "progress-ms-31-home", _disposal_files(record))
    joined = scene_of(root, "bare", catalogue)
    assert joined.areas == scene.areas
    assert [one.kind for one in joined.constraints].count("closed area") == 1
    assert joined.notes[-1] == (
        "areas on the sea are those of run progress-ms-31-home, 500 falls; its burn begins "
        "30 s earlier"
    )
    with pytest.raises(InputError, match="way home alone, which has no scene"):
        scene_of(root, "progress-ms-31-home", catalogue)


@pytest.mark.parametrize("change", [{"ignition_utc": "2025-09-01T00:00:00Z"}, {"flight": "other"}])
def test_the_areas_of_another_burn_are_not_taken(case, root, catalogue, change):
    _bare_visit(case, root)
    case.put(root / "bare-home", _disposal_files(case.home_record() | change))
    bare = scene_of(root, "bare", catalogue)
    assert bare.areas == ()
    assert bare.notes == ("by hand",)


def test_the_modules_of_a_crew_ship_part_after_the_rocket(case, root, catalogue):
    record = case.visit_record()
    record["events"].append(case.event("separation", case.UNDOCKING + timedelta(hours=4)))
    case.put(root / "crew", case.visit_files(record))
    names = {one.id: one.name for one in scene_of(root, "crew", catalogue).events}
    assert names["separation"] == "Ship separates from rocket"
    assert names["separation_2"] == "Modules separate"


def test_a_visit_that_never_left_ends_at_its_last_event(case, root, catalogue):
    record = case.visit_record(home=None, docking=None)
    record["events"] = record["events"][:7]
    case.put(root / "up", case.visit_files(record, tracks=False))
    scene = scene_of(root, "up", catalogue)
    assert scene.undocking_utc is None
    assert scene.approach is None
    assert scene.phases[-1].id == "docked"
    assert scene.end_utc == case.CONTACT + timedelta(hours=2)


def test_another_launch_date_is_told_as_a_what_if_beside_its_base(case, root, catalogue):
    record = case.visit_record()
    record["insertion"]["liftoff_utc"] = "2025-07-04T19:10:06.000Z"
    record["delta_v_m_s"]["total"] = 131.2
    record["verdicts"][0]["verdict"] = "fail"
    folder = case.put(root / "later", case.visit_files(record))
    (folder / "what_if.json").write_text(json.dumps({"of": "visit-1"}))
    scene = scene_of(root, "later", catalogue)
    assert scene.run.what_if == "launch on 2025-07-04"
    assert scene.run.of == "visit-1"
    assert scene.differs_from_base[0] == "Lift-off 23.6 h later"
    assert "Rendezvous 131.2 m/s instead of 119.6 m/s" in scene.differs_from_base
    assert "Broken now: phase is in the profile's range" in scene.differs_from_base


def _fault(case, root, **changes):
    run = case.docking_record()["nominal"] | {
        "outcome": "aborted", "reason": "left the corridor", "touch": None, "duration_s": 590.0,
        "propellant_kg": 150.5, "isolated": "thruster 7", "isolated_after_s": 3.0,
    }  # fmt: skip
    verdicts = [{"rule": "the nominal approach captures", "verdict": "fail", "note": "aborted"}]
    files = case.docking_files(
        nominal=run, contact_utc=None, faults=["thruster-stuck-on:7@50m"], verdicts=verdicts,
        runs=1, captured=0, **changes,
    )  # fmt: skip
    return case.put(root / "fault", files)


def test_a_fault_is_its_visit_up_to_the_gate_and_its_own_from_there(case, root, catalogue, scene):
    folder = _fault(case, root)
    (folder / "what_if.json").write_text(json.dumps({"what_if": "stuck on", "of": "visit-1"}))
    fault = scene_of(root, "fault", catalogue)
    assert (fault.run.kind, fault.run.of, fault.run.what_if) == ("docking", "visit-1", "stuck on")
    assert fault.run.profile == "34-orbit"
    assert fault.liftoff_utc == scene.liftoff_utc
    assert fault.contact_utc is None
    assert fault.undocking_utc is None
    assert fault.end_utc == case.GATE + timedelta(seconds=590)
    assert [one.id for one in fault.phases] == ["ascent", "phasing", "approach"]
    ids = [one.id for one in fault.events]
    assert ids[:3] == ["liftoff", "separation", "burn_1"]
    assert "contact" not in ids
    assert fault.events[-1].name == "End: aborted"
    assert fault.events[-1].note == "left the corridor"
    assert fault.approach.x_m[-1] == 0.5
    assert not [one for one in fault.verdicts if one.rule == "approach ends in capture"]
    assert fault.verdicts[0].verdict == "fail"
    assert fault.pieces == fault.areas == ()
    for track in fault.tracks:
        for second, far in zip(track.time_s, track.range_m, strict=True):
            moment = track.start_utc + timedelta(seconds=second)
            assert moment <= fault.end_utc
            assert far is None or moment <= case.GATE
    assert fault.differs_from_base == (
        "Fault: thruster-stuck-on:7@50m",
        "thruster 7 is shut off 3.0 s after the fault began",
        "Ends aborted (left the corridor) instead of captured (inside the strictest limits)",
        "The approach is 10 s shorter",
        "Propellant of the approach 150.5 kg instead of 138.0 kg",
        "No contact",
    )


def test_a_fault_without_its_visit_stands_alone_and_says_so(case, root, catalogue):
    folder = _fault(case, root)
    alone = scene_of(root, "fault", catalogue)
    assert alone.start_utc == case.GATE
    assert alone.liftoff_utc is None
    assert alone.differs_from_base is None
    assert alone.run.what_if == "thruster 7 stuck on, at 50 m"
    (folder / "what_if.json").write_text(json.dumps({"of": "gone"}))
    assert (
        "the run that it was made from, gone, is not there"
        in scene_of(root, "fault", catalogue).notes
    )
    (folder / "what_if.json").write_text("not json")
    assert scene_of(root, "fault", catalogue).run.of is None


def test_a_plan_has_no_scene(case, root, catalogue):
    case.put(root / "plan", {"plan.json": case_plan_json()})
    with pytest.raises(InputError, match="traffic plan, which has no scene"):
        scene_of(root, "plan", catalogue)


def case_plan_json():
    return json.dumps(
        {
            "scenario": "by-hand", "station": "iss", "status": "infeasible",
            "first_day_utc": "2026-05-01T00:00:00Z", "last_day_utc": "2026-06-01T00:00:00Z",
            "solver": "none", "timing": {"build_s": 0.0, "solve_s": 0.0, "truth_s": 0.0},
        }
    ).encode()  # fmt: skip


@given(st.lists(st.tuples(*[st.floats(-2000.0, 2000.0)] * 3), min_size=2, max_size=60))
def test_prop_a_thinned_line_misses_no_point_by_more_than_it_says(points):
    line = np.array(points)
    kept = thinned(line)
    assert (kept[0], kept[-1]) == (0, len(line) - 1)
    assert kept == sorted(set(kept))
    for first, last in pairwise(kept):
        chord = line[last] - line[first]
        length = float(chord @ chord)
        for place in range(first + 1, last):
            step = line[place] - line[first]
            share = min(max(float(step @ chord) / length, 0.0), 1.0) if length else 0.0
            miss = np.linalg.norm(step - share * chord)
            assert miss <= max(0.05, 0.004 * np.linalg.norm(line[place])) * (1 + 1e-9)


@given(st.floats(-3e6, 3e6))
def test_prop_a_shift_names_its_side(seconds):
    words = shift_words(seconds)
    if abs(seconds) < 0.5:
        assert words == "at the same time"
    else:
        assert words.endswith("later" if seconds > 0 else "earlier")


HEAVY = ("numba", "llvmlite", "ortools", "matplotlib", "scipy", "pyarrow")
CODE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from portcall.catalogue.load import load_catalogue
from portcall.board.world.frame import frame_at
from portcall.board.world.plans import read_plan
from portcall.board.world.runs import list_runs
from portcall.board.world.scenes import scene_of
from portcall.board.world.stocks import stocks_view
from portcall.board.world.traffic import traffic_view
catalogue, root = load_catalogue(), Path(sys.argv[1])
scene = scene_of(root, "visit-1", catalogue)
frame_at(scene, scene.liftoff_utc)
span = datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
traffic_view(catalogue, *span), stocks_view(catalogue, *span), list_runs(root, catalogue)
# its own peak: what getrusage tells holds that of the process it was forked from
status = Path("/proc/self/status").read_text().splitlines()
print(*(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""


def test_everything_is_read_without_kernels_solvers_or_figures(root):
    ran = subprocess.run(
        [sys.executable, "-c", CODE, str(root), *HEAVY], capture_output=True, text=True, check=True
    )
    memory_mib, loaded = ran.stdout.splitlines()
    assert loaded == ""
    assert int(memory_mib) < 200


def test_times_are_aware(scene):
    assert scene.start_utc.tzinfo is not None
    assert scene.run.made_utc <= datetime.now(UTC)
