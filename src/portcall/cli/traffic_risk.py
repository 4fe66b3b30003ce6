"""`portcall traffic risk`: how likely a plan is to break when ships slip, and what breaks first."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.output import progress, refuse_beyond
from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.catalogue.traffic_scenario import TrafficScenario
    from portcall.records.traffic_plan import TrafficPlan
    from portcall.records.traffic_risk import TrafficRisk
    from portcall.traffic.risk.plan import PlanRisk

NO_PLAN = 1
USUAL_RUNS = 2000
_LARGEST_SEED = 2**63 - 1
_MOST_WORKERS = 1024
_MOST_SOLVED = 1000


def risk(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN.json|SCENARIO", help="A plan, or what to plan first.")
    ],
    runs: Annotated[int, typer.Option("--runs", help="How many replays.")] = USUAL_RUNS,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the replays.")] = 1,
    replay: Annotated[
        int | None, typer.Option("--replay", help="Show the replay of this number.")
    ] = None,
    solve: Annotated[
        int, typer.Option("--solve", help="Also plan this many replays anew, seconds each.")
    ] = 0,
    slips: Annotated[
        str, typer.Option("--slips", help="Slip statistics: id or FILE.toml.")
    ] = "iss",
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", help="Of the plan, where its name is not enough: FILE.toml."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", help="Threads; one a processor.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", help="Dask scheduler, as tcp://host:8786.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Run folder; runs/SCENARIO-risk.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
) -> None:
    """Replay a plan with slips as they were: what breaks, in which month, and what breaks first.

    Each replay is done as the slips leave it, and with ships that wait for their ports. Replays that
    were killed go on where they were when the same command is given again.
    Exit codes: 0 the risk is told, 1 there is no plan, 2 bad input, 3 missing data.
    """
    from portcall.campaign.plan import require_runs

    require_runs(runs)
    refuse_beyond("seed", seed, _LARGEST_SEED)
    refuse_beyond("solve", solve, _MOST_SOLVED)
    if replay is not None:
        refuse_beyond("replay", replay, _LARGEST_SEED)
    if workers is not None and not 1 <= workers <= _MOST_WORKERS:
        raise InputError(f"{workers} workers", limit=f"1 to {_MOST_WORKERS}", where="--workers")
    from portcall.catalogue.load import load_catalogue
    from portcall.cli.traffic_files import given_slips
    from portcall.export.atomic_folder import require_writable_target

    catalogue = load_catalogue()
    statistics, (chosen, planned, inputs) = given_slips(slips, catalogue), _plan_of(plan, scenario)
    folder = out or Path("runs") / f"{planned.scenario}-risk"
    require_writable_target(folder)
    from portcall.traffic.risk.plan import plan_risk

    told = plan_risk(catalogue, chosen, planned, statistics, seed=seed)
    shown, rows = _replayed(told, runs, replay, workers, cluster, folder)
    if solve:
        shown = _solved(told, chosen, solve, shown)
    _leave(folder, shown, rows, inputs)
    if as_json:
        print(shown.model_dump_json(indent=2))
    else:
        from portcall.cli.traffic_risk_text import show_risk

        show_risk(shown, folder)


def _plan_of(
    name: str, scenario: str | None
) -> "tuple[TrafficScenario, TrafficPlan, dict[str, bytes]]":
    """Return the scenario and its plan: read, or made now."""
    from portcall.cli.traffic_files import given_plan, given_scenario

    if name.endswith(".json"):
        planned, data = given_plan(Path(name))
        return given_scenario(scenario or planned.scenario), planned, {"plan.json": data}
    chosen = given_scenario(name)
    from portcall.traffic.plan.planner import plan_traffic

    with progress("planning", 1) as step:
        planned = plan_traffic(chosen)
        step()
    if not planned.visits:
        print(f"portcall: no plan of '{planned.scenario}' ({planned.status})")
        raise typer.Exit(NO_PLAN)
    return chosen, planned, {"plan.json": planned.model_dump_json().encode()}


def _replayed(
    told: "PlanRisk",
    runs: int,
    replay: int | None,
    workers: int | None,
    cluster: str | None,
    folder: Path,
) -> "tuple[TrafficRisk, Path | None]":
    """Make the replays and, of one, its whole story."""
    parts = folder.with_name(folder.name + ".campaign")
    began = time.perf_counter()
    try:
        with progress("replaying the plan", runs) as step:
            results = told.run(runs, threads=workers, cluster=cluster, folder=parts, progress=step)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"interrupted; finished replays are kept in '{parts}': the same command goes on"
        ) from None
    took_s = time.perf_counter() - began
    shown = told.record(results)
    if replay is not None:
        shown = shown.model_copy(update={"replayed": told.replay(replay)})
    rate = (results.runs - results.kept_runs) / took_s
    timing = {"replays_per_s": round(rate, 1), "replays_s": round(took_s, 3)}
    return shown.model_copy(update={"timing": timing}), results.file


def _solved(
    told: "PlanRisk", scenario: "TrafficScenario", runs: int, shown: "TrafficRisk"
) -> "TrafficRisk":
    """Add what the solver finds for the first replays."""
    from portcall.traffic.risk.solved import solve_sample

    with progress("planning replays anew", runs) as step:
        sample = solve_sample(told, scenario, runs, progress=step)
    return shown.model_copy(update={"solved": sample})


def _leave(folder: Path, shown: "TrafficRisk", rows: Path | None, inputs: dict[str, bytes]) -> None:
    """Write the run folder; the campaign's own folder goes once its rows are in it."""
    import shutil

    from portcall import __version__
    from portcall.export.risk_folder import write_risk_folder

    content = None if rows is None else rows.read_bytes()
    write_risk_folder(folder, shown, rows=content, inputs=inputs, tool_version=__version__)
    if rows is not None:
        shutil.rmtree(rows.parent, ignore_errors=True)
