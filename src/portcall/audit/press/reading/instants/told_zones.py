"""The zone of each clock time: named, of a heading, of before, of its twin, or of the place.

Model   A clock time without a zone has that of the heading above it, then that of the clock before, then
        another one of the text. Where the same instant stands behind it in brackets in a zone that is
        named, the difference decides between them, and gives an offset where none of them fits. Last
        comes the place that the text is from, or the only place with a zone in it: that is assumed.
Valid   Offsets of whole half hours.
Source  Chosen here.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from portcall.audit.press.reading.events.attach import Told
from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.mentions.zone_time import offset_of
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid, read_zone
from portcall.audit.press.reading.text.marked import Marked

LANDING_ZONE = {"soyuz-": "Asia/Almaty"}
LAUNCH_ZONE = {"soyuz-": "Asia/Qyzylorda", "progress-": "Asia/Qyzylorda"}
CONTROL_ZONE = "Europe/Moscow"  # where most reports of these ships are written
ASSUMED_SURE = 0.45  # below what may be called wrong
HEAD_WORDS, BACK, GROUP = 9, 30, 4
AT_A_PLACE = frozenset({"landing", "launch"})
ZONE_ROLES = frozenset({"zone_name", "city"})
HALF_HOUR_S, HOUR_S, DAY_S = 1800, 3600, 86_400
WESTMOST_S = -10 * HOUR_S


def fill_zones(
    marked: Marked,
    told: Sequence[Told],
    site_zones: Mapping[str | None, str],
    anchor: date,
    from_place: str | None = None,
) -> str | None:
    """Give every clock time its zone.

    Returns
    -------
    str or None
        The place whose zone was assumed because the text names none.
    """
    headings = _headings(marked, told)
    places = [place for place, _ in headings]
    heads = [one.time for one in told if one.time.group is None or one.time.heads_group]
    rest = [one.time for one in told]
    named = [one.zone for one in (*heads, *rest) if one.zone and _is_known(one.zone)]
    named = named or _only_named(marked)
    last: dict[bool, ZoneSaid] = {}
    latest: ZoneSaid | None = None
    assumed: str | None = None
    for i, one in enumerate(told):
        mention = one.time
        if mention.clock is None:
            continue
        in_halves = mention.clock.meridiem is not None
        if places and places[0] < mention.first and _is_where(marked, one):
            mention.zone = None
        if mention.zone is None:
            mention.zone = _said_before(told, i)
            if mention.zone is not None:
                last[in_halves] = latest = mention.zone
        if mention.zone is None:
            above = bisect_right(places, mention.first) - 1
            header = headings[max(above, 0)][1] if headings else None
            usual = [header, last.get(in_halves), latest, *named[:1]]
            mention.zone = _of_twin(told, i, [zone for zone in usual if zone], anchor)
            if mention.zone is not None:
                last[in_halves] = latest = mention.zone
            if mention.zone is None:
                carried = next((zone for zone in usual if zone), None)
                if carried is not None and carried is not header and carried.iana != "UTC":
                    carried = carried._replace(offset_s=None)  # a wrong season is told once
                mention.zone = carried
            if mention.zone is None and from_place is not None:
                mention.zone, assumed = ZoneSaid(from_place, None, None, ""), from_place
                one.sure = min(one.sure, ASSUMED_SURE)
        elif not _is_known(mention.zone):
            beside_s = _beside_s(told, i, anchor)
            place = _local_place(one, site_zones, beside_s, anchor) if mention.zone.said else None
            if place:
                mention.zone = mention.zone._replace(iana=place)
            else:
                only = {zone.iana for zone in named}
                mention.zone = mention.zone._replace(stated_s=beside_s)
                if beside_s is None and len(only) == 1 and "UTC" not in only:
                    mention.zone = mention.zone._replace(iana=only.pop())
                    one.sure = min(one.sure, ASSUMED_SURE)
        elif latest is not None and marked.text(mention.first - 1) == "(":
            last.setdefault(in_halves, mention.zone)  # "8:10 a.m., on time (6:10 p.m. in Baikonur)"
        elif mention.group is None or mention.heads_group:
            last[in_halves] = latest = mention.zone
        else:
            last.setdefault(in_halves, mention.zone)
    return assumed


def _only_named(marked: Marked) -> list[ZoneSaid]:
    """Return the one zone that a text names anywhere, where no clock has one: "the sequence in UTC"."""
    zones = [
        found[0]
        for item in marked.items
        if item.role == "zone_name" and (found := read_zone(marked, item.first)) is not None
    ]
    return zones[:1] if len({zone.iana for zone in zones}) == 1 else []


def _is_where(marked: Marked, one: Told) -> bool:
    """Return whether a place behind a clock says where it happens: "landing at 6:24 in Kazakhstan".

    Under a heading that names the zone of its times it is not the zone of this one.
    """
    last = one.time.last
    kind = "" if one.event is None else one.event.kind
    place = marked.item(last - 1, "city") is not None and marked.is_word(last - 2, "in")
    return kind in AT_A_PLACE and place and one.time.zone is not None and one.time.group is None


def _digits(time: TimeMention) -> tuple[int, int, str | None] | None:
    clock = time.clock
    return None if clock is None else (clock.hour, clock.minute, clock.meridiem)


def _said_before(told: Sequence[Told], i: int) -> ZoneSaid | None:
    """Return the zone that the same clock time of the same event had before in the text."""
    one = told[i]
    for other in told[max(i - BACK, 0) : i]:
        same = _digits(other.time) == _digits(one.time) and other.subject == one.subject
        kinds = {told.event.kind if told.event else "" for told in (one, other)}
        if same and len(kinds) == 1 and other.time.zone and _is_known(other.time.zone):
            return other.time.zone
    return None


def _headings(marked: Marked, told: Sequence[Told]) -> list[tuple[int, ZoneSaid]]:
    """Return the zones that headings give to the times below them, with their places."""
    found: list[tuple[int, ZoneSaid]] = []
    for item in marked.items:
        if item.role == "zone" and item.value == "header":
            for j in range(item.last, item.last + 3):
                zone = read_zone(marked, j, city_alone=True) if j < marked.size else None
                if zone is not None:
                    found.append((item.first, zone[0]))
                    break
    for i in range(marked.size):
        if marked.is_word(i, "before_zone_of_all") and _alone(marked, i):
            zone = read_zone(marked, i + 1, city_alone=True)
            if zone is not None:
                found.append((i, zone[0]))
    clocked = {one.time.sentence for one in told if one.time.clock is not None}
    for number, sentence in enumerate(marked.sentences):
        if number not in clocked:
            above = _in_brackets(marked, sentence.first, sentence.last)
            if above is not None:
                found.append((sentence.first, above))
    spans = {j for one in told for j in range(one.time.first, one.time.last)}
    found += _before_colons(marked, spans)
    return sorted(found, key=lambda one: one[0])


def _alone(marked: Marked, i: int) -> bool:
    """Return whether a word begins a line or a bracket: "(times Eastern)"."""
    before = marked.text(i - 1)
    return before in {"", "(", "[", "*"} or "\n" in marked.tokens[i].gap


def _before_colons(marked: Marked, spans: set[int]) -> list[tuple[int, ZoneSaid]]:
    """Return the zones that stand before a colon and are of no clock: "In order, Moscow time:"."""
    found: list[tuple[int, ZoneSaid]] = []
    for item in marked.items:
        if item.role not in ZONE_ROLES or item.first in spans:
            continue
        first = item.first - (marked.text(item.first - 1) == "(")
        zone = read_zone(marked, first) or read_zone(marked, item.first)
        if zone is None:
            continue
        last = zone[1] + (marked.text(zone[1]) == ")")
        closes = marked.text(last) == ":" and not marked.glued(last + 1)
        if closes or (item.role == "zone_name" and _ends_heading(marked, last, spans)):
            found.append((item.first, zone[0]))
    return found


def _ends_heading(marked: Marked, last: int, spans: set[int]) -> bool:
    """Return whether a zone ends a sentence without a clock: "Tonight's schedule, Central time."."""
    here = bisect_right([one.first for one in marked.sentences], last) - 1
    first = marked.sentences[here].first
    short = last - first <= 2 * HEAD_WORDS
    return marked.text(last) == "." and short and spans.isdisjoint(range(first, last))


def _in_brackets(marked: Marked, first: int, last: int) -> ZoneSaid | None:
    """Return the zone in brackets that ends a heading: "Timeline (Japan Standard Time, JST):"."""
    for j in (last - 1, last - 2):
        if j < first or marked.text(j) != ")" or last - first > 2 * HEAD_WORDS:
            continue
        opened = next((k for k in range(j, first - 1, -1) if marked.text(k) == "("), None)
        zone = None if opened is None else read_zone(marked, opened)
        if zone is not None and zone[1] == j + 1:
            return zone[0]
    return None


def _of_twin(
    told: Sequence[Told], i: int, usual: Sequence[ZoneSaid], anchor: date
) -> ZoneSaid | None:
    """Return the zone of "5:20 p.m. (2220 GMT)": one of the text that fits, or the difference."""
    one = told[i].time
    twin = told[i + 1].time if i + 1 < len(told) else None
    if twin is None or one.group is None or twin.group != one.group:
        return None
    difference_s = _difference_s(one, twin, anchor)
    if difference_s is None:
        return None
    near = datetime.combine(_about(one, twin, anchor), time())
    for zone in usual:
        ahead = offset_of(zone, near)
        if ahead is not None and (ahead.total_seconds() - difference_s) % DAY_S == 0:
            return zone
    for zone in usual[:1]:
        ahead = offset_of(zone, near)
        off_s = 0.0 if ahead is None else abs(ahead.total_seconds() - difference_s)
        if off_s == HOUR_S:
            return zone  # an hour off is a slip of the text
    return ZoneSaid(None, None, difference_s, "")


def _beside_s(told: Sequence[Told], i: int, anchor: date) -> int | None:
    """Return what "8:33 a.m. local time (15:33 UTC)" is ahead of UTC: the clock beside it says it."""
    one = told[i].time
    for other in told[max(i - GROUP, 0) : i + GROUP]:
        twin = other.time
        if one.group is None or twin.group != one.group or twin is one or twin.zone is None:
            continue
        if _is_known(twin.zone):
            return _difference_s(one, twin, anchor)
    return None


def _local_place(
    one: Told, site_zones: Mapping[str | None, str], beside_s: int | None, anchor: date
) -> str | None:
    """Return the zone of "local time": where the event is, or mission control's where that fits."""
    place = _place_of(one, site_zones)
    landing = place is not None and place in LANDING_ZONE.values()
    return CONTROL_ZONE if landing and _is_of_control(beside_s, one.time, anchor) else place


