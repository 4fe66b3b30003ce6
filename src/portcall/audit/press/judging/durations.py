"""A duration against the events that it lies between.

Model   The length must be one of those between two events of the ship, recorded or told, or of its
        burn. What it is the length of is read from the words beside it; when none says, a length
        that fits nothing is not called wrong.
Valid   As printed: a month within half of one, days within one, hours within 36 min.
Source  The record and the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.phrases import gap_words
from portcall.audit.press.judging.said_times import exact_utc, span_of
from portcall.audit.press.judging.words import NEXT, close_by, words_for
from portcall.records.claims import EVENT_KINDS, Claim, Correction

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0
MONTH_S = 2_629_746.0
SHORT_DAYS = 3.0
BURN_SHARE = 0.15
FEWER, MORE = 0.4, 1.7  # shares of the flight within which a length is still told of it
LONGEST_JOURNEY_S = 6.0 * DAY_S
SHORTEST_JOURNEY_S = HOUR_S  # shorter ones are of the rocket or of the orbit
PAIRS = {
    "journey": (("launch", "docking"), ("launch", "berthing")),
    "stay": (("docking", "undocking"), ("berthing", "undocking")),
    "mission": (("launch", "landing"), ("launch", "undocking")),
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
        yield Moment(one.kind, one.utc, coarse_s, recorded=True, planned=one.planned)
    for told in case.about(claim, *EVENT_KINDS):
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


def _fitting(claim: Claim, moments: list[Moment]) -> tuple[Moment, Moment] | None:
    value_s, margin = claim.value_s or 0.0, margin_s(claim.value_s or 0.0, claim.precision)
    for first, second in permutations(moments, 2):
        apart = (second.utc - first.utc).total_seconds()
        coarse = max(first.coarse_s, second.coarse_s)
        room = margin + (coarse if coarse >= DAY_S else MINUTE_S)
        if apart > 0.0 and abs(apart - value_s) <= room:
            return first, second
    return None


def duration_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a duration against the events of the ship."""
    if claim.kind != "duration" or claim.value_s is None:
        return None
    moments = _precise(list(_moments(case, claim)))
    pairs = [
        pair
        for topic in _topics(case, claim, moments)
        if (pair := _pair(topic, moments)) is not None
        and _over(case, pair[1])
        and _of_these(case, claim, pair)
    ]
    known = [one for one in moments if one.coarse_s < DAY_S] if pairs else moments
    fitting = _fitting(claim, known) or _first_fitting(claim, pairs)
    if fitting is not None:
        first, second = fitting
        return holds(f"{gap_words(claim.value_s)} lie between {first.kind} and {second.kind}")
    burn = _burn(case, claim)
    if burn.verdict == "holds" or not pairs:
        return burn
    first, second = pairs[0]
    apart = (second.utc - first.utc).total_seconds()
    names = f"from {first.kind} to {second.kind}"
    ahead = case.reading.text[max(0, claim.start - NEXT) : claim.start].lower().rstrip()
    if ahead.endswith(words_for(case).at_most) and 0.5 * claim.value_s <= apart < claim.value_s:
        return holds(f"{names} it was {gap_words(apart)}")
    if max(first.coarse_s, second.coarse_s) >= DAY_S > claim.value_s:
        return unknown(f"{names} only days are on record")
    if second.kind == "landing" and _of_a_person(case, claim, apart):
        return unknown(f"{names} it was {gap_words(apart)}; a person's days in space may be more")
    why = f"{names} it was {gap_words(apart)}, not {gap_words(claim.value_s)}"
    return wrong(why, Correction(value_s=apart, why=why))


def _of_a_person(case: Case, claim: Claim, apart_s: float) -> bool:
    """Whether a length may be someone's own: home in another ship, or the sum of several flights."""
    ship = case.ship(claim)
    if sorted(ship.crew_up) != sorted(ship.crew_down):
        return True
    return not FEWER * apart_s < (claim.value_s or 0.0) < MORE * apart_s


def _of_these(case: Case, claim: Claim, pair: tuple[Moment, Moment]) -> bool:
    """Whether a length may lie between two events: not one that times another event by a third."""
    for told in case.about(claim, *EVENT_KINDS):
        inside = told.start <= claim.start and claim.end <= told.end
        if not inside or told.said is None or told.said.relative_to is None:
            continue
        base = case.claims[told.said.relative_to - 1]
        return {told.kind, base.kind} == {pair[0].kind, pair[1].kind}
    return True


def _first_fitting(
    claim: Claim, pairs: list[tuple[Moment, Moment]]
) -> tuple[Moment, Moment] | None:
    return next((pair for pair in pairs if _fitting(claim, list(pair)) is not None), None)


def _burn(case: Case, claim: Claim) -> Finding:
    for burn_s in case.ship(claim).burn_s:
        if claim.value_s is not None and abs(burn_s - claim.value_s) <= BURN_SHARE * burn_s:
            return holds(f"the deorbit burn took {burn_s:.0f} s")
    return unknown("nothing says between which events it lies, or they are not on record")


def _topics(case: Case, claim: Claim, moments: list[Moment]) -> Iterator[str]:
    """Yield what the words beside a duration say that it is the length of."""
    if any(one.kind == "spacewalk" for one in moments):
        yield "outside"
        return
    words, value_s = words_for(case), claim.value_s or 0.0
    for topic in ("journey", "stay", "mission"):
        if topic == "journey" and not SHORTEST_JOURNEY_S <= value_s <= LONGEST_JOURNEY_S:
            continue
        if close_by(case.reading.text, claim, getattr(words, topic)):
            yield topic


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
