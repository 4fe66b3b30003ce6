"""The mass ledger of a visit: every tank after every event, beside the integrated mass."""

from portcall.catalogue.ledger import starting_tanks
from portcall.records.mass import LedgerEntry, Tanks, entry
from portcall.visit.flight import Flight
from portcall.visit.setting import Setting

_ASCENT = ("liftoff", "booster_separation", "core_separation", "cutoff", "separation")
_AFTER_GATE = ("gate", "contact", "hooks_closed", "leak_check", "hatch_open")


def tanks_at_liftoff(setting: Setting) -> Tanks:
    """Return what the ship carries at lift-off."""
    tanks = starting_tanks(setting.brief, setting.vehicle)
    return Tanks(**{f"{name}_kg": mass for name, mass in tanks.items()})


def ledger_of(setting: Setting, flight: Flight) -> tuple[LedgerEntry, ...]:
    """Return the ledger: the ship burns nothing before separation, then its own propellant.

    What the approach burns is entered once it is flown (`visit.visit_docking`).
    """
    tanks = tanks_at_liftoff(setting)
    entries = [entry(name, tanks) for name in _ASCENT]
    for number, burn in enumerate(flight.chase.burns, start=1):
        tanks = tanks.after_burning(burn.propellant_kg)
        entries.append(entry(f"burn_{number}", tanks, burn.mass_after_kg))
    return (*entries, *(entry(name, tanks) for name in _AFTER_GATE))
