"""Writes the catalogue's flight files from tables of collected facts.

    python tools/build_flights.py --tables DIR --out src/portcall/catalogue/data/flights

DIR holds `flights.csv` (best value per field, with its source), `flight_facts.csv` (every fact as
found, with its status), `conflicts.csv`, `launch_seconds.csv` and `iss_elements.csv` (two-line
sets). What the tables lack stands beside this script: `flights_supplement.csv` (marked where it is
generally known only), `conflicts_supplement.csv`, `flight_positions.csv` (where ships came
down), `flight_relocations.csv` and `flight_revolutions.csv` (in which a ship was deorbited).
"""

import argparse
import dataclasses
import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from flight_departure import (
    deorbit_revolution,
    departure_dates,
    departure_elements,
    departure_port,
    positions,
    relocations,
)
from flight_elements import chosen_sets, element_set
from flight_facts import HERE, KNOWN, Facts, merged, table
from flight_toml import inline, number_value, quoted, slug, time_value
from portcall.core.time import parse_utc

VEHICLES = {
    "Progress M-UM": "progress-m-um",
    "Progress MS": "progress-ms",
    "Soyuz MS": "soyuz-ms",
    "Cargo Dragon": "cargo-dragon",
    "Crew-": "crew-dragon",
    "Cygnus NG-23": "cygnus-xl",
    "Cygnus": "cygnus",
    "HTV-X": "htv-x",
}
LAUNCHERS = {"Soyuz-2.1a": "soyuz-2-1a", "Soyuz-2.1b": "soyuz-2-1b"} | {
    "Falcon 9": "falcon-9",
    "H3-24W": "h3-24w",
}
SITES = {
    "Baikonur 31/6": "baikonur-31-6",
    "KSC LC-39A": "ksc-39a",
    "CCSFS SLC-40": "ccsfs-40",
    "Tanegashima Yoshinobu": "tanegashima-lp2",
}
OVERFILL_KG = 30.0  # parts are rounded; more than this is another cargo
RUSSIAN = ("progress-ms", "progress-m-um", "soyuz-ms")
PROFILE_HOURS = {"2-orbit": (2.9, 3.8), "4-orbit": (5.5, 6.6), "34-orbit": (49.0, 51.2)}
CARGO = {
    "cargo_total_kg": "total_kg",
    "cargo_dry_kg": "dry_kg",
    "cargo_propellant_kg": "transfer_propellant_kg",
    "cargo_water_kg": "water_kg",
    "cargo_gas_kg": "gas_kg",
}
SHIP = {"launch_mass_kg": "launch_mass_kg", "own_propellant_kg": "own_propellant_kg"}
FIGURES = {
    "separation_met_s": "separation_met_s",
    "insertion_perigee_km": "insertion_perigee_km",
    "insertion_apogee_km": "insertion_apogee_km",
    "insertion_altitude_km": "insertion_altitude_km",
    "insertion_inclination_deg": "insertion_inclination_deg",
    "phasing_orbit_perigee_km": "phasing_perigee_km",
    "phasing_orbit_apogee_km": "phasing_apogee_km",
    "profile_hours": "duration_h",
    "mission_days_planned": "stay_days",
    "deorbit_burn_s": "deorbit_burn_s",
    "deorbit_dv_m_s": "deorbit_delta_v_m_s",
    "reboosts_done": "reboosts_done",
}
TIMES = [
    "launch_utc",
    "separation_utc",
    "docking_utc",
    "hooks_closed_utc",
    "undocking_utc",
    "final_undocking_utc",
    "deorbit_burn_utc",
    "reentry_utc",
    "splash_utc",
    "landing_utc",
]
TEXTS = ["docking_mode", "splash_position", "landing_position"]
PLAIN = ["nasa_name", "serial", "launcher", "pad", "port", "profile_orbits"]


