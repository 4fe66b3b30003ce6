"""Times that count from another event: "about six hours later", "two days after launch".

Model   How long, which way, and from what: the event named behind "after", or for "later" the one told
        before. Hours and looser words give an interval about the sum, days the date, a plain number of
        minutes from a clock time the minute. An event that has a clock time of its own is left to it.
Valid   Events of ships whose first event has a time in the same text.
Source  Chosen here; the words stand in the grammar's `[relative]`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portcall.audit.press.reading.events.attach import Told, attach
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.planned import set_planned
from portcall.audit.press.reading.instants.resolve_times import Resolved
from portcall.audit.press.reading.instants.told_state import ORDER
from portcall.audit.press.reading.mentions.amounts import S_OF, read_number
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked
from portcall.records.claims import Precision, SaidTime

DAY_S, HOUR_S, MINUTE_S = 86_400.0, 3600.0, 60.0
HALF = 0.5
VAGUE_SURE, STATED_SURE = 0.55, 0.7
REFERENCE_WORDS = 5
NEAREST = 24  # times on each side that one may count from
VAGUE_SPANS = {"couple": (1.5, 3.5), "few": (1.5, 7.0), "several": (2.5, 12.0), "bare": (1.0, 24.0)}
BARE_UNITS = frozenset({"s", "min", "h"})
BARE_MINUTES = 59.0
SHORTEST_CHASE_S = 2.0 * HOUR_S
VISITING = frozenset({"docking", "berthing", "undocking", "deorbit", "re-entry", "landing"})
COMPLETING = frozenset({"hard", "hooks"})
TWICE = frozenset({"berthing", "relocation", "spacewalk"})
WAYS = ("later", "after", "earlier", "before")
LENGTHS = ("under", "over", "about", "half", "couple", "few", "several", "at_once")
AT_ONCE_S = (0.0, HOUR_S)
SHIFTS = {"same": timedelta(0), "after": timedelta(days=1)}


class Length(NamedTuple):
    """How long after or before: at least and at most, as stated, and in which unit. [s]"""

    least_s: float
    most_s: float
    stated_s: float | None
    unit: str
    plain: bool
    last: int


class Relative(NamedTuple):
    """One mention: its tokens, how long, 1 for after and -1 for before, the event named behind it."""

    first: int
    last: int
    length: Length
    sign: int
    reference: EventMention | None
    sentence: int
    completes: bool = False  # the hard capture behind the soft one


def resolve_relatives(
    marked: Marked, told: Sequence[Told], events: Sequence[EventMention], resolved: list[Resolved]
) -> list[Resolved]:
    """Return the events that are timed only by how long after another they were."""
    clocked = {id(one.event) for one in told if one.time.clock is not None}
    dated = {id(one.event) for one in told}
    bases = sorted([*resolved, *_unclaimed(told)], key=lambda each: each.told.time.first)
    starts = [one.told.time.first for one in bases]
    found: list[Resolved] = []
    for one in _find(marked, events):
        own = _own(marked, one, events)
        event = own.event if own is not None else None
        if own is None or event is None or event.silent or id(event) in clocked:
            continue
        if one.length.unit not in BARE_UNITS and id(event) in dated:
            continue
        counted = one._replace(completes=_completes(marked, event))
        base = _base(counted, event, bases, starts)
        result = None if base is None else _from_base(own, one, base)
        if result is not None:
            found.append(result)
            clocked.add(id(event))
    return found


def _unclaimed(told: Sequence[Told]) -> list[Resolved]:
    """Return the clock times of what is no kind of claim: a command, the closing of a hatch."""
    return [
        Resolved(one, _iso(one.instant), "minute", SaidTime(), one.instant, bool(one.planned))
        for one in told
        if one.instant is not None and one.event is not None and one.event.silent
    ]


def link_days(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Return the times with days like "the next day" joined to the time that they count from."""
    found: list[Resolved] = []
    for i, one in enumerate(resolved):
        said = one.told.time.date
        shift = SHIFTS.get(said.relative or "") if said is not None else None
        before = resolved[i - 1] if i else None
        base = _day(before) if before is not None else None
        linked = (
            shift is not None
            and before is not None
            and base is not None
            and one.told.time.clock is None
            and _day(one) == base + shift
        )
        found.append(replace(one, counts_from=before.told.time) if linked and before else one)
    return found


def _find(marked: Marked, events: Sequence[EventMention]) -> list[Relative]:
    found: list[Relative] = []
    firsts = [event.first for event in events]
    ways, heads = _first_words(marked, WAYS), _first_words(marked, LENGTHS)
    for number, sentence in enumerate(marked.sentences):
        if not any(marked.tokens[j].lower in ways for j in range(sentence.first, sentence.last)):
            continue
        i = sentence.first
        while i < sentence.last:
            begins = marked.tokens[i].lower in heads or _counts(marked, i)
            one = _mention(marked, i, number, events, firsts) if begins else None
            if one is not None:
                found.append(one)
            i = one.last if one is not None else i + 1
    return found


