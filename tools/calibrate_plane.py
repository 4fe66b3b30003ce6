"""Calibrate the plane constant: one a vehicle, each on one flight, written with where it came from.

Changes the constant until the predicted launch instant of the calibration flight is the one that flew.
Run after a change of the ascent or of the station's motion: `python tools/calibrate_plane.py`.
"""

import math

from calibration_file import write_constants
from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.core.constants import EARTH_ROTATION_RAD_S
from portcall.core.time import elapsed_s
from portcall.launch.ascent import NoAscent
from portcall.visit.insertion import insertion_of
from portcall.visit.prediction import predict
from portcall.visit.setting import Setting, setting_of

ON = {"progress-ms": "progress-ms-18", "soyuz-ms": "soyuz-ms-27"}
NAME = "plane_constant"
METHOD = "node of the insertion plane from the pad's meridian that puts the launch on the second"


def launch_error_s(setting: Setting, flown: object) -> float:
    """Return predicted less flown launch. [s]"""
    point = insertion_of(setting)
    if isinstance(point, NoAscent):
        raise SystemExit(point.reason)
    return elapsed_s(flown, predict(setting, point).launch.utc)


def calibrated_deg(vehicle: str, flight_name: str) -> float:
    """Return the constant that puts the calibration flight's launch on the second. [deg]"""
    catalogue = load_catalogue()
    flight = catalogue.flight(flight_name)
    setting = setting_of(catalogue, brief(flight))
    value = setting.node_from_pad_rad
    for _ in range(4):
        moved = Setting(**{**_fields(setting), "node_from_pad_rad": value})
        value += launch_error_s(moved, flight.flown.launch_utc.utc) * EARTH_ROTATION_RAD_S
    print(f"{vehicle}: {math.degrees(value):.5f} deg from {flight_name}")
    return math.degrees(value)


def _fields(setting: Setting) -> dict[str, object]:
    return {name: getattr(setting, name) for name in Setting.__dataclass_fields__}


def main() -> None:
    """Calibrate every vehicle and write the data file."""
    write_constants(
        {NAME},
        [
            {
                "name": NAME,
                "vehicle": vehicle,
                "value": calibrated_deg(vehicle, flight),
                "unit": "deg",
                "calibrated_on": flight,
                "method": METHOD,
            }
            for vehicle, flight in ON.items()
        ],
    )


if __name__ == "__main__":
    main()
