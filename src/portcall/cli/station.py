"""`portcall station`: who is docked where, who is on board, do the stocks last, how high is it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from portcall.records.station_state import StationState


def station(
    at: Annotated[
        str, typer.Option("--at", help="UTC date (its first minute) or instant; now without it.")
    ] = "",
    db: Annotated[
        str | None,
        typer.Option("--db", envvar="PORTCALL_DB", help="The station log: a file or a URL."),
    ] = None,
    resource: Annotated[
        str | None, typer.Option("--resource", help="Show one stock, or the trash, alone.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
) -> None:
    """Show a station's ports, crew, stocks in days, trash and altitude, each with how it is known.

    Without a log, ports and crew are the recorded traffic of 2023 and on, and stocks are public
    estimates with their date and range. Exit codes: 0 shown, 2 bad input, 3 nothing is recorded.
    """
    from portcall.cli.station_text import show, show_one
    from portcall.records.stocks import resource_named

    moment = _moment(at)
    wanted = None if resource is None else resource_named(resource, where="--resource")
    found = _from_log(db, moment) if db else _from_records(moment)
    if as_json:
        print(found.model_dump_json(indent=2))
    elif wanted is not None:
        show_one(found, wanted)
    else:
        show(found)


def _moment(text: str) -> datetime:
    from portcall.core.time import parse_utc_with_precision

    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    return parse_utc_with_precision(text, where="--at")[0]


def _from_records(moment: datetime) -> "StationState":
    from portcall.catalogue.load import load_catalogue
    from portcall.traffic.station.sources import state_from_records

    return state_from_records(load_catalogue(), moment)


def _from_log(db: str, moment: datetime) -> "StationState":
    from portcall.catalogue.load import load_catalogue
    from portcall.core.errors import DataError
    from portcall.traffic.log.store import open_log
    from portcall.traffic.station.sources import state_from_log

    with open_log(db) as log:
        found = state_from_log(load_catalogue(), moment, log)
    if found is None:
        raise DataError(
            f"the log says nothing of {moment:%Y-%m-%d} or before",
            where="--db",
            remedy="choose a later date, or leave --db away for the recorded traffic",
        )
    return found
