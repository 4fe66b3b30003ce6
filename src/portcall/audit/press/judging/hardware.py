"""The rocket and the site of a launch, against the flight and against what the ship can use.

Model   The flight's own; of a ship that is on record without them, what its vehicle uses, or ships of
        its make ever used.
Valid   Ships on record; their heirs may fly on other rockets.
Source  The flights and vehicles of the catalogue; the file of past ships.
"""

from functools import lru_cache
from typing import NamedTuple

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.reading.ships.past_ships import past_pads, past_ships
from portcall.records.claims import Claim, Correction

SHORTEST_TOWN = 6  # "KSC" in capitals heads no report
TOWN = ("ccsfs", "ksc")  # Cape Canaveral is said of the center beside it as well
STATION = ("force", "ccsfs", "ccafs")


def same_thing(said: str, known: str) -> bool:
    """Return whether one id is the other, or the first part of it."""
    return (known + "-").startswith(said + "-") or (said + "-").startswith(known + "-")


def _held(
    case: Case, claim: Claim, known: str | None, usable: tuple[str, ...], what: str
) -> Finding:
    said = claim.value or ""
    if known is not None:
        if same_thing(said, known):
            return holds(f"{known} is on record")
        why = f"{known} is on record"
        return wrong(why, Correction(value=known, why=why))
    if not usable or claim.subject not in case.facts.ships:
        return unknown(f"no {what} of this ship is on record")
    if any(same_thing(said, one) for one in usable):
        return unknown(f"ships of this kind use it; the {what} of this one is not on record")
    why = f"ships of this kind use {', '.join(usable)}"
    return wrong(why, Correction(value=usable[0], why=why))


class _Flew(NamedTuple):
    """What ships of one make flew on, and from where, before the records."""

    rockets: tuple[str, ...]
    sites: tuple[str, ...]


@lru_cache(maxsize=64)
def _before(subject: str | None) -> _Flew:
    """Return the rockets and pads of a ship's make before the records."""
    make = f"{(subject or '').split('-')[0]}-"
    ships = [one for id_, one in past_ships().items() if id_.startswith(make)]
    rockets = tuple(dict.fromkeys(one.rocket for one in ships))
    pads = tuple(dict.fromkeys(pad for one in rockets for pad in past_pads().get(one, ())))
    return _Flew(rockets, pads)


def rocket_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a rocket against the flight's, else against those that the vehicle flies on."""
    if claim.kind != "rocket":
        return None
    vehicle = case.facts.vehicle(claim.subject)
    usable = vehicle.launchers if vehicle is not None else ()
    usable = (*usable, *_before(claim.subject).rockets) if usable else ()
    known = case.ship(claim).launcher
    found = _held(case, claim, known, tuple(usable), "rocket")
    if found.verdict == "contradicts" and known is None and not _line_names_ship(case, claim):
        return unknown("the line does not name the ship; another flight may be told of")
    return found


def _line_names_ship(case: Case, claim: Claim) -> bool:
    text = case.reading.text
    begin = text.rfind("\n", 0, claim.start) + 1
    end = text.find("\n", claim.end)
    line = range(begin, len(text) if end < 0 else end)
    ships = (one for one in case.of_subject(claim.subject or "") if one.kind == "ship")
    return any(one.start in line for one in ships)


def site_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a launch site against the flight's, else against those that the vehicle flies from."""
    if claim.kind != "site":
        return None
    vehicle = case.facts.vehicle(claim.subject)
    usable = vehicle.sites if vehicle is not None else ()
    usable = (*usable, *_before(claim.subject).sites) if usable else ()
    found = _held(case, claim, case.ship(claim).site, tuple(usable), "site")
    if found.verdict != "contradicts":
        return found
    if _heads_report(case, claim):
        return unknown("the report was written there")
    if _is_town(case, claim):
        return unknown("the town's name is said of both launch ranges")
    return found


def _heads_report(case: Case, claim: Claim) -> bool:
    """Return whether a place in capitals opens a line, as the one where a report was written."""
    before = case.reading.text[: claim.start].rpartition("\n")[2]
    return not before.strip() and claim.quote.isupper() and len(claim.quote) >= SHORTEST_TOWN


def _is_town(case: Case, claim: Claim) -> bool:
    """Return whether only Cape Canaveral is named, of a launch from the center beside the station."""
    said, near = TOWN
    named = any(word in claim.quote.lower() for word in STATION)
    return claim.value == said and not named and (case.ship(claim).site or "").startswith(near)
