"""A duration against the events that it lies between.

Model   What it is the length of is read from the words beside it: a journey, a way home, a stay, a
        mission, a burn, or two events that are named. A length of which the words say nothing is not
        judged, and one that somebody intended, or that is a person's own, is never called wrong.
Valid   As printed: a month within half of one, days within one, hours within 36 min.
Source  The record and the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.own_flight import of_own_flight
from portcall.audit.press.judging.phrases import gap_words
from portcall.audit.press.judging.said_times import exact_utc, is_counted, span_of
from portcall.audit.press.judging.words import NEXT, close_by, says, words_for
from portcall.audit.press.record.recorded_times import COLLECTED
from portcall.records.claims import EVENT_KINDS, Claim, Correction

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0
MONTH_S = 2_629_746.0
SHORT_DAYS = 3.0
BURN_SHARE = 0.15
FEWER, MORE = 0.4, 1.7  # shares of the flight within which a length is still told of it
MUCH_MORE = 3.0  # where the text itself tells from when to when
LONGEST_JOURNEY_S = 6.0 * DAY_S
SHORTEST_JOURNEY_S = HOUR_S  # shorter ones are of the rocket or of the orbit
HOMEWARD_DAYS = 2.0  # from undocking to landing, with the rounding of both
FIRM = 0.75  # surer readings of other times may be counted from
ONE_EVENT = timedelta(minutes=20)  # contact, hooks and the seconds of several sources
LONGEST_TRIP = timedelta(days=4)
COUNTED_ON = (("launch", "docking"), ("launch", "berthing"), ("undocking", "landing"))
AFTER, ARRIVAL = 24, 90  # characters ahead of a length, and from it to the time of an arrival
BESIDE_PROFILE = 16  # characters between the orbits of a chase and its length
SOME_HOURS_S = 3.0 * HOUR_S
HALF_DAY_S = 0.5 * DAY_S
NOT_SAID = "the words do not say from what to what"
ABOARD = (("docking", "undocking"), ("docking", "landing"))
SHORTENED = 0.75  # share of a flight below which a length is told of something else
PAIRS = {
    "journey": (("launch", "docking"), ("launch", "berthing")),
    "stay": (("docking", "undocking"), ("berthing", "undocking")),
    "mission": (("launch", "landing"), ("launch", "undocking")),
    "home": (("undocking", "landing"),),
    "outside": (("spacewalk", "spacewalk"),),
}


@dataclass(frozen=True)
class Moment:
    """One event with its instant; coarse when only the day is known."""

    kind: str
    utc: datetime
    coarse_s: float
    recorded: bool
    planned: bool
    collected: bool = False


def margin_s(value_s: float, precision: str | None = None) -> float:
    """Return how far a length may be off, by the unit in which it was told. [s]

    Examples
    --------
    >>> margin_s(2 * 86400.0) / 3600.0
    14.4
    >>> margin_s(3 * 3600.0)
    2160.0
    """
    if precision in ("minute", "second"):
        return 3.0 * MINUTE_S
    months = value_s / MONTH_S
    whole_days = value_s % DAY_S == 0.0
    monthly = months >= 0.9 and (not whole_days or (value_s / DAY_S) % 30.0 == 0.0)
    if monthly:
        return 0.75 * MONTH_S
    if whole_days:
        return 1.05 * DAY_S if value_s > SHORT_DAYS * DAY_S else 0.6 * DAY_S
    if value_s % HOUR_S == 0.0:
        return max(0.6 * HOUR_S, 0.08 * value_s)
    if value_s % (30.0 * MINUTE_S) == 0.0:
        return 20.0 * MINUTE_S
    if value_s >= HOUR_S:
        return 3.0 * MINUTE_S
    return max(2.0 * MINUTE_S, 0.1 * value_s) if value_s % MINUTE_S == 0.0 else 10.0


def _moments(case: Case, claim: Claim) -> Iterator[Moment]:
    for one in case.ship(claim).times:
        coarse_s = DAY_S if one.day_only else MINUTE_S
        yield Moment(
            one.kind,
            one.utc,
            coarse_s,
            recorded=True,
            planned=one.planned,
            collected=one.where == COLLECTED,
        )
    for told in case.about(claim, *EVENT_KINDS):
        if is_counted(told) or told.sure < FIRM or told.number not in case.holdable:
            continue
        at, span = exact_utc(told), span_of(told.value)
        if at is not None:
            yield Moment(told.kind, at, MINUTE_S, recorded=False, planned=told.planned)
        elif span is not None and told.precision == "day":
            yield Moment(told.kind, span[0], DAY_S, recorded=False, planned=told.planned)


def _precise(moments: list[Moment]) -> list[Moment]:
    """Return the moments without those of which only the day is told where a clock time is known."""
    precise = {one.kind for one in moments if one.coarse_s < DAY_S}
    told = dict.fromkeys(moments)  # each once: a long text repeats itself
    return [one for one in told if one.coarse_s < DAY_S or one.kind not in precise]


def _fits(claim: Claim, first: Moment, second: Moment) -> bool:
    value_s = claim.value_s or 0.0
    margin = margin_s(value_s, claim.precision)
    apart = (second.utc - first.utc).total_seconds()
    coarse = max(first.coarse_s, second.coarse_s)
    return apart > 0.0 and abs(apart - value_s) <= margin + max(coarse, MINUTE_S)


def _between(claim: Claim, moments: list[Moment], kinds: tuple[tuple[str, str], ...]) -> str:
    """Return the first of some pairs of events that a length lies between, in words; else nothing."""
    firm = [one for one in moments if one.recorded or one.coarse_s < DAY_S] or moments
    for first_kind, second_kind in kinds:
        firsts = [one for one in firm if one.kind == first_kind]
        seconds = [one for one in firm if one.kind == second_kind]
        if any(_fits(claim, one, other) for one in firsts for other in seconds if one is not other):
            return f"from {first_kind} to {second_kind}"
    return ""


def duration_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a duration against the events of the ship."""
    if claim.kind != "duration" or claim.value_s is None:
        return None
    moments = _precise(list(_moments(case, claim)))
    topics = list(_topics(case, claim, moments))
    named = _named_pair(case, claim)
    own = any(topic == "mission" for topic, _ in topics) and of_own_flight(case, claim)
    aboard = ABOARD if own else ()
    kinds = (*named, *(pair for topic, _ in topics for pair in PAIRS[topic]), *aboard)
    between = _between(claim, moments, kinds)
    if between:
        return holds(f"{gap_words(claim.value_s)} {between}")
    if says(case, claim, words_for(case).burn):
        return _burn(case, claim)
    if not kinds:
        return unknown(NOT_SAID)
    strict = [topic for topic, surely in topics if surely or (own and topic == "mission")]
    pairs = list(_strict_pairs(case, claim, strict, moments))
    if not pairs:
        return unknown("the events that it lies between are not on record")
    return _against(case, claim, *pairs[0], own=own)


