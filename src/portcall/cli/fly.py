"""`portcall fly`: one visit, predicted, flown, judged, and left as a folder that other tools read."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.output import clock, clocks, elapsed, progress, seconds, table, zones_of
from portcall.core.errors import InputError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from portcall.catalogue.flight import Flight
    from portcall.catalogue.load import Catalogue
    from portcall.catalogue.profile import Profile
    from portcall.orbit.visibility import Place
    from portcall.records.visit import VisitRecord
    from portcall.visit.known_elements import KnownElements
    from portcall.visit.visit import Visit

BROKEN = 1
_MOST_SAMPLES = 100_000
_LARGEST_SEED = 2**63 - 1
_LARGEST_FILE = 20_000_000  # bytes; a year of station elements is a tenth of this


def fly(
    flight: Annotated[str, typer.Argument(metavar="FLIGHT|FILE.toml", help="Whom to fly.")],
    elements: Annotated[
        Path | None, typer.Option("--elements", help="Station elements: TLE, OMM or OEM.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help="Another rendezvous profile, id or file.")
    ] = None,
    port: Annotated[str | None, typer.Option("--port", help="Another port.")] = None,
    samples: Annotated[
        int, typer.Option("--samples", help="Also fly this many dispersed visits.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the samples.")] = 1,
    observer: Annotated[
        str | None,
        typer.Option("--observer", help="LAT,LON in degrees: when both craft pass over."),
    ] = None,
    tz: Annotated[
        list[str] | None, typer.Option("--tz", help="Also show this zone (Europe/Moscow).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Run folder; runs/FLIGHT.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    allow_stale: Annotated[
        bool, typer.Option("--allow-stale", help="Fly with elements over 14 days old.")
    ] = False,
    hindcast: Annotated[
        bool, typer.Option("--hindcast", help="Allow elements from after the launch.")
    ] = False,
) -> None:
    """Predict and fly one visit, from the pad to the port, and hold it against what flew.

    Exit codes: 0 every rule is met, 1 a rule is broken or there is no plan, 2 bad input, 3 missing
    data.
    """
    started = time.perf_counter()
    zones = zones_of(tz or ())
    _refuse_beyond("samples", samples, _MOST_SAMPLES)
    _refuse_beyond("seed", seed, _LARGEST_SEED)
    from portcall.catalogue.load import load_catalogue
    from portcall.export.atomic_folder import require_writable_target

    catalogue = load_catalogue()
    record = catalogue.flight(flight)
    folder = out or Path("runs") / record.id
    require_writable_target(folder)
    place = _place(observer)
    given, inputs = _elements(catalogue, record, elements)
    visit = _visit(catalogue, record, given, profile, port, allow_stale, hindcast)
    shown = _completed(catalogue, record, visit, samples, seed, place)
    shown = shown.model_copy(
        update={"timing": {"computed_s": round(time.perf_counter() - started, 3)}}
    )
    _leave(catalogue, record, visit, shown, folder, inputs)
    from portcall.export.tables import visit_json

    if as_json:
        print(visit_json(shown, timing=True), end="")
    else:
        _show(record, shown, zones, folder)
    broken = [verdict.rule for verdict in shown.verdicts if verdict.verdict == "fail"]
    if broken:
        closed = [note for note in shown.notes if note.startswith("CLOSED: ")]
        why = closed[0].removeprefix("CLOSED: ") if closed else "broken: " + ", ".join(broken)
        print(f"portcall: {why}", file=sys.stderr)
        raise typer.Exit(BROKEN)


def _refuse_beyond(option: str, value: int, most: int) -> None:
    if not 0 <= value <= most:
        raise InputError(
            f"{value} is out of range",
            limit=f"0 to {most}",
            where=f"--{option}",
            remedy="choose a number within it",
        )


def _place(observer: str | None) -> "Place | None":
    if observer is None:
        return None
    from portcall.visit.observer import parse_place

    return parse_place(observer)


def _elements(
    catalogue: "Catalogue", record: "Flight", file: Path | None
) -> "tuple[KnownElements | None, dict[str, bytes]]":
    if file is None:
        return None, {}
    from portcall.orbit.formats import read_any
    from portcall.visit.known_elements import elements_from_file

    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise InputError(
                f"{file.stat().st_size} bytes", limit=f"{_LARGEST_FILE} bytes", where=str(file)
            )
        data = file.read_bytes()
    except OSError as why:
        raise InputError(
            f"cannot be read: {why.strerror}", where=str(file), remedy="check the path"
        ) from None
    norad_id = catalogue.station(record.station).norad_id
    return elements_from_file(read_any(data, file.name), norad_id), {file.name: data}


def _visit(
    catalogue: "Catalogue",
    record: "Flight",
    given: "KnownElements | None",
    profile: str | None,
    port: str | None,
    allow_stale: bool,
    hindcast: bool,
) -> "Visit":
    from portcall.catalogue.brief import brief
    from portcall.launch.ascent import NoAscent
    from portcall.visit.known_elements import Policy
    from portcall.visit.setting import setting_of
    from portcall.visit.visit import make_visit

    blind = brief(record)
    if port is not None:
        blind = blind.model_copy(update={"port": port})
    setting = setting_of(
        catalogue,
        blind,
        policy=Policy(allow_stale=allow_stale, hindcast=hindcast),
        given=given,
        profile=profile,
    )
    visit = make_visit(catalogue, setting)
    if isinstance(visit, NoAscent):
        print(f"portcall: no plan: {visit.reason}", file=sys.stderr)
        raise typer.Exit(BROKEN)
    return visit


def _completed(
    catalogue: "Catalogue",
    record: "Flight",
    visit: "Visit",
    samples: int,
    seed: int,
    place: "Place | None",
) -> "VisitRecord":
    """Return the record with flown times, dispersions and an observer's passes."""
    from portcall.audit.flown import with_flown

    shown = with_flown(visit.record, record)
    if samples:
        from portcall.visit.dispersions import disperse

        with progress("sampling", samples) as step:
            dispersed = disperse(
                visit.setting,
                visit.prediction,
                visit.flight,
                catalogue.station(record.station),
                fallback=_fallback(catalogue, visit),
                samples=samples,
                seed=seed,
                progress=step,
            )
        shown = shown.model_copy(update={"dispersions": dispersed})
    if place is not None:
        from portcall.visit.observer import sightings

        seen = sightings(place, visit.flight.chase.path, visit.flight.station)
        shown = shown.model_copy(update={"sightings": seen})
    return shown


