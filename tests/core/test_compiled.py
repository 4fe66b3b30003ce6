"""Compiled code has one author: of several processes one compiles, and the others load what it wrote."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portcall.core import compiled
from portcall.launch import ascent_kernel

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


def test_a_stamp_changes_with_what_a_module_rests_on(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "_PACKAGE", tmp_path)
    (tmp_path / "inner.py").write_text("RATE = 1.0\n")
    (tmp_path / "middle.py").write_text("from portcall.inner import RATE\n")
    outer = tmp_path / "outer.py"
    outer.write_text("from portcall.middle import RATE\n")

    def stamp():
        compiled._imported.cache_clear()
        compiled._stamp_of.cache_clear()
        return compiled._stamp_of(outer)

    before = stamp()
    assert stamp() == before
    (tmp_path / "inner.py").write_text("RATE = 2.0\n")
    assert stamp() != before
    compiled._imported.cache_clear()
    compiled._stamp_of.cache_clear()


def test_what_is_compiled_at_its_first_call_carries_the_stamp():
    index = ascent_kernel.fly._cache._cache_file
    assert index._source_stamp == compiled._stamp_of(Path(ascent_kernel.__file__))


AIR = """
import sys
import numpy as np
from portcall.environment import atmosphere
from portcall.launch import ascent_kernel

def columns():
    from portcall.environment.entry_air import us76_entry_air
    return us76_entry_air()

def ascent():
    return np.array([ascent_kernel.air(1e3 * height) for height in range(0, 140)])

first, second = (columns, ascent) if sys.argv[1] == "columns" else (ascent, columns)
one, two = first(), second()
print(sorted(hash(found.tobytes()) for found in (one, two)))
"""


def test_who_compiles_an_inner_function_first_does_not_matter(tmp_path):
    said = {
        subprocess.run(
            [sys.executable, "-c", AIR, order],
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / order), "PYTHONHASHSEED": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for order in ("columns", "ascent")
    }
    assert len(said) == 1
