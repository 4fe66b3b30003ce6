"""What `portcall dispose` prints for people: plan, timeline, survivors, footprint, risk, rules."""

from pathlib import Path
from zoneinfo import ZoneInfo

from portcall.catalogue.flight import Flight
from portcall.cli.fly_text import show_rules
from portcall.cli.output import clock, clocks, elapsed, seconds, table
from portcall.records.disposal import DisposalRecord

_RARE = 1e-12


def latlon(lat_deg: float, lon_deg: float) -> str:
    """Write a place in degrees with its hemispheres.

    Examples
    --------
    >>> latlon(-43.58, -142.72)
    '43.58 S 142.72 W'
    """
    north = "N" if lat_deg >= 0.0 else "S"
    east = "E" if lon_deg >= 0.0 else "W"
    return f"{abs(lat_deg):.2f} {north} {abs(lon_deg):.2f} {east}"


def chance(value: float) -> str:
    """Write a small expectation as one in so many.

    Examples
    --------
    >>> chance(1.0 / 5300.0), chance(0.0)
    ('1 in 5,300', '0')
    """
    if value <= _RARE:
        return "0"
    digits = 1.0 / value
    return f"1 in {digits:,.0f}" if digits < 1e6 else f"1 in {digits:,.2g}"


def show_home(
    flight: Flight, shown: DisposalRecord, zones: tuple[ZoneInfo, ...], folder: Path
) -> None:
    """Print a way home.

    Parameters
    ----------
    flight : Flight
        As the catalogue has it, for its names.
    shown : DisposalRecord
        With what flew beside it.
    zones : tuple[ZoneInfo, ...]
        Local times to add.
    folder : Path
        Where the run folder is.
    """
    also = f' ("{flight.nasa_name}")' if flight.nasa_name else ""
    print(f"{flight.official_name}{also}: {shown.station}, {shown.port}, to the ground")
    used = shown.elements
    print(
        f"station elements of {clock(used.epoch_utc)} UTC, {abs(used.age_h):.1f} h "
        f"{'AFTER' if used.hindcast else 'before'} the ignition"
        + (" (stale)" if used.stale else "")
    )
    print(
        f"aim {latlon(shown.aim.lat_deg, shown.aim.lon_deg)} ({shown.aim.source}); the pass leaves "
        f"{abs(shown.aim.across_miss_km):.0f} km across the track"
    )
    print(
        f"deorbit burn {shown.delta_v_m_s:.1f} m/s in {shown.duration_s:.0f} s, "
        f"{'held inertially' if shown.attitude == 'inertial' else 'along the velocity'}, "
        f"{shown.propellant_kg:.0f} kg; entry at {shown.entry.altitude_km:.0f} km, "
        f"{shown.entry.speed_m_s:.0f} m/s, {-shown.entry.steepness_deg:.2f} deg down"
    )
    print()
    _show_timeline(shown, zones)
    _show_opportunities(shown)
    _show_survivors(shown)
    _show_fall(shown)
    _show_landing(shown)
    _show_cut(shown)
    show_rules(shown.verdicts)
    for note in shown.notes:
        print(f"note: {note}")
    print(f"run folder: {folder}")
    print(f"computed in {shown.timing['computed_s']:.2f} s")


def _show_timeline(shown: DisposalRecord, zones: tuple[ZoneInfo, ...]) -> None:
    table(
        "timeline",
        (
            "event",
            "predicted [UTC]",
            *(zone.key for zone in zones),
            "68 %",
            "since undocking",
            "flown [UTC]",
            "error",
            "note",
        ),
        [
            (
                event.event,
                *clocks(event.utc, zones),
                "±" + seconds(event.sigma_s),
                elapsed((event.utc - shown.undocking_utc).total_seconds()),
                clock(event.flown_utc),
                seconds(event.error_s, signed=True),
                event.note,
            )
            for event in shown.events
        ],
    )


