/** One instant of a scene: the same answer as the server's, worked out in the page. */

const END_GRACE_S = 1e-6;

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

function mix(a, b, share) {
  return a === null || a === undefined || b === null || b === undefined ? null : a + (b - a) * share;
}

function unit(lat_deg, lon_deg) {
  const lat = (lat_deg * Math.PI) / 180;
  const lon = (lon_deg * Math.PI) / 180;
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}

/** Between two places along the great circle: no jump at 180 degrees or at a pole. */
function between(a, b, share) {
  const p = unit(a[0], a[1]);
  const q = unit(b[0], b[1]);
  const cosine = Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]);
  const angle = Math.acos(cosine);
  const [u, v] = angle < 1e-9
    ? [1 - share, share]
    : [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)];
  const [x, y, z] = p.map((value, i) => u * value + v * q[i]);
  return [(Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, (Math.atan2(y, x) * 180) / Math.PI];
}

/** Where a track's craft is. @returns {object|null} null outside of the track */
export function trackAt(track, utcMs) {
  const s = (utcMs - Date.parse(track.start_utc)) / 1000;
  const times = track.time_s;
  if (!times.length || s < times[0] - END_GRACE_S || s > times[times.length - 1] + END_GRACE_S) return null;
  const i = Math.max(0, Math.min(lastAtOrBefore(times, s), times.length - 2));
  const j = Math.min(i + 1, times.length - 1);
  const share = j === i ? 0 : Math.max(0, Math.min(1, (s - times[i]) / (times[j] - times[i])));
  const [lat_deg, lon_deg] = between(
    [track.lat_deg[i], track.lon_deg[i]], [track.lat_deg[j], track.lon_deg[j]], share);
  return {
    lat_deg, lon_deg,
    altitude_m: mix(track.altitude_m[i], track.altitude_m[j], share),
    sunlit: Boolean(track.sunlit[share < 0.5 ? i : j]),
    range_m: mix(track.range_m?.[i], track.range_m?.[j], share),
  };
}

function craftAt(scene, craft, utcMs) {
  for (const track of scene.tracks) {
    if (track.craft !== craft) continue;
    const here = trackAt(track, utcMs);
    if (here) return here;
  }
  return null;
}

/** Whether a place in LVLH lies in the corridor's cone; null where no corridor is known. */
export function inCorridor(geometry, x_m, y_m, z_m) {
  if (!geometry?.port_lvlh_m || !geometry.corridor_half_angle_deg) return null;
  const [px, py, pz] = geometry.port_lvlh_m;
  const offset = [x_m - px, y_m - py, z_m - pz];
  const range = Math.hypot(...offset);
  if (geometry.keep_out_sphere_radius_m && Math.hypot(x_m, y_m, z_m) > geometry.keep_out_sphere_radius_m) return null;
  const along = offset.reduce((sum, value, i) => sum + value * geometry.axis_lvlh[i], 0);
  if (range < 1) return true;
  return along / range >= Math.cos((geometry.corridor_half_angle_deg * Math.PI) / 180);
}

/** Where the ship is in the approach, relative to the port. @returns {object|null} */
export function approachAt(approach, utcMs) {
  if (!approach?.time_s?.length) return null;
  const s = (utcMs - Date.parse(approach.start_utc)) / 1000;
  const times = approach.time_s;
  if (s < times[0] - END_GRACE_S || s > times[times.length - 1] + 1) return null;
  const i = Math.max(0, Math.min(lastAtOrBefore(times, s), times.length - 1));
  const j = Math.min(i + 1, times.length - 1);
  const share = j === i ? 0 : Math.min(1, (s - times[i]) / (times[j] - times[i]));
  const at = (name) => mix(approach[name]?.[i], approach[name]?.[j], share);
  const place = { x_m: at("x_m"), y_m: at("y_m"), z_m: at("z_m") };
  return {
    ...place,
    port_range_m: at("port_range_m"), closing_m_s: at("closing_m_s"),
    lateral_m: at("lateral_m"), pointing_deg: at("pointing_deg"),
    leg: approach.leg?.[i] ?? null,
    in_corridor: inCorridor(approach.geometry, place.x_m, place.y_m, place.z_m),
  };
}

/** The phase that holds now, or the nearest one. */
export function phaseAt(scene, utcMs) {
  let now = null;
  for (const phase of scene.phases) if (Date.parse(phase.start_utc) <= utcMs) now = phase;
  return now;
}

function goAt(scene, phase, utcMs) {
  const failed = scene.verdicts.filter((v) => v.verdict === "fail");
  if (failed.length) return ["no go", failed.map((v) => v.rule).join("; ")];
  if (phase && utcMs >= Date.parse(scene.end_utc)) return ["done", "the visit is over"];
  const unsure = scene.verdicts.filter((v) => v.verdict === "cannot say");
  if (unsure.length) return ["hold", `cannot say: ${unsure.map((v) => v.rule).join("; ")}`];
  return ["go", `${scene.verdicts.length} flight rules pass`];
}

function whyNoTrack(scene, phase) {
  if (phase?.id === "docked") return "docked: the months at the station are not flown";
  if (!phase) return "before lift-off";
  return scene.tracks.length ? "no track at this time" : "this run has no ground track";
}

/**
 * @param {object} scene @param {number} utcMs
 * @returns {import("./store.js").Frame}
 */
export function sceneAt(scene, utcMs) {
  const phase = phaseAt(scene, utcMs);
  const [go, go_reason] = goAt(scene, phase, utcMs);
  const chaser = craftAt(scene, "chaser", utcMs);
  const station = craftAt(scene, "station", utcMs);
  const next = scene.events.find((event) => Date.parse(event.utc) > utcMs);
  return {
    utc: new Date(utcMs).toISOString(),
    phase: phase?.id ?? null, phase_name: phase?.name ?? "Before lift-off",
    go, go_reason,
    met_s: scene.liftoff_utc ? (utcMs - Date.parse(scene.liftoff_utc)) / 1000 : null,
    chaser, station,
    approach: approachAt(scene.approach, utcMs),
    next_event: next ? { id: next.id, name: next.name, utc: next.utc } : null,
    why_no_track: chaser || station ? null : whyNoTrack(scene, phase),
  };
}
