"""The footprint as a map: an SVG picture of text alone, the same bytes for the same footprint.

Model   Latitude and longitude on straight axes, longitude shrunk by the cosine of the middle latitude;
        the middle of what is shown is the middle of the map, so that the antimeridian is nowhere.
Valid   Pictures of up to a hemisphere. Lengths are true along meridians, and along the middle latitude.
Source  Snyder 1987, Map Projections: A Working Manual, USGS Professional Paper 1395, chapter 12
        (equirectangular); Okabe and Ito 2008, Color Universal Design (colors).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.disposal.antimeridian import densified
from portcall.disposal.spherical_polygon import (
    EARTH_MEAN_RADIUS_KM,
    latitude_longitude_deg,
    middle_of,
    ring_vectors,
)
from portcall.export.area_rings import drawn_ring
from portcall.export.footprint_layers import FootprintLayers, ImpactGroup
from portcall.records.area import Area, Ring

Array = NDArray[np.float64]

WIDTH, HEIGHT_MIN, HEIGHT_MAX = 960, 320, 900
LEFT, RIGHT, TOP, BOTTOM = 64, 224, 44, 44  # margins: labels of latitude, legend, title, longitude
EDGE_STEP_KM = 50.0
MARGIN = 0.08  # of what is shown, on each side
SPAN_DEG_MIN = 1.0
LEGEND_ROWS_MAX = 14
TICKS_DEG = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
BARS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
# Okabe and Ito: told apart with any color vision
COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a6d00", "#000000")
HAZARD, DECLARED, HULL, TRACK, AIM = "#d50000", "#3949ab", "#e69f00", "#555555", "#d50000"


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the Earth that is shown, and where on the picture it comes. [deg, pixel]"""

    middle_lon_deg: float
    west_deg: float
    south_deg: float
    pixels_per_lon_deg: float
    pixels_per_lat_deg: float
    width: float
    height: float

    def turned(self, lon_deg: Array) -> Array:
        """Return longitudes east of the middle, -180 to 180. [deg]"""
        return np.asarray((lon_deg - self.middle_lon_deg + 180.0) % 360.0 - 180.0)

    def pixels(self, lat_deg: Array, east_deg: Array) -> Array:
        """Return pixels (n, 2) of latitudes and of longitudes east of the middle."""
        x = LEFT + (east_deg - self.west_deg) * self.pixels_per_lon_deg
        y = TOP + self.height - (lat_deg - self.south_deg) * self.pixels_per_lat_deg
        return np.stack([x, y], axis=-1)


def _rings(area: Area | None) -> list[Ring]:
    return [] if area is None else [densified(drawn_ring(p), EDGE_STEP_KM) for p in area.parts]


def _view(layers: FootprintLayers) -> _View:
    points = [*layers.hull, *([layers.aim] if layers.aim else [])]
    points += [p for ring in _rings(layers.area) + _rings(layers.declared) for p in ring]
    points += [p for group in layers.impacts for p in group.thinned()]
    if not points:
        points = list(layers.track)
    if not points:
        raise InputError("there is nothing to draw a map of")
    corners = np.array(points)
    _, middle = latitude_longitude_deg(middle_of(ring_vectors(tuple(points))))
    east = (corners[:, 1] - float(middle) + 180.0) % 360.0 - 180.0
    center = float(middle) + 0.5 * float(east.min() + east.max())
    span_lon = max(float(np.ptp(east)) * (1.0 + 2.0 * MARGIN), SPAN_DEG_MIN)
    lat = corners[:, 0]
    middle_lat = 0.5 * float(lat.min() + lat.max())
    span_lat = max(float(np.ptp(lat)) * (1.0 + 2.0 * MARGIN), SPAN_DEG_MIN)
    shrink = max(float(np.cos(np.radians(middle_lat))), 0.1)
    width = float(WIDTH - LEFT - RIGHT)
    least, most = HEIGHT_MIN - TOP - BOTTOM, HEIGHT_MAX - TOP - BOTTOM
    scale = min(width / (span_lon * shrink), most / span_lat)
    height = float(np.clip(scale * span_lat, least, most))
    return _View(
        middle_lon_deg=center,
        west_deg=-0.5 * width / (scale * shrink),
        south_deg=middle_lat - 0.5 * height / scale,
        pixels_per_lon_deg=scale * shrink,
        pixels_per_lat_deg=scale,
        width=width,
        height=height,
    )


def _path(view: _View, points: Ring, *, closed: bool) -> str:
    """Return path data; longitudes run on from point to point, so that nothing is torn."""
    if len(points) < 2:
        return ""
    corners = np.array(points)
    east = view.turned(corners[:, 1])
    steps = (np.diff(east) + 180.0) % 360.0 - 180.0
    run = east[0] + np.concatenate([[0.0], np.cumsum(steps)])
    # the whole of it as near to the middle as it gets
    run -= 360.0 * np.round(0.5 * (run.min() + run.max()) / 360.0)
    text = _data(view.pixels(corners[:, 0], run))
    return f"{text}Z" if closed else text


