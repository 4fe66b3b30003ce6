"""`portcall elements`: what an orbit file is, how old, how plausible; or fetch the current set."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from portcall.cli.orbit_file import bytes_of
from portcall.core.errors import InputError, PortcallError
from portcall.core.time import elapsed_s, format_utc, parse_utc
from portcall.orbit.elements import ElementSet
from portcall.orbit.formats import OrbitFile, read_any
from portcall.orbit.oem import Ephemeris
from portcall.orbit.plausibility import (
    STATION_NORAD_ID,
    Check,
    check_between,
    check_set,
)

_SHOWN = 10  # doubtful sets that the text lists; --json lists all


def elements(
    file: Annotated[
        Path | None, typer.Argument(help="TLE, OMM (KVN, XML, JSON, CSV) or OEM (KVN, XML).")
    ] = None,
    *,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Judge the age at this time, such as 2025-07-03T12:00Z."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Fetch the station's current public elements.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where --update writes; stdout when not given.")
    ] = None,
) -> None:
    """Say what an orbit file is, how old and how plausible, or fetch the current elements.

    Exit codes: 0 plausible, 1 doubtful, 2 not readable, 3 no network.
    """
    now = parse_utc(at, where="--at") if at else datetime.now(UTC)
    if update:
        if file is not None:
            raise InputError(
                f"--update takes no file, got '{file}'", remedy="use --out to say where to write"
            )
        _update(out, now, as_json=as_json)
        return
    if file is None:
        raise InputError("no file given", remedy="give an orbit file, or --update to fetch one")
    report = orbit_file_report(read_any(bytes_of(file), file.name), now)
    print(json.dumps(report, indent=2) if as_json else _as_text(report))
    if not report["plausible"]:
        raise typer.Exit(1)


def _update(out: Path | None, now: datetime, *, as_json: bool) -> None:
    from portcall.orbit.fetch import fetch_station

    data, newest = fetch_station()
    if out is not None:
        beside = out.with_name(out.name + ".part")
        try:
            beside.write_bytes(data)
            beside.replace(out)
        except OSError as why:
            reason = why.strerror or "not writable"
            raise InputError(
                f"cannot write: {reason}", where=str(out), remedy="give --out a writable path"
            ) from None
    if as_json:
        origin = OrbitFile(newest.source, "fetched", elements=(newest,))
        print(json.dumps(orbit_file_report(origin, now), indent=2))
    elif out is None:
        print(data.decode("utf-8", "replace").rstrip())
    else:
        age_h = elapsed_s(newest.epoch, now) / 3600.0
        print(f"{out}: {newest.object_name}, epoch {format_utc(newest.epoch)}, {age_h:.1f} h old")


def orbit_file_report(content: OrbitFile, now: datetime) -> dict[str, Any]:
    """Build what `--json` prints; the text says the same. Any: it is JSON.

    Parameters
    ----------
    content : OrbitFile
        What `read_any` returned.
    now : datetime
        When the age is wanted.
    """
    report: dict[str, Any] = {
        "file": content.name,
        "format": content.file_format,
        "at_utc": format_utc(now),
    }
    sets: Sequence[ElementSet] = content.elements
    if content.ephemeris is not None:
        report["ephemeris"] = _ephemeris_report(content.ephemeris)
        sets = _fitted(content.ephemeris, report["ephemeris"])
    checks = [check_set(one, now) for one in sets]
    between = check_between(sets)
    report["checksums"] = "all correct" if content.file_format == "TLE" else "none in this format"
    report["sets"] = [_set_report(one, own, now) for one, own in zip(sets, checks, strict=True)]
    report["node_regression"] = [asdict(check) for check in between]
    report["station"] = any(one.norad_id == STATION_NORAD_ID for one in sets)
    every = [check for own in checks for check in own] + between
    report["plausible"] = all(check.ok is not False for check in every)
    return report


def _set_report(one: ElementSet, checks: list[Check], now: datetime) -> dict[str, Any]:
    own = asdict(one)
    own["epoch_utc"] = format_utc(own.pop("epoch"))
    own["age_h"] = elapsed_s(one.epoch, now) / 3600.0
    own["checks"] = [asdict(check) for check in checks]
    return own


def _fitted(ephemeris: Ephemeris, report: dict[str, Any]) -> list[ElementSet]:
    """Fit a set to the first day, so that an ephemeris is judged as elements are."""
    from portcall.orbit.sgp4_fit import station_from_oem

    try:
        orbit = station_from_oem(ephemeris)
    except PortcallError as why:
        report["fit"] = str(why)
        return []
    report["fit"] = f"SGP4 fits the first day within {orbit.residual_rms_m:.0f} m (rms)"
    return [orbit.elements]


def _ephemeris_report(ephemeris: Ephemeris) -> dict[str, Any]:
    station = ephemeris.station
    nodes = {
        key: {"utc": format_utc(n.utc), "orbit": n.orbit, "longitude_deg": n.longitude_deg}
        for key, n in (("first_node", station.first_node), ("last_node", station.last_node))
        if n is not None
    }
    return {
        "version": ephemeris.version,
        "originator": ephemeris.originator,
        "segments": [
            {
                "object_name": segment.object_name,
                "object_id": segment.object_id,
                "ref_frame": segment.ref_frame,
                "states": int(segment.seconds.size),
                "usable_start_utc": format_utc(segment.usable_start),
                "usable_stop_utc": format_utc(segment.usable_stop),
            }
            for segment in ephemeris.segments
        ],
        "mass_kg": station.mass_kg,
        "drag_area_m2": station.drag_area_m2,
        "drag_coefficient": station.drag_coefficient,
        **nodes,
        "events": [
            {
                "name": event.name,
                "utc": format_utc(event.utc),
                "delta_v_m_s": event.delta_v_m_s,
                "maneuver": event.is_maneuver,
            }
            for event in station.events
        ],
    }


def _check_line(check: dict[str, Any]) -> str:
    verdict = {True: "ok", False: "DOUBTFUL", None: ""}[check["ok"]]
    limits = ""
    if check["low"] is not None:
        limits = f"{check['low']:.5g} to {check['high']:.5g}"
    elif check["high"] is not None:
        limits = f"at most {check['high']:.5g}"
    line = (
        f"  {check['name']:<16} {check['value']:>12.5g} {check['unit']:<15} {limits:<20} "
        f"{verdict:<9} {check['note']}"
    )
    return line.rstrip()


def _ephemeris_lines(ephemeris: dict[str, Any]) -> list[str]:
    lines = [
        f"segment: {s['object_name']} {s['object_id']}, {s['states']} states in {s['ref_frame']}, "
        f"{s['usable_start_utc']} to {s['usable_stop_utc']}"
        for s in ephemeris["segments"]
    ]
    if ephemeris["mass_kg"] is not None:
        lines.append(
            f"station: mass {ephemeris['mass_kg']} kg, drag area {ephemeris['drag_area_m2']} m2, "
            f"drag coefficient {ephemeris['drag_coefficient']}"
        )
    for key in ("first_node", "last_node"):
        if key in ephemeris:
            node = ephemeris[key]
            lines.append(
                f"{key.replace('_', ' ')}: {node['utc']}, orbit {node['orbit']}, "
                f"{node['longitude_deg']:.5f} deg east"
            )
    lines += [
        f"event: {event['utc']} {event['name']}"
        + (f", {event['delta_v_m_s']:.1f} m/s" if event["maneuver"] else "")
        for event in ephemeris["events"]
    ]
    return [*lines, ephemeris["fit"]]


def _as_text(report: dict[str, Any]) -> str:
    sets = sorted(report["sets"], key=lambda one: str(one["epoch_utc"]))
    lines = [f"{report['file']}: {report['format']}, {len(report['sets'])} element sets"]
    if "ephemeris" in report:
        lines = [f"{report['file']}: {report['format']}", *_ephemeris_lines(report["ephemeris"])]
    elif report["format"] == "TLE":
        lines.append(f"checksums: {report['checksums']}")
    for norad_id in dict.fromkeys(one["norad_id"] for one in sets):
        own = [one for one in sets if one["norad_id"] == norad_id]
        newest = own[-1]
        count = f"{len(own)} sets, newest " if len(own) > 1 else ""
        lines.append("")
        lines.append(
            f"{newest['object_name'] or 'object'} ({norad_id or 'no number'}, "
            f"{newest['international_designator'] or 'no designator'}): {count}epoch "
            f"{newest['epoch_utc']}, {newest['age_h']:.1f} h old at {report['at_utc']}"
        )
        lines += [_check_line(check) for check in newest["checks"]]
        older = [one for one in own[:-1] if any(c["ok"] is False for c in one["checks"])]
        lines += [f"  DOUBTFUL: the set of {one['epoch_utc']}" for one in older[:_SHOWN]]
        lines += [f"  and {len(older) - _SHOWN} more"] if len(older) > _SHOWN else []
    lines += _regression_lines(report["node_regression"])
    lines.append("")
    if not report["station"]:
        lines.append("Not the station (25544): only what any orbit must obey was checked.")
    lines.append("Plausible." if report["plausible"] else "Doubtful: see the lines so marked.")
    return "\n".join(lines)


def _regression_lines(checks: list[dict[str, Any]]) -> list[str]:
    if not checks:
        return []
    bad = [check for check in checks if not check["ok"]]
    worst = max(checks, key=lambda check: abs(check["value"]))
    head = f"node regression: {len(checks)} pairs, {len(bad)} doubtful, worst:"
    return ["", head, _check_line(worst), *(_check_line(c) for c in bad[:_SHOWN] if c is not worst)]
