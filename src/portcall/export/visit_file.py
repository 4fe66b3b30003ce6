"""A flight file from the claims of press texts: the form of the catalogue, as `portcall fly` takes it.

What a text says wrongly stands in it corrected, with the reason; what nobody says comes from the catalogue,
or stays out as a comment that names the key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.catalogue.read import parse_record
from portcall.core.errors import InputError
from portcall.core.time import parse_utc
from portcall.export.toml_text import comment, elements_block, quoted, sourced
from portcall.export.visit_choice import (
    Chosen,
    SourcedClaim,
    best_name,
    best_time,
    main_ship,
    sourced_claims,
    taken,
)
from portcall.export.visit_keys import (
    Known,
    elements_before,
    known_of,
    plain_key,
    profile_between,
)
from portcall.records.claims import EVENT_KINDS, PressAudit

FIRST_LINE = "# flight file written by portcall audit"
NEEDED = ("id", "official_name", "vehicle", "launcher", "site", "launch_date")
_TIMES = {
    "launch": "launch_utc",
    "insertion": "separation_utc",
    "docking": "docking_utc",
    "berthing": "docking_utc",
    "undocking": "undocking_utc",
    "deorbit": "deorbit_burn_utc",
    "re-entry": "reentry_utc",
    "landing": "landing_utc",
}
_CARGO = {
    "total": "total_kg",
    "dry": "dry_kg",
    "propellant": "transfer_propellant_kg",
    "water": "water_kg",
    "gas": "gas_kg",
}
_KEYS = (("rocket", "launcher"), ("site", "site"), ("port", "port"), ("profile", "profile"))
_FLOWN, _PLANNED = "flown", "planned"


@dataclass(frozen=True)
class VisitFile:
    """The file's text, the ship's id, what a flight lacks, and what to tell the user."""

    text: str
    ship: str | None
    missing: tuple[str, ...]
    sentence: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Facts:
    """All that goes into the file."""

    keys: dict[str, Chosen] = field(default_factory=dict)
    times: dict[tuple[str, str], Chosen] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def visit_file(
    audit: PressAudit, catalogue: Catalogue, *, attributed: str | None = None
) -> VisitFile:
    """Return the flight file of the ship that the texts say most of.

    Parameters
    ----------
    audit : PressAudit
        The judged texts.
    catalogue : Catalogue
        For what the texts leave out: the pad's id, the station's elements.
    attributed : str or None
        The source to name; without it, each text's own name.

    Returns
    -------
    VisitFile
        The TOML text. Where `missing` is not empty, `portcall fly` refuses the file.
    """
    claims = sourced_claims(audit, attributed)
    named = main_ship(claims)
    mine = tuple(one for one in claims if named is None or one.claim.subject in {named, None})
    corrected = best_name(one for one in mine if one.claim.kind == "ship")
    ship = corrected.value if corrected and corrected.comment else named
    if ship is None:
        lines = [FIRST_LINE, comment("no ship is named in the text"), *_absent(NEEDED)]
        return VisitFile("\n".join(lines) + "\n", None, NEEDED, "no ship is named in the text")
    known = known_of(catalogue, ship)
    facts = _facts(mine, known, corrected if ship != named else None)
    lines = _lines(facts, known, mine)
    missing = tuple(key for key in NEEDED if key not in facts.keys)
    others = {one.claim.subject for one in claims if one.claim.kind == "launch"} - {
        named,
        ship,
        None,
    }
    return _told("\n".join(lines) + "\n", ship, missing, sorted(map(str, others)))


def _told(text: str, ship: str, missing: tuple[str, ...], others: Sequence[str]) -> VisitFile:
    notes = [f"only {ship} is in it; the text also tells of {', '.join(others)}"] if others else []
    if missing:
        return VisitFile(
            text,
            ship,
            missing,
            f"what is known of {ship}; to fly it lacks {', '.join(missing)}",
            (*notes,),
        )
    try:
        flight = parse_record(text.encode(), Flight, where="the flight file")
    except InputError as why:
        return VisitFile(text, ship, ("order",), f"what is known of {ship}; {why}", (*notes,))
    lacks = () if flight.profile else ("--profile",)
    lacks = (*lacks, *(() if flight.known_before.elements else ("--elements FILE",)))
    if lacks:
        return VisitFile(
            text, ship, (), f"{ship}; to fly it, give {' and '.join(lacks)}", (*notes,)
        )
    return VisitFile(text, ship, (), f"{ship}; portcall fly takes it", (*notes,))


def _facts(mine: Sequence[SourcedClaim], known: Known, ship: Chosen | None) -> _Facts:
    times = _times(mine)
    launch = times.get((_FLOWN, "launch_utc")) or times.get((_PLANNED, "launch_utc"))
    docking = times.get((_FLOWN, "docking_utc")) or times.get((_PLANNED, "docking_utc"))
    keys = {"id": ship or Chosen(known.ship, "published", "the text")}
    keys["official_name"] = Chosen(_name(known, mine), "published", "the text")
    if known.vehicle:
        keys["vehicle"] = Chosen(known.vehicle, "derived", "the ship's name")
    left_out: list[str] = []
    for kind, key in _KEYS:
        said = best_name(one for one in mine if one.claim.kind == kind)
        names = _names(known.catalogue, key)
        found = plain_key(known, key, said, names)
        if found is None and key == "profile" and launch and docking:
            found = profile_between(known.catalogue, launch, docking)
        if found is not None:
            keys[key] = found
        elif said is not None:
            left_out.append(f"{key}: the catalogue has no '{said.value}'")
    if launch is not None:
        keys["launch_date"] = launch
    elif known.flight is not None:
        note = "not said in the text"
        day = known.flight.launch_date.isoformat()
        keys["launch_date"] = Chosen(day, "derived", f"the catalogue's flight {known.ship}", note)
    return _Facts(keys, times, tuple(left_out))


def _names(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    if key == "port":
        return tuple(port.id for port in catalogue.station().port)
    return catalogue.names(f"{key}s")


def _name(known: Known, mine: Sequence[SourcedClaim]) -> str:
    if known.flight is not None:
        return known.flight.official_name
    quotes = (one.claim.quote for one in mine if one.claim.kind == "ship" and one.claim.quote)
    return " ".join(next(quotes, known.ship).split())[:60] or known.ship


def _times(mine: Sequence[SourcedClaim]) -> dict[tuple[str, str], Chosen]:
    events: dict[tuple[str, str], list[SourcedClaim]] = {}
    for one in mine:
        key = _TIMES.get(one.claim.kind)
        if key is not None:
            events.setdefault((_PLANNED if one.claim.planned else _FLOWN, key), []).append(one)
    found = {place: best_time(told) for place, told in events.items()}
    return {place: chosen for place, chosen in found.items() if chosen is not None}


def _day(chosen: Chosen) -> date:
    return parse_utc(chosen.value).date()


def _decisions(facts: _Facts) -> dict[str, date]:
    """Return the dates of the undocking and of the deorbit, where they are told."""
    found = {}
    for key, event in (("undocking_date", "undocking_utc"), ("deorbit_date", "deorbit_burn_utc")):
        told = facts.times.get((_FLOWN, event)) or facts.times.get((_PLANNED, event))
        if told is not None:
            found[key] = _day(told)
    return found


def _absent(keys: Sequence[str]) -> list[str]:
    return [f'# {key} = ""  # not said; portcall fly needs it' for key in keys]


def _lines(facts: _Facts, known: Known, mine: Sequence[SourcedClaim]) -> list[str]:
    lines = [FIRST_LINE]
    for key in (*NEEDED[:5], "port", "profile", "launch_date"):
        chosen = facts.keys.get(key)
        if chosen is None:
            lines += _absent([key]) if key in NEEDED else []
            continue
        lines += [comment(chosen.comment)] if chosen.comment and key != "launch_date" else []
        value = _day(chosen).isoformat() if key == "launch_date" else quoted(chosen.value)
        lines.append(f"{key} = {value}")
    own = known.flight
    if own is not None and own.launch_opportunity != 1:
        lines.append(f"launch_opportunity = {own.launch_opportunity}")
    lines += [f"{key} = {day.isoformat()}" for key, day in _decisions(facts).items()]
    lines += [comment(text) for text in facts.left_out]
    lines += ["", "[sources]"]
    for key in ("vehicle", "launcher", "site", "port", "profile", "launch_date"):
        if (chosen := facts.keys.get(key)) is not None:
            words = sourced("", chosen.status, chosen.source, chosen.note)
            lines.append(f"{key} = {words}")
    lines += _orbit(facts, known)
    lines += _cargo(mine)
    for part in (_PLANNED, _FLOWN):
        lines += _happening(part, facts)
    return [*lines, *_not_taken(mine)]


def _orbit(facts: _Facts, known: Known) -> list[str]:
    launch = facts.keys.get("launch_date")
    if launch is None:
        return []
    sets = elements_before(known, parse_utc(launch.value))
    if not sets:
        return ["", comment("no elements of the station from before the launch are on record")]
    lines = [line for one in sets for line in ("", *elements_block("known_before.elements", one))]
    for maneuver in known.flight.station_maneuver if known.flight else ():
        lines += ["", "[[station_maneuver]]"]
        when, speed = maneuver.utc, maneuver.delta_v_m_s
        lines.append(f"utc = {sourced(quoted(when.value), when.status, when.source, when.note)}")
        words = sourced(repr(speed.value), speed.status, speed.source, speed.note)
        lines.append(f"delta_v_m_s = {words}")
    return lines


def _cargo(mine: Sequence[SourcedClaim]) -> list[str]:
    found: dict[str, str] = {}
    for one in mine:
        claim = one.claim
        key = _CARGO.get(claim.item or "")
        meant = claim.correction.value_kg if claim.correction else None
        wrong = claim.verdict == "contradicts"
        mass_kg = meant if wrong else claim.value_kg
        if claim.kind != "cargo" or key is None or key in found or mass_kg is None:
            continue
        note = f'the text says "{claim.quote}"; {claim.reason}' if wrong else ""
        status = "derived" if wrong else "published"
        words = sourced(f"{mass_kg:g}", status, one.source, note)  # type: ignore[arg-type]
        found[key] = f"{comment(note)}\n{key} = {words}" if note else f"{key} = {words}"
    return ["", "[cargo]", *found.values()] if found else []


def _happening(part: str, facts: _Facts) -> list[str]:
    lines = []
    for (place, key), chosen in facts.times.items():
        if place != part:
            continue
        lines += [comment(chosen.comment)] if chosen.comment else []
        words = sourced(quoted(chosen.value), chosen.status, chosen.source, chosen.note)
        lines.append(f"{key} = {words}")
    return ["", f"[{part}]", *lines] if lines else []


def _not_taken(mine: Sequence[SourcedClaim]) -> list[str]:
    """Return a comment for each event that is wrong and of which nobody knows what was meant."""
    wrong = [
        one.claim
        for one in mine
        if one.claim.verdict == "contradicts"
        and one.claim.kind in EVENT_KINDS
        and taken(one) is None
    ]
    said = [comment(f'not taken: {one.kind} "{one.quote}": {one.reason}') for one in wrong]
    return ["", *said] if said else []
