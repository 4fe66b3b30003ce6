"""The way home is predicted blind: planned and flown times may be anything, the plan stays the same."""

import random
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.load import Catalogue, load_catalogue
from portcall.core.errors import PortcallError
from portcall.disposal.targeting import NoDeorbit
from portcall.visit.home import come_home
from portcall.visit.home_risk import Sampling
from portcall.visit.home_setting import home_setting_of
from portcall.visit.known_elements import Policy

SEED = "progress-ms-31"
_STORY = re.compile(r"^\[+(?:planned|flown)\b[^\n]*\n(?:(?!\[)[^\n]*\n?)*", re.MULTILINE)
_CLOCK = re.compile(r'value = "(\d{4}-\d\d-\d\dT\d\d:\d\d)((?::\d\d(?:\.\d+)?)?Z)"')
_FIGURE = re.compile(r"^(\w*(?:latitude|longitude)_deg) = [^\n]*", re.MULTILINE)
_ELSEWHERE = r'\1 = { value = 12.5, status = "derived", source = "moved" }'
_MOST_MINUTES = 600


def shifted(story, random_minutes):
    """The planned or flown part of a flight file with every clock moved and every place elsewhere."""

    def moved(match):
        clock = datetime.fromisoformat(match[1]) + timedelta(minutes=random_minutes())
        return f'value = "{clock:%Y-%m-%dT%H:%M}{match[2]}"'

    return _FIGURE.sub(_ELSEWHERE, _CLOCK.sub(moved, story))


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """A copy of the catalogue with every planned and flown time and place of a fall moved."""
    root = tmp_path_factory.mktemp("moved") / "catalogue"
    shutil.copytree(load_catalogue().root, root)
    source = random.Random(20_260_316)  # noqa: S311  (a test, the same every time)

    def minutes():
        return source.choice((-1, 1)) * source.randint(1, _MOST_MINUTES)

    changed = 0
    for path in sorted((root / "flights").glob("*.toml")):
        text = path.read_text()
        other = _STORY.sub(lambda match: shifted(match[0], minutes), text)
        changed += other != text
        path.write_text(other)
    assert changed > 20
    return Catalogue(root)


def plan_of(catalogue, flight, sampling=None):
    """The blind way home as bytes; or why there is none."""
    try:
        setting = home_setting_of(catalogue, brief(flight), policy=Policy(allow_stale=True))
        home = come_home(catalogue, setting, sampling=sampling)
    except PortcallError as why:
        return str(why).encode()
    if isinstance(home, NoDeorbit):
        return home.reason.encode()
    return home.record.model_dump_json(exclude={"timing"}).encode()


def leaking_plan(catalogue, flight):
    """What a planner would give that looks at when the ship undocked."""
    left = flight.flown.undocking_utc
    return plan_of(catalogue, flight) + (left.value.encode() if left else b"")


def told_apart(planner, moved):
    known = load_catalogue()
    return {
        name
        for name in known.names("flights")
        if planner(known, known.flight(name)) != planner(moved, moved.flight(name))
    }


def test_the_flown_undocking_of_the_copy_is_another(moved):
    here, there = load_catalogue().flight(SEED), moved.flight(SEED)
    assert brief(here) == brief(there)
    assert here.flown.undocking_utc != there.flown.undocking_utc


def test_every_way_home_is_the_same_to_the_byte(moved):
    assert told_apart(plan_of, moved) == set()


def test_enough_ways_home_are_planned_for_that_to_mean_something():
    known = load_catalogue()
    plans = [plan_of(known, known.flight(name)) for name in known.names("flights")]
    records = [plan for plan in plans if plan.startswith(b"{")]
    assert len(records) >= 10
    assert any(b'"kind":"landing"' in record for record in records)
    assert any(b'"kind":"disposal"' in record for record in records)


def test_a_leak_would_be_seen(moved):
    known = load_catalogue()
    here, there = known.flight(SEED), moved.flight(SEED)
    assert leaking_plan(known, here) != leaking_plan(moved, there)


def test_a_sampled_way_home_is_the_same_to_the_byte(moved):
    known, sampling = load_catalogue(), Sampling(12, threads=1)
    here = plan_of(known, known.flight(SEED), sampling)
    assert here.startswith(b"{")
    assert plan_of(moved, moved.flight(SEED), sampling) == here


def test_what_brings_a_ship_home_does_not_even_load_what_reads_flown_times():
    script = (
        "import sys, portcall.visit.home;"
        "print([name for name in sys.modules if name.startswith('portcall.audit')])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert finished.stdout.strip() == "[]"
