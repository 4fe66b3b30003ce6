/** One instant of a scene: the same answer as the server's (board/world/frame.py), worked out in the page. */

import { goAt } from "./go.js";

const DOCKED = "docked: the months at the port are not simulated, so there is no track";
const FALLING = "the ship has come apart: what is left falls in pieces";

const SAME_PLACE_RAD = 1e-9;
const AT_THE_PORT_M = 1;

const at = (text) => (text ? Date.parse(text) : null);

/**
 * The last index whose value is not above x, by bisection.
 * @param {number[]} sorted @param {number} x @returns {number} -1 before the first
 */
export function lastAtOrBefore(sorted, x) {
  let low = -1;
  let high = sorted.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}

function mix(values, i, share) {
  return share === 0 ? values[i] : values[i] + share * (values[i + 1] - values[i]);
}

function unit([lat_deg, lon_deg]) {
  const [lat, lon] = [(lat_deg * Math.PI) / 180, (lon_deg * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}

/** The place a share of the way along a great circle: no jump at 180 degrees or at a pole. */
function betweenPlaces(first, last, share) {
  const [p, q] = [unit(first), unit(last)];
  const angle = Math.acos(Math.max(-1, Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2])));
  if (share <= 0 || angle < SAME_PLACE_RAD) return share > 0.5 ? last : first;
  const [low, high] = [Math.sin((1 - share) * angle), Math.sin(share * angle)];
  const [x, y, z] = p.map((value, i) => low * value + high * q[i]);
  return [(Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, (Math.atan2(y, x) * 180) / Math.PI];
}

/** The sample before a time and the share of the way to the next one; null outside. */
function place(times, s) {
  if (!times.length || s < times[0] || s > times[times.length - 1]) return null;
  const i = Math.min(lastAtOrBefore(times, s), times.length - 2);
  return i < 0 ? [0, 0] : [i, (s - times[i]) / (times[i + 1] - times[i])];
}

/** Where a track's craft is. @returns {object|null} null outside of the track */
export function trackAt(track, utcMs) {
  const found = place(track.time_s, (utcMs - at(track.start_utc)) / 1000);
  if (!found) return null;
  const [i, share] = found;
  const j = Math.min(i + 1, track.time_s.length - 1);
  const [near, far] = [track.range_m?.[i] ?? null, track.range_m?.[j] ?? null];
  const [lat_deg, lon_deg] = betweenPlaces([track.lat_deg[i], track.lon_deg[i]], [track.lat_deg[j], track.lon_deg[j]], share);
  return {
    lat_deg: rounded(lat_deg, 4), lon_deg: rounded(lon_deg, 4),
    altitude_m: rounded(mix(track.altitude_m, i, share), 1),
    sunlit: Boolean(track.sunlit[share < 0.5 ? i : j]),
    range_m: near === null || far === null ? null : rounded(near + share * (far - near), 2),
  };
}

function craftAt(scene, craft, utcMs) {
  let best = null;
  let start = -Infinity;
  for (const track of scene.tracks) {
    if (track.craft !== craft || at(track.start_utc) > utcMs || at(track.start_utc) < start) continue;
    const here = trackAt(track, utcMs);
    if (here) [best, start] = [here, at(track.start_utc)];
  }
  return best;
}

/** Whether a place in LVLH lies in the cone about the port's axis; null outside the keep-out sphere. */
export function inCorridor(geometry, position) {
  if (!geometry?.corridor_half_angle_deg) return null;
  if (geometry.keep_out_sphere_radius_m && Math.hypot(...position) > geometry.keep_out_sphere_radius_m) return null;
  const away = position.map((value, i) => value - geometry.port_lvlh_m[i]);
  const range_m = Math.hypot(...away);
  const along = away.reduce((sum, value, i) => sum + value * geometry.axis_lvlh[i], 0);
  return range_m < AT_THE_PORT_M || along >= range_m * Math.cos((geometry.corridor_half_angle_deg * Math.PI) / 180);
}

/** Where the ship is in the approach, relative to the port. @returns {object|null} */
export function approachAt(approach, utcMs) {
  const found = approach ? place(approach.time_s, (utcMs - at(approach.start_utc)) / 1000) : null;
  if (!found) return null;
  const [i, share] = found;
  const value = (name, digits) => rounded(mix(approach[name], i, share), digits);
  const leg = approach.leg[share < 1 ? i : i + 1];
  const [x_m, y_m, z_m] = [value("x_m", 3), value("y_m", 3), value("z_m", 3)];
  return {
    x_m, y_m, z_m,
    port_range_m: value("port_range_m", 3), closing_m_s: value("closing_m_s", 4),
    lateral_m: value("lateral_m", 4), pointing_deg: value("pointing_deg", 3),
    leg, in_corridor: inCorridor(approach.geometry, [x_m, y_m, z_m]),
  };
}

/** The phase that holds now. @returns {object|null} */
export function phaseAt(scene, utcMs) {
  const i = lastAtOrBefore(scene.phases.map((phase) => at(phase.start_utc)), utcMs);
  if (i < 0) return null;
  const end = at(scene.phases[i].end_utc);
  return utcMs < end || (i === scene.phases.length - 1 && utcMs === end) ? scene.phases[i] : null;
}

function outside(scene, utcMs) {
  if (utcMs < at(scene.start_utc)) return scene.start_utc === scene.liftoff_utc ? "Before lift-off" : "Before the approach";
  return utcMs > at(scene.end_utc) ? "After the run" : "Between phases";
}

function whyNoTrack(scene, utcMs) {
  if (utcMs < at(scene.start_utc)) return scene.start_utc === scene.liftoff_utc ? "before lift-off" : "before this run begins";
  if (utcMs > at(scene.end_utc)) return "after the end of this run";
  if (scene.why_no_track) return scene.why_no_track;
  const falls = scene.phases.some((one) => ["entry", "landed"].includes(one.id) && at(one.start_utc) <= utcMs);
  if (scene.pieces.length && falls) return FALLING;
  const docked = scene.contact_utc && at(scene.contact_utc) <= utcMs;
  return docked && (!scene.undocking_utc || utcMs < at(scene.undocking_utc)) ? DOCKED : "no track was flown at this instant";
}

/**
 * @param {object} scene @param {number} utcMs
 * @returns {import("./store.js").Frame}
 */
export function sceneAt(scene, utcMs) {
  const phase = phaseAt(scene, utcMs);
  const approach = approachAt(scene.approach, utcMs);
  const [go, go_reason] = goAt(scene, utcMs, approach);
  const chaser = craftAt(scene, "chaser", utcMs);
  const later = scene.events.filter((event) => at(event.utc) > utcMs).sort((a, b) => at(a.utc) - at(b.utc))[0];
  return {
    utc: new Date(utcMs).toISOString(),
    phase: phase?.id ?? null, phase_name: phase?.name ?? outside(scene, utcMs),
    go, go_reason,
    met_s: scene.liftoff_utc ? rounded((utcMs - at(scene.liftoff_utc)) / 1000, 3) : null,
    chaser, station: craftAt(scene, "station", utcMs), approach,
    next_event: later ? { id: later.id, name: later.name, utc: later.utc } : null,
    why_no_track: chaser ? null : whyNoTrack(scene, utcMs),
  };
}
