/** Keys: the same things that the buttons do, and what they are. */

import { html } from "./dom.js";
import { presets } from "./ranges.js";
import { zoomed } from "./timeline.js";

const KEYS = [
  ["space", "run or pause"], ["n, p", "next event, event before"], ["\u2190 \u2192", "move the cursor (with shift: further)"],
  ["+ \u2212", "zoom the timeline"], ["[ ]", "move the timeline"], ["1 to 5", "whole visit, arrival, docking, departure, a year"],
  ["home, end", "start and end of the run"], ["v", "globe or map"], ["d", "3D or flat approach"], ["t", "dark or light"],
  ["j", "jump to a time"], ["z", "choose the zone"], ["?", "these keys"], ["esc", "close, or take the choice of a port back"],
];
const TYPING = ["INPUT", "SELECT", "TEXTAREA"];

function fillDialog(dialog) {
  dialog.append(
    html("h2", { id: "keys-title" }, "Keys"),
    html("dl", {}, KEYS.map(([key, what]) => [html("dt", {}, html("kbd", {}, key)), html("dd", {}, what)])),
    html("form", { method: "dialog" }, html("button", { class: "main" }, "Close")));
}

/** @param {import("./store.js").Store} store */
export function listenToKeys(store, live) {
  fillDialog(document.getElementById("keys"));
  const move = (share) => {
    const { range, utcMs } = store.get();
    store.set({ utcMs: utcMs + share * (range[1] - range[0]) });
  };
  const pan = (share) => {
    const [from, to] = store.get().range;
    store.set({ range: [from + share * (to - from), to + share * (to - from)] });
  };
  const zoom = (factor) => store.set({ range: zoomed(store.get().range, store.get().utcMs, factor) });
  const to = (name) => store.get().scene && store.set({ utcMs: Date.parse(store.get().scene[name]) });
  const swap = (key, one, two) => store.set({ [key]: store.get()[key] === one ? two : one });
  const actions = {
    " ": () => live.toggle(), n: () => live.toEvent(1), p: () => live.toEvent(-1),
    ArrowLeft: (event) => move(event.shiftKey ? -0.05 : -0.005), ArrowRight: (event) => move(event.shiftKey ? 0.05 : 0.005),
    "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1 / 0.6), "[": () => pan(-0.2), "]": () => pan(0.2),
    Home: () => to("start_utc"), End: () => to("end_utc"),
    v: () => swap("view", "globe", "map"), d: () => swap("dockView", "3d", "flat"), t: () => swap("theme", "dark", "light"),
    j: () => document.getElementById("jump").focus(), z: () => document.getElementById("zone").focus(),
    "?": () => live.showKeys(), Escape: () => store.set({ selected: {} }),
  };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (TYPING.includes(target.tagName) || target.closest?.("dialog")) return;
    if ([" ", "Enter"].includes(key) && ["BUTTON", "A", "SUMMARY"].includes(target.tagName)) return;
    const { scene, traffic, utcMs } = store.get();
    const preset = /^[1-9]$/.test(key) && presets(scene, traffic, utcMs)[Number(key) - 1];
    const act = preset ? () => store.set({ range: preset.range }) : actions[key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}
