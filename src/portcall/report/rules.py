"""Every flight rule with its verdict and its margin, the broken ones first."""

from portcall.report.markup import Column, Section, paragraph, table, verdict_word
from portcall.report.report_input import ReportInput

_ORDER = {"fail": 0, "cannot say": 1, "pass": 2}


def rules(told: ReportInput) -> Section:
    """Return the section of the verdicts."""
    shown, verdicts = told.shown, told.record.verdicts
    rows = []
    for number in sorted(range(len(verdicts)), key=lambda one: _ORDER[verdicts[one].verdict]):
        one, at = verdicts[number], f"verdicts[{number}]"
        rows.append(
            [
                shown.text(f"{at}.rule"),
                verdict_word(one.verdict),
                shown.number(f"{at}.value", unit=one.unit),
                shown.number(f"{at}.limit", unit=one.unit),
                shown.number(f"{at}.margin", unit=one.unit),
                shown.text(f"{at}.note") if one.note else "",
            ]
        )
    columns = [
        Column("rule"),
        Column("verdict"),
        Column("value", figures=True),
        Column("limit", figures=True),
        Column("margin", figures=True),
        Column("note"),
    ]
    said = paragraph(
        "A margin is how far the value lies on the safe side of its limit, in the same unit. A "
        "rule without "
        "figures holds or does not; one that cannot be judged says what would be needed."
    )
    return Section("rules", "Flight rules and margins", said + table("Verdicts", columns, rows))
