/** What the docking view and its flat twin both show of an instant. Positions: LVLH, meters. */

import { lastAtOrBefore } from "./scene_at.js";
import { portOf } from "./station_shape.js";

/** @typedef {[number, number, number]} Vec */

const AHEAD_S = 60;
const MEAN_MOTION_RAD_S = 0.00113; // of the station's orbit: 92.7 min
const USUAL_NOSE_M = 5;
const SPEED_SPAN_S = 4;

export const add = (a, b, share = 1) => /** @type {Vec} */ (a.map((value, i) => value + share * b[i]));
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a) => Math.hypot(a[0], a[1], a[2]);
export const between = (a, b) => length(add(a, b, -1));

/** Where a way is at a time of its own, in a straight line between samples. @returns {Vec|null} */
export function wayAt(way, s) {
  const times = way.time_s;
  if (!times.length || s < times[0] || s > times.at(-1)) return null;
  const i = Math.max(0, Math.min(lastAtOrBefore(times, s), times.length - 2));
  const j = Math.min(i + 1, times.length - 1);
  const share = i === j ? 0 : (s - times[i]) / (times[j] - times[i]);
  const mix = (list) => list[i] + (list[j] - list[i]) * share;
  return [mix(way.x_m), mix(way.y_m), mix(way.z_m)];
}

/** The samples of a way between two times, and its ends. @returns {Vec[]} */
export function wayBetween(way, fromS, toS) {
  const points = [];
  const first = wayAt(way, Math.max(fromS, way.time_s[0]));
  if (first) points.push(first);
  way.time_s.forEach((s, i) => {
    if (s > fromS && s < toS) points.push([way.x_m[i], way.y_m[i], way.z_m[i]]);
  });
  const last = wayAt(way, Math.min(toS, way.time_s.at(-1)));
  if (last) points.push(last);
  return points;
}

function speedAt(way, s) {
  const from = Math.max(way.time_s[0], s - SPEED_SPAN_S / 2);
  const to = Math.min(way.time_s.at(-1), s + SPEED_SPAN_S / 2);
  const [a, b] = [wayAt(way, from), wayAt(way, to)];
  return a && b && to > from ? /** @type {Vec} */ (add(b, a, -1).map((value) => value / (to - from))) : null;
}

/**
 * The way of the next minute with no thruster firing: Clohessy and Wiltshire (1960), here with x along
 * the velocity, y against the orbit normal and z towards the Earth.
 *
 * @param {Vec} r @param {Vec} v @returns {Vec[]}
 */
export function coasting(r, v, span_s = AHEAD_S, steps = 12) {
  const n = MEAN_MOTION_RAD_S;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = (span_s * i) / steps;
    const [s, c] = [Math.sin(n * t), Math.cos(n * t)];
    return /** @type {Vec} */ ([
      r[0] + ((4 * s) / n - 3 * t) * v[0] + 6 * (n * t - s) * r[2] + (2 / n) * (1 - c) * v[2],
      r[1] * c + (v[1] / n) * s,
      (4 - 3 * c) * r[2] + (s / n) * v[2] - (2 / n) * (1 - c) * v[0],
    ]);
  });
}

function geometryOf(scene) {
  const known = scene.approach?.geometry;
  if (known) return { ...known, known: true };
  const port = portOf(scene.run.port);
  return (
    port && {
      port_lvlh_m: port.at,
      axis_lvlh: port.axis,
      keep_out_sphere_radius_m: null,
      corridor_half_angle_deg: null,
      known: false,
    }
  );
}

/** From the ship's center of mass to the tip of its probe, as the last sample of a capture tells. */
function noseOf(scene, geometry) {
  const way = scene.approach;
  if (!way || way.outcome !== "captured" || !geometry?.known) return USUAL_NOSE_M;
  const end = [way.x_m.at(-1), way.y_m.at(-1), way.z_m.at(-1)];
  const nose = between(end, geometry.port_lvlh_m);
  return nose > 1 && nose < 20 ? nose : USUAL_NOSE_M;
}

