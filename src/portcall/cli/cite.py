"""Command `portcall cite`: every source that a flight draws on."""

import json
from typing import Annotated

import typer


def cite(
    flight: Annotated[str, typer.Argument(metavar="FLIGHT", help="A flight's id or its file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Print the sources of a flight, each with what was drawn from it."""
    from portcall.catalogue.cite import citations
    from portcall.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    found = citations(catalogue.flight(flight), catalogue)
    if as_json:
        print(json.dumps([entry.model_dump(mode="json") for entry in found], indent=2))
        return
    for entry in found:
        print(entry.source)
        for use in entry.uses:
            print(f"    {use.key}  ({use.status})")
