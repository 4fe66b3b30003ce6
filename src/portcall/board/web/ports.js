/** The station's ports by hand: free, occupied, due, blocked or unknown at the cursor's time, in words too. */

import { html, setText, svg } from "./dom.js";
import { formatDay, formatTime } from "./format.js";
import { portStates } from "./port_state.js";

/** Pressurized modules seen from starboard, forward to the right: name, left, top, width, height. */
const MODULES = [
  ["Zvezda", 92, 140, 70, 32], ["Zarya", 168, 140, 68, 32], ["Unity", 242, 140, 56, 32], ["Destiny", 304, 140, 62, 32],
  ["Harmony", 372, 140, 60, 32], ["Poisk", 112, 100, 48, 34], ["Nauka", 112, 178, 48, 28], ["Prichal", 113, 211, 46, 24],
  ["Rassvet", 180, 178, 48, 28],
];

/** Where a port's mark stands, where its words begin, and on which side of that they go. */
const PLACES = {
  "zvezda-aft": [79, 156, 8, 186, "start"], "poisk-zenith": [136, 86, 149, 70, "start"],
  "prichal-nadir": [136, 249, 149, 262, "start"], "rassvet-nadir": [204, 220, 217, 228, "start"],
  "unity-nadir": [270, 186, 283, 188, "start"], "harmony-zenith": [390, 126, 402, 84, "end"],
  "harmony-nadir": [402, 186, 415, 190, "start"], "harmony-forward": [446, 156, 540, 113, "end"],
};
const SIZE = [548, 296];
const LINE = 13;
const MOST_LETTERS = 17;

function spot(id, index) {
  return PLACES[id] ?? [20, 24 + (index % 4) * 12, 34, 22 + (index % 4) * 12, "start"];
}

function short(text) {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}\u2026` : text;
}

function box([x, y, left, top, anchor], lines) {
  const wide = 7 * Math.max(...lines.map((line) => line.length));
  const from = Math.min(x - 11, anchor === "end" ? left - wide : left - 3);
  const to = Math.max(x + 11, anchor === "end" ? left + 4 : left + wide);
  const up = Math.min(y - 11, top - 12);
  const down = Math.max(y + 11, top + LINE * (lines.length - 1) + 5);
  return { x: from, y: up, width: to - from, height: down - up, rx: 6 };
}

function drawPort(port, index, state, pressed, onpress) {
  const place = spot(port.id, index);
  const [x, y, left, top, anchor] = place;
  const lines = [port.name, ...state.lines].map(short);
  return svg("g", {
    class: "port", role: "button", tabindex: 0, "data-port": port.id, "data-state": state.state,
    "aria-pressed": String(pressed), "aria-label": `${port.name}: ${state.words}`,
    onclick: onpress,
    onkeydown: (event) => {
      if (![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      onpress();
    },
  },
  svg("title", {}, `${port.name} (${port.module}): ${state.words}. Takes ${port.takes.join(", ")}.`),
  svg("rect", { class: "hit", ...box(place, lines) }),
  svg("circle", { class: "port-dot", cx: x, cy: y, r: 7 }),
  state.state === "blocked" && svg("path", { class: "port-cross", d: `M${x - 3} ${y - 3}l6 6m0 -6l-6 6` }),
  state.state === "cannot say" && svg("text", { class: "port-what", x, y: y + 4, "text-anchor": "middle" }, "?"),
  lines.map((line, i) => svg("text", {
    class: i ? "port-what" : "port-name", x: left, y: top + LINE * i, "text-anchor": anchor,
  }, line)));
}

function stayLine(stay, state) {
  const from = formatTime(Date.parse(stay.from_earliest_utc), state.zone, false);
  const to = stay.to_earliest_utc ? formatTime(Date.parse(stay.to_earliest_utc), state.zone, false) : "departure not known";
  const now = Date.parse(stay.from_earliest_utc) <= state.utcMs && !(Date.parse(stay.to_latest_utc ?? "") <= state.utcMs);
  return html("li", { class: now ? "now" : null }, `${stay.name}: ${from} \u2013 ${to}${now ? " (at the cursor)" : ""}`);
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const picture = svg("svg", { viewBox: `0 30 ${SIZE[0]} ${SIZE[1] - 30}`, role: "group", "aria-label": "Ports of the station, seen from starboard: forward is right, the Earth is below" });
  const modules = MODULES.map(([name, x, y, width, height]) => [
    svg("rect", { class: "module", x, y, width, height, rx: 5 }),
    svg("text", { class: "module-name", x: x + width / 2, y: y + height / 2 + 4 }, name),
  ]);
  const sides = [["Earth \u2193", 8, 292, "start"], ["forward \u2192", SIZE[0] - 8, 292, "end"]].map(([text, x, y, anchor]) =>
    svg("text", { class: "port-side", x, y, "text-anchor": anchor }, text));
  const marks = svg("g");
  picture.append(...modules.flat(), ...sides, marks);
  const list = html("div", { class: "stays", hidden: true });
  root.append(picture, list);
  const note = document.getElementById("ports-note");
  let drawn = "";

  function press(id) {
    const { selected } = store.get();
    store.set({ selected: { ...selected, port: selected.port === id ? undefined : id } });
  }

  function drawList(state) {
    const port = state.traffic?.ports.find((one) => one.id === state.selected.port);
    list.hidden = !port;
    if (!port) return;
    const stays = state.traffic.stays.filter((stay) => stay.port === port.id);
    list.replaceChildren(
      html("strong", {}, port.name),
      html("span", { class: "quiet" }, ` \u00b7 ${port.module} \u00b7 takes ${port.takes.join(", ")}`),
      html("ul", {}, stays.map((stay) => stayLine(stay, state))));
    list.querySelector(".now")?.scrollIntoView({ block: "nearest" });
  }

  function update(state, changed) {
    if (!state.traffic) return setText(note, "no traffic is known");
    const states = portStates(state.traffic, state.utcMs, state.zone, state.scene);
    const now = JSON.stringify([states, state.selected.port, state.zone]);
    if (now === drawn) return;
    drawn = now;
    const focused = document.activeElement?.dataset?.port;
    marks.replaceChildren(...state.traffic.ports.map((port, i) =>
      drawPort(port, i, states[port.id], state.selected.port === port.id, () => press(port.id))));
    if (focused) marks.querySelector(`[data-port="${focused}"]`)?.focus();
    const count = Object.values(states).filter((one) => one.state === "occupied").length;
    const own = state.scene ? `; ${state.scene.run.short_name} as in this run` : "";
    const from = state.traffic.source === "recorded" ? `as recorded${own}` : `as in ${state.traffic.source}`;
    setText(note, `${count} of ${state.traffic.ports.length} occupied on ${formatDay(state.utcMs, state.zone)}, ${from}`);
    if (!changed || changed.has("selected") || changed.has("zone") || !list.hidden) drawList(state);
  }

  update(store.get());
  return { update };
}
