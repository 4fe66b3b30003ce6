"""The approach as a picture: an SVG of text alone, the same bytes for the same flight.

Model   Four panels: the way in the station's orbital plane (V-bar to the right, the Earth below), the
        range against the time left, the closing rate against the range, and how far the ship is off the
        port's axis on the last of the way, with the corridor's edge. What was published of flown
        approaches stands beside range and rate: filled where it judges the plan, a ring where the plan
        was made after it. The first panel has square axes; ranges and rates stand on logarithmic ones.
Valid   One run of an approach, a sample a second.
Source  Okabe and Ito 2008, Color Universal Design (colors).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.approach import PublishedPoint
from portcall.core.errors import InputError
from portcall.export.picture_panel import Panel, even_ticks, ticks_between
from portcall.records.docking import DockingSample

Array = NDArray[np.float64]

WIDTH, HEIGHT = 1180, 700
SHIP, PORT_COLOR, SPHERE, CORRIDOR, PUBLISHED = (
    "#0072b2", "#d55e00", "#555555", "#009e73", "#e69f00",
)  # fmt: skip
MARGIN_PART = 0.06
NEAREST_M, SLOWEST_M_S, LEAST_OFF_M = 0.5, 0.02, 0.01  # where the logarithmic axes begin
BESIDE_UP_TO_M = 250.0  # the last panel's range
_TITLE_LETTERS = 120


@dataclass(frozen=True)
class ApproachScene:
    """What is drawn beside the ship's way: the port, its axis, the sphere, the corridor.

    Attributes
    ----------
    title : str
        Above the picture.
    samples : Sequence[DockingSample]
        The ship's center of mass, in order of time.
    port_lvlh_m, axis_lvlh : tuple[float, float, float]
        Place and outward axis of the port, LVLH.
    sphere_m : float
        Radius of the keep-out sphere about the station's center of mass.
    corridor_deg : float
        Half-angle of the corridor of the final approach.
    touched : bool
        Whether the last sample is that of a contact, from which published times count.
    published : Sequence[PublishedPoint]
        Of flown approaches; those that the profile calls contradicted are left out.
    """

    title: str
    samples: Sequence[DockingSample]
    port_lvlh_m: tuple[float, float, float]
    axis_lvlh: tuple[float, float, float]
    sphere_m: float
    corridor_deg: float
    touched: bool = True
    published: Sequence[PublishedPoint] = ()

    @property
    def marks(self) -> tuple[PublishedPoint, ...]:
        """The published points that the plan is held against."""
        return tuple(one for one in self.published if one.use != "contradicts")

    @property
    def farthest_m(self) -> float:
        """The greatest range that is drawn, with some room."""
        return 1.3 * max(
            *(one.port_range_m for one in self.samples),
            *(one.range_m for one in self.marks if one.range_m is not None),
            10.0 * NEAREST_M,
        )


def _square(xs: Array, ys: Array, left: float, top: float, size: float) -> Panel:
    """Return a panel with square axes around points."""
    half = 0.5 * max(float(np.ptp(xs)), float(np.ptp(ys))) * (1.0 + 2.0 * MARGIN_PART)
    mx, my = 0.5 * float(xs.max() + xs.min()), 0.5 * float(ys.max() + ys.min())
    return Panel("plane", left, top, size, size, (mx - half, mx + half), (my - half, my + half))


def _circle(radius: float) -> list[tuple[float, float]]:
    turns = np.linspace(0.0, math.tau, 91)
    return [(radius * math.cos(a), radius * math.sin(a)) for a in turns]


def _plane_panel(scene: ApproachScene, left: float, top: float, size: float) -> str:
    """Draw the way in the orbital plane: V-bar to the right, up away from the Earth."""
    way = np.array([one.position_lvlh_m for one in scene.samples])
    ahead = np.append(way[:, 0], [-scene.sphere_m, scene.sphere_m])
    up = np.append(-way[:, 2], [-scene.sphere_m, scene.sphere_m])
    panel = _square(ahead, up, left, top, size)
    port, axis = np.array(scene.port_lvlh_m), np.array(scene.axis_lvlh)
    end = port + scene.sphere_m * axis
    half = scene.sphere_m * math.tan(math.radians(scene.corridor_deg))
    side = half * np.array([-axis[2], 0.0, axis[0]])
    cone = [port, end + side, end - side, port]
    content = (
        panel.line(_circle(scene.sphere_m), f'stroke="{SPHERE}" stroke-dasharray="5 4"')
        + panel.line(((p[0], -p[2]) for p in cone), f'stroke="{CORRIDOR}"')
        + panel.line(zip(way[:, 0], -way[:, 2], strict=True), f'stroke="{SHIP}" stroke-width="1.6"')
        + panel.spot(port[0], -port[2], f'fill="{PORT_COLOR}"')
    )
    return (
        panel.ticks(even_ticks(*panel.x), even_ticks(*panel.y))
        + panel.clipped(content)
        + panel.frame("in the orbital plane", "along V-bar [m]", "away from the Earth [m]")
    )


def _spot_style(point: PublishedPoint) -> str:
    if point.use == "judges":
        return f'fill="{PUBLISHED}" stroke="#7a5200"'
    return f'fill="none" stroke="{PUBLISHED}" stroke-width="2"'


def _tip(point: PublishedPoint) -> str:
    figures = [
        f"{value:g} {unit}"
        for value, unit in (
            (point.range_m, "m"),
            (point.rate_m_s, "m/s"),
            (point.before_contact_s, "s before contact"),
        )
        if value is not None
    ]
    return f"{point.flight}, {point.event}: {', '.join(figures)}"


def _time_panel(scene: ApproachScene, box: tuple[float, float, float, float]) -> str:
    """Draw the range against the time that is left, with what was published."""
    end_s = scene.samples[-1].time_s
    marks = [
        one
        for one in scene.marks
        if scene.touched and one.range_m is not None and one.before_contact_s is not None
    ]
    left_min = [(end_s - one.time_s) / 60.0 for one in scene.samples]
    longest = max(left_min[0], *((one.before_contact_s or 0.0) / 60.0 for one in marks), 1.0)
    panel = Panel(
        "time", *box, (1.02 * longest, 0.0), (NEAREST_M, scene.farthest_m), scale_y=math.log10
    )
    way = [
        (left, max(one.port_range_m, 0.5 * NEAREST_M))
        for left, one in zip(left_min, scene.samples, strict=True)
    ]
    spots = "".join(
        panel.spot(one.before_contact_s / 60.0, one.range_m, _spot_style(one), _tip(one))
        for one in marks
        if one.range_m is not None and one.before_contact_s is not None
    )
    before = "minutes before contact" if scene.touched else "minutes before the end"
    return (
        panel.ticks(even_ticks(*panel.x), ticks_between(*panel.y))
        + panel.clipped(panel.line(way, f'stroke="{SHIP}" stroke-width="1.4"') + spots)
        + panel.frame("range to the port", before, "range [m]")
    )


def _stretches(scene: ApproachScene) -> Iterator[list[tuple[float, float]]]:
    """Yield range and rate of each part of the way on which the ship comes nearer."""
    stretch: list[tuple[float, float]] = []
    for one in scene.samples:
        if one.closing_m_s > 0.0 and one.port_range_m > 0.0:
            stretch.append((one.port_range_m, max(one.closing_m_s, 0.5 * SLOWEST_M_S)))
        else:
            yield stretch
            stretch = []
    yield stretch


def _rate_panel(scene: ApproachScene, box: tuple[float, float, float, float]) -> str:
    """Draw closing rate against range, both logarithmic, with what was published."""
    marks = [
        (one.range_m, one.rate_m_s, one)
        for one in scene.marks
        if one.range_m is not None and one.rate_m_s is not None
    ]
    fastest = max(1.0, *(one.closing_m_s for one in scene.samples), *(one[1] for one in marks))
    panel = Panel(
        "rate", *box, (scene.farthest_m, NEAREST_M), (SLOWEST_M_S, 1.5 * fastest),
        scale_x=math.log10, scale_y=math.log10,
    )  # fmt: skip
    ranges = ticks_between(NEAREST_M, scene.farthest_m)
    lines = "".join(
        panel.line(stretch, f'stroke="{SHIP}" stroke-width="1.4"')
        for stretch in _stretches(scene)
        if len(stretch) > 1
    )
    spots = "".join(
        panel.spot(at_m, max(rate, SLOWEST_M_S), _spot_style(one), _tip(one))
        for at_m, rate, one in marks
    )
    return (
        panel.ticks(ranges, ticks_between(*panel.y))
        + panel.clipped(lines + spots)
        + panel.frame("closing rate", "range to the port [m]", "closing [m/s]")
    )


def _beside_panel(scene: ApproachScene, box: tuple[float, float, float, float]) -> str:
    """Draw how far the ship is off the port's axis over the last of the way."""
    near = [one for one in scene.samples if 0.0 < one.port_range_m <= BESIDE_UP_TO_M]
    if len(near) < 2:
        return ""
    wide = math.tan(math.radians(scene.corridor_deg))
    most = max(1.0, wide * BESIDE_UP_TO_M, *(one.lateral_m for one in near))
    panel = Panel(
        "beside", *box, (BESIDE_UP_TO_M, NEAREST_M), (LEAST_OFF_M, 1.5 * most),
        scale_x=math.log10, scale_y=math.log10,
    )  # fmt: skip
    edge = [(at_m, wide * at_m) for at_m in (NEAREST_M, BESIDE_UP_TO_M)]
    way = [(one.port_range_m, max(one.lateral_m, 0.5 * LEAST_OFF_M)) for one in near]
    content = panel.line(edge, f'stroke="{CORRIDOR}"') + panel.line(
        way, f'stroke="{SHIP}" stroke-width="1.4"'
    )
    return (
        panel.ticks(ticks_between(NEAREST_M, BESIDE_UP_TO_M), ticks_between(*panel.y))
        + panel.clipped(content)
        + panel.frame("off the port's axis", "range to the port [m]", "center of mass [m]")
    )


