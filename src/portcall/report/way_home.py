"""Deorbit and fall of a ship that burns up: the burn, the track, the pieces, the area to close."""

import math
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from portcall.records.area import Area
from portcall.records.disposal import DisposalRecord
from portcall.records.footprint import Hull
from portcall.report.map_sheet import circle_deg, draw_line, map_sheet
from portcall.report.markup import Column, Section, facts, figure, paragraph, table
from portcall.report.plate import BLUE, INK, ORANGE, PURPLE, RED, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.track_columns import columns_of

Array = NDArray[np.float64]

_KM_PER_RAD = 6371.0
_MARGIN = 1.25


def _hull_rings(hull: Hull | None) -> Iterator[tuple[Array, Array]]:
    """Yield latitudes and longitudes of a hull's outer rings."""
    if hull is None:
        return
    parts = [hull.coordinates] if hull.type == "Polygon" else hull.coordinates
    for rings in parts:
        corners = np.asarray(rings[0], dtype=np.float64)
        yield corners[:, 1], corners[:, 0]


def _area_rings(area: Area | None) -> Iterator[tuple[Array, Array]]:
    for part in () if area is None else area.parts:
        if part.radius_km is not None:
            yield circle_deg(*part.ring[0], part.radius_km / _KM_PER_RAD)
        else:
            corners = np.array([*part.ring, part.ring[0]])
            yield corners[:, 0], corners[:, 1]


def _near(lon_deg: Array, middle_deg: float) -> Array:
    """Return longitudes within half a turn of the map's middle. [deg]"""
    return np.asarray((lon_deg - middle_deg + 180.0) % 360.0 - 180.0 + middle_deg)


def _shown_area(axes: Axes, middle_deg: float, home: DisposalRecord) -> None:
    for color, dash, name, rings in (
        (RED, "--", "area to close", _area_rings(home.area)),
        (
            PURPLE,
            "-",
            "hull of dangerous pieces",
            _hull_rings(home.footprint.hull if home.footprint else None),
        ),
    ):
        label: str | None = name
        for lat, lon in rings:
            axes.plot(
                _near(lon, middle_deg), lat, color=color, linestyle=dash, linewidth=1.6, label=label
            )
            label = None


def _pieces(axes: Axes, middle_deg: float, home: DisposalRecord) -> None:
    if home.survivors:
        lon = _near(np.array([one.lon_deg for one in home.survivors]), middle_deg)
        sizes = [8.0 + 6.0 * math.log10(1.0 + one.energy_j) for one in home.survivors]
        axes.scatter(lon, [one.lat_deg for one in home.survivors], s=sizes, color=ORANGE, edgecolors=INK,
                     linewidths=0.5, zorder=3, label="surviving pieces, larger: more energy")  # fmt: skip
    aim = float(_near(np.array([home.aim.lon_deg]), middle_deg)[0])
    axes.plot(
        aim,
        home.aim.lat_deg,
        "+",
        color=RED,
        markersize=13,
        markeredgewidth=2.0,
        label="aim",
        zorder=4,
    )


def _box(home: DisposalRecord) -> tuple[float, float, float, float]:
    """Return west, east, south and north of what falls, with some room. [deg]"""
    middle = home.impact.lon_deg
    rings = [*_area_rings(home.area), *_hull_rings(home.footprint.hull if home.footprint else None)]
    lat = [home.impact.lat_deg, home.aim.lat_deg, *(one.lat_deg for one in home.survivors)]
    lon = [home.impact.lon_deg, home.aim.lon_deg, *(one.lon_deg for one in home.survivors)]
    every_lat = np.concatenate([lat, *(ring[0] for ring in rings)])
    every_lon = _near(np.concatenate([lon, *(ring[1] for ring in rings)]), middle)
    south, north = float(every_lat.min()), float(every_lat.max())
    west, east = float(every_lon.min()), float(every_lon.max())
    half_lat = max(0.5 * _MARGIN * (north - south), 1.5)
    half_lon = max(
        0.5 * _MARGIN * (east - west), half_lat * 2.5 / math.cos(math.radians(home.impact.lat_deg))
    )
    mid_lat, mid_lon = 0.5 * (south + north), 0.5 * (west + east)
    return (
        mid_lon - half_lon,
        mid_lon + half_lon,
        max(mid_lat - half_lat, -89.0),
        min(mid_lat + half_lat, 89.0),
    )


def _map_of_pieces(told: ReportInput, home: DisposalRecord) -> str:
    west, east, south, north = _box(home)
    middle = 0.5 * (west + east)
    drawn, axes = map_sheet(west, east, south, north)
    track = columns_of(told.tracks, "chaser", ("home", "fall"), home.ignition_utc)
    lon = _near(track.lon_deg, middle)
    inside = (
        (np.abs(lon - middle) < east - middle) & (track.lat_deg > south) & (track.lat_deg < north)
    )
    if np.any(inside):
        axes.plot(
            lon[inside], track.lat_deg[inside], color=BLUE, linewidth=1.0, label="ground track"
        )
    _shown_area(axes, middle, home)
    _pieces(axes, middle, home)
    axes.set_title("Where the pieces fall")
    axes.legend(loc="upper right")
    return figure(
        svg_of(drawn, "footprint", "Map of the surviving pieces, their hull and the area to close"),
        "The pieces spread along the track: heavy and slender ones fly farther than light ones.",
    )


