/** Values of the approach beside their limits: a word, and a color with it. */

import { html } from "./dom.js";
import { between, dot, length, stageWords } from "./docking_view.js";
import { formatNumber, formatRange, formatSpeed } from "./format.js";

const TOUCH_RANGE_M = 3; // limits of the touch are judged from here on: before, they bind nothing
const NEAR_EDGE = 0.8; // of the corridor's half width: amber
const RAD = Math.PI / 180;

/** @typedef {{label: string, value: string, limit: string, word: string, level: "ok"|"warn"|"bad"|"idle"}} Row */

/** @type {Record<string, {word: string, level: Row["level"]}>} */
const VERDICT = {
  pass: { word: "within", level: "ok" },
  fail: { word: "beyond", level: "bad" },
  "cannot say": { word: "cannot say", level: "warn" },
};

/** Inside the tight band passes, outside the wide band fails, between them nobody can say. */
function judge(value, limit) {
  if (value === null || value === undefined) return VERDICT["cannot say"];
  const inside = (low, high) => value >= (low ?? -Infinity) && value <= (high ?? Infinity);
  if (inside(limit.low, limit.high)) return VERDICT.pass;
  return inside(limit.wide_low ?? limit.low, limit.wide_high ?? limit.high) ? VERDICT["cannot say"] : VERDICT.fail;
}

function bandText({ low, high, unit }) {
  if (high === null || high === undefined)
    return low === null || low === undefined ? "" : `\u2265 ${formatNumber(low)} ${unit}`;
  return low === null || low === undefined
    ? `\u2264 ${formatNumber(high)} ${unit}`
    : `${formatNumber(low)}\u2013${formatNumber(high)} ${unit}`;
}

function touchRow(label, value, text, limit, range_m) {
  if (!limit) return { label, value: text, limit: "", word: "", level: "idle" };
  if (range_m > TOUCH_RANGE_M) return { label, value: text, limit: bandText(limit), word: "at touch", level: "idle" };
  return { label, value: text, limit: bandText(limit), ...judge(value, limit) };
}

/** Inside of the keep-out sphere a ship must be in its corridor. */
function sphereRow(view, inCorridor) {
  const radius = view.geometry?.keep_out_sphere_radius_m;
  if (!radius || !view.ship) return null;
  const distance = length(view.ship);
  const outside = distance > radius;
  const level = outside ? "ok" : inCorridor === false ? "bad" : "ok";
  return {
    label: "Keep-out",
    value: formatRange(distance),
    limit: `${formatNumber(radius)} m`,
    word: outside ? "outside" : inCorridor === false ? "inside, off corridor" : "in corridor",
    level,
  };
}

/** @param {object|null} now the frame's approach: what the run's record says goes before what is worked out here */
function corridorRow(view, tip, now = null) {
  const { geometry, ship } = view;
  if (!geometry?.corridor_half_angle_deg || !ship) return { row: null, inside: null };
  const offset = tip.map((value, i) => value - geometry.port_lvlh_m[i]);
  const along = dot(offset, geometry.axis_lvlh);
  const lateral = now?.lateral_m ?? Math.sqrt(Math.max(0, dot(offset, offset) - along * along));
  const limit = Math.max(along, 1) * Math.tan(geometry.corridor_half_angle_deg * RAD);
  const inside = now?.in_corridor ?? (along > -0.5 && lateral <= limit);
  const radius = geometry.keep_out_sphere_radius_m;
  const binds = !radius || length(ship) <= radius;
  const value = formatRange(lateral);
  if (!binds)
    return {
      row: { label: "Off axis", value, limit: `from ${formatNumber(radius)} m`, word: "not yet", level: "idle" },
      inside,
    };
  const level = !inside ? "bad" : lateral > NEAR_EDGE * limit ? "warn" : "ok";
  const word = !inside ? "outside" : level === "warn" ? "near the edge" : "inside";
  return { row: { label: "Off axis", value, limit: `\u2264 ${formatRange(limit)}`, word, level }, inside };
}

