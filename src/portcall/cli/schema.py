"""Command `portcall schema`: JSON Schema of the input files, for editors."""

import json
from typing import Annotated

import typer


def schema(
    kind: Annotated[
        str,
        typer.Argument(
            help="flight, profile, vehicle, launcher, site, station, network or calibration."
        ),
    ] = "flight",
) -> None:
    """Print the JSON Schema of one kind of record."""
    from portcall.catalogue.schema import json_schema

    print(json.dumps(json_schema(kind), indent=2))
