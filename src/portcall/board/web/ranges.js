/** Stretches of time that are worth a look: the timeline's presets. */

const MINUTE = 60e3;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (text) => (text ? Date.parse(text) : null);

function padded(from, to, share = 0.03) {
  const pad = Math.max((to - from) * share, 20e3);
  return [from - pad, to + pad];
}

/**
 * The presets that a scene and the traffic allow, in order.
 *
 * @param {object|null} scene @param {object|null} traffic @param {number} utcMs
 * @returns {{id: string, name: string, range: [number, number]}[]}
 */
export function presets(scene, traffic, utcMs) {
  const found = [];
  const add = (id, name, range) => found.push({ id, name, range });
  if (scene) {
    const start = at(scene.start_utc);
    const end = at(scene.end_utc);
    const liftoff = at(scene.liftoff_utc) ?? start;
    const contact = at(scene.contact_utc);
    const undocking = at(scene.undocking_utc);
    const approach = at(scene.approach?.start_utc);
    add("visit", "Whole visit", padded(start, end));
    const arrived = Math.min(end, (contact ?? end) + 3 * HOUR);
    if (undocking || !contact) add("arrival", "Arrival", padded(liftoff, arrived));
    if (approach) add("docking", "Docking", padded(approach - 4 * MINUTE, (contact ?? approach + 40 * MINUTE) + 6 * MINUTE));
    if (undocking) add("home", "Departure and fall", padded(undocking - 20 * MINUTE, end));
  }
  if (traffic) add("year", "A year of traffic", [utcMs - 182 * DAY, utcMs + 183 * DAY]);
  return found;
}

/** What the timeline shows first: the stretch of the visit that holds the cursor. */
export function openingRange(scene, utcMs) {
  if (!scene) return [utcMs - 182 * DAY, utcMs + 183 * DAY];
  const parts = presets(scene, null, utcMs).filter((preset) => preset.id !== "visit");
  const inside = parts.find(({ range }) => range[0] <= utcMs && utcMs <= range[1]);
  return (inside ?? presets(scene, null, utcMs)[0]).range;
}

/**
 * The stretch of time that holds the cursor: turned like a page when the cursor runs out of it, another
 * part of the visit when it jumps far away.
 */
export function keepInView(range, scene, utcMs) {
  if (utcMs >= range[0] && utcMs <= range[1]) return range;
  const span = range[1] - range[0];
  const away = utcMs < range[0] ? range[0] - utcMs : utcMs - range[1];
  if (away < span) return utcMs > range[1] ? [utcMs - 0.1 * span, utcMs + 0.9 * span] : [utcMs - 0.9 * span, utcMs + 0.1 * span];
  const part = openingRange(scene, utcMs);
  return utcMs >= part[0] && utcMs <= part[1] ? part : [utcMs - span / 2, utcMs + span / 2];
}
