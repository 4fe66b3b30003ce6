"""How a run of an approach ended, in words."""

import math
from collections.abc import Mapping

from portcall.docking import columns
from portcall.docking.contact.envelope import reason_of
from portcall.docking.contact.probe_drogue import outcome_text
from portcall.docking.run import result_columns as result

ABORTS = {
    columns.ABORT_NO_GO: "no go for the final approach",
    columns.ABORT_CORRIDOR: "left the corridor",
    columns.ABORT_CLOSING: "range or closing rate outside its band",
    columns.ABORT_NAVIGATION: "the navigation was lost",
    columns.ABORT_THRUSTER: "a thruster failed",
    columns.ABORT_COMMAND: "aborted on command",
    columns.ABORT_TIME: "a leg took too long",
}
OUTSIDE, INSIDE = "outside the limits", "inside the strictest limits"


def outcome_of(row: Mapping[str, float]) -> str:
    """Return how a run ended: a capture counts only inside the limits at their tight end.

    Parameters
    ----------
    row : Mapping[str, float]
        Figures of one run by the names of `result_columns.NAMES`.
    """
    outcome = int(row["outcome"])
    if outcome == result.CAPTURED and row["code_tight"] != 0.0:
        return OUTSIDE
    return result.OUTCOMES[outcome]


def reason_of_run(row: Mapping[str, float]) -> str:
    """Return why a run ended as it did."""
    outcome = int(row["outcome"])
    if outcome == result.CAPTURED:
        return reason_of(int(row["code_tight"])) if row["code_tight"] else INSIDE
    if outcome == result.NOT_CAPTURED and math.isnan(row["contact_code"]):  # a capture box
        return reason_of(int(row["reason"]))
    if outcome == result.NOT_CAPTURED:
        return outcome_text(int(row["reason"]))
    if outcome == result.ABORTED:
        return ABORTS.get(int(row["abort"]), "aborted")
    if outcome == result.COLLISION:
        return "struck the station beside the port"
    if outcome == result.TIME_OUT:
        return f"still in leg {int(row['leg']) + 1} when time was up"
    return "a part gave what is no number"
