"""The seed visit, flown: its scene holds the record's numbers, is small, and moves without jumps."""

import json
import math
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from portcall import board
from portcall.board.world.frame import frame_at
from portcall.board.world.scenes import scene_of
from portcall.catalogue.load import load_catalogue
from portcall.core.time import parse_utc

pytestmark = pytest.mark.acceptance
MOST_BYTES = 600_000
FASTEST_DEG_S = 0.08  # 7.9 km/s at 100 km is 0.07 deg/s


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    root = tmp_path_factory.mktemp("flown")
    subprocess.run(
        [sys.executable, "-m", "portcall", "fly", "progress-ms-31", "--out", str(root / "seed")],
        check=True,
        capture_output=True,
    )
    return root


@pytest.fixture(scope="module")
def flown(runs):
    return scene_of(runs, "seed", load_catalogue())


def _apart_deg(one, other):
    points = [
        (
            math.cos(math.radians(here.lat_deg)) * math.cos(math.radians(here.lon_deg)),
            math.cos(math.radians(here.lat_deg)) * math.sin(math.radians(here.lon_deg)),
            math.sin(math.radians(here.lat_deg)),
        )
        for here in (one, other)
    ]
    return math.degrees(2.0 * math.asin(math.dist(*points) / 2.0))


def test_the_scene_of_the_seed_visit_is_small(flown, record_figure):
    size = len(flown.model_dump_json().encode())
    record_figure(
        "scene of Progress MS-31",
        required="under 600 kB",
        measured=f"{size / 1e3:.0f} kB",
        passed=size < MOST_BYTES,
    )
    assert size < MOST_BYTES


def test_its_numbers_are_those_of_visit_json(flown, runs):
    told = json.loads((runs / "seed" / "visit.json").read_text())
    shown = json.loads(flown.model_dump_json())
    assert shown["liftoff_utc"] == told["insertion"]["liftoff_utc"]
    assert shown["contact_utc"] == told["contact"]["utc"]
    assert shown["undocking_utc"] == told["home"]["undocking_utc"]
    for one, event in zip(shown["events"], told["events"], strict=True):
        assert {name: event[name] for name in ("utc", "sigma_s", "flown_utc", "error_s")} == {
            name: one[name] for name in ("utc", "sigma_s", "flown_utc", "error_s")
        }
    verdicts = {one["rule"]: one for one in told["verdicts"]}
    assert len(shown["verdicts"]) == len(verdicts)
    for one in shown["verdicts"]:
        one.pop("way")
        assert one == verdicts[one["rule"]]
    for one, burn in zip(shown["burns"], told["burns"], strict=False):
        assert (one["start_utc"], one["delta_v_m_s"]) == (burn["utc"], burn["delta_v_m_s"])
    assert [one["total_kg"] for one in shown["mass"]] == [one["total_kg"] for one in told["mass"]]
    touch, limits = told["docking"]["nominal"]["touch"], shown["approach"]["limits"]
    values = {one["quantity"]: one["value"] for one in limits}
    assert values["closing speed"] == touch["closing_speed_m_s"]
    assert values["lateral offset"] == touch["lateral_offset_m"]
    assert shown["approach"]["captured"] == told["docking"]["captured"]
    assert shown["approach"]["geometry"] == told["docking"]["geometry"]


def test_every_rule_of_the_way_home_is_known_as_one(flown):
    """A new rule of the way home must be told apart from those of the way up."""
    home = [one.rule for one in flown.verdicts if one.way == "home"]
    up = [one.rule for one in flown.verdicts if one.way == "up"]
    assert len(home) == 7
    assert len(up) == 15


def test_the_craft_move_without_jumps_wherever_they_are_known(flown):
    for track in flown.tracks:
        for second in range(0, int(track.time_s[-1]) - 7, 97):
            start = track.start_utc + timedelta(seconds=second)
            here = getattr(frame_at(flown, start), track.craft)
            there = getattr(frame_at(flown, start + timedelta(seconds=7)), track.craft)
            assert _apart_deg(here, there) < 7.0 * FASTEST_DEG_S


def test_the_whole_visit_up_is_flown_without_a_gap(flown):
    span_s = int((flown.contact_utc - flown.start_utc).total_seconds())
    silent = [
        second
        for second in range(0, span_s, 60)
        if frame_at(flown, flown.start_utc + timedelta(seconds=second)).chaser is None
    ]
    assert silent == []


def test_ship_and_station_meet_at_contact(flown):
    frame = frame_at(flown, flown.contact_utc - timedelta(seconds=2))
    assert frame.approach.port_range_m < 1.0
    assert _apart_deg(frame.chaser, frame.station) < 2e-3


def test_what_the_page_computes_is_what_the_server_sends(flown, tmp_path):
    """`scene_at.js` in node, where there is one, against `frame_at`."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not there")
    moments = [flown.start_utc + timedelta(seconds=60.5 * step) for step in range(0, 3000, 7)]
    moments += [flown.undocking_utc + timedelta(seconds=61.5 * step) for step in range(0, 250, 3)]
    (tmp_path / "scene.json").write_text(flown.model_dump_json())
    web = Path(board.__file__).parent / "web"
    for path in web.glob("*.js"):
        shutil.copy(path, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    script = tmp_path / "ask.js"
    script.write_text(
        "import { sceneAt } from './scene_at.js';\n"
        "import { readFileSync } from 'node:fs';\n"
        f"const scene = JSON.parse(readFileSync('{tmp_path}/scene.json'));\n"
        "const asked = JSON.parse(readFileSync(0));\n"
        "console.log(JSON.stringify(asked.map((text) => sceneAt(scene, Date.parse(text)))));\n"
    )
    asked = json.dumps(
        [one.isoformat(timespec="milliseconds").replace("+00:00", "Z") for one in moments]
    )
    ran = subprocess.run([node, script], input=asked, capture_output=True, text=True, check=True)
    for page, text in zip(json.loads(ran.stdout), json.loads(asked), strict=True):
        server = json.loads(frame_at(flown, parse_utc(text)).model_dump_json())
        assert (page["phase"], page["go"]) == (server["phase"], server["go"]), text
        assert page["next_event"] == server["next_event"]
        for craft in ("chaser", "station"):
            assert (page[craft] is None) == (server[craft] is None), (text, craft)
            if page[craft] is not None:
                assert page[craft]["lat_deg"] == pytest.approx(server[craft]["lat_deg"], abs=1e-4)
                assert page[craft]["sunlit"] == server[craft]["sunlit"]
        if server["approach"] is not None:
            assert page["approach"]["port_range_m"] == pytest.approx(
                server["approach"]["port_range_m"], abs=2e-3
            )
            assert page["approach"]["in_corridor"] == server["approach"]["in_corridor"]
