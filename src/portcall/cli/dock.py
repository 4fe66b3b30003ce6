"""`portcall dock`: the last kilometers of one visit, once or many times, with faults or without."""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.first_run import TO_THE_PORT, compile_first
from portcall.cli.orbit_file import station_elements
from portcall.cli.output import progress, refuse_beyond, zones_of
from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.catalogue.flight import Flight
    from portcall.catalogue.load import Catalogue
    from portcall.records.docking import DockingRecord
    from portcall.visit.docking import Docking, DockWishes

BROKEN = 1
_LARGEST_SEED = 2**63 - 1
_MOST_WORKERS = 1024
_WIDEST = 10.0


def dock(
    flight: Annotated[str, typer.Argument(metavar="FLIGHT|FILE.toml", help="Who docks.")],
    runs: Annotated[
        int | None, typer.Option("--runs", help="Fly this many dispersed approaches.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the runs.")] = 1,
    replay: Annotated[
        int | None,
        typer.Option("--replay", help="Fly the run of this number again, second by second."),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            "--fault", help="NAME[:UNIT][=SIZE][@WHEN][+LASTS], as thruster-stuck-on:7@50m."
        ),
    ] = None,
    fault_sweep: Annotated[
        bool, typer.Option("--fault-sweep", help="Every fault at every range: the map.")
    ] = False,
    until_width: Annotated[
        float | None,
        typer.Option("--until-width", help="Stop when the probability is known this closely."),
    ] = None,
    widen: Annotated[
        float, typer.Option("--widen", help="Every estimated range this many times as wide.")
    ] = 1.0,
    port: Annotated[str | None, typer.Option("--port", help="Another port.")] = None,
    attitude: Annotated[
        str, typer.Option("--attitude", help="The station's attitude.")
    ] = "plus-xvv",
    approach: Annotated[
        str | None, typer.Option("--approach", help="Another approach, id or FILE.toml.")
    ] = None,
    docked: Annotated[
        list[str] | None, typer.Option("--docked", help="PORT=VEHICLE that is there already.")
    ] = None,
    safety: Annotated[
        bool, typer.Option("--safety", help="Also judge every failure by a day of free drift.")
    ] = False,
    lincov: Annotated[
        bool,
        typer.Option("--lincov", help="Also the spread by linear covariance, held against runs."),
    ] = False,
    elements: Annotated[
        Path | None, typer.Option("--elements", help="Station elements: TLE, OMM or OEM.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", help="Threads; one a processor.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", help="Dask scheduler, as tcp://host:8786.")
    ] = None,
    tz: Annotated[
        list[str] | None, typer.Option("--tz", help="Also show this zone (Europe/Moscow).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Run folder; runs/FLIGHT-dock.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
) -> None:
    """Fly the last kilometers to the port: does it capture, how surely, and what fails first.

    A campaign that was killed goes on where it was when the same command is given again.
    Exit codes: 0 every rule is met, 1 a rule is broken or nothing was captured, 2 bad input,
    3 missing data.
    """
    started = time.perf_counter()
    zones = zones_of(tz or ())
    runs = _runs_of(runs, until_width, cluster)
    _refuse(runs, seed, replay, until_width, widen, workers)
    from portcall.catalogue.load import load_catalogue
    from portcall.export.atomic_folder import require_writable_target

    catalogue = load_catalogue()
    record = catalogue.flight(flight)
    folder = out or Path("runs") / f"{record.id}-dock"
    require_writable_target(folder)
    compile_first(TO_THE_PORT)
    from portcall.visit.docking import DockWishes

    wishes = DockWishes(
        port=port,
        attitude=attitude,
        approach=approach,
        docked=None if docked is None else tuple(_docked(text) for text in docked),
        faults=tuple(fault or ()),
        widen=widen,
        seed=seed,
    )
    docking, inputs = _docking(catalogue, record, wishes, elements)
    shown, file = _flown(docking, runs, replay, until_width, workers, cluster, folder)
    if safety:
        shown = _with_safety(catalogue, docking, shown)
    if fault_sweep:
        shown = _with_fault_map(docking, shown, workers)
    if lincov:
        shown = _with_covariance(docking, shown)
    shown = _judged(shown, started)
    _leave(catalogue, record, docking, shown, file, folder, inputs)
    if as_json:
        from portcall.export.tables import record_json

        print(record_json(shown, timing=True), end="")
    else:
        from portcall.cli.dock_text import show_docking

        show_docking(shown, zones, folder)
    broken = [verdict.rule for verdict in shown.verdicts if verdict.verdict == "fail"]
    if broken:
        print(f"portcall: broken: {', '.join(broken)}", file=sys.stderr)
        raise typer.Exit(BROKEN)


def _runs_of(runs: int | None, until_width: float | None, cluster: str | None) -> int:
    """Return how many runs are flown at most: one, unless a campaign is asked for."""
    from portcall.campaign.plan import RUNS_MAX

    if runs is None:
        runs = 1 if until_width is None else RUNS_MAX
    if runs == 1 and cluster is not None:
        raise InputError(
            "a cluster for one run", where="--cluster", remedy="ask for more with --runs"
        )
    return runs


def _refuse(
    runs: int,
    seed: int,
    replay: int | None,
    until_width: float | None,
    widen: float,
    workers: int | None,
) -> None:
    """Refuse numbers that no campaign can have."""
    from portcall.campaign.plan import require_runs

    require_runs(runs)
    refuse_beyond("seed", seed, _LARGEST_SEED)
    if replay is not None:
        refuse_beyond("replay", replay, _LARGEST_SEED)
    if workers is not None and not 1 <= workers <= _MOST_WORKERS:
        raise InputError(f"{workers} workers", limit=f"1 to {_MOST_WORKERS}", where="--workers")
    if not 1.0 <= widen <= _WIDEST:
        raise InputError(
            f"ranges {widen:g} times as wide", limit=f"1 to {_WIDEST:g}", where="--widen"
        )
    if until_width is not None and not 0.0 < until_width < 1.0:
        raise InputError(
            f"a width of {until_width:g}", limit="above 0, below 1", where="--until-width"
        )


def _docked(text: str) -> tuple[str, str]:
    port, sign, vehicle = text.partition("=")
    if not (port and sign and vehicle):
        raise InputError(
            f"'{text}' does not name a port and a ship",
            where="--docked",
            remedy="write it as prichal-nadir=soyuz-ms",
        )
    return port, vehicle


def _docking(
    catalogue: "Catalogue", record: "Flight", wishes: "DockWishes", file: Path | None
) -> "tuple[Docking, dict[str, bytes]]":
    """Plan the docking from the flown visit's arrival, or from the approach's own gate."""
    from portcall.catalogue.brief import brief
    from portcall.visit.docking import docking_of, require_possible
    from portcall.visit.docking_start import arrival_of

    given, inputs = None, {}
    blind = brief(record)
    require_possible(catalogue, blind, wishes)  # at once, before anything is flown
    if file is not None:
        given, data = station_elements(file, catalogue.station(record.station).norad_id)
        inputs = {file.name: data}
    arrival, contact_after_s = arrival_of(catalogue, blind, given=given)
    return docking_of(catalogue, blind, arrival, wishes, contact_after_s=contact_after_s), inputs


def _flown(
    docking: "Docking",
    runs: int,
    replay: int | None,
    until_width: float | None,
    workers: int | None,
    cluster: str | None,
    folder: Path,
) -> "tuple[DockingRecord, Path | None]":
    """Fly the nominal run, the one to replay, and the campaign; return the record and its rows."""
    from portcall.docking.run.run_record import run_record
    from portcall.visit.docking import docking_record, fly_docking

    shown = docking_record(docking, fly_docking(docking))
    if replay is not None:
        again = run_record(docking.scenario, fly_docking(docking, replay), number=replay)
        shown = shown.model_copy(update={"replayed": again})
    if runs == 1:
        return shown, None
    from portcall.visit.docking import campaign_of, fly_campaign, with_campaign

    campaign = campaign_of(docking, runs, until_width)
    parts = folder.with_name(folder.name + ".campaign")
    began = time.perf_counter()
    try:
        with progress("flying approaches", campaign.runs_at_most) as step:
            results = fly_campaign(
                docking, campaign, threads=workers, cluster=cluster, folder=parts, progress=step
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"interrupted; finished runs are kept in '{parts}': the same command goes on"
        ) from None
    took_s = time.perf_counter() - began
    shown = with_campaign(shown, results, campaign)
    rate = (results.runs - results.kept_runs) / took_s
    timing = {"runs_per_s": round(rate, 1), "campaign_s": round(took_s, 3)}
    return shown.model_copy(update={"timing": timing}), results.file


def _with_safety(
    catalogue: "Catalogue", docking: "Docking", shown: "DockingRecord"
) -> "DockingRecord":
    from portcall.visit.docking_safety import safety_of

    with progress("drifting a day after every failure", 1) as step:
        found = safety_of(catalogue, docking)
        step()
    return shown.model_copy(update={"safety": found})


def _with_covariance(docking: "Docking", shown: "DockingRecord") -> "DockingRecord":
    from portcall.visit.docking_covariance import covariance_of

    with progress("linear covariance", 1) as step:
        found = covariance_of(docking, shown.runs)
        step()
    return shown.model_copy(update={"linear_covariance": found})


def _with_fault_map(
    docking: "Docking", shown: "DockingRecord", workers: int | None
) -> "DockingRecord":
    from portcall.visit.docking_faults import CELLS, fault_map

    threads = workers or os.cpu_count() or 1
    with progress("injecting faults", CELLS) as step:
        found = fault_map(docking, threads=threads, progress=step)
    return shown.model_copy(update={"fault_map": found})


def _judged(shown: "DockingRecord", started: float) -> "DockingRecord":
    from portcall.verify.docking_rules import judge_docking

    timing = {"computed_s": round(time.perf_counter() - started, 3), **shown.timing}
    return shown.model_copy(update={"verdicts": judge_docking(shown), "timing": timing})


def _leave(
    catalogue: "Catalogue",
    record: "Flight",
    docking: "Docking",
    shown: "DockingRecord",
    rows: Path | None,
    folder: Path,
    inputs: dict[str, bytes],
) -> None:
    """Write the run folder; the campaign's own folder goes once its rows are in it."""
    import shutil

    from portcall import __version__
    from portcall.catalogue.cite import citations
    from portcall.export.dock_folder import write_dock_folder

    write_dock_folder(
        folder,
        docking,
        shown,
        sphere_m=catalogue.station(record.station).safety.keep_out_sphere_radius_m.value,
        rows=None if rows is None else rows.read_bytes(),
        inputs=inputs,
        sources=[one.source for one in citations(record, catalogue)],
        tool_version=__version__,
    )
    if rows is not None:
        shutil.rmtree(rows.parent, ignore_errors=True)