def _strict_pairs(
    case: Case, claim: Claim, strict: list[str], moments: list[Moment]
) -> Iterator[tuple[Moment, Moment]]:
    """Yield the events that a length surely lies between: past ones first, then those of a plan."""
    flown = [one for one in moments if not one.planned]
    for kinds in _named_pair(case, claim)[:1]:
        if kinds in COUNTED_ON and (pair := _first_pair((kinds,), flown)) is not None:
            yield pair
    moved = any(True for _ in case.about(claim, "relocation"))
    for topic in strict:
        if topic == "stay" and moved:
            continue  # it may be the stay at one of several ports
        pair = _pair(topic, moments)
        if pair is not None and _over(case, pair[1]) and _of_these(case, claim, pair):
            yield pair
    told = [one for one in moments if not one.recorded and one.coarse_s < DAY_S]
    if "journey" in strict and (pair := _first_pair(PAIRS["journey"], told)) is not None:
        yield pair


def _first_pair(
    kinds: tuple[tuple[str, str], ...], moments: list[Moment]
) -> tuple[Moment, Moment] | None:
    """Return the only first and the only second event of a kind, when there is no choice."""
    for first_kind, second_kind in kinds:
        firsts = {one.utc: one for one in moments if one.kind == first_kind}
        seconds = {one.utc: one for one in moments if one.kind == second_kind}
        if not firsts or not seconds:
            continue
        first, second = firsts[min(firsts)], seconds[max(seconds)]
        spread = max(max(firsts) - min(firsts), max(seconds) - min(seconds))
        if spread <= ONE_EVENT and timedelta(0) < second.utc - first.utc <= LONGEST_TRIP:
            return first, second
    return None


