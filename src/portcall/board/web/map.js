/** The flat twin of the globe: the whole Earth at once, without WebGL, and on paper. */

import { html, svg } from "./dom.js";
import { capOutline, circle, cutAt180 } from "./geo.js";
import { frameOf, ground, linePath, pathOf, wholePath } from "./map_ground.js";
import { orbitView, orbitWords } from "./orbit_view.js";
import { ensureStyles, palette, setColors } from "./palette.js";
import { wrapDeg } from "./sun.js";
import { labelText } from "./svg_labels.js";

const TWILIGHTS_DEG = [90, 84]; // Sun at the horizon, and 6 degrees below it
const MOST_PIECES = 200;

function nightOf(view, frame) {
  const midnight = { lat_deg: -view.sun.lat_deg, lon_deg: wrapDeg(view.sun.lon_deg + 180) };
  const caps = TWILIGHTS_DEG.map((radius) =>
    svg("path", {
      class: "map-night",
      d: wholePath(capOutline(midnight, radius), frame),
    }),
  );
  const sun = svg(
    "g",
    { class: "map-sun" },
    svg("circle", { cx: frame.x(view.sun.lon_deg), cy: frame.y(view.sun.lat_deg), r: 6 }),
    svg("title", {}, "The Sun stands overhead here"),
  );
  return [...caps, sun];
}

function areasOf(view, frame, hatch, labels) {
  return view.areas.map((area) => {
    const lines = area.rings.map((ring) => `${pathOf(ring, frame)}Z`).join("");
    const [lon, lat] = area.rings[0].reduce((best, one) => (one[1] > best[1] ? one : best));
    labels.push({
      x: frame.x(lon),
      y: frame.y(lat),
      text: area.name || area.kind,
      color: area.color,
      rank: 4,
      size: 11,
    });
    const kind = area.kind.replace(" ", "-");
    return svg(
      "g",
      { class: `map-area ${kind}${area.now ? " now" : ""}` },
      svg("path", { d: lines, fill: area.kind === "closed area" ? `url(#${hatch})` : area.color, stroke: area.color }),
      svg("title", {}, `${area.kind}: ${area.name}`),
    );
  });
}

function sitesOf(view, frame, labels) {
  return view.sites.map((site) => {
    const [x, y] = [frame.x(site.lon_deg), frame.y(site.lat_deg)];
    const size = site.inView ? 4.5 : 3.2;
    labels.push({
      x,
      y,
      text: site.inView ? `${site.name}, in view` : site.name,
      color: "site",
      rank: site.inView ? 3 : 6,
      size: 10.5,
      bold: site.inView,
    });
    const shapes = {
      "launch site": `M${x} ${y - size * 1.2}l${size} ${size * 2}h${-2 * size}z`,
      "ground station": `M${x - size * 0.85} ${y - size * 0.85}h${size * 1.7}v${size * 1.7}h${-size * 1.7}z`,
      landing: `M${x} ${y - size * 1.2}l${size} ${size * 1.2}l${-size} ${size * 1.2}l${-size} ${-size * 1.2}z`,
    };
    return svg(
      "path",
      { class: `map-site${site.inView ? " in-view" : ""}`, d: shapes[site.kind] },
      svg("title", {}, site.name),
    );
  });
}

function craftLines(view, frame) {
  return view.crafts.flatMap((craft) =>
    [...craft.before.map((points) => ["past", points]), ...craft.after.map((points) => ["coming", points])].map(
      ([when, points]) =>
        svg("path", {
          class: `map-track ${when}${craft.other ? " other" : craft.name === "Station" ? " wide" : ""}`,
          d: linePath(points, frame),
          stroke: craft.color,
        }),
    ),
  );
}

function craftMarks(view, frame, labels) {
  return [...view.crafts]
    .reverse()
    .filter((craft) => craft.here)
    .map((craft) => {
      const [x, y] = [frame.x(craft.here.lon_deg), frame.y(craft.here.lat_deg)];
      labels.push({
        x,
        y,
        text: craft.name,
        color: craft.color,
        rank: craft.rank,
        size: 13,
        bold: true,
        must: !craft.other,
      });
      const attributes = { class: "map-craft", fill: craft.other ? "none" : craft.color, stroke: craft.color };
      return craft.name === "Station"
        ? svg("path", { ...attributes, d: `M${x} ${y - 7}l6 7l-6 7l-6 -7z` })
        : svg("circle", { ...attributes, cx: x, cy: y, r: 5 });
    });
}

function visibility(view, frame) {
  if (!view.main) return [];
  const rim = cutAt180(circle(view.main, view.horizon_deg))
    .map((part) => pathOf(part, frame))
    .join("");
  return [
    svg("path", { class: "map-seen", d: wholePath(capOutline(view.main, view.horizon_deg), frame) }),
    svg("path", { class: "map-seen-rim", d: rim }, svg("title", {}, "Ground that has the ship above its horizon")),
  ];
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  ensureStyles();
  root.classList.add("view");
  const hatch = `hatch-${root.id || "map"}`;
  const still = svg("g", {});
  const night = svg("g", { "clip-path": `url(#${hatch}-clip)` });
  const moving = svg("g", { "clip-path": `url(#${hatch}-clip)` });
  const words = svg("g", {});
  const picture = svg("svg", { role: "img" }, still, night, moving, words);
  const why = html("p", { class: "view-why high", role: "note" });
  const flat = html("p", { class: "view-credit" }, "No WebGL in this browser: the flat map stands for the globe.");
  root.append(picture, why, flat);
  let frame = frameOf(root);
  let state = store.get();

  function drawStill() {
    frame = frameOf(root);
    picture.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    still.replaceChildren(...ground(frame, hatch));
  }

  function draw() {
    const colors = palette(state.theme);
    setColors(root, colors);
    const view = orbitView(state, colors);
    const labels = [];
    night.replaceChildren(...nightOf(view, frame));
    if (view.fall) {
      labels.push({
        x: frame.x(view.fall.lon_deg),
        y: frame.y(view.fall.lat_deg),
        text: view.fall.name,
        color: colors.piece,
        rank: 4,
        size: 11,
      });
    }
    const pieces = view.pieces.slice(0, MOST_PIECES).map((piece) => {
      const [x, y] = [frame.x(piece.lon_deg), frame.y(piece.lat_deg)];
      return svg(
        "path",
        { class: "map-piece", d: `M${x - 2.5} ${y - 2.5}l5 5m0 -5l-5 5` },
        svg("title", {}, piece.object),
      );
    });
    moving.replaceChildren(
      ...areasOf(view, frame, hatch, labels),
      ...pieces,
      ...visibility(view, frame),
      ...craftLines(view, frame),
      ...sitesOf(view, frame, labels),
      ...craftMarks(view, frame, labels),
    );
    words.replaceChildren(...labelText(labels, frame, colors));
    picture.setAttribute("aria-label", orbitWords(view, state.scene));
    why.textContent = view.why ?? "";
    flat.hidden = state.webgl;
    why.hidden = !why.textContent;
  }

  new ResizeObserver(() => {
    if (!root.clientWidth || (root.clientWidth === frame.width && root.clientHeight === frame.height)) return;
    drawStill();
    draw();
  }).observe(root);

  drawStill();
  draw();
  return {
    update(next) {
      state = next;
      if (root.clientWidth !== frame.width || root.clientHeight !== frame.height) drawStill();
      draw();
    },
  };
}
