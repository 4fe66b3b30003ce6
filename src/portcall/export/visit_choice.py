"""Which claims a flight file is made from: what holds, else what was meant, else what nobody can check."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portcall.core.errors import InputError
from portcall.core.sourced import Status
from portcall.core.time import parse_utc_with_precision
from portcall.records.claims import Claim, PressAudit

_TRUST = {"holds": 0, "contradicts": 1, "cannot_check": 2, None: 2}
_SHORTEST_SOURCE = 3


@dataclass(frozen=True)
class Chosen:
    """A value for the file, with what is said of it there."""

    value: str
    status: Status
    source: str
    note: str = ""
    comment: str = ""


@dataclass(frozen=True)
class SourcedClaim:
    """A claim with the source that it is from."""

    claim: Claim
    source: str


def sourced_claims(audit: PressAudit, attributed: str | None) -> tuple[SourcedClaim, ...]:
    """Return the claims of all texts, each with its source."""
    found = []
    for reading in audit.readings:
        source = attributed or Path(reading.source).name
        named = source if len(source) >= _SHORTEST_SOURCE else f"text {source}"
        found += [SourcedClaim(claim, named) for claim in reading.claims]
    return tuple(found)


def main_ship(claims: Iterable[SourcedClaim]) -> str | None:
    """Return the id of the ship that most is said of, a launch above all; None when no ship is named."""
    weight: dict[str, int] = {}
    for one in claims:
        claim = one.claim
        if claim.subject and claim.kind not in {"spacewalk", "blank", "crew"}:
            weight[claim.subject] = weight.get(claim.subject, 0) + (
                5 if claim.kind == "launch" else 1
            )
    return max(weight, key=lambda ship: weight[ship], default=None)


def taken(one: SourcedClaim) -> Chosen | None:
    """Return what a claim gives to the file; None for one that is wrong and has no correction."""
    claim, meant = one.claim, one.claim.correction
    if claim.verdict != "contradicts":
        if claim.value is None:
            return None
        unsure = claim.verdict != "holds"
        note = f"could not be checked: {claim.reason}".rstrip(": ") if unsure else ""
        return Chosen(claim.value, "published", one.source, note)
    if meant is None or meant.value is None or meant.value == claim.value:
        return None
    said = f'the text says "{claim.quote}"'
    why = meant.why if claim.reason in meant.why else f"{meant.why} ({claim.reason})"
    return Chosen(meant.value, "derived", one.source, f"{said}; {meant.why}", f"{said}; {why}")


def time_width_s(value: str) -> float | None:
    """Return how precisely a value names an instant [s]; None when it names none."""
    try:
        return parse_utc_with_precision(value)[1]
    except InputError:
        return None


def best_time(claims: Iterable[SourcedClaim]) -> Chosen | None:
    """Return the time to take from claims of one event: the most precise, then the surest."""
    ranked = []
    for order, one in enumerate(claims):
        found = taken(one)
        width_s = None if found is None else time_width_s(found.value)
        if found is not None and width_s is not None:
            ranked.append((width_s, _TRUST[one.claim.verdict], order, found))
    return min(ranked, key=lambda entry: entry[:3])[3] if ranked else None


def best_name(claims: Iterable[SourcedClaim]) -> Chosen | None:
    """Return the id to take from claims of one kind: the surest, then the longest."""
    ranked = []
    for order, one in enumerate(claims):
        found = taken(one)
        if found is not None:
            ranked.append((_TRUST[one.claim.verdict], -len(found.value), order, found))
    return min(ranked, key=lambda entry: entry[:3])[3] if ranked else None
