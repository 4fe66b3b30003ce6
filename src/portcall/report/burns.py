"""The burns of the far rendezvous: how much, which way, and what they cost."""

import numpy as np

from portcall.report.markup import Column, Section, figure, paragraph, table
from portcall.report.plate import BLUE, GREEN, INK, ORANGE, sheet, svg_of
from portcall.report.report_input import ReportInput

_AXES = (
    ("along V-bar", BLUE, ""),
    ("along the orbit normal", GREEN, "//"),
    ("along R-bar", ORANGE, "\\\\"),
)


def _picture(told: ReportInput) -> str:
    burns = told.record.burns
    drawn, (axes,) = sheet(66.0)
    places = np.arange(len(burns))
    for turn, (name, color, hatch) in enumerate(_AXES):
        heights = [burn.delta_v_lvlh_m_s[turn] * (-1.0 if turn == 1 else 1.0) for burn in burns]
        axes.bar(places + 0.27 * (turn - 1), heights, 0.27, color=color, hatch=hatch, edgecolor="white",
                 linewidth=0.4, label=name)  # fmt: skip
    axes.axhline(0.0, color=INK, linewidth=0.8)
    axes.set_xticks(places, [burn.name for burn in burns])
    axes.set_ylabel("velocity change [m/s]")
    axes.set_title("Burns in the ship's local frame")
    axes.legend(loc="upper right")
    return figure(
        svg_of(drawn, "burns", "Velocity change of each burn along V-bar, orbit normal and R-bar"),
        "Burns along V-bar (forward) raise the orbit; what stands along the other two corrects "
        "the plane and "
        "the shape.",
    )


def burns(told: ReportInput) -> Section:
    """Return the section of the burns."""
    shown = told.shown
    rows = []
    for number in range(len(told.record.burns)):
        at = f"burns[{number}]"
        rows.append(
            [
                shown.text(f"{at}.name"),
                shown.clock(f"{at}.utc"),
                *(shown.clock(f"{at}.utc", zone) for zone in told.zones),
                shown.number(f"{at}.duration_s", 1, "s"),
                shown.number(f"{at}.delta_v_m_s", 2, "m/s"),
                shown.number(f"{at}.propellant_kg", 1, "kg"),
                shown.number(f"{at}.range_m", 1, "km", scale=1e-3),
                shown.number(f"{at}.perigee_after_m", 0, "km", scale=1e-3),
            ]
        )
    columns = [
        Column("burn"),
        Column("start [UTC]"),
        *(Column(f"start [{zone.key}]") for zone in told.zones),
        Column("length", figures=True),
        Column("delta-v", figures=True),
        Column("propellant", figures=True),
        Column("range to the station", figures=True),
        Column("perigee after", figures=True),
    ]
    total = paragraph(
        f"Together {shown.number('delta_v_m_s.total', 1, 'm/s')}; no plan between the same ends "
        f"can do with "
        f"less than {shown.number('delta_v_m_s.bound', 1, 'm/s')}."
    )
    picture = _picture(told) if told.record.burns else ""
    return Section("burns", "Burns", picture + table("Burns as flown", columns, rows) + total)