def _against(case: Case, claim: Claim, first: Moment, second: Moment, *, own: bool) -> Finding:
    """Judge a length that is not that of what it is told of."""
    value_s = claim.value_s or 0.0
    apart = (second.utc - first.utc).total_seconds()
    own = own and second.kind == "landing" and SHORTENED * apart < value_s < apart
    names = f"from {first.kind} to {second.kind}"
    if _fits(claim, first, second):
        return holds(f"{names} it was {gap_words(apart)}")
    ahead = case.reading.text[max(0, claim.start - NEXT) : claim.start].lower().rstrip()
    if ahead.endswith(words_for(case).at_most) and 0.5 * value_s <= apart < value_s:
        return holds(f"{names} it was {gap_words(apart)}")
    if abs(apart - value_s) <= margin_s(value_s, claim.precision) + max(
        first.coarse_s, second.coarse_s
    ):
        near = abs(apart - value_s) < HALF_DAY_S
        words = f"{names} as far as the days tell"
        return (
            holds(words) if near else unknown(f"{words} it was {gap_words(apart)}, or a day more")
        )
    if max(first.coarse_s, second.coarse_s) >= DAY_S > value_s:
        return unknown(f"{names} only days are on record")
    why = f"{names} it was {gap_words(apart)}"
    unfinished = first.kind == "launch" and second.kind == "undocking"
    if unfinished and abs(apart - value_s) <= HOMEWARD_DAYS * DAY_S:
        return unknown(f"{why}; the mission ends with the landing")
    told_both = {first.kind, second.kind} <= {one.kind for one in case.about(claim, *EVENT_KINDS)}
    if (first.collected or second.collected) and not (told_both or own):
        return unknown(f"{why}; another flight, or a person's own days, may be meant")
    told = not (first.recorded and second.recorded) and value_s <= LONGEST_JOURNEY_S
    if told and _days_apart(value_s - apart):
        return unknown(f"{why}; whole days apart: a day of the text may be read wrongly")
    if second.kind == "landing" and not own and _of_a_person(case, claim, apart):
        return unknown(f"{why}; a person's days in space may be more")
    both = {one.kind for one in case.about(claim, first.kind, second.kind)}
    most = MUCH_MORE if {first.kind, second.kind} <= both else MORE
    if second.kind == "undocking" and not FEWER * apart < value_s < most * apart:
        return unknown(f"{why}; so much apart, another time may be meant")
    if says(case, claim, words_for(case).intended):
        return unknown(f"{why}; what was intended, or another flight, may be meant")
    why += f", not {gap_words(value_s)}"
    return wrong(why, Correction(value_s=apart, why=why))


def _days_apart(off_s: float) -> bool:
    """Whether two lengths differ by whole days, within some hours."""
    days = round(off_s / DAY_S)
    return days != 0 and abs(off_s - days * DAY_S) <= SOME_HOURS_S


