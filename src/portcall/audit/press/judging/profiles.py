"""A rendezvous profile against the hours from launch to contact."""

import re

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.phrases import HOUR_S
from portcall.audit.press.judging.said_times import exact_utc
from portcall.audit.press.judging.words import says, words_for
from portcall.records.claims import Claim, Correction

PER_ORBIT_H = 1.49  # 48.6 to 50.8 h in 34 orbits, 6 h in 4
SLACK_H, SLACK_SHARE = 1.2, 0.045
ORBITS = re.compile(r"(\d+)-orbit")


def hours_flown(case: Case, claim: Claim) -> float | None:
    """Return the hours from launch to contact: on record, else as the text tells them."""
    found = {}
    for kind in ("launch", "docking"):
        known = [
            one.utc for one in case.ship(claim).of_kind(kind, planned=False) if not one.day_only
        ]
        told = [exact_utc(one) for one in case.about(claim, kind)]
        times = known or [one for one in told if one is not None]
        if not times:
            plans = case.ship(claim).of_kind(kind, planned=True)
            times = [one.utc for one in plans if not one.day_only]
        if not times:
            return None
        found[kind] = times[0]
    hours = (found["docking"] - found["launch"]).total_seconds() / HOUR_S
    return hours if hours > 0.0 else None


def takes(profile: str, took_h: float) -> bool:
    """Return whether a profile of so many orbits can take so many hours."""
    match = ORBITS.fullmatch(profile)
    if match is None:
        return True
    expected = int(match.group(1)) * PER_ORBIT_H
    return abs(took_h - expected) <= max(SLACK_H, SLACK_SHARE * expected)


def profile_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a number of orbits against the record and against the hours."""
    if claim.kind != "profile" or claim.value is None:
        return None
    known, hours = case.ship(claim).profile, hours_flown(case, claim)
    took = "" if hours is None else f"; launch to contact took {hours:.1f} h"
    if known is not None:
        if known == claim.value:
            return holds(f"on record{took}")
        if says(case, claim, words_for(case).other_way):
            return unknown(f"{known} is on record{took}; another way of flying may be meant")
        why = f"{known} is on record{took}"
        return wrong(why, Correction(value=known, why=why))
    if hours is None:
        return unknown("neither the profile nor launch and contact are on record")
    if takes(claim.value, hours):
        return holds(f"{hours:.1f} h from launch to contact fit it")
    fitting = [one for one in case.facts.profiles if takes(one, hours)]
    why = f"launch to contact took {hours:.1f} h, which {claim.value} does not"
    if not fitting:
        return unknown(f"{why}, nor does any other: the times are wrong")
    vehicle = case.facts.vehicle(claim.subject)
    if vehicle is None or not vehicle.profiles:
        return unknown(f"{why}; how this ship counts orbits is not on record")
    return wrong(why, Correction(value=fitting[0], why=why) if len(fitting) == 1 else None)
