"""What a job is told to do: every question of the board as one command line, each argument checked."""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portcall.board.server.another_launch import with_launch_date
from portcall.board.server.refusal import Refused
from portcall.board.world.fault_words import fault_words
from portcall.catalogue.load import Catalogue
from portcall.core.errors import unknown_name
from portcall.docking.faults.fault_kinds import KINDS

_FAULT = re.compile(r"([a-z][a-z-]{0,39})((?:[:=@+][A-Za-z0-9.\-]{1,20}){0,4})", re.ASCII)
_SLIP_DAYS = 400
_FALLS = 300  # enough for a footprint's outline; `portcall dispose` takes more for a verdict


@dataclass(frozen=True)
class Order:
    """A command, and what its folder will be.

    Parameters
    ----------
    what : str
        In words, for whoever waits.
    arguments : tuple of str
        After `portcall`, without the folder.
    stem : str
        How the folder's id begins.
    what_if, of : str or None
        The question that it answers, and the run that it is held against.
    is_plan : bool
        The folder will be a plan of traffic.
    scratch : Path or None
        A private folder to delete when the job has ended.
    """

    what: str
    arguments: tuple[str, ...]
    stem: str
    what_if: str | None = None
    of: str | None = None
    is_plan: bool = False
    scratch: Path | None = None

    def clear(self) -> None:
        """Delete what was only needed for the job."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)


def _require(kind: str, name: str, known: Sequence[str]) -> str:
    if name not in known:
        why = unknown_name(kind, name, known, where=kind)
        raise Refused(422, why.what, where=why.where, remedy=why.remedy)
    return name


def _choices(catalogue: Catalogue, flight: str, port: str | None, profile: str | None) -> list[str]:
    """Return the options that another port and another profile are."""
    options = []
    if port is not None:
        ports = [one.id for one in catalogue.station(catalogue.flight(flight).station).port]
        options += ["--port", _require("port", port, ports)]
    if profile is not None:
        options += ["--profile", _require("profile", profile, catalogue.names("profiles"))]
    return options


def order_flight(
    catalogue: Catalogue,
    flight: str,
    *,
    launch_date: date | None = None,
    port: str | None = None,
    profile: str | None = None,
    of: str | None = None,
) -> Order:
    """Return the order to fly a flight of the catalogue, as it is or with a decision changed."""
    _require("flight", flight, catalogue.names("flights"))
    options = _choices(catalogue, flight, port, profile)
    words = [f"launch on {launch_date}"] if launch_date is not None else []
    words += [f"to {port}"] if port is not None else []
    words += [f"by {profile}"] if profile is not None else []
    what_if = ", ".join(words) or None
    target, scratch = flight, None
    if launch_date is not None:
        text = with_launch_date(catalogue, flight, launch_date)
        scratch = _scratch(f"{flight}.toml", text)
        target = str(scratch / f"{flight}.toml")
    return Order(
        what=f"fly {flight}" + (f", {what_if}" if what_if else ""),
        arguments=("fly", target, *options),
        stem="-".join([flight, *words]),
        what_if=what_if,
        of=of if what_if else None,
        scratch=scratch,
    )


def order_fault(
    catalogue: Catalogue, flight: str, fault: str, *, port: str | None, of: str | None
) -> Order:
    """Return the order to fly the last kilometers with a fault."""
    _require("flight", flight, catalogue.names("flights"))
    options = _choices(catalogue, flight, port, None)
    found = _FAULT.fullmatch(fault)
    if found is None:
        limit = "NAME[:UNIT][=SIZE][@WHEN][+LASTS]"
        remedy = "write it as thruster-stuck-on:7@50m"
        raise Refused(422, "the fault cannot be read", limit=limit, where="fault", remedy=remedy)
    _require("fault", found[1], [kind.name for kind in KINDS])
    words = fault_words(fault)
    return Order(
        what=f"dock {flight}, {words}",
        arguments=("dock", flight, "--fault", fault, *options),
        stem=f"{flight}-{fault}",
        what_if=words,
        of=of,
    )


def order_home(catalogue: Catalogue, flight: str) -> Order:
    """Return the order to sample the fall of a flight, for its footprint and the area to close."""
    _require("flight", flight, catalogue.names("flights"))
    return Order(
        what=f"way home of {flight}: {_FALLS} falls, for the areas on the sea",
        arguments=("dispose", flight, "--samples", str(_FALLS)),
        stem=f"{flight}-home",
    )


def order_upload(flight: str, text: str) -> Order:
    """Return the order to fly a visit that somebody wrote; its reader has accepted it."""
    scratch = _scratch("visit.toml", text)
    return Order(
        what=f"fly {flight}, from an uploaded file",
        arguments=("fly", str(scratch / "visit.toml")),
        stem=f"{flight}-uploaded",
        scratch=scratch,
    )


def order_plan(scenario: str, lose: Sequence[str], slip: Mapping[str, int]) -> Order:
    """Return the order to plan the traffic of a scenario, with ships lost or late."""
    from portcall.catalogue.traffic_scenario import (  # noqa: PLC0415  (few boards plan traffic)
        load_traffic_scenario,
        traffic_scenario_names,
    )

    _require("scenario", scenario, traffic_scenario_names())
    visits = load_traffic_scenario(scenario).visit
    ships = [visit.ship for visit in visits]
    coming = [visit.ship for visit in visits if visit.docked_at is None]
    options: list[str] = []
    for ship in lose:
        options += ["--lose", _still_coming(_require("ship", ship, ships), coming)]
    for ship, days in slip.items():
        if not 0 < days <= _SLIP_DAYS:
            limit = f"1 to {_SLIP_DAYS} days"
            raise Refused(422, f"{ship} late by {days} days", limit=limit, where="slip")
        options += ["--slip", f"{_require('ship', ship, ships)}={days}"]
    words = [
        *(f"without {ship}" for ship in lose),
        *(f"{s} {d} days late" for s, d in slip.items()),
    ]
    what_if = ", ".join(words) or None
    return Order(
        what=f"plan {scenario}" + (f", {what_if}" if what_if else ""),
        arguments=("traffic", "plan", scenario, *options),
        stem="-".join([scenario, *words]),
        what_if=what_if,
        is_plan=True,
    )


def _still_coming(ship: str, coming: Sequence[str]) -> str:
    if ship not in coming:
        remedy = "choose a ship that is still to come"
        raise Refused(422, f"{ship} is on the station already", where="lose", remedy=remedy)
    return ship


def _scratch(name: str, text: str) -> Path:
    """Write a file into a folder that only this user can read."""
    folder = Path(tempfile.mkdtemp(prefix="portcall-board-"))
    (folder / name).write_text(text, encoding="utf-8")
    return folder
