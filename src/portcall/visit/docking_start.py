"""Where the docking of a flight begins: at the gate that its visit reaches, if that can be flown."""

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.load import Catalogue
from portcall.core.errors import PortcallError
from portcall.core.time import elapsed_s
from portcall.visit.gate_arrival import GateArrival, own_gate
from portcall.visit.known_elements import KnownElements, Policy
from portcall.visit.setting import setting_of
from portcall.visit.visit import NoPlan, make_visit, visit_arrival


def arrival_of(
    catalogue: Catalogue, brief: FlightBrief, *, given: KnownElements | None = None
) -> tuple[GateArrival, float | None]:
    """Return where a flight's docking begins, and how long after it contact is wanted. [s]

    Parameters
    ----------
    catalogue : Catalogue
        The records.
    brief : FlightBrief
        The flight without its planned and flown times.
    given : KnownElements, optional
        The station's elements from the user's file.

    Raises
    ------
    InputError, DataError
        No elements of the station are known at all.
    """
    policy = Policy(allow_stale=True, hindcast=True)
    try:
        visit = make_visit(
            catalogue, setting_of(catalogue, brief, policy=policy, given=given), dock=False
        )
    except PortcallError as why:
        return own_gate(catalogue, brief, given=given, why=str(why)), None
    if isinstance(visit, NoPlan):
        return own_gate(catalogue, brief, given=given, why=visit.reason), None
    arrival = visit_arrival(visit)
    return arrival, elapsed_s(arrival.utc, visit.prediction.chase.contact.utc)
