"""Who flew, and how many: against the seats by name of the calendar, and against the text's own list."""

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.names import strangers
from portcall.audit.press.judging.words import words_for
from portcall.records.claims import Claim, Correction

MOST_SEATS = 5
NOUN = 12  # characters after a number in which the word for what it counts stands
LIST_BESIDE = 240  # characters between a count and the names that it counts


def _rosters(case: Case, claim: Claim) -> list[tuple[str, ...]]:
    known = case.ship(claim)
    return [one for one in (known.crew_up, known.crew_down) if one]


def crew_names(case: Case, claim: Claim) -> Finding | None:
    """Hold names against those who went up or came down in the ship."""
    if claim.kind != "crew" or not claim.value_names:
        return None
    rosters = _rosters(case, claim)
    if not rosters:
        return unknown("nobody's name is on record for this ship")
    best = min(rosters, key=lambda one: len(strangers(claim.value_names or (), one)))
    odd = strangers(claim.value_names, best)
    if not odd:
        return holds("the port calendar names them")
    if len(odd) == len(claim.value_names) or len(claim.value_names) > len(best):
        return unknown(f"others may be meant than the ship's own, {', '.join(best)}")
    why = f"the port calendar has {', '.join(best)}: not {', '.join(odd)}"
    return wrong(why, Correction(value_names=best, why=why))


def _whole(case: Case, claim: Claim) -> bool:
    """Whether a number counts all who flew, not those of one country."""
    text = case.reading.text
    counted = (text[claim.start : claim.end] + text[claim.end : claim.end + NOUN]).lower()
    return any(cue in counted for cue in words_for(case).whole_crew)


def _lists(case: Case, claim: Claim) -> list[tuple[str, ...]]:
    return [
        one.value_names
        for one in case.about(claim, "crew")
        if one.value_names
        and min(abs(one.start - claim.end), abs(claim.start - one.end)) <= LIST_BESIDE
    ]


def crew_count(case: Case, claim: Claim) -> Finding | None:
    """Hold a number of people against the list beside it, the record and the seats."""
    if claim.kind != "crew-count" or claim.value_people is None:
        return None
    said, rosters, lists = claim.value_people, _rosters(case, claim), _lists(case, claim)
    if any(len(one) == said for one in rosters):
        return holds("as many are named in the port calendar")
    if any(len(one) == said for one in lists):
        return holds("as many are named") if not rosters else unknown("as many are named here")
    if said > MOST_SEATS:
        return unknown("more people than a ship takes: perhaps those on the station")
    whole = _whole(case, claim)
    right = len(rosters[0]) if rosters else None
    if rosters and (said > max(map(len, rosters)) or lists or whole):
        why = f"the port calendar names {right}: {', '.join(rosters[0])}"
        return wrong(why, Correction(value_people=right, why=why))
    if lists and (said > len(lists[0]) or whole):
        why = f"{len(lists[0])} are named: {', '.join(lists[0])}"
        return wrong(why, Correction(value_people=len(lists[0]), why=why))
    return unknown("no list of names to count")
