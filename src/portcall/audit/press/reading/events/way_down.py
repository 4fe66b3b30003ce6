"""What is met on the way down: "struck the upper layers", "plunged into the sea", "air was entered".

Model   A verb of meeting or falling tells a re-entry by the air and a landing by the ground or the sea
        that it meets, which stands behind it, or before it where it is passive.
Valid   Objects of one clause.
Source  The grammar's words.
"""

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

BEHIND, AHEAD, FALL_WORDS = 11, 4, 6
THINGS = frozenset({"none", "other"})
BY_MATTER = {"air": "re-entry", "ground": "landing"}
ENDS = frozenset({",", ";", ":", "(", ")", "."})


def kind_by_matter(marked: Marked, item: Item, end: int) -> str:
    """Return the kind that a verb of meeting has by what is met; `none` where it is neither."""
    for j in range(item.last, min(item.last + BEHIND, end)):
        if marked.text(j) in ENDS or marked.item(j, "clock") or _tells_more(marked, j):
            break
        kind = matter_at(marked, j)
        if kind:
            return kind
    return passive_of(marked, item.first) or "none"


def _tells_more(marked: Marked, j: int) -> bool:
    """Return whether another event is told at a token, and not a thing such as a parachute."""
    item = marked.item(j, "event")
    return item is not None and marked.language.events[int(item.value)].kind not in THINGS


def falls_into_air(marked: Marked, i: int, end: int) -> bool:
    """Return whether it is the air that it falls into: "will fall into the atmosphere"."""
    if not marked.is_word(i, "into"):
        return False
    near = (matter_at(marked, j) for j in range(i + 1, min(i + FALL_WORDS, end)))
    return next((kind for kind in near if kind), "") == "re-entry"


def matter_at(marked: Marked, j: int) -> str:
    """Return the kind of meeting the air, the ground or the sea named at a token."""
    joined = marked.text(j + 1) in {"-", "'s"} and marked.glued(j + 1)  # "Earth-facing"
    if joined:
        return ""
    things = marked.language.grammar.object
    word = marked.text(j).lower()
    return next((kind for name, kind in BY_MATTER.items() if word in things.get(name, ())), "")


def passive_of(marked: Marked, first: int) -> str:
    """Return the kind by what is met before a passive verb: "the upper air was touched"."""
    near = range(first - 1, max(first - AHEAD, 0) - 1, -1)
    auxiliary = False
    for j in near:
        if marked.text(j) in ENDS:
            return ""
        kind = matter_at(marked, j)
        if kind:
            return kind if auxiliary else ""
        auxiliary = auxiliary or marked.item(j, "mode") is not None
    return ""
