/**
 * A schematic station: where its modules and ports are, to about a meter, for the eye only.
 *
 * Body frame: x along the flight, y to starboard, z towards the Earth, meters from the truss's middle.
 * Ports as in the catalogue; lengths of modules are public figures, the rest is drawn to fit. Not to be
 * measured from.
 */

import {
  BoxGeometry,
  Color,
  CylinderGeometry,
  Group,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  Quaternion,
  SphereGeometry,
  Vector3,
} from "./vendor.js";

const CENTER = [-3.6, 0, 4.2]; // of mass
const DECK_Z_M = 4.8; // the pressurised modules' common axis

/** @typedef {[number, number, number]} Vec */

/** @typedef {{name: string, from: Vec, to: Vec, diameter: number, since?: string, until?: string}} Module */

// `since` and `until` where the station changed while flights that we know flew
/** @type {Module[]} */
const MODULES = [
  { name: "Zvezda", from: [-35.2, 0, DECK_Z_M], to: [-30, 0, DECK_Z_M], diameter: 2.6 },
  { name: "", from: [-30, 0, DECK_Z_M], to: [-25.2, 0, DECK_Z_M], diameter: 4.15 },
  { name: "", from: [-25.2, 0, DECK_Z_M], to: [-22.1, 0, DECK_Z_M], diameter: 2.9 },
  { name: "Zarya", from: [-22.1, 0, DECK_Z_M], to: [-10.2, 0, DECK_Z_M], diameter: 4.1 },
  { name: "", from: [-10.2, 0, DECK_Z_M], to: [-7.2, 0, DECK_Z_M], diameter: 1.9 },
  { name: "Unity", from: [-7.2, 0, DECK_Z_M], to: [-1.7, 0, DECK_Z_M], diameter: 4.5 },
  { name: "Destiny", from: [-1.7, 0, DECK_Z_M], to: [6.8, 0, DECK_Z_M], diameter: 4.3 },
  { name: "Harmony", from: [6.8, 0, DECK_Z_M], to: [14, 0, DECK_Z_M], diameter: 4.4 },
  { name: "", from: [14, 0, DECK_Z_M], to: [15.9, 0, DECK_Z_M], diameter: 2.0 },
  { name: "Poisk", from: [-23.3, 0, 3.3], to: [-23.3, 0, -0.6], diameter: 2.5 },
  { name: "Rassvet", from: [-10.6, 0, 6.1], to: [-10.6, 0, 12.1], diameter: 2.35 },
  { name: "Pirs", from: [-23.3, 0, 6.3], to: [-23.3, 0, 10.2], diameter: 2.5, until: "2021-07-26" },
  { name: "Nauka", from: [-23.3, 0, 6.3], to: [-23.3, 0, 19.1], diameter: 4.2, since: "2021-07-29" },
  { name: "Prichal", from: [-23.3, 0, 19.1], to: [-23.3, 0, 24], diameter: 3.3, since: "2021-11-26" },
  { name: "", from: [10.4, 0, 2.6], to: [10.4, 0, -0.5], diameter: 2.0 },
  { name: "", from: [10.4, 0, 7.0], to: [10.4, 0, 7.2], diameter: 2.2 },
  { name: "Columbus", from: [10.4, 2.2, DECK_Z_M], to: [10.4, 9, DECK_Z_M], diameter: 4.4 },
  { name: "Kibo", from: [10.4, -2.2, DECK_Z_M], to: [10.4, -13.4, DECK_Z_M], diameter: 4.4 },
  { name: "Quest", from: [-4.4, 2.2, DECK_Z_M], to: [-4.4, 7.7, DECK_Z_M], diameter: 3.6 },
  { name: "Tranquility", from: [-4.4, -2.2, DECK_Z_M], to: [-4.4, -8.9, DECK_Z_M], diameter: 4.4 },
];
const TRUSS = { from: [0, -54, 0], to: [0, 54, 0], width: 3.4 };
// middle and size of flat panels: x, y, z
const ARRAYS = [-49.5, -36.5, 36.5, 49.5].flatMap((y) =>
  [20.5, -20.5].map((x) => [
    [x, y, 0],
    [34, 11.6, 0.25],
  ]),
);
const SMALL_ARRAYS = [-1, 1].map((side) => [
  [-27.5, 8.6 * side, DECK_Z_M],
  [3.2, 12, 0.2],
]);
const RADIATORS = [-10, 10].map((y) => [
  [-13, y, 1.5],
  [22, 9, 0.2],
]);

