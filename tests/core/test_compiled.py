"""Compiled code has one author: of several processes one compiles, and the others load what it wrote."""

import subprocess
import sys

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
