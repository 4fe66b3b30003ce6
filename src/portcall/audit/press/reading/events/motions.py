"""Motion that tells an event by what is left or reached: "pulled out of Prichal", "free of its rocket".

Model   A verb of motion, a word for away or into, and behind it the station, a pad, a stage of the rocket
        or the orbit; from one port to another it is a relocation.
Valid   The first thing behind the word of direction counts, within a few words and before the next sign;
        a clock between them does not part them ("went at 08:20 UTC from the aft port").
Source  Chosen here.
"""

from collections.abc import Sequence
from typing import NamedTuple

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked, Sentence

REACH, OBJECT_REACH, SUBJECT_REACH = 4, 6, 14
BASE, THIRD, GOING, PAST, STATE = 0, 1, 2, 3, 9
STOPS = frozenset({";", ",", "(", ")", "|", ".", '"'})
TOWARDS = frozenset({"to", "toward", "towards", "for"})  # "off to the station"
SKIPPED = frozenset({"clock", "zone_name", "weekday", "month", "day", "number"})
LEFT = {
    "port": "undocking",
    "station": "undocking",
    "arm": "undocking",
    "ground": "launch",
    "carrier": "insertion",
}
REACHED = {"port": "docking", "orbit": "launch", "sky": "launch"}
ACTORS = frozenset({"ship", "family", "rocket"})
RETOLD = frozenset(
    {"launch", "undocking", "insertion", "docking", "relocation", "none", "berthing"}
)


class _Way(NamedTuple):
    away: str
    into: str
    last: int


def with_motions(
    marked: Marked, sentence: Sentence, number: int, events: Sequence[EventMention]
) -> list[EventMention]:
    """Return the events of a sentence with those that motion tells, instead of what their words seem to."""
    found: list[EventMention] = []
    busy = {j for one in events if one.kind not in RETOLD for j in range(one.first, one.last)}
    for i in range(sentence.first, sentence.last):
        if i in busy or (found and found[-1].last > i):
            continue
        form = _form(marked, i)
        if form is None or (marked.text(i + 1) == "-" and marked.glued(i + 1)):
            continue  # "the lift-off of the rocket"
        way = _way(marked, i + (form != STATE), sentence.last)
        kind = _kind(way)
        if kind and not (form == STATE and way.into) and _is_of_ship(marked, i, sentence):
            mode = {BASE: "noun", THIRD: "planned", GOING: "noun"}.get(form, "done")
            needs = "no_launch" if _is_put_there(marked, i, way) else ""
            found.append(EventMention(i, way.last, kind, mode, False, number, False, needs=needs))
    taken = {j for one in found for j in range(one.first, one.last)}
    kept = [one for one in events if not taken.intersection(range(one.first, one.last))]
    return sorted((*kept, *found), key=lambda one: one.first)


def _form(marked: Marked, i: int) -> int | None:
    """Return the form of a verb of motion, of a verb that no list has, or of no verb: "clear of"."""
    known = marked.language.moving.get(marked.tokens[i].lower)
    if known is not None:
        return known
    if marked.inside[i] < 0 and marked.text(i).isalpha():
        ended = marked.tokens[i].lower.endswith(
            marked.language.grammar.relative.get("past_endings", ())
        )
        asked = marked.phrase(i - 1, "infinitive") is not None
        return PAST if ended else BASE if asked else None
    before = marked.inside[i - 1] if i else -1
    named = before >= 0 and any(one.role in {"ship", "family"} for one in marked.at[before])
    named = named or (before >= 0 and marked.item(before, "object", "vessel") is not None)
    return STATE if named and marked.phrase(i, "away_from") is not None else None


def _is_put_there(marked: Marked, i: int, way: _Way) -> bool:
    """Return whether it is set into its orbit, which after a launch is the end of the ascent."""
    return way.into == "orbit" and not way.away and marked.phrase(i, "climbs") is None


def _kind(way: _Way) -> str:
    if way.away == "port" and way.into == "port":
        return "relocation"
    return LEFT.get(way.away) or REACHED.get(way.into) or ""


