"""Sourced values as TOML."""

import json
import re

from flight_facts import KNOWN

ESTIMATED_LAUNCH_S = 5  # such launch seconds agree with the launch geometry to a few seconds
ESTIMATED_MINUTE_S = 60


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


def time_value(fact: dict[str, str]) -> str:
    """Write a time with its source."""
    if fact["source"] == KNOWN or fact["status"] == "general knowledge":
        size = ESTIMATED_LAUNCH_S if fact["value"].count(":") == 2 else ESTIMATED_MINUTE_S
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
