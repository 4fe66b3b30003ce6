"""Whether an event is told as planned or as done, by the words around it."""

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.marked import Marked

AHEAD_WORDS = 12
BEHIND_WORDS = 6
RELATION_WORDS = 4
OUTDATED_SURE = 0.3
PUT_OFF_WORDS = 9


def set_planned(marked: Marked, told: list[Told]) -> None:
    """Mark each telling as planned or done; it stays open where no word says so."""
    previous_end = 0
    heads: dict[int, bool | None] = {}
    for i, one in enumerate(told):
        event, time = one.event, one.time
        start = marked.sentences[time.sentence].first
        first = max(start, previous_end, time.first - 3 * AHEAD_WORDS)
        if event is not None and event.last <= time.first:
            first = max(start, min(first, event.first), min(first, event.last))
            first = max(first, _clause_start(marked, event, start))
            first = max(first, previous_end)
        last = time.last
        if event is not None and event.first >= time.last:
            last = min(event.last + BEHIND_WORDS, marked.sentences[time.sentence].last)
            last = _clause_end(marked, event.last, last)
        one.planned = _said(marked, first, last, event.mode if event else "noun")
        if event is not None and _is_told_as_past(marked, event, start):
            one.planned = False
        if _is_put_off(marked, start, time.first):
            one.planned = True
        if event is not None and _is_called_off(marked, event, start):
            one.planned, one.outdated, one.sure = None, True, OUTDATED_SURE
        if _is_outdated(marked, first, time.first):
            one.planned, one.outdated, one.sure = True, True, OUTDATED_SURE
        before = told[i - 1] if i else None
        follows = before is not None and before.time.sentence == time.sentence
        apart = event is None or event.related
        if one.planned is None and before is not None and follows and before.planned and not apart:
            one.planned = True
        if one.planned and event is not None and _already(marked, event):
            one.planned = None
        done_before = follows and before is not None and before.planned is False
        free = done_before or not (follows or _plans_before(marked, time.first, start))
        if one.planned is None and free and event is not None and _already(marked, event):
            one.planned = False
        if time.group is not None:
            one.planned = heads.setdefault(time.group, one.planned)
        previous_end = time.last


def _plans_before(marked: Marked, i: int, start: int) -> bool:
    """Return whether something planned is told before a token of its sentence."""
    return any(item.value != "done" for item in marked.roles(start, i, "mode"))


def _already(marked: Marked, event: EventMention) -> bool:
    """Return whether what it is told after has happened: "is in orbit following a launch at"."""
    before = range(max(event.first - RELATION_WORDS, 0), event.first)
    return any(marked.item(j, "object", "already") for j in before)


def _is_told_as_past(marked: Marked, event: EventMention, start: int) -> bool:
    """Return whether words around make it past: "since its launch", "the ship, which undocked"."""
    if event.mode == "done" and marked.is_word(event.first - 1, "which"):
        return True
    near = range(max(event.first - RELATION_WORDS + 1, start), event.first)
    far = range(max(event.first - AHEAD_WORDS, start), event.first)
    return any(marked.item(j, "object", "ever_since") for j in near) or any(
        marked.item(j, "object", "saw") for j in far
    )


def _is_put_off(marked: Marked, start: int, i: int) -> bool:
    """Return whether it is the new day of what was put off: "has been pushed back a day to July 24"."""
    j = i
    while j > start and marked.item(j - 1, "link") and not marked.is_word(j, "put_to"):
        j -= 1
    if not marked.is_word(j, "put_to"):
        return False
    near = range(max(j - PUT_OFF_WORDS, start), j)
    return any(marked.item(k, "object", "put_off") for k in near)


def _is_called_off(marked: Marked, event: EventMention, start: int) -> bool:
    """Return whether it was given up: "canceled Friday's scheduled deorbit burn"."""
    near = range(max(event.first - RELATION_WORDS - 1, start), event.first)
    return any(marked.item(j, "mode", "negated") for j in near)


def _is_outdated(marked: Marked, first: int, last: int) -> bool:
    """Return whether it is a time that was given up: "delayed from", "originally"."""
    plans = [item for item in marked.roles(first, last, "mode") if item.value != "done"]
    if len(plans) > 1 and plans[-1].first - plans[-2].last <= RELATION_WORDS:
        plans = plans[-2:] if plans[-2].value == "outdated" else plans[-1:]
        return plans[0].value == "outdated"
    return bool(plans) and plans[-1].value == "outdated"


def _clause_start(marked: Marked, event: EventMention, start: int) -> int:
    """Return where a clause begins: behind a semicolon, or a colon before what is told as done."""
    i = event.first
    ends = {";", ":"} if event.mode == "done" else {";"}
    for j in range(i - 1, max(start, i - AHEAD_WORDS) - 1, -1):
        if marked.text(j) in ends and not marked.glued(j + 1):
            return j + 1
    return max(start, i - AHEAD_WORDS)


def _clause_end(marked: Marked, i: int, last: int) -> int:
    for j in range(i, last):
        if marked.text(j) in {";", ",", "."} or marked.item(j, "people", "and"):
            return j
    return last


def _said(marked: Marked, first: int, last: int, mode: str) -> bool | None:
    planned = [item for item in marked.roles(first, last, "mode") if item.value != "done"]
    done = [item for item in marked.roles(first, last, "mode") if item.value == "done"]
    done = [item for item in done if not marked.is_word(item.last, "by")]  # "followed by"
    if planned:
        return not (done and mode == "done" and done[-1].first > planned[-1].first)
    if mode == "done":
        return False
    if mode == "planned":
        return True
    return False if done else None
