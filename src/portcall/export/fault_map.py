"""The map of faults and ranges as a picture: an SVG of text alone, the same bytes for the same cells.

Model   One row a fault, one column a range, the farthest left. Each cell is a bar of the parts captured,
        safely flown away, violated and lost, with the number of captured runs; patterns of color that
        differ for any color vision, and the letter of the worst outcome beside the number.
Valid   Any grid of `records.docking.FaultCell`.
Source  Okabe and Ito 2008, Color Universal Design (colors).
"""

from collections.abc import Sequence
from html import escape

from portcall.core.errors import InputError
from portcall.records.docking import FaultCell

LEFT, TOP, RIGHT, BOTTOM = 210, 64, 16, 64
LETTER = 6.4  # width of a letter of the names
CELL_WIDTH, CELL_HEIGHT = 88, 30
# name, color, letter; best first
CLASSES = (
    ("captured", "#009e73", ""),
    ("flown away safely", "#56b4e9", "a"),
    ("keep-out rule broken", "#e69f00", "v"),
    ("lost", "#d55e00", "x"),
)


def _parts(cell: FaultCell) -> tuple[int, int, int, int]:
    return cell.captured, cell.safe_aborts, cell.violations, cell.lost


def _cell(cell: FaultCell, x: int, y: int) -> list[str]:
    """Return one cell's bar and number, with all its figures as a tool tip."""
    lines, at, worst = [], float(x), ""
    texts = []
    for count, (name, color, letter) in zip(_parts(cell), CLASSES, strict=True):
        if count == 0:
            continue
        wide = (CELL_WIDTH - 4) * count / cell.runs
        lines.append(
            f'<rect x="{at:.1f}" y="{y}" width="{wide:.1f}" height="{CELL_HEIGHT - 4}" '
            f'fill="{color}"/>'
        )
        at += wide
        worst = letter
        texts.append(f"{count} {name}")
    label = f"{cell.captured}/{cell.runs} {worst}".strip()
    tip = f"{cell.fault} from {cell.range_m:g} m: {', '.join(texts)}"
    middle_x, middle_y = x + (CELL_WIDTH - 4) / 2, y + CELL_HEIGHT / 2 + 2
    text = f'<text x="{middle_x:.1f}" y="{middle_y:.1f}" text-anchor="middle">{label}</text>'
    return [f"<g><title>{escape(tip)}</title>", *lines, text, "</g>"]


def _legend(x: int, y: int) -> list[str]:
    lines = []
    for name, color, letter in CLASSES:
        text = f"{name} ({letter})" if letter else name
        lines.append(f'<rect x="{x}" y="{y}" width="14" height="14" fill="{color}"/>')
        lines.append(f'<text x="{x + 19}" y="{y + 12}">{text}</text>')
        x += 32 + 7 * len(text)
    return lines


def fault_map_svg(cells: Sequence[FaultCell], title: str) -> str:
    """Return the map as SVG.

    Parameters
    ----------
    cells : sequence of FaultCell
        One a fault and range; isolated or not are rows of their own.
    title : str
        Above it.

    Raises
    ------
    InputError
        There are no cells.
    """
    if not cells:
        raise InputError("there is no cell to draw a fault map of")
    rows = list(dict.fromkeys((cell.fault, cell.isolated) for cell in cells))
    ranges = sorted({cell.range_m for cell in cells}, reverse=True)
    names = [fault if isolated else f"{fault}, not isolated" for fault, isolated in rows]
    left = max(LEFT, 26 + int(LETTER * max(map(len, names))))
    width = max(left + RIGHT + CELL_WIDTH * len(ranges), 760)
    height = TOP + BOTTOM + CELL_HEIGHT * len(rows)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
        ),
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="16">{escape(title)}</text>',
    ]
    for j, range_m in enumerate(ranges):
        x = left + CELL_WIDTH * j + (CELL_WIDTH - 4) / 2
        lines.append(f'<text x="{x:.1f}" y="{TOP - 8}" text-anchor="middle">{range_m:g} m</text>')
    for i, name in enumerate(names):
        y = TOP + CELL_HEIGHT * i + CELL_HEIGHT / 2 + 2
        lines.append(f'<text x="{left - 10}" y="{y:.1f}" text-anchor="end">{escape(name)}</text>')
    for cell in cells:
        x = left + CELL_WIDTH * ranges.index(cell.range_m)
        y = TOP + CELL_HEIGHT * rows.index((cell.fault, cell.isolated))
        lines += _cell(cell, x, y)
    low = TOP + CELL_HEIGHT * len(rows)
    lines.append(f'<text x="{left}" y="{low + 18}">range to the port at which it begins</text>')
    lines += [*_legend(left, low + 32), "</svg>"]
    return "\n".join(lines) + "\n"
