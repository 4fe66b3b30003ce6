/** One plane of LVLH to scale: corridor, keep-out sphere, spread, ways and marks. */

import { svg } from "./dom.js";
import { add, dot, reachOf } from "./docking_view.js";
import { formatNumber } from "./format.js";
import { labelText } from "./svg_labels.js";

const RAD = Math.PI / 180;
const SPANS_M = [20, 40, 80, 160, 320, 640, 1300, 2600, 5200, 10400]; // height of the plot: doubles as the ship goes
export const PLANES = [
  { name: "V-bar / R-bar", across: 0, down: 2, acrossName: "V-bar", downName: "R-bar" },
  { name: "H-bar / R-bar", across: 1, down: 2, acrossName: "H-bar", downName: "R-bar" },
];
const MARGIN = { left: 44, right: 10, top: 20, bottom: 26 };

/** A round step that gives about one line each 44 pixels. */
function stepFor(span_m, pixels) {
  const rough = (span_m * 44) / pixels;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
}

function frameOf(plane, box, view) {
  const [width, height] = [box.width - MARGIN.left - MARGIN.right, box.height - MARGIN.top - MARGIN.bottom];
  const need = reachOf(view) * 1.3;
  const span = SPANS_M.find((one) => one >= need) ?? SPANS_M.at(-1);
  const port = view.geometry?.port_lvlh_m ?? [0, 0, 0];
  const axis = view.geometry?.axis_lvlh ?? [0, 0, 1];
  const end = view.ship ?? add(port, axis, span * 0.6);
  // in steps, so that the plot stands still while the ship moves in it
  const middle = [plane.across, plane.down].map((i) => Math.round(((port[i] + end[i]) / 2 / span) * 8) * (span / 8));
  const scale = Math.min(width, height) / span;
  const [cx, cy] = [box.left + MARGIN.left + width / 2, box.top + MARGIN.top + height / 2];
  const x = (across) => cx + (across - middle[0]) * scale;
  const y = (down) => cy + (down - middle[1]) * scale;
  return {
    x,
    y,
    scale,
    left: box.left + MARGIN.left,
    top: box.top + MARGIN.top,
    width,
    height,
    place: (at) => ({ x: x(at[plane.across]), y: y(at[plane.down]) }),
    middle,
  };
}

function pathOf(points, frame, closed = false) {
  const spots = points.map(frame.place);
  return spots.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") + (closed ? "Z" : "");
}

function grid(plane, frame) {
  const step = stepFor(frame.width / frame.scale, frame.width);
  const parts = [];
  const [halfWide, halfHigh] = [frame.width / frame.scale / 2, frame.height / frame.scale / 2];
  for (let at = Math.ceil((frame.middle[0] - halfWide) / step) * step; at <= frame.middle[0] + halfWide; at += step) {
    const x = frame.x(at);
    parts.push(
      svg("line", { class: "plot-grid", x1: x, x2: x, y1: frame.top, y2: frame.top + frame.height }),
      svg(
        "text",
        { class: "plot-tick", x, y: frame.top + frame.height + 12, "text-anchor": "middle" },
        formatNumber(at),
      ),
    );
  }
  for (let at = Math.ceil((frame.middle[1] - halfHigh) / step) * step; at <= frame.middle[1] + halfHigh; at += step) {
    const y = frame.y(at);
    parts.push(
      svg("line", { class: "plot-grid", x1: frame.left, x2: frame.left + frame.width, y1: y, y2: y }),
      svg("text", { class: "plot-tick", x: frame.left - 4, y: y + 3.5, "text-anchor": "end" }, formatNumber(at)),
    );
  }
  parts.push(
    svg(
      "text",
      { class: "plot-name", x: frame.left + frame.width, y: frame.top + frame.height + 24, "text-anchor": "end" },
      `${plane.acrossName}, m \u2192`,
    ),
    svg("text", { class: "plot-name", x: frame.left, y: frame.top - 7 }, `\u2193 ${plane.downName} (to the Earth), m`),
  );
  return parts;
}

/** The corridor as it is cut by this plane: seen along its own axis it is a circle. */
function corridor(plane, frame, geometry) {
  const half = geometry.corridor_half_angle_deg;
  if (!half) return [];
  const { port_lvlh_m: port, axis_lvlh: axis } = geometry;
  const far = geometry.keep_out_sphere_radius_m ?? 200;
  const across = [0, 0, 0];
  across[plane.across] = -axis[plane.down];
  across[plane.down] = axis[plane.across];
  const size = Math.hypot(...across);
  const radius = far * Math.tan(half * RAD);
  if (size < 0.3) {
    const { x, y } = frame.place(port);
    return [50, 100, far].map((range) =>
      svg("circle", { class: "plot-corridor", cx: x, cy: y, r: range * Math.tan(half * RAD) * frame.scale }),
    );
  }
  const unit = across.map((value) => value / size);
  const end = add(port, axis, far);
  return [
    svg("path", {
      class: "plot-corridor",
      d: pathOf([port, add(end, unit, radius), add(end, unit, -radius)], frame, true),
    }),
    svg("path", { class: "plot-axis", d: pathOf([port, end], frame) }),
  ];
}

