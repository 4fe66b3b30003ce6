"""The visit as a CZML scene: ship, station, pad and events on a clock.

Positions are Earth-fixed. The format's inertial frame needs Earth-orientation tables that a viewer
fetches, and one without a network then leaves out the precession since 2000, a third of a degree;
Earth-fixed positions need nothing. No image, model or address is named, so that showing the scene
asks nobody for anything.

Source  CZML 1.0: czml-writer's published schema (Packet, Clock, Position, Path, Label,
        CustomProperty).
"""

import html
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any  # JSON

import numpy as np
from numpy.typing import NDArray

from portcall.core.time import after, elapsed_s, format_utc
from portcall.export.samples import arc_samples, iso, later, positions_itrf_m
from portcall.launch.ascent import Ascent
from portcall.orbit.flight_path import FlightPath
from portcall.records.timeline import TimelineEvent
from portcall.records.visit import VisitRecord

Array = NDArray[np.float64]
Json = dict[str, Any]

CZML_STEP_S = 60.0
ASCENT_STEP_S = 5.0
EVENT_SHOWN_S = 300.0
REVOLUTION_S = 5_560.0
SPEED_UP = 60.0
_DEGREE = 5
STATION_RGBA, CHASER_RGBA, SITE_RGBA = (
    [120, 200, 255, 255],
    [255, 180, 60, 255],
    [160, 255, 160, 255],
)


def _interval(start: datetime, end: datetime) -> str:
    return f"{iso(start)}/{iso(end)}"


def _sampled(utc: Sequence[datetime], positions_m: Array, degree: int) -> Json:
    start = utc[0]
    figures: list[float] = []
    for moment, (x, y, z) in zip(utc, positions_m.tolist(), strict=True):
        figures += [round(elapsed_s(start, moment), 6), round(x, 2), round(y, 2), round(z, 2)]
    return {
        "interval": _interval(start, utc[-1]),
        "epoch": iso(start),
        "referenceFrame": "FIXED",
        "interpolationAlgorithm": "LAGRANGE" if degree > 1 else "LINEAR",
        "interpolationDegree": degree,
        "cartesian": figures,
    }


def _path_positions(path: FlightPath) -> list[Json]:
    return [
        _sampled(samples.utc, positions_itrf_m(samples), _DEGREE)
        for samples in arc_samples(path, CZML_STEP_S)
    ]


def _ascent_positions(ascent: Ascent, liftoff: datetime) -> list[Json]:
    """Return the way up, straight between samples: the thrust jumps at every staging."""
    last = len(ascent.time_s) - 1
    kept = [0]
    for k in range(1, last):
        step_s = ascent.time_s[k] - ascent.time_s[kept[-1]]
        if step_s >= ASCENT_STEP_S and ascent.time_s[last] - ascent.time_s[k] > 1.0:
            kept.append(k)
    kept.append(last)
    utc = [after(liftoff, float(ascent.time_s[k])) for k in kept]
    return [_sampled(utc, ascent.position_itrf_m[kept], 1)]


def _label(text: str, rgba: list[int], rise_px: int) -> Json:
    return {
        "text": text,
        "font": "14px sans-serif",
        "style": "FILL_AND_OUTLINE",
        "fillColor": {"rgba": rgba},
        "outlineColor": {"rgba": [0, 0, 0, 255]},
        "outlineWidth": 2,
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [12, rise_px]},
    }


def _craft(identity: str, name: str, positions: list[Json], rgba: list[int]) -> Json:
    return {
        "id": identity,
        "name": name,
        "availability": [position["interval"] for position in positions],
        "position": positions,
        "point": {"pixelSize": 8, "color": {"rgba": rgba}},
        "label": _label(name, rgba, 0),
        "path": {
            "leadTime": 0,
            "trailTime": REVOLUTION_S,
            "width": 2,
            "resolution": CZML_STEP_S,
            "material": {"solidColor": {"color": {"rgba": rgba}}},
        },
    }


def _site(record: VisitRecord, ascent: Ascent) -> Json:
    return {
        "id": "site",
        "name": record.site,
        "position": {"cartesian": [round(x, 2) for x in ascent.position_itrf_m[0].tolist()]},
        "point": {"pixelSize": 6, "color": {"rgba": SITE_RGBA}},
        "label": _label(record.site, SITE_RGBA, 0),
    }


def _properties(event: TimelineEvent) -> Json:
    properties: Json = {
        "event": {"string": event.event},
        "predicted_utc": {"string": format_utc(event.utc)},
        "sigma_s": {"number": event.sigma_s},
        "met_s": {"number": event.met_s},
        "basis": {"string": event.basis},
    }
    if event.flown_utc is not None:
        properties["flown_utc"] = {"string": format_utc(event.flown_utc)}
    if event.error_s is not None:
        properties["error_s"] = {"number": event.error_s}
    return properties


def _events(record: VisitRecord, chaser: tuple[datetime, datetime]) -> Iterator[Json]:
    """Yield a packet for each event, shown for five minutes or until the next one."""
    ordered = sorted(record.events, key=lambda event: event.utc)
    ends = [min(after(a.utc, EVENT_SHOWN_S), b.utc) for a, b in pairwise(ordered)]
    ends += [after(event.utc, EVENT_SHOWN_S) for event in ordered[-1:]]
    for number, (event, end) in enumerate(zip(ordered, ends, strict=True)):
        # the ship's own path ends at the gate or at contact; what follows happens at the station
        carrier = "chaser" if chaser[0] <= event.utc <= chaser[1] else "station"
        text = event.event.replace("_", " ")
        yield {
            "id": f"event/{number:02d}/{event.event}",
            "name": f"{text} {format_utc(event.utc)}",
            "description": html.escape(event.note or text),
            "availability": _interval(event.utc, max(end, after(event.utc, 1.0))),
            "position": {"reference": f"{carrier}#position"},
            "label": _label(text, [255, 255, 255, 255], 18),
            "properties": _properties(event),
        }


def visit_czml(
    record: VisitRecord, *, chaser: FlightPath, station: FlightPath, ascent: Ascent | None
) -> str:
    """Return the scene.

    Parameters
    ----------
    record : VisitRecord
        Events and names.
    chaser, station : FlightPath
        The two craft, each where its path runs.
    ascent : Ascent or None
        Puts the pad and the way up into the scene.

    Returns
    -------
    str
        JSON: a list of packets, the document's first.
    """
    liftoff = record.insertion.liftoff_utc
    climb = [] if ascent is None else _ascent_positions(ascent, liftoff)
    chase_end = after(chaser.epoch, chaser.duration_s)
    chase_start = chaser.epoch if ascent is None else liftoff
    start = min(chase_start, station.epoch, *(event.utc for event in record.events))
    end = later(
        (
            chase_end,
            after(station.epoch, station.duration_s),
            *(after(event.utc, EVENT_SHOWN_S) for event in record.events),
        )
    )
    document: Json = {
        "id": "document",
        "name": record.flight,
        "version": "1.0",
        "clock": {
            "interval": _interval(start, end),
            "currentTime": iso(start),
            "multiplier": SPEED_UP,
            "range": "CLAMPED",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }
    packets = [
        document,
        _craft("station", record.station, _path_positions(station), STATION_RGBA),
        _craft("chaser", record.flight, [*climb, *_path_positions(chaser)], CHASER_RGBA),
        *([] if ascent is None else [_site(record, ascent)]),
        *_events(record, (chase_start, chase_end)),
    ]
    lines = ",\n".join(
        json.dumps(packet, separators=(",", ":"), allow_nan=False) for packet in packets
    )
    return f"[\n{lines}\n]\n"
