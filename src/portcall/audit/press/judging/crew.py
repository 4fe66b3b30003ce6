"""Who flew, and how many: against the seats by name of the calendar, and against the text's own list.

Model   A list is held against the ship only when it claims to be its whole crew: as many names as flew.
        A number is held against a list only when the list stands right behind it.
Valid   People told of as the ship's own; who stays on the station, greets, or flies on another ship is
        read with less certainty and never called wrong.
Source  The port calendar; before it begins, the list of past stays.
"""

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.names import strangers
from portcall.audit.press.judging.said_times import SURE
from portcall.audit.press.judging.words import says, words_for
from portcall.records.claims import Claim, Correction

MOST_SEATS = 5
NOUN = 12  # characters after a number in which the word for what it counts stands
LIST_BESIDE = 240  # characters between a count and the names that it counts
SET_OFF = (
    ":",
    " of ",
    ",",
    "(",
    " - ",
    "\u2013",
    "\u2014",
)  # between a number and the names that it counts
RIGHT_BEHIND = 40  # characters between a count and the list that it announces


def _rosters(case: Case, claim: Claim) -> list[tuple[str, ...]]:
    known = case.ship(claim)
    return [one for one in (known.crew_up, known.crew_down) if one]


def crew_names(case: Case, claim: Claim) -> Finding | None:
    """Hold names against those who went up or came down in the ship."""
    if claim.kind != "crew" or not claim.value_names:
        return None
    rosters = _rosters(case, claim)
    if not rosters:
        return unknown("who flew on this ship is not on record")
    best = min(rosters, key=lambda one: len(strangers(claim.value_names or (), one)))
    odd = strangers(claim.value_names, best)
    if not odd:
        return holds(f"{case.ship(claim).named_in} names them")
    whole = len(claim.value_names) == len(best) and 2 * len(odd) <= len(best)
    if not whole:
        return unknown(f"the ship's own on record are {', '.join(best)}; others may be meant")
    why = f"{case.ship(claim).named_in} has {', '.join(best)}: not {', '.join(odd)}"
    return wrong(why, Correction(value_names=best, why=why))


def _whole(case: Case, claim: Claim) -> bool:
    """Whether a number counts all who flew, not those of one country."""
    text = case.reading.text
    counted = (text[claim.start : claim.end] + text[claim.end : claim.end + NOUN]).lower()
    return any(cue in counted for cue in words_for(case).whole_crew)


def _lists(case: Case, claim: Claim, within: int = LIST_BESIDE) -> list[Claim]:
    return [
        one
        for one in case.about(claim, "crew")
        if one.value_names
        and one.sure >= SURE
        and min(abs(one.start - claim.end), abs(claim.start - one.end)) <= within
    ]


def _announced(case: Case, claim: Claim, set_off: str = ":") -> Claim | None:
    """Return the list that a number announces: "four people: A, B, C", "All three, A, B and C"."""
    for one in _lists(case, claim, RIGHT_BEHIND):
        between = case.reading.text[claim.end : one.start]
        ahead, sign, behind = between.partition(set_off)
        near = max(len(ahead), len(behind)) <= (RIGHT_BEHIND if set_off == ":" else NOUN)
        if one.start >= claim.end and sign and near and "\n" not in between:
            return one
    return None


def _whole_crew_named(case: Case, claim: Claim, rosters: list[tuple[str, ...]]) -> int | None:
    """Return of how many the list right behind a number is, when it names all who flew."""
    for set_off in SET_OFF:
        told = _announced(case, claim, set_off)
        names = (told.value_names or ()) if told is not None else ()
        for roster in rosters:
            if len(names) == len(roster) and not strangers(names, roster):
                return len(roster)
    return None


def crew_count(case: Case, claim: Claim) -> Finding | None:
    """Hold a number of people against the list that it announces, the record and the seats."""
    if claim.kind != "crew-count" or claim.value_people is None:
        return None
    said, rosters = claim.value_people, _rosters(case, claim)
    if any(len(one) == said for one in rosters):
        return holds(f"as many are named in {case.ship(claim).named_in}")
    if any(len(one.value_names or ()) == said for one in _lists(case, claim)):
        return holds("as many are named") if not rosters else unknown("as many are named here")
    named = _whole_crew_named(case, claim, rosters)
    if named is not None:
        where = case.ship(claim).named_in
        why = f"{named} are named behind it, as in {where}: {', '.join(rosters[0])}"
        return wrong(why, Correction(value_people=named, why=why))
    if said > MOST_SEATS:
        return unknown("more people than a ship takes: perhaps those on the station")
    if says(case, claim, words_for(case).other_people):
        return unknown("others than the ship's own may be counted")
    told = _announced(case, claim)
    if rosters and (said > max(map(len, rosters)) or told is not None or _whole(case, claim)):
        right = len(rosters[0])
        why = f"{case.ship(claim).named_in} names {right}: {', '.join(rosters[0])}"
        return wrong(why, Correction(value_people=right, why=why))
    names = (told.value_names or ()) if told is not None else ()
    if names:
        why = f"{len(names)} are named: {', '.join(names)}"
        return wrong(why, Correction(value_people=len(names), why=why))
    return unknown("who flew on this ship is not on record")
