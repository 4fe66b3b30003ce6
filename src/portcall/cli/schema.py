"""Command `portcall schema`: JSON Schema of the input files, for editors."""

import json
from typing import Annotated

import typer


def schema(
    kind: Annotated[
        str,
        typer.Argument(
            help="flight, profile, approach, vehicle, launcher, site, station, mechanism, sensor, "
            "network, material, object-list, disposal or calibration."
        ),
    ] = "flight",
) -> None:
    """Print the JSON Schema of one kind of record."""
    from portcall.catalogue.schema import json_schema

    print(json.dumps(json_schema(kind), indent=2))
