/** The models of the docking view: station, ship and corridor. */

import { Color, CylinderGeometry, DoubleSide, Group, Mesh, MeshBasicMaterial, Vector3 } from "./vendor.js";
import { add } from "./docking_view.js";
import { buildShip } from "./ship_shape.js";
import { buildStation, placeStation, toScene } from "./station_shape.js";

const RAD = Math.PI / 180;
const FLYING_FREE_DEG = 20; // pointing further off than this: the nose follows the line of sight

function dispose(group) {
  group.traverse((one) => {
    one.geometry?.dispose();
    one.material?.dispose();
  });
  group.removeFromParent();
}

/** The models, built again only when another run or another theme is shown. */
export function createModels(parent) {
  let key = "";
  let models = null;
  return (state, view, colors) => {
    const { run, start_utc } = state.scene;
    const next = [run.id, run.made_utc, state.theme].join("|");
    if (next !== key) {
      if (models) dispose(models.all);
      const station = buildStation(start_utc.slice(0, 10), colors);
      placeStation(station, run.port, view.geometry);
      const ship = buildShip(run.vehicle, view.nose_m, colors);
      const all = new Group();
      all.add(station, ship);
      if (view.geometry?.corridor_half_angle_deg) all.add(buildCorridor(view.geometry, colors));
      parent.add(all);
      models = { all, station, ship };
      key = next;
    }
    return models;
  };
}

function buildCorridor(geometry, colors) {
  const far = geometry.keep_out_sphere_radius_m ?? 200;
  const cone = new Mesh(
    new CylinderGeometry(far * Math.tan(geometry.corridor_half_angle_deg * RAD), 0, far, 48, 1, true),
    new MeshBasicMaterial({
      color: new Color(colors.corridor),
      transparent: true,
      opacity: 0.1,
      side: DoubleSide,
      depthWrite: false,
    }),
  );
  const axis = toScene(geometry.axis_lvlh).normalize();
  cone.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), axis);
  cone.position.copy(toScene(add(geometry.port_lvlh_m, geometry.axis_lvlh, far / 2)));
  return cone;
}

/** Puts the ship where it is, nose to the port; far out its nose follows the line of sight. */
export function placeShip(ship, view, pointing_deg) {
  ship.visible = Boolean(view.ship);
  if (!view.ship) return;
  toScene(view.ship, ship.position);
  const nose = view.geometry ? toScene(view.geometry.axis_lvlh).negate().normalize() : new Vector3(1, 0, 0);
  if (pointing_deg !== null && pointing_deg > FLYING_FREE_DEG && view.geometry) {
    nose.copy(toScene(view.geometry.port_lvlh_m)).sub(ship.position).normalize();
  }
  ship.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), nose);
}
