/** Puts the board together: the state, its panels, and what is drawn again when something changes. */

import * as approach from "./approach.js";
import * as dock from "./dock.js";
import * as globe from "./globe.js";
import * as map from "./map.js";
import * as events from "./events.js";
import * as header from "./header.js";
import * as logbook from "./logbook.js";
import * as ports from "./ports.js";
import * as press from "./press.js";
import * as runs from "./runs.js";
import * as stocks from "./stocks.js";
import * as timeline from "./timeline.js";
import * as views from "./views.js";
import * as whatIf from "./what_if.js";
import { errorWords } from "./api.js";
import { watchErrors, say, unsay } from "./banner.js";
import { watchJobs } from "./jobs.js";
import { listenToKeys } from "./keyboard.js";
import { createLive } from "./live.js";
import { fromAddress, keepAddress } from "./permalink.js";
import { sceneAt } from "./scene_at.js";
import { createStore } from "./store.js";
import { keepInView, openingRange } from "./ranges.js";

watchErrors();

const WHERE = ["scene", "frame", "utcMs", "theme", "other"];

/** Which panel stands where and what it looks at: a change of anything else leaves it alone. */
const PANELS = [
  { id: "header", module: header, 
    keys: ["scene", "utcMs", "zone", "frame", "play", "speed", "link", "theme", "zones", "runs"] },
  { id: "globe", module: globe, keys: [...WHERE, "view"], shown: (s) => s.scene && s.webgl && s.view === "globe" },
  { id: "map", module: map, keys: [...WHERE, "view"], shown: (s) => s.scene && !(s.webgl && s.view === "globe") },
  { id: "dock", module: dock, keys: [...WHERE, "dockView"], shown: (s) => s.scene && s.webgl && s.dockView === "3d" },
  { id: "approach", module: approach, keys: [...WHERE, "dockView"],
    shown: (s) => s.scene && !(s.webgl && s.dockView === "3d") },
  { id: "board", module: views, keys: ["scene", "frame", "view", "dockView", "webgl"] },
  { id: "ports", module: ports, keys: ["traffic", "utcMs", "zone", "selected", "scene"] },
  { id: "timeline", module: timeline,
    keys: ["scene", "other", "traffic", "utcMs", "zone", "range", "selected"] },
  { id: "stocks", module: stocks, keys: ["stocks", "utcMs", "zone", "theme"] },
  { id: "events", module: events, keys: ["scene", "other", "utcMs", "zone", "selected"] },
  { id: "runs", module: runs, keys: ["runs", "scene", "other", "zone", "traffic"] },
  { id: "what-if", module: whatIf, keys: ["flights", "jobs", "scene", "other"] },
  { id: "log", module: logbook, keys: ["log", "zone", "traffic"] },
  { id: "press", module: press, keys: ["zone"] },
];

/** Why the page came without a run; taken away when one is opened. */
let whyNone = "";

function readState() {
  const text = document.getElementById("state")?.textContent ?? "";
  try {
    const given = JSON.parse(text);
    if (given.error) {
      whyNone = errorWords(given.error);
      say(whyNone);
    }
    return given;
  } catch {
    say("The page came without its data. Open it from `portcall board`.");
    return {};
  }
}

function firstState(given) {
  const asked = fromAddress(given.scene ?? null);
  const scene = given.scene ?? null;
  const utcMs = asked.utcMs ?? Date.parse(scene?.liftoff_utc ?? scene?.start_utc ?? new Date().toISOString());
  return {
    scene, other: null, traffic: given.traffic ?? null, stocks: given.stocks ?? null,
    runs: given.runs ?? [], flights: given.flights ?? [], zones: given.zones ?? [],
    log: given.log_head ?? [], jobs: given.jobs ?? [], version: given.version ?? "",
    utcMs, zone: asked.zone ?? "UTC", theme: asked.theme ?? "dark",
    view: asked.view ?? "globe", dockView: asked.dockView ?? "3d", webgl: globe.webglAvailable(),
    play: null, speed: asked.speed ?? "auto", link: "static", frame: scene ? sceneAt(scene, utcMs) : null,
    range: asked.range ?? openingRange(scene, utcMs), selected: {},
  };
}

/** @type {Map<string, {update: Function}>} */
const made = new Map();
/** What a panel has not drawn yet because it is hidden. @type {Map<string, Set<string>>} */
const missing = new Map();
let waiting = new Set();
let asked = 0;

function drawPanel(panel, state, changed) {
  const root = document.getElementById(panel.id);
  const shown = panel.shown ? Boolean(panel.shown(state)) : true;
  if (panel.shown) root.hidden = !shown;
  const missed = missing.get(panel.id) ?? new Set();
  panel.keys.filter((key) => changed.has(key)).forEach((key) => missed.add(key));
  missing.set(panel.id, shown ? new Set() : missed);
  if (!shown) return;
  try {
    if (!made.has(panel.id)) made.set(panel.id, panel.module.create(root, store));
    else if (missed.size) made.get(panel.id).update(state, missed);
  } catch (error) {
    say(`The panel "${panel.id}" could not be drawn: ${error.message}`);
    console.error(error);
  }
}

function draw() {
  asked = 0;
  const changed = waiting;
  waiting = new Set();
  const state = store.get();
  if (changed.has("theme")) document.documentElement.dataset.theme = state.theme;
  for (const panel of PANELS) drawPanel(panel, state, changed);
  keepAddress(state, changed);
}

/** The frame and the timeline follow the cursor: the server's own when it came with it, else worked out here. */
function follow(changed) {
  const { scene, utcMs, range } = store.get();
  const moved = (changed.has("utcMs") || changed.has("scene")) && !changed.has("frame");
  if (moved) store.set({ frame: scene ? sceneAt(scene, utcMs) : null });
  if (changed.has("utcMs") && !changed.has("range")) store.set({ range: keepInView(range, scene, utcMs) });
}

const store = createStore(firstState(readState()));
document.documentElement.dataset.theme = store.get().theme;
store.subscribe((changed) => {
  follow(changed);
  if (changed.has("scene") && store.get().scene) unsay(whyNone);
  changed.forEach((key) => waiting.add(key));
  if (!asked) asked = requestAnimationFrame(draw);
});

const live = createLive(store);
draw();
listenToKeys(store, live);
header.connect(live);

let themeBefore = store.get().theme;
window.addEventListener("beforeprint", () => {
  themeBefore = store.get().theme;
  store.set({ theme: "light" });
  draw();
  window.dispatchEvent(new Event("paintnow")); // paper does not wait for the next frame
});
window.addEventListener("afterprint", () => store.set({ theme: themeBefore }));
window.addEventListener("resize", () => {
  ["range", "theme"].forEach((key) => waiting.add(key));
  if (!asked) asked = requestAnimationFrame(draw);
});

live.begin();
watchJobs(store);
window.portcallStore = store;
queueMicrotask(() => { window.portcallReady = true; }); // behind the pictures, which are taken over then
