/**
 * A WebGL picture mirrored to a plain canvas, drawn only when something changed.
 *
 * The page shows the plain canvas: it prints, it is in every screenshot, and labels and thin lines are
 * drawn over the picture by hand. Where frames are slow (software WebGL) the next one waits for as long
 * as the last one took, so that buttons and time keep working.
 */

import { PerspectiveCamera, Scene, WebGLRenderer } from "./vendor.js";

const SLOW_MS = 20;

/** @type {null|{available: boolean, software: boolean}} */
let known = null;

/** What this browser's WebGL 2 is, asked once. */
function webgl() {
  if (known) return known;
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    const info = gl?.getExtension("WEBGL_debug_renderer_info");
    const name = info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
    known = { available: Boolean(gl), software: /swiftshader|llvmpipe|softpipe|software/i.test(name) };
    gl?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers keep only a few
  } catch {
    known = { available: false, software: false };
  }
  return known;
}

/** Whether this browser draws WebGL 2 at all. @returns {boolean} */
export function webglAvailable() {
  return webgl().available;
}

/**
 * @param {HTMLElement} root
 * @param {{label: string, before: (width: number, height: number) => void,
 *   after: (ctx: CanvasRenderingContext2D, width: number, height: number) => void, smoothAnyway?: boolean}} hooks
 *   `before` sets the camera, `after` draws over the picture in CSS pixels; `smoothAnyway`: the picture
 *   can do without antialiasing, which halves the speed of software WebGL
 */
export function createStage(root, hooks) {
  const canvas = document.createElement("canvas");
  canvas.className = "view-canvas";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", hooks.label);
  root.append(canvas);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { software } = webgl();
  const renderer = new WebGLRenderer({
    antialias: !(software && hooks.smoothAnyway),
    alpha: true,
    powerPreference: "low-power",
  });
  const scene = new Scene();
  const camera = new PerspectiveCamera(38, 1, 0.01, 100);
  const size = { width: 0, height: 0, ratio: 1 };
  const timing = { frames: 0, last_ms: 0, total_ms: 0 };
  let queued = false;
  let lastEnd = 0;
  /** When the picture that is not taken over yet was begun. @type {number|null} */
  let startMs = null;
  let lost = false;

  renderer.domElement.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    lost = true;
  });
  renderer.domElement.addEventListener("webglcontextrestored", () => {
    lost = false;
    request();
  });

  function measure() {
    const width = Math.max(1, Math.round(root.clientWidth));
    const height = Math.max(1, Math.round(root.clientHeight));
    const ratio = Math.min(window.devicePixelRatio || 1, software ? 1 : 2);
    if (width === size.width && height === size.height && ratio === size.ratio) return;
    Object.assign(size, { width, height, ratio });
    renderer.setPixelRatio(ratio);
    renderer.setSize(width, height, false);
    // labels stay sharp even where the 3D picture is kept small
    const sharp = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
  }

  /**
   * Draws now: for the first frame, a loaded picture and a drag. The picture is taken over at the end of
   * the task: until then the renderer works beside what else the task has to do.
   */
  function draw() {
    if (root.clientWidth === 0 || lost) return;
    if (startMs === null) queueMicrotask(takeOver);
    startMs ??= performance.now();
    measure();
    hooks.before(size.width, size.height);
    renderer.render(scene, camera);
  }

  function takeOver() {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(renderer.domElement, 0, 0, canvas.width, canvas.height);
    const sharp = canvas.width / size.width;
    ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
    hooks.after(ctx, size.width, size.height);
    lastEnd = performance.now();
    timing.frames += 1;
    timing.last_ms = lastEnd - startMs;
    startMs = null;
    timing.total_ms += timing.last_ms;
  }

  /** Draws soon: many requests make one picture. */
  function request() {
    if (queued) return;
    queued = true;
    const run = () =>
      requestAnimationFrame(() => {
        queued = false;
        draw();
      });
    const rest = timing.last_ms > SLOW_MS ? lastEnd + timing.last_ms - performance.now() : 0;
    if (rest > 0) setTimeout(run, rest);
    else run();
  }

  window.addEventListener("paintnow", draw);

  new ResizeObserver(() => {
    // a changed size clears the canvas: fill it at once, or it blinks
    if (root.clientWidth !== size.width || root.clientHeight !== size.height) draw();
  }).observe(root);

  return { canvas, scene, camera, renderer, draw, request, timing, software, size };
}
