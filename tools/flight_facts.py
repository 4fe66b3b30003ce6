"""Facts of one flight as collected: the best value of each field, its status and its source."""

import csv
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
KNOWN = "general knowledge, not looked up"


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(handle)]


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
        wanted = {"planned"} if planned else {"actual", "planned", "generic", "derived"}
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
