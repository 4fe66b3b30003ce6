"""Events that no word tells: "Poisk zenith, 17 Feb", "HTV-X2, H3, 20 March", "34 orbits, from ... to ..."."""

from collections.abc import Sequence

from portcall.audit.press.reading.attach import Told
from portcall.audit.press.reading.events import EventMention
from portcall.audit.press.reading.marked import Marked

SEGMENT_ENDS = frozenset(";")
INHERITED_SURE = 0.6
IMPLIED_SURE = 0.7
MAX_SENTENCES_BACK = 2


def set_implied(marked: Marked, told: Sequence[Told], events: Sequence[EventMention]) -> None:
    """Give times without an event one that their neighbors imply, where they do."""
    spoken = {event.sentence for event in events if not event.silent}
    for i, one in enumerate(told):
        if one.event is not None:
            continue
        kind = _of_journey(marked, told, i) or _of_segment(marked, told, i)
        if kind:
            one.event, one.sure = _event(one, kind), IMPLIED_SURE
        elif one.time.clock is not None and one.time.sentence not in spoken:
            before = _last_before(told, i)
            if before is not None and before.event is not None:
                last = before.event
                one.event = EventMention(
                    one.time.first,
                    one.time.first,
                    last.kind,
                    last.mode,
                    True,
                    one.time.sentence,
                    False,
                )
                one.sure = INHERITED_SURE
                one.subject = last.subject
        if one.event is None and one.time.group is not None:
            _share_group(told, i)


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


def _of_segment(marked: Marked, told: Sequence[Told], i: int) -> str:
    time = told[i].time
    sentence = marked.sentences[time.sentence]
    first, last = sentence.first, sentence.last
    for j in range(time.first - 1, sentence.first - 1, -1):
        if marked.text(j) in SEGMENT_ENDS:
            first = j + 1
            break
    for j in range(time.last, sentence.last):
        if marked.text(j) in SEGMENT_ENDS:
            last = j
            break
    roles = {item.role for j in range(first, last) for item in marked.at.get(j, ())}
    if "module" in roles:
        return "docking"
    if roles & {"rocket", "site"} and "ship" in roles:
        return "launch"
    return ""


def _last_before(told: Sequence[Told], i: int) -> Told | None:
    for j in range(i - 1, -1, -1):
        one = told[j]
        if told[i].time.sentence - one.time.sentence > MAX_SENTENCES_BACK:
            return None
        if one.event is not None:
            return None if one.event.silent else one
    return None
