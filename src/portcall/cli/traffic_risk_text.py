"""How `portcall traffic risk` shows what the replays of a plan say."""

from pathlib import Path

from portcall.cli.output import table
from portcall.records.traffic_risk import Chance, Replay, SolvedSample, TrafficRisk
from portcall.traffic.risk.record import words_of

_NOTHING = "-"


def show_risk(risk: TrafficRisk, folder: Path) -> None:
    """Print the risk: in all, by month, what fails first, and the replay that was asked for."""
    kinds = [
        kind.kind
        for place, kind in enumerate(risk.ways[0].kinds)
        if any(way.kinds[place].whole.count for way in risk.ways)
    ]
    print(
        f"{risk.runs:,} replays of {risk.scenario}: {risk.visits} visits, {len(risk.months)} months, "
        f"slips of '{risk.slips}', seed {risk.seed}"
    )
    for way in risk.ways:
        waits = (
            f"; {way.waiting_ships / risk.runs:.1f} ships wait, {way.mean_waited_days:.0f} days together, "
            f"one up to {way.longest_wait_days} days"
            if way.waiting_ships
            else ""
        )
        print(
            f"{way.way}: something breaks in {percent(way.any_trouble)}, a reserve in "
            f"{percent(way.any_reserve)}, {way.clashes / risk.runs:.1f} port clashes a replay{waits}"
        )
    _whole(risk, kinds)
    _months(risk, kinds)
    _first(risk)
    if risk.replayed is not None:
        show_replay(risk.replayed)
    if risk.solved is not None:
        _solved(risk.solved)
    for note in risk.notes:
        print(note)
    print(f"picture and table: {folder}")


def percent(chance: Chance) -> str:
    """Write a share in percent."""
    return f"{100.0 * chance.share:.1f} %"


def _whole(risk: TrafficRisk, kinds: list[str]) -> None:
    rows = []
    for kind in kinds:
        row = [words_of(kind)]
        for way in risk.ways:
            whole = next(one.whole for one in way.kinds if one.kind == kind)
            row += [percent(whole), f"{100.0 * whole.upper_share:.1f} %"]
        rows.append(row)
    heads = [name for way in risk.ways for name in (way.way, "at most (95 %)")]
    table("what goes wrong in any month", ("trouble", *heads), rows)


def _months(risk: TrafficRisk, kinds: list[str]) -> None:
    if not kinds:
        return
    rows = []
    for place, month in enumerate(risk.months):
        cells = []
        for kind in kinds:
            both = [
                next(one.by_month[place] for one in way.kinds if one.kind == kind)
                for way in risk.ways
            ]
            shares = [f"{100.0 * one.share:.1f}" if one.count else _NOTHING for one in both]
            cells.append(_one_or_both(shares))
        rows.append([month, *cells])
    ways = " / ".join(way.way for way in risk.ways)
    print(f"share of replays by month, in percent: {ways}; one figure where they are the same")
    table("by month", ("month", *kinds), rows)


def _one_or_both(shares: list[str]) -> str:
    """Write the share of each way; once where they are the same, nothing where there is none."""
    if len(set(shares)) > 1:
        return " / ".join(shares)
    return "" if shares[0] == _NOTHING else shares[0]


def _first(risk: TrafficRisk) -> None:
    rows = [
        [
            way.way,
            words_of(first.kind),
            f"{100.0 * first.count / risk.runs:.1f} %",
            f"{first.median_utc:%Y-%m-%d}",
            str(first.replay),
        ]
        for way in risk.ways
        for first in way.first
    ]
    if rows:
        heads = ("way", "fails first", "of replays", "middle day", "--replay")
        table("what fails first", heads, rows)


def _solved(sample: SolvedSample) -> None:
    rows = [
        [str(one.run), one.status, f"{one.moved_days} days", "; ".join(one.rules)]
        for one in sample.replays
    ]
    heads = ("replay", "plan", "moved", "rules that clash")
    table("planned anew, all slips known from the first day on", heads, rows)
    print(f"a plan that keeps every rule: {sample.found.count} of {len(sample.replays)}")


def show_replay(replay: Replay) -> None:
    """Print who slipped in one replay, who waited, and what went wrong first."""
    rows = []
    for one in replay.visits:
        if one.slip_days is None:
            rows.append([one.ship, f"{one.planned_dock_utc:%Y-%m-%d}", "does not come", "", ""])
            continue
        if one.dock_utc is None or one.replanned_dock_utc is None:
            continue
        wait = (one.replanned_dock_utc - one.dock_utc).days
        moved = (one.dock_utc - one.planned_dock_utc).days
        if moved or wait:
            rows.append(
                [
                    one.ship,
                    f"{one.planned_dock_utc:%Y-%m-%d}",
                    f"{moved:+d} days",
                    f"{one.dock_utc:%Y-%m-%d}",
                    f"{wait} days" if wait else "",
                ]
            )
    table(
        f"replay {replay.run}: who slipped",
        ("ship", "planned", "slip", "docks", "then waits for its port"),
        rows,
    )
    for trouble in replay.troubles:
        print(f"{trouble.way}: first, {trouble.words} on {trouble.utc:%Y-%m-%d}")
    if not replay.troubles:
        print("nothing goes wrong in it")
