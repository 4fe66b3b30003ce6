"""What a rule is given and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from portcall.audit.press.judging.facts import Facts, ShipFacts
from portcall.audit.press.judging.said_times import is_after_dateline
from portcall.records.claims import Claim, ClaimVerdict, Correction, Reading


@dataclass(frozen=True)
class Finding:
    """What a rule finds of one claim."""

    verdict: ClaimVerdict
    reason: str
    correction: Correction | None = None


@dataclass(frozen=True)
class Case:
    """One text with its claims, what is known, and what other reports claim."""

    facts: Facts
    reading: Reading
    others: tuple[tuple[str, Claim], ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the text."""
        return self.reading.claims

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones that the clock times of the text are told in."""
        named = {one.said.zone for one in self.claims if one.said is not None and one.said.zone}
        return tuple(sorted(named - {"unnamed"}))

    def ship(self, claim: Claim) -> ShipFacts:
        """Return what is known of the subject of a claim."""
        return self.facts.ship(claim.subject)

    def planned(self, claim: Claim) -> bool:
        """Return whether a claim tells a plan: it says so, or the text is older than the event."""
        return claim.planned or is_after_dateline(claim, self.reading.dateline)

    def about(self, claim: Claim, *kinds: str) -> tuple[Claim, ...]:
        """Return the other claims of the text with the same subject, of some kinds."""
        return tuple(
            one
            for one in self.claims
            if one.kind in kinds and one.subject == claim.subject and one.number != claim.number
        )


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
