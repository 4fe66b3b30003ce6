// What vendor.js holds, by name: an `export *` would keep all of three.js. Built by tools/build_vendor.py.
export {
  AdditiveBlending,
  BackSide,
  BoxGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  DirectionalLight,
  DoubleSide,
  Group,
  HemisphereLight,
  LinearFilter,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PerspectiveCamera,
  Quaternion,
  Scene,
  ShaderMaterial,
  SphereGeometry,
  Texture,
  Vector3,
  WebGLRenderer,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
export { default as uPlot } from "uplot";

import { feature } from "topojson-client";
import atlas from "world-atlas/land-110m.json";

/** Land (Natural Earth 1:110m), one list of rings a polygon (the first is its outside). */
export const landPolygons = feature(atlas, atlas.objects.land).features.flatMap((one) =>
  one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates,
);
