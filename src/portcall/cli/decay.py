"""`portcall decay`: a dead ship, when it comes down by itself and whom it could endanger."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.orbit_file import bytes_of
from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.orbit.elements import ElementSet
    from portcall.records.decay import DeadShip

NO_DECAY = 1
CONFIDENCES = (90, 95)


def decay(
    file: Annotated[Path, typer.Argument(help="The dead ship's own elements: TLE or OMM.")],
    vehicle: Annotated[str, typer.Option("--vehicle", help="What it is.")] = "progress-ms",
    mass: Annotated[
        float | None, typer.Option("--mass", help="Mass [kg]; as launched without it.")
    ] = None,
    factor: Annotated[float, typer.Option("--factor", help="On the standard density.")] = 1.0,
    confidence: Annotated[
        int, typer.Option("--confidence", help="Of the window, 90 or 95 %.")
    ] = 90,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
) -> None:
    """Predict the uncontrolled end of a ship: the window, the last revolutions, the risk.

    Exit codes: 0 it comes down, 1 it stays up longer than is followed, 2 bad input, 3 missing data.
    """
    if confidence not in CONFIDENCES:
        raise InputError(f"{confidence} %", limit="90 or 95 %", where="--confidence")
    from portcall.catalogue.load import load_catalogue
    from portcall.visit.dead_ship import dead_ship

    found = dead_ship(
        load_catalogue(),
        vehicle,
        _newest(file),
        mass_kg=mass,
        density_factor=factor,
        confidence=confidence / 100.0,
    )
    if found is None:
        if as_json:
            print(json.dumps({"window": None, "reason": "it stays up longer than is followed"}))
        print("portcall: it stays up longer than is followed", file=sys.stderr)
        raise typer.Exit(NO_DECAY)
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        _show(found)


def _newest(file: Path) -> "ElementSet":
    from portcall.orbit.formats import read_any

    read = read_any(bytes_of(file), file.name)
    if not read.elements:
        raise InputError(
            "no element set in it", where=file.name, remedy="give a TLE or an OMM of the ship"
        )
    return max(read.elements, key=lambda one: one.epoch)


def _show(found: "DeadShip") -> None:
    from portcall.cli.dispose_text import chance, latlon
    from portcall.cli.output import clock, table

    window = found.window
    print(f"{found.vehicle} of {found.mass_kg:.0f} kg, elements of {clock(window.epoch_utc)} UTC")
    print(
        f"comes down about {clock(window.nominal_utc)} UTC, between {clock(window.earliest_utc)} and "
        f"{clock(window.latest_utc)} ({100.0 * window.confidence:.0f} %), anywhere between "
        f"{window.inclination_deg:.1f} N and S; as calculated, over "
        f"{latlon(window.latitude_deg, window.longitude_deg)}, which is no forecast"
    )
    risk = found.risk
    print(
        f"{found.surviving_pieces} pieces above 15 J, {risk.casualty_area_m2:.0f} m2 of casualty area, "
        f"{risk.mean_density_per_km2:.1f} people per km2 below the orbit: "
        f"{chance(risk.casualty_expectation)} (an upper figure: the object list is an estimate)"
    )
    if window.nodes:
        table(
            "northward crossings of the equator inside the window",
            ("UTC", "longitude [deg]"),
            [(clock(node.utc), f"{node.longitude_deg:+.1f}") for node in window.nodes],
        )
