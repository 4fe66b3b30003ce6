"""What `portcall dock` prints for people: the approach, the contact, the odds, what fails first."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from portcall.cli.contact_text import contact_line
from portcall.cli.covariance_text import show_covariance
from portcall.cli.fly_text import show_rules
from portcall.cli.output import clocks, seconds, table
from portcall.records.docking import DockingRecord, DockingRun, Percentiles


def show_docking(shown: DockingRecord, zones: Sequence[ZoneInfo], folder: Path) -> None:
    """Print an approach and what its runs showed.

    Parameters
    ----------
    shown : DockingRecord
        The approach.
    zones : Sequence[ZoneInfo]
        Local times to add.
    folder : Path
        Where the run folder is.
    """
    print(
        f"{shown.flight}: {shown.vehicle} to {shown.station}, {shown.port} ({shown.mechanism}), "
        f"approach {shown.approach}, station attitude {shown.station_attitude}"
    )
    print(f"gate {' '.join(clocks(shown.gate_utc, zones))} UTC; start: {shown.start}")
    for fault in shown.faults:
        print(f"fault: {fault}")
    print()
    _show_run("nominal run" if shown.replayed is None else "nominal run, beside it", shown.nominal)
    if shown.replayed is not None:
        _show_run(f"run {shown.replayed.run}", shown.replayed)
    if shown.runs > 1:
        _show_campaign(shown)
    _show_failures(shown)
    _show_fault_map(shown)
    if shown.linear_covariance is not None:
        show_covariance(shown.linear_covariance)
    show_rules(shown.verdicts)
    for note in shown.notes:
        print(f"note: {note}")
    print(f"run folder: {folder}")
    rate = shown.timing.get("runs_per_s")
    print(
        f"computed in {shown.timing['computed_s']:.2f} s"
        + (f", {rate:.0f} runs/s" if rate is not None else "")
    )


def _show_run(title: str, run: DockingRun) -> None:
    table(
        f"{title}: {run.outcome}" + (f" ({run.reason})" if run.reason else ""),
        ("leg", "begins [s]", "lasts", "from [m]", "closing [m/s]"),
        [
            (
                leg.name,
                f"{leg.start_s:.0f}",
                seconds(leg.duration_s),
                f"{leg.start_range_m:.1f}",
                f"{leg.closing_m_s:.3f}",
            )
            for leg in run.legs
        ],
    )
    if run.touch is not None:
        print(contact_line(run))
    if run.isolated:
        when = (
            ""
            if run.isolated_after_s is None
            else f", {run.isolated_after_s:.1f} s after the fault"
        )
        print(f"shut off: {run.isolated}{when}")
    print(
        f"{run.duration_s:.0f} s, {run.delta_v_m_s:.2f} m/s, {run.propellant_kg:.1f} kg, "
        f"{run.pulses} pulses"
    )
    print()


def _row(
    name: str, unit: str, value: Percentiles | None, scale: float = 1.0
) -> list[tuple[str, ...]]:
    if value is None:
        return []
    bound = "" if value.p99_bound is None else f"{scale * value.p99_bound:.4g}"
    figures = (f"{scale * one:.4g}" for one in (value.p50, value.p95, value.p99))
    return [(f"{name} [{unit}]", *figures, bound)]


def _show_campaign(shown: DockingRecord) -> None:
    bound = shown.capture_probability_lower_95
    print(
        f"{shown.runs} runs (seed {shown.seed}"
        + (f", estimated ranges times {shown.widen:g}" if shown.widen != 1.0 else "")
        + f"): {shown.captured} captured inside the strictest limits"
        + ("" if bound is None else f"; probability at least {bound:.5f} (95 % confidence)")
    )
    for one in shown.bounds:
        print(
            f"  {one.limits} limits: {one.captured} of {shown.runs}, "
            f"at least {one.probability_lower_95:.5f}"
        )
    print(
        f"keep-out violations: {shown.keep_out_violations}; runs with a second of the final leg "
        f"without an avoidance burn: {'-' if shown.no_escape_runs is None else shown.no_escape_runs}"
    )
    rows: list[tuple[str, ...]] = []
    touch = shown.contact
    if touch is not None:
        rows += _row("closing speed", "m/s", touch.closing_speed_m_s)
        rows += _row("lateral offset", "mm", touch.lateral_offset_m, 1e3)
        rows += _row("lateral rate", "mm/s", touch.lateral_rate_m_s, 1e3)
        rows += _row("pitch and yaw", "deg", touch.pitch_yaw_deg)
        rows += _row("roll", "deg", touch.roll_deg)
        rows += _row("pitch and yaw rate", "deg/s", touch.pitch_yaw_rate_deg_s)
        rows += _row("roll rate", "deg/s", touch.roll_rate_deg_s)
    rows += _row("gate to contact", "s", shown.duration_s)
    rows += _row("delta-v", "m/s", shown.delta_v_m_s)
    rows += _row("propellant", "kg", shown.propellant_kg)
    if rows:
        table("over the runs", ("quantity", "p50", "p95", "p99", "p99 at most"), rows)


def _show_failures(shown: DockingRecord) -> None:
    if not shown.failures:
        return
    table(
        "what fails (replay one with --replay NUMBER)",
        ("outcome", "runs", "why", "numbers"),
        [
            (
                one.outcome,
                str(one.count),
                one.reason,
                ", ".join(map(str, one.runs)) + (" ..." if one.count > len(one.runs) else ""),
            )
            for one in shown.failures
        ],
    )


def _show_fault_map(shown: DockingRecord) -> None:
    if not shown.fault_map:
        return
    table(
        "faults by the range at which they begin",
        ("fault", "from [m]", "runs", "captured", "safe aborts", "violations", "lost"),
        [
            (
                cell.fault + ("" if cell.isolated else " (not isolated)"),
                f"{cell.range_m:.0f}",
                str(cell.runs),
                str(cell.captured),
                str(cell.safe_aborts),
                str(cell.violations),
                str(cell.lost),
            )
            for cell in shown.fault_map
        ],
    )
