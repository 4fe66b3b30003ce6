/** Work on the server that this page has asked for: watched until it ends, then shown. */

import { call, part } from "./api.js";
import { say } from "./banner.js";
import { openBeside, openPlan, openRun, refreshRuns, renewScene } from "./runs_open.js";

const ASK_MS = 700;
const AT_WORK = ["waiting", "running"];

function keep(store, job) {
  const others = store.get().jobs.filter((one) => one.id !== job.id);
  store.set({ jobs: [job, ...others] });
}

async function show(store, job, own) {
  await refreshRuns(store);
  const made = store.get().runs.find((one) => one.id === job.run);
  if (made?.kind === "disposal") return renewScene(store, made.flight);
  if (!own) return say(`${job.what}: done. It is in the list of runs.`, "notice");
  if (job.plan) return openPlan(store, job.plan);
  if (!job.run) return undefined;
  return store.get().scene ? openBeside(store, job.run) : openRun(store, job.run);
}

async function watch(store, id, own) {
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
    if (job.state === "done") await show(store, job, own);
    return undefined;
  }
}

/** Asks for work and watches it; throws the server's refusal. */
export async function order(store, path, body) {
  const job = await call("POST", path, body);
  keep(store, job);
  watch(store, job.id, true);
  return job;
}

/** Watches what was already at work when the page came. */
export function watchJobs(store) {
  for (const job of store.get().jobs.filter(isAtWork)) watch(store, job.id, false);
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
