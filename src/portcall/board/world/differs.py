"""How a what-if differs from the run that it was made from, in words; every number is computed."""

from portcall.records.docking import DockingRecord, DockingRun
from portcall.records.visit import VisitRecord

_SAME_S = 0.5


def shift_words(shift_s: float) -> str:
    """Write a shift of time.

    Examples
    --------
    >>> shift_words(94.0), shift_words(-5400.0), shift_words(200000.0), shift_words(0.2)
    ('94 s later', '1.5 h earlier', '2.3 days later', 'at the same time')
    """
    size_s = abs(shift_s)
    if size_s < _SAME_S:
        return "at the same time"
    side = "later" if shift_s > 0.0 else "earlier"
    if size_s < 600.0:
        return f"{size_s:.0f} s {side}"
    if size_s < 5400.0:
        return f"{size_s / 60.0:.0f} min {side}"
    if size_s < 172_800.0:
        return f"{size_s / 3600.0:.1f} h {side}"
    return f"{size_s / 86_400.0:.1f} days {side}"


def _change(what: str, before: float, after: float, unit: str, digits: int) -> str:
    return f"{what} {after:.{digits}f} {unit} instead of {before:.{digits}f} {unit}"


def visit_differs(base: VisitRecord, other: VisitRecord) -> tuple[str, ...]:
    """Return how one visit differs from another."""
    liftoff_s = (other.insertion.liftoff_utc - base.insertion.liftoff_utc).total_seconds()
    contact_s = (other.contact.utc - base.contact.utc).total_seconds()
    words = [f"Lift-off {shift_words(liftoff_s)}", f"Contact {shift_words(contact_s)}"]
    if other.profile != base.profile:
        words.append(f"Profile {other.profile} instead of {base.profile}")
    if other.port != base.port:
        words.append(f"Port {other.port} instead of {base.port}")
    words.append(
        _change("Station ahead by", base.window.phase_deg, other.window.phase_deg, "deg", 1)
    )
    words.append(_change("Rendezvous", base.delta_v_m_s.total, other.delta_v_m_s.total, "m/s", 1))
    if base.docking is not None and other.docking is not None:
        words += docking_differs(base.docking, other.docking)
    if base.home is not None and other.home is not None:
        undocking_s = (other.home.undocking_utc - base.home.undocking_utc).total_seconds()
        words.append(f"Undocking {shift_words(undocking_s)}")
    broken = _failing(other) - _failing(base)
    words += [f"Broken now: {rule}" for rule in sorted(broken)]
    words += [f"No longer broken: {rule}" for rule in sorted(_failing(base) - _failing(other))]
    return tuple(words)


def _failing(record: VisitRecord) -> set[str]:
    return {one.rule for one in record.verdicts if one.verdict == "fail"}


def shown_run(record: DockingRecord) -> DockingRun:
    """Return the run that a docking folder shows."""
    return record.nominal if record.replayed is None else record.replayed


def docking_differs(base: DockingRecord, other: DockingRecord) -> list[str]:
    """Return how one approach differs from another."""
    before, after = shown_run(base), shown_run(other)
    words = []
    if other.faults:
        words.append(f"Fault: {', '.join(other.faults)}")
    if after.isolated:
        when = after.isolated_after_s
        late = "" if when is None else f" {when:.1f} s after the fault began"
        words.append(f"{after.isolated} is shut off{late}")
    if (after.outcome, after.reason) != (before.outcome, before.reason):
        words.append(
            f"Ends {after.outcome} ({after.reason}) instead of {before.outcome} ({before.reason})"
        )
    if abs(after.duration_s - before.duration_s) >= _SAME_S:
        longer = after.duration_s - before.duration_s
        side = "longer" if longer > 0.0 else "shorter"
        words.append(f"The approach is {abs(longer):.0f} s {side}")
    words.append(
        _change("Propellant of the approach", before.propellant_kg, after.propellant_kg, "kg", 1)
    )
    if before.touch is not None and after.touch is not None:
        speeds = before.touch.closing_speed_m_s, after.touch.closing_speed_m_s
        words.append(_change("Closing speed at contact", *speeds, "m/s", 3))
        offsets = before.touch.lateral_offset_m, after.touch.lateral_offset_m
        words.append(_change("Lateral offset at contact", *offsets, "m", 3))
    elif before.touch is not None:
        words.append("No contact")
    if other.keep_out_violations > base.keep_out_violations:
        words.append(f"The keep-out sphere is broken in {other.keep_out_violations} runs")
    return words
