"""A figure's sheet: matplotlib axes in one style, and the SVG text that a page can hold.

Text stays text, so that it can be searched, read aloud and set in the reader's own font. Every id is
the figure's own, and the same drawing gives the same bytes.
"""

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from itertools import pairwise

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Okabe and Ito 2008, Color Universal Design: told apart with any color vision
BLUE, ORANGE, GREEN, RED, PURPLE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#a8578d"
SKY, INK, GRAY, FAINT, LAND, SHORE = (
    "#56b4e9", "#1d2733", "#6b7683", "#d8dde3", "#e9e4d6", "#a49d8b",
)  # fmt: skip
# lines that differ in a print without color too
DASHES: tuple[str, ...] = ("-", "--", "-.", ":")
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "portcall",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,
    "axes.labelsize": 9.0,
    "axes.edgecolor": GRAY,
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.fontsize": 8.0,
    "legend.frameon": True,
    "legend.framealpha": 0.9,
    "legend.edgecolor": FAINT,
    "lines.linewidth": 1.5,
    "path.simplify": True,
    "path.simplify_threshold": 0.3,
}
WIDTH_IN = 9.4
MM_PER_IN = 25.4
ABOVE_IN, RIGHT_IN = 0.30, 0.12
_BETWEEN_IN = 0.72
_NAME_PT = 8.0
_ID = re.compile(r'\bid="([^"]+)"')
_USED = re.compile(r'(?:url\(#|href="#)([^")]+)')
_DRAWN = re.compile(r'\b(?:d|x|y|points|transform)="[^"]*"')
_LONG = re.compile(r"(-?\d+\.\d{2})\d+")  # a hundredth of a point is past seeing
FONT = "'DejaVu Sans', Verdana, 'Segoe UI', Arial, sans-serif"


def in_style() -> AbstractContextManager[None]:
    """Return the context in which figures are drawn and written."""
    return mpl.rc_context(STYLE)


def sheet(
    height_mm: float,
    rows: int = 1,
    columns: int = 1,
    *,
    left_mm: float = 18.3,
    below_mm: float = 12.2,
) -> tuple[Figure, list[Axes]]:
    """Return a figure of the page's width, and its axes row by row.

    Parameters
    ----------
    height_mm : float
        Of the whole sheet. [mm]
    rows, columns : int
        Of axes, even in size.
    left_mm, below_mm : float
        Room for the names beside and below. [mm]
    """
    height_in, left_in, below_in = (one / MM_PER_IN for one in (height_mm, left_mm, below_mm))
    drawn = Figure(figsize=(WIDTH_IN, height_in))
    made = drawn.subplots(rows, columns, squeeze=False)
    # fixed margins: a layout that measures every text costs more than the drawing
    wide = (WIDTH_IN - left_in - RIGHT_IN - (columns - 1) * _BETWEEN_IN) / columns
    high = (height_in - ABOVE_IN - below_in - (rows - 1) * _BETWEEN_IN) / rows
    drawn.subplots_adjust(
        left=left_in / WIDTH_IN,
        right=1.0 - RIGHT_IN / WIDTH_IN,
        bottom=below_in / height_in,
        top=1.0 - ABOVE_IN / height_in,
        wspace=_BETWEEN_IN / wide,
        hspace=_BETWEEN_IN / high,
    )
    return drawn, [axes for row in made for axes in row]


def plain_ticks(axes: Axes, *, x: bool = False, y: bool = False) -> None:
    """Write a logarithmic axis' figures as plain ones, without exponents in small print."""
    for axis in ([axes.xaxis] if x else []) + ([axes.yaxis] if y else []):
        axis.set_major_formatter(
            FuncFormatter(lambda value, _: f"{value:g}".replace("e-0", "e-").replace("-", "\u2212"))
        )
        axis.set_minor_locator(NullLocator())


def svg_of(drawn: Figure, name: str, label: str) -> str:
    """Return a figure as inline SVG.

    Parameters
    ----------
    drawn : Figure
        The figure.
    name : str
        Unique on the page; starts every id.
    label : str
        What the picture shows, for those who cannot see it.
    """
    stream = io.StringIO()
    drawn.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return _inlined(stream.getvalue(), name, label)


def _inlined(text: str, name: str, label: str) -> str:
    body = text[text.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'<style type="text/css">.*?</style>', "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    used = set(_USED.findall(body))
    body = _ID.sub(lambda m: f'id="{name}-{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r'(url\(#|href="#)', rf"\1{name}-", body)
    body = re.sub(r"font-family: 'DejaVu Sans'(, sans-serif)?;? ?", "", body)
    body = re.sub(r"font: ([^;\"]*?)'DejaVu Sans'[^;\"]*", rf"font: \1{FONT}", body)
    opening, rest = body.split(">", 1)
    box = re.search(r'viewBox="([^"]+)"', opening)
    view = box[1] if box else "0 0 1 1"
    head = f'<svg viewBox="{view}" role="img" aria-label="{escape(label)}"'
    rest = _DRAWN.sub(lambda found: _LONG.sub(r"\1", found[0]), rest)
    rest = re.sub(r"\s*\n\s*", " ", rest)
    rest = re.sub(r">\s+<", "><", re.sub(r"<(g|defs)\s+>", r"<\1>", rest))
    return f"{head}><title>{escape(label)}</title>{rest.strip()}"


def mark_times(axes: Axes, times: Sequence[tuple[str, float]], *, named: bool) -> None:
    """Draw events as thin upright lines, with their names along the top if asked."""
    for _, at in times:
        axes.axvline(at, color=GRAY, linewidth=0.7, linestyle=":")
    if named:
        name_upright(axes, times)


def name_upright(axes: Axes, places: Sequence[tuple[str, float]]) -> None:
    """Write names upright along the top of places on the x axis, apart from each other."""
    (x0, y0), (x1, _) = axes.transAxes.transform([(0.0, 0.0), (1.0, 1.0)])
    dot = 72.0 / axes.figure.dpi
    wide_pt = (x1 - x0) * dot
    spots = [((axes.transData.transform((at, y0))[0] - x0) * dot, name) for name, at in places]
    taken = -_NAME_PT
    placed: list[tuple[float, str]] = []
    for spot, name in sorted(spots):
        taken = max(spot + 2.0, taken + _NAME_PT)
        placed.append((taken, name))
    limit = wide_pt - 1.0
    for spot, name in reversed(placed):
        limit = min(spot, limit - _NAME_PT)
        axes.annotate(
            name, (0.0, 1.0), xycoords="axes fraction", xytext=(limit, -3), textcoords="offset points",
            rotation=90, va="top", ha="left", fontsize=7, color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
        )  # fmt: skip


def unwrapped(lon_deg: Array) -> list[slice]:
    """Return the stretches of a line between its jumps from one edge of the map to the other."""
    cuts = np.flatnonzero(np.abs(np.diff(lon_deg)) > 180.0) + 1
    ends = [0, *cuts.tolist(), len(lon_deg)]
    return [slice(a, b) for a, b in pairwise(ends) if b > a]
