/** Go, hold, no go or done at an instant: the server's own rule (board/world/go.py), word for word. */

const at = (text) => (text ? Date.parse(text) : null);

function judged(verdicts, what) {
  const failed = verdicts.filter((one) => one.verdict === "fail");
  if (failed.length) {
    const more = failed.length > 1 ? ` and ${failed.length - 1} more` : "";
    return ["no go", `rule fails: ${failed[0].rule}${failed[0].note ? ` (${failed[0].note})` : ""}${more}`];
  }
  const passed = verdicts.filter((one) => one.verdict === "pass").length;
  if (!verdicts.length) return ["go", `no rule was judged for the ${what}`];
  const open = verdicts.length - passed;
  return ["go", `${passed} rules pass${open ? `, ${open} cannot be said` : ""}`];
}

/**
 * @param {object} scene @param {number} utcMs @param {object|null} approach the ship before its port
 * @returns {[string, string]} the word and its reason
 */
export function goAt(scene, utcMs, approach) {
  const contact = at(scene.contact_utc);
  const undocking = at(scene.undocking_utc);
  const wayUp = scene.verdicts.filter((one) => one.way === "up");
  if (undocking !== null && utcMs >= undocking) {
    const down = scene.phases.some((one) => one.id === "landed" && utcMs >= at(one.start_utc));
    if (utcMs >= at(scene.end_utc) || down) return ["done", "down"];
    return judged(scene.verdicts.filter((one) => one.way === "home"), "way home");
  }
  if (contact !== null && utcMs >= contact) {
    const failed = wayUp.find((one) => one.verdict === "fail");
    return ["done", failed ? `docked; ${failed.rule}: failed` : "docked"];
  }
  if (scene.approach && contact === null && utcMs >= at(scene.end_utc)) {
    return ["no go", `${scene.approach.outcome}: ${scene.approach.reason}`];
  }
  const [go, reason] = judged(wayUp, "way up");
  const waits = approach && scene.approach.legs.some((leg) => leg.waits && leg.name === approach.leg);
  if (go === "go" && waits) {
    return ["hold", `${approach.leg.replaceAll("-", " ")}, ${approach.port_range_m.toFixed(0)} m from the port`];
  }
  return [go, reason];
}
