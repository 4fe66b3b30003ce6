/** The timeline: ship, ports, crew and constraints in lanes, under the cursor that all panels share. */

import { html, setText, svg } from "./dom.js";
import { formatClock, formatDay, formatMet, formatTime, zoneLabel } from "./format.js";
import { drawBar, drawDefinitions, drawHatch } from "./bars.js";
import { lanesOf } from "./lanes.js";
import { presets } from "./ranges.js";
import { timeTicks } from "./ticks.js";

const GAP = 1.5;
const TOP = 25;
const AXIS = 19;
const LEAST_SPAN_MS = 10e3;
const MOST_SPAN_MS = 6 * 366 * 86400e3;

/** Zooms about an instant; the range stays between ten seconds and six years. */
export function zoomed(range, aboutMs, factor) {
  const span = Math.min(MOST_SPAN_MS, Math.max(LEAST_SPAN_MS, (range[1] - range[0]) * factor));
  const share = (aboutMs - range[0]) / (range[1] - range[0]);
  const from = aboutMs - span * Math.min(1, Math.max(0, share));
  return [from, from + span];
}

function eventMarks(state, plot) {
  if (!state.scene) return [];
  return state.scene.events.map((event) => {
    const ms = Date.parse(event.utc);
    const x = plot.x(ms);
    if (x < plot.left || x > plot.right) return null;
    return svg("path", {
      class: "event-mark", d: `M${x} ${TOP - 1}l-4 -7h8z`, "data-ms": ms,
    }, svg("title", {}, `${event.name}: ${formatTime(ms, state.zone)}`));
  });
}

function drawLane(lane, y, plot, state) {
  const marked = lane.kind === "port" && state.selected.port === lane.id;
  const name = svg("text", {
    class: `lane-name ${lane.kind === "ship" ? "main" : ""} ${marked ? "marked" : ""}`,
    x: 10, y: y + lane.height / 2 + 4, "data-port": lane.kind === "port" ? lane.id : null,
  }, fitted(lane.name, plot.left - 14));
  const back = svg("rect", {
    class: `lane-back ${marked ? "marked" : ""}`, x: plot.left, y, width: plot.right - plot.left, height: lane.height,
  });
  const bars = lane.bars.map((bar) => drawBar(bar, y, lane.height, plot));
  return [back, name, bars, (lane.hatches ?? []).map((hatch) => drawHatch(hatch, y, lane.height, plot))];
}

function fitted(text, width) {
  const most = Math.floor(width / 6);
  return text.length > most ? `${text.slice(0, most - 1)}\u2026` : text;
}

function drawAxis(state, plot, bottom) {
  return timeTicks(state.range, plot.right - plot.left, state.zone).map(({ ms, text }) => {
    const x = plot.x(ms);
    const edge = x > plot.right - 34;
    return [
      svg("line", { class: "grid-line", x1: x, x2: x, y1: TOP, y2: bottom }),
      svg("text", { class: "tick-text", x: edge ? plot.right : x, y: bottom + 14, "text-anchor": edge ? "end" : x < plot.left + 34 ? "start" : "middle" }, text),
    ];
  });
}

