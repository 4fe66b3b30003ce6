"""A panel of a picture: a frame, ticks and lines in the figures that its edges stand for."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_FIGURE_HEIGHT, _FIGURE_WIDTH = 12.0, 7.0  # of the font, in pixels


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture, with the figures that its edges stand for.

    `x` may fall from left to right; `scale_x` and `scale_y` are `math.log10` for logarithmic axes.
    """

    name: str
    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    scale_x: Callable[[float], float] = float
    scale_y: Callable[[float], float] = float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixels of a point."""
        x0, x1 = (self.scale_x(one) for one in self.x)
        y0, y1 = (self.scale_y(one) for one in self.y)
        across = (self.scale_x(x) - x0) / (x1 - x0)
        up = (self.scale_y(y) - y0) / (y1 - y0)
        return self.left + across * self.width, self.top + self.height - up * self.height

    def line(self, points: Iterable[tuple[float, float]], style: str) -> str:
        """Return a line through points."""
        text = " ".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in points)
        return f'<polyline points="{text}" fill="none" {style}/>'

    def spot(self, x: float, y: float, style: str, tip: str = "") -> str:
        """Return a dot with a tool tip; nothing where it would lie outside."""
        px, py = self.at(x, y)
        inside = (
            self.left <= px <= self.left + self.width and self.top <= py <= self.top + self.height
        )
        if not inside:
            return ""
        shown = f"<title>{escape(tip)}</title>" if tip else ""
        return f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" {style}>{shown}</circle>'

    def clipped(self, content: str) -> str:
        """Return content of which nothing shows beyond the panel's edges."""
        return (
            f'<clipPath id="{self.name}"><rect x="{self.left:g}" y="{self.top:g}" '
            f'width="{self.width:g}" height="{self.height:g}"/></clipPath>'
            f'<g clip-path="url(#{self.name})">{content}</g>'
        )

    def frame(self, title: str, x_name: str, y_name: str) -> str:
        """Return the panel's border, its title, and the names of its axes."""
        middle, side = self.left + self.width / 2, self.left - 52
        half_way = self.top + self.height / 2
        return (
            f'<rect x="{self.left:g}" y="{self.top:g}" width="{self.width:g}" '
            f'height="{self.height:g}" fill="none" stroke="#999"/>'
            f'<text x="{self.left:g}" y="{self.top - 8:g}" font-weight="bold">{escape(title)}</text>'
            f'<text x="{middle:g}" y="{self.top + self.height + 34:g}" text-anchor="middle">'
            f"{escape(x_name)}</text>"
            f'<text x="{side:g}" y="{half_way:g}" text-anchor="middle" '
            f'transform="rotate(-90 {side:g} {half_way:g})">{escape(y_name)}</text>'
        )

    def ticks(self, x_values: Iterable[float], y_values: Iterable[float]) -> str:
        """Return grid lines with their figures, each figure where there is room for it."""
        parts, taken = [], -math.inf
        for x in sorted(x_values, key=lambda value: self.at(value, self.y[0])[0]):
            px, _ = self.at(x, self.y[0])
            parts.append(
                f'<line x1="{px:.1f}" y1="{self.top:g}" x2="{px:.1f}" '
                f'y2="{self.top + self.height:g}" stroke="#e4e4e4"/>'
            )
            half = _FIGURE_WIDTH * len(f"{x:g}") / 2.0
            if px - half > taken + _FIGURE_WIDTH:
                taken = px + half
                parts.append(
                    f'<text x="{px:.1f}" y="{self.top + self.height + 16:g}" '
                    f'text-anchor="middle">{x:g}</text>'
                )
        lowest = math.inf
        for y in sorted(y_values):
            _, py = self.at(self.x[0], y)
            parts.append(
                f'<line x1="{self.left:g}" y1="{py:.1f}" x2="{self.left + self.width:g}" '
                f'y2="{py:.1f}" stroke="#e4e4e4"/>'
            )
            if py + _FIGURE_HEIGHT < lowest:
                lowest = py
                parts.append(
                    f'<text x="{self.left - 6:g}" y="{py + 4:.1f}" text-anchor="end">{y:g}</text>'
                )
        return "".join(parts)


def even_ticks(low: float, high: float) -> list[float]:
    """Return four to ten round figures between two; in either order."""
    low, high = min(low, high), max(low, high)
    power = 10.0 ** math.floor(math.log10((high - low) / 4.0))
    step = next(power * m for m in (5.0, 2.0, 1.0) if power * m <= (high - low) / 4.0)
    first = math.ceil(low / step)
    return [k * step for k in range(first, math.floor(high / step) + 1)]


def ticks_between(low: float, high: float) -> list[float]:
    """Return the round figures of a logarithmic axis between two."""
    return [tick for tick in TICKS if low <= tick <= high]