/** Ports of the station in its body frame. @type {Record<string, {at: Vec, axis: Vec}>} */
const PORTS = {
  "zvezda-aft": { at: [-35.2, 0, 4.8], axis: [-1, 0, 0] },
  "poisk-zenith": { at: [-23.3, 0, -0.6], axis: [0, 0, -1] },
  "rassvet-nadir": { at: [-10.6, 0, 12.1], axis: [0, 0, 1] },
  "prichal-nadir": { at: [-23.3, 0, 24], axis: [0, 0, 1] },
  "nauka-nadir": { at: [-23.3, 0, 19.1], axis: [0, 0, 1] },
  "pirs-nadir": { at: [-23.3, 0, 10.2], axis: [0, 0, 1] },
  "harmony-forward": { at: [15.9, 0, 4.8], axis: [1, 0, 0] },
  "harmony-zenith": { at: [10.4, 0, -0.5], axis: [0, 0, -1] },
  "harmony-nadir": { at: [10.4, 0, 7.2], axis: [0, 0, 1] },
  "unity-nadir": { at: [-4.4, 0, 7.2], axis: [0, 0, 1] },
};

const fromCenter = (at) => /** @type {Vec} */ (at.map((value, i) => value - CENTER[i]));

/** A port about the center of mass, flying nose first. @param {string} id */
export function portOf(id) {
  const port = PORTS[id];
  return port ? { at: fromCenter(port.at), axis: port.axis } : null;
}

/** LVLH (x flight, y against the orbit normal, z Earth) as three.js has it: up is away from the Earth. */
export function toScene([x, y, z], out = new Vector3()) {
  return out.set(x, -z, y);
}

function holds(since, until, date) {
  return (!since || date >= since) && (!until || date < until);
}

function rod(from, to, diameter, material, sides = 20) {
  const [a, b] = [toScene(from), toScene(to)];
  const mesh = new Mesh(new CylinderGeometry(diameter / 2, diameter / 2, a.distanceTo(b), sides), material);
  mesh.position.copy(a).add(b).multiplyScalar(0.5);
  mesh.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), b.sub(a).normalize());
  return mesh;
}

function plate([at, size], material) {
  const mesh = new Mesh(new BoxGeometry(size[0], size[2], size[1]), material);
  toScene(at, mesh.position);
  return mesh;
}

/** Names that are written beside their modules, with their middles about the center of mass. */
export function moduleNames(date) {
  return MODULES.filter((one) => one.name && holds(one.since, one.until, date)).map(({ name, from, to }) => ({
    name,
    at: fromCenter(from.map((value, i) => (value + to[i]) / 2)),
  }));
}

/**
 * @param {string} date ISO, decides which modules were there
 * @param {import("./palette.js").Palette} colors
 */
export function buildStation(date, colors) {
  const material = (color) => new MeshLambertMaterial({ color: new Color(color) });
  const [hull, dark, blue, white] = [colors.module, colors.moduleDark, colors.array, colors.radiator].map(material);
  const body = new Group();
  for (const { from, to, diameter, since, until } of MODULES) {
    if (holds(since, until, date)) body.add(rod(from, to, diameter, hull));
  }
  body.add(new Mesh(new SphereGeometry(1.6, 16, 12), hull));
  body.children.at(-1).position.copy(toScene([-22.6, 0, DECK_Z_M]));
  body.add(rod(TRUSS.from, TRUSS.to, TRUSS.width, dark, 6), rod([3, 0, 0], [3, 0, 3], 1.6, dark, 8));
  for (const one of [...ARRAYS, ...SMALL_ARRAYS]) body.add(plate(one, blue));
  for (const one of RADIATORS) body.add(plate(one, white));
  toScene(CENTER, body.position).negate();
  const whole = new Group();
  whole.add(body);
  return whole;
}

/**
 * Turns and shifts the model so that its port lies where the run has it: the station may fly tail first
 * or tilted, and its center of mass moves with every ship.
 */
export function placeStation(model, portId, geometry) {
  const port = portOf(portId);
  model.quaternion.identity();
  model.position.set(0, 0, 0);
  if (!port || !geometry?.known) return;
  const axis = toScene(geometry.axis_lvlh).normalize();
  const target = toScene(geometry.port_lvlh_m);
  const score = (turn) => {
    const away = toScene(port.at).applyQuaternion(turn).distanceTo(target);
    return away - 40 * toScene(port.axis).applyQuaternion(turn).dot(axis);
  };
  const turns = [0, Math.PI, Math.PI / 2, -Math.PI / 2].map((yaw) =>
    new Quaternion().setFromRotationMatrix(new Matrix4().makeRotationY(yaw)),
  );
  const best = turns.reduce((a, b) => (score(b) < score(a) - 1e-6 ? b : a));
  const tilt = new Quaternion().setFromUnitVectors(toScene(port.axis).applyQuaternion(best), axis);
  model.quaternion.copy(tilt.multiply(best));
  model.position.copy(target).sub(toScene(port.at).applyQuaternion(model.quaternion));
}