@dataclasses.dataclass
class Head:
    """The plain keys of a flight file, and the attributions that go with them."""

    facts: Facts
    lines: list[str] = dataclasses.field(default_factory=list)
    attributions: list[str] = dataclasses.field(default_factory=list)

    def attribute(self, key: str, status: str, source: str, note: str = "") -> None:
        """Say where a plain key is from."""
        text = f"{key} = {{ status = {quoted(status)}, source = {quoted(source)}"
        self.attributions.append(text + (f", note = {quoted(note)} }}" if note else " }"))

    def stated(self, column: str, key: str) -> str:
        """Return a stated value and attribute it; empty when nothing states it."""
        fact = self.facts.get(column)
        if fact is None:
            return ""
        status = "estimated" if fact["source"] == KNOWN else "published"
        self.attribute(key, status, fact["source"], fact["note"])
        return fact["value"]

    def write(self, key: str, value: str) -> None:
        """Add a plain key."""
        self.lines.append(f"{key} = {quoted(value)}")

    def ship(self, name: str, vehicle: str) -> None:
        """Write the names, the ship, its launcher and its pad."""
        self.write("id", slug(name))
        self.write("official_name", name)
        for column in ("nasa_name", "serial"):
            if value := self.stated(column, column):
                self.write(column, value)
        self.write("vehicle", vehicle)
        rocket = self.stated("launcher", "launcher")
        known = next((v for key, v in LAUNCHERS.items() if rocket.startswith(key)), "")
        if not known:
            self.attribute("launcher", "derived", "every ship of this type flies on it")
        self.write("launcher", known or ("soyuz-2-1a" if vehicle in RUSSIAN else "falcon-9"))
        if serial := re.search(r"[A-Z]?[A-Za-z]?\d{5}-\d{3}", rocket):
            self.write("launcher_serial", serial[0])
        pad = self.stated("pad", "site")
        if not pad:
            self.attribute(
                "site", "derived", "the only pad that flies this launcher to the station"
            )
        self.write("site", SITES.get(pad, "baikonur-31-6"))
        self.write("station", "iss")

    def profile(self, vehicle: str, launch: datetime) -> None:
        """Write the profile: stated, or plain from the time between lift-off and docking."""
        if orbits := self.stated("profile_orbits", "profile"):
            self.write("profile", f"{orbits}-orbit")
            return
        flown, planned = self.facts.get("docking_utc"), self.facts.get("docking_utc", planned=True)
        docking = flown if flown is not None and "T" in flown["value"] else planned
        if vehicle not in RUSSIAN or docking is None:
            return
        hours = (parse_utc(docking["value"]) - launch).total_seconds() / 3600.0
        for candidate, (low, high) in PROFILE_HOURS.items():
            if low <= hours <= high:
                self.write("profile", candidate)
                self.attribute("profile", "derived", f"lift-off to docking is {hours:.1f} h")


def lift_off(facts: Facts) -> tuple[datetime, str]:
    """Return the best known lift-off and its UTC date."""
    flown, planned = facts.get("launch_utc"), facts.get("launch_utc", planned=True)
    assert flown is not None  # noqa: S101  # rows without a launch are left out before
    best = planned if planned is not None and "T" not in flown["value"] else flown
    return parse_utc(best["value"]), flown["value"][:10]


def flight_file(
    name: str,
    facts: Facts,
    sets: list[dict[str, str]],
    conflicts: list[dict[str, str]],
) -> str:
    """Return the TOML text of one flight."""
    vehicle = next(v for key, v in VEHICLES.items() if name.startswith(key))
    launch, launch_date = lift_off(facts)
    head = Head(facts)
    head.ship(name, vehicle)
    if port := head.stated("port", "port"):
        head.write("port", "harmony-nadir" if port == "Harmony" else slug(port))
    head.profile(vehicle, launch)
    head.lines.append(f"launch_date = {launch_date}")
    dates = departure_dates(facts)
    head.lines += [f"{one.key} = {one.day}" for one in dates]
    head.attributions += [one.attribution() for one in dates]
    if turn := deorbit_revolution(name):
        head.lines.append(f"deorbit_revolution = {turn['revolution']}")
        head.attribute("deorbit_revolution", turn["status"], turn["source"], turn["note"])
    left, source = departure_port(name)
    if left:
        head.write("departure_port", left)
        head.attribute("departure_port", "published", source)

    body: list[str] = ["", "[sources]", *head.attributions]
    for row, after in chosen_sets(launch, sets):
        body += element_set(row, after=after)
    body += departure_elements(dates, sets)
    for title, columns in (("cargo", CARGO), ("ship", SHIP)):
        rows = [(k, facts.get(f)) for f, k in columns.items()]
        lines = [f"{key} = {number_value(fact)}" for key, fact in rows if fact is not None]
        if title == "cargo" and (dry := dry_by_difference(dict(rows))):
            lines = [*(line for line in lines if not line.startswith("dry_kg")), dry]
            conflicts = [*conflicts, dry_conflict(facts)]
        if lines:
            body += ["", f"[{title}]", *lines]
    planned, flown = happenings(facts)
    flown += positions(name)
    if planned:
        body += ["", "[planned]", *planned]
    if flown:
        body += ["", "[flown]", *flown, *relocations(name)]
    for item in conflicts:
        body += conflict(item)
    return "\n".join(head.lines + body) + "\n"


