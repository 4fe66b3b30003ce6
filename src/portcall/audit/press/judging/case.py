"""What a rule is given and what it gives back."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

from portcall.audit.press.judging.facts import Facts, ShipFacts
from portcall.audit.press.judging.said_times import exact_utc, is_after_dateline
from portcall.records.claims import Claim, ClaimVerdict, Correction, Reading

Key = TypeVar("Key")
NEAREST = 12  # claims on each side that one is held against: a text of any length takes linear time
BESIDE = 3
NAMED = 0.7  # below, a ship was not named but guessed
PUBLISHED = ("given", "in the text")  # where a day of publication is no guess
DAY_ENDS = timedelta(days=1)  # from its noon, in the last zone of the Earth


@dataclass(frozen=True)
class _Row:
    """Claims in the order of their places, with the places, and the instants that clocks tell."""

    starts: list[int] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    instants: list[datetime | None] = field(default_factory=list)

    def beside(self, claim: Claim, before: int, behind: int) -> slice:
        """Return which of them stand around a claim."""
        here = bisect_left(self.starts, claim.start)
        return slice(max(0, here - before), here + behind)


def _by(claims: Iterable[Claim], key_of: Callable[[Claim], Key]) -> dict[Key, _Row]:
    """Return claims by a key."""
    found: dict[Key, _Row] = {}
    for one in sorted(claims, key=lambda each: each.start):
        row = found.setdefault(key_of(one), _Row())
        row.starts.append(one.start)
        row.claims.append(one)
        row.instants.append(exact_utc(one))
    return found


@dataclass(frozen=True)
class Finding:
    """What a rule finds of one claim."""

    verdict: ClaimVerdict
    reason: str
    correction: Correction | None = None


@dataclass(frozen=True)
class Case:
    """One text with its claims, what is known, and what all reports claim, by kind and subject.

    `prepare` finds what every claim is held against: `found` has what the firm rules say of a time, by its
    number and their names, `standing` the numbers of the times that nothing firm speaks against,
    `holdable` those of them of which the date was not slipped, `fitting` the ships that what is told of
    them fits.
    """

    facts: Facts
    reading: Reading
    others: Mapping[tuple[str, str | None], Sequence[tuple[str, Claim]]] = field(
        default_factory=dict
    )
    found: Mapping[int, Mapping[str, Finding]] = field(default_factory=dict)
    standing: frozenset[int] = frozenset()
    holdable: frozenset[int] = frozenset()
    fitting: tuple[str, ...] = ()

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

    def of_subject(self, subject: str) -> Sequence[Claim]:
        """Return what is told of a ship, in its order."""
        return self._of_subject.get(subject, ())

    def is_guessed(self, subject: str | None) -> bool:
        """Return whether nothing but the day of the text says which ship is meant."""
        if not self.prose or subject is None or subject in self.fitting:
            return False
        named = [one.sure for one in self.of_subject(subject) if one.kind == "ship"]
        return max(named, default=1.0) < NAMED

    @cached_property
    def _of_subject(self) -> dict[str | None, list[Claim]]:
        found: dict[str | None, list[Claim]] = {}
        for one in self.claims:
            found.setdefault(one.subject, []).append(one)
        return found

    @cached_property
    def noon_published(self) -> datetime | None:
        """Noon of the day of publication, when that is known."""
        try:
            day = date.fromisoformat((self.reading.dateline or "")[:10])
        except ValueError:
            return None
        return datetime.combine(day, time(12), UTC)

    def ship(self, claim: Claim) -> ShipFacts:
        """Return what is known of the subject of a claim."""
        return self.facts.ship(claim.subject)

    def planned(self, claim: Claim) -> bool:
        """Return whether a claim tells a plan: it says so, or the text is older than the event.

        What flew only later is a plan where no clock time is told, and in the row of a schedule that
        tells an instant for which the text plans it elsewhere.
        """
        if claim.planned or is_after_dateline(claim, self.reading.dateline):
            return True
        flown = self.ship(claim).of_kind(claim.kind, planned=False)
        if not flown or any(self.had_flown(one.utc) for one in flown):
            return False
        at = exact_utc(claim)
        if at is None:
            return True
        return any(one.planned and there == at for one, there in self.told(claim, claim.kind))

    def had_flown(self, utc: datetime) -> bool:
        """Return whether what flew at an instant can have flown when the text was published."""
        if self.noon_published is None or self.reading.dateline_from not in PUBLISHED:
            return True
        return utc <= self.noon_published + DAY_ENDS

    def about(self, claim: Claim, *kinds: str) -> tuple[Claim, ...]:
        """Return the other claims of the text with the same subject, of some kinds."""
        found: list[Claim] = []
        for row in self._rows(claim, kinds):
            found += row.claims[row.beside(claim, NEAREST, NEAREST)]
        return tuple(one for one in found if one.number != claim.number)

    def told(self, claim: Claim, *kinds: str) -> Iterator[tuple[Claim, datetime]]:
        """Yield those of them that a clock tells, with their instants."""
        for row in self._rows(claim, kinds):
            near = row.beside(claim, NEAREST, NEAREST)
            for one, at in zip(row.claims[near], row.instants[near], strict=True):
                if at is not None and one.number != claim.number:
                    yield one, at

    def near_by(self, claim: Claim, kind: str) -> tuple[Claim, ...]:
        """Return the claims of a kind next to a claim, of whatever subject."""
        row = self._of_kind.get(kind, _Row())
        beside = row.claims[row.beside(claim, BESIDE, BESIDE + 1)]
        return tuple(one for one in beside if one.number != claim.number)

    def _rows(self, claim: Claim, kinds: Iterable[str]) -> Iterator[_Row]:
        for kind in kinds:
            row = self._index.get((kind, claim.subject))
            if row is not None:
                yield row

    @cached_property
    def _index(self) -> dict[tuple[str, str | None], _Row]:
        return _by(self.claims, lambda one: (one.kind, one.subject))

    @cached_property
    def _of_kind(self) -> dict[str, _Row]:
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