def _data(pixels: Array) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels)


def _seen(pixels: Array) -> Array:
    """Return a line without the points that no eye could tell from the one before."""
    cells = np.round(pixels)
    moved = np.any(np.diff(cells, axis=0, prepend=cells[:1] - 1.0) != 0.0, axis=1)
    moved[-1] = True
    return pixels[moved]


def _runs(view: _View, pixels: Array) -> list[Array]:
    """Return the stretches of a line that come into the frame."""
    size = np.array([view.width, view.height])
    near = np.all(np.abs(pixels - np.array([LEFT, TOP]) - 0.5 * size) < 0.5 * size + 40.0, axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], near.astype(np.int8), [0]])))
    return [pixels[max(a - 1, 0) : b + 1] for a, b in edges.reshape(-1, 2) if b - a > 1]


def _land(view: _View, rings: Iterable[Ring | Array], *, filled: bool) -> str:
    paths = []
    span_deg = view.width / view.pixels_per_lon_deg
    north_deg = view.south_deg + view.height / view.pixels_per_lat_deg
    for ring in rings:
        corners = np.asarray(ring, dtype=np.float64)
        if corners[:, 0].max() < view.south_deg or corners[:, 0].min() > north_deg:
            continue
        for turn_deg in (-720.0, -360.0, 0.0, 360.0, 720.0):
            east = corners[:, 1] - view.middle_lon_deg + turn_deg
            if east.max() < view.west_deg or east.min() > view.west_deg + span_deg:
                continue
            pixels = view.pixels(corners[:, 0], east)
            if filled:
                paths.append(f"{_data(_seen(pixels))}Z")
            else:
                paths += [_data(_seen(run)) for run in _runs(view, pixels)]
    fill = "#d9d4c5" if filled else "none"
    return f'<path d="{"".join(paths)}" fill="{fill}" stroke="#8f8a7c" stroke-width="0.7"/>'


def _tick_deg(span_deg: float, most: int) -> float:
    return next((tick for tick in TICKS_DEG if span_deg / tick <= most), TICKS_DEG[-1])


def _degrees(angle_deg: float, letters: str) -> str:
    angle_deg = round(angle_deg, 6) + 0.0
    letter = letters[0] if angle_deg > 0.0 else letters[1]
    if angle_deg == 0.0 or abs(angle_deg) == 180.0:
        letter = ""
    return f"{abs(angle_deg):g}\u00b0{letter}"


def _axes(view: _View) -> list[str]:
    lines = []
    span_lon = view.width / view.pixels_per_lon_deg
    span_lat = view.height / view.pixels_per_lat_deg
    right, low = LEFT + view.width, TOP + view.height
    tick = _tick_deg(span_lon, 9)
    first = np.ceil((view.middle_lon_deg + view.west_deg) / tick) * tick
    for lon in np.arange(first, view.middle_lon_deg + view.west_deg + span_lon, tick):
        x = LEFT + (lon - view.middle_lon_deg - view.west_deg) * view.pixels_per_lon_deg
        name = _degrees(float((lon + 180.0) % 360.0 - 180.0), "EW")
        lines.append(f'<path class="g" d="M{x:.1f} {TOP}V{low:.1f}"/>')
        lines.append(f'<text x="{x:.1f}" y="{low + 16:.1f}" text-anchor="middle">{name}</text>')
    tick = _tick_deg(span_lat, 8)
    for lat in np.arange(np.ceil(view.south_deg / tick) * tick, view.south_deg + span_lat, tick):
        if abs(lat) > 90.0:
            continue
        y = low - (lat - view.south_deg) * view.pixels_per_lat_deg
        name = _degrees(float(lat), "NS")
        lines.append(f'<path class="g" d="M{LEFT} {y:.1f}H{right:.1f}"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{name}</text>')
    lines.append(
        f'<text x="{LEFT + view.width / 2:.1f}" y="{low + 34:.1f}" text-anchor="middle">'
        "longitude [deg]</text>"
    )
    lines.append(
        f'<text transform="translate(14 {TOP + view.height / 2:.1f}) rotate(-90)" '
        'text-anchor="middle">latitude [deg]</text>'
    )
    return lines


def _scale_bar(view: _View) -> list[str]:
    per_km = view.pixels_per_lat_deg / np.radians(1.0) / EARTH_MEAN_RADIUS_KM
    length_km = max(
        (bar for bar in BARS_KM if bar * per_km < 0.25 * view.width), default=BARS_KM[0]
    )
    x, y = LEFT + 12, TOP + view.height - 12
    return [
        (
            f'<path d="M{x} {y - 5:.1f}V{y:.1f}H{x + length_km * per_km:.1f}V{y - 5:.1f}" '
            'fill="none" stroke="#000" stroke-width="1.5"/>'
        ),
        f'<text x="{x + 4}" y="{y - 6:.1f}">{length_km} km</text>',
    ]


