"""Showing help or a list must not load what only a flight needs."""

import subprocess
import sys

import pytest

HEAVY = ("numba", "scipy", "rich", "llvmlite")
_SCRIPT = """
import sys
sys.argv = ["portcall", *{arguments}]
from portcall.cli.main import run
try:
    run()
except SystemExit as end:
    code = end.code or 0
else:
    code = 0
loaded = [name for name in {heavy} if name in sys.modules]
print(code, *loaded, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["catalogue", "list"], ["schema", "flight"], ["cite", "crew-11"]],
    ids=" ".join,
)
def test_a_light_command_stays_light(arguments):
    script = _SCRIPT.format(arguments=arguments, heavy=HEAVY)
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert finished.stderr.split() == ["0"]
    assert finished.stdout


def test_a_flight_does_load_them():
    # the list above would otherwise pass for a misspelled name
    script = _SCRIPT.format(arguments=["elements"], heavy=HEAVY).replace(
        "loaded =", "import portcall.visit.visit, portcall.cli.output, rich\nloaded ="
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert {"numba", "rich", "llvmlite"} <= set(finished.stderr.split())


def test_no_arguments_show_the_help(portcall):
    assert portcall().out == portcall("--help").out
    assert portcall().code == 0


def test_the_version_is_the_packages(portcall):
    from portcall import __version__

    assert portcall("--version").out == f"portcall {__version__}\n"
