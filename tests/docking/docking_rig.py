"""One scenario for tests of whole runs: a Progress to Poisk's zenith port, without escapes."""

from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from portcall.catalogue.load import load_catalogue
from portcall.docking.approach.plan import plan_approach
from portcall.docking.run.scenario import docking_scenario

EPOCH = datetime(2025, 7, 5, 20, 50, tzinfo=UTC)
INCLINATION_RAD = np.radians(51.64)
STATION = np.array(
    [6.795e6, 0.0, 0.0, 0.0, 7659.0 * np.cos(INCLINATION_RAD), 7659.0 * np.sin(INCLINATION_RAD)]
)


@lru_cache(maxsize=1)
def a_scenario():
    """Return what the runs have in common; frozen."""
    catalogue = load_catalogue()
    plan = plan_approach(catalogue, "progress-ms", "iss", "poisk-zenith")
    return docking_scenario(catalogue, plan, EPOCH, STATION, with_escapes=False)
