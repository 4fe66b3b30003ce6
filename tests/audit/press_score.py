"""Counts a reading of the labelled texts, by the rules of `texts/README.md`.

Run as a program it prints the figures of the first half. The other parts were opened once each: they
are refused unless their variable is 1, as PORTCALL_OPEN_SECOND_HALF.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import labelled_texts as labels

from portcall.records.claims import Claim, Correction, Reading

SEALS = {
    name: f"PORTCALL_OPEN_{name.upper().replace('-', '_')}"
    for name in ("second-half", *labels.LATER_PARTS)
}
SAME_INSTANT = timedelta(seconds=60)
SAME_SECOND = timedelta(seconds=1)
SAME_SHARE = 0.01
HALF_UNITS_S = {"day": 43_200.0, "week": 302_400.0, "month": 1_314_900.0}
UNCOMPARED_SUBJECTS = ("spacewalk", "blank")

AuditOf = Callable[[labels.LabelledText], Reading]


@dataclass
class Tally:
    """What was found of one kind of claim: labels, found ones, exact claims and false ones."""

    labels: int = 0
    found: int = 0
    claimed: int = 0
    false: int = 0


@dataclass
class Score:
    """The figures of one set of texts, and what is behind them, by text."""

    exact: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    slips: int = 0
    slips_found: int = 0
    false_contradictions: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    missed_slips: list[str] = field(default_factory=list)
    other_plan: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Found labels with exact times over such labels."""
        return self.exact.found / max(self.exact.labels, 1)

    @property
    def precision(self) -> float:
        """Claims of events to the second or minute that are right over all of them."""
        return 1.0 - self.exact.false / max(self.exact.claimed, 1)

    def of_kind(self, kind: str) -> Tally:
        """Return the tally of one kind, made when first asked for."""
        return self.kinds.setdefault(kind, Tally())


def texts_of(half: str = "first-half") -> tuple[labels.LabelledText, ...]:
    """Return the labelled texts of a half or a later part; a sealed one only when opened on purpose."""
    seal = SEALS.get(half)
    if seal is not None and os.environ.get(seal) != "1":
        raise PermissionError(f"{half} is sealed; {seal}=1 opens it")
    return labels.load_half(half)


def score(texts: Iterable[labels.LabelledText], audit_of: AuditOf) -> Score:
    """Count readings against the labels.

    Parameters
    ----------
    texts : iterable of LabelledText
        What to read.
    audit_of : callable
        Reads one of them, judged or not; without verdicts no slip is found.
    """
    total = Score()
    for text in texts:
        reading = audit_of(text)
        found = match(text, reading.claims)
        _count_claims(total, text, reading.claims, found)
        _count_slips(total, text, reading.claims)
    return total


def match(
    text: labels.LabelledText, claims: Sequence[Claim], exclusive: bool = True
) -> dict[int, int]:
    """Return label index by claim index: the best overlap first, each label once when exclusive."""
    pairs = []
    for i, claim in enumerate(claims):
        for j, label in enumerate(text.claim):
            start, end = text.span(label.quote, label.occurrence)
            overlap = min(end, claim.end) - max(start, claim.start)
            if overlap > 0 and same_claim(claim, label):
                pairs.append((-overlap, i, j))
    found: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in found and not (exclusive and j in found.values()):
            found[i] = j
    return found


def same_claim(claim: Claim, label: labels.Claim) -> bool:
    """Return whether a claim tells what a label tells, place apart."""
    if claim.kind != label.kind and claim.kind not in label.also_kinds:
        return False
    if label.kind not in UNCOMPARED_SUBJECTS and claim.subject != label.subject:
        return False
    if label.value_kg is not None:
        return claim.item == label.item and near(claim.value_kg, label.value_kg)
    if label.value_s is not None:
        return near(claim.value_s, label.value_s, half_unit_s(label.quote))
    if label.value_people is not None:
        return claim.value_people == label.value_people
    if label.value_names is not None:
        return same_names(claim.value_names, label.value_names)
    wanted = (label.value or "", *label.also)
    return any(same_value(claim.value, one, labels.is_event(label.kind)) for one in wanted)


