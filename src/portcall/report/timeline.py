"""The timeline: what is predicted, what flew, and the difference."""

from portcall.report.markup import Column, Section, figure, paragraph, table
from portcall.report.plate import BLUE, GRAY, INK, RED, plain_ticks, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.shown import event_name

_ROW_MM = 6.6


def _name(event: str, note: str) -> str:
    return event_name(event) + (f" {note}" if event.startswith("burn") else "")


def _error_picture(told: ReportInput) -> str:
    flown = told.flown
    drawn, (axes,) = sheet(29.0 + _ROW_MM * len(flown), left_mm=36.8)
    rows = range(len(flown))
    axes.errorbar(
        [one.error_s or 0.0 for one in flown], rows, xerr=[one.sigma_s for one in flown], fmt="o",
        color=BLUE, ecolor=GRAY, elinewidth=3.0, markersize=5.0, label="predicted less flown, one sigma",
    )  # fmt: skip
    axes.axvline(0.0, color=INK, linewidth=0.9)
    axes.set_xscale("symlog", linthresh=1.0)
    axes.set_yticks(rows, [_name(one.event, one.note) for one in flown])
    axes.set_ylim(len(flown) - 0.5, -0.9)
    axes.set_xlabel("predicted less flown [s]; even to 1 s on either side, logarithmic beyond")
    axes.set_title("How far the prediction is off")
    plain_ticks(axes, x=True)
    axes.legend(loc="upper right")
    return figure(
        svg_of(
            drawn, "errors", "Difference between predicted and flown time of each event, with sigma"
        ),
        "A dot left of the line was predicted too early, one to the right too late; the gray bar is one "
        "standard deviation, as the prediction itself states it.",
    )


def _sigma_picture(told: ReportInput) -> str:
    events = [one for one in told.record.events if one.sigma_s > 0.0]
    if not events:
        return ""
    drawn, (axes,) = sheet(76.2)
    axes.plot(
        [max(one.met_s, 1.0) / 3600.0 for one in events],
        [one.sigma_s for one in events],
        "o",
        color=RED,
    )
    axes.set_xscale("log")
    axes.set_yscale("log")
    plain_ticks(axes, x=True, y=True)
    axes.set_xlabel("mission time [h]")
    axes.set_ylabel("one sigma [s]")
    axes.set_title("How sure each time is")
    return figure(
        svg_of(drawn, "sigmas", "Standard deviation of each event's time against mission time"),
        "Each dot is one event: the later it is, the less sure its time.",
    )


def _rows(told: ReportInput) -> list[list[str]]:
    shown = told.shown
    rows = []
    for number, event in enumerate(told.record.events):
        at = f"events[{number}]"
        star = "*" if event.basis == "simulated" else ""
        name = shown.name(f"{at}.event")
        note = shown.text(f"{at}.note") if event.note else ""
        rows.append(
            [
                f"{name}{star}",
                shown.clock(f"{at}.utc"),
                *(shown.clock(f"{at}.utc", zone) for zone in told.zones),
                shown.duration(f"{at}.sigma_s"),
                shown.met(f"{at}.met_s"),
                shown.clock(f"{at}.flown_utc"),
                shown.duration(f"{at}.error_s", signed=True),
                note,
            ]
        )
    return rows


def timeline(told: ReportInput) -> Section:
    """Return the section of the timeline."""
    columns = [
        Column("event"),
        Column("predicted [UTC]"),
        *(Column(f"predicted [{zone.key}]") for zone in told.zones),
        Column("one sigma", figures=True),
        Column("mission time", figures=True),
        Column("flown [UTC]"),
        Column("predicted less flown", figures=True),
        Column("note"),
    ]
    picture = _error_picture(told) if told.flown else _sigma_picture(told)
    star = paragraph(
        "* simulated; the other events follow the approach's published timeline. Flown times were not "
        "seen by the prediction; they are held against it afterwards.",
        "small",
    )
    return Section(
        "timeline",
        "Timeline",
        picture + table("Events in order of time", columns, _rows(told)) + star,
    )
