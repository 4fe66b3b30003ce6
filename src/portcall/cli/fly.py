"""`portcall fly`: one visit, predicted, flown, judged, and left as a folder that other tools read."""

import json
import os
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.first_run import AND_HOME, compile_first
from portcall.cli.fly_folder import (
    Flown,
    asked_options,
    leave,
    path_of,
    report_page,
    track_tables,
)
from portcall.cli.orbit_file import station_elements
from portcall.cli.output import progress, refuse_beyond, zones_of

if TYPE_CHECKING:
    from portcall.catalogue.flight import Flight
    from portcall.catalogue.load import Catalogue
    from portcall.catalogue.profile import Profile
    from portcall.orbit.visibility import Place
    from portcall.records.tracks import ApproachPath
    from portcall.visit.known_elements import KnownElements
    from portcall.visit.visit import NoPlan, Visit

BROKEN = 1
_MOST_SAMPLES = 100_000
_LARGEST_SEED = 2**63 - 1


def fly(
    flight: Annotated[str, typer.Argument(metavar="FLIGHT|FILE.toml", help="Whom to fly.")],
    elements: Annotated[
        Path | None, typer.Option("--elements", help="Station elements: TLE, OMM or OEM.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help="Another rendezvous profile, id or file.")
    ] = None,
    port: Annotated[str | None, typer.Option("--port", help="Another port.")] = None,
    samples: Annotated[
        int, typer.Option("--samples", help="Also fly this many dispersed visits.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the samples.")] = 1,
    observer: Annotated[
        str | None,
        typer.Option("--observer", help="LAT,LON in degrees: when both craft pass over."),
    ] = None,
    tz: Annotated[
        list[str] | None, typer.Option("--tz", help="Also show this zone (Europe/Moscow).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Run folder; runs/FLIGHT.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    allow_stale: Annotated[
        bool, typer.Option("--allow-stale", help="Fly with elements over 14 days old.")
    ] = False,
    hindcast: Annotated[
        bool, typer.Option("--hindcast", help="Allow elements from after the launch.")
    ] = False,
    report: Annotated[
        bool,
        typer.Option("--report/--no-report", help="The spread of the approach, and report.html."),
    ] = True,
) -> None:
    """Predict and fly one visit, from the pad to the port, and hold it against what flew.

    Exit codes: 0 every rule is met, 1 a rule is broken or there is no plan, 2 bad input, 3 missing
    data.
    """
    started = time.perf_counter()
    zones = zones_of(tz or ())
    refuse_beyond("samples", samples, _MOST_SAMPLES)
    refuse_beyond("seed", seed, _LARGEST_SEED)
    from portcall.catalogue.load import load_catalogue
    from portcall.export.atomic_folder import require_writable_target

    catalogue = load_catalogue()
    record = catalogue.flight(flight)
    folder = out or Path("runs") / record.id
    require_writable_target(folder)
    place = _place(observer)
    given, inputs = _elements(catalogue, record, elements)
    compile_first(AND_HOME)
    visit = _visit(catalogue, record, given, profile, port, allow_stale, hindcast, as_json)
    flown = _completed(catalogue, record, visit, samples, seed, place, spread=report)
    shown = flown.record
    timing = {"computed_s": round(time.perf_counter() - started, 3)}
    pages: dict[str, bytes] = {}
    if report:
        began = time.perf_counter()
        with progress("writing the report", 1) as step:
            asked = asked_options(
                elements, profile, port, samples, seed, observer, tz, allow_stale, hindcast
            )
            command = shlex.join(["portcall", "fly", Path(flight).name, *asked])
            pages = {"report.html": report_page(catalogue, record, visit, flown, zones, command)}
            step()
        timing["report_s"] = round(time.perf_counter() - began, 3)
    shown = shown.model_copy(update={"timing": timing})
    leave(catalogue, record, visit, shown, folder, inputs, {**track_tables(flown), **pages})
    from portcall.export.tables import record_json

    if as_json:
        print(record_json(shown, timing=True), end="")
    else:
        from portcall.cli.fly_text import show

        show(record, shown, zones, folder)
    broken = [verdict.rule for verdict in shown.verdicts if verdict.verdict == "fail"]
    if broken:
        closed = [note for note in shown.notes if note.startswith("CLOSED: ")]
        why = closed[0].removeprefix("CLOSED: ") if closed else "broken: " + ", ".join(broken)
        print(f"portcall: {why}", file=sys.stderr)
        raise typer.Exit(BROKEN)


def _place(observer: str | None) -> "Place | None":
    if observer is None:
        return None
    from portcall.visit.observer import parse_place

    return parse_place(observer)


def _elements(
    catalogue: "Catalogue", record: "Flight", file: Path | None
) -> "tuple[KnownElements | None, dict[str, bytes]]":
    if file is None:
        return None, {}
    known, data = station_elements(file, catalogue.station(record.station).norad_id)
    return known, {file.name: data}


def _no_plan_json(no_plan: "NoPlan") -> dict[str, object]:
    closed = no_plan.closed.model_dump(mode="json") if no_plan.closed else None
    return {"flight": no_plan.flight, "plan": None, "reason": no_plan.reason, "closed": closed}


def _visit(
    catalogue: "Catalogue",
    record: "Flight",
    given: "KnownElements | None",
    profile: str | None,
    port: str | None,
    allow_stale: bool,
    hindcast: bool,
    as_json: bool,
) -> "Visit":
    from portcall.catalogue.brief import brief
    from portcall.visit.known_elements import Policy
    from portcall.visit.setting import setting_of
    from portcall.visit.visit import NoPlan, make_visit

    blind = brief(record)
    if port is not None:
        blind = blind.model_copy(update={"port": port})
    setting = setting_of(
        catalogue,
        blind,
        policy=Policy(allow_stale=allow_stale, hindcast=hindcast),
        given=given,
        profile=profile,
    )
    visit = make_visit(catalogue, setting)
    if isinstance(visit, NoPlan):
        if as_json:
            print(json.dumps(_no_plan_json(visit), indent=2))
        print(f"portcall: no plan: {visit.reason}", file=sys.stderr)
        raise typer.Exit(BROKEN)
    return visit


def _completed(
    catalogue: "Catalogue",
    record: "Flight",
    visit: "Visit",
    samples: int,
    seed: int,
    place: "Place | None",
    *,
    spread: bool,
) -> Flown:
    """Return the record with flown times, spreads and an observer's passes, and where it all was."""
    from portcall.audit.flown import with_flown
    from portcall.visit.tracks import tracks_of
    from portcall.visit.visit_home import brought_home

    whole, home = brought_home(catalogue, visit)
    shown = with_flown(whole, record)
    approaches: tuple[ApproachPath, ...] = ()
    if spread and visit.docking is not None and shown.docking is not None:
        from portcall.visit.approach_spread import spread_of

        docking, threads = visit.docking[0], os.cpu_count() or 1
        with progress("flying dispersed approaches", 1) as step:
            found, approaches = spread_of(docking, shown.docking, threads=threads)
            step()
        shown = shown.model_copy(update={"docking": found})
    if samples:
        from portcall.visit.dispersions import disperse

        with progress("sampling", samples) as step:
            dispersed = disperse(
                visit.setting,
                visit.prediction,
                visit.flight,
                catalogue.station(record.station),
                fallback=_fallback(catalogue, visit),
                samples=samples,
                seed=seed,
                progress=step,
            )
        shown = shown.model_copy(update={"dispersions": dispersed})
    if place is not None:
        from portcall.visit.observer import sightings

        seen = sightings(place, visit.flight.chase.path, visit.flight.station)
        shown = shown.model_copy(update={"sightings": seen})
    return Flown(shown, tracks_of(visit, path_of(visit), home), approaches)


def _fallback(catalogue: "Catalogue", visit: "Visit") -> "Profile | None":
    name = visit.setting.profile.fallback
    return catalogue.profile(name) if name is not None else None