def _named_pair(case: Case, claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the events between which a length lies that times one by the other."""
    for told in case.about(claim, *EVENT_KINDS):
        inside = told.start <= claim.start and claim.end <= told.end
        if inside and told.said is not None and told.said.relative_to is not None:
            base = case.claims[told.said.relative_to - 1]
            return ((base.kind, told.kind), (told.kind, base.kind))
    return ()


def _of_a_person(case: Case, claim: Claim, apart_s: float) -> bool:
    """Whether a length may be someone's own: home in another ship, or the sum of several flights."""
    ship = case.ship(claim)
    if _since_launch(case, claim):
        return False
    if sorted(ship.crew_up) != sorted(ship.crew_down):
        return True
    both = len({one.kind for one in case.about(claim, "launch", "landing")}) > 1
    return not FEWER * apart_s < (claim.value_s or 0.0) < (MUCH_MORE if both else MORE) * apart_s


def _of_these(case: Case, claim: Claim, pair: tuple[Moment, Moment]) -> bool:
    """Whether a length may lie between two events: not one that times another event by a third."""
    for told in case.about(claim, *EVENT_KINDS):
        inside = told.start <= claim.start and claim.end <= told.end
        if not inside or told.said is None or told.said.relative_to is None:
            continue
        base = case.claims[told.said.relative_to - 1]
        return {told.kind, base.kind} == {pair[0].kind, pair[1].kind}
    return True


def _burn(case: Case, claim: Claim) -> Finding:
    for burn_s in case.ship(claim).burn_s:
        if claim.value_s is not None and abs(burn_s - claim.value_s) <= BURN_SHARE * burn_s:
            return holds(f"the deorbit burn took {burn_s:.0f} s")
    return unknown("how long this burn took is not on record")


def _topics(case: Case, claim: Claim, moments: list[Moment]) -> Iterator[tuple[str, bool]]:
    """Yield what the words beside a duration say that it is the length of; true when surely."""
    if any(one.kind == "spacewalk" for one in moments):
        yield "outside", True
        return
    words, value_s, text = words_for(case), claim.value_s or 0.0, case.reading.text
    travel = SHORTEST_JOURNEY_S <= value_s <= LONGEST_JOURNEY_S
    home = close_by(text, claim, words.home)
    if travel and home:
        yield "home", False
    if value_s > LONGEST_JOURNEY_S and _since_launch(case, claim):
        yield "mission", says(case, claim, words.is_back)
    if travel and _beside_profile(case, claim):
        yield "journey", True
    for topic in ("journey", "stay", "mission"):
        if topic == "journey" and (home or not travel):
            continue
        if topic == "mission" and travel and _ends_in_arrival(case, claim):
            continue
        if close_by(text, claim, getattr(words, topic)):
            yield topic, True
        elif close_by(text, claim, getattr(words, topic + "_too")):
            yield topic, False


def _ends_in_arrival(case: Case, claim: Claim) -> bool:
    """Whether the arrival is told right behind it: "after 36 hours in space, the ship docked"."""
    ahead = case.reading.text[max(0, claim.start - AFTER) : claim.start].lower().split()
    if "after" not in ahead:
        return False
    for told in case.about(claim, "docking", "berthing"):
        between = case.reading.text[claim.end : told.start]
        if told.start >= claim.end and len(between) <= ARRIVAL and ". " not in between:
            return True
    return False


def _since_launch(case: Case, claim: Claim) -> bool:
    """Whether a length is told of the flight of the ship: "six months after launch"."""
    return close_by(case.reading.text, claim, words_for(case).after_launch)


def _beside_profile(case: Case, claim: Claim) -> bool:
    """Whether a length stands with the orbits of the chase: "two orbits in 3 h 20 min"."""
    for one in case.about(claim, "profile"):
        early, late = sorted((one, claim), key=lambda each: each.start)
        between = case.reading.text[early.end : late.start]
        if len(between) <= BESIDE_PROFILE and not set(between) & set(".;:"):
            return True
    return False


def _pair(topic: str, moments: list[Moment]) -> tuple[Moment, Moment] | None:
    """Return first and second event of what a duration is about: recorded before told."""
    flown = sorted(
        (one for one in moments if not one.planned),
        key=lambda one: (not one.recorded, one.coarse_s),
    )
    for first_kind, second_kind in PAIRS[topic]:
        firsts = [one for one in flown if one.kind == first_kind]
        seconds = [one for one in flown if one.kind == second_kind]
        if not firsts or not seconds:
            continue
        if topic == "outside":
            first, second = (
                min(firsts, key=lambda one: one.utc),
                max(seconds, key=lambda one: one.utc),
            )
        else:
            first = firsts[0]
            # a ship that moved undocks more than once: the stay ends with the last
            best = [one for one in seconds if one.recorded] or seconds
            second = max(best, key=lambda one: (one.coarse_s < DAY_S, one.utc))
            if topic == "journey":
                second = min(best, key=lambda one: (one.coarse_s, one.utc))
        if first.utc < second.utc:
            return first, second
    return None


def _over(case: Case, last: Moment) -> bool:
    """Whether the second event was past when the text was published; a plan may have changed."""
    if case.reading.dateline is None:
        return not last.recorded or not case.prose
    try:
        published = date.fromisoformat(case.reading.dateline[:10])
    except ValueError:
        return True
    return last.utc.date() <= published + timedelta(days=1)
