"""The rules of the press audit over recorded values: flights, stays, and values that disagree.

Model   Each value is put to the judge as a claim. What a flight's file says is held against the port
        calendar and mechanics, what the calendar says against the flights: no record is its own
        witness.
Valid   Values with a kind that texts claim as well; figures of orbits and burns are not judged here.
Source  The catalogue given.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portcall.audit.press.judging.case import Case, Finding
from portcall.audit.press.judging.facts import CARGO_KEYS, Facts, ShipFacts, facts_of
from portcall.audit.press.judging.judge_readings import judge_against
from portcall.audit.press.judging.occupied import OnPort
from portcall.audit.press.judging.prepare import prepared
from portcall.audit.press.judging.rules import judge_claim
from portcall.audit.press.record.known_times import FIELDS, OTHER_SOURCE
from portcall.catalogue.calendar import RecordedStay
from portcall.catalogue.flight import Flight, Happening
from portcall.catalogue.load import Catalogue, list_flights
from portcall.catalogue.record import SourcedTime
from portcall.records.claims import EVENT_KINDS, Claim, ClaimVerdict, Correction, Reading, SaidTime

UNITS_S = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
PRECISIONS = {4: "year", 7: "month", 10: "day", 14: "hour", 17: "minute"}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
APART = 1000  # characters between two values that stand in no text
CALENDAR = "the port calendar"


@dataclass(frozen=True)
class RecordedValue:
    """One value as a report gives it, and what other reports give for the same fact."""

    kind: str
    subject: str
    field: str
    value: str
    unit: str = ""
    planned: bool = False
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordedFinding:
    """What the rules find of one value of the catalogue."""

    subject: str
    key: str
    value: str
    verdict: ClaimVerdict
    reason: str
    correction: Correction | None = None


def claim_of(row: RecordedValue, value: str, number: int = 0) -> Claim:
    """Return a value as a claim."""
    start = number * APART
    given: dict[str, object] = {}
    if row.kind in EVENT_KINDS:
        text = value.partition(".")[0] + "Z" if "." in value else value
        given = {"value": text, "precision": PRECISIONS.get(len(text), "second")}
    elif row.kind == "cargo":
        item = next((one for one, key in CARGO_KEYS.items() if row.field.endswith(key)), "total")
        given = {"value_kg": float(value), "item": item}
    elif row.kind == "duration":
        given = {
            "value_s": float(value) * UNITS_S.get(row.unit, 1.0),
            "precision": "minute" if row.unit == "min" else None,
        }
    elif row.kind == "crew":
        given = {"value_names": tuple(value.split(", "))}
    elif row.kind == "profile" and row.unit == "orbits":
        given = {"value": f"{value}-orbit"}
    else:
        given = {"value": value}
    day = DATE.search(row.field)
    return Claim(
        number=number,
        kind=row.kind,
        subject=row.subject,
        planned=row.planned,
        said=SaidTime(date_said=day.group()) if day and row.kind == "port" else None,
        quote=value if row.kind == "cargo" else row.field,
        start=start,
        end=start + 1,
        sure=1.0,
        **given,
    )


def judge_value(row: RecordedValue, facts: Facts) -> Finding:
    """Judge one value against the facts and what the other reports give."""
    others = [claim_of(row, value, number + 1) for number, value in enumerate(row.other)]
    told: dict[tuple[str, str | None], list[tuple[str, Claim]]] = {
        (row.kind, row.subject): [(f"report {one.number}", one) for one in others],
    }
    claim = claim_of(row, row.value)
    reading = Reading(source="this", text="", language=None, claims=(claim,))
    return judge_claim(prepared(Case(facts, reading, told)), claim)[0]


def catalogue_audit(catalogue: Catalogue) -> tuple[RecordedFinding, ...]:
    """Run the rules over every flight and every stay of a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
        The flights and calendars to audit.
    """
    facts = facts_of(catalogue)
    found: list[RecordedFinding] = []
    for flight in list_flights(catalogue):
        where = f"flights/{flight.id}"
        found += _judged(_flight_rows(flight), _unseen(facts, flight.id, {where, OTHER_SOURCE}))
    for name in catalogue.names("calendars"):
        stays: dict[str, list[RecordedStay]] = {}
        for stay in catalogue.calendar(name).stay:
            stays.setdefault(stay.ship, []).append(stay)
        for ship, own in stays.items():
            found += _judged(_stay_rows(ship, own), _unseen(facts, ship, {CALENDAR}))
    return tuple(found)


def _unseen(facts: Facts, ship: str, sources: set[str]) -> Facts:
    """Return the facts without what these sources say of a ship."""
    known = facts.ships[ship]
    flights = CALENDAR not in sources
    bare = replace(
        known,
        times=tuple(one for one in known.times if one.where not in sources),
        launcher=None if flights else known.launcher,
        site=None if flights else known.site,
        profile=None if flights else known.profile,
        cargo_kg={} if flights else known.cargo_kg,
        burn_s=() if flights else known.burn_s,
        crew_up=known.crew_up if flights else (),
        crew_down=known.crew_down if flights else (),
        ports=_ports(known, flights),
    )
    return replace(facts, ships={**facts.ships, ship: bare})


def _ports(known: ShipFacts, flights: bool) -> tuple[OnPort, ...]:
    in_calendar = any(one.where == CALENDAR for one in known.times)
    return known.ports if flights and in_calendar else ()


def _judged(rows: Sequence[RecordedValue], facts: Facts) -> list[RecordedFinding]:
    claims = tuple(claim_of(row, row.value, number) for number, row in enumerate(rows))
    reading = Reading(source="catalogue", text="", language=None, claims=claims)
    judged = judge_against([reading], facts).readings[0].claims
    return [
        RecordedFinding(
            row.subject,
            row.field,
            row.value,
            claim.verdict or "cannot_check",
            claim.reason,
            claim.correction,
        )
        for row, claim in zip(rows, judged, strict=True)
    ]


def _times(flight: Flight, happening: Happening, when: str) -> Iterable[RecordedValue]:
    for key, kind, what in FIELDS:
        one: SourcedTime | None = getattr(happening, key)
        if one is None or kind not in EVENT_KINDS or what == "hooks closed":
            continue
        moved = key == "undocking_utc" and happening.relocation
        yield RecordedValue(
            "relocation" if moved else kind,
            flight.id,
            f"{when}.{key}",
            one.value,
            planned=when == "planned",
        )


def _flight_rows(flight: Flight) -> list[RecordedValue]:
    rows = [*_times(flight, flight.flown, "flown"), *_times(flight, flight.planned, "planned")]
    for key, value in (
        ("launcher", flight.launcher),
        ("site", flight.site),
        ("port", flight.port),
        ("profile", flight.profile),
    ):
        if value is not None:
            kind = "rocket" if key == "launcher" else key
            rows.append(RecordedValue(kind, flight.id, key, value))
    for key in CARGO_KEYS.values():
        figure = getattr(flight.cargo, key)
        if figure is not None:
            rows.append(
                RecordedValue("cargo", flight.id, f"cargo.{key}", f"{figure.value:g}", "kg")
            )
    return rows


def _stay_rows(ship: str, stays: Sequence[RecordedStay]) -> list[RecordedValue]:
    rows = []
    for stay in stays:
        came = (
            ("berthing" if stay.berthed else "docking") if stay.begins == "visit" else "relocation"
        )
        rows.append(RecordedValue(came, ship, "arrival", stay.arrival.value))
        if stay.departure is not None:
            left = "undocking" if stay.ends == "visit" else "relocation"
            rows.append(RecordedValue(left, ship, "departure", stay.departure.value))
        if stay.port is not None:
            day = stay.arrival.value[:10]
            rows.append(RecordedValue("port", ship, f"port from {day}", stay.port))
    return rows
