"""The departure in a flight file: its dates, the sets from before it, and where the ship ended."""

from dataclasses import dataclass
from datetime import datetime

from flight_elements import Row, departure_sets, element_set
from flight_facts import HERE, KNOWN, Facts, table
from flight_toml import inline, quoted
from portcall.core.time import parse_utc

UNDOCKED = ("undocking_date", "final_undocking_utc", "undocking_utc")
# the burn fixes the date; a fall or a landing follows it within the hour
DEORBITED = ("deorbit_date", "deorbit_burn_utc", "reentry_utc", "splash_utc", "landing_utc")
# minutes after ignition that each of those lies, at most: the date is that of the burn
AFTER_THE_BURN_MIN = {"deorbit_burn_utc": 0, "reentry_utc": 45, "splash_utc": 75, "landing_utc": 75}


@dataclass(frozen=True)
class Dated:
    """A UTC date of a departure, the instant behind it, and the fact it was read from."""

    key: str
    day: str
    instant: datetime
    fact: Row

    def attribution(self) -> str:
        """Return the line of [sources]."""
        status = "estimated" if self.fact["source"] == KNOWN else "published"
        if "T" not in self.fact["value"] and self.fact["status"] == "derived":
            status = "derived"
        text = f"{self.key} = {{ status = {quoted(status)}, source = {quoted(self.fact['source'])}"
        note = self.fact["note"]
        if "T" in self.fact["value"]:
            note = f"the UTC date of {self.fact['value']}"
        return text + (f", note = {quoted(note)} }}" if note else " }")


def _first_known(facts: Facts, key: str, columns: tuple[str, ...]) -> Dated | None:
    for planned in (False, True):
        for column in columns:
            fact = facts.get(column, planned=planned)
            if fact is None:
                continue
            value = fact["value"]
            instant = parse_utc(value)
            since_burn_min = AFTER_THE_BURN_MIN.get(column, 0)
            minute_of_day = instant.hour * 60 + instant.minute
            if "T" in value and minute_of_day < since_burn_min:
                continue  # it may be the day after the burn's
            return Dated(key, value[:10], instant, fact)
    return None


def departure_dates(facts: Facts) -> tuple[Dated, ...]:
    """Return the known ones of `undocking_date` and `deorbit_date`."""
    found = (
        _first_known(facts, "undocking_date", UNDOCKED),
        _first_known(facts, "deorbit_date", DEORBITED),
    )
    return tuple(one for one in found if one is not None)


def departure_elements(dates: tuple[Dated, ...], sets: list[Row]) -> list[str]:
    """Return the lines of [[known_before_departure.elements]]."""
    undocking = next((one for one in dates if one.key == "undocking_date"), None)
    if undocking is None:
        return []
    lines: list[str] = []
    for row in departure_sets(undocking.instant, sets):
        lines += element_set(row, after=False, table="known_before_departure")
    return lines


def positions(name: str) -> list[str]:
    """Return the lines of [flown] that say where the ship came down, in figures."""
    return [
        f"{row['field']} = "
        + inline(
            row["value"],
            row["status"],
            row["source"],
            row["note"],
            f"low = {row['low']}, high = {row['high']}" if row["low"] else "",
        )
        for row in table(HERE / "flight_positions.csv")
        if row["flight"] == name
    ]


def deorbit_revolution(name: str) -> Row | None:
    """Return the row that says in which revolution of its day a ship was deorbited."""
    rows = table(HERE / "flight_revolutions.csv")
    return next((row for row in rows if row["flight"] == name), None)


def departure_port(name: str) -> tuple[str, str]:
    """Return the port of the last relocation and its source; empty when there was none."""
    moves = [row for row in table(HERE / "flight_relocations.csv") if row["flight"] == name]
    return (moves[-1]["to_port"], moves[-1]["source"]) if moves else ("", "")


def relocations(name: str) -> list[str]:
    """Return the lines of [[flown.relocation]]."""
    lines: list[str] = []
    for row in table(HERE / "flight_relocations.csv"):
        if row["flight"] != name:
            continue
        lines += ["", "[[flown.relocation]]"]
        lines += [f"{key} = {quoted(row[key])}" for key in ("from_port", "to_port")]
        lines += [
            f"{key} = {inline(quoted(row[key]), 'published', row['source'], row['note'])}"
            for key in ("undocking_utc", "docking_utc")
        ]
    return lines
