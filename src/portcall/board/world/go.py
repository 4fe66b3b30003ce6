"""Go, hold, no go or done at an instant: only what the rules and the flown legs say.

Model   A rule that fails is no go: those of the way up until contact, those of the way home from the
        undocking on. A leg that waits for leave is a hold. After contact, and after the fall, it is
        done. Where nothing fails it is go, with the count of what passes and what nobody can say.
Valid   Rules are judged for a whole run: a no go stands from its start, not from when it arises.
Source  The scene's verdicts and legs.
"""

from collections.abc import Sequence
from datetime import datetime

from portcall.records.scene import ApproachNow, Go, Scene, SceneVerdict


def go_of(scene: Scene, moment: datetime, approach: ApproachNow | None) -> tuple[Go, str]:
    """Return go, hold, no go or done, and why."""
    home = scene.undocking_utc is not None and moment >= scene.undocking_utc
    if home:
        if moment >= scene.end_utc or _is_down(scene, moment):
            return "done", "down"
        return _judged([one for one in scene.verdicts if one.way == "home"], "way home")
    if scene.contact_utc is not None and moment >= scene.contact_utc:
        failed = _failing([one for one in scene.verdicts if one.way == "up"])
        words = f"docked; {failed[0].rule}: failed" if failed else "docked"
        return "done", words
    if scene.approach is not None and moment >= scene.end_utc and scene.contact_utc is None:
        return "no go", f"{scene.approach.outcome}: {scene.approach.reason}"
    go, reason = _judged([one for one in scene.verdicts if one.way == "up"], "way up")
    if go == "go" and approach is not None and _waits(scene, approach.leg):
        leg = approach.leg.replace("-", " ")
        return "hold", f"{leg}, {approach.port_range_m:.0f} m from the port"
    return go, reason


def _is_down(scene: Scene, moment: datetime) -> bool:
    return any(one.id == "landed" and moment >= one.start_utc for one in scene.phases)


def _waits(scene: Scene, leg: str) -> bool:
    legs = () if scene.approach is None else scene.approach.legs
    return any(one.waits and one.name == leg for one in legs)


def _failing(verdicts: Sequence[SceneVerdict]) -> list[SceneVerdict]:
    return [one for one in verdicts if one.verdict == "fail"]


def _judged(verdicts: Sequence[SceneVerdict], what: str) -> tuple[Go, str]:
    failed = _failing(verdicts)
    if failed:
        first = failed[0]
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        note = f" ({first.note})" if first.note else ""
        return "no go", f"rule fails: {first.rule}{note}{more}"
    passed = sum(one.verdict == "pass" for one in verdicts)
    open_ = len(verdicts) - passed
    if not verdicts:
        return "go", f"no rule was judged for the {what}"
    rest = f", {open_} cannot be said" if open_ else ""
    return "go", f"{passed} rules pass{rest}"
