"""A text with its claims marked: spans that may overlap, each with a numbered sign behind it."""

from collections.abc import Sequence
from html import escape

from portcall.records.claims import Claim, Reading
from portcall.report.press_words import SIGNS, VERDICT_WORDS

KINDS = {"holds": "ok", "contradicts": "bad", "cannot_check": "open", None: "open"}
_WORST = ("bad", "open", "ok")


def marked_text(reading: Reading, prefix: str) -> str:
    """Return a text as HTML with each claim marked and numbered.

    Parameters
    ----------
    reading : Reading
        The text and its judged claims; a claim that lies outside of the text is left out.
    prefix : str
        What ids begin with: `a1` gives `a1-m3` for the mark and `a1-n3` for the note of claim 3.
    """
    text = reading.text
    claims = [one for one in reading.claims if 0 <= one.start < one.end <= len(text)]
    opening: dict[int, list[Claim]] = {}
    closing: dict[int, list[Claim]] = {}
    for claim in claims:
        opening.setdefault(claim.start, []).append(claim)
        closing.setdefault(claim.end, []).append(claim)
    edges = sorted({0, len(text), *opening, *closing})
    under: dict[int, Claim] = {}
    parts: list[str] = []
    for first, last in zip(edges, [*edges[1:], len(text)], strict=True):
        for claim in closing.get(first, ()):
            under.pop(claim.number, None)
            parts.append(_number(claim, prefix))
        fresh = opening.get(first, [])
        under.update({claim.number: claim for claim in fresh})
        if last > first:
            parts.append(_segment(text[first:last], tuple(under.values()), fresh, prefix))
    return f'<div class="said" dir="auto">{"".join(parts)}</div>'


def _segment(piece: str, under: Sequence[Claim], fresh: Sequence[Claim], prefix: str) -> str:
    shown = escape(piece)
    if not under:
        return shown
    kinds = {KINDS[claim.verdict] for claim in under}
    worst = next(kind for kind in _WORST if kind in kinds)
    anchors = "".join(f'<span id="{prefix}-m{claim.number}"></span>' for claim in fresh[1:])
    own = f' id="{prefix}-m{fresh[0].number}"' if fresh else ""
    return f'<mark class="{worst}"{own}>{anchors}{shown}</mark>'


def _number(claim: Claim, prefix: str) -> str:
    kind, words = KINDS[claim.verdict], VERDICT_WORDS[claim.verdict]
    return (
        f'<a class="no {kind}" href="#{prefix}-n{claim.number}" '
        f'aria-label="claim {claim.number}: {words}" title="{words}">'
        f"{claim.number}\u2009{SIGNS[claim.verdict]}</a>"
    )
