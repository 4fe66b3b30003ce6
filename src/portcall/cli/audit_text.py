"""An audit in a terminal: the verdict, what is wrong, the other claims, the timeline."""

import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portcall.cli.output import table
from portcall.report.press_words import (
    claims_of,
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

if TYPE_CHECKING:
    from portcall.records.claims import Claim, PressAudit, Reading, Told

_QUOTE_MOST = 60
_REASON_MOST = 240
_COLUMNS_MOST = MappingProxyType({"claim": 19, "said": 24, "UTC or value": 20})
_ROWS_MOST = 200  # a megabyte of text has thousands; --json and --html have them all
_CLAIMS_MOST = 6
_PIPE_WIDTH = 118
_LABEL = 7


@dataclass(frozen=True)
class _Numbered:
    """A claim with the number that it is shown by: with several texts, `2.5` is claim 5 of text 2."""

    label: str
    claim: "Claim"


def show(
    audit: "PressAudit",
    notes: Sequence[Sequence[str]],
    zones: Sequence[ZoneInfo],
    left: Sequence[str] = (),
) -> None:
    """Print an audit, and what was written beside it."""
    several = len(audit.readings) > 1
    if several:
        print(f"{len(audit.readings)} texts, {verdict_line(claims_of(audit))}")
    for place, (reading, said) in enumerate(zip(audit.readings, notes, strict=True), 1):
        _head(reading, said, f"{place}  " if several else "")
    for note in audit.notes:
        print(_wrapped("note", note))
    claims = [
        _Numbered(f"{place}.{claim.number}" if several else str(claim.number), claim)
        for place, reading in enumerate(audit.readings, 1)
        for claim in reading.claims
    ]
    _wrong([one for one in claims if one.claim.verdict == "contradicts"], zones)
    for verdict, title in (("cannot_check", "cannot be checked"), ("holds", "holds")):
        _rest(
            title,
            [one for one in claims if (one.claim.verdict or "cannot_check") == verdict],
            zones,
        )
    _timeline(audit, zones)
    for line in left:
        print(line)


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE_WIDTH


def _wrapped(label: str, text: str) -> str:
    indent = " " * (4 + _LABEL)
    return textwrap.fill(
        " ".join(text.split()),
        max(_width(), 60),
        initial_indent=f"    {label:<{_LABEL}}",
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _head(reading: "Reading", said: Sequence[str], place: str) -> None:
    if is_read(reading):
        print(f"{place}{reading.source}: {verdict_line(reading.claims)}")
    else:
        print(f"{place}{reading.source}: no grammar reads this language; nothing was checked")
    origin = {"given": "as given", "in the text": "from the text", "first date": "its first date"}
    if reading.claims and reading.dateline and reading.dateline_from in origin:
        day = f"{reading.dateline}, {origin[reading.dateline_from]}"
        print(_wrapped("day", f"{day}: what names no date counts from it"))
    for note in (*said, *reading.notes):
        print(_wrapped("note", note))


def _wrong(found: Sequence[_Numbered], zones: Sequence[ZoneInfo]) -> None:
    """Print one short block for each claim that cannot be true."""
    if not found:
        return
    print("\nWhat cannot be true:")
    told: dict[tuple[object, ...], str] = {}
    for one in found[:_ROWS_MOST]:
        claim, meant = one.claim, one.claim.correction
        ship = f" of {claim.subject}" if claim.subject and claim.subject != claim.value else ""
        print(f'  {one.label}  {kind_words(claim)}{ship}: "{short(claim.quote, 90)}"')
        same = told.setdefault((claim.kind, claim.subject, claim.reason, meant), one.label)
        if same != one.label:
            print(_wrapped("but", f"as {same}"))
            continue
        if claim.kind != "blank":
            print(_wrapped("says", _also_in(value_words(claim), in_zones(claim, zones), zones)))
        print(_wrapped("but", claim.reason))
        if meant is not None:
            clocks = _also_in("", zone_clocks(instant(meant.value), zones), zones)
            print(_wrapped("meant", ": ".join(filter(None, meant_words(claim, clocks=clocks)))))
    _more(len(found))


def _also_in(shown: str, clocks: Sequence[str], zones: Sequence[ZoneInfo]) -> str:
    named = [f"{text} {zone.key}" for text, zone in zip(clocks, zones, strict=True) if text]
    return f"{shown} ({', '.join(named)})" if named else shown


def _main_ship(subjects: Sequence[str | None]) -> str | None:
    """Return the ship that most is about; it stands in the title, and the others in their rows."""
    known = Counter(subject for subject in subjects if subject)
    return max(known, key=lambda ship: known[ship], default=None)


def _rest(title: str, found: Sequence[_Numbered], zones: Sequence[ZoneInfo]) -> None:
    """Print the claims that hold, or that cannot be checked, as a table."""
    if not found:
        return
    ship = _main_ship([one.claim.subject for one in found])
    alike = _alike(_ships_once(found))
    columns = ["no", "claim", "said", "UTC or value", *(zone.key for zone in zones), "why"]
    rows = [_row(one, zones, ship) for one in alike[:_ROWS_MOST]]
    whose = f", of {ship} where no other is named" if ship else ""
    print()
    table(f"What {title}{whose}:", columns, rows, most=_COLUMNS_MOST)
    _more(len(alike))


def _alike(found: Sequence[_Numbered]) -> list[list[_Numbered]]:
    """Return claims together that say the same of the same thing: one instant on three clocks."""
    told: dict[tuple[object, ...], list[_Numbered]] = {}
    for one in found:
        claim, text = one.claim, one.label.rpartition(".")[0]
        same = (text, claim.kind, claim.item, claim.subject, claim.planned, value_words(claim))
        told.setdefault((*same, claim.reason), []).append(one)
    return list(told.values())


def _ships_once(found: Sequence[_Numbered]) -> list[_Numbered]:
    """Return the claims without further names of a ship that is known already."""
    seen: set[tuple[str, str | None]] = set()
    kept = []
    for one in found:
        text = one.label.rpartition(".")[0]
        name = (text, one.claim.value)
        if one.claim.kind == "ship" and one.claim.verdict == "holds" and name in seen:
            continue
        if one.claim.kind == "ship":
            seen.add(name)
        kept.append(one)
    return kept


def _row(
    alike: Sequence[_Numbered], zones: Sequence[ZoneInfo], ship: str | None
) -> tuple[str, ...]:
    claim = alike[0].claim
    other = claim.subject not in {ship, None, claim.value, claim.kind}
    quotes = dict.fromkeys(short(one.claim.quote, _QUOTE_MOST) for one in alike)
    return (
        ", ".join(one.label for one in alike[:_CLAIMS_MOST]),
        f"{kind_words(claim)} of {claim.subject}" if other else kind_words(claim),
        short("; ".join(quotes), _QUOTE_MOST),
        short(value_words(claim).removesuffix(" UTC"), _QUOTE_MOST),
        *in_zones(claim, zones),
        short(claim.reason, _REASON_MOST),
    )


def _timeline(audit: "PressAudit", zones: Sequence[ZoneInfo]) -> None:
    told = audit.timeline
    if not told:
        return
    places = {reading.source: str(place) for place, reading in enumerate(audit.readings, 1)}
    several = len(places) > 1
    ship = _main_ship([one.subject for one in told])
    columns = ["UTC", *(zone.key for zone in zones), "event", "claims", "agree", "rests on"]
    rows = [
        (
            time_words(one.utc).removesuffix(" UTC") if one.utc else "nothing fits",
            *zone_clocks(instant(one.utc), zones),
            one.kind if one.subject in {ship, one.kind} else f"{one.kind} of {one.subject}",
            _who(one, places, several),
            "yes" if one.agree else "no",
            one.basis,
        )
        for one in told[:_ROWS_MOST]
    ]
    table(f"timeline of {ship}: the instants that fit best", columns, rows)
    _more(len(told))


def _more(many: int) -> None:
    if many > _ROWS_MOST:
        print(f"{many - _ROWS_MOST} more; --json and --html have them all")


def _who(told: "Told", places: dict[str, str], several: bool) -> str:
    labels = [
        f"{places.get(source, source)}.{number}" if several else str(number)
        for source, number in told.claims
    ]
    more = len(labels) - _CLAIMS_MOST
    return ", ".join(labels[:_CLAIMS_MOST]) + (f" and {more} more" if more > 0 else "")
