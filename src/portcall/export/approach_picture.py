"""The approach as a picture: an SVG of text alone, the same bytes for the same flight.

Model   Three panels: the way in the station's orbital plane (V-bar to the right, the Earth below), the
        last of it across the port's axis, and the closing rate against the range beside what was
        published. The first has square axes; the rates stand on logarithmic ones.
Valid   One run of an approach, a sample a second.
Source  Okabe and Ito 2008, Color Universal Design (colors).
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from portcall.core.errors import InputError
from portcall.records.docking import DockingSample

Array = NDArray[np.float64]

WIDTH, HEIGHT = 1120, 560
SHIP, PORT_COLOR, SPHERE, CORRIDOR, PUBLISHED = (
    "#0072b2",
    "#d55e00",
    "#555555",
    "#009e73",
    "#e69f00",
)
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
NEAR_M = 250.0  # what the second panel shows
MARGIN_PART = 0.06


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
    published : Sequence[tuple[str, float, float]]
        Name, range [m] and closing rate [m/s] of published points.
    """

    title: str
    samples: Sequence[DockingSample]
    port_lvlh_m: tuple[float, float, float]
    axis_lvlh: tuple[float, float, float]
    sphere_m: float
    corridor_deg: float
    published: Sequence[tuple[str, float, float]] = ()


@dataclass(frozen=True, slots=True)
class _Panel:
    """A part of the picture, with the figures that its edges stand for."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    scale: Callable[[float], float] = float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixels of a point."""
        x0, x1, y0, y1 = (self.scale(one) for one in (*self.x, *self.y))
        across = (self.scale(x) - x0) / (x1 - x0)
        up = (self.scale(y) - y0) / (y1 - y0)
        return self.left + across * self.width, self.top + self.height - up * self.height

    def line(self, points: Iterable[tuple[float, float]], style: str) -> str:
        """Return a line through points."""
        text = " ".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in points)
        return f'<polyline points="{text}" fill="none" {style}/>'

    def frame(self, title: str, x_name: str, y_name: str) -> str:
        """Return the panel's border and the names of its axes."""
        middle = self.left + self.width / 2
        return (
            f'<rect x="{self.left}" y="{self.top}" width="{self.width}" height="{self.height}" '
            'fill="none" stroke="#999"/>'
            f'<text x="{self.left}" y="{self.top - 8}" font-weight="bold">{escape(title)}</text>'
            f'<text x="{middle}" y="{self.top + self.height + 34}" text-anchor="middle">'
            f"{escape(x_name)}</text>"
            f'<text x="{self.left - 44}" y="{self.top + self.height / 2}" text-anchor="middle" '
            f'transform="rotate(-90 {self.left - 44} {self.top + self.height / 2})">'
            f"{escape(y_name)}</text>"
        )

    def ticks(self, x_values: Iterable[float], y_values: Iterable[float]) -> str:
        """Return grid lines with their figures."""
        parts = []
        for x in x_values:
            px, _ = self.at(x, self.y[0])
            parts.append(
                f'<line x1="{px:.1f}" y1="{self.top}" x2="{px:.1f}" y2="{self.top + self.height}" '
                f'stroke="#e4e4e4"/><text x="{px:.1f}" y="{self.top + self.height + 16}" '
                f'text-anchor="middle">{x:g}</text>'
            )
        for y in y_values:
            _, py = self.at(self.x[0], y)
            parts.append(
                f'<line x1="{self.left}" y1="{py:.1f}" x2="{self.left + self.width}" y2="{py:.1f}" '
                f'stroke="#e4e4e4"/><text x="{self.left - 6}" y="{py + 4:.1f}" '
                f'text-anchor="end">{y:g}</text>'
            )
        return "".join(parts)


def _step(span: float) -> float:
    """Return a round step that puts four to ten ticks on a span."""
    power = 10.0 ** math.floor(math.log10(span / 4.0))
    return next(power * m for m in (5.0, 2.0, 1.0) if power * m <= span / 4.0)


def _even_ticks(low: float, high: float) -> list[float]:
    step = _step(high - low)
    first = math.ceil(low / step)
    return [k * step for k in range(first, math.floor(high / step) + 1)]


