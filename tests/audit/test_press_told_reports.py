"""Which event, of which ship, each clock of a report tells; nothing of it is called wrong."""

import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told

HERE = Path(__file__).resolve().parent
TABLES = ("back", "names", "papers", "schedules", "verbs", "wires")
CASES = [
    pytest.param(case, id=f"{name}: {case['text'][:40]}")
    for name in TABLES
    for case in tomllib.loads((HERE / f"press_{name}_reports.toml").read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_events_and_their_ships(case: dict[str, object]) -> None:
    told = events_told(str(case["text"]), str(case["day"]))
    clocks = [
        f"{one.kind} {one.subject} {(one.value or '')[5:16]}"
        for one in told
        if one.precision in {"minute", "second"}
    ]
    assert clocks == case["events"]
    assert not [one.reason for one in told if one.verdict == "contradicts"]
