"""The first touch: every quantity against the mechanism's limits, without errors and over the runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from portcall.catalogue.mechanism import ContactLimits
from portcall.core.sourced import Figure
from portcall.report.markup import Column, Section, facts, figure, paragraph, table, verdict_word
from portcall.report.plate import BLUE, GRAY, GREEN, ORANGE, RED, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.shown import THIN, plain_number, said


@dataclass(frozen=True)
class _Quantity:
    """One quantity of the touch: its name, where it stands, its unit for show, and its limit."""

    name: str
    key: str
    unit: str
    times_factor: float
    digits: int
    limit: Figure

    @property
    def tight(self) -> float:
        """The limit at its tight end, in the unit of show."""
        low = self.limit.value if self.limit.low is None else self.limit.low
        return low * self.times_factor


def _quantities(limits: ContactLimits) -> tuple[_Quantity, ...]:
    return (
        _Quantity("closing speed", "closing_speed_m_s", "m/s", 1.0, 3, limits.closing_max_m_s),
        _Quantity("lateral offset", "lateral_offset_m", "mm", 1e3, 1, limits.lateral_offset_m),
        _Quantity("lateral rate", "lateral_rate_m_s", "mm/s", 1e3, 1, limits.lateral_rate_m_s),
        _Quantity("pitch and yaw", "pitch_yaw_deg", "deg", 1.0, 2, limits.pitch_yaw_deg),
        _Quantity("roll", "roll_deg", "deg", 1.0, 2, limits.roll_deg),
        _Quantity(
            "pitch and yaw rate",
            "pitch_yaw_rate_deg_s",
            "deg/s",
            1.0,
            3,
            limits.pitch_yaw_rate_deg_s,
        ),
        _Quantity("roll rate", "roll_rate_deg_s", "deg/s", 1.0, 3, limits.roll_rate_deg_s),
    )


def _limit_text(one: _Quantity) -> str:
    def written(value: float | None) -> str:
        return "" if value is None else plain_number(value * one.times_factor, one.digits)

    ends = (
        f" ({written(one.limit.low)} to {written(one.limit.high)})"
        if one.limit.low is not None
        else ""
    )
    return said(f"{written(one.limit.value)}{ends}{THIN}{one.unit}")


def _rows(told: ReportInput, quantities: Sequence[_Quantity]) -> list[list[str]]:
    shown, docking = told.shown, told.record.docking
    rows = []
    for one in quantities:
        value = shown.value(f"docking.nominal.touch.{one.key}")
        if value is None or docking is None:
            continue
        left = one.tight - value * one.times_factor
        row = [
            one.name,
            shown.number(
                f"docking.nominal.touch.{one.key}", one.digits, one.unit, scale=one.times_factor
            ),
        ]
        if docking.contact is not None:
            row += [
                shown.number(
                    f"docking.contact.{one.key}.{share}",
                    one.digits,
                    one.unit,
                    scale=one.times_factor,
                )
                for share in ("p50", "p95", "p99")
            ]
        row += [
            _limit_text(one),
            said(
                f"{plain_number(left, one.digits, signed=True)}{THIN}{one.unit}", "limit less value"
            ),
            verdict_word("pass" if left >= 0.0 else "fail"),
        ]
        rows.append(row)
    return rows


def _picture(told: ReportInput, quantities: Sequence[_Quantity]) -> str:
    docking = told.record.docking
    if docking is None or docking.nominal.touch is None:
        return ""
    drawn, (axes,) = sheet(76.2, left_mm=36.8)
    rows = range(len(quantities))
    for row, one in zip(rows, quantities, strict=True):
        part = 100.0 * one.times_factor / one.tight
        axes.plot(
            getattr(docking.nominal.touch, one.key) * part,
            row,
            "o",
            color=BLUE,
            markersize=6,
            label="without errors" if row == 0 else None,
            zorder=3,
        )
        if docking.contact is not None:
            spread = getattr(docking.contact, one.key)
            axes.barh(
                row,
                spread.p95 * part,
                0.5,
                color=ORANGE,
                alpha=0.55,
                hatch="//",
                edgecolor="white",
                linewidth=0.0,
                label="95 of 100 dispersed runs" if row == 0 else None,
            )
            axes.plot(
                [spread.p50 * part] * 2,
                [row - 0.25, row + 0.25],
                color=GREEN,
                linewidth=2.0,
                label="half of them" if row == 0 else None,
            )
            axes.plot(
                [spread.p99 * part] * 2,
                [row - 0.3, row + 0.3],
                color=GRAY,
                linewidth=2.0,
                linestyle="--",
                label="99 of 100" if row == 0 else None,
            )
    axes.axvline(100.0, color=RED, linewidth=1.4, label="limit, at its tight end")
    axes.set_xlim(0.0, None)
    axes.set_yticks(list(rows), [one.name for one in quantities])
    axes.set_ylim(len(quantities) - 0.4, -0.6)
    axes.set_xlabel("part of the limit that is used [%]")
    axes.set_title("First touch against the mechanism's limits")
    axes.legend(loc="center right")
    return figure(
        svg_of(
            drawn, "contact", "Each quantity of the first touch as a part of the mechanism's limit"
        ),
        "Each mark must lie left of the red line. The limit is taken at the tight end of what its "
        "sources say.",
    )


def _campaign(told: ReportInput) -> str:
    shown, docking = told.shown, told.record.docking
    if docking is None:
        return ""
    if docking.runs <= 1:
        return paragraph(
            "Only the approach without errors is in this record: it says nothing of the odds.",
            "small",
        )
    pairs = [
        ("Dispersed approaches", shown.number("docking.runs", 0)),
        ("Captured inside the tight limits", shown.number("docking.captured", 0)),
        (
            "Probability of capture, at least",
            shown.number("docking.capture_probability_lower_95", 4),
        ),
        (
            "Into the keep-out sphere without leave",
            shown.number("docking.keep_out_violations", 0),
        ),
        ("Seed", shown.number("docking.seed", 0)),
    ]
    why = paragraph(
        "The probability is the exact lower bound at a confidence of nineteen in twenty: few runs "
        "can only show "
        "little, even when none fails.",
        "small",
    )
    return facts(pairs) + _failures(told) + why


def _failures(told: ReportInput) -> str:
    shown, docking = told.shown, told.record.docking
    if docking is None or not docking.failures:
        return ""
    rows = [
        [
            shown.text(f"docking.failures[{number}].outcome"),
            shown.text(f"docking.failures[{number}].reason"),
            shown.number(f"docking.failures[{number}].count", 0),
        ]
        for number in range(len(docking.failures))
    ]
    return table(
        "Runs that were not captured",
        [Column("outcome"), Column("reason"), Column("runs", figures=True)],
        rows,
    )


def contact(told: ReportInput) -> Section:
    """Return the section of the contact; empty when no approach was flown."""
    docking = told.record.docking
    if docking is None:
        why = "The approach to the port is not simulated for this visit, so there is no touch to judge."
        return Section("contact", "Contact", paragraph(why))
    if docking.nominal.touch is None:
        reason = paragraph(
            f"The ship does not touch the port: {told.shown.text('docking.nominal.reason')}."
        )
        return Section("contact", "Contact", reason + _campaign(told))
    quantities = _quantities(told.catalogue.mechanism(docking.mechanism.lower()).limits)
    spread = ("half below", "95 % below", "99 % below") if docking.contact is not None else ()
    columns = [
        Column("quantity"),
        Column("without errors", figures=True),
        *(Column(head, figures=True) for head in spread),
        Column("limit (tight to wide end)", figures=True),
        Column("margin to the tight end", figures=True),
        Column("verdict"),
    ]
    judged = table("First touch", columns, _rows(told, quantities))
    return Section("contact", "Contact", _picture(told, quantities) + judged + _campaign(told))
