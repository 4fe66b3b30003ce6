"""A flight of the catalogue on another launch date: its file, without what was planned and what flew."""

import re
from datetime import date

from portcall.board.server.refusal import Refused
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.catalogue.read import parse_record
from portcall.core.errors import PortcallError

_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)[^\]]*\]\]?\s*(?:#.*)?")
_LAUNCH = re.compile(r"launch_date\s*=.*")
_OF_THE_REAL_ONE = {"planned", "flown", "conflict"}


def _rewritten(text: str, launch: date) -> str:
    """Return a flight's text with its launch date replaced and the tables of what became of it left out."""
    lines, table = [], ""
    for line in text.splitlines():
        begins = _TABLE.fullmatch(line)
        table = begins[1] if begins else table
        if table in _OF_THE_REAL_ONE:
            continue
        if not table and _LAUNCH.fullmatch(line.strip()):
            line = f"launch_date = {launch}"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines) + "\n"


def with_launch_date(catalogue: Catalogue, flight: str, launch: date) -> str:
    """Return the TOML of a flight that is launched on another date.

    Raises
    ------
    Refused
        422: the ship would leave before it has come.
    """
    known = catalogue.flight(flight)
    text = (catalogue.root / "flights" / f"{flight}.toml").read_text(encoding="utf-8")
    changed = _rewritten(text, launch)
    try:
        found = parse_record(changed.encode(), Flight, where="launch_date")
    except PortcallError as why:
        raise Refused(422, why.what, limit=why.limit, where="launch_date") from None
    blank = type(found.planned)()
    if found.launch_date != launch or found.planned != blank or found.flown != blank:
        raise Refused(409, f"the file of {known.id} cannot be changed by a line", where="flight")
    return changed
