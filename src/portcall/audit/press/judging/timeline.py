"""One timeline of what several texts tell: each event, the instant that fits best, who says so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from portcall.audit.press.judging.facts import Facts
from portcall.audit.press.judging.said_times import span_of
from portcall.audit.press.record.known_times import KnownTime
from portcall.records.claims import EVENT_KINDS, Claim, Reading, Told

TWICE = frozenset({"relocation", "spacewalk", "berthing"})  # a start and an end: two rows
ONE_EVENT = timedelta(hours=36)  # what lies farther apart is another launch, another attempt
MOST_GROUPS = 60
ONE_MOVE = timedelta(hours=3)
DAY_BESIDE = timedelta(days=1)
Rows = list[tuple[str, Claim]]


def timeline_of(readings: Sequence[Reading], facts: Facts) -> tuple[Told, ...]:
    """Return the events that judged texts tell, in order of time.

    What a text tells wrong stands at the time of its correction. A day stands in the row of the clock
    time on it; claims that lie days apart stand in rows of their own.
    """
    by_event: dict[tuple[str, str], Rows] = {}
    for i, reading in enumerate(readings):
        for claim in reading.claims:
            if claim.kind in EVENT_KINDS and claim.subject is not None:
                source = reading.source or f"text {i + 1}"
                by_event.setdefault((claim.kind, claim.subject), []).append((source, claim))
    told = [
        _told(kind, subject, claims, facts, alone=len(rows) == 1)
        for (kind, subject), all_claims in by_event.items()
        for rows in (_apart(kind, all_claims),)
        for claims in rows
    ]
    in_order = sorted(told, key=lambda one: (one.utc is None, one.utc or "", one.kind))
    return tuple(_with_ends(in_order))


def _apart(kind: str, claims: Rows) -> list[Rows]:
    """Return the claims of one kind and ship by event: precise ones first, coarse ones beside them."""
    room = timedelta(minutes=1) if kind in TWICE else ONE_EVENT
    groups: list[tuple[datetime | None, Rows]] = []
    for row in sorted(claims, key=_coarseness):
        span = span_of(_best(row[1]))
        at = span[0] if span is not None else None
        near = _group_of(groups, at, span, DAY_BESIDE if _coarseness(row) else room)
        if near is None:
            groups.append((at, [row]))
        else:
            near.append(row)
    return [sorted(rows, key=lambda row: (row[0], row[1].number)) for _, rows in groups]


def _coarseness(row: tuple[str, Claim]) -> int:
    """Return 0 for a clock time, 1 for an interval, a day or less."""
    value = _best(row[1])
    return int(value is None or "T" not in value or "/" in value)


def _group_of(
    groups: list[tuple[datetime | None, Rows]],
    at: datetime | None,
    span: tuple[datetime, datetime] | None,
    room: timedelta,
) -> Rows | None:
    for there, rows in groups[:MOST_GROUPS]:
        if at is None or span is None or there is None:
            return rows
        if span[0] - room <= there <= max(span[1], span[0]) + room:
            return rows
    return None


def _with_ends(rows: Sequence[Told]) -> Iterator[Told]:
    """Say of two clock times of one move which is its start and which its end."""
    moves = [
        one for one in rows if one.kind == "relocation" and one.utc is not None and "T" in one.utc
    ]
    ends: dict[tuple[str, str | None], str] = {}
    for first, second in pairwise(moves):
        spans = span_of(first.utc), span_of(second.utc)
        if first.subject != second.subject or spans[0] is None or spans[1] is None:
            continue
        if spans[1][0] - spans[0][0] <= ONE_MOVE and (first.subject, first.utc) not in ends:
            ends[first.subject, first.utc] = "its undocking"
            ends[second.subject, second.utc] = "its docking again"
    for one in rows:
        end = ends.get((one.subject, one.utc)) if one.kind == "relocation" else None
        yield one.model_copy(update={"basis": f"{end}; {one.basis}"}) if end else one


def _best(claim: Claim) -> str | None:
    if claim.verdict == "contradicts":
        return claim.correction.value if claim.correction is not None else None
    return claim.value if span_of(claim.value) is not None else None


def _told(kind: str, subject: str, claims: Rows, facts: Facts, *, alone: bool) -> Told:
    utc, basis = _chosen(kind, subject, [claim for _, claim in claims], facts, alone=alone)
    return Told(
        kind=kind,
        subject=subject,
        utc=utc,
        basis=basis,
        claims=tuple((source, claim.number) for source, claim in claims),
        agree=all(claim.verdict != "contradicts" for _, claim in claims),
    )


def _chosen(
    kind: str, subject: str, claims: list[Claim], facts: Facts, *, alone: bool
) -> tuple[str | None, str]:
    """Return the instant that fits best and what it rests on: the record, else most of the texts."""
    values = [value for value in map(_best, claims) if value is not None]
    if kind not in TWICE:
        known = [one for one in facts.ship(subject).of_kind(kind) if not one.day_only]
        record = min(known, key=lambda one: _away(one, values), default=None)
        if record is not None and (alone or _away(record, values)[1] <= ONE_EVENT.total_seconds()):
            kept = "planned" if record.planned else "flown"
            return record.text, f"{record.where}, {kept}"
    if not values:
        return None, "nothing fits"
    often = Counter(values)
    precise = sorted(values, key=lambda one: (-often[one], "/" in one, -len(one)))
    holding = any(claim.verdict == "holds" and claim.value == precise[0] for claim in claims)
    return precise[0], "the record" if holding else "the texts"


def _away(one: KnownTime, values: list[str]) -> tuple[bool, float]:
    spans = [span for span in map(span_of, values) if span is not None]
    away = min((abs((one.utc - span[0]).total_seconds()) for span in spans), default=0.0)
    return one.planned, away
