/** The station log: what really happened; browsed, and added to with a form. */

import { call } from "./api.js";
import { html, setText } from "./dom.js";
import { formatIso, formatNumber, formatTime } from "./format.js";

const PAGE = 20;
const KINDS = {
  docked: ["ship", "vehicle", "port"], undocked: ["ship"], relocated: ["ship", "port"],
  "cargo-moved": ["ship", "resource", "amount_kg"], "trash-loaded": ["ship", "amount_kg"], reboosted: ["delta_v_m_s"],
  "crew-on": ["ship", "people"], "crew-off": ["ship", "people"], spacewalk: ["airlock", "people", "duration_min"],
  "stock-counted": ["resource", "amount_kg"], withdrawn: ["replaces"],
};
const NAMES = {
  ship: "Ship", vehicle: "Vehicle", port: "Port", resource: "Resource", amount_kg: "Amount, kg", delta_v_m_s: "Delta-v, m/s",
  people: "People (a; b)", airlock: "Airlock", duration_min: "Duration, min", replaces: "Entry that did not happen",
};
const EXAMPLES = {
  ship: "progress-ms-31", vehicle: "progress-ms", port: "poisk-zenith", resource: "water", airlock: "quest", people: "Kimbrough; Pesquet",
};
const COMMON = ["id", "kind", "author", "happened_utc", "recorded_utc", "schema_version", "replaces"];

/** What a form's fields are in the log's own words. */
function wordsOf(name, text) {
  if (name === "amount_kg") return ["amount_g", Math.round(Number(text) * 1000)];
  if (name === "duration_min") return ["duration_s", Number(text) * 60];
  if (name === "delta_v_m_s") return [name, Number(text)];
  if (name === "people") return [name, text.split(/[;,]/).map((one) => one.trim()).filter(Boolean)];
  return [name, text];
}

function told(value) {
  if (Array.isArray(value)) return value.join(", ");
  if (value && typeof value === "object") return Object.entries(value).map(([key, one]) => `${key} ${told(one)}`).join(", ");
  return String(value);
}

function rest(entry) {
  return Object.entries(entry).filter(([key, value]) => !COMMON.includes(key) && value !== null && value !== false)
    .map(([key, value]) => (key === "amount_g" ? `${formatNumber(value / 1000)} kg` : key === "ship" || key === "port" ? value : `${key.replace(/_[a-z]+$/, "").replaceAll("_", " ")} ${told(value)}`))
    .join(", ");
}

function row(entry, zone) {
  const replaces = entry.replaces ? `, in place of ${entry.replaces}` : "";
  return html("li", { "data-entry": entry.id },
    html("time", { datetime: entry.happened_utc }, formatTime(Date.parse(entry.happened_utc), zone, false)), " ",
    html("strong", {}, entry.kind.replaceAll("-", " ")), ` ${rest(entry)}${replaces}`,
    html("p", { class: "quiet" }, `${entry.author}, ${entry.id}`));
}

function entryForm(store, added) {
  const kind = html("select", { id: "log-kind" }, Object.keys(KINDS).map((one) => html("option", { value: one }, one.replaceAll("-", " "))));
  const when = html("input", { id: "log-when", autocomplete: "off", placeholder: "the cursor's time" });
  const author = html("input", { id: "log-author", autocomplete: "off" });
  const fields = html("div", { class: "row" });
  const answer = html("p", { role: "alert", id: "log-answer" });
  const fill = () => fields.replaceChildren(...KINDS[kind.value].map((name) =>
    html("label", {}, NAMES[name], html("input", { name, id: `log-${name}`, placeholder: EXAMPLES[name] ?? "", autocomplete: "off" }))));
  kind.addEventListener("change", fill);
  fill();
  return html("form", { "aria-label": "Add to the log", onsubmit: async (event) => {
    event.preventDefault();
    const filled = [...fields.querySelectorAll("input")].filter((input) => input.value.trim());
    const entry = { kind: kind.value, ...Object.fromEntries(filled.map((input) => wordsOf(input.name, input.value.trim()))) };
    entry.happened_utc = when.value.trim() || formatIso(Math.round(store.get().utcMs / 1000) * 1000);
    if (author.value.trim()) entry.author = author.value.trim();
    try {
      await call("POST", "log", entry);
      answer.className = "told";
      setText(answer, "Recorded.");
      await added();
    } catch (error) {
      answer.className = "refusal";
      setText(answer, error.message);
    }
  } }, html("fieldset", {}, html("legend", {}, "Add what happened"),
    html("div", { class: "row" }, html("label", {}, "What", kind), html("label", {}, "When (UTC)", when), html("label", {}, "Who says so", author)),
    fields, html("button", { type: "submit", class: "main" }, "Record"), answer));
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const list = html("ul", { class: "list" });
  const trouble = html("p", { role: "alert", class: "refusal" });
  let before;

  async function read(more) {
    try {
      const { log } = store.get();
      const last = log[log.length - 1]?.id;
      const page = await call("GET", `log?limit=${PAGE}${more && last ? `&before=${encodeURIComponent(last)}` : ""}`);
      before = page.before;
      setText(trouble, "");
      store.set({ log: more ? [...log, ...page.entries] : page.entries });
    } catch (error) {
      setText(trouble, error.message);
    }
  }

  const older = html("button", { type: "button", onclick: () => read(true) }, "Older entries");
  root.append(entryForm(store, () => read(false)), list, older, trouble);
  const note = document.getElementById("log-note");

  function update(state) {
    list.replaceChildren(...state.log.map((entry) => row(entry, state.zone)));
    older.hidden = before === null || state.log.length < PAGE;
    setText(note, state.log.length ? "what really happened, recorded last first" : "no entry yet");
  }

  update(store.get());
  return { update };
}