def _way(marked: Marked, first: int, end: int) -> _Way:
    """Return what is left and what is reached behind a verb, and the token behind the word of direction."""
    away = into = ""
    last, j, reach = first, first, first + REACH
    while j < min(reach, end):
        if marked.text(j) in STOPS or _goes_on(marked, j, first):
            break
        if _is_time(marked, j):
            j, reach = j + 1, reach + 1
            continue
        gone, come = marked.phrase(j, "away"), marked.phrase(j, "into")
        behind = gone or come
        if behind is None:
            j += 1
            continue
        towards = gone is not None and marked.text(behind).lower() in TOWARDS
        thing, at = ("", behind) if towards else _thing(marked, behind, end)
        if gone is not None and thing in LEFT and not away:
            away, last = thing, max(last, behind)
        elif come is not None and not into and _is_reached(marked, j, thing):
            into, last = thing, max(last, behind)
        j = at if thing else behind
        reach = j + REACH
    return _Way(away, into, last)


def _goes_on(marked: Marked, j: int, first: int) -> bool:
    """Return whether something else is told from a token on: "was launched and moored to Rassvet"."""
    if marked.phrase(j, "away") is not None or marked.phrase(j, "into") is not None:
        return False
    moves = marked.tokens[j].lower in marked.language.moving
    told = j > first and marked.item(j, "event") is not None
    return moves or told or marked.item(j, "people", "and") is not None


def _is_reached(marked: Marked, j: int, thing: str) -> bool:
    """Return whether it is come to, not only flown towards: "into the sky", "onto the port"."""
    inside = marked.phrase(j, "inside") is not None
    return thing == "port" or (inside and thing in {"orbit", "sky"})


def _is_time(marked: Marked, j: int) -> bool:
    here = marked.tokens[j].is_number or marked.text(j) == ":"
    place = marked.inside[j]
    roles = {one.role for one in marked.at.get(place, ())} if place >= 0 else set()
    clock = marked.is_word(j, "at") and marked.tokens[min(j + 1, marked.size - 1)].is_number
    return here or clock or bool(roles & SKIPPED)


def _thing(marked: Marked, first: int, end: int) -> tuple[str, int]:
    """Return the first thing at a token or soon behind it, and the token behind it."""
    for j in range(first, min(first + OBJECT_REACH, end)):
        if marked.text(j) in STOPS or marked.tokens[j].is_number:
            break
        if marked.is_word(j, "aboard") and marked.text(j - 1).lower() == "off":
            break  # "lift off on a rocket"
        if j > first and (marked.phrase(j, "away") or marked.phrase(j, "into")):
            break
        if marked.phrase(j, "towards") is not None:
            break
        kind = _kind_of_thing(marked, j)
        if kind:
            return kind, _behind(marked, j)
    return "", first


def _behind(marked: Marked, j: int) -> int:
    items: Sequence[Item] = marked.at.get(j, ())
    return items[0].last if items else j + 1


def _kind_of_thing(marked: Marked, j: int) -> str:
    if marked.item(j, "module") or marked.item(j, "object", "port_word") or marked.item(j, "side"):
        return "port"
    if marked.item(j, "object", "station") or marked.item(j, "object", "visits"):
        return "station"
    if marked.item(j, "rocket") or marked.phrase(j, "carrier") is not None:
        return "carrier"
    if marked.phrase(j, "arm") is not None:
        return "arm"
    site = marked.item(j, "site") or marked.item(j, "part_of_place", "pad")
    if site or marked.phrase(j, "starting_place") is not None:
        return "ground"
    for key in ("orbit", "sky"):
        if marked.phrase(j, key) is not None:
            return key
    return ""


def _is_of_ship(marked: Marked, i: int, sentence: Sentence) -> bool:
    """Return whether it is a ship that moves, not the crew, a hatch or the arm."""
    first = max(sentence.first, i - SUBJECT_REACH)
    for j in range(i - 1, first - 1, -1):
        place = marked.inside[j]
        roles = {one.role for one in marked.at.get(place, ())} if place >= 0 else set()
        if roles & ACTORS or marked.item(j, "object", "vessel") or marked.item(j, "object", "it"):
            return True
        if marked.phrase(j, "no_ship") is not None:
            return marked.item(i + 1, "object", "it") is not None  # "the crew flew it away"
        if marked.text(j) == ";":
            return True
    return i - sentence.first < SUBJECT_REACH
