/** What moves the time: a play on the server, streamed to this page, or one in the page itself. */

import { call, part } from "./api.js";
import { say, unsay } from "./banner.js";
import { createLocalPlay } from "./local_play.js";
import { fromAddress } from "./permalink.js";
import { openBeside, openRun, refreshRuns } from "./runs_open.js";
import { eventBefore, nextEvent, rateFor } from "./speed.js";
import { createStream } from "./stream.js";

const SEEK_QUIET_MS = 120;
const LATE_JUMP_MS = 2000;
const AT_ONCE_MS = 5; // times are told in milliseconds
const LOST = "The link to the server is lost. The run stays on the page; Run tries again.";

/** @param {import("./store.js").Store} store */
export function createLive(store) {
  const local = createLocalPlay(store);
  let ownMs = store.get().utcMs; // the cursor as this module last set it: any other value is somebody's jump
  let seekTimer = 0;
  let jumpsOnTheWay = 0;
  let starting = false;
  let played = store.get().scene?.run.id;
  let fromMs = -Infinity; // where the play last set out: an event right there is not the next one

  const stream = createStream({
    opened: () => {
      unsay(LOST);
      store.set({ link: "live" });
    },
    reconnecting: () => store.set({ link: "reconnecting" }),
    lost: () => ended(LOST),
    frame(frame) {
      if (jumpsOnTheWay || seekTimer) return;
      const { play } = store.get();
      if (!play?.id) return;
      ownMs = Date.parse(frame.utc);
      const { rate, paused } = frame.play;
      const same = play.rate === rate && play.paused === paused;
      store.set({ ...(frame.phase_name ? { frame } : {}), utcMs: ownMs, ...(same ? {} : { play: { ...play, rate, paused } }) });
    },
    numbered: heard,
    missed(first, last) {
      say(`The events ${first} to ${last} of this play did not arrive: the time is taken from the server again.`, "notice");
      resync();
    },
    gone(why) {
      ended(`The live view ended: ${why}. The run stays on the page as it was; Run plays it here.`);
      refreshRuns(store);
    },
  });
  function ended(words) {
    stream.close();
    store.set({ play: null, link: "lost" });
    say(words);
  }

  function heard(event) {
    if (event.kind === "jumped") jumpsOnTheWay = Math.max(0, jumpsOnTheWay - 1);
    if (event.kind !== "passed") return;
    store.set({ selected: { ...store.get().selected, event: event.event } });
    const { speed, scene } = store.get();
    if (speed === "next" && Date.parse(event.utc) > fromMs + AT_ONCE_MS) change({ paused: true, utc: event.utc });
    else if (speed === "auto") change({ rate: rateFor(speed, scene, Date.parse(event.utc)) });
  }

  async function resync() {
    const { play } = store.get();
    if (!play?.id) return;
    try {
      const now = await call("GET", `plays/${part(play.id)}`);
      ownMs = Date.parse(now.utc);
      store.set({ utcMs: ownMs, play: { id: now.id, rate: now.rate, paused: now.paused } });
    } catch (error) {
      if (error.status === 404) ended(`The play is no longer there: ${error.message}. Run begins another.`);
    }
  }

  async function change(wanted) {
    const { play } = store.get();
    if (!play) return;
    if (wanted.utc) fromMs = Date.parse(wanted.utc);
    else if (wanted.paused === false) fromMs = store.get().utcMs;
    if (play.id === null) {
      if (wanted.paused !== undefined) store.set({ play: { ...play, paused: wanted.paused } });
      if (wanted.paused === false) local.go();
      return;
    }
    if (wanted.utc) jumped();
    try {
      const now = await call("PATCH", `plays/${part(play.id)}`, wanted);
      if (store.get().play?.id === now.id) store.set({ play: { id: now.id, rate: now.rate, paused: now.paused } });
    } catch (error) {
      jumpsOnTheWay = 0;
      if (error.status === 404) ended(`The play is no longer there: ${error.message}. Run begins another.`);
      else say(`The play: ${error.message}`);
    }
  }

  function jumped() {
    jumpsOnTheWay += 1;
    setTimeout(() => { jumpsOnTheWay = 0; }, LATE_JUMP_MS);
  }

  /** Somebody moved the cursor: a play follows, once the hand rests. */
  function followHand() {
    const { play } = store.get();
    ownMs = store.get().utcMs;
    if (!play?.id) return;
    clearTimeout(seekTimer);
    seekTimer = setTimeout(() => {
      seekTimer = 0;
      const { scene, speed, utcMs } = store.get();
      change({ utc: new Date(utcMs).toISOString(), ...(typeof speed === "number" ? {} : { rate: rateFor(speed, scene, utcMs) }) });
    }, SEEK_QUIET_MS);
  }

  async function start() {
    const { scene, speed, utcMs } = store.get();
    if (!scene || starting) return;
    starting = true;
    const from = utcMs >= Date.parse(scene.end_utc) || utcMs < Date.parse(scene.start_utc) ? Date.parse(scene.start_utc) : utcMs;
    ownMs = fromMs = from;
    store.set({ utcMs: from });
    const rate = rateFor(speed, scene, from);
    try {
      if (!location.protocol.startsWith("http")) throw new Error("this page came without its server");
      const play = await call("POST", "plays", { run: scene.run.id, utc: new Date(from).toISOString(), rate });
      store.set({ play: { id: play.id, rate: play.rate, paused: play.paused } });
      stream.open(`api/v1/plays/${part(play.id)}`);
    } catch (error) {
      say(`No live play (${error.message}): this page plays the run by itself.`, "notice");
      store.set({ play: { id: null, rate, paused: false }, link: "static" });
      local.go();
    }
    starting = false;
  }

  function stop() {
    const { play } = store.get();
    stream.close();
    if (play?.id) call("DELETE", `plays/${part(play.id)}`, undefined, { keepalive: true }).catch(() => {});
    store.set({ play: null, link: "static" });
  }

  store.subscribe((changed) => {
    const { play, utcMs, scene } = store.get();
    if (changed.has("scene")) {
      if (play && scene?.run.id !== played) stop();
      played = scene?.run.id;
    }
    if (changed.has("utcMs") && utcMs !== ownMs && !(play && play.id === null && !play.paused)) followHand();
    if (changed.has("scene") && !scene) ownMs = utcMs;
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) resync();
  });
  window.addEventListener("pagehide", stop);

  return {
    begin() {
      const asked = fromAddress(store.get().scene);
      // without a scene the server has said why in the page: it is not asked again
      const ready = asked.run && store.get().scene ? openRun(store, asked.run, true) : Promise.resolve();
      ready.then(() => {
        if (asked.beside) openBeside(store, asked.beside);
        if (asked.speed) start();
      });
    },
    toggle() {
      const { play, scene, utcMs } = store.get();
      if (!play) return start();
      if (play.paused && utcMs >= Date.parse(scene.end_utc)) store.set({ utcMs: Date.parse(scene.start_utc) });
      return change({ paused: !play.paused });
    },
    setSpeed(value) {
      const speed = ["auto", "next"].includes(value) ? value : Number(value);
      store.set({ speed });
      const { play, scene, utcMs } = store.get();
      if (play?.id) change({ rate: rateFor(speed, scene, utcMs) });
    },
    toEvent(way) {
      const { scene, utcMs, selected } = store.get();
      const event = scene && (way > 0 ? nextEvent(scene, utcMs) : eventBefore(scene, utcMs));
      if (event) store.set({ utcMs: Date.parse(event.utc), selected: { ...selected, event: event.id } });
    },
    showKeys: () => document.getElementById("keys").showModal(),
  };
}
