"""The risk of a traffic plan as a picture: an SVG of text alone, the same bytes for the same record.

Model   One block for each way to replay, one row for each kind of trouble that any replay met, one column a
        month. A cell is as dark as the share of replays with that trouble in that month is high, and
        says it in percent; its tool tip has the count and the one-sided 95 % bound.
Valid   Any `records.traffic_risk.TrafficRisk` with at least one way.
Source  Okabe and Ito 2008, Color Universal Design (colors).
"""

from collections.abc import Sequence
from html import escape

from portcall.core.errors import InputError
from portcall.records.traffic_risk import Chance, KindRisk, TrafficRisk, WayRisk

CELL_WIDTH, CELL_HEIGHT = 38, 24
LEFT, TOP, RIGHT, BETWEEN = 230, 60, 20, 56
FULL = (213, 94, 0)  # vermilion, for a share of one
LEAST_SHOWN = 0.0005  # a smaller share is written as <.1
DARK_FROM = 0.55


def share_text(chance: Chance) -> str:
    """Write a share in percent, short; nothing for none.

    Examples
    --------
    >>> from portcall.records.traffic_risk import Chance
    >>> [share_text(Chance(count=n, share=n / 2000, lower_share=0, upper_share=1)) for n in (0, 7, 1300)]
    ['', '0.4', '65']
    """
    if chance.count == 0:
        return ""
    percent = 100.0 * chance.share
    if chance.share < LEAST_SHOWN:
        return "<.1"
    return f"{percent:.1f}" if percent < 9.95 else f"{percent:.0f}"


def _color(share: float) -> str:
    red, green, blue = (round(255 - (255 - one) * share**0.5) for one in FULL)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _cell(chance: Chance, kind: KindRisk, month: str, x: int, y: int) -> str:
    tip = (
        f"{kind.words}, {month}: {chance.count} replays, {100.0 * chance.share:.2f} %, "
        f"below {100.0 * chance.upper_share:.2f} % with 95 % confidence"
    )
    ink = "#fff" if chance.share > DARK_FROM else "#222"
    middle = x + (CELL_WIDTH - 2) / 2
    return (
        f"<g><title>{escape(tip)}</title>"
        f'<rect x="{x}" y="{y}" width="{CELL_WIDTH - 2}" height="{CELL_HEIGHT - 2}" '
        f'fill="{_color(chance.share)}" stroke="#e4e4e4"/>'
        f'<text x="{middle:g}" y="{y + 15}" text-anchor="middle" fill="{ink}">'
        f"{share_text(chance)}</text></g>"
    )


def shown_kinds(ways: Sequence[WayRisk]) -> list[str]:
    """Return the kinds of trouble that any replay met; `port` always."""
    return [
        kind.kind
        for place, kind in enumerate(ways[0].kinds)
        if kind.kind == "port" or any(way.kinds[place].whole.count for way in ways)
    ]


def _months(months: Sequence[str], y: int) -> list[str]:
    lines = []
    for place, month in enumerate(months):
        year, number = month.split("-")
        x = LEFT + CELL_WIDTH * place + CELL_WIDTH / 2 - 1
        lines.append(f'<text x="{x:g}" y="{y}" text-anchor="middle">{number}</text>')
        if place == 0 or number == "01":
            lines.append(
                f'<text x="{x:g}" y="{y - 14}" text-anchor="middle" fill="#666">{year}</text>'
            )
    return lines


def _block(way: WayRisk, risk: TrafficRisk, kinds: Sequence[str], top: int) -> list[str]:
    whole = 100.0 * way.any_trouble.share
    heading = f"{way.way}: something breaks in {whole:.1f} % of {risk.runs:,} replays"
    lines = [f'<text x="16" y="{top - 34}" font-weight="bold">{escape(heading)}</text>']
    lines += _months(risk.months, top - 6)
    shown = [kind for kind in way.kinds if kind.kind in kinds]
    for row, kind in enumerate(shown):
        y = top + CELL_HEIGHT * row
        lines.append(
            f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(kind.words)}</text>'
        )
        for place, (month, chance) in enumerate(zip(risk.months, kind.by_month, strict=True)):
            lines.append(_cell(chance, kind, month, LEFT + CELL_WIDTH * place, y))
    return lines


def risk_svg(risk: TrafficRisk) -> str:
    """Return the risk by month and kind as SVG.

    Parameters
    ----------
    risk : TrafficRisk
        With at least one way.

    Raises
    ------
    InputError
        There is no way to draw.
    """
    if not risk.ways:
        raise InputError("there is no replay to draw the risk of")
    kinds = shown_kinds(risk.ways)
    tall = CELL_HEIGHT * len(kinds)
    width = LEFT + RIGHT + CELL_WIDTH * len(risk.months)
    height = TOP + len(risk.ways) * (BETWEEN + tall) + 30
    title = f"{risk.scenario}: share of replays with trouble, by month [%]"
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">'
        ),
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="16">{escape(title)}</text>',
    ]
    for place, way in enumerate(risk.ways):
        top = TOP + place * (BETWEEN + tall) + BETWEEN - 12
        lines += _block(way, risk, kinds, top)
    words = f"seed {risk.seed}, slips of {risk.slips}; empty: in no replay"
    lines += [f'<text x="16" y="{height - 12}" fill="#666">{escape(words)}</text>', "</svg>"]
    return "\n".join(lines) + "\n"
