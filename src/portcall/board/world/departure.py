"""The way out of the port, as the record sampled it, until the deorbit burn."""

from datetime import timedelta

from portcall.records.disposal import DisposalRecord
from portcall.records.scene import SceneDeparture


def scene_departure(home: DisposalRecord | None) -> SceneDeparture | None:
    """Return the departure; the drift that nobody flies, after the deorbit burn, is left out."""
    departure = None if home is None else home.departure
    if home is None or departure is None:
        return None
    start = departure.undocking_utc
    samples = [
        one
        for one in departure.trajectory
        if start + timedelta(seconds=one.time_s) <= home.ignition_utc
    ]
    return SceneDeparture(
        start_utc=start,
        time_s=tuple(round(one.time_s, 3) for one in samples),
        x_m=tuple(round(one.position_lvlh_m[0], 2) for one in samples),
        y_m=tuple(round(one.position_lvlh_m[1], 2) for one in samples),
        z_m=tuple(round(one.position_lvlh_m[2], 2) for one in samples),
        range_m=tuple(round(one.range_m, 2) for one in samples),
    )
