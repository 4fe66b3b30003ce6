"""Events that no word tells: "Poisk zenith, 17 Feb", "HTV-X2, H3, 20 March", "from ... to ..."."""

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.events.rows import is_row, only_a_time, strange_words, under_label
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

SEGMENT_ENDS = frozenset(";")
INHERITED_SURE = 0.6
IMPLIED_SURE = 0.7
RESTATED_SURE = 0.45  # it does not say which of the events before it tells again
RESTATED_WORDS = 7
MAX_SENTENCES_BACK = 2
MAX_TIMES_BACK = 8
STRANGE_WORDS = 3
PART_WORDS = 10


def set_implied(marked: Marked, told: Sequence[Told], events: Sequence[EventMention]) -> None:
    """Give times without an event one that their neighbors imply, where they do."""
    spoken = {event.sentence for event in events}
    eventless = {one.time.sentence for one in told if one.event is None}
    going_on = {number for number in eventless if _goes_on(marked, number, spoken)}
    ends = [j for j, word in enumerate(marked.words) if word in SEGMENT_ENDS]
    for i, one in enumerate(told):
        if one.event is not None:
            continue
        kind = _of_journey(marked, told, i) or _of_segment(marked, one.time, ends)
        if kind:
            one.event, one.sure = _event(one, kind), IMPLIED_SURE
        elif one.time.clock is not None:
            last = _event_before(told, i, events) if one.time.sentence in going_on else None
            last = last or _of_first_part(marked, told, i, events)
            one.inherited = last is not None
            last = last or _meant_by_it(marked, one, events)
            if last is not None:
                time = one.time
                one.event = EventMention(
                    time.first, time.first, last.kind, "noun", True, time.sentence, False
                )
                restated = _restated(marked, time.first, marked.sentences[time.sentence].first)
                one.sure = RESTATED_SURE if restated else INHERITED_SURE
                one.inherited = one.inherited and not restated
                one.subject = last.subject
        if one.event is None and one.time.group is not None:
            _share_group(told, i)


def _restated(marked: Marked, i: int, start: int) -> bool:
    """Return whether a clock only tells a time again: "In Moscow it was already 2 a.m."."""
    first = max(start, i - RESTATED_WORDS)
    return any(marked.phrase(j, "read") is not None for j in range(first, i))


def _goes_on(marked: Marked, here: int, spoken: AbstractSet[int]) -> bool:
    """Return whether a sentence with a time and no event only goes on about the one before."""
    if here in spoken or not only_a_time(marked, here):
        return False
    return not is_row(marked, here) or under_label(marked, here, spoken)


def _of_first_part(
    marked: Marked, told: Sequence[Told], i: int, events: Sequence[EventMention]
) -> EventMention | None:
    """Return what was told right before "7:01 a.m. EDT, over the Atlantic; it had been ..."."""
    time = told[i].time
    first = marked.sentences[time.sentence].first
    parted = range(time.last, min(time.last + PART_WORDS, marked.size))
    end = next((j for j in parted if marked.text(j) in SEGMENT_ENDS | {"."}), None)
    begins = all(marked.item(j, "link") for j in range(first, time.first))
    if end is None or marked.text(end) == "." or not begins:
        return None
    if any(True for _ in marked.roles(first, end, "event")):
        return None
    last = _event_before(told, i, events)
    return last if last is not None and last.sentence == time.sentence - 1 else None


def _meant_by_it(marked: Marked, one: Told, events: Sequence[EventMention]) -> EventMention | None:
    """Return what "it" is in "Splashdown will not be shown; it is expected at 5:30 a.m."."""
    time = one.time
    first = bisect_left(events, time.sentence, key=lambda event: event.sentence)
    before = events[first : bisect_left(events, time.first, key=lambda event: event.first)]
    last = before[-1] if before else None
    if last is None or last.weak or last.silent:
        return None
    parts = [j for j in range(last.last, time.first) if marked.text(j) in SEGMENT_ENDS]
    start = parts[-1] + 1 if parts else time.first
    refers = marked.item(start, "object", "it") is not None
    return last if refers and strange_words(marked, start, time.first) == 0 else None


def _share_group(told: Sequence[Told], i: int) -> None:
    for other in told[max(i - 4, 0) : i]:
        if other.time.group == told[i].time.group and other.event is not None:
            told[i].event, told[i].sure = other.event, other.sure


def _event(one: Told, kind: str) -> EventMention:
    time = one.time
    return EventMention(time.first, time.last, kind, "noun", True, time.sentence, False)


def _of_journey(marked: Marked, told: Sequence[Told], i: int) -> str:
    """Return launch and docking for the ends of a journey told as "from ... to ..."."""
    time = told[i].time
    sentence = marked.sentences[time.sentence]
    if not any(marked.roles(sentence.first, sentence.last, "object")):
        return ""
    trips = [
        one for one in marked.roles(sentence.first, sentence.last, "object") if one.value == "trip"
    ]
    if not trips or time.clock is None:
        return ""
    after = told[i + 1].time if i + 1 < len(told) else None
    before = told[i - 1].time if i else None
    if (
        marked.item(time.first - 1, "link", "from")
        and after is not None
        and after.sentence == time.sentence
        and marked.item(after.first - 1, "link", "to")
    ):
        return "launch"
    if (
        marked.item(time.first - 1, "link", "to")
        and before is not None
        and before.sentence == time.sentence
        and marked.item(before.first - 1, "link", "from")
    ):
        return "docking"
    return ""


def _of_segment(marked: Marked, time: TimeMention, ends: Sequence[int]) -> str:
    """Return what the names beside a time imply, as far as the next semicolons on both sides."""
    sentence = marked.sentences[time.sentence]
    before, behind = bisect_left(ends, time.first), bisect_left(ends, time.last)
    first = max(ends[before - 1] + 1 if before else 0, sentence.first)
    last = min(ends[behind] if behind < len(ends) else marked.size, sentence.last)

    def named(role: str) -> Sequence[Item]:
        return marked.roles(first, last, role)

    if named("module") and not _tells_an_event(marked, first, last):
        return "docking"
    from_site = any(marked.item(site.first - 1, "link", "from") for site in named("site"))
    if from_site or (named("ship") and (named("rocket") or named("site"))):
        return "launch"
    return ""


def _tells_an_event(marked: Marked, first: int, last: int) -> bool:
    """Return whether words between two tokens tell an event, or may tell one that is not known."""
    events = marked.language.events
    told = (events[int(item.value)] for item in marked.roles(first, last, "event"))
    if any(not (words.weak or words.needs == "matter") for words in told):
        return True
    return strange_words(marked, first, last) > STRANGE_WORDS


def _event_before(
    told: Sequence[Told], i: int, events: Sequence[EventMention]
) -> EventMention | None:
    """Return the event that the sentences before speak of: one with a time first of all."""
    here = told[i].time.sentence
    first = bisect_left(events, here - MAX_SENTENCES_BACK, key=lambda event: event.sentence)
    last_one = bisect_left(events, here, key=lambda event: event.sentence)
    spoken = [event for event in events[first:last_one] if not event.weak]
    asked = [event for event in spoken if event.sentence == here - 1]
    timed: list[EventMention] = [
        one.event
        for one in told[max(i - MAX_TIMES_BACK, 0) : i]
        if one.event is not None and here - one.time.sentence <= MAX_SENTENCES_BACK
    ]
    last: EventMention | None
    if asked and (not timed or all(event.sentence != here - 1 for event in timed)):
        last = asked[-1]
    elif timed:
        last = timed[-1]
    else:
        last = spoken[-1] if spoken else None
    return None if last is None or last.silent else last