def _map_of_fall(told: ReportInput, home: DisposalRecord) -> str:
    track = columns_of(told.tracks, "chaser", ("home", "fall"), home.ignition_utc)
    after = track.part(track.time_s >= 0.0) if len(track) else track
    if len(after) < 3:
        return ""
    middle = home.impact.lon_deg
    drawn, axes = map_sheet(middle - 180.0, middle + 180.0, -75.0, 80.0)
    lon = _near(after.lon_deg, middle)
    draw_line(axes, after.lat_deg, lon, color=BLUE, label="from the deorbit burn to the entry")
    axes.plot(
        [lon[-1], middle],
        [after.lat_deg[-1], home.impact.lat_deg],
        color=INK,
        linestyle=":",
        label="fall, as a straight line",
    )
    axes.plot(lon[0], after.lat_deg[0], "D", color=RED, markersize=6, label="deorbit burn")
    entry = _near(np.array([home.entry.lon_deg]), middle)
    axes.plot(entry, [home.entry.lat_deg], "v", color=ORANGE, markersize=8, markeredgecolor=INK,
              label="entry interface")  # fmt: skip
    axes.plot(middle, home.impact.lat_deg, "*", color=INK, markersize=11, label="end of the fall")
    axes.set_title("From the deorbit burn to the fall")
    axes.legend(loc="lower left", ncols=2)
    return figure(
        svg_of(drawn, "fall-track", "Map of the ground track from the deorbit burn to the ground"),
        "The burn comes about half a revolution before the fall; the dotted line only joins entry "
        "and fall.",
    )


def _survivors(told: ReportInput, home: DisposalRecord) -> str:
    shown, rows = told.shown, []
    for number, piece in enumerate(home.survivors):
        at = f"home.survivors[{number}]"
        rows.append(
            [
                shown.text(f"{at}.object"),
                shown.text(f"{at}.material"),
                shown.number(f"{at}.count", 0),
                shown.number(f"{at}.mass_kg", 2),
                shown.number(f"{at}.speed_m_s", 0),
                shown.number(f"{at}.energy_j", 0),
                shown.clock(f"{at}.utc"),
                shown.number(f"{at}.lat_deg", 2),
                shown.number(f"{at}.lon_deg", 2),
                shown.number(f"{at}.survives_fraction", 0, scale=100.0)
                if piece.survives_fraction is not None
                else "",
            ]
        )
    columns = [
        Column("object"),
        Column("material"),
        Column("count", figures=True),
        Column("mass [kg]", figures=True),
        Column("speed [m/s]", figures=True),
        Column("energy [J]", figures=True),
        Column("falls [UTC]"),
        Column("latitude [deg]", figures=True),
        Column("longitude [deg]", figures=True),
        Column("survives in [% of samples]", figures=True),
    ]
    if all(piece.survives_fraction is None for piece in home.survivors):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return table("What reaches the ground on the planned flight", columns, rows, wide=True)


def home_facts(told: ReportInput, home: DisposalRecord) -> str:
    """Return the figures of the deorbit burn and the entry."""
    shown = told.shown
    aim = f"{shown.number('home.aim.lat_deg', 2)}, {shown.number('home.aim.lon_deg', 2)}"
    pairs = [
        ("Elements of [UTC]", shown.clock("home.elements.epoch_utc")),
        ("Deorbit burn [UTC]", shown.clock("home.ignition_utc")),
        *(
            (f"Deorbit burn [{zone.key}]", shown.clock("home.ignition_utc", zone))
            for zone in told.zones
        ),
        ("Burn lasts", shown.number("home.duration_s", 1, "s")),
        ("Burn delta-v", shown.number("home.delta_v_m_s", 1, "m/s")),
        ("Burn propellant", shown.number("home.propellant_kg", 1, "kg")),
        ("Entry interface [UTC]", shown.clock("home.entry.utc")),
        ("Altitude there", shown.number("home.entry.altitude_km", 1, "km")),
        ("Speed there", shown.number("home.entry.speed_m_s", 0, "m/s")),
        ("Steepness there", shown.number("home.entry.steepness_deg", 2, "deg")),
        ("Mass at entry", shown.number("home.entry.mass_kg", 0, "kg")),
        ("Aim, latitude and longitude [deg]", aim),
        ("Aim missed along the track", shown.number("home.aim.along_miss_km", 1, "km")),
        ("Aim missed across the track", shown.number("home.aim.across_miss_km", 1, "km")),
        ("Nearest land", shown.number("home.nearest_land_km", 0, "km")),
    ]
    if home.footprint is not None:
        pairs += [
            ("Sampled falls", shown.number("home.footprint.samples", 0)),
            ("Footprint, length", shown.number("home.footprint.length_km", 0, "km")),
            ("Footprint, width", shown.number("home.footprint.width_km", 0, "km")),
        ]
    if home.area is not None and home.area.windows:
        pairs += [
            ("Area closed from [UTC]", shown.clock("home.area.windows[0].start_utc")),
            ("Area closed to [UTC]", shown.clock("home.area.windows[0].end_utc")),
        ]
    return facts(pairs)


def way_home(told: ReportInput) -> Section:
    """Return the section of deorbit and fall; for a landing see `landing`."""
    home = told.record.home
    if home is None:
        return Section(
            "way-home", "Way home", paragraph("This record has no way home; the notes say why.")
        )
    if home.landing is not None:
        return Section("way-home", "", "")
    fewer = (
        ""
        if home.footprint is not None
        else paragraph(
            "This flight shows the planned fall alone. Its spread, the area to close and the risk "
            "come with "
            "<code>portcall dispose</code> and samples.",
            "small",
        )
    )
    pictures = _map_of_fall(told, home) + _map_of_pieces(told, home)
    return Section(
        "way-home",
        "Deorbit, entry and footprint",
        pictures + home_facts(told, home) + fewer + _survivors(told, home),
    )
