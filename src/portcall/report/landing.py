"""The landing of a crewed ship: descent, loads, place."""

import math

import numpy as np
from matplotlib.axes import Axes

from portcall.records.landing import Landing, LandingEvent
from portcall.report.map_sheet import circle_deg, map_sheet
from portcall.report.markup import Column, Section, facts, figure, table
from portcall.report.plate import BLUE, INK, ORANGE, RED, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.track_columns import columns_of
from portcall.report.way_home import home_facts

_KM_PER_RAD = 6371.0


def _descent_picture(guided: Landing, ballistic: Landing | None) -> str:
    drawn, (height, load, site) = sheet(81.3, 1, 3)
    for one, color, dash, name in (
        (guided, BLUE, "-", "guided"),
        (ballistic, RED, "--", "ballistic"),
    ):
        if one is None:
            continue
        minutes = [event.since_separation_s / 60.0 for event in one.events]
        for axes, values in (
            (height, [event.altitude_km for event in one.events]),
            (load, [event.load_g for event in one.events]),
        ):
            axes.plot(
                minutes, values, color=color, linestyle=dash, marker="o", markersize=3.5, label=name
            )
    height.set_title("Altitude at the events")
    height.set_ylabel("altitude [km]")
    load.set_title("Load at the events")
    load.set_ylabel("load [g]")
    for axes in (height, load):
        axes.set_xlabel("after separation [min]")
    height.legend(loc="upper right")
    _at_the_site(site, guided)
    return figure(
        svg_of(
            drawn,
            "descent",
            "Altitude and load at the events of the descent, and the place at the site",
        ),
        "Left and middle: dots are events; the lines between them only lead the eye. The "
        "ballistic fallback comes "
        "down sooner and harder. Right: the star should lie in the dashed circle.",
    )


def _at_the_site(axes: Axes, guided: Landing) -> None:
    """Draw the opening of the parachute and the landing around the site."""
    shrink = math.cos(math.radians(guided.site_lat_deg))

    def around_km(event: LandingEvent) -> tuple[float, float]:
        east = math.radians(event.lon_deg - guided.site_lon_deg) * shrink * _KM_PER_RAD
        return east, math.radians(event.lat_deg - guided.site_lat_deg) * _KM_PER_RAD

    turn = np.linspace(0.0, math.tau, 121)
    radius = guided.tolerance_km
    axes.plot(
        radius * np.cos(turn), radius * np.sin(turn), color=RED, linestyle="--", label="tolerance"
    )
    axes.plot(0.0, 0.0, "+", color=INK, markersize=9, label="site")
    for name, mark, color in (("parachute", "o", ORANGE), ("landing", "*", BLUE)):
        for event in guided.events:
            if event.event == name:
                axes.plot(
                    *around_km(event),
                    mark,
                    color=color,
                    markersize=9,
                    markeredgecolor=INK,
                    label=name,
                )
    axes.set_aspect("equal", adjustable="datalim")
    axes.set_xlabel("east of the site [km]")
    axes.set_ylabel("north of the site [km]")
    axes.set_title("At the site")
    axes.legend(loc="upper left")