def _dots(view: _View, group: ImpactGroup, color: str) -> str:
    points = np.array(group.thinned()).reshape(-1, 2)
    pixels = view.pixels(points[:, 0], view.turned(points[:, 1]))
    data = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in pixels)
    return f'<path class="d" d="{data}" stroke="{color}"/>'


def _shape(view: _View, ring: Ring, color: str, fill: str, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{_path(view, ring, closed=True)}" fill="{color}" fill-opacity="{fill}" '
        f'stroke="{color}" stroke-width="1.6"{dashed}/>'
    )


def _legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    x, lines = WIDTH - RIGHT + 14, []
    shown = list(entries[:LEGEND_ROWS_MAX])
    for i, (name, mark) in enumerate(shown):
        y = TOP + 12 + 20 * i
        label = name if len(name) <= 27 else name[:26] + "\u2026"
        lines.append(f'<g transform="translate({x} {y})">{mark}</g>')
        lines.append(f'<text x="{x + 26}" y="{y + 4}">{escape(label)}</text>')
    if len(entries) > len(shown):
        y = TOP + 16 + 20 * len(shown)
        lines.append(f'<text x="{x + 26}" y="{y}">and {len(entries) - len(shown)} more</text>')
    return lines


def _swatch(color: str, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M0 0H20" stroke="{color}" stroke-width="2"{dashed}/>'


def _content(view: _View, layers: FootprintLayers) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what is drawn inside the frame, lowest first, and the legend's entries."""
    drawn, entries = [], []
    if len(layers.track) >= 2:
        data = _path(view, layers.track, closed=False)
        drawn.append(f'<path d="{data}" fill="none" stroke="{TRACK}" stroke-dasharray="6 4"/>')
        entries.append(("ground track", _swatch(TRACK, "6 4")))
    for area, name, color, dash in (
        (layers.area, "area to close", HAZARD, ""),
        (layers.declared, "declared area", DECLARED, "9 3 2 3"),
    ):
        drawn += [_shape(view, ring, color, "0.07", dash) for ring in _rings(area)]
        entries += [(name, _swatch(color, dash))] if area is not None else []
    if len(layers.hull) >= 3:
        drawn.append(_shape(view, densified(layers.hull, EDGE_STEP_KM), HULL, "0.10", "3 2"))
        entries.append(("hull of the impacts", _swatch(HULL, "3 2")))
    for i, group in enumerate(layers.impacts):
        color = COLORS[i % len(COLORS)]
        drawn.append(_dots(view, group, color))
        entries.append((group.name, f'<path class="d" d="M10 0h0" stroke="{color}"/>'))
    if layers.aim is not None:
        aim = np.array([layers.aim])
        x, y = view.pixels(aim[:, 0], view.turned(aim[:, 1]))[0]
        cross = f'd="M-7 0H7M0 -7V7" stroke="{AIM}" stroke-width="2"'
        drawn.append(f'<path transform="translate({x:.1f} {y:.1f})" {cross}/>')
        entries.append(("aim", f'<path transform="translate(10 0)" {cross}/>'))
    return drawn, entries


def footprint_svg(
    layers: FootprintLayers, land: Iterable[Ring] = (), shores: Iterable[Array] = ()
) -> str:
    """Return a footprint's map as SVG.

    Parameters
    ----------
    layers : FootprintLayers
        What is shown; the picture holds hull, areas, impacts and aim, and what of the track and
        the land falls into it.
    land : iterable of Ring
        Closed outlines of land, filled; (latitude, longitude) in degrees without a jump.
    shores : iterable of (n, 2) array
        Shores and borders as lines; the same, from `export.shore_lines`. [deg]

    Raises
    ------
    InputError
        There is nothing to show.
    """
    view = _view(layers)
    drawn, entries = _content(view, layers)
    height = TOP + view.height + BOTTOM
    frame = f'x="{LEFT}" y="{TOP}" width="{view.width:.1f}" height="{view.height:.1f}"'
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
            f'viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" font-size="12">'
        ),
        f"<title>{escape(layers.title)}</title>",
        (
            "<style>.g{stroke:#9db4c0;stroke-width:.5}.d{stroke-width:3;stroke-linecap:round;"
            "stroke-opacity:.6}</style>"
        ),
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>',
        f'<clipPath id="frame"><rect {frame}/></clipPath>',
        f'<rect {frame} fill="#eef4f8"/>',
        f'<text x="{LEFT}" y="26" font-size="16">{escape(layers.title)}</text>',
        '<g clip-path="url(#frame)">',
        _land(view, land, filled=True),
        _land(view, shores, filled=False),
        "</g>",
        *_axes(view),
        '<g clip-path="url(#frame)">',
        *drawn,
        "</g>",
        f'<rect {frame} fill="none" stroke="#000"/>',
        *_scale_bar(view),
        *_legend(entries),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