function approachRows(state, view, tip) {
  const { frame, scene } = state;
  const now = frame?.approach;
  const range_m = now?.port_range_m ?? (tip && view.geometry ? between(tip, view.geometry.port_lvlh_m) : Infinity);
  const limitOf = (quantity) => scene.approach?.limits.find((limit) => limit.quantity === quantity);
  const corridor = corridorRow(view, tip, now);
  const pointing = now?.pointing_deg ?? null;
  return [
    { label: "Leg", value: (now?.leg ?? "").replaceAll("-", " "), limit: "", word: "", level: "idle" },
    { label: "Range", value: formatRange(range_m), limit: "", word: "", level: "idle" },
    touchRow("Closing", now?.closing_m_s, formatSpeed(now?.closing_m_s ?? null), limitOf("closing speed"), range_m),
    range_m > TOUCH_RANGE_M
      ? corridor.row
      : touchRow("Off axis", now?.lateral_m, formatRange(now?.lateral_m ?? null), limitOf("lateral offset"), range_m),
    touchRow(
      "Pointing",
      pointing,
      pointing === null ? "\u2013" : `${pointing.toFixed(1)}\u00b0`,
      limitOf("pitch and yaw"),
      range_m,
    ),
    sphereRow(view, corridor.inside),
  ];
}

function dockedRows(scene) {
  return (scene.approach?.limits ?? []).map((limit) => ({
    label: limit.name[0].toUpperCase() + limit.name.slice(1),
    value: limit.value === null ? "\u2013" : `${formatNumber(limit.value)} ${limit.unit}`,
    limit: bandText(limit),
    ...VERDICT[limit.verdict],
  }));
}

function departureRows(view) {
  const away = view.speed && view.ship ? dot(view.speed, view.ship) / length(view.ship) : null;
  return [
    {
      label: "From the station",
      value: formatRange(view.ship ? length(view.ship) : null),
      limit: "",
      word: "",
      level: "idle",
    },
    {
      label: "Opening speed",
      value: formatSpeed(away),
      limit: "> 0 m/s",
      ...(away === null
        ? VERDICT["cannot say"]
        : away > 0
          ? { word: "opening", level: "ok" }
          : { word: "closing", level: "warn" }),
    },
    sphereRow(view, corridorRow(view, view.ship).inside),
  ];
}

function captureRow(approach) {
  if (!approach?.run_count || approach.captured === null) return null;
  const least = approach.capture_probability_lower_95;
  return {
    label: "Captured",
    value: `${approach.captured} of ${approach.run_count}`,
    limit: least === null ? "" : `P \u2265 ${least.toFixed(3)}`,
    word: "",
    level: "idle",
  };
}

/** @returns {Row[]} */
export function hudRows(state, view, tip) {
  const rows = [{ label: "Now", value: stageWords(view), limit: "", word: "", level: "idle" }];
  if (view.stage === "approach") rows.splice(0, 1, ...approachRows(state, view, tip));
  if (view.stage === "docked") rows.push(...dockedRows(state.scene));
  if (view.stage === "departure") rows.push(...departureRows(view));
  if (view.stage === "away")
    rows.push({ label: "Because", value: state.scene.approach.reason, limit: "", word: "", level: "idle" });
  if (view.stage === "before" || view.stage === "approach") rows.push(captureRow(state.scene.approach));
  return rows.filter(Boolean);
}

/** A table that is filled again and again without being built again. @param {HTMLElement} root */
export function createHud(root) {
  const body = html("tbody");
  const table = html("table", { class: "hud", "aria-label": "Values and limits" }, body);
  root.append(table);
  const lines = [];
  return {
    element: table,
    /** @param {Row[]} rows */
    show(rows) {
      while (lines.length < rows.length) {
        const cells = [
          html("th", { scope: "row" }),
          html("td"),
          html("td", { class: "hud-limit" }),
          html("td", { class: "hud-word" }),
        ];
        const line = html("tr", {}, cells);
        lines.push({ line, cells });
        body.append(line);
      }
      lines.forEach(({ line, cells }, i) => {
        line.hidden = i >= rows.length;
        if (line.hidden) return;
        const { label, value, limit, word, level } = rows[i];
        line.dataset.level = level;
        [label, value, limit, word].forEach((text, at) => {
          if (cells[at].textContent !== text) cells[at].textContent = text;
        });
      });
    },
  };
}
