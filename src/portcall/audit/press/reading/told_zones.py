"""The zone of each clock time: named, of a heading, of before, or of the place of the event."""

from collections.abc import Mapping, Sequence

from portcall.audit.press.reading.attach import Told
from portcall.audit.press.reading.clocks import ZoneSaid, read_zone
from portcall.audit.press.reading.marked import Marked

LANDING_ZONE = {"soyuz-": "Asia/Almaty"}


def header_zone(marked: Marked) -> ZoneSaid | None:
    """Return the zone that a heading gives to all times of the text."""
    for item in marked.items:
        if item.role == "zone" and item.value == "header":
            for j in range(item.last, item.last + 3):
                found = read_zone(marked, j, city_alone=True) if j < len(marked.tokens) else None
                if found is not None:
                    return found[0]
    return None


def fill_zones(marked: Marked, told: Sequence[Told], site_zones: Mapping[str | None, str]) -> None:
    """Give every clock time its zone."""
    header = header_zone(marked)
    named = [one.time.zone for one in told if one.time.zone and _is_known(one.time.zone)]
    last: dict[bool, ZoneSaid] = {}
    latest: ZoneSaid | None = None
    for one in told:
        time = one.time
        if time.clock is None:
            continue
        in_halves = time.clock.meridiem is not None
        if time.zone is None:
            time.zone = header or last.get(in_halves) or latest or (named[0] if named else None)
        elif not _is_known(time.zone):
            place = _place_of(one, site_zones)
            if place:
                time.zone = time.zone._replace(iana=place)
        elif time.group is None or time.heads_group:
            last[in_halves] = latest = time.zone
        else:
            last.setdefault(in_halves, time.zone)


def _is_known(zone: ZoneSaid) -> bool:
    return zone.iana is not None or zone.stated_s is not None


def _place_of(one: Told, site_zones: Mapping[str | None, str]) -> str | None:
    """Return the zone of the place where an event is, for "local time" without one."""
    kind = one.event.kind if one.event else ""
    if kind in {"launch", "insertion"}:
        return site_zones.get(one.subject)
    if kind == "landing" and one.subject:
        for start, zone in LANDING_ZONE.items():
            if one.subject.startswith(start):
                return zone
    return None
