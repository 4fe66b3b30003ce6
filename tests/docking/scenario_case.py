"""One scenario for the tests of the closed loop, built once a session."""

from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from portcall.catalogue.load import load_catalogue
from portcall.core.constants import GM_EARTH_M3_S2
from portcall.docking.approach.plan import plan_approach
from portcall.docking.run.scenario import DockingScenario, docking_scenario

EPOCH = datetime(2025, 7, 5, 20, 0, tzinfo=UTC)
HEIGHT_M = 417e3
EARTH_RADIUS_M = 6378137.0
INCLINATION_RAD = np.radians(51.64)


def station_state():
    """Return a circular orbit at the station's height, GCRF."""
    radius = EARTH_RADIUS_M + HEIGHT_M
    speed = np.sqrt(GM_EARTH_M3_S2 / radius)
    return np.array(
        [radius, 0.0, 0.0, 0.0, speed * np.cos(INCLINATION_RAD), speed * np.sin(INCLINATION_RAD)]
    )


@lru_cache(maxsize=4)
def scenario_of(vehicle: str = "progress-ms", port: str = "poisk-zenith") -> DockingScenario:
    """Return the scenario of a ship to a port, without the table of escapes."""
    catalogue = load_catalogue()
    plan = plan_approach(catalogue, vehicle, "iss", port)
    return docking_scenario(catalogue, plan, EPOCH, station_state(), with_escapes=False)