def _is_of_control(beside_s: int | None, mention: TimeMention, anchor: date) -> bool:
    """Return whether a clock is ahead of the one beside it as that of mission control."""
    near = datetime.combine(_about(mention, mention, anchor), time())
    ahead = offset_of(ZoneSaid(CONTROL_ZONE, None, None, ""), near)
    return ahead is not None and round(ahead.total_seconds()) == beside_s


def _difference_s(one: TimeMention, twin: TimeMention, anchor: date) -> int | None:
    """Return what the zone of a clock is ahead of UTC, by the one that tells the same instant."""
    if one.clock is None or twin.clock is None or twin.zone is None:
        return None
    ahead = offset_of(twin.zone, datetime.combine(_about(one, twin, anchor), time()))
    if ahead is None or not (one.clock.exists and twin.clock.exists):
        return None
    minutes = (one.clock.hour - twin.clock.hour) * 60 + one.clock.minute - twin.clock.minute
    seconds = (minutes * 60 + round(ahead.total_seconds()) - WESTMOST_S) % DAY_S + WESTMOST_S
    return None if seconds % HALF_HOUR_S else seconds


def _about(one: TimeMention, twin: TimeMention, anchor: date) -> date:
    """Return a date near that of two clocks: zones change by the season."""
    for said in (one.date, twin.date):
        if said is not None and said.month is not None:
            return date(said.year or anchor.year, said.month, min(said.day or 1, 28))
    return anchor + timedelta(0)


def _is_known(zone: ZoneSaid) -> bool:
    return zone.iana is not None or zone.stated_s is not None


def _place_of(one: Told, site_zones: Mapping[str | None, str]) -> str | None:
    """Return the zone of the place where an event is, for "local time" without one."""
    kind = one.event.kind if one.event else ""
    if kind in {"launch", "insertion"}:
        usual = _by_ship(LAUNCH_ZONE, one.subject)
        return site_zones.get(one.subject) or usual
    return _by_ship(LANDING_ZONE, one.subject) if kind == "landing" else None


def _by_ship(zones: Mapping[str, str], subject: str | None) -> str | None:
    return next((zone for start, zone in zones.items() if (subject or "").startswith(start)), None)
