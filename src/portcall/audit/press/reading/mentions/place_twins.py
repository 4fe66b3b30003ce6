"""A second clock time told with a place: "10:47 a.m. Eastern, 7:47 p.m. at the Baikonur Cosmodrome".

Model   A clock without a zone right behind one with a zone, and a place behind it: the zone of that place
        is meant when in it both clocks tell the same instant, by summer's rules or by winter's.
Valid   Places that are known with their zone; another place is left alone.
Source  The time zone database.
"""

from datetime import date, datetime, time

from portcall.audit.press.reading.mentions.clocks import Clock
from portcall.audit.press.reading.mentions.zone_time import offset_of
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid
from portcall.audit.press.reading.text.marked import Marked

BETWEEN, BEHIND = 3, 6
SIGNS = frozenset({",", "-", "(", "/", ";"})
STOPS = frozenset({",", ";", ".", ")", "("})
DAY_S, MINUTE_S = 86_400, 60
SEASONS = (1, 7)
ANY_YEAR = 2025


def zone_of_place(
    marked: Marked, first: Clock, zone: ZoneSaid, between: range, second: Clock, last: int
) -> tuple[ZoneSaid, int] | None:
    """Return the zone of the place behind the second of two clocks, and the token after its name.

    Parameters
    ----------
    marked : Marked
        The text.
    first, zone : Clock, ZoneSaid
        The clock before, and its zone.
    between : range
        The tokens between the two.
    second : Clock
        The clock without a zone.
    last : int
        The token behind it.
    """
    if not _side_by_side(marked, between):
        return None
    place = _place_behind(marked, last)
    fits = place is not None and _tell_one_instant(first, zone, second, place[0])
    return place if fits else None


def _side_by_side(marked: Marked, between: range) -> bool:
    return 0 < len(between) <= BETWEEN and all(
        marked.text(j) in SIGNS or marked.item(j, "link") for j in between
    )


def _place_behind(marked: Marked, i: int) -> tuple[ZoneSaid, int] | None:
    """Return the zone of "at the Baikonur Cosmodrome", and the token after its name."""
    if not marked.is_word(i, "before_place"):
        return None
    for j in range(i + 1, i + BEHIND):
        if marked.text(j) in STOPS:
            return None
        city, site = marked.item(j, "city"), marked.item(j, "site")
        if city is not None:
            iana, last = marked.language.cities[int(city.value)].iana, city.last
        elif site is not None and marked.language.names.site[int(site.value)].zone:
            iana, last = marked.language.names.site[int(site.value)].zone, site.last
        else:
            continue
        words = " ".join(marked.text(k) for k in range(i, last))
        return ZoneSaid(iana, None, None, words), last
    return None


def _tell_one_instant(first: Clock, zone: ZoneSaid, second: Clock, there: ZoneSaid) -> bool:
    for month in SEASONS:
        day = datetime.combine(date(ANY_YEAR, month, 1), time())
        here, away = offset_of(zone, day), offset_of(there, day)
        if here is None or away is None:
            continue
        apart_s = (second.hour - first.hour) * 3600 + (second.minute - first.minute) * MINUTE_S
        if (apart_s - (away - here).total_seconds()) % DAY_S == 0:
            return True
    return False
