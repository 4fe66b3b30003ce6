"""The audit of texts as one page: what is wrong, each text with its marks, the timeline. No script."""

from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from portcall.records.claims import Claim, PressAudit, Reading, Told
from portcall.report.markup import Column, table
from portcall.report.press_marks import KINDS, marked_text
from portcall.report.press_style import PRESS_STYLE, press_policy
from portcall.report.press_words import (
    PAGE_MARK,
    SIGNS,
    VERDICT_WORDS,
    claims_of,
    count,
    in_zones,
    instant,
    is_read,
    kind_words,
    meant_words,
    short,
    time_words,
    value_words,
    verdict_line,
    zone_clocks,
)

_CLAIMS_MOST = 20  # links behind one event


def press_page(
    audit: PressAudit,
    *,
    notes: Sequence[Sequence[str]] = (),
    zones: Sequence[ZoneInfo] = (),
    tool_version: str = "",
) -> bytes:
    """Return the audit as one HTML page that opens anywhere: the same bytes for the same audit.

    Parameters
    ----------
    audit : PressAudit
        The judged texts.
    notes : Sequence[Sequence[str]]
        What was done to read each text, in their order.
    zones : Sequence[ZoneInfo]
        Local times to show beside UTC.
    tool_version : str
        Of portcall.
    """
    given = [*notes, *([()] * (len(audit.readings) - len(notes)))]
    body = "".join(
        _text(reading, f"t{place}", said, zones)
        for place, (reading, said) in enumerate(zip(audit.readings, given, strict=True), 1)
    )
    title = ", ".join(reading.source for reading in audit.readings)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{PAGE_MARK}'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(press_policy())}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Audit of {escape(short(title, 120))}</title><style>{PRESS_STYLE}</style></head><body>"
        f"<header><h1>What holds of what was said</h1>"
        f'<p class="sub">{escape(short(title, 400))} \u00b7 times are UTC unless a zone is named</p>'
        f"</header><main>{_summary(audit)}{body}{_timeline(audit, zones)}</main>"
        f"<footer><p>Made by portcall {escape(tool_version)}. Claims are read by rules and judged by "
        "recorded flights and flight mechanics; what cannot be checked may still be true.</p></footer>"
        "</body></html>\n"
    ).encode(errors="replace")


def _summary(audit: PressAudit) -> str:
    claims = claims_of(audit)
    wrong = [
        (f"t{place}", reading, claim)
        for place, reading in enumerate(audit.readings, 1)
        for claim in reading.claims
        if claim.verdict == "contradicts"
    ]
    kind = "bad" if wrong else "ok" if any(one.verdict == "holds" for one in claims) else "open"
    remarks = "".join(f'<p class="small">{escape(note)}</p>' for note in audit.notes)
    legend = " \u00b7 ".join(
        f'<span class="v {KINDS[one]}">{SIGNS[one]} {VERDICT_WORDS[one]}</span>'
        for one in ("holds", "contradicts", "cannot_check")
    )
    items = "".join(_wrong_item(prefix, reading, claim, audit) for prefix, reading, claim in wrong)
    listed = f"<h2>What cannot be true</h2><ol>{items}</ol>" if items else ""
    lead = f'<p class="{kind}"><strong>{escape(verdict_line(claims))}</strong></p>'
    return f'<section id="summary">{lead}<p class="small">{legend}</p>{remarks}{listed}</section>'


def _wrong_item(prefix: str, reading: Reading, claim: Claim, audit: PressAudit) -> str:
    place = f"{escape(reading.source)}: " if len(audit.readings) > 1 else ""
    stop = "" if claim.reason.endswith((".", "?", "!")) else "."
    meant = f"{stop} Probably meant: {_meant(claim)}" if claim.correction else ""
    return (
        f'<li>{place}<a href="#{prefix}-m{claim.number}">{escape(_headline(claim))}</a>: '
        f"{escape(claim.reason)}{meant}</li>"
    )