def _first_words(marked: Marked, keys: Sequence[str]) -> set[str]:
    words = marked.language.grammar.relative
    return {phrase.split()[0] for key in keys for phrase in words.get(key, ())}


def _counts(marked: Marked, i: int) -> bool:
    """Return whether a length may begin at a token: a number, an article, a unit alone."""
    return (
        marked.tokens[i].is_number
        or marked.is_word(i, "one_of")
        or marked.item(i, "number") is not None
        or marked.item(i, "unit") is not None
    )


def _mention(
    marked: Marked, i: int, number: int, events: Sequence[EventMention], firsts: Sequence[int]
) -> Relative | None:
    length = _length(marked, i)
    if length is None:
        return None
    end = marked.sentences[number].last
    for key, sign in (("after", 1), ("before", -1)):
        behind = marked.phrase(length.last, key)
        if behind is None:
            continue
        k = bisect_left(firsts, behind)
        near = k < len(events) and events[k].first < min(behind + REFERENCE_WORDS, end)
        if near and not any(marked.text(j) in {",", ";", "("} for j in range(behind, firsts[k])):
            return Relative(i, events[k].last, length, sign, events[k], number)
    for key, sign in (("later", 1), ("earlier", -1)):
        behind = marked.phrase(length.last, key)
        if behind is not None and marked.phrase(behind, "than") is None:
            return Relative(i, behind, length, sign, None, number)
    return None


def _length(marked: Marked, i: int) -> Length | None:
    """Read "less than three hours", "a few hours", "half an hour", "minutes", "shortly"."""
    for key in ("under", "over", "about"):
        behind = marked.phrase(i, key)
        inner = _amount(marked, behind) if behind is not None else None
        if inner is None or inner.stated_s is None:
            if inner is not None:
                return inner
            continue
        size = S_OF[inner.unit]
        stated = inner.stated_s
        least, most = inner.least_s, inner.most_s
        if key == "under":
            least, most = stated - size, stated
        elif key == "over":
            least, most = stated, stated + size
        elif inner.unit in {"min", "s"}:
            least, most = stated - max(2.0 * MINUTE_S, 0.2 * stated), stated * 1.2 + 2.0 * MINUTE_S
        return inner._replace(least_s=max(least, 0.0), most_s=most, plain=False)
    at_once = marked.phrase(i, "at_once")
    if at_once is not None:
        return Length(*AT_ONCE_S, 0.0, "h", False, at_once)
    return _amount(marked, i)


def _amount(marked: Marked, i: int) -> Length | None:
    half = marked.phrase(i, "half")
    if half is not None:
        unit = marked.item(half, "unit")
        stated = HALF * S_OF[unit.value] if unit is not None and unit.value == "h" else None
        if unit is None or stated is None:
            return None
        room = HALF * stated
        return Length(stated - room, stated + room, stated, unit.value, False, unit.last)
    for key, (least, most) in VAGUE_SPANS.items():
        behind = i if key == "bare" else marked.phrase(i, key)
        unit = marked.item(behind, "unit") if behind is not None else None
        if behind is None or unit is None or unit.value not in S_OF:
            continue
        if key == "bare" and (unit.value not in BARE_UNITS or not _plural(marked, i)):
            continue
        size = S_OF[unit.value]
        top = BARE_MINUTES if key == "bare" and unit.value in {"min", "s"} else most
        return Length(least * size, top * size, None, unit.value, False, unit.last)
    return _numbered(marked, i)


def _plural(marked: Marked, i: int) -> bool:
    """Return whether a unit stands alone: "hours later", not "24 hours later"."""
    before = marked.text(i - 1)
    return marked.text(i).lower().endswith("s") and not before.isdecimal() and before != "-"


def _numbered(marked: Marked, i: int) -> Length | None:
    if marked.inside[i] not in {-1, i} or (
        marked.text(i - 1) in {"-", ".", ":"} and marked.glued(i)
    ):
        return None
    number = read_number(marked, i)
    if number is None and not marked.is_word(i, "one_of"):
        return None
    value, j = (number.value, number.last) if number is not None else (1.0, i + 1)
    half = marked.phrase(j, "and_half")
    value, j = (value + HALF, half) if half is not None else (value, j)
    unit = marked.item(j, "unit")
    if unit is None or unit.value not in S_OF or unit.value == "year":
        return None
    stated, last, smallest = value * S_OF[unit.value], unit.last, unit.value
    joined = last + marked.is_word(last, "and")
    more = read_number(marked, joined)
    rest = marked.item(more.last, "unit") if more is not None else None
    if more is not None and rest is not None and rest.value == "min" and unit.value == "h":
        stated, last, smallest = stated + more.value * MINUTE_S, rest.last, "min"
    return _about(stated, smallest, last)._replace(plain=smallest == "min")


