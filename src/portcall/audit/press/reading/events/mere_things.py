"""Words that only seem to tell an event: "in this image from NASA TV", "the hatch that connected it"."""

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

PICTURE_WORDS, HATCH_WORDS = 4, 12
BREAKS = frozenset({",", ";", "(", ")", "."})


def is_no_event(marked: Marked, item: Item, kind: str) -> bool:
    """Return whether it is a thing: a coolant stream, a picture of a broadcaster, a hatch that joins."""
    if kind == "broadcast-start":
        return _flows_out(marked, item) or _is_pictured(marked, item)
    return kind == "docking" and _joins_by_hatch(marked, item.first)


def _is_pictured(marked: Marked, item: Item) -> bool:
    """Return whether a picture is what was taken from it: "seen in NASA TV footage"."""
    if marked.text(item.first).isupper() and marked.item(item.last, "object", "from_picture"):
        return True
    if not marked.is_word(item.first - 1, "from_source"):
        return False
    near = range(item.first - 1, max(item.first - 1 - PICTURE_WORDS, -1), -1)
    stop = next((j for j in near if marked.text(j) in BREAKS), -1)
    return any(marked.item(j, "object", "from_picture") for j in near if j > stop)


def _flows_out(marked: Marked, item: Item) -> bool:
    """Return whether it is a fluid that streams: "coolant stream from the ship"."""
    alone = item.last == item.first + 1 and marked.text(item.first).lower().startswith("stream")
    return alone and marked.phrase(item.last, "away") is not None


def _joins_by_hatch(marked: Marked, i: int) -> bool:
    """Return whether it says which hatch is meant: "the hatch that connected it to the station"."""
    led = marked.item(i - 1, "object", "relative_clause") or marked.text(i).lower().endswith("ing")
    near = range(max(i - HATCH_WORDS, 0), i)
    stop = max((j for j in near if _stops(marked, j)), default=-1)
    told = [item for j in near if j > stop and (item := marked.item(j, "event")) is not None]
    kinds = {marked.language.events[int(item.value)].kind for item in told}
    return bool(led) and kinds == {"hatch"}


def _stops(marked: Marked, j: int) -> bool:
    return marked.text(j) in {";", "(", ".", "|", ","} or marked.item(j, "clock") is not None
