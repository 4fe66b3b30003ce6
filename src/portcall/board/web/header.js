/** The head of the board: clocks, phase, go or hold, and what moves the time. */

import { say } from "./banner.js";
import { html, setText } from "./dom.js";
import { formatMet, formatTime, isZone, parseWhen, zoneLabel } from "./format.js";
import { addressOf } from "./permalink.js";

const ZONES = [
  ["UTC", "UTC"], ["Europe/Moscow", "Moscow"], ["Asia/Qyzylorda", "Baikonur"], ["America/Chicago", "Houston"],
  ["Europe/Berlin", "Berlin"], ["Asia/Tokyo", "Tokyo"],
];
const SPEEDS = [1, 10, 60, 300, 1000, 3000, 10000, 30000, 100000];
const LINKS = { static: "static", live: "live", reconnecting: "reconnecting\u2026", lost: "link lost" };
const WORDS = { go: "GO", hold: "HOLD", "no go": "NO GO", done: "DONE" };

let live = null;

/** The header's buttons move the time through this. */
export function connect(made) {
  live = made;
}

function zoneChoices(state) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = new Map(ZONES);
  for (const zone of state.zones) known.set(zone.id ?? zone, known.get(zone.id ?? zone) ?? zone.name ?? zone);
  if (isZone(own) && !known.has(own)) known.set(own, `${own} (this computer)`);
  if (!known.has(state.zone)) known.set(state.zone, state.zone);
  return [...known].map(([id, name]) => [id, id === own && id !== "UTC" ? `${name.replace(" (this computer)", "")} (this computer)` : name]);
}

function fact(name, id) {
  const value = html("dd", { class: "value mono", id });
  value.style.margin = "0";
  return [html("div", { class: "fact" }, html("dt", { id: `${id}-name` }, name), value), value];
}

function copyAddress(store) {
  const address = addressOf(store.get());
  const done = () => say("The link to what you see is on the clipboard.", "notice");
  if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, () => say(`Copy this: ${address}`, "notice"));
  else say(`Copy this: ${address}`, "notice");
}

function jumpBox(store) {
  const input = html("input", {
    id: "jump", placeholder: "ISO time or T+50:01", "aria-label": "Jump to a time: ISO, or mission time such as T+50:01",
    autocomplete: "off", spellcheck: "false",
  });
  const form = html("form", { "aria-label": "Jump", class: "jump", onsubmit: (event) => {
    event.preventDefault();
    const { scene } = store.get();
    const ms = parseWhen(input.value, scene?.liftoff_utc ? Date.parse(scene.liftoff_utc) : null);
    input.setAttribute("aria-invalid", String(ms === null));
    if (ms === null) return say(`"${input.value}" is no time that the board can read. Write 2025-07-05T21:33:46Z, 2025-07-05 21:33+03:00 or T+50:01.`, "notice");
    store.set({ utcMs: ms });
  } }, input, html("button", { type: "submit" }, "Go to"));
  form.style.cssText = "display:flex;gap:4px;margin:0";
  return form;
}

function zoneMenu(store) {
  const menu = html("select", { id: "zone", "aria-label": "Time zone", onchange: () => {
    if (menu.value !== "other") return store.set({ zone: menu.value });
    typed.hidden = false;
    typed.focus();
  } });
  const typed = html("input", {
    id: "zone-typed", hidden: true, placeholder: "Asia/Vladivostok", "aria-label": "Time zone by its IANA name",
    onchange: () => {
      const zone = typed.value.trim();
      if (!isZone(zone)) return say(`This browser knows no zone "${zone}". Names look like Asia/Vladivostok.`, "notice");
      typed.hidden = true;
      store.set({ zone });
    },
  });
  const fill = (state) => {
    menu.replaceChildren(...zoneChoices(state).map(([id, name]) => html("option", { value: id }, name)),
      html("option", { value: "other" }, "Other\u2026"));
    menu.value = state.zone;
  };
  return { menu, typed, fill };
}

function speedMenu() {
  const menu = html("select", { id: "speed", "aria-label": "Speed", onchange: () => live?.setSpeed(menu.value) },
    SPEEDS.map((rate) => html("option", { value: rate }, `${rate.toLocaleString("en-US")}\u00d7`)),
    html("option", { value: "auto" }, "5 s an event"), html("option", { value: "next" }, "to next event"));
  return menu;
}

