/** What is on board: amounts with their range, the reserve, its crossing, and days of supply in words. */

import { html, setText } from "./dom.js";
import { formatDay, formatNumber } from "./format.js";
import { lastAtOrBefore } from "./scene_at.js";
import { timeTicks } from "./ticks.js";
import { uPlot } from "./vendor.js";

const COLORS = { food: "--warn", water: "--accent", gas: "--good", propellant: "--violet", dry: "--muted", trash: "--bad" };
const FONT = "11px 'DejaVu Sans', 'Segoe UI', sans-serif";

function cssColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The same color, thinner. */
function thin(color, share) {
  return `${color}${Math.round(share * 255).toString(16).padStart(2, "0")}`;
}

function marks(plot, low, high, zone) {
  return timeTicks([low * 1000, high * 1000], plot.bbox.width / devicePixelRatio * 1.7, zone);
}

function axes(zone) {
  const common = { stroke: cssColor("--muted"), font: FONT, grid: { stroke: cssColor("--grid"), width: 1 }, ticks: { show: false } };
  return [
    {
      ...common, size: 22, gap: 3,
      splits: (plot, _axis, low, high) => marks(plot, low, high, zone).map(({ ms }) => ms / 1000),
      values: (plot) => marks(plot, plot.scales.x.min, plot.scales.x.max, zone).map(({ text }) => text),
    },
    { ...common, space: 26, size: 44, gap: 3, values: (_plot, ticks) => ticks.map((tick) => formatNumber(tick)) },
  ];
}

function options(curve, width, height, zone) {
  const color = cssColor(COLORS[curve.resource]);
  const line = { points: { show: false } };
  return {
    width, height, legend: { show: false }, cursor: { show: false }, padding: [6, 8, 0, 0],
    scales: { y: { range: (_plot, low, high) => [Math.min(0, low) < 0 ? low : Math.max(0, low - (high - low) * 0.08), high + (high - low) * 0.06] } },
    axes: axes(zone),
    series: [
      {}, { ...line, stroke: color, width: 1.8 }, { ...line, stroke: "transparent" }, { ...line, stroke: "transparent" },
      { ...line, stroke: cssColor("--bad"), width: 1.4, dash: [5, 4] },
    ],
    bands: [{ series: [3, 2], fill: thin(color, 0.24) }],
  };
}

function columns(curve) {
  const limit = curve.floor_kg ?? curve.most_kg;
  return [
    curve.utc.map((text) => Date.parse(text) / 1000), curve.amount_kg, curve.low_kg, curve.high_kg,
    curve.utc.map(() => limit),
  ];
}

function crossing(curve, zone) {
  if (curve.crosses_floor_utc) return `below reserve from ${formatDay(Date.parse(curve.crosses_floor_utc), zone)}`;
  if (curve.floor_kg !== null) return `above the reserve (${formatNumber(curve.floor_kg)} kg)`;
  return curve.most_kg === null ? "no reserve is set" : `at most ${formatNumber(curve.most_kg)} kg`;
}

/** What holds at the cursor: amount, range and days. */
function amountAt(curve, utcMs) {
  const i = lastAtOrBefore(curve.utc.map(Date.parse), utcMs);
  if (i < 0 || curve.amount_kg[i] === null || curve.amount_kg[i] === undefined) return null;
  if (i === curve.utc.length - 1 && utcMs - Date.parse(curve.utc[i]) > 15 * 86400e3) return null;
  return { kg: curve.amount_kg[i], low: curve.low_kg[i], high: curve.high_kg[i], days: curve.supply_days?.[i] ?? null };
}

/** A plan has amounts without a range. */
function rangeOf({ low, high }) {
  return low === null || high === null ? "" : ` (${formatNumber(low)}\u2013${formatNumber(high)})`;
}

function card(curve, state) {
  const days = html("span", { class: "days" });
  const amount = html("p", { class: "amount" });
  const words = html("p", { class: "words" });
  const plot = html("div", { class: "plot", role: "img", "aria-label": `${curve.name}, kg: ${crossing(curve, state.zone)}; ${curve.known}` });
  const root = html("div", { class: "stock", title: curve.known }, html("h3", { title: curve.name }, html("span", { class: "name" }, curve.name), days), plot, amount, words);
  return { root, curve, days, amount, words, plot, drawn: null, line: html("div", { class: "stock-cursor" }) };
}

function drawCurve(one, state) {
  one.drawn?.destroy();
  const { clientWidth: width, clientHeight: height } = one.plot;
  one.drawn = new uPlot(options(one.curve, Math.max(120, width), Math.max(70, height), state.zone), columns(one.curve), one.plot);
  one.drawn.over.append(one.line);
}

function moveCursor(one, state) {
  const s = state.utcMs / 1000;
  const times = one.curve.utc;
  const [first, last] = [Date.parse(times[0]) / 1000, Date.parse(times[times.length - 1]) / 1000];
  one.line.style.display = s >= first && s <= last ? "block" : "none";
  one.line.style.left = `${(((s - first) / (last - first)) * 100).toFixed(2)}%`;
  const here = amountAt(one.curve, state.utcMs);
  setText(one.days, here?.days === null || !here ? "" : `${Math.round(here.days)} days`);
  setText(one.amount, here ? `${formatNumber(here.kg)} kg${rangeOf(here)}` : "not known at this time");
  setText(one.words, crossing(one.curve, state.zone));
  one.words.title = one.words.textContent;
  one.words.classList.toggle("fail", Boolean(one.curve.crosses_floor_utc && Date.parse(one.curve.crosses_floor_utc) <= state.utcMs));
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const note = document.getElementById("stocks-note");
  let cards = [];

  function redraw(state) {
    cards.forEach((one) => one.drawn?.destroy());
    cards = (state.stocks?.series ?? []).map((curve) => card(curve, state));
    root.replaceChildren(...cards.map((one) => one.root));
    cards.forEach((one) => moveCursor(one, state)); // its words first: the plot gets the room that they leave
    cards.forEach((one) => drawCurve(one, state));
    const from = state.stocks?.source === "recorded" ? "estimated from public reports" : `as in ${state.stocks?.source}`;
    setText(note, cards.length ? `${from}${cards.some((one) => one.curve.low_kg.some((kg) => kg !== null)) ? " \u00b7 band: low to high" : ""} \u00b7 dashed: reserve \u00b7 days of supply at the cursor` : "no stocks are known");
  }

  function update(state, changed) {
    if (!changed || [...changed].some((key) => key !== "utcMs")) redraw(state);
    cards.forEach((one) => moveCursor(one, state));
  }

  update(store.get());
  return { update };
}
