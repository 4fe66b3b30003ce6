"""The way out: springs, separation burns, and whether the ship could drift back."""

import math

import numpy as np

from portcall.records.tracks import Craft
from portcall.report.markup import Column, Section, facts, figure, table, verdict_word
from portcall.report.plate import BLUE, GRAY, INK, RED, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.track_columns import along_and_above_m, beside_each_other, columns_of

CRAFTS: tuple[Craft, Craft] = ("chaser", "station")


def _picture(told: ReportInput) -> str:
    home = told.record.home
    if home is None or home.departure is None or len(home.departure.trajectory) < 2:
        return ""
    left = home.departure
    way = np.array([one.position_lvlh_m for one in left.trajectory])
    sphere_m = left.cases[0].keep_out_radius_m if left.cases else 0.0
    drawn, (whole, near) = sheet(99.1, 1, 2, below_mm=21.6)
    turn = np.linspace(0.0, math.tau, 121)
    near.plot(way[:, 0], -way[:, 2], color=BLUE, label="ship")
    whole.plot(
        way[:, 0] / 1e3,
        -way[:, 2] / 1e3,
        ".",
        color=GRAY,
        markersize=4.0,
        label="free drift, a day long",
    )
    both = beside_each_other(
        *(columns_of(told.tracks, craft, ("departure",), left.undocking_utc) for craft in CRAFTS)
    )
    if len(both[0]) > 2:
        along, above = along_and_above_m(*both)
        whole.plot(along / 1e3, above / 1e3, color=BLUE, label="as flown, to the deorbit burn")
    for axes, scale, unit in ((whole, 1e-3, "km"), (near, 1.0, "m")):
        axes.plot(
            sphere_m * scale * np.cos(turn),
            sphere_m * scale * np.sin(turn),
            color=RED,
            linestyle="--",
            linewidth=1.1,
            label="keep-out sphere",
        )
        axes.plot(0.0, 0.0, "+", color=INK, markersize=9, label="station")
        axes.set_xlabel(f"along V-bar, forward [{unit}]")
        axes.set_ylabel(f"away from the Earth [{unit}]")
    whole.set_title("Departure, whole")
    near.set_title("Departure, near the station")
    reach = 3.0 * max(sphere_m, 50.0)
    near.set_xlim(-reach, reach)
    near.set_ylim(-reach, reach)
    near.set_aspect("equal")
    drawn.legend(*whole.get_legend_handles_labels(), loc="lower center", ncols=4)
    return figure(
        svg_of(drawn, "departure", "Ship's path after undocking in the station's local frame"),
        "After the springs and the separation burn the ship drifts free; it must not come back "
        "into the dashed "
        "sphere.",
    )


def _cases(told: ReportInput) -> str:
    shown, home = told.shown, told.record.home
    if home is None or home.departure is None:
        return ""
    rows = []
    for number, case in enumerate(home.departure.cases):
        at = f"home.departure.cases[{number}]"
        rows.append(
            [
                shown.text(f"{at}.case"),
                verdict_word(case.verdict),
                shown.number(f"{at}.keep_out_radius_m", 0, "m"),
                shown.duration(f"{at}.keep_out_exit_s"),
                shown.number(f"{at}.least_range_m", 0, "m", nothing="does not turn back"),
                shown.number(f"{at}.drift_end_range_m", 1, "km", scale=1e-3),
                shown.text(f"{at}.reason"),
            ]
        )
    heads = (
        "keep-out radius",
        "outside after",
        "least range afterwards",
        "range at the end of the drift",
    )
    columns = [
        Column("case"),
        Column("verdict"),
        *(Column(head, figures=True) for head in heads),
        Column("why"),
    ]
    return table("What happens when burns fail", columns, rows)


def departure(told: ReportInput) -> Section:
    """Return the section of the departure; empty without one."""
    home = told.record.home
    if home is None or home.departure is None:
        return Section("departure", "Departure", "")
    shown, at = told.shown, "home.departure."
    pairs = [
        ("Undocking [UTC]", shown.clock(f"{at}undocking_utc")),
        *(
            (f"Undocking [{zone.key}]", shown.clock(f"{at}undocking_utc", zone))
            for zone in told.zones
        ),
        ("Springs push at", shown.number(f"{at}spring_speed_m_s", 2, "m/s")),
        ("Mass before", shown.number(f"{at}mass_before_kg", 1, "kg")),
        ("Propellant", shown.number(f"{at}propellant_kg", 2, "kg")),
        ("Suggestion", shown.text(f"{at}suggestion") if home.departure.suggestion else ""),
    ]
    for number in range(len(home.departure.burns)):
        burn = f"{at}burns[{number}]"
        pairs.append(
            (
                f"Burn {home.departure.burns[number].name.rsplit(' ', 1)[0]}",
                (
                    f"{shown.clock(burn + '.start_utc')} UTC, "
                    f"{shown.number(burn + '.duration_s', 1, 's')}, "
                    f"{shown.number(burn + '.delta_v_m_s', 2, 'm/s')}"
                ),
            )
        )
    return Section("departure", "Departure", _picture(told) + facts(pairs) + _cases(told))
