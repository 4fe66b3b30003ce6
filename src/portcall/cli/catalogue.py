"""Commands `portcall catalogue list`, `portcall catalogue show` and `portcall catalogue audit`."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from portcall.cli.catalogue_audit import audit

app = typer.Typer(
    help="What is known: flights, vehicles, launchers, sites, profiles, approaches, mechanisms."
)
app.command("audit")(audit)


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """List every flight, and whether it can be predicted."""
    from portcall.catalogue.load import list_flights
    from portcall.catalogue.status import flight_status, reasons_not_to_fly

    flights = list_flights()
    if as_json:
        entries = [
            {
                "id": flight.id,
                "vehicle": flight.vehicle,
                "launch_date": flight.launch_date.isoformat(),
                "profile": flight.profile,
                "port": flight.port,
                "status": flight_status(flight),
                "reasons": list(reasons_not_to_fly(flight)),
            }
            for flight in flights
        ]
        print(json.dumps(entries, indent=2))
        return
    rows = [("id", "vehicle", "launch date", "profile", "port", "status")]
    rows += [
        (
            flight.id,
            flight.vehicle,
            flight.launch_date.isoformat(),
            flight.profile or "-",
            flight.port or "-",
            ", ".join(reasons_not_to_fly(flight)) or "flyable",
        )
        for flight in flights
    ]
    print(_columns(rows))


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="Any id, or a flight file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Show one record: every figure with its status and source."""
    from portcall.catalogue.load import load_catalogue
    from portcall.catalogue.show import lines_of

    record = load_catalogue().any_record(name)
    if as_json:
        print(json.dumps(record.model_dump(mode="json", exclude_none=True), indent=2))
        return
    print(_columns(lines_of(record)))
