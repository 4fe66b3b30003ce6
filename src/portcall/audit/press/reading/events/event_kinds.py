"""Which event words mean by what stands beside them: "left Baikonur", "reached orbit", "moved to Poisk"."""

from collections.abc import Callable

from portcall.audit.press.reading.events.beginnings import what_begins
from portcall.audit.press.reading.events.mere_things import is_no_event
from portcall.audit.press.reading.events.own_clocks import shown_from
from portcall.audit.press.reading.events.way_down import (
    falls_into_air,
    kind_by_matter,
    matter_at,
    passive_of,
)
from portcall.audit.press.reading.mentions.clocks import read_clock
from portcall.audit.press.reading.text.event_words import EventWords
from portcall.audit.press.reading.text.lexicon import Item
from portcall.audit.press.reading.text.marked import Marked

OBJECT_WORDS = 5
CRAFT_WORDS = 9
PORT_WORDS = 10
AHEAD_WORDS = 6
ENDED_WORDS = 3
BEGUN_WORDS = 16
SHOWN_WORDS = 24
BY_OBJECT = {"ground": "landing", "air": "re-entry", "orbit": "insertion"}
HAS_AN_END = frozenset({"deorbit", "broadcast-start"})
BREAKS = frozenset({",", ";", "("})
PARTS_THAT_LAND = frozenset({"capsule", "vehicle", "module", "craft", "pod", "apparatus"})
TOWARDS = frozenset({"to", "for"})

Near = Callable[[Marked, int], bool]


def kind_of(marked: Marked, item: Item, words: EventWords, end: int) -> str:
    """Return the kind that event words have in their place; `none` where they tell no event."""
    kind: str = words.kind
    if words.needs == "infinitive":
        return kind if _is_infinitive(marked, item.first) else "none"
    if words.needs == "present":
        return kind if _is_said_of_ship(marked, item.first) else "none"
    if words.needs == "clock":
        return kind if _has_clock_behind(marked, item.last) else "none"
    if is_no_event(marked, item, kind):
        return "none"
    if words.needs == "mechanism":
        return kind if _names_mechanism(marked, item.last, end) else "none"
    if words.needs == "beginning":
        begun = _has_a_beginning(marked, item.last, end) or _begun_before(marked, item.first)
        return kind if begun else "none"
    if _is_after_or_before(marked, item.first) or _is_a_part(marked, item, kind):
        return "none"
    if words.needs == "descent" and _is_to_leave(marked, item.last, end):
        return "other"
    if words.needs == "covered":
        return kind if _is_told_before(marked, item.first) else "none"
    if words.needs == "matter":
        return kind_by_matter(marked, item, end)
    if words.needs in {"port", "station", "stage", "home"}:
        return _by_need(marked, item, words, end)
    if words.at_site and _is_of_rocket(marked, item.first):
        return words.at_site
    leaves_pad = words.at_site or marked.is_word(item.last - 1, "pad")
    on_foot = marked.phrase(item.first - 1, "on_the_ground") is not None
    if leaves_pad and on_foot and not _names_station(marked, item.last):
        return "other"
    if words.at_site:
        return _by_what_is_left(marked, item.last, end, words)
    if kind == "undocking" and words.weak and marked.tokens[item.last - 1].lower == "off":
        return "landing" if _is_coast(marked, item.last) else kind
    if kind == "launch" and _leaves_port(marked, item.last, end):
        return "undocking"
    started = what_begins(marked, item) if kind == "launch" else None
    if started is not None:
        return started
    if _meets_air(marked, item, kind, end):
        return "re-entry"
    if kind == "berthing" and _is_a_berth(marked, item):
        return "none"
    if kind == "docking" and _is_of_helpers(marked, item.first):
        return "other"
    if kind == "launch" and words.weak and _goes_to_station(marked, item.last, end):
        return "docking"
    if kind == "docking":
        return _by_object(marked, item, end)
    if kind == "landing" and _names_module(marked, item.last, end, CRAFT_WORDS):
        return "docking"
    if kind in {"berthing", "relocation"} and _is_put_in(marked, item.last):
        return "other"
    if kind == "spacewalk" and words.weak and _ends_stay(marked, item):
        return "undocking"
    if kind in HAS_AN_END and _is_over(marked, item.last, end):
        return "other"
    return kind


