/** The tabs of the two views, and what stands beside their titles. */

import { setText } from "./dom.js";
import { formatPlace, formatRange } from "./format.js";

function note(frame) {
  const here = frame?.chaser ?? frame?.station;
  if (!here) return frame?.why_no_track ?? "";
  const range = frame.chaser?.range_m;
  const light = here.sunlit ? "in sunlight" : "in the Earth's shadow";
  const apart = range ? ` \u00b7 ${formatRange(range)} to the station` : "";
  return `${formatPlace(here.lat_deg, here.lon_deg)} \u00b7 ${formatRange(here.altitude_m)} up \u00b7 ${light}${apart}`;
}

function dockNote(scene) {
  if (!scene?.approach) return scene ? "no approach was flown" : "";
  const { run_count: count, captured } = scene.approach;
  return count > 1 ? `LVLH, meters \u00b7 ${captured} of ${count} dispersed approaches captured` : "LVLH, meters";
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const buttons = [...root.querySelectorAll("[data-view], [data-dock]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const { view, dock } = button.dataset;
      store.set(view ? { view } : { dockView: dock });
    });
  }
  const orbitNote = document.getElementById("orbit-note");
  const approachNote = document.getElementById("dock-note");

  function update(state) {
    for (const button of buttons) {
      const { view, dock } = button.dataset;
      const flat = view === "map" || dock === "flat";
      const on = state.webgl ? (view ? state.view === view : state.dockView === dock) : flat;
      button.setAttribute("aria-pressed", String(on));
      button.disabled = !state.webgl && !flat;
      button.title = button.disabled ? "This browser has no WebGL: the flat view shows the same." : "";
    }
    setText(orbitNote, note(state.frame));
    setText(approachNote, dockNote(state.scene));
  }

  update(store.get());
  return { update };
}
