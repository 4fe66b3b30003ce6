"""The way in, seen from the station: far approach, approach, and the last of it down the corridor."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from portcall.records.docking import DockingSample
from portcall.report.markup import Column, Section, facts, figure, table
from portcall.report.plate import (
    BLUE,
    GRAY,
    GREEN,
    INK,
    ORANGE,
    RED,
    mark_times,
    plain_ticks,
    sheet,
    svg_of,
)
from portcall.report.report_input import ReportInput
from portcall.report.track_columns import along_and_above_m, beside_each_other, columns_of

Array = NDArray[np.float64]

_FAR_M = 150e3
_FINAL_M = 220.0
_NEAREST_M, _LEAST_OFF_M = 0.3, 1e-3  # where the logarithmic axes end
_APPROACHES_MAX = 40


@dataclass(frozen=True)
class _PortFrame:
    """The port in LVLH: its place and the axis out of it; sphere and corridor about it."""

    place_m: Array
    axis: Array
    sphere_m: float
    corridor_rad: float


def _port_frame(told: ReportInput) -> _PortFrame | None:
    docking = told.record.docking
    geometry = None if docking is None else docking.geometry
    if geometry is None:
        return None
    axis = np.array(geometry.axis_lvlh)
    return _PortFrame(
        place_m=np.array(geometry.port_lvlh_m),
        axis=axis,
        sphere_m=geometry.keep_out_sphere_radius_m,
        corridor_rad=math.radians(geometry.corridor_half_angle_deg),
    )


def _circle(axes: Axes, radius: float, **style: Any) -> None:
    turn = np.linspace(0.0, math.tau, 121)
    axes.plot(radius * np.cos(turn), radius * np.sin(turn), **style)


def _far(told: ReportInput) -> str:
    start = told.liftoff_utc
    both = beside_each_other(
        columns_of(told.tracks, "chaser", ("chase", "approach"), start),
        columns_of(told.tracks, "station", ("chase", "approach"), start),
    )
    if len(both[0]) < 3:
        return ""
    along, above = along_and_above_m(*both)
    near = (np.abs(along) < _FAR_M) & (
        np.maximum.accumulate(np.abs(along)[::-1])[::-1] < 4.0 * _FAR_M
    )
    if np.count_nonzero(near) < 3:
        return ""
    drawn, (axes,) = sheet(73.7)
    axes.plot(
        along[near] / 1e3,
        above[near] / 1e3,
        color=BLUE,
        marker=".",
        markersize=2.5,
        linewidth=1.0,
        label="ship",
    )
    axes.plot(0.0, 0.0, "s", color=INK, label="station")
    for burn in told.record.burns:
        gap = np.abs(both[0].time_s - (burn.utc - start).total_seconds())
        row = int(np.argmin(gap))
        if near[row] and gap[row] < 120.0:
            axes.plot(along[row] / 1e3, above[row] / 1e3, "D", color=RED, markersize=5)
            axes.annotate(
                burn.name,
                (along[row] / 1e3, above[row] / 1e3),
                xytext=(5, -9),
                textcoords="offset points",
                fontsize=8,
            )
    axes.set_xlabel("along the orbit, ahead of the station [km]")
    axes.set_ylabel("above the station [km]")
    axes.set_title("Far approach")
    axes.legend(loc="lower right")
    return figure(
        svg_of(drawn, "far", "Ship's path along and above the station's orbit in the far approach"),
        "The ship comes from behind (left) and below; each diamond is a burn. Both scales differ.",
    )


def _in_plane(told: ReportInput, way: Array, frame: _PortFrame | None) -> str:
    drawn, (axes,) = sheet(127.0)
    for number, one in enumerate(told.approaches[:_APPROACHES_MAX]):
        axes.plot(
            one.position_lvlh_m[:, 0],
            -one.position_lvlh_m[:, 2],
            color=GRAY,
            linewidth=0.4,
            alpha=0.7,
            label="with errors" if number == 0 else None,
        )
    axes.plot(way[:, 0], -way[:, 2], color=BLUE, label="without errors")
    sphere_m = told.catalogue.station(told.record.station).safety.keep_out_sphere_radius_m.value
    _circle(axes, sphere_m, color=RED, linestyle="--", linewidth=1.1, label="keep-out sphere")
    if frame is not None:
        _corridor(axes, frame)
    axes.plot(0.0, 0.0, "+", color=INK, markersize=9, label="station's center of mass")
    axes.set_aspect("equal", adjustable="datalim")
    axes.set_xlabel("along V-bar, forward [m]")
    axes.set_ylabel("away from the Earth [m]")
    axes.set_title("Approach from the gate, in the orbital plane (LVLH)")
    axes.legend(loc="lower right")
    return figure(
        svg_of(
            drawn,
            "approach",
            "Approach from the gate in the orbital plane with keep-out sphere and corridor",
        ),
        "The station stands still in the middle, the Earth is below. The ship may enter the "
        "dashed sphere only "
        "on its way down the corridor of its port.",
    )


def _corridor(axes: Axes, frame: _PortFrame) -> None:
    end = frame.place_m + frame.sphere_m * frame.axis
    half = (
        frame.sphere_m
        * math.tan(frame.corridor_rad)
        * np.array([-frame.axis[2], 0.0, frame.axis[0]])
    )
    cone = np.array([end + half, frame.place_m, end - half])
    axes.plot(cone[:, 0], -cone[:, 2], color=GREEN, linestyle="-.", linewidth=1.1, label="corridor")


def _last_way(range_m: Array, lateral_m: Array) -> tuple[Array, Array]:
    """Return range and offset from the last moment on at which the ship is that far out."""
    far = np.flatnonzero(range_m > _FINAL_M)
    first = int(far[-1]) + 1 if far.size else 0
    return np.maximum(range_m[first:], _NEAREST_M), np.maximum(lateral_m[first:], _LEAST_OFF_M)


def _final(told: ReportInput, frame: _PortFrame | None) -> str:
    drawn, (side, speed) = sheet(88.9, 1, 2)
    for number, one in enumerate(told.approaches[:_APPROACHES_MAX]):
        side.plot(
            *_last_way(one.port_range_m, one.lateral_m),
            color=GRAY,
            linewidth=0.5,
            alpha=0.7,
            label="with errors" if number == 0 else None,
        )
    own = [
        np.array([getattr(one, name) for one in told.samples])
        for name in ("port_range_m", "lateral_m")
    ]
    side.plot(*_last_way(*own), color=BLUE, label="without errors")
    if frame is not None:
        edge = np.array([_FINAL_M, _NEAREST_M])
        side.plot(
            edge,
            edge * math.tan(frame.corridor_rad),
            color=GREEN,
            linestyle="-.",
            label="corridor's edge",
        )
    side.set_xscale("log")
    side.set_yscale("log")
    plain_ticks(side, x=True, y=True)
    side.set_xlim(_FINAL_M, _NEAREST_M)
    side.set_xlabel("range to the port [m], logarithmic")
    side.set_ylabel("off the port's axis [m], logarithmic")
    side.set_title("Final approach")
    side.legend(loc="lower left")
    _speed(speed, told.samples)
    return figure(
        svg_of(
            drawn, "final", "Offset from the port's axis and closing speed on the final approach"
        ),
        "Left: how far the ship's center of mass is off the axis of the port as planned, on the "
        "last stretch to "
        "the port at the right edge. In the last meters the dispersed lines also show how far the "
        "station itself "
        "is turned and shifted; what the docking probe met stands under Contact. "
        "Right: the closing speed is brought down in steps; a dotted line begins each leg.",
    )


def _speed(axes: Axes, samples: Sequence[DockingSample]) -> None:
    moving = [one for one in samples if one.port_range_m > _NEAREST_M]
    axes.plot(
        [one.port_range_m for one in moving], [one.closing_m_s for one in moving], color=ORANGE
    )
    axes.set_xscale("log")
    axes.set_xlim(max(one.port_range_m for one in samples), _NEAREST_M)
    axes.set_xlabel("range to the port [m], logarithmic")
    axes.set_ylabel("closing speed [m/s]")
    axes.set_title("Closing speed")
    plain_ticks(axes, x=True)
    begun: dict[str, float] = {}
    for one in samples:
        begun.setdefault(one.leg, one.port_range_m)
    mark_times(axes, list(begun.items()), named=True)


def _legs(told: ReportInput) -> str:
    shown, docking = told.shown, told.record.docking
    if docking is None:
        return ""
    rows = []
    for number in range(len(docking.nominal.legs)):
        at = f"docking.nominal.legs[{number}]"
        rows.append(
            [
                shown.text(f"{at}.name"),
                shown.number(f"{at}.start_s", 0, "s"),
                shown.number(f"{at}.duration_s", 0, "s"),
                shown.number(f"{at}.start_range_m", 1, "m"),
                shown.number(f"{at}.closing_m_s", 3, "m/s"),
            ]
        )
    heads = ("after the gate", "length", "from a range of", "closing at its start")
    return table(
        "Legs of the approach", [Column("leg"), *(Column(h, figures=True) for h in heads)], rows
    )


def relative_motion(told: ReportInput) -> Section:
    """Return the section of the relative motion."""
    shown, frame = told.shown, _port_frame(told)
    pictures = _far(told)
    if len(told.samples) > 1:
        way = np.array([one.position_lvlh_m for one in told.samples])
        pictures += _in_plane(told, way, frame) + _final(told, frame)
    pairs = [
        ("At the gate [UTC]", shown.clock("arrival.utc")),
        ("Miss at the gate, place", shown.number("arrival.miss_m", 1, "m")),
        ("Miss at the gate, speed", shown.number("arrival.miss_m_s", 4, "m/s")),
        ("Mass at the gate", shown.number("arrival.mass_kg", 0, "kg")),
    ]
    if told.record.docking is not None:
        at = "docking.nominal."
        pairs += [
            ("Approach takes", shown.duration(f"{at}duration_s")),
            ("Approach delta-v", shown.number(f"{at}delta_v_m_s", 1, "m/s")),
            ("Approach propellant", shown.number(f"{at}propellant_kg", 1, "kg")),
            ("Thruster pulses", shown.number(f"{at}pulses", 0)),
        ]
    return Section("relative-motion", "Relative motion", pictures + facts(pairs) + _legs(told))
