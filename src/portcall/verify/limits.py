"""A figure held against a limit: the verdict, with its margin."""

from portcall.records.verdict import Verdict


def at_least(rule: str, value: float, limit: float, unit: str, note: str = "") -> Verdict:
    """Judge a figure that may not lie below a limit."""
    return Verdict(
        rule=rule,
        verdict="pass" if value >= limit else "fail",
        value=value,
        limit=limit,
        unit=unit,
        margin=value - limit,
        note=note,
    )


def at_most(rule: str, value: float, limit: float, unit: str, note: str = "") -> Verdict:
    """Judge a figure that may not lie above a limit."""
    return Verdict(
        rule=rule,
        verdict="pass" if value <= limit else "fail",
        value=value,
        limit=limit,
        unit=unit,
        margin=limit - value,
        note=note,
    )
