/** The list of runs: open one, put one beside, delete one; a damaged one says what is wrong with it. */

import { call, part } from "./api.js";
import { say } from "./banner.js";
import { html, setText } from "./dom.js";
import { formatTime } from "./format.js";
import { openBeside, openPlan, openRun, refreshRuns } from "./runs_open.js";

const KINDS = {
  visit: "visit", docking: "docking", plan: "plan of traffic",
  disposal: "sampled falls: their areas are drawn in the visit",
};

function title(run) {
  return run.what_if ? `${run.name}: ${run.what_if}` : run.name;
}

function button(text, act, attributes = {}) {
  return html("button", { type: "button", onclick: act, ...attributes }, text);
}

/** Asks in place: the second press within five seconds deletes. */
function deleteButton(run, store) {
  const made = button("Delete", async () => {
    if (made.dataset.sure !== "yes") {
      made.dataset.sure = "yes";
      setText(made, "Delete for good?");
      made.setAttribute("aria-label", `Delete the run ${run.id} for good: press again`);
      setTimeout(() => {
        made.dataset.sure = "";
        setText(made, "Delete");
      }, 5000);
      return;
    }
    try {
      await call("DELETE", `runs/${part(run.id)}`);
      say(`The run ${run.id} is deleted.`, "notice");
      if (store.get().other?.run.id === run.id) store.set({ other: null });
    } catch (error) {
      say(`The run ${run.id} is not deleted: ${error.message}`);
    }
    refreshRuns(store);
  }, { class: "danger", "aria-label": `Delete the run ${run.id}`, "data-delete": run.id });
  return made;
}

function visitButtons(run, state, store) {
  const here = state.scene?.run.id === run.id;
  const beside = state.other?.run.id === run.id;
  const hasReport = run.files.some((file) => file.name === "report.html");
  return [
    here ? html("span", { class: "here" }, "shown") : button("Open", () => openRun(store, run.id, true), { "data-open": run.id, "aria-label": `Open ${title(run)}` }),
    here || !state.scene ? null : button(beside ? "Not beside" : "Beside", () => openBeside(store, beside ? null : run.id),
      { "aria-pressed": String(beside), "data-beside": run.id, "aria-label": `Show ${title(run)} beside` }),
    hasReport ? html("a", { href: `runs/${part(run.id)}/report`, target: "_blank", rel: "noopener" }, "Report") : null,
  ];
}

function planButtons(run, state, store) {
  const shown = state.traffic?.source === `plan ${run.id}`;
  return [button(shown ? "Show what is recorded" : "Show its traffic", () => openPlan(store, shown ? null : run.id), { "data-plan": run.id })];
}

function row(run, state, store) {
  const words = run.damaged
    ? html("p", { class: "fail" }, `Cannot be opened: ${run.damaged}`)
    : html("p", { class: "quiet" }, `${KINDS[run.kind] ?? ""} \u00b7 made ${formatTime(Date.parse(run.made_utc), state.zone, false)}${run.of ? ` \u00b7 of ${run.of}` : ""}`);
  const buttons = run.damaged || run.kind === "disposal" ? [] : run.kind === "plan" ? planButtons(run, state, store) : visitButtons(run, state, store);
  return html("li", { "data-run": run.id },
    html("div", { class: "row" }, html("strong", { class: "grow" }, title(run)), buttons, deleteButton(run, store)), words);
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const note = document.getElementById("runs-note");
  const list = html("ul", { class: "list" });
  root.append(list);

  function update(state) {
    list.replaceChildren(...state.runs.map((run) => row(run, state, store)));
    if (!state.runs.length) list.append(html("li", { class: "quiet" }, "No run yet. Fly one under \u201cWhat if\u201d."));
    const damaged = state.runs.filter((run) => run.damaged).length;
    setText(note, `${state.runs.length} in the folder${damaged ? `, ${damaged} damaged` : ""}`);
  }

  update(store.get());
  return { update };
}
