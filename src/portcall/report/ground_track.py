"""The ground track from the pad to the port: where it is lit, and who sees it."""

import numpy as np
from matplotlib.axes import Axes

from portcall.report.map_sheet import draw_antennas, draw_line, draw_night, draw_track, map_sheet
from portcall.report.markup import Section, facts, figure
from portcall.report.plate import GRAY, INK, PURPLE, RED, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.shown import said
from portcall.report.track_columns import TrackColumns, columns_of

_LAST_S = 2.0 * 5560.0  # two revolutions
_FIRST_S = 5560.0


def _draw_ends(axes: Axes, told: ReportInput, way: TrackColumns) -> None:
    """Draw where the ship leaves the ground and where its way ends."""
    site = told.catalogue.site(told.record.site)
    axes.plot(
        site.longitude_deg.value,
        site.latitude_deg.value,
        "s",
        color=INK,
        markersize=6,
        label="launch site",
    )
    axes.plot(
        way.lon_deg[-1],
        way.lat_deg[-1],
        "*",
        color=RED,
        markersize=13,
        markeredgecolor="white",
        label="last point, at the port" if told.record.docking else "last point, at the gate",
    )


def _picture(told: ReportInput) -> str:
    start = told.liftoff_utc
    way = columns_of(told.tracks, "chaser", ("ascent", "chase", "approach"), start)
    station = columns_of(told.tracks, "station", ("chase", "approach"), start)
    if len(way) < 3:
        return ""
    contact_s = (told.record.contact.utc - start).total_seconds()
    drawn, axes = map_sheet(-180.0, 180.0, -75.0, 80.0)
    draw_night(axes, told.record.contact.utc)
    middle = (way.time_s > _FIRST_S) & (way.time_s < contact_s - _LAST_S)
    if np.any(middle):
        draw_line(
            axes,
            way.lat_deg[middle],
            way.lon_deg[middle],
            color=GRAY,
            linewidth=0.35,
            alpha=0.6,
            label="in between",
        )
    first = way.part(way.time_s <= _FIRST_S)
    draw_line(
        axes,
        first.lat_deg,
        first.lon_deg,
        color=PURPLE,
        linewidth=1.5,
        linestyle="--",
        label="first revolution",
    )
    draw_track(axes, way.part(way.time_s >= contact_s - _LAST_S))
    _draw_ends(axes, told, way)
    height = float(station.altitude_m[-1]) if len(station) else float(way.altitude_m[-1])
    draw_antennas(axes, [one for net in told.networks for one in net.ground_station], height)
    axes.set_title("From the pad to the port; shaded: night on the ground at contact")
    axes.legend(loc="lower left", ncols=3)
    return figure(
        svg_of(
            drawn,
            "ground-track",
            "Map of the ground track with lit and dark parts, antennas and night",
        ),
        "The last two revolutions before contact are drawn thick: thin and light in sunlight, thicker and "
        "dark in the Earth's shadow. Inside a dash-dotted circle a ground antenna has the ship in sight.",
    )


def ground_track(told: ReportInput) -> Section:
    """Return the section of the ground track."""
    shown, contact = told.shown, told.record.contact
    stations = [one.name for net in told.networks for one in net.ground_station]
    relays = [one.name for net in told.networks for one in net.relay_satellite]
    yes = {True: "yes", False: "no"}
    pairs = [
        (
            "Sun above the horizon below the ship at contact",
            shown.number("contact.sun_elevation_rad", 1, "deg", scale=57.29577951308232),
        ),
        ("Contact in view of a ground antenna", yes[contact.in_ground_coverage]),
        ("Contact in view of a relay satellite", yes[contact.in_relay_coverage]),
        ("Why then", shown.text("contact.reason")),
        ("Antennas", said(", ".join(stations)) if stations else "none is known for this ship"),
        ("Relays", said(", ".join(relays)) if relays else ""),
    ]
    return Section(
        "ground-track", "Ground track, light and coverage", _picture(told) + facts(pairs)
    )
