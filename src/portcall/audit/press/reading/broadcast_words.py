"""Where a broadcaster's name tells no broadcast: "in this image from NASA TV"."""

from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked

PICTURE_WORDS = 4
FROM = frozenset({"from", "by", "of", "on"})
BREAKS = frozenset({",", ";", "(", ")", "."})


def is_pictured(marked: Marked, item: Item) -> bool:
    """Return whether a picture is what was taken from it: "seen in NASA TV footage"."""
    if marked.text(item.first).isupper() and marked.item(item.last, "object", "from_picture"):
        return True
    if marked.text(item.first - 1).lower() not in FROM:
        return False
    near = range(item.first - 1, max(item.first - 1 - PICTURE_WORDS, -1), -1)
    stop = next((j for j in near if marked.text(j) in BREAKS), -1)
    return any(marked.item(j, "object", "from_picture") for j in near if j > stop)
