"""Build the solved thruster tables of the catalogue's ships: `python tools/build_allocations.py`."""

import numpy as np

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import PortcallError
from portcall.docking.control.layout import center_of_mass_m, thruster_rows
from portcall.docking.control.thrusters import SOLVED, layout_key, solve


def main() -> None:
    """Solve and write the table of every ship that has a layout."""
    tables = {}
    catalogue = load_catalogue()
    for name in catalogue.names("vehicles"):
        vehicle = catalogue.vehicle(name)
        try:
            rows, center_m = thruster_rows(vehicle), center_of_mass_m(vehicle)
        except PortcallError:
            continue  # a ship without a layout
        tables[layout_key(rows, center_m)] = solve(rows, center_m)
    SOLVED.parent.mkdir(exist_ok=True)
    np.savez_compressed(SOLVED, **tables)
    print(f"{SOLVED.name}: {len(tables)} tables, {SOLVED.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
