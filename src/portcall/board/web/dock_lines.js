/** Lines, rings and words of the docking view, drawn on the plain canvas over the models. */

import { Vector3 } from "./vendor.js";
import { add, between } from "./docking_view.js";
import { formatNumber } from "./format.js";
import { toScene } from "./station_shape.js";

const RING_RANGES_M = [5, 10, 20, 50, 100, 150, 200];
const RAD = Math.PI / 180;
const point = new Vector3();

/** @returns {(at: number[]) => {x: number, y: number}|null} null behind the eye */
export function createProjector(camera, width, height) {
  camera.updateMatrixWorld();
  return (at) => {
    toScene(/** @type {any} */ (at), point).applyMatrix4(camera.matrixWorldInverse);
    if (point.z > -camera.near) return null;
    point.applyMatrix4(camera.projectionMatrix);
    return { x: ((point.x + 1) / 2) * width, y: ((1 - point.y) / 2) * height };
  };
}

export function strokeWay(ctx, points, project, { color, width = 1.5, alpha = 1, dash = [], closed = false }) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.globalAlpha = alpha;
  ctx.lineJoin = "round";
  ctx.setLineDash(dash);
  ctx.beginPath();
  let pen = false;
  for (const at of closed && points.length ? [...points, points[0]] : points) {
    const spot = project(at);
    if (spot && pen) ctx.lineTo(spot.x, spot.y);
    else if (spot) ctx.moveTo(spot.x, spot.y);
    pen = Boolean(spot);
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function across(axis) {
  const a = toScene(axis).normalize();
  const u = new Vector3(0, 0, 1).cross(a);
  if (u.lengthSq() < 0.01) u.set(1, 0, 0).cross(a);
  u.normalize();
  const v = a.clone().cross(u);
  const back = (w) => /** @type {any} */ ([w.x, w.z, -w.y]);
  return [back(u), back(v)];
}

/** A circle about an axis, in LVLH. */
export function ring(center, axis, radius, count = 48) {
  const [u, v] = across(axis);
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    return add(add(center, u, radius * Math.cos(turn)), v, radius * Math.sin(turn));
  });
}

/** The corridor: rings with their distances, four edges, the axis. */
function drawCorridor(ctx, geometry, project, colors, reach) {
  const half = geometry.corridor_half_angle_deg;
  const labels = [];
  const { port_lvlh_m: port, axis_lvlh: axis } = geometry;
  const far = geometry.keep_out_sphere_radius_m ?? 200;
  strokeWay(ctx, [port, add(port, axis, far)], project, {
    color: colors.corridor,
    width: 1,
    alpha: 0.6,
    dash: [8, 4, 1.5, 4],
  });
  if (!half) return labels;
  const slope = Math.tan(half * RAD);
  const shown = RING_RANGES_M.filter((range) => range <= far && range > reach * 0.06);
  for (const range of shown) {
    const circle = ring(add(port, axis, range), axis, range * slope);
    strokeWay(ctx, circle, project, { color: colors.corridor, width: 1.2, alpha: 0.85, closed: true });
    const spot = circle
      .map(project)
      .filter(Boolean)
      .reduce((best, one) => (one.x > (best?.x ?? -1e9) ? one : best), null);
    if (spot) labels.push({ ...spot, text: `${range} m`, color: colors.corridor, rank: 4, size: 11 });
  }
  const end = ring(add(port, axis, far), axis, far * slope, 4);
  for (const corner of end) strokeWay(ctx, [port, corner], project, { color: colors.corridor, width: 1, alpha: 0.6 });
  return labels;
}

/** The keep-out sphere by three of its great circles. */
function drawSphere(ctx, geometry, project, colors) {
  const radius = geometry.keep_out_sphere_radius_m;
  if (!radius) return [];
  for (const axis of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]) {
    strokeWay(ctx, ring([0, 0, 0], axis, radius, 96), project, {
      color: colors.keepOut,
      width: 1.2,
      alpha: axis[1] ? 0.8 : 0.32,
      dash: [7, 6],
      closed: true,
    });
  }
  const spot = project([-radius * 0.75, 0, -radius * Math.sqrt(1 - 0.75 ** 2)]);
  return spot
    ? [{ ...spot, text: `Keep-out sphere ${formatNumber(radius)} m`, color: colors.keepOut, rank: 5, size: 11 }]
    : [];
}

