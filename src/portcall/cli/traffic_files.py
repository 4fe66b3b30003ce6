"""Files that a user names to the traffic commands: what cannot be read is bad input, in one line."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from portcall.cli.given_file import given_bytes

if TYPE_CHECKING:
    from portcall.catalogue.load import Catalogue
    from portcall.catalogue.slips import SlipStatistics
    from portcall.catalogue.traffic_scenario import TrafficScenario
    from portcall.records.port_calendar import PortCalendar
    from portcall.records.traffic_plan import TrafficPlan

_CALENDARS = (".csv", ".toml", ".json")


def given_plan(path: Path) -> "tuple[TrafficPlan, bytes]":
    """Return the plan in a user's JSON file, and the file's bytes."""
    from portcall.traffic.plan.plan_file import MAX_PLAN_BYTES, plan_from_json

    content = given_bytes(path, MAX_PLAN_BYTES)
    return plan_from_json(content, path.name), content


def given_scenario(name: str) -> "TrafficScenario":
    """Return a bundled scenario by id, or one from a user's own TOML file."""
    from portcall.catalogue.read import MAX_FILE_BYTES, parse_record
    from portcall.catalogue.traffic_scenario import TrafficScenario, load_traffic_scenario

    if not _is_file(name):
        return load_traffic_scenario(name)
    content = given_bytes(Path(name), MAX_FILE_BYTES)
    return parse_record(content, TrafficScenario, where=Path(name).name)


def given_slips(name: str, catalogue: "Catalogue") -> "SlipStatistics":
    """Return slip statistics by id, or from a user's own TOML file."""
    from portcall.catalogue.read import MAX_FILE_BYTES, parse_record
    from portcall.catalogue.slips import SlipStatistics

    if not _is_file(name):
        return catalogue.slips(name)
    content = given_bytes(Path(name), MAX_FILE_BYTES)
    return parse_record(content, SlipStatistics, where=Path(name).name)


def _is_file(name: str) -> bool:
    return name.endswith(".toml") or os.sep in name


def given_calendar(name: str, catalogue: "Catalogue") -> "PortCalendar":
    """Return a recorded calendar by id, or one from a user's own file."""
    from portcall.catalogue.read import MAX_FILE_BYTES
    from portcall.traffic.calendar.file import parse_calendar, read_calendar

    path = Path(name)
    if path.suffix.lower() not in _CALENDARS:
        return read_calendar(name, catalogue)
    return parse_calendar(given_bytes(path, MAX_FILE_BYTES), path.name, catalogue)
