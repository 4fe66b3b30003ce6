/** Opens runs: as the one that is shown, or beside it; and the plans of traffic. */

import { call, part } from "./api.js";
import { say } from "./banner.js";
import { openingRange } from "./ranges.js";

const AROUND_MS = 200 * 86400e3;
const SETTLED_MS = 7 * 86400e3; // a plan tells its stocks from its first days on

/** @param {import("./store.js").Store} store */
export async function refreshRuns(store) {
  try {
    store.set({ runs: await call("GET", "runs") });
  } catch (error) {
    say(`The list of runs: ${error.message}`);
  }
}

/** Shows a run in place of the one that is shown. */
export async function openRun(store, id, keepTime = false) {
  try {
    const scene = await call("GET", `runs/${part(id)}/scene`);
    const { utcMs: before } = store.get();
    const start = Date.parse(scene.liftoff_utc ?? scene.start_utc);
    const utcMs = keepTime && before >= Date.parse(scene.start_utc) && before <= Date.parse(scene.end_utc) ? before : start;
    store.set({ scene, other: null, utcMs, range: openingRange(scene, utcMs), selected: {} });
  } catch (error) {
    say(`The run ${id}: ${error.message}`);
    await refreshRuns(store);
  }
}

/** Takes the shown run's scene anew, at the same time: its areas have come. */
export async function renewScene(store, flight) {
  const { scene: before } = store.get();
  if (!before || before.run.flight !== flight) return;
  try {
    const scene = await call("GET", `runs/${part(before.run.id)}/scene`);
    if (store.get().scene !== before) return;
    store.set({ scene });
    if (scene.areas.length > before.areas.length) say("The areas on the sea have come: see the fall on the map.", "notice");
  } catch (error) {
    say(`The run ${before.run.id}: ${error.message}`);
  }
}

/** Shows a run beside the one that is shown; null takes it away. */
export async function openBeside(store, id) {
  if (id === null) return store.set({ other: null });
  try {
    store.set({ other: await call("GET", `runs/${part(id)}/scene`) });
  } catch (error) {
    say(`The run ${id}: ${error.message}`);
  }
}

/** Shows a plan's traffic and stocks; null shows what is recorded. */
export async function openPlan(store, id) {
  const { scene, utcMs } = store.get();
  const from = Math.min(utcMs, scene ? Date.parse(scene.start_utc) : utcMs) - AROUND_MS;
  const asked = (fromMs, toMs) => `?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}${id ? `&plan=${part(id)}` : ""}`;
  try {
    const { period } = id ? await planPeriod(id) : { period: [from, utcMs + 2 * AROUND_MS] };
    const [traffic, stocks] = await Promise.all(["traffic", "stocks"].map((name) => call("GET", name + asked(...period))));
    store.set({ traffic, stocks, utcMs: id ? Math.min(period[1], Math.max(period[0] + SETTLED_MS, utcMs)) : utcMs, ...(id ? { range: period } : {}) });
  } catch (error) {
    say(`The plan ${id ?? "as recorded"}: ${error.message}`);
  }
}

async function planPeriod(id) {
  const plan = await call("GET", `traffic/plans/${part(id)}`);
  return { period: [Date.parse(plan.first_day_utc), Date.parse(plan.last_day_utc)] };
}