/** Where 95 of 100 dispersed approaches are: rings about the axis. */
function drawSpread(ctx, view, project, colors) {
  const { port_lvlh_m: port, axis_lvlh: axis } = view.geometry;
  for (const { port_range_m: range, lateral_p50_m: half, lateral_p95_m: most } of view.spread) {
    const center = add(port, axis, range);
    strokeWay(ctx, ring(center, axis, most, 36), project, {
      color: colors.spread,
      width: 1.2,
      alpha: 0.7,
      dash: [3, 3],
      closed: true,
    });
    strokeWay(ctx, ring(center, axis, half, 36), project, {
      color: colors.spread,
      width: 1,
      alpha: 0.45,
      closed: true,
    });
  }
}

function drawAxes(ctx, project, colors, size) {
  const axes = [
    ["V-bar", [1, 0, 0], colors.station],
    ["R-bar", [0, 0, 1], colors.chaser],
    ["H-bar", [0, 1, 0], colors.other],
  ];
  return axes.flatMap(([name, axis, color]) => {
    const end = /** @type {number[]} */ (axis).map((value) => value * size);
    strokeWay(ctx, [[0, 0, 0], end], project, { color, width: 2.2 });
    const spot = project(end);
    return spot ? [{ ...spot, text: name, color, rank: 3, size: 11, bold: true }] : [];
  });
}

function drawWays(ctx, view, project, colors, farthest_m) {
  const port = view.geometry?.port_lvlh_m ?? [0, 0, 0];
  for (const run of view.runs) {
    const points = run.x_m.map((x, i) => [x, run.y_m[i], run.z_m[i]]).filter((at) => between(at, port) < farthest_m);
    strokeWay(ctx, points, project, { color: colors.spread, width: 0.8, alpha: 0.22 });
  }
  strokeWay(ctx, view.beside, project, { color: colors.other, width: 1.6, dash: [6, 4] });
  strokeWay(ctx, view.whole, project, { color: colors.chaser, width: 1.3, alpha: 0.6, dash: [2, 3] });
  strokeWay(ctx, view.flown, project, { color: colors.chaser, width: 2.8 });
  strokeWay(ctx, view.ahead, project, { color: colors.predicted, width: 2.4 });
  strokeWay(ctx, view.coast, project, { color: colors.predicted, width: 1.4, dash: [3, 3] });
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {ReturnType<import("./docking_view.js").dockingView>} view
 * @param {number} reach how far the ship is, as zoomed @param {number} farther dispersed ways are cut at so many reaches
 * @returns {import("./labels.js").Label[]}
 */
export function drawDocking(ctx, view, project, colors, reach, farther) {
  const labels = [];
  const { geometry, ship } = view;
  if (geometry) {
    labels.push(...drawSphere(ctx, geometry, project, colors), ...drawCorridor(ctx, geometry, project, colors, reach));
    if (view.spread.length) drawSpread(ctx, view, project, colors);
  }
  drawWays(ctx, view, project, colors, Math.max(60, reach * farther));
  labels.push(...drawAxes(ctx, project, colors, Math.max(20, reach * 0.2)));
  for (const hold of view.holds) {
    const spot = project(hold.at);
    if (!spot || (ship && between(hold.at, ship) > reach * Math.min(farther, 3))) continue;
    ctx.fillStyle = colors.panel;
    ctx.strokeStyle = colors.chaser;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.rect(spot.x - 3.5, spot.y - 3.5, 7, 7);
    ctx.fill();
    ctx.stroke();
    labels.push({
      ...spot,
      text: `${hold.name.replaceAll("-", " ")} ${formatNumber(hold.start_range_m)} m`,
      color: colors.faint,
      rank: 6,
      size: 11,
    });
  }
  const at = ship && project(ship);
  if (at) {
    if (reach > 60) {
      ctx.strokeStyle = colors.chaser;
      ctx.lineWidth = 1.8;
      ctx.beginPath();
      ctx.arc(at.x, at.y, 8, 0, 2 * Math.PI);
      ctx.stroke();
    }
    labels.push({ ...at, text: view.name, color: colors.chaser, rank: 0, size: 13, bold: true, must: true });
  }
  return labels;
}
