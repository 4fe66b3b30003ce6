/** The docking view: ship, corridor, keep-out sphere and spread about the port, in three dimensions. */

import { DirectionalLight, HemisphereLight, OrbitControls, Vector3 } from "./vendor.js";
import { createProjector, drawDocking } from "./dock_lines.js";
import { createModels, placeShip } from "./dock_models.js";
import { dockingView, dockingWords, reachOf, tipOf } from "./docking_view.js";
import { html } from "./dom.js";
import { createStage } from "./gl_stage.js";
import { createHud, hudRows } from "./hud.js";
import { drawLabels, placeLabels } from "./labels.js";
import { ensureStyles, palette, setColors } from "./palette.js";
import { moduleNames, toScene } from "./station_shape.js";

const RAD = Math.PI / 180;
const NAMES_WITHIN_M = 90;
const NARROW_PX = 470;
const PRESETS = { overview: "Overview", along: "Along axis", side: "Side", top: "Front" };

/** Which way the eye looks from, for a port's axis: "top" is square to both axis and side. */
function eyeDirection(preset, axis) {
  const a = toScene(axis).normalize();
  const upright = Math.abs(a.y) > 0.7;
  const side = new Vector3(0, 0, 1);
  if (preset === "along") return { from: a, up: upright ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0) };
  if (preset === "side") return { from: side, up: new Vector3(0, 1, 0) };
  if (preset === "top") {
    return upright
      ? { from: new Vector3(1, 0, 0), up: new Vector3(0, 1, 0) }
      : { from: new Vector3(0, 1, 0), up: new Vector3(0, 0, -1) };
  }
  return {
    from: new Vector3(upright ? 0.55 : 0.28 * Math.sign(a.x || 1), 0.3, 1).normalize(),
    up: new Vector3(0, 1, 0),
  };
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  ensureStyles();
  root.classList.add("view");
  const stage = createStage(root, { label: "Docking view", before: aim, after: overlay });
  const { scene, camera, canvas } = stage;
  scene.add(new HemisphereLight(0xffffff, 0x51617d, 1.5));
  const light = new DirectionalLight(0xffffff, 1.7);
  light.position.set(0.6, 1, 0.8);
  scene.add(light);
  const modelsOf = createModels(scene);
  const controls = new OrbitControls(camera, canvas);
  Object.assign(controls, { enableZoom: false, enablePan: false, rotateSpeed: 0.7 });
  canvas.style.touchAction = "pan-y";

  const buttons = Object.entries(PRESETS).map(([preset, name]) =>
    html(
      "button",
      {
        type: "button",
        "data-preset": preset,
        "aria-pressed": String(preset === "overview"),
        onclick: () => choose(preset),
      },
      name,
    ),
  );
  const closer = html(
    "button",
    { type: "button", title: "Closer (+)", "aria-label": "Closer", onclick: () => scale(0.75) },
    "+",
  );
  const farther = html(
    "button",
    { type: "button", title: "Farther (-)", "aria-label": "Farther", onclick: () => scale(1.33) },
    "\u2212",
  );
  root.append(html("div", { class: "view-tools", role: "group", "aria-label": "Camera" }, buttons, closer, farther));
  const hud = createHud(root);
  root.append(
    html(
      "p",
      { class: "view-legend" },
      html("span", { class: "key flown" }),
      "flown",
      html("span", { class: "key ahead" }),
      "next 60 s",
      html("span", { class: "key coast" }),
      "60 s coasting",
      html("span", { class: "key spread" }),
      "spread p50, p95 \u00b7 schematic models",
    ),
  );

  let state = store.get();
  let view = null;
  let rows = [];
  let preset = "overview";
  let zoom = 1;
  let stripped = false;

  /** Seen square to a port's axis: from the front for a port above or below, else from above. */
  function nameTop() {
    const upright = Math.abs(view.geometry?.axis_lvlh[2] ?? 1) > 0.7;
    buttons.find((button) => button.dataset.preset === "top").textContent = upright ? "Front" : "Top";
  }
  function choose(next) {
    preset = next;
    zoom = 1;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.preset === next));
    stage.draw();
  }
  function scale(factor) {
    zoom = Math.max(0.15, Math.min(6, zoom * factor));
    stage.draw();
  }
  controls.addEventListener("start", () => {
    preset = "";
    for (const button of buttons) button.setAttribute("aria-pressed", "false");
  });
  controls.addEventListener("change", () => {
    if (!preset) stage.request();
  });
  canvas.addEventListener("keydown", (event) => {
    const factor = { "+": 0.8, "=": 0.8, "-": 1.25 }[event.key];
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if ((!factor && !turn) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere the arrows move the time
    if (turn) {
      const eye = camera.position.clone().sub(controls.target);
      eye.applyAxisAngle(new Vector3(0, 1, 0), turn[0] * 0.09);
      const side = new Vector3().crossVectors(camera.up, eye).normalize();
      if (Math.abs(eye.clone().normalize().y) < 0.97 || Math.sign(eye.y) === Math.sign(turn[1]))
        eye.applyAxisAngle(side, turn[1] * 0.09);
      if (preset) choose("");
      camera.position.copy(controls.target).add(eye);
      stage.draw();
    } else scale(factor);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (document.activeElement !== canvas) return; // the wheel belongs to the page until the view was clicked
      event.preventDefault();
      scale(event.deltaY > 0 ? 1.12 : 0.89);
    },
    { passive: false },
  );

  /** Moves the picture's middle out from under the table of values. */
  function clear(width, height) {
    const narrow = width < NARROW_PX;
    // the table stands where the station is not
    root.classList.toggle("hud-top", !narrow && (view.geometry?.axis_lvlh[2] ?? 0) < -0.5);
    if (root.classList.toggle("hud-strip", narrow) !== stripped) {
      stripped = narrow;
      hud.show(rows);
    }
    const { offsetWidth, offsetHeight, offsetLeft } = hud.element;
    const [right, up] = narrow ? [0, offsetHeight - 24] : [(offsetWidth + offsetLeft) * 0.55, 0];
    camera.setViewOffset(width, height, -right / 2, up / 2, width, height);
    return { width: width - right, height: height - up - 20 };
  }

  function aim(fullWidth, fullHeight) {
    const { width, height } = clear(fullWidth, fullHeight);
    const axis = view.geometry?.axis_lvlh ?? [0, 0, 1];
    const port = toScene(view.geometry?.port_lvlh_m ?? [0, 0, 0]);
    const reach = reachOf(view);
    const ship = view.ship ? toScene(view.ship) : port.clone().addScaledVector(toScene(axis), 110);
    const along = preset === "along";
    const target = along ? port : port.clone().lerp(ship, 0.5);
    const fit =
      ((Math.max(reach * 1.45 + 26, 58) / (2 * Math.tan((camera.fov / 2) * RAD))) * (fullHeight / height)) /
      Math.min(1, (width / height) * 1.2);
    const distance = (along ? reach * 1.35 + 42 : fit) * zoom;
    const { from, up } = preset
      ? eyeDirection(preset, axis)
      : { from: camera.position.clone().sub(controls.target).normalize(), up: camera.up };
    camera.up.copy(up);
    camera.position.copy(target).addScaledVector(from, distance);
    controls.target.copy(target);
    camera.near = Math.max(0.5, distance / 400);
    camera.far = distance * 6 + 1500;
    camera.lookAt(target);
    camera.updateProjectionMatrix();
  }

  function overlay(ctx, width, height) {
    const colors = palette(state.theme);
    const project = createProjector(camera, width, height);
    const labels = drawDocking(ctx, view, project, colors, reachOf(view) * zoom, preset === "along" ? 1.15 : 4);
    if (reachOf(view) * zoom < NAMES_WITHIN_M) {
      const model = modelsOf(state, view, colors).station;
      for (const { name, at } of moduleNames(state.scene.start_utc.slice(0, 10))) {
        const spot = toScene(at).applyQuaternion(model.quaternion).add(model.position);
        const here = project([spot.x, spot.z, -spot.y]);
        if (here) labels.push({ ...here, text: name, color: colors.text, rank: 7, size: 10.5 });
      }
    }
    const box = hud.element;
    const taken = [
      { left: 0, top: 0, width: 330, height: 34 },
      { left: box.offsetLeft, top: box.offsetTop, width: box.offsetWidth, height: box.offsetHeight },
    ];
    drawLabels(ctx, placeLabels(labels, { width, height, taken }), colors.halo);
  }

  function read(next) {
    state = next;
    const colors = palette(state.theme);
    setColors(root, colors);
    view = dockingView(state);
    rows = hudRows(state, view, tipOf(view));
    hud.show(rows);
    nameTop();
    const models = modelsOf(state, view, colors);
    placeShip(models.ship, view, state.frame?.approach?.pointing_deg ?? null);
    canvas.setAttribute("aria-label", dockingWords(view, rows));
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