def near(value: float | None, wanted: float, margin: float = 0.0) -> bool:
    """Return whether a figure is within 1 % of another, or within a margin."""
    return value is not None and abs(value - wanted) <= max(SAME_SHARE * abs(wanted), margin)


def half_unit_s(quote: str) -> float:
    """Return half of the unit in which a duration is told, when that is days or more. [s]"""
    return next((half for unit, half in HALF_UNITS_S.items() if unit in quote.lower()), 0.0)


def same_names(names: Sequence[str] | None, wanted: Sequence[str]) -> bool:
    """Return whether two lists name the same people; accents, case and order do not count."""
    return names is not None and sorted(map(plain, names)) == sorted(map(plain, wanted))


def plain(name: str) -> str:
    """Return a name in lower case without accents."""
    marks = unicodedata.normalize("NFKD", name.replace("\u0131", "i"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark)).lower()


def same_value(value: str | None, wanted: str, is_time: bool) -> bool:
    """Return whether two instants, dates, intervals or ids are the same."""
    if value is None:
        return False
    if not is_time:
        return (
            value == wanted
            or (value + "-").startswith(wanted + "-")
            or wanted.startswith(value + "-")
        )
    if "/" in wanted or "/" in value:
        first, last = ends(wanted)
        from_utc, to_utc = ends(value)
        return from_utc <= last and first <= to_utc
    if "T" in wanted and "T" in value:
        gap = abs(instant(value) - instant(wanted))
        to_the_second = value.count(":") == 2 and wanted.count(":") == 2
        return gap < (SAME_SECOND if to_the_second else SAME_INSTANT)
    return "T" not in wanted and value.split("T")[0] == wanted


def ends(value: str) -> tuple[str, str]:
    """Return the two ends of an interval; of a single time, the time twice."""
    first, _, last = value.partition("/")
    return first, last or first


def instant(value: str) -> datetime:
    """Read an ISO instant."""
    return datetime.fromisoformat(value)


def is_exact(claim: Claim) -> bool:
    """Return whether a claim is an event to the second or the minute."""
    return labels.is_event(claim.kind) and claim.precision in ("second", "minute")


def _count_claims(
    total: Score, text: labels.LabelledText, claims: Sequence[Claim], found: dict[int, int]
) -> None:
    for j, label in enumerate(text.claim):
        hit = j in found.values()
        for tally in [total.of_kind(label.kind)] + [total.exact] * label.exact_time:
            tally.labels += 1
            tally.found += hit
        if not hit:
            total.missed.append(f"{text.id}: {label.kind} {label.subject} '{label.quote}'")
    for i, claim in enumerate(claims):
        if i in found and labels.is_event(claim.kind):
            label = text.claim[found[i]]
            if claim.planned != label.planned:
                total.other_plan.append(f"{text.id}: {claim.kind} '{claim.quote}'")
        if not is_exact(claim):
            continue
        right = i in found or any(same_claim(claim, label) for label in text.claim)
        for tally in (total.exact, total.of_kind(claim.kind)):
            tally.claimed += 1
            tally.false += not right
        if not right:
            total.false.append(
                f"{text.id}: {claim.kind} {claim.subject} {claim.value} '{claim.quote}'"
            )


def _count_slips(total: Score, text: labels.LabelledText, claims: Sequence[Claim]) -> None:
    told = [claim for claim in claims if claim.verdict == "contradicts"]
    mending: set[int] = set()
    for slip in text.slip:
        total.slips += 1
        start, end = text.span(slip.quote, slip.occurrence)
        if slip.kind == "blank":
            hits = [one for one in claims if one.kind == "blank" and _meets(one, start, end)]
        else:
            on_it = [one for one in told if _meets(one, start, end) and _mends(one, slip)]
            near_it = [
                one
                for one in told
                if one.subject == slip.subject and _corrected(one, slip) and _mends(one, slip)
            ]
            hits = on_it or near_it
        total.slips_found += bool(hits)
        mending |= {one.number for one in hits}
        if not hits:
            total.missed_slips.append(f"{text.id}: {slip.kind} '{slip.quote}'")
    verdicts = match(text, claims, exclusive=False)
    for i, claim in enumerate(claims):
        if claim.verdict != "contradicts" or claim.number in mending:
            continue
        free_of_slips = text.negative or text.clean
        labelled_right = i in verdicts and text.claim[verdicts[i]].verdict != "contradicts"
        if free_of_slips or labelled_right:
            total.false_contradictions.append(
                f"{text.id}: {claim.kind} '{claim.quote}': {claim.reason}"
            )


