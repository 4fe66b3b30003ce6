"""The command line as a user meets it: arguments in; exit code, stdout and stderr out."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle

from portcall.catalogue.load import load_catalogue
from portcall.cli.main import run

SEED_FLIGHT = "progress-ms-31"
_SGP4_EPOCH = datetime(1949, 12, 31, tzinfo=UTC)
_RAD = 0.017453292519943295


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that a refusal is."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("portcall: ")
        assert "Traceback" not in self.err
        return lines[0]


def call(*arguments: str) -> Outcome:
    """Run `portcall` with arguments in this process."""
    out, err, kept = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["portcall", *map(str, arguments)]
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            run()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.argv = kept
    return Outcome(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def portcall() -> Callable[..., Outcome]:
    """`portcall(*arguments)` in this process."""
    return call


@dataclass(frozen=True)
class SeedRun:
    """The seed visit, flown once."""

    outcome: Outcome
    folder: Path

    @property
    def document(self) -> dict:
        """What `--json` printed."""
        return json.loads(self.outcome.out)


@pytest.fixture(scope="session")
def seed_run(tmp_path_factory) -> SeedRun:
    """The seed visit with `--json`."""
    folder = tmp_path_factory.mktemp("seed") / "run"
    return SeedRun(call("fly", SEED_FLIGHT, "--json", "--out", folder), folder)


def two_lines(*, days: float = 0.0, norad_id: int = 25_544) -> tuple[str, str]:
    """The seed flight's own elements as a TLE, moved in time, or as another object's."""
    known = load_catalogue().flight(SEED_FLIGHT).known_before.elements[0]
    epoch = known.epoch_utc + timedelta(days=days)
    satellite = Satrec()
    satellite.sgp4init(
        WGS72,
        "i",
        norad_id,
        (epoch - _SGP4_EPOCH).total_seconds() / 86_400.0,
        known.bstar,
        0.0,
        0.0,
        known.eccentricity,
        known.argp_deg * _RAD,
        known.inclination_deg * _RAD,
        known.mean_anomaly_deg * _RAD,
        known.mean_motion_rev_day * 2.0 * 180.0 * _RAD / 1440.0,
        known.raan_deg * _RAD,
    )
    satellite.intldesg = "98067A"
    return export_tle(satellite)


@pytest.fixture(scope="session")
def station_lines() -> Callable[..., tuple[str, str]]:
    """`station_lines(days=, norad_id=)`: the two lines of a TLE."""
    return two_lines


@pytest.fixture
def tle_file(tmp_path) -> Callable[..., Path]:
    """Write lines as an elements file."""

    def write(*lines: str) -> Path:
        path = tmp_path / "station.tle"
        path.write_text("\n".join(lines) + "\n")
        return path

    return write


@pytest.fixture
def flight_file(tmp_path) -> Callable[..., Path]:
    """Write the seed flight's file with some of its text replaced."""
    text = (load_catalogue().root / "flights" / f"{SEED_FLIGHT}.toml").read_text()

    def write(*changes: tuple[str, str]) -> Path:
        changed = text
        for old, new in changes:
            assert old in changed, old
            changed = changed.replace(old, new)
        path = tmp_path / "mine.toml"
        path.write_text(changed)
        return path

    return write
