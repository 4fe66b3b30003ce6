"""Writes the catalogue's flight files from tables of collected facts.

    python tools/build_flights.py --tables DIR --out src/portcall/catalogue/data/flights

DIR holds `flights.csv` (best value per field, with its source), `flight_facts.csv` (every fact as
found, with its status), `conflicts.csv`, `launch_seconds.csv` and `iss_elements.csv` (two-line
sets). What the tables lack and is generally known stands in `flights_supplement.csv` beside this
script, marked as such.
"""

import argparse
import csv
import json
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from portcall.core.time import parse_utc

HERE = Path(__file__).parent
NEWEST_AGE = timedelta(days=30)  # older sets tell nothing; from 14 days on they count as stale
HINDCAST_REACH = timedelta(days=2)
WEEK = (timedelta(days=5), timedelta(days=7), timedelta(days=9))
KNOWN = "general knowledge, not looked up"
ESTIMATED_LAUNCH_S = 5  # such launch seconds agree with the launch geometry to a few seconds

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


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(handle)]


def quoted(text: str) -> str:
    """Write a TOML basic string."""
    return json.dumps(text, ensure_ascii=False)


def slug(name: str) -> str:
    """Return the id of an official name."""
    plain = re.sub(r"\(.*?\)", "", name).strip().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def inline(value: str, status: str, source: str, note: str = "", extra: str = "") -> str:
    """Write a sourced value as a TOML inline table."""
    text = f"{{ value = {value}, status = {quoted(status)}, source = {quoted(source)}"
    text += f", {extra}" if extra else ""
    text += f", note = {quoted(note)}" if note else ""
    return text + " }"


def element_set(row: dict[str, str], *, after: bool) -> list[str]:
    """Write one two-line set as figures in named keys, digit for digit."""
    one, two = row["line1"], row["line2"]
    day = Decimal(one[20:32].replace(" ", "0"))
    micro = int((day - 1) * 86_400_000_000)
    year = 2000 + int(one[18:20])
    epoch = datetime(year, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)

    def power(field: str) -> float:
        sign = -1.0 if field[0] == "-" else 1.0
        return sign * float(f"0.{field[1:6].strip() or '0'}e{field[6:8].strip() or '0'}")

    place = row["source"].replace("github:", "github.com/", 1)
    commit = f" at {row['source_commit'][:12]}" if row["source_commit"] else ""
    lines = [
        "",
        "[[known_before.elements]]",
        "norad_id = 25544",
        'object = "ISS (ZARYA)"',
        f"international_designator = {quoted(one[9:17].strip())}",
        f"epoch_utc = {epoch.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}",
        f"mean_motion_rev_day = {float(two[52:63])!r}",
        f"eccentricity = {float('0.' + two[26:33].strip())!r}",
        f"inclination_deg = {float(two[8:16])!r}",
        f"raan_deg = {float(two[17:25])!r}",
        f"argp_deg = {float(two[34:42])!r}",
        f"mean_anomaly_deg = {float(two[43:51])!r}",
        f"bstar = {power(one[53:61])!r}",
        f"mean_motion_dot = {float(one[33:43])!r}",
        f"mean_motion_ddot = {power(one[44:52])!r}",
        f"element_set_no = {int(one[64:68].strip() or 0)}",
        f"rev_at_epoch = {int(two[63:68].strip() or 0)}",
    ]
    if after:
        lines.append("after_launch = true")
    return [*lines, 'status = "published"', f"source = {quoted(place + commit)}"]


def chosen_sets(launch: datetime, rows: list[dict[str, str]]) -> list[tuple[dict[str, str], bool]]:
    """Return the set nearest before launch and one about a week older, or one just after."""
    dated = sorted(((parse_utc(r["epoch_utc"]), r) for r in rows), key=lambda pair: pair[0])
    before = [pair for pair in dated if launch - NEWEST_AGE <= pair[0] < launch]
    if not before:
        after = [r for epoch, r in dated if launch <= epoch <= launch + HINDCAST_REACH]
        return [(after[0], True)] if after else []
    newest_epoch, newest = before[-1]
    shortest, wanted, longest = WEEK
    older = [pair for pair in dated if shortest <= newest_epoch - pair[0] <= longest]
    picked = [(newest, False)]
    if older:
        best = min(older, key=lambda pair: abs(newest_epoch - pair[0] - wanted))
        picked.append((best[1], False))
    return picked


