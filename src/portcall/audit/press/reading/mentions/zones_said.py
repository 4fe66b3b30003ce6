"""Zones as they are named: "Moscow time", "(UTC+4)", "local time at Baikonur"."""

from typing import NamedTuple

from portcall.audit.press.reading.text.marked import Marked

SHORT_HOURS = 2


class ZoneSaid(NamedTuple):
    """A zone as it is named: IANA name, the offset its name or a stated one fixes, its words."""

    iana: str | None
    offset_s: int | None
    stated_s: int | None
    said: str


def read_zone(marked: Marked, i: int, *, city_alone: bool = False) -> tuple[ZoneSaid, int] | None:
    """Return the zone that is named at a token and the token after it.

    Parameters
    ----------
    city_alone : bool
        Whether "19:32 Moscow" counts, without the word for time.
    """
    opened = marked.text(i) == "("
    found = named_zone(marked, i + opened, city_alone)
    if found is None:
        return None
    zone, last = found
    stated = _stated_offset(marked, last, zone)
    if stated is not None:
        zone, last = stated
    if opened:
        last = _past_other_name(marked, last, zone)
        return (zone, last + 1) if marked.text(last) == ")" else None
    again = named_zone(marked, last + 1, city_alone=False) if marked.text(last) == "(" else None
    if again is not None and again[0][:2] == zone[:2] and marked.text(again[1]) == ")":
        return zone, again[1] + 1  # "Eastern Daylight Time (EDT)"
    return zone, last


def _past_other_name(marked: Marked, i: int, zone: ZoneSaid) -> int:
    """Return the token behind a second name of a zone: "(Japan Standard Time, JST)"."""
    if marked.text(i) not in {",", "/", ";", "-"}:
        return i
    again = named_zone(marked, i + 1, city_alone=False)
    return again[1] if again is not None and again[0].iana == zone.iana else i


def named_zone(marked: Marked, i: int, city_alone: bool) -> tuple[ZoneSaid, int] | None:
    """Return the zone whose name, city or "local time" stands at a token, without brackets."""
    start = i
    if marked.item(i, "link"):
        i += marked.is_word(i, "the")
    name = marked.item(i, "zone_name")
    if name is not None:
        words = marked.language.zones[int(name.value)]
        offset_s = None if words.offset_h is None else round(3600 * words.offset_h)
        time = marked.item(name.last, "zone", "time")
        last = time.last if time else name.last
        return ZoneSaid(words.iana, offset_s, None, zone_words(marked, start, last)), last
    city = marked.item(i, "city")
    if city is not None:
        words = marked.language.cities[int(city.value)]
        time = marked.item(city.last, "zone", "time") or marked.item(city.last, "zone", "local")
        if time or city_alone:
            last = time.last if time else city.last
            return ZoneSaid(words.iana, None, None, zone_words(marked, start, last)), last
    return _local_zone(marked, i)


def _local_zone(marked: Marked, i: int) -> tuple[ZoneSaid, int] | None:
    local = marked.item(i, "zone", "local")
    if local is None:
        return None
    j = local.last
    for _ in range(3):
        city = marked.item(j, "city")
        if city is not None:
            words = marked.language.cities[int(city.value)]
            return ZoneSaid(words.iana, None, None, zone_words(marked, i, city.last)), city.last
        if marked.item(j, "link") is None and marked.text(j) not in {"(", ","}:
            break
        j += 1
    there = marked.item(local.last, "zone", "there")
    last = there.last if there else local.last
    return ZoneSaid(None, None, None, zone_words(marked, i, last)), last


def _stated_offset(marked: Marked, i: int, zone: ZoneSaid) -> tuple[ZoneSaid, int] | None:
    """Read "+3", "(UTC+4)", ", GMT-04:00" behind the name of a zone."""
    opened = marked.text(i) in {"(", ","}
    j = i + opened
    base = marked.item(j, "zone_name")
    if base is not None and marked.language.zones[int(base.value)].iana == "UTC":
        j = base.last
    elif opened or zone.iana != "UTC":
        return None
    hours = marked.number(j + 1, SHORT_HOURS)
    if marked.text(j) not in {"+", "-"} or hours is None or not marked.glued(j + 1):
        return None
    sign, minutes, last = (-1 if marked.text(j) == "-" else 1), 0, j + 2
    if marked.text(last) == ":" and marked.glued(last) and marked.number(last + 1, 2) is not None:
        minutes, last = marked.number(last + 1, 2) or 0, last + 2
    if opened and marked.text(i) == "(":
        if marked.text(last) != ")":
            return None
        last += 1
    stated_s = sign * (3600 * hours + 60 * minutes)
    said = f"{zone.said} {zone_words(marked, i, last)}"
    return ZoneSaid(zone.iana, zone.offset_s, stated_s, said), last


def zone_words(marked: Marked, first: int, last: int) -> str:
    """Return tokens as they were written."""
    tokens = marked.tokens[first:last]
    return "".join((" " if i and token.gap else "") + token.text for i, token in enumerate(tokens))
