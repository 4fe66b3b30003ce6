/** Bars of the timeline: with words when they fit, fuzzy where an edge is uncertain, hatched where rules clash. */

import { svg } from "./dom.js";

const LETTER_PX = 6.9;
const FUZZY = ["blue", "violet"];

/** Gradients and the hatch that bars refer to. */
export function drawDefinitions() {
  const fades = FUZZY.flatMap((fill) => [["in", 0.08, 0.95], ["out", 0.95, 0.08]].map(([way, first, last]) =>
    svg("linearGradient", { id: `fade-${way}-${fill}` },
      svg("stop", { class: `s-${fill}`, offset: 0, "stop-opacity": first }),
      svg("stop", { class: `s-${fill}`, offset: 1, "stop-opacity": last }))));
  const hatches = ["hatch", "hatch-quiet"].map((id) =>
    svg("pattern", { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("line", { class: `${id}-line`, x1: 0, x2: 0, y1: 0, y2: 7 })));
  return svg("defs", {}, fades, hatches);
}

function clipped(from, to, plot) {
  const x0 = Math.max(plot.left, plot.x(from));
  const x1 = Math.min(plot.right, plot.x(to));
  return x1 < plot.left || x0 > plot.right ? null : [x0, x1];
}

function edge(from, to, y, height, paint, plot) {
  const part = clipped(from, to, plot);
  if (!part || part[1] - part[0] < 1.5) return null;
  return svg("rect", { x: part[0], y, width: part[1] - part[0], height, fill: `url(#${paint})` });
}

function words(bar, x0, x1, y, height, css) {
  if (height < 13) return null;
  const room = Math.floor((x1 - x0 - (bar.tight ? 4 : 8)) / LETTER_PX);
  if (room < (bar.tight ? bar.text.length : Math.min(bar.text.length, 4))) return null;
  const text = bar.text.length > room ? `${bar.text.slice(0, Math.max(1, room - 1))}\u2026` : bar.text;
  return svg("text", { class: css, x: x0 + (bar.tight ? 3 : 5), y: y + height / 2 + 4 }, text);
}

/** One bar, or null when it lies outside. */
export function drawBar(bar, y, height, plot) {
  const whole = clipped(bar.from, bar.to, plot);
  if (!whole) return null;
  const sure = clipped(bar.sure_from ?? bar.from, bar.sure_to ?? bar.to, plot) ?? whole;
  const width = Math.max(bar.least_px ?? 1.5, sure[1] - sure[0]);
  const css = bar.beside ? "beside" : `f-${bar.fill}${bar.own ? " own-stay" : ""}`;
  const fuzzy = bar.sure_from !== undefined && FUZZY.includes(bar.fill);
  return svg("g", {},
    svg("title", {}, bar.title),
    fuzzy && edge(bar.from, bar.sure_from, y, height, `fade-in-${bar.fill}`, plot),
    fuzzy && edge(bar.sure_to, bar.to, y, height, `fade-out-${bar.fill}`, plot),
    svg("rect", { class: css, x: sure[0], y, width, height, rx: Math.min(3, width / 2) }),
    words(bar, sure[0], sure[1], y, height, bar.beside ? "beside-text" : bar.reason ? "reason-text" : "bar-text"));
}

/** A stretch in which a rule is broken: hatched, with the reason. */
export function drawHatch(hatch, y, height, plot) {
  const part = clipped(hatch.from, hatch.to, plot);
  if (!part) return null;
  const width = Math.max(4, part[1] - part[0]);
  const kind = hatch.quiet ? "hatch-quiet" : "hatch";
  return svg("g", { role: "img", "aria-label": hatch.title },
    svg("title", {}, hatch.title),
    svg("rect", { x: part[0], y: hatch.quiet ? y + height - 4 : y, width, height: hatch.quiet ? 4 : height, fill: `url(#${kind})` }),
    hatch.quiet ? null : svg("rect", { class: "hatch-edge", x: part[0], y: y + 0.5, width, height: height - 1 }));
}
