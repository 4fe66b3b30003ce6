"""What a rule is given and what it gives back."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from portcall.audit.press.judging.facts import Facts, ShipFacts
from portcall.audit.press.judging.said_times import is_after_dateline
from portcall.records.claims import Claim, ClaimVerdict, Correction, Reading

Key = TypeVar("Key")
NEAREST = 12  # claims on each side that one is held against: a text of any length takes linear time
BESIDE = 3


def _by(
    claims: Iterable[Claim], key_of: Callable[[Claim], Key]
) -> dict[Key, tuple[list[int], list[Claim]]]:
    """Return claims by a key, in the order of their places, with the places."""
    found: dict[Key, tuple[list[int], list[Claim]]] = {}
    for one in sorted(claims, key=lambda each: each.start):
        starts, rows = found.setdefault(key_of(one), ([], []))
        starts.append(one.start)
        rows.append(one)
    return found


@dataclass(frozen=True)
class Finding:
    """What a rule finds of one claim."""

    verdict: ClaimVerdict
    reason: str
    correction: Correction | None = None


@dataclass(frozen=True)
class Case:
    """One text with its claims, what is known, and what all reports claim, by kind and subject."""

    facts: Facts
    reading: Reading
    others: Mapping[tuple[str, str | None], Sequence[tuple[str, Claim]]] = field(
        default_factory=dict
    )

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the text."""
        return self.reading.claims

    @property
    def prose(self) -> bool:
        """False when there is no text, only recorded values."""
        return self.reading.language is not None

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones that the clock times of the text are told in."""
        named = {one.said.zone for one in self.claims if one.said is not None and one.said.zone}
        return tuple(sorted(named - {"unnamed"}))

    @cached_property
    def told_of(self) -> dict[str, int]:
        """How many claims, other than names, there are about each subject."""
        return Counter(one.subject or "" for one in self.claims if one.kind != "ship")

    def ship(self, claim: Claim) -> ShipFacts:
        """Return what is known of the subject of a claim."""
        return self.facts.ship(claim.subject)

    def planned(self, claim: Claim) -> bool:
        """Return whether a claim tells a plan: it says so, or the text is older than the event."""
        return claim.planned or is_after_dateline(claim, self.reading.dateline)

    def about(self, claim: Claim, *kinds: str) -> tuple[Claim, ...]:
        """Return the other claims of the text with the same subject, of some kinds."""
        found: list[Claim] = []
        for kind in kinds:
            starts, claims = self._index.get((kind, claim.subject), ((), ()))
            here = bisect_left(starts, claim.start)
            found += claims[max(0, here - NEAREST) : here + NEAREST]
        return tuple(one for one in found if one.number != claim.number)

    def near_by(self, claim: Claim, kind: str) -> tuple[Claim, ...]:
        """Return the claims of a kind next to a claim, of whatever subject."""
        starts, claims = self._of_kind.get(kind, ((), ()))
        here = bisect_left(starts, claim.start)
        beside = claims[max(0, here - BESIDE) : here + BESIDE + 1]
        return tuple(one for one in beside if one.number != claim.number)

    @cached_property
    def standing(self) -> dict[int, bool]:
        """Whether a time, by its number, may be held against others, as far as that was asked."""
        return {}

    @cached_property
    def holdable(self) -> dict[int, bool]:
        """The same, with slipped dates looked for."""
        return {}

    @cached_property
    def _index(self) -> dict[tuple[str, str | None], tuple[list[int], list[Claim]]]:
        return _by(self.claims, lambda one: (one.kind, one.subject))

    @cached_property
    def _of_kind(self) -> dict[str, tuple[list[int], list[Claim]]]:
        return _by(self.claims, lambda one: one.kind)


Rule = Callable[[Case, Claim], Finding | None]


def holds(reason: str) -> Finding:
    """Return the finding that a claim holds."""
    return Finding("holds", reason)


def unknown(reason: str) -> Finding:
    """Return the finding that a claim cannot be checked."""
    return Finding("cannot_check", reason)


def wrong(reason: str, correction: Correction | None = None) -> Finding:
    """Return the finding that a claim contradicts what is known."""
    return Finding("contradicts", reason, correction)