def _meets(claim: Claim, start: int, end: int) -> bool:
    return claim.start < end and start < claim.end


def _corrected(claim: Claim, slip: labels.Slip) -> bool:
    """Whether both name what is right: without that a report elsewhere proves nothing."""
    return (
        claim.correction is not None
        and claim.kind == slip.claim_kind
        and bool(
            slip.correction
            or slip.correction_kg
            or slip.correction_s
            or slip.correction_people
            or slip.correction_names
        )
    )


def _mends(claim: Claim, slip: labels.Slip) -> bool:
    right = claim.correction or Correction(why="")
    if slip.kind == "weekday":
        said = slip.correction_weekday
        if said is not None and (right.weekday or "").lower() == said.lower():
            return True
        return slip.correction is not None and _same_day(right.value, slip)
    if slip.correction_kg is not None:
        return near(right.value_kg, slip.correction_kg)
    if slip.correction_s is not None:
        return near(right.value_s, slip.correction_s, half_unit_s(slip.quote))
    if slip.correction_people is not None:
        return right.value_people == slip.correction_people
    if slip.correction_names is not None:
        return same_names(right.value_names, slip.correction_names)
    if slip.correction is None:
        return True
    is_time = re.match(r"\d{4}-\d\d", slip.correction) is not None
    return any(same_value(right.value, one, is_time) for one in (slip.correction, *slip.also))


def _same_day(value: str | None, slip: labels.Slip) -> bool:
    return value is not None and value[:10] in {
        one[:10] for one in (slip.correction or "", *slip.also)
    }


def lines_of(half: str, figures: Score) -> list[str]:
    """Return the figures of a half as lines."""
    exact = figures.exact
    head = (
        f"{half}: exact times: precision {figures.precision:.3f}"
        f" ({exact.claimed - exact.false} of {exact.claimed}), recall {figures.recall:.3f}"
        f" ({exact.found} of {exact.labels}); slips {figures.slips_found} of {figures.slips};"
        f" false contradictions {len(figures.false_contradictions)}"
    )
    lines = [head]
    for kind in (*labels.EventKind.__args__, *labels.OtherKind.__args__):  # type: ignore[attr-defined]
        tally = figures.of_kind(kind)
        lines.append(
            f"  {kind:16s} found {tally.found:3d} of {tally.labels:3d}; "
            f"exact claims {tally.claimed:3d}, false {tally.false}"
        )
    for name in ("missed", "false", "other_plan", "missed_slips", "false_contradictions"):
        rows = getattr(figures, name)
        lines += [f"{name} ({len(rows)})", *(f"  {row}" for row in rows)]
    return lines


def readings_by(judged: bool) -> AuditOf:
    """Return the reader alone, or the reader followed by the judge."""
    from portcall.audit.press.reading.read_text import read_text
    from portcall.catalogue.load import load_catalogue

    catalogue = load_catalogue()

    def read(text: labels.LabelledText) -> Reading:
        return read_text(text.text, dateline=text.dateline, source=text.id, catalogue=catalogue)

    if not judged:
        return read
    from portcall.audit.press.judging.judge_readings import judge_readings

    return lambda text: judge_readings([read(text)], catalogue).readings[0]


def main(arguments: Sequence[str]) -> None:
    """Print the figures: `press_score.py [--read-only] [half]`."""
    half = next((one for one in arguments if not one.startswith("-")), "first-half")
    figures = score(texts_of(half), readings_by(judged="--read-only" not in arguments))
    sys.stdout.write("\n".join(lines_of(half, figures)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
