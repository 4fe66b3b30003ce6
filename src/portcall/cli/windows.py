"""`portcall windows`: every launch opportunity between two dates, open or closed, and why."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from portcall.cli.orbit_file import station_elements
from portcall.cli.output import clock, clocks, progress, table, zones_of
from portcall.core.constants import DAY_S
from portcall.core.errors import InputError
from portcall.core.time import format_utc, parse_utc, parse_utc_with_precision

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from portcall.catalogue.load import Catalogue
    from portcall.visit.known_elements import KnownElements
    from portcall.visit.opportunity import Opportunity
    from portcall.visit.port_state import PortState
    from portcall.visit.station_elements import KnownMotion
    from portcall.visit.windows import WindowSearch

NONE_OPEN = 1
_FIRST_YEAR, _LAST_YEAR = 1973, 2100  # what the frames and the Sun are good for


def windows(
    vehicle: Annotated[str, typer.Option("--vehicle", help="Id of the vehicle.")],
    site: Annotated[str, typer.Option("--site", help="Id of the launch site.")],
    start: Annotated[str, typer.Option("--from", help="First day or instant, UTC.")],
    end: Annotated[str, typer.Option("--to", help="Last day (included) or instant, UTC.")],
    station: Annotated[str, typer.Option("--station", help="Id of the station.")] = "iss",
    profile: Annotated[
        str | None, typer.Option("--profile", help="Profiles, comma-separated; all of the ship's.")
    ] = None,
    port: Annotated[
        str | None, typer.Option("--port", help="The port; without it, each that fits is shown.")
    ] = None,
    elements: Annotated[
        Path | None, typer.Option("--elements", help="Station elements: TLE, OMM or OEM.")
    ] = None,
    tz: Annotated[
        list[str] | None, typer.Option("--tz", help="Also show this zone (Europe/Moscow).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    allow_stale: Annotated[
        bool, typer.Option("--allow-stale", help="Search with elements over 14 days old.")
    ] = False,
) -> None:
    """Find every launch opportunity: instant, profile, phase, cost, contact, light and port.

    Exit codes: 0 at least one is open, 1 none is, 2 bad input, 3 missing data.
    """
    began = time.perf_counter()
    zones = zones_of(tz or ())
    first, last = _instant(start, "--from"), _end_of(end)
    from portcall.catalogue.load import load_catalogue
    from portcall.visit.station_elements import motion_for
    from portcall.visit.windows import find_windows, refuse_span

    refuse_span(first, last)
    catalogue = load_catalogue()
    names = [name.strip() for name in profile.split(",") if name.strip()] if profile else None
    catalogue.station(station)
    flown = len(names or catalogue.vehicle(vehicle).profiles)
    total = round(flown * ((last - first) / timedelta(days=1) + 2.0))
    given = _elements(catalogue, station, elements)
    known = motion_for(
        catalogue, station=station, start=first, given=given, allow_stale=allow_stale
    )
    asked: dict[str, Any] = {  # Any: keyword arguments of several types
        "vehicle": vehicle,
        "site": site,
        "station": station,
        "port": port,
        "motion": known.motion,
        "start": first,
        "profiles": names,
    }
    with progress("passes", total) as step:
        found = find_windows(
            catalogue, **asked, end=last, progress=cast("Callable[[int, int], None]", step)
        )
    spent_s = round(time.perf_counter() - began, 3)
    if as_json:
        print(json.dumps(_document(asked, last, known, found, spent_s), indent=2))
    else:
        _show(asked, last, known, found, zones)
    if not any(one.open for one in found.opportunities):
        raise typer.Exit(NONE_OPEN)


def _instant(text: str, where: str) -> datetime:
    moment = parse_utc(text, where=where)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise InputError(
            f"the year {moment.year}", limit=f"{_FIRST_YEAR} to {_LAST_YEAR}", where=where
        )
    return moment


def _end_of(text: str) -> datetime:
    """Return the end of the search; a bare date means the end of that day."""
    moment = _instant(text, "--to")
    bare = parse_utc_with_precision(text)[1] == DAY_S
    return moment + timedelta(days=1) if bare else moment


def _elements(catalogue: "Catalogue", station: str, file: Path | None) -> "KnownElements | None":
    if file is None:
        return None
    return station_elements(file, catalogue.station(station).norad_id)[0]


def _row(one: "Opportunity") -> dict[str, Any]:
    """Return an opportunity as one flat object; what a closed one lacks is null."""
    from portcall.visit.opportunity import Rendezvous

    row = one.model_dump(mode="json")
    chase = row.pop("rendezvous") or dict.fromkeys(Rendezvous.model_fields)
    return {**row, **chase}


def _document(
    asked: Mapping[str, Any],
    last: datetime,
    known: "KnownMotion",
    found: "WindowSearch",
    spent_s: float,
) -> dict[str, Any]:
    return {
        "vehicle": asked["vehicle"],
        "site": asked["site"],
        "station": asked["station"],
        "port": asked["port"],
        "from_utc": format_utc(asked["start"]),
        "to_utc": format_utc(last),
        "elements": {
            "epoch_utc": format_utc(known.motion.epoch),
            "age_h": round(known.age_h, 3),
            "source": known.source,
            "stale": known.stale,
        },
        "station_maneuvers": len(known.motion.maneuvers),
        "opportunities": [_row(one) for one in found.opportunities],
        "unreachable": found.unreachable,
        "notes": list(found.notes),
        "timing": {"computed_s": spent_s},
    }


def _phase(one: "Opportunity") -> str:
    doubt = "?" if one.uncertain else ""
    return f"{one.phase_deg:.1f} \u00b1{one.phase_sigma_deg:.1f}{doubt}"


def _ports(ports: "tuple[PortState, ...]") -> str:
    """Say which ports are free; of a single one, also who is there."""
    if len(ports) == 1:
        by = f" ({ports[0].by})" if ports[0].by else ""
        return f"{ports[0].state}{by}"
    free = [port.port for port in ports if port.state == "free"]
    if free:
        return ", ".join(free)
    return "cannot say" if any(port.state == "cannot say" for port in ports) else "none"


def _open_row(one: "Opportunity", zones: "tuple[ZoneInfo, ...]") -> tuple[str, ...]:
    chase = one.rendezvous
    if chase is None:
        return (*clocks(one.liftoff_utc, zones), one.profile, _phase(one), *[""] * 6)
    return (
        *clocks(one.liftoff_utc, zones),
        one.profile,
        _phase(one),
        f"{chase.delta_v_m_s:.1f}" if chase.plan_closes else "no plan",
        clock(chase.contact_utc)[5:16],
        f"{chase.sun_elevation_deg:+.0f}",
        "day" if chase.sunlit else "night",
        f"{len(chase.ground_stations)}+{len(chase.relays)}",
        _ports(chase.ports),
    )


def _closed_row(one: "Opportunity", zones: "tuple[ZoneInfo, ...]") -> tuple[str, ...]:
    what = one.closed
    reboost = what is not None and what.reboost_m_s is not None
    return (
        *clocks(one.liftoff_utc, zones),
        one.profile,
        _phase(one),
        f"{one.closed_by_deg:.1f}",
        f"{what.reboost_m_s:+.2f}" if what and what.reboost_m_s is not None else "",
        f"{what.reboost_utc:%m-%d %H:%M}" if reboost and what and what.reboost_utc else "",
        (what.opens_on or "") if what else "",
    )


def _show(
    asked: Mapping[str, Any],
    last: datetime,
    known: "KnownMotion",
    found: "WindowSearch",
    zones: "tuple[ZoneInfo, ...]",
) -> None:
    print(
        f"{asked['vehicle']} from {asked['site']} to {asked['station']}, "
        f"{clock(asked['start'])[:16]} to {clock(last)[:16]} UTC"
    )
    print(
        f"station elements of {clock(known.motion.epoch)} UTC, {known.age_h / 24.0:.1f} days "
        f"before the start ({known.source})"
    )
    lifted = ("lift-off [UTC]", *(zone.key for zone in zones), "profile", "phase [deg]")
    opened = [one for one in found.opportunities if one.open]
    shut = [one for one in found.opportunities if not one.open]
    if opened:
        table(
            "open (?: the phase's 68 % uncertainty reaches beyond the profile's range; "
            "seen by: ground stations + relays)",
            (*lifted, "m/s", "contact", "Sun", "light", "seen by", "port"),
            [_open_row(one, zones) for one in opened],
        )
    if shut:
        table(
            "closed, and what opens it: a station reboost, or a later day within 30",
            (*lifted, "closed by [deg]", "reboost [m/s]", "on", "or day"),
            [_closed_row(one, zones) for one in shut],
        )
    print(f"{len(found.opportunities)} opportunities, {len(opened)} open")
    if opened and opened[0].rendezvous is not None:
        first = opened[0]
        print(
            f"first open: {clock(first.liftoff_utc)} UTC \u00b1{first.liftoff_sigma_s:.1f} s, "
            f"{first.profile}; each second late costs "
            f"{opened[0].rendezvous.late_cost_m_s_per_s:.2f} m/s to turn the plane"
        )
        for backup in first.backups:
            cost = "" if backup.delta_v_m_s is None else f", {backup.delta_v_m_s:.1f} m/s"
            state = "open" if backup.profile_open else "closed"
            print(
                f"  {round(backup.late_s / DAY_S) * 24} h later: {clock(backup.utc)} UTC, "
                f"phase {backup.phase_deg:.1f} deg, {state}{cost}"
            )
    for name, reason in found.unreachable.items():
        print(f"{name}: not reached: {reason}")
    for note in found.notes:
        print(f"note: {note}")