def _meets_air(marked: Marked, item: Item, kind: str, end: int) -> bool:
    """Return whether it is the air that takes hold of a ship, or that it falls into."""
    if kind in {"docking", "berthing"}:
        return matter_at(marked, item.first - 1) == "re-entry"
    return kind == "landing" and falls_into_air(marked, item.last, end)


def _is_infinitive(marked: Marked, i: int) -> bool:
    """Return whether a base form is a verb: "is to grab", "will then snare", not "a firm grip"."""
    before = i - 1 - marked.text(i - 1).lower().endswith("ly")
    return marked.phrase(before, "infinitive") is not None


def _is_said_of_ship(marked: Marked, i: int) -> bool:
    """Return whether a third person follows what acts: "Canadarm2 snares", not "hooks and locks"."""
    before = marked.text(i - 1)
    named = marked.inside[i - 1] >= 0 and i > 0
    roles = {one.role for one in marked.at.get(marked.inside[i - 1], ())} if named else set()
    actor = roles & {"ship", "family", "company", "rocket"} or before == ")"
    return bool(actor) or marked.item(i - 1, "object", "it") is not None or before[:1].isupper()


def _has_clock_behind(marked: Marked, i: int) -> bool:
    """Return whether a clock stands right behind: "orbit 03:09:20", "separation: 9:14"."""
    j = i + (marked.text(i) in {":", "-", "at", "by"} or marked.item(i, "link") is not None)
    return marked.number(j, 2) is not None and marked.text(j + 1) == ":" and marked.glued(j + 2)


def _by_need(marked: Marked, item: Item, words: EventWords, end: int) -> str:
    last = min(item.last + PORT_WORDS, end)
    stop = next((j for j in range(item.last, last) if _stops(marked, j)), last)
    first = item.first if words.needs in {"stage", "home"} else item.first - AHEAD_WORDS
    near = [j for j in range(max(first, 0), stop) if not item.first <= j < item.last]
    at_port = any(_is_port(marked, j) for j in near)
    at_station = at_port or any(_is_station(marked, j) for j in near)
    if words.needs == "port":
        return words.kind if at_port else "none"
    if words.needs == "station":
        return words.kind if at_station else "none"
    if words.needs == "home":
        return "none" if at_station else words.kind
    if at_station or _tells_leaving(marked, item):
        return "undocking"
    return words.kind if _tells_start(marked, item.first) else "other"


def _stops(marked: Marked, j: int) -> bool:
    return marked.text(j) in {";", "(", ".", "|"} or marked.item(j, "clock") is not None


def _is_port(marked: Marked, j: int) -> bool:
    return bool(marked.item(j, "module") or marked.item(j, "object", "port_word"))


def _is_station(marked: Marked, j: int) -> bool:
    return bool(marked.item(j, "object", "station") or marked.item(j, "object", "visits"))


def _tells_start(marked: Marked, i: int) -> bool:
    """Return whether a launch or a rocket is told of near: "separation" is from its last stage."""
    first, last = max(i - 4 * PORT_WORDS, 0), min(i + PORT_WORDS, marked.size)
    events = marked.language.events
    told = (events[int(item.value)] for item in marked.roles(first, last, "event"))
    starts = any(words.kind in {"launch", "insertion"} and not words.needs for words in told)
    return starts or any(True for _ in marked.roles(first, last, "rocket"))


def _tells_leaving(marked: Marked, item: Item) -> bool:
    """Return whether it has left, or comes home: "it has undocked: separation at", then no launch."""
    first = max(item.first - 2 * PORT_WORDS, 0)
    events = marked.language.events
    told = [events[int(one.value)].kind for one in marked.roles(first, item.first, "event")]
    return bool(told) and told[-1] in {"undocking", "hatch"} and "launch" not in told


def _by_what_is_left(marked: Marked, i: int, end: int, words: EventWords) -> str:
    """Return launch for "left Baikonur", "left pad 39A", none of both for "left the capsule"."""
    if marked.text(i).lower() in TOWARDS and _names_station(marked, i + 1):
        return words.at_site or words.kind
    for j in range(i, min(i + CRAFT_WORDS, end)):
        if _is_station(marked, j) or marked.item(j, "module") or marked.text(j) in BREAKS:
            break
        if marked.item(j, "clock") or marked.item(j, "object", "at_time"):
            break
        if marked.item(j, "object", "airlock"):
            return "spacewalk"
        if marked.item(j, "object", "craft"):
            return "other"
        near = j < i + OBJECT_WORDS or any(marked.item(k, "link", "from") for k in (j - 2, j - 1))
        if near and _is_site(marked, j):
            return words.at_site or words.kind
    return words.kind


