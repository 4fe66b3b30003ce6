"""The first screen: what happened, how good the prediction was, and what it all comes to."""

from portcall.report.markup import facts, listed, paragraph
from portcall.report.report_input import ReportInput
from portcall.report.shown import event_name, said

_NOTHING_S = 0.05  # shown as 0.0 s
_JUDGED = ("liftoff", "separation", "contact", "undocking", "deorbit_ignition", "landing")


def title_of(told: ReportInput) -> str:
    """Return the page's title."""
    return f"{told.ship_name} to {told.port_name}"


def _what_happened(told: ReportInput) -> str:
    shown = told.shown
    ship, site, port, station = (
        said(name) for name in (told.ship_name, told.site_name, told.port_name, told.station_name)
    )
    sentences = [
        (
            f"{ship} lifts off from {site} at {shown.clock('insertion.liftoff_utc')} UTC for the "
            f"{port} of the {station}, on the {shown.text('profile')} profile."
        ),
        (
            f"After {shown.count('burns')} rendezvous burns of "
            f"{shown.number('delta_v_m_s.total', 1, 'm/s')} in all it reaches the gate of the approach at "
            f"{shown.clock('arrival.utc')} UTC."
        ),
        _contact_sentence(told),
        _home_sentence(told),
    ]
    return paragraph(" ".join(sentences))


def _contact_sentence(told: ReportInput) -> str:
    shown, docking = told.shown, told.record.docking
    if docking is None:
        return (
            "The approach itself is not simulated; from the published timeline, contact is due at "
            f"{shown.clock('contact.utc')} UTC."
        )
    touch = docking.nominal.touch
    if touch is None:
        return f"It does not touch the port: {shown.text('docking.nominal.reason')}."
    met = told.place_of("contact")
    after = f", {shown.met(met + '.met_s')} after lift-off" if met else ""
    at = "docking.nominal.touch."
    return (
        f"It touches the port at {shown.clock('contact.utc')} UTC{after}, at "
        f"{shown.number(at + 'closing_speed_m_s', 3, 'm/s')} and "
        f"{shown.number(at + 'lateral_offset_m', 0, 'mm', scale=1e3)} off its axis: "
        f"{shown.text('docking.nominal.outcome')}."
    )


def _home_sentence(told: ReportInput) -> str:
    shown, home = told.shown, told.record.home
    if home is None:
        return "The way home is not in this record; the notes say why."
    start = (
        f"It undocks at {shown.clock('home.undocking_utc')} UTC, brakes by "
        f"{shown.number('home.delta_v_m_s', 1, 'm/s')} at {shown.clock('home.ignition_utc')} UTC"
    )
    if home.landing is not None:
        last = f"home.landing.events[{len(home.landing.events) - 1}].utc"
        return (
            f"{start}, and the descent module is on the ground at {shown.clock(last)} UTC, "
            f"{shown.number('home.landing.miss_km', 1, 'km')} from its site."
        )
    return (
        f"{start}, and what survives the entry falls into the sea between "
        f"{shown.clock('home.impact_utc.first')} and {shown.clock('home.impact_utc.last')} UTC."
    )


def _how_good(told: ReportInput) -> str:
    shown, record = told.shown, told.record
    used = record.elements
    before = "after lift-off: this is a hindcast" if used.hindcast else "before lift-off"
    basis = (
        "The prediction rests on one set of the station's orbital elements, of "
        f"{shown.clock('elements.epoch_utc')} UTC ({shown.number('elements.age_h', 1, 'h')} {before}), "
        "and on the catalogue's figures of ship, rocket, site and profile. It sees no time that was "
        "planned or flown."
    )
    if not told.flown:
        return paragraph(
            basis
            + " No flown time of this visit is known, so nothing here could be checked: all of it is "
            "a prediction."
        )
    parts = []
    for name in _JUDGED:
        place = told.place_of(name)
        error = shown.value(f"{place}.error_s") if place else None
        if error is None:
            continue
        late = "" if abs(error) < _NOTHING_S else " (late)" if error > 0.0 else " (early)"
        parts.append(f"{event_name(name)} {shown.duration(place + '.error_s', signed=True)}{late}")
    inside = sum(1 for one in told.flown if abs(one.error_s or 0.0) <= 2.0 * one.sigma_s)
    counted = (
        f'Events whose flown time is known: <span data-path="events" data-kind="flown">{len(told.flown)}'
        f'</span>; within twice the predicted sigma: <span data-path="events" data-kind="within">{inside}'
        "</span>."
    )
    against = f" Predicted less flown: {listed(parts)}." if parts else ""
    return paragraph(f"{basis}{against} {counted}")


def _rules(told: ReportInput) -> str:
    shown, verdicts = told.shown, told.record.verdicts
    if not verdicts:
        return ""
    broken = [number for number, one in enumerate(verdicts) if one.verdict == "fail"]
    unsaid = sum(1 for one in verdicts if one.verdict == "cannot say")
    many = shown.count("verdicts")
    if broken:
        names = listed([shown.text(f"verdicts[{number}].rule") for number in broken])
        failed = shown.count("verdicts", "verdict=fail")
        return paragraph(
            f"<strong>\u2717 {failed} of {many} flight rules are broken:</strong> {names}.", "bad"
        )
    if unsaid:
        open_rules = shown.count("verdicts", "verdict=cannot say")
        return paragraph(
            f"<strong>No flight rule is broken</strong>; of {many}, {open_rules} cannot be judged.",
            "open",
        )
    return paragraph(f"<strong>\u2713 All {many} flight rules are met.</strong>", "ok")


def _warnings(told: ReportInput) -> str:
    """Return the notes that forbid to take a time for a prediction."""
    loud = [
        told.shown.text(f"notes[{number}]")
        for number, note in enumerate(told.record.notes)
        if "STAND-IN" in note or note.startswith("CLOSED")
    ]
    return "".join(paragraph(f"<strong>Mind:</strong> {note}", "open") for note in loud)


def _cards(told: ReportInput) -> str:
    shown = told.shown
    pairs = [("Lift-off [UTC]", shown.clock("insertion.liftoff_utc"))]
    pairs += [
        (f"Lift-off [{zone.key}]", shown.clock("insertion.liftoff_utc", zone))
        for zone in told.zones
    ]
    pairs.append(("Contact [UTC]", shown.clock("contact.utc")))
    pairs += [(f"Contact [{zone.key}]", shown.clock("contact.utc", zone)) for zone in told.zones]
    last = len(told.record.mass) - 1
    pairs += [
        ("Phase at insertion", shown.number("window.phase_deg", 1, "deg")),
        ("Rendezvous delta-v", shown.number("delta_v_m_s.total", 1, "m/s")),
        ("Least possible delta-v", shown.number("delta_v_m_s.bound", 1, "m/s")),
        ("Mass at lift-off", shown.number("mass[0].total_kg", 0, "kg")),
        ("Mass at the end", shown.number(f"mass[{last}].total_kg", 0, "kg")),
    ]
    return facts(pairs)


def summary(told: ReportInput) -> str:
    """Return the first screen."""
    return (
        _rules(told)
        + _warnings(told)
        + "<h2>What happens</h2>"
        + _what_happened(told)
        + "<h2>How good the prediction is</h2>"
        + _how_good(told)
        + _cards(told)
    )