def _fallback(catalogue: "Catalogue", visit: "Visit") -> "Profile | None":
    name = visit.setting.profile.fallback
    return catalogue.profile(name) if name is not None else None


def _leave(
    catalogue: "Catalogue",
    record: "Flight",
    visit: "Visit",
    shown: "VisitRecord",
    folder: Path,
    inputs: dict[str, bytes],
) -> None:
    from portcall import __version__
    from portcall.catalogue.cite import citations
    from portcall.export.run_folder import write_run_folder

    write_run_folder(
        folder,
        record=shown,
        chaser=visit.flight.chase.path,
        station=visit.flight.station,
        ascent=visit.point.ascent,
        inputs=inputs,
        sources=[citation.source for citation in citations(record, catalogue)],
        tool_version=__version__,
        station_object_id=visit.setting.motion.elements.international_designator or "UNKNOWN",
    )


def _show(
    record: "Flight", shown: "VisitRecord", zones: "tuple[ZoneInfo, ...]", folder: Path
) -> None:
    used, window = shown.elements, shown.window
    also = f' ("{record.nasa_name}")' if record.nasa_name else ""
    print(f"{record.official_name}{also}: {shown.site} to {shown.station}, {shown.port}")
    print(
        f"profile {shown.profile}; station elements of {clock(used.epoch_utc)} UTC, "
        f"{abs(used.age_h):.1f} h {'AFTER lift-off: a hindcast' if used.hindcast else 'before lift-off'}"
        + (" (stale)" if used.stale else "")
    )
    print(
        f"window: station {window.phase_deg:.1f} deg ahead at insertion "
        f"(±{window.phase_sigma_deg:.2f}; open {window.phase_min_deg:g} to "
        f"{window.phase_max_deg:g}), node drift {window.drift_deg:.3f} deg, "
        f"{window.late_cost_m_s_per_s:.2f} m/s per second late"
    )
    for backup in window.backups:
        cost = "no plan" if backup.delta_v_m_s is None else f"{backup.delta_v_m_s:.1f} m/s"
        state = "open" if backup.profile_open else "closed"
        print(
            f"  backup {clock(backup.utc)} UTC: phase {backup.phase_deg:.1f} deg, {state}, {cost}"
        )
    print()
    _show_timeline(shown, zones)
    _show_burns(shown)
    _show_rules(shown)
    _show_dispersions(shown)
    _show_sightings(shown)
    for note in shown.notes:
        print(f"note: {note}")
    print(f"run folder: {folder}")
    print(f"computed in {shown.timing['computed_s']:.2f} s")


