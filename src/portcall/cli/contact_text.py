"""What a first touch was like, in one line."""

from portcall.records.docking import DockingRun


def contact_line(run: DockingRun) -> str:
    """Return the first touch of a run in words; nothing when it did not touch."""
    touch = run.touch
    if touch is None:
        return ""
    return (
        f"contact {touch.after_gate_s:.1f} s after the gate at {touch.closing_speed_m_s:.3f} m/s, "
        f"{1e3 * touch.lateral_offset_m:.0f} mm and {1e3 * touch.lateral_rate_m_s:.1f} mm/s off "
        f"the axis, {touch.pitch_yaw_deg:.2f} deg and {touch.pitch_yaw_rate_deg_s:.3f} deg/s in "
        f"pitch and yaw, {touch.roll_deg:.2f} deg in roll"
        + (f"; captured after {run.capture_s:.1f} s" if run.capture_s is not None else "")
    )
