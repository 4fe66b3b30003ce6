"""The predictor is blind: planned and flown clock times may be anything, predictions stay the same."""

import dataclasses
import json
import random
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.flight import Happening
from portcall.catalogue.load import Catalogue, load_catalogue
from portcall.core.errors import PortcallError
from portcall.launch.ascent import NoAscent
from portcall.visit.gate_arrival import docked_ships
from portcall.visit.insertion import insertion_of
from portcall.visit.known_elements import Policy
from portcall.visit.prediction import predict
from portcall.visit.setting import setting_of
from portcall.visit.visit import make_visit

HANDFUL = ("progress-ms-31", "soyuz-ms-27", "soyuz-ms-20")
_SECTION = re.compile(r"^\[+([a-z_.]+)\]+", re.MULTILINE)
_CLOCK = re.compile(r'value = "(\d{4}-\d\d-\d\dT\d\d:\d\d)((?::\d\d(?:\.\d+)?)?Z)"')
_MOST_MINUTES = 600
CLOCKS = tuple(key for key in Happening.model_fields if key.endswith("_utc"))
DEPARTURE_CLOCKS = (
    "undocking_utc",
    "final_undocking_utc",
    "deorbit_burn_utc",
    "reentry_utc",
    "splash_utc",
    "landing_utc",
)


def with_moved_clocks(text, random_minutes):
    """A flight file whose planned and flown clock times are off by random minutes; their number."""
    parts = _SECTION.split(text)
    moved = 0

    def shifted(match):
        nonlocal moved
        moved += 1
        clock = datetime.fromisoformat(match[1]) + timedelta(minutes=random_minutes())
        return f'value = "{clock:%Y-%m-%dT%H:%M}{match[2]}"'

    headers = iter(_SECTION.finditer(text))
    done = [parts[0]]
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        header = next(headers)[0]
        about = name.split(".")[0] in {"planned", "flown"}
        done += [header, _CLOCK.sub(shifted, body) if about else body]
    return "".join(done), moved


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """A copy of the catalogue with every planned and flown clock time moved."""
    root = tmp_path_factory.mktemp("moved") / "catalogue"
    shutil.copytree(load_catalogue().root, root)
    source = random.Random(20_250_703)  # noqa: S311  (a test, the same every time)
    for path in sorted((root / "flights").glob("*.toml")):
        text, _ = with_moved_clocks(
            path.read_text(), lambda: source.choice((-1, 1)) * source.randint(1, _MOST_MINUTES)
        )
        path.write_text(text)
    return Catalogue(root)


def exact(value):
    """A value as JSON with every bit of its numbers."""
    if dataclasses.is_dataclass(value):
        return {f.name: exact(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), value.tobytes().hex()]
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, (list, tuple)):
        return [exact(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def blind_prediction(catalogue, flight):
    """All that is predicted of a flight, as bytes; or why nothing is."""
    try:
        policy = Policy(hindcast=all(e.after_launch for e in flight.known_before.elements))
        setting = setting_of(catalogue, brief(flight), policy=policy)
        point = insertion_of(setting)
        if isinstance(point, NoAscent):
            return point.reason.encode()
        return json.dumps(exact(predict(setting, point))).encode()
    except PortcallError as why:
        return str(why).encode()


def leaking_prediction(catalogue, flight):
    """What a predictor would give that looks at the planned contact."""
    planned = flight.planned.docking_utc
    return blind_prediction(catalogue, flight) + (planned.value.encode() if planned else b"")


def moved_by_the_clocks(predictor, moved, names):
    """The flights whose prediction is not the same to the byte."""
    known = load_catalogue()
    return {
        name
        for name in names
        if predictor(known, known.flight(name)) != predictor(moved, moved.flight(name))
    }


def test_the_copy_differs_in_every_clock_time_and_in_nothing_else(moved):
    known = load_catalogue()
    times = 0
    for name in known.names("flights"):
        text = (known.root / "flights" / f"{name}.toml").read_text()
        times += with_moved_clocks(text, lambda: 1)[1]
        assert brief(moved.flight(name)) == brief(known.flight(name))
        for story in ("planned", "flown"):
            for key in CLOCKS:
                here = getattr(getattr(known.flight(name), story), key)
                there = getattr(getattr(moved.flight(name), story), key)
                if here is not None and here.precision_s <= 60.0:
                    assert 60.0 <= abs((there.utc - here.utc).total_seconds()) <= 36_000.0
    assert times > 100


def test_the_brief_is_the_same_to_the_byte_whenever_the_ship_came_down(moved):
    known = load_catalogue()
    shifted = set()
    for name in known.names("flights"):
        here, there = known.flight(name), moved.flight(name)
        assert brief(here).model_dump_json() == brief(there).model_dump_json()
        shifted |= {
            key
            for story in ("planned", "flown")
            for key in DEPARTURE_CLOCKS
            if getattr(getattr(here, story), key) != getattr(getattr(there, story), key)
        }
    assert shifted == set(DEPARTURE_CLOCKS)


def test_every_prediction_is_the_same_to_the_byte(moved):
    names = load_catalogue().names("flights")
    assert moved_by_the_clocks(blind_prediction, moved, names) == set()


def test_enough_flights_are_predicted_for_that_to_mean_something():
    known = load_catalogue()
    predicted = [
        name
        for name in known.names("flights")
        if blind_prediction(known, known.flight(name)).startswith(b"{")
    ]
    assert len(predicted) >= 15


def test_a_leak_would_be_seen(moved):
    leaks = moved_by_the_clocks(leaking_prediction, moved, HANDFUL)
    assert "progress-ms-31" in leaks


@pytest.mark.parametrize("name", HANDFUL)
def test_the_whole_flown_visit_is_the_same_to_the_byte(moved, name):
    def record(catalogue):
        setting = setting_of(catalogue, brief(catalogue.flight(name)))
        return make_visit(catalogue, setting).record.model_dump_json(exclude={"timing"})

    assert record(moved) == record(load_catalogue())


def test_the_ships_that_are_docked_when_one_arrives_are_the_same_whatever_the_clocks(moved):
    def docked(catalogue, name):
        flight = catalogue.flight(name)
        noon = datetime.combine(flight.launch_date, time(12), UTC) + timedelta(days=2)
        return docked_ships(catalogue, flight.station, noon, besides=name, port=flight.port)

    known = load_catalogue()
    found = {name: docked(known, name) for name in known.names("flights")}
    assert found == {name: docked(moved, name) for name in known.names("flights")}
    assert any(len(ships) >= 3 for ships in found.values())


def test_what_flies_a_visit_does_not_even_load_what_reads_flown_times():
    script = (
        "import sys, portcall.visit.visit, portcall.visit.dispersions;"
        "print([name for name in sys.modules if name.startswith('portcall.audit')"
        " or name == 'portcall.visit.port_state'])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert finished.stdout.strip() == "[]"
