"""Calibrate where a Progress is aimed: the place where one flight fell, as its operator reported it.

`python tools/calibrate_aim.py` writes the constants anew from that flight's file.
"""

from calibration_file import write_constants
from portcall.catalogue.load import load_catalogue

ON = {"progress-ms": "progress-ms-17"}
NAMES = ("disposal_aim_latitude", "disposal_aim_longitude")
METHOD = "place of the fall from the two distances that the operator reported"


def main() -> None:
    """Write the constants of every vehicle."""
    constants = []
    for vehicle, flight in ON.items():
        flown = load_catalogue().flight(flight).flown
        for name, figure in zip(
            NAMES, (flown.splash_latitude_deg, flown.splash_longitude_deg), strict=True
        ):
            if figure is None:
                raise SystemExit(f"{flight}: no place of the fall is known")
            print(f"{vehicle}: {name} {figure.value:.2f} deg from {flight}")
            constants.append(
                {
                    "name": name,
                    "vehicle": vehicle,
                    "value": figure.value,
                    "unit": "deg",
                    "calibrated_on": flight,
                    "method": METHOD,
                }
            )
    write_constants(set(NAMES), constants)


if __name__ == "__main__":
    main()