def _map(told: ReportInput, guided: Landing, ballistic: Landing | None) -> str:
    lat = [one.lat_deg for one in guided.events if one.altitude_km < 60.0] + [guided.site_lat_deg]
    lon = [one.lon_deg for one in guided.events if one.altitude_km < 60.0] + [guided.site_lon_deg]
    if ballistic is not None:
        lat.append(ballistic.events[-1].lat_deg)
        lon.append(ballistic.events[-1].lon_deg)
    middle = 0.5 * (max(lat) + min(lat)), 0.5 * (max(lon) + min(lon))
    shrink = math.cos(math.radians(middle[0]))
    half = max(0.65 * (max(lat) - min(lat)), 0.25 * shrink * (max(lon) - min(lon)), 1.5)
    wide = max(0.65 * (max(lon) - min(lon)), 2.5 * half / shrink)
    drawn, axes = map_sheet(middle[1] - wide, middle[1] + wide, middle[0] - half, middle[0] + half)
    track = columns_of(told.tracks, "chaser", ("home", "fall"), told.liftoff_utc)
    inside = np.abs(track.lon_deg - middle[1]) < wide
    inside &= np.abs(track.lat_deg - middle[0]) < half
    if np.any(inside):
        seen = track.part(inside)
        axes.plot(seen.lon_deg, seen.lat_deg, ".", color=BLUE, markersize=3.0, label="ground track")
    events = [one for one in guided.events if one.altitude_km < 150.0]
    axes.plot(
        [one.lon_deg for one in events],
        [one.lat_deg for one in events],
        "o",
        color=ORANGE,
        markersize=5,
        markeredgecolor=INK,
        label="events of the descent",
    )
    around = circle_deg(guided.site_lat_deg, guided.site_lon_deg, guided.tolerance_km / _KM_PER_RAD)
    axes.plot(around[1], around[0], color=RED, linestyle="--", label="site, and its tolerance")
    last = guided.events[-1]
    axes.plot(
        last.lon_deg,
        last.lat_deg,
        "*",
        color=BLUE,
        markersize=12,
        markeredgecolor="white",
        label="landing",
    )
    if ballistic is not None:
        end = ballistic.events[-1]
        axes.plot(end.lon_deg, end.lat_deg, "X", color=RED, markersize=9, label="ballistic landing")
    axes.set_title("Where the descent module lands")
    axes.legend(loc="upper left")
    return figure(
        svg_of(
            drawn, "landing-map", "Map of the descent, the landing site and the ballistic landing"
        ),
        "The star is the landing; the cross is where the module would come down without lift.",
    )


def _events(told: ReportInput, key: str, landing: Landing, caption: str) -> str:
    shown, rows = told.shown, []
    for number in range(len(landing.events)):
        at = f"home.{key}.events[{number}]"
        rows.append(
            [
                shown.name(f"{at}.event"),
                shown.clock(f"{at}.utc"),
                *(shown.clock(f"{at}.utc", zone) for zone in told.zones),
                shown.duration(f"{at}.since_separation_s"),
                shown.number(f"{at}.altitude_km", 1),
                shown.number(f"{at}.speed_m_s", 0),
                shown.number(f"{at}.load_g", 2),
                shown.number(f"{at}.lat_deg", 2),
                shown.number(f"{at}.lon_deg", 2),
            ]
        )
    heads = (
        "after separation",
        "altitude [km]",
        "speed [m/s]",
        "load [g]",
        "latitude [deg]",
        "longitude [deg]",
    )
    columns = [
        Column("event"),
        Column("time [UTC]"),
        *(Column(f"time [{zone.key}]") for zone in told.zones),
    ]
    return table(caption, [*columns, *(Column(head, figures=True) for head in heads)], rows)


def _facts_of(told: ReportInput, key: str) -> list[tuple[str, str]]:
    shown, at = told.shown, f"home.{key}."
    return [
        ("Outcome", shown.text(f"{at}outcome")),
        ("Distance from the site", shown.number(f"{at}miss_km", 1, "km")),
        ("Greatest load", shown.number(f"{at}peak_load_g", 2, "g")),
        (
            "Greatest heat flux",
            shown.number(f"{at}peak_heat_flux_w_m2", 0, "kW/m\u00b2", scale=1e-3),
        ),
        ("Touches down at", shown.number(f"{at}touchdown_speed_m_s", 1, "m/s")),
        ("Landed mass", shown.number(f"{at}landed_kg", 0, "kg")),
    ]


def landing(told: ReportInput) -> Section:
    """Return the section of the landing; empty for a ship that burns up."""
    home = told.record.home
    if home is None or home.landing is None:
        return Section("landing", "", "")
    content = _map(told, home.landing, home.ballistic_landing) + _descent_picture(
        home.landing, home.ballistic_landing
    )
    content += home_facts(told, home) + facts(_facts_of(told, "landing"))
    content += _events(told, "landing", home.landing, "The guided descent")
    if home.ballistic_landing is not None:
        content += "<h3>Ballistic fallback</h3>" + facts(_facts_of(told, "ballistic_landing"))
        content += _events(
            told, "ballistic_landing", home.ballistic_landing, "The ballistic descent"
        )
    return Section("landing", "Deorbit, entry and landing", content)