def _names_station(marked: Marked, i: int) -> bool:
    """Return whether the station stands at a token: "departed the station", "for the ISS"."""
    return any(_is_station(marked, j) for j in (i, i + 1))


def _is_site(marked: Marked, j: int) -> bool:
    named = marked.item(j, "site") or marked.item(j, "city") or _is_pad(marked, j)
    return bool(named) or marked.phrase(j, "starting_place") is not None


def _by_object(marked: Marked, item: Item, end: int) -> str:
    """Return the kind of "reached", "met", "touched" by what was reached, met or touched."""
    if _comes_to_site(marked, item.last, end):
        return "other"
    things = marked.language.grammar.object
    reach = item.last + OBJECT_WORDS - 1
    for j in range(item.last, min(item.last + CRAFT_WORDS, end)):
        if marked.text(j) in BREAKS or marked.item(j, "module") or j >= reach:
            break
        if marked.item(j, "object", "part_of_sea"):
            reach = j + OBJECT_WORDS  # "a closed area of the South Pacific"
        if marked.text(j + 1) == "-" and marked.glued(j + 1):
            continue  # "docked to the Earth-facing port"
        if marked.item(j, "object", "waypoint"):
            return "other"
        for name, kind in BY_OBJECT.items():
            if marked.text(j).lower() in things.get(name, ()):
                return kind
    return passive_of(marked, item.first) or "docking"


def _is_coast(marked: Marked, i: int) -> bool:
    """Return whether it is a place on the map: "off Jacksonville", not "off Harmony"."""
    place = i < marked.size and marked.tokens[i].is_capital and "\n" not in marked.tokens[i].gap
    named = marked.item(i, "module") or marked.item(i, "ship") or marked.item(i, "family")
    return place and not (named or _is_station(marked, i))


def _leaves_port(marked: Marked, i: int, end: int) -> bool:
    """Return whether it sets out from the station: "blasted off from its docking port"."""
    if not marked.item(i, "link", "from"):
        return False
    near = range(i + 1, min(i + OBJECT_WORDS, end))
    stop = next((j for j in near if _stops(marked, j) or marked.text(j) in BREAKS), near.stop)
    return any(_is_port(marked, j) for j in range(i, stop))


def _is_a_berth(marked: Marked, item: Item) -> bool:
    """Return whether it is a place that is named: "cleared the berth", not "to berth"."""
    return marked.is_word(item.first, "berth") and marked.is_word(item.first - 1, "of_berth")


def _is_of_helpers(marked: Marked, i: int) -> bool:
    """Return whether those who meet the crew arrive: "recovery teams will arrive around noon"."""
    near = range(max(i - OBJECT_WORDS, 0), i)
    begin = max((j + 1 for j in near if _stops(marked, j) or marked.text(j) in BREAKS), default=0)
    return any(marked.item(j, "object", "helpers") for j in near if j >= begin)


def _is_put_in(marked: Marked, i: int) -> bool:
    """Return whether it goes on in a ship: "installed in the booster", "moved inside the capsule"."""
    words = marked.language.grammar.object.get("put_in", ())
    module = any(marked.item(j, "module") for j in range(i + 1, i + OBJECT_WORDS))
    return marked.text(i).lower() in words and not module


def _names_module(marked: Marked, i: int, end: int, reach: int = OBJECT_WORDS) -> bool:
    """Return whether it goes to a module: "brought the node to Nauka"."""
    near = range(i, min(i + reach, end))
    stop = next((j for j in near if marked.text(j) in BREAKS), near.stop)
    return any(marked.item(j, "module") for j in range(i, stop))


def _names_mechanism(marked: Marked, i: int, end: int) -> bool:
    """Return whether it is what ships dock by: "engaging the forward port's docking mechanism"."""
    near = range(i, min(i + CRAFT_WORDS, end))
    stop = next((j for j in near if marked.text(j) in BREAKS), near.stop)
    return any(marked.item(j, "object", "mechanism") for j in range(i, stop))


def _has_a_beginning(marked: Marked, i: int, end: int) -> bool:
    """Return whether it is told when something that is watched begins: "live, beginning at 3:30"."""
    for j in range(i, min(i + SHOWN_WORDS, end)):
        if read_clock(marked, j) is not None:
            return shown_from(marked, j)
        if marked.text(j) in {";", ":"} or marked.item(j, "clock"):
            return False
        if marked.item(j, "object", "beginning"):
            return not _ends_in_walk(marked, j - 1)
    return False


