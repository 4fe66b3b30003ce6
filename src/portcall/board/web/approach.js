/** The flat twin of the docking view: the approach in two plots of LVLH, to scale, in meters. */

import { PLANES, plot } from "./approach_plot.js";
import { svg } from "./dom.js";
import { dockingView, dockingWords, tipOf } from "./docking_view.js";
import { createHud, hudRows } from "./hud.js";
import { ensureStyles, palette, setColors } from "./palette.js";

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  ensureStyles();
  root.classList.add("view", "hud-strip");
  const picture = svg("svg", { role: "img" });
  root.append(picture);
  const hud = createHud(root);
  let state = store.get();
  let size = [0, 0];
  /** @type {Map<number, {key: string, back: Element}>} */
  const cache = new Map();

  function draw() {
    const colors = palette(state.theme);
    setColors(root, colors);
    const view = dockingView(state);
    const rows = hudRows(state, view, tipOf(view));
    if (!state.webgl) rows.push({ label: "View", value: "flat: no WebGL here", limit: "", word: "", level: "idle" });
    hud.show(rows);
    const [width, height] = [Math.max(200, root.clientWidth), Math.max(160, root.clientHeight)];
    size = [root.clientWidth, root.clientHeight];
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("aria-label", dockingWords(view, rows));
    const half = width / 2;
    const free = Math.max(120, height - hud.element.offsetHeight - 6);
    picture.replaceChildren(
      ...PLANES.map((plane, i) =>
        plot(
          plane,
          i,
          { left: i * half, top: 0, width: half, height: free },
          view,
          colors,
          `clip-${root.id || "approach"}`,
          cache,
        ),
      ),
    );
  }

  new ResizeObserver(() => {
    if (root.clientWidth && (root.clientWidth !== size[0] || root.clientHeight !== size[1])) draw();
  }).observe(root);

  draw();
  return {
    update(next) {
      if (next.scene !== state.scene || next.other !== state.other) cache.clear();
      state = next;
      draw();
    },
  };
}
