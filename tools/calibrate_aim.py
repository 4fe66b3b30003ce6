"""Calibrate where a Progress is aimed, from the place that one flight's operator reported.

The reported place is taken as that of the first and densest piece; the aim is the middle of a fall whose
first piece comes down there. `python tools/calibrate_aim.py` writes the constants anew.
"""

import math

from calibration_file import write_constants
from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.disposal.targeting import Aim, NoDeorbit
from portcall.visit.home import entry_of, planned_home, tanks_aboard
from portcall.visit.home_fall import first_of, planned_fall
from portcall.visit.home_setting import AIM_CONSTANTS, HomeWishes, home_setting_of

ON = {"progress-ms": "progress-ms-17"}
METHOD = "middle of a fall whose first piece comes down where the operator's two distances meet"


def aim_deg(flight_name: str) -> tuple[float, float]:
    """Return the middle of the fall whose first piece meets the reported place. [deg]"""
    catalogue = load_catalogue()
    flight = catalogue.flight(flight_name)
    latitude, longitude = flight.flown.splash_latitude_deg, flight.flown.splash_longitude_deg
    if latitude is None or longitude is None:
        raise SystemExit(f"{flight_name}: no place of the fall is known")
    reported = Aim(math.radians(latitude.value), math.radians(longitude.value))
    aim = reported
    for _ in range(4):
        wishes = HomeWishes(aim=aim, revolution=flight.deorbit_revolution)
        setting = home_setting_of(catalogue, brief(flight), wishes)
        plan, pieces = planned_home(catalogue, setting, tanks_aboard(setting)[1])
        if isinstance(plan, NoDeorbit) or pieces is None:
            raise SystemExit(f"{flight_name} has no fall")
        first = first_of(planned_fall(entry_of(plan), pieces))
        aim = Aim(
            aim.latitude_rad + reported.latitude_rad - first.latitude_rad,
            math.remainder(
                aim.longitude_rad + reported.longitude_rad - first.longitude_rad, math.tau
            ),
        )
    return math.degrees(aim.latitude_rad), math.degrees(aim.longitude_rad)


def main() -> None:
    """Write the constants of every vehicle."""
    constants = []
    for vehicle, flight in ON.items():
        place = aim_deg(flight)
        print(f"{vehicle}: {place[0]:.2f}, {place[1]:.2f} deg from {flight}")
        constants += [
            {
                "name": name,
                "vehicle": vehicle,
                "value": round(value, 2),
                "unit": "deg",
                "calibrated_on": flight,
                "method": METHOD,
            }
            for name, value in zip(AIM_CONSTANTS, place, strict=True)
        ]
    write_constants(set(AIM_CONSTANTS), constants)


if __name__ == "__main__":
    main()
