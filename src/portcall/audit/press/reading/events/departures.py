"""What a ship lets go of: "off at 19:32" is a launch, "released" after one is the end of the ascent.

Model   Words that tell only that something was left mean the station where nothing else is told; the last
        stage where it is named, or where the ship has just been launched and has not come to the station
        yet; the pad where its arrival is still to come and no launch is told.
Valid   Up to three sentences behind the launch.
Source  Chosen here.
"""

from bisect import bisect_left
from collections.abc import Sequence

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.marked import Marked

CLAUSE_WORDS = 8
NEAR_SENTENCES = 3
AROUND = 24
OF_TWO_STAGES = ("crew-", "ax-", "cargo-dragon", "demo-", "cygnus", "htv")
SIGNS = frozenset({";", ",", "(", "|", "."})
ARRIVALS = frozenset({"docking", "berthing"})
HOMEWARD = frozenset({"deorbit", "re-entry", "landing"})


def settle_departures(marked: Marked, events: Sequence[EventMention]) -> None:
    """Call departures what they are departures from, once their ships are known."""
    by_ship: dict[str | None, list[EventMention]] = {}
    for event in events:
        by_ship.setdefault(event.subject, []).append(event)
        if _is_of_booster(marked, event):
            event.kind = "other"
    for several in by_ship.values():
        open_ones = [one for one in several if _is_open(marked, one)]
        left_open = {id(one) for one in open_ones}
        certain = [one for one in several if not one.weak and id(one) not in left_open]
        places = [one.first for one in certain]
        for event in open_ones:
            here = bisect_left(places, event.first)
            event.kind = _kind(marked, event, certain[max(here - AROUND, 0) : here + AROUND])


def _is_of_booster(marked: Marked, event: EventMention) -> bool:
    """Return whether a bare "stage separation" is that of the first stage of two."""
    bare = event.kind == "insertion" and marked.phrase(event.first, "bare_stage") is not None
    return bare and (event.subject or "").startswith(OF_TWO_STAGES)


def _is_open(marked: Marked, event: EventMention) -> bool:
    """Return whether its words tell only that something was left, not what."""
    if event.kind != "undocking":
        return False
    words = range(event.first, event.last)
    return any(marked.phrase(j, "leaves_something") is not None for j in words)


def _kind(marked: Marked, event: EventMention, others: Sequence[EventMention]) -> str:
    sentence = marked.sentences[event.sentence]
    near = _clause(marked, event, sentence.first, sentence.last)
    if any(_is_of_station(marked, j) for j in near):
        return "undocking"
    if any(marked.item(j, "rocket") or marked.phrase(j, "carrier") is not None for j in near):
        return "launch" if event.weak else "insertion"
    if any(one.kind in HOMEWARD or one.kind in {"undocking", "relocation"} for one in others):
        return "undocking"
    launches = [one for one in others if one.kind == "launch"]
    before = [one for one in others if one.first < event.first]
    came = any(one.kind in ARRIVALS for one in before)
    just = any(0 <= event.sentence - one.sentence <= NEAR_SENTENCES for one in launches)
    if just and not came:
        return "insertion" if not event.weak else event.kind
    later = any(
        one.kind in ARRIVALS or one.kind == "insertion" for one in others if one.first > event.first
    )
    return "launch" if later and not launches and event.weak else event.kind


def _clause(marked: Marked, event: EventMention, first: int, last: int) -> list[int]:
    """Return the places around an event up to the signs that bound its clause."""
    behind = range(event.last, min(event.last + CLAUSE_WORDS, last))
    ahead = range(event.first - 1, max(event.first - CLAUSE_WORDS, first) - 1, -1)
    near = list(range(event.first, event.last))
    for places in (behind, ahead):
        for j in places:
            if marked.text(j) in SIGNS:
                break
            near.append(j)
    return near


def _is_of_station(marked: Marked, j: int) -> bool:
    return bool(
        marked.item(j, "module")
        or marked.item(j, "object", "port_word")
        or marked.item(j, "object", "station")
        or marked.phrase(j, "arm") is not None
    )
