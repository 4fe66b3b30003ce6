"""Compiled code has one author: of several processes one compiles, and the others load what it wrote."""

import os
import subprocess
import sys

import pytest

MODULE = """
from portcall.core.compiled import cached_njit

@cached_njit("float64(float64)")
def half(value):
    total = 0.0
    for one in range(100):
        total += value / (one + 2.0)
    return total

print(int(sum(half.stats.cache_misses.values())), int(sum(half.stats.cache_hits.values())))
"""
PROCESSES = 4


def test_of_several_processes_one_compiles(tmp_path):
    (tmp_path / "kernel_case.py").write_text(MODULE)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", "import kernel_case"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    said = [one.communicate(timeout=120)[0].split() for one in running]
    assert sorted(said) == [["0", "1"]] * (PROCESSES - 1) + [["1", "0"]]


ORBIT = """
import hashlib
from datetime import UTC, datetime
import numpy as np
from portcall.orbit.dynamics import ForceModel
from portcall.orbit.propagation import propagate

state = np.array([6795e3, 0.0, 0.0, 0.0, 4752.0, 6008.0])
path = propagate(datetime(2025, 7, 5, tzinfo=UTC), state, 900.0, ForceModel())
print(hashlib.sha256(path.state_at(np.arange(0.0, 900.0, 10.0)).tobytes()).hexdigest())
"""


@pytest.mark.acceptance  # compiles the integrator, about a minute
def test_a_process_that_compiles_computes_what_one_that_loads_does(tmp_path):
    first, second = (
        subprocess.run(
            [sys.executable, "-c", ORBIT],
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    )
    assert first == second
