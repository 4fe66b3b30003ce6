"""What begins: a flight, the work of a day, a ceremony, a broadcast with its end below.

Model   "Start" is a launch where a ship may start; not with an object that is no flight, nor behind
        something else that happens and may begin.
Valid   Forms of "to start" alone; "began its flight" is a launch by its own words.
Source  Chosen here.
"""

from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

STARTED = frozenset({"broadcast-start", "said", "other", "hatch", "spacewalk"})
OWN_COURSE = frozenset({"flight", "journey", "trip", "voyage", "ascent", "climb", "mission"})
OBJECTS = frozenset({"the", "their", "his", "her", "working", "with", "preparing", "unloading"})
SHOWN_WORDS = 24


def what_begins(marked: Marked, item: Item) -> str | None:
    """Return the kind of what starts where it is no launch; `none` for a thing, absent for a launch."""
    if _begins_work(marked, item):
        return "other"
    if _begins_something_else(marked, item):
        return "none"
    return "broadcast-start" if _begins_advisory(marked, item) else None


def _begins_work(marked: Marked, item: Item) -> bool:
    """Return whether something is begun that is no flight: "the crew will start the day at 6:00"."""
    told = " ".join(marked.text(j).lower() for j in range(item.first, item.last))
    if told not in marked.language.grammar.object.get("begins_too", ()):
        return False
    begun = marked.text(item.last + 1).lower()
    return marked.text(item.last).lower() in OBJECTS and begun not in OWN_COURSE


def _begins_something_else(marked: Marked, item: Item) -> bool:
    """Return whether it is no ship that starts: "the ceremony, expected to start about noon"."""
    told = " ".join(marked.text(j).lower() for j in range(item.first, item.last))
    if told not in marked.language.grammar.object.get("begins_too", ()):
        return False
    for j in range(item.first - 1, max(item.first - SHOWN_WORDS, -1), -1):
        if marked.text(j) in {".", ";"} or marked.item(j, "ship") or marked.item(j, "rocket"):
            return False
        happening = marked.item(j, "event")
        if happening is not None:
            return marked.language.events[int(happening.value)].kind in STARTED
    return False


def _begins_advisory(marked: Marked, item: Item) -> bool:
    """Return whether it is the "Start:" of a broadcast that has its "End:" on a line below."""
    words = marked.language.grammar.object
    labels = (item.first, *range(item.last, item.last + SHOWN_WORDS))
    told = [j for j in labels if marked.text(j + 1) == ":" and _begins_line(marked, j)]
    ends = [j for j in told if marked.text(j).lower() in words.get("ending", ())]
    return item.first in told and item.last == item.first + 1 and bool(ends)


def _begins_line(marked: Marked, j: int) -> bool:
    return j == 0 or (j < marked.size and "\n" in marked.tokens[j].gap)
