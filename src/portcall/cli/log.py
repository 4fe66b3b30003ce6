"""`portcall log`: what really happened on the station, and what is so at any date."""

import getpass
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.traffic.log.store import Receipt

AUTHOR_VARIABLE = "PORTCALL_AUTHOR"

Where = Annotated[
    str | None,
    typer.Option(
        "--db", help="File, or postgresql://user@host/name; else PORTCALL_DB, station-log.sqlite."
    ),
]
Wait = Annotated[
    float, typer.Option("--wait", help="Longest wait for another writer [s].", min=0.1, max=3600.0)
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")]
Author = Annotated[
    str | None, typer.Option("--author", help="Who reports; else PORTCALL_AUTHOR, else the login.")
]

# what the keys of an event are called on the command line
OPTIONS = {
    "happened_utc": "--at",
    "cargo_kg": "--cargo",
    "amount_kg": "--kg",
    "delta_v_m_s": "--delta-v",
    "duration_s": "--duration",
    "altitude_gain_m": "--altitude-gain",
    "people": "--person",
    **{
        key: f"--{key}"
        for key in (
            *("ship", "vehicle", "port", "berthed", "resource", "to"),
            *("airlock", "replaces", "author", "id"),
        )
    },
}

app = typer.Typer(
    name="log",
    help="Keeps what really happened on the station, and tells what is so at any date.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _author(given: str | None) -> str | None:
    if given or os.environ.get(AUTHOR_VARIABLE):
        return given or os.environ[AUTHOR_VARIABLE]
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody is logged in: the event must name someone
        return None


@app.command()
def add(
    event: Annotated[
        str,
        typer.Argument(
            help="docked, undocked, relocated, cargo-moved, trash-loaded, reboosted, crew-on, crew-off, "
            "spacewalk, stock-counted or withdrawn."
        ),
    ],
    at: Annotated[str | None, typer.Option("--at", help="When it happened, UTC.")] = None,
    ship: Annotated[str | None, typer.Option("--ship", help="progress-ms-33")] = None,
    vehicle: Annotated[str | None, typer.Option("--vehicle", help="Its kind: progress-ms")] = None,
    port: Annotated[str | None, typer.Option("--port", help="zvezda-aft")] = None,
    berthed: Annotated[
        bool | None, typer.Option("--berthed", help="Brought to the port by the arm.")
    ] = None,
    cargo: Annotated[
        list[str] | None, typer.Option("--cargo", help="What it brings [kg]: water=420; again.")
    ] = None,
    resource: Annotated[
        str | None, typer.Option("--resource", help="food, water, gas, propellant, dry; trash.")
    ] = None,
    mass: Annotated[str | None, typer.Option("--kg", help="How much [kg], to the gram.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="station, or ship.")] = None,
    delta_v: Annotated[float | None, typer.Option("--delta-v", help="Of a reboost [m/s].")] = None,
    duration: Annotated[float | None, typer.Option("--duration", help="How long [s].")] = None,
    altitude_gain: Annotated[
        float | None, typer.Option("--altitude-gain", help="Of a reboost [m].")
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="Who came, left or went out; again.")
    ] = None,
    airlock: Annotated[str | None, typer.Option("--airlock", help="quest, or poisk.")] = None,
    replaces: Annotated[
        str | None, typer.Option("--replaces", help="Id of the event that this one corrects.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="Of this event: give it again when you try again.")
    ] = None,
    author: Author = None,
    db: Where = None,
    wait: Wait = 30.0,
    as_json: Json = False,
) -> None:
    """Record one event; `docked` to `withdrawn`. A log that is not there yet is started.

    Exit codes: 0 recorded (or it was before), 2 bad input, 3 the database cannot take it.
    """
    from uuid import uuid4

    from portcall.traffic.log.words import event_from

    now = datetime.now(UTC)
    given = {
        "kind": event,
        "happened_utc": now if at is None and event == "withdrawn" else at,
        "ship": ship,
        "vehicle": vehicle,
        "port": port,
        "berthed": berthed,
        "cargo_kg": None if cargo is None else _cargo(cargo),
        "resource": resource,
        "amount_kg": mass,
        "to": to,
        "delta_v_m_s": delta_v,
        "duration_s": duration,
        "altitude_gain_m": altitude_gain,
        "people": person,
        "airlock": airlock,
        "author": _author(author),
        "id": id_ or uuid4().hex[:16],
        "recorded_utc": now,
        "replaces": replaces,
    }
    words = {key: value for key, value in given.items() if value is not None}
    one = event_from(words, where=f"log add {event}", called=OPTIONS)
    from portcall.traffic.log.store import open_log

    with open_log(db, create=True, wait_s=wait) as log:
        receipt = log.add(one)
    if log.is_new and not as_json:
        print(f"started the log '{log.place}'")
    _confirm(receipt, as_json=as_json)


@app.command()
def show(
    at: Annotated[str | None, typer.Option("--at", help="The instant, UTC; else the end.")] = None,
    events: Annotated[
        bool, typer.Option("--events", help="Also every event up to then, with its id.")
    ] = False,
    db: Where = None,
    wait: Wait = 30.0,
    as_json: Json = False,
) -> None:
    """Tell who is docked where, who is on board, and the stocks as last counted.

    Exit codes: 0 shown, 2 bad input, 3 no log, or its database cannot be read.
    """
    from portcall.core.time import format_utc, parse_utc
    from portcall.traffic.log.state_words import state_words
    from portcall.traffic.log.store import open_log
    from portcall.traffic.log.words import words_of

    moment = None if at is None else parse_utc(at, where="--at")
    with open_log(db, wait_s=wait) as log:
        state = log.state_at(moment)
        told = log.events() if events else ()
    told = tuple(e for e in told if moment is None or e.happened_utc <= moment)
    if as_json:
        shown: dict[str, Any] = {"station": log.station, **state_words(state)}
        if moment is not None:
            shown["at_utc"] = format_utc(moment)
        if events:
            shown["events"] = [words_of(one) for one in told]
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    from portcall.cli.log_text import show_events, show_state

    show_state(log.station, state, moment)
    if events:
        show_events(told)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Events: .csv or .jsonl")],
    author: Author = None,
    db: Where = None,
    wait: Wait = 30.0,
    as_json: Json = False,
) -> None:
    """Record the events of a file, all or none; what the log has already is left as it is.

    Exit codes: 0 recorded, 2 bad input, 3 the database cannot take them.
    """
    from portcall.cli.log_text import bytes_of_log
    from portcall.cli.output import progress
    from portcall.traffic.log.file import read_events
    from portcall.traffic.log.store import open_log

    events = read_events(
        bytes_of_log(file), str(file), recorded_utc=datetime.now(UTC), author=_author(author)
    )
    with (
        open_log(db, create=True, wait_s=wait) as log,
        progress("checking events", len(events)) as step,
    ):
        receipt = log.add(*events, progress=step)
    counts = {"recorded": len(receipt.recorded), "already": len(receipt.already)}
    if as_json:
        print(json.dumps({"file": str(file), **counts}))
    else:
        if log.is_new:
            print(f"started the log '{log.place}'")
        print(f"{file}: {counts['recorded']} recorded, {counts['already']} were there already")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="To be written: .csv or .jsonl")],
    db: Where = None,
    wait: Wait = 30.0,
    as_json: Json = False,
) -> None:
    """Write every event with its corrections to a file that `import` reads back the same.

    Exit codes: 0 written, 2 bad input or a full disk, 3 no log, or its database cannot be read.
    """
    from portcall.cli.log_text import replace_file
    from portcall.traffic.log.file import form_of, write_events
    from portcall.traffic.log.store import open_log

    form = form_of(str(file))
    with open_log(db, wait_s=wait) as log:
        events = log.events()
    replace_file(file, write_events(events, form))
    if as_json:
        print(json.dumps({"file": str(file), "form": form, "events": len(events)}))
    else:
        print(f"{file}: {len(events)} events")


def _cargo(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, _ in pairs:
        if not equals:
            raise InputError(f"'{name}' is no cargo", where="--cargo", remedy="write water=420")
    if len({name for name, _, _ in pairs}) < len(pairs):
        raise InputError("a resource is named twice", where="--cargo", remedy="add them up")
    return {name: mass for name, _, mass in pairs}


def _confirm(receipt: "Receipt", *, as_json: bool) -> None:
    """Say what is on the disk now; only after this is an event recorded for its reporter."""
    from portcall.traffic.log.apply import describe
    from portcall.traffic.log.words import words_of

    if as_json:
        told = {
            "recorded": [words_of(event) for event in receipt.recorded],
            "already": [words_of(event) for event in receipt.already],
        }
        print(json.dumps(told, indent=2, ensure_ascii=False), flush=True)
        return
    for event in receipt.recorded:
        print(f"recorded: {describe(event)}", flush=True)
    for event in receipt.already:
        print(f"was recorded before: {describe(event)}", flush=True)
