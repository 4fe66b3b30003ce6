/** Schematic ships: a body, its panels and a probe that reaches the port. Nose along +y, center of mass at 0. */

import {
  BoxGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  Group,
  Mesh,
  MeshLambertMaterial,
  SphereGeometry,
} from "./vendor.js";

// radius, length behind and ahead of the center; panels: how far they reach, how wide, how many
const KINDS = {
  russian: { radius: 1.2, back: 3.6, panels: { reach: 5.3, width: 1.6, at: -2.2 }, ball: true, probe: true },
  dragon: { radius: 1.95, back: 5.2, cone: true, trunk: true },
  cygnus: { radius: 1.55, back: 3.4, panels: { reach: 3.4, width: 3.2, at: -2.6 } },
  plain: { radius: 2.1, back: 4.6, panels: { reach: 4.5, width: 2.2, at: -2.5 } },
};

function kindOf(vehicle) {
  if (/progress|soyuz/.test(vehicle)) return KINDS.russian;
  if (/dragon/.test(vehicle)) return KINDS.dragon;
  if (/cygnus/.test(vehicle)) return KINDS.cygnus;
  return KINDS.plain;
}

/** @param {string} vehicle @param {number} nose_m @param {import("./palette.js").Palette} colors */
export function buildShip(vehicle, nose_m, colors) {
  const kind = kindOf(vehicle);
  const paint = (color) => new MeshLambertMaterial({ color: new Color(color) });
  const [hull, accent, blue, dark] = [
    paint(colors.radiator),
    paint(colors.chaser),
    paint(colors.array),
    paint(colors.moduleDark),
  ];
  const ship = new Group();
  const put = (geometry, material, y, x = 0) => {
    const mesh = new Mesh(geometry, material);
    mesh.position.set(x, y, 0);
    ship.add(mesh);
  };
  const front = kind.probe ? nose_m - 1.0 : nose_m;
  const r = kind.radius;
  if (kind.cone) {
    put(new CylinderGeometry(0.85, r, front - 0.4, 28), hull, 0.2 + (front - 0.4) / 2);
    put(new CylinderGeometry(r, r, kind.back + 0.2, 28), dark, -kind.back / 2 + 0.1);
  } else if (kind.ball) {
    put(new SphereGeometry(1.15, 24, 16), hull, front - 1.15);
    put(new CylinderGeometry(0.95, r, front - 1.6, 24), hull, (front - 1.6) / 2 - 0.4);
    put(new CylinderGeometry(r, r * 1.12, kind.back - 0.4, 24), dark, -kind.back / 2 - 0.2);
  } else put(new CylinderGeometry(r, r, front + kind.back, 28), hull, (front - kind.back) / 2);
  put(new CylinderGeometry(r * 1.02, r * 1.02, 0.35, 28), accent, -0.6);
  if (kind.probe) {
    put(new CylinderGeometry(0.09, 0.09, 1.0, 8), accent, front + 0.45);
    put(new ConeGeometry(0.16, 0.2, 8), accent, nose_m - 0.1);
  }
  if (kind.panels) {
    const { reach, width, at } = kind.panels;
    for (const side of [-1, 1]) put(new BoxGeometry(reach, width, 0.08), blue, at, side * (r + reach / 2));
  }
  return ship;
}
