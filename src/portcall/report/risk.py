"""Whom the fall endangers: expected casualties against the limit, and how far the pieces stay from land."""

from portcall.records.risk import Risk
from portcall.report.markup import Column, Section, facts, figure, paragraph, table, verdict_word
from portcall.report.plate import BLUE, ORANGE, RED, plain_ticks, sheet, svg_of
from portcall.report.report_input import ReportInput

_FLOOR = 1e-9  # an expectation below it is drawn at the edge


def _picture(risk: Risk) -> str:
    case = risk.casualty
    bars = (
        ("planned entry", case.expectation, case.bound),
        ("if the burn fails, times its chance", case.if_burn_fails, case.if_burn_fails_bound),
        ("left to itself (uncontrolled)", case.uncontrolled.expectation, case.uncontrolled.bound),
    )
    drawn, (axes,) = sheet(58.4, left_mm=59.7)
    for row, (_, value, bound) in enumerate(bars):
        axes.barh(row, max(bound, _FLOOR), 0.55, color=ORANGE, hatch="//", edgecolor="white", linewidth=0.0,
                  label="upper bound" if row == 0 else None)  # fmt: skip
        axes.plot(max(value, _FLOOR), row, "o", color=BLUE, label="expected" if row == 0 else None)
    axes.axvline(case.limit, color=RED, linewidth=1.4, label="limit")
    axes.set_xscale("log")
    axes.set_xlim(_FLOOR, max(0.02, 3.0 * case.uncontrolled.bound))
    axes.set_yticks(range(len(bars)), [bar[0] for bar in bars])
    axes.set_ylim(len(bars) - 0.4, -0.6)
    plain_ticks(axes, x=True)
    axes.set_xlabel("expected number of casualties, logarithmic")
    axes.set_title("Risk to people on the ground")
    axes.legend(loc="upper center")
    return figure(
        svg_of(
            drawn,
            "risk",
            "Expected casualties of the planned, the failed and the uncontrolled entry",
        ),
        "The limit holds for the planned entry. The last bar says what bringing the ship down on "
        "purpose saves.",
    )


def risk(told: ReportInput) -> Section:
    """Return the section of the risk; empty when the fall was not sampled."""
    home = told.record.home
    if home is None or home.landing is not None:
        return Section("risk", "Risk", "")
    if home.risk is None:
        why = (
            "The risk is not computed by this flight: it takes sampled falls. Ask <code>portcall "
            "dispose</code> "
            "for it."
        )
        return Section("risk", "Risk", paragraph(why))
    shown, at = told.shown, "home.risk.casualty."
    pairs = [
        ("Verdict", verdict_word(home.risk.casualty.verdict)),
        ("Expected casualties, planned entry", shown.number(f"{at}expectation")),
        ("Its upper bound", shown.number(f"{at}bound")),
        ("If the burn fails, times its chance", shown.number(f"{at}if_burn_fails")),
        ("Upper bound of that", shown.number(f"{at}if_burn_fails_bound")),
        ("Chance that the burn fails", shown.number(f"{at}failure_probability", 4)),
        ("Uncontrolled entry", shown.number(f"{at}uncontrolled.expectation", 5)),
        ("Limit", shown.number(f"{at}limit")),
        ("Samples", shown.number(f"{at}samples", 0)),
        ("Pieces count from", shown.number(f"{at}energy_floor_j", 0, "J")),
    ]
    rows = []
    for number in range(len(home.risk.land_rule.limits)):
        one = f"home.risk.land_rule.limits[{number}]"
        rows.append(
            [
                shown.text(f"{one}.land"),
                shown.number(f"{one}.required_km", 0, "km"),
                shown.number(f"{one}.nearest_km", 0, "km", nothing="none falls"),
                shown.number(f"{one}.margin_km", 0, "km", signed=True),
                shown.number(f"{one}.breaking_samples", 0),
            ]
        )
    heads = ("required", "nearest piece of all samples", "margin", "samples too near")
    columns = [Column("land"), *(Column(head, figures=True) for head in heads)]
    rule = table("Distance to land", columns, rows)
    thanks = paragraph(
        f"{shown.text(at + 'attribution')} {shown.text('home.risk.land_rule.attribution')}", "small"
    )
    return Section("risk", "Risk", _picture(home.risk) + facts(pairs) + rule + thanks)
