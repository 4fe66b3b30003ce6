"""What is met on the way down: "struck the upper layers", "plunged into the sea", "air was entered".

Model   A verb of meeting or falling tells a re-entry by the air and a landing by the ground or the sea
        that it meets, which stands behind it, or before it where it is passive.
Valid   Objects of one clause.
Source  The grammar's words.
"""

from portcall.audit.press.reading.lexicon import Item
from portcall.audit.press.reading.marked import Marked

BEHIND, AHEAD = 11, 4
BY_MATTER = {"air": "re-entry", "ground": "landing"}
ENDS = frozenset({",", ";", ":", "(", ")", "."})


def kind_by_matter(marked: Marked, item: Item, end: int) -> str:
    """Return the kind that a verb of meeting has by what is met; `none` where it is neither."""
    for j in range(item.last, min(item.last + BEHIND, end)):
        if marked.text(j) in ENDS or marked.item(j, "clock") or marked.item(j, "event"):
            break
        kind = matter_at(marked, j)
        if kind:
            return kind
    return passive_of(marked, item.first) or "none"


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