class Facts:
    """The best value of each field of one flight, with its status, source and note."""

    def __init__(self, row: dict[str, str], facts: list[dict[str, str]]) -> None:
        self.row = row
        self.facts = facts
        self.sources: dict[str, str] = {}
        for item in row.get("sources", "").split(" ; "):
            key, _, place = item.partition("=")
            self.sources[key.strip()] = place.strip()

    def get(self, field: str, *, planned: bool = False) -> dict[str, str] | None:
        """Return the fact behind a column, or None."""
        column = f"{field}_planned" if planned and not field.endswith("_planned") else field
        value = self.row.get(column, "")
        base = field.removesuffix("_utc_planned")
        wanted = {"planned"} if planned else {"actual", "planned", "generic"}
        found = [f for f in self.facts if f["field"] == base and f["status"] in wanted]
        if not value:
            if column in self.row or planned:
                return None
            return found[0] if found else None
        same = [f for f in found if f["value"] == value]
        source = self.sources.get(column, "")
        exact = [f for f in same if f["source"] == source] or same
        if exact:
            return exact[0]
        status = "planned" if planned or column.endswith("_planned") else "actual"
        return {"value": value, "status": status, "source": source or KNOWN, "note": ""}


def time_value(fact: dict[str, str]) -> str:
    """Write a time with its source."""
    if fact["source"] == KNOWN or fact["status"] == "general knowledge":
        size = ESTIMATED_LAUNCH_S if fact["value"].count(":") == 2 else 60
        return inline(
            quoted(fact["value"]), "estimated", KNOWN, fact["note"], f"plus_minus_s = {size}"
        )
    return inline(quoted(fact["value"]), "published", fact["source"], fact["note"])


def number_value(fact: dict[str, str]) -> str:
    """Write a number with its source; `<240` becomes 240 with a note."""
    note = fact["note"]
    if fact["status"] == "generic":
        note = (note + "; " if note else "") + "generic value, not of this flight"
    if fact["value"].startswith("<"):
        note = (note + "; " if note else "") + "stated as less than this"
    return inline(fact["value"].lstrip("<"), "published", fact["source"], note)


