"""What samples of the flight's errors did, what a missed burn does, and who can see it fly over."""

from portcall.report.markup import Column, Section, facts, paragraph, table
from portcall.report.report_input import ReportInput


def _burn_cases(told: ReportInput) -> str:
    shown, found = told.shown, told.record.dispersions
    rows = []
    for number, case in enumerate(() if found is None else found.burn_cases):
        at = f"dispersions.burn_cases[{number}]"
        rows.append(
            [
                shown.text(f"{at}.burn"),
                shown.text(f"{at}.case"),
                shown.text(f"{at}.outcome"),
                shown.number(f"{at}.delta_v_m_s", 1, "m/s"),
                shown.clock(f"{at}.contact_utc"),
                shown.text(f"{at}.note") if case.note else "",
            ]
        )
    columns = [
        Column("burn"),
        Column("case"),
        Column("outcome"),
        Column("delta-v", figures=True),
        Column("contact [UTC]"),
        Column("note"),
    ]
    return table("One burn missed or cut short", columns, rows)


def spread(told: ReportInput) -> Section:
    """Return the section of the samples; empty when none were flown."""
    shown, found = told.shown, told.record.dispersions
    if found is None:
        return Section("spread", "Dispersions of the flight", "")
    at = "dispersions."
    pairs = [
        ("Sampled visits", shown.number(f"{at}samples", 0)),
        ("Seed", shown.number(f"{at}seed", 0)),
        ("Arrive at the gate", shown.number(f"{at}arrived", 0)),
        ("Tolerance there, place", shown.number(f"{at}tolerance_m", 0, "m")),
        ("Tolerance there, speed", shown.number(f"{at}tolerance_m_s", 2, "m/s")),
        ("Propellant, median", shown.number(f"{at}propellant_p50_kg", 1, "kg")),
        ("Propellant, 99th percentile", shown.number(f"{at}propellant_p99_kg", 1, "kg")),
        ("Delta-v, median", shown.number(f"{at}delta_v_p50_m_s", 1, "m/s")),
        ("Delta-v, 99th percentile", shown.number(f"{at}delta_v_p99_m_s", 1, "m/s")),
        ("Miss at the gate, 99th percentile", shown.number(f"{at}arrival_miss_p99_m", 0, "m")),
        ("Miss in speed, 99th percentile", shown.number(f"{at}arrival_miss_p99_m_s", 2, "m/s")),
        (
            "Air density, one sigma",
            shown.number(f"{at}density_spread_fraction", 0, "%", scale=100.0),
        ),
    ]
    back = ""
    if found.fallback is not None:
        back = paragraph(
            f"When the first burn is missed the visit falls back to "
            f"{shown.text(at + 'fallback.profile')}: contact "
            f"{shown.clock(at + 'fallback.contact_utc')} UTC, "
            f"{shown.number(at + 'fallback.delta_v_m_s', 1, 'm/s')}, "
            f"{shown.number(at + 'fallback.propellant_kg', 0, 'kg')} of propellant."
        )
    note = paragraph(shown.text(f"{at}p99_note"), "small") if found.p99_note else ""
    return Section(
        "spread", "Dispersions of the flight", facts(pairs) + note + _burn_cases(told) + back
    )


def sightings(told: ReportInput) -> Section:
    """Return the section of the passes over an observer; empty when none was asked for."""
    shown, yes, rows = told.shown, {True: "yes", False: "no"}, []
    for number, one in enumerate(told.record.sightings):
        at = f"sightings[{number}]"
        rows.append(
            [
                shown.clock(f"{at}.ship.culmination_utc"),
                *(shown.clock(f"{at}.ship.culmination_utc", zone) for zone in told.zones),
                shown.number(f"{at}.ship.culmination_elevation_deg", 0, "deg"),
                shown.clock(f"{at}.station.culmination_utc"),
                shown.number(f"{at}.station.culmination_elevation_deg", 0, "deg"),
                shown.number(f"{at}.sun_elevation_deg", 0, "deg", signed=True),
                yes[one.visible],
            ]
        )
    columns = [
        Column("ship highest [UTC]"),
        *(Column(f"ship highest [{zone.key}]") for zone in told.zones),
        Column("elevation", figures=True),
        Column("station highest [UTC]"),
        Column("elevation", figures=True),
        Column("Sun", figures=True),
        Column("to be seen"),
    ]
    return Section("sightings", "Over the observer", table("Passes", columns, rows))