def _headline(claim: Claim) -> str:
    ship = f" of {claim.subject}" if claim.subject and claim.subject != claim.value else ""
    return f"{kind_words(claim)}{ship}, {value_words(claim)}"


def _meant(claim: Claim) -> str:
    meant, why = meant_words(claim)
    shown = f'<span class="meant">{escape(meant)}</span>' if meant else ""
    return f"{shown}{': ' if meant and why else ''}{escape(why)}"


def _text(reading: Reading, prefix: str, said: Sequence[str], zones: Sequence[ZoneInfo]) -> str:
    remarks = [*said, *reading.notes]
    if reading.claims and reading.dateline:
        remarks.insert(
            0, f"days without a date count from {reading.dateline} ({reading.dateline_from})"
        )
    lines = "".join(f'<p class="small">{escape(note)}</p>' for note in remarks)
    verdict = (
        verdict_line(reading.claims)
        if is_read(reading)
        else "no grammar reads this language; nothing was checked"
    )
    items = "".join(_note(claim, prefix, zones) for claim in reading.claims)
    listed = f'<ol class="notes" aria-label="Claims">{items}</ol>' if items else ""
    return (
        f'<section id="{prefix}"><h2>{escape(short(reading.source, 200))}</h2>'
        f"<p>{escape(verdict)}</p>{lines}"
        f'<div class="both">{marked_text(reading, prefix)}{listed}</div></section>'
    )


def _note(claim: Claim, prefix: str, zones: Sequence[ZoneInfo]) -> str:
    kind = KINDS[claim.verdict]
    clocks = [
        f"{text} {zone.key}"
        for text, zone in zip(in_zones(claim, zones), zones, strict=True)
        if text
    ]
    local = f'<p class="at">{escape(", ".join(clocks))}</p>' if clocks else ""
    reason = f"<p>{escape(claim.reason)}</p>" if claim.reason else ""
    meant = f"<p>Probably meant: {_meant(claim)}</p>" if claim.correction else ""
    return (
        f'<li class="{kind}" id="{prefix}-n{claim.number}"><p>'
        f'<a href="#{prefix}-m{claim.number}" aria-label="to claim {claim.number} in the text">'
        f'{claim.number}</a> <span class="v {kind}">{SIGNS[claim.verdict]} '
        f"{VERDICT_WORDS[claim.verdict]}</span> {escape(_headline(claim))}</p>"
        f'<p class="at">\u201c<bdi>{escape(short(claim.quote, 160))}</bdi>\u201d</p>'
        f"{local}{reason}{meant}</li>"
    )


def _who(told: Told, places: dict[str, str]) -> str:
    several = len(places) > 1
    links = [
        f'<a href="#{places.get(source, "t1")}-m{number}">'
        f"{escape(source) + ' ' if several else ''}{number}</a>"
        for source, number in told.claims[:_CLAIMS_MOST]
    ]
    more = len(told.claims) - _CLAIMS_MOST
    return ", ".join(links) + (f" and {more} more" if more > 0 else "")


def _timeline(audit: PressAudit, zones: Sequence[ZoneInfo]) -> str:
    if not audit.timeline:
        return ""
    places = {reading.source: f"t{place}" for place, reading in enumerate(audit.readings, 1)}
    heads = ("UTC", *(zone.key for zone in zones), "event", "ship", "claims", "agree", "rests on")
    rows = [
        (
            escape(time_words(told.utc) if told.utc else "nothing fits"),
            *zone_clocks(instant(told.utc), zones),
            escape(told.kind),
            escape(told.subject),
            _who(told, places),
            "yes" if told.agree else "no",
            escape(told.basis),
        )
        for told in audit.timeline
    ]
    caption = f"{count(len(rows), 'event')}, each at the instant that fits best"
    columns = [Column(head) for head in heads]
    return f'<section id="timeline"><h2>Timeline</h2>{table(caption, columns, rows)}</section>'
