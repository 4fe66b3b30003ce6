"""Calibrate where a Progress is aimed: the middle of the fall of one flight, from its reported burn.

Run after a change of the deorbit, the object list or the fall: `python tools/calibrate_aim.py`.
"""

import math

from calibration_file import write_constants
from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.disposal.targeting import NoDeorbit
from portcall.visit.home import fall_of, tanks_aboard
from portcall.visit.home_plan import plan_home
from portcall.visit.home_setting import HomeWishes, home_setting_of

ON = {"progress-ms": "progress-ms-15"}
NAMES = ("disposal_aim_latitude", "disposal_aim_longitude")
METHOD = "middle of the fall that follows from the reported ignition and delta-v"


def aimed_at_deg(flight_name: str) -> tuple[float, float]:
    """Return where the reported burn of a flight brings the middle of its fall. [deg]"""
    catalogue = load_catalogue()
    flight = catalogue.flight(flight_name)
    flown = flight.flown
    if flown.deorbit_burn_utc is None or flown.deorbit_delta_v_m_s is None:
        raise SystemExit(f"{flight_name}: the burn is not known")
    wishes = HomeWishes(
        ignition=flown.deorbit_burn_utc.utc, delta_v_m_s=flown.deorbit_delta_v_m_s.value
    )
    setting = home_setting_of(catalogue, brief(flight), wishes)
    plan = plan_home(setting, tanks_aboard(setting)[1], fall_of(catalogue, setting))
    if isinstance(plan, NoDeorbit):
        raise SystemExit(plan.reason)
    center = plan.chosen.center
    return math.degrees(center.latitude_rad), math.degrees(center.longitude_rad)


def main() -> None:
    """Calibrate every vehicle and write the data file."""
    constants = []
    for vehicle, flight in ON.items():
        place = aimed_at_deg(flight)
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
            for name, value in zip(NAMES, place, strict=True)
        ]
    write_constants(set(NAMES), constants)


if __name__ == "__main__":
    main()
