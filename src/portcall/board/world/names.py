"""Names and words of the board: ships, events, phases, and which rule bears on which event."""

import re
from types import MappingProxyType

from portcall.board.world.fault_words import fault_words
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.core.errors import PortcallError
from portcall.records.disposal import DisposalRecord
from portcall.records.docking import DockingRecord
from portcall.records.visit import VisitRecord

EVENT_NAMES = MappingProxyType(
    {
        "liftoff": "Lift-off",
        "booster_separation": "Boosters separate",
        "core_separation": "Core stage separates",
        "cutoff": "Engine cut-off",
        "separation": "Ship separates from rocket",
        "kurs_on": "Radar on (Kurs)",
        "gate": "At the approach gate",
        "braking": "Braking",
        "fly_around": "Fly-around",
        "to_station_keeping": "On the way to station keeping",
        "station_keeping": "Station keeping",
        "final_approach": "Final approach",
        "contact": "Contact",
        "hooks_closed": "Hooks closed",
        "leak_check": "Leak check done",
        "hatch_open": "Hatch open",
        "undocking": "Undocking",
        "separation_burn": "Separation burn",
        "deorbit_ignition": "Deorbit burn starts",
        "deorbit_cutoff": "Deorbit burn ends",
        "entry_interface": "Entry at 120 km",
        "first_impact": "First piece falls",
        "impact": "Middle of the fall",
        "last_impact": "Last piece falls",
        "plasma": "Plasma begins",
        "maximum_heat_flux": "Greatest heat flux",
        "maximum_load": "Greatest load",
        "parachute": "Parachute opens",
        "main_parachute": "Main parachute open",
        "heat_shield": "Heat shield away",
        "landing": "Landing",
        "unloaded_and_filled": "Unloaded, filled with trash",
    }
)
PHASE_NAMES = MappingProxyType(
    {
        "ascent": "Ascent",
        "phasing": "Phasing",
        "rendezvous": "Rendezvous",
        "approach": "Approach",
        "docked": "Docked",
        "departure": "Departure",
        "coast": "Coast to the deorbit burn",
        "deorbit": "Deorbit",
        "entry": "Entry",
        "landed": "Down",
    }
)
# the rule that says most of an event, told beside it
RULE_OF_EVENT = MappingProxyType(
    {
        "liftoff": "phase is in the profile's range",
        "cutoff": "third stage has propellant left",
        "burn_1": "first burn is not too early",
        "gate": "ship is at the arrival gate",
        "final_approach": "keep-out sphere is entered with leave only",
        "contact": "approach ends in capture",
        "undocking": "ship does not come back after undocking",
        "separation_burn": "nor when its separation burn fails",
        "deorbit_ignition": "propellant is left after the burn",
        "deorbit_cutoff": "deorbit burn stays in the engine's life",
        "impact": "pieces above 15 J stay clear of land",
        "landing": "crew lands at the site",
    }
)
HOME_RULES = frozenset(
    {
        "ship does not come back after undocking",
        "nor when its separation burn fails",
        "fall lies abreast of the aim",
        "propellant is left after the burn",
        "deorbit burn stays in the engine's life",
        "pieces above 15 J stay clear of land",
        "casualty expectation as planned",
        "casualty expectation if the burn fails",
        "crew lands at the site",
        "load stays below the limit",
        "ballistic fallback can be borne",
        "mass ledger closes to the entry",
    }
)


def event_name(event: str, note: str = "") -> str:
    """Return an event in words.

    Examples
    --------
    >>> event_name("hatch_open"), event_name("burn_4", "auto-1"), event_name("parachute_open")
    ('Hatch open', 'Burn 4 (auto-1)', 'Parachute open')
    """
    burn = re.fullmatch(r"burn_(\d+)", event)
    if burn:
        return f"Burn {burn[1]} ({note})" if note else f"Burn {burn[1]}"
    words = event.replace("_", " ")
    return EVENT_NAMES.get(event, words[:1].upper() + words[1:])


def flight_name(catalogue: Catalogue, flight: str) -> tuple[str, str]:
    """Return a flight's full and its short name; its id where the catalogue does not know it.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> flight_name(load_catalogue(), "progress-ms-31")
    ('Progress MS-31 (92P)', '92P')
    """
    known = known_flight(catalogue, flight)
    if known is None:
        return flight, flight
    inside = re.search(r"\(([^)]+)\)", known.nasa_name)
    other = inside[1] if inside else known.nasa_name
    if not other or other == known.official_name:
        return known.official_name, known.official_name
    return f"{known.official_name} ({other})", other


def known_flight(catalogue: Catalogue, flight: str) -> Flight | None:
    """Return a flight of the catalogue; None for a user's own. No file is opened by its name."""
    if flight not in catalogue.names("flights"):
        return None
    try:
        return catalogue.flight(flight)
    except PortcallError:
        return None


def what_if_words(
    catalogue: Catalogue, record: VisitRecord | DockingRecord | DisposalRecord
) -> str | None:
    """Return how a run differs from the catalogue's flight, in words; None when it does not."""
    if isinstance(record, DockingRecord):
        return ", ".join(map(fault_words, record.faults)) or None
    flight = known_flight(catalogue, record.flight)
    if flight is None or isinstance(record, DisposalRecord):
        return None
    words = []
    if record.insertion.liftoff_utc.date() != flight.launch_date:
        words.append(f"launch on {record.insertion.liftoff_utc:%Y-%m-%d}")
    if flight.port and record.port != flight.port:
        words.append(f"to {record.port}")
    if flight.profile and record.profile != flight.profile:
        words.append(f"profile {record.profile}")
    return ", ".join(words) or None
