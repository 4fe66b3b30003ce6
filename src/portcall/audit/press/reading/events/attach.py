"""Which time belongs to which event: by distance, signs between them, and what is taken already."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portcall.audit.press.reading.events.clauses import (
    dashed,
    is_aside,
    is_attribute,
    is_end_of_stay,
    opens_clause,
    own_bracket,
    short_gap,
)
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.own_clocks import ends_range, is_in_bracket
from portcall.audit.press.reading.events.rows import strange_words
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked

SEMICOLON, COMMA, AND, TAKEN, OTHER_EVENT = 30.0, 3.0, 3.0, 8.0, 6.0
AFTER_BASE, RELATED, WEAK, COLON, NEXT_CLAUSE = 4.0, 9.0, 5.0, 1.0, 8.0
LENGTH_WORDS = 4
TOO_FAR = 28.0
WEAK_REACH = 5
MAX_CANDIDATES = 6
OWN_WORDS = 3
LASTING = frozenset({"broadcast-start", "deorbit"})
BRACKET_SHARE = 0.8
TRIP_SURE = 0.65  # "flew to the station on 28 September": it may be the day of its launch


@dataclass
class Told:
    """A time with the event that it tells, and how sure that is.

    `inherited` is true where only the event told before says what it is of; `recorded` is the instant on
    record whose clock time it has, where no day is told with it.
    """

    time: TimeMention
    event: EventMention | None
    sure: float
    planned: bool | None = None
    kind: str = ""
    subject: str | None = None
    outdated: bool = False
    instant: datetime | None = None
    inherited: bool = False
    recorded: datetime | None = None


def attach(
    marked: Marked, times: Sequence[TimeMention], events: Sequence[EventMention]
) -> list[Told]:
    """Give each time its event; clocks of one instant share that of the first of them."""
    by_sentence: dict[int, list[EventMention]] = {}
    for event in events:
        by_sentence.setdefault(event.sentence, []).append(event)
    found: list[Told] = []
    by_group: dict[int, Told] = {}
    taken: dict[int, TimeMention] = {}
    previous: TimeMention | None = None
    for time in times:
        if time.group is not None and time.group in by_group:
            head = by_group[time.group]
            found.append(Told(time, head.event, head.sure))
            previous = time
            continue
        if time.heads_update:
            found.append(Told(time, None, 0.5))
            previous = time
            continue
        around = by_sentence.get(time.sentence, [])
        told = _with_last(marked, time, found[-1], around) if found else None
        told = told or _nearest(marked, time, around, taken, previous)
        if told.event is not None and time.clock is not None:
            taken[id(told.event)] = time
        if time.group is not None:
            by_group[time.group] = told
        found.append(told)
        previous = time
    return found


def _with_last(
    marked: Marked, time: TimeMention, last: Told, around: Sequence[EventMention]
) -> Told | None:
    """Return a time with the event of the last: in brackets behind it, or the end of its range."""
    if last.event is None or last.time.sentence != time.sentence or time.clock is None:
        return None
    gap = range(last.time.last, time.first)
    if last.time.clock is None or any(one.first in gap for one in around):
        return None
    if ends_range(marked, gap):
        kind = last.event.kind
        if kind in LASTING:
            silent = replace(last.event, first=time.first, last=time.last, kind="other")
            return Told(time, silent, last.sure)
        return Told(time, last.event, last.sure) if kind == "spacewalk" else None
    beside = is_in_bracket(marked, gap, time.last)
    return Told(time, last.event, BRACKET_SHARE * last.sure) if beside else None


def _nearest(
    marked: Marked,
    time: TimeMention,
    events: Sequence[EventMention],
    taken: dict[int, TimeMention],
    previous: TimeMention | None,
) -> Told:
    best, least = None, TOO_FAR
    place = bisect_left([event.first for event in events], time.first)
    events = events[max(place - MAX_CANDIDATES, 0) : place + MAX_CANDIDATES]
    for event in events:
        cost = _cost(marked, time, event, events)
        held = taken.get(id(event))
        if held is not None and time.clock is not None:
            cost += TAKEN
            if _tells_something_else(marked, held, time, event):
                continue
        passed = (
            previous is not None
            and previous.sentence == time.sentence
            and previous.clock is not None
            and event.last <= previous.first
        )
        if passed and held is not None:
            cost += TAKEN / 2
        if cost < least:
            best, least = event, cost
    sure = max(0.5, 0.98 - least / 60.0) if best else 0.5
    if best is not None and best.needs == "trip" and time.clock is None:
        sure = min(sure, TRIP_SURE)
    return Told(time, best, sure)


def _tells_something_else(
    marked: Marked, held: TimeMention, time: TimeMention, event: EventMention
) -> bool:
    """Return whether a clock in a list has words of its own: "capture 21:25, go for docking 21:08"."""
    if event.last > held.first or held.last >= time.first or time.sentence != held.sentence:
        return False
    signs = [j for j in range(held.last, time.first) if marked.text(j) in {",", ";", "|"}]
    told = held.first - event.last <= 1 and bool(signs)
    return told and 0 < strange_words(marked, signs[-1], time.first) <= OWN_WORDS


def _cost(
    marked: Marked, time: TimeMention, event: EventMention, events: Sequence[EventMention]
) -> float:
    if event.first < time.last and time.first < event.last:
        return 0.0
    before = event.last <= time.first
    gap = range(event.last, time.first) if before else range(time.last, event.first)
    if is_attribute(marked, time, event):
        return 0.0
    behind = own_bracket(marked, event.last)
    shown = events[-1].kind == "broadcast-start" and event is not events[-1]
    led = not (before or shown) and len(gap) <= 1  # "2125Z contact (0025 in Moscow)"
    if behind is not None and time.clock is not None and not led:
        return 0.0 if event.last < time.first < behind else 2 * TOO_FAR
    if not before and event.related and any(marked.item(j, "unit") for j in gap):
        return 2 * TOO_FAR  # "at 4:07, 39 hours before lift-off"
    within = dashed(marked, gap.start, gap.stop)
    cost = short_gap(marked, gap.start, gap.stop) - len(within) / 4.0
    if event.weak and cost > WEAK_REACH:
        return 2 * TOO_FAR
    if event.needs == "clock" and (not before or len(gap) > 1):
        return 2 * TOO_FAR
    if event.kind == "said" and _says_what(marked, gap, before):
        return 2 * TOO_FAR
    for j in gap:
        cost += 0.0 if j in within else _sign_cost(marked, j)
    others = sum(
        not other.weak
        and own_bracket(marked, other.last) is None
        and not (before and _counts_from(marked, other))
        and (
            (event.last <= other.first < time.first)
            if before
            else (time.last <= other.first < event.first)
        )
        for other in events
        if other is not event
    )
    cost += OTHER_EVENT * others
    if not before and event.kind != "launch" and _from_site(marked, gap):
        cost += TOO_FAR
    if event.weak:
        cost += WEAK
    if before and _begins_next_clause(marked, time, event, events):
        cost += NEXT_CLAUSE
    if before and event.mode == "done" and is_end_of_stay(marked, time):
        cost += TOO_FAR
    if not before and event.kind == "said" and _is_quoted(marked, gap):
        cost += RELATED
    if not before and is_aside(marked, event):
        cost += RELATED
    if before and event.related and any(marked.text(j) == "," for j in gap):
        cost += 2 * TOO_FAR if _counts_from(marked, event) else RELATED
    if not before:
        if _only_relates(marked, time, event, events):
            cost += TOO_FAR
        own = _opens_clause(marked, time.first)
        cost += 0.0 if own else AFTER_BASE
        cost += NEXT_CLAUSE if not own and opens_clause(marked, event, time.last) else 0.0
    return cost


def _only_relates(
    marked: Marked, time: TimeMention, event: EventMention, events: Sequence[EventMention]
) -> bool:
    """Return whether an event behind a time only places what is told: "docked at 6:06 after launch"."""
    related = event.related and marked.item(time.last, "object", "in_relation") is not None
    own_clock = (
        marked.text(event.last).lower() == "at" and marked.number(event.last + 1) is not None
    )
    return related and (
        own_clock
        or any(
            other.last <= time.first and not other.weak and not other.related for other in events
        )
    )


def _counts_from(marked: Marked, event: EventMention) -> bool:
    """Return whether a length is counted from an event: "three hours after launch, at 12:39"."""
    near = range(max(event.first - LENGTH_WORDS, 0), event.first)
    return event.related and any(marked.item(j, "unit") for j in near)


def _says_what(marked: Marked, gap: range, before: bool) -> bool:
    """Return whether a time is of what was said: "announced that at 5 p.m.", "at 5 p.m., he said"."""
    if before:
        return any(marked.item(j, "object", "relative_clause") for j in gap)
    return any(marked.text(j) == "," for j in gap)


def _begins_next_clause(
    marked: Marked, time: TimeMention, event: EventMention, events: Sequence[EventMention]
) -> bool:
    """Return whether a time leads the clause behind it: "..., and at 7:17 the debris sank"."""
    j = time.first - 1
    while j > event.last and marked.item(j, "link") and not marked.item(j, "people", "and"):
        j -= 1
    led = marked.item(j, "people", "and") is not None
    led = led and "," in {marked.text(j - 1), marked.text(time.last)}
    return led and any(other.first >= time.last and not other.weak for other in events)


def _is_quoted(marked: Marked, gap: range) -> bool:
    """Return whether what is told ends with a quote that somebody is only named for afterwards."""
    return any(marked.text(j) == '"' for j in gap)


def _from_site(marked: Marked, gap: range) -> bool:
    """Return whether a time is that of a start: "12:36 UTC from Baikonur, docking on Monday"."""
    return any(marked.item(j, "site") and marked.item(j - 1, "link", "from") for j in gap)


def _sign_cost(marked: Marked, j: int) -> float:
    text = marked.text(j)
    if text == ";":
        return SEMICOLON
    if text in {",", "|"}:
        return COMMA
    if text == ":":
        return COLON
    return AND if marked.item(j, "people", "and") else 0.0


def _opens_clause(marked: Marked, i: int) -> bool:
    """Return whether a time stands at the beginning of its clause."""
    j = i - 1
    while j >= 0 and (marked.item(j, "link") or marked.item(j, "day", "part")):
        j -= 1
    return (
        j < 0
        or marked.text(j) in {",", ";", ".", "!", "?", ":", "-", "*", "(", ")"}
        or bool(marked.item(j, "people", "and"))
        or "\n" in marked.tokens[j + 1].gap
    )


def drop_later_stages(told: Sequence[Told]) -> None:
    """Take the time from what only goes on with an event: the break-up after a timed re-entry."""
    timed = [one.event for one in told if one.event is not None and one.time.clock is not None]
    kinds = {event.kind for event in timed if event.needs != "alone"}
    for event in timed:
        if event.needs == "alone" and event.kind in kinds:
            event.kind = "other"