function runButton(state) {
  const going = state.play && !state.play.paused;
  return [going ? "\u275a\u275a Pause" : "\u25b6 Run", going ? "Pause" : "Run"];
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const flight = html("p");
  const [utcFact, utc] = fact("UTC", "clock-utc");
  const [zoneFact, local] = fact("Local", "clock-zone");
  const [metFact, met] = fact("Mission time", "clock-met");
  const [phaseFact, phase] = fact("Phase", "phase");
  const go = html("span", { class: "go", id: "go" });
  const reason = html("p", { id: "go-reason" });
  const link = html("span", { class: "pill", id: "link", role: "status" });
  const run = html("button", { type: "button", id: "run", class: "main", onclick: () => live?.toggle() });
  const speed = speedMenu();
  const zones = zoneMenu(store);
  const report = html("a", { id: "report", target: "_blank", rel: "noopener" }, "Report");
  const save = html("a", { id: "save-report" }, "Save report");
  const theme = html("button", { type: "button", id: "theme", onclick: () => store.set({ theme: store.get().theme === "dark" ? "light" : "dark" }) });
  const step = (way, text, name) => html("button", { type: "button", "aria-label": name, title: name, onclick: () => live?.toEvent(way) }, text);
  root.append(
    html("div", { class: "facts" },
      html("div", { class: "brand" }, html("h1", {}, "portcall"), flight),
      html("dl", { class: "facts clocks" }, utcFact, zoneFact, metFact, phaseFact),
      html("div", { class: "fact why" }, html("span", { class: "label" }, "Flight rules "), go, reason), link),
    html("div", { class: "tools", role: "toolbar", "aria-label": "Time and look" },
      step(-1, "|\u25c0", "To the event before"), run, step(1, "\u25b6|", "To the next event"),
      html("label", {}, "Speed", speed), jumpBox(store), html("label", {}, "Zone", zones.menu), zones.typed,
      html("span", { class: "gap" }), report, save,
      html("button", { type: "button", id: "copy-link", onclick: () => copyAddress(store) }, "Copy link"), theme,
      html("button", { type: "button", id: "help", "aria-label": "Keys", title: "Keys", onclick: () => live?.showKeys() }, "?")));
  root.querySelector("dl.clocks").style.margin = "0";
  const spoken = document.getElementById("spoken");
  let said = "";

  function update(state, changed) {
    const { frame, scene } = state;
    setText(utc, formatTime(state.utcMs, "UTC"));
    setText(local, formatTime(state.utcMs, state.zone));
    setText(document.getElementById("clock-zone-name"), `${state.zone.replace("_", " ")} (${zoneLabel(state.utcMs, state.zone)})`);
    zoneFact.hidden = state.zone === "UTC";
    setText(met, formatMet(frame?.met_s));
    setText(phase, frame?.phase_name ?? "\u2013");
    go.dataset.go = frame?.go ?? "hold";
    setText(go, WORDS[frame?.go] ?? "\u2013");
    setText(reason, frame?.go_reason ?? "no run is open");
    reason.title = frame?.go_reason ?? "";
    link.dataset.link = state.link;
    setText(link, LINKS[state.link]);
    const now = frame ? `${frame.phase_name}. ${WORDS[frame.go]}.` : "";
    if (said && now !== said) setText(spoken, now);
    said = now;
    const [words, name] = runButton(state);
    setText(run, words);
    run.setAttribute("aria-label", name);
    run.disabled = !scene;
    if (!changed || changed.has("scene") || changed.has("runs")) {
      setText(flight, scene ? scene.run.what_if ? `${scene.run.name}, what if: ${scene.run.what_if}` : scene.run.name : "no run is open");
      report.hidden = save.hidden = !scene || !hasReport(state);
      if (scene) report.href = save.href = `runs/${encodeURIComponent(scene.run.id)}/report`;
      if (scene) save.download = `${scene.run.id}-report.html`;
      document.title = `${scene ? scene.run.short_name : "portcall"}: mission board`;
    }
    if (!changed || changed.has("zone") || changed.has("zones")) zones.fill(state);
    if (!changed || changed.has("theme")) setText(theme, state.theme === "dark" ? "Light" : "Dark");
    if (![...speed.options].some((one) => one.value === String(state.speed))) {
      speed.append(html("option", { value: state.speed }, `${state.speed}\u00d7`));
    }
    if (speed.value !== String(state.speed)) speed.value = String(state.speed);
  }

  update(store.get());
  return { update };
}

function hasReport(state) {
  const run = state.runs.find((one) => one.id === state.scene.run.id);
  return !run || run.files.some((file) => file.name === "report.html");
}
