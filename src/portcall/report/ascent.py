"""The way up: height, speed, load and distance, with what happens on the way."""

from portcall.records.tracks import AscentProfile
from portcall.report.markup import Section, facts, figure, paragraph
from portcall.report.plate import BLUE, mark_times, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.shown import event_name


def _picture(profile: AscentProfile) -> str:
    drawn, every = sheet(121.9, 2, 2)
    columns = (
        ("Altitude", "altitude [km]", profile.altitude_m / 1e3),
        ("Speed over the ground", "speed [km/s]", profile.speed_m_s / 1e3),
        ("Load", "all but gravity [g]", profile.load_g),
        ("Downrange", "distance from the pad [km]", profile.downrange_m / 1e3),
    )
    for axes, (title, label, values) in zip(every, columns, strict=True):
        axes.plot(profile.time_s, values, color=BLUE)
        axes.set_title(title)
        axes.set_ylabel(label)
        axes.set_xlim(0.0, float(profile.time_s[-1]))
        axes.set_ylim(bottom=0.0)
    for axes in every[2:]:
        axes.set_xlabel("time after lift-off [s]")
    names = [(event_name(name), at) for name, at in profile.events if name != "liftoff"]
    for axes in every:
        mark_times(axes, names, named=axes is every[3])
    return figure(
        svg_of(
            drawn,
            "ascent",
            "Altitude, speed, load and downrange distance against time after lift-off",
        ),
        "Dotted lines are the events named in the last panel; each fall of the load is an engine that "
        "stops, and its slow climb a stage that grows lighter.",
    )


def ascent(told: ReportInput) -> Section:
    """Return the section of the ascent."""
    shown = told.shown
    pairs = [
        ("Separation [UTC]", shown.clock("insertion.separation_utc")),
        ("Mass", shown.number("insertion.mass_kg", 0, "kg")),
        ("Perigee", shown.number("insertion.perigee_m", 1, "km", scale=1e-3)),
        ("Apogee", shown.number("insertion.apogee_m", 1, "km", scale=1e-3)),
        (
            "Inclination",
            shown.number("insertion.inclination_rad", 3, "deg", scale=57.29577951308232),
        ),
        (
            "Left in the last stage",
            shown.number("insertion.third_stage_propellant_left_kg", 0, "kg"),
        ),
    ]
    picture = (
        paragraph("The way up was not handed to this report: no figure.", "small")
        if told.ascent is None
        else _picture(told.ascent)
    )
    return Section("ascent", "Ascent", picture + facts(pairs))
