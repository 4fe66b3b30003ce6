/** The stream of one play: server-sent events, or questions twice a second where a browser has none. */

import { call } from "./api.js";
import { say } from "./banner.js";

const ASK_MS = 500;
const NO_SSE = "This browser has no server-sent events: the board asks the server twice a second instead.";

/**
 * @param {{opened: Function, reconnecting: Function, lost: Function, frame: Function, numbered: Function,
 *   missed: Function, gone: Function}} told numbered events come in order, each once
 */
export function createStream(told) {
  /** @type {EventSource|null} */
  let source = null;
  let timer = 0;
  let last = null;

  function take(event) {
    const numbered = JSON.parse(event.data);
    if (last !== null && numbered.n <= last) return;
    if (last !== null && numbered.n > last + 1) told.missed(last + 1, numbered.n - 1);
    last = numbered.n;
    told.numbered(numbered);
  }

  function listen(path) {
    source = new EventSource(`${path}/stream`);
    source.addEventListener("open", () => told.opened());
    source.addEventListener("state", (event) => told.frame(JSON.parse(event.data)));
    source.addEventListener("numbered", take);
    source.addEventListener("gone", (event) => told.gone(JSON.parse(event.data).why));
    source.addEventListener("error", () => {
      if (!source) return;
      if (source.readyState === EventSource.CLOSED) told.lost();
      else told.reconnecting();
    });
  }

  function ask(path) {
    const under = path.replace(/^api\/v1\//, "");
    timer = setTimeout(async () => {
      try {
        const { utc, rate, paused } = await call("GET", under);
        if (!timer) return;
        told.opened();
        told.frame({ utc, play: { rate, paused } });
      } catch (error) {
        if (!timer) return;
        if (error.status === 404) return told.gone(error.message);
        told.reconnecting();
      }
      ask(path);
    }, ASK_MS);
  }

  return {
    open(path) {
      last = null;
      if (typeof EventSource === "function") return listen(path);
      say(NO_SSE, "notice");
      told.opened();
      ask(path);
    },
    close() {
      source?.close();
      source = null;
      clearTimeout(timer);
      timer = 0;
    },
  };
}
