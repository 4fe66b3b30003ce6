/** How fast a run goes: at a rate, or so that each event comes after five seconds. */

const AN_EVENT_S = 5;
const LEAST = 1;
const MOST = 1e6;

/** The next event after an instant. @returns {object|undefined} */
export function nextEvent(scene, utcMs) {
  return scene.events.filter((event) => Date.parse(event.utc) > utcMs + 1)
    .sort((a, b) => Date.parse(a.utc) - Date.parse(b.utc))[0];
}

/** The event before an instant; one that has only just passed does not count. */
export function eventBefore(scene, utcMs, slackMs = 500) {
  return scene.events.filter((event) => Date.parse(event.utc) < utcMs - slackMs)
    .sort((a, b) => Date.parse(b.utc) - Date.parse(a.utc))[0];
}

/** Seconds of the run a second. @param {number|"auto"|"next"} speed */
export function rateFor(speed, scene, utcMs) {
  if (typeof speed === "number") return speed;
  const next = nextEvent(scene, utcMs);
  const gap_s = ((next ? Date.parse(next.utc) : Date.parse(scene.end_utc)) - utcMs) / 1000;
  return Math.round(Math.min(MOST, Math.max(LEAST, gap_s / AN_EVENT_S)) * 10) / 10;
}