def _about(stated_s: float, unit: str, last: int) -> Length:
    """Return a stated length with half its unit about it."""
    room = HALF * S_OF[unit]
    return Length(max(stated_s - room, 0.0), stated_s + room, stated_s, unit, False, last)


def _own(marked: Marked, one: Relative, events: Sequence[EventMention]) -> Told | None:
    """Return the event that is timed, as the nearest of its sentence that is not the reference."""
    time = TimeMention(one.first, one.last, sentence=one.sentence)
    first = bisect_left(events, one.sentence, key=lambda event: event.sentence)
    last = bisect_left(events, one.sentence + 1, key=lambda event: event.sentence)
    others = [event for event in events[first:last] if event is not one.reference]
    (told,) = attach(marked, [time], others)
    if told.event is None or told.event.subject is None:
        return None
    set_planned(marked, [told])
    told.subject = told.event.subject
    return told


def _base(
    one: Relative, event: EventMention, resolved: Sequence[Resolved], starts: Sequence[int]
) -> Resolved | None:
    """Return the claim that it counts from."""
    here = bisect_left(starts, one.first)
    if one.reference is not None:
        wanted = (one.reference.kind, one.reference.subject)
        before = resolved[max(here - NEAREST, 0) : here]
        nearest = (*reversed(before), *resolved[here : here + NEAREST])
    else:
        wanted = ("", event.subject)
        nearest = tuple(reversed(resolved[max(here - 8, 0) : here]))
    told_of = {claim.told.subject for claim in nearest}
    if one.reference is None and event.subject not in told_of:
        return nearest[0] if nearest and _beside(nearest[0], one) else None
    for claim in nearest:
        kind = claim.told.event.kind if claim.told.event else ""
        if _is_silent(claim) and (wanted[0] or claim.told.time.sentence != one.sentence):
            continue
        if (
            claim.told.subject != wanted[1]
            or (_once(kind, event) and not one.completes)
            or claim.told.outdated
        ):
            continue
        if wanted[0] and kind != wanted[0]:
            continue
        if kind == "launch" and event.kind in VISITING and one.length.most_s < SHORTEST_CHASE_S:
            return None  # of the rocket's stage
        ordered = (ORDER.get(event.kind, 0) - ORDER.get(kind, 0)) * one.sign
        if kind in ORDER and event.kind in ORDER and ordered < 0:
            continue
        return claim
    return None


def _is_silent(claim: Resolved) -> bool:
    return claim.told.event is not None and claim.told.event.silent


def _completes(marked: Marked, event: EventMention) -> bool:
    """Return whether it is the second of two ends of one docking: "a hard capture"."""
    return event.kind == "docking" and marked.text(event.first).lower() in COMPLETING


def _once(kind: str, event: EventMention) -> bool:
    """Return whether both are the same event of a kind that has no start and end."""
    return kind == event.kind and kind not in TWICE


def _beside(claim: Resolved, one: Relative) -> bool:
    """Return whether a claim of another ship stands in the same sentence or the one before."""
    return one.sentence - claim.told.time.sentence <= 1 and not claim.told.outdated


def _from_base(own: Told, one: Relative, base: Resolved) -> Resolved | None:
    value, precision = _value(one, base)
    if value is None:
        return None
    planned = base.planned if own.planned is None else own.planned
    own.sure = STATED_SURE if one.length.stated_s else VAGUE_SURE
    return Resolved(own, value, precision, SaidTime(), None, planned, counts_from=base.told.time)


def _value(one: Relative, base: Resolved) -> tuple[str | None, Precision]:
    """Return the time that is meant: an instant, a date or an interval."""
    length, sign = one.length, one.sign
    day = _day(base)
    try:
        if length.unit == "d" and length.stated_s is not None and day is not None:
            return (day + sign * timedelta(seconds=length.stated_s)).isoformat(), "day"
        ends = sorted(sign * timedelta(seconds=s) for s in (length.least_s, length.most_s))
        if length.unit in BARE_UNITS and base.instant is not None:
            exact = base.precision in {"second", "minute"}
            if length.plain and length.stated_s is not None and exact:
                return _iso(base.instant + sign * timedelta(seconds=length.stated_s)), "minute"
            hourly = length.unit == "h" and bool(length.stated_s)
            span = (_iso(base.instant + end) for end in ends)
            return "/".join(span), "hour" if hourly else "vague"
        if day is None:
            return None, "vague"
        return "/".join((day + end).isoformat() for end in _whole_days(ends)), "vague"
    except OverflowError:
        return None, "vague"


def _whole_days(ends: Sequence[timedelta]) -> tuple[timedelta, timedelta]:
    """Return an interval widened to whole days."""
    return timedelta(days=ends[0].days), timedelta(days=-((-ends[1]).days))


def _day(base: Resolved) -> date | None:
    said = base.said.date_said or base.value
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ")
