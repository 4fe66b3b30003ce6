/** What if: another launch date, a fault, a ship lost; each makes a new run, shown beside the old one. */

import { call } from "./api.js";
import { html, setText } from "./dom.js";
import { cancel, isAtWork, order } from "./jobs.js";

const FIRST_FAULT = { name: "thruster-stuck-on", meaning: "one thruster burns until its feed is closed", unit: "thruster" };

function field(name, input) {
  return html("label", {}, name, input);
}

/** A form whose refusal stands under it in the server's words. */
function asking(title, fields, words, submit, note) {
  const told = html("p", { role: "alert" });
  const ask = html("button", { type: "submit", class: "main" }, words);
  return html("form", { "aria-label": title, onsubmit: async (event) => {
    event.preventDefault();
    told.className = "";
    setText(told, "");
    ask.disabled = true;
    try {
      const job = await submit();
      told.className = "told";
      setText(told, `Asked for: ${job.what}`);
    } catch (error) {
      told.className = "refusal";
      setText(told, error.message);
    }
    ask.disabled = false;
  } }, html("fieldset", {}, html("legend", {}, title), html("div", { class: "row" }, fields, ask), note ?? null, told));
}

function dateForm(store) {
  const flight = html("select", { id: "if-flight" });
  const date = html("input", { type: "date", id: "if-date" });
  let flights = [];
  const dayAfter = () => {
    const one = flights.find(({ id }) => id === flight.value);
    if (one) date.value = new Date(Date.parse(one.launch_date) + 86400e3).toISOString().slice(0, 10);
  };
  flight.addEventListener("change", dayAfter);
  const fill = (state) => {
    const chosen = flight.value || state.scene?.run.flight;
    ({ flights } = state);
    flight.replaceChildren(...state.flights.filter((one) => one.profile).map((one) => html("option", { value: one.id }, one.name ? `${one.name}` : one.id)));
    if (chosen) flight.value = chosen;
    if (!date.value) dayAfter();
  };
  const form = asking("Another launch date", [field("Flight", flight), field("Lift-off on (UTC)", date)], "Fly it", () => {
    const { scene } = store.get();
    const of = scene?.run.flight === flight.value ? scene.run.id : undefined;
    return order(store, "runs", { flight: flight.value, ...(date.value ? { launch_date: date.value } : {}), ...(of ? { of } : {}) });
  });
  return { form, fill };
}

function faultName(name) {
  if (name === "manual") return "Flown by hand (TORU)";
  return `${name[0].toUpperCase()}${name.slice(1).replaceAll("-", " ")}`;
}

function faultForm(store) {
  const name = html("select", { id: "if-fault" });
  const unit = html("input", { id: "if-unit", value: "7", size: 3, inputmode: "numeric" });
  const size = html("input", { id: "if-size", size: 4, placeholder: "usual" });
  const when = html("input", { id: "if-when", value: "50m", size: 6, placeholder: "50m or 900s" });
  const meaning = html("p", { class: "quiet" });
  let faults = [FIRST_FAULT];
  let asked = false;
  const explain = () => {
    const fault = faults.find((one) => one.name === name.value);
    setText(meaning, fault ? `${fault.meaning}${fault.flew ? ` \u00b7 flew: ${fault.flew}` : ""}` : "");
    unit.parentElement.hidden = !fault?.unit;
    size.parentElement.hidden = !fault?.size;
    size.placeholder = fault?.size_unit ? `usual, ${fault.size_unit}` : "usual";
  };
  const fill = () => {
    const chosen = name.value;
    name.replaceChildren(...faults.map((one) => html("option", { value: one.name }, faultName(one.name))));
    if (chosen) name.value = chosen;
    explain();
  };
  const load = async () => {
    if (asked) return;
    asked = true;
    try {
      ({ faults } = await call("GET", "faults"));
      fill();
    } catch {
      asked = false; // the form stays usable with what it has; its submission tells why
    }
  };
  name.addEventListener("change", explain);
  const form = asking("A fault in the approach",
    [field("Fault", name), field("Which", unit), field("How much", size), field("When", when)], "Inject it", () => {
      const { scene } = store.get();
      const fault = faults.find((one) => one.name === name.value);
      const text = name.value + (fault?.unit && unit.value ? `:${unit.value.trim()}` : "")
        + (fault?.size && size.value ? `=${size.value.trim()}` : "") + (when.value ? `@${when.value.trim()}` : "");
      return order(store, "runs", { flight: scene.run.flight, fault: text, of: scene.run.id });
    }, meaning);
  form.addEventListener("focusin", load);
  form.addEventListener("pointerenter", load);
  fill();
  return form;
}

function loseForm(store) {
  const ship = html("select", { id: "if-ship" }, html("option", { value: "" }, "choose a ship"));
  let asked = false;
  const load = async () => {
    if (asked) return;
    asked = true;
    try {
      const { scenarios } = await call("GET", "traffic/scenarios");
      ship.replaceChildren(...scenarios.map(({ id, name, ships }) => html("optgroup", { label: name },
        ships.map((one) => html("option", { value: `${id} ${one.id}` }, one.name)))));
    } catch {
      asked = false; // asked again when somebody comes back to the form
    }
  };
  const form = asking("A ship is lost", [field("Ship that is still to come", ship)], "Plan without it", async () => {
    if (!ship.value) await load();
    const [scenario, lost] = ship.value.split(" ");
    if (!lost) throw new Error("the list of ships has not come: try again");
    return order(store, "traffic/plans", { scenario, lose: [lost] });
  });
  form.addEventListener("focusin", load);
  form.addEventListener("pointerenter", load);
  return form;
}

function jobRow(job, store) {
  const atWork = isAtWork(job);
  const css = { failed: "fail", done: "told", cancelled: "quiet" }[job.state];
  return html("li", { "data-job": job.id, "data-state": job.state },
    html("div", { class: "row" }, html("strong", { class: "grow" }, job.what), html("span", { class: css }, job.state),
      atWork ? html("button", { type: "button", onclick: () => cancel(store, job.id) }, "Cancel") : null),
    atWork ? html("progress", { "aria-label": `${job.what}: ${job.state}` }) : null,
    job.message && job.message !== job.state ? html("p", { class: job.state === "failed" ? "fail" : "quiet" }, job.message) : null);
}

function differences(other) {
  if (!other) return [];
  const lines = other.differs_from_base ?? ["it names no differences"];
  return [html("h3", {}, `Beside: ${other.run.what_if ?? other.run.name}`),
    html("ul", { id: "differences" }, lines.map((line) => html("li", {}, line)))];
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const date = dateForm(store);
  const fault = faultForm(store);
  const lose = loseForm(store);
  const beside = html("div");
  const jobs = html("ul", { class: "list", "aria-live": "polite" });
  root.append(jobs, beside, fault, date.form, lose);
  const note = document.getElementById("what-if-note");

  function update(state, changed) {
    if (!changed || changed.has("flights") || changed.has("scene")) date.fill(state);
    fault.hidden = !state.scene;
    jobs.replaceChildren(...state.jobs.map((job) => jobRow(job, store)));
    beside.replaceChildren(...differences(state.other));
    setText(note, "a new run, shown beside the old one");
  }

  update(store.get());
  return { update };
}
