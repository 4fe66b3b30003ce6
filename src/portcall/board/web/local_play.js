/** Plays a run in the page itself: for a page without its server. */

import { nextEvent, rateFor } from "./speed.js";

const STEP_MOST_S = 1;

/** @param {import("./store.js").Store} store */
export function createLocalPlay(store) {
  let before = 0;

  function step(now) {
    const { play, scene, utcMs, speed } = store.get();
    if (!play || play.id !== null || play.paused || !scene) return;
    const elapsed_s = Math.min(STEP_MOST_S, Math.max(0, (now - before) / 1000));
    before = now;
    const end = Date.parse(scene.end_utc);
    const rate = rateFor(speed, scene, utcMs);
    const next = nextEvent(scene, utcMs);
    let then = utcMs + elapsed_s * rate * 1000;
    const reached = next && then >= Date.parse(next.utc);
    if (reached && typeof speed !== "number") then = Date.parse(next.utc);
    const over = then >= end || (reached && speed === "next");
    store.set({ utcMs: Math.min(then, Math.max(end, utcMs)), play: { id: null, rate, paused: over } });
    if (!over) requestAnimationFrame(step);
  }

  return {
    go() {
      before = performance.now();
      requestAnimationFrame(step);
    },
  };
}