def _begun_before(marked: Marked, i: int) -> bool:
    """Return whether its beginning is told before it: "Starting at 8:40 a.m. EDT NASA+ will carry"."""
    near = range(max(i - BEGUN_WORDS, 0), i)
    begun = [j for j in near if marked.item(j, "object", "beginning")]
    if not begun or any(marked.text(j) in {".", ";"} and not marked.glued(j) for j in near):
        return False
    clocks = (read_clock(marked, j) for j in range(begun[-1] + 1, begun[-1] + 3))
    return any(clock is not None for clock in clocks)


def _ends_in_walk(marked: Marked, j: int) -> bool:
    """Return whether it is a spacewalk that begins: "watch the spacewalk starting at 8 a.m."."""
    item = marked.item(marked.inside[j], "event")
    return item is not None and marked.language.events[int(item.value)].kind == "spacewalk"


def _goes_to_station(marked: Marked, i: int, end: int) -> bool:
    """Return whether it goes to a module or the station: "brought the crew to the station"."""
    if _names_module(marked, i, end):
        return True
    near = range(i, min(i + CRAFT_WORDS, end))
    stop = next((j for j in near if _stops(marked, j) or marked.text(j) in BREAKS), near.stop)
    return any(marked.is_word(j, "to") and _is_station(marked, j + 1) for j in range(i, stop))


def _is_of_rocket(marked: Marked, i: int) -> bool:
    """Return whether it is a rocket that leaves: "the rocket leaves at 4:27"."""
    near = range(max(i - ENDED_WORDS, 0), i)
    return any(marked.item(j, "rocket") or marked.item(j, "object", "rocket") for j in near)


def _is_pad(marked: Marked, i: int) -> bool:
    return marked.item(i, "part_of_place", "pad") is not None


def _comes_to_site(marked: Marked, i: int, end: int) -> bool:
    """Return whether it is a place on the ground that was reached: "arrived at Baikonur"."""
    at = marked.is_word(i, "at_site") and i + 1 < end
    near = range(i + 1, min(i + 3, end))
    return at and any(_is_site(marked, j) or marked.item(j, "object", "ground_place") for j in near)


def _is_a_part(marked: Marked, item: Item, kind: str) -> bool:
    """Return whether it only names what lands: "the reentry capsule"."""
    return kind == "re-entry" and marked.text(item.last).lower() in PARTS_THAT_LAND


def _is_after_or_before(marked: Marked, i: int) -> bool:
    """Return whether it only dates another thing: "post-landing news conference"."""
    joined = marked.text(i - 1) == "-" and marked.glued(i - 1) and marked.glued(i)
    return joined and marked.is_word(i - 2, "dates_it")


def _is_to_leave(marked: Marked, i: int, end: int) -> bool:
    """Return whether engines are fired at the station: "fired its thrusters to move away"."""
    for j in range(i, min(i + OBJECT_WORDS, end)):
        if _stops(marked, j) or marked.text(j) == ",":
            return False
        if marked.is_word(j, "to"):
            behind = (marked.item(j + 1, "event"), marked.item(j + 1, "object", "leaving"))
            told = [] if behind[0] is None else [marked.language.events[int(behind[0].value)].kind]
            return behind[1] is not None or "undocking" in told
    return False


def _is_told_before(marked: Marked, i: int) -> bool:
    """Return whether an event stands right before a token: "undocking show"."""
    before = marked.inside[i - 1] if i else -1
    return before >= 0 and marked.item(before, "event") is not None


def _ends_stay(marked: Marked, item: Item) -> bool:
    """Return whether it is a stay that ended: "its stay at Harmony ended", "ended its visit"."""
    if marked.text(item.first).lower() not in marked.language.grammar.object.get("ended", ()):
        return False
    near = (
        *range(item.last, item.last + ENDED_WORDS),
        *range(item.first - CRAFT_WORDS, item.first),
    )
    return any(marked.item(j, "object", "stay") for j in near)


def _is_over(marked: Marked, i: int, end: int) -> bool:
    """Return whether the end is told, not the start: "deorbit burn complete"."""
    near = range(i, min(i + ENDED_WORDS, end))
    for j in near:
        if marked.text(j) in BREAKS or marked.item(j, "clock"):
            return False
        if marked.phrase(j, "over_with") is not None:
            return True
    return False