def dry_by_difference(rows: dict[str, dict[str, str] | None]) -> str:
    """Return the dry cargo as total less the rest, when the stated parts overfill the total."""
    values = {key: float(fact["value"]) for key, fact in rows.items() if fact is not None}
    if len(values) < len(CARGO):
        return ""
    total_kg = values.pop("total_kg")
    excess_kg = sum(values.values()) - total_kg
    if excess_kg <= OVERFILL_KG:
        return ""
    dry_kg = values["dry_kg"] - excess_kg
    return "dry_kg = " + inline(
        f"{dry_kg:g}", "derived", "stated total less propellant, water and gas"
    )


def dry_conflict(facts: "Facts") -> dict[str, str]:
    """Return the stated dry cargo as a conflict."""
    stated = facts.get("cargo_dry_kg")
    assert stated is not None  # noqa: S101  # `dry_by_difference` needed it
    return {
        "field": "cargo_dry_kg",
        "status": "planned",
        "value": stated["value"],
        "source": stated["source"],
        "judgement": "judged wrong or doubtful",
        "note": "the parts would add up to more than the stated total",
    }


def happenings(facts: Facts) -> tuple[list[str], list[str]]:
    """Return the lines of [planned] and [flown]."""
    planned: list[str] = []
    flown: list[str] = []
    for field in TIMES:
        if (fact := facts.get(field, planned=True)) is not None:
            planned.append(f"{field} = {time_value(fact)}")
        fact = facts.get(field)
        if fact is not None and fact["status"] != "planned":
            flown.append(f"{field} = {time_value(fact)}")
        elif fact is not None and not facts.row.get(f"{field}_planned"):
            planned.append(f"{field} = {time_value(fact)}")
    for field, key in FIGURES.items():
        if (fact := facts.get(field)) is not None:
            target = flown if fact["status"] == "actual" else planned
            target.append(f"{key} = {number_value(fact)}")
    for field in TEXTS:
        if (fact := facts.get(field)) is not None:
            target = flown if fact["status"] == "actual" else planned
            value = inline(quoted(fact["value"]), "published", fact["source"], fact["note"])
            target.append(f"{field} = {value}")
    return planned, flown


def conflict(item: dict[str, str]) -> list[str]:
    """Return the lines of one [[conflict]]."""
    stage = "planned" if item["status"].startswith("planned") else "flown"
    field = item["field"]
    if field in CARGO:
        key = f"cargo.{CARGO[field]}"
    elif field in ("port", "profile_orbits"):
        key = field.removesuffix("_orbits")
    else:
        key = f"{stage}.{FIGURES.get(field, field)}"
    lines = [
        "",
        "[[conflict]]",
        f"key = {quoted(key)}",
        f"value = {quoted(item['value'])}",
        f"source = {quoted(item['source'])}",
        f"judgement = {quoted(item['judgement'])}",
    ]
    return [*lines, f"note = {quoted(item['note'])}"] if item["note"] else lines


def main() -> None:
    """Write every flight file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    sets = [
        row
        for row in table(options.tables / "iss_elements.csv")
        if row["object"] == "ISS" and row["quality"] == "ok"
    ]
    conflicts: dict[str, list[dict[str, str]]] = defaultdict(list)
    for item in table(options.tables / "conflicts.csv") + table(HERE / "conflicts_supplement.csv"):
        conflicts[item["flight"]].append(item)
    for name, (row, facts) in merged(options.tables).items():
        others = [
            item
            for item in conflicts[name]
            if item["value"]
            != row.get(f"{item['field']}_planned" if "planned" in item["status"] else item["field"])
            and item["value"] != row.get(item["field"])
        ]
        text = flight_file(name, Facts(row, facts), sets, others)
        (options.out / f"{slug(name)}.toml").write_text(text, encoding="utf-8")
        print(slug(name))


if __name__ == "__main__":
    main()