function describe(state) {
  const names = state.scene ? `${state.scene.run.name}; ` : "";
  const [from, to] = state.range.map((ms) => formatTime(ms, state.zone, false));
  return `Timeline: ${names}ports, crew and constraints from ${from} to ${to}, ${zoneLabel(state.range[0], state.zone)}`;
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const picture = svg("svg", { role: "group" });
  const definitions = drawDefinitions();
  const content = svg("g");
  const line = svg("line", { class: "cursor-line", y1: 14 });
  const box = svg("rect", { class: "cursor-box", y: 0, height: 15, rx: 3 });
  const label = svg("text", { class: "cursor-text", y: 11.5, "text-anchor": "middle" });
  const cursor = svg("g", { role: "slider", tabindex: 0, "aria-label": "Time cursor" }, line, box, label);
  picture.append(definitions, content, cursor);
  root.append(picture);
  const zoom = document.getElementById("timeline-zoom");
  const note = document.getElementById("timeline-note");
  let plot = { left: 0, right: 1, x: (ms) => ms };

  function drawCursor(state) {
    const x = plot.x(state.utcMs);
    const inside = x >= plot.left - 1 && x <= plot.right + 1;
    for (const part of [line, box, label]) part.style.display = inside ? "" : "none";
    const near = state.range[1] - state.range[0] < 3 * 86400e3;
    const text = near ? formatClock(state.utcMs, state.zone) : `${formatDay(state.utcMs, state.zone, false)}, ${formatClock(state.utcMs, state.zone, false)}`;
    const half = text.length * 3.5 + 5;
    const middle = Math.min(plot.right - half, Math.max(plot.left + half, x));
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    box.setAttribute("x", middle - half);
    box.setAttribute("width", half * 2);
    label.setAttribute("x", middle);
    setText(label, text);
    cursor.setAttribute("aria-valuemin", String(Math.round(state.range[0] / 1000)));
    cursor.setAttribute("aria-valuemax", String(Math.round(state.range[1] / 1000)));
    cursor.setAttribute("aria-valuenow", String(Math.round(state.utcMs / 1000)));
    const met = state.frame?.met_s;
    cursor.setAttribute("aria-valuetext", `${formatTime(state.utcMs, state.zone)}, ${formatMet(met)}`);
  }

  function drawPresets(state) {
    const made = presets(state.scene, state.traffic, state.utcMs).map(({ id, name, range }) => {
      const on = Math.abs(range[0] - state.range[0]) < 1500 && Math.abs(range[1] - state.range[1]) < 1500;
      return html("button", { type: "button", "data-span": id, "aria-pressed": String(on) }, name);
    });
    const focused = document.activeElement?.dataset?.span;
    zoom.replaceChildren(...made, html("button", { type: "button", "data-factor": 0.5, "aria-label": "Zoom in" }, "+"),
      html("button", { type: "button", "data-factor": 2, "aria-label": "Zoom out" }, "\u2212"));
    if (focused) zoom.querySelector(`[data-span="${focused}"]`)?.focus();
  }

  function redraw(state) {
    const width = Math.max(300, root.clientWidth);
    const left = width < 640 ? 92 : 126;
    plot = {
      left, right: width - 10, range: state.range,
      x: (ms) => left + ((ms - state.range[0]) / (state.range[1] - state.range[0])) * (width - 10 - left),
    };
    let y = TOP + 2;
    const drawn = [];
    for (const lane of lanesOf(state)) {
      drawn.push(drawLane(lane, y, plot, state));
      y += lane.height + GAP;
    }
    picture.setAttribute("viewBox", `0 0 ${width} ${y + AXIS}`);
    picture.setAttribute("height", String(y + AXIS));
    picture.setAttribute("aria-label", describe(state));
    content.replaceChildren(...[drawAxis(state, plot, y), drawn, eventMarks(state, plot)].flat(4).filter(Boolean));
    line.setAttribute("y2", String(y));
    setText(note, `times in ${state.zone} (${zoneLabel(state.utcMs, state.zone)}) \u00b7 drag or click to move the cursor, wheel to zoom`);
    drawPresets(state);
  }

  const timeAt = (event) => {
    const { range } = store.get();
    const x = event.clientX - picture.getBoundingClientRect().left;
    return range[0] + ((x - plot.left) / (plot.right - plot.left)) * (range[1] - range[0]);
  };
  const clampedTime = (event) => Math.min(store.get().range[1], Math.max(store.get().range[0], timeAt(event)));

  picture.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const { port, ms } = event.target.dataset;
    if (port) return store.set({ selected: { ...store.get().selected, port: store.get().selected.port === port ? undefined : port } });
    if (ms) return store.set({ utcMs: Number(ms) });
    picture.setPointerCapture(event.pointerId);
    store.set({ utcMs: clampedTime(event) });
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) store.set({ utcMs: clampedTime(event) });
  });
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { range } = store.get();
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const shift = ((event.deltaX || event.deltaY) / 1000) * (range[1] - range[0]);
    store.set({ range: sideways ? [range[0] + shift, range[1] + shift] : zoomed(range, timeAt(event), Math.exp(event.deltaY / 400)) });
  }, { passive: false });
  zoom.addEventListener("click", (event) => {
    const { span, factor } = event.target.dataset;
    const { scene, traffic, utcMs, range } = store.get();
    if (factor) store.set({ range: zoomed(range, Math.min(range[1], Math.max(range[0], utcMs)), Number(factor)) });
    const found = presets(scene, traffic, utcMs).find((one) => one.id === span);
    if (found) store.set({ range: found.range });
  });

  redraw(store.get());
  drawCursor(store.get());
  return {
    update(state, changed) {
      if ([...changed].some((key) => !["utcMs", "frame"].includes(key))) redraw(state);
      drawCursor(state);
    },
  };
}
