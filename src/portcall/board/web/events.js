/** Events as bookmarks, and the flight rules with their margins: what is violated stands first. */

import { html, setText } from "./dom.js";
import { formatClock, formatDay, formatDuration, formatError, formatMet, formatNumber } from "./format.js";

const CLASSES = { pass: "pass", fail: "fail", "cannot say": "unsure" };
const WORDS = { pass: "pass", fail: "FAIL", "cannot say": "cannot say" };
const RANK = { fail: 0, "cannot say": 1, pass: 2 };

function when(ms, zone) {
  return `${formatDay(ms, zone, false)} ${formatClock(ms, zone)}`;
}

/** The margin alone; the rule that it belongs to stands in the row's title and among the rules. */
function marginWords({ text, verdict }) {
  const found = /margin ([^,]+)$/.exec(text);
  return verdict === "pass" ? found?.[1] ?? "pass" : `${WORDS[verdict]}${found ? `: ${found[1]}` : ""}`;
}

function eventRow(event, state) {
  const ms = Date.parse(event.utc);
  const met = state.scene.liftoff_utc ? formatMet((ms - Date.parse(state.scene.liftoff_utc)) / 1000) : "";
  const flown = event.error_s === null ? "" : formatError(event.error_s);
  return html("tr", { "data-event": event.id, "data-ms": ms, title: event.note || event.basis },
    html("td", { class: "mono" }, when(ms, state.zone)),
    html("td", { class: "wide" }, html("button", { type: "button", class: "link" }, event.name)),
    html("td", { class: "mono" }, met),
    html("td", { class: "mono", title: `1 sigma: ${formatDuration(event.sigma_s)}` }, flown),
    html("td", { class: event.margin ? CLASSES[event.margin.verdict] : null, title: event.margin?.text },
      event.margin ? marginWords(event.margin) : ""));
}

function ruleRow(rule) {
  const limit = rule.limit === null ? "" : `${formatNumber(rule.value)} / ${formatNumber(rule.limit)} ${rule.unit}`;
  const margin = rule.margin === null ? rule.note : `${formatNumber(rule.margin)} ${rule.unit}`;
  return html("tr", { title: rule.note },
    html("td", { class: CLASSES[rule.verdict] }, WORDS[rule.verdict]),
    html("td", { class: "wide" }, rule.rule), html("td", { class: "mono", colspan: 2 }, limit), html("td", { class: "wide" }, margin));
}

function heading(...names) {
  return html("tr", {}, names.map((name) => html("th", { scope: "col" }, name)));
}

function group(name) {
  return html("tr", { class: "group" }, html("th", { colspan: 5, scope: "colgroup" }, name));
}

function besideRows(state) {
  if (!state.other) return [];
  const { run, differs_from_base: differences } = state.other;
  const lines = differences?.length ? differences : [`${run.name} is shown beside; it names no differences`];
  return [group(`Beside: ${run.what_if ?? run.name}`), ...lines.map((line) => html("tr", {}, html("td", { class: "wide", colspan: 5 }, line)))];
}

function rowsOf(state) {
  const { events, verdicts } = state.scene;
  const rules = [...verdicts].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const bad = rules.filter((rule) => rule.verdict !== "pass");
  const good = rules.filter((rule) => rule.verdict === "pass");
  return [
    bad.length ? group("Rules that are not met, or of which nobody can say") : null, ...bad.map(ruleRow),
    ...besideRows(state),
    ...events.map((event) => eventRow(event, state)),
    good.length ? group("Rules that are met: value / limit, margin") : null, ...good.map(ruleRow),
  ].filter(Boolean);
}

function links(scene, runs) {
  const files = runs.find((run) => run.id === scene.run.id)?.files ?? [];
  const made = [["timeline.csv", "CSV"], ["visit.ics", "Calendar (.ics)"]].filter(([name]) => files.some((file) => file.name === name));
  return made.map(([name, text]) => html("a", {
    href: `api/v1/runs/${encodeURIComponent(scene.run.id)}/files/${name}`, download: name,
  }, text));
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const head = html("thead", {}, heading("Time", "Event", "T+", "Error", "Margin"));
  const body = html("tbody");
  root.append(html("table", {}, head, body));
  const note = document.getElementById("events-note");
  const linkPlace = document.getElementById("events-links");
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-event]");
    if (row) store.set({ utcMs: Number(row.dataset.ms), selected: { ...store.get().selected, event: row.dataset.event } });
  });
  let nextId = null;

  function mark(state) {
    let next = null;
    for (const row of body.querySelectorAll("tr[data-event]")) {
      const passed = Number(row.dataset.ms) <= state.utcMs;
      row.classList.toggle("passed", passed);
      if (!passed && !next) next = row;
      row.classList.toggle("next", row === next);
    }
    const id = next?.dataset.event ?? null;
    if (id === nextId) return;
    nextId = id;
    if (next) root.scrollTop = Math.max(0, next.offsetTop - root.clientHeight / 2);
  }

  function redraw(state) {
    const { scene } = state;
    body.replaceChildren(...(scene ? rowsOf(state) : []));
    linkPlace.replaceChildren(...(scene ? links(scene, state.runs) : []));
    const met = scene?.verdicts.filter((rule) => rule.verdict === "pass").length ?? 0;
    setText(note, scene ? `${met} of ${scene.verdicts.length} rules pass \u00b7 error: predicted minus flown` : "no run is open");
  }

  redraw(store.get());
  mark(store.get());
  return {
    update(state, changed) {
      if ([...changed].some((key) => !["utcMs", "selected"].includes(key))) {
        redraw(state);
        nextId = changed.has("other") || changed.has("scene") ? undefined : nextId; // shown again where time is
      }
      mark(state);
    },
  };
}