def flight_file(
    name: str,
    facts: Facts,
    sets: list[dict[str, str]],
    conflicts: list[dict[str, str]],
) -> tuple[str, str]:
    """Return the id and the TOML text of one flight."""
    ident = slug(name)
    vehicle = next(v for key, v in VEHICLES.items() if name.startswith(key))
    launch_fact = facts.get("launch_utc")
    planned_fact = facts.get("launch_utc", planned=True)
    assert launch_fact is not None  # noqa: S101  # rows without a launch are left out before
    launch = parse_utc(launch_fact["value"])
    if "T" not in launch_fact["value"] and planned_fact is not None:
        launch = parse_utc(planned_fact["value"])

    attributions: list[str] = []

    def attribute(key: str, status: str, source: str, note: str = "") -> None:
        text = f"{key} = {{ status = {quoted(status)}, source = {quoted(source)}"
        attributions.append(text + (f", note = {quoted(note)} }}" if note else " }"))

    def stated(field: str, key: str) -> str:
        fact = facts.get(field)
        if fact is None:
            return ""
        status = "estimated" if fact["source"] == KNOWN else "published"
        attribute(key, status, fact["source"], fact["note"])
        return fact["value"]

    head = [f"id = {quoted(ident)}", f"official_name = {quoted(name)}"]
    for field in ("nasa_name", "serial"):
        if value := stated(field, field):
            head.append(f"{field} = {quoted(value)}")
    head.append(f"vehicle = {quoted(vehicle)}")
    rocket = stated("launcher", "launcher")
    known = next((v for key, v in LAUNCHERS.items() if rocket.startswith(key)), "")
    if not known:
        attribute("launcher", "derived", "every ship of this type flies on it")
    head.append(f"launcher = {quoted(known or ('soyuz-2-1a' if vehicle in RUSSIAN else 'falcon-9'))}")
    serial = re.search(r"(?:No\. )?([A-Z][A-Za-z]?\d{5}-\d{3}|\d{5}-\d{3})", rocket)
    if serial:
        head.append(f"launcher_serial = {quoted(serial[1])}")
    pad = stated("pad", "site")
    if not pad:
        attribute("site", "derived", "the only pad that flies this launcher to the station")
    head.append(f"site = {quoted(SITES.get(pad, 'baikonur-31-6'))}")
    head.append('station = "iss"')
    if port := stated("port", "port"):
        head.append(f"port = {quoted('harmony-nadir' if port == 'Harmony' else slug(port))}")
    profile = ""
    if orbits := stated("profile_orbits", "profile"):
        profile = f"{orbits}-orbit"
    elif vehicle in RUSSIAN:
        docking = facts.get("docking_utc", planned=True)
        flown = facts.get("docking_utc")
        docking = flown if flown is not None and "T" in flown["value"] else docking
        if docking is not None:
            hours = (parse_utc(docking["value"]) - launch).total_seconds() / 3600.0
            for candidate, (low, high) in PROFILE_HOURS.items():
                if low <= hours <= high:
                    profile = candidate
                    attribute("profile", "derived", f"lift-off to docking is {hours:.1f} h")
    if profile:
        head.append(f"profile = {quoted(profile)}")
    head.append(f"launch_date = {launch_fact['value'][:10]}")

    body: list[str] = ["", "[sources]", *attributions]
    for row, after in chosen_sets(launch, sets):
        body += element_set(row, after=after)
    for title, columns in (("cargo", CARGO), ("ship", SHIP)):
        rows = [(k, facts.get(f)) for f, k in columns.items()]
        lines = [f"{key} = {number_value(fact)}" for key, fact in rows if fact is not None]
        if lines:
            body += ["", f"[{title}]", *lines]
    planned, flown_lines = happenings(facts)
    if planned:
        body += ["", "[planned]", *planned]
    if flown_lines:
        body += ["", "[flown]", *flown_lines]
    for item in conflicts:
        body += conflict(item)
    return ident, "\n".join(head + body) + "\n"


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
            target.append(
                f"{field} = {inline(quoted(fact['value']), 'published', fact['source'], fact['note'])}"
            )
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


def merged(tables: Path) -> dict[str, tuple[dict[str, str], list[dict[str, str]]]]:
    """Return best values and facts by flight, the supplement and the launch seconds included."""
    rows = {row["official_name"]: row for row in table(tables / "flights.csv")}
    facts: dict[str, list[dict[str, str]]] = defaultdict(list)
    for fact in table(tables / "flight_facts.csv"):
        facts[fact["flight"]].append(fact)
    supplement = table(HERE / "flights_supplement.csv")
    seconds = [
        {
            "flight": row["flight"],
            "field": "launch_utc",
            "value": row["launch_utc"],
            "status": "actual",
            "source": KNOWN,
            "note": "agrees with the launch geometry to a few seconds",
        }
        for row in table(tables / "launch_seconds.csv")
    ]
    for fact in supplement + seconds:
        name = fact["flight"]
        row = rows.setdefault(name, {"official_name": name, "sources": ""})
        if fact in seconds and row.get("launch_utc"):
            minute = row["launch_utc"].removesuffix("Z")
            fact["note"] += f"; {minute[11:]} by {Facts(row, []).sources.get('launch_utc', '')}"
        column = f"{fact['field']}_planned" if fact["status"] == "planned" else fact["field"]
        row[column] = fact["value"]
        row["sources"] += f" ; {column}={fact['source']}"
        facts[name].insert(0, fact)
    return {name: (row, facts[name]) for name, row in rows.items() if row.get("launch_utc")}


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
    for item in table(options.tables / "conflicts.csv"):
        conflicts[item["flight"]].append(item)
    for name, (row, facts) in merged(options.tables).items():
        others = [
            item
            for item in conflicts[name]
            if item["value"]
            != row.get(f"{item['field']}_planned" if "planned" in item["status"] else item["field"])
            and item["value"] != row.get(item["field"])
        ]
        ident, text = flight_file(name, Facts(row, facts), sets, others)
        (options.out / f"{ident}.toml").write_text(text, encoding="utf-8")
        print(ident)


if __name__ == "__main__":
    main()
