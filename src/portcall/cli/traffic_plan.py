"""`portcall traffic plan`: the best plan of a station's traffic, and how well it is proven."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.catalogue.traffic_scenario import TrafficScenario
    from portcall.records.traffic_plan import TrafficPlan
    from portcall.traffic.plan.search import SolveEffort

NO_PLAN = 1


def plan(
    scenario: Annotated[str, typer.Argument(help="Bundled scenario (iss-2026), or a TOML file.")],
    slip: Annotated[
        list[str] | None,
        typer.Option("--slip", help="SHIP=DAYS: it cannot come earlier than so many days later."),
    ] = None,
    lose: Annotated[
        list[str] | None, typer.Option("--lose", help="SHIP: it does not come at all.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option("--before", help="The plan to change least: the JSON of an earlier one."),
    ] = None,
    effort: Annotated[
        float, typer.Option("--effort", help="Scales the work allowed to each stage.")
    ] = 1.0,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for plan.json, plan.ics and plan.csv.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
) -> None:
    """Plan ports, dates, loads, crews and stocks together, and prove how good the plan is.

    Exit codes: 0 there is a plan, 1 there is none, 2 bad input, 3 missing data.
    """
    from portcall.cli.traffic_files import given_plan, given_scenario
    from portcall.cli.traffic_plan_text import show_plan

    known = given_scenario(scenario)
    slips = _slips(slip or [])
    lost = tuple(lose or ())
    work = _effort(effort)
    issued = None if before is None else given_plan(before)[0]
    if (slips or lost) and issued is None:
        _refuse_unknown(known, slips, lost)
        issued = _planned(known, work, title="the plan before")
        if issued.status in ("infeasible", "unknown"):
            issued = None
    found = _planned(known, work, slips=slips, lost=lost, issued=issued, title="plan")
    if out is not None:
        from portcall import __version__
        from portcall.export.plan_folder import write_plan_folder

        write_plan_folder(out, found, tool_version=__version__)
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        show_plan(found, issued)
    if found.status in ("infeasible", "unknown"):
        raise typer.Exit(NO_PLAN)


def _slips(given: list[str]) -> dict[str, int]:
    found = {}
    for text in given:
        ship, equals, days = text.partition("=")
        if not equals or not days.lstrip("+-").isdigit():
            raise InputError(
                f"'{text}' is not SHIP=DAYS", where="--slip", remedy="write it as crew-13=14"
            )
        found[ship] = int(days)
    return found


def _effort(scale: float) -> "SolveEffort":
    from portcall.traffic.plan.search import SolveEffort

    if not 0.01 <= scale <= 100.0:
        raise InputError(f"{scale:g} times the work", limit="0.01 to 100", where="--effort")
    usual = SolveEffort()
    return SolveEffort(first_stage=scale * usual.first_stage, later_stage=scale * usual.later_stage)


def _refuse_unknown(known: "TrafficScenario", slips: dict[str, int], lost: tuple[str, ...]) -> None:
    """Refuse a wrong ship before the plan before is made."""
    from portcall.traffic.plan.dates import known_ship, known_slips

    known_slips(known, slips)
    for ship in lost:
        known_ship(known, ship, "--lose")


def _planned(known: object, work: "SolveEffort", *, title: str, **changes: object) -> "TrafficPlan":
    from portcall.traffic.plan.planner import plan_traffic

    with _shown(title) as report:
        return plan_traffic(known, effort=work, report=report, **changes)  # type: ignore[arg-type]


@contextmanager
def _shown(title: str) -> Iterator[Callable[[str, int | None, int | None], None]]:
    """Show stage, objective and bound on stderr while the solver works."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"{title}: building") as status:

        def report(stage: str, objective: int | None, bound: int | None) -> None:
            status.update(f"{title}: {stage} {objective}, proven {bound}")

        yield report
