"""The tail: faults that one fresh text in a hundred shows, each with a sentence of ours that shows it."""

import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import judged_report
from press_score import near, same_names, same_value

from portcall.records.claims import EVENT_KINDS, Claim, Correction

TABLE = Path(__file__).with_name("press_tail_reports.toml")
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def _corrects(one: Claim, wanted: str) -> bool:
    right = one.correction or Correction(why="")
    if right.value_names:
        return same_names(right.value_names, wanted.split("+"))
    if wanted.endswith("kg"):
        return near(right.value_kg, float(wanted.removesuffix("kg")))
    return same_value(right.value, wanted, one.kind in EVENT_KINDS) or (
        right.value is not None and right.value[:10] == wanted
    )


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_the_tail_is_read_and_only_slips_are_wrong(case: dict) -> None:
    text = case["text"]
    claims = judged_report(text, case["day"].isoformat()).claims
    if "events" in case:
        told = [
            f"{one.kind} {one.value}"
            for one in claims
            if one.kind in EVENT_KINDS and one.precision in {"minute", "second"}
        ]
        assert sorted(told) == sorted(case["events"])
    for wanted in case.get("told", []):
        _, _, names = wanted.partition(" ")
        assert any(same_names(one.value_names, names.split("+")) for one in claims)
    wrong = [one for one in claims if one.verdict == "contradicts"]
    for slip in case.get("slips", []):
        quote, _, value = slip.partition(" => ")
        start = text.index(quote)
        hits = [one for one in wrong if one.start < start + len(quote) and start < one.end]
        assert any(_corrects(one, value) for one in hits), (slip, hits)
        wrong = [one for one in wrong if one not in hits]
    assert [(one.quote, one.reason) for one in wrong] == []
