"""How long each profile of a ship takes from launch to contact, with the spread that flown ships show."""

from datetime import timedelta

from portcall.audit.press.judging.case import Case
from portcall.records.claims import Claim

EARLY, LATE = 0.03, 0.02  # shares of a profile's hours by which flown ships differ from it
SLACK_H = 0.5


def windows(case: Case, claim: Claim) -> tuple[tuple[str, timedelta, timedelta], ...]:
    """Return the profiles of a ship's kind with their shortest and longest time to contact."""
    vehicle = case.facts.vehicle(claim.subject)
    found = []
    for name in vehicle.profiles if vehicle is not None else ():
        hours = case.facts.profiles[name].nominal_duration_h.value
        shortest = hours * (1.0 - EARLY) - SLACK_H
        longest = hours * (1.0 + LATE) + SLACK_H
        found.append((name, timedelta(hours=shortest), timedelta(hours=longest)))
    return tuple(found)
