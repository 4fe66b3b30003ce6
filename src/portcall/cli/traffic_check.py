"""`portcall traffic check`: a calendar of visits, judged rule by rule."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.core.errors import InputError

if TYPE_CHECKING:
    from portcall.records.port_calendar import Break, PortCalendar, TrafficCheck

RECORDED = "iss-history"
BROKEN = 1


def check(
    calendar: Annotated[
        str | None, typer.Argument(help=f"{RECORDED}, a CSV or TOML file, or the JSON of a plan.")
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", help="Judge a station log: a file, or a database's URL.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="Show from this day on (UTC).")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="Show until this day, included.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the calendar to a .ics or .csv file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
) -> None:
    """Judge a calendar of visits: ports, seats, handovers, docked lives, spacewalks.

    Exit codes: 0 no rule is surely broken, 1 one is, 2 bad input, 3 missing data.
    """
    from portcall.catalogue.load import load_catalogue
    from portcall.traffic.check.beta_angle import recorded_beta_angles
    from portcall.traffic.check.crew_book import crew_hour_breaks
    from portcall.traffic.check.judge import check_calendar, checked, within
    from portcall.traffic.check.rules import traffic_rules

    span = _span(first, last)
    catalogue = load_catalogue()
    name, visits = _visits(calendar, db)
    rules = traffic_rules(catalogue, visits.station)
    station = catalogue.station(visits.station)
    beta = recorded_beta_angles(catalogue, visits.station)
    judged = check_calendar(visits, rules, station, beta=beta)
    both = (*judged, *crew_hour_breaks(catalogue, visits))
    breaks = tuple(sorted(both, key=lambda one: one.first_utc))
    found = checked(name, visits, within(breaks, *span))
    if out is not None:
        _write(visits, out)
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        _show(found)
    if not found.ok:
        raise typer.Exit(BROKEN)


def _span(first: str | None, last: str | None) -> tuple[datetime | None, datetime | None]:
    from portcall.records.known_time import KnownTime

    start = None if first is None else KnownTime.parse(first, where="--from").earliest_utc
    end = None if last is None else KnownTime.parse(last, where="--to").latest_utc
    if start is not None and end is not None and end <= start:
        raise InputError("ends before it starts", where="--to", limit=f"after {first}")
    return start, end


def _visits(calendar: str | None, db: str | None) -> "tuple[str, PortCalendar]":
    from portcall.catalogue.load import load_catalogue

    if db is not None:
        if calendar is not None:
            raise InputError("a calendar and a log", where="--db", remedy="give one of the two")
        from portcall.traffic.log.calendar import port_calendar
        from portcall.traffic.log.store import open_log

        with open_log(db) as log:
            visits = port_calendar(log.events(in_effect=True))
        # who was there before the first event, the log does not say
        return _named(db), visits.model_copy(update={"complete_from_utc": None})
    from portcall.cli.traffic_files import given_calendar

    chosen = RECORDED if calendar is None else calendar
    return Path(chosen).name, given_calendar(chosen, load_catalogue())


def _named(db: str) -> str:
    """Return a name for a log that holds no password."""
    return "station log" if "://" in db else Path(db).name


def _write(visits: "PortCalendar", out: Path) -> None:
    from portcall import __version__
    from portcall.export.traffic_calendar import calendar_file

    text = calendar_file(visits, out.name, tool_version=__version__)
    out.write_bytes(text.encode())


def _show(found: "TrafficCheck") -> None:
    broken = [one for one in found.breaks if one.is_certain]
    doubtful = [one for one in found.breaks if one.severity == "rule" and not one.is_certain]
    notices = [one for one in found.breaks if one.severity == "notice"]
    print(
        f"{found.calendar}: {_count(found.stays, 'stay')} and {_count(found.spacewalks, 'spacewalk')} "
        f"at {found.station}; rules broken: {len(broken)}, that cannot be told: {len(doubtful)}, "
        f"notices: {len(notices)}"
    )
    _blocks("Rules that are broken:", broken)
    _blocks("Rules of which the known times cannot tell:", doubtful)
    if notices:
        from portcall.cli.output import table

        rows = [
            (_days(one), one.rule, ", ".join(one.ships), one.limit, _doubt(one) + one.found)
            for one in notices
        ]
        table(
            "notices: habits that were left", ("UTC days", "habit", "ships", "usual", "found"), rows
        )


def _blocks(title: str, breaks: "Sequence[Break]") -> None:
    """Print one short block a break: what was found, the limit, what mends it, who says so."""
    if not breaks:
        return
    print(f"\n{title}")
    for one in breaks:
        where = f" at {', '.join(one.ports)}" if one.ports else ""
        print(f"  {_days(one)}  {one.rule}: {', '.join(one.ships)}{where}")
        for key, words in (
            ("found", one.found),
            ("limit", one.limit),
            ("mend", one.suggestion),
            ("source", one.source),
        ):
            if words:
                print(f"      {key:<7} {words}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _doubt(one: "Break") -> str:
    return "" if one.verdict == "broken" else "perhaps: "


def _days(one: "Break") -> str:
    first, last = f"{one.first_utc:%Y-%m-%d}", f"{one.last_utc:%Y-%m-%d}"
    return first if first == last else f"{first}..{last}"
