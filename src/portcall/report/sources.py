"""Where every figure is from, what is not modelled, and how to make the page again."""

from html import escape

from portcall.catalogue.cite import Citation, citations
from portcall.environment.borders import borders
from portcall.report.markup import Section, facts, paragraph
from portcall.report.report_input import ReportInput
from portcall.report.shown import said

_NOT_MODELLED = (
    (
        "The months at the port are not flown here: what is handed over, eaten and thrown away comes from "
        "the typical load that the notes name."
    ),
    (
        "The station does not burn on its own between the elements and the docking, unless such a "
        "burn was given."
    ),
    "The rocket flies its nominal way: engine spread, wind and a late cut-off act only through the sigmas.",
    "Ground and relay coverage is a matter of sight alone: no antenna is ever busy or broken.",
    "Maps show the land's outline to what a page can show; distances to land are computed on the full one.",
)


def _entry(citation: Citation) -> str:
    keys: dict[str, list[str]] = {}
    for use in citation.uses:
        keys.setdefault(use.status, []).append(use.key)
    lines = "".join(
        f"<li>{escape(status)}: {', '.join(f'<code>{escape(key)}</code>' for key in names)}</li>"
        for status, names in keys.items()
    )
    return f'<li>{said(citation.source)}<ul class="keys">{lines}</ul></li>'


def sources(told: ReportInput) -> Section:
    """Return the section of the sources, each with the figures drawn from it."""
    found = citations(told.flight, told.catalogue)
    head = paragraph(
        "Every figure of the catalogue that this visit draws on, under the source that it is "
        "from, with its "
        "status: published there, derived from it, or estimated here within a range."
    )
    entries = "".join(_entry(one) for one in found)
    land = paragraph(said(borders().attribution), "small")
    return Section("sources", "Sources", f'{head}<ol class="sources">{entries}</ol>{land}')


def limits_of_the_model(told: ReportInput) -> Section:
    """Return the section of what the record notes, and of what nothing here models."""
    shown = told.shown
    own = "".join(
        f"<li>{shown.text(f'notes[{number}]')}</li>" for number in range(len(told.record.notes))
    )
    docking = told.record.docking
    notes = () if docking is None else docking.notes
    own += "".join(
        f"<li>{shown.text(f'docking.notes[{number}]')}</li>" for number in range(len(notes))
    )
    general = "".join(f"<li>{escape(one)}</li>" for one in _NOT_MODELLED)
    said_here = f"<h3>Notes of this visit</h3><ul>{own}</ul>" if own else ""
    return Section(
        "not-modelled", "What is not modelled", f"{said_here}<h3>Always</h3><ul>{general}</ul>"
    )


def reproduce(told: ReportInput) -> Section:
    """Return the section that says how to make the page again."""
    shown, record = told.shown, told.record
    how = paragraph("With the same version, the same command gives the same record, byte for byte:")
    pairs = [
        ("Version", said(f"portcall {told.tool_version}", "tool")),
        ("Flight", shown.text("flight")),
        ("Vehicle", shown.text("vehicle")),
        ("Station elements of [UTC]", shown.clock("elements.epoch_utc")),
        ("These elements are from", shown.text("elements.source")),
        (
            "Elements for the way home [UTC]",
            shown.clock("home.elements.epoch_utc") if record.home else "",
        ),
        ("These are from", shown.text("home.elements.source") if record.home else ""),
        (
            "Beside this page",
            said("visit.json holds every figure shown here; manifest.json the hashes of all files"),
        ),
    ]
    command = f"<pre><code>{escape(told.command)}</code></pre>" if told.command else ""
    return Section(
        "reproduce", "How to make this again", (how + command if command else "") + facts(pairs)
    )
