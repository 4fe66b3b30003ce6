"""Loads, lengths, heads, orbits, ports, rockets and names in reports of our own wording, and their slips.

In the table, `told` has claims as "kind [item] value", `slips` what is wrong as "quote => correction".
"""

import re
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import judged_report

from portcall.records.claims import Claim, Correction

TABLE = Path(__file__).with_name("press_sums_reports.toml")
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
UNIT = {"kg": 1.0, "lb": 0.45359237, "t": 1000.0}
LENGTH = {"min": 60.0, "h": 3600.0, "d": 86400.0, "mo": 2_629_746.0}
ONE_PERCENT = 0.012


def _value(one: Claim | Correction) -> float | str | None:
    for number in (one.value_kg, one.value_s, one.value_people):
        if number is not None:
            return float(number)
    if one.value_names:
        return "+".join(sorted(name.rpartition(" ")[2] for name in one.value_names))
    return one.value


def _same(kind: str, got: float | str | None, wanted: str) -> bool:
    if isinstance(got, str) or got is None:
        if kind == "crew":
            return got == "+".join(sorted(wanted.split("+")))
        return got is not None and (got.startswith(wanted) or wanted.startswith(got))
    parts = [(float(digits), unit) for digits, unit in re.findall(r"([\d.]+)([a-z]*)", wanted)]
    known = sum(number * {**UNIT, **LENGTH}.get(unit, 1.0) for number, unit in parts)
    least = LENGTH.get(parts[-1][1], 0.0) / 2.0
    return abs(got - known) <= max(ONE_PERCENT * known, least)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_what_is_told_is_read_and_only_the_slips_are_wrong(case: dict) -> None:
    text, day = case["text"], case.get("day")
    claims = list(judged_report(text, day).claims)
    for wanted in case.get("told", []):
        kind, *item, value = wanted.split()
        assert any(
            one.kind == kind
            and (not item or (one.item or "total") == item[0])
            and _same(kind, _value(one), value)
            for one in claims
        ), wanted
    wrong = [one for one in claims if one.verdict == "contradicts"]
    for slip in case.get("slips", []):
        quote, _, value = slip.partition(" => ")
        start = text.index(quote)
        hits = [one for one in wrong if one.start < start + len(quote) and start < one.end]
        assert hits, f"{slip}: not found"
        assert any(
            one.correction is not None and _same(one.kind, _value(one.correction), value)
            for one in hits
        ), slip
        wrong = [one for one in wrong if one not in hits]
    assert not wrong, [(one.quote, one.reason) for one in wrong]


def test_journey_off_by_whole_days_may_be_a_day_misread() -> None:
    text = (
        "Soyuz MS-45 lifted off at 13:16 UTC on 21 December 2031 and docked at 15:19 UTC on "
        "21 December 2031, after a journey of 50 hours."
    )
    lengths = [one for one in judged_report(text, "2031-12-24").claims if one.kind == "duration"]
    assert [one.verdict for one in lengths] == ["cannot_check"]


def test_unit_that_stands_once_counts_for_a_list_and_water_is_told_in_liters() -> None:
    text = "Progress MS-22 carries 1319 dry, 709 propellant (kg) and 420 liters of water."
    loads = [one for one in judged_report(text, "2023-02-09").claims if one.kind == "cargo"]
    told = [(one.item, one.value_kg, one.verdict) for one in loads]
    assert told == [
        ("dry", 1319.0, "holds"),
        ("propellant", 709.0, "holds"),
        ("water", 420.0, "holds"),
    ]
