"""`portcall audit`: what a press text claims, what of it holds, what cannot be true, what was meant."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.output import progress, zones_of
from portcall.core.errors import DataError, InputError

if TYPE_CHECKING:
    from portcall.catalogue.load import Catalogue
    from portcall.cli.given_text import GivenText
    from portcall.records.claims import PressAudit

CONTRADICTS = 1


@dataclass(frozen=True)
class _Wanted:
    """The files that are asked for besides what is printed."""

    out: Path | None
    page: Path | None
    attributed: str | None


def audit(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Texts; - reads standard input.")
    ],
    dateline: Annotated[
        str | None, typer.Option("--dateline", help="Day of the text, where it names none.")
    ] = None,
    tz: Annotated[
        list[str] | None, typer.Option("--tz", help="Also show this zone (Europe/Moscow).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the flight as a file for portcall fly.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the text with its marks as a page.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Source to name in --out; the file's name.")
    ] = None,
) -> None:
    """Check what texts say of station visits; several are also held against each other.

    Exit codes: 0 nothing contradicts, 1 something does, 2 bad input, 3 missing data (no grammar reads
    the language).
    """
    zones = zones_of(tz or ())
    day = _day(dateline)
    wanted = _Wanted(out, html, source)
    _refuse_targets(wanted)
    texts = _texts(files)
    from portcall.audit.press.press_audit import audit_texts
    from portcall.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    given = [(one.source, one.text, day) for one in texts]
    found = audit_texts(given, catalogue, stage=progress)
    notes = [one.notes for one in texts]
    left = _write(found, catalogue, wanted, notes, tz or ())
    if as_json:
        from portcall.export.press_json import press_json

        print(json.dumps(press_json(found, notes), indent=2))
    elif any(reading.language for reading in found.readings):
        from portcall.cli.audit_text import show

        show(found, notes, zones, left)
    _end(found)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"'{text}' is not a day", where="--dateline", remedy="write it as 2025-07-03"
        ) from None


def _texts(files: Sequence[str]) -> "tuple[GivenText, ...]":
    from portcall.cli.given_text import given_text

    twice = next((name for name in files if files.count(name) > 1), None)
    if twice is not None:
        raise InputError("named twice", where=twice, remedy="name each text once")
    return tuple(given_text(name) for name in files)


def _refuse_targets(wanted: _Wanted) -> None:
    """Refuse files that could not be written, before texts are read for them."""
    from portcall.export.atomic_file import require_replaceable

    if wanted.out is not None:
        from portcall.export.visit_file import FIRST_LINE

        if wanted.out.suffix != ".toml":
            raise InputError(
                f"'{wanted.out.name}' is no name for a flight file",
                where="--out",
                remedy="end it with .toml",
            )
        require_replaceable(wanted.out, FIRST_LINE, where="--out")
    if wanted.page is not None:
        from portcall.report.press_words import PAGE_MARK

        require_replaceable(wanted.page, PAGE_MARK, where="--html")


def _write(
    found: "PressAudit",
    catalogue: "Catalogue",
    wanted: _Wanted,
    notes: Sequence[Sequence[str]],
    zones: Sequence[str],
) -> tuple[str, ...]:
    """Write the files that are asked for; return a line about each."""
    from portcall.export.atomic_file import write_whole

    lines: list[str] = []
    if wanted.out is not None:
        from portcall.export.visit_file import visit_file

        visit = visit_file(found, catalogue, attributed=wanted.attributed)
        write_whole(wanted.out, visit.text.encode(), where="--out")
        lines += [f"wrote {wanted.out}: {visit.sentence}", *visit.notes]
    if wanted.page is not None:
        from portcall import __version__
        from portcall.report.press_page import press_page

        page = press_page(found, notes=notes, zones=zones_of(zones), tool_version=__version__)
        write_whole(wanted.page, page, where="--html")
        lines.append(f"wrote {wanted.page}")
    return tuple(lines)


def _end(found: "PressAudit") -> None:
    """End with what the exit code says: no text could be read, or something contradicts."""
    if not any(reading.language for reading in found.readings):
        raise DataError(
            "no grammar reads this language; nothing was checked",
            where=", ".join(reading.source for reading in found.readings),
            limit="English",
            remedy="give an English text",
        )
    if any(c.verdict == "contradicts" for reading in found.readings for c in reading.claims):
        raise typer.Exit(CONTRADICTS)
