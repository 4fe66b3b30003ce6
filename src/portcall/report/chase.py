"""The chase: how high both craft are, and how far ahead the station still is."""

import numpy as np

from portcall.records.tracks import TrackPhase
from portcall.report.markup import Section, figure
from portcall.report.plate import BLUE, INK, ORANGE, RED, mark_times, sheet, svg_of
from portcall.report.report_input import ReportInput
from portcall.report.track_columns import beside_each_other, columns_of, phase_ahead_deg

_CHASE: tuple[TrackPhase, ...] = ("chase", "approach")


def chase(told: ReportInput) -> Section:
    """Return the section of the chase; empty without tracks."""
    start = told.liftoff_utc
    ship = columns_of(told.tracks, "chaser", _CHASE, start)
    station = columns_of(told.tracks, "station", _CHASE, start)
    both = beside_each_other(ship, station)
    if len(both[0]) < 3:
        return Section("chase", "Chase", "")
    drawn, (height, phase) = sheet(121.9, 2, 1)
    burns = [(burn.name, (burn.utc - start).total_seconds() / 3600.0) for burn in told.record.burns]
    height.plot(
        station.time_s / 3600.0,
        station.altitude_m / 1e3,
        color=ORANGE,
        linestyle="--",
        linewidth=1.0,
        label="station",
    )
    height.plot(
        ship.time_s / 3600.0, ship.altitude_m / 1e3, color=BLUE, linewidth=1.1, label="ship"
    )
    height.set_ylabel("altitude [km]")
    height.set_title("Altitude above the ellipsoid")
    height.legend(loc="lower right")
    hours, ahead = both[0].time_s / 3600.0, phase_ahead_deg(*both)
    phase.plot(hours, ahead, color=BLUE, label="ship to station, along the orbit")
    insertion = (told.record.insertion.separation_utc - start).total_seconds() / 3600.0
    phase.plot(
        [insertion],
        [told.record.window.phase_deg],
        "o",
        color=RED,
        markersize=5,
        label="phase of the launch window",
    )
    phase.axhline(0.0, color=INK, linewidth=0.8)
    phase.set_ylabel("station ahead [deg]")
    phase.set_xlabel("mission time [h]")
    phase.set_title("Phase")
    phase.legend(loc="lower left")
    for axes in (height, phase):
        axes.set_xlim(0.0, float(np.max(ship.time_s)) / 3600.0)
        mark_times(axes, burns, named=axes is phase)
    caption = (
        "Above: each burn (dotted) lifts the ship toward the station's orbit; the waves are the flattened "
        "Earth and the orbit's own shape. Below: the lower the ship, the faster it gains on the station, "
        "until nothing is left of the lead."
    )
    return Section(
        "chase",
        "Chase",
        figure(
            svg_of(
                drawn,
                "chase",
                "Altitude of ship and station, and the angle between them, against time",
            ),
            caption,
        ),
    )
