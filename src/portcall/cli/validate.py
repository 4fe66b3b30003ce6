"""`portcall validate`: all flights, predicted against flown."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portcall.cli.output import progress, table

if TYPE_CHECKING:
    from portcall.audit.validate import Validation


def validate(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    flights: Annotated[
        Path | None, typer.Option("--flights", help="A folder of your own flight files, added.")
    ] = None,
) -> None:
    """Predict every flight of the catalogue blindly and hold it against what flew.

    Errors are predicted minus flown. A flight that cannot be predicted is a row with its reason.
    """
    from portcall.audit.validate import validate as run
    from portcall.catalogue.load import flights_in, load_catalogue

    catalogue = load_catalogue()
    known = [catalogue.flight(name) for name in catalogue.names("flights")]
    if flights is not None:
        own = flights_in(flights)
        replaced = {flight.id for flight in own}
        known = [flight for flight in known if flight.id not in replaced] + list(own)
    with progress("validating", len(known)) as step:
        result = run(catalogue, known, progress=step)
    if as_json:
        print(result.model_dump_json(indent=2))
        return
    _show(result)


def _number(value: float | None, scale: float = 1.0, *, digits: int = 1, sign: bool = True) -> str:
    return "" if value is None else f"{value / scale:{'+' if sign else ''}.{digits}f}"


def _show(result: "Validation") -> None:
    _show_predictions(result)
    _show_reasons(result)
    _show_summary(result)
    _show_home(result)


def _show_home(result: "Validation") -> None:
    summary = result.disposal_summary
    if summary is None:
        return
    table(
        "ways home, predicted minus flown (* the aim's calibration flight)",
        ("flight", "age [h]", "undocking [min]", "ignition [min]", "impact [min]", "place [km]"),
        [
            (
                row.flight + (" *" if row.calibration else ""),
                _number(row.elements_age_h, sign=False),
                _number(row.undocking_error_s, 60.0),
                _number(row.ignition_error_s, 60.0),
                _number(row.impact_error_s, 60.0),
                _number(row.impact_error_km, digits=0, sign=False),
            )
            for row in result.disposals
            if row.elements_age_h is not None
        ],
    )
    missing = [row.flight for row in result.disposals if row.elements_age_h is None]
    print(f"no way home for {len(missing)}, for want of elements, a day or an object list")
    spreads = (
        ("cargo ship, ignition", summary.cargo_ignition_s, "s"),
        ("cargo ship, impact", summary.cargo_impact_s, "s"),
        ("cargo ship, place", summary.cargo_impact_km, "km"),
        ("crew, ignition", summary.crew_ignition_s, "s"),
        ("crew, landing", summary.crew_landing_s, "s"),
        ("crew, place", summary.crew_landing_km, "km"),
    )
    table(
        "summary of ways home",
        ("quantity", "n", "median", "worst", "whose"),
        [
            (
                name,
                str(spread.n),
                "" if spread.median is None else f"{spread.median:.0f} {unit}",
                "" if spread.worst is None else f"{spread.worst:.0f} {unit}",
                spread.worst_flight or "",
            )
            for name, spread, unit in spreads
        ],
    )


def _show_predictions(result: "Validation") -> None:
    predicted = [row for row in result.flights if row.elements_age_h is not None]
    table(
        "predicted minus flown (* not counted for the launch: see below)",
        (
            "flight",
            "profile",
            "age [h]",
            "launch [s]",
            "week-old [s]",
            "plan [min]",
            "flown [min]",
            "m/s",
            "phase",
        ),
        [
            (
                row.flight + (" *" if row.excluded_reason else ""),
                row.profile or "",
                _number(row.elements_age_h, sign=False),
                _number(row.launch_error_s, digits=2),
                _number(row.older_launch_error_s, digits=2),
                _number(row.docking_planned_error_s, 60.0),
                _number(row.docking_error_s, 60.0),
                _number(row.delta_v_m_s, sign=False),
                "" if row.profile_open is None else "open" if row.profile_open else "closed",
            )
            for row in predicted
        ],
    )
    print(
        "age: of the elements at lift-off, negative from after it; week-old: the launch again, from "
        "older elements;\nplan, flown: contact against the plan and against what flew; m/s: delta-v\n"
    )


def _show_reasons(result: "Validation") -> None:
    table(
        "not predicted, or (*) not counted for the launch",
        ("flight", "because"),
        [
            (
                row.flight + (" *" if row.elements_age_h is not None else ""),
                row.excluded_reason.removeprefix(f"flight '{row.flight}': "),
            )
            for row in result.flights
            if row.excluded_reason
        ],
    )


def _show_summary(result: "Validation") -> None:
    summary = result.summary
    spreads = (
        ("launch, elements up to 48 h old", summary.launch_s, "s"),
        ("launch, elements 7 to 14 days old", summary.launch_old_elements_s, "s"),
        ("launch, hindcasts", summary.launch_hindcast_s, "s"),
        ("planned contact, 34 orbits", summary.contact_34_orbits_min, "min"),
        ("contact, 2 orbits", summary.contact_2_orbits_min, "min"),
    )
    table(
        "summary",
        ("quantity", "n", "median", "worst", "whose"),
        [
            (
                name,
                str(spread.n),
                "" if spread.median is None else f"{spread.median:.2f} {unit}",
                "" if spread.worst is None else f"{spread.worst:.2f} {unit}",
                spread.worst_flight or "",
            )
            for name, spread, unit in spreads
        ],
    )
    right, of = summary.contact_34_right_orbit, summary.contact_34_right_orbit_of
    print(f"contact on the right orbit, 34 orbits: {right} of {of}")
