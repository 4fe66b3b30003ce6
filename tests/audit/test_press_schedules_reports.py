"""Schedules, timelines and fact boxes of agencies, in our own wording."""

import sys
import tomllib
from pathlib import Path

import pytest

from portcall.records.claims import Claim

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import events_told

CASES = tomllib.loads(Path(__file__).with_name("press_schedules_reports.toml").read_text("utf-8"))[
    "case"
]


def _told(one: Claim) -> str:
    return f"{one.kind} {one.subject} {(one.value or '')[5:16]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_schedules_tell(case: dict[str, object]) -> None:
    told = events_told(str(case["text"]), str(case["day"]))
    clocks = [one for one in told if one.precision in {"minute", "second"}]
    assert [_told(one) for one in clocks] == case["events"]
    assert not [one.reason for one in told if one.verdict == "contradicts"]
