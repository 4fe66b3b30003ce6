"""A scenario's digest: two campaigns with the same one fly the same runs."""

from dataclasses import fields
from hashlib import blake2b

import numpy as np

from portcall.docking.run.scenario import DockingScenario


def scenario_digest(scenario: DockingScenario) -> str:
    """Return a digest of every figure that a run reads, as hexadecimal digits."""
    digest = blake2b(digest_size=16)
    for array in scenario.setting:
        digest.update(np.ascontiguousarray(array, dtype=np.float64).tobytes())
    for own in fields(scenario.ranges):
        digest.update(getattr(scenario.ranges, own.name).tobytes())
    digest.update(np.ascontiguousarray(scenario.sensor_ranges).tobytes())
    return digest.hexdigest()
