/** The address says what is looked at, both ways, so that a look can be handed on. */

import { formatIso, isZone } from "./format.js";

const KEYS = ["utcMs", "zone", "view", "dockView", "theme", "scene", "play", "range", "other"];
const QUIET_MS = 250;
let timer = 0;

/** What the address asks for; what it does not name is left out. */
export function fromAddress(scene) {
  const query = new URLSearchParams(location.search);
  const asked = {};
  const t = Date.parse(query.get("t") ?? "");
  if (Number.isFinite(t)) asked.utcMs = t;
  const zone = query.get("tz");
  if (zone && isZone(zone)) asked.zone = zone;
  if (["globe", "map"].includes(query.get("view"))) asked.view = query.get("view");
  if (["3d", "flat"].includes(query.get("dock"))) asked.dockView = query.get("dock");
  if (["dark", "light"].includes(query.get("theme"))) asked.theme = query.get("theme");
  const range = (query.get("span") ?? "").split("~").map((text) => Date.parse(text));
  if (range.length === 2 && range.every(Number.isFinite) && range[0] < range[1]) asked.range = range;
  const run = query.get("run");
  if (run && run !== scene?.run.id) asked.run = run;
  if (query.get("beside")) asked.beside = query.get("beside");
  const speed = query.get("play");
  if (["auto", "next"].includes(speed)) asked.speed = speed;
  else if (Number(speed) > 0) asked.speed = Number(speed);
  return asked;
}

/** The address of what is shown. @param {import("./store.js").State} state */
export function addressOf(state) {
  const query = new URLSearchParams();
  if (state.scene) query.set("run", state.scene.run.id);
  query.set("t", formatIso(Math.round(state.utcMs / 1000) * 1000));
  query.set("tz", state.zone);
  query.set("view", state.view);
  query.set("dock", state.dockView);
  query.set("theme", state.theme);
  query.set("span", state.range.map((ms) => formatIso(Math.round(ms / 1000) * 1000)).join("~"));
  if (state.other) query.set("beside", state.other.run.id);
  if (state.play && !state.play.paused) query.set("play", String(state.speed));
  return `${location.origin}${location.pathname}?${query}`;
}

/** Keeps the address bar true, at rest only: browsers limit how often it may change. */
export function keepAddress(state, changed) {
  if (!KEYS.some((key) => changed.has(key))) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (location.protocol.startsWith("http")) history.replaceState(null, "", addressOf(state));
  }, QUIET_MS);
}
