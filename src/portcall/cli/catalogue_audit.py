"""Command `portcall catalogue audit`: the rules of the press audit over all that is recorded."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from portcall.audit.press.recorded_rules import RecordedFinding

CONTRADICTS = 1


def audit(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Hold every recorded flight and stay against the other records and flight mechanics.

    Exit codes: 0 nothing contradicts, 1 something does, 2 bad input, 3 missing data.
    """
    from portcall.audit.press.recorded_rules import catalogue_audit
    from portcall.catalogue.load import load_catalogue

    found = catalogue_audit(load_catalogue())
    if as_json:
        print(json.dumps({"findings": [_entry(one) for one in found]}, indent=2))
    else:
        _show(found)
    if any(one.verdict == "contradicts" for one in found):
        raise typer.Exit(CONTRADICTS)


def _entry(one: "RecordedFinding") -> dict[str, object]:
    meant = one.correction
    return {
        "subject": one.subject,
        "key": one.key,
        "value": one.value,
        "verdict": one.verdict,
        "reason": one.reason,
        "correction": meant.model_dump(mode="json", exclude_none=True) if meant else None,
    }


def _show(found: "tuple[RecordedFinding, ...]") -> None:
    from portcall.cli.output import table
    from portcall.report.press_words import correction_words, count

    verdicts = Counter(one.verdict for one in found)
    ships = len({one.subject for one in found})
    print(
        f"{count(len(found), 'recorded value')} of {count(ships, 'ship')}: {verdicts['holds']} hold, "
        f"{verdicts['contradicts']} contradict, {verdicts['cannot_check']} cannot be checked"
    )
    rows = [
        (
            one.subject,
            one.key,
            one.value,
            correction_words(one.correction) if one.correction else "",
            one.reason,
        )
        for one in found
        if one.verdict == "contradicts"
    ]
    if rows:
        columns = ("ship", "key", "recorded", "rather", "reason")
        table("recorded values that contradict what else is known", columns, rows)
