"""Times as they are mentioned: a clock, its zone and its date joined, in the order of the text."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portcall.audit.press.reading.mentions.clock_ranges import (
    is_row_twin,
    share_days_of_ranges,
    share_ranges,
)
from portcall.audit.press.reading.mentions.clocks import (
    Clock,
    read_clock,
    read_place_zone,
    read_zone_behind,
)
from portcall.audit.press.reading.mentions.dates import (
    DATE_ROLES,
    DateSaid,
    read_date,
    read_day_behind,
)
from portcall.audit.press.reading.mentions.place_twins import zone_of_place
from portcall.audit.press.reading.mentions.spoken_clocks import half_told_behind
from portcall.audit.press.reading.mentions.zone_columns import set_columns
from portcall.audit.press.reading.mentions.zones_said import ZoneSaid, read_zone
from portcall.audit.press.reading.text.day_lines import is_day_line
from portcall.audit.press.reading.text.marked import Marked, Sentence

TIME_ROLES = DATE_ROLES | {"clock", "fraction", "number", "zone", "zone_name", "city", "link"}
MAX_LINKS, MAX_APART = 7, 9
AHEAD_WORDS, PLACE_WORDS = 7, 4
TWIN_WORDS, CAPTION_WORDS = 6, 4
OPENERS = frozenset({"", ",", ";", ".", "(", ":", "-"})


@dataclass
class TimeMention:
    """One time: tokens from `first` to before `last`; `group` joins clocks of one instant.

    `half_open` is true of "1:09" without a.m. or p.m., which may be either.
    """

    first: int
    last: int
    clock: Clock | None = None
    zone: ZoneSaid | None = None
    date: DateSaid | None = None
    sentence: int = 0
    group: int | None = None
    heads_group: bool = False
    heads_rows: bool = False
    in_row: bool = False
    half_open: bool = False
    heads_update: bool = False


def find_times(marked: Marked) -> list[TimeMention]:
    """Return every time of a text."""
    begins = marked.beginnings(TIME_ROLES)
    of_sentence = [
        [
            one
            for one in _in_sentence(marked, sentence, number, begins)
            if not _is_length(marked, one, sentence)
        ]
        for number, sentence in enumerate(marked.sentences)
    ]
    set_columns(marked, [one for mentions in of_sentence for one in mentions])
    found: list[TimeMention] = []
    for sentence, mentions in zip(marked.sentences, of_sentence, strict=True):
        share_ranges(marked, mentions)
        _set_rows(marked, sentence, mentions)
        _set_places(marked, mentions)
        found += _grouped(marked, mentions, len(found))
        share_days_of_ranges(marked, mentions)
    return found


def _set_places(marked: Marked, mentions: Sequence[TimeMention]) -> None:
    """Give a second clock right behind a first one the zone of the place that it is told with."""
    for one, two in pairwise(mentions):
        if one.clock is None or two.clock is None or one.zone is None or two.zone is not None:
            continue
        between = range(one.last, two.first)
        found = zone_of_place(marked, one.clock, one.zone, between, two.clock, two.last)
        if found is not None:
            two.zone, two.last = found
        elif two.date is not None and _alone_in_bracket(marked, one, two):
            two.zone = ZoneSaid(None, None, None, "")  # another day: another zone, not named


def _alone_in_bracket(marked: Marked, one: TimeMention, two: TimeMention) -> bool:
    """Return whether a bracket right behind a clock has only another one in it."""
    opened = two.first - one.last == 1 and marked.text(one.last) == "("
    return opened and marked.text(two.last) == ")" and two.clock is not None


def _set_rows(marked: Marked, sentence: Sentence, mentions: Sequence[TimeMention]) -> None:
    """Mark a day that is a line of its own, and the clock that a line begins with."""
    if not mentions:
        return
    first = mentions[0]
    place = sentence.first
    while place < first.first and not marked.text(place).isalnum():
        place += 1
    if first.first > place or not sentence.new_block:
        return
    if first.clock is None and is_day_line(marked.tokens, marked.at, sentence.first):
        first.heads_rows = True
    elif first.clock is not None and first.date is None:
        first.in_row = True


def _is_length(marked: Marked, one: TimeMention, sentence: Sentence) -> bool:
    """Return whether "03:38" behind a caption is the length of a film."""
    if one.clock is None or one.clock.meridiem or one.zone or one.date or one.last != sentence.last:
        return False
    before = one.first - 1
    padded = marked.text(one.first).startswith("0") and len(marked.text(one.first)) == len("03")
    word = marked.text(before).isalpha() and marked.inside[before] < 0
    ends = one.last == marked.size or "\n" in marked.tokens[one.last].gap
    return padded and word and ends and one.first - sentence.first >= CAPTION_WORDS


def _in_sentence(
    marked: Marked, sentence: Sentence, number: int, begins: Container[int]
) -> list[TimeMention]:
    found: list[TimeMention] = []
    i = sentence.first
    while i < sentence.last:
        mention = _mention(marked, i, sentence.last) if i in begins else None
        if mention is None:
            i += 1
            continue
        mention.sentence = number
        found.append(mention)
        i = max(mention.last, i + 1)
    return found


def _mention(marked: Marked, i: int, end: int) -> TimeMention | None:
    if _in_a_name(marked, i):
        return None
    clock = read_clock(marked, i)
    if clock is not None:
        return _from_clock(marked, i, clock, end)
    date = read_date(marked, i)
    if date is not None:
        return _from_date(marked, i, date, end)
    return _from_zone(marked, i, end)


def _in_a_name(marked: Marked, i: int) -> bool:
    """Return whether a number belongs to the name of a ship or a rocket."""
    start = marked.inside[i]
    if start < 0 or start == i:
        return False
    return any(
        item.role in {"ship", "rocket", "walk", "site", "module"} for item in marked.at[start]
    )


def _from_clock(marked: Marked, i: int, clock: Clock, end: int) -> TimeMention:
    mention = TimeMention(i, clock.last, clock=clock)
    mention.half_open = clock.meridiem is None and len(marked.text(i)) == 1
    plain = marked.tokens[i].is_number and not marked.text(i).startswith("0")
    _add_zone(marked, mention)
    after = _past_links(marked, mention.last, end)
    if after is not None and read_clock(marked, after) is None:
        date = read_date(marked, after)
        if date is not None and not _clock_follows(marked, date.last, end):
            mention.date, mention.last = date, date.last
            if mention.zone is None:
                _add_zone(marked, mention)
    halved = plain and clock.meridiem is None and mention.date is not None
    in_half = half_told_behind(marked, mention.last, clock.hour) if halved else None
    if in_half is not None:
        mention.clock = clock._replace(hour=in_half[0], meridiem=in_half[1])
    behind = read_day_behind(marked, mention.last) if mention.date is None else None
    if behind is not None and mention.zone is not None:
        mention.date, mention.last = behind, behind.last
    return mention


def _clock_follows(marked: Marked, i: int, end: int) -> bool:
    """Return whether a date belongs to the clock behind it: "9:31 UTC, July 5 at 6:00"."""
    after = _past_links(marked, i, end)
    clock = None if after is None else read_clock(marked, after)
    return (
        after is not None
        and clock is not None
        and after > i
        and not _has_own_date(marked, clock.last, end)
        and marked.item(i, "link") is not None
        and marked.item(i, "link", "to") is None
    )


def _has_own_date(marked: Marked, i: int, end: int) -> bool:
    """Return whether a date is said behind a clock with its zone: "or 0000 GMT on Oct. 26"."""
    zone = read_zone_behind(marked, i)
    after = None if zone is None else _past_links(marked, zone[1], end)
    return after is not None and read_date(marked, after) is not None


def _add_zone(marked: Marked, mention: TimeMention) -> None:
    clock = mention.clock
    found = read_zone_behind(marked, mention.last)
    if found is None:
        bracketed = marked.text(mention.first - 1) == "("
        found = read_place_zone(marked, mention.last, bracketed=bracketed)
    if found is not None and clock is not None:
        mention.zone, mention.last = found
    elif mention.zone is None and clock is not None:
        mention.zone = _place_ahead(marked, mention.first)


def _place_ahead(marked: Marked, i: int) -> ZoneSaid | None:
    """Read the place of "In Moscow it was already shortly after 2 a.m."."""
    for j in range(i - 1, max(i - AHEAD_WORDS, 0), -1):
        if marked.phrase(j, "read") is None or marked.text(j) in {".", ";"}:
            continue
        for k in range(j - 1, max(j - PLACE_WORDS, -1), -1):
            if marked.item(k, "city") and marked.is_word(k - 1, "in"):
                return (read_zone(marked, k, city_alone=True) or (None,))[0]
    return None


def _past_links(marked: Marked, i: int, end: int) -> int | None:
    """Return the token after words that join a clock and a date; absent when there is none."""
    for _ in range(MAX_LINKS):
        if i >= end:
            return None
        if marked.item(i, "weekday") or marked.item(i, "month") or marked.tokens[i].is_number:
            return i
        link = marked.item(i, "link") or marked.item(i, "day", "part")
        day = marked.item(i, "day")
        if link is not None:
            i = link.last
        elif day is not None or marked.item(i, "clock"):
            return i
        elif marked.text(i) in {",", "'s", "@"}:
            i += 1
        else:
            return None
    return i


def _from_date(marked: Marked, i: int, date: DateSaid, end: int) -> TimeMention:
    mention = TimeMention(i, date.last, date=date)
    j = date.last
    if marked.text(j) == "T" and marked.glued(j):
        j += 1
    if marked.text(j) in {":", "-", "|", "(", "/"} and not marked.item(j + 1, "event"):
        j += 1
    zone = None
    for _ in range(2):
        after = _past_links(marked, j, end)
        j = j if after is None else after
        ahead = read_zone(marked, j) if j < end else None
        if ahead is None:
            break
        zone, j = ahead
        if marked.text(j) == ":":
            j += 1
    clock = read_clock(marked, j) if j < end else None
    if clock is None or _is_another(marked, i, date.last):
        return mention
    mention.clock, mention.last = clock, clock.last
    _add_zone(marked, mention)
    mention.zone = mention.zone or zone
    behind = _date_in_bracket(marked, mention)
    if behind is not None:
        mention.date, mention.first, mention.last = behind[0], j, behind[1]
    if marked.text(mention.last) == ")" and "(" in _signs(marked, date.last, j):
        mention.last += 1
    return mention


def _date_in_bracket(marked: Marked, mention: TimeMention) -> tuple[DateSaid, int] | None:
    """Read the day of a zone in brackets behind a clock of it: "22:33 UTC [28 March]"."""
    opened = mention.last
    if mention.zone is None or marked.text(opened) not in {"[", "("}:
        return None
    date = read_date(marked, opened + 1)
    closed = date is not None and date.day is not None and marked.text(date.last) in {"]", ")"}
    return (date, date.last + 1) if date is not None and closed else None


def _is_another(marked: Marked, first: int, last: int) -> bool:
    """Return whether "and at" goes on with another clock: "for launch on Thursday and at 12:30"."""
    joined = marked.is_word(last, "and") and marked.is_word(last + 1, "at")
    return joined and marked.is_word(first - 1, "on")


def _signs(marked: Marked, first: int, last: int) -> set[str]:
    return {marked.text(j) for j in range(first, last)}


def _from_zone(marked: Marked, i: int, end: int) -> TimeMention | None:
    """Read "UTC 19:32", "Moscow time: 22:32" and "In Moscow, 04:31"."""
    ahead = read_zone(marked, i, city_alone=_opens_with_place(marked, i))
    if ahead is None:
        return None
    zone, j = ahead
    if marked.text(j) in {":", ",", "-"}:
        j += 1
    j = _past_links(marked, j, end) or j
    clock = read_clock(marked, j) if j < end else None
    if clock is None or marked.text(i) == "(":
        return None
    mention = _from_clock(marked, j, clock, end)
    mention.first = i
    mention.zone = mention.zone or zone
    return mention


def _opens_with_place(marked: Marked, i: int) -> bool:
    """Return whether "in Moscow" begins what is said: "lands in Kazakhstan at" names no zone."""
    if not marked.is_word(i - 1, "in"):
        return False
    joined = marked.is_word(i - 2, "or") or marked.item(i - 2, "people", "and") is not None
    return joined or marked.text(i - 2) in OPENERS or marked.tokens[i - 1].is_capital


def _grouped(marked: Marked, mentions: list[TimeMention], base: int) -> list[TimeMention]:
    """Join clocks that tell one instant in several zones, and give them the date behind them."""
    kept: list[TimeMention] = []
    head: TimeMention | None = None
    for mention in mentions:
        previous = kept[-1] if kept else None
        if mention.clock is None:
            if (
                head is not None
                and previous is not None
                and _date_behind(marked, head, previous, mention)
            ):
                head.date = mention.date
                previous.last = mention.last if previous is head else previous.last
                head = None
                continue
            head = None
        elif (
            head is not None
            and previous is not None
            and (_same_instant(marked, previous, mention) or is_row_twin(marked, previous, mention))
        ):
            head.group = mention.group = base + kept.index(head)
            head.heads_group = True
        else:
            head = mention
        kept.append(mention)
    return kept


def _date_behind(
    marked: Marked, head: TimeMention, previous: TimeMention, date: TimeMention
) -> bool:
    if head.date is not None or previous.date is not None or date.first - previous.last > MAX_LINKS:
        return False
    between = range(previous.last, date.first)
    return all(
        marked.text(j) in {")", ","}
        or (marked.text(j) == "(" and marked.text(date.last) == ")")
        or marked.item(j, "link")
        or marked.item(j, "day", "part")
        for j in between
    )


def _is_twin(marked: Marked, one: TimeMention, two: TimeMention) -> bool:
    """Return whether "(2220 GMT)" behind a clock without a zone tells it again."""
    between = range(one.last, two.first)
    if len(between) > TWIN_WORDS or any(marked.item(j, "event") for j in between):
        return False
    signs = [marked.text(j) for j in between]
    if "(" in signs:
        return ")" not in signs and ";" not in signs
    again = [marked.item(j, "link", "same_instant") or marked.text(j) == "," for j in between]
    return bool(again) and all(again) and "and" not in signs and "or" in signs


def _same_instant(marked: Marked, one: TimeMention, two: TimeMention) -> bool:
    """Return whether a second clock only repeats the first one in another zone."""
    if one.zone is None and two.zone is not None and one.clock is not None:
        return _is_twin(marked, one, two)
    if one.zone is None or two.zone is None or two.first - one.last > MAX_APART:
        return False
    if one.zone[:3] == two.zone[:3]:
        return False
    words = range(one.last, two.first)
    if any(marked.item(j, "event") or marked.item(j, "link", "to") for j in words):
        joined = all(marked.item(j, "link", "same_instant") or marked.text(j) == "," for j in words)
        return joined and bool(words)
    return not any(marked.item(j, "mode", "planned") for j in words) or any(
        marked.item(j, "link", "same_instant") for j in words
    )
