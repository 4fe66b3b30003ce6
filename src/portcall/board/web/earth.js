/** The Earth of the globe: day and night from the real Sun, a thin glow at the limb. Radius 1. */

import {
  AdditiveBlending,
  BackSide,
  Color,
  Group,
  LinearFilter,
  Mesh,
  ShaderMaterial,
  SphereGeometry,
  Texture,
  Vector3,
} from "./vendor.js";

const RAD = Math.PI / 180;
const COARSE_PX = 1024;

/** A place as a vector: north up, Greenwich along x, as the textures lie on a sphere of three.js. */
export function toVector(lat_deg, lon_deg, radius = 1, out = new Vector3()) {
  const [lat, lon] = [lat_deg * RAD, lon_deg * RAD];
  return out.set(
    radius * Math.cos(lat) * Math.cos(lon),
    radius * Math.sin(lat),
    -radius * Math.cos(lat) * Math.sin(lon),
  );
}

const VERTEX = `
varying vec2 vUv; varying vec3 vNormal2; varying vec3 vView;
void main() {
  vUv = uv; vNormal2 = normalize(position);
  vec4 world = modelMatrix * vec4(position, 1.0);
  vView = normalize(cameraPosition - world.xyz);
  gl_Position = projectionMatrix * viewMatrix * world;
}`;

// The night side keeps a third of the day's picture: a true night reads as a broken page.
const SURFACE = `
uniform sampler2D day; uniform sampler2D night; uniform vec3 sun; uniform float flatLight; uniform float loaded;
uniform vec3 sea; uniform vec3 glow;
varying vec2 vUv; varying vec3 vNormal2; varying vec3 vView;
void main() {
  float up = dot(vNormal2, sun);
  vec3 ground = mix(sea, texture2D(day, vUv).rgb, loaded);
  float lit = mix(smoothstep(-0.12, 0.10, up), 1.0, flatLight);
  float shade = mix(0.72 + 0.36 * clamp(up, 0.0, 1.0), 0.98, flatLight);
  float gray = dot(ground, vec3(0.3, 0.55, 0.15));
  vec3 dark = mix(vec3(gray), ground, 0.45) * vec3(0.30, 0.37, 0.52) + vec3(0.012, 0.022, 0.05);
  dark += loaded * texture2D(night, vUv).r * vec3(1.0, 0.80, 0.48) * 0.95;
  vec3 color = mix(dark, ground * shade, lit);
  float rim = pow(1.0 - clamp(dot(vNormal2, vView), 0.0, 1.0), 3.0);
  color += glow * rim * (0.20 + 0.65 * lit);
  gl_FragColor = vec4(color, 1.0);
}`;

const AIR = `
uniform vec3 sun; uniform vec3 glow; uniform float flatLight;
varying vec2 vUv; varying vec3 vNormal2; varying vec3 vView;
void main() {
  float edge = clamp(-dot(vNormal2, vView), 0.0, 1.0);
  float lit = mix(smoothstep(-0.35, 0.3, dot(vNormal2, sun)), 0.8, flatLight);
  gl_FragColor = vec4(glow, pow(edge * 2.4, 2.2) * (0.12 + 0.55 * lit));
}`;

/** The page's own hidden picture if it has one: it holds back `load`, so a screenshot waits for it. */
function picture(name) {
  const url = new URL(`./${name}`, import.meta.url).href;
  const own = [...document.images].find((one) => one.src === url);
  if (own) return own;
  const made = new Image();
  made.src = url;
  return made;
}

/** Half the picture, for software WebGL: without mipmaps a frame takes half the time, and this small it needs none. */
function smaller(image) {
  const half = document.createElement("canvas");
  half.width = COARSE_PX;
  half.height = COARSE_PX / 2;
  half.getContext("2d")?.drawImage(image, 0, 0, half.width, half.height);
  return half;
}

/** @param {() => void} redraw called when a picture has come @param {boolean} coarse for software WebGL */
export function createEarth(redraw, coarse) {
  const uniforms = {
    day: { value: new Texture() },
    night: { value: new Texture() },
    sun: { value: new Vector3(1, 0, 0) },
    flatLight: { value: 0 },
    loaded: { value: 0 },
    sea: { value: new Color("#1f4f86") },
    glow: { value: new Color("#6db4ff") },
  };
  const waiting = new Set(["day", "night"]);
  for (const name of ["day", "night"]) {
    const image = picture(`earth-${name}.webp`);
    const texture = uniforms[name].value;
    if (coarse) {
      texture.generateMipmaps = false;
      texture.minFilter = LinearFilter;
    } else texture.anisotropy = 4;
    const done = () => {
      texture.image = coarse ? smaller(image) : image;
      texture.needsUpdate = true;
      waiting.delete(name);
      if (waiting.size === 0) uniforms.loaded.value = 1;
      return waiting.size === 0;
    };
    if (image.complete && image.naturalWidth) done();
    else image.addEventListener("load", () => done() && redraw(), { once: true });
  }
  const group = new Group();
  const sphere = new SphereGeometry(1, 96, 64);
  group.add(new Mesh(sphere, new ShaderMaterial({ uniforms, vertexShader: VERTEX, fragmentShader: SURFACE })));
  const air = new Mesh(
    new SphereGeometry(1.035, 64, 48),
    new ShaderMaterial({
      uniforms,
      vertexShader: VERTEX,
      fragmentShader: AIR,
      side: BackSide,
      blending: AdditiveBlending,
      transparent: true,
      depthWrite: false,
    }),
  );
  group.add(air);
  return {
    group,
    /** @param {{lat_deg: number, lon_deg: number}} sun @param {boolean} flat */
    light(sun, flat) {
      toVector(sun.lat_deg, sun.lon_deg, 1, uniforms.sun.value);
      uniforms.flatLight.value = flat ? 1 : 0;
    },
  };
}
