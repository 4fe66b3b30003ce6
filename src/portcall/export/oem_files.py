"""Trajectories as ephemeris messages: a segment for each arc, so that burns are boundaries."""

from datetime import datetime

from portcall.export.samples import arc_samples
from portcall.orbit.flight_path import FlightPath
from portcall.orbit.oem_write import write_oem

OEM_STEP_S = 120.0
UNKNOWN_OBJECT = "UNKNOWN"
_SEGMENT = "META_START"


def path_oem(
    path: FlightPath,
    *,
    object_name: str,
    object_id: str = UNKNOWN_OBJECT,
    creation: datetime,
    comments: tuple[str, ...] = (),
) -> str:
    """Write a flight path in keyword form, GCRF and UTC.

    Parameters
    ----------
    path : FlightPath
        The trajectory.
    object_name, object_id : str
        Name, and the international designator where there is one.
    creation : datetime
        Stands in the header; one that the inputs fix, so that the same inputs give the same bytes.
    comments : tuple[str, ...]
        Lines for each segment.
    """
    header, segments = "", []
    for samples in arc_samples(path, OEM_STEP_S):
        message = write_oem(
            object_name=object_name,
            object_id=object_id,
            utc=samples.utc,
            positions_gcrf_m=samples.states_gcrf[:, :3],
            velocities_gcrf_m_s=samples.states_gcrf[:, 3:6],
            creation=creation,
            comments=comments,
        )
        header, _, segment = message.partition(_SEGMENT)
        segments.append(_SEGMENT + segment)
    return header + "\n".join(segments)
