/** The map's ground: its frame, its land and its lines of latitude and longitude. */

import { landPolygons } from "./vendor.js";
import { svg } from "./dom.js";
import { cutAt180 } from "./geo.js";
import { wrapDeg } from "./sun.js";

/** Keeps the map's two to one inside of any panel. */
export function frameOf(root) {
  const [width, height] = [Math.max(120, root.clientWidth), Math.max(60, root.clientHeight)];
  const mapWidth = Math.min(width, height * 2);
  const mapHeight = mapWidth / 2;
  const [left, top] = [(width - mapWidth) / 2, (height - mapHeight) / 2];
  const x = (lon) => left + ((lon + 180) / 360) * mapWidth;
  const y = (lat) => top + ((90 - lat) / 180) * mapHeight;
  return { width, height, mapWidth, mapHeight, left, top, x, y };
}

export function pathOf(line, frame, shift = 0) {
  return line
    .map(([lon, lat], i) => `${i ? "L" : "M"}${frame.x(lon + shift).toFixed(1)} ${frame.y(lat).toFixed(1)}`)
    .join("");
}

/** A line by its pieces, cut at 180 degrees. */
export function linePath(points, frame) {
  const line = points.map((point) => [wrapDeg(point.lon_deg), point.lat_deg]);
  return cutAt180(/** @type {any} */ (line))
    .map((part) => pathOf(part, frame))
    .join("");
}

/** An outline that may leave the map, also one turn to either side: the clip keeps what is inside. */
export function wholePath(outline, frame) {
  return [-360, 0, 360].map((shift) => `${pathOf(outline, frame, shift)}Z`).join("");
}

/** A ring without its jump at 180 degrees; round the south pole it must keep it. */
function unrolled(ring) {
  if (ring.some(([, lat]) => lat < -85)) return ring;
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    if (i && Math.abs(lon - ring[i - 1][0]) > 180) turn += lon < ring[i - 1][0] ? 360 : -360;
    return [lon + turn, lat];
  });
}

function landPath(frame) {
  return landPolygons
    .map((rings) =>
      rings
        .map((ring) => {
          const whole = unrolled(ring);
          const leaves = whole.some(([lon]) => Math.abs(lon) > 180);
          return leaves ? wholePath(whole, frame) : `${pathOf(whole, frame)}Z`;
        })
        .join(""),
    )
    .join("");
}

function graticule(frame) {
  const lines = [];
  for (let lon = -150; lon < 180; lon += 30)
    lines.push([
      [lon, -90],
      [lon, 90],
    ]);
  for (let lat = -60; lat < 90; lat += 30)
    lines.push([
      [-180, lat],
      [180, lat],
    ]);
  return lines.map((line) => pathOf(/** @type {any} */ (line), frame)).join("");
}

export function ground(frame, hatch) {
  return [
    svg(
      "defs",
      {},
      svg(
        "clipPath",
        { id: `${hatch}-clip` },
        svg("rect", { x: frame.left, y: frame.top, width: frame.mapWidth, height: frame.mapHeight }),
      ),
      svg(
        "pattern",
        { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("line", { class: "map-hatch", x1: 0, y1: 0, x2: 0, y2: 7 }),
      ),
    ),
    svg("rect", { class: "map-sea", x: frame.left, y: frame.top, width: frame.mapWidth, height: frame.mapHeight }),
    svg("path", { class: "map-graticule", d: graticule(frame) }),
    svg("path", { class: "map-land", d: landPath(frame), "clip-path": `url(#${hatch}-clip)` }),
    ...[-60, -30, 0, 30, 60].map((lat) =>
      svg(
        "text",
        {
          class: "map-degrees",
          x: frame.left + 3,
          y: frame.y(lat) - 3,
        },
        lat ? `${Math.abs(lat)}\u00b0 ${lat > 0 ? "N" : "S"}` : "0\u00b0",
      ),
    ),
  ];
}
