"""Where a text is from: the zone of clock times when it names none."""

from portcall.audit.press.reading.text.marked import Marked

HEAD_TOKENS = 160
BEHIND_PLACE = frozenset({":", ",", "-", "(", "/", "."})
EASTERN = "America/New_York"
MOSCOW = "Europe/Moscow"
AGENCY = "NASA"
LAUNCH_LAND = frozenset({"Asia/Qyzylorda", "Asia/Almaty", ""})
HALVES = frozenset({"am", "pm"})


def home_zone(marked: Marked) -> str | None:
    """Return the zone of the city at the head of a text, or of the American coast it tells of.

    A text with a.m. and p.m. that names pads or cities of the American East is taken to count in the
    time of that coast, and so is one that names only its agency and the pads of Kazakhstan; one that
    names other places is left alone. A text with no place but a pad elsewhere counts in the time of that
    pad.
    """
    for sentence in marked.sentences:
        if sentence.first > HEAD_TOKENS:
            break
        city = marked.item(sentence.first, "city") if sentence.new_block else None
        if city is not None and _is_dateline(marked, city.first, city.last):
            return marked.language.cities[int(city.value)].iana
    names = marked.language.names
    there = {
        names.site[int(item.value)].zone
        if item.role == "site"
        else marked.language.cities[int(item.value)].iana
        for item in marked.items
        if item.role in {"site", "city"}
    }
    pads = {names.site[int(one.value)].zone for one in marked.items if one.role == "site"}
    if len(there) == 1 and pads == there and not there <= (LAUNCH_LAND | {EASTERN, MOSCOW}):
        return next(iter(pads))
    halves = any(
        (item.role == "clock" and item.value in HALVES)
        or (item.role == "day" and _is_part(marked, item.last - 1))
        for item in marked.items
    )
    agency = there <= LAUNCH_LAND and AGENCY in marked.words
    return EASTERN if halves and (agency or EASTERN in there) else None


def _is_dateline(marked: Marked, first: int, last: int) -> bool:
    """Return whether a city stands alone before a sign: "MOSCOW, July 4", "Dubai:"."""
    sign = marked.text(last)
    if sign not in BEHIND_PLACE:
        return False
    shouted = all(marked.text(j).isupper() for j in range(first, last))
    dated = sign == "," and (marked.item(last + 1, "month") or marked.item(last + 2, "month"))
    return shouted or sign == ":" or bool(dated)


def _is_part(marked: Marked, i: int) -> bool:
    return marked.is_word(i, "am_part") or marked.is_word(i, "pm_part")
