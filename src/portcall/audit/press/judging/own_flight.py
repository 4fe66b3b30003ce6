"""Whether a length in days is that of the flight that just ended, told of people who flew all of it.

Model   The text tells the landing of the ship as past. Who is named before the length in its sentence flew
        up and down on it; where nobody is named, all who flew did. Such people can have no fewer days
        in space than the flight took: more of them may be the sum of several flights.
Valid   Lengths printed in days, of ships with their people on record both ways. What is numbered, as a
        crew of the station is, has a length of its own.
Source  The text; the port calendar.
"""

import re

from portcall.audit.press.judging.case import Case
from portcall.audit.press.judging.names import plain, same_name
from portcall.audit.press.judging.words import BESIDE, says, words_for
from portcall.records.claims import Claim

DAY_S = 86_400.0
MONTH_DAYS = 30.0  # so many days may be a month in words
LEAST_DAYS = 30.0
SENTENCE = 240  # characters on each side of a length that its sentence may have
SENTENCE_ENDS = r"[.!?;\n]\s"
POSSESSIVE = r"['\u2019]s?$"


def of_own_flight(case: Case, claim: Claim) -> bool:
    """Return whether a length in days is told of people who went up and came home on one ship.

    Parameters
    ----------
    case : Case
        The text and what is known.
    claim : Claim
        A length of which the words say that it is of a mission.
    """
    days = (claim.value_s or 0.0) / DAY_S
    if days < LEAST_DAYS or days % 1.0 or not days % MONTH_DAYS:
        return False
    if not any(not one.planned for one in case.about(claim, "landing")):
        return False
    if says(case, claim, words_for(case).intended) or _numbered(case, claim):
        return False
    if _of_another(case, claim):
        return False
    ship = case.ship(claim)
    if not ship.crew_up or not ship.crew_down:
        return False
    both = [one for one in ship.crew_up if any(same_name(one, other) for other in ship.crew_down)]
    named = _named_before(case, claim)
    if not named:
        return len(both) == len(ship.crew_up) == len(ship.crew_down)
    return all(any(same_name(one, other) for other in both) for one in named)


def _of_another(case: Case, claim: Claim) -> bool:
    """Whether the sentence tells of another flight: by its words, or by a year that is not this one's."""
    text = case.reading.text
    ahead = _sentence_before(case, claim)
    behind = re.split(SENTENCE_ENDS, text[claim.end : claim.end + SENTENCE])[0]
    sentence = f"{ahead}|{behind}".lower()
    if any(cue in sentence for cue in words_for(case).other_flight):
        return True
    years = {one.utc.year for one in case.ship(claim).times}
    return any(int(year) not in years for year in re.findall(r"\b(?:19|20)\d\d\b", sentence))


def _sentence_before(case: Case, claim: Claim) -> str:
    ahead = case.reading.text[max(0, claim.start - SENTENCE) : claim.start]
    return re.split(SENTENCE_ENDS, ahead)[-1]


def _numbered(case: Case, claim: Claim) -> bool:
    """Whether a word for a mission has a number beside the length: a crew of the station, not a flight."""
    text, words = case.reading.text, words_for(case)
    near = text[max(0, claim.start - BESIDE) : claim.start] + "|" + text[claim.end :][:BESIDE]
    cues = "|".join(re.escape(cue) for cue in (*words.mission, *words.mission_too))
    return re.search(rf"(?:{cues})s?\s+\d", near.lower()) is not None


def _named_before(case: Case, claim: Claim) -> set[str]:
    """Return the people of any ship who are named before a length in its sentence."""
    words = re.findall(r"[^\W\d_][\w'\u2019-]+", _sentence_before(case, claim))
    ships = case.facts.ships.values()
    people = {plain(one) for ship in ships for one in (*ship.crew_up, *ship.crew_down)}
    return people.intersection(plain(re.sub(POSSESSIVE, "", one)) for one in words)
