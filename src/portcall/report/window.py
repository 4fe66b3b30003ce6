"""The launch window: the phase that is open, the days behind, and what a late lift-off costs."""

import numpy as np

from portcall.report.markup import Column, Section, facts, figure, table
from portcall.report.plate import BLUE, GREEN, RED, sheet, svg_of
from portcall.report.report_input import ReportInput

_LATE_S = 120.0
_DAY_S = 86400.0


def _in_range(phase_deg: float, low_deg: float, high_deg: float) -> float:
    """Return the angle, a turn on or back where only that lies in the range. [deg]"""
    turned = (phase_deg + turn for turn in (0.0, 360.0, -360.0))
    return next((one for one in turned if low_deg <= one <= high_deg), phase_deg)


def _picture(told: ReportInput) -> str:
    window = told.record.window
    drawn, (days, late) = sheet(78.7, 1, 2)
    low, high = window.phase_min_deg, window.phase_max_deg
    days.axhspan(low, high, facecolor=GREEN, alpha=0.18, label="open for this profile")
    days.axhline(low, color=GREEN, linewidth=1.0)
    days.axhline(high, color=GREEN, linewidth=1.0)
    days.errorbar(
        [0.0], [_in_range(window.phase_deg, low, high)], yerr=[window.phase_sigma_deg], fmt="o", color=BLUE,
        markersize=7, label="this launch, with one sigma",
    )  # fmt: skip
    named = set()
    for backup in window.backups:
        color, marker, name = (
            (BLUE, "s", "backup, open") if backup.profile_open else (RED, "X", "backup, closed")
        )
        at = backup.late_s / _DAY_S, _in_range(backup.phase_deg, low, high)
        days.plot(*at, marker, color=color, markersize=7, label=None if name in named else name)
        named.add(name)
    days.set_xlim(-0.4, max([2.0, *(one.late_s / _DAY_S for one in window.backups)]) + 0.4)
    days.set_xlabel("lift-off after the first day's [days]")
    days.set_ylabel("station ahead at insertion [deg]")
    days.set_title("Phase, and what the profile takes")
    days.legend(loc="upper left")
    seconds = np.array([0.0, _LATE_S])
    late.plot(seconds, window.late_cost_m_s_per_s * seconds, color=RED)
    late.set_xlabel("lift-off late by [s]")
    late.set_ylabel("plane turn [m/s]")
    late.set_title("Cost of being late")
    late.set_xlim(0.0, _LATE_S)
    late.set_ylim(bottom=0.0)
    return figure(
        svg_of(
            drawn,
            "window",
            "Phase of the station at insertion by launch day, and the cost of a late lift-off",
        ),
        "Left: a launch can be flown on this profile when its mark lies in the shaded band. "
        "Right: how much "
        "the ship must spend on turning its plane when the rocket leaves late.",
    )


def _backups(told: ReportInput) -> str:
    shown = told.shown
    rows = []
    for number, backup in enumerate(told.record.window.backups):
        at = f"window.backups[{number}]"
        rows.append(
            [
                shown.clock(f"{at}.utc"),
                shown.duration(f"{at}.late_s"),
                shown.number(f"{at}.phase_deg", 1, "deg"),
                "open" if backup.profile_open else "closed",
                shown.number(f"{at}.plane_cost_m_s", 1, "m/s"),
                shown.number(f"{at}.delta_v_m_s", 1, "m/s", nothing="no plan"),
            ]
        )
    columns = [
        Column("backup [UTC]"),
        Column("later by", figures=True),
        Column("phase", figures=True),
        Column("profile"),
        Column("plane turn", figures=True),
        Column("rendezvous delta-v", figures=True),
    ]
    return table("Backup days", columns, rows)


def launch_window(told: ReportInput) -> Section:
    """Return the section of the launch window."""
    shown, closed = told.shown, told.record.closed
    pairs = [
        ("Station ahead at insertion", shown.number("window.phase_deg", 2, "deg")),
        ("Its one sigma", shown.number("window.phase_sigma_deg", 2, "deg")),
        ("Profile open from", shown.number("window.phase_min_deg", 1, "deg")),
        ("Profile open to", shown.number("window.phase_max_deg", 1, "deg")),
        ("Node drift allowed for", shown.number("window.drift_deg", 3, "deg")),
        ("Cost of each second late", shown.number("window.late_cost_m_s_per_s", 2, "m/s")),
    ]
    if closed is not None:
        pairs += [
            ("Closed profile", shown.text("closed.profile")),
            ("Closed by", shown.number("closed.by_deg", 2, "deg")),
            ("A reboost that opens it", shown.number("closed.reboost_m_s", 2, "m/s")),
            ("Reboost at [UTC]", shown.clock("closed.reboost_utc")),
        ]
    return Section(
        "window", "Launch window and phase", _picture(told) + facts(pairs) + _backups(told)
    )
