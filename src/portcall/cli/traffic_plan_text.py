"""A traffic plan as people read it: visits with what moved and why, reserves, stages, the clash."""

from portcall.cli.output import table
from portcall.cli.traffic_plan_changes import changes, tightest
from portcall.records.stocks import RESOURCES
from portcall.records.traffic_plan import Opening, PlannedVisit, Reserve, StageResult, TrafficPlan

STATUS_TEXT = {
    "optimal": "proven optimal in every stage",
    "feasible": "a plan; not every stage is proven, see the gaps",
    "infeasible": "there is no plan",
    "unknown": "no plan was found in the work allowed; that there is none is not shown",
}


def _moved(days: int | None) -> str:
    return "" if not days else f"{days:+d} d"


def _remark(visit: PlannedVisit) -> str:
    parts = [visit.why] if visit.why else []
    if visit.move is not None:
        parts.append(f"moves to {visit.move.to_port} on {visit.move.utc:%Y-%m-%d}")
    if visit.hold is not None and visit.hold.back_utc is not None:
        parts.append(f"on the arm {visit.hold.utc:%Y-%m-%d} to {visit.hold.back_utc:%Y-%m-%d}")
    if visit.opening is not None:
        parts.append(_opening(visit.opening))
    return "; ".join(parts)


def _opening(opening: Opening) -> str:
    words = opening.profile
    if opening.burn_utc is not None:
        words += (
            f" asks for {opening.delta_v_m_s:.1f} m/s, {opening.propellant_kg:.0f} kg on "
            f"{opening.burn_utc:%Y-%m-%d}"
        )
    if opening.liftoff_utc is not None:
        words += f", lift-off {opening.liftoff_utc:%Y-%m-%d %H:%M}"
    if opening.open_probability is not None:
        words += f", chance {100.0 * opening.open_probability:.0f} %"
    return words


def _visits(plan: TrafficPlan) -> None:
    rows = [
        (
            visit.ship,
            visit.port,
            "docked" if visit.docked_before else f"{visit.dock_utc:%Y-%m-%d}",
            _moved(visit.moved_days),
            f"{visit.undock_utc:%Y-%m-%d}",
            _moved(visit.undock_moved_days),
            _remark(visit),
        )
        for visit in plan.visits
    ]
    table("visits", ("ship", "port", "docks", "moved", "undocks", "moved", "why"), rows)


def _loads(plan: TrafficPlan) -> None:
    rows = [
        (
            visit.ship,
            *(_kg(visit.manifest_kg.get(name, 0.0)) for name in RESOURCES),
            _kg(visit.trash_kg),
        )
        for visit in plan.visits
        if visit.manifest_kg or visit.trash_kg
    ]
    table("loads [kg]", ("ship", *RESOURCES, "trash taken away"), rows)


def _kg(amount: float) -> str:
    return f"{amount:.0f}" if amount else ""


def _reserve_row(one: Reserve) -> tuple[str, ...]:
    lost = f"{one.if_lost_days:.0f} d without {one.worst_loss}" if one.worst_loss else ""
    return (
        one.resource,
        f"{one.lowest_days:.0f} d",
        f"{one.lowest_utc:%Y-%m-%d}",
        f"{one.floor_days:.0f} d",
        f"{one.wanted_days:.0f} d",
        lost,
    )


def _stage_row(stage: StageResult) -> tuple[str, ...]:
    gap = "" if stage.gap is None else ("proven" if stage.gap == 0 else f"gap {stage.gap}")
    return (
        stage.name,
        "" if stage.objective is None else f"{stage.objective:d}",
        "" if stage.bound is None else f"{stage.bound:d}",
        stage.unit,
        gap or stage.status,
        f"{stage.timing.seconds:.1f}",
    )


def show_plan(plan: TrafficPlan, issued: TrafficPlan | None = None) -> None:
    """Print a plan, or the rules that clash."""
    print(f"{plan.scenario}: {STATUS_TEXT[plan.status]}")
    if plan.slipped_days or plan.lost:
        slips = [f"{ship} slips {days} days" for ship, days in plan.slipped_days.items()]
        print("; ".join([*slips, *(f"{ship} is lost" for ship in plan.lost)]))
    if plan.clash:
        if plan.clash[0].rule != "not shown":
            print(
                "these rules cannot be kept together; without any one of them no contradiction is found:"
            )
        for rule in plan.clash:
            print(f"  - {rule.words}")
    if plan.visits:
        _visits(plan)
        _loads(plan)
        walks = [
            (walk.name, f"{walk.utc:%Y-%m-%d}", walk.airlock, _moved(walk.moved_days))
            for walk in plan.spacewalks
        ]
        if walks:
            table("spacewalks", ("name", "day", "airlock", "moved"), walks)
        columns = ("resource", "lowest", "on", "floor", "wanted", "lowest if one flight is lost")
        table("reserves, in days of the usual crew", columns, [*map(_reserve_row, plan.reserves)])
        print(f"crew {min(plan.crew)} to {max(plan.crew)} people")
    columns = ("stage", "reached", "bound", "unit", "proof", "time [s]")
    table(f"stages ({plan.solver})", columns, [_stage_row(stage) for stage in plan.stages])
    _notes(plan, issued)


def _notes(plan: TrafficPlan, issued: TrafficPlan | None) -> None:
    if plan.visits:
        _judged(plan)
        _summary(plan)
    if issued is not None and plan.visits:
        print("against the plan before:")
        for line in changes(plan, issued):
            print(f"  - {line}")
    for note in plan.notes:
        print(f"note: {note}")


def _judged(plan: TrafficPlan) -> None:
    """Say which rules and habits are broken; habits are told once a rule, with their ships."""
    rules = [one for one in plan.breaks if one.severity == "rule"]
    habits = [one for one in plan.breaks if one.severity == "notice" and one.verdict == "broken"]
    left = f"{len(habits)} {'habit is' if len(habits) == 1 else 'habits are'} left"
    print(
        f"judged: {len(rules) or 'no'} {'rules are' if len(rules) > 1 else 'rule is'} broken; {left}"
    )
    for one in rules:
        print(
            f"  - {one.first_utc:%Y-%m-%d} {one.rule}: {', '.join(one.ships)} {one.found} ({one.limit})"
        )
    for name in dict.fromkeys(one.rule for one in habits):
        print(f"  - {name}:")
        for one in habits:
            if one.rule == name:
                ships = f"{', '.join(one.ships)} " if one.ships else ""
                print(f"      {one.first_utc:%Y-%m-%d} {ships}{one.found} (usual {one.limit})")
    print("recounted day by day outside the solver: agrees to the gram")


def _summary(plan: TrafficPlan) -> None:
    """Say which reserve is the tightest, and what the short profiles cost."""
    least = tightest(plan)
    if least is not None:
        above = least.lowest_days - least.floor_days
        print(
            f"the tightest reserve is {least.resource}: {least.lowest_days:.0f} days on "
            f"{least.lowest_utc:%Y-%m-%d}, {above:.0f} above its floor of {least.floor_days:.0f}"
        )
        if least.worst_loss:
            print(
                f"  without {least.worst_loss} it would fall to {least.if_lost_days:.0f} days before "
                "the plan is mended"
            )
    burns = [visit.opening for visit in plan.visits if visit.opening is not None]
    if burns:
        total_kg = sum(one.propellant_kg for one in burns)
        speed_m_s = sum(abs(one.delta_v_m_s) for one in burns)
        print(
            f"short profiles: {len(burns)} are opened by reboosts of {speed_m_s:.1f} m/s and "
            f"{total_kg:.0f} kg of propellant in all"
        )