def _show_timeline(shown: "VisitRecord", zones: "tuple[ZoneInfo, ...]") -> None:
    table(
        "timeline (* simulated; the rest follows the published approach timeline)",
        (
            "event",
            "predicted [UTC]",
            *(zone.key for zone in zones),
            "68 %",
            "mission",
            "flown [UTC]",
            "error",
        ),
        [
            (
                event.event
                + (f" {event.note}" if event.event.startswith("burn") else "")
                + (" *" if event.basis == "simulated" else ""),
                *clocks(event.utc, zones),
                "±" + seconds(event.sigma_s),
                elapsed(event.met_s),
                clock(event.flown_utc),
                seconds(event.error_s, signed=True),
            )
            for event in shown.events
        ],
    )


def _show_burns(shown: "VisitRecord") -> None:
    table(
        f"burns: {shown.delta_v_m_s.total:.1f} m/s; no plan can do with less than "
        f"{shown.delta_v_m_s.bound:.1f} m/s",
        (
            "burn",
            "start [UTC]",
            "length",
            "delta-v [m/s]",
            "propellant [kg]",
            "range [km]",
            "perigee after [km]",
        ),
        [
            (
                burn.name,
                clock(burn.utc),
                seconds(burn.duration_s),
                f"{burn.delta_v_m_s:.2f}",
                f"{burn.propellant_kg:.1f}",
                f"{burn.range_m / 1e3:.1f}",
                f"{burn.perigee_after_m / 1e3:.0f}",
            )
            for burn in shown.burns
        ],
    )


def _figure(value: float | None, unit: str) -> str:
    """Write a verdict's figure with three decimals at most, and none on large ones."""
    if value is None:
        return ""
    whole = abs(value) >= 1000.0 or value == round(value)
    digits = 0 if whole else 1 if abs(value) >= 10.0 else 3
    return f"{value:.{digits}f} {unit}".rstrip()


def _show_rules(shown: "VisitRecord") -> None:
    table(
        "rules",
        ("rule", "verdict", "value", "limit", "margin", "note"),
        [
            (
                verdict.rule,
                verdict.verdict,
                _figure(verdict.value, verdict.unit),
                _figure(verdict.limit, verdict.unit),
                _figure(verdict.margin, ""),
                verdict.note,
            )
            for verdict in shown.verdicts
        ],
    )


def _show_dispersions(shown: "VisitRecord") -> None:
    found = shown.dispersions
    if found is None:
        return
    print(
        f"{found.samples} samples (seed {found.seed}): {found.arrived} arrive within "
        f"{found.tolerance_m:.0f} m and {found.tolerance_m_s:.2f} m/s of the gate; propellant "
        f"{found.propellant_p50_kg:.1f} kg median, {found.propellant_p99_kg:.1f} kg at 99 %; "
        f"miss {found.arrival_miss_p99_m:.0f} m, {found.arrival_miss_p99_m_s:.2f} m/s at 99 %"
    )
    if found.p99_note:
        print(f"note: {found.p99_note}")
    table(
        "one burn missed or cut",
        ("burn", "case", "outcome", "delta-v", "contact [UTC]", "note"),
        [
            (
                case.burn,
                case.case,
                case.outcome,
                "" if case.delta_v_m_s is None else f"{case.delta_v_m_s:.1f} m/s",
                clock(case.contact_utc),
                case.note,
            )
            for case in found.burn_cases
        ],
    )
    back = found.fallback
    if back is not None:
        print(
            f"fall-back to {back.profile}: contact {clock(back.contact_utc)} UTC, "
            f"{back.delta_v_m_s:.1f} m/s, {back.propellant_kg:.0f} kg; {back.note}"
        )


def _show_sightings(shown: "VisitRecord") -> None:
    if not shown.sightings:
        return
    table(
        "over the observer",
        ("ship highest [UTC]", "elevation", "station [UTC]", "elevation", "Sun", "to be seen"),
        [
            (
                clock(one.ship.culmination_utc),
                f"{one.ship.culmination_elevation_deg:.0f} deg",
                clock(one.station.culmination_utc),
                f"{one.station.culmination_elevation_deg:.0f} deg",
                f"{one.sun_elevation_deg:+.0f} deg",
                "yes" if one.visible else "no",
            )
            for one in shown.sightings
        ],
    )
