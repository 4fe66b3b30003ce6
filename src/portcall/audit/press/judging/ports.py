"""The port of a ship: the one on record, whether its kind fits, and who was there."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.hardware import same_thing
from portcall.audit.press.judging.occupied import OnPort
from portcall.records.claims import Claim, Correction

BESIDE_DATE = timedelta(days=2)
ARRIVALS = ("docking", "berthing")
WALKED = ("spacewalk", "ship", *ARRIVALS, "undocking", "relocation")
AND_WORDS = 3
SENTENCE = 2000  # characters before a port that one sentence may have
LEAST_SURE = 0.6  # a port that no docking or undocking is told with may be told of anything


def port_fits(case: Case, claim: Claim) -> Finding | None:
    """Hold a port against the ship's stays, its mechanism, and the other ships' stays."""
    if claim.kind != "port" or claim.value is None:
        return None
    stays = _stays(case, claim)
    if any(same_thing(claim.value, one.port) for one in stays):
        return holds(f"it stood at {claim.value} on record")
    right = _right(case, claim, stays)
    reasons = [_type_words(case, claim), _taken_words(case, claim, stays)]
    if right is not None:
        reasons.append(f"this ship went to {right} on record")
    why = "; ".join(one for one in reasons if one)
    if not why:
        return unknown("no port of this ship is on record")
    if claim.sure < LEAST_SURE:
        return unknown("it is not said that this ship was there")
    if _of_a_spacewalk(case, claim):
        return unknown("the sentence tells of a spacewalk, which may have begun there")
    if right is not None and _module_goes_too(case, claim, right):
        return unknown("the module that it was at is told of beside it, and may be what was there")
    return wrong(why, None if right is None else Correction(value=right, why=why))


def _module_goes_too(case: Case, claim: Claim, right: str) -> bool:
    """Whether a ship is told of with the module that it hung on: "the ship and Pirs left the port"."""
    text, module = case.reading.text, right.split("-", maxsplit=1)[0]
    reach = max(claim.start - SENTENCE, 0)
    begin = max(text.rfind(". ", reach, claim.start) + 1, reach)
    ahead = text[begin : claim.start].lower().split()
    return any(
        word.strip(",.()") == module and "and" in ahead[max(i - AND_WORDS, 0) : i]
        for i, word in enumerate(ahead)
    )


def _of_a_spacewalk(case: Case, claim: Claim) -> bool:
    """Whether the sentence tells of people outside, and nothing of the ship."""
    text = case.reading.text
    begin = max(text.rfind(". ", 0, claim.start) + 1, claim.start - SENTENCE, 0)
    end = text.find(". ", claim.end)
    end = min(len(text) if end < 0 else end, claim.end + SENTENCE)
    beside = [
        one for kind in WALKED for one in case.near_by(claim, kind) if begin <= one.start < end
    ]
    return any(one.kind == "spacewalk" for one in beside) and not any(
        claim.subject in (one.subject, one.value) for one in beside
    )


def _asked_day(claim: Claim) -> datetime | None:
    if claim.said is None or claim.said.date_said is None:
        return None
    try:
        day = date.fromisoformat(claim.said.date_said)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _stays(case: Case, claim: Claim) -> Sequence[OnPort]:
    """Return the ship's stays; only those around the day that the claim names, when it does."""
    stays = case.ship(claim).ports
    day = _asked_day(claim)
    if day is None:
        return stays
    after = [
        one for one in stays if one.last + BESIDE_DATE >= day and one.first <= day + BESIDE_DATE
    ]
    moved = [one for one in after if one.begins == "relocation"]
    return moved or after or stays


def _right(case: Case, claim: Claim, stays: Sequence[OnPort]) -> str | None:
    if not stays:
        return None
    leaving = case.about(claim, "undocking", "deorbit", "landing")
    if leaving and not case.about(claim, *ARRIVALS, "launch"):
        return stays[-1].port
    return stays[0].port


def _type_words(case: Case, claim: Claim) -> str:
    vehicle, said = case.facts.vehicle(claim.subject), claim.value or ""
    ports = [one for one in case.facts.station_ports if same_thing(said, one.id)]
    if vehicle is None or not ports or any(vehicle.id in one.vehicles for one in ports):
        return ""
    fitting = {one.mechanism for one in ports}
    if vehicle.mechanism not in fitting:
        return (
            f"{said} has {' and '.join(sorted(fitting))}, {vehicle.name} needs {vehicle.mechanism}"
        )
    return f"{said} does not take {vehicle.name}"


def _arrival(case: Case, claim: Claim, stays: Sequence[OnPort]) -> datetime | None:
    day = _asked_day(claim)
    if day is not None:
        return day
    told = case.told(claim, *ARRIVALS)
    times = [utc for one, utc in told if one.verdict != "contradicts"]
    known = [one.utc for one in case.ship(claim).of_kind(*ARRIVALS) if not one.day_only]
    if known:
        return known[0]
    return times[0] if times else next((one.first for one in stays), None)


def _taken_words(case: Case, claim: Claim, stays: Sequence[OnPort]) -> str:
    """Say who certainly was there when the ship came; nothing when the port is a whole module."""
    said, at = claim.value or "", _arrival(case, claim, stays)
    ports = [one.id for one in case.facts.station_ports if same_thing(said, one.id)]
    if at is None or len(ports) != 1:
        return ""
    for one in case.facts.ports:
        if one.port == ports[0] and one.ship != claim.subject and one.first <= at <= one.last:
            until = f" until {one.last:%Y-%m-%d}" if one.until_known else ""
            return f"{one.ship} was there{until}"
    return ""
