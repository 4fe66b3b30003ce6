"""A run that is interrupted, or whose reader goes away, leaves nothing half-written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# the console script's first lines, then a line that says that the work has begun
_SCRIPT = """
import sys
from portcall.visit import visit
from portcall.cli.main import run
make = visit.make_visit
def told(*arguments, **options):
    print("begun", file=sys.stderr, flush=True)
    while True:
        make(*arguments, **options)
visit.make_visit = told
run()
"""
SOME_WORK_S = 1.0
FULL_DISK = Path("/dev/full")


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_an_interrupted_flight_leaves_no_folder(tmp_path):
    out = tmp_path / "deep" / "run"
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, "fly", "progress-ms-31", "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr.readline() == "begun\n"
        time.sleep(SOME_WORK_S)
        process.send_signal(signal.SIGINT)
        shown, said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130
    assert shown == ""
    assert said == "portcall: interrupted; nothing was left half-written\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not FULL_DISK.exists(), reason="no full disk to write to")
def test_a_full_disk_is_one_line():
    with FULL_DISK.open("w") as full:
        finished = subprocess.run(
            [sys.executable, "-c", "from portcall.cli.main import run; run()", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert "No space left" in finished.stderr


def test_a_reader_that_goes_away_is_no_error():
    script = (
        "import sys; sys.argv = ['portcall', 'schema', 'flight'];"
        "from portcall.cli.main import run; sys.stdin.readline(); run()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()  # before the command may begin to print
    process.stdin.write("go\n")
    process.stdin.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert said == ""