def _show_opportunities(shown: DisposalRecord) -> None:
    table(
        "passes of the day",
        ("ignition [UTC]", "middle of the fall", "across [km]", "nearest land [km]", "role"),
        [
            (
                clock(one.ignition_utc),
                latlon(one.impact.lat_deg, one.impact.lon_deg),
                f"{one.across_miss_km:+.0f}",
                "" if one.nearest_foreign_land_km is None else f"{one.nearest_foreign_land_km:.0f}",
                one.role if one.safe or one.role == "not safe" else f"{one.role}, not safe",
            )
            for one in shown.opportunities
        ],
    )


def _show_survivors(shown: DisposalRecord) -> None:
    if not shown.survivors:
        return
    table(
        "what reaches the sea, as planned",
        (
            "object",
            "material",
            "count",
            "mass [kg]",
            "speed [m/s]",
            "impact [UTC]",
            "place",
            "samples",
        ),
        [
            (
                one.object,
                one.material,
                str(one.count),
                f"{one.mass_kg:.1f}",
                f"{one.speed_m_s:.0f}",
                clock(one.utc)[11:],
                latlon(one.lat_deg, one.lon_deg),
                "" if one.survives_fraction is None else f"{100.0 * one.survives_fraction:.0f} %",
            )
            for one in shown.survivors
        ],
    )


def _show_fall(shown: DisposalRecord) -> None:
    found = shown.footprint
    if found is None or shown.risk is None:
        return
    if found.length_km is None or found.width_km is None:
        print(f"{shown.samples} samples: nothing above 15 J reaches the ground")
        return
    near = "" if shown.nearest_land_km is None else f"; nearest land {shown.nearest_land_km:.0f} km"
    print(
        f"{shown.samples} samples (seed {shown.seed}): 99 % of the pieces above 15 J fall within "
        f"{found.length_km:.0f} km by {found.width_km:.0f} km{near}"
    )
    planned, failed = shown.casualty_expectation, shown.casualty_expectation_if_burn_fails
    if planned is not None and failed is not None:
        print(
            f"casualty expectation as planned {chance(planned.value)} (at most "
            f"{chance(planned.bound)} at {100.0 * planned.confidence:g} %), if the burn fails "
            f"{chance(failed.value)} (at most {chance(failed.bound)}; {failed.note})"
        )
    if shown.against is not None:
        held = shown.against
        print(
            f"against the declared area: {100.0 * held.inside_share:.1f} % of the pieces inside, the "
            f"farthest {held.worst_outside_km:.0f} km outside; declared "
            f"{held.declared.length_km:.0f} km by {held.declared.width_km:.0f} km"
        )
    table(
        "what each estimate contributes to the expectation if the burn fails",
        ("estimate", "low", "high", "then", "and"),
        [
            (
                one.factor,
                one.low,
                one.high,
                chance(one.if_burn_fails_low),
                chance(one.if_burn_fails_high),
            )
            for one in shown.risk.casualty.contributions
        ],
    )


def _show_landing(shown: DisposalRecord) -> None:
    for landing in (shown.landing, shown.ballistic_landing):
        if landing is None:
            continue
        where = f"{landing.opening_miss_km:.1f} km from the site at the parachute's opening"
        print(
            f"{landing.mode} landing: {landing.outcome}, {where}, peak load "
            f"{landing.peak_load_g:.1f} g" + (f"; {landing.reason}" if landing.reason else "")
        )


def _show_cut(shown: DisposalRecord) -> None:
    if not shown.cut_short:
        return
    table(
        "when the burn stops early",
        (
            "part",
            "delta-v [m/s]",
            "perigee [km]",
            "outcome",
            "middle of the fall",
            "nearest land [km]",
        ),
        [
            (
                f"{100.0 * one.fraction:.0f} %",
                f"{one.delta_v_m_s:.0f}",
                f"{one.perigee_km:.0f}",
                one.outcome
                if one.remaining_days is None
                else f"{one.outcome} in {one.remaining_days:.1f} d",
                "" if one.impact is None else latlon(one.impact.lat_deg, one.impact.lon_deg),
                "" if one.nearest_foreign_land_km is None else f"{one.nearest_foreign_land_km:.0f}",
            )
            for one in shown.cut_short
        ],
    )
