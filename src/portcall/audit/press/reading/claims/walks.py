"""Which spacewalk a text tells of, and which of several at a place of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portcall.audit.press.reading.instants.resolve_times import Resolved
from portcall.audit.press.reading.ships.people import CrewList
from portcall.audit.press.reading.ships.ship_mention import ShipMention
from portcall.audit.press.reading.text.marked import Marked
from portcall.catalogue.calendar import RecordedSpacewalk
from portcall.catalogue.load import Catalogue

NEAR_DAYS = 10
SAME_DAYS = 1
ORDINAL_WORDS = 3
UNNAMED = "spacewalk"
WALK_IDS = (UNNAMED, "us-", "rs-")
PAIR = 2


@dataclass(frozen=True)
class Walks:
    """The spacewalks of a text: the one it is about, and the others by their places."""

    main: str | None
    named: tuple[ShipMention, ...] = ()

    def of(self, marked: Marked, place: int, sentence: int) -> str | None:
        """Return the spacewalk that is named last before a token, or first in its sentence."""
        starts = [one.first for one in self.named]
        bounds = marked.sentences[sentence]
        before = bisect_right(starts, place) - 1
        ahead = bisect_left(starts, bounds.first)
        if before >= 0 and starts[before] >= bounds.first:
            return self.named[before].id
        if ahead < len(starts) and starts[ahead] < bounds.last:
            return self.named[ahead].id
        return self.named[before].id if before >= 0 else self.main


def walks_of(
    marked: Marked,
    named: Sequence[ShipMention],
    people: Sequence[CrewList],
    day: date | None,
    catalogue: Catalogue,
) -> Walks:
    """Return the spacewalks of a text: as named, or the one on record of these people or days.

    The main one is absent when the text speaks of none.
    """
    if named:
        return Walks(named[0].id, tuple(named))
    if not _speaks_of_walk(marked, bool(people)):
        return Walks(_known_by_people(marked, people, day, catalogue))
    if day is not None:
        for walk in _on_record(catalogue, day, NEAR_DAYS, _names(people)):
            return Walks(_id(walk))
    return Walks(UNNAMED)


def tell_walks_apart(
    marked: Marked,
    resolved: Sequence[Resolved],
    walks: Walks,
    people: Sequence[CrewList],
    catalogue: Catalogue,
) -> list[Resolved]:
    """Return the times with several spacewalks told apart by their days, where names do not."""
    if walks.main is None or len({one.id for one in walks.named}) > 1:
        return list(resolved)
    days = [day for one in resolved if _is_walk(one) and (day := _day(one)) is not None]
    if not days or (max(days) - min(days)).days <= SAME_DAYS:
        return list(resolved)
    found: list[Resolved] = []
    for one in resolved:
        day = _day(one)
        name = walks.main
        if _is_walk(one) and day is not None:
            on_record = next(_on_record(catalogue, day, SAME_DAYS, _names(people)), None)
            others = _ordinal(marked, one)
            if on_record is not None:
                name = _id(on_record)
            elif others:
                name = f"{UNNAMED}-{others}"
        other = _is_walk(one) and name != one.told.subject
        found.append(replace(one, told=replace(one.told, subject=name)) if other else one)
    return found


def _is_walk(one: Resolved) -> bool:
    event = one.told.event
    if event is None:
        return False
    return event.kind == "spacewalk" or (
        event.kind == "broadcast-start" and (one.told.subject or "").startswith(WALK_IDS)
    )


def _day(one: Resolved) -> date | None:
    try:
        return date.fromisoformat(one.value[:10])
    except ValueError:
        return None


def _ordinal(marked: Marked, one: Resolved) -> str:
    """Return the word that tells another spacewalk from the first: "the second outing"."""
    event = one.told.event
    others = marked.language.grammar.relative.get("others", ())
    if event is None:
        return ""
    words = (marked.text(j).lower() for j in range(event.first - ORDINAL_WORDS, event.last))
    return next((word for word in words if word in others), "")


def _on_record(
    catalogue: Catalogue, day: date, within_days: int, names: set[str]
) -> Iterator[RecordedSpacewalk]:
    for calendar in catalogue.names("calendars"):
        for walk in catalogue.calendar(calendar).spacewalk:
            near = walk.start is not None and abs((walk.start.utc.date() - day).days) <= within_days
            if near and (not names or names & set(walk.people)):
                yield walk


def _known_by_people(
    marked: Marked, people: Sequence[CrewList], day: date | None, catalogue: Catalogue
) -> str | None:
    """Return the spacewalk of the day whose people are named with a hatch; absent without one."""
    names = _names(people)
    if day is None or len(names) < PAIR or not _tells_a_hatch(marked):
        return None
    walks = _on_record(catalogue, day, SAME_DAYS, names)
    return next((_id(walk) for walk in walks if names >= set(walk.people)), None)


def _tells_a_hatch(marked: Marked) -> bool:
    events = marked.language.events
    told = (events[int(item.value)].kind for item in marked.items if item.role == "event")
    return "hatch" in told


def _names(people: Sequence[CrewList]) -> set[str]:
    return {name for one in people for name in one.names}


def _id(walk: RecordedSpacewalk) -> str:
    return walk.name.lower().replace(" ", "-")


def _speaks_of_walk(marked: Marked, people: bool) -> bool:
    for item in marked.items:
        if item.role != "event":
            continue
        words = marked.language.events[int(item.value)]
        away = marked.item(item.last, "city") or marked.phrase(item.last, "center")
        if (
            words.kind == "spacewalk"
            and not away
            and (not words.weak or (people and words.mode == "noun"))
        ):
            return True
    return False
