"""One timeline of what several texts tell: each event, the instant that fits best, who says so."""

from collections.abc import Sequence

from portcall.audit.press.judging.facts import Facts
from portcall.audit.press.judging.known_times import KnownTime
from portcall.audit.press.judging.said_times import span_of
from portcall.records.claims import EVENT_KINDS, Claim, Reading, Told

TWICE = frozenset({"relocation", "spacewalk", "berthing"})  # a start and an end: two rows


def timeline_of(readings: Sequence[Reading], facts: Facts) -> tuple[Told, ...]:
    """Return the events that judged texts tell, in order of time.

    What a text tells wrong stands at the time of its correction.
    """
    rows: dict[tuple[str, str, str], list[tuple[str, Claim]]] = {}
    for i, reading in enumerate(readings):
        for claim in reading.claims:
            if claim.kind in EVENT_KINDS and claim.subject is not None:
                source = reading.source or f"text {i + 1}"
                apart = _best(claim) or "" if claim.kind in TWICE else ""
                rows.setdefault((claim.kind, claim.subject, apart), []).append((source, claim))
    told = [_told(kind, subject, claims, facts) for (kind, subject, _), claims in rows.items()]
    return tuple(sorted(told, key=lambda one: (one.utc is None, one.utc or "", one.kind)))


def _best(claim: Claim) -> str | None:
    if claim.verdict == "contradicts":
        return claim.correction.value if claim.correction is not None else None
    return claim.value if span_of(claim.value) is not None else None


def _told(kind: str, subject: str, claims: list[tuple[str, Claim]], facts: Facts) -> Told:
    utc, basis = _chosen(kind, subject, [claim for _, claim in claims], facts)
    return Told(
        kind=kind,
        subject=subject,
        utc=utc,
        basis=basis,
        claims=tuple((source, claim.number) for source, claim in claims),
        agree=all(claim.verdict != "contradicts" for _, claim in claims),
    )


def _chosen(kind: str, subject: str, claims: list[Claim], facts: Facts) -> tuple[str | None, str]:
    """Return the instant that fits best and what it rests on: the record, else most of the texts."""
    values = [value for value in map(_best, claims) if value is not None]
    if kind not in TWICE:
        known = [one for one in facts.ship(subject).of_kind(kind) if not one.day_only]
        record = min(known, key=lambda one: _away(one, values), default=None)
        if record is not None:
            kept = "planned" if record.planned else "flown"
            return record.text, f"{record.where}, {kept}"
    if not values:
        return None, "nothing fits"
    precise = sorted(values, key=lambda one: (-values.count(one), "/" in one, -len(one)))
    holding = any(claim.verdict == "holds" and claim.value == precise[0] for claim in claims)
    return precise[0], "the record" if holding else "the texts"


def _away(one: KnownTime, values: list[str]) -> tuple[bool, float]:
    spans = [span for span in map(span_of, values) if span is not None]
    away = min((abs((one.utc - span[0]).total_seconds()) for span in spans), default=0.0)
    return one.planned, away
