/** The globe: the Earth as it is lit now, the orbits, the ground track and what lies on the ground. */

import { OrbitControls, Vector3 } from "./vendor.js";
import { html, setText } from "./dom.js";
import { createEarth, toVector } from "./earth.js";
import { circle, inertialLon } from "./geo.js";
import { createStage, webglAvailable } from "./gl_stage.js";
import { createProjector, drawMark, fillArea, strokeLine } from "./globe_lines.js";
import { drawLabels, placeLabels } from "./labels.js";
import { orbitView, orbitWords } from "./orbit_view.js";
import { ensureStyles, palette, setColors } from "./palette.js";

export { webglAvailable };

const SITE_SHAPE = { "launch site": "triangle", "ground station": "square", landing: "diamond" };
const MOST_PIECES = 200;
const NEAR = 1.45;
const FAR = 9;
const TURN_RAD = 0.09;

function loop(points, project, nowMs) {
  return points.map((point) => project(point.lat_deg, inertialLon(point, nowMs), point.altitude_m));
}

function drawCraftLines(ctx, view, project, utcMs) {
  for (const craft of view.crafts) {
    const dash = craft.other ? [5, 4] : [];
    const ground = (points) => points.map((point) => project(point.lat_deg, point.lon_deg));
    for (const points of craft.before)
      strokeLine(ctx, ground(points), { color: craft.color, width: 1.2, alpha: 0.45, dash });
    for (const points of craft.after)
      strokeLine(ctx, ground(points), { color: craft.color, width: 1.2, alpha: 0.8, dash: [2, 3] });
    // two craft on one orbit: the ship's line runs inside the station's wider one
    const orbit = { color: craft.color, width: craft.other ? 1.6 : craft.name === "Station" ? 5 : 2, dash };
    for (const points of craft.before)
      strokeLine(ctx, loop(points, project, utcMs), { ...orbit, alpha: 0.9, behind: 0.14 });
    for (const points of craft.after) strokeLine(ctx, loop(points, project, utcMs), { ...orbit, behind: 0.16 });
  }
}

function drawGround(ctx, view, project, colors) {
  const labels = [];
  for (const area of view.areas) {
    for (const ring of area.rings) {
      const spots = ring.map(([lon, lat]) => project(lat, lon));
      fillArea(ctx, spots, {
        color: area.color,
        alpha: area.now ? 0.34 : 0.18,
        dash: area.kind === "confidence area" ? [4, 3] : [],
      });
      const seen = spots.filter((spot) => !spot.hidden);
      if (seen.length && ring === area.rings[0])
        labels.push({ ...seen[0], text: area.name || area.kind, color: area.color, rank: 5, size: 11 });
    }
  }
  for (const piece of view.pieces.slice(0, MOST_PIECES)) {
    const spot = project(piece.lat_deg, piece.lon_deg);
    if (!spot.hidden) drawMark(ctx, spot, "cross", colors.piece, colors.halo, 2.5);
  }
  const fall = view.fall && project(view.fall.lat_deg, view.fall.lon_deg);
  if (fall && !fall.hidden) labels.push({ ...fall, text: view.fall.name, color: colors.piece, rank: 4, size: 11 });
  if (view.main) {
    const spots = circle(view.main, view.horizon_deg).map(([lon, lat]) => project(lat, lon));
    fillArea(ctx, spots, { color: colors.radiator, alpha: 0.06, width: 1 });
  }
  for (const site of view.sites) {
    const spot = project(site.lat_deg, site.lon_deg);
    if (spot.hidden) continue;
    drawMark(
      ctx,
      spot,
      SITE_SHAPE[site.kind],
      site.inView ? colors.ok : colors.ground,
      colors.halo,
      site.inView ? 5 : 3.5,
    );
    const text = site.inView ? `${site.name}, in view` : site.name;
    labels.push({ ...spot, text, color: colors.ground, rank: site.inView ? 2 : 6, size: 11, bold: site.inView });
  }
  return labels;
}

