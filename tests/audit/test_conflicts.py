"""Values on which reports disagree, put to the judge from their values alone."""

import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import labelled_texts as labels

from portcall.audit.press.judging.facts import Facts, facts_of
from portcall.audit.press.recorded_rules import RecordedValue, catalogue_audit, judge_value
from portcall.catalogue.load import load_catalogue

CATALOGUE = load_catalogue()
FACTS = facts_of(CATALOGUE)
REQUIRED_RECALL = 0.9
SAME_EVENT = {
    "docking": ("docking", "berthing"),
    "berthing": ("docking", "berthing"),
    "relocation": ("relocation", "undocking"),
    "duration": ("spacewalk",),
}


class Figures(NamedTuple):
    """Rows judged wrong, of how many; and right values that were called wrong."""

    found: int
    rows: int
    missed: tuple[str, ...]
    wrongly: tuple[str, ...]


def rows() -> tuple[labels.ConflictRow, ...]:
    """Return the rows of both tables that can be tested."""
    every = (*labels.load_conflicts("flights"), *labels.load_conflicts("traffic"))
    return tuple(row for row in every if row.testable)


def put(row: labels.ConflictRow, value: str, others: tuple[str, ...], facts: Facts) -> bool:
    """Return whether the judge calls a value wrong."""
    asked = RecordedValue(
        row.kind, row.subject, row.field, value, row.value_unit, row.planned, others
    )
    return judge_value(asked, facts).verdict == "contradicts"


def without_this_event(row: labels.ConflictRow) -> Facts:
    """Return the facts with every record of the event in question left out."""
    return FACTS.without(row.subject, *SAME_EVENT.get(row.kind, (row.kind,)))


def figures(blind: bool) -> Figures:
    """Put all rows to the judge; blind: without the recorded value of the same event."""
    found, count, missed, wrongly = 0, 0, [], []
    for row in rows():
        facts = without_this_event(row) if blind else FACTS
        name = f"{row.kind} {row.subject} {row.field}"
        called_wrong = put(row, row.value, row.other, facts)
        if row.wrong == "neither" and called_wrong:
            wrongly.append(f"{name} {row.value}")
        if row.wrong != "this":
            continue
        count += 1
        found += called_wrong
        if not called_wrong:
            missed.append(f"{name} {row.value}")
        every = (row.value, *row.other)
        for i, value in enumerate(row.other, start=1):
            rest = tuple(one for j, one in enumerate(every) if j != i)
            if put(row, value, rest, facts):
                wrongly.append(f"{name} {value}")
    return Figures(found, count, tuple(missed), tuple(wrongly))


def test_wrong_values_are_found_and_right_ones_are_left_alone() -> None:
    """At least nine of ten wrong values are found; no right one is called wrong."""
    found = figures(blind=False)
    assert found.rows >= 30
    assert found.found >= REQUIRED_RECALL * found.rows, found.missed
    assert found.wrongly == ()


def test_reg_what_mechanics_and_other_reports_decide_alone() -> None:
    """Without any record of the same event a third is still found, and nothing right is wrong."""
    found = figures(blind=True)
    assert found.found >= 12, found.missed
    assert found.wrongly == ()


def test_the_catalogue_does_not_contradict_itself() -> None:
    """No record is its own witness; HTV-X1 was unbolted on one day and released on the next."""
    findings = catalogue_audit(CATALOGUE)
    assert len(findings) > 400
    assert [one for one in findings if one.verdict == "contradicts"] == []
    held = {(one.subject, one.key): one for one in findings}
    assert "release from the arm" in held["htv-x1", "departure"].reason
    assert sum(one.verdict == "holds" for one in findings) > 180
    assert all(one.reason for one in findings)
