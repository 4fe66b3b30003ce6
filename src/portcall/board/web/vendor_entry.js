// What vendor.js holds, by name: an `export *` would keep all of three.js. Built by tools/build_vendor.py.
export {
  AdditiveBlending,
  AmbientLight,
  BackSide,
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  CircleGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  DirectionalLight,
  DoubleSide,
  Group,
  HemisphereLight,
  LatheGeometry,
  Line,
  LineBasicMaterial,
  LineDashedMaterial,
  LineLoop,
  LineSegments,
  LinearFilter,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  PerspectiveCamera,
  PlaneGeometry,
  Points,
  PointsMaterial,
  Quaternion,
  SRGBColorSpace,
  Scene,
  ShaderMaterial,
  SphereGeometry,
  Texture,
  Vector2,
  Vector3,
  WebGLRenderer,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
export { Line2 } from "three/examples/jsm/lines/Line2.js";
export { LineGeometry } from "three/examples/jsm/lines/LineGeometry.js";
export { LineMaterial } from "three/examples/jsm/lines/LineMaterial.js";
export { default as uPlot } from "uplot";

import { feature, mesh } from "topojson-client";
import atlas from "world-atlas/land-110m.json";

/** Coastlines, one list of [lon_deg, lat_deg] a line (Natural Earth 1:110m). */
export const coastLines = mesh(atlas, atlas.objects.land).coordinates;

/** Land, one list of rings a polygon (the first is its outside). */
export const landPolygons = feature(atlas, atlas.objects.land).features.flatMap((one) =>
  one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates,
);
