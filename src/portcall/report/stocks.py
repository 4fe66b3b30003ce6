"""The ship's tanks through the visit: what it burns, what it brings, what it takes away."""

from collections.abc import Iterator

import numpy as np

from portcall.records.mass import Tanks
from portcall.report.markup import Column, Section, facts, figure, table
from portcall.report.plate import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED, SKY, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.shown import event_name

_TANKS = (
    ("structure_kg", "structure", GRAY, ""),
    ("own_propellant_kg", "own propellant", ORANGE, ""),
    ("deorbit_reserve_kg", "deorbit reserve", RED, "//"),
    ("transfer_propellant_kg", "propellant for the station", PURPLE, ""),
    ("water_kg", "water", BLUE, "//"),
    ("gas_kg", "gas", SKY, ""),
    ("dry_cargo_kg", "dry cargo", GREEN, "//"),
    ("trash_kg", "trash", "#8a6d00", ""),
)


def _changing(told: ReportInput) -> Iterator[int]:
    """Yield the entries at which a tank is not as before."""
    before: Tanks | None = None
    for number, entry in enumerate(told.record.mass):
        if entry.tanks != before:
            yield number
        before = entry.tanks


def _picture(told: ReportInput) -> str:
    numbers = list(_changing(told))
    entries = [told.record.mass[number] for number in numbers]
    drawn, (axes,) = sheet(37.0 + 6.1 * len(entries), left_mm=36.8, below_mm=24.1)
    left = np.zeros(len(entries))
    rows = np.arange(len(entries))
    for key, name, color, hatch in _TANKS[1:]:
        held = np.array([getattr(entry.tanks, key) for entry in entries])
        if not held.any():
            continue
        axes.barh(rows, held / 1e3, 0.72, left=left / 1e3, color=color, hatch=hatch, edgecolor="white",
                  linewidth=0.3, label=name)  # fmt: skip
        left += held
    axes.set_yticks(rows, [event_name(entry.event) for entry in entries])
    axes.set_ylim(len(entries) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("mass [t]")
    axes.set_title("What is aboard right after each event, without the ship's structure")
    drawn.legend(loc="lower center", ncols=7)
    return figure(
        svg_of(drawn, "stocks", "Mass of each tank of the ship after each event"),
        "Each bar is all that the ship carries; what shrinks from one bar to the next was burnt, "
        "handed over or left behind.",
    )


def stocks(told: ReportInput) -> Section:
    """Return the section of the ship's tanks."""
    shown, mass = told.shown, told.record.mass
    if not mass:
        return Section("stocks", "Stocks", "")
    keys = [tank[0] for tank in _TANKS if any(getattr(entry.tanks, tank[0]) for entry in mass)]
    names = {tank[0]: tank[1] for tank in _TANKS}
    rows = []
    for number in _changing(told):
        at = f"mass[{number}]"
        rows.append(
            [
                shown.name(f"{at}.event"),
                *(shown.number(f"{at}.tanks.{key}", 1) for key in keys),
                shown.number(f"{at}.total_kg", 1),
            ]
        )
    columns = [Column("after"), *(Column(f"{names[key]} [kg]", figures=True) for key in keys)]
    columns.append(Column("total [kg]", figures=True))
    last = len(mass) - 1
    trash = max(range(len(mass)), key=lambda number: mass[number].tanks.trash_kg)
    pairs = [
        ("Brought: dry cargo", shown.number("mass[0].tanks.dry_cargo_kg", 0, "kg")),
        ("Brought: water", shown.number("mass[0].tanks.water_kg", 0, "kg")),
        ("Brought: gas", shown.number("mass[0].tanks.gas_kg", 0, "kg")),
        (
            "Brought: propellant for the station",
            shown.number("mass[0].tanks.transfer_propellant_kg", 0, "kg"),
        ),
        ("Taken away: trash", shown.number(f"mass[{trash}].tanks.trash_kg", 0, "kg")),
        (
            "Own propellant left at the end",
            shown.number(f"mass[{last}].tanks.own_propellant_kg", 1, "kg"),
        ),
        (
            "Deorbit reserve left at the end",
            shown.number(f"mass[{last}].tanks.deorbit_reserve_kg", 1, "kg"),
        ),
    ]
    ledger = table("The mass ledger, where it changes", columns, rows, wide=True)
    return Section("stocks", "Stocks aboard", _picture(told) + facts(pairs) + ledger)