def _square(xs: Array, ys: Array, left: float, top: float, size: float) -> _Panel:
    """Return a panel with square axes around points."""
    half = 0.5 * max(float(np.ptp(xs)), float(np.ptp(ys))) * (1.0 + 2.0 * MARGIN_PART)
    mx, my = 0.5 * float(xs.max() + xs.min()), 0.5 * float(ys.max() + ys.min())
    return _Panel(left, top, size, size, (mx - half, mx + half), (my - half, my + half))


def _circle(radius: float) -> list[tuple[float, float]]:
    turns = np.linspace(0.0, math.tau, 91)
    return [(radius * math.cos(a), radius * math.sin(a)) for a in turns]


def _clipped(panel: _Panel, name: str, content: str) -> str:
    return (
        f'<clipPath id="{name}"><rect x="{panel.left}" y="{panel.top}" width="{panel.width}" '
        f'height="{panel.height}"/></clipPath><g clip-path="url(#{name})">{content}</g>'
    )


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
    )
    x, y = panel.at(port[0], -port[2])
    mark = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{PORT_COLOR}"/>'
    return (
        panel.ticks(_even_ticks(*panel.x), _even_ticks(*panel.y))
        + _clipped(panel, "plane", content + mark)
        + panel.frame("in the orbital plane", "along V-bar [m]", "away from the Earth [m]")
    )


def _near_panel(scene: ApproachScene, left: float, top: float, width: float, height: float) -> str:
    """Draw how far the probe is off the port's axis over the last part of the way."""
    near = [one for one in scene.samples if one.port_range_m <= NEAR_M]
    if len(near) < 2:
        return ""
    off = max(0.1, *(one.lateral_m for one in near))
    panel = _Panel(left, top, width, height, (0.0, NEAR_M), (0.0, off * 1.1))
    return (
        panel.ticks(_even_ticks(*panel.x), _even_ticks(*panel.y))
        + panel.line(((s.port_range_m, s.lateral_m) for s in near), f'stroke="{SHIP}"')
        + panel.frame("off the port's axis", "range to the port [m]", "lateral [m]")
    )


def _rate_panel(scene: ApproachScene, left: float, top: float, width: float, height: float) -> str:
    """Draw closing rate against range, both logarithmic, with what was published."""
    shown = [s for s in scene.samples if s.port_range_m > 0.3 and s.closing_m_s > 0.02]
    ranges = [s.port_range_m for s in shown] + [r for _, r, _ in scene.published]
    if not ranges:
        return ""
    panel = _Panel(
        left, top, width, height, (0.3, max(ranges) * 1.3), (0.02, 10.0), scale=math.log10
    )
    inside = [t for t in TICKS if panel.x[0] <= t <= panel.x[1]]
    rates = [t for t in TICKS if panel.y[0] <= t <= panel.y[1]]
    parts = [
        panel.ticks(inside[::2], rates),
        panel.line(((s.port_range_m, s.closing_m_s) for s in shown), f'stroke="{SHIP}"'),
    ]
    for name, range_m, rate in scene.published:
        x, y = panel.at(range_m, rate)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{PUBLISHED}">'
            f"<title>{escape(name)}</title></circle>"
        )
    parts.append(panel.frame("closing rate", "range to the port [m]", "closing [m/s]"))
    return "".join(parts)


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
    size = HEIGHT - 120.0
    right = 80.0 + size + 90.0
    width = WIDTH - right - 30.0
    half = (size - 80.0) / 2.0
    legend = (
        f'<text x="80" y="{HEIGHT - 14}"><tspan fill="{SHIP}">ship</tspan>, '
        f'<tspan fill="{PORT_COLOR}">port</tspan>, <tspan fill="{SPHERE}">keep-out sphere</tspan>, '
        f'<tspan fill="{CORRIDOR}">corridor</tspan>'
        + (f', <tspan fill="{PUBLISHED}">published</tspan>' if scene.published else "")
        + "</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="80" y="26" font-size="16">{escape(scene.title)}</text>'
        + _plane_panel(scene, 80.0, 60.0, size)
        + _near_panel(scene, right, 60.0, width, half)
        + _rate_panel(scene, right, 60.0 + half + 80.0, width, half)
        + legend
        + "</svg>\n"
    )
