"""Build the coarse distances to land from the exact ones: `python tools/build_land_distance.py`."""

import numpy as np

from portcall.environment.coarse_land import GRID
from portcall.environment.land import distance_to_land_km


def main() -> None:
    """Write the distance to any land, Antarctica included, at every whole degree."""
    latitude, longitude = np.meshgrid(np.arange(-90, 91), np.arange(-180, 181), indexing="ij")
    foreign_km, _, ice_km = distance_to_land_km(
        np.radians(latitude.ravel()), np.radians(longitude.ravel())
    )
    away_km = np.minimum(foreign_km, ice_km).reshape(latitude.shape)
    np.savez_compressed(GRID, away_km=np.round(away_km).astype(np.uint16))
    print(f"{GRID.name}: {GRID.stat().st_size / 1e3:.0f} kB, at most {away_km.max():.0f} km")


if __name__ == "__main__":
    main()