/** Where the middle 95 of 100 approaches are, to both sides of the axis. */
function spreadBand(plane, frame, view) {
  const { port_lvlh_m: port, axis_lvlh: axis } = view.geometry;
  const size = Math.hypot(axis[plane.across], axis[plane.down]);
  if (size < 0.3 || view.spread.length < 2) return [];
  const unit = [0, 0, 0];
  unit[plane.across] = -axis[plane.down] / size;
  unit[plane.down] = axis[plane.across] / size;
  const band = (key) => {
    const edge = (side) => view.spread.map((one) => add(add(port, axis, one.port_range_m), unit, side * one[key]));
    return pathOf([...edge(1), ...edge(-1).reverse()], frame, true);
  };
  return [
    svg(
      "path",
      { class: "plot-spread p95", d: band("lateral_p95_m") },
      svg("title", {}, "95 of 100 dispersed approaches"),
    ),
    svg(
      "path",
      { class: "plot-spread p50", d: band("lateral_p50_m") },
      svg("title", {}, "half of the dispersed approaches"),
    ),
  ];
}

function ways(frame, view) {
  return [
    svg("path", { class: "plot-flown", d: pathOf(view.flown, frame) }),
    svg("path", { class: "plot-ahead", d: pathOf(view.ahead, frame) }),
    svg("path", { class: "plot-coast", d: pathOf(view.coast, frame) }),
  ];
}

/** What does not move with the ship. */
function still(plane, frame, view, clip) {
  const { geometry } = view;
  const radius = geometry?.keep_out_sphere_radius_m;
  const origin = frame.place([0, 0, 0]);
  const runs = view.runs
    .map((run) =>
      pathOf(
        run.x_m.map((x, i) => [x, run.y_m[i], run.z_m[i]]),
        frame,
      ),
    )
    .join("");
  return svg(
    "g",
    {},
    svg(
      "clipPath",
      { id: clip },
      svg("rect", { x: frame.left, y: frame.top, width: frame.width, height: frame.height }),
    ),
    grid(plane, frame),
    svg(
      "g",
      { "clip-path": `url(#${clip})` },
      geometry ? corridor(plane, frame, geometry) : [],
      radius ? svg("circle", { class: "plot-sphere", cx: origin.x, cy: origin.y, r: radius * frame.scale }) : null,
      geometry ? spreadBand(plane, frame, view) : [],
      svg("path", { class: "plot-runs", d: runs }),
      svg("path", { class: "plot-beside", d: pathOf(view.beside, frame) }),
      svg("path", { class: "plot-whole", d: pathOf(view.whole, frame) }),
    ),
    svg("rect", { class: "plot-edge", x: frame.left, y: frame.top, width: frame.width, height: frame.height }),
  );
}

function marks(frame, view, colors, labels) {
  const parts = [];
  const origin = frame.place([0, 0, 0]);
  parts.push(svg("path", { class: "plot-station", d: `M${origin.x - 6} ${origin.y}h12m-6 -6v12` }));
  labels.push({ ...origin, text: "Station (center of mass)", color: colors.station, rank: 5, size: 11 });
  if (view.geometry) {
    const port = frame.place(view.geometry.port_lvlh_m);
    parts.push(svg("circle", { class: "plot-port", cx: port.x, cy: port.y, r: 4 }));
    labels.push({ ...port, text: "Port", color: colors.port, rank: 1, size: 12, bold: true });
  }
  for (const hold of view.holds) {
    const { x, y } = frame.place(hold.at);
    parts.push(svg("rect", { class: "plot-hold", x: x - 3.5, y: y - 3.5, width: 7, height: 7 }));
    labels.push({
      x,
      y,
      text: `${hold.name.replaceAll("-", " ")} ${formatNumber(hold.start_range_m)} m`,
      color: colors.faint,
      rank: 6,
      size: 10.5,
    });
  }
  if (view.ship) {
    const ship = frame.place(view.ship);
    parts.push(svg("circle", { class: "plot-ship", cx: ship.x, cy: ship.y, r: 5.5 }));
    labels.push({ ...ship, text: view.name, color: colors.chaser, rank: 0, size: 13, bold: true, must: true });
  }
  return parts;
}

/** Only labels whose point is in the plot. */
function inside(frame) {
  return ({ x, y }) =>
    x >= frame.left && x <= frame.left + frame.width && y >= frame.top && y <= frame.top + frame.height;
}

/** One plot with its marks; what stands still is kept between calls. */
export function plot(plane, index, box, view, colors, clip, cache) {
  const frame = frameOf(plane, box, view);
  const id = `${clip}-${index}`;
  const leaving = view.stage === "departure" || view.stage === "gone";
  const key = [box.width, box.height, frame.scale, ...frame.middle, leaving].join("|");
  const kept = cache.get(index);
  const back = kept?.key === key ? kept.back : still(plane, frame, view, id);
  cache.set(index, { key, back });
  const labels = [];
  const front = svg("g", { "clip-path": `url(#${id})` }, ways(frame, view), marks(frame, view, colors, labels));
  const { geometry } = view;
  const radius = geometry?.keep_out_sphere_radius_m;
  if (radius) {
    const side = Math.sign(dot(geometry.axis_lvlh, [0, 0, 1]) || 1);
    labels.push({
      x: frame.x(0),
      y: frame.y(radius * side),
      text: `Keep-out ${formatNumber(radius)} m`,
      color: colors.keepOut,
      rank: 4,
      size: 10.5,
    });
  }
  const area = { left: frame.left, top: frame.top, width: frame.left + frame.width, height: frame.top + frame.height };
  return svg("g", {}, back, front, labelText(labels.filter(inside(frame)), area, colors));
}
