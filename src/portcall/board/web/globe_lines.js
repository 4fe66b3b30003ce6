/**
 * Lines, areas and marks over the globe, drawn on the plain canvas.
 *
 * By hand and not by WebGL: lines of any width, dashes and labels stay sharp, and whether a point hides
 * behind a round Earth is one formula.
 */

import { Vector3 } from "./vendor.js";
import { toVector } from "./earth.js";
import { EARTH_RADIUS_M } from "./geo.js";

const at = new Vector3();
const eye = new Vector3();
const step = new Vector3();

/** @typedef {{x: number, y: number, hidden: boolean}} Spot */

export function createProjector(camera, width, height) {
  eye.copy(camera.position);
  /** Whether the Earth stands between the eye and a point. */
  function isHidden(point) {
    step.copy(point).sub(eye);
    const a = step.lengthSq();
    const b = eye.dot(step);
    const c = eye.lengthSq() - 1;
    const inside = b * b - a * c;
    if (inside <= 0) return false;
    const share = (-b - Math.sqrt(inside)) / a;
    return share > 0 && share < 0.9995;
  }
  /** @returns {Spot} */
  return (lat_deg, lon_deg, altitude_m = 0) => {
    toVector(lat_deg, lon_deg, 1.001 + altitude_m / EARTH_RADIUS_M, at);
    const hidden = isHidden(at);
    at.project(camera);
    return { x: ((at.x + 1) / 2) * width, y: ((1 - at.y) / 2) * height, hidden };
  };
}

/** Strokes the parts of a line that are in sight, and faintly those behind. */
export function strokeLine(ctx, spots, { color, width = 1.5, dash = [], alpha = 1, behind = 0 }) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.lineCap = dash.length ? "butt" : "round";
  for (const hidden of [true, false]) {
    const strength = hidden ? behind : alpha;
    if (!strength) continue;
    ctx.globalAlpha = strength;
    ctx.setLineDash(hidden ? [2, 4] : dash);
    ctx.beginPath();
    let pen = false;
    spots.forEach((spot, i) => {
      const seen = spot.hidden === hidden;
      if (seen && !pen && i && spots[i - 1].hidden !== hidden) ctx.moveTo(spots[i - 1].x, spots[i - 1].y);
      if (seen && !pen && !(i && spots[i - 1].hidden !== hidden)) ctx.moveTo(spot.x, spot.y);
      if (seen) ctx.lineTo(spot.x, spot.y);
      pen = seen;
    });
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

/** Fills an area on the ground; nothing of it is drawn where it lies behind the limb. */
export function fillArea(ctx, spots, { color, alpha = 0.25, dash = [], width = 1.5 }) {
  const seen = spots.filter((spot) => !spot.hidden);
  if (seen.length > 2) {
    ctx.globalAlpha = alpha;
    ctx.fillStyle = color;
    ctx.beginPath();
    seen.forEach((spot, i) => (i ? ctx.lineTo(spot.x, spot.y) : ctx.moveTo(spot.x, spot.y)));
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  strokeLine(ctx, spots, { color, width, dash });
}

/** @param {"dot"|"ring"|"square"|"triangle"|"diamond"|"cross"} shape */
export function drawMark(ctx, spot, shape, color, halo, size = 4) {
  const { x, y } = spot;
  ctx.beginPath();
  if (shape === "dot" || shape === "ring") ctx.arc(x, y, size, 0, 2 * Math.PI);
  else if (shape === "square") ctx.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
  else if (shape === "cross") {
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x - size, y + size);
    ctx.lineTo(x + size, y - size);
  } else {
    ctx.moveTo(x, y - size * 1.2);
    ctx.lineTo(x + size, shape === "triangle" ? y + size * 0.8 : y);
    if (shape === "diamond") ctx.lineTo(x, y + size * 1.2);
    ctx.lineTo(x - size, shape === "triangle" ? y + size * 0.8 : y);
    ctx.closePath();
  }
  const open = shape === "ring" || shape === "cross";
  ctx.lineWidth = open ? 4 : 2.5;
  ctx.strokeStyle = halo;
  ctx.stroke();
  if (open) {
    ctx.lineWidth = 1.8;
    ctx.strokeStyle = color;
    ctx.stroke();
  } else {
    ctx.fillStyle = color;
    ctx.fill();
  }
}
