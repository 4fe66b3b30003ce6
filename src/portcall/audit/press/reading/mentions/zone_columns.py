"""Zones that a line above gives to the clocks of the lines below it: "Event UTC EDT PDT".

Model   A line that names several zones and tells no time heads a table whose bars were lost. A line below
        it with as many clocks, without zones of their own, has them in that order; zones that the heading
        repeats count once where the line has fewer clocks.
Valid   Lines of one row each.
Source  Chosen here.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from portcall.audit.press.reading.mentions.clocks import Clock, read_clock
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid, read_zone
from portcall.audit.press.reading.text.marked import Marked

MOST_TOKENS, MOST_WORDS, LEAST = 40, 4, 2


class Zoned(Protocol):
    """A time whose zone may still be set."""

    first: int
    clock: Clock | None
    zone: ZoneSaid | None


def set_columns(marked: Marked, mentions: Sequence[Zoned]) -> None:
    """Give the clocks of each line the zones of the heading above it."""
    above: Sequence[ZoneSaid] = ()
    k = 0
    for first, last in _lines(marked):
        while k < len(mentions) and mentions[k].first < first:
            k += 1
        inside = [one for one in mentions[k : k + last - first] if one.first < last]
        if not inside:
            above = _zones(marked, first, last) or above
        elif above:
            _set_line(inside, above)


def _set_line(inside: Sequence[Zoned], above: Sequence[ZoneSaid]) -> None:
    clocks = [one for one in inside if one.clock is not None]
    zones = above if len(clocks) == len(above) else list(dict.fromkeys(above))
    if len(clocks) != len(zones) or len(clocks) < LEAST:
        return
    pairs = list(zip(clocks, zones, strict=True))
    if all(one.zone is None or one.zone.iana == zone.iana for one, zone in pairs):
        for one, zone in pairs:
            one.zone = one.zone or zone


def _lines(marked: Marked) -> Iterator[tuple[int, int]]:
    first = 0
    for i in range(1, marked.size + 1):
        if i == marked.size or "\n" in marked.tokens[i].gap:
            yield first, i
            first = i


def _zones(marked: Marked, first: int, last: int) -> Sequence[ZoneSaid]:
    """Return the zones of a line that says little else."""
    found: list[ZoneSaid] = []
    words, j = 0, first
    while j < last and last - first <= MOST_TOKENS:
        zone = read_zone(marked, j, city_alone=True)
        if zone is not None and zone[0].iana is not None and zone[1] <= last:
            found.append(zone[0]._replace(said=zone[0].said.strip("()")))
            j = zone[1]
            continue
        if read_clock(marked, j) is not None or marked.text(j) in {".", ";"}:
            return ()
        words += marked.text(j).isalpha() and not marked.item(j, "zone")
        j += 1
    several = len({one.iana for one in found}) >= LEAST
    return found if several and words <= MOST_WORDS else ()
