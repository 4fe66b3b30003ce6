/** What globe and map both show of an instant: one reading of the scene, so that the twins agree. */

import { angleDeg, cutAtNow, horizonDeg, trackPoints } from "./geo.js";
import { subsolarPoint, wrapDeg } from "./sun.js";

const REVOLUTION_MS = 92.5 * 60e3;
const COMING = 0.7; // of the revolution lies ahead

/** @typedef {{name: string, color: string, here: object|null, before: object[][], after: object[][], other: boolean, rank: number}} Craft */

/** One revolution about now; where the tracks end it is the last one, so that the loop stays whole. */
function craftOf(scene, craft, here, utcMs) {
  const before = [];
  const after = [];
  const coming =
    trackPoints(scene, craft, utcMs, utcMs + REVOLUTION_MS * COMING)
      .at(-1)
      ?.at(-1)?.ms ?? utcMs;
  for (const points of trackPoints(scene, craft, coming - REVOLUTION_MS, coming)) {
    const [past, next] = cutAtNow(points, utcMs, here);
    if (past.length > 1) before.push(past);
    if (next.length > 1) after.push(next);
  }
  return { before, after };
}

/** Places of another run at the same time, without its whole frame. */
function hereOf(scene, craft, utcMs) {
  for (const points of trackPoints(scene, craft, utcMs - 61e3, utcMs + 61e3)) {
    const next = points.find((point) => point.ms >= utcMs);
    if (next) return next;
  }
  return null;
}

function holdsNow(area, utcMs) {
  const from = area.from_utc ? Date.parse(area.from_utc) : -Infinity;
  const to = area.to_utc ? Date.parse(area.to_utc) : Infinity;
  return utcMs >= from && utcMs <= to;
}

/** The middle of what falls, and in words how much it is; longitudes may lie on both sides of 180. */
function fallOf(pieces) {
  if (!pieces.length) return null;
  const first = pieces[0].lon_deg;
  const lons = pieces.map((piece) => wrapDeg(piece.lon_deg - first));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  return {
    lat_deg: mean(pieces.map((piece) => piece.lat_deg)),
    lon_deg: wrapDeg(first + mean(lons)),
    name: pieces.length === 1 ? "1 piece falls here" : `${pieces.length} pieces fall here`,
  };
}

/** Where to look when no craft is shown: at the pad before, at the pieces after. */
function focusOf(scene, fall, utcMs) {
  if (scene.liftoff_utc && utcMs < Date.parse(scene.liftoff_utc))
    return scene.sites.find((site) => site.kind === "launch site") ?? null;
  return fall && scene.undocking_utc && utcMs > Date.parse(scene.undocking_utc) ? fall : null;
}

const AREA_COLOR = { "closed area": "area", footprint: "footprint", "confidence area": "footprint" };

/**
 * @param {import("./store.js").State} state
 * @param {import("./palette.js").Palette} colors
 */
export function orbitView(state, colors) {
  const { scene, other, frame, utcMs } = state;
  const sun = subsolarPoint(utcMs);
  const crafts = [];
  const add = (from, craft, name, color, here, isOther, rank) => {
    const lines = craftOf(from, craft, here, utcMs);
    if (here || lines.before.length || lines.after.length)
      crafts.push({ name, color, here, ...lines, other: isOther, rank });
  };
  const beside = other && (other.run.what_if ? `What if: ${other.run.what_if}` : `${other.run.short_name} beside`);
  if (other) add(other, "chaser", beside, colors.other, hereOf(other, "chaser", utcMs), true, 3);
  add(scene, "station", "Station", colors.station, frame?.station ?? null, false, 1);
  add(scene, "chaser", scene.run.short_name, colors.chaser, frame?.chaser ?? null, false, 0);
  const main = frame?.chaser ?? frame?.station ?? null;
  const horizon_deg = main ? horizonDeg(main.altitude_m) : 0;
  const sites = scene.sites.map((site) => ({
    ...site,
    inView: Boolean(main && site.kind === "ground station" && angleDeg(site, main) <= horizon_deg),
  }));
  // before the ship has come, where it will fall is not what anybody looks for
  const ahead = Boolean(scene.undocking_utc && scene.contact_utc && utcMs < Date.parse(scene.contact_utc));
  const pieces = ahead ? [] : scene.pieces;
  const fall = fallOf(pieces);
  return {
    sun,
    crafts,
    main,
    horizon_deg,
    sites,
    fall,
    focus: main ?? focusOf(scene, fall, utcMs),
    areas: (ahead ? [] : scene.areas).map((area) => ({ ...area, color: colors[AREA_COLOR[area.kind]], now: holdsNow(area, utcMs) })),
    pieces,
    why: main ? null : (frame?.why_no_track ?? "no track at this time"),
  };
}

/** The view in words, for those who do not see it. */
export function orbitWords(view, scene) {
  const place = (craft) =>
    craft.here
      ? `${craft.name} at ${craft.here.lat_deg.toFixed(1)} degrees latitude, ${craft.here.lon_deg.toFixed(1)} longitude`
      : `${craft.name} not shown`;
  const seen = view.sites.filter((site) => site.inView).map((site) => site.name);
  const parts = view.crafts.map(place);
  if (view.why) parts.push(view.why);
  parts.push(seen.length ? `above the horizon of ${seen.join(", ")}` : "above no ground station's horizon");
  if (view.areas.length) parts.push(view.areas.map((area) => `${area.kind} ${area.name}`).join(", "));
  if (view.fall)
    parts.push(
      `${view.fall.name}, about ${view.fall.lat_deg.toFixed(0)} degrees latitude, ${view.fall.lon_deg.toFixed(0)} longitude`,
    );
  return `Orbit of ${scene.run.name}: ${parts.join("; ")}.`;
}