/** A soft rim over the Earth's edge, where the picture itself is not antialiased. */
function smoothLimb(ctx, camera, width, height) {
  const distance = camera.position.length();
  const radius = ((height / 2) * Math.tan(Math.asin(1 / distance))) / Math.tan((camera.fov * Math.PI) / 360);
  ctx.beginPath();
  ctx.arc(width / 2, height / 2, radius, 0, 2 * Math.PI);
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = "rgb(96 160 230 / 55%)";
  ctx.stroke();
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  ensureStyles();
  root.classList.add("view");
  const stage = createStage(root, { label: "Globe", before: aim, after: overlay, smoothAnyway: true });
  const earth = createEarth(() => stage.draw(), stage.software);
  stage.scene.add(earth.group);
  stage.camera.position.set(2, 1, 2);
  const controls = new OrbitControls(stage.camera, stage.canvas);
  Object.assign(controls, {
    enablePan: false,
    enableZoom: false,
    minDistance: NEAR,
    maxDistance: FAR,
    rotateSpeed: 0.6,
  });
  stage.canvas.style.touchAction = "pan-y"; // a finger can still scroll the page past the globe

  const follow = html("button", { type: "button", "aria-pressed": "true", title: "Keep the ship in sight" }, "Follow");
  const flat = html(
    "button",
    { type: "button", "aria-pressed": "false", title: "Light the night side as the day side" },
    "Flat light",
  );
  root.append(html("div", { class: "view-tools", role: "group", "aria-label": "Globe" }, follow, flat));
  const credit = html("p", { class: "view-credit" }, "Land: Natural Earth \u00b7 town lights: GeoNames");
  const why = html("p", { class: "view-why", role: "note" });
  root.append(credit, why);

  let state = store.get();
  let view = null;
  let zoom = 1;
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  follow.addEventListener("click", () => {
    press(follow, !isOn(follow));
    stage.draw();
  });
  flat.addEventListener("click", () => {
    press(flat, !isOn(flat));
    stage.draw();
  });
  controls.addEventListener("start", () => press(follow, false));
  controls.addEventListener("change", () => {
    if (!isOn(follow)) stage.request();
  });
  // the wheel belongs to the page until the globe was clicked
  stage.canvas.addEventListener("focus", () => {
    controls.enableZoom = !isOn(follow);
  });
  stage.canvas.addEventListener("pointerdown", () => {
    controls.enableZoom = true;
  });
  stage.canvas.addEventListener("blur", () => {
    controls.enableZoom = false;
  });
  stage.canvas.addEventListener("keydown", onKey);

  function onKey(event) {
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const closer = { "+": 0.88, "=": 0.88, "-": 1.14 }[event.key];
    if ((!turn && !closer) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere the arrows move the time
    if (turn) {
      press(follow, false);
      const { position } = stage.camera;
      const [distance, polar, around] = [
        position.length(),
        Math.acos(position.y / position.length()),
        Math.atan2(position.x, position.z),
      ];
      position.setFromSphericalCoords(
        distance,
        Math.max(0.05, Math.min(Math.PI - 0.05, polar - turn[1] * TURN_RAD)),
        around + turn[0] * TURN_RAD,
      );
    } else if (isOn(follow)) zoom = Math.max(0.5, Math.min(2.5, zoom * closer));
    else stage.camera.position.setLength(Math.max(NEAR, Math.min(FAR, stage.camera.position.length() * closer)));
    stage.draw();
  }

  /** The eye stands over the ship, drawn towards the Sun so that the day side shows. */
  function aim(width, height) {
    const narrow = Math.min(1, width / height);
    if (isOn(follow)) {
      const sun = toVector(view.sun.lat_deg * 0.5, view.sun.lon_deg);
      const over = view.focus ? toVector(view.focus.lat_deg, view.focus.lon_deg) : sun.clone();
      const eye = over.multiplyScalar(1.6).add(sun.multiplyScalar(0.65));
      if (eye.length() < 0.3) eye.add(new Vector3(0, 0.6, 0));
      stage.camera.position.copy(eye.setLength((3.45 / Math.max(0.55, narrow)) * zoom));
    }
    stage.camera.up.set(0, 1, 0);
    stage.camera.lookAt(0, 0, 0);
    earth.light(view.sun, isOn(flat));
  }

  function overlay(ctx, width, height) {
    const colors = palette("dark");
    const project = createProjector(stage.camera, width, height);
    if (stage.software) smoothLimb(ctx, stage.camera, width, height);
    const labels = drawGround(ctx, view, project, colors);
    drawCraftLines(ctx, view, project, state.utcMs);
    for (const craft of [...view.crafts].reverse()) {
      if (!craft.here) continue;
      const spot = project(craft.here.lat_deg, craft.here.lon_deg, craft.here.altitude_m);
      if (spot.hidden) continue;
      drawMark(
        ctx,
        spot,
        craft.other ? "ring" : craft.name === "Station" ? "diamond" : "dot",
        craft.color,
        colors.halo,
        5.5,
      );
      labels.push({
        ...spot,
        text: craft.name,
        color: craft.color,
        rank: craft.rank,
        size: 13,
        bold: true,
        must: !craft.other,
      });
    }
    drawLabels(
      ctx,
      placeLabels(labels, { width, height, taken: [
        { left: 0, top: 0, width: 170, height: 34 },
        { left: width - 240, top: height - 20, width: 240, height: 20 },
      ] }),
      colors.halo,
    );
  }

  function read(next) {
    state = next;
    const colors = palette("dark"); // a picture of space: its lines lie on a dark Earth in either theme
    setColors(root, colors);
    view = orbitView(state, colors);
    setText(why, view.why ?? "");
    why.hidden = !view.why;
    stage.canvas.setAttribute("aria-label", orbitWords(view, state.scene));
  }

  read(state);
  stage.draw();
  return {
    update(next) {
      read(next);
      stage.request();
    },
    timing: stage.timing,
  };
}
