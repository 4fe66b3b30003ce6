"""How a claim is put in words: what was said, when, of whom; the same in a terminal and on a page."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from portcall.core.errors import InputError
from portcall.core.time import parse_utc
from portcall.records.claims import Claim, ClaimValue, Correction, PressAudit, Reading

VERDICT_WORDS = {
    "holds": "holds",
    "contradicts": "contradicts",
    "cannot_check": "cannot check",
    None: "not judged",
}
PAGE_MARK = '<meta name="generator" content="portcall audit">'
SIGNS = {"holds": "\u2713", "contradicts": "\u2717", "cannot_check": "?", None: "?"}
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d")


def claims_of(audit: PressAudit) -> tuple[Claim, ...]:
    """Return the claims of all texts."""
    return tuple(claim for reading in audit.readings for claim in reading.claims)


def count(number: int, noun: str) -> str:
    """Write a number of things.

    Examples
    --------
    >>> count(1, "claim"), count(3, "claim")
    ('1 claim', '3 claims')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verdict_line(claims: Sequence[Claim]) -> str:
    """Say in one line how many claims there are and what became of them."""
    if not claims:
        return "no claim about a visit was found; nothing was checked"
    holds = sum(claim.verdict == "holds" for claim in claims)
    wrong = sum(claim.verdict == "contradicts" for claim in claims)
    rest = len(claims) - holds - wrong
    return (
        f"{count(len(claims), 'claim')}: {holds} {'holds' if holds == 1 else 'hold'}, "
        f"{wrong} {'contradicts' if wrong == 1 else 'contradict'}, {rest} cannot be checked"
    )


def is_read(reading: Reading) -> bool:
    """Return whether a grammar reads the text's language."""
    return reading.language is not None


def instant(value: str | None) -> datetime | None:
    """Return the instant that a value names with a clock time; None for dates, intervals and ids."""
    if value is None or "/" in value or not _CLOCK.match(value):
        return None
    try:
        return parse_utc(value)
    except InputError:  # the hour alone, or no possible time
        return None


def time_words(value: str) -> str:
    """Write an ISO instant, date or interval for a reader.

    Examples
    --------
    >>> time_words("2025-07-03T19:32Z"), time_words("2025-07-03/2025-07-05"), time_words("2025-07")
    ('2025-07-03 19:32 UTC', '2025-07-03 to 2025-07-05', '2025-07')
    """
    return " to ".join(
        part.replace("T", " ").replace("Z", " UTC") if _CLOCK.match(part) else part
        for part in value.split("/")
    )


def seconds_words(value_s: float) -> str:
    """Write a duration in the unit that reads best.

    Examples
    --------
    >>> seconds_words(180_000.0), seconds_words(529.0), seconds_words(23_328_000.0)
    ('50 h', '8.8 min', '270 days')
    """
    for unit_s, unit, from_s in ((86400.0, "days", 259_200.0), (3600.0, "h", 7200.0)):
        if abs(value_s) >= from_s:
            return f"{value_s / unit_s:.4g} {unit}"
    return f"{value_s / 60.0:.2g} min" if abs(value_s) >= 120.0 else f"{value_s:.4g} s"


def value_words(value: ClaimValue) -> str:
    """Write what is claimed, or what was meant."""
    if value.value_kg is not None:
        return f"{value.value_kg:.6g} kg"
    if value.value_s is not None:
        return seconds_words(value.value_s)
    if value.value_people is not None:
        return "1 person" if value.value_people == 1 else f"{value.value_people} people"
    if value.value_names is not None:
        return ", ".join(value.value_names)
    return time_words(value.value or "")


def correction_words(correction: Correction) -> str:
    """Write what was probably meant."""
    meant = value_words(correction)
    day = correction.weekday
    if day is None:
        return meant
    at = instant(correction.value)
    if at is not None and f"{at:%A}".lower() != day.lower():
        return f"{day.capitalize()} in the zone told, {meant}"
    return f"{day.capitalize()}, {meant}" if meant else day.capitalize()


def meant_words(claim: Claim, *, clocks: str = "") -> tuple[str, str]:
    """Return what was probably meant and why; a why that the reason has said already is left out.

    Parameters
    ----------
    claim : Claim
        A claim; without a correction both are empty.
    clocks : str
        The same instant in other zones, to stand behind it.
    """
    if claim.correction is None:
        return "", ""
    why = claim.correction.why
    return correction_words(claim.correction) + clocks, "" if why in claim.reason else why


def kind_words(claim: Claim) -> str:
    """Write what a claim is about: its kind, with `planned` in front when it is told as to come."""
    kind = claim.kind.replace("-", " ").replace("re entry", "re-entry")
    if claim.kind == "cargo" and claim.item not in {None, "total"}:
        kind = f"{kind}, {claim.item}"
    return f"planned {kind}" if claim.planned else kind


def in_zones(claim: Claim, zones: Sequence[ZoneInfo]) -> tuple[str, ...]:
    """Write the instant of a claim in each zone; empty when it has no clock time."""
    moment = None if claim.precision not in {"second", "minute"} else instant(claim.value)
    return zone_clocks(moment, zones)


def zone_clocks(moment: datetime | None, zones: Sequence[ZoneInfo]) -> tuple[str, ...]:
    """Write an instant to the minute in each zone."""
    if moment is None:
        return ("",) * len(zones)
    return tuple(f"{moment.astimezone(zone):%m-%d %H:%M}" for zone in zones)


def short(text: str, most: int) -> str:
    """Return a text on one line, cut with an ellipsis at a length."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"
