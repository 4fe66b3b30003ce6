"""What `portcall fly` prints for people: window, timeline, burns, rules, samples, passes."""

from pathlib import Path
from zoneinfo import ZoneInfo

from portcall.catalogue.flight import Flight
from portcall.cli.contact_text import contact_line
from portcall.cli.output import clock, clocks, elapsed, seconds, table
from portcall.records.verdict import Verdict
from portcall.records.visit import VisitRecord


def show(record: Flight, shown: VisitRecord, zones: tuple[ZoneInfo, ...], folder: Path) -> None:
    """Print a flown visit.

    Parameters
    ----------
    record : Flight
        The flight as the catalogue has it, for its names.
    shown : VisitRecord
        The visit, with what flew beside it.
    zones : tuple[ZoneInfo, ...]
        Local times to add.
    folder : Path
        Where the run folder is.
    """
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
    _show_contact(shown)
    _show_burns(shown)
    show_rules(shown.verdicts)
    _show_dispersions(shown)
    _show_sightings(shown)
    for note in shown.notes:
        print(f"note: {note}")
    print(f"run folder: {folder}")
    print(f"computed in {shown.timing['computed_s']:.2f} s")


def _show_timeline(shown: VisitRecord, zones: tuple[ZoneInfo, ...]) -> None:
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


def _show_contact(shown: VisitRecord) -> None:
    if shown.docking is None:
        return
    run = shown.docking.nominal
    print(
        f"approach without errors, {run.propellant_kg:.1f} kg: {contact_line(run) or run.outcome}"
    )
    found = shown.docking
    if found.capture_probability_lower_95 is not None and found.contact is not None:
        touch = found.contact
        print(
            f"with errors, {found.captured} of {found.runs} captured inside the strictest limits: "
            f"{found.capture_probability_lower_95:.3f} or likelier (95 %); at contact, 95 of 100 are "
            f"within {100.0 * touch.lateral_offset_m.p95:.1f} cm and "
            f"{touch.closing_speed_m_s.p95:.3f} m/s"
        )
    print("how likely, surely, and what fails first: portcall dock with --runs 3000")
    print()


def _show_burns(shown: VisitRecord) -> None:
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
    if 0.0 < abs(value) < 1e-3:
        return f"{value:.2g} {unit}".rstrip()
    whole = abs(value) >= 1000.0 or value == round(value)
    digits = 0 if whole else 1 if abs(value) >= 10.0 else 3
    return f"{value:.{digits}f} {unit}".rstrip()


def show_rules(verdicts: tuple[Verdict, ...]) -> None:
    """Print the verdicts of the flight rules with their margins."""
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
            for verdict in verdicts
        ],
    )


def _show_dispersions(shown: VisitRecord) -> None:
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


def _show_sightings(shown: VisitRecord) -> None:
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