def _legend(scene: ApproachScene) -> str:
    entries = [(SHIP, "ship"), (PORT_COLOR, "port"), (SPHERE, "keep-out sphere")]
    entries.append((CORRIDOR, f"corridor, {scene.corridor_deg:g} deg to each side"))
    if scene.marks:
        entries.append(
            (PUBLISHED, "published of flown approaches (ring: the plan was fitted to it)")
        )
    words = ", ".join(f'<tspan fill="{color}">{escape(text)}</tspan>' for color, text in entries)
    return f'<text x="80" y="{HEIGHT - 14}">{words}</text>'


def approach_svg(scene: ApproachScene) -> str:
    """Return the picture of an approach.

    Raises
    ------
    InputError
        There are fewer than two samples.
    """
    if len(scene.samples) < 2:
        raise InputError(
            f"{len(scene.samples)} samples of an approach", limit="at least 2", where=scene.title
        )
    title = scene.title
    if len(title) > _TITLE_LETTERS:
        title = title[: _TITLE_LETTERS - 1] + "…"
    size, right, top, gap = 560.0, 740.0, 60.0, 70.0
    width, height = WIDTH - right - 24.0, (size - 2.0 * gap) / 3.0
    boxes = [(right, top + k * (height + gap), width, height) for k in range(3)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="80" y="26" font-size="16">{escape(title)}</text>'
        + _plane_panel(scene, 80.0, top, size)
        + _time_panel(scene, boxes[0])
        + _rate_panel(scene, boxes[1])
        + _beside_panel(scene, boxes[2])
        + _legend(scene)
        + "</svg>\n"
    )
