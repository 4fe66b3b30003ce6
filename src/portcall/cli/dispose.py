"""`portcall dispose`: the way home of one ship, to the ocean or, with its crew, to the steppe."""

import json
import math
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from portcall.cli.orbit_file import station_elements
from portcall.cli.output import progress, refuse_beyond, zones_of
from portcall.core.errors import InputError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from portcall.catalogue.flight import Flight
    from portcall.catalogue.load import Catalogue
    from portcall.disposal.targeting import Aim, AimBox
    from portcall.records.area import Area
    from portcall.records.disposal import DisposalRecord
    from portcall.visit.home import Home
    from portcall.visit.home_setting import HomeSetting, HomeWishes

BROKEN = 1
_MOST_SAMPLES = 100_000
_LARGEST_SEED = 2**63 - 1
_MOST_M_S = 10_000.0  # more than an orbit's whole speed
_LONGEST_S = 86_400.0
_FIRST_DAY, _LAST_DAY = date(1957, 10, 4), date(2099, 12, 31)


def dispose(
    flight: Annotated[str, typer.Argument(metavar="FLIGHT|FILE.toml", help="Who comes home.")],
    samples: Annotated[int, typer.Option("--samples", help="Sampled falls; 0 for none.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the samples.")] = 1,
    aim: Annotated[
        str | None, typer.Option("--aim", help="LAT,LON of the fall's middle, in degrees.")
    ] = None,
    aim_box: Annotated[
        str | None, typer.Option("--aim-box", help="SOUTH,WEST,NORTH,EAST to fall into.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="UTC day of the burn (2026-03-16).")
    ] = None,
    revolution: Annotated[
        int | None, typer.Option("--revolution", help="Burn after so many ascending nodes of it.")
    ] = None,
    ignition: Annotated[
        str | None, typer.Option("--ignition", help="Light the engine at this UTC instant.")
    ] = None,
    delta_v: Annotated[
        float | None, typer.Option("--delta-v", help="Size of the burn [m/s].")
    ] = None,
    duration: Annotated[
        float | None, typer.Option("--duration", help="Length of the burn, instead [s].")
    ] = None,
    attitude: Annotated[
        str, typer.Option("--attitude", help="inertial, or velocity: how the burn is held.")
    ] = "inertial",
    own_country: Annotated[
        str | None, typer.Option("--own-country", help="Whose land may be 50 km near.")
    ] = None,
    heating: Annotated[
        str, typer.Option("--heating", help="Formula of the stagnation flux.")
    ] = "sutton-graves",
    objects: Annotated[
        str | None, typer.Option("--objects", help="Another object list, id or FILE.toml.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="A declared area: FILE, or TABLE.csv#ID.")
    ] = None,
    elements: Annotated[
        Path | None, typer.Option("--elements", help="Station elements: TLE, OMM or OEM.")
    ] = None,
    tz: Annotated[
        list[str] | None, typer.Option("--tz", help="Also show this zone (Europe/Moscow).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Run folder; runs/FLIGHT-home.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    allow_stale: Annotated[
        bool, typer.Option("--allow-stale", help="Use elements over 14 days old.")
    ] = False,
) -> None:
    """Bring a ship home: undocking, deorbit, entry, pieces, risk, area and notices; or its landing.

    Exit codes: 0 every rule is met, 1 a rule is broken or there is no plan, 2 bad input, 3 missing
    data.
    """
    started = time.perf_counter()
    zones = zones_of(tz or ())
    refuse_beyond("samples", samples, _MOST_SAMPLES)
    refuse_beyond("seed", seed, _LARGEST_SEED)
    from portcall.catalogue.load import load_catalogue
    from portcall.export.atomic_folder import require_writable_target

    wishes = _wishes(
        aim, aim_box, day, revolution, ignition, delta_v, duration, attitude, own_country,
        heating, objects,
    )  # fmt: skip
    catalogue = load_catalogue()
    record = catalogue.flight(flight)
    folder = out or Path("runs") / f"{record.id}-home"
    require_writable_target(folder)
    declared = _declared(against, samples)
    setting, used = _setting(catalogue, record, _on_its_day(wishes, record), elements, allow_stale)
    _refuse_for_a_crew(setting, against, objects)
    home = _come_home(catalogue, setting, samples, seed, declared, as_json)
    home = _completed(home, record, started)
    inputs = {**_file_input(against), **_file_input(objects), **used}
    _leave(catalogue, flight, home, declared, folder, inputs)
    _show(home.record, record, zones, folder, as_json)


def _completed(home: "Home", flight: "Flight", started: float) -> "Home":
    """Return a way home with what flew beside it, and how long it took."""
    from dataclasses import replace

    from portcall.audit.flown_home import home_with_flown

    shown = home_with_flown(home.record, flight)
    timing = {"computed_s": round(time.perf_counter() - started, 3)}
    return replace(home, record=shown.model_copy(update={"timing": timing}))


def _show(
    shown: "DisposalRecord",
    flight: "Flight",
    zones: "tuple[ZoneInfo, ...]",
    folder: Path,
    as_json: bool,
) -> None:
    """Print a way home; a broken rule is the exit code."""
    if as_json:
        from portcall.export.tables import record_json

        print(record_json(shown, timing=True), end="")
    else:
        from portcall.cli.dispose_text import show_home

        show_home(flight, shown, zones, folder)
    broken = [verdict.rule for verdict in shown.verdicts if verdict.verdict == "fail"]
    if broken:
        print(f"portcall: broken: {', '.join(broken)}", file=sys.stderr)
        raise typer.Exit(BROKEN)


def _degrees(text: str, option: str, count: int) -> list[float]:
    """Return the figures of LAT,LON or SOUTH,WEST,NORTH,EAST."""
    parts = text.split(",")
    try:
        figures = [float(part) for part in parts]
    except ValueError:
        figures = []
    if len(figures) != count or not all(math.isfinite(figure) for figure in figures):
        raise InputError(
            f"'{text}' is not {count} figures",
            where=f"--{option}",
            remedy="give degrees, as -45,-140",
        )
    for index, figure in enumerate(figures):
        most = 90.0 if index % 2 == 0 else 180.0
        if abs(figure) > most:
            kind = "latitude" if index % 2 == 0 else "longitude"
            raise InputError(
                f"{kind} {figure:g} deg", limit=f"-{most:g} to {most:g} deg", where=f"--{option}"
            )
    return [math.radians(figure) for figure in figures]


def _aim(aim: str | None, box: str | None) -> "Aim | AimBox | None":
    from portcall.disposal.targeting import Aim, AimBox

    if aim is not None and box is not None:
        raise InputError("both a point and a box to aim at", where="--aim, --aim-box")
    if aim is not None:
        return Aim(*_degrees(aim, "aim", 2))
    if box is None:
        return None
    south, west, north, east = _degrees(box, "aim-box", 4)
    if south >= north:
        raise InputError(
            "the box's south is not south of its north", where="--aim-box", remedy="swap them"
        )
    return AimBox(south, north, west, east)


def _positive(option: str, value: float | None, most: float, unit: str) -> float | None:
    if value is not None and not 0.0 < value <= most:
        raise InputError(
            f"{value:g} {unit}", limit=f"above 0, up to {most:g} {unit}", where=f"--{option}"
        )
    return value


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"'{text}' is not a date", where="--date", remedy="write it as 2026-03-16"
        ) from None
    return _within_reach(day, "--date")


def _within_reach(day: date, where: str) -> date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise InputError(
            f"{day} is out of range", limit=f"{_FIRST_DAY} to {_LAST_DAY}", where=where
        )
    return day


def _wishes(
    aim: str | None,
    aim_box: str | None,
    day: str | None,
    revolution: int | None,
    ignition: str | None,
    delta_v: float | None,
    duration: float | None,
    attitude: str,
    own_country: str | None,
    heating: str,
    objects: str | None,
) -> "HomeWishes":
    from portcall.core.errors import unknown_name
    from portcall.core.time import parse_utc
    from portcall.disposal.heating import HEATINGS
    from portcall.environment.land import own_places
    from portcall.visit.home_setting import HomeWishes

    if heating not in HEATINGS:
        raise unknown_name("heating formula", heating, HEATINGS, where="--heating")
    if attitude not in ("inertial", "velocity"):
        raise unknown_name("attitude", attitude, ("inertial", "velocity"), where="--attitude")
    held: Literal["inertial", "velocity"] = "inertial" if attitude == "inertial" else "velocity"
    if delta_v is not None and duration is not None:
        raise InputError("both a size and a length of the burn", where="--delta-v, --duration")
    if revolution is not None and ignition is not None:
        raise InputError("both a revolution and an instant", where="--revolution, --ignition")
    lit: datetime | None = parse_utc(ignition, where="--ignition") if ignition is not None else None
    if lit is not None:
        _within_reach(lit.date(), "--ignition")
    own_places(own_country)
    return HomeWishes(
        aim=_aim(aim, aim_box),
        day=_day(day),
        revolution=revolution,
        ignition=lit,
        delta_v_m_s=_positive("delta-v", delta_v, _MOST_M_S, "m/s"),
        duration_s=_positive("duration", duration, _LONGEST_S, "s"),
        attitude=held,
        own_country=own_country,
        heating=heating,
        object_list=objects,
    )


def _on_its_day(wishes: "HomeWishes", flight: "Flight") -> "HomeWishes":
    """Return the wishes with the ignition's own day, where it is not the flight's."""
    from dataclasses import replace

    if wishes.ignition is None:
        return wishes
    lit = wishes.ignition.date()
    if wishes.day not in {None, lit}:
        raise InputError(
            f"an ignition on {lit} is not on the day asked for",
            limit=f"{wishes.day}",
            where="--date, --ignition",
            remedy="leave --date out",
        )
    return wishes if lit == flight.deorbit_date else replace(wishes, day=lit)


def _declared(source: str | None, samples: int) -> "Area | None":
    if source is None:
        return None
    if samples == 0:
        raise InputError(
            "no samples to hold against a declared area",
            where="--against, --samples",
            remedy="ask for some",
        )
    from portcall.disposal.declared_area import read_area

    return read_area(source)


def _refuse_for_a_crew(setting: "HomeSetting", against: str | None, objects: str | None) -> None:
    """Refuse what only a ship that falls in pieces has."""
    given = [name for name, value in (("against", against), ("objects", objects)) if value]
    if setting.vehicle.landing is not None and given:
        raise InputError(
            f"'{setting.vehicle.id}' lands whole: no pieces fall",
            where=f"--{given[0]}",
            remedy="leave it out",
        )


def _file_input(source: str | None) -> dict[str, bytes]:
    """Return a file that an option names, for the manifest; what is no file is not in it."""
    file = Path((source or "").partition("#")[0])
    try:
        return {file.name: file.read_bytes()} if source and file.is_file() else {}
    except OSError:  # the text of a notice is no name of a file
        return {}


def _setting(
    catalogue: "Catalogue",
    record: "Flight",
    wishes: "HomeWishes",
    file: Path | None,
    allow_stale: bool,
) -> "tuple[HomeSetting, dict[str, bytes]]":
    from portcall.catalogue.brief import brief
    from portcall.visit.home_setting import home_setting_of
    from portcall.visit.known_elements import Policy

    given, inputs = None, {}
    if file is not None:
        given, data = station_elements(file, catalogue.station(record.station).norad_id)
        inputs = {file.name: data}
    policy = Policy(allow_stale=allow_stale)
    return home_setting_of(catalogue, brief(record), wishes, policy=policy, given=given), inputs


def _come_home(
    catalogue: "Catalogue",
    setting: "HomeSetting",
    samples: int,
    seed: int,
    declared: "Area | None",
    as_json: bool,
) -> "Home":
    from portcall.disposal.targeting import NoDeorbit
    from portcall.visit.home import come_home
    from portcall.visit.home_risk import Sampling

    if samples and setting.vehicle.landing is None:
        with (
            progress("flying burns", samples) as burns,
            progress("following pieces", samples) as falls,
        ):
            sampling: Sampling | None = Sampling(samples, seed, burns_done=burns, falls_done=falls)
            home = come_home(catalogue, setting, sampling=sampling, against=declared)
    else:
        home = come_home(catalogue, setting, against=declared)
    if isinstance(home, NoDeorbit):
        if as_json:
            empty = {"flight": setting.brief.id, "plan": None, "reason": home.reason}
            print(json.dumps(empty, indent=2))
        print(f"portcall: no plan: {home.reason}", file=sys.stderr)
        raise typer.Exit(BROKEN)
    return home


def _leave(
    catalogue: "Catalogue",
    flight: str,
    home: "Home",
    declared: "Area | None",
    folder: Path,
    inputs: dict[str, bytes],
) -> None:
    from portcall import __version__
    from portcall.catalogue.cite import citations
    from portcall.export.home_folder import write_home_folder

    write_home_folder(
        folder,
        home,
        declared=declared,
        inputs=inputs,
        sources=[one.source for one in citations(catalogue.flight(flight), catalogue)],
        tool_version=__version__,
    )
