"""Pieces of the page: sections, tables, lists of facts, figures with their captions."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Section:
    """One section of the page: its anchor, its title, its content as HTML; empty ones are left out."""

    anchor: str
    title: str
    content: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, and whether figures stand in it."""

    head: str
    figures: bool = False


def figure(svg: str, sentence: str) -> str:
    """Return a picture with the sentence that says what to see in it."""
    return f"<figure>{svg}<figcaption>{sentence}</figcaption></figure>"


def table(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, wide: bool = False
) -> str:
    """Return a table of cells that are HTML already; a click on a head sorts it."""
    if not rows:
        return ""
    sides = [' class="n"' if column.figures else "" for column in columns]
    heads = "".join(
        f'<th scope="col"{side}>{escape(column.head)}</th>'
        for column, side in zip(columns, sides, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{side}>{cell}</td>" for side, cell in zip(sides, row, strict=True))
        + "</tr>"
        for row in rows
    )
    kind = ' class="wide"' if wide else ""
    return (
        f'<div class="scroll"><table{kind}><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Return names with what is known of them; pairs without content are left out."""
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in pairs if value
    )
    return f'<dl class="facts">{rows}</dl>'


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph of HTML; nothing for nothing."""
    if not text:
        return ""
    return f'<p class="{kind}">{text}</p>' if kind else f"<p>{text}</p>"


def verdict_word(verdict: str) -> str:
    """Return a verdict as a word with a sign beside it, so that no color is needed."""
    sign, kind = {"pass": ("\u2713", "ok"), "fail": ("\u2717", "bad")}.get(verdict, ("?", "open"))
    return f'<span class="v {kind}">{sign} {escape(verdict)}</span>'


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence does.

    Examples
    --------
    >>> listed(["A", "B", "C"]), listed(["A"])
    ('A, B and C', 'A')
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
