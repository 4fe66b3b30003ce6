"""Whether two masses are one load told in two units: "2,599 kg (5,730 lb)", "5,730 pounds, or 2,599 kg".

Model   They stand side by side, the second in brackets or behind a sign, or behind "or"; no other figure
        lies between, and the units differ.
Valid   Kilograms, tonnes, pounds, tons.
Source  The text.
"""

import re

from portcall.records.claims import Claim

BESIDE = 40
UNITS = re.compile(
    r"(?P<pound>pounds?|lbs?)\b|(?P<tonne>metric tons?|tonnes?|metric tonnes?|t\b)|(?P<ton>tons?)\b"
    r"|(?P<kilogram>kg|kgs|kilo\w*)\b",
    re.IGNORECASE,
)
JOINED = re.compile(
    r"[^\d.;)]*(?:[(\[=/\u2248~]|,? or |, ?(?:i\.e\.,? )?)"
    r"(?:(?:about|around|roughly|some|nearly|almost|approximately|approx\.?|over|more than|just|"
    r"a little|under|or|equal to|equivalent to|i\.e\.|ca\.|c\.|the equivalent of)\s*)*[~\u2248]?\s*"
)


def converts(text: str, first: Claim, second: Claim) -> bool:
    """Return whether the second mass is said to be the first one in another unit."""
    between = text[first.end : second.start]
    if first.end > second.start or len(between) > BESIDE or not JOINED.fullmatch(between):
        return False
    return _unit(first) != _unit(second)


def _unit(claim: Claim) -> str | None:
    found = UNITS.search(claim.quote)
    return found.lastgroup if found is not None else None
