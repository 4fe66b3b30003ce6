/** Work on the server that this page has asked for: watched until it ends, then shown. */

import { call, part } from "./api.js";
import { say } from "./banner.js";
import { openBeside, openPlan, openRun, refreshRuns } from "./runs_open.js";

const ASK_MS = 700;
const AT_WORK = ["waiting", "running"];

function keep(store, job) {
  const others = store.get().jobs.filter((one) => one.id !== job.id);
  store.set({ jobs: [job, ...others] });
}

async function show(store, job) {
  await refreshRuns(store);
  if (job.plan) return openPlan(store, job.plan);
  if (!job.run) return undefined;
  return store.get().scene ? openBeside(store, job.run) : openRun(store, job.run);
}

async function watch(store, id) {
  for (;;) {
    await new Promise((done) => setTimeout(done, ASK_MS));
    let job;
    try {
      job = await call("GET", `jobs/${part(id)}`);
    } catch (error) {
      if (error.status) return say(`The job ${id}: ${error.message}`);
      continue;
    }
    keep(store, job);
    if (AT_WORK.includes(job.state)) continue;
    if (job.state === "done") await show(store, job);
    return undefined;
  }
}

/** Asks for work and watches it; throws the server's refusal. */
export async function order(store, path, body) {
  const job = await call("POST", path, body);
  keep(store, job);
  watch(store, job.id);
  return job;
}

/** Asks the server to end a job. */
export async function cancel(store, id) {
  try {
    keep(store, await call("DELETE", `jobs/${part(id)}`));
  } catch (error) {
    say(`The job ${id}: ${error.message}`);
  }
}

/** Whether a job is not at its end yet. */
export function isAtWork(job) {
  return AT_WORK.includes(job.state);
}