function holdsOf(approach) {
  return (approach?.legs ?? []).map((leg) => ({ ...leg, at: wayAt(approach, leg.start_s) })).filter((leg) => leg.at);
}

/** Which way is flown now, and how far into it. */
function stageOf(scene, utcMs) {
  const since = (utc) => (utcMs - Date.parse(utc)) / 1000;
  const { approach, departure } = scene;
  if (departure?.time_s.length && since(departure.start_utc) >= 0) {
    return since(departure.start_utc) <= departure.time_s.at(-1)
      ? { stage: "departure", way: departure, s: since(departure.start_utc) }
      : { stage: "gone", way: null, s: 0 };
  }
  if (approach?.time_s.length && since(approach.start_utc) < 0) return { stage: "before", way: null, s: 0 };
  if (approach?.time_s.length && since(approach.start_utc) <= approach.time_s.at(-1)) {
    return { stage: "approach", way: approach, s: since(approach.start_utc) };
  }
  const contact = scene.contact_utc ? since(scene.contact_utc) : -1;
  if (contact >= 0 && (!approach || approach.outcome === "captured")) return { stage: "docked", way: null, s: 0 };
  return { stage: approach ? "away" : "before", way: null, s: 0 };
}

/** @param {import("./store.js").State} state */
export function dockingView(state) {
  const { scene, other, utcMs } = state;
  const geometry = geometryOf(scene);
  const { stage, way, s } = stageOf(scene, utcMs);
  const nose_m = noseOf(scene, geometry);
  const docked = geometry && add(geometry.port_lvlh_m, geometry.axis_lvlh, nose_m);
  const ship = way ? wayAt(way, s) : stage === "docked" ? docked : null;
  const speed = way ? speedAt(way, s) : null;
  const leaving = stage === "departure" || stage === "gone";
  const whole = leaving ? scene.departure : scene.approach;
  return {
    stage,
    geometry,
    nose_m,
    ship,
    speed,
    s,
    flown: way ? wayBetween(way, way.time_s[0], s) : [],
    ahead: way ? wayBetween(way, s, s + AHEAD_S) : [],
    coast: ship && speed ? coasting(ship, speed) : [],
    whole: whole?.time_s.length ? wayBetween(whole, -Infinity, Infinity) : [],
    beside: other?.approach?.time_s.length && !leaving ? wayBetween(other.approach, -Infinity, Infinity) : [],
    runs: leaving ? [] : (scene.approach?.runs ?? []),
    spread: leaving ? [] : (scene.approach?.spread ?? []),
    holds: leaving ? [] : holdsOf(scene.approach),
    name: scene.run.short_name,
  };
}

/** The probe's tip: what the limits and the corridor are about. @returns {Vec|null} */
export function tipOf(view) {
  return view.ship && view.geometry ? add(view.ship, view.geometry.axis_lvlh, -view.nose_m) : view.ship;
}

/** A distance from the port, for zooming: never under what a ship at the port needs. */
export function reachOf(view) {
  if (!view.geometry) return 200;
  if (!view.ship) return 220;
  return Math.max(between(view.ship, view.geometry.port_lvlh_m), view.stage === "docked" ? 25 : 12);
}

const STAGE_WORDS = {
  before: "the approach has not begun",
  approach: "approaching",
  docked: "docked",
  departure: "leaving",
  gone: "away from the station",
  away: "not captured",
};

/** The view in words. */
export function dockingWords(view, rows) {
  return (
    `${view.name} relative to its port: ${STAGE_WORDS[view.stage]}. ` +
    rows.map((row) => `${row.label} ${row.value}${row.word ? `, ${row.word}` : ""}`).join("; ")
  );
}

export function stageWords(view) {
  return STAGE_WORDS[view.stage];
}
